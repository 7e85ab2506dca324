"""Marked words and the search for them: in whatever form they could lie on a disk, in a database or in a log."""

import base64
import re
import secrets
import string
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import inspect, text

from portal.db import Database

ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
LONGEST_FIELD = 1024 * 1024


def _stem() -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


@dataclass(frozen=True)
class Kanarie:
    """Words that exist nowhere else: one stem, so that one search finds them all, and what each was used for."""

    stem: str = field(default_factory=_stem)
    getypt: tuple[str, ...] = ()

    def __call__(self, waar: str) -> str:
        """Return the word for this place."""
        return f"{self.stem}{waar}"

    def found_in(self, data: bytes) -> list[str]:
        """Name each form in which a word, or something else that was typed, stands in these bytes."""
        found = [name for name, needle in self._needles().items() if needle in data]
        return found + [f"zlib {name}" for inside in unpacked(data) for name in self.found_in(inside)]

    def _needles(self) -> Mapping[str, bytes]:
        needles: dict[str, bytes] = {}
        for word in (self.stem, *self.getypt):
            needles |= {f"{name} {word}": needle for name, needle in forms(word).items()}
        return needles


def forms(word: str) -> dict[str, bytes]:
    """Return the bytes of a word in each form we look for."""
    raw = word.encode()
    return {
        "raw": raw,
        "capitals": word.upper().encode(),
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "percent": "".join(f"%{byte:02x}" for byte in raw).encode(),
        "PERCENT": "".join(f"%{byte:02X}" for byte in raw).encode(),
        "quoted": quote(word, safe="").encode(),
        **{f"base64 at {offset}": _base64(raw, offset) for offset in range(3)},
    }


def _base64(raw: bytes, offset: int) -> bytes:
    """Return the signs of base64 that depend on this word alone when it stands at this offset."""
    whole = base64.b64encode(bytes(offset) + raw)
    begin = -(-offset * 8 // 6)
    end = (offset + len(raw)) * 8 // 6
    return whole[begin:end]


def unpacked(data: bytes) -> Iterator[bytes]:
    """Give what unpacks with zlib, wherever it begins."""
    for start in ZLIB.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            inside = unpacker.decompress(data[start.start() :], LONGEST_FIELD)
        except zlib.error:
            continue
        if len(inside) > 8:
            yield inside


def in_files(kanarie: Kanarie, *folders: Path) -> dict[str, list[str]]:
    """Search every file below these folders, and its name."""
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            if forms_found := kanarie.found_in(str(path).encode() + b"\n" + data):
                found[str(path)] = forms_found
    return found


def in_tables(kanarie: Kanarie, database: Database) -> dict[str, list[str]]:
    """Search every value of every table."""
    found = {}
    with database.engine.connect() as connection:
        for table in inspect(database.engine).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            data = b"\n".join(_bytes(value) for row in rows for value in row)
            if forms_found := kanarie.found_in(data):
                found[table] = forms_found
    return found


def in_cluster(kanarie: Kanarie, database: Database) -> dict[str, list[str]]:
    """Search the raw files of a PostgreSQL database and its log of writes, when they lie on this machine."""
    with database.engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        place = Path(str(connection.execute(text("SHOW data_directory")).scalar_one()))
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    found = {}
    for folder in (place / "base" / str(number), place / "pg_wal", place / "log"):
        for path in folder.glob("*") if folder.is_dir() else ():
            # Unpacking megabytes of zeroes finds nothing that the tables do not show.
            names = [
                name for name, needle in kanarie._needles().items() if path.is_file() and needle in path.read_bytes()
            ]
            if names:
                found[str(path)] = names
    return found


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()
