"""The open taken of a team, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.lijstrijen import shorthands
from portal.core.bericht.taakzicht import TaakZicht, taak_zicht
from portal.core.client.overleden import told_in
from portal.core.cursor import number, read_cursor, write_cursor
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.models import Bericht, Taak

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Takenlijst:
    """A page of open taken; `clienten` in short by their bericht; `volgende` is the cursor of the next page."""

    taken: tuple[TaakZicht, ...]
    volgende: str
    clienten: Mapping[UUID, str]


def takenlijst(services: Services, gebruiker: Gebruiker, *, na: str = "") -> Takenlijst:
    """Return the open taken of the team or aanbieder, the ones due first before the rest; raises NietToegestaan."""
    gebruiker.eis(Recht.TAAK_AFHANDELEN)
    sleutel = (Taak.uiterlijk, Taak.bericht, Taak.volgnummer, Taak.id)
    begin = read_cursor(na, date.fromisoformat, UUID, number, UUID)
    with services.database.lezen() as session:
        query = (
            select(Taak, Bericht)
            .join(Bericht, Bericht.id == Taak.bericht)
            .where(Taak.team == gebruiker.namens.als_team, Taak.status == "open")
            .order_by(*sleutel)
        )
        if begin is not None:
            query = query.where(tuple_(*sleutel) > tuple_(*begin))
        rijen = session.execute(query.limit(PAGE + 1)).all()
        samen = _together(session, [taak.bericht for taak, _ in rijen])
        overleden = told_in(session, gebruiker.namens.sleutel, list(samen))
    taken = tuple(
        taak_zicht(
            bericht,
            taak,
            samen[taak.bericht],
            services.mailboxen.met_code(bericht.mailbox),
            wie=gebruiker.namens.als_team,
            overleden=overleden.get(bericht.id, ""),
        )
        for taak, bericht in rijen[:PAGE]
    )
    laatste: Taak | None = rijen[PAGE - 1][0] if len(rijen) > PAGE else None
    volgende = write_cursor(laatste.uiterlijk, laatste.bericht, laatste.volgnummer, laatste.id) if laatste else ""
    clienten, _ = shorthands(services, gebruiker, list(dict.fromkeys(taak.bericht for taak in taken)))
    return Takenlijst(taken=taken, volgende=volgende, clienten=clienten)


def _together(session: Session, berichten: list[UUID]) -> dict[UUID, list[Taak]]:
    samen: dict[UUID, list[Taak]] = {bericht: [] for bericht in berichten}
    for taak in session.scalars(select(Taak).where(Taak.bericht.in_(set(berichten)))).all():
        samen[taak.bericht].append(taak)
    return samen
