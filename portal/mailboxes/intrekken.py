"""Hoe een melding of aanvraag wordt ingetrokken: de aanbieder vraagt het, de indicatiesteller beslist (Handboek §4).

Bron: Handboek §4, proces intrekken melding/aanvraag: de aanbieder meldt via het BZG dat de melding ingetrokken kan worden, de
indicatiesteller beoordeelt en besluit of dat kan; is het verslag ondertekend, dan heet het intrekken van de aanvraag. De
burger en/of de aanbieder krijgt een brief: een bevestiging, of een korte uitleg als de consulent het zelf besloot. Het kan ook
met een bericht 'Intrekken melding': bij akkoord sluit het portaal dan de melding.

Voorstellen: tot het besluit lopen alle termijnen door, dus geen daad van de aanbieder beëindigt een termijn van de burger; na
de ondertekening geldt hetzelfde besluit; kan het niet, dan gaat de melding verder waar zij was.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from portal.domain.basisloop import INGETROKKEN, besluit
from portal.domain.bron import Bron
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.mailboxes import taken

# De stap van het portaal bij een melding die met een eigen bericht is ingetrokken.
MET_BERICHT: Final = "intrekking-met-bericht"
BRON: Final = Bron(plaats="Handboek §4, proces intrekken melding/aanvraag")
GEVRAAGD: Final = Toestand("intrekking_gevraagd", "Intrekken gevraagd", Fase.BIJ_TEAM)


def op_verzoek(*, melding: Sequence[Toestand | str], aanvraag: Sequence[Toestand | str]) -> tuple[Overgang, ...]:
    """De stappen om te vragen en te beslissen, vanuit de toestanden voor (melding) en na de ondertekening (aanvraag)."""
    voor, na = _codes(melding), _codes(aanvraag)
    return (
        _vraag("melding", voor, uitleg="Is het verslag al ondertekend, dan heet dit intrekken van de aanvraag."),
        _vraag("aanvraag", na),
        replace(
            besluit(
                code="intrekking-akkoord",
                titel="Intrekken: akkoord",
                van=(GEVRAAGD.code,),
                uitleg="De melding of aanvraag stopt. De burger en de aanbieder krijgen een brief.",
                gevolgen=(taken.brief_intrekking("Bevestig de intrekking per brief aan de burger en/of de aanbieder"),),
            ),
            naar=INGETROKKEN.code,
        ),
        replace(
            besluit(
                code="intrekking-niet",
                titel="Niet intrekken",
                van=(GEVRAAGD.code,),
                uitleg="De melding of aanvraag gaat verder waar zij was. De termijnen liepen door.",
            ),
            naar="geopend",
            terug=tuple(code for code in (*voor, *na) if code != "ingediend"),
        ),
        replace(
            besluit(
                code="intrekking-toegang",
                titel="Intrekken zonder verzoek",
                van=tuple(code for code in (*voor, *na) if code not in {"ingediend", "geopend", "vraag_uit"}),
                uitleg="U besluit zelf dat de melding of aanvraag stopt. Leg uit waarom.",
                gevolgen=(
                    taken.brief_intrekking("Leg de intrekking kort uit per brief aan de burger en/of de aanbieder"),
                ),
            ),
            naar=INGETROKKEN.code,
        ),
        _met_bericht((*voor, *na, GEVRAAGD.code)),
    )


def _codes(toestanden: Sequence[Toestand | str]) -> tuple[str, ...]:
    return tuple(t if isinstance(t, str) else t.code for t in toestanden)


def _vraag(wat: str, van: tuple[str, ...], *, uitleg: str = "") -> Overgang:
    """De vraag van de aanbieder; zij verandert geen termijn."""
    return Overgang(
        code=f"intrekking-{wat}",
        actie=Actie.INTREKKING_VRAGEN,
        van=van,
        naar=GEVRAAGD.code,
        door=Partij.AFZENDER,
        titel=f"Vragen om de {wat} in te trekken",
        uitleg=f"De Toegang besluit of dit kan. Tot dan lopen de termijnen door. {uitleg}".strip(),
        tekst=Tekst.MOET,
        tekstlabel="Wie wil dit, de burger of u? En waarom?",
    )


def _met_bericht(van: tuple[str, ...]) -> Overgang:
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
