"""What a functioneel beheerder sees of who takes part: organisations, their teams and people; never a bericht."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.beheer.collegas import Collega, alle_records, personen_van, persoon_met_id
from portal.core.beheer.inrichting import IS_EIGEN_TEAM
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.domain.rollen import Rol
from portal.models import Organisatie, Team

# What one functioneel beheerder asks, a second one confirms.
SAMEN: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisatieregel:
    """An organisation in the list: how many people and teams it has, and whether a beheerder of it can log in."""

    code: str
    naam: str
    soort: str
    actief: bool
    teams: int
    personen: int
    heeft_beheerder: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Teamzicht:
    """A team with its kind, its CBS codes and its contact line."""

    code: str
    naam: str
    soort: str
    gemeenten: tuple[str, ...]
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisatiezicht:
    """An organisation with its teams and people; `beheerders` are those who can log in today."""

    code: str
    naam: str
    soort: str
    actief: bool
    deelname: date | None
    einde: date | None
    teams: tuple[Teamzicht, ...]
    personen: tuple[Collega, ...]

    @property
    def beheerders(self) -> tuple[Collega, ...]:
        """Who can let colleagues in today."""
        return tuple(p for p in self.personen if p.actief and p.heeft(Rol.ORGANISATIEBEHEERDER))


def organisaties(services: Services, gebruiker: Gebruiker, *, vandaag: date) -> tuple[Organisatieregel, ...]:
    """Return every organisation by name; raises NietToegestaan."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.lezen() as session:
        rijen = session.scalars(select(Organisatie)).all()
        teams = session.scalars(select(Team.organisatie).where(IS_EIGEN_TEAM)).all()
        records = alle_records(services, session)
    beheerd = {
        lid.code
        for record in records
        for lid in record.lidmaatschappen
        if record.actief and lid.rol is Rol.ORGANISATIEBEHEERDER and lid.loopt(vandaag)
    }
    personen = [record.organisatie for record in records]
    return tuple(
        Organisatieregel(
            code=rij.code,
            naam=rij.naam,
            soort=rij.soort,
            actief=rij.actief,
            teams=teams.count(rij.code),
            personen=personen.count(rij.code),
            heeft_beheerder=rij.code in beheerd,
        )
        for rij in sorted(rijen, key=lambda rij: rij.naam.casefold())
    )


def organisatie(services: Services, gebruiker: Gebruiker, code: str, *, vandaag: date) -> Organisatiezicht:
    """Return one organisation; raises NietToegestaan, NietGevonden."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.lezen() as session:
        rij = session.get(Organisatie, code)
        if rij is None:
            raise NietGevonden
        teams = session.scalars(select(Team).where(Team.organisatie == code, IS_EIGEN_TEAM).order_by(Team.naam)).all()
        return Organisatiezicht(
            code=rij.code,
            naam=rij.naam,
            soort=rij.soort,
            actief=rij.actief,
            deelname=rij.deelname,
            einde=rij.einde,
            teams=tuple(_team(team) for team in teams),
            personen=personen_van(services, session, code, vandaag=vandaag),
        )


def persoon(services: Services, gebruiker: Gebruiker, wie: UUID, *, vandaag: date) -> Collega:
    """Return anyone who has an account; raises NietToegestaan, NietGevonden."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.lezen() as session:
        return persoon_met_id(services, session, wie, vandaag=vandaag)


def is_een_van_laatste_twee(services: Services, gebruiker: Gebruiker, wie: UUID, *, vandaag: date) -> bool:
    """Tell whether without this person fewer than two functioneel beheerders could log in; the vault decides it again."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.lezen() as session:
        records = alle_records(services, session)
    able = {
        record.id
        for record in records
        for lid in record.lidmaatschappen
        if record.actief and lid.rol is Rol.FUNCTIONEEL_BEHEERDER and lid.loopt(vandaag)
    }
    return wie in able and len(able) <= SAMEN


def _team(team: Team) -> Teamzicht:
    return Teamzicht(
        code=team.code,
        naam=team.naam,
        soort=team.soort,
        gemeenten=tuple(cbs for cbs in team.gemeenten.split(",") if cbs),
        contact=team.contact,
    )
