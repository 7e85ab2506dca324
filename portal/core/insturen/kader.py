"""What somebody may send where he acts now, and what the form of a mailbox may know."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select

from portal.core.accounts import Gebruiker
from portal.core.opening import NietGevonden
from portal.core.registers.registerregels import not_placed, register_choices
from portal.core.services import Services
from portal.db import Base
from portal.domain.contract import mag_nog_sturen
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Kader
from portal.domain.mailbox import Mailbox
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.prepared import Prepared, Row

_ORG = Base.metadata.tables["organisaties"].c
IS_AANBIEDER = and_(_ORG.soort == Organisatiesoort.AANBIEDER.value, _ORG.actief)
_TEAM = Base.metadata.tables["teams"].c
# The organisation somebody acts for: that of the team, or the one he is of.
_EIGEN = _ORG.code == func.coalesce(
    select(_TEAM.organisatie).where(_TEAM.code == bindparam("team")).scalar_subquery(), bindparam("eigen")
)
# Asked at every step of filling in, so made once and run below the ORM.
REGISTER = Prepared(
    select(_ORG.code, _ORG.naam, _ORG.soort, _ORG.actief, _ORG.einde, _EIGEN.label("eigen"))
    .where(or_(IS_AANBIEDER, _EIGEN))
    .order_by(_ORG.naam)
)
_REG = Base.metadata.tables["registerregels"].c
EIGEN_REGISTERS = Prepared(select(_REG.register).where(_REG.organisatie == bindparam("eigen"), _REG.tot.is_(None)))
EIGEN = Prepared(select(_ORG.soort, _ORG.actief, _ORG.einde).where(_EIGEN))


def kader(services: Services, gebruiker: Gebruiker, *, now: datetime) -> Kader:
    """Return what a form may know: today, the region, and the aanbieders to choose from."""
    return _kader(services, _register(services, gebruiker), now=now)


def mailbox_en_kader(
    services: Services, gebruiker: Gebruiker, code: str, *, now: datetime, bijlagen: frozenset[str] = frozenset()
) -> tuple[Mailbox, Kader]:
    """Return a mailbox that this person may send to, and what its form may know; raises NietGevonden."""
    mailbox = _known(services, gebruiker, code)
    register = _register(services, gebruiker)
    eigen = next((rij for rij in register if rij.eigen), None)
    registers = _own_registers(services, gebruiker)
    if eigen is None or not is_open_to(services, mailbox, eigen.soort, gebruiker.rollen, registers):
        raise NietGevonden
    if not mag_nog_sturen(mailbox, actief=eigen.actief, einde=eigen.einde, vandaag=datum_in_nederland(now)):
        raise NietGevonden
    weet = _kader(services, register, now=now, bijlagen=bijlagen)
    voor_burger = mailbox.is_registratie(gebruiker.namens.soort)
    if any(veld.soort in {"register", "aantallen"} for veld in mailbox.formulier.veldinfo()):
        weet = replace(
            weet, keuzes=register_choices(services, None if voor_burger else weet.organisatie, op=weet.vandaag)
        )
    return mailbox, replace(weet, voor_burger=voor_burger, geen_plaatsing=not_placed(services, gebruiker, mailbox))


def _register(services: Services, gebruiker: Gebruiker) -> Sequence[Row]:
    """Return the aanbieders that are active, and the own organisation as it is."""
    with services.database.lezen() as session:
        return REGISTER.rows(session, **_own(gebruiker))


def _kader(
    services: Services,
    register: Sequence[Row],
    *,
    now: datetime,
    bijlagen: frozenset[str] = frozenset(),
) -> Kader:
    vandaag = datum_in_nederland(now)
    anderen = (rij for rij in register if not rij.eigen and (rij.einde is None or vandaag <= rij.einde))
    return Kader(
        vandaag=vandaag,
        regio=services.regio,
        organisatie=next((rij.code for rij in register if rij.eigen), ""),
        aanbieders=tuple((rij.code, rij.naam) for rij in anderen),
        bijlagen=bijlagen,
    )


def _own(gebruiker: Gebruiker) -> dict[str, str]:
    soort, code = gebruiker.namens.sleutel
    return {"team": code if soort == "team" else "", "eigen": gebruiker.organisatie}


def mailbox_for(services: Services, gebruiker: Gebruiker, code: str) -> Mailbox:
    """Return a mailbox that this person may send to; raises NietGevonden."""
    mailbox = _known(services, gebruiker, code)
    if mailbox not in sendable(services, gebruiker):
        raise NietGevonden
    return mailbox


def _known(services: Services, gebruiker: Gebruiker, code: str) -> Mailbox:
    """Return a declaration that takes berichten of a role he holds; raises NietGevonden.

    One that is not there, or is not for his roles, asks nothing: a concept that is not there must cost what another's does.
    """
    mailbox = services.mailboxen.met_code(code)
    if mailbox is None or all(gebruiker.rollen.isdisjoint(afzender.rollen) for afzender in mailbox.afzenders):
        raise NietGevonden
    return mailbox


def sendable(services: Services, gebruiker: Gebruiker) -> tuple[Mailbox, ...]:
    """Return the mailboxes open to this person in this region, for 'Nieuw bericht'."""
    with services.database.lezen() as session:
        eigen = EIGEN.row(session, **_own(gebruiker))
    if eigen is None:
        return ()
    alle = open_to(services, eigen.soort, gebruiker.rollen, _own_registers(services, gebruiker))
    nu = {"actief": eigen.actief, "einde": eigen.einde, "vandaag": gebruiker.vandaag}
    return tuple(mailbox for mailbox in alle if mag_nog_sturen(mailbox, **nu))


def _own_registers(services: Services, gebruiker: Gebruiker) -> AbstractSet[str]:
    """Return the registers that the own organisation stands in, of those that say who may send in this region."""
    if not services.regio.registers:
        return frozenset()
    with services.database.lezen() as session:
        return set(EIGEN_REGISTERS.values(session, eigen=gebruiker.organisatie))


def open_to(
    services: Services, soort: str, rollen: AbstractSet[Rol], registers: AbstractSet[str] | None = None
) -> tuple[Mailbox, ...]:
    """Return the mailboxes of this region that take berichten of this kind of organisation, sent in one of these roles.

    `registers` are those the organisation stands in; None for any that it could ever stand in.
    """
    wie = ("open_to", soort, frozenset(rollen), None if registers is None else frozenset(registers))
    alle = services.mailboxen.alle()
    return services.regels.eens(
        wie, lambda: tuple(m for m in alle if is_open_to(services, m, soort, rollen, registers))
    )


def is_open_to(
    services: Services, mailbox: Mailbox, soort: str, rollen: AbstractSet[Rol], registers: AbstractSet[str] | None
) -> bool:
    """Tell whether this mailbox is among those of `open_to`."""
    return (
        services.regio.code in mailbox.regios
        and mailbox.code not in services.regio.gesloten_mailboxen
        and mailbox.afzender(soort, rollen, registers) is not None
    )
