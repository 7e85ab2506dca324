"""The data directory after a whole story: whoever copies it learns nothing of what was typed, and only one user can copy it."""

import stat
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.demo.running import Demo, wait_for
from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import CODE, Verzoek, bestanden, concept, doe_snel, foto, vermomd, voeg_toe
from tests.kanarie import Kanarie, in_files

pytestmark = [pytest.mark.slow, pytest.mark.browser]

# Each stands in one field only, so that a hit names the way it leaked.
GEHEIM = Verzoek(
    voorletters="X.Y.Q.",
    achternaam="Kneu-Geelgors",
    kenmerk="KENMERK-Rietzanger-7",
    reden="Reden met Blauwborst, café & één ë.",
    gezien_door="Getuige Snor",
)
VRAAG = "Vraag over de Wielewaal?"
ANTWOORD = "Antwoord van de Appelvink."
MOTIVERING = "Motivering met Kramsvogel."
BIJNA = "Bijna verstuurd door de Koperwiek."
ZOEKWOORD = "Zoekwoord Waterhoen"
FOUT_BESTAND = "Geweigerd Dodaars.pdf"


def test_nothing_that_was_typed_stands_in_the_data_directory(portaal: Portaal, running: Demo, tmp_path: Path) -> None:
    """Nor in its logs, its mail and the temporary files of its processes, which lie beside it here."""
    files = bestanden(tmp_path)
    nummer = live_a_story(portaal, files)
    place = running.data.parent
    assert in_files(Kanarie(getypt=(*TEKSTEN, *(path.name for path in files.values()))), place) == {}
    assert [str(path) for path in place.rglob("*") if holds(path, pieces(files))] == []
    assert in_files(Kanarie(getypt=(nummer,)), place) != {}, "a number stands in clear: without it the search is blind"


TEKSTEN = (
    GEHEIM.bsn,
    GEHEIM.achternaam,
    "Geelgors",
    GEHEIM.kenmerk,
    GEHEIM.reden,
    "Blauwborst",
    GEHEIM.gezien_door,
    "Purperreiger",
    VRAAG,
    ANTWOORD,
    MOTIVERING,
    BIJNA,
    ZOEKWOORD,
    FOUT_BESTAND,
    "Ondertekend door Boomklever",
)


def pieces(files: dict[str, Path]) -> list[bytes]:
    """Pieces of the files that were sent, the refused ones too."""
    docx = files["onderbouwing"].read_bytes()
    return [docx[200:264], docx[len(docx) // 2 :][:64], foto()[40:104], vermomd()[30:94]]


def holds(path: Path, wanted: list[bytes]) -> bool:
    data = path.read_bytes() if path.is_file() else b""
    return any(piece in data for piece in wanted)


def live_a_story(portaal: Portaal, files: dict[str, Path]) -> str:
    """Go through every way in: fill in, autosave, files good and bad, submit, talk, decide, search, log out."""
    indiener, consulent = portaal.bezoek("indiener.schakel", vers=True), portaal.bezoek("consulent", vers=True)
    leave_half_done(indiener)
    adres = concept(indiener, GEHEIM, files)
    indiener.doe("Versturen")
    bericht = adres.replace("/concepten/", "/berichten/").removesuffix("/controleren")
    nummer = indiener.page.title().split()[1]
    assert wait_for(lambda: "X.K. · 1984" in consulent.naar("/werkvoorraad").content(), 20)
    consulent.naar(bericht)
    doe_snel(consulent, bericht, "vraag-stellen", tekst=VRAAG)
    doe_snel(indiener, bericht, "beantwoorden", tekst=ANTWOORD)
    with consulent.page.expect_download() as download:
        consulent.page.get_by_role("link", name="Downloaden").last.click()
    download.value.path()
    doe_snel(consulent, bericht, "akkoord-zelfde-gemeente", tekst=MOTIVERING)
    consulent.stuur("/zoeken", {"soort": "kenmerk", "kenmerk": ZOEKWOORD})
    consulent.stuur("/zoeken", {"soort": "bsn", "bsn": GEHEIM.bsn})
    consulent.stuur(f"{bericht}/doen/bestaat-niet", {"tekst": BIJNA})
    consulent.page.get_by_role("button", name="Uitloggen").click()
    expect(consulent.page.locator("main")).to_contain_text("U bent uitgelogd.")
    return nummer


def leave_half_done(indiener: Bezoek) -> None:
    """Type without sending, with files that are refused; search with a word that somebody should not have used."""
    indiener.page.clock.install()
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#reden").fill(BIJNA)
    page.locator("#bsn").fill(GEHEIM.bsn)
    page.clock.run_for(21_000)
    expect(page.locator("[data-opslag]")).to_contain_text("Opgeslagen om ")
    voeg_toe(indiener, "onderbouwing", {"name": FOUT_BESTAND, "mimeType": "application/pdf", "buffer": vermomd()})
    voeg_toe(indiener, "onderbouwing", {"name": "Foto Dodaars.png", "mimeType": "image/png", "buffer": foto()})
    indiener.stuur("/nieuw", {"zoek": ZOEKWOORD})
    indiener.stuur("/concepten/geen-nummer", {"reden": BIJNA})


def test_only_the_user_who_started_it_can_read_the_data(portaal: Portaal, running: Demo) -> None:
    """Directories 0700 and files 0600; the directory of the vault's socket 0750 and the socket 0660, for its peers."""
    wide = {
        str(path.relative_to(running.data)): oct(mode)
        for path in [running.data, *running.data.rglob("*")]
        if (mode := stat.S_IMODE(path.stat().st_mode)) not in allowed(path)
    }
    assert wide == {}


def allowed(path: Path) -> set[int]:
    mode = path.stat().st_mode
    if stat.S_ISSOCK(mode):
        return {0o600, 0o660}
    if stat.S_ISDIR(mode):
        return {0o700, 0o750} if path.name == "s" else {0o700}
    return {0o600}
