"""Processes under measurement: a tree found by its parent, its processor time, its memory and its peak."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Tree:
    """A process and all that descend from it; `roots` may be more than one."""

    roots: tuple[int, ...]

    def pids(self) -> set[int]:
        """Return every living process of the tree."""
        parents = _parents()
        found = set(self.roots) & set(parents)
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def cpu(self) -> float:
        """Return the seconds of processor time so far, also of children that have ended."""
        return sum(_cpu(pid) for pid in self.pids())

    def pss(self) -> float:
        """Return the proportional memory in MiB: what is shared counts once."""
        return sum(_field(pid, "smaps_rollup", "Pss:") for pid in self.pids())

    def rss(self) -> float:
        """Return the resident memory in MiB."""
        return sum(_field(pid, "status", "VmRSS:") for pid in self.pids())

    def forget_peak(self) -> None:
        """Let the kernel measure the peak anew from here."""
        for pid in self.pids():
            with suppress(OSError):
                Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")

    def peak(self) -> float:
        """Return the sum of the peaks in MiB since `forget_peak`; at least as much as was in use at any moment."""
        return sum(_field(pid, "status", "VmHWM:") for pid in self.pids())


def trees(pids: Iterable[int]) -> Tree:
    """Return the tree below several processes together."""
    return Tree(tuple(pids))


def _cpu(pid: int) -> float:
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:15]) / TICKS
    return 0.0


def _field(pid: int, file: str, name: str) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text(encoding="utf-8").splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024 / MIB
    return 0.0


def _parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            found[int(path.parent.name)] = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    return found
