"""Hoe de afzender bij de melding zelf vraagt om haar in te trekken, en de gemeente besluit: waar geen eigen bericht voor is.

Voorstel, naar Handboek §4, proces intrekken melding/aanvraag: wie de melding stuurde vraagt, de gemeente besluit en stuurt een brief;
tot dan lopen alle termijnen door, dus geen daad van de afzender beëindigt een termijn van de burger; kan het niet, dan gaat de
melding verder waar zij was; de gemeente kan ook zelf stoppen.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import INGETROKKEN, besluit
from portal.domain.bron import Bron
from portal.domain.gevolg import Taak
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.mailboxes import taken

BRON: Final = Bron(plaats="naar Handboek §4, proces intrekken melding/aanvraag", voorstel=True)
GEVRAAGD: Final = Toestand("intrekking_gevraagd", "Intrekken gevraagd", Fase.BIJ_TEAM)


def stappen(*van: Toestand | str) -> tuple[Overgang, ...]:
    """De stappen om te vragen en te beslissen, vanuit deze toestanden."""
    codes = tuple(t if isinstance(t, str) else t.code for t in van)
    return (
        Overgang(
            code="intrekking-vragen",
            actie=Actie.AANVULLEN,
            van=codes,
            naar=GEVRAAGD.code,
            door=Partij.AFZENDER,
            titel="Vragen om dit in te trekken",
            uitleg="De gemeente besluit of dit kan. Tot dan lopen de termijnen door.",
            tekst=Tekst.MOET,
            tekstlabel="Wie wil dit, de inwoner of u? En waarom?",
        ),
        _akkoord(),
        replace(
            besluit(
                code="intrekking-niet",
                titel="Niet intrekken",
                van=(GEVRAAGD.code,),
                uitleg="De melding of aanvraag gaat verder waar zij was. De termijnen liepen door.",
            ),
            naar="geopend",
            terug=tuple(code for code in codes if code != "ingediend"),
        ),
        replace(
            besluit(
                code="intrekking-toegang",
                titel="Intrekken zonder verzoek",
                van=tuple(code for code in codes if code not in {"ingediend", "geopend", "vraag_uit"}),
                uitleg="U besluit zelf dat de melding of aanvraag stopt, bijvoorbeeld omdat de inwoner is vertrokken of overleden. "
                "Leg uit waarom.",
                gevolgen=(_brief("Leg de intrekking kort uit per brief aan de inwoner en/of de opdrachtnemer"),),
            ),
            naar=INGETROKKEN.code,
        ),
    )


def _akkoord() -> Overgang:
    akkoord = besluit(
        code="intrekking-akkoord",
        titel="Intrekken: akkoord",
        van=(GEVRAAGD.code,),
        uitleg="De melding of aanvraag stopt. De inwoner krijgt een brief.",
        gevolgen=(_brief("Bevestig de intrekking per brief aan de inwoner en/of de opdrachtnemer"),),
    )
    return replace(akkoord, naar=INGETROKKEN.code)


def _brief(titel: str) -> Taak:
    return replace(taken.brief_intrekking(titel), bron=BRON)
