"""Hoe een melding of aanvraag wordt ingetrokken: met een eigen bericht, of door de indicatiesteller zelf (Handboek §4).

Bron: Handboek §4, proces intrekken melding/aanvraag: de aanbieder meldt via het BZG dat de melding ingetrokken kan worden, de
indicatiesteller beoordeelt en besluit of dat kan; is het verslag ondertekend, dan heet het intrekken van de aanvraag. De
burger en/of de aanbieder krijgt een brief: een bevestiging, of een korte uitleg als de consulent het zelf besloot. Vragen gaat
met het bericht 'Intrekken melding', en alleen zo: bij akkoord sluit het portaal dan de melding.

Voorstellen: tot het besluit lopen alle termijnen door, dus geen daad van de aanbieder beëindigt een termijn van de burger; na
de ondertekening geldt hetzelfde besluit; kan het niet, dan loopt de melding door.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import INGETROKKEN, besluit
from portal.domain.bron import Bron
from portal.domain.levensloop import Actie, Overgang, Toestand
from portal.domain.partij import Partij
from portal.mailboxes import taken

# De stap van het portaal bij een melding die met een eigen bericht is ingetrokken.
MET_BERICHT: Final = "intrekking-met-bericht"
BRON: Final = Bron(plaats="Handboek §4, proces intrekken melding/aanvraag")


def stappen(*van: Toestand | str) -> tuple[Overgang, Overgang]:
    """De stap van de consulent zelf, en die van het portaal na akkoord op een bericht, vanuit deze toestanden."""
    codes = tuple(t if isinstance(t, str) else t.code for t in van)
    return zelf(*codes), met_bericht(*codes)


def zelf(*van: Toestand | str) -> Overgang:
    """De stap van de consulent die zelf besluit dat het stopt: niet voordat het in behandeling is, of terwijl er een vraag uit staat."""
    codes = tuple(t if isinstance(t, str) else t.code for t in van)
    return replace(
        besluit(
            code="intrekking-toegang",
            titel="Intrekken zonder verzoek",
            van=tuple(code for code in codes if code not in {"ingediend", "geopend", "vraag_uit"}),
            uitleg="U besluit zelf dat de melding of aanvraag stopt. Leg uit waarom.",
            gevolgen=(taken.brief_intrekking("Leg de intrekking kort uit per brief aan de burger en/of de aanbieder"),),
        ),
        naar=INGETROKKEN.code,
    )


def met_bericht(*van: str) -> Overgang:
    """De stap van het portaal als de Toegang akkoord gaat met een bericht waarin dit wordt gevraagd."""
    return Overgang(
        code=MET_BERICHT,
        actie=Actie.INTREKKEN,
        van=van,
        naar=INGETROKKEN.code,
        door=Partij.PORTAAL,
        titel="Ingetrokken met een bericht dat hierbij hoort",
        uitleg="De Toegang ging akkoord met dat bericht. Alle termijnen eindigen.",
    )
