"""The archive is looked at in pieces: what is wrong is named in whichever piece it lies, and nothing hides between them."""

from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update

from portal.core.audit import Actor, record
from portal.models import Bericht, SealedItem
from portal.sealing.envelope import digest, new_id
from tests.vault.world import ZUID, World

SIZES = (1, 2, 500)


@pytest.fixture(params=SIZES)
def berichten(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Five berichten in the order of their ids, taken in and chained, to be looked at in pieces of some size."""
    monkeypatch.setattr("portal.vault.pieces.SIZE", request.param)
    for name in ("LINES_AT_ONCE", "IDS_AT_ONCE"):
        monkeypatch.setattr(f"portal.vault.verify.{name}", request.param)
    found = [world.bericht()[0] for _ in range(5)]
    for bericht in found:
        world.client.take_in(bericht)
    world.chain()
    assert world.verify().ok
    return sorted(found)


def items_of(world: World, bericht: UUID) -> list[UUID]:
    with world.vault.database.lezen() as session:
        return list(session.scalars(select(SealedItem.id).where(SealedItem.subject == bericht).order_by(SealedItem.id)))


def test_each_wrong_is_named_in_whichever_piece_it_lies(world: World, berichten: list[UUID]) -> None:
    changed, removed = items_of(world, berichten[0])[0], items_of(world, berichten[2])
    world.sql("DELETE FROM seals")
    for table in ("zoektermen", "lijstregels"):
        world.sql(f"DELETE FROM {table}")
    with world.vault.database.schrijven() as session:
        session.execute(update(SealedItem).where(SealedItem.id == changed).values(content=b"anders"))
        session.execute(update(Bericht).where(Bericht.id == berichten[1]).values(team=ZUID[1]))
        session.execute(delete(SealedItem).where(SealedItem.subject == berichten[2]))
        session.execute(delete(Bericht).where(Bericht.id == berichten[4]))
    report = world.verify()
    assert (report.forged, report.missing) == ((changed,), tuple(removed))
    # Without the answers the third is no longer what was submitted; whether the first is, depends on which item it was.
    assert {*report.afwijkend} - {berichten[0]} == {berichten[1], berichten[2], berichten[4]}


def test_a_file_made_in_the_name_of_a_text_counts_for_the_bericht_it_is_part_of(
    world: World, berichten: list[UUID]
) -> None:
    place = {"subject": berichten[3], "purpose": "bijlage.manifest", "form_version": 0, "made_at": world.moment}
    made = SealedItem(id=new_id(), content=b"verzegeld", digest=digest(b"verzegeld"), **place)
    forged = SealedItem(id=new_id(), content=b"vals", digest=digest(b"vals"), **place)
    with world.vault.database.schrijven() as session:
        session.add_all([made, forged])
        session.flush()
        actor = Actor(persoon="", namens="", herkomst="")
        record(session, actor, actie="bijlage toevoegen", onderwerp=str(new_id()), now=world.moment, items=[made])
    assert world.verify().forged == (forged.id,)


def test_an_id_that_sorts_before_its_place_hides_no_other(world: World, berichten: list[UUID]) -> None:
    """On SQLite an id is text: one in capitals comes before all that begin with a letter, and must not lead past them."""
    with world.vault.database.schrijven() as session:
        row = dict(session.execute(select(Bericht.__table__).where(Bericht.id == berichten[0])).mappings().one())
        vals = UUID(int=2**128 - 1)
        session.execute(insert(Bericht), row | {"id": vals, "nummer": "B-VALS"})
        session.execute(update(Bericht).where(Bericht.id == berichten[4]).values(team=ZUID[1]))
    if world.vault.database.is_sqlite:
        world.sql("UPDATE berichten SET id = upper(id) WHERE nummer = 'B-VALS'")
    assert set(world.verify().afwijkend) == {vals, berichten[4]}
