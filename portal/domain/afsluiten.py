"""Closing a bericht because its client has died, and opening it again: in every mailbox that is about care for a living client.

No source says this, so all of it is a proposal. What a team heard by phone it may act upon, but nothing else ends by that: the
page says that the death is to be recorded first. Who sent it reads that it was closed, and not why.
"""

from dataclasses import replace
from typing import Final

from portal.domain.bron import Bron
from portal.domain.gevolg import TakenVervallen
from portal.domain.grond import OVERLIJDEN
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Toestand
from portal.domain.partij import Partij

VOORSTEL: Final = Bron(plaats="naar Handboek §5.8", voorstel=True)
AFGESLOTEN: Final = Toestand("afgesloten", "Afgesloten", Fase.KLAAR)
AFSLUITEN: Final = "afsluiten"
HEROPENEN: Final = "afsluiten-ongedaan"
# The step of the portal, once the recorded death is undone.
WEER_OPEN: Final = "weer-open"
# Also then there may be something to say.
_GESPREK: Final = frozenset({"bericht-sturen", "toevoegen", "notitie"})


def met_afsluiten(loop: Levensloop) -> Levensloop:
    """Return the lifecycle with these steps, from and back to each of its open toestanden; one that has them stays as it is."""
    open_ = tuple(toestand.code for toestand in loop.toestanden if toestand.fase is not Fase.KLAAR)
    if loop.overgang(AFSLUITEN) is not None or not open_:
        return loop
    return replace(
        loop,
        toestanden=(*loop.toestanden, AFGESLOTEN),
        overgangen=(*(ook_daarna(o, AFGESLOTEN) for o in loop.overgangen), _afsluiten(open_), *_heropenen(open_)),
    )


def ook_daarna(overgang: Overgang, dicht: Toestand) -> Overgang:
    """Let both sides write to each other, and the team to itself, also from a toestand in which a bericht is closed."""
    return replace(overgang, van=(*overgang.van, dicht.code)) if overgang.code in _GESPREK else overgang


def _afsluiten(open_: tuple[str, ...]) -> Overgang:
    return Overgang(
        code=AFSLUITEN,
        actie=Actie.AFSLUITEN,
        van=open_,
        naar=AFGESLOTEN.code,
        door=Partij.BEHANDELEND_TEAM,
        titel="Afsluiten: de {burger} is overleden",
        uitleg="Alle termijnen en open taken van dit bericht eindigen. Een taak die na een overlijden nog moet, zoals een intrekking, "
        "blijft staan. De afzender leest dat het is afgesloten, niet waarom. Alleen met het vastleggen van het overlijden eindigt ook wat "
        "bij andere berichten over deze {burger} loopt. Dit is terug te draaien.",
        voor_afzender="Afgesloten door het team",
        gevolgen=(TakenVervallen(bron=VOORSTEL, grond=OVERLIJDEN.code),),
        ook_samen=True,
    )


def _heropenen(open_: tuple[str, ...]) -> tuple[Overgang, Overgang]:
    door_het_team = Overgang(
        code=HEROPENEN,
        actie=Actie.HEROPENEN,
        van=(AFGESLOTEN.code,),
        naar=open_[0],
        terug=open_,
        door=Partij.BEHANDELEND_TEAM,
        titel="Heropenen: de {burger} is niet overleden",
        uitleg="Het bericht staat weer waar het stond. De termijnen lopen weer, de taken staan weer open. Is het overlijden vastgelegd? "
        "Maak dan eerst dat ongedaan: dan gaat dit bericht vanzelf weer open.",
        voor_afzender="Weer open",
    )
    vanzelf = replace(
        door_het_team,
        code=WEER_OPEN,
        door=Partij.PORTAAL,
        titel="Weer open: het vastleggen van het overlijden is ongedaan gemaakt",
        uitleg="Het bericht staat weer waar het stond. De termijnen lopen weer, de taken staan weer open.",
    )
    return door_het_team, vanzelf
