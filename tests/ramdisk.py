"""Where the tests keep their files: in memory when there is room, for nothing they make must outlive the machine."""

import os
import tempfile
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there has a random name and the mode of its maker
ENOUGH = 4 * 1024**3  # bytes; a whole run takes about a quarter of it


def work_in_memory() -> None:
    """Let this process and those it starts make temporary files in memory, unless TMPDIR says where they go."""
    if "TMPDIR" not in os.environ and _has_room(SHARED_MEMORY):
        os.environ["TMPDIR"] = str(SHARED_MEMORY)
        tempfile.tempdir = None  # it is read once and then remembered


def _has_room(folder: Path) -> bool:
    if not os.access(folder, os.W_OK):
        return False
    disk = os.statvfs(folder)
    return min(disk.f_bavail * disk.f_frsize, _available_memory()) >= ENOUGH


def _available_memory() -> int:
    """Return what the kernel could give without swapping, in bytes; 0 where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)
