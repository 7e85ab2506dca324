"""The database: writers one after another, in every process; readers never in their way; moments with their zone."""

import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, StatementError

from portal.db import Database, UtcDateTime, is_writing
from portal.models import Organisatie, Uitgaand
from portal.sealing.client import LocalClient
from portal.sealing.envelope import new_id
from tests.installatie import Installatie

PROCESSES = 4
WRITES = 15


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def _organisatie(code: str, naam: str = "0") -> Organisatie:
    return Organisatie(code=code, naam=naam, soort="aanbieder", actief=True)


def _names(database: Database) -> dict[str, str]:
    with database.lezen() as session:
        return {o.code: o.naam for o in session.scalars(select(Organisatie)).all()}


def _count_up(url: str, begin: float, results: "multiprocessing.Queue[tuple[int, float]]", number: int) -> None:
    """Read, think, and write one more: what is lost when two do it at the same time."""
    database = Database(url)
    time.sleep(max(0.0, begin - time.time()))
    for _ in range(WRITES):
        with database.schrijven() as session:
            teller = session.get_one(Organisatie, "teller", with_for_update=True)
            waarde = int(teller.naam)
            time.sleep(0.002)
            teller.naam = str(waarde + 1)
    results.put((number, time.time()))
    database.close()


def _connections(database: Database) -> list[int]:
    """Return a list that grows with every connection that is taken from the pool."""
    taken: list[int] = []
    event.listen(database.engine, "checkout", lambda *_: taken.append(1))
    return taken


def test_all_that_one_request_reads_goes_over_one_connection_and_sees_what_it_wrote_meanwhile(
    database: Database,
) -> None:
    taken = _connections(database)
    database.begin_request()
    assert [_names(database), _names(database), len(taken)] == [{}, {}, 1]
    with database.schrijven() as session:
        session.add(_organisatie("een"))
    assert [_names(database), _names(database), len(taken)] == [{"een": "0"}, {"een": "0"}, 3]
    with database.lezen() as session:
        oud = session.get_one(Organisatie, "een")
    with database.schrijven() as session:
        session.get_one(Organisatie, "een").naam = "1"
    with database.lezen() as session:
        assert (oud.naam, session.get_one(Organisatie, "een").naam) == ("0", "1")
    database.end_request()
    assert _names(database) == {"een": "1"}


def test_what_a_request_changes_while_it_reads_is_not_kept(database: Database) -> None:
    with database.schrijven() as session:
        session.add(_organisatie("een"))
    database.begin_request()
    with database.lezen() as session:
        session.get_one(Organisatie, "een").naam = "1"
        session.add(_organisatie("twee"))
    assert _names(database) == {"een": "0"}
    with pytest.raises(RuntimeError, match="lezen"), database.lezen() as session:
        session.flush()
    assert _names(database) == {"een": "0"}
    database.end_request()


def test_a_read_within_a_read_has_a_session_of_its_own(database: Database) -> None:
    database.begin_request()
    with database.lezen() as buiten, database.lezen() as binnen, database.lezen(at_once=True) as ineens:
        assert len({id(buiten), id(binnen), id(ineens)}) == 3
    with database.lezen() as weer:
        assert weer is buiten
    database.end_request()


def test_a_write_within_a_read_leaves_that_read_its_connection(database: Database) -> None:
    database.begin_request()
    with database.lezen() as session:
        with database.schrijven() as schrijvend:
            schrijvend.add(_organisatie("een"))
        assert session.get_one(Organisatie, "een").naam == "0"
    database.end_request()


def test_after_a_read_that_failed_the_request_reads_over_another_connection(database: Database) -> None:
    taken = _connections(database)
    database.begin_request()
    with pytest.raises(ProgrammingError if not database.is_sqlite else OperationalError), database.lezen() as session:
        session.execute(text("SELECT * FROM nergens"))
    assert (_names(database), len(taken)) == ({}, 2)
    database.end_request()


def test_a_request_that_was_never_ended_keeps_no_connection_from_the_next(database: Database) -> None:
    database.begin_request()
    assert _names(database) == {}
    database.begin_request()
    database.end_request()
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # of this kind of pool


def test_writers_in_many_processes_wait_for_each_other_and_all_finish(database: Database) -> None:
    with database.schrijven() as session:
        session.add(_organisatie("teller"))
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[tuple[int, float]] = context.Queue()
    begin = time.time() + 4
    processes = [
        context.Process(target=_count_up, args=(database.url, begin, results, number)) for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    finished = dict(results.get(timeout=60) for _ in processes)
    for process in processes:
        process.join(20)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    assert (sorted(finished), _names(database)["teller"]) == (list(range(PROCESSES)), str(PROCESSES * WRITES))


def test_writers_in_many_threads_lose_nothing(database: Database) -> None:
    with database.schrijven() as session:
        session.add(_organisatie("teller"))

    def up() -> None:
        for _ in range(WRITES):
            with database.schrijven() as session:
                teller = session.get_one(Organisatie, "teller", with_for_update=True)
                teller.naam = str(int(teller.naam) + 1)

    threads = [threading.Thread(target=up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert _names(database)["teller"] == str(8 * WRITES)


def test_a_reader_does_not_wait_for_a_writer_nor_a_writer_for_a_reader(database: Database) -> None:
    with database.schrijven() as session:
        session.add(_organisatie("oud"))
    with database.lezen() as reader:
        assert reader.scalars(select(Organisatie.code)).all() == ["oud"]
        begin = time.monotonic()
        with database.schrijven() as writer:
            writer.add(_organisatie("nieuw"))
            writer.flush()
            assert list(_names(database)) == ["oud"]
        assert time.monotonic() - begin < 5
    assert sorted(_names(database)) == ["nieuw", "oud"]


def test_work_that_fails_leaves_nothing_and_the_next_can_write(database: Database) -> None:
    def fail() -> None:
        with database.schrijven() as session:
            session.add(_organisatie("half"))
            session.flush()
            raise ValueError("halverwege")

    with pytest.raises(ValueError, match="halverwege"):
        fail()
    assert (_names(database), is_writing()) == ({}, False)
    with database.schrijven() as session:
        session.add(_organisatie("heel"))
    assert list(_names(database)) == ["heel"]


def test_what_a_reading_session_changes_is_not_kept(database: Database) -> None:
    with database.schrijven() as session:
        session.add(_organisatie("a", "voor"))
    with database.lezen() as session:
        session.get_one(Organisatie, "a").naam = "na"
        session.flush()
    assert _names(database) == {"a": "voor"}


def test_a_new_row_takes_columns_only_and_is_stored_as_it_was_changed_last(database: Database) -> None:
    with pytest.raises(TypeError, match=r"Organisatie has no column \['plaats'\]"):
        Organisatie(code="de-brug", plaats="Groningen")
    with database.schrijven() as session:
        rij = _organisatie("de-brug", "De Brug")
        session.add(rij)
        rij.naam = "De Nieuwe Brug"
        session.flush()
        rij.actief = False
    with database.lezen() as session:
        gelezen = session.get_one(Organisatie, "de-brug")
        assert (gelezen.naam, gelezen.soort, gelezen.actief) == ("De Nieuwe Brug", "aanbieder", False)


def test_writing_inside_writing_is_refused(database: Database) -> None:
    with database.schrijven() as session:
        session.add(_organisatie("buiten"))
        with pytest.raises(RuntimeError, match="pass the session on"), database.schrijven():
            pass
    assert list(_names(database)) == ["buiten"]


def test_writing_is_known_per_thread(database: Database) -> None:
    elsewhere: list[bool] = []
    assert is_writing() is False
    with database.schrijven():
        assert is_writing() is True
        thread = threading.Thread(target=lambda: elsewhere.append(is_writing()))
        thread.start()
        thread.join()
    assert (elsewhere, is_writing()) == ([False], False)


def test_the_vault_is_never_called_inside_a_transaction(huis: Installatie) -> None:
    client = LocalClient(huis.vault, is_writing)
    with huis.services.database.schrijven(), pytest.raises(RuntimeError, match="never called inside"):
        client.take_in(new_id())


def test_a_foreign_key_that_points_nowhere_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.schrijven() as session:
        session.execute(
            text(
                "INSERT INTO teams (code, organisatie, soort, naam, regio, gemeenten, contact)"
                " VALUES ('t', 'bestaat-niet', 'x', 'x', 'x', '', '')"
            )
        )


def _promise(moment: datetime) -> Uitgaand:
    return Uitgaand(
        id=new_id(), soort="x", lading="{}", status="wacht", niet_voor=moment, pogingen=0, gemaakt=moment, fout=""
    )


def test_a_moment_comes_back_in_utc_to_the_microsecond(database: Database) -> None:
    moment = datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    with database.schrijven() as session:
        session.add(_promise(moment))
    with database.lezen() as session:
        rij = session.scalars(select(Uitgaand)).one()
        assert session.scalars(select(Uitgaand.id).where(Uitgaand.niet_voor == moment)).all() == [rij.id]
    assert (rij.niet_voor, rij.niet_voor.tzinfo, rij.gedaan) == (moment, UTC, None)


def test_a_moment_without_its_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.schrijven() as session:
        session.add(_promise(datetime(2026, 4, 2)))  # noqa: DTZ001 - that is what is refused
    assert UtcDateTime().cache_ok is True


# --- what SQLite is told ------------------------------------------------------------------------------------------------


def test_sqlite_logs_ahead_syncs_fully_and_keeps_foreign_keys(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'portal.db'}")
    with database.engine.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    database.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
        "secure_delete": 1,
    }


def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'portal.db'}").close()
    assert (tmp_path / "portal.db").stat().st_mode & 0o777 == 0o600


def test_a_sqlite_file_in_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'weg' / 'portal.db'}")
    assert (tmp_path / "weg").exists() is False
    database.close()


def test_a_write_takes_the_lock_at_its_begin(tmp_path: Path) -> None:
    path = tmp_path / "portal.db"
    database = Database(f"sqlite:///{path}")
    with database.schrijven():
        other = sqlite3.connect(path, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    database.close()
