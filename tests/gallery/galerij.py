"""The gallery: pictures of every page and state in four variants, with what is wrong with each page beside them."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, ViewportSize

from portal.domain.gemeenten import Regio
from tests.browser import AXE_RULES
from tests.e2e.bezoek import BREED, SMALST, TELEFOON, Bezoek, Portaal

SCHEMAS: Final[Sequence[Literal["light", "dark"]]] = ("light", "dark")
# Pages take long to come, and the longest to draw, on a machine that is full of other work; in milliseconds.
WACHT: Final = 120_000
IN_HET_NEDERLANDS: Final = {"light": "licht", "dark": "donker"}


# A part of the tour; it gets the gallery to hang pictures in.
Scene: TypeAlias = Callable[["Galerij"], None]


@dataclass(frozen=True, slots=True)
class Plaat:
    """One state of one page: where it is, its pictures, and what is wrong with it."""

    hoofdstuk: str
    naam: str
    adres: str
    beelden: tuple[str, ...]
    gebreken: tuple[str, ...]


@dataclass(slots=True)
class Galerij:
    """All pictures that were taken, and every part of the tour that could not be made; `snel` takes two variants of four."""

    folder: Path
    snel: bool = False
    portaal: Portaal = field(init=False)
    regio: Regio = field(init=False)
    platen: list[Plaat] = field(default_factory=list)
    mislukt: list[str] = field(default_factory=list)
    hoofdstuk: str = ""

    def begin(self, portaal: Portaal, regio: Regio) -> None:
        """Go on in the portal of this region."""
        self.portaal, self.regio = portaal, regio

    def neem(self, bezoek: Bezoek, naam: str, path: str = "", *, script: bool = True) -> None:
        """Take the page as it is now, or the one at `path`: both widths, light and dark, with all that is wrong.

        Without `script` in the page axe cannot run there.
        """
        if path:
            bezoek.naar(path)
        page, found = bezoek.page, list[str]()
        page.evaluate("scrollTo(0, 0)")  # what is hidden above the window would stand in the middle of a long picture
        stam = f"{len(self.platen) + 1:03}-{_in_letters(naam)}"
        beelden = [
            self._picture(page, stam, size, schema, found if script else None)
            for size in (BREED, TELEFOON)
            for schema in SCHEMAS
            if not self.snel or _differs_most(size, schema)
        ]
        page.emulate_media(color_scheme="light")
        for size in (SMALST, BREED):
            found += [f"steekt uit bij {size['width']} px: {wat}" for wat in bezoek.te_breed(size)]
        found += bezoek.klachten
        bezoek.klachten.clear()
        uniek = tuple(dict.fromkeys(found))
        self.platen.append(Plaat(self.hoofdstuk, naam, bezoek.path, tuple(beelden), uniek))

    def druk_af(self, bezoek: Bezoek, naam: str) -> None:
        """Take the page as it comes out of a printer."""
        beeld = f"{len(self.platen) + 1:03}-{_in_letters(naam)}-afdruk.png"
        bezoek.page.emulate_media(media="print")
        bezoek.page.set_viewport_size({"width": 794, "height": 1123})
        bezoek.page.screenshot(path=self.folder / beeld, full_page=True)
        bezoek.page.emulate_media(media="screen")
        bezoek.page.set_viewport_size(BREED)
        self.platen.append(Plaat(self.hoofdstuk, naam, bezoek.path, (beeld,), ()))

    @contextmanager
    def scene(self, naam: str) -> Iterator[None]:
        """Go on with the next part when this one cannot be made, and remember that."""
        try:
            yield
        except (Error, AssertionError, LookupError) as error:
            self.mislukt.append(f"{self.hoofdstuk}, {naam}: {str(error)[:400]}")
        finally:
            self.portaal.sluit()

    def loop(self, hoofdstuk: str, scenes: Sequence[Scene]) -> None:
        """Make every part of one chapter."""
        self.hoofdstuk = hoofdstuk
        for scene in scenes:
            with self.scene(scene.__name__):
                scene(self)

    def fouten(self) -> list[str]:
        """Name all that is wrong: with a page, or with the tour itself."""
        return [f"{plaat.naam}: {gebrek}" for plaat in self.platen for gebrek in plaat.gebreken] + self.mislukt

    def _picture(
        self, page: Page, stam: str, size: ViewportSize, schema: Literal["light", "dark"], found: list[str] | None
    ) -> str:
        """Take one variant; axe looks at the wide light one and the narrow dark one, which differ the most."""
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=schema)
        if found is not None and _differs_most(size, schema):
            found += _axe(page)
        beeld = f"{stam}-{size['width']}-{IN_HET_NEDERLANDS[schema]}.png"
        page.screenshot(path=self.folder / beeld, full_page=True, timeout=WACHT)
        return beeld


def _differs_most(size: ViewportSize, schema: str) -> bool:
    return (size is BREED) == (schema == "light")


def _axe(page: Page) -> list[str]:
    """Say in one line each what axe finds (WCAG 2.2 AA and best practices)."""
    result = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": AXE_RULES})
    return [f"axe {v['id']}: {v['help']}: {v['nodes'][0]['html'][:160]}" for v in result.response["violations"]]


def _in_letters(naam: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", naam.lower()).strip("-")
