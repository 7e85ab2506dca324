"""A verzoek overdracht toewijzing as somebody fills it in: what is typed, in which fields, with which files."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import uuid4

from docx import Document
from PIL import Image

from portal.demo.voorbeelden import pdf, testnummers
from portal.domain.datums import datum_in_nederland
from tests.e2e.bezoek import Bezoek

CODE = "verzoek-overdracht-toewijzing"
TITEL = "Verzoek overdracht toewijzing"
AKKOORD = "Akkoord: uw gemeente handelt de wisseling af"
# The demo uses the first numbers; every verzoek here takes a fresh one.
BSNS: Iterator[str] = islice(testnummers(), 500, None)


def today() -> date:
    """The day in the Netherlands."""
    return datum_in_nederland(datetime.now(UTC))


def over(dagen: int) -> str:
    """A day as people type it."""
    dag = today() + timedelta(days=dagen)
    return f"{dag.day}-{dag.month}-{dag.year}"


@dataclass(frozen=True, slots=True)
class Verzoek:
    """What somebody types: texts, options of a group, choices of a list."""

    bsn: str = field(default_factory=lambda: next(BSNS))
    voorletters: str = "Q.Z."
    achternaam: str = "Wervelwind-Zandstra"
    kenmerk: str = "WZ/2026/Ooievaar"
    reden: str = "De burger wil dichter bij zijn zus in de Kwartelstraat wonen & zegt: <b>graag</b> snel."
    gemeente: str = "0014"
    gezien_door: str = "Knobbelzwaan, begeleider"

    def teksten(self) -> Mapping[str, str]:
        """Give the fields that are typed in."""
        return {
            "bsn": self.bsn,
            "voorletters": self.voorletters,
            "achternaam": self.achternaam,
            "geboortedatum": "29-2-1984",
            "kenmerk": self.kenmerk,
            "reden": self.reden,
            "afgesproken_met": "P. Purperreiger, teamleider",
            "afgesproken_op": over(-3),
            "overgangsdatum": over(30),
            "toewijzingnummer": "412877",
            "einddatum": over(200),
            "ondertekend_op": over(-2),
            "gezien_door": self.gezien_door,
        }

    def opties(self) -> Mapping[str, str]:
        """Give the radio buttons and check boxes, by the name of their group."""
        return {"soort": "wisseling", "verhuist": "nee", "andere_datum": "nee", "producten": "verblijf-24-uur"}

    def keuzes(self) -> Mapping[str, str]:
        """Give the choices out of a list."""
        return {"gemeente_inschrijving": self.gemeente, "nieuwe_aanbieder": "huis-aan-het-diep"}

    def met(self, **anders: str) -> "Verzoek":
        """Give the same with other answers."""
        return replace(self, **anders)


def vul_in(bezoek: Bezoek, verzoek: Verzoek) -> None:
    """Fill in the form that is on the screen."""
    page = bezoek.page
    for groep, waarde in verzoek.opties().items():
        page.locator(f'input[name="{groep}"][value="{waarde}"]').check()
    for naam, waarde in verzoek.keuzes().items():
        page.locator(f"#{naam}").select_option(waarde)
    for naam, tekst in verzoek.teksten().items():
        page.locator(f"#{naam}").fill(tekst)


def getypt(bezoek: Bezoek) -> dict[str, str]:
    """Read back from the screen what stands in the fields that `teksten` names."""
    return {naam: bezoek.page.locator(f"#{naam}").input_value() for naam in Verzoek().teksten()}


def voeg_toe(bezoek: Bezoek, eis: str, bestand: Path | Mapping[str, object]) -> None:
    """Attach a file with the button beside its field, and wait until the page says what became of it."""
    page = bezoek.page
    page.locator(f"#bijlage-{eis}").set_input_files(bestand)  # type: ignore[arg-type]  # a path or a payload
    knop = page.locator(f".bp-veld:has(> .bp-invoer > #bijlage-{eis}) button[value=toevoegen]")
    knop.click()
    page.locator(".bp-voortgang").wait_for(state="detached")
    page.wait_for_load_state()


def bestanden(folder: Path) -> dict[str, Path]:
    """Make two real files: a scan as pdf, and a document of a text processor."""
    scan = folder / "Handtekening Wervelwind.pdf"
    scan.write_bytes(pdf("Ondertekend door Boomklever"))
    stuk = folder / "Onderbouwing Wervelwind.docx"
    document = Document()
    document.add_paragraph("De nieuwe plek past beter: Roodborsttapuit woont er om de hoek.")
    document.save(str(stuk))
    return {"toestemmingsformulier": scan, "onderbouwing": stuk}


def foto() -> bytes:
    """Make a real picture."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (20, 90, 96)).save(out, "PNG")
    return out.getvalue()


def vermomd() -> bytes:
    """Make a zip that calls itself a pdf."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("rekening.exe", b"MZ" + bytes(200))
    return out.getvalue()


def concept(bezoek: Bezoek, verzoek: Verzoek, files: Mapping[str, Path]) -> str:
    """Fill in and attach all, up to the page with all answers; gives the path of that page."""
    bezoek.naar(f"/nieuw/{CODE}")
    vul_in(bezoek, verzoek)
    for eis, bestand in files.items():
        voeg_toe(bezoek, eis, bestand)
    bezoek.page.get_by_role("button", name="Controleren", exact=True).click()
    bezoek.page.wait_for_url("**/controleren")
    return bezoek.path


def dien_in(bezoek: Bezoek, verzoek: Verzoek, files: Mapping[str, Path]) -> str:
    """Fill in, attach, check and submit; gives the path of the bericht."""
    concept(bezoek, verzoek, files)
    bezoek.page.get_by_role("button", name="Versturen").click()
    bezoek.page.wait_for_url("**/ontvangst")
    return bezoek.path.removesuffix("/ontvangst")


def snel_concept(bezoek: Bezoek, verzoek: Verzoek) -> str:
    """Fill in and attach without drawing a page, ready to be submitted; gives the path of the concept."""
    adres = f"/concepten/{uuid4()}"
    velden = {**verzoek.teksten(), **verzoek.opties(), **verzoek.keuzes(), "versie": "0", "actie": "controleren"}
    files = {
        f"bijlage-{eis}": {"name": f"{eis}.pdf", "mimeType": "application/pdf", "buffer": pdf(eis)}
        for eis in ("toestemmingsformulier", "onderbouwing")
    }
    status, said = bezoek.stuur(f"{adres}?soort={CODE}", velden, files=files)
    assert status == 303, said
    return adres


def dien_snel_in(bezoek: Bezoek, verzoek: Verzoek) -> str:
    """Submit without drawing a page, for a test that begins afterwards; gives the path of the bericht."""
    adres = snel_concept(bezoek, verzoek)
    status, said = bezoek.stuur(f"{adres}/indienen", {"versie": "1"})
    assert status == 303, said
    return adres.replace("/concepten/", "/berichten/")


def doe_snel(bezoek: Bezoek, bericht: str, code: str, **velden: str) -> None:
    """Do an act on a bericht without drawing a page."""
    versie = re.search(r'name="versie" value="(\d+)"', bezoek.haal(f"{bericht}/doen/{code}")[1])
    assert versie is not None, code
    status, said = bezoek.stuur(f"{bericht}/doen/{code}", {"sleutel": str(uuid4()), "versie": versie[1], **velden})
    assert status == 303, said
