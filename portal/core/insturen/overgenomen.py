"""Which team took over what a bericht was about, and whom to call there: for who sent it and for who handed it over."""

from typing import Final

from portal.core.bericht.overgedragen import handed_on
from portal.core.bericht.zicht import TEAMS, BerichtKop, contact_of
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.services import Services
from portal.domain.gevolg import StapOpVerband

VERDER: Final = "Vragen en nieuws over deze persoon geeft u voortaan daar door, niet meer bij dit bericht. Zo bereikt u dat team: {contact}."


def taken_over(services: Services, zicht: BerichtKop) -> tuple[Waarschuwing, ...]:
    """Name the team that has it now, where the acceptance of a hand-over that says so closed this; nothing else of it is told."""
    if not _closed_by_acceptance(services).intersection(regel.code for regel in zicht.verloop):
        return ()
    with services.database.lezen() as session:
        over = handed_on(session, services, zicht.id)
        team = next((t for t in TEAMS.rows(session) if over is not None and t.code == over.team), None)
    if team is None:
        return ()
    tekst = VERDER.format(contact=contact_of(services.regio, team))
    return (Waarschuwing(titel=f"{team.naam} nam dit over", tekst=tekst),)


def _closed_by_acceptance(services: Services) -> set[str]:
    """Return the steps that the acceptance of such a hand-over takes on the bericht that is handed over."""
    return {
        gevolg.stap
        for mailbox in services.mailboxen.alle()
        if mailbox.overdracht is not None
        and mailbox.overdracht.afzender_leest
        and (regel := mailbox.levensloop.overgang(mailbox.overdracht.aanvaard)) is not None
        for gevolg in regel.gevolgen
        if isinstance(gevolg, StapOpVerband)
    }
