"""Lists of berichten: the werkvoorraad of a team and what an organisation has under way.

Most urgent first for the team, newest first for the sender; paged by key, so that a page costs the same at
a thousand and at a million. The client shorthands of a page are unsealed in one call of the vault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, select, tuple_
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker, names_of
from portal.core.cursor import moment, read_cursor, write_cursor
from portal.core.kanten import hides_clock, keeps_from, quiet_codes
from portal.core.klokken import Klokstatus
from portal.core.klokzicht import TermijnZicht, termijn_zicht
from portal.core.services import Services
from portal.core.tellingen import (
    OPEN,
    SENDER_FASES,
    SENDER_FILTERS,
    TEAM_FASES,
    TEAM_FILTERS,
    Telling,
    sender_counts,
    team_counts,
    team_filter,
    telling,
)
from portal.domain.levensloop import Fase, Toestand
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.models import Bericht, Lijstregel, Organisatie, Team, Termijn
from portal.sealing.client import Refused, TeVeel, VaultDown

PAGE: Final = 50
# Said of what is stored but no longer declared: one such row must not take the list down.
ONBEKEND: Final = "Onbekend"

# Asked for every page of a list, so made once.
_IDS: BindParameter[list[UUID]] = bindparam("ids", expanding=True)
TEAM_NAMES: Final = select(Team.code, Team.naam)
ORGANISATIE_NAMES: Final = select(Organisatie.code, Organisatie.naam).where(
    Organisatie.code.in_(bindparam("codes", expanding=True))
)
RUNNING: Final = (
    select(Termijn)
    .where(Termijn.bericht.in_(_IDS), Termijn.status == Klokstatus.LOOPT.value)
    .order_by(Termijn.datum.desc())
)
SENT_LATE: Final = (
    select(Bericht.id)
    .join(Termijn, Bericht.id == Termijn.bericht)
    .where(Termijn.bericht.in_(_IDS), Termijn.geeindigd == Bericht.ingediend, Termijn.datum < Bericht.aankomst)
)
SHORTHANDS: Final = select(Lijstregel.bericht, Lijstregel.epoch, Lijstregel.sealed).where(
    Lijstregel.bericht.in_(_IDS),
    Lijstregel.recipient_kind == bindparam("soort"),
    Lijstregel.recipient == bindparam("code"),
)


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
    termijn: TermijnZicht | None
    nieuw: bool
    kwam_te_laat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lijst:
    """A page of rows; `volgende` is the cursor of the next page, '' at the end."""

    rijen: tuple[Rij, ...]
    volgende: str
    tellingen: tuple[Telling, ...]
    kluis_dicht: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The names that the rows of a page share, and which of them were sent too late."""

    teams: dict[str, str]
    afzenders: dict[tuple[str, str], str]
    personen: dict[UUID, str]
    te_laat: frozenset[UUID]


def werkvoorraad(
    services: Services,
    gebruiker: Gebruiker,
    *,
    keuze: str = "alles",
    mapje: str = "",
    na: str = "",
    waargenomen: frozenset[UUID] = frozenset(),
) -> Lijst:
    """Return a page of the team's open berichten, most urgent first; raises NietToegestaan.

    `waargenomen` are the colleagues for whom he stands in: what is theirs is his as well.
    """
    gebruiker.eis(Recht.BERICHT_LEZEN)
    sleutel = (Bericht.urgent, Bericht.ingediend, Bericht.id)
    gekozen = keuze if keuze in dict(TEAM_FILTERS) else "alles"
    van_hem = [gebruiker.persoon, *waargenomen]
    filters = [
        *team_filter(gekozen, gebruiker.namens.als_team, van_hem),
        *([Bericht.mailbox == mapje] if mapje else []),
    ]
    with services.database.lezen() as session:
        query = select(Bericht).where(*filters).order_by(*sleutel)
        begin = read_cursor(na, date.fromisoformat, moment, UUID)
        if begin is not None:
            query = query.where(tuple_(*sleutel) > tuple_(*begin))
        gevonden = _of_each_fase(session, query, TEAM_FASES.get(gekozen, OPEN), PAGE)
        berichten = sorted(gevonden, key=lambda b: (b.urgent, b.ingediend, b.id))[: PAGE + 1]
        wie = {"team": gebruiker.namens.als_team, "personen": van_hem, "mapje": mapje}
        aantallen = session.execute(team_counts(met_mapje=bool(mapje)), wie).one()
        tellingen = tuple(telling(*wat, aantal) for wat, aantal in zip(TEAM_FILTERS, aantallen, strict=True))
    return _lijst(services, gebruiker, berichten, tellingen, hoogstens=PAGE)


def onderweg(
    services: Services,
    gebruiker: Gebruiker,
    *,
    keuze: str = "open",
    na: str = "",
    hoogstens: int = PAGE,
) -> Lijst:
    """Return a page of what this organisation sent, newest first; raises NietToegestaan."""
    gebruiker.eis(Recht.BERICHT_VOLGEN)
    sleutel = (Bericht.ingediend, Bericht.id)
    eigen = [Bericht.afzender_soort == gebruiker.namens.soort, Bericht.afzender == gebruiker.namens.code]
    stil = quiet_codes(services)
    luid = Bericht.mailbox.not_in(stil)
    with services.database.lezen() as session:
        query = select(Bericht).where(*eigen).order_by(*(k.desc() for k in sleutel))
        begin = read_cursor(na, date.fromisoformat, moment, UUID)
        if begin is not None:
            query = query.where(tuple_(*sleutel) < tuple_(*begin[1:]))
        gevonden = _of_each_fase(session, query.where(luid), SENDER_FASES.get(keuze, OPEN), hoogstens)
        if keuze == "klaar" and stil:  # done for who sent it, however far it is
            gevonden += _of_each_fase(session, query.where(~luid), tuple(Fase), hoogstens)
        berichten = sorted(gevonden, key=lambda b: (b.ingediend, b.id), reverse=True)[: hoogstens + 1]
        wie = {"soort": gebruiker.namens.soort, "afzender": gebruiker.namens.code, "stil": stil}
        aantallen = session.execute(sender_counts(), wie).one()
        tellingen = tuple(telling(*wat, aantal) for wat, aantal in zip(SENDER_FILTERS, aantallen, strict=True))
    return _lijst(services, gebruiker, berichten, tellingen, hoogstens=hoogstens)


def rows_for(services: Services, gebruiker: Gebruiker, berichten: Sequence[Bericht]) -> tuple[tuple[Rij, ...], bool]:
    """Return the rows of these berichten, and whether the vault could not unseal their shorthands."""
    ids = [bericht.id for bericht in berichten]
    with services.database.lezen() as session:
        teams = {rij.code: rij.naam for rij in session.execute(TEAM_NAMES)}
        afzenders = _sender_names(session, berichten, teams)
        termijnen, te_laat = _first_clocks(session, {b.id: b.urgent for b in berichten}), _sent_late(session, ids)
    personen = names_of(services, {b.behandelaar for b in berichten if b.behandelaar})
    names = _Names(teams=teams, afzenders=afzenders, personen=personen, te_laat=te_laat)
    verkort, dicht = shorthands(services, gebruiker, ids)
    return tuple(
        _row(
            services,
            gebruiker,
            bericht,
            names=names,
            termijn=termijnen.get(bericht.id),
            client=verkort.get(bericht.id, ""),
        )
        for bericht in berichten
    ), dicht


def _row(
    services: Services,
    gebruiker: Gebruiker,
    bericht: Bericht,
    *,
    names: "_Names",
    termijn: Termijn | None,
    client: str,
) -> Rij:
    mailbox = services.mailboxen.met_code(bericht.mailbox)
    stil = mailbox is not None and keeps_from(mailbox, bericht, gebruiker)
    toestand = _toestand(mailbox, mailbox.levensloop.begin if mailbox is not None and stil else bericht.status)
    return Rij(
        id=bericht.id,
        nummer=bericht.nummer,
        mailbox=bericht.mailbox,
        titel=mailbox.titel if mailbox is not None else ONBEKEND,
        status_titel=toestand.titel if toestand is not None else ONBEKEND,
        fase=toestand.fase if toestand is not None else _fase(bericht.fase),
        client=client,
        afzender_naam=names.afzenders.get((bericht.afzender_soort, bericht.afzender), ""),
        team_naam=names.teams.get(bericht.team, ""),
        ingediend=bericht.ingediend,
        behandelaar=None if stil else bericht.behandelaar,
        behandelaar_naam=names.personen.get(bericht.behandelaar, "") if bericht.behandelaar and not stil else "",
        termijn=None if stil or hides_clock(mailbox, bericht, gebruiker, termijn) else _clock(mailbox, termijn),
        nieuw=mailbox is not None and bericht.status == mailbox.levensloop.begin,
        kwam_te_laat=bericht.id in names.te_laat,
    )


def _toestand(mailbox: Mailbox | None, status: str) -> Toestand | None:
    """Return the declared toestand; None for a mailbox or status that is no longer declared."""
    toestanden = mailbox.levensloop.toestanden if mailbox is not None else ()
    return next((toestand for toestand in toestanden if toestand.code == status), None)


def _fase(waarde: str) -> Fase:
    return Fase(waarde) if waarde in set(Fase) else Fase.BIJ_TEAM


def _clock(mailbox: Mailbox | None, termijn: Termijn | None) -> TermijnZicht | None:
    """Return the clock of a row; none when what is stored of it is no clock that we know."""
    if mailbox is None or termijn is None:
        return None
    try:
        return termijn_zicht(mailbox, termijn)
    except ValueError:
        return None


def _lijst(
    services: Services,
    gebruiker: Gebruiker,
    berichten: Sequence[Bericht],
    tellingen: tuple[Telling, ...],
    *,
    hoogstens: int,
) -> Lijst:
    rijen, dicht = rows_for(services, gebruiker, berichten[:hoogstens])
    laatste = berichten[hoogstens - 1] if len(berichten) > hoogstens else None
    volgende = write_cursor(laatste.urgent, laatste.ingediend.isoformat(), laatste.id) if laatste else ""
    return Lijst(rijen=rijen, volgende=volgende, tellingen=tellingen, kluis_dicht=dicht)


def _of_each_fase(session: Session, query: "Select[Bericht]", fases: Sequence[str], hoogstens: int) -> list[Bericht]:
    """Return a page of each fase: each reads its index in order and stops, where `IN` would sort all that is open."""
    return [b for fase in fases for b in session.scalars(query.where(Bericht.fase == fase).limit(hoogstens + 1))]


def _sender_names(
    session: Session, berichten: Sequence[Bericht], teams: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    codes = {b.afzender for b in berichten if b.afzender_soort == "organisatie"}
    organisaties = session.execute(ORGANISATIE_NAMES, {"codes": list(codes)}) if codes else ()
    return {("organisatie", code): naam for code, naam in organisaties} | {("team", c): n for c, n in teams.items()}


def _sent_late(session: Session, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Return the berichten that came after the last day on which they should have been sent."""
    return frozenset(session.scalars(SENT_LATE, {"ids": list(ids)}))


def _first_clocks(session: Session, urgent: Mapping[UUID, date]) -> dict[UUID, Termijn]:
    """Return of each bericht the running clock that makes it as urgent as it is; without one the earliest."""
    rijen = [rij for rij in session.scalars(RUNNING, {"ids": list(urgent)}) if rij.bericht]
    drukt = [rij for rij in rijen if rij.bericht and rij.datum == urgent[rij.bericht]]
    return {rij.bericht: rij for rij in (*rijen, *drukt) if rij.bericht}


def shorthands(services: Services, gebruiker: Gebruiker, ids: Sequence[UUID]) -> tuple[dict[UUID, str], bool]:
    """Return the clients in short of these berichten, unsealed in one batch, and whether the vault could not."""
    soort, code = gebruiker.namens.sleutel
    with services.database.lezen() as session:
        regels = session.execute(SHORTHANDS, {"ids": list(ids), "soort": soort, "code": code}).all()
    if not regels:
        return {}, False
    rows = [(regel.bericht, regel.epoch, regel.sealed) for regel in regels]
    try:
        texts = services.vault.open_list(gebruiker.token, gebruiker.namens.sleutel, rows, herkomst=gebruiker.herkomst)
    except (VaultDown, Refused, TeVeel):
        return {}, True
    paren = zip([regel.bericht for regel in regels], texts, strict=True)
    return {bericht: text or "niet leesbaar" for bericht, text in paren}, False
