"""On which side of a bericht somebody is, and what the side that sent it does not get to know."""

from typing import Final

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.teams import plek_van
from portal.models import Bericht

BEIDE: Final = frozenset({Partij.AFZENDER, Partij.BEHANDELEND_TEAM})


def sides(gebruiker: Gebruiker, rij: Bericht) -> frozenset[Partij]:
    """Return on which side of a bericht this person is; both when his own team registered it, none when it is not his."""
    van = {Partij.BEHANDELEND_TEAM: plek_van(rij.team), Partij.AFZENDER: (rij.afzender_soort, rij.afzender)}
    return frozenset(partij for partij, plek in van.items() if plek == gebruiker.namens.sleutel)


def keeps_from(mailbox: Mailbox, rij: Bericht, gebruiker: Gebruiker) -> bool:
    """Tell whether this person learns no more of it than that it was received: what he sent goes on in silence."""
    return mailbox.stil and sides(gebruiker, rij) == {Partij.AFZENDER}


def quiet_codes(services: Services) -> list[str]:
    """Return the mailboxes of which the sender learns no more than that it was received."""
    return [mailbox.code for mailbox in services.mailboxen.alle() if mailbox.stil]
