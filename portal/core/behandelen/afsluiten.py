"""Closing a bericht because its client has died: tied to the recorded death where there is one, and opened again by hand where none is."""

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.behandelen.herleven import revive_bericht
from portal.core.behandelen.overgang import Stap
from portal.core.bericht.overlijden import deaths_here, endings
from portal.core.client.overleden import is_over, mark, told_in
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.services import Services
from portal.core.weigeren import NietMogelijk
from portal.domain.levensloop import Actie
from portal.domain.levensloop import Overgang as Regel
from portal.models import Bericht

EERST_ONGEDAAN: Final = (
    "Bij {nummer} is vastgelegd dat deze cliënt is overleden. Klopt dat niet? Maak het daar ongedaan: dan gaat dit bericht vanzelf "
    "weer open."
)


def deaths_to_hold(services: Services, rij: Bericht, regel: Regel) -> tuple[UUID, ...]:
    """Return the recorded deaths that are held while this step closes a bericht because of them."""
    if regel.actie is not Actie.AFSLUITEN:
        return ()
    with services.database.lezen() as session:
        return tuple(deaths_here(session, rij, endings(services.mailboxen)))


def follow_closing(session: Session, services: Services, gebruiker: Gebruiker, stap: Stap) -> None:
    """Tie a closing to the death that stands, so that undoing it opens the bericht again; let clocks and taken of one that is opened come back.

    Raises NietMogelijk for opening one by hand of whose client a death stands.
    """
    if stap.regel.actie not in {Actie.AFSLUITEN, Actie.HEROPENEN}:
        return
    rij = session.get_one(Bericht, stap.bericht.id)
    if stap.regel.actie is Actie.AFSLUITEN:
        staan = [dood for dood in deaths_here(session, rij, endings(services.mailboxen)) if dood in stap.verbonden]
        for dood in staan[:1]:
            mark(session, [rij.id], gemeld_in=dood, team=rij.team)
        return
    for nummer in told_in(session, gebruiker.namens.sleutel, [rij.id]).values():
        raise NietMogelijk(EERST_ONGEDAAN.format(nummer=nummer))
    door = Aanleiding(now=stap.now, door=gebruiker.persoon, overgang=stap.id)
    revive_bericht(session, services, gebruiker.actor, rij, afzender=not is_over(session, rij.id), door=door)
