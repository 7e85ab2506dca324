"""The lists of teams: werkvoorraad, taken, zoeken, overzicht and termijnen, each full and empty."""

from portal.demo.voorbeelden import testnummers
from tests.gallery.galerij import Galerij


def werkvoorraad(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("consulent")
    g.neem(bezoek, "Werkvoorraad", "/werkvoorraad")
    for filters, hoeveel in (("Toon", None), ("Mapje", 2)):
        links = (
            bezoek.page.get_by_role("navigation", name=filters)
            .locator("a")
            .evaluate_all("all => all.map(a => [a.innerText, a.getAttribute('href')])")
        )
        for tekst, href in links[1:hoeveel]:
            g.neem(bezoek, f"Werkvoorraad, {tekst.splitlines()[0].lower()}", href)
        bezoek.naar("/werkvoorraad")
    leeg = g.portaal.bezoek("consulent.oldambt")
    for keuze in ("alles", "van-mij", "zonder-behandelaar", "wacht"):
        g.neem(leeg, f"Werkvoorraad leeg, {keuze}", f"/werkvoorraad?keuze={keuze}")


def taken(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("backoffice")
    g.neem(bezoek, "Taken", "/taken")
    bezoek.page.locator("main form input[name=verzonden_op]").first.fill("overmorgen")
    bezoek.page.locator("main form:has(input[name=verzonden_op]) button").first.click()
    bezoek.page.wait_for_load_state()
    g.neem(bezoek, "Taken, dag klopt niet")
    bezoek.naar("/taken").locator("main form:has(input[name=verzonden_op]) button").first.click()
    bezoek.page.wait_for_load_state()
    g.neem(bezoek, "Taken, een gedaan")
    g.neem(g.portaal.bezoek("consulent.oldambt"), "Taken, leeg", "/taken")


def toewijzingen(g: Galerij) -> None:
    """The register of a team: empty, writing one down, wrong and right, the list, one opened; and that of an aanbieder."""
    bezoek = g.portaal.bezoek("backoffice")
    g.neem(g.portaal.bezoek("consulent.oldambt"), "Toewijzingen, leeg", "/toewijzingen")
    page = bezoek.naar("/toewijzingen/nieuw")
    g.neem(bezoek, "Toewijzing vastleggen")
    bezoek.doe("Vastleggen")
    g.neem(bezoek, "Toewijzing vastleggen, niets ingevuld")
    for naam, waarde in (
        ("bsn", next(testnummers())),
        ("voorletters", "A.B."),
        ("achternaam", "Voorbeeld"),
        ("geboortedatum", "31-1-1980"),
        ("toewijzingnummer", "412"),
        ("vanaf", "1-1-2026"),
        ("einddatum", "31-12-2027"),
    ):
        page.locator(f'input[name="{naam}"]').fill(waarde)
    page.locator('select[name="aanbieder"]').select_option(index=1)
    page.locator('input[name="producten"]').first.check()
    bezoek.doe("Vastleggen")
    g.neem(bezoek, "Toewijzing, een geopend")
    bezoek.doe("Beëindigen")
    g.neem(bezoek, "Toewijzing beëindigen, zonder dag")
    g.neem(bezoek, "Toewijzingen", "/toewijzingen")
    g.neem(g.portaal.bezoek("indiener.schakel"), "Toewijzingen van een aanbieder", "/toewijzingen")


def zoeken(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("consulent")
    g.neem(bezoek, "Zoeken", "/zoeken")
    for naam, nummer in (("gevonden", next(testnummers())), ("niets gevonden", "999990019"), ("fout", "12345")):
        bezoek.naar("/zoeken").get_by_label("Burgerservicenummer", exact=True).last.fill(nummer)
        bezoek.doe("Zoeken")
        g.neem(bezoek, f"Zoeken, {naam}")
    afzender = g.portaal.bezoek("indiener.schakel")
    g.neem(afzender, "Zoeken van een aanbieder", "/zoeken")


def overzicht(g: Galerij) -> None:
    for account in ("beleid", "consulent", "consulent.oldambt"):
        g.neem(g.portaal.bezoek(account), f"Overzicht, {account}", "/overzicht")


def begin_van_elke_rol(g: Galerij) -> None:
    for account in (
        "frontoffice", "backoffice", "beleid", "beheerder.gemeente", "toezicht", "cmo", "beheer.een",
        "beheerder.schakel", "indiener.diep",
    ):  # fmt: skip
        g.neem(g.portaal.bezoek(account), f"Eerste pagina, {account}", "/")


def termijnen(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("consulent")
    g.neem(bezoek, "Termijnen", "/termijnen")
    g.neem(bezoek, "Termijnen van mij", "/termijnen?keuze=van-mij")
    g.neem(bezoek, "Termijnen, kerst", "/termijnen?week=2026-W52")
    g.neem(bezoek, "Termijnen in eigen agenda, nog geen adres", "/termijnen/agenda")
    bezoek.doe("Adres maken")
    g.neem(bezoek, "Termijnen in eigen agenda, net gemaakt")
    g.neem(g.portaal.bezoek("consulent.oldambt"), "Termijnen, niets", "/termijnen")
    g.neem(g.portaal.bezoek("indiener.schakel"), "Termijnen van een aanbieder", "/termijnen")


def vergaderingen(g: Galerij) -> None:
    g.neem(g.portaal.bezoek("regioadviseur"), "Vergaderingen", "/vergaderingen")
    g.neem(g.portaal.bezoek("consulent"), "Vergaderingen, geen", "/vergaderingen")


SCENES = (begin_van_elke_rol, werkvoorraad, taken, toewijzingen, zoeken, overzicht, termijnen, vergaderingen)
