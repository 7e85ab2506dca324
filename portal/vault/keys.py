"""The key store: every key of the vault, wrapped under the root, in a database apart from the portal's."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Uuid, insert, inspect, select
from sqlalchemy.engine import make_url

from portal.config import Settings
from portal.db import Database
from portal.sealing.envelope import new_dek, new_id
from portal.sealing.seal import forget_private_keys
from portal.vault.wrapping import FileKeyWrapper, KeyFileRefused, KeyWrapper, row_key, unwrap, wrap

METADATA = MetaData()
SLEUTELS = Table(
    "sleutels",
    METADATA,
    Column("kind", String(16), primary_key=True),
    Column("owner", String(96), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("key_id", Uuid, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key, unwrapped, with the id that seals carry."""

    id: UUID
    secret: bytes


class NoKey(Exception):
    """The vault has no such key."""


class KeyStore:
    """Kinds: "prive", "lijst", "index" and "organisatie" of an owner ("team:x"); one each of "keten", "installatie"."""

    def __init__(self, settings: Settings, *, wrapper: KeyWrapper | None = None) -> None:
        """Unwrap the root; raises KeyFileRefused or NotGenuine."""
        self.database = Database(settings.sleutels_url, pool_size=4)
        root = self._row("root", "", 1)
        self.installation = str(root.id)
        self._rows = row_key((wrapper or FileKeyWrapper(root_key_file(settings))).unwrap(root.secret))
        # Unwrapped keys of the teams in use stay in memory: a page of a werkvoorraad asks the same ones again.
        self.get = lru_cache(maxsize=512)(self._get)

    def close(self) -> None:
        """Close the database and forget what was unwrapped."""
        self.get.cache_clear()
        forget_private_keys()
        self.database.close()

    def add(self, owner: str, epoch: int, secrets: Mapping[str, bytes]) -> None:
        """Keep new keys of one owner by their kind, wrapped: all of them or none. They share their id."""
        key_id = new_id()
        rows = [
            {
                "kind": kind,
                "owner": owner,
                "epoch": epoch,
                "key_id": key_id,
                "wrapped": self.wrap(secret, kind, owner, epoch),
            }
            for kind, secret in secrets.items()
        ]
        with self.database.schrijven() as session:
            session.execute(insert(SLEUTELS), rows)

    def epochs(self, kind: str, owner: str) -> list[int]:
        """List the running epochs of a key, oldest first; empty when there is none."""
        query = select(SLEUTELS.c.epoch).where(SLEUTELS.c.kind == kind, SLEUTELS.c.owner == owner)
        with self.database.lezen() as session:
            return sorted(session.scalars(query))

    def newest(self, kind: str, owner: str) -> tuple[int, Key]:
        """Give the newest epoch of a key; raises NoKey."""
        epochs = self.epochs(kind, owner)
        if not epochs:
            raise NoKey(f"{kind} {owner}")
        return epochs[-1], self.get(kind, owner, epochs[-1])

    def count(self) -> int:
        """Count the private keys: one for each recipient and epoch."""
        with self.database.lezen() as session:
            return len(session.scalars(select(SLEUTELS.c.owner).where(SLEUTELS.c.kind == "prive")).all())

    def wrap(self, secret: bytes, kind: str, owner: str, epoch: int) -> bytes:
        """Wrap a value under the root, bound to its place."""
        return wrap(self._rows, secret, installation=self.installation, kind=kind, owner=owner, epoch=epoch)

    def unwrap(self, wrapped: bytes, kind: str, owner: str, epoch: int) -> bytes:
        """Unwrap a value; raises NotGenuine."""
        return unwrap(self._rows, wrapped, installation=self.installation, kind=kind, owner=owner, epoch=epoch)

    def _get(self, kind: str, owner: str, epoch: int) -> Key:
        row = self._row(kind, owner, epoch)
        return Key(row.id, self.unwrap(row.secret, kind, owner, epoch))

    def _row(self, kind: str, owner: str, epoch: int) -> Key:
        place = (SLEUTELS.c.kind == kind, SLEUTELS.c.owner == owner, SLEUTELS.c.epoch == epoch)
        with self.database.lezen() as session:
            found = session.execute(select(SLEUTELS.c.key_id, SLEUTELS.c.wrapped).where(*place)).one_or_none()
        if found is None:
            raise NoKey(f"{kind} {owner} {epoch}")
        return Key(*found)


def create_store(settings: Settings) -> KeyStore:
    """Make the root key file and an empty key store, or go on where that was cut off.

    Raises KeyFileRefused when the store is there and its key file is gone, NotGenuine when they do not belong together.
    """
    path, has_root = root_key_file(settings), has_store(settings)
    if has_root and not path.exists():
        raise KeyFileRefused(path, "Het sleutelbestand is weg. Zet het terug uit de kopie.")
    wrapper = FileKeyWrapper(path) if path.exists() else FileKeyWrapper.create(path)
    if not has_root:
        database = Database(settings.sleutels_url, pool_size=1)
        METADATA.create_all(database.engine)
        root = {"kind": "root", "owner": "", "epoch": 1, "key_id": new_id(), "wrapped": wrapper.wrap(new_dek())}
        with database.schrijven() as session:
            session.execute(insert(SLEUTELS), root)
        database.close()
    return KeyStore(settings)


def has_store(settings: Settings) -> bool:
    """Tell whether there is a key store with a root; looking makes no file."""
    url = make_url(settings.sleutels_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return False
    database = Database(settings.sleutels_url, pool_size=1)
    try:
        if not inspect(database.engine).has_table(SLEUTELS.name):
            return False
        with database.lezen() as session:
            return session.scalar(select(SLEUTELS.c.epoch).where(SLEUTELS.c.kind == "root")) is not None
    finally:
        database.close()


def root_key_file(settings: Settings) -> Path:
    """Name the file that guards the root key."""
    return settings.vault_dir / "wortel.key"
