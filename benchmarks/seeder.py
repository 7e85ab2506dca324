"""The seeder: berichten through the real sealing and the real taking in, in shards made by several processes at once.

Each process works on a small installation of its own, in memory where it can: a copy of the keys, the tables empty
but for organisations, teams and persons. There every bericht goes the way of the portal itself: `intake` seals it to
its team and sender and stores it, `take_in` of the vault opens its search block, writes terms, list rows, witness and
receipt. Then all rows are written to a file, which `loading` brings into any database with the same keys.
The answers are checked by the form once and differ by client; data keys, seals, terms and receipts are made anew.
"""

import os
import pickle
import shutil
import sqlite3
import tempfile
import uuid
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmarks.installation import SENDERS, Place, memory_folder
from portal.config import Settings
from portal.core import intake
from portal.core.accounts import Gebruiker, load_gebruiker
from portal.core.concepten import OpenConcept
from portal.core.controle import Controle, controleer
from portal.core.outbox import GEDAAN
from portal.core.services import Services
from portal.core.verzegelen import Aan, Sealer
from portal.db import Base, is_writing
from portal.demo.voorbeelden import MAILBOX, Voorbeeld, antwoorden, testnummers
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Antwoorden, Client
from portal.models import Uitgaand
from portal.sealing.client import LocalClient
from portal.sealing.seal import TeamKey
from portal.vault.door import Vault
from portal.vault.keys import Key
from portal.vault.taking_in import take_in
from portal.wiring import make_services

SHARD: Final = 500
DAYS: Final = 200
# Every test number is used once: in the first thousand all, further on one in so many.
EVERY: Final = 125
FIRST: Final = 1000
# Rows that belong to a bericht; the rest of the tables is the installation's own.
MADE: Final = (
    "berichten",
    "ontvangers",
    "overgangen",
    "termijnen",
    "sealed_items",
    "seals",
    "zoektermen",
    "lijstregels",
    "audit",
    "uitgaand",
)
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some berichten as rows per table, and what the vault remembers of them in its state file."""

    ids: tuple[UUID, ...]
    rows: Rows
    seen: tuple[tuple[str, str, str], ...]
    targets: tuple[tuple[str, str, int], ...]


def seed(place: Place, folder: Path, count: int) -> list[Path]:
    """Make `count` berichten for an installation that does not run; returns the files with their rows, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(place, folder / f"{first:08}.shard", first, min(SHARD, count - first)) for first in range(0, count, SHARD)]
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return list(pool.map(_make, jobs))


def read(path: Path) -> Shard:
    """Read a file that `seed` wrote."""
    shard = pickle.loads(path.read_bytes())  # noqa: S301 - written by ourselves a moment ago
    if not isinstance(shard, Shard):
        raise TypeError(path)
    return shard


def searchable(count: int) -> list[str]:
    """Return the burgerservicenummers that are in the first `count` berichten."""
    return [bsn_of(index) for index in range(count) if _is_searchable(index)]


def bsn_of(index: int) -> str:
    """Return the number of a seeded client: a test number, else nine digits that fail the elfproef and are nobody's."""
    numbers = _numbers()
    if _is_searchable(index):
        return numbers[index if index < FIRST else FIRST + (index - FIRST) // EVERY]
    candidate = 100_000_000 + 2 * index
    return str(candidate if not _passes(candidate) else candidate + 1)


def _make(job: tuple[Place, Path, int, int]) -> Path:
    place, path, first, count = job
    with tempfile.TemporaryDirectory(prefix="bench-", dir=memory_folder(path.parent)) as folder:
        own = Place(data=Path(folder) / "data", port=place.port, password=place.password)
        shutil.copytree(place.data, own.data, ignore=shutil.ignore_patterns("log", "mail"))
        path.write_bytes(pickle.dumps(_shard(own, first, count), pickle.HIGHEST_PROTOCOL))
    return path


def _shard(place: Place, first: int, count: int) -> Shard:
    vault = _SteadyVault(place.settings)
    services = make_services(place.settings)
    steady = _SteadySealer(services.sealer.installation, services.sealer.pinned)
    services = replace(services, sealer=steady, vault=LocalClient(vault, is_writing))
    with services.database.lezen() as session:
        before = {name: _keys(session, name) for name in MADE}
    ids = _submit(services, place.password, first, count)
    for bericht in ids:
        take_in(vault, bericht=bericht)
    with services.database.schrijven() as session:
        session.execute(update(Uitgaand).values(status=GEDAAN, gedaan=datetime.now(UTC)))
    with services.database.lezen() as session:
        rows = {name: _new_rows(session, name, before[name]) for name in MADE}
    services.database.close()
    vault.close()
    with sqlite3.connect(place.settings.vault_dir / "staat.db") as state:
        seen = tuple(state.execute("SELECT bericht, feiten, team FROM gezien").fetchall())
        targets = tuple(state.execute("SELECT bericht, team, wacht FROM doelen").fetchall())
    return Shard(tuple(ids), rows, seen, targets)


def _submit(services: Services, password: str, first: int, count: int) -> list[UUID]:
    """Seal and store berichten of the last months, each with answers and client of its own."""
    now = datetime.now(UTC)
    token = services.vault.login(SENDERS[0], password, "", adres="127.0.0.1").token
    sender = load_gebruiker(services, token, herkomst="127.0.0.1", now=now)
    concept, controle, answers = _checked(services, sender, now)
    made = []
    for index in range(first, first + count):
        moment = now - timedelta(seconds=1 + (index * 7919) % (DAYS * 86400))
        own = replace(answers, client=_client(index))
        made.append(
            intake._prepared(  # noqa: SLF001 - the very steps of a submission, without the page around them
                services, sender, replace(concept, id=uuid.uuid4()), controle, antwoorden=own, now=moment
            )
        )
    ids = [one.bericht.id for one in made]
    with services.database.schrijven() as session:
        for one in made:
            intake._store(session, sender, one)  # noqa: SLF001 - as above
            session.flush()
            session.expunge_all()  # else every delete looks at all that came before
    services.vault.logout(token, herkomst="127.0.0.1")
    return ids


def _checked(services: Services, sender: Gebruiker, now: datetime) -> tuple[OpenConcept, Controle, Antwoorden]:
    """Let the form check an example once."""
    example = Voorbeeld(account="", dagen=0, client=("G.", "Gezaaid", "1-2-1990"))
    ruw = antwoorden(example, next(testnummers()), vandaag=datum_in_nederland(now))
    concept = OpenConcept(
        id=uuid.uuid4(), mailbox=MAILBOX, ruw=ruw, versie=1, gewijzigd=now, bijlagen=(), actie="", bericht=None
    )
    controle = controleer(services, sender, concept, now=now)
    if controle.antwoorden is None:
        raise ValueError(controle.fouten)
    return concept, controle, controle.antwoorden


def _client(index: int) -> Client:
    letters = "ABCDEFGHJKLMNPRSTVWZ"
    return Client(
        bsn=bsn_of(index),
        geboortedatum=f"{1940 + index % 65}-{1 + index % 12:02}-{1 + index % 28:02}",
        voorletters=letters[index % 20] + letters[index // 20 % 20],
        achternaam=f"Verzonnen{index}",
        kenmerk=f"METING-{index}",
    )


def _keys(session: Session, name: str) -> frozenset[Any]:
    key = next(iter(Base.metadata.tables[name].primary_key))
    return frozenset(session.scalars(select(key)))


def _new_rows(session: Session, name: str, before: frozenset[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a table that were not there before, in the order of its columns, not chained yet."""
    table = Base.metadata.tables[name]
    place = list(table.c).index(next(iter(table.primary_key)))
    return [tuple(row) for row in session.execute(select(table)) if row[place] not in before]


@cache
def _numbers() -> tuple[str, ...]:
    return tuple(islice(testnummers(), FIRST + 9000))


def _is_searchable(index: int) -> bool:
    if index < FIRST:
        return True
    return index % EVERY == 0 and FIRST + (index - FIRST) // EVERY < len(_numbers())


def _passes(number: int) -> bool:
    digits = [int(digit) for digit in str(number)]
    return (sum(d * w for d, w in zip(digits, range(9, 1, -1), strict=False)) - digits[8]) % 11 == 0


class _SteadySealer(Sealer):
    """The sealer with its keys looked up once: they do not change while we seed."""

    def __init__(self, installation: str, pinned: bytes) -> None:
        super().__init__(installation, pinned)
        self._steady: dict[Aan, TeamKey] = {}

    def _newest(self, session: Session, kind: str, code: str) -> TeamKey:
        if (kind, code) not in self._steady:
            self._steady[kind, code] = super()._newest(session, kind, code)
        return self._steady[kind, code]


class _SteadyVault(Vault):
    """The vault with its newest keys looked up once: they do not change while we seed."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        newest = self.keys.newest
        found: dict[tuple[str, str], tuple[int, Key]] = {}

        def steady(kind: str, owner: str) -> tuple[int, Key]:
            if (kind, owner) not in found:
                found[kind, owner] = newest(kind, owner)
            return found[kind, owner]

        self.keys.newest = steady  # type: ignore[method-assign]  # one process, and no key is renewed in it
