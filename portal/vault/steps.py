"""Signing steps: that this person, now logged in, does this on a bericht of his, with this text and these files."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.levensloop import Actie
from portal.domain.rechten import RECHT_VOOR, Recht
from portal.domain.teams import plek_van
from portal.models import Bericht
from portal.sealing.sessie import Ongeldig, verify_receipt
from portal.sealing.sessie import sign_step as signed
from portal.sealing.verbs import Refused
from portal.vault.gate import Act, Gate, Namens, owner


def sign_step(gate: Gate, *, token: str, namens: Sequence[str], feiten: dict[str, Any], herkomst: str) -> bytes:
    """Sign what a person does for a side of the bericht; its line in the log comes with the step itself.

    Only what the vault took in can be acted on, and only by the team and the sender that it took it in for.
    """
    kind, code = namens
    bericht = UUID(feiten["bericht"])
    act = Act("stap_tekenen", herkomst, owner(kind, code), objects={str(bericht): []})
    try:
        with gate.database.lezen() as session:
            asker = gate.enter(session, act, token)
            recht = RECHT_VOOR[Actie(feiten["actie"])]
            asker.must(recht, (kind, code))
            _refuse_stranger(gate, session, bericht, (kind, code), recht)
    except Refused as refused:
        gate.refuse(act, refused)
    return signed(gate.signing, feiten | {"door": str(asker.person.id), "namens": [kind, code]})


def _refuse_stranger(gate: Gate, session: Session, bericht: UUID, namens: Namens, recht: Recht) -> None:
    kwitantie = session.scalar(select(Bericht.kwitantie).where(Bericht.id == bericht))
    try:
        feiten = verify_receipt(gate.public, kwitantie or b"")
    except Ongeldig:
        raise Refused("niet_opgenomen") from None
    # A team may be on either side: what is asked of a sender is done by who sent it, all else by who has it now.
    kant = feiten.get("afzender") if recht is Recht.BERICHT_INDIENEN else list(plek_van(feiten.get("team", "")))
    if feiten.get("bericht") != str(bericht) or list(namens) != kant:
        raise Refused("niet_toegestaan")
