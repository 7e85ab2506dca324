"""`python -m benchmarks`: measure the twenty rows, print the table and write it to benchmarks/results/."""

import argparse
import compileall
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks import keeping, memory, mixed, reading, sealing_speed, submitting, uploads
from benchmarks.client import Unexpected
from benchmarks.goals import GOALS
from benchmarks.installation import ROOT, Place, set_up
from benchmarks.report import Report, dutch, new_report
from benchmarks.seeder import SHARD, seed
from benchmarks.stage import SMALL, Pace, Stage, filled, live
from tests.postgres import NoPostgres, create_database, drop_database, postgres_server

ENGINES: Final = ("sqlite", "postgresql")
# Groups of rows in the order they are measured: while the portals run, and while nothing runs.
LIVE: Final = {
    "geheugen": memory.measure_live,
    "lezen": reading.measure,
    "indienen": submitting.measure,
    "gemengd": mixed.measure,
    "bijlagen": uploads.measure,
}
QUIET: Final = {"bewaken": keeping.measure, "starten": memory.measure_cold, "verzegelen": sealing_speed.measure}
# What has nothing to do with a database is measured on the first engine only; in short, what has little to do with it.
ONCE: Final = {"bijlagen", "verzegelen"}
ONCE_QUICK: Final = ONCE | {"geheugen", "starten"}
QUICK: Final = Pace(rounds=3, seconds=1, readings=20, submissions=0, mixed=5)
WHOLE: Final = Pace(rounds=3, seconds=10, readings=100, submissions=2000, mixed=120)
COMPARED: Final = {"6", "8a", "9", "10", "16b", "19"}
QUICK_N: Final = SMALL  # of two thousand against one nothing is learnt
WHOLE_N: Final = 1_000_000


def main() -> int:
    """Measure, write, and tell where; 0 also when a goal was missed: the table says so."""
    asked = _arguments()
    n = asked.n or (QUICK_N if asked.quick else WHOLE_N)
    # As an installed wheel is: else each start would compile the source, where Python may not keep what it compiled.
    compileall.compile_dir(ROOT / "portal", quiet=1)
    report, pace, once = new_report(n), QUICK if asked.quick else WHOLE, ONCE_QUICK if asked.quick else ONCE
    with _work_folder(asked.map) as work:
        base, shards = _seeded(asked.zaad or work, n)
        for engine in asked.engines:
            try:
                with _stage(engine, base, shards, work=work, pace=pace, report=report) as stage:
                    _measure(stage, [name for name in asked.only if engine == asked.engines[0] or name not in once])
            except NoPostgres as missing:
                report.not_run.append(f"alle rijen op PostgreSQL: {missing}")
    _name_what_is_missing(report, asked.engines, n=n, quick=asked.quick)
    page = report.write()
    if asked.readme:
        report.into_readme()
    _say(f"\n{report.markdown()}\nOok in {page.relative_to(Path.cwd()) if page.is_relative_to(Path.cwd()) else page}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="some minutes, few berichten, SQLite unless --engines says more"
    )
    parser.add_argument("--n", type=int, default=int(os.environ.get("BENCH_N", "0")), help="berichten in the large one")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=None)
    parser.add_argument("--only", nargs="+", choices=[*LIVE, *QUIET], default=[*LIVE, *QUIET], help="these rows only")
    parser.add_argument("--readme", action="store_true", help="put the summary in README.md as well")
    parser.add_argument("--zaad", type=Path, default=None, help="where what is seeded stays, for a next run to use")
    parser.add_argument("--map", type=Path, default=None, help="where the data goes; it is removed at the end")
    asked = parser.parse_args()
    asked.engines = asked.engines or (ENGINES[:1] if asked.quick else ENGINES)
    return asked


def _seeded(folder: Path, n: int) -> tuple[Place, list[Path]]:
    """Seed an installation with `n` berichten, or use what an earlier run kept in this folder when that is enough."""
    kept = folder / "zaad.pickle"
    if kept.exists():
        base, shards = pickle.loads(kept.read_bytes())  # noqa: S301 - written by ourselves, in a folder of our own
        if len(shards) * SHARD >= n:
            return base, shards[: -(-n // SHARD)]
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _say(f"{dutch(n)} berichten worden verzegeld en opgenomen ...")
    base, begun = set_up(folder / "begin"), perf_counter()
    shards = seed(base, folder / "gezaaid", n)
    kept.write_bytes(pickle.dumps((base, shards)))
    _say(f"  {(perf_counter() - begun) / n * 1e3:.2f} ms per bericht")
    return base, shards


@contextmanager
def _stage(
    engine: str, base: Place, shards: Sequence[Path], *, work: Path, pace: Pace, report: Report
) -> Iterator[Stage]:
    """Fill the installations of this engine; their data is removed afterwards. Raises NoPostgres."""
    with _databases(engine) as urls:
        _say(f"{engine}: gegevens worden geladen ...")
        small, large = filled(base, work / engine, urls, shards)
        yield Stage(engine=engine, pace=pace, report=report, small=small, large=large, work=work)
    shutil.rmtree(work / engine)


def _measure(stage: Stage, names: Sequence[str]) -> None:
    """Measure these groups of rows on one engine."""
    _say(f"{stage.engine}: metingen ...")
    if {*LIVE} & {*names}:
        with live(stage) as both:
            for name in (name for name in LIVE if name in names):
                with _failing_loudly(stage, name):
                    LIVE[name](stage, both)
    for name in (name for name in QUIET if name in names):
        with _failing_loudly(stage, name):
            QUIET[name](stage)


@contextmanager
def _failing_loudly(stage: Stage, name: str) -> Iterator[None]:
    """Go on with the other rows when some cannot be measured, and name them."""
    try:
        yield
    except (Unexpected, OSError, ValueError) as error:
        stage.report.not_run.append(f"'{name}' op {stage.engine}, afgebroken: {type(error).__name__} {error}"[:300])


@contextmanager
def _databases(engine: str) -> Iterator[tuple[str, str]]:
    """Give two empty databases on a PostgreSQL server of this run; on SQLite each installation has its own file."""
    if engine == "sqlite":
        yield "", ""
        return
    with postgres_server(durable=True) as server:
        urls = create_database(server), create_database(server)
        yield urls
        for url in urls:
            drop_database(server, url)


def _name_what_is_missing(report: Report, engines: Sequence[str], *, n: int, quick: bool) -> None:
    """Say loudly what this run did not do."""
    if n <= SMALL:
        report.not_run.append(
            "wat meegroeit (rij 6, 8a, 9, 10, 16b, 19): deze korte meting heeft geen grotere naast zich"
        )
    elif n < WHOLE_N:
        report.not_run.append(f"de rijen over 1.000.000 berichten: deze meting ging tot {dutch(n)}")
    if quick:
        report.not_run.append("rij 4 met 2.000 berichten: deze korte meting doet er minder")
        report.not_run.append(f"rij 15, 16 en 17 op een andere database dan {engines[0]}: te kort daarvoor")
    for engine in ENGINES:
        if engine not in engines:
            report.not_run.append(f"alles op {engine}: niet gevraagd")
    measured = {result.code for result in report.results}
    for goal in GOALS:
        if goal.code not in measured and (n > SMALL or goal.code not in COMPARED):
            report.not_run.append(f"rij {goal.code} ({goal.quantity})")


@contextmanager
def _work_folder(asked: Path | None) -> Iterator[Path]:
    """Give a folder for all data of this run, and remove it."""
    if asked is not None:
        asked.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="meting-", dir=asked) as folder:
        yield Path(folder)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command for a person


if __name__ == "__main__":
    sys.exit(main())
