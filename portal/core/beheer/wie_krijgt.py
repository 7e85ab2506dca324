"""Which mailboxes somebody can get where he acts now: as their rules lead, also to an aanbieder and along a link."""

from collections.abc import Iterator
from typing import TypeAlias

from portal.core.accounts import Gebruiker
from portal.core.services import Mailboxen, Services
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Mailbox
from portal.domain.passend import PASSEND
from portal.domain.routeregel import regels_van
from portal.domain.routering import OpAfzender, OpAntwoord, OpRegister, OpVerband, Routering, VastTeam
from portal.domain.teams import Team, Teamsoort
from portal.models import Team as TeamRij

# A team of the region, or that an aanbieder receives.
Plek: TypeAlias = Team | Teamsoort


def place_of(services: Services, gebruiker: Gebruiker) -> Plek | None:
    """Return where somebody receives: his team, AANBIEDER for the aanbieder itself; None for who receives nothing."""
    soort, code = gebruiker.namens.sleutel
    if soort == "team":
        return services.regio.team_met_code(code)
    with services.database.lezen() as session:
        ontvangt = session.get(TeamRij, gebruiker.namens.als_team)
    return Teamsoort.AANBIEDER if ontvangt is not None and ontvangt.soort == Teamsoort.AANBIEDER.value else None


def can_get(regio: Regio, mailboxen: Mailboxen, mailbox: Mailbox, plek: Plek) -> bool:
    """Tell whether a bericht of this mailbox can be routed to this place in this region."""
    hier = regio.code in mailbox.regios and mailbox.code not in regio.gesloten_mailboxen
    return hier and any(
        _leads_to(regio, mailboxen, regel, mailbox=mailbox, plek=plek) for regel in regels_van(mailbox.routering)
    )


def _leads_to(regio: Regio, mailboxen: Mailboxen, regel: Routering, *, mailbox: Mailbox, plek: Plek) -> bool:
    soort = plek.soort if isinstance(plek, Team) else plek
    match regel:
        case OpAfzender():
            return soort is Teamsoort.AANBIEDER
        case OpVerband(verband=code):
            return any(_has_or_sent(regio, mailboxen, daar, plek) for daar in _linked(mailboxen, mailbox, code))
        case OpAntwoord(soort=hoort, anders_soort=reserve):
            return soort is hoort or (soort is reserve and _without(regio, hoort, plek))
        case OpRegister(soort=hoort) | VastTeam(soort=hoort):
            return soort is hoort
        case _:
            return False


def _without(regio: Regio, soort: Teamsoort, plek: Plek) -> bool:
    """Tell whether a gemeente of this team has no team of this kind, so that it gets what that would."""
    return isinstance(plek, Team) and any(regio.team(soort, cbs) is None for cbs in plek.gemeenten)


def _linked(mailboxen: Mailboxen, mailbox: Mailbox, verband: str) -> Iterator[Mailbox]:
    codes = next(v.mailboxen for v in mailbox.verbanden if v.code == verband)
    yield from (gevonden for code in codes if (gevonden := mailboxen.met_code(code)) is not None)


def _has_or_sent(regio: Regio, mailboxen: Mailboxen, mailbox: Mailbox, plek: Plek) -> bool:
    """Tell whether this place can have a bericht of the linked mailbox; or sent it, of one that an aanbieder gets."""
    if can_get(regio, mailboxen, mailbox, plek) and plek is not Teamsoort.AANBIEDER:
        return True
    naar_aanbieder = any(isinstance(regel, OpAfzender) for regel in regels_van(mailbox.routering))
    rollen = PASSEND["team"][plek.soort] if isinstance(plek, Team) else frozenset()
    return naar_aanbieder and any(not rollen.isdisjoint(a.rollen) for a in mailbox.afzenders)
