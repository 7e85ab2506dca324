"""The rows of a list of berichten: all that fifty of them show, read in one query and unsealed in one call of the vault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, FromClause, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker, names_in
from portal.core.bericht.kanten import hides_clock, keeps_from
from portal.core.klokken.urgentie import VAN_EEN_ANDER, has_day, is_promised, pressing_day, promised_title
from portal.core.services import Services
from portal.db import Base
from portal.domain.levensloop import Fase, Toestand
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import Karakter
from portal.prepared import Prepared
from portal.sealing.client import Refused, TeVeel, VaultDown

# Said of what is stored but no longer declared: one such row must not take the list down.
ONBEKEND: Final = "Onbekend"
# What somebody may do and need not do presses on nobody: the page of the bericht shows it, a list does not.
_SHOWN: Final = frozenset(Karakter) - {Karakter.KANS}
_IDS: Final[BindParameter[list[UUID]]] = bindparam("ids", expanding=True)
_TABLES: Final = Base.metadata.tables
_B, _REGEL = _TABLES["berichten"].c, _TABLES["lijstregels"].c
SHORTHANDS: Final = Prepared(
    select(_REGEL.bericht, _REGEL.epoch, _REGEL.sealed).where(
        _REGEL.bericht.in_(_IDS), _REGEL.recipient_kind == bindparam("soort"), _REGEL.recipient == bindparam("code")
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rijklok:
    """The clock that a row shows: it runs, or a day was promised beside it."""

    titel: str
    karakter: Karakter
    datum: date
    onverwijld: bool
    bij_indienen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rij:
    """One row; `client` is the shorthand, '' while it cannot be shown."""

    id: UUID
    nummer: str
    mailbox: str
    titel: str
    status_titel: str
    fase: Fase
    client: str
    afzender_naam: str
    team_naam: str
    ingediend: datetime
    behandelaar: UUID | None
    behandelaar_naam: str
    termijn: Rijklok | None
    nieuw: bool
    kwam_te_laat: bool


@dataclass(frozen=True, slots=True)
class Gelezen:
    """Rows as they were read, before the vault was asked: one of each bericht, and the names of who works on them."""

    rijen: tuple[Any, ...]
    personen: Mapping[UUID, str]


def rows_for(services: Services, gebruiker: Gebruiker, ids: Sequence[UUID]) -> tuple[tuple[Rij, ...], bool]:
    """Return the rows of these berichten in this order, and whether the vault could not unseal their shorthands."""
    if not ids:
        return (), False
    with services.database.lezen() as session:
        gelezen = read_rows(services, session, gebruiker, _of_ids(), {"ids": list(ids)})
    per_id = {rij.id: rij for rij in gelezen.rijen}
    op_volgorde = tuple(per_id[bericht] for bericht in ids if bericht in per_id)
    return show_rows(services, gebruiker, Gelezen(op_volgorde, gelezen.personen))


def read_rows(
    services: Services, session: Session, gebruiker: Gebruiker, query: Prepared, asked: Mapping[str, Any]
) -> Gelezen:
    """Read the rows that a query of `rows_of` gives, each bericht once, with the clock that presses."""
    soort, code = gebruiker.namens.sleutel
    per_bericht: dict[UUID, Any] = {}
    for rij in query.rows(session, **{**asked, "soort": soort, "code": code}):
        eerder = per_bericht.get(rij.id)
        if eerder is None or _presses(rij) < _presses(eerder):
            per_bericht[rij.id] = rij
    rijen = tuple(per_bericht.values())
    wie = {rij.behandelaar for rij in rijen if rij.behandelaar}
    return Gelezen(rijen, names_in(session, services, wie) if wie else {})


def show_rows(services: Services, gebruiker: Gebruiker, gelezen: Gelezen) -> tuple[tuple[Rij, ...], bool]:
    """Return rows as they are shown, and whether the vault could not unseal their shorthands; not inside a session."""
    verzegeld = [(rij.id, rij.epoch, rij.sealed) for rij in gelezen.rijen if rij.sealed is not None]
    verkort, dicht = _unsealed(services, gebruiker, verzegeld)
    return tuple(
        _row(services, gebruiker, rij, personen=gelezen.personen, client=verkort.get(rij.id, ""))
        for rij in gelezen.rijen
    ), dicht


def shorthands(services: Services, gebruiker: Gebruiker, ids: Sequence[UUID]) -> tuple[dict[UUID, str], bool]:
    """Return the clients in short of these berichten, unsealed in one batch, and whether the vault could not."""
    soort, code = gebruiker.namens.sleutel
    with services.database.lezen() as session:
        regels = SHORTHANDS.rows(session, ids=list(ids), soort=soort, code=code)
    return _unsealed(services, gebruiker, [(regel.bericht, regel.epoch, regel.sealed) for regel in regels])


def rows_of(pagina: FromClause) -> Prepared:
    """Ask for all that lists show of the berichten whose `id` a query gives: one row for each clock with a day."""
    teams, klokken = _TABLES["teams"], _TABLES["termijnen"]
    van_team, team, klok, gehaald = teams.alias(), teams.alias(), klokken.alias(), klokken.alias()
    organisatie, regel = _TABLES["organisaties"], _TABLES["lijstregels"]
    te_laat = exists().where(
        gehaald.c.bericht == _B.id, gehaald.c.geeindigd == _B.ingediend, gehaald.c.datum < _B.aankomst
    )
    kolommen = (
        _B.id, _B.nummer, _B.mailbox, _B.afzender_soort, _B.afzender, _B.ingediend, _B.team, _B.status, _B.fase,
        _B.behandelaar, _B.urgent, regel.c.epoch, regel.c.sealed, team.c.naam.label("team_naam"),
        func.coalesce(organisatie.c.naam, van_team.c.naam, "").label("afzender_naam"), te_laat.label("kwam_te_laat"),
        klok.c.code.label("klok"), klok.c.titel, klok.c.karakter, pressing_day(klok.c).label("datum"),
        is_promised(klok.c).label("is_toegezegd"),
    )  # fmt: skip
    afzender = (_B.afzender == organisatie.c.code, _B.afzender_soort == "organisatie")
    als_team = (_B.afzender == van_team.c.code, _B.afzender_soort == "team")
    eigen = (regel.c.recipient_kind == bindparam("soort"), regel.c.recipient == bindparam("code"))
    return Prepared(
        select(*kolommen)
        .join_from(pagina, _B.id.table, _B.id == pagina.c.id)
        .outerjoin(team, team.c.code == _B.team)
        .outerjoin(organisatie, and_(*afzender))
        .outerjoin(van_team, and_(*als_team))
        .outerjoin(regel, and_(regel.c.bericht == _B.id, *eigen))
        .outerjoin(klok, and_(klok.c.bericht == _B.id, has_day(klok.c)))
    )


@cache
def _of_ids() -> Prepared:
    return rows_of(select(_B.id).where(_B.id.in_(_IDS)).subquery())


def _presses(rij: Any) -> tuple[bool, bool, date]:  # noqa: ANN401 - a row of `rows_of`
    """Order the clocks of a bericht: first the one that makes it as urgent as it is, else the earliest, a chance or claim of another last."""
    return rij.karakter in VAN_EEN_ANDER, rij.datum != rij.urgent, rij.datum


def _row(services: Services, gebruiker: Gebruiker, rij: Any, *, personen: Mapping[UUID, str], client: str) -> Rij:  # noqa: ANN401 - a row of `rows_of`
    mailbox = services.mailboxen.met_code(rij.mailbox)
    stil = mailbox is not None and keeps_from(mailbox, rij, gebruiker)
    toestand = _toestand(mailbox, mailbox.levensloop.begin if mailbox is not None and stil else rij.status)
    return Rij(
        id=rij.id,
        nummer=rij.nummer,
        mailbox=rij.mailbox,
        titel=mailbox.titel if mailbox is not None else ONBEKEND,
        status_titel=toestand.titel if toestand is not None else ONBEKEND,
        fase=toestand.fase if toestand is not None else _fase(rij.fase),
        client=client,
        afzender_naam=rij.afzender_naam,
        team_naam=rij.team_naam,
        ingediend=rij.ingediend,
        behandelaar=None if stil else rij.behandelaar,
        behandelaar_naam=personen.get(rij.behandelaar, "") if rij.behandelaar and not stil else "",
        termijn=None if stil or hides_clock(mailbox, rij, gebruiker, rij.klok) else _clock(mailbox, rij),
        nieuw=mailbox is not None and rij.status == mailbox.levensloop.begin,
        kwam_te_laat=rij.kwam_te_laat,
    )


def _toestand(mailbox: Mailbox | None, status: str) -> Toestand | None:
    """Return the declared toestand; None for a mailbox or status that is no longer declared."""
    toestanden = mailbox.levensloop.toestanden if mailbox is not None else ()
    return next((toestand for toestand in toestanden if toestand.code == status), None)


def _fase(waarde: str) -> Fase:
    return Fase(waarde) if waarde in set(Fase) else Fase.BIJ_TEAM


def _clock(mailbox: Mailbox | None, rij: Any) -> Rijklok | None:  # noqa: ANN401 - a row of `rows_of`
    """Return the clock of a row; none when what is stored of it is no clock that we know, or only the chance of somebody."""
    if mailbox is None or rij.klok is None or rij.karakter not in _SHOWN:
        return None
    termijn = mailbox.termijn(rij.klok)
    return Rijklok(
        titel=promised_title(rij.titel) if rij.is_toegezegd else rij.titel,
        karakter=Karakter(rij.karakter),
        datum=rij.datum,
        onverwijld=termijn is not None and termijn.onverwijld,
        bij_indienen=termijn is not None and termijn.bij_indienen,
    )


def _unsealed(
    services: Services, gebruiker: Gebruiker, regels: Iterable[tuple[UUID, int, bytes]]
) -> tuple[dict[UUID, str], bool]:
    rows = list(regels)
    if not rows:
        return {}, False
    try:
        texts = services.vault.open_list(gebruiker.token, gebruiker.namens.sleutel, rows, herkomst=gebruiker.herkomst)
    except (VaultDown, Refused, TeVeel):
        return {}, True
    return {row[0]: text or "niet leesbaar" for row, text in zip(rows, texts, strict=True)}, False
