"""All pages that the menu of a role leads to, and the registers: full, filtered, empty and on paper."""

from tests.gallery.galerij import Galerij

ROLLEN = {
    "groningen": ("toezicht", "cmo", "regioadviseur", "college", "consulent.eemsdelta", "indiener.noorderlicht"),
    "noord-midden-limburg": ("frontoffice", "consulent", "veiligthuis", "consulent.maasgouw", "indiener.schakel"),
}
# Each register as somebody sees it who sees most of it, or least.
REGISTERS = ("aanbieders", "onderaannemers", "locaties")


def paginas(g: Galerij) -> None:
    for account in ROLLEN[g.regio.code]:
        bezoek = g.portaal.bezoek(account)
        links = (
            bezoek.naar("/")
            .locator(".bp-nav a")
            .evaluate_all("all => all.map(a => [a.innerText, a.getAttribute('href')])")
        )
        for tekst, href in links:
            g.neem(bezoek, f"{tekst}, {account}", href)
        g.neem(bezoek, f"Wat kan ik hier, {account}", "/wat-kan-ik")


def registers(g: Galerij) -> None:
    """What CMO accepted, for a consulent who sees the addresses and beleid who does not."""
    for account in ("consulent", "beleid"):
        bezoek = g.portaal.bezoek(account)
        for register in REGISTERS:
            g.neem(bezoek, f"Register {register}, {account}", f"/registers?register={register}")
    bezoek = g.portaal.bezoek("consulent")
    g.neem(bezoek, "Register locaties, gefilterd", "/registers?register=locaties&gemeente=1979")
    g.neem(bezoek, "Register locaties, niets dat past", "/registers?register=locaties&gemeente=0765")
    bezoek.naar("/registers?register=locaties")
    g.druk_af(bezoek, "Register locaties op papier")


def lijsten(g: Galerij) -> None:
    """Lists of toewijzingen as they are filled: what runs, what ends soon and what has ended, also on paper."""
    bezoek = g.portaal.bezoek("backoffice")
    for href in (
        bezoek.naar("/toewijzingen").locator(".bp-chips a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    ):
        g.neem(bezoek, f"Toewijzingen, {href.rpartition('?')[2] or 'lopend'}", href)
    bezoek.naar("/toewijzingen")
    g.druk_af(bezoek, "Toewijzingen op papier")
    page = bezoek.naar("/toewijzingen")
    page.locator(".bp-cel-eerste a").first.click()
    page.wait_for_load_state()
    g.neem(bezoek, "Toewijzing van de demo, geopend")


def leeg_register(g: Galerij) -> None:
    g.neem(g.portaal.bezoek("consulent"), "Register locaties, leeg", "/registers?register=locaties")


GRONINGEN = (paginas, registers, lijsten)
LIMBURG = (paginas, lijsten, leeg_register)
