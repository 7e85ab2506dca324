"""Taking in: from the search block of a bericht come its search terms, its list rows and its receipt; from a toewijzing its terms and rows."""

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.models import Bericht, Bijlage, Lijstregel, Seal, SealedItem, Termijn, Toewijzing, Zoekterm
from portal.sealing.seal import Recipient, index_term, seal_list_value
from portal.sealing.verbs import Refused
from portal.vault.gate import Act, Gate, owner
from portal.vault.opening import NORMAL, READ, ZOEKBLOK, normalised
from portal.vault.witness import Rows, open_sealed, witness

Row = dict[str, Any]
INHOUD: Final = "toewijzing.inhoud"


def take_in(gate: Gate, *, bericht: UUID) -> None:
    """Bring terms and list rows of a bericht or a toewijzing in step with its present seals; may be repeated."""
    act = Act("opnemen", "kluis", namens="worker", objects={str(bericht): []})

    def work(session: Session) -> None:
        if gate.state.is_destroyed(bericht):
            raise Refused("geen_zoekblok")
        # Locked: worker and web may ask at the same moment.
        row = session.get(Bericht, bericht, with_for_update=True)
        if row is None:
            terms, lines = _of_toewijzing(gate, session, act, bericht)
        else:
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


def _of_toewijzing(gate: Gate, session: Session, act: Act, toewijzing: UUID) -> tuple[list[Row], list[Row]]:
    """Give the terms and rows of a toewijzing: for whom it is genuinely sealed to, whatever its row says."""
    row = session.get(Toewijzing, toewijzing, with_for_update=True)
    items = session.scalars(
        select(SealedItem).where(SealedItem.subject == toewijzing, SealedItem.purpose == INHOUD)
    ).all()
    act.objects[str(toewijzing)] = [item.id for item in items]
    if row is None or len(items) != 1:
        raise Refused("geen_zoekblok")
    seals = session.scalars(select(Seal).where(Seal.item == items[0].id).order_by(Seal.epoch)).all()
    return _rows(gate, items[0], seals)


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
        values: dict[str, Any] = json.loads(open_sealed(gate, block, seal))
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


def _value(soort: str, values: dict[str, Any]) -> str:
    geboren = f"{values.get('geboortedatum', '')}|{values.get('voorletters', '')}"
    if soort == "geboren":
        return geboren
    if soort == "persoon":
        return f"{geboren}|{values.get('achternaam', '')}"
    return str(values.get(soort, ""))
