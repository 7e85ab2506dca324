"""The pages that say no: not there, too big, changed meanwhile, too busy, and a vault that is away."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from uuid import uuid4

from flask import current_app
from flask import g as g_van_flask
from playwright.sync_api import Route

from portal.app import create_app
from portal.demo.voorbeelden import MAILBOX
from portal.web import fouten
from portal.web.uploads import current_request, discard_file
from tests.e2e.bezoek import Bezoek
from tests.e2e.test_uitval import stopped
from tests.gallery.galerij import Galerij
from tests.gallery.zaken import LANG, dien_in, instellingen, verloop

ANDERE = (
    fouten.KLUIS,
    fouten.NIET_ECHT,
    fouten.NIET_VERZEGELD,
    fouten.KLOPT_NIET,
    fouten.WORDT_VERWERKT,
    fouten.DATABASE,
    fouten.DATABASE_VOL,
    fouten.OPSLAG,
    fouten.VERSTUURD,
    fouten.TERUGGEHAALD,
    fouten.BESTAND_WEG,
)

# What was typed in an act while the database was away.
TERUG: Sequence[tuple[str, str, Mapping[str, object]]] = (
    (
        "een lange tekst, nog een, velden en een bestand",
        "vraag-stellen",
        {
            "tekst": "\n\n".join([LANG] * 3),
            "toelichting": "Liefst na drie uur.",
            "versie": "2",
            "stuk": (BytesIO(b"pdf"), "brief.pdf"),
        },
    ),
    ("alleen een tekst", "vraag-stellen", {"tekst": LANG}),
    ("zonder tekst", "oppakken", {"versie": "2"}),
)

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


def elke_weigering(g: Galerij) -> None:
    """Those that nobody can bring about in a quiet demo: the page as the portal draws it, at an address where nothing is."""
    app, bezoek = create_app(instellingen(g.portaal)), g.portaal.bezoek()
    for pagina in (*fouten.PAGINAS.values(), *ANDERE):
        with app.test_request_context("/weigering"):
            _weiger(g, bezoek, pagina, f"{pagina.titel} ({pagina.status})")


def teruggegeven(g: Galerij) -> None:
    """A form that could not be done, given back with a button: with much in it, with one text, and with nothing to read."""
    app, bezoek = create_app(instellingen(g.portaal)), g.portaal.bezoek()
    for naam, act, velden in TERUG:
        adres = f"/berichten/{uuid4()}/doen/{act}"
        with app.test_request_context(adres, method="POST", data={"csrf_token": "x", **velden}):
            g_van_flask.csrf_valid, current_request().open_file = True, discard_file
            _weiger(g, bezoek, fouten.DATABASE, f"Database weg (503), {naam}")


def _weiger(g: Galerij, bezoek: Bezoek, pagina: fouten.Foutpagina, naam: str) -> None:
    """Take this refusal as it is drawn in the request that is there now."""
    g_van_flask.gebruiker = None
    html = current_app.make_response(fouten.fout(pagina)).get_data(as_text=True)

    def antwoord(route: Route) -> None:
        route.fulfill(status=pagina.status, content_type="text/html; charset=utf-8", body=html)

    bezoek.context.unroute_all()
    bezoek.context.route("**/weigering", antwoord)
    g.neem(bezoek, naam, "/weigering")


def sessie_voorbij(g: Galerij) -> None:
    """A session that ended while somebody typed: where he comes, and that he finds his text back."""
    team = g.portaal.bezoek("consulent2", vers=True)
    hier = dien_in(g.portaal.bezoek("indiener.schakel"), MAILBOX)
    team.naar(f"{hier}/doen/vraag-stellen").get_by_label("Wat wilt u weten?").fill("Wanneer kan de burger komen?")
    verloop(g.portaal, "consulent2")
    team.doe("Vraag stellen")
    g.neem(team, "Sessie voorbij terwijl iemand typte, opnieuw inloggen")
    team.page.get_by_label("Account").fill("consulent2")
    team.page.get_by_label("Wachtwoord").fill(g.portaal.wachtwoord("consulent2"))
    team.doe("Inloggen")
    g.neem(team, "Sessie voorbij, de tekst staat er nog")
    verloop(g.portaal, "consulent2")
    g.neem(team, "Sessie voorbij bij het openen van een pagina", "/werkvoorraad")


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


SCENES = (er_niet, elke_weigering, teruggegeven, sessie_voorbij, zonder_kluis)
