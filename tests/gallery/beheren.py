"""The pages of beheer and of the organisatiebeheerder, with what waits, what is refused and what is shown once."""

from portal.demo.voorbeelden import HERINDICATIE, MAILBOX, MELDING
from tests.e2e.bezoek import Bezoek
from tests.gallery.galerij import Galerij
from tests.gallery.zaken import persoon

VAST = (
    "",
    "/organisaties",
    "/regio",
    "/taakverdeling",
    "/mailboxen",
    "/post",
    "/kluis",
    "/logboek",
    "/wachtend",
    "/kalender",
)
NIEUW = {"naam": "Nina Nieuw", "email": "nina@schakel.example", "account": "nina.nieuw"}
EEN, TWEE = "beheer.een", "beheer.twee"


def paginas(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(EEN)
    for deel in VAST:
        g.neem(bezoek, f"Beheer{deel.replace('/', ', ')}", f"/beheer{deel}")
    g.neem(bezoek, "Beheer, organisaties, alleen aanbieders", "/beheer/organisaties?soort=aanbieder")
    for organisatie in ("de-schakel", "gemeente-0014"):
        bezoek.naar("/beheer/organisaties")
        g.neem(bezoek, f"Beheer, organisatie {organisatie}", f"/beheer/organisaties/{organisatie}")
    for mailbox in (MAILBOX, HERINDICATIE, MELDING):
        g.neem(bezoek, f"Beheer, mailbox {mailbox}", f"/beheer/mailboxen/{mailbox}")


def regio(g: Galerij) -> None:
    """What differs between regions: gemeenten and teams, the calendar, aanbieders with a register to stand in."""
    bezoek = g.portaal.bezoek(EEN)
    for deel in VAST:
        g.neem(bezoek, f"Beheer{deel.replace('/', ', ')}", f"/beheer{deel}")
    for organisatie in ("de-schakel", "gemeente-mer", "veilig-thuis"):
        g.neem(bezoek, f"Beheer, organisatie {organisatie}", f"/beheer/organisaties/{organisatie}")
    g.neem(bezoek, "Beheer, registers van een aanbieder", "/beheer/organisaties/de-schakel/registers")
    for mailbox in ("mo-melding", "gia-besluit"):
        g.neem(bezoek, f"Beheer, mailbox {mailbox}", f"/beheer/mailboxen/{mailbox}")
        g.neem(bezoek, f"Routering proberen, {mailbox}", f"/beheer/mailboxen/{mailbox}/route")
        bezoek.doe("Waar gaat dit heen?")
        g.neem(bezoek, f"Routering proberen, {mailbox}, uitkomst")


def routeproef(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(EEN)
    for mailbox, gemeente in ((MAILBOX, "1966"), (HERINDICATIE, "buiten")):
        page = bezoek.naar(f"/beheer/mailboxen/{mailbox}/route")
        g.neem(bezoek, f"Routering proberen, {mailbox}")
        keuzes = page.locator("#gemeente_inschrijving option").evaluate_all("all => all.map(o => o.value)")
        page.locator("#gemeente_inschrijving").select_option(gemeente if gemeente in keuzes else keuzes[-1])
        bezoek.doe("Waar gaat dit heen?")
        g.neem(bezoek, f"Routering proberen, {mailbox}, uitkomst")
    g.neem(bezoek, "Routering proberen, melding", f"/beheer/mailboxen/{MELDING}/route")


def met_zijn_tweeen(g: Galerij) -> None:
    """Ask for a beheerder, see it wait, and confirm it as the other."""
    een, twee = g.portaal.bezoek(EEN), g.portaal.bezoek(TWEE)
    adres = "/beheer/organisaties/zorggroep-noorderlicht/beheerder"
    g.neem(een, "Beheerder toelaten", adres)
    een.doe("Klaarzetten")
    g.neem(een, "Beheerder toelaten, niets ingevuld")
    for naam, tekst in {"naam": "Bram Nieuw", "email": "bram@noorderlicht.example", "account": "bram.nieuw"}.items():
        een.page.locator(f"#{naam}").fill(tekst)
    een.doe("Klaarzetten")
    g.neem(een, "Beheerder toelaten, er is er al een")
    een.naar(f"/beheer/personen/{persoon(g, 'beheerder.noorderlicht')}/wachtwoord")
    een.page.locator(".bp-bevestiging button").first.click()
    een.page.wait_for_load_state()
    g.neem(een, "Nieuw wachtwoord gevraagd")
    g.neem(een, "Wachtend, van mijzelf", "/beheer/wachtend")
    g.neem(twee, "Wachtend, van een ander", "/beheer/wachtend")
    g.neem(twee, "Beheer, met iets dat wacht", "/beheer")
    twee.naar("/beheer/wachtend")
    twee.doe("Bekijken en bevestigen")
    g.neem(twee, "Nieuw wachtwoord bevestigen")
    twee.doe("Bevestigen")
    g.neem(twee, "Wachtwoord, één keer te zien")


def aanbieders(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(EEN)
    g.neem(bezoek, "Aanbieder toevoegen", "/beheer/nieuwe-aanbieder")
    bezoek.page.locator("#code").fill("Zorg Noord")
    bezoek.doe("Toevoegen")
    g.neem(bezoek, "Aanbieder toevoegen, code kan niet")
    for naam, tekst in {"naam": "Zorg Noord", "code": "zorg-noord"}.items():
        bezoek.page.locator(f"#{naam}").fill(tekst)
    bezoek.doe("Toevoegen")
    g.neem(bezoek, "Aanbieder toegevoegd")
    g.neem(bezoek, "Aanbieder, naam wijzigen", "/beheer/organisaties/zorg-noord/naam")
    g.neem(bezoek, "Aanbieder, niet meer actief maken", "/beheer/organisaties/zorg-noord/actief")
    bezoek.page.locator(".bp-bevestiging button").first.click()
    bezoek.page.wait_for_load_state()
    g.neem(bezoek, "Aanbieder, niet actief")
    g.neem(bezoek, "Aanbieder, weer actief maken", "/beheer/organisaties/zorg-noord/actief")


def personen(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(EEN)
    iemand = persoon(g, "indiener.noorderlicht")
    for act in ("blokkeren", "wachtwoord"):
        g.neem(bezoek, f"Beheer, persoon {act}", f"/beheer/personen/{iemand}/{act}")
    g.neem(bezoek, "Beheer, laatste beheerder blokkeren", f"/beheer/personen/{persoon(g, TWEE)}/blokkeren")


def logboek(g: Galerij) -> None:
    bezoek = g.portaal.bezoek(EEN)
    bezoek.naar("/beheer/logboek")
    bezoek.doe("Nu nakijken")
    for _ in range(30):
        if "het logboek klopt" in bezoek.naar("/beheer/logboek").locator("main").inner_text():
            break
    bezoek.page.get_by_text("Wat wordt er nagekeken?").click()
    g.neem(bezoek, "Logboek, nagekeken")


def kalender(g: Galerij) -> None:
    """Propose, rehearse and decide a change of the rules, and propose one that is never decided."""
    een, twee = g.portaal.bezoek(EEN), g.portaal.bezoek(TWEE)
    g.neem(een, "Kalender, een jaar zonder besluit", "/beheer/kalender?jaar=2031")
    for soort in ("besluit", "dag-vervalt", "besluit-herzien", "sluitingsdag", "sluitingsdag-vervalt", "instelling"):
        g.neem(een, f"Regels wijzigen, {soort}", f"/beheer/kalender/voorstellen/{soort}")
    een.doe("Bekijk wat dit doet")
    g.neem(een, "Regels wijzigen, niets ingevuld")
    een.page.get_by_label("5 mei is vrij in afgesproken termijnen").check()
    for naam, tekst in {"waarde": "nee", "vanaf": "1-1-2027", "bron": "Regionaal overleg"}.items():
        een.page.locator(f"#{naam}").fill(tekst)
    een.doe("Bekijk wat dit doet")
    g.neem(een, "Regels wijzigen, de proef, van mijzelf")
    g.neem(twee, "Beheer, met een voorstel voor de kalender", "/beheer")
    twee.naar("/beheer/kalender")
    twee.page.get_by_role("link", name="5 mei is vrij in afgesproken termijnen: nee").click()
    twee.page.wait_for_load_state()
    g.neem(twee, "Regels wijzigen, de proef, van een ander")
    twee.doe("Vaststellen")
    g.neem(twee, "Regels wijzigen, niets gekozen")
    twee.page.get_by_label("Ook lopende termijnen").check()
    twee.doe("Vaststellen")
    g.neem(twee, "Regels wijzigen, vastgesteld")
    g.neem(twee, "Kalender, met een wijziging", "/beheer/kalender")


def organisatie(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("beheerder.schakel")
    g.neem(bezoek, "Organisatie", "/organisatie")
    g.neem(bezoek, "Collega toelaten", "/organisatie/toelaten")
    bezoek.doe("Toelaten")
    g.neem(bezoek, "Collega toelaten, niets ingevuld")
    for naam, tekst in NIEUW.items():
        bezoek.page.locator(f"#{naam}").fill(tekst)
    bezoek.page.locator("#rollen-0").check()
    bezoek.doe("Toelaten")
    g.neem(bezoek, "Collega toegelaten, wachtwoord één keer te zien")
    _collega(g, bezoek, persoon(g, "collega.schakel"))
    g.neem(bezoek, "Uzelf", f"/organisatie/collegas/{persoon(g, 'beheerder.schakel')}")
    nieuw = persoon(g, "nina.nieuw")
    bezoek.naar(f"/organisatie/collegas/{nieuw}/blokkeren")
    bezoek.page.locator(".bp-bevestiging button").first.click()
    bezoek.page.wait_for_load_state()
    g.neem(bezoek, "Collega, geblokkeerd", f"/organisatie/collegas/{nieuw}")
    g.neem(g.portaal.bezoek("beheerder.gemeente"), "Organisatie, gemeente", "/organisatie")


def _collega(g: Galerij, bezoek: Bezoek, collega: str) -> None:
    g.neem(bezoek, "Collega", f"/organisatie/collegas/{collega}")
    for act in ("rol", "waarneming", "blokkeren", "wachtwoord", "rollen/0/beeindigen"):
        g.neem(bezoek, f"Collega, {act.rpartition('/')[2]}", f"/organisatie/collegas/{collega}/{act}")


SCENES = (paginas, routeproef, met_zijn_tweeen, aanbieders, personen, logboek, kalender, organisatie)
