"""The forms of the three mailboxes as an aanbieder sees them: empty, with mistakes, every answer of the decision aid, full."""

from pathlib import Path
from tempfile import TemporaryDirectory

from portal.demo.voorbeelden import HERINDICATIE, MAILBOX, MELDING, pdf
from tests.e2e.bezoek import Bezoek
from tests.e2e.verzoek import vermomd, voeg_toe
from tests.gallery.galerij import Galerij
from tests.gallery.zaken import LANG, TITELS, dien_in, velden, zet_klaar

WIE = "indiener.schakel"
# What the decision aid is told, and whether the answer is a refusal.
KEUZEHULP = (
    ("calamiteit zonder ernstig gevolg", {"soort": "calamiteit", "gevolg": "licht", "verband": "ja"}),
    ("calamiteit zonder verband", {"soort": "calamiteit", "gevolg": "ernstig", "verband": "nee"}),
    ("geweld door iemand anders", {"soort": "geweld", "door_wie": "anders"}),
    ("incident", {"soort": "incident"}),
    ("twijfel", {"soort": "twijfel"}),
)


def kiezen(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(WIE)
    g.neem(bezoek, "Nieuw bericht", "/nieuw")
    bezoek.page.get_by_label("Zoek op een woord").fill("verhuizing")
    g.neem(bezoek, "Nieuw bericht, gezocht op een woord")
    bezoek.naar("/nieuw").get_by_label("Zoek op een woord").fill("parkeervergunning")
    bezoek.doe("Zoeken")
    g.neem(bezoek, "Nieuw bericht, niets gevonden")


def halfweg(g: Galerij) -> None:
    """Fields that only show after an answer, and mistakes at single fields."""
    bezoek = g.portaal.bezoek(WIE)
    page = bezoek.naar(f"/nieuw/{MAILBOX}")
    page.locator("#geen_bsn").check()
    page.locator('input[name="soort"][value="wisseling"]').check()
    page.locator('input[name="verhuist"][value="ja"]').check()
    page.locator('input[name="andere_datum"][value="ja"]').check()
    g.neem(bezoek, "Invullen verzoek, met vragen die pas na een antwoord komen")
    adres = zet_klaar(
        bezoek,
        MAILBOX,
        velden(MAILBOX, bsn="999900007", geboortedatum="31-2-1987", overgangsdatum="morgen", einddatum="-5"),
    )
    bezoek.naar(adres)
    bezoek.doe("Controleren")
    g.neem(bezoek, "Invullen verzoek, fouten bij enkele vragen")
    page = bezoek.naar(f"/nieuw/{HERINDICATIE}")
    page.locator("#gemeente_inschrijving").select_option("0014")
    page.locator('input[name="verblijft_elders"][value="ja"]').check()
    page.locator("#gemeente_verblijf").select_option("0014")
    bezoek.doe("Controleren")
    g.neem(bezoek, "Invullen herindicatie, verblijf is dezelfde gemeente")


def keuzehulp(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(WIE)
    for naam, antwoorden in KEUZEHULP:
        _antwoord(bezoek, antwoorden)
        bezoek.doe("Controleren")
        g.neem(bezoek, f"Keuzehulp, {naam}")
    _antwoord(bezoek, {"soort": "calamiteit", "gevolg": "overleden", "verband": "onzeker"})
    g.neem(bezoek, "Keuzehulp, dit is een calamiteit: de rest van het formulier komt")
    _antwoord(bezoek, {"soort": "geweld", "door_wie": "beroepskracht"})
    g.neem(bezoek, "Keuzehulp, dit is geweld: de rest van het formulier komt")
    zonder = g.portaal.bezoek(WIE, script=False)
    g.neem(zonder, "Melding zonder JavaScript", f"/nieuw/{MELDING}", script=False)


def bijlagen(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(WIE)
    bezoek.naar(zet_klaar(bezoek, MAILBOX, velden(MAILBOX, reden=LANG), met=False))
    with TemporaryDirectory() as folder:
        scan = Path(folder) / "Toestemmingsformulier ondertekend door cliënt en mentor - definitieve versie 3.pdf"
        scan.write_bytes(pdf("Ondertekend"))
        voeg_toe(bezoek, "toestemmingsformulier", scan)
        g.neem(bezoek, "Bijlage toegevoegd")
        voeg_toe(bezoek, "onderbouwing", {"name": "rekening.pdf", "mimeType": "application/pdf", "buffer": vermomd()})
        g.neem(bezoek, "Bijlage geweigerd")
        voeg_toe(bezoek, "onderbouwing", {"name": "leeg.pdf", "mimeType": "application/pdf", "buffer": b""})
        g.neem(bezoek, "Bijlage geweigerd, leeg bestand")


def vol_tot_ontvangst(g: Galerij) -> None:
    """Full form, check page and receipt of each mailbox."""
    bezoek = g.portaal.bezoek(WIE)
    anders = {
        MAILBOX: {"reden": LANG},
        HERINDICATIE: {"verblijft_elders": "ja", "gemeente_verblijf": "1966", "einddatum": "+40", "toelichting": LANG},
        MELDING: {"beschrijving": LANG, "gebeurd_op": "-9"},
    }
    for mailbox, titel in TITELS.items():
        adres = zet_klaar(bezoek, mailbox, velden(mailbox, **anders.get(mailbox, {})))
        g.neem(bezoek, f"Invullen {titel}, vol", adres)
        g.neem(bezoek, f"Controleren {titel}", f"{adres}/controleren")
        bezoek.doe("Versturen")
        g.neem(bezoek, f"Ontvangstbevestiging {titel}")
        g.druk_af(bezoek, f"Ontvangstbevestiging {titel} op papier")


def dubbel(g: Galerij) -> None:
    """A second one about the same client, and an indicatie that has almost run out."""
    bezoek = g.portaal.bezoek(WIE)
    for mailbox in (MAILBOX, HERINDICATIE):
        bsn = velden(mailbox)["bsn"]
        dien_in(bezoek, mailbox, bsn=bsn)
        adres = zet_klaar(bezoek, mailbox, velden(mailbox, bsn=bsn))
        g.neem(bezoek, f"Controleren {TITELS[mailbox]}, er loopt er al een", f"{adres}/controleren")
    adres = zet_klaar(bezoek, HERINDICATIE, velden(HERINDICATIE, einddatum="-60"))
    g.neem(bezoek, "Controleren herindicatie, indicatie al afgelopen", f"{adres}/controleren")


def onderweg(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(WIE)
    g.neem(bezoek, "Start van een aanbieder", "/")
    g.neem(bezoek, "Onderweg", "/onderweg")
    for link in bezoek.page.locator(".bp-chips a").evaluate_all(
        "all => all.map(a => [a.innerText, a.getAttribute('href')])"
    ):
        g.neem(bezoek, f"Onderweg, {link[0].split()[0].lower()}", link[1])
    g.neem(bezoek, "Concepten", "/concepten")
    bezoek.page.get_by_role("link", name="Verwijderen").or_(bezoek.page.locator("a[href$=verwijderen]")).first.click()
    g.neem(bezoek, "Concept verwijderen")
    leeg = g.portaal.bezoek("consulent.oldambt")
    g.neem(leeg, "Onderweg, leeg", "/onderweg")
    g.neem(leeg, "Concepten, leeg", "/concepten")
    g.neem(leeg, "Nieuw bericht van een gemeente", "/nieuw")


def _antwoord(bezoek: Bezoek, antwoorden: dict[str, str]) -> None:
    page = bezoek.naar(f"/nieuw/{MELDING}")
    for naam, waarde in antwoorden.items():
        page.locator(f'input[name="{naam}"][value="{waarde}"]').check()


def registreren(g: Galerij) -> None:
    """What a burger brought, as the frontoffice registers it."""
    bezoek = g.portaal.bezoek("frontoffice")
    g.neem(bezoek, "Bericht registreren", "/registreren")
    g.neem(bezoek, "Registreren herindicatie, leeg", f"/nieuw/{HERINDICATIE}")
    bezoek.doe("Controleren")
    g.neem(bezoek, "Registreren herindicatie, niets ingevuld en toch controleren")
    g.neem(bezoek, "Onderweg van een team", "/onderweg")
    g.neem(bezoek, "Concepten van een team", "/concepten")


def aan_een_aanbieder(g: Galerij) -> None:
    """What a team writes to an aanbieder, and the list in which it lands."""
    bezoek = g.portaal.bezoek("consulent")
    g.neem(bezoek, "Nieuw bericht van een team", "/nieuw")
    g.neem(g.portaal.bezoek(WIE), "Ontvangen door een aanbieder", "/werkvoorraad")


SCENES = (
    registreren,
    aan_een_aanbieder,
    kiezen,
    halfweg,
    keuzehulp,
    bijlagen,
    vol_tot_ontvangst,
    dubbel,
    onderweg,
)
