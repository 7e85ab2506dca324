"""A demo of its own for a test: started as a process, found by its data directory, ended with the test."""

import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 300
STOP_SECONDS = 30


@dataclass(slots=True)
class Demo:
    """A running demo: its process, its data, its port and what it has printed so far."""

    process: subprocess.Popen[bytes]
    data: Path
    port: int
    output: Path

    def printed(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_until_ready(self) -> "Demo":
        wait_for(lambda: "Stop met Ctrl-C" in self.printed() or self.process.poll() is not None, START_SECONDS)
        assert "Stop met Ctrl-C" in self.printed(), self.printed()
        return self

    def get(self, path: str) -> int:
        """Status of a page; 0 when nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def accounts(self) -> dict[str, str]:
        rows = json.loads((self.data / "demo-accounts.json").read_text(encoding="utf-8"))
        return {row["account"]: row["wachtwoord"] for row in rows}

    def pids(self) -> dict[str, int]:
        """The processes that the log of the demo names, by name; the last one counts."""
        log = (self.data / "log" / "demo.log").read_text(encoding="utf-8")
        return {naam: int(pid) for naam, pid in re.findall(r"(\w+) draait \(proces (\d+)\)", log)}

    def family(self) -> set[int]:
        """Every living process of this demo: the one started here and all below it."""
        found = {self.process.pid, *self.pids().values()} & set(parents())
        while more := {pid for pid, parent in parents().items() if parent in found} - found:
            found |= more
        return found

    def gone(self, family: set[int]) -> bool:
        """Tell whether no process of the family is left, also none that the data directory betrays."""
        return not {pid for pid in family & set(parents()) if not is_zombie(pid)} and not named_in_environment(
            self.data
        )


@contextmanager
def demo(data: Path, port: int, *, ignore_int: bool = False) -> Iterator[Demo]:
    """Start a demo; at the end nothing of it is left."""
    output = data.parent / f"uitvoer-{port}.txt"
    command = [sys.executable, "-m", "portal", "demo", "--data", str(data), "--port", str(port)]
    if ignore_int:
        command = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command]
    with output.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, start_new_session=True)
    found = Demo(process, data, port, output)
    try:
        yield found
    finally:
        family = found.family() if (data / "log" / "demo.log").exists() else {process.pid}
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        for pid in family & set(parents()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def copy_demo(shared: Path, data: Path) -> Path:
    """Copy the data of a demo that was set up and stopped; the first test that asks makes it, under `shared`."""
    shared.mkdir(exist_ok=True)
    with (shared / "slot").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = shared / "data"
        if not (made / "demo-klaar").exists():
            with demo(made, free_port()) as found:
                found.wait_until_ready()
    shutil.copytree(made, data)
    return data


def run_demo(*args: str) -> tuple[int, str]:
    """Run a demo that ends by itself; gives its exit code and what it said."""
    result = subprocess.run(
        [sys.executable, "-m", "portal", "demo", *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_for(true: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def parents() -> dict[int, int]:
    """Every living process with its parent."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    return found


def is_zombie(pid: int) -> bool:
    """Tell whether a process has ended and only waits to be seen by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def named_in_environment(data: Path) -> set[int]:
    """Processes that were started for this data directory, as far as this user may look."""
    wanted, found = f"PORTAL_DATA={data}".encode(), set[int]()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if wanted in path.read_bytes().split(b"\0"):
                found.add(int(path.parent.name))
    return found
