"""The pages that say no: not there, too big, changed meanwhile, too busy, and a vault that is away."""

from uuid import uuid4

from portal.demo.voorbeelden import MAILBOX
from tests.e2e.bezoek import Bezoek
from tests.e2e.test_uitval import stopped
from tests.gallery.galerij import Galerij
from tests.gallery.zaken import dien_in

DOE_ALSOF = """([path, token, body]) => {
  const form = document.createElement('form');
  form.method = 'post'; form.action = path;
  for (const [name, value] of Object.entries({csrf_token: token, ...body})) {
    const input = document.createElement('input'); input.name = name; input.value = value; form.append(input);
  }
  document.body.append(form); form.submit();
}"""


def er_niet(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("consulent")
    g.neem(bezoek, "Pagina die er niet is (404)", "/bestaat-niet")
    g.neem(bezoek, "Bericht van een ander (404)", f"/berichten/{uuid4()}")
    _verstuur(bezoek, "/zoeken", {"csrf_token": "verlopen"})
    g.neem(bezoek, "Formulier te lang open (400)")
    _verstuur(bezoek, "/zoeken", {"veel": "x" * 3_000_000})
    g.neem(bezoek, "Te groot (413)")
    _verstuur(bezoek, "/werkvoorraad", {})
    g.neem(bezoek, "Niet op deze manier (405)")


def zonder_kluis(g: Galerij) -> None:
    afzender, team = g.portaal.bezoek("indiener.schakel"), g.portaal.bezoek("consulent")
    beheer, buiten = g.portaal.bezoek("beheer.een"), g.portaal.bezoek()
    hier = dien_in(afzender, MAILBOX)
    team.naar(hier)
    buiten.naar("/inloggen")
    with stopped(g.portaal.demo, "kluis"):
        g.neem(afzender, "Zonder kluis, start van een aanbieder", "/")
        g.neem(afzender, "Zonder kluis, onderweg", "/onderweg")
        g.neem(afzender, "Zonder kluis, invullen", f"/nieuw/{MAILBOX}")
        g.neem(team, "Zonder kluis, werkvoorraad", "/werkvoorraad")
        g.neem(team, "Zonder kluis, bericht", hier)
        g.neem(team, "Zonder kluis, vraag stellen", f"{hier}/doen/vraag-stellen")
        team.naar("/zoeken").get_by_label("Burgerservicenummer", exact=True).last.fill("999900006")
        team.doe("Zoeken")
        g.neem(team, "Zonder kluis, zoeken (503)")
        for deel in ("", "/kluis", "/logboek"):
            g.neem(beheer, f"Zonder kluis, beheer{deel.replace('/', ' ')}", f"/beheer{deel}")
        buiten.page.get_by_label("Account").fill("indiener.diep")
        buiten.page.get_by_label("Wachtwoord").fill(g.portaal.wachtwoord("indiener.diep"))
        buiten.doe("Inloggen")
        g.neem(buiten, "Zonder kluis, inloggen (503)")


def _verstuur(bezoek: Bezoek, path: str, velden: dict[str, str]) -> None:
    """Post a form that the page itself does not have."""
    bezoek.naar("/zoeken")
    token = bezoek.page.locator("input[name=csrf_token]").first.input_value()
    with bezoek.page.expect_navigation():
        bezoek.page.evaluate(DOE_ALSOF, [path, token, velden])


SCENES = (er_niet, zonder_kluis)
