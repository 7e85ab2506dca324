"""The seeder: berichten through the real sealing and the real taking in, in shards made by several processes at once.

Each process works with an installation of its own: a copy of the keys and accounts, in memory where it can. There every
bericht goes the way of the portal itself: the steps of `intake` seal it to its team and sender, `taken_in` of the vault
opens its search block, makes terms, list rows and receipt, and witnesses it. What they would write to a database is kept
as rows in a file, which `loading` brings into any database with the same keys. The answers are checked by the form once
and differ by client; data keys, seals, terms and receipts are made anew for each.
"""

import os
import pickle
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from benchmarks.installation import Place, memory_folder
from benchmarks.workshop import Shard, Workshop

SHARD: Final = 1000


def seed(place: Place, folder: Path, count: int) -> list[Path]:
    """Make `count` berichten for an installation that does not run; returns the files with their rows, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=memory_folder(folder)) as own,
        ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("spawn")) as pool,
    ):
        jobs = [
            (place, Path(own), folder / f"{first:08}.shard", first, min(SHARD, count - first))
            for first in range(0, count, SHARD)
        ]
        return list(pool.map(_make, jobs))


def read(path: Path) -> Shard:
    """Read a file that `seed` wrote."""
    shard = pickle.loads(path.read_bytes())  # noqa: S301 - written by ourselves a moment ago
    if not isinstance(shard, Shard):
        raise TypeError(path)
    return shard


def _make(job: tuple[Place, Path, Path, int, int]) -> Path:
    place, folder, path, first, count = job
    path.write_bytes(pickle.dumps(_workshop(place, folder).shard(first, count), pickle.HIGHEST_PROTOCOL))
    return path


@cache
def _workshop(place: Place, folder: Path) -> Workshop:
    """Give each process one installation of its own to work on, a copy in memory where it can be."""
    own = Place(data=folder / str(os.getpid()), port=place.port, password=place.password)
    shutil.copytree(place.data, own.data, ignore=shutil.ignore_patterns("log", "mail"))
    return Workshop(own)
