"""Rows 15 to 17: memory of sixteen logins at once, the cold start, and memory at rest."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from time import perf_counter

from benchmarks.client import Visitor
from benchmarks.installation import (
    ROOT,
    SENDERS,
    START_SECONDS,
    Place,
    answers,
    free_port,
    start_hello,
    wait_until,
)
from benchmarks.load import Outcome, at_once
from benchmarks.stage import SETTLE, Live, Stage


def log_in(visitor: Visitor, who: tuple[str, str], _outcome: Outcome) -> None:
    """Log in with a fresh browser."""
    visitor.browser.cookies.clear()
    visitor.log_in(*who)


def measure_live(stage: Stage, live: Live) -> None:
    """Measure rows 17 and 15; row 17 is what they took before anything was asked."""
    ours, theirs = live.at_rest
    later = f"na 32 keer inloggen {live.small.tree().pss():.0f}"
    stage.add("17", [ours / theirs], f"{ours:.0f} tegen {theirs:.0f} MiB; {later}", n=len(stage.small.berichten))
    everything, place = live.small.tree(), live.small.place
    who = [(account, place.password) for account in SENDERS]
    at_once(place.port, [{}] * len(who), log_in, material=who)
    time.sleep(SETTLE)
    idle = everything.rss()
    everything.forget_peak()
    outcome = at_once(place.port, [{}] * len(who), log_in, material=who)
    measured = f"{outcome.per_second:.0f} keer per seconde; in rust {idle:.0f} MiB; {len(outcome.errors)} fouten"
    stage.add("15", [everything.peak() - idle], measured, n=0)


def measure_cold(stage: Stage) -> None:
    """Measure rows 16a and 16b while nothing runs: from the start of the process to the first page."""
    starts = [
        lambda: _until_first_page(start_hello, "/"),
        lambda: _until_first_page(lambda port: _start_website(stage.small.place, port), "/inloggen"),
        lambda: _until_first_page(lambda port: _start_website(stage.large.place, port), "/inloggen"),
    ]
    hello, ours, *at_large = zip(*stage.in_turn(*starts[: 3 if stage.compares else 2]), strict=True)
    n = len(stage.small.berichten)
    stage.add("16a", _ratios(ours, hello), f"{min(ours):.2f} tegen {min(hello):.2f} s", n=n)
    for large in at_large:
        stage.add("16b", _ratios(large, ours), f"{min(large):.2f} tegen {min(ours):.2f} s")


def _until_first_page(start: Callable[[int], "subprocess.Popen[bytes]"], path: str) -> float:
    port = free_port()
    begun = perf_counter()
    process = start(port)
    try:
        wait_until(lambda: answers(port, path), START_SECONDS, f"{path} does not come", every=0.005)
        return perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _start_website(place: Place, port: int) -> "subprocess.Popen[bytes]":
    """Start the website alone; it ends when its standard input does, so also when we are killed."""
    command = [sys.executable, "-m", "portal", "web", "--levenslijn", "0"]
    env = place.env | {"PORTAL_PORT": str(port)}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command


def _ratios(ours: tuple[float, ...], theirs: tuple[float, ...]) -> list[float]:
    return [one / other for one, other in zip(ours, theirs, strict=True)]
