"""Migrations: up, down and up again on a database in use, under a lock, and what they make is what the models say."""

import fcntl
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text, update
from sqlalchemy.engine import make_url

from portal import models
from portal.core.audit import Actor
from portal.core.bericht.zicht import kop
from portal.core.insturen.intake import submit_bericht
from portal.core.klokken.kloktelling import explained
from portal.core.klokken.verplichtingen import plan_duties
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.worklist import werkvoorraad
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.db import Base, Database
from portal.domain.grond import VERTRAGING
from portal.migreren import LOCK_NUMBER, downgrade, known, newest, revisions, upgrade
from portal.sealing.envelope import new_id
from portal.vault.verify import verify
from tests.core.test_indicatie import EINDE, toegekend
from tests.core.test_klokwijziging import VANDAAG, aanvraag, klok, wijzig
from tests.core.test_toewijzingen import by_hand, product, take_in, tick
from tests.installatie import DIEP, SCHAKEL, Installatie

UPGRADE = "import sys; from portal.migreren import upgrade; upgrade(sys.argv[1])"


def _tables(url: str) -> set[str]:
    database = Database(url)
    names = set(inspect(database.engine).get_table_names())
    database.close()
    return names - {"alembic_version"}


def _all_rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.lezen() as session:
        return {
            name: sorted((tuple(row) for row in session.execute(select(table)).all()), key=repr)
            for name, table in Base.metadata.tables.items()
        }


def _in_every_state(huis: Installatie) -> list[UUID]:
    """Fill the database: concepten, and a bericht in each state of the lifecycle."""
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    huis.concept(indiener)
    berichten = [huis.bericht(indiener) for _ in range(8)]
    ingediend = submit_bericht(huis.services, indiener, concept=huis.concept(indiener), now=huis.now)
    _, geopend, in_behandeling, vraag_uit, aangevuld, besloten, afgehandeld, ingetrokken = berichten
    open_bericht(huis.services, consulent, geopend, now=huis.now)
    for bericht in (in_behandeling, vraag_uit, aangevuld, besloten, afgehandeld):
        huis.doe(consulent, bericht, "oppakken")
    for bericht in (vraag_uit, aangevuld):
        huis.doe(consulent, bericht, "vraag-stellen", tekst="Wanneer?")
    huis.doe(indiener, aangevuld, "beantwoorden", tekst="Morgen.")
    huis.doe(consulent, afgehandeld, "afgewezen", tekst="Nee.")
    (taak,) = takenlijst(huis.services, consulent).taken
    taak_gedaan(huis.services, consulent, taak=taak.id, verzonden=huis.now.date(), now=huis.now)
    huis.doe(consulent, besloten, "akkoord-andere-gemeente", tekst="Akkoord.")
    huis.doe(indiener, ingetrokken, "intrekken", tekst="Niet meer nodig.")
    huis.vault.chain.step()
    return [*berichten, ingediend]


def test_from_an_empty_database_to_the_newest_and_back(empty_database_url: str) -> None:
    assert revisions(empty_database_url) == ("base",)
    upgrade(empty_database_url)
    assert _tables(empty_database_url) == set(Base.metadata.tables)
    assert revisions(empty_database_url)[0] == newest()
    upgrade(empty_database_url)
    downgrade(empty_database_url, "base")
    assert _tables(empty_database_url) == set()
    upgrade(empty_database_url)
    assert _tables(empty_database_url) == set(Base.metadata.tables)


def test_known_numbers_are_those_there_are() -> None:
    assert [known(name) for name in (newest(), "head", "base", "bestaat-niet")] == [True, True, True, False]


def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, Base.metadata)
        there = {
            index["name"]: index["dialect_options"][f"{database.engine.name}_where"]
            for table in Base.metadata.tables
            for index in inspect(connection).get_indexes(table)
            if f"{database.engine.name}_where" in index.get("dialect_options", {})
        }
    database.close()
    assert differences == []
    said = {i.name: i.info["where"] for table in Base.metadata.tables.values() for i in table.indexes if i.info}
    assert {name: _bare(where) for name, where in there.items()} == {name: _bare(where) for name, where in said.items()}


def _bare(where: object) -> str:
    """Return the condition of an index without what PostgreSQL puts around it."""
    return re.sub(r"[() ]|::\w+( varying)?", "", str(where)).lower()


def test_migrating_a_database_in_use_again_keeps_every_row(huis: Installatie) -> None:
    berichten = _in_every_state(huis)
    url, rows = huis.services.database.url, _all_rows(huis.services.database)
    assert _statuses(huis) == {
        "ingediend",
        "geopend",
        "in_behandeling",
        "vraag_uit",
        "aangevuld",
        "besloten",
        "afgehandeld",
        "ingetrokken",
    }
    huis.services.database.close()
    upgrade(url)
    assert _all_rows(huis.services.database) == rows
    assert verify(huis.vault).ok
    indiener = huis.gebruiker("indiener")
    assert all(open_bericht(huis.services, indiener, b, now=huis.now).kop.id == b for b in berichten)


def test_a_clock_that_runs_is_planned_again_and_what_was_told_stays_told(huis: Installatie) -> None:
    vandaag, url = huis.now.date(), huis.services.database.url
    bericht = huis.bericht(huis.gebruiker("indiener"))
    (loopt, klaar) = (new_id(), new_id())
    with huis.services.database.schrijven() as session:
        session.add_all(
            models.Termijn(
                id=key,
                bericht=bericht,
                verplichting=None,
                code="besluit",
                titel="Besluit",
                eigenaar="behandelend_team",
                karakter="plicht",
                vanaf=vandaag,
                datum=vandaag,
                status=status,
                geeindigd=None,
                uitleg="",
                bron="",
                regels=0,
                volgende_stap=vandaag,
            )
            for key, status in ((loopt, "loopt"), (klaar, "gehaald"))
        )
        session.flush()
        session.add(
            models.Termijnstap(
                termijn=loopt,
                stap="te-laat",
                aan="behandelend_team",
                gepland=vandaag,
                gedaan=huis.now,
                uitkomst="gedaan",
            )
        )
    huis.services.database.close()
    huis.vault.database.close()
    downgrade(url, "0001")
    upgrade(url)
    with huis.services.database.lezen() as session:
        gepland = {rij.id: rij.volgende_stap for rij in session.scalars(select(models.Termijn))}
        (told,) = session.scalars(select(models.Termijnstap)).all()
    assert (gepland[loopt], gepland[klaar]) == (vandaag, date(9999, 12, 31))
    assert (told.termijn, told.stap, told.gepland, told.uitkomst) == (loopt, "te-laat", vandaag, "gedaan")


def test_what_more_is_seen_to_now_is_looked_at_once_and_a_promise_of_before_has_its_day_or_says_that_it_is_unknown(
    huis: Installatie,
) -> None:
    ongewijzigd, gewijzigd, weg = aanvraag(huis), aanvraag(huis), date(9999, 12, 31)
    plan_duties(huis.services, Actor(persoon="worker", namens="portaal", herkomst="worker"), now=huis.now)
    for bericht in (ongewijzigd, gewijzigd):
        wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    gezegd = klok(huis, ongewijzigd).uitleg
    wijzig(huis, gewijzigd, "begin-verbeteren", date(2026, 4, 1))
    klokken = [klok(huis, bericht).id for bericht in (ongewijzigd, gewijzigd)]
    with huis.services.database.schrijven() as session:  # as rows were before the day was kept, and before the ladder
        session.execute(update(models.Termijnperiode).values(uiterlijk=None))
        beloofd = update(models.Termijn).where(models.Termijn.id.in_(klokken))
        session.execute(beloofd.values(toegezegd=None, uitleg=gezegd, volgende_stap=weg))
        plan = update(models.Termijn).where(models.Termijn.code == "persoonlijk-plan")
        session.execute(plan.values(status="loopt", datum=date(2099, 1, 1), volgende_stap=weg))
        eerste = models.Termijn.code == "eerste-opgave"
        zin = select(models.Termijn.uitleg).where(eerste).distinct()
        nu = session.scalars(zin).one()
        kort = nu.partition(", of vanaf de dag waarop het portaal dit vroeg")[0] + ". " + nu[nu.index("Bron: ") :]
        session.execute(update(models.Termijn).where(eerste).values(volgende_stap=weg, uitleg=kort))
    huis.services.database.close()
    huis.vault.database.close()
    downgrade(huis.services.database.url, "0028")
    upgrade(huis.services.database.url)
    with huis.services.database.lezen() as session:
        rijen = [session.get_one(models.Termijn, key) for key in klokken]
        assert session.scalars(zin).one() == nu
        mailbox = huis.services.mailboxen.met_code("herindicatie")
        gekeken = session.scalars(
            select(models.Termijn.volgende_stap).where(models.Termijn.code.in_(("persoonlijk-plan", "eerste-opgave")))
        ).all()
    assert mailbox is not None
    assert [(rij.toegezegd, rij.volgende_stap) for rij in rijen] == [(date(2026, 5, 7), VANDAAG), (None, weg)]
    brief = [klok(huis, bericht).alleen_in_brief for bericht in (ongewijzigd, gewijzigd)]
    onbekend = ["Er is een latere dag toegezegd, want er is een bericht van vertraging" in rij.uitleg for rij in rijen]
    assert (brief, onbekend) == ([False, True], [False, True])
    assert explained(huis.services, mailbox, rijen[0]) == rijen[0].uitleg
    assert (weg in gekeken, len(gekeken)) == (False, 4)


def test_what_stood_beside_an_indicatie_is_known_by_its_301_or_else_by_its_plan(huis: Installatie) -> None:
    tick(toegekend(huis), "301-toewijzing", einddatum=EINDE)
    take_in(huis)
    tick(product(huis, "melding-activering-vervoer"), "301-product", einddatum=EINDE)
    by_hand(huis)
    by_hand(huis, DIEP, producten=("activering-participatie",))
    take_in(huis)

    def naast() -> list[tuple[bool, str, bool]]:
        with huis.services.database.lezen() as session:
            rijen = session.scalars(select(models.Toewijzing)).all()
        return sorted((rij.bericht is None, str(rij.organisatie), rij.naast) for rij in rijen)

    stond = [(False, SCHAKEL, False), (False, SCHAKEL, True), (True, DIEP, True), (True, SCHAKEL, False)]
    assert naast() == sorted(stond)
    huis.services.database.close()
    huis.vault.database.close()
    downgrade(huis.services.database.url, "0030")
    upgrade(huis.services.database.url)
    assert naast() == sorted(stond)


def _statuses(huis: Installatie) -> set[str]:
    with huis.services.database.lezen() as session:
        return set(session.scalars(select(models.Bericht.status)))


def test_down_and_up_on_a_database_in_use_leaves_one_that_works(huis: Installatie) -> None:
    _in_every_state(huis)
    url = huis.services.database.url
    rows = _all_rows(huis.services.database)
    huis.services.database.close()
    huis.vault.database.close()
    for revision in revisions(url)[1:]:
        downgrade(url, revision)
    assert _tables(url) == set()
    upgrade(url)
    assert {name for name, found in _all_rows(huis.services.database).items() if found} == set()
    # What a backup holds fits again: the same rows, and everything opens.
    with huis.services.database.schrijven() as session:
        for table in Base.metadata.sorted_tables:
            if rows[table.name]:
                names = [column.name for column in table.columns]
                session.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows[table.name]])
    consulent = huis.gebruiker("consulent")
    bericht = werkvoorraad(huis.services, consulent).rijen[0].id
    assert open_bericht(huis.services, consulent, bericht, now=huis.now).antwoorden.feiten()["soort"] == "wisseling"
    assert kop(huis.services, consulent, bericht).verloop[0].code == "indienen"


def test_two_migrations_at_once_wait_for_each_other(empty_database_url: str) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", UPGRADE, empty_database_url]) for _ in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert _tables(empty_database_url) == set(Base.metadata.tables)


@contextmanager
def _lock_held(database: Database) -> Iterator[None]:
    """Hold the lock of the migrations, as another one would."""
    if database.is_sqlite:
        handle = os.open(f"{make_url(database.url).database}-migreren", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.close(handle)
        return
    with database.engine.connect() as holder:
        holder.execute(text("SELECT pg_advisory_lock(:n)"), {"n": LOCK_NUMBER})
        yield
        holder.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK_NUMBER})


def test_a_migration_waits_for_whoever_holds_the_lock(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with _lock_held(database):
        run = subprocess.Popen([sys.executable, "-c", UPGRADE, empty_database_url])
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(3)
        assert _tables(empty_database_url) == set()
    assert run.wait(60) == 0
    assert _tables(empty_database_url) == set(Base.metadata.tables)
    database.close()


def _stages(url: str) -> list[set[str]]:
    """Return the tables after each migration, from none to all, and leave an empty database."""
    upgrade(url)
    found = [_tables(url)]
    for revision in revisions(url)[1:]:
        downgrade(url, revision)
        found.append(_tables(url))
    return found[::-1]


@pytest.mark.slow
def test_a_migration_that_is_killed_leaves_old_or_new_and_can_be_run_again(empty_database_url: str) -> None:
    seen: set[int] = set()
    stages = _stages(empty_database_url)
    for wait in (0.5, 0.8, 1.0, 1.2, 1.5, 2.0):
        run = subprocess.Popen([sys.executable, "-c", UPGRADE, empty_database_url])
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.wait(10)
        tables = _tables(empty_database_url)
        assert tables in stages
        seen.add(len(tables))
        upgrade(empty_database_url)
        assert _tables(empty_database_url) == set(Base.metadata.tables)
        downgrade(empty_database_url, "base")
    assert seen


def test_a_migration_that_is_killed_halfway_leaves_the_old_database(empty_database_url: str) -> None:
    """Killed for sure in the middle: at its tenth table."""
    script = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from portal.migreren import upgrade
made = []
@event.listens_for(Engine, "after_cursor_execute")
def _count(connection, cursor, statement, *_):
    made.extend([1] if "CREATE TABLE" in statement else [])
    if len(made) == 10:
        os.kill(os.getpid(), signal.SIGKILL)
upgrade(sys.argv[1])
"""
    run = subprocess.run([sys.executable, "-c", script, empty_database_url], check=False)
    assert run.returncode == -signal.SIGKILL
    assert _tables(empty_database_url) == set()
    upgrade(empty_database_url)
    assert _tables(empty_database_url) == set(Base.metadata.tables)


def test_the_integrity_of_a_migrated_sqlite_file_holds(sqlite_template: Path, tmp_path: Path) -> None:
    copy = shutil.copyfile(sqlite_template, tmp_path / "copy.db")
    with sqlite3.connect(copy) as connection:
        found = (
            connection.execute("PRAGMA integrity_check").fetchall(),
            connection.execute("PRAGMA foreign_key_check").fetchall(),
        )
    connection.close()
    assert found == ([("ok",)], [])
