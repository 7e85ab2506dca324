"""Which role does a taak in a team: as its region divides the work, and by who is there to do it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.opening import NietGevonden
from portal.core.post.notifications import roles_of
from portal.core.services import Mailboxen, Services
from portal.domain.gemeenten import Regio
from portal.domain.gevolg import Taak
from portal.domain.rechten import Recht
from portal.domain.rollen import TAAKROLLEN, Rol, valt_toe
from portal.domain.teams import Team, Teamsoort


@dataclass(frozen=True, slots=True, kw_only=True)
class Soorttaak:
    """A kind of taak of a Toegang; `ook` are its other titles, `voorstel` the role that the mailboxes propose."""

    code: str
    titel: str
    ook: tuple[str, ...]
    voorstel: Rol


@dataclass(frozen=True, slots=True, kw_only=True)
class Taakverdeling:
    """Who does a kind of taak in one Toegang: `rol` as the region has it today, `doet` who is there to do it.

    `later` are the roles (from which day, which role) that were decided for a day to come.
    """

    soort: Soorttaak
    rol: Rol
    doet: Rol
    later: tuple[tuple[date, Rol], ...]


def roles_for(
    session: Session, services: Services, regels: Iterable[Taak], *, team: str, op: date
) -> Mapping[str, Rol]:
    """Return by code who does these taken in a team on a day; one whose role nobody holds falls to another."""
    aanwezig = roles_of(session, services.sealer.pinned, team=team, vandaag=op)
    return {
        regel.code: valt_toe(services.regio.taakrol(team, regel.code, regel.rol, op=op), aanwezig) for regel in regels
    }


def toegangen(regio: Regio) -> tuple[Team, ...]:
    """Return the teams that divide their taken, by name."""
    return tuple(sorted((t for t in regio.teams if t.soort is Teamsoort.TOEGANG), key=lambda team: team.naam))


def kinds(mailboxen: Mailboxen, regio: Regio) -> tuple[Soorttaak, ...]:
    """Return the kinds of taak that a Toegang of this region can get, by title."""
    titels: dict[str, set[str]] = {}
    rollen: dict[str, Rol] = {}
    for mailbox in mailboxen.alle():
        for taak in mailbox.taken() if regio.code in mailbox.regios else ():
            if taak.rol in TAAKROLLEN:
                titels.setdefault(taak.code, set()).add(taak.titel)
                rollen[taak.code] = taak.rol
    # One kind has a title for each who gets the thing: the shortest says it of all.
    gekort = {code: sorted(namen, key=lambda naam: (len(naam), naam)) for code, namen in titels.items()}
    soorten = (
        Soorttaak(code=code, titel=eerste, ook=tuple(sorted(rest)), voorstel=rollen[code])
        for code, (eerste, *rest) in gekort.items()
    )
    return tuple(sorted(soorten, key=lambda soort: (soort.titel, soort.code)))


def taakverdeling(
    services: Services, gebruiker: Gebruiker, team: str, *, vandaag: date
) -> tuple[tuple[Taakverdeling, ...], frozenset[Rol]]:
    """Return who does what in a Toegang, and the roles that somebody holds there; raises NietToegestaan, NietGevonden."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    if team not in {toegang.code for toegang in toegangen(services.regio)}:
        raise NietGevonden
    with services.database.lezen() as session:
        aanwezig = roles_of(session, services.sealer.pinned, team=team, vandaag=vandaag)
    soorten = kinds(services.mailboxen, services.regio)
    return tuple(_division(services.regio, team, soort, aanwezig, vandaag) for soort in soorten), aanwezig


def _division(regio: Regio, team: str, soort: Soorttaak, aanwezig: frozenset[Rol], op: date) -> Taakverdeling:
    rol = regio.taakrol(team, soort.code, soort.voorstel, op=op)
    later = (
        (vanaf, straks)
        for vanaf, waar, wat, straks in regio.taakrollen
        if (waar, wat) == (team, soort.code) and vanaf > op
    )
    return Taakverdeling(soort=soort, rol=rol, doet=valt_toe(rol, aanwezig), later=tuple(later))
