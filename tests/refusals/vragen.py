"""Asking: a cell as a real request, and the answer in the words of the statement, with all that could tell things apart."""

import re
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from werkzeug.test import TestResponse

from portal.sealing.envelope import new_id
from tests.bezoeker import OWN_PAGE, TOKEN, Bezoeker, form_token
from tests.installatie import GRONINGEN
from tests.refusals.cellen import BINNEN, INLOGGEN, NIET_GEVONDEN, TWEEDE_FACTOR, Cel
from tests.refusals.dingen import vers
from tests.refusals.mensen import Mens
from tests.refusals.terrein import Terrein

# These throw something away, so who may gets one of his own to throw.
SLOOPT: Final = frozenset(
    {
        "onderweg.concept_verwijderen",
        "invullen.bijlage_verwijderen",
        "beheer_organisaties.blokkeren",
        "beheer_organisaties.wachtwoord",
        "organisatie_collega.beeindigen",
        "organisatie_collega.blokkeren",
        "organisatie_collega.wachtwoord",
    }
)
UUIDS: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMMERS: Final = re.compile(r"BP-\d{4}-[A-Z0-9]+")
# Filled in well enough to come past the form and not to change a bericht: from a version that is long past, and
# on a day that is still to come.
LICHAAM: Final = {
    "versie": "0",
    "tekst": "Een tekst.",
    "reden": "Een reden.",
    "team": GRONINGEN,
    "verzonden_op": "31-12-2026",
    "wordt": "actief",
}


@dataclass(frozen=True, slots=True)
class Spoor:
    """All that a request leaves: what the asker gets to see, and the work that was done for it."""

    status: int
    koppen: tuple[tuple[str, str], ...]
    lichaam: str
    werk: tuple[str, ...]


class Vrager:
    """A person with a browser, who asks the cells one by one."""

    def __init__(self, terrein: Terrein, mens: Mens) -> None:
        self.terrein, self.mens = terrein, mens
        self.bezoeker: Bezoeker = terrein.bezoek(mens)
        self.token = form_token(self.bezoeker.client)

    def vraag(self, cel: Cel) -> tuple[TestResponse, Spoor]:
        """Send the request of a cell."""
        pad = self._vers_pad(cel)
        velden = {**LICHAAM, "csrf_token": self.token, "sleutel": str(new_id())}
        lichaam: dict[str, Any] = {"data": velden} if cel.methode == "POST" else {}
        self.terrein.meter.begin()
        antwoord = self.bezoeker.client.open(pad, method=cel.methode, headers=OWN_PAGE, **lichaam)
        spoor = spoor_van(antwoord, self.terrein.meter.werk())
        if cel.methode == "POST" and cel.verwacht in {BINNEN, INLOGGEN}:
            self.bezoeker.get("/privacy")  # what was flashed is said on the next page, and then no more
        return antwoord, spoor

    def _vers_pad(self, cel: Cel) -> str:
        if not (cel.methode == "POST" and cel.verwacht == BINNEN and cel.endpoint in SLOOPT and cel.ding is not None):
            return cel.pad
        nieuw, pad = vers(self.terrein.huis, cel.ding), cel.pad
        for naam, oud in cel.ding.ids.items():
            if isinstance(oud, UUID):
                pad = pad.replace(str(oud), str(nieuw.ids[naam]))
        return pad


def uitkomst(antwoord: TestResponse) -> str:
    """Name an answer in the words of the statement; what is allowed may still be too late or badly filled in."""
    if antwoord.status_code == 404:
        return NIET_GEVONDEN
    if "Clear-Site-Data" in antwoord.headers:
        return BINNEN  # logged out, as was asked
    if antwoord.status_code == 401:
        return INLOGGEN  # with what was typed, which cannot be kept for who has no role for it
    if antwoord.status_code == 303:
        naar = (antwoord.location or "").partition("?")[0]
        return {"/inloggen": INLOGGEN, "/inloggen/tweede-factor": TWEEDE_FACTOR}.get(naar, BINNEN)
    if antwoord.status_code < 400 or antwoord.status_code in {409, 422}:
        return BINNEN
    return f"fout {antwoord.status_code}"


def spoor_van(antwoord: TestResponse, werk: tuple[str, ...]) -> Spoor:
    """Return the traces of a request, without the token of the form and the id that was asked for."""
    koppen = sorted((naam, UUIDS.sub("…", waarde)) for naam, waarde in antwoord.headers if naam != "Set-Cookie")
    lichaam = UUIDS.sub("…", TOKEN.sub("", antwoord.get_data(as_text=True)))
    return Spoor(antwoord.status_code, tuple(koppen), lichaam, werk)


def genoemd(antwoord: TestResponse) -> set[str]:
    """Return every id and number of a bericht that stands in an answer."""
    tekst = antwoord.get_data(as_text=True) if antwoord.mimetype in {"text/html", "application/json"} else ""
    return set(UUIDS.findall(tekst)) | set(NUMMERS.findall(tekst))
