"""The command line as its user runs it: a process, its exit code, and what it says."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """How a command ended."""

    code: int
    out: str
    err: str


def portal(*args: str | Path, **settings: str) -> Uitkomst:
    """Run `portal` with these PORTAL_* settings and no others."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    env |= {f"PORTAL_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "portal", *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    return Uitkomst(done.returncode, done.stdout, done.stderr)
