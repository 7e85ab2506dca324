"""A table as a file for a spreadsheet: comma separated, and no cell that a spreadsheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from flask import Response, make_response

from portal.web.headers import name_file

# What makes a spreadsheet compute instead of show (OWASP, CSV injection).
FORMULE: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_file(naam: str, kolommen: Sequence[str], rijen: Iterable[Sequence[object]]) -> Response:
    """Return the table as a download, in UTF-8 with the mark by which spreadsheets know it."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(kolommen)
    schrijver.writerows([safe(cel) for cel in rij] for rij in rijen)
    response = make_response(f"\ufeff{uit.getvalue()}")
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    name_file(response, f"{naam}.csv")
    return response


def safe(cel: object) -> str:
    """Write a cell as text that stays text; a number stays a number."""
    tekst = str(cel)
    return f"'{tekst}" if tekst.startswith(FORMULE) and not isinstance(cel, int) else tekst
