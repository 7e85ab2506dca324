"""How the keys of teams and organisations stand: whether each has one that the vault of this installation signed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.beheer.inrichting import all_teams
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.domain.teams import Organisatiesoort
from portal.models import Organisatie
from portal.sealing.seal import UnsignedKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleutelstand:
    """How many have a signed key, and the names of those that have none: nothing can be sent to them."""

    goed: int
    zonder: tuple[str, ...]


def sleutelstand(services: Services, gebruiker: Gebruiker) -> Sleutelstand:
    """Check the signed key of everyone who receives; raises NietToegestaan."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.lezen() as session:
        ontvangers = [("team", team.code, team.naam) for team in all_teams(session)]
        # Nobody sends to beheer, and it sends nothing.
        organisaties = session.scalars(select(Organisatie).where(Organisatie.soort != Organisatiesoort.BEHEER.value))
        ontvangers += [("organisatie", o.code, o.naam) for o in organisaties]
        zonder = [naam for soort, code, naam in ontvangers if not _has_key(services, session, soort, code)]
    return Sleutelstand(goed=len(ontvangers) - len(zonder), zonder=tuple(sorted(zonder)))


def _has_key(services: Services, session: Session, soort: str, code: str) -> bool:
    try:
        return bool(services.sealer.keys(session, [(soort, code)]))
    except UnsignedKey:
        return False
