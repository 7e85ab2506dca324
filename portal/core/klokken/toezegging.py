"""A change of a clock before its step is signed: checked, and a promised day counted, so that it is part of what was signed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from portal.core.klokken import klokcontrole
from portal.core.klokken.klokcontrole import KlokNodig, Wijziging
from portal.core.klokken.klokkeuze import Klokkeuze
from portal.core.klokken.klokperioden import Klokrijen
from portal.core.klokken.kloktelling import recount
from portal.core.services import Services
from portal.domain.datums import voluit
from portal.domain.grond import grond_met
from portal.domain.levensloop import Actie
from portal.domain.mailbox import Mailbox
from portal.domain.stilstand import Verlenging


def checked(
    services: Services,
    mailbox: Mailbox,
    rijen: Klokrijen,
    keuzes: Mapping[Actie, Sequence[Klokkeuze]],
    actie: Actie,
    *,
    wijziging: Wijziging | None,
    op: date | None,
) -> Wijziging | None:
    """Return what an act on a clock changes, None for any other act, with the day that a letter of `op` names (Awb 4:14 lid 1).

    Raises KlokNodig for what the declaration does not allow, a day on which it makes no sense, and for a promised day that does
    not lie after the letter.
    """
    gekozen = klokcontrole.checked(actie, keuzes, wijziging, op)
    if gekozen is None or op is None or actie is not Actie.VERLENGEN:
        return gekozen
    dag = _promised(services, mailbox, rijen, gekozen)
    if dag is not None and dag <= op:
        raise KlokNodig(
            "aantal",
            f"Zo komt u op {voluit(dag)}: dat is niet na {voluit(op)}, de dag van het bericht. Vul een groter getal in.",
        )
    return replace(gekozen, uiterlijk=dag)


def _promised(services: Services, mailbox: Mailbox, rijen: Klokrijen, wijziging: Wijziging) -> date | None:
    """Count the promised day; None for a length that is added to the clock itself."""
    rij = next(klok for klok in rijen.termijnen if klok.id == wijziging.termijn)
    termijn, grond = mailbox.termijn(rij.code), grond_met(wijziging.grond)
    if termijn is None or not grond.toezegging:
        return None
    eenheid = next(v.eenheid for v in termijn.verlengen if v.grond == grond)
    langer = Verlenging(aantal=wijziging.aantal, eenheid=eenheid, grond=grond)
    with services.database.lezen() as session:
        return recount(session, services, termijn, rij, erbij=(langer,)).toegezegd
