"""Make the gallery: starts a demo of its own, visits every page in every state, and leaves nothing running.

    python -m tests.gallery [--alleen WOORD] [--snel]

Exits 1 when axe, a browser or the tour itself found something; all of it stands in schermen/index.html.
"""

import argparse
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser

from portal.regios import laad_regio
from tests.browser import running_chromium
from tests.e2e.bezoek import Portaal
from tests.e2e.conftest import started
from tests.gallery import (
    behandelen,
    beheren,
    binnenkomen,
    invullen,
    lijsten,
    mailboxen,
    rollen,
    verplichten,
    weigeringen,
)
from tests.gallery.blad import schrijf
from tests.gallery.galerij import WACHT, Galerij, Scene

SCHERMEN = Path(__file__).parents[2] / "schermen"
GRONINGEN, LIMBURG = "groningen", "noord-midden-limburg"
HOOFDSTUKKEN: Mapping[str, Mapping[str, Sequence[Scene]]] = {
    GRONINGEN: {
        "Elke rol": rollen.GRONINGEN,
        "Elk mapje": mailboxen.SCENES,
        "Binnenkomen": binnenkomen.SCENES,
        "Lijsten": lijsten.SCENES,
        "Invullen en versturen": invullen.SCENES,
        "Wat moet": verplichten.SCENES,
        "Behandelen": behandelen.SCENES,
        "Beheer en organisatie": beheren.SCENES,
        "Weigeringen": weigeringen.SCENES,
    },
    LIMBURG: {
        "Limburg, elke rol": rollen.LIMBURG,
        "Limburg, elk mapje": mailboxen.SCENES,
        "Limburg, beheer": (beheren.regio,),
    },
}
IN_BEDRIJF = "Binnenkomen met tweede factor"


def main() -> int:
    """Make all chapters, or those whose name has a word in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alleen", default="", help="only chapters with this word in their name")
    parser.add_argument("--naar", type=Path, default=SCHERMEN, help="where the pictures go (default: schermen)")
    parser.add_argument(
        "--snel", action="store_true", help="wide in light and narrow in dark only, to look while mending"
    )
    gevraagd = parser.parse_args()
    shutil.rmtree(gevraagd.naar, ignore_errors=True)
    gevraagd.naar.mkdir(parents=True)
    galerij = Galerij(gevraagd.naar, gevraagd.snel)
    with running_chromium() as chromium:
        for regio, hoofdstukken in HOOFDSTUKKEN.items():
            gekozen = {naam: scenes for naam, scenes in hoofdstukken.items() if gevraagd.alleen.lower() in naam.lower()}
            met_factor = regio == GRONINGEN and gevraagd.alleen.lower() in IN_BEDRIJF.lower()
            if gekozen or met_factor:
                _regio(galerij, chromium, regio, gekozen, met_factor=met_factor)
    return _tell(galerij)


def _regio(
    galerij: Galerij, chromium: Browser, regio: str, hoofdstukken: Mapping[str, Sequence[Scene]], *, met_factor: bool
) -> None:
    """Make these chapters of one region, in a demo of its own; `met_factor` then those of a real installation too."""
    with TemporaryDirectory() as temp, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_REGIO", regio)
        with started(Path(temp) / "data") as demo:
            galerij.begin(Portaal(demo, chromium, geduld=WACHT), laad_regio(regio))
            for naam, scenes in hoofdstukken.items():
                galerij.loop(naam, scenes)
        if met_factor:
            with binnenkomen.als_in_bedrijf(demo):
                galerij.loop(IN_BEDRIJF, binnenkomen.IN_BEDRIJF)


def _tell(galerij: Galerij) -> int:
    index, fouten = schrijf(galerij), galerij.fouten()
    beelden = sum(len(plaat.beelden) for plaat in galerij.platen)
    sys.stdout.write(f"{len(galerij.platen)} pages and states, {beelden} pictures: {index}\n")
    for fout in fouten:
        sys.stdout.write(f"  {fout}\n")
    return 1 if fouten else 0


if __name__ == "__main__":
    sys.exit(main())
