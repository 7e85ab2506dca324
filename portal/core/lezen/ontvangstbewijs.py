"""The receipt that a sender gets: what stands in clear of his bericht, and what the vault signed; it needs no vault."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker, names_in
from portal.core.bericht.kanten import is_taken_over, sides
from portal.core.bericht.klokzicht import TermijnZicht, termijn_zicht
from portal.core.bericht.kwitantie import KloptNiet, Kwitantie, signed_in
from portal.core.bericht.zicht import declaration
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.db import Base
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.routeregel import terugval
from portal.prepared import Prepared, Row

# Asked after every submission, so made once and run below the ORM.
_BERICHT, _TEAM, _ORG, _KLOK, _STAP = (
    Base.metadata.tables[naam] for naam in ("berichten", "teams", "organisaties", "termijnen", "overgangen")
)
_VAN_TEAM = _TEAM.alias()
MET_NAMEN: Final = Prepared(
    select(
        _BERICHT,
        _TEAM.c.naam.label("team_naam"),
        _TEAM.c.contact.label("team_contact"),
        _ORG.c.naam.label("van_organisatie"),
        _VAN_TEAM.c.naam.label("van_team"),
    )
    .join(_TEAM, _TEAM.c.code == _BERICHT.c.team)
    .outerjoin(_ORG, and_(_BERICHT.c.afzender_soort == "organisatie", _ORG.c.code == _BERICHT.c.afzender))
    .outerjoin(_VAN_TEAM, and_(_BERICHT.c.afzender_soort == "team", _VAN_TEAM.c.code == _BERICHT.c.afzender))
    .where(_BERICHT.c.id == bindparam("bericht"))
)
KLOKKEN: Final = Prepared(select(_KLOK).where(_KLOK.c.bericht == bindparam("bericht")).order_by(_KLOK.c.datum))
STAPPEN: Final = Prepared(select(_STAP.c.code).where(_STAP.c.bericht == bindparam("bericht")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvangstbewijs:
    """What the receipt shows; `kwitantie` is None until the vault has signed one.

    `terugval` says why another team of the gemeente got it than the one that was meant.
    """

    id: UUID
    nummer: str
    mailbox: Mailbox
    ingediend: datetime
    ingediend_door: str
    aankomst: date
    afzender_naam: str
    team_naam: str
    team_contact: str
    terugval: str
    termijnen: tuple[TermijnZicht, ...]
    voor_burger: bool
    kwitantie: Kwitantie | None


def receipt(services: Services, gebruiker: Gebruiker, bericht: UUID) -> Ontvangstbewijs:
    """Return the receipt of what this side sent; raises NietGevonden for anyone else, KloptNiet."""
    with services.database.lezen() as session:
        rij = MET_NAMEN.row(session, bericht=bericht)
        if rij is None or Partij.AFZENDER not in sides(gebruiker, rij):
            raise NietGevonden
        mailbox = declaration(services, rij.mailbox)
        namen = names_in(session, services, {rij.ingediend_door})
        termijnen = _clocks(session, gebruiker, mailbox, rij)
        kwitantie = signed_in(session, services, rij, team_naam=rij.team_naam)
    bekend = services.regio.team_met_code(rij.team)
    return Ontvangstbewijs(
        id=rij.id,
        nummer=rij.nummer,
        mailbox=mailbox,
        ingediend=rij.ingediend,
        ingediend_door=namen.get(rij.ingediend_door, ""),
        aankomst=rij.aankomst,
        afzender_naam=rij.van_organisatie or rij.van_team,
        team_naam=rij.team_naam,
        team_contact=bekend.contact if bekend is not None else rij.team_contact,
        terugval=terugval(mailbox.routering, rij.routeregel, services.regio, rij.team),
        termijnen=termijnen,
        voor_burger=mailbox.is_registratie(rij.afzender_soort),
        kwitantie=kwitantie,
    )


def _clocks(session: Session, gebruiker: Gebruiker, mailbox: Mailbox, rij: Row) -> tuple[TermijnZicht, ...]:
    """Return the clocks that the sender may see: as `achterhouden` says for its page."""
    is_afzender = sides(gebruiker, rij) == {Partij.AFZENDER}
    if is_afzender and mailbox.stil:
        return ()
    over = mailbox.overdracht
    rijen = KLOKKEN.rows(session, bericht=rij.id)
    if is_afzender and over and is_taken_over(mailbox, rij, STAPPEN.values(session, bericht=rij.id)):
        rijen = [klok for klok in rijen if klok.code in over.termijnen]
    try:
        return tuple(termijn_zicht(mailbox, klok) for klok in rijen)
    except ValueError:
        raise KloptNiet from None  # a state or kind of clock that the portal never writes
