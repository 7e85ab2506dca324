"""What must be sent without being asked for: start page, sociale kaart, verantwoording and their list at CMO; and the forms of two mailboxes more."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from portal.config import Settings
from portal.core.audit import Actor
from portal.core.beheer.inrichting import put_organisatie
from portal.core.klokken.verplichtingen import plan_duties
from portal.domain.teams import Organisatiesoort
from portal.models import Termijn
from portal.wiring import make_services
from portal.worker.loop import work_clocks
from tests.demo.running import Demo
from tests.e2e.bezoek import Bezoek
from tests.e2e.verzoek import today
from tests.gallery.galerij import Galerij

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")


def formulieren(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("indiener.schakel")
    page = bezoek.naar("/nieuw/sociale-kaart")
    page.locator('input[name="wijziging"][value="ja"]').check()
    g.neem(bezoek, "Invullen sociale kaart, met wijzigingen")
    page = bezoek.naar("/nieuw/verantwoording")
    page.locator('input[name="stuk"][value="jaarrekening"]').check()
    g.neem(bezoek, "Invullen verantwoording, jaarrekening")
    page = bezoek.naar("/nieuw/experttafel-casus")
    for naam in ("casus", "vraag", "stappen", "partijen"):
        page.locator(f'textarea[name="{naam}"]').fill("Het gaat om burger 999900006.")
    bezoek.doe("Controleren")
    g.neem(bezoek, "Invullen casus experttafel, met een burgerservicenummer")


def registers(g: Galerij) -> None:
    """The overview for an aanbieder, and what it finds when it looks for a word."""
    bezoek = g.portaal.bezoek("indiener.schakel")
    g.neem(bezoek, "Registers, aanbieders en onderaannemers", "/registers")
    g.neem(bezoek, "Wat kan ik hier, indiener", "/wat-kan-ik")
    page = bezoek.naar("/nieuw")
    page.locator("#zoek").fill("vehruizing")
    bezoek.doe("Zoeken")
    g.neem(bezoek, "Nieuw bericht, gezocht met een typefout")
    page.locator("#zoek").fill("factuur")
    bezoek.doe("Zoeken")
    g.neem(bezoek, "Nieuw bericht, hoort niet in het portaal")
    g.neem(g.portaal.bezoek("cmo"), "Wat kan ik hier, contractmanager", "/wat-kan-ik")


def startpagina(g: Galerij) -> None:
    """What is due: of this year, a first sociale kaart, and after one click the next one."""
    _plan_the_next_year(g.portaal.demo)
    bezoek = g.portaal.bezoek("indiener.schakel")
    g.neem(bezoek, "Startpagina van een aanbieder, wat nog moet worden gestuurd", "/")
    _send_the_first(bezoek)
    g.neem(bezoek, "Startpagina van een aanbieder, sociale kaart met één klik", "/")
    bezoek.doe("Geen wijzigingen melden")
    g.neem(bezoek, "Ontvangst van 'geen wijzigingen'")


def lijst_van_cmo(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("cmo")
    g.neem(bezoek, "Verplichtingen", "/verplichtingen")
    bezoek.doe("Vrijstellen")
    g.neem(bezoek, "Verplichtingen, niets aangevinkt")
    bezoek.page.locator('input[name="verplichting"]').first.check()
    bezoek.doe("Vrijstellen")
    g.neem(bezoek, "Verplichtingen, een vrijgesteld")
    g.neem(bezoek, "Verplichtingen, alleen wat te beoordelen is", "/verplichtingen?toon=te-beoordelen")


def ladder(g: Galerij) -> None:
    """Who never sent his sociale kaart, up to the rung that a person takes."""
    _climb(g.portaal.demo)
    bezoek = g.portaal.bezoek("cmo")
    g.neem(bezoek, "Verplichtingen, wie nooit een sociale kaart stuurde", "/verplichtingen")
    bezoek.page.get_by_role("link", name="Afkoppelen").first.click()
    bezoek.page.wait_for_load_state()
    g.neem(bezoek, "Trede van de ladder, afkoppelen")
    bezoek.doe("Afkoppelen")
    g.neem(bezoek, "Verplichtingen, een aanbieder afgekoppeld")


def _climb(demo: Demo) -> None:
    """Let an aanbieder take part who sends nothing; let the term of each rung be over, and the worker pass."""
    services, now = (
        make_services(Settings.from_env({"PORTAL_DATA": str(demo.data), "PORTAL_DEMO": "1"})),
        datetime.now(UTC),
    )
    with services.database.schrijven() as session:
        put_organisatie(session, "nieuwe-start", naam="Zorg Nieuwe Start (fictief)", soort=Organisatiesoort.AANBIEDER)
    plan_duties(services, WORKER, now=now)
    for dagen, rung in ((29, "eerste-opgave"), (15, "eerste-na-herinnering"), (1, "eerste-na-aanmaning")):
        dag = today() - timedelta(days=dagen)
        over = {"datum": dag, "volgende_stap": dag, "vanaf": dag - timedelta(weeks=2)}
        with services.database.schrijven() as session:
            session.execute(update(Termijn).where(Termijn.code == rung).values(**over))
        work_clocks(services, now=now)
    services.database.close()


def _plan_the_next_year(demo: Demo) -> None:
    """Do what the worker does on the next first of januari."""
    services = make_services(Settings.from_env({"PORTAL_DATA": str(demo.data), "PORTAL_DEMO": "1"}))
    plan_duties(services, WORKER, now=datetime(today().year + 1, 1, 1, 8, tzinfo=UTC))
    services.database.close()


def _send_the_first(bezoek: Bezoek) -> None:
    page = bezoek.naar("/nieuw/sociale-kaart")
    page.locator('input[name="wijziging"][value="nee"]').check()
    bezoek.doe("Controleren")
    bezoek.doe("Versturen")


SCENES = (formulieren, registers, startpagina, lijst_van_cmo, ladder)
