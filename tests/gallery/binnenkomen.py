"""The doors: logging in and everything that can go wrong there, choosing for whom, and the pages anyone may read."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyotp import TOTP

from tests.demo.running import START_SECONDS, STOP_SECONDS, Demo, wait_for
from tests.e2e.bezoek import Bezoek
from tests.gallery.galerij import Galerij
from tests.gallery.zaken import persoon

TE_VAAK = 12
NIEUWE_CODE = 31_000  # milliseconds until an app shows another code
EIGEN = "paard fiets lantaarn kaas"


def zonder_account(g: Galerij) -> None:
    bezoek = g.portaal.bezoek()
    g.neem(bezoek, "Inloggen", "/inloggen")
    bezoek.doe("Inloggen")
    g.neem(bezoek, "Inloggen, niets ingevuld")
    _probeer(bezoek, "indiener.schakel", "dit is het niet")
    g.neem(bezoek, "Inloggen, verkeerd wachtwoord")
    g.neem(bezoek, "Privacy", "/privacy")
    g.neem(bezoek, "Toegankelijkheid", "/toegankelijkheid")
    g.neem(bezoek, "Niet ingelogd en toch een pagina vragen", "/werkvoorraad")


def wissel(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("consulent.tweeteams")
    g.neem(bezoek, "Wissel van team", "/wissel")
    g.neem(bezoek, "Eerste pagina van wie voor twee teams werkt", "/")


def instellingen(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("consulent.tweeteams")
    g.neem(bezoek, "Mijn instellingen", "/instellingen")
    g.neem(bezoek, "Waarneming regelen", "/instellingen/waarneming")
    bezoek.doe("Waarneming vastleggen")
    g.neem(bezoek, "Waarneming regelen, niets ingevuld")
    g.neem(g.portaal.bezoek("beheer.een"), "Mijn instellingen, zonder berichten", "/instellingen")


def uitloggen(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("beleid", vers=True)
    bezoek.page.get_by_role("button", name="Uitloggen").click()
    bezoek.page.wait_for_url("**/inloggen")
    g.neem(bezoek, "Uitgelogd")


def wachtwoord(g: Galerij) -> None:
    bezoek = g.portaal.bezoek("beleid", vers=True)
    g.neem(bezoek, "Wachtwoord wijzigen", "/inloggen/wachtwoord")
    bezoek.doe("Wachtwoord opslaan")
    g.neem(bezoek, "Wachtwoord wijzigen, fout")


def eerste_keer(g: Galerij) -> None:
    """A password of one's own at the first login, with all that can be wrong with it."""
    beheerder = g.portaal.bezoek("beheerder.gemeente")
    eenmalig = _nieuw_wachtwoord(g, beheerder, "frontoffice")
    bezoek = g.portaal.bezoek()
    bezoek.naar("/inloggen")
    _probeer(bezoek, "frontoffice", eenmalig)
    g.neem(bezoek, "Eerste keer inloggen, eigen wachtwoord kiezen")
    _kies(bezoek, eenmalig, EIGEN, "iets anders dan dat")
    g.neem(bezoek, "Eigen wachtwoord kiezen, twee keer iets anders")
    _kies(bezoek, eenmalig, EIGEN, EIGEN)
    g.neem(bezoek, "Eigen wachtwoord gekozen, binnen")
    g.portaal.sessies["frontoffice"] = bezoek.context.storage_state()  # that of before ended with the new password


def tweede_factor(g: Galerij) -> None:
    """With the second factor on, as in a real installation: set up at the first login, asked for afterwards."""
    bezoek = g.portaal.bezoek()
    g.neem(bezoek, "Inloggen met tweede factor", "/inloggen")
    _probeer(bezoek, "cmo", g.portaal.wachtwoord("cmo"))
    bezoek.page.wait_for_url("**/tweede-factor")
    g.neem(bezoek, "Tweede factor instellen")
    bezoek.page.get_by_label("Code uit de app").fill("000000")
    bezoek.doe("Bevestigen")
    g.neem(bezoek, "Tweede factor instellen, verkeerde code")
    geheim = _stel_in(bezoek)
    g.neem(bezoek, "Tweede factor ingesteld, binnen")
    later = g.portaal.bezoek()
    later.naar("/inloggen")
    _probeer(later, "cmo", g.portaal.wachtwoord("cmo"))
    g.neem(later, "Inloggen, code gevraagd")
    later.page.get_by_label("Code").fill("000000")
    later.page.get_by_label("Wachtwoord").fill(g.portaal.wachtwoord("cmo"))
    later.doe("Inloggen")
    g.neem(later, "Inloggen, verkeerde code")
    later.page.get_by_label("Code").fill(TOTP(geheim).at(datetime.now(UTC) + timedelta(seconds=30)))
    later.page.get_by_label("Wachtwoord").fill(g.portaal.wachtwoord("cmo"))
    later.doe("Inloggen")
    g.neem(later, "Inloggen met code, binnen")


def telefoon_kwijt(g: Galerij) -> None:
    """Who lost his telephone: a new password from the own beheerder, a password of one's own, and a new second factor."""
    beheerder, _ = _met_factor(g, "beheerder.schakel"), _met_factor(g, "collega.schakel")
    bezoek = g.portaal.bezoek()
    eenmalig = _nieuw_wachtwoord(g, beheerder, "collega.schakel")
    g.neem(beheerder, "Telefoon kwijt, een nieuw wachtwoord van de beheerder")
    bezoek.naar("/inloggen")
    _probeer(bezoek, "collega.schakel", eenmalig)
    g.neem(bezoek, "Telefoon kwijt, eigen wachtwoord kiezen")
    _kies(bezoek, eenmalig, EIGEN, EIGEN)
    g.neem(bezoek, "Telefoon kwijt, tweede factor opnieuw instellen")
    _stel_in(bezoek)
    g.neem(bezoek, "Telefoon kwijt, weer binnen")


def te_vaak(g: Galerij) -> None:
    buiten = g.portaal.bezoek()
    for _ in range(TE_VAAK):
        buiten.naar("/inloggen")
        _probeer(buiten, "college", "dit is het niet")
        if "te vaak" in buiten.inhoud():
            break
    g.neem(buiten, "Inloggen, te vaak verkeerd")


@contextmanager
def als_in_bedrijf(demo: Demo) -> Iterator[None]:
    """Serve the data of a demo that has ended with the second factor and the limits of a real installation."""
    env = {"PATH": os.environ["PATH"], "PORTAL_DATA": str(demo.data), "PORTAL_PORT": str(demo.port)}
    env |= {"PORTAL_DEMO": "ja", "PORTAL_TWEEDE_FACTOR": "ja", "PORTAL_MAIL_MAP": str(demo.data / "mail")}
    log = (demo.data.parent / "in-bedrijf.log").open("wb")
    root = Path(__file__).parents[2]
    started = [
        subprocess.Popen([sys.executable, "-m", "portal", naam], cwd=root, env=env, stdout=log, stderr=log)
        for naam in ("vault", "web")
    ]
    try:
        assert wait_for(lambda: demo.get("/healthz") == 200, START_SECONDS)
        yield
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(STOP_SECONDS)
        log.close()


def _met_factor(g: Galerij, account: str) -> Bezoek:
    """Come in for the first time since the second factor is on."""
    bezoek = g.portaal.bezoek()
    bezoek.naar("/inloggen")
    _probeer(bezoek, account, g.portaal.wachtwoord(account))
    _stel_in(bezoek)
    return bezoek


def _stel_in(bezoek: Bezoek) -> str:
    """Set the second factor up as an app would; gives its secret."""
    geheim = bezoek.page.locator("main code").inner_text().replace(" ", "")
    for _ in range(3):
        bezoek.page.get_by_label("Code uit de app").fill(TOTP(geheim).now())
        with bezoek.page.expect_navigation():
            bezoek.doe("Bevestigen")
        if "/inloggen" not in bezoek.page.url:
            break
        bezoek.page.wait_for_timeout(NIEUWE_CODE)  # who just used a code waits for the next one, also with a new app
    return geheim


def _nieuw_wachtwoord(g: Galerij, beheerder: Bezoek, account: str) -> str:
    """Let a beheerder make a new one-time password for a colleague; gives what the page shows once."""
    beheerder.naar(f"/organisatie/collegas/{persoon(g, account)}/wachtwoord")
    beheerder.page.locator(".bp-bevestiging button").first.click()
    beheerder.page.wait_for_load_state()
    return beheerder.page.locator("main code").last.inner_text()


def _kies(bezoek: Bezoek, oud: str, nieuw: str, nogmaals: str) -> None:
    for veld, tekst in {"oud": oud, "nieuw": nieuw, "nogmaals": nogmaals}.items():
        bezoek.page.locator(f"#{veld}").fill(tekst)
    bezoek.doe("Wachtwoord opslaan")


def _probeer(bezoek: Bezoek, account: str, geheim: str) -> None:
    bezoek.page.get_by_label("Account").fill(account)
    bezoek.page.get_by_label("Wachtwoord").fill(geheim)
    bezoek.doe("Inloggen")


SCENES = (zonder_account, wissel, instellingen, uitloggen, wachtwoord, eerste_keer)
IN_BEDRIJF = (tweede_factor, telefoon_kwijt, te_vaak)
