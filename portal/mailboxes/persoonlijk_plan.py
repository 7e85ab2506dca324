"""Het persoonlijk plan: de burger kan in de eerste zeven dagen na zijn melding zelf zeggen wat hij nodig heeft.

Bron: Wmo 2.3.2 lid 2, bij een melding die het college onderzoekt (lid 1), ook in de opvang. Het is een kans van de burger, nooit te
laat. Voorstel: ook een plan dat later komt, mag het team vastleggen.
"""

from typing import Final

from portal.domain.basisloop import OPEN
from portal.domain.bron import Bron
from portal.domain.levensloop import Actie, Overgang, Tekst
from portal.domain.partij import Partij
from portal.domain.termijn import Begin, BijAankomst, Eenheid, Karakter, Soort, Termijn

BRON: Final = Bron(plaats="Wmo 2.3.2 lid 2")
ONTVANGEN: Final = "plan-ontvangen"


def ontvangen(*van: str) -> Overgang:
    """De stap waarmee het team het plan vastlegt, zodra het de melding opende en ook vanuit deze toestanden: zij blijft waar zij is."""
    return Overgang(
        code=ONTVANGEN,
        actie=Actie.VASTLEGGEN,
        van=tuple(dict.fromkeys((*OPEN[1:], *van))),
        naar=None,
        door=Partij.BEHANDELEND_TEAM,
        titel="Persoonlijk plan ontvangen",
        uitleg="U betrekt het plan van de burger bij het onderzoek. Ook een plan dat later komt, mag u vastleggen.",
        tekst=Tekst.MAG,
        tekstlabel="Toelichting voor de afzender",
        dag="Op welke dag kwam het plan binnen?",
    )


def termijn(begint: Begin | None = None) -> Termijn:
    """De zeven dagen vanaf de melding: vanaf de ontvangst, of vanaf `begint` als de burger zich eerder meldde."""
    return Termijn(
        code="persoonlijk-plan",
        titel="De burger kan een persoonlijk plan geven",
        aantal=7,
        eenheid=Eenheid.KALENDERDAG,
        soort=Soort.WETTELIJK,
        karakter=Karakter.KANS,
        begint=begint or BijAankomst(),
        eigenaar=Partij.BURGER,
        bron=BRON,
        eindigt=(ONTVANGEN,),
    )
