"""The command line as its user runs it: a process, its exit code, and what it says."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SECONDS = 120
# What is loaded once for all commands of a run; what a command itself loads comes to that in its own process.
LOADED = [
    "portal.cli.inrichten",
    "portal.cli.gebruikers",
    "portal.cli.tonen",
    "portal.cli.doctor",
    "portal.cli.kalender",
]


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """How a command ended."""

    code: int
    out: str
    err: str


def portal(*args: str | Path, **settings: str) -> Uitkomst:
    """Run `portal` with these PORTAL_* settings and no others, in a process that is split off from one that knows the code.

    Reading two hundred modules takes as long as most commands; `portal_anew` starts Python as a user does.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _loaded().Process(target=_command, args=([str(arg) for arg in args], _env(settings), out, err))
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(args)
        return Uitkomst(process.exitcode, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def portal_anew(*args: str | Path, **settings: str) -> Uitkomst:
    """Run `portal` as `portal` does, in a Python that has read nothing yet."""
    command = [sys.executable, "-m", "portal", *map(str, args)]
    done = subprocess.run(
        command, cwd=ROOT, env=_env(settings), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return Uitkomst(done.returncode, done.stdout, done.stderr)


def _env(settings: Mapping[str, str]) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return env | {f"PORTAL_{name.upper()}": value for name, value in settings.items()}


@cache
def _loaded() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context


def _command(args: list[str], env: dict[str, str], out: Path, err: Path) -> None:
    """Be the command: its place, its settings, where it says things, and then its own beginning and end."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    for path, stream in ((out, sys.stdout), (err, sys.stderr)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    from portal.cli import main

    main(args)
