"""What somebody may do here: of his rights, of the mailboxes he may send, and of those that his team gets."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.accounts import Gebruiker
from portal.core.controle import sendable
from portal.core.services import Services
from portal.domain.basisloop import BASIS_OVERGANGEN, INTREKKEN
from portal.domain.levensloop import Overgang
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import RECHT_VOOR, Recht
from portal.domain.rechtwoorden import WAT_EN_WAAR
from portal.domain.routeregel import teamsoorten_van
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import Feiten

# What is the same in every mailbox is said once, by the rights.
_GEDEELD = {o.code for o in (*BASIS_OVERGANGEN, INTREKKEN, *TERMIJNSTAPPEN)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mogelijk:
    """A mailbox with the steps of its own that somebody may take, by their titles."""

    mailbox: Mailbox
    stappen: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatKan:
    """All that somebody may do: `kan` are (sentence after 'U kunt', address)."""

    kan: tuple[tuple[str, str], ...]
    sturen: tuple[Mogelijk, ...]
    ontvangen: tuple[Mogelijk, ...]


def what_one_may(services: Services, gebruiker: Gebruiker) -> WatKan:
    """Return what this person may do for whom he acts now, derived from the table of rights and the declarations."""
    ontvangen = _received(services, gebruiker)
    return WatKan(
        kan=tuple(waar for recht, waar in WAT_EN_WAAR.items() if _may(services, gebruiker, recht, ontvangen)),
        sturen=tuple(_possible(gebruiker, m, Partij.AFZENDER) for m in sendable(services, gebruiker)),
        ontvangen=tuple(
            _possible(gebruiker, m, Partij.BEHANDELEND_TEAM, _team_facts(services, gebruiker)) for m in ontvangen
        ),
    )


def _received(services: Services, gebruiker: Gebruiker) -> list[Mailbox]:
    """Return the open mailboxes of this region whose rule can lead to the kind of team somebody acts for, where he reads."""
    soort, code = gebruiker.namens.sleutel
    team = services.regio.team_met_code(code) if soort == "team" else None
    if team is None or not gebruiker.mag(Recht.BERICHT_LEZEN):
        return []
    return [
        mailbox
        for mailbox in services.mailboxen.alle()
        if services.regio.code in mailbox.regios
        and mailbox.code not in services.regio.gesloten_mailboxen
        and team.soort in teamsoorten_van(mailbox.routering)
    ]


def _may(services: Services, gebruiker: Gebruiker, recht: Recht, ontvangen: Sequence[Mailbox]) -> bool:
    """Tell whether he has this right and a use for it: not every mailbox lets every team hand on (toezicht, CMO)."""
    if recht is not Recht.DOORSTUREN or not gebruiker.mag(recht):
        return gebruiker.mag(recht)
    feiten = _team_facts(services, gebruiker)
    stappen = (mailbox.levensloop.overgang("doorsturen") for mailbox in ontvangen)
    return any(stap is not None and _can_hold(stap, feiten) for stap in stappen)


def _team_facts(services: Services, gebruiker: Gebruiker) -> Feiten:
    """Return what is known of every bericht that the team he acts for has, without opening one."""
    soort, code = gebruiker.namens.sleutel
    team = services.regio.team_met_code(code) if soort == "team" else None
    return {"team.soort": team.soort.value} if team is not None else {}


def _can_hold(overgang: Overgang, feiten: Feiten) -> bool:
    """Tell whether a step can ever be there: not where its condition looks at these facts alone, and they do not meet it."""
    return overgang.soms is None or not overgang.soms.velden() <= feiten.keys() or overgang.soms.geldt(feiten)


def _possible(gebruiker: Gebruiker, mailbox: Mailbox, door: Partij, feiten: Feiten | None = None) -> Mogelijk:
    """Name his steps in this mailbox; `feiten` are known of all that his team has, and not of what he sends."""
    stappen = (o for o in mailbox.levensloop.overgangen if _is_his(gebruiker, o, door) and _can_hold(o, feiten or {}))
    return Mogelijk(mailbox=mailbox, stappen=tuple(dict.fromkeys(o.titel for o in stappen)))


def _is_his(gebruiker: Gebruiker, overgang: Overgang, door: Partij) -> bool:
    return overgang.door is door and overgang.code not in _GEDEELD and gebruiker.mag(RECHT_VOOR[overgang.actie])
