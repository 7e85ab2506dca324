"""What stands of a bericht, without ids and random numbers, so that two of them can be compared, and what opens of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.bijlagen import lees_inhoud
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.db import Base
from portal.models import (
    AuditRegel,
    Bericht,
    Bijlage,
    Concept,
    Lijstregel,
    Ontvanger,
    Overgang,
    Seal,
    SealedItem,
    Taak,
    Termijn,
    Uitgaand,
    Zoekterm,
)
from portal.vault.verify import verify
from tests.installatie import Installatie

Rows = list[tuple[Any, ...]]
Shape = dict[str, Rows]
# An act that is tried twice may leave two lines of what was looked at, and a session is seen once more.
COUNTED = [name for name in Base.metadata.tables if name not in {"audit", "sessies"}]
COUNTS = union_all(*(select(literal(name), func.count()).select_from(Base.metadata.tables[name]) for name in COUNTED))


def counts(huis: Installatie) -> dict[str, int]:
    """Count the rows of every table, so that nothing is left lying somewhere."""
    with huis.services.database.lezen() as session:
        return {str(name): int(rows) for name, rows in session.execute(COUNTS)}


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Tell by how much each table grew or shrank."""
    return {name: after[name] - before[name] for name in before if after[name] != before[name]}


def shape(huis: Installatie, bericht: UUID) -> Shape:
    """Give all rows of a concept or bericht as far as they are the same for another one that went the same way."""
    with huis.services.database.lezen() as session:
        found = {
            "concept": _rows(session, select(Concept.versie, Concept.actie).where(Concept.id == bericht)),
            "bericht": _rows(
                session,
                select(
                    Bericht.status,
                    Bericht.fase,
                    Bericht.team,
                    Bericht.versie,
                    Bericht.behandelaar,
                    Bericht.urgent,
                    Bericht.opgenomen.is_not(None),
                    Bericht.kwitantie.is_not(None),
                ).where(Bericht.id == bericht),
            ),
            "overgangen": _rows(
                session,
                select(
                    Overgang.volgnummer,
                    Overgang.code,
                    Overgang.van,
                    Overgang.naar,
                    Overgang.naar_team,
                    Overgang.item.is_not(None),
                ).where(Overgang.bericht == bericht),
            ),
            "ontvangers": _rows(
                session,
                select(Ontvanger.team, Ontvanger.regel, Ontvanger.tot.is_not(None)).where(Ontvanger.bericht == bericht),
            ),
            "termijnen": _rows(
                session, select(Termijn.code, Termijn.datum, Termijn.status).where(Termijn.bericht == bericht)
            ),
            "taken": _rows(
                session, select(Taak.volgnummer, Taak.code, Taak.rol, Taak.status).where(Taak.bericht == bericht)
            ),
            "bijlagen": _rows(session, select(Bijlage.eis).where(Bijlage.subject == bericht)),
        }
        return found | _sealed(session, bericht) | _promised(session, bericht) | _acts(session, bericht)


def _sealed(session: Session, bericht: UUID) -> Shape:
    return {
        "seals": _rows(
            session,
            select(SealedItem.purpose, Seal.recipient_kind, Seal.recipient)
            .join(Seal, Seal.item == SealedItem.id)
            .where(SealedItem.subject == bericht, Seal.recipient_kind != "sessie"),
        ),
        "lijst": _rows(session, select(Lijstregel.recipient).where(Lijstregel.bericht == bericht)),
        "zoeken": _rows(session, select(Zoekterm.recipient, Zoekterm.soort).where(Zoekterm.bericht == bericht)),
    }


def _promised(session: Session, bericht: UUID) -> Shape:
    rows = select(Uitgaand.soort, Uitgaand.lading, Uitgaand.status).where(Uitgaand.lading.contains(str(bericht)))
    return {
        "postkamer": sorted(
            (soort, lading.replace(str(bericht), "?").partition('"nummer"')[0], status)
            for soort, lading, status in session.execute(rows)
        )
    }


def _acts(session: Session, bericht: UUID) -> Shape:
    """Give the lines of acts that made something; each stands there once, however often it was tried."""
    made = select(AuditRegel.actie, AuditRegel.uitkomst).where(
        AuditRegel.onderwerp == str(bericht), AuditRegel.actie.not_in(["openen", "doorverzegelen", "opnemen"])
    )
    return {"logboek": _rows(session, made)}


def _rows(session: Session, query: Any) -> Rows:
    return sorted((tuple(row) for row in session.execute(query)), key=repr)


def read(huis: Installatie, wie: Gebruiker, bericht: UUID) -> tuple[list[str], int]:
    """Open a bericht as a person does: the texts in its verloop, and how many of its files open whole."""
    try:
        geopend = open_bericht(huis.services, wie, bericht, now=huis.now)
    except NietGevonden:
        return [], 0
    files = 0
    for bijlage in geopend.bijlagen:
        _, chunks = lees_inhoud(huis.services, wie, subject=bericht, bijlage=bijlage.id)
        files += b"".join(chunks).startswith(b"%PDF")
    return [regel.tekst for regel in geopend.kop.verloop if regel.tekst], files


def chain_is_whole(huis: Installatie) -> bool:
    """Chain what there is and verify all of it: every line, every item, every row."""
    while huis.vault.chain.step():
        pass
    return verify(huis.vault).ok


def stored(huis: Installatie) -> Sequence[str]:
    """Name the parts in the file store."""
    files = huis.services.settings.files_dir
    return sorted(path.name for path in files.glob("[0-9a-f][0-9a-f]/*"))
