"""Before the begin of a clock is corrected: which clocks of linked berichten would move, so that somebody decides knowing it."""

from typing import Final

from flask import request

from portal.core.behandelen.meeschuiven import Mee, rehearse
from portal.core.bericht.zicht import BerichtKop
from portal.core.klokken.klokcontrole import KlokNodig, checked
from portal.domain.datums import voluit
from portal.domain.levensloop import Actie, Overgang
from portal.web.kader import gebruiker, services, vandaag
from portal.web.weigering import ActieFormulier, Weigering, clock_of, day_of

# The field by which the page tells what was shown on it.
VELD: Final = "meegezien"
TITEL: Final = "Kijk eerst wat er meeschuift"
TEKST: Final = (
    "Er is nog niets veranderd. Termijnen van berichten die hierbij horen, tellen vanaf dezelfde dag. Klopt dit, "
    "verstuur dan opnieuw."
)


def look_first(zicht: BerichtKop, regel: Overgang, formulier: ActieFormulier | None) -> Weigering | None:
    """Say which clocks elsewhere would move with what was typed; None where none does, or just that was shown already."""
    if regel.actie is not Actie.VERBETEREN or formulier is None:
        return None
    feiten = formulier.feiten()
    wijziging, op = clock_of(feiten), day_of(feiten, "dag")
    try:
        gekozen = checked(regel.actie, zicht.klokkeuzes, wijziging, op)
    except KlokNodig:
        return None  # what is wrong with it is said by who refuses it
    if gekozen is None or op is None or op > vandaag():
        return None
    punten = tuple(map(_said, rehearse(services(), gebruiker(), zicht.id, gekozen, op=op)))
    gezien = " ".join(punten)
    if not punten or request.form.get(VELD) == gezien:
        return None
    return Weigering(status=422, titel=TITEL, tekst=TEKST, punten=punten, gezien=gezien)


def _said(mee: Mee) -> str:
    naar = f"wordt {voluit(mee.naar)}" if mee.naar is not None else "staat stil, en telt straks vanaf de nieuwe dag"
    return f"{mee.nummer}, {mee.titel}: de laatste dag was {voluit(mee.van)} en {naar}."
