"""Registers: an organisation is put in one and taken out of it, and both stay on record."""

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.registers import registerwijziging as regels
from portal.domain.gevolg import Gevolg, LeegRegister, VulRegister
from portal.domain.registers import REGISTERS
from portal.domain.voorwaarde import Feiten
from portal.models import Registerregel
from portal.sealing.envelope import new_id


def apply_to_registers(
    session: Session,
    actor: Actor,
    gevolgen: Iterable[Gevolg],
    *,
    organisatie: str,
    bericht: UUID | None,
    now: datetime,
    feiten: Feiten = MappingProxyType({}),
) -> None:
    """Write what follows for this organisation in registers; twice is as once. `feiten` hold the answers that go in."""
    for gevolg in gevolgen:
        if isinstance(gevolg, VulRegister | LeegRegister) and gevolg.register in REGISTERS:
            regels.apply(session, actor, gevolg, organisatie=organisatie, bericht=bericht, now=now, feiten=feiten)
        elif isinstance(gevolg, VulRegister):
            _put_in(session, actor, gevolg.register, organisatie=organisatie, bericht=bericht, now=now)
        elif isinstance(gevolg, LeegRegister):
            _take_out(session, actor, gevolg.register, organisatie=organisatie, bericht=bericht, now=now)


def since(session: Session, register: str, organisaties: Iterable[str]) -> dict[str, datetime]:
    """Return from when those of these organisations that stand in this register do."""
    rijen = select(Registerregel).where(
        Registerregel.register == register, Registerregel.organisatie.in_({*organisaties}), Registerregel.tot.is_(None)
    )
    return {rij.organisatie: rij.vanaf for rij in session.scalars(rijen)}


def in_registers(session: Session, organisatie: str) -> frozenset[str]:
    """Return the registers that an organisation stands in now."""
    rijen = select(Registerregel.register).where(Registerregel.organisatie == organisatie, Registerregel.tot.is_(None))
    return frozenset(session.scalars(rijen))


def set_registers(
    session: Session, actor: Actor, organisatie: str, *, gekozen: Iterable[str], uit: Iterable[str], now: datetime
) -> None:
    """Let an organisation stand in those `gekozen` of the registers `uit` (codes) and in no other of them."""
    wil = {*gekozen}
    for register in uit:
        zet = _put_in if register in wil else _take_out
        zet(session, actor, register, organisatie=organisatie, bericht=None, now=now)


def _open(session: Session, register: str, organisatie: str) -> Registerregel | None:
    rijen = select(Registerregel).where(
        Registerregel.register == register, Registerregel.organisatie == organisatie, Registerregel.tot.is_(None)
    )
    return session.scalars(rijen.with_for_update()).first()


def _put_in(
    session: Session, actor: Actor, register: str, *, organisatie: str, bericht: UUID | None, now: datetime
) -> None:
    if _open(session, register, organisatie) is None:
        session.add(
            Registerregel(
                id=new_id(),
                register=register,
                organisatie=organisatie,
                vanaf=now,
                tot=None,
                bericht=bericht,
                tot_bericht=None,
            )
        )
        record(session, actor, actie="register in", onderwerp=organisatie, now=now, uitkomst=register)


def _take_out(
    session: Session, actor: Actor, register: str, *, organisatie: str, bericht: UUID | None, now: datetime
) -> None:
    regel = _open(session, register, organisatie)
    if regel is not None:
        regel.tot, regel.tot_bericht = now, bericht
        record(session, actor, actie="register uit", onderwerp=organisatie, now=now, uitkomst=register)
