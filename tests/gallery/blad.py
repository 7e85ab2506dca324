"""The page that shows all pictures of the gallery, chapter by chapter, with what is wrong on top."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from tests.gallery.galerij import Galerij, Plaat

STIJL: Final = """
body { margin: 24px; font: 16px/1.5 system-ui, sans-serif; background: #eef1f3; color: #16212b; }
nav ul { columns: 3; }
.fout { color: #a3182b; }
.beelden { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; margin: 0 0 32px; }
.beelden a { display: block; height: 420px; overflow: hidden; border: 1px solid #b8c2ca; background: #fff; }
.beelden img { display: block; height: auto; }
.beelden img.breed { width: 520px; }
.beelden img.smal { width: 200px; }
"""


def schrijf(galerij: Galerij) -> Path:
    """Write index.html with its stylesheet; returns where it is."""
    (galerij.folder / "galerij.css").write_text(STIJL, encoding="utf-8")
    index = galerij.folder / "index.html"
    index.write_text("\n".join(_regels(galerij)), encoding="utf-8")
    return index


def _regels(galerij: Galerij) -> Iterator[str]:
    beelden, fouten = sum(len(plaat.beelden) for plaat in galerij.platen), galerij.fouten()
    yield '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Schermen van het Berichtenportaal</title>'
    yield '<link rel="stylesheet" href="galerij.css"><h1>Schermen van het Berichtenportaal</h1>'
    yield f"<p>{len(galerij.platen)} pagina's en toestanden, {beelden} beelden, {len(fouten)} gebreken.</p>"
    if fouten:
        yield '<ul class="fout">' + "".join(f"<li>{escape(fout)}</li>" for fout in fouten) + "</ul>"
    hoofdstukken = [(naam, list(platen)) for naam, platen in groupby(galerij.platen, lambda plaat: plaat.hoofdstuk)]
    yield "<nav><ul>" + "".join(f'<li><a href="#{escape(naam)}">{escape(naam)}</a></li>' for naam, _ in hoofdstukken)
    yield "</ul></nav>"
    for naam, platen in hoofdstukken:
        yield f'<h2 id="{escape(naam)}">{escape(naam)}</h2>'
        for plaat in platen:
            yield from _plaat(plaat)
    yield "</html>"


def _plaat(plaat: Plaat) -> Iterator[str]:
    yield f"<h3>{escape(plaat.naam)}</h3><p><code>{escape(plaat.adres)}</code></p>"
    for gebrek in plaat.gebreken:
        yield f'<p class="fout">{escape(gebrek)}</p>'
    yield '<p class="beelden">'
    for beeld in plaat.beelden:
        maat = "smal" if "-360-" in beeld else "breed"
        yield f'<a href="{beeld}"><img class="{maat}" loading="lazy" src="{beeld}" alt="{escape(plaat.naam)}: {beeld}"></a>'
    yield "</p>"
