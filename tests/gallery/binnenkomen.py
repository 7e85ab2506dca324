"""The doors: logging in and everything that can go wrong there, choosing for whom, and the pages anyone may read."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.demo.running import STOP_SECONDS, Demo, wait_for
from tests.e2e.bezoek import Bezoek
from tests.gallery.galerij import Galerij

TE_VAAK = 12


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
        assert wait_for(lambda: demo.get("/healthz") == 200, STOP_SECONDS)
        yield
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(STOP_SECONDS)
        log.close()


def _probeer(bezoek: Bezoek, account: str, geheim: str) -> None:
    bezoek.page.get_by_label("Account").fill(account)
    bezoek.page.get_by_label("Wachtwoord").fill(geheim)
    bezoek.doe("Inloggen")


SCENES = (zonder_account, wissel, instellingen, uitloggen, wachtwoord)
