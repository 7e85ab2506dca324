"""Going on in another mailbox: a matter that belongs there starts as a concept with the answers that both forms have."""

from datetime import datetime
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.insturen.concepten import bewaar
from portal.core.insturen.kader import mailbox_for
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.domain.formulier import Ruw
from portal.domain.mailbox import Mailbox
from portal.sealing.envelope import new_id


def go_on_in(services: Services, gebruiker: Gebruiker, van: Mailbox, naar: str, ruw: Ruw, *, now: datetime) -> UUID:
    """Keep what both forms ask as a new concept in the mailbox that `van` leads to, and return its id; files stay behind.

    Raises NietGevonden for a mailbox that it does not lead to, or that this person may not send to.
    """
    if naar not in {verwijzing.mailbox for verwijzing in van.verwijzingen}:
        raise NietGevonden
    mailbox = mailbox_for(services, gebruiker, naar)
    velden = {veld.naam for veld in mailbox.formulier.veldinfo()}
    concept = new_id()
    ook_daar = {naam: list(waarden) for naam, waarden in ruw.items() if naam in velden}
    bewaar(services, gebruiker, concept=concept, mailbox=mailbox.code, ruw=ook_daar, versie=0, now=now)
    return concept
