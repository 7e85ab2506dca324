"""Taking in: from the search block of a bericht come its search terms, its list rows and its receipt."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.models import Bericht, Bijlage, Lijstregel, Seal, SealedItem, Termijn, Zoekterm
from portal.sealing.seal import Recipient, index_term, seal_list_value
from portal.sealing.verbs import Refused
from portal.vault.gate import Act, Gate, owner
from portal.vault.opening import NORMAL, READ, ZOEKBLOK, normalised
from portal.vault.witness import Rows, open_sealed, witness

Row = dict[str, Any]


def take_in(gate: Gate, *, bericht: UUID) -> None:
    """Bring terms and list rows in step with the present seals of the search block; may be repeated."""
    act = Act("opnemen", "kluis", namens="worker", objects={str(bericht): []})

    def work(session: Session) -> None:
        # Locked: worker and web may ask at the same moment.
        row = session.get(Bericht, bericht, with_for_update=True)
        if row is None or gate.state.is_destroyed(bericht):
            raise Refused("geen_zoekblok")
        rows = _rows_of(session, row)
        act.objects[str(bericht)] = [item.id for item in rows.items if item.purpose == ZOEKBLOK]
        terms, lines = taken_in(gate, rows)
        for table, new in ((Zoekterm, terms), (Lijstregel, lines)):
            session.execute(delete(table).where(table.bericht == bericht))
            if new:
                session.execute(insert(table), new)

    gate.audited(act, work)


def taken_in(gate: Gate, rows: Rows) -> tuple[list[Row], list[Row]]:
    """Witness a bericht and give its search terms and its list rows; raises Refused, NotGenuine."""
    block = [item for item in rows.items if item.purpose == ZOEKBLOK]
    if len(block) != 1:
        raise Refused("geen_zoekblok")
    found = _rows(gate, block[0], [seal for seal in rows.seals if seal.item == block[0].id])
    witness(gate, rows)
    return found


def _rows_of(session: Session, row: Bericht) -> Rows:
    items = session.scalars(select(SealedItem).where(SealedItem.subject == row.id)).all()
    return Rows(
        bericht=row,
        items=items,
        seals=session.scalars(
            select(Seal).where(Seal.item.in_([item.id for item in items])).order_by(Seal.epoch)
        ).all(),
        bijlagen=session.scalars(select(Bijlage).where(Bijlage.bij == row.id)).all(),
        termijnen=session.scalars(select(Termijn).where(Termijn.bericht == row.id)).all(),
    )


def _rows(gate: Gate, block: SealedItem, seals: Sequence[Seal]) -> tuple[list[Row], list[Row]]:
    newest = {(seal.recipient_kind, seal.recipient): seal for seal in seals if seal.recipient_kind in READ}
    terms: list[Row] = []
    lines: list[Row] = []
    for (kind, code), seal in newest.items():
        values: dict[str, str] = json.loads(open_sealed(gate, block, seal))
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


def _value(soort: str, values: dict[str, str]) -> str:
    geboren = f"{values.get('geboortedatum', '')}|{values.get('voorletters', '')}"
    if soort == "geboren":
        return geboren
    if soort == "persoon":
        return f"{geboren}|{values.get('achternaam', '')}"
    return values.get(soort, "")
