"""After a whole story the log is clean; whoever then writes in the database is named, whatever he changed."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, text, update

from portal.core.accounts import Gebruiker
from portal.core.behandelen.step_sealing import TEKST
from portal.core.bericht.bijlagen import verwijder_bijlage
from portal.core.bericht.submitted import ANTWOORDEN
from portal.core.insturen import concepten
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.worklist import werkvoorraad
from portal.core.taken.indicatie import Indicatie
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.models import AuditRegel, Bericht, Bijlage, Overgang, Seal, SealedItem
from portal.sealing.client import Refused
from portal.sealing.envelope import NotGenuine, new_id
from portal.vault.verify import Report, verify
from tests.installatie import DIEP, EEMSDELTA, GRONINGEN, Installatie

AKKOORD = "akkoord-zelfde-gemeente"
# what the 301 says, for the taak that asks it
INDICATIE = Indicatie(einddatum=date(2027, 4, 2), aanbieder=DIEP)


def _story(huis: Installatie) -> UUID:
    """Tell a story with everything that legitimately comes and goes; returns a bericht in it."""
    indiener, consulent, groningen = (huis.gebruiker(naam) for naam in ("indiener", "consulent", "groningen"))
    weg = huis.concept(indiener)
    concepten.verwijder(huis.services, indiener, weg, now=huis.now)
    concept = huis.concept(indiener)
    eerste = concepten.open_concept(huis.services, indiener, concept).bijlagen[0]
    verwijder_bijlage(huis.services, indiener, concept=concept, bijlage=eerste.id, now=huis.now)
    huis.bericht(indiener)
    bericht = huis.bericht(indiener)
    open_bericht(huis.services, consulent, bericht, now=huis.now)
    huis.later(seconds=1)
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "vraag-stellen", tekst="Wanneer?")
    huis.later(seconds=1)
    huis.doe(indiener, bericht, "beantwoorden", tekst="Morgen.")
    huis.doe(consulent, bericht, "doorsturen", tekst="Daar.", doel=GRONINGEN)
    huis.client.take_in(bericht)
    huis.later(seconds=1)
    huis.doe(groningen, bericht, "oppakken")
    huis.doe(groningen, bericht, AKKOORD, tekst="Akkoord.")
    _finish(huis, groningen)
    huis.vault.chain.step()
    huis.vault.chain.anchor()
    return bericht


def _finish(huis: Installatie, wie: Gebruiker) -> None:
    while vrij := [taak for taak in takenlijst(huis.services, wie).taken if not taak.wacht_op]:
        taak_gedaan(huis.services, wie, taak=vrij[0].id, verzonden=huis.now.date(), indicatie=INDICATIE, now=huis.now)


def _wrong(report: Report) -> tuple[str, int, int, int]:
    return report.soort, len(report.forged), len(report.missing), len(report.afwijkend)


CLEAN = ("", 0, 0, 0)


@pytest.fixture
def bericht(huis: Installatie) -> UUID:
    bericht = _story(huis)
    report = verify(huis.vault)
    assert _wrong(report) == CLEAN
    assert (report.ok, report.unchained, report.anchors) == (True, 0, 1)
    return bericht


def _item(huis: Installatie, bericht: UUID, purpose: str) -> UUID:
    with huis.services.database.lezen() as session:
        item = session.scalars(
            select(SealedItem.id).where(SealedItem.subject == bericht, SealedItem.purpose == purpose)
        ).first()
    assert item is not None
    return item


def _write(huis: Installatie, *statements: object) -> None:
    with huis.services.database.schrijven() as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]  # any statement at all, as a thief would


@pytest.mark.parametrize("purpose", [ANTWOORDEN, "bericht.zoekblok", "bijlage.manifest", TEKST])
def test_a_sealed_value_that_was_replaced_is_named(huis: Installatie, bericht: UUID, purpose: str) -> None:
    item = _item(huis, bericht, purpose)
    _write(huis, update(SealedItem).where(SealedItem.id == item).values(content=b"x" * 80))
    assert item in verify(huis.vault).forged


@pytest.mark.parametrize("purpose", [ANTWOORDEN, "bericht.zoekblok", "bijlage.manifest", "bijlage.deel", TEKST])
def test_a_sealed_value_that_was_removed_is_named(huis: Installatie, bericht: UUID, purpose: str) -> None:
    item = _item(huis, bericht, purpose)
    _write(huis, delete(Seal).where(Seal.item == item), delete(SealedItem).where(SealedItem.id == item))
    assert item in verify(huis.vault).missing


def test_the_header_of_a_file_that_was_replaced_is_named(huis: Installatie, bericht: UUID) -> None:
    item = _item(huis, bericht, "bijlage.deel")
    _write(huis, update(SealedItem).where(SealedItem.id == item).values(digest=bytes(32)))
    assert item in verify(huis.vault).forged


def test_an_item_that_was_sealed_with_the_public_keys_and_slipped_in_is_named(huis: Installatie, bericht: UUID) -> None:
    services = huis.services
    with services.database.schrijven() as session:
        keys = services.sealer.keys(session, [("team", GRONINGEN)])
        forged = services.sealer.seal(b"Akkoord!", purpose=TEKST, subject=bericht, keys=keys, now=huis.now)
        forged.add_to(session)
        session.execute(update(Overgang).where(Overgang.bericht == bericht).values(item=forged.item.id))
    assert verify(huis.vault).forged == (forged.item.id,)


def test_a_second_set_of_answers_that_was_slipped_in_is_not_shown(huis: Installatie, bericht: UUID) -> None:
    services = huis.services
    with services.database.schrijven() as session:
        keys = services.sealer.keys(session, [("team", GRONINGEN)])
        services.sealer.seal(b"{}", purpose=ANTWOORDEN, subject=bericht, keys=keys, now=huis.now).add_to(session)
    with pytest.raises(NotGenuine):
        open_bericht(services, huis.gebruiker("groningen"), bericht, now=huis.now)


def test_a_forged_bericht_is_named_and_opens_nothing(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
        waarden = {column.key: getattr(rij, column.key) for column in Bericht.__table__.columns}
    vals = new_id()
    _write(
        huis,
        insert(Bericht).values(
            waarden
            | {"id": vals, "nummer": "BP-VALS-0001", "team": EEMSDELTA, "status": "ingediend", "fase": "bij-team"}
        ),
    )
    assert verify(huis.vault).afwijkend == (vals,)
    consulent = huis.gebruiker("consulent")
    werkvoorraad(huis.services, consulent)
    with pytest.raises(NotGenuine):
        open_bericht(huis.services, consulent, vals, now=huis.now)


@pytest.mark.parametrize(
    ("kolom", "waarde"),
    [
        ("code", "afgewezen"),
        ("naar", "ingetrokken"),
        ("van", "ingediend"),
        ("door", None),
        ("naar_team", EEMSDELTA),
        ("volgnummer", 99),
        ("moment", timedelta(days=1)),
    ],
)
def test_an_edited_overgang_is_named(huis: Installatie, bericht: UUID, kolom: str, waarde: object) -> None:
    tweede = huis.gebruiker("tweede").persoon
    with huis.services.database.schrijven() as session:
        stap = session.scalars(select(Overgang).where(Overgang.bericht == bericht, Overgang.code == AKKOORD)).one()
        nieuw = stap.moment + waarde if isinstance(waarde, timedelta) else waarde
        setattr(stap, kolom, tweede if kolom == "door" else nieuw)
    assert verify(huis.vault).afwijkend == (bericht,)


def test_a_step_that_was_removed_or_added_is_named(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.lezen() as session:
        stap = session.scalars(select(Overgang).where(Overgang.bericht == bericht, Overgang.volgnummer == 2)).one()
        waarden = {column.key: getattr(stap, column.key) for column in Overgang.__table__.columns}
    _write(huis, insert(Overgang).values(waarden | {"id": new_id(), "sleutel": new_id(), "volgnummer": 50}))
    assert verify(huis.vault).afwijkend == (bericht,)
    _write(huis, delete(Overgang).where(Overgang.volgnummer == 50))
    assert verify(huis.vault).ok
    _write(huis, delete(Overgang).where(Overgang.id == stap.id))
    assert verify(huis.vault).afwijkend == (bericht,)


def test_a_step_that_was_given_the_text_of_another_is_named(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        vraag, antwoord = (
            session.scalars(select(Overgang).where(Overgang.bericht == bericht, Overgang.code == code)).one()
            for code in ("vraag-stellen", "beantwoorden")
        )
        vraag.item, antwoord.item = antwoord.item, vraag.item
    assert verify(huis.vault).afwijkend == (bericht,)


@pytest.mark.parametrize(
    "waarden",
    [
        {"status": "ingediend", "fase": "bij-team"},
        {"team": EEMSDELTA},
        {"mailbox": "herindicatie"},
        {"formulierversie": 9},
        {"aankomst": date(2026, 1, 1)},
    ],
)
def test_a_bericht_put_back_or_moved_in_its_row_is_named(
    huis: Installatie, bericht: UUID, waarden: dict[str, object]
) -> None:
    _write(huis, update(Bericht).where(Bericht.id == bericht).values(waarden))
    assert verify(huis.vault).afwijkend == (bericht,)


Thief = Callable[[Installatie, int], None]


def _edited(huis: Installatie, last: int) -> None:
    _write(huis, update(AuditRegel).where(AuditRegel.nummer == last // 2).values(persoon="iemand anders"))


def _deleted(huis: Installatie, last: int) -> None:
    _write(huis, delete(AuditRegel).where(AuditRegel.nummer == last // 2))


def _swapped(huis: Installatie, last: int) -> None:
    for old, new in ((last // 2, last + 9), (last // 2 + 3, last // 2), (last + 9, last // 2 + 3)):
        _write(huis, update(AuditRegel).where(AuditRegel.nummer == old).values(nummer=new))


def _cut(huis: Installatie, last: int) -> None:
    _write(huis, delete(AuditRegel).where(AuditRegel.nummer > last - 5))


def _slipped_in(huis: Installatie, last: int) -> None:
    _write(huis, text(f"UPDATE audit SET nummer = nummer + 1000 WHERE nummer > {last - 2}"))
    with huis.services.database.schrijven() as session:
        model = session.scalars(select(AuditRegel).where(AuditRegel.nummer == 2)).one()
        waarden = {column.key: getattr(model, column.key) for column in AuditRegel.__table__.columns}
        session.execute(insert(AuditRegel).values(waarden | {"id": new_id(), "nummer": last - 1}))


@pytest.mark.parametrize(
    ("thief", "soort"),
    [
        (_edited, "gewijzigd"),
        (_deleted, "ontbreekt"),
        (_swapped, "verplaatst"),
        (_cut, "staart"),
        (_slipped_in, "verplaatst"),
    ],
)
def test_a_log_that_was_touched_is_named_by_its_first_line(
    huis: Installatie, bericht: UUID, thief: Thief, soort: str
) -> None:
    with huis.services.database.lezen() as session:
        last = max(n for n in session.scalars(select(AuditRegel.nummer)).all() if n is not None)
    thief(huis, last)
    report = verify(huis.vault)
    assert (report.soort, report.ok) == (soort, False)


def test_a_seal_moved_to_another_item_opens_nothing(huis: Installatie, bericht: UUID) -> None:
    groningen, (een, ander) = huis.gebruiker("groningen"), _two_items(huis, bericht)
    with huis.services.database.schrijven() as session:
        van = session.scalars(select(Seal).where(Seal.item == een, Seal.recipient == GRONINGEN)).one()
        naar = session.scalars(select(Seal).where(Seal.item == ander, Seal.recipient == GRONINGEN)).one()
        van.sealed, naar.sealed = naar.sealed, van.sealed
    with pytest.raises(Refused, match="niet_echt"):
        open_bericht(huis.services, groningen, bericht, now=huis.now)


def _two_items(huis: Installatie, bericht: UUID) -> tuple[UUID, UUID]:
    with huis.services.database.lezen() as session:
        manifest = session.scalars(select(Bijlage.item).where(Bijlage.subject == bericht)).first()
    assert manifest is not None
    return _item(huis, bericht, ANTWOORDEN), manifest


def test_lines_of_acts_since_are_counted_and_not_wrong(huis: Installatie, bericht: UUID) -> None:
    open_bericht(huis.services, huis.gebruiker("groningen"), bericht, now=huis.now)
    report = verify(huis.vault)
    assert (report.ok, report.unchained) == (True, 2)
