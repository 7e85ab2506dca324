"""The report: results with their goal and verdict, as JSON and as a table."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.goals import GOALS, goal

RESULTS: Final = Path(__file__).parent / "results"
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
        return "gehaald" if goal(self.code).reached(self.value) else "NIET GEHAALD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All results of a run, and loudly what was not run, with the reason."""

    begun: datetime
    n: int
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
        head = f"# Metingen van {self.begun:%Y-%m-%d %H:%M} UTC, tot N = {dutch(self.n)}\n\n{machine()}\n"
        missing = [f"* **NIET GEMETEN**: {why}" for why in self.not_run]
        return "\n".join([head, self.table(), "", *missing]).rstrip() + "\n"

    def write(self, folder: Path = RESULTS) -> Path:
        """Write `<moment>.json` and `<moment>.md`, and return the second."""
        folder.mkdir(parents=True, exist_ok=True)
        name = folder / f"{self.begun:%Y%m%d-%H%M}-n{self.n}"
        rows = [asdict(result) | {"doel": goal(result.code).text, "oordeel": result.verdict} for result in self.results]
        data = {
            "begonnen": self.begun.isoformat(timespec="seconds"),
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
    return Report(begun=datetime.now(UTC), n=n)


def machine() -> str:
    """Say on what was measured."""
    return f"{os.cpu_count()} kernen, {platform.machine()}, Linux {platform.release()}, Python {platform.python_version()}."


def dutch(number: int) -> str:
    """Write a whole number with points: 1.000.000."""
    return f"{number:,}".replace(",", ".")


def _cells(result: Result) -> list[str]:
    what = goal(result.code)
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(result.engine, "")
    value = f"{result.value:,.0f}".replace(",", ".") if result.value >= 1000 else f"{result.value:.3g}"
    return [
        what.code.partition("-")[0],
        f"{what.quantity}{' (' + name + ')' if name and name not in what.quantity else ''}",
        dutch(result.n) if result.n else "",
        result.measured,
        f"{value} {what.unit if what.unit != 'x' else ''}".strip(),
        what.text,
        result.verdict,
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
