"""Short words for the tests of the team's pages: what stands in a form, and how far a bericht has come."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from portal.core.bericht.taakzicht import TaakZicht
from portal.core.bericht.zicht import BerichtKop, kop
from portal.sealing.envelope import new_id
from tests.bezoeker import Bezoeker, Portaal

HIDDEN = re.compile(
    r'<input type="hidden" name="(sleutel|versie|stukken|tekstversie|getoond|meegezien)" value="([^"]+)">'
)
TEXTAREA = re.compile(r'<textarea[^>]*name="(?:tekst|reden)"[^>]*>\s*(.*?)</textarea>', re.DOTALL)


@dataclass
class Formulier:
    """The form of an act as it was drawn, ready to be sent, once or twice."""

    bezoeker: Bezoeker
    pad: str
    velden: dict[str, str]

    def verstuur(self, **antwoorden: Any) -> TestResponse:
        """Send it with these answers."""
        return self.bezoeker.post(self.pad, {**self.velden, **antwoorden})


def open_form(bezoeker: Bezoeker, bericht: UUID, code: str) -> Formulier:
    """Open the page of an act."""
    pad = f"/berichten/{bericht}/doen/{code}"
    response = bezoeker.get(pad)
    assert response.status_code == 200, response.status_code
    return Formulier(bezoeker, pad, hidden(response))


def hidden(response: TestResponse) -> dict[str, str]:
    """Return key, versions, the concept of the text and the files on it, as the page holds them."""
    return dict(HIDDEN.findall(response.text))


def typed(response: TestResponse) -> str:
    """Return what stands in the text field of the page."""
    found = TEXTAREA.search(response.text)
    return unescape(found[1]).strip() if found else ""


def view(portal: Portaal, account: str, bericht: UUID) -> BerichtKop:
    """Return a bericht as this person sees it in clear."""
    return kop(portal.huis.services, portal.huis.gebruiker(account), bericht)


def steps_of(portal: Portaal, bericht: UUID) -> list[str]:
    """Return the steps that were made, in order."""
    return [regel.code for regel in view(portal, "consulent", bericht).verloop]


def submitted(portal: Portaal, **anders: str | None) -> UUID:
    """Let the aanbieder submit a verzoek to Eemsdelta."""
    return portal.huis.bericht(portal.huis.gebruiker("indiener"), **anders)


def decided(portal: Portaal) -> tuple[UUID, tuple[TaakZicht, ...]]:
    """Let Eemsdelta agree with a move to another gemeente; returns the bericht and its taken."""
    bericht = submitted(portal)
    consulent = portal.huis.gebruiker("consulent")
    portal.huis.doe(consulent, bericht, "oppakken")
    portal.huis.doe(consulent, bericht, "akkoord-andere-gemeente", tekst="De nieuwe plek past.")
    return bericht, view(portal, "consulent", bericht).taken


def nowhere() -> UUID:
    """Return an id of nothing."""
    return new_id()
