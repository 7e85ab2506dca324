"""A comparison that reads no index: said of rows that are found by something better."""

from typing import Any

from sqlalchemy import Column, ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute


def unindexed(kolom: "Column[str] | InstrumentedAttribute[str] | ColumnElement[Any]") -> ColumnElement[str]:
    """Give a column to compare without its index.

    SQLite keeps no count of its rows: it would rather read all berichten of a team, or every clock that runs, a million,
    than the few of one client or of one bericht. `tests/web/test_schaal.py` reads its plans.
    """
    return func.coalesce(kolom, "")
