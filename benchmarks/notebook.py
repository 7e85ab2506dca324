"""The notebook: what a session would write, kept as rows per table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast

from sqlalchemy import Insert, Table
from sqlalchemy.engine.default import DefaultDialect

from portal.db import Base

# Rows that belong to a bericht; the rest of the tables is the installation's own.
MADE: Final = (
    "berichten",
    "ontvangers",
    "overgangen",
    "termijnen",
    "termijnhistorie",
    "sealed_items",
    "seals",
    "zoektermen",
    "lijstregels",
    "audit",
    "uitgaand",
)
Rows = dict[str, list[tuple[Any, ...]]]
MODELS: Final = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]  # every table here has a name


class Notebook:
    """It answers like a session in which a submission and a taking in only write."""

    def __init__(self) -> None:
        """Begin empty."""
        self.objects: list[Base] = []
        self.rows: Rows = {name: [] for name in MADE}

    def add(self, made: Base) -> None:
        """Keep a row."""
        self.objects.append(made)

    def add_all(self, made: Iterable[Base]) -> None:
        """Keep rows."""
        self.objects += made

    def flush(self) -> None:
        """Have nothing to wait for."""

    def execute(self, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep what is inserted."""
        self.objects += [MODELS[cast("Table", statement.table).name](**row) for row in rows]

    def connection(self) -> "Page":
        """Give what prepared statements are run on."""
        return Page(self)

    def write_down(self) -> None:
        """Turn the objects so far into rows, so that few are alive at a time."""
        for one in self.objects:
            self.rows[one.__tablename__].append(tuple(getattr(one, column.name) for column in one.__table__.c))
        self.objects = []


class AsGiven(DefaultDialect):
    """Statements with named parameters, of which the values stay what they are; a moment alone loses its zone."""

    name = "notebook"
    supports_native_uuid = True


class Page:
    """The connection of a notebook, and of that the driver's, and its cursor."""

    dialect: Final = AsGiven(paramstyle="named")
    rowcount: Final = 0

    def __init__(self, notebook: Notebook) -> None:
        """Write in this notebook."""
        self._notebook = notebook
        self.connection = self.dispatch = self
        self.before_cursor_execute = ()  # nobody listens

    def cursor(self) -> "Page":
        """Be the cursor as well."""
        return self

    def execute(self, text: str, values: Mapping[str, Any]) -> None:
        """Keep what is inserted; there is nothing here to delete."""
        if text.startswith("INSERT INTO "):
            row = {k: v.replace(tzinfo=UTC) if isinstance(v, datetime) else v for k, v in values.items()}
            self._notebook.objects.append(MODELS[text.split()[2]](**row))

    def executemany(self, text: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Do so for each row."""
        for row in rows:
            self.execute(text, row)
