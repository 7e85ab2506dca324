"""The supervisor: starts the processes of the demo, starts again what died, and leaves none behind.

Every process holds the reading end of one pipe; when this process ends, however it ends, the pipe
closes and they end too.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LIFELINE: Final = "PORTAL_LEVENSLIJN"
STOP_SECONDS: Final = 12.0
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
# A process that lived this long had a good start: the next wait is short again.
GOOD_START: Final = 60.0


@dataclass(slots=True)
class Child:
    """One process under supervision."""

    naam: str
    command: Sequence[str]
    process: subprocess.Popen[bytes]
    started: float
    wait: float = FIRST_WAIT
    restart_at: float | None = None
    deaths: int = field(default=0)


class Supervisor:
    """Keeps named processes running; `tell` gets a line in Dutch for every event."""

    def __init__(self, env: Mapping[str, str], log_dir: Path, *, tell: Callable[[str], None]) -> None:
        """Make the lifeline; nothing is started yet."""
        self._read_end, self._write_end = os.pipe()
        self._env = {**env, LIFELINE: str(self._read_end)}
        self._log_dir = log_dir
        self._tell = tell
        self._children: dict[str, Child] = {}
        log_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    def start(self, naam: str, command: Sequence[str]) -> None:
        """Start a process; its output goes to a log of its own."""
        self._children[naam] = Child(naam, command, self._spawn(naam, command), time.monotonic())

    def watch(self) -> None:
        """Look once at every process, and start again what died when its wait is over."""
        now = time.monotonic()
        for child in self._children.values():
            if child.restart_at is None and (code := child.process.poll()) is not None:
                self._plan_restart(child, code, now)
            if child.restart_at is not None and now >= child.restart_at:
                child.process, child.started, child.restart_at = self._spawn(child.naam, child.command), now, None

    def deaths(self, naam: str) -> int:
        """Return how often this process ended by itself."""
        return self._children[naam].deaths

    def pids(self) -> dict[str, int]:
        """Return the process id of each process that runs."""
        return {naam: child.process.pid for naam, child in self._children.items() if child.process.poll() is None}

    def log_tail(self, naam: str, lines: int = 15) -> str:
        """Return the end of a process's log."""
        path = self._log_dir / f"{naam}.log"
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """End all processes: ask, wait, insist; their own children too."""
        os.close(self._write_end)
        os.close(self._read_end)
        running = [child for child in self._children.values() if child.process.poll() is None]
        for child in reversed(running):
            child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in running:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
        for child in self._children.values():
            _end_group(child.process)

    def _spawn(self, naam: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        path = self._log_dir / f"{naam}.log"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            process = subprocess.Popen(  # noqa: S603 - the command is our own
                command,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                pass_fds=[self._read_end],
                start_new_session=True,  # Ctrl-C reaches us alone; we end them in order
            )
            self._tell(f"{naam} draait (proces {process.pid}).")
            return process
        finally:
            os.close(handle)

    def _plan_restart(self, child: Child, code: int, now: float) -> None:
        _end_group(child.process)
        child.wait = FIRST_WAIT if now - child.started > GOOD_START else child.wait
        child.deaths += 1
        child.restart_at = now + child.wait
        self._tell(f"{child.naam} is gestopt (code {code}) en start over {child.wait:g} s opnieuw.")
        child.wait = min(LONGEST_WAIT, child.wait * 2)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what a process left in its group: the workers of the web server."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
