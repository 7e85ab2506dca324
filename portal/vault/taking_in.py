"""Taking in: from the search block of a bericht come its search terms, its list rows and its receipt."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.models import Bericht, Lijstregel, Seal, SealedItem, Zoekterm
from portal.sealing.envelope import Context, open_content
from portal.sealing.seal import Recipient, index_term, open_dek, seal_list_value
from portal.sealing.sessie import sign_receipt
from portal.sealing.verbs import Refused
from portal.vault.gate import Act, Gate, owner
from portal.vault.opening import NORMAL, READ, ZOEKBLOK, normalised

Row = dict[str, Any]


def take_in(gate: Gate, *, bericht: UUID) -> None:
    """Bring terms and list rows in step with the present seals of the search block; may be repeated."""
    act = Act("opnemen", "kluis", namens="worker", objects={str(bericht): []})

    def work(session: Session) -> None:
        row = session.get(Bericht, bericht)
        blocks = session.scalars(select(SealedItem).where(SealedItem.subject == bericht)).all()
        block = [item for item in blocks if item.purpose == ZOEKBLOK]
        if row is None or len(block) != 1 or gate.state.is_destroyed(bericht):
            raise Refused("geen_zoekblok")
        act.objects[str(bericht)] = [block[0].id]
        terms, lines = _rows(gate, session, block[0])
        for table, new in ((Zoekterm, terms), (Lijstregel, lines)):
            session.execute(delete(table).where(table.bericht == bericht))
            if new:
                session.execute(insert(table), new)
        if row.opgenomen is None:
            row.opgenomen, row.kwitantie = gate.now(), _receipt(gate, row, blocks)

    gate.audited(act, work)


def _rows(gate: Gate, session: Session, block: SealedItem) -> tuple[list[Row], list[Row]]:
    seals = session.scalars(
        select(Seal).where(Seal.item == block.id, Seal.recipient_kind.in_(READ)).order_by(Seal.epoch)
    )
    newest = {(seal.recipient_kind, seal.recipient): seal for seal in seals}
    terms: list[Row] = []
    lines: list[Row] = []
    for (kind, code), seal in newest.items():
        values = _open_block(gate, block, seal)
        place = {"bericht": block.subject, "recipient_kind": kind, "recipient": code}
        epoch, index = gate.keys.newest("index", owner(kind, code))
        terms += [
            place | {"soort": soort, "epoch": epoch, "term": index_term(index.secret, soort, value)}
            for soort in NORMAL
            if (value := normalised(soort, _value(soort, values)))
        ]
        epoch, key = gate.keys.newest("lijst", owner(kind, code))
        recipient = Recipient(kind=kind, id=code, key_id=key.id, epoch=epoch)
        sealed = seal_list_value(key.secret, values["verkort"], bericht=block.subject, recipient=recipient)
        lines.append(place | {"epoch": epoch, "sealed": sealed})
    return terms, lines


def _open_block(gate: Gate, block: SealedItem, seal: Seal) -> dict[str, str]:
    context = Context(
        installation=gate.keys.installation,
        purpose=block.purpose,
        subject=block.subject,
        item=block.id,
        form_version=block.form_version,
    )
    kind, code = seal.recipient_kind, seal.recipient
    recipient = Recipient(kind=kind, id=code, key_id=seal.key_id, epoch=seal.epoch)
    private = gate.keys.get("prive", owner(kind, code), seal.epoch)
    dek = open_dek(seal.sealed, private.secret, context, recipient)
    values: dict[str, str] = json.loads(open_content(dek, block.content or b"", context))
    return values


def _value(soort: str, values: dict[str, str]) -> str:
    if soort == "geboren":
        return f"{values.get('geboortedatum', '')}|{values.get('voorletters', '')}"
    return values.get(soort, "")


def _receipt(gate: Gate, row: Bericht, items: Sequence[SealedItem]) -> bytes:
    """Sign what was received: number, moment, team, and the digest of each sealed item."""
    facts = {
        "bericht": str(row.id),
        "nummer": row.nummer,
        "ingediend": row.ingediend.isoformat(),
        "team": row.team,
        "items": {str(item.id): [item.purpose, item.digest.hex()] for item in items},
    }
    return sign_receipt(gate.signing, facts)
