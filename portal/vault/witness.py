"""The witness: what the vault saw of a bericht at its taking in, against what its row says now.

Sender, number, moment, answers and bijlagen never change after the first taking in; the team changes only to one
that a person of a team that had the bericht resealed it to. The first time the seals themselves are the proof: who
does not know the data key of the answers cannot seal them to another team or sender; and a receipt that is there
already, because the state file was put back from a backup, must name the same facts.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from portal.core.bericht.submitted import ANTWOORDEN, TERMIJNEN, Facts, contents_in, facts, is_as
from portal.domain.teams import plek_van
from portal.models import Bericht, Bijlage, Seal, SealedItem, Termijn
from portal.sealing.envelope import Context, open_content
from portal.sealing.seal import Recipient, open_dek
from portal.sealing.sessie import Ongeldig, sign_receipt, verify_receipt
from portal.sealing.verbs import Refused
from portal.vault.gate import Gate, owner
from portal.vault.pieces import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All rows of a bericht that a taking in looks at; the seals are those of its items, oldest epoch first."""

    bericht: Bericht
    items: Sequence[SealedItem]
    seals: Sequence[Seal]
    bijlagen: Sequence[Bijlage] = ()
    termijnen: Sequence[Termijn] = ()


def witness(gate: Gate, rows: Rows) -> None:
    """Remember this bericht, or refuse when it is not what was witnessed; then see to its receipt."""
    row = rows.bericht
    now, seen = facts(row, contents_in(rows.items, rows.bijlagen)), gate.state.saw(row.id)
    if not now["antwoorden"]:
        raise Refused("geen_antwoorden")
    known = json.loads(seen.feiten) if seen is not None else _first(gate, rows, now)
    if not is_as(known, now) or (seen is not None and row.team not in {seen.team, *seen.doelen}):
        raise Refused("verplaatst")
    if seen is None or seen.team != row.team:
        gate.state.see(row.id, json.dumps(known), row.team)
    if _read(gate, row.kwitantie) != known | {"team": row.team}:
        row.kwitantie = sign_receipt(gate.signing, known | {"team": row.team})
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


def unlike(gate: Gate, piece: Piece) -> Iterator[UUID]:
    """Give the berichten of a piece whose row, answers or receipt are not as witnessed, and those whose row is gone.

    A bericht that was handed on or taken in since it was read is left to the next time.
    """
    there = {row.id for row in piece.berichten}
    named = [row.id for row in piece.berichten if not _is_genuine(gate, row, piece)]
    for bericht in (*named, *(bericht for bericht in piece.seen if bericht not in there)):
        if not gate.state.is_destroyed(bericht) and gate.state.saw(bericht) == piece.seen.get(bericht):
            yield bericht


def _is_genuine(gate: Gate, row: Row[Any], piece: Piece) -> bool:
    now, seen = facts(row, piece.contents), piece.seen.get(row.id)
    if not now["antwoorden"]:
        return False
    if seen is not None:
        known = json.loads(seen.feiten)
        is_there = row.team in {seen.team, *seen.doelen}
        return is_there and is_as(known, now) and _is_receipt_of(gate, row.kwitantie, known | {"team": seen.team})
    if row.opgenomen is None and row.kwitantie is None:
        return True  # still to be taken in
    # Taken in by an older version, or before the state file was put back from a backup: the signature tells.
    receipt = _read(gate, row.kwitantie)
    whole = "afzender" not in receipt or is_as(receipt, now | {"team": row.team})
    return whole and receipt.get("bericht") == now["bericht"]


def _is_receipt_of(gate: Gate, receipt: bytes | None, known: Facts) -> bool:
    # Ed25519 gives one signature for one text: to sign again and compare proves as much as to check, in a third of the time.
    return receipt == sign_receipt(gate.signing, known) or _read(gate, receipt) == known


def _first(gate: Gate, rows: Rows, now: Facts) -> Facts:
    """Give what is to be remembered of a bericht that was not seen before; raises Refused when its seals do not fit."""
    row = rows.bericht
    (answers,) = (item for item in rows.items if item.purpose == ANTWOORDEN)
    for place in (plek_van(row.team), (row.afzender_soort, row.afzender)):
        _opens(gate, answers, rows.seals, place)
    receipt = _read(gate, row.kwitantie)
    receipt.pop("team", None)
    if "afzender" in receipt:
        return receipt
    return now | {TERMIJNEN: sorted([termijn.titel, termijn.datum.isoformat()] for termijn in rows.termijnen)}


def _opens(gate: Gate, answers: SealedItem, seals: Sequence[Seal], place: tuple[str, str]) -> None:
    there = [seal for seal in seals if seal.item == answers.id and (seal.recipient_kind, seal.recipient) == place]
    if not there:
        raise Refused("verplaatst")
    open_sealed(gate, answers, there[-1])


def _read(gate: Gate, receipt: bytes | None) -> Facts:
    try:
        return verify_receipt(gate.public, receipt or b"")
    except Ongeldig:
        return {}
