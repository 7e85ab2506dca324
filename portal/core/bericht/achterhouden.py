"""What is left of a bericht for who sent it: all, that it was received, or the status once another team took it over."""

from dataclasses import replace
from typing import TYPE_CHECKING

from portal.core.bericht.kanten import NA_OVERNAME, is_kept_from_sender, taken_over_by
from portal.domain.mailbox import Mailbox

if TYPE_CHECKING:
    from portal.core.bericht.zicht import BerichtKop, VerloopRegel


def held_back(zicht: "BerichtKop") -> "BerichtKop":
    """Return what this reader may know of it: all of it, unless he sent it and another has it on those terms."""
    if zicht.is_afzender and zicht.mailbox.stil:
        return _received_only(zicht)
    over = taken_over_by(zicht.mailbox, "team" if zicht.voor_burger else "") if zicht.is_afzender else ""
    wanneer = next((i for i, regel in enumerate(zicht.verloop, start=1) if regel.code == over), None)
    return _status_only(zicht, wanneer) if wanneer is not None else zicht


def _received_only(zicht: "BerichtKop") -> "BerichtKop":
    """Leave out all that happened since it was received."""
    return replace(
        zicht,
        toestand=zicht.mailbox.levensloop.toestand(zicht.mailbox.levensloop.begin),
        versie=1,
        behandelaar=None,
        behandelaar_naam="",
        termijnen=(),
        taken=(),
        verloop=zicht.verloop[:1],
        acties=(),
        gevraagd_in="",
        overleden="",
    )


def _status_only(zicht: "BerichtKop", wanneer: int) -> "BerichtKop":
    """Leave out what the team adds since it took the bericht over: what remains is the status, and the dates both agreed on."""
    over = zicht.mailbox.overdracht
    later = (_closed(zicht.mailbox, regel) for regel in zicht.verloop[wanneer:])
    return replace(
        zicht,
        behandelaar=None,
        behandelaar_naam="",
        termijnen=tuple(termijn for termijn in zicht.termijnen if over is None or termijn.code in over.termijnen),
        verloop=(*zicht.verloop[:wanneer], *(regel for regel in later if regel is not None)),
        acties=tuple(regel for regel in zicht.acties if regel.actie in NA_OVERNAME),
    )


def _closed(mailbox: Mailbox, stap: "VerloopRegel") -> "VerloopRegel | None":
    """Return a step without what it says, None when it changed nothing; what was said to the sender stays as it is."""
    regel = mailbox.levensloop.overgang(stap.code)
    if regel is None or not is_kept_from_sender(regel):
        return stap
    return replace(stap, item=None, dag=None, dicht=True) if stap.rij.van != stap.rij.naar else None
