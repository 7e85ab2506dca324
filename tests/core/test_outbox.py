"""The outbox: every promise is kept once, by one worker, and never lost."""

import json
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from portal.core.post import outbox
from portal.core.post.bundel import bundle
from portal.core.post.outbox import COUNT_TO, Claimed, Stand
from portal.core.post.verspreiding import expand
from portal.db import Database
from portal.models import Uitgaand

NOW = datetime(2026, 4, 9, 10, 0, tzinfo=UTC)
AAN = ("team", "toegang-0014")
LATER = timedelta(hours=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def promise(database: Database, *, now: datetime = NOW) -> None:
    with database.schrijven() as session:
        outbox.enqueue_mail(session, aan=AAN, sjabloon="nieuw", nummer="BP-1", pad="/berichten/1", now=now)


def claim(database: Database, *, now: datetime = NOW, limit: int = 10) -> tuple[Claimed, ...]:
    return outbox.claim(database, holder=uuid.uuid4(), now=now, limit=limit)


def rows(database: Database) -> list[Uitgaand]:
    with database.lezen() as session:
        return list(session.scalars(select(Uitgaand).order_by(Uitgaand.gemaakt, Uitgaand.soort, Uitgaand.id)))


def test_a_promise_says_who_and_what_and_nothing_of_the_bericht(database: Database) -> None:
    promise(database)
    assert [json.loads(row.lading) for row in rows(database)] == [
        {"aan_soort": "team", "aan": "toegang-0014", "sjabloon": "nieuw", "nummer": "BP-1", "pad": "/berichten/1"}
    ]


def test_a_mail_room_that_is_full_is_counted_to_a_bound(database: Database) -> None:
    promise(database)
    with database.schrijven() as session:
        model = session.scalars(select(Uitgaand)).one()
        waarden = {kolom.key: getattr(model, kolom.key) for kolom in Uitgaand.__table__.columns}
        wacht = [waarden | {"id": uuid.uuid4()} for _ in range(COUNT_TO + 5)]
        session.execute(
            insert(Uitgaand), [*wacht, *(waarden | {"id": uuid.uuid4(), "status": "dood"} for _ in range(2))]
        )
    assert outbox.stand(database) == Stand(wacht=COUNT_TO + 1, dood=2)


def test_taking_in_is_promised_by_the_id_of_the_bericht_alone(database: Database) -> None:
    bericht = uuid.uuid4()
    with database.schrijven() as session:
        outbox.enqueue_opnemen(session, bericht, now=NOW)
    assert [(row.soort, row.lading) for row in claim(database)] == [("opnemen", {"bericht": str(bericht)})]


def test_a_promise_of_an_act_that_did_not_happen_is_not_there(database: Database) -> None:
    def broken_act() -> None:
        with database.schrijven() as session:
            outbox.enqueue_mail(session, aan=AAN, sjabloon="nieuw", nummer="BP-1", pad="/", now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        broken_act()
    assert rows(database) == []


def test_a_held_row_is_passed_by_until_its_lease_ends(database: Database) -> None:
    promise(database)
    first = claim(database)
    during = claim(database, now=NOW + outbox.LEASE_HERHAALBAAR - timedelta(seconds=1))
    after = claim(database, now=NOW + outbox.LEASE_HERHAALBAAR)
    assert ([row.pogingen for row in first], during, [row.pogingen for row in after]) == ([1], (), [2])


def test_the_oldest_rows_come_first_and_no_more_than_asked(database: Database) -> None:
    for minutes in (3, 1, 2):
        promise(database, now=NOW + timedelta(minutes=minutes))
    claimed = claim(database, now=NOW + LATER, limit=2)
    assert [row.gemaakt - NOW for row in claimed] == [timedelta(minutes=1), timedelta(minutes=2)]


def test_eight_workers_at_once_never_hold_the_same_row(database: Database) -> None:
    for _ in range(40):
        promise(database)
    held: list[uuid.UUID] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        while claimed := claim(database, limit=3):
            held.extend(row.id for row in claimed)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(held), len(set(held))) == (40, 40)


def test_what_waits_since_the_past_can_be_made_to_wait_from_now(database: Database) -> None:
    promise(database)
    outbox.wait_from(database, NOW + timedelta(days=45))
    assert [row.gemaakt for row in rows(database)] == [NOW + timedelta(days=45)]


def test_what_is_done_is_not_claimed_again(database: Database) -> None:
    promise(database)
    (row,) = claim(database)
    assert (outbox.done(database, row, now=NOW), claim(database, now=NOW + LATER)) == (True, ())
    assert [(r.status, r.gedaan, r.houder) for r in rows(database)] == [("gedaan", NOW, None)]


def test_a_worker_that_lost_its_lease_changes_nothing(database: Database) -> None:
    promise(database)
    (slow,) = claim(database)
    (quick,) = claim(database, now=NOW + outbox.LEASE)
    assert (outbox.done(database, slow, now=NOW), expand(database, slow, {uuid.uuid4(): NOW}, now=NOW)) == (
        False,
        0,
    )
    assert outbox.done(database, quick, now=NOW) is True


def test_a_mail_to_a_team_becomes_one_mail_for_each_person_and_is_then_done(database: Database) -> None:
    promise(database)
    (row,) = claim(database)
    personen = [uuid.uuid4(), uuid.uuid4()]
    assert expand(database, row, dict.fromkeys(personen, NOW), now=NOW) == 2
    found = claim(database)
    assert {(r.soort, r.lading["persoon"], r.lading["nummer"]) for r in found} == {
        ("mail-een", str(persoon), "BP-1") for persoon in personen
    }
    assert outbox.stand(database) == Stand(wacht=2, dood=0)


def test_the_mail_of_a_person_has_the_same_id_however_often_it_is_spread() -> None:
    row, persoon = uuid.uuid4(), str(uuid.uuid4())
    assert uuid.uuid5(row, persoon) == uuid.uuid5(row, persoon)


def test_a_failure_waits_longer_each_time_and_ends_as_dead(database: Database) -> None:
    promise(database)
    now, waits = NOW, list[float]()
    while claimed := claim(database, now=now):
        outbox.fail(database, claimed[0], fout="geen antwoord", now=now)
        due = rows(database)[0].niet_voor
        waits.append((due - now).total_seconds() / 60)
        now = due
    (row,) = rows(database)
    assert (waits[:5], len(waits), row.status) == ([1, 5, 30, 120, 360], len(outbox.WAIT_AFTER) + 1, "dood")
    assert (row.fout, outbox.stand(database)) == ("geen antwoord", Stand(wacht=0, dood=1))


def test_a_final_refusal_is_not_tried_again(database: Database) -> None:
    promise(database)
    (row,) = claim(database)
    assert outbox.fail(database, row, fout="550", now=NOW, blijvend=True) == "dood"


def test_waiting_for_the_vault_does_not_count_as_a_try(database: Database) -> None:
    promise(database)
    for hour in range(1, 40):
        (row,) = claim(database, now=NOW + hour * LATER)
        outbox.postpone(database, row, fout="kluis gesloten", until=NOW + hour * LATER + timedelta(seconds=10))
    (row,) = claim(database, now=NOW + 41 * LATER)
    assert row.pogingen == 1


@pytest.mark.parametrize(
    ("soort", "lading"),
    [
        ("mail", "geen json"),
        ("mail", "[" * 100_000),
        ("mail", '["een", "lijst"]'),
        ("mail", '{"aan_soort": "team"}'),
        ("opnemen", '{"bericht": 7}'),
        ("opnemen", '{"bericht": "x", "erbij": "y"}'),
        ("onbekend", "{}"),
    ],
)
def test_a_row_that_cannot_be_read_is_given_up_with_a_reason_and_the_others_go_on(
    database: Database, soort: str, lading: str
) -> None:
    promise(database)
    with database.schrijven() as session:
        session.execute(update(Uitgaand).values(soort=soort, lading=lading))
    promise(database, now=NOW + timedelta(seconds=1))
    claimed = claim(database, now=NOW + LATER)
    assert [row.gemaakt for row in claimed] == [NOW + timedelta(seconds=1)]
    assert [(row.status, row.fout, row.houder is None) for row in rows(database)] == [
        ("dood", "lading onleesbaar", True),
        ("wacht", "", False),
    ]


def test_taking_in_goes_before_mail_and_what_may_be_repeated_is_soon_taken_over_from_a_worker_that_died(
    database: Database,
) -> None:
    bericht = uuid.uuid4()
    with database.schrijven() as session:
        outbox.enqueue_mail(
            session, aan=("team", "t"), sjabloon="nieuw", nummer="BP-0000-0000", pad=f"/berichten/{bericht}", now=NOW
        )
        outbox.enqueue_opnemen(session, bericht, NOW + timedelta(seconds=1))
        later = NOW + timedelta(seconds=2)
        lading = {
            "aan_soort": "team",
            "aan": "t",
            "sjabloon": "nieuw",
            "nummer": "",
            "pad": "/",
            "persoon": str(bericht),
        }
        outbox.add(session, "mail-een", lading, now=later)
    assert [row.soort for row in claim(database, now=later)] == ["opnemen", "mail", "mail-een"]
    assert [row.soort for row in claim(database, now=later + outbox.LEASE_HERHAALBAAR)] == ["opnemen", "mail"]


def test_what_presses_goes_before_older_mail_also_when_it_goes_along_in_one_mail(database: Database) -> None:
    persoon = uuid.uuid4()
    lading = {"aan_soort": "team", "aan": "toezicht", "nummer": "", "pad": "/werkvoorraad", "persoon": str(persoon)}
    with database.schrijven() as session:
        for seconds, (sjabloon, wie) in enumerate((("nieuw", uuid.uuid4()), ("nieuw", persoon), ("spoed", persoon))):
            then = NOW + timedelta(seconds=seconds)
            outbox.add(
                session,
                "mail-een",
                {**lading, "sjabloon": sjabloon, "persoon": str(wie)},
                now=then,
                samen_vanaf=then if wie == persoon else then + LATER * 24,
            )
    soon = claim(database, now=NOW + LATER, limit=1)
    bundle(database, now=NOW + LATER * 2)
    assert [row.lading["sjabloon"] for row in soon] == ["spoed"]
    assert [row.soort for row in claim(database, now=NOW + LATER * 2)] == ["mailbundel", "mail-een"]
