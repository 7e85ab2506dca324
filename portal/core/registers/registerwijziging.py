"""Writing lines of registers with fields of their own: a new one, another in the place of one that was chosen, or the end of one."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.registers.registerregels import Waarde
from portal.core.weigeren import NietMogelijk
from portal.domain.gevolg import LeegRegister, VulRegister
from portal.domain.registers import REGISTERS, WORTEL, Inhoud, Register
from portal.domain.voorwaarde import Feit, Feiten
from portal.models import Registerregel
from portal.sealing.envelope import new_id

STAAT_ER_NIET: Final = (
    "Wat de aanbieder koos, staat niet meer in het register. Kies een ander besluit. Uw tekst staat er nog."
)


def apply(
    session: Session,
    actor: Actor,
    gevolg: VulRegister | LeegRegister,
    *,
    organisatie: str,
    bericht: UUID | None,
    now: datetime,
    feiten: Feiten,
) -> None:
    """Write the line of this bericht with the answers that go in, change the one that was chosen, or end it; twice is as once.

    Raises NietMogelijk when the line to change has ended since it was chosen.
    """
    eigen = select(Registerregel).where(
        Registerregel.register == gevolg.register, Registerregel.organisatie == organisatie, Registerregel.tot.is_(None)
    )
    lopend = session.scalars(eigen.order_by(Registerregel.id).with_for_update()).all()
    van_dit = next((regel for regel in lopend if regel.bericht == bericht), None)
    eerder = _current(session, lopend, gevolg, feiten, bericht)
    if isinstance(gevolg, LeegRegister):
        if eerder is not None:
            _end(session, actor, eerder, bericht=bericht, now=now)
    elif van_dit is None:
        if gevolg.regel and eerder is None:
            raise NietMogelijk(STAAT_ER_NIET)
        if eerder is not None:
            _end(session, actor, eerder, bericht=bericht, now=now)
        elif REGISTERS[gevolg.register].vervangt:
            _end_earlier(session, gevolg.register, organisatie, bericht=bericht, now=now)
        session.add(
            Registerregel(
                id=new_id(),
                register=gevolg.register,
                organisatie=organisatie,
                vanaf=now,
                tot=None,
                bericht=bericht,
                tot_bericht=None,
                gegevens=_written(session, gevolg, feiten, eerder),
            )
        )
        record(session, actor, actie="register in", onderwerp=organisatie, now=now, uitkomst=gevolg.register)


def _current(
    session: Session,
    lopend: Sequence[Registerregel],
    gevolg: VulRegister | LeegRegister,
    feiten: Feiten,
    bericht: UUID | None,
) -> Registerregel | None:
    """Return the line that runs, of these of one aanbieder, that was chosen, or to be ended what this bericht wrote, as changed since."""
    if gevolg.regel:
        gekozen = str(feiten.get(gevolg.regel, "")).partition(".")[2]
        return next((regel for regel in lopend if _root(regel) == gekozen), None)
    if isinstance(gevolg, VulRegister):
        return None
    van_dit = select(Registerregel).where(Registerregel.register == gevolg.register, Registerregel.bericht == bericht)
    wortels = {_root(regel) for regel in session.scalars(van_dit)}
    return next((regel for regel in lopend if _root(regel) in wortels), None)


def _root(regel: Registerregel) -> str:
    """Return the id of the line as it was first written: by that it is chosen, also once it was changed."""
    return str(json.loads(regel.gegevens).get(WORTEL, regel.id))


def _end(session: Session, actor: Actor, regel: Registerregel, *, bericht: UUID | None, now: datetime) -> None:
    regel.tot, regel.tot_bericht = now, bericht
    record(session, actor, actie="register uit", onderwerp=regel.organisatie, now=now, uitkomst=regel.register)


def _end_earlier(session: Session, register: str, organisatie: str, *, bericht: UUID | None, now: datetime) -> None:
    """End what this organisation said before: the new line stands in its place."""
    session.execute(
        update(Registerregel)
        .where(
            Registerregel.register == register, Registerregel.organisatie == organisatie, Registerregel.tot.is_(None)
        )
        .values(tot=now, tot_bericht=bericht)
    )


def _written(session: Session, gevolg: VulRegister, feiten: Feiten, van: Registerregel | None) -> str:
    """Write the answers of this line over those of the one it changes; a number as a number, what was not asked not at all.

    Where a line of this register was chosen, what stands there is taken over.
    """
    register, gegevens = REGISTERS[gevolg.register], dict[str, Waarde]()
    if van is not None:
        gegevens |= json.loads(van.gegevens) | {WORTEL: _root(van)}
    getallen = {veld.code for veld in register.velden if veld.inhoud is Inhoud.GETAL}
    for veld, antwoord in gevolg.velden:
        waarde = feiten.get(antwoord, "")
        eerder = _chosen(session, register, waarde)
        if eerder is not None:
            gegevens |= json.loads(eerder.gegevens)
        elif waarde:
            gegevens[veld] = int(str(waarde)) if veld in getallen else waarde
    return json.dumps(gegevens, ensure_ascii=False)


def _chosen(session: Session, register: Register, waarde: Feit) -> Registerregel | None:
    """Return the line of this register that an answer names by its key, ended or not; None for any other answer."""
    try:
        regel = session.get(Registerregel, UUID(str(waarde).partition(".")[2]))
    except ValueError:
        return None
    return regel if regel is not None and regel.register == register.code else None
