"""Bijlagen: whole and readable for sender and team, or not there at all; a refusal takes nothing else along."""

import io
import random
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from portal.core.accounts import Gebruiker
from portal.core.bericht import bijlagen
from portal.core.bericht.bijlagen import BijlageZicht, Upload, begin_upload, lees_inhoud, verwijder_bijlage, voltooi
from portal.core.bericht.kwitantie import KloptNiet
from portal.core.files.refusal import Bestandsfout, Reden
from portal.core.files.store import OpslagVol
from portal.core.insturen import concepten
from portal.core.insturen.intake import submit_bericht
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.domain.bijlagen import BijlageEis
from portal.models import AuditRegel, Bijlage, Seal, SealedItem
from portal.sealing.client import Refused, VaultDown
from portal.sealing.envelope import NotGenuine, new_id
from tests.installatie import GRONINGEN, VERZOEK, Installatie
from tests.voorbeelden import pdf


def _eis(huis: Installatie, code: str = "onderbouwing") -> BijlageEis:
    mailbox = huis.services.mailboxen.met_code(VERZOEK)
    assert mailbox is not None
    eis = mailbox.bijlage(code)
    assert eis is not None
    return eis


def _stored(huis: Installatie) -> list[str]:
    return sorted(path.name for path in huis.services.settings.files_dir.rglob("*") if path.is_file())


def _items(huis: Installatie) -> int:
    with huis.services.database.lezen() as session:
        return session.scalar(select(func.count()).select_from(SealedItem)) or 0


def _upload(huis: Installatie, concept: UUID, inhoud: bytes, eis: str = "onderbouwing") -> Upload:
    upload = begin_upload(huis.services, concept=concept, eis=_eis(huis, eis))
    for begin in range(0, len(inhoud), 1024 * 1024):
        upload.write(inhoud[begin : begin + 1024 * 1024])
    upload.seek(0)
    return upload


def _attach(
    huis: Installatie,
    wie: Gebruiker,
    concept: UUID,
    inhoud: bytes,
    *,
    naam: str = "stuk.pdf",
    eis: str = "onderbouwing",
) -> BijlageZicht:
    upload = _upload(huis, concept, inhoud, eis)
    return voltooi(huis.services, wie, upload, concept=concept, eis=_eis(huis, eis), naam=naam, now=huis.now)


def _long_pdf(size: int) -> bytes:
    """Return a pdf with a long comment before its table, random so that nothing packs it smaller."""
    inhoud = pdf()
    tabel = inhoud.index(b"xref\n")
    vulling = b"%" + random.Random(7).randbytes(size).hex().encode() + b"\n"  # noqa: S311 - it only fills, nothing secret hangs on it
    einde = inhoud[tabel:].replace(b"startxref\n%d" % tabel, b"startxref\n%d" % (tabel + len(vulling)))
    return inhoud[:tabel] + vulling + einde


def _content(huis: Installatie, wie: Gebruiker, subject: UUID, bijlage: UUID) -> bytes:
    return b"".join(lees_inhoud(huis.services, wie, subject=subject, bijlage=bijlage)[1])


def _other_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "geen document")
    return target.getvalue()


def test_what_was_sent_comes_back_byte_for_byte_to_sender_and_team(huis: Installatie) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    inhoud = _long_pdf(300_000)
    concept = huis.concept(indiener, met_bijlagen=False)
    huis.bijlage(indiener, concept, "toestemmingsformulier")
    zicht = _attach(huis, indiener, concept, inhoud, naam="Onderbouwing é.pdf")
    assert (zicht.naam, zicht.bytes, zicht.bladzijden, zicht.eis) == (
        "Onderbouwing é.pdf",
        len(inhoud),
        1,
        "onderbouwing",
    )
    assert _content(huis, indiener, concept, zicht.id) == inhoud
    submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    for wie in (indiener, huis.gebruiker("collega"), consulent, huis.gebruiker("backoffice")):
        assert _content(huis, wie, concept, zicht.id) == inhoud
        assert zicht in open_bericht(huis.services, wie, concept, now=huis.now).bijlagen


@pytest.mark.parametrize("wie", ["ander", "groningen", "toezichthouder", "contractmanager", "beheerder", "dubbel"])
def test_who_is_no_party_reads_no_bijlage(huis: Installatie, wie: str) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    bijlage = concepten.open_concept(huis.services, indiener, concept).bijlagen[0].id
    with pytest.raises(NietGevonden):
        lees_inhoud(huis.services, huis.gebruiker(wie), subject=concept, bijlage=bijlage)
    submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    with pytest.raises(NietGevonden):
        lees_inhoud(huis.services, huis.gebruiker(wie), subject=concept, bijlage=bijlage)


@pytest.mark.parametrize("wie", ["organisatiebeheerder", "beleid"])
def test_who_belongs_but_may_not_read_is_refused_by_the_vault(huis: Installatie, wie: str) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.lezen() as session:
        bijlage = session.scalars(select(Bijlage.id)).first()
    assert bijlage is not None
    with pytest.raises(Refused):
        lees_inhoud(huis.services, huis.gebruiker(wie), subject=bericht, bijlage=bijlage)


def test_the_team_reads_no_bijlage_of_a_concept(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    bijlage = concepten.open_concept(huis.services, indiener, concept).bijlagen[0].id
    with pytest.raises(NietGevonden):
        lees_inhoud(huis.services, huis.gebruiker("consulent"), subject=concept, bijlage=bijlage)


def test_a_bijlage_is_found_under_its_own_bericht_only(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    een, ander = huis.bericht(indiener), huis.bericht(indiener)
    bijlage = open_bericht(huis.services, indiener, een, now=huis.now).bijlagen[0].id
    for subject, gezocht in ((ander, bijlage), (een, new_id())):
        with pytest.raises(NietGevonden):
            lees_inhoud(huis.services, indiener, subject=subject, bijlage=gezocht)


def test_after_handing_on_only_the_new_team_reads_the_bijlagen(huis: Installatie) -> None:
    indiener, consulent, groningen = (huis.gebruiker(naam) for naam in ("indiener", "consulent", "groningen"))
    bericht = huis.bericht(indiener)
    bijlage = open_bericht(huis.services, consulent, bericht, now=huis.now).bijlagen[0].id
    huis.doe(consulent, bericht, "doorsturen", tekst="Hij woont daar.", doel=GRONINGEN)
    assert _content(huis, groningen, bericht, bijlage) == pdf()
    with pytest.raises(NietGevonden):
        lees_inhoud(huis.services, consulent, subject=bericht, bijlage=bijlage)


@pytest.mark.parametrize(
    ("naam", "inhoud", "reden"),
    [
        ("leeg.pdf", b"", Reden.LEEG),
        ("vermomd.pdf", b"MZ" + bytes(2000), Reden.INHOUD_PAST_NIET_BIJ_NAAM),
        ("vermomd.docx", _other_zip(), Reden.INHOUD_PAST_NIET_BIJ_NAAM),
        ("half.pdf", pdf()[:200], Reden.BESCHADIGD),
        ("programma.exe", b"MZ", Reden.EXTENSIE_ONBEKEND),
        ("a\x00b.pdf", pdf(), Reden.NAAM_ONGELDIG),
        ("", pdf(), Reden.NAAM_ONGELDIG),
    ],
)
def test_a_refused_file_leaves_nothing_and_keeps_what_was_there(
    huis: Installatie, naam: str, inhoud: bytes, reden: Reden
) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener, met_bijlagen=False)
    huis.bijlage(indiener, concept, "toestemmingsformulier")
    voor = (concepten.open_concept(huis.services, indiener, concept), _stored(huis), _items(huis))
    with pytest.raises(Bestandsfout) as refused:
        _attach(huis, indiener, concept, inhoud, naam=naam)
    assert refused.value.reden == reden
    assert (concepten.open_concept(huis.services, indiener, concept), _stored(huis), _items(huis)) == voor


def test_a_file_above_the_limit_is_counted_and_not_kept(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener, met_bijlagen=False)
    with pytest.raises(Bestandsfout) as refused:
        _attach(huis, indiener, concept, bytes(_eis(huis).maximaal_bytes + 1))
    assert (refused.value.reden, _stored(huis)) == (Reden.TE_GROOT, [])
    assert "25 MB" in refused.value.tekst


def test_more_files_than_asked_are_refused_and_the_first_stay(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener, met_bijlagen=False)
    for _ in range(_eis(huis).aantal):
        _attach(huis, indiener, concept, pdf())
    voor = _stored(huis)
    with pytest.raises(Bestandsfout) as refused:
        _attach(huis, indiener, concept, pdf())
    assert (refused.value.reden, _stored(huis)) == (Reden.TE_VEEL, voor)


def test_a_file_for_a_concept_that_is_not_there_or_not_ones_own_leaves_nothing(huis: Installatie) -> None:
    concept = huis.concept(huis.gebruiker("indiener"), met_bijlagen=False)
    for wie, doel in (("indiener", new_id()), ("ander", concept)):
        with pytest.raises(NietGevonden):
            _attach(huis, huis.gebruiker(wie), doel, pdf())
    assert _stored(huis) == []


def test_an_upload_that_is_never_finished_leaves_nothing(huis: Installatie) -> None:
    upload = begin_upload(huis.services, concept=new_id(), eis=_eis(huis))
    upload.write(b"half")
    upload.discard()
    assert _stored(huis) == []


def test_a_file_that_is_taken_off_is_gone_for_good(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    voor = _items(huis)
    bijlage = concepten.open_concept(huis.services, indiener, concept).bijlagen[0]
    verwijder_bijlage(huis.services, indiener, concept=concept, bijlage=bijlage.id, now=huis.now)
    assert bijlage not in concepten.open_concept(huis.services, indiener, concept).bijlagen
    assert (_items(huis), len(_stored(huis))) == (voor - 2, 1)
    with huis.services.database.lezen() as session:
        assert session.scalars(select(AuditRegel.onderwerp).where(AuditRegel.actie == "bijlage verwijderen")).all() == [
            str(concept)
        ]
    with pytest.raises(NietGevonden):
        verwijder_bijlage(huis.services, indiener, concept=concept, bijlage=bijlage.id, now=huis.now)


def test_nobody_takes_a_file_off_a_concept_of_others_or_off_a_bericht(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept, ander_concept = huis.concept(indiener), huis.concept(indiener)
    bijlage = concepten.open_concept(huis.services, indiener, concept).bijlagen[0].id
    for wie, waar in (("ander", concept), ("consulent", concept), ("indiener", ander_concept)):
        with pytest.raises(NietGevonden):
            verwijder_bijlage(huis.services, huis.gebruiker(wie), concept=waar, bijlage=bijlage, now=huis.now)
    submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    with pytest.raises(NietGevonden):
        verwijder_bijlage(huis.services, indiener, concept=concept, bijlage=bijlage, now=huis.now)
    with pytest.raises(NietGevonden):
        _attach(huis, indiener, concept, pdf())
    assert len(open_bericht(huis.services, indiener, concept, now=huis.now).bijlagen) == 2


def test_a_part_of_another_file_under_this_name_is_not_given_out(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    een, ander = _stored(huis)
    root = huis.services.settings.files_dir
    (root / een[:2] / een).write_bytes((root / ander[:2] / ander).read_bytes())
    bijlagen_ids = [bijlage.id for bijlage in concepten.open_concept(huis.services, indiener, concept).bijlagen]
    uitkomsten = []
    for bijlage in bijlagen_ids:
        try:
            uitkomsten.append(_content(huis, indiener, concept, bijlage) == pdf())
        except NotGenuine:
            uitkomsten.append(False)
    assert sorted(uitkomsten) == [False, True]


def test_a_full_disk_is_said_and_nothing_is_kept(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener, met_bijlagen=False)
    upload = _upload(huis, concept, pdf())
    upload.refusal = OpslagVol()
    with pytest.raises(OpslagVol):
        voltooi(huis.services, indiener, upload, concept=concept, eis=_eis(huis), naam="a.pdf", now=huis.now)
    assert _stored(huis) == []


def test_within_the_session_files_are_read_without_the_vault_and_later_not(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    huis.client.down = True
    bijlage = concepten.open_concept(huis.services, indiener, concept).bijlagen[0].id
    assert _content(huis, indiener, concept, bijlage) == pdf()
    huis.client.down = False
    collega = huis.gebruiker("collega")
    huis.client.down = True
    with pytest.raises(VaultDown):
        lees_inhoud(huis.services, collega, subject=concept, bijlage=bijlage)


def test_a_bijlage_without_a_seal_for_this_person_is_not_left_out_in_silence(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    een, _ = open_bericht(huis.services, consulent, bericht, now=huis.now).bijlagen
    with huis.services.database.schrijven() as session:
        deel = session.get_one(Bijlage, een.id)
        session.execute(delete(Seal).where(Seal.item == deel.item, Seal.recipient_kind == "team"))
    with pytest.raises(KloptNiet):
        open_bericht(huis.services, consulent, bericht, now=huis.now)
    with pytest.raises(NietGevonden):
        lees_inhoud(huis.services, consulent, subject=bericht, bijlage=een.id)


def test_removing_a_stored_part_twice_is_no_error(huis: Installatie) -> None:
    huis.concept(huis.gebruiker("indiener"))
    with huis.services.database.lezen() as session:
        delen = session.scalars(select(Bijlage.deel)).all()
    for _ in range(2):
        bijlagen.remove_stored(huis.services, delen)
    assert list(huis.services.store.keys(datetime.now(UTC))) == []
