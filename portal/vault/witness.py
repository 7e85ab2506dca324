"""The witness: what the vault saw of a bericht at its taking in, against what its row says now.

Sender, number, moment and answers never change after the first taking in; the team changes only to one that a
person of a team that had the bericht resealed it to. The first time the seals themselves are the proof: who does
not know the data key of the answers cannot seal them to another team or sender.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Bericht, Seal, SealedItem
from portal.sealing.envelope import Context, open_content
from portal.sealing.seal import Recipient, open_dek
from portal.sealing.sessie import Ongeldig, sign_receipt, verify_receipt
from portal.sealing.verbs import Refused
from portal.vault.gate import Gate, owner
from portal.vault.state import Seen

ANTWOORDEN: Final = "bericht.antwoorden"
Facts = dict[str, Any]


def witness(gate: Gate, session: Session, row: Bericht, items: Sequence[SealedItem]) -> None:
    """Remember this bericht, or refuse when it is not what was witnessed; then see to its receipt."""
    answers = [item for item in items if item.purpose == ANTWOORDEN]
    if len(answers) != 1:
        raise Refused("geen_antwoorden")
    facts, seen = _facts(row, _digest(answers[0].content, answers[0].digest)), gate.state.saw(row.id)
    if seen is None:
        for place in (("team", row.team), (row.afzender_soort, row.afzender)):
            _opens(gate, session, answers[0], place)
    elif json.loads(seen.feiten) != facts or row.team not in {seen.team, *seen.doelen}:
        raise Refused("verplaatst")
    if seen is None or seen.team != row.team:
        gate.state.see(row.id, json.dumps(facts), row.team)
    if _read(gate, row.kwitantie) != facts | {"team": row.team}:
        row.kwitantie = sign_receipt(gate.signing, facts | {"team": row.team})
    if row.opgenomen is None:
        row.opgenomen = gate.now()


def open_sealed(gate: Gate, item: SealedItem, seal: Seal) -> bytes:
    """Open an item for the vault itself; raises NotGenuine when seal and content do not belong together here."""
    context = Context(
        installation=gate.keys.installation,
        purpose=item.purpose,
        subject=item.subject,
        item=item.id,
        form_version=item.form_version,
    )
    kind, code = seal.recipient_kind, seal.recipient
    recipient = Recipient(kind=kind, id=code, key_id=seal.key_id, epoch=seal.epoch)
    private = gate.keys.get("prive", owner(kind, code), seal.epoch)
    return open_content(open_dek(seal.sealed, private.secret, context, recipient), item.content or b"", context)


def unlike(gate: Gate, session: Session, seen: dict[UUID, Seen]) -> list[UUID]:
    """Give the berichten whose row, answers or receipt are not as witnessed, and those whose row is gone.

    `seen` was read before the database; a bericht that was handed on or taken in since is left to the next time.
    """
    named = _unlike(gate, session, seen)
    return sorted(bericht for bericht in named if gate.state.saw(bericht) == seen.get(bericht))


def _unlike(gate: Gate, session: Session, seen: dict[UUID, Seen]) -> Iterator[UUID]:
    answers: dict[UUID, list[str]] = defaultdict(list)
    columns = select(SealedItem.subject, SealedItem.content, SealedItem.digest).where(SealedItem.purpose == ANTWOORDEN)
    for subject, content, digest in session.execute(columns.execution_options(yield_per=1000)):
        answers[subject].append(_digest(content, digest))
    there = set()
    for row in session.scalars(select(Bericht).execution_options(yield_per=1000)):
        there.add(row.id)
        if gate.state.is_destroyed(row.id):
            continue
        found = answers[row.id]
        if len(found) != 1 or not _is_as_seen(gate, row, _facts(row, found[0]), seen.get(row.id)):
            yield row.id
    yield from (bericht for bericht in seen if bericht not in there and not gate.state.is_destroyed(bericht))


def _is_as_seen(gate: Gate, row: Bericht, facts: Facts, seen: Seen | None) -> bool:
    receipt = _read(gate, row.kwitantie)
    if seen is not None:
        is_there = row.team in {seen.team, *seen.doelen}
        return is_there and json.loads(seen.feiten) == facts and receipt == facts | {"team": seen.team}
    if row.opgenomen is None and row.kwitantie is None:
        return True  # still to be taken in
    # Taken in by an older version, or before the state file was put back from a backup: the signature tells.
    return receipt == facts | {"team": row.team} or (
        "afzender" not in receipt and receipt.get("bericht") == facts["bericht"]
    )


def _opens(gate: Gate, session: Session, answers: SealedItem, place: tuple[str, str]) -> None:
    kind, code = place
    seal = session.scalars(
        select(Seal)
        .where(Seal.item == answers.id, Seal.recipient_kind == kind, Seal.recipient == code)
        .order_by(Seal.epoch.desc())
        .limit(1)
    ).first()
    if seal is None:
        raise Refused("verplaatst")
    open_sealed(gate, answers, seal)


def _facts(row: Bericht, answers: str) -> Facts:
    """Give what never changes after the submission."""
    return {
        "bericht": str(row.id),
        "nummer": row.nummer,
        "ingediend": row.ingediend.isoformat(),
        "afzender": [row.afzender_soort, row.afzender],
        "antwoorden": answers,
    }


def _digest(content: bytes | None, digest: bytes) -> str:
    return (digest if content is None else hashlib.sha256(content).digest()).hex()


def _read(gate: Gate, receipt: bytes | None) -> Facts:
    try:
        return verify_receipt(gate.public, receipt or b"")
    except Ongeldig:
        return {}
