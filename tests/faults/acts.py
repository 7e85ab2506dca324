"""The acts of the story as forms that lie ready: sending one is the act, as often as it must be sent."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from werkzeug.test import TestResponse

from portal.sealing.envelope import new_id
from tests.bezoeker import Bezoeker, Portaal, form_token, send_form
from tests.installatie import GRONINGEN, VERZOEK
from tests.voorbeelden import pdf, volledig_verzoek
from tests.web.verhalen import open_form

TEKST = "De Roerdomp wil weten wanneer."


@dataclass(frozen=True)
class Act:
    """A form as it lies before somebody: sending it is the act, as often as it must."""

    subject: UUID
    post: Callable[[], TestResponse]

    def send(self) -> tuple[int, str]:
        """Send it; gives the status and where the answer leads."""
        response = self.post()
        return response.status_code, response.headers.get("Location", "")


def form_of(bezoeker: Bezoeker, subject: UUID, path: str, velden: dict[str, object]) -> Act:
    filled = velden | {"csrf_token": form_token(bezoeker.client)}

    def post() -> TestResponse:
        # A file is read while it is sent, so each time it is a new one, as a browser does.
        fresh = {
            naam: (io.BytesIO(waarde), f"{naam}.pdf") if isinstance(waarde, bytes) else waarde
            for naam, waarde in filled.items()
        }
        return send_form(bezoeker.client, path, fresh)

    return Act(subject, post)


class Toneel:
    """The persons of the story, each with his browser."""

    def __init__(self, portal: Portaal) -> None:
        self.portal, self.huis = portal, portal.huis
        self.indiener, self.consulent = portal.bezoek("indiener"), portal.bezoek("consulent")
        self.afzender, self.behandelaar = self.huis.gebruiker("indiener"), self.huis.gebruiker("consulent")

    def bewaren(self) -> Act:
        """Save a new concept with its first file."""
        concept = new_id()
        velden: dict[str, object] = {**volledig_verzoek(), "versie": "0", "actie": "toevoegen"}
        velden["bijlage-onderbouwing"] = pdf()
        return form_of(self.indiener, concept, f"/concepten/{concept}?soort={VERZOEK}", velden)

    def indienen(self) -> Act:
        """Send a whole concept with two files."""
        concept = self.huis.concept(self.afzender)
        return form_of(self.indiener, concept, f"/concepten/{concept}/indienen", {"versie": "1"})

    def vraag(self) -> Act:
        """Ask a question, which also takes the bericht up."""
        return self._doen(self.consulent, self._opgepakt(), "vraag-stellen", tekst=TEKST)

    def antwoord(self) -> Act:
        """Answer the question."""
        bericht = self._opgepakt()
        self.huis.doe(self.behandelaar, bericht, "vraag-stellen", tekst="Wanneer?")
        return self._doen(self.indiener, bericht, "beantwoorden", tekst=TEKST)

    def besluit(self) -> Act:
        """Decide: answers are opened, clocks stop, taken appear."""
        return self._doen(self.consulent, self._opgepakt(), "akkoord-andere-gemeente", tekst=TEKST)

    def doorsturen(self) -> Act:
        """Hand on to another team: everything is sealed anew."""
        return self._doen(self.consulent, self._opgepakt(), "doorsturen", reden=TEKST, team=GRONINGEN)

    def _opgepakt(self) -> UUID:
        bericht = self.huis.bericht(self.afzender)
        self.huis.doe(self.behandelaar, bericht, "oppakken")
        return bericht

    def _doen(self, wie: Bezoeker, bericht: UUID, code: str, **velden: str) -> Act:
        formulier = open_form(wie, bericht, code)
        return form_of(wie, bericht, formulier.pad, {**formulier.velden, **velden})
