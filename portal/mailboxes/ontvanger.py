"""Wat een aanbieder doet met een bericht dat hij krijgt: lezen, antwoorden of weigeren, en een vraag terug stellen.

Een voorstel zijn de stappen zelf: geen bron zegt hoe een aanbieder antwoordt. Doorsturen kan hij niet, want het bericht is
voor hem verzegeld.
"""

from dataclasses import replace

from portal.domain.basisloop import BIJ_TEAM, STUKKEN, basisloop
from portal.domain.levensloop import Actie, Levensloop, Overgang, Tekst
from portal.domain.partij import Partij
from portal.domain.voorwaarde import Voorwaarde

ZONDER = ("doorsturen",)


def gelezen(*, soms: Voorwaarde | None = None) -> Overgang:
    """Hij heeft het gelezen en hoeft niets te antwoorden."""
    return Overgang(
        code="gelezen",
        actie=Actie.BEVESTIGEN,
        van=BIJ_TEAM,
        naar="afgehandeld",
        door=Partij.BEHANDELEND_TEAM,
        titel="Gelezen",
        uitleg="De afzender ziet dat u het heeft gelezen. U kunt het bericht daarna altijd teruglezen.",
        soms=soms,
    )


def antwoorden(*, soms: Voorwaarde | None = None) -> Overgang:
    """Hij geeft het antwoord, met bestanden als dat nodig is."""
    return Overgang(
        code="beantwoord",
        actie=Actie.VASTLEGGEN,
        van=BIJ_TEAM,
        naar="afgehandeld",
        door=Partij.BEHANDELEND_TEAM,
        titel="Antwoord sturen",
        uitleg="De afzender leest uw antwoord. Het bericht is daarmee afgehandeld.",
        tekst=Tekst.MOET,
        tekstlabel="Uw antwoord",
        soms=soms,
        bijlagen=STUKKEN,
    )


def weigeren(*, titel: str, tekstlabel: str) -> Overgang:
    """Hij doet niet wat er wordt gevraagd, en zegt waarom."""
    return replace(
        antwoorden(),
        code="geweigerd",
        titel=titel,
        uitleg="De afzender leest waarom. Het bericht is daarmee afgehandeld.",
        tekstlabel=tekstlabel,
    )


def loop(*stappen: Overgang) -> Levensloop:
    """De gedeelde stappen met die van de aanbieder; de afzender kan het bericht intrekken."""
    return basisloop(*stappen, intrekbaar=True, zonder=ZONDER)
