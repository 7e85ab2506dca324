"""The benchmarks measure what they say: seeded and submitted berichten are real ones, and the table follows the results."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from benchmarks.goals import GOALS, goal
from benchmarks.installation import SENDERS, copy_of, running, set_up
from benchmarks.load import at_once, send_melding, send_verzoek
from benchmarks.loading import load
from benchmarks.numbers import bsn_of, nummer_of
from benchmarks.report import BEGIN_MARK, END_MARK, Report, Result, commit_of
from benchmarks.seeder import seed
from portal.cli.installation import open_gate
from portal.db import Database
from portal.domain.nummer import lees
from portal.models import Bericht
from portal.vault.verify import verify


@pytest.mark.slow
def test_what_is_seeded_and_what_the_load_client_sends_is_stored_and_verifies(tmp_path: Path) -> None:
    base = set_up(tmp_path / "begin")
    place = copy_of(base, tmp_path / "meting")
    seeded = load(place, seed(base, tmp_path / "gezaaid", 2))
    with running(place) as portal:
        sessions = place.sessions(SENDERS[:2])
        sent = at_once(place.port, sessions, send_verzoek, material=[bsn_of(0), bsn_of(1)])
        sent.add(at_once(place.port, sessions, send_melding, material=[bsn_of(0), bsn_of(1)]))
        portal.wait_until_idle()
    database = Database(place.settings.database_url, pool_size=1)
    with database.lezen() as session:
        stored = session.scalars(select(Bericht.id).where(Bericht.opgenomen.is_not(None))).all()
    database.close()
    assert (sent.errors, len(sent.acknowledged)) == ([], 4)
    assert sorted(stored) == sorted([*seeded, *sent.acknowledged])
    with open_gate(place.settings) as gate:
        assert verify(gate).ok


def test_the_table_says_of_each_result_whether_its_goal_was_reached(tmp_path: Path) -> None:
    report = Report(begun=datetime(2026, 4, 2, 8, 0, tzinfo=UTC), n=1000)
    report.results.append(Result(code="6", engine="sqlite", n=1000, value=1.3, measured="p95 1.3 tegen 1.0 ms"))
    report.results.append(Result(code="1", engine="postgresql", n=1000, value=0.31, measured="31/s tegen 100/s"))
    report.not_run.append("rij 20")
    assert report.table().splitlines()[2:] == [
        (
            "| 1 | Berichten per seconde, hele weg, 16 tegelijk, tegen hello (PostgreSQL) | 1.000 | 31/s tegen 100/s "
            "| 0,31 | ≥ 0,3 x | gehaald |"
        ),
        (
            "| 6 | Werkvoorraad, eerste bladzijde: p95 bij N / p95 bij 1.000 (SQLite) | 1.000 | p95 1,3 tegen 1,0 ms "
            "| 1,3 | ≤ 1,2 x | NIET GEHAALD |"
        ),
    ]
    page = report.write(tmp_path)
    assert "**NIET GEMETEN**: rij 20" in page.read_text(encoding="utf-8")
    assert '"oordeel": "NIET GEHAALD"' in page.with_suffix(".json").read_text(encoding="utf-8")


def test_the_readme_gets_the_summary_between_its_marks_and_keeps_the_rest(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"voor\n{BEGIN_MARK}\noud\n{END_MARK}\nna\n", encoding="utf-8")
    report = Report(begun=datetime(2026, 4, 2, 8, 0, tzinfo=UTC), n=1000)
    for engine, value in (("sqlite", 1.1), ("postgresql", 1.3)):
        report.results.append(Result(code="6", engine=engine, n=1000, value=value, measured=""))
    report.into_readme(readme)
    text = readme.read_text(encoding="utf-8")
    assert (
        "| 6 | Werkvoorraad, eerste bladzijde: p95 bij N / p95 bij 1.000 | 1,1 | 1,3 | ≤ 1,2 x | gehaald / NIET GEHAALD |"
        in text
    )
    assert (text.startswith("voor\n"), text.endswith("\nna\n"), "oud" in text) == (True, True, False)


def test_the_report_names_the_commit_that_ran_and_whether_it_was_changed(tmp_path: Path) -> None:
    assert commit_of(tmp_path) == "onbekend"
    file = tmp_path / "code.py"
    file.write_text("1\n", encoding="utf-8")
    who = ("-c", "user.name=n", "-c", "user.email=n@example.org")
    for words in (("init", "-q"), ("add", "code.py"), (*who, "commit", "-q", "-m", "one")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    commit = next((tmp_path / ".git" / "refs" / "heads").iterdir()).read_text(encoding="ascii").strip()
    assert commit_of(tmp_path) == commit
    file.write_text("2\n", encoding="utf-8")
    assert commit_of(tmp_path) == f"{commit} + gewijzigd"
    report = Report(begun=datetime(2026, 4, 2, 8, 0, tzinfo=UTC), n=1000, commit=commit)
    page, readme = report.write(tmp_path), tmp_path / "README.md"
    readme.write_text(f"{BEGIN_MARK}\n{END_MARK}\n", encoding="utf-8")
    report.into_readme(readme)
    assert json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["commit"] == commit
    assert [f"Commit: {commit}." in text.read_text(encoding="utf-8") for text in (page, readme)] == [True, True]


def test_every_row_of_the_twenty_has_a_goal() -> None:
    rows = {int("".join(sign for sign in one.code.partition("-")[0] if sign.isdigit())) for one in GOALS}
    assert rows == set(range(1, 21))
    assert goal("4").reached(0)
    assert not goal("4").reached(1)


def test_a_row_without_a_goal_is_told_and_not_judged() -> None:
    report = Report(begun=datetime(2026, 4, 2, 8, 0, tzinfo=UTC), n=1000)
    report.results.append(Result(code="2b", engine="sqlite", n=1000, value=40, measured="80 ms"))
    assert report.table().splitlines()[2:] == [
        "| 2b | Hetzelfde met twee bijlagen (SQLite) | 1.000 | 80 ms | 40 |  | zonder doel |"
    ]


def test_no_two_seeded_berichten_have_the_same_number() -> None:
    numbers = {nummer_of(index) for index in range(0, 1_000_000, 7)}
    assert len(numbers) == len(range(0, 1_000_000, 7))
    assert {number for number in numbers if lees(number) != number} == set()
