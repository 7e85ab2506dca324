"""Rows 11 and 12: sealing and opening of files, in memory and from file to file, without any server.

What writes nothing is measured in processor time, so that it tells the same on a busy machine.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Final
from uuid import UUID

from benchmarks.limits import MIB, copy_seconds, raw_per_second, repeat
from benchmarks.stage import Stage
from portal.sealing.envelope import Context, new_dek, new_id
from portal.sealing.stream import StreamSealer, open_stream

PIECE: Final = 64 * 1024  # as the form parser hands them on
FILE: Final = 128 * MIB


def measure(stage: Stage, *, size: int = FILE) -> None:
    """Measure rows 11, 12a and 12b; they are the same for every engine."""
    with tempfile.TemporaryDirectory(dir=stage.work) as folder:
        source, target = Path(folder) / "open", Path(folder) / "verzegeld"
        source.write_bytes(os.urandom(size))
        dek, context = new_dek(), _context()
        block = os.urandom(MIB)
        found = stage.in_turn(
            lambda: raw_per_second(0.5),
            lambda: _seal_in_memory(block, 0.5),
            lambda: size / MIB / copy_seconds(source, target, PIECE),
            lambda: size / MIB / _seconds(lambda: _seal_file(source, target, dek, context)),
            lambda: size / MIB * repeat(lambda: _open_file(target, dek, context), 0.5, process_time),
        )
    raw, memory, copy, sealed, opened = zip(*found, strict=True)
    _row(stage, "11", memory, raw)
    _row(stage, "12a", sealed, copy)
    _row(stage, "12b", opened, raw)


def _row(stage: Stage, code: str, ours: tuple[float, ...], theirs: tuple[float, ...]) -> None:
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    stage.add(code, ratios, f"{max(ours):.0f} tegen {max(theirs):.0f} MiB/s", n=0)


def _seal_in_memory(block: bytes, seconds: float) -> float:
    """MiB per second of processor time with our framing, in chunks of 64 KiB, nothing written: one long stream, as of one large file."""
    sealer = StreamSealer(new_dek(), _context())
    return repeat(lambda: sealer.update(block), seconds, process_time)


def _seal_file(source: Path, target: Path, dek: bytes, context: Context) -> None:
    sealer = StreamSealer(dek, context)
    with source.open("rb", buffering=0) as old, target.open("wb", buffering=0) as new:
        new.write(sealer.header)
        while piece := old.read(PIECE):
            new.write(sealer.update(piece))
        new.write(sealer.finish())
        os.fsync(new.fileno())


def _open_file(path: Path, dek: bytes, context: Context) -> None:
    with path.open("rb") as sealed:
        for _piece in open_stream(dek, sealed, context):
            pass


def _seconds(action: Callable[[], None]) -> float:
    begun = perf_counter()
    action()
    return perf_counter() - begun


def _context() -> Context:
    return Context(
        installation=str(UUID(int=1)), purpose="bijlage.deel", subject=new_id(), item=new_id(), form_version=0
    )
