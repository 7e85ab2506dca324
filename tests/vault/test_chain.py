"""The audit chain: what was done stays as it was written, or verify names the first line that did not."""

import threading
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from portal.domain.rollen import Rol
from portal.models import Bericht, SealedItem
from portal.sealing.envelope import new_id
from portal.vault.chain import Chain, ChainBroken, anchor_file
from portal.vault.verify import Report
from tests.vault.world import ASSEN, World, lid


@pytest.fixture
def chained(world: World) -> World:
    """Ten lines and more, all chained and anchored."""
    for _ in range(3):
        bericht, answers, _ = world.bericht()
        world.client.take_in(bericht)
        world.open(world.consulent, ASSEN, answers)
    world.chain()
    world.vault.chain.anchor()
    return world


def broken(report: Report) -> tuple[str, int | None]:
    return report.soort, report.regel


def count(world: World) -> int:
    with world.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM audit")).scalar_one())


def test_an_untouched_log_verifies(chained: World) -> None:
    report = chained.verify()
    assert report == Report(lines=count(chained), unchained=0, anchors=1, soort="", regel=None, forged=(), missing=())
    assert report.ok


def test_an_empty_log_verifies(world: World) -> None:
    world.sql("DELETE FROM audit")
    assert world.verify().ok


@pytest.mark.parametrize(
    "column", ["moment", "actie", "onderwerp", "items", "uitkomst", "persoon", "namens", "herkomst", "digest", "keten"]
)
def test_an_edit_of_any_field_is_named(chained: World, column: str) -> None:
    value: object = {"digest": b"x", "keten": b"x", "moment": "2020-01-01 00:00:00.000000"}.get(column, "x")
    chained.sql(f"UPDATE audit SET {column} = :value WHERE nummer = 5", value=value)
    assert broken(chained.verify()) == ("gewijzigd", 5)


def test_a_changed_id_is_named(chained: World) -> None:
    value = uuid4().hex if chained.vault.database.is_sqlite else uuid4()
    chained.sql("UPDATE audit SET id = :value WHERE nummer = 5", value=value)
    assert broken(chained.verify()) == ("gewijzigd", 5)


def test_an_edit_of_the_line_that_made_an_item_leaves_the_item_unexplained(chained: World) -> None:
    chained.sql("UPDATE audit SET items = 'x' WHERE actie = 'indienen'")
    report = chained.verify()
    assert report.soort == "gewijzigd"
    assert len(report.forged) == 6


def test_a_deleted_line_is_named(chained: World) -> None:
    chained.sql("DELETE FROM audit WHERE nummer = 5")
    assert broken(chained.verify()) == ("ontbreekt", 5)


def test_a_deleted_line_is_named_when_the_rest_moves_up(chained: World) -> None:
    chained.sql("DELETE FROM audit WHERE nummer = 5")
    for nummer in range(6, count(chained) + 2):
        chained.sql("UPDATE audit SET nummer = :to WHERE nummer = :nummer", nummer=nummer, to=nummer - 1)
    assert broken(chained.verify()) == ("gewijzigd", 5)


def test_two_lines_that_changed_places_are_named(chained: World) -> None:
    for old, new in ((5, 1000), (7, 5), (1000, 7)):
        chained.sql("UPDATE audit SET nummer = :new WHERE nummer = :old", old=old, new=new)
    assert broken(chained.verify()) == ("verplaatst", 5)


def test_a_line_moved_to_the_end_is_named(chained: World) -> None:
    chained.sql("UPDATE audit SET nummer = 1000 WHERE nummer = 5")
    assert broken(chained.verify()) == ("verplaatst", 5)


def test_a_cut_tail_is_named(chained: World) -> None:
    last = count(chained)
    chained.sql("DELETE FROM audit WHERE nummer > :last", last=last - 3)
    assert broken(chained.verify()) == ("staart", last - 2)


def test_a_cut_tail_is_named_when_all_is_gone(chained: World) -> None:
    chained.sql("DELETE FROM audit")
    assert broken(chained.verify()) == ("staart", 1)


def test_a_tail_that_is_chained_anew_does_not_hide_what_was_there(chained: World) -> None:
    last = count(chained)
    chained.sql("UPDATE audit SET nummer = NULL, keten = NULL WHERE nummer > :last", last=last - 3)
    chained.chain()
    assert broken(chained.verify()) == ("ontbreekt", last - 2)


def test_an_old_state_file_does_not_hide_a_cut_tail_from_the_anchors(chained: World) -> None:
    nummer = count(chained) - 3
    with chained.engine.connect() as connection:
        keten = connection.execute(text("SELECT keten FROM audit WHERE nummer = :n"), {"n": nummer}).scalar_one()
    chained.sql("DELETE FROM audit WHERE nummer > :nummer", nummer=nummer)
    chained.vault.state.set_head(nummer, bytes(keten))
    assert broken(chained.verify()) == ("staart", nummer + 1)
    for _ in range(4):
        chained.client.logout(chained.consulent, herkomst="x")
    chained.chain()
    assert broken(chained.verify()) == ("anker", nummer + 3)


def test_lines_not_yet_chained_are_counted(chained: World) -> None:
    chained.client.logout(chained.consulent, herkomst="x")
    report = chained.verify()
    assert (report.unchained, report.ok) == (1, True)
    assert chained.vault.chain.step() == 1
    assert chained.vault.chain.step() == 0
    assert chained.verify().unchained == 0


def test_lines_keep_their_order_whatever_the_clock_of_the_writer_said(chained: World) -> None:
    first = count(chained)
    chained.moment = chained.moment.replace(year=2020)
    chained.bericht()
    chained.chain()
    report = chained.verify()
    assert (report.lines > first, report.ok) == (True, True)


def test_a_crash_between_numbering_and_remembering_heals(chained: World) -> None:
    nummer, keten = chained.vault.state.head()
    chained.client.logout(chained.consulent, herkomst="x")
    chained.chain()
    chained.vault.state.set_head(nummer, keten)
    chained.client.logout(chained.consulent, herkomst="x")
    assert chained.vault.chain.step() == 1
    assert chained.verify().ok


def test_numbers_that_the_vault_did_not_give_stop_the_chain(chained: World) -> None:
    chained.client.logout(chained.consulent, herkomst="x")
    chained.sql("UPDATE audit SET nummer = 500, keten = :keten WHERE nummer IS NULL", keten=bytes(32))
    chained.client.logout(chained.consulent, herkomst="x")
    with pytest.raises(ChainBroken, match="500"):
        chained.vault.chain.step()
    chained.vault.chain.run(threading.Event())
    assert chained.client.status()["broken"] is True
    assert broken(chained.verify()) == ("ontbreekt", count(chained) - 1)


def test_the_chain_runs_by_itself_and_anchors(world: World) -> None:
    chain, stop = Chain(world.vault, anchor_seconds=0), threading.Event()
    thread = threading.Thread(target=chain.run, args=(stop,))
    thread.start()
    world.person("nieuw", lid(ASSEN, Rol.CONSULENT))
    time.sleep(1.2)
    stop.set()
    thread.join()
    assert world.verify().unchained == 0
    lines = anchor_file(world.vault).read_text().splitlines()
    assert len(lines) >= 2
    assert int(lines[-1].split(" ")[1]) > 0
    assert anchor_file(world.vault).stat().st_mode & 0o777 == 0o600


def test_the_chain_waits_while_the_database_is_away(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.sql("ALTER TABLE audit RENAME TO elders")
    stop = threading.Event()
    stop.set()
    world.vault.chain.run(stop)
    world.sql("ALTER TABLE elders RENAME TO audit")
    assert "de keten wacht" in caplog.text
    assert world.vault.chain.broken is False


def test_many_lines_are_chained_and_verified_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.vault.chain.BATCH", 3)
    world.bericht()
    world.chain()
    assert world.verify().ok


def test_a_forged_item_is_named(chained: World) -> None:
    with chained.vault.database.schrijven() as session:
        bericht = session.query(Bericht.id).first()
        assert bericht is not None
        forged = SealedItem(id=new_id(), subject=bericht[0], purpose="bericht.vraag", form_version=1,
            content=b"vals", digest=b"", made_at=chained.moment)  # fmt: skip
        session.add(forged)
    assert chained.verify().forged == (forged.id,)
    assert not chained.verify().ok


def test_a_changed_item_is_named_also_when_its_digest_is_changed_along(chained: World) -> None:
    from portal.sealing.envelope import digest

    item = first_item(chained)
    with chained.vault.database.schrijven() as session:
        change = update(SealedItem).where(SealedItem.id == item).values(content=b"anders", digest=digest(b"anders"))
        session.execute(change)
    assert chained.verify().forged == (item,)


def test_an_item_whose_content_lies_in_the_store_is_known_by_its_digest(chained: World) -> None:
    with chained.vault.database.lezen() as session:
        item = session.scalars(select(SealedItem.id).where(SealedItem.purpose == "bericht.zoekblok")).all()[0]
    # Of a file the content lies in the store; answers without their content are not what was taken in.
    chained.sql("UPDATE sealed_items SET content = NULL WHERE purpose <> 'bericht.antwoorden'")
    assert chained.verify().ok
    with chained.vault.database.schrijven() as session:
        session.execute(update(SealedItem).where(SealedItem.id == item).values(digest=b"x"))
    assert chained.verify().forged == (item,)


def test_a_deleted_item_is_named_unless_it_was_destroyed(chained: World) -> None:
    item = first_item(chained)
    with chained.vault.database.lezen() as session:
        bericht = session.get_one(SealedItem, item).subject
    chained.sql("DELETE FROM seals")
    with chained.vault.database.schrijven() as session:
        session.execute(delete(SealedItem).where(SealedItem.id == item))
    assert chained.verify().missing == (item,)
    chained.vault.state.destroy(item)
    chained.vault.state.destroy(bericht)
    assert chained.verify().ok


def test_the_items_of_a_concept_come_and_go(chained: World) -> None:
    from portal.core.audit import Actor, record

    concept, now = new_id(), chained.moment
    with chained.vault.database.schrijven() as session:
        row = {"subject": concept, "purpose": "concept", "form_version": 1, "content": b"x", "made_at": now}
        items = [SealedItem(id=new_id(), digest=b"x", **row) for _ in range(2)]
        for item in items:
            actor = Actor(persoon="", namens="", herkomst="")
            record(session, actor, actie="concept_bewaren", onderwerp=str(concept), now=now, items=[item])
        session.add(items[1])
    chained.chain()
    assert chained.verify().ok


def test_a_line_deleted_while_it_is_chained_is_named(chained: World) -> None:
    last = count(chained)
    chained.client.logout(chained.consulent, herkomst="x")
    chained.client.logout(chained.consulent, herkomst="y")
    chain = chained.vault.chain
    gone = chained.lines("uitloggen")
    assert len(gone) == 2

    class Between(Chain):
        def _catch_up(self, session: Session, nummer: int, keten: bytes) -> tuple[int, bytes]:
            session.execute(text("DELETE FROM audit WHERE herkomst = 'x'"))
            return super()._catch_up(session, nummer, keten)

    assert Between(chained.vault).step() == 2
    assert chain.step() == 0
    assert broken(chained.verify())[1] in {last + 1, last + 2}


def test_the_head_goes_to_the_log_of_the_system_too(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").touch()
    monkeypatch.setattr("portal.vault.chain.SYSLOG", tmp_path / "log")
    world.vault.chain.anchor()
    assert len(anchor_file(world.vault).read_text().splitlines()) == 1


def test_items_that_were_only_read_in_an_act_need_no_digest(chained: World) -> None:
    from portal.core.audit import Actor, record

    with chained.vault.database.schrijven() as session:
        bericht = session.query(Bericht.id).first()
        assert bericht is not None
        item = SealedItem(id=new_id(), subject=bericht[0], purpose="bericht.vraag", form_version=1,
            content=None, digest=b"d" * 32, made_at=chained.moment)  # fmt: skip
        session.add(item)
        actor = Actor(persoon="", namens="", herkomst="")
        record(
            session,
            actor,
            actie="vraag_stellen",
            onderwerp="b",
            now=chained.moment,
            items=[item],
            item_ids=[first_item(chained)],
        )
    chained.chain()
    assert chained.verify().ok


def first_item(world: World) -> UUID:
    with world.vault.database.lezen() as session:
        found = session.query(SealedItem.id).order_by(SealedItem.id).first()
    assert found is not None
    return UUID(str(found[0]))


def test_a_clock_that_went_back_is_a_line_of_its_own_once(chained: World) -> None:
    begin = chained.moment
    chained.later(seconds=-1)  # as a time server sets it
    chained.vault.chain.step()
    assert chained.lines("klok_terug") == []
    chained.later(hours=-1)
    for _ in range(3):
        chained.later(minutes=1)
        chained.client.logout(chained.consulent, herkomst="x")
        chained.vault.chain.step()
    line = (f"{begin.isoformat()}/{(begin - timedelta(seconds=1, minutes=59)).isoformat()}", "gelukt")
    assert chained.lines("klok_terug") == [line]
    chained.later(hours=1)
    chained.vault.chain.step()
    reached = chained.moment
    chained.later(minutes=-5)
    chained.vault.chain.step()
    assert chained.lines("klok_terug")[1:] == [
        (f"{reached.isoformat()}/{(reached - timedelta(minutes=5)).isoformat()}", "gelukt")
    ]
    assert chained.verify().ok


def test_a_clock_that_went_back_while_the_vault_was_away_is_a_line_once(chained: World) -> None:
    reached = chained.moment
    chained.later(minutes=-10)
    for _ in range(2):  # the first writes it, the second reads that it was written
        chained.restart()
        chained.chain()
    assert chained.lines("klok_terug") == [
        (f"{reached.isoformat()}/{(reached - timedelta(minutes=10)).isoformat()}", "gelukt")
    ]


def test_a_line_whose_moment_nobody_can_read_stops_nothing(chained: World) -> None:
    if chained.engine.dialect.name != "sqlite":
        return  # PostgreSQL takes no such moment
    chained.client.logout(chained.consulent, herkomst="x")
    chained.sql("UPDATE audit SET moment = 'x' WHERE nummer IS NULL")
    chained.restart()
    assert (chained.vault.chain.step(), chained.lines("klok_terug"), chained.verify().ok) == (1, [], True)
