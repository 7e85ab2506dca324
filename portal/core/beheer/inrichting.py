"""The setting up of an installation: the organisations and teams of a region, and aanbieders, as rows."""

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.gemeenten import Regio
from portal.domain.teams import Organisatiesoort, Team, Teamsoort, als_team
from portal.models import Organisatie, Persoon, SignedKey
from portal.models import Team as TeamRij

BEHEER: Final = "beheer"
IS_EIGEN_TEAM: Final = TeamRij.soort != Teamsoort.AANBIEDER.value

# Teams that belong to no gemeente: the organisation they are of.
_OWN: Final = {
    Teamsoort.TOEZICHT: ("toezicht", "Toezicht Wmo", Organisatiesoort.TOEZICHT),
    Teamsoort.VEILIG_THUIS: ("veilig-thuis", "Veilig Thuis", Organisatiesoort.VEILIG_THUIS),
    Teamsoort.BEHEER: (BEHEER, "Functioneel beheer", Organisatiesoort.BEHEER),
}


def install_region(session: Session, regio: Regio) -> None:
    """Write the organisations and teams of a region; what was there is brought up to date, nothing is removed."""
    put_organisatie(session, BEHEER, naam="Functioneel beheer", soort=Organisatiesoort.BEHEER)
    for gemeente in regio.gemeenten:
        put_organisatie(
            session, gemeente_code(gemeente.cbs), naam=f"Gemeente {gemeente.naam}", soort=Organisatiesoort.GEMEENTE
        )
    centrum = regio.gemeente(regio.centrumgemeente)
    put_organisatie(
        session,
        f"centrumgemeente-{regio.centrumgemeente}",
        naam=f"Centrumgemeente {centrum.naam if centrum else regio.naam}",
        soort=Organisatiesoort.CENTRUMGEMEENTE,
    )
    for team in regio.teams:
        if team.soort in _OWN:
            code, naam, soort = _OWN[team.soort]
            put_organisatie(session, code, naam=naam, soort=soort)
        elif team.organisatie and session.get(Organisatie, team.organisatie) is None:  # gemeenten that work as one
            put_organisatie(session, team.organisatie, naam=team.naam, soort=Organisatiesoort.GEMEENTE)
        _put_team(session, regio, team)


def put_organisatie(
    session: Session, code: str, *, naam: str, soort: Organisatiesoort, deelname: date | None = None
) -> None:
    """Write an organisation; one that is there gets this name, and stays as active as it was and from when it was."""
    row = session.get(Organisatie, code)
    if row is None:
        session.add(Organisatie(code=code, naam=naam, soort=soort.value, actief=True, deelname=deelname))
    else:
        row.naam = naam
    session.flush()  # teams refer to it
    if soort is Organisatiesoort.AANBIEDER:
        _put_receiver(session, code, naam=naam)


def _put_receiver(session: Session, organisatie: str, *, naam: str) -> None:
    """Let an aanbieder stand among the teams, so that a bericht can be with it."""
    code = als_team("organisatie", organisatie)
    row = session.get(TeamRij, code)
    if row is None:
        soort = Teamsoort.AANBIEDER.value
        row = TeamRij(code=code, organisatie=organisatie, soort=soort, regio="", gemeenten="", contact="")
        session.add(row)
    row.naam = naam
    session.flush()


def gemeente_code(cbs: str) -> str:
    """Return the code of a gemeente as an organisation."""
    return f"gemeente-{cbs}"


def all_teams(session: Session) -> tuple[TeamRij, ...]:
    """Return every team with a key of its own, by code; an aanbieder that receives reads with that of the organisation."""
    return tuple(session.scalars(select(TeamRij).where(IS_EIGEN_TEAM).order_by(TeamRij.code)))


def all_organisaties(session: Session) -> tuple[Organisatie, ...]:
    """Return every organisation, by code."""
    return tuple(session.scalars(select(Organisatie).order_by(Organisatie.code)))


def has_keys(session: Session) -> bool:
    """Tell whether keys of an installation stand in these tables."""
    return session.scalar(select(SignedKey.epoch).limit(1)) is not None


def all_personen(session: Session) -> tuple[Persoon, ...]:
    """Return every person, by account."""
    return tuple(session.scalars(select(Persoon).order_by(Persoon.account)))


def _put_team(session: Session, regio: Regio, team: Team) -> None:
    organisatie = organisatie_of(regio, team)
    row = session.get(TeamRij, team.code)
    if row is None:
        row = TeamRij(code=team.code)
        session.add(row)
    row.organisatie = organisatie
    row.soort = team.soort.value
    row.naam = team.naam
    row.regio = regio.code
    row.gemeenten = ",".join(team.gemeenten)
    row.contact = team.contact


def organisatie_of(regio: Regio, team: Team) -> str:
    """Return the code of the organisation a team is of: as told, its one gemeente, a party of its own, or the centrumgemeente."""
    if team.organisatie:
        return team.organisatie
    if team.soort in _OWN:
        return _OWN[team.soort][0]
    if len(team.gemeenten) == 1:
        return gemeente_code(team.gemeenten[0])
    return f"centrumgemeente-{regio.centrumgemeente}"
