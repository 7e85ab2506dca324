"""Make the gallery: starts a demo of its own, visits every page in every state, and leaves nothing running.

    python -m tests.gallery [--alleen WOORD]

Exits 1 when axe, a browser or the tour itself found something; all of it stands in schermen/index.html.
"""

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser import running_chromium
from tests.demo.running import Demo
from tests.e2e.bezoek import Portaal
from tests.e2e.conftest import started
from tests.gallery import behandelen, beheren, binnenkomen, invullen, lijsten, verplichten, weigeringen
from tests.gallery.blad import schrijf
from tests.gallery.galerij import Galerij

SCHERMEN = Path(__file__).parents[2] / "schermen"
HOOFDSTUKKEN = {
    "Binnenkomen": binnenkomen.SCENES,
    "Lijsten": lijsten.SCENES,
    "Invullen en versturen": invullen.SCENES,
    "Wat moet": verplichten.SCENES,
    "Behandelen": behandelen.SCENES,
    "Beheer en organisatie": beheren.SCENES,
    "Weigeringen": weigeringen.SCENES,
}
IN_BEDRIJF = "Binnenkomen met tweede factor"


def main() -> int:
    """Make all chapters, or those whose name has a word in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alleen", default="", help="only chapters with this word in their name")
    parser.add_argument("--naar", type=Path, default=SCHERMEN, help="where the pictures go (default: schermen)")
    gevraagd = parser.parse_args()
    shutil.rmtree(gevraagd.naar, ignore_errors=True)
    gevraagd.naar.mkdir(parents=True)
    with TemporaryDirectory() as temp, running_chromium() as chromium:
        with started(Path(temp) / "data") as demo:
            galerij = Galerij(Portaal(demo, chromium), gevraagd.naar)
            for naam, scenes in HOOFDSTUKKEN.items():
                if gevraagd.alleen.lower() in naam.lower():
                    galerij.loop(naam, scenes)
        if gevraagd.alleen.lower() in IN_BEDRIJF.lower():
            _in_bedrijf(galerij, demo)
    return _tell(galerij)


def _in_bedrijf(galerij: Galerij, demo: Demo) -> None:
    with binnenkomen.als_in_bedrijf(demo):
        galerij.loop(IN_BEDRIJF, (binnenkomen.tweede_factor,))


def _tell(galerij: Galerij) -> int:
    index, fouten = schrijf(galerij), galerij.fouten()
    beelden = sum(len(plaat.beelden) for plaat in galerij.platen)
    sys.stdout.write(f"{len(galerij.platen)} pages and states, {beelden} pictures: {index}\n")
    for fout in fouten:
        sys.stdout.write(f"  {fout}\n")
    return 1 if fouten else 0


if __name__ == "__main__":
    sys.exit(main())
