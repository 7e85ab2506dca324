"""Rows 1 to 5 and 10: sixteen people who submit at once, against hello and against the limit of commits.

The rows are about the leanest bericht there is, a melding without files; what two files add stands in a row of its own.
"""

from dataclasses import dataclass, field
from statistics import median

from sqlalchemy import func, select

from benchmarks.installation import Running
from benchmarks.limits import commits_per_second
from benchmarks.load import Outcome, Turn, at_once, greet, p50, p95, send_melding, send_verzoek
from benchmarks.stage import Live, Stage, new_numbers
from portal.cli.installation import open_gate
from portal.db import Database
from portal.models import Bericht
from portal.vault.verify import verify

MANY = 1_000_000


@dataclass(slots=True)
class Rounds:
    """What the rounds came to; processor time in milliseconds per flow."""

    per_second: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    hello_per_second: list[float] = field(default_factory=list)
    hello_cpu: list[float] = field(default_factory=list)
    others_cpu: list[float] = field(default_factory=list)
    files_per_second: list[float] = field(default_factory=list)
    files_cpu: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    small: Outcome = field(default_factory=Outcome)
    files: Outcome = field(default_factory=Outcome)
    large: Outcome = field(default_factory=Outcome)


def measure(stage: Stage, live: Live) -> None:
    """Measure rows 1 to 5 and 10."""
    rounds = Rounds()
    for _ in stage.rounds():
        _hello(stage, live, rounds)
        before = _limit(stage)
        _portal(stage, live.small, rounds)
        rounds.commits.append((before + _limit(stage)) / 2)
        _with_files(stage, live.small, rounds)
        if stage.compares:
            rounds.large.add(_load(stage, live.large, stage.pace.seconds))
            live.large.wait_until_idle()
    _flow_rows(stage, rounds)
    missing = stage.pace.submissions - len(rounds.small.acknowledged)
    if missing > 0:
        rounds.small.add(_load(stage, live.small, MANY, missing))
    sent, large = list(rounds.small.sent), rounds.large.sent
    rounds.small.add(rounds.files)
    _row_4(stage, live.small, rounds.small)
    code = "5-sqlite" if stage.engine == "sqlite" else "5-pg"
    stage.add(code, [p95(sent) / p50(sent)], f"{p50(sent) * 1e3:.0f} en {p95(sent) * 1e3:.0f} ms", n=len(sent))
    if large:
        stage.add("10", [p50(large) / p50(sent)], f"{p50(large) * 1e3:.0f} tegen {p50(sent) * 1e3:.0f} ms")


def _flow_rows(stage: Stage, rounds: Rounds) -> None:
    n = len(stage.small.berichten)
    speed, hello = median(rounds.per_second), median(rounds.hello_per_second)
    cpu, hello_cpu, others = median(rounds.cpu), median(rounds.hello_cpu), median(rounds.others_cpu)
    commits = median(rounds.commits)
    stage.add("1", _ratios(rounds.per_second, rounds.hello_per_second), f"{speed:.1f}/s tegen {hello:.0f}/s", n=n)
    stage.add(
        "2",
        _ratios(rounds.cpu, rounds.hello_cpu),
        f"{cpu:.1f} tegen {hello_cpu:.1f} ms; kluis en werker {others:.1f} ms",
        n=n,
    )
    stage.add(
        "1b", _ratios(rounds.files_per_second, rounds.hello_per_second), f"{median(rounds.files_per_second):.1f}/s"
    )
    stage.add("2b", _ratios(rounds.files_cpu, rounds.hello_cpu), f"{median(rounds.files_cpu):.1f} ms")
    stage.add(
        "3",
        _ratios(rounds.per_second, rounds.commits),
        f"{speed:.1f}/s tegen {commits:.0f} commits/s, elk {1e3 / commits:.2g} ms; hello zelf zou {hello / commits:.2g} halen",
        n=n,
    )


def _hello(stage: Stage, live: Live, rounds: Rounds) -> None:
    before = live.hello.tree.cpu()
    outcome = at_once(live.hello.port, [{}] * 16, greet, material=range(MANY), seconds=stage.pace.seconds)
    rounds.hello_per_second.append(outcome.per_second)
    rounds.hello_cpu.append((live.hello.tree.cpu() - before) / len(outcome.turns) * 1e3)


def _limit(stage: Stage) -> float:
    """Measure what the disk commits just before or after a load: others on it change that from second to second."""
    return commits_per_second(stage.small.place.settings.database_url, min(1, stage.pace.seconds / 2))


def _portal(stage: Stage, portal: Running, rounds: Rounds) -> None:
    """Load the small installation; what worker and vault still do afterwards counts as theirs."""
    web, others = portal.tree("website"), portal.tree("kluis", "werker")
    before, before_others = web.cpu(), others.cpu()
    outcome = _load(stage, portal, stage.pace.seconds)
    portal.wait_until_idle()
    flows = max(len(outcome.turns), 1)
    rounds.per_second.append(outcome.per_second)
    rounds.cpu.append((web.cpu() - before) / flows * 1e3)
    rounds.others_cpu.append((others.cpu() - before_others) / flows * 1e3)
    rounds.small.add(outcome)


def _with_files(stage: Stage, portal: Running, rounds: Rounds) -> None:
    """Load it once more, with berichten that carry two files; they count for row 4 as well."""
    web = portal.tree("website")
    before = web.cpu()
    outcome = _load(stage, portal, stage.pace.seconds, turn=send_verzoek)
    rounds.files_per_second.append(outcome.per_second)
    rounds.files_cpu.append((web.cpu() - before) / max(len(outcome.turns), 1) * 1e3)
    rounds.files.add(outcome)
    portal.wait_until_idle()


def _load(stage: Stage, portal: Running, seconds: float, count: int = 10_000, *, turn: Turn = send_melding) -> Outcome:
    place = portal.place
    return at_once(place.port, stage.senders[place], turn, material=new_numbers(count), seconds=seconds)


def _row_4(stage: Stage, portal: Running, outcome: Outcome) -> None:
    """Compare what was stored with what was acknowledged, and verify the log while everything runs."""
    portal.wait_until_idle()
    settings = portal.place.settings
    database = Database(settings.database_url, pool_size=1)
    with database.lezen() as session:
        stored = (session.scalar(select(func.count()).select_from(Bericht)) or 0) - len(stage.small.berichten)
    database.close()
    with open_gate(settings) as gate:
        report = verify(gate)
    lost = abs(stored - len(outcome.acknowledged)) + (len(outcome.acknowledged) - len(set(outcome.acknowledged)))
    wrong = len(outcome.errors) + lost + (0 if report.ok else 1)
    for error in outcome.errors[:3]:
        stage.report.not_run.append(f"rij 4, {stage.engine}: een bericht kwam niet aan: {error}")
    said = f"{len(outcome.acknowledged)} bevestigd, {stored} bewaard, {len(outcome.errors)} fouten, "
    stage.add("4", [wrong], said + ("keten heel" if report.ok else "KETEN NIET HEEL"), n=len(outcome.acknowledged))


def _ratios(ours: list[float], theirs: list[float]) -> list[float]:
    return [one / other for one, other in zip(ours, theirs, strict=True)]
