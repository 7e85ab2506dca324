"""What taking a rung does with a verplichting: a line in the log, and the organisation in the register that it names."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.registers.registers import apply_to_registers
from portal.domain.gevolg import VulRegister
from portal.domain.trede import Trede
from portal.models import Verplichting


def take_rung(session: Session, actor: Actor, trede: Trede, plicht: Verplichting, *, now: datetime) -> None:
    """Take this rung of a locked verplichting, for the portal or for the person of `actor`."""
    if trede.register:
        erin = VulRegister(register=trede.register, velden=(), bron=trede.bron)
        apply_to_registers(session, actor, [erin], organisatie=plicht.organisatie, bericht=None, now=now)
    record(session, actor, actie="trede", onderwerp=str(plicht.id), now=now, uitkomst=trede.code)
