"""The notebook: what a session would write, kept as rows per table."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from sqlalchemy import Delete, Insert, Table

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

    def connection(self) -> "Notebook":
        """Be the connection as well."""
        return self

    def execute(self, statement: Insert | Delete, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()) -> None:
        """Keep what is inserted; there is nothing here to delete."""
        if isinstance(statement, Insert):
            table = cast("Table", statement.table)
            rows = [values] if isinstance(values, Mapping) else values
            self.objects += [MODELS[table.name](**row) for row in rows]

    def write_down(self) -> None:
        """Turn the objects so far into rows, so that few are alive at a time."""
        for one in self.objects:
            self.rows[one.__tablename__].append(tuple(getattr(one, column.name) for column in one.__table__.c))
        self.objects = []
