"""Registers: the aanbieders and their onderaannemers, and the accepted locations, each reader with the columns that are his."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.registers.registertabel import AANBIEDERS, Tabel, offered, register_table
from portal.domain.rechten import Recht
from portal.web.guard import page
from portal.web.kader import gebruiker, services
from portal.web.tabel import csv_file

bp = Blueprint("registers", __name__)


@page(bp, "/registers", recht=Recht.REGISTERS_LEZEN)
def tonen() -> ResponseReturnValue:
    """Show a register, narrowed and sorted as the address says; nothing in it is about a client."""
    vraag = _asked()
    tabel = register_table(services(), gebruiker(), **vraag)
    return render_template(
        "contract/registers.html",
        tabel=tabel,
        kolommen=[_column(kolom, titel, vraag) for kolom, titel in tabel.kolommen],
        soorten=[
            (titel, url_for(".tonen", register=code), None, code == tabel.code)
            for code, titel in offered(services()).items()
        ],
        vraag=vraag,
        csv_url=url_for(".bestand", **_address(vraag)),
    )


@page(bp, "/registers/bestand.csv", recht=Recht.REGISTERS_LEZEN)
def bestand() -> ResponseReturnValue:
    """Give the same table as a file for a spreadsheet."""
    tabel: Tabel = register_table(services(), gebruiker(), **_asked())
    return csv_file(tabel.code, [titel for _, titel in tabel.kolommen], tabel.rijen)


def _asked() -> dict[str, Any]:
    """Return what the address asks: which register, narrowed to what, sorted by which column."""
    return {
        "code": request.args.get("register", AANBIEDERS),
        "gemeente": request.args.get("gemeente", ""),
        "product": request.args.get("product", ""),
        "sorteer": request.args.get("sorteer", ""),
        "aflopend": request.args.get("richting") == "af",
    }


def _address(vraag: dict[str, Any], **anders: str) -> dict[str, Any]:
    nu = {
        "register": vraag["code"],
        "gemeente": vraag["gemeente"],
        "product": vraag["product"],
        "sorteer": vraag["sorteer"],
        "richting": "af" if vraag["aflopend"] else "",
    }
    return {naam: waarde for naam, waarde in (nu | anders).items() if waarde}


def _column(kolom: str, titel: str, vraag: dict[str, Any]) -> tuple[str, str, str | None]:
    """Return a column one can sort by: its title, where a click leads, and how it is sorted now."""
    op_deze = vraag["sorteer"] == kolom
    richting = "af" if op_deze and not vraag["aflopend"] else ""
    nu = ("descending" if vraag["aflopend"] else "ascending") if op_deze else None
    return titel, url_for(".tonen", **_address(vraag, sorteer=kolom, richting=richting)), nu
