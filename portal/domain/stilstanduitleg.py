"""The explanation of a clock that stands still."""

from datetime import date, timedelta

from portal.domain.datums import voluit
from portal.domain.stilstand import Opschorting
from portal.domain.telling import Telling
from portal.domain.termijn import Eenheid, Termijn
from portal.domain.uitleg import begonnen, geteld, hoeveel

_TWEE_DAGEN = "er zitten dan nog minstens twee dagen in de termijn die geen zaterdag, zondag of feestdag zijn"


def leg_stilstand_uit(termijn: Termijn, telling: Telling, opschorting: Opschorting, *, toegezegd: str = "") -> str:
    """Explain a clock that stands still: since when, why, and what is left of it; `telling` is as if it ran on.

    `toegezegd` is what was promised beside it, before. A clock that began after it was asked stands still from its begin on.
    """
    van = max(opschorting.van, telling.vanaf)
    over = _nog_over(termijn, telling, van)
    eerste = voluit(van + timedelta(days=1))
    return (
        f"{geteld(termijn, telling)}. De termijn staat stil vanaf {eerste}, want {opschorting.grond.met_bron}. "
        f"{_tijd(opschorting)}Zolang hij stilstaat, is er geen laatste dag. Daarna {over}.{begonnen(termijn)}{toegezegd} "
        f"Bron: {termijn.bron}."
    )


def _tijd(opschorting: Opschorting) -> str:
    """Say until when the other has the time, and what happens then."""
    if opschorting.uiterlijk is None:
        return ""
    tot = f"De tijd daarvoor loopt tot en met {voluit(opschorting.uiterlijk)}. "
    weer = opschorting.loopt_vanzelf_op
    return f"{tot}Vanaf {voluit(weer)} loopt de termijn weer, of eerder als het antwoord eerder komt. " if weer else tot


def _nog_over(termijn: Termijn, telling: Telling, van: date) -> str:
    """Say what is left after the day on which it came to stand still, and what is done to a last day that is no werkdag."""
    werkdagen = termijn.eenheid is Eenheid.WERKDAG
    over = sum(dag > van for dag in telling.geteld) if werkdagen else (telling.laatste - van).days
    if over <= 0:
        return _nog_tot(telling)
    eenheid = Eenheid.WERKDAG if werkdagen else Eenheid.KALENDERDAG
    slot = "" if telling.datum == telling.laatste else f"; {_ook_dan(telling)}"
    return f"{'is' if over == 1 else 'zijn'} er nog {hoeveel(over, eenheid)} over{slot}"


def _nog_tot(telling: Telling) -> str:
    """Say how a clock ends of which only the shift of its last day is left."""
    if telling.verlengd:
        return f"is er niets meer over, maar {_TWEE_DAGEN}"
    return f"is er niets meer over: omdat {voluit(telling.laatste)} geen werkdag is, eindigt hij op de eerste werkdag die weer meetelt"


def _ook_dan(telling: Telling) -> str:
    if telling.verlengd:
        return _TWEE_DAGEN
    return "is de laatste daarvan geen werkdag, dan geldt de eerste werkdag daarna"
