"""The conversation on a bericht: both sides write and send files, a team keeps notes that nobody else learns of."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from portal.core.accounts import Gebruiker
from portal.core.behandelen import handling
from portal.core.bericht.bijlagen import BijlageZicht, begin_upload, voltooi
from portal.core.bericht.kwitantie import KloptNiet
from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten
from portal.core.lezen.reading import open_bericht, open_bijlage
from portal.core.opening import NietGevonden
from portal.domain.basisloop import STUKKEN
from portal.domain.rechten import NietToegestaan
from portal.models import Bijlage, Concept, Overgang, Seal, SealedItem, Uitgaand
from portal.sealing.client import VaultDown
from portal.sealing.envelope import new_id
from portal.vault.verify import verify
from tests.installatie import GRONINGEN, VERZOEK, Installatie
from tests.voorbeelden import pdf

PDF = pdf()


@pytest.fixture
def indiener(huis: Installatie) -> Gebruiker:
    return huis.gebruiker("indiener")


@pytest.fixture
def consulent(huis: Installatie) -> Gebruiker:
    return huis.gebruiker("consulent")


@pytest.fixture
def bericht(huis: Installatie, indiener: Gebruiker) -> UUID:
    return huis.bericht(indiener)


def texts(huis: Installatie, wie: Gebruiker, bericht: UUID) -> list[tuple[str, str, list[str]]]:
    verloop = open_bericht(huis.services, wie, bericht, now=huis.now).kop.verloop
    return [(r.code, r.tekst, [stuk.naam for stuk in r.stukken]) for r in verloop if r.tekst]


def attach(huis: Installatie, wie: Gebruiker, bericht: UUID, code: str, naam: str) -> tuple[UUID, BijlageZicht]:
    """Write a text for an act and hang a file on it, as the page does before it is sent."""
    concept = concepten.bewaar(
        huis.services,
        wie,
        concept=new_id(),
        mailbox=VERZOEK,
        ruw={"tekst": ["Zie het bestand."]},
        versie=0,
        now=huis.now,
        bericht=bericht,
        actie=code,
    ).concept
    upload = begin_upload(huis.services, concept=bericht, eis=STUKKEN[0])
    upload.write(PDF)
    upload.seek(0)
    stuk = voltooi(huis.services, wie, upload, concept=concept, eis=STUKKEN[0], naam=naam, now=huis.now)
    return concept, stuk


def send(huis: Installatie, wie: Gebruiker, bericht: UUID, code: str, *, concept: UUID, sleutel: UUID) -> None:
    handling.doe(
        huis.services,
        wie,
        bericht=bericht,
        code=code,
        sleutel=sleutel,
        versie=kop(huis.services, wie, bericht).versie,
        tekst="Zie het bestand.",
        stukken=concept,
        now=huis.now,
    )


def content(huis: Installatie, wie: Gebruiker, bericht: UUID, bijlage: UUID) -> bytes:
    return b"".join(open_bijlage(huis.services, wie, bericht, bijlage=bijlage)[1])


def mails(huis: Installatie) -> int:
    with huis.services.database.lezen() as session:
        return session.scalar(select(func.count()).select_from(Uitgaand).where(Uitgaand.soort == "mail")) or 0


def test_both_sides_write_while_the_status_stays(
    huis: Installatie, bericht: UUID, indiener: Gebruiker, consulent: Gebruiker
) -> None:
    huis.doe(consulent, bericht, "oppakken")
    voor = mails(huis)
    huis.doe(consulent, bericht, "bericht-sturen", tekst="Wij kijken ernaar.")
    huis.doe(indiener, bericht, "toevoegen", tekst="Hij verhuist een week later.")
    said: list[tuple[str, str, list[str]]] = [
        ("bericht-sturen", "Wij kijken ernaar.", []),
        ("toevoegen", "Hij verhuist een week later.", []),
    ]
    assert texts(huis, indiener, bericht) == texts(huis, consulent, bericht) == said
    assert (kop(huis.services, indiener, bericht).toestand.code, mails(huis) - voor) == ("in_behandeling", 2)


@pytest.mark.parametrize(
    ("code", "wie", "ander"), [("toevoegen", "indiener", "tweede"), ("bericht-sturen", "tweede", "collega")]
)
def test_a_file_is_the_writers_until_it_is_sent_and_then_of_both_sides(
    huis: Installatie, bericht: UUID, code: str, wie: str, ander: str
) -> None:
    schrijver, lezer = huis.gebruiker(wie), huis.gebruiker(ander)
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    concept, stuk = attach(huis, schrijver, bericht, code, "brief.pdf")
    assert content(huis, schrijver, bericht, stuk.id) == PDF
    with pytest.raises(NietGevonden):
        content(huis, lezer, bericht, stuk.id)
    assert texts(huis, lezer, bericht) == []
    assert open_bericht(huis.services, lezer, bericht, now=huis.now).bijlagen != ()

    send(huis, schrijver, bericht, code, concept=concept, sleutel=new_id())
    assert texts(huis, lezer, bericht) == [(code, "Zie het bestand.", ["brief.pdf"])]
    assert content(huis, lezer, bericht, stuk.id) == content(huis, schrijver, bericht, stuk.id) == PDF
    assert [b.naam for b in open_bericht(huis.services, lezer, bericht, now=huis.now).bijlagen] == [
        "stuk.pdf",
        "stuk.pdf",
    ]
    with pytest.raises(NietGevonden):
        content(huis, huis.gebruiker("ander"), bericht, stuk.id)


def test_a_text_with_a_file_that_is_sent_twice_is_there_once_and_its_concept_is_gone(
    huis: Installatie, bericht: UUID, indiener: Gebruiker
) -> None:
    niet_verstuurd, _ = attach(huis, indiener, bericht, "toevoegen", "vergeten.pdf")
    concept, _ = attach(huis, indiener, bericht, "toevoegen", "brief.pdf")
    sleutel = new_id()
    for _ in range(2):
        send(huis, indiener, bericht, "toevoegen", concept=concept, sleutel=sleutel)
    assert texts(huis, indiener, bericht) == [("toevoegen", "Zie het bestand.", ["brief.pdf"])]
    with huis.services.database.lezen() as session:
        # what was kept besides it was not sent, and stays with its file
        assert session.scalars(select(Concept.id).where(Concept.bericht == bericht)).all() == [niet_verstuurd]
        over = session.scalars(select(Bijlage.bij).where(Bijlage.bij.in_([concept, niet_verstuurd]))).all()
        assert over == [niet_verstuurd]


def test_a_text_with_its_file_waits_for_the_vault_to_sign_it_and_is_kept(
    huis: Installatie, bericht: UUID, indiener: Gebruiker, consulent: Gebruiker
) -> None:
    concept, _ = attach(huis, indiener, bericht, "toevoegen", "brief.pdf")
    huis.client.down = True
    with pytest.raises(VaultDown):
        send(huis, indiener, bericht, "toevoegen", concept=concept, sleutel=new_id())
    huis.client.down = False
    send(huis, indiener, bericht, "toevoegen", concept=concept, sleutel=new_id())
    assert texts(huis, consulent, bericht) == [("toevoegen", "Zie het bestand.", ["brief.pdf"])]


def test_a_file_of_a_colleague_waits_for_the_vault(huis: Installatie, bericht: UUID, indiener: Gebruiker) -> None:
    collega = huis.gebruiker("collega")
    concept, _ = attach(huis, indiener, bericht, "toevoegen", "brief.pdf")
    huis.client.down = True
    with pytest.raises(VaultDown):
        send(huis, collega, bericht, "toevoegen", concept=concept, sleutel=new_id())


def test_who_is_handed_the_bericht_reads_the_conversation_with_its_files(
    huis: Installatie, bericht: UUID, indiener: Gebruiker, consulent: Gebruiker
) -> None:
    concept, stuk = attach(huis, indiener, bericht, "toevoegen", "brief.pdf")
    send(huis, indiener, bericht, "toevoegen", concept=concept, sleutel=new_id())
    _, half = attach(huis, consulent, bericht, "bericht-sturen", "half.pdf")
    huis.doe(consulent, bericht, "doorsturen", tekst="Hoort bij u.", doel=GRONINGEN)
    huis.client.take_in(bericht)
    groningen = huis.gebruiker("groningen")
    assert texts(huis, groningen, bericht)[0] == ("toevoegen", "Zie het bestand.", ["brief.pdf"])
    assert content(huis, groningen, bericht, stuk.id) == PDF
    with pytest.raises(NietGevonden):
        content(huis, groningen, bericht, half.id)


def test_a_note_is_read_by_the_team_alone_and_overtakes_nobody(
    huis: Installatie, bericht: UUID, indiener: Gebruiker, consulent: Gebruiker
) -> None:
    huis.doe(consulent, bericht, "oppakken")
    voor, versie = mails(huis), kop(huis.services, indiener, bericht).versie
    huis.doe(consulent, bericht, "notitie", tekst="Eerst moeder bellen.")
    assert texts(huis, huis.gebruiker("tweede"), bericht) == [("notitie", "Eerst moeder bellen.", [])]
    gezien = kop(huis.services, indiener, bericht)
    assert (texts(huis, indiener, bericht), [r for r in gezien.verloop if r.code == "notitie"]) == ([], [])
    assert (gezien.versie, mails(huis)) == (versie, voor)
    with huis.services.database.lezen() as session:
        seals = session.execute(
            select(Seal.recipient_kind, Seal.recipient)
            .join(SealedItem, SealedItem.id == Seal.item)
            .where(SealedItem.purpose == "overgang.notitie")
        ).all()
    assert [tuple(seal) for seal in seals] == [consulent.namens.sleutel]
    huis.doe(indiener, bericht, "toevoegen", tekst="Nog iets.", versie=versie)


def test_a_note_stays_with_the_team_that_wrote_it(huis: Installatie, bericht: UUID, consulent: Gebruiker) -> None:
    huis.doe(consulent, bericht, "notitie", tekst="Eerst moeder bellen.")
    huis.doe(consulent, bericht, "doorsturen", tekst="Hoort bij u.", doel=GRONINGEN)
    huis.client.take_in(bericht)
    groningen = huis.gebruiker("groningen")
    assert texts(huis, groningen, bericht) == [("doorsturen", "Hoort bij u.", [])]
    huis.doe(groningen, bericht, "doorsturen", tekst="Toch bij u.", doel=consulent.namens.code)
    huis.client.take_in(bericht)
    assert [tekst for _, tekst, _ in texts(huis, consulent, bericht)] == [
        "Eerst moeder bellen.",
        "Hoort bij u.",
        "Toch bij u.",
    ]


def _from_elsewhere(huis: Installatie, bericht: UUID, ander: UUID) -> None:
    """Let the step of one bericht name the text of another."""
    with huis.services.database.schrijven() as session:
        van, naar = (
            session.scalars(select(Overgang).where(Overgang.bericht == i, Overgang.code == "toevoegen")).one()
            for i in (ander, bericht)
        )
        naar.item = van.item


def _gone(huis: Installatie, bericht: UUID, _ander: UUID) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(
            update(Overgang).where(Overgang.bericht == bericht, Overgang.code == "toevoegen").values(item=None)
        )


def _without_seal(huis: Installatie, bericht: UUID, _ander: UUID) -> None:
    with huis.services.database.schrijven() as session:
        item = select(Overgang.item).where(Overgang.bericht == bericht, Overgang.code == "toevoegen")
        session.execute(delete(Seal).where(Seal.item.in_(item)))


@pytest.mark.parametrize("thief", [_from_elsewhere, _gone, _without_seal])
def test_a_text_that_is_not_the_one_of_its_step_is_not_passed_over(
    huis: Installatie, bericht: UUID, consulent: Gebruiker, thief: Callable[[Installatie, UUID, UUID], None]
) -> None:
    anders = huis.gebruiker("ander")
    ander = huis.bericht(anders)
    huis.doe(huis.gebruiker("indiener"), bericht, "toevoegen", tekst="Van ons.")
    huis.doe(anders, ander, "toevoegen", tekst="Van een ander.")
    thief(huis, bericht, ander)
    with pytest.raises(KloptNiet):
        texts(huis, consulent, bericht)


def test_a_file_that_was_hung_elsewhere_is_named(
    huis: Installatie, bericht: UUID, indiener: Gebruiker, consulent: Gebruiker
) -> None:
    huis.later(seconds=1)
    huis.doe(consulent, bericht, "bericht-sturen", tekst="Stuur de brief.")
    huis.later(seconds=1)
    concept, stuk = attach(huis, indiener, bericht, "toevoegen", "brief.pdf")
    send(huis, indiener, bericht, "toevoegen", concept=concept, sleutel=new_id())
    huis.vault.chain.step()
    assert verify(huis.vault).ok
    with huis.services.database.schrijven() as session:
        elders = session.scalars(select(Overgang.id).where(Overgang.code == "bericht-sturen")).one()
        session.execute(update(Bijlage).where(Bijlage.id == stuk.id).values(bij=elders))
    assert verify(huis.vault).afwijkend == (bericht,)


def test_the_sender_writes_no_notes(huis: Installatie, bericht: UUID, indiener: Gebruiker) -> None:
    with pytest.raises(NietToegestaan):
        huis.doe(indiener, bericht, "notitie", tekst="x")
