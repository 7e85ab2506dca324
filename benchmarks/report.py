"""The report: results with their goal and verdict, as JSON and as a table."""

import json
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.goals import GOALS, Goal, goal

ENGINES: Final = ("sqlite", "postgresql")
RESULTS: Final = Path(__file__).parent / "results"
ROOT: Final = Path(__file__).parent.parent
README: Final = ROOT / "README.md"
UNKNOWN: Final = "onbekend"
BEGIN_MARK: Final = "<!-- cijfers: python -m benchmarks --readme -->"
END_MARK: Final = "<!-- einde cijfers -->"
SHORT: Final = ("rij", "wat", "SQLite", "PostgreSQL", "doel", "oordeel")
DECIMAL: Final = re.compile(r"(?<=\d)\.(?=\d)")
HEAD: Final = ("rij", "wat", "N", "gemeten", "verhouding", "doel", "oordeel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One figure: `value` is what the goal is about, `measured` says in words what it was made of."""

    code: str
    engine: str
    n: int
    value: float
    measured: str

    @property
    def verdict(self) -> str:
        """Whether the goal was reached."""
        if goal(self.code).limit is None:
            return "zonder doel"
        return "gehaald" if goal(self.code).reached(self.value) else "NIET GEHAALD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All results of a run, and loudly what was not run, with the reason; `commit` is the code that ran."""

    begun: datetime
    n: int
    commit: str = UNKNOWN
    results: list[Result] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def table(self) -> str:
        """Return the results in Markdown, in the order of the goals."""
        order = [goal.code for goal in GOALS]
        lines = [_line(HEAD), _line(["---"] * len(HEAD))]
        results = sorted(self.results, key=lambda r: (order.index(r.code), r.engine))
        return "\n".join([*lines, *(_line(_cells(result)) for result in results)])

    def markdown(self) -> str:
        """Return the whole report."""
        head = f"# Metingen van {self.begun:%Y-%m-%d %H:%M} UTC, tot N = {dutch(self.n)}\n\nCommit: {self.commit}. {machine()}\n"
        missing = [f"* **NIET GEMETEN**: {why}" for why in self.not_run]
        return "\n".join([head, self.table(), "", *missing]).rstrip() + "\n"

    def summary(self) -> str:
        """Return one line a row for the README: the figure of each engine, the goal and the verdict."""
        lines = [_line(SHORT), _line(["---"] * len(SHORT))]
        for what in GOALS:
            found = {result.engine: result for result in self.results if result.code == what.code}
            if found:
                figures = [_figure(found[engine]) if engine in found else "" for engine in ENGINES]
                # in the order of the figures, and once where they agree
                verdicts = dict.fromkeys(found[engine].verdict for engine in ENGINES if engine in found)
                lines.append(
                    _line([what.code.partition("-")[0], what.quantity, *figures, _goal(what), " / ".join(verdicts)])
                )
        return "\n".join(lines)

    def into_readme(self, readme: Path = README) -> None:
        """Put the summary in the README, between its two marks."""
        head, rest = readme.read_text(encoding="utf-8").split(BEGIN_MARK)
        _, tail = rest.split(END_MARK)
        when = f"Gemeten op {self.begun:%d-%m-%Y}, tot {dutch(self.n)} berichten. Commit: {self.commit}. {machine()}"
        missing = f"Niet gemeten: {'; '.join(self.not_run)}." if self.not_run else ""
        parts = [part for part in (when, self.summary(), missing) if part]
        middle = "\n\n".join(parts)
        readme.write_text(f"{head}{BEGIN_MARK}\n{middle}\n{END_MARK}{tail}", encoding="utf-8")

    def write(self, folder: Path = RESULTS) -> Path:
        """Write `<moment>.json` and `<moment>.md`, and return the second."""
        folder.mkdir(parents=True, exist_ok=True)
        name = folder / f"{self.begun:%Y%m%d-%H%M}-n{self.n}"
        rows = [
            asdict(result) | {"doel": _goal(goal(result.code)), "oordeel": result.verdict} for result in self.results
        ]
        data = {
            "begonnen": self.begun.isoformat(timespec="seconds"),
            "commit": self.commit,
            "machine": machine(),
            "n": self.n,
            "uitkomsten": rows,
            "niet_gemeten": self.not_run,
        }
        name.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        page = name.with_suffix(".md")
        page.write_text(self.markdown(), encoding="utf-8")
        return page


def new_report(n: int) -> Report:
    """Begin a report."""
    return Report(begun=datetime.now(UTC), n=n, commit=commit_of(ROOT))


def commit_of(root: Path) -> str:
    """Name the commit that is checked out at `root`, and whether files in git differ from it; 'onbekend' without git."""
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return UNKNOWN

    def ask(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([git, *words], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - our own command

    head, changed = ask("rev-parse", "HEAD"), ask("status", "--porcelain", "--untracked-files=no")
    if head.returncode or changed.returncode:
        return UNKNOWN
    return head.stdout.strip() + (" + gewijzigd" if changed.stdout.strip() else "")


def machine() -> str:
    """Say on what was measured, and how busy it was; a quiet machine that only measures stands near two."""
    busy = dutch(os.getloadavg()[2])
    kernel, python = platform.release(), platform.python_version()
    return f"{os.cpu_count()} kernen (drukte {busy}), {platform.machine()}, Linux {kernel}, Python {python}."


def dutch(number: float) -> str:
    """Write a number as one does in Dutch: 1.000.000, and small ones with three digits that count: 0,0213."""
    if number >= 1000:
        return f"{number:,.0f}".replace(",", ".")
    return f"{number:.3g}".replace(".", ",")


def _cells(result: Result) -> list[str]:
    what = goal(result.code)
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(result.engine, "")
    return [
        what.code.partition("-")[0],
        f"{what.quantity}{' (' + name + ')' if name and name not in what.quantity else ''}",
        dutch(result.n) if result.n else "",
        DECIMAL.sub(",", result.measured),
        _figure(result),
        _goal(what),
        result.verdict,
    ]


def _figure(result: Result) -> str:
    unit = goal(result.code).unit
    return f"{dutch(result.value)} {unit if unit != 'x' else ''}".strip()


def _goal(what: Goal) -> str:
    return "" if what.limit is None else f"{'≥' if what.at_least else '≤'} {dutch(what.limit)} {what.unit}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
