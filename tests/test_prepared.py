"""Prepared statements: they give, change and refuse what SQLAlchemy would, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import bindparam, event, func, select, text, union_all
from sqlalchemy.exc import IntegrityError, OperationalError

from portal.db import Base, Database, insert_rows
from portal.models import SealedItem, Uitgaand
from portal.prepared import Prepared
from portal.sealing.envelope import new_id

ITEM, POST = (Base.metadata.tables[name].c for name in ("sealed_items", "uitgaand"))
BY_ID = Prepared(select(ITEM.id, ITEM.content, ITEM.made_at).where(ITEM.id == bindparam("id")))
OF_THESE = select(ITEM.id, ITEM.purpose).where(
    ITEM.id.in_(bindparam("ids", expanding=True)), ITEM.purpose.in_(["een", "twee"]), ITEM.form_version == 3
)
SOME = Prepared(OF_THESE.order_by(ITEM.purpose))
WINTER = datetime(2026, 1, 15, 9, 30, 15, 250_000, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def _items(database: Database) -> list[UUID]:
    """Store three items, of three purposes."""
    ids = [new_id() for _ in range(3)]
    rows = [
        SealedItem(
            id=id_, subject=ids[0], purpose=purpose, form_version=3, content=b"\0\xff", digest=b"d", made_at=WINTER
        )
        for id_, purpose in zip(ids, ("een", "twee", "drie"), strict=True)
    ]
    with database.schrijven() as session:
        insert_rows(session, rows)
    return ids


def test_a_row_is_a_tuple_of_the_values_that_were_stored_with_the_names_of_its_columns(database: Database) -> None:
    een, *_ = _items(database)
    with database.lezen() as session:
        row = BY_ID.row(session, id=een)
        assert row is not None
        assert tuple(row) == (een, b"\0\xff", WINTER.astimezone(UTC)) == tuple(session.execute(*_asked(een)).one())
        assert (row.id, row.content, row.made_at) == tuple(row)
        assert BY_ID.row(session, id=new_id()) is None
        assert BY_ID.rows(session, id=new_id()) == []


def _asked(een: UUID) -> tuple[Any, dict[str, UUID]]:
    return select(ITEM.id, ITEM.content, ITEM.made_at).where(ITEM.id == bindparam("id")), {"id": een}


def test_a_list_may_have_any_length_and_what_stands_in_the_statement_counts(database: Database) -> None:
    een, twee, drie = _items(database)
    asked: list[list[UUID]] = [[], [een], [twee, een], [drie], [drie, twee, een]]
    with database.lezen() as session:
        for ids in asked:
            assert SOME.rows(session, ids=ids) == session.execute(OF_THESE.order_by(ITEM.purpose), {"ids": ids}).all()
        assert SOME.values(session, ids=[een, twee, drie]) == [een, twee]


def test_of_lists_of_very_many_lengths_each_is_answered(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.prepared.LENGTHS", 2)
    een, *_ = _items(database)
    with database.lezen() as session:
        assert [SOME.values(session, ids=[een] * length) for length in (1, 2, 3, 1)] == [[een]] * 4


def test_a_union_and_a_value_that_was_worked_out_are_read_as_well(database: Database) -> None:
    een, *_ = _items(database)
    many = Prepared(
        select(func.count(), func.max(ITEM.made_at).label("laatst")).where(ITEM.subject == bindparam("van"))
    )
    both = Prepared(union_all(*(select(ITEM.purpose.label("p")).where(ITEM.id == bindparam("id")) for _ in "ab")))
    with database.lezen() as session:
        assert [tuple(row) for row in many.rows(session, van=een)] == [(3, WINTER.astimezone(UTC))]
        assert both.values(session, id=een, nobody=1) == ["een", "een"]  # a name that it does not ask is left out


def test_what_is_changed_is_counted_and_kept_or_not_with_its_transaction(database: Database) -> None:
    een, *_ = _items(database)
    table = Base.metadata.tables["sealed_items"]
    change = Prepared(table.update().where(ITEM.subject == bindparam("van")).values(purpose=bindparam("wordt")))
    remove = Prepared(table.delete().where(ITEM.id == bindparam("id")))
    with database.schrijven() as session:
        assert (
            change.run(session, van=een, wordt="vier"),
            remove.run(session, id=een),
            remove.run(session, id=een),
        ) == (3, 1, 0)
    with database.schrijven() as session:
        change.run(session, van=een, wordt="vijf")
        session.rollback()
    with database.lezen() as session:
        assert session.execute(select(ITEM.purpose, func.count()).group_by(ITEM.purpose)).all() == [("vier", 2)]


def test_a_parameter_that_is_missing_is_an_error_and_no_null(database: Database) -> None:
    een, *_ = _items(database)
    with database.lezen() as session:
        assert BY_ID.values(session, id=een) == [een]
        with pytest.raises(KeyError, match="id"):
            BY_ID.rows(session)


def test_errors_are_those_of_sqlalchemy(database: Database) -> None:
    een, *_ = _items(database)
    row = SealedItem(id=een, subject=een, purpose="een", form_version=3, content=b"", digest=b"", made_at=WINTER)
    with pytest.raises(IntegrityError) as refused, database.schrijven() as session:
        insert_rows(session, [row])
    assert "INSERT INTO sealed_items" in str(refused.value)
    assert str(een) not in str(refused.value).partition("[SQL")[2]  # what is stored does not come in a log


def test_who_listens_hears_every_statement_with_its_parameters(database: Database) -> None:
    een, *_ = _items(database)
    heard: list[tuple[str, bool]] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _k, text, _p, _x, many: heard.append((text[:6], many))
    )
    moments = {"niet_voor": WINTER, "gemaakt": WINTER}
    posts = [
        Uitgaand(id=new_id(), soort="s", lading="{}", status="wacht", fout="", pogingen=0, **moments) for _ in "ab"
    ]
    with database.schrijven() as session:
        insert_rows(session, posts)
        BY_ID.rows(session, id=een)
    assert [h for h in heard if not h[0].startswith("BEGIN")] == [("INSERT", True), ("SELECT", False)]


def test_a_connection_that_was_lost_is_said_and_the_next_read_has_another(database: Database) -> None:
    een, *_ = _items(database)
    with database.lezen() as session:
        if not database.is_sqlite:  # a file is never lost
            pid = session.scalar(text("SELECT pg_backend_pid()"))
            with database.lezen() as other:
                other.execute(text(f"SELECT pg_terminate_backend({pid}, 5000)"))
            with pytest.raises(OperationalError) as lost:
                BY_ID.rows(session, id=een)
            assert lost.value.connection_invalidated
    with database.lezen() as session:
        assert BY_ID.values(session, id=een) == [een]
