"""What is shown, decided on and sealed to is what the vault took in: whoever writes in the database puts nothing else there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from portal.core.bericht.antwoorden import antwoorden_json
from portal.core.bericht.bijlagen import MANIFEST
from portal.core.bericht.kwitantie import KloptNiet, Kwitantie, NogNietOpgenomen
from portal.core.bericht.submitted import ANTWOORDEN
from portal.core.bericht.zicht import kop
from portal.core.insturen.intake import submit_bericht
from portal.core.lezen.ontvangstbewijs import receipt
from portal.core.lezen.reading import open_bericht, open_bijlage
from portal.core.opening import NietGevonden
from portal.domain.formulier import Antwoorden
from portal.domain.rechten import NietToegestaan
from portal.models import Bericht, Bijlage, Overgang, Seal, SealedItem, Termijn
from portal.sealing.client import VaultDown
from portal.sealing.envelope import NotGenuine, new_dek, new_id
from portal.sealing.sessie import sign_receipt, verify_receipt
from portal.sealing.stream import StreamSealer
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, Installatie

TO_BOTH = [("team", EEMSDELTA), ("organisatie", SCHAKEL)]
AKKOORD = "akkoord-andere-gemeente"


@pytest.fixture
def bericht(huis: Installatie) -> UUID:
    return huis.bericht(huis.gebruiker("indiener"))


def _put(huis: Installatie, bericht: UUID, **values: object) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(update(Bericht).where(Bericht.id == bericht).values(**values))


def _row(huis: Installatie, bericht: UUID) -> Bericht:
    with huis.services.database.lezen() as session:
        return session.get_one(Bericht, bericht)


def _seal(huis: Installatie, bericht: UUID, purpose: str, inhoud: bytes) -> UUID:
    """Seal as a thief can: the public keys stand in the directory."""
    with huis.services.database.schrijven() as session:
        keys = huis.services.sealer.keys(session, TO_BOTH)
        sealed = huis.services.sealer.seal(inhoud, purpose=purpose, subject=bericht, keys=keys, now=huis.now)
        sealed.add_to(session)
        return sealed.item.id


def forge_answers(huis: Installatie, bericht: UUID) -> None:
    """Put answers of one's own there, sealed as they should be."""
    with huis.services.database.schrijven() as session:
        session.execute(delete(SealedItem).where(SealedItem.subject == bericht, SealedItem.purpose == ANTWOORDEN))
    vals = antwoorden_json(Antwoorden(formulierversie=1, secties=(), client=None), ())
    _seal(huis, bericht, ANTWOORDEN, vals)


def _first_bijlage(huis: Installatie, bericht: UUID) -> Bijlage:
    with huis.services.database.lezen() as session:
        return session.scalars(select(Bijlage).where(Bijlage.subject == bericht).order_by(Bijlage.id)).all()[0]


def _with_other_manifest(huis: Installatie, bericht: UUID) -> None:
    manifest = _seal(huis, bericht, MANIFEST, b'{"naam": "vals.pdf", "soort": "pdf", "bytes": 1, "bladzijden": 1}')
    with huis.services.database.schrijven() as session:
        session.execute(update(Bijlage).values(item=manifest))


def _with_one_more(huis: Installatie, bericht: UUID) -> None:
    een = _first_bijlage(huis, bericht)
    waarden = {column.key: getattr(een, column.key) for column in Bijlage.__table__.columns}
    with huis.services.database.schrijven() as session:
        session.add(Bijlage(**(waarden | {"id": new_id()})))


def _with_one_less(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(delete(Bijlage).where(Bijlage.id == _first_bijlage(huis, bericht).id))


def _with_demands_swapped(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(update(Bijlage).where(Bijlage.subject == bericht).values(eis="onderbouwing"))


def _with_another_file(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        deel = _first_bijlage(huis, bericht).deel
        session.execute(update(SealedItem).where(SealedItem.id == deel).values(digest=bytes(32)))


def test_answers_that_were_put_there_are_shown_to_nobody_and_decide_nothing(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    forge_answers(huis, bericht)
    for wie in (consulent, huis.gebruiker("indiener")):
        with pytest.raises(KloptNiet):
            open_bericht(huis.services, wie, bericht, now=huis.now)
    for code, tekst in ((AKKOORD, "Goed."), ("afgewezen", "Nee."), ("vraag-stellen", "Wat?")):
        with pytest.raises(KloptNiet):
            huis.doe(consulent, bericht, code, tekst=tekst)
    assert _row(huis, bericht).status == "in_behandeling"
    _put(huis, bericht, kwitantie=None, opgenomen=None)
    with pytest.raises(KloptNiet):  # without its receipt the vault still knows what it took in
        open_bericht(huis.services, consulent, bericht, now=huis.now)


def test_what_does_not_fit_leaves_no_step_that_the_team_opened_it(huis: Installatie, bericht: UUID) -> None:
    forge_answers(huis, bericht)
    with pytest.raises(KloptNiet):
        open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now)
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Overgang.code)).all() == ["indienen"]


@pytest.mark.parametrize(
    "change", [_with_other_manifest, _with_one_more, _with_one_less, _with_demands_swapped, _with_another_file]
)
def test_bijlagen_that_are_not_those_that_were_submitted_are_seen(
    huis: Installatie, bericht: UUID, change: Callable[[Installatie, UUID], None]
) -> None:
    consulent = huis.gebruiker("consulent")
    een = open_bericht(huis.services, consulent, bericht, now=huis.now).bijlagen[-1]
    change(huis, bericht)
    with pytest.raises(KloptNiet):
        open_bericht(huis.services, consulent, bericht, now=huis.now)
    if change is not _with_one_less:
        with pytest.raises(KloptNiet):
            open_bijlage(huis.services, consulent, bericht, bijlage=een.id)
    with pytest.raises(KloptNiet):
        huis.doe(consulent, bericht, "vraag-stellen", tekst="Wat is dit?")


def test_another_file_in_the_store_under_the_same_name_is_not_given(huis: Installatie, bericht: UUID) -> None:
    consulent, bijlage = huis.gebruiker("consulent"), _first_bijlage(huis, bericht)
    _, inhoud = open_bijlage(huis.services, consulent, bericht, bijlage=bijlage.id)
    assert b"".join(inhoud).startswith(b"%PDF")
    dek, sealer = new_dek(), huis.services.sealer
    with huis.services.database.schrijven() as session:
        context = sealer.context_of(session.get_one(SealedItem, bijlage.deel))
        session.execute(delete(Seal).where(Seal.item == bijlage.deel))
        session.add_all(sealer.seal_dek(dek, context, keys=sealer.keys(session, TO_BOTH)))
    stroom = StreamSealer(dek, context)
    vals = bytes(stroom.header) + bytes(stroom.update(b"%PDF vals")) + bytes(stroom.finish())
    (pad,) = huis.services.settings.files_dir.rglob(bijlage.deel.hex)
    pad.write_bytes(vals)
    _, inhoud = open_bijlage(huis.services, consulent, bericht, bijlage=bijlage.id)
    with pytest.raises(NotGenuine):
        next(inhoud)


def test_who_belongs_without_the_right_to_read_opens_no_bijlage(huis: Installatie, bericht: UUID) -> None:
    with pytest.raises(NietToegestaan):
        open_bijlage(huis.services, huis.gebruiker("beleid"), bericht, bijlage=_first_bijlage(huis, bericht).id)


def test_a_receipt_that_was_forged_or_copied_is_refused(huis: Installatie, bericht: UUID) -> None:
    consulent, ander = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    echt = _row(huis, bericht).kwitantie
    assert echt is not None
    feiten = verify_receipt(huis.vault.public, echt)
    for vals in (b"", b"{}", sign_receipt(bytes(32), feiten), _row(huis, ander).kwitantie):
        _put(huis, bericht, kwitantie=vals)
        with pytest.raises(KloptNiet):
            open_bericht(huis.services, consulent, bericht, now=huis.now)
        with pytest.raises(KloptNiet):
            huis.doe(consulent, bericht, "vraag-stellen", tekst="Wanneer?")
    _put(huis, bericht, kwitantie=echt)
    assert open_bericht(huis.services, consulent, bericht, now=huis.now).kop.id == bericht


def test_before_it_was_taken_in_reading_asks_the_vault_and_waits_while_that_is_away(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    bericht = submit_bericht(huis.services, indiener, concept=huis.concept(indiener), now=huis.now)
    consulent = huis.gebruiker("consulent")
    huis.client.down = True
    with pytest.raises(VaultDown):
        open_bericht(huis.services, consulent, bericht, now=huis.now)
    with pytest.raises(NogNietOpgenomen):
        huis.doe(consulent, bericht, "vraag-stellen", tekst="Wanneer?")
    huis.client.down = False
    assert open_bericht(huis.services, consulent, bericht, now=huis.now).kop.nummer == _row(huis, bericht).nummer
    assert _row(huis, bericht).kwitantie is not None


def test_the_receipt_says_number_moment_team_and_clocks_and_nothing_of_the_client(
    huis: Installatie, bericht: UUID
) -> None:
    rij = _row(huis, bericht)
    kwitantie = _signed(huis, bericht)
    assert kwitantie is not None
    assert (kwitantie.nummer, kwitantie.ingediend, kwitantie.team_naam, kwitantie.bijlagen) == (
        rij.nummer,
        rij.ingediend,
        "Toegang Eemsdelta",
        2,
    )
    assert kwitantie.termijnen == (("Overgangsdatum", date(2026, 5, 1)),)
    assert b"Visser" not in (rij.kwitantie or b"")
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Daar.", doel=GRONINGEN)
    assert _signed(huis, bericht) is None  # not yet signed for the team that has it now
    huis.client.take_in(bericht)
    nieuw = _signed(huis, bericht)
    assert nieuw == replace(kwitantie, team_naam="Toegang Groningen")
    _put(huis, bericht, nummer="BP-VALS-0001")
    with pytest.raises(KloptNiet):
        _signed(huis, bericht)


def test_a_receipt_shows_the_clocks_of_its_page_and_none_of_a_kind_that_is_never_written(
    huis: Installatie, bericht: UUID
) -> None:
    indiener = huis.gebruiker("indiener")
    bewijs, zicht = receipt(huis.services, indiener, bericht), kop(huis.services, indiener, bericht)
    assert [replace(klok, historie=()) for klok in zicht.termijnen] == list(bewijs.termijnen)
    assert (bewijs.afzender_naam, bewijs.ingediend_door, bewijs.team_naam, bewijs.team_contact) == (
        zicht.afzender_naam,
        zicht.ingediend_door,
        zicht.team_naam,
        zicht.team_contact,
    )
    with pytest.raises(NietGevonden):
        receipt(huis.services, huis.gebruiker("consulent"), bericht)
    with huis.services.database.schrijven() as session:
        session.execute(update(Termijn).values(status="onzin"))
    with pytest.raises(KloptNiet):
        receipt(huis.services, indiener, bericht)


def _signed(huis: Installatie, bericht: UUID) -> Kwitantie | None:
    return receipt(huis.services, huis.gebruiker("indiener"), bericht).kwitantie


def test_a_receipt_of_an_older_version_is_signed_anew(huis: Installatie, bericht: UUID) -> None:
    echt = _row(huis, bericht).kwitantie
    _put(huis, bericht, kwitantie=sign_receipt(huis.vault.signing, {"bericht": str(bericht)}))
    open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now)
    assert _row(huis, bericht).kwitantie == echt


def test_a_file_without_a_seal_for_this_team_is_not_passed_over(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(delete(Seal).where(Seal.item == _first_bijlage(huis, bericht).item))
    with pytest.raises(KloptNiet):
        open_bericht(huis.services, huis.gebruiker("indiener"), bericht, now=huis.now)
