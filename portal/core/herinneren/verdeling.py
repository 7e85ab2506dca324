"""To whom a mail goes and when: what each chose, what is a duty for whom, and who stands in for whom."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from portal.core.herinneren.voorkeuren import chosen
from portal.core.herinneren.waarnemen import vervangers
from portal.core.post.notifications import recipients
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.mailsoort import Gewicht, mailsoort
from portal.domain.mailwijze import SAMENVATTING, SAMENVATTING_TIJD, Wijze, moment, volgende_samenvatting
from portal.domain.teams import als_team
from portal.domain.waarneming import vervanger
from portal.models import Bericht, Termijn

BERICHT: Final = re.compile(r"/berichten/([0-9a-f-]{36})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waarover:
    """The berichten that a mail is about, by who works on each, and the last day in time of its clocks."""

    houders: tuple[UUID | None, ...] = ()
    uiterlijk: date | None = None


@dataclass(frozen=True, slots=True)
class Deel:
    """What one person gets of a mail: not before when, and for whom: himself, or those whose work he does."""

    moment: datetime
    voor: tuple[UUID, ...]


def verdeel(services: Services, lading: Mapping[str, str], *, now: datetime) -> dict[UUID, Deel]:
    """Return who gets this mail, not before when and for whom.

    A duty is a duty for who works on the bericht, or for everybody while nobody does. Who is away gets nothing: his
    waarnemer gets it, also what he would not have wanted for himself.
    """
    soort, code, rol = lading["aan_soort"], lading["aan"], lading.get("rol", "")
    vandaag = datum_in_nederland(now)
    with services.database.lezen() as session:
        personen = recipients(session, services.sealer.pinned, soort=soort, code=code, vandaag=vandaag, rol=rol)
        ids = {persoon.id for persoon in personen}
        wijzen = chosen(session, ids)
        weg = vervangers(session, personen, soort=soort, code=code, vandaag=vandaag)
        waarover = _about(session, lading, soort=soort, vandaag=vandaag)
    tijd = services.regio.instelling(SAMENVATTING_TIJD, SAMENVATTING, op=vandaag)
    samenvatting = volgende_samenvatting(now, tijd, services.kalender)
    gewicht = mailsoort(lading["sjabloon"]).gewicht
    delen: dict[UUID, list[tuple[datetime, UUID]]] = defaultdict(list)
    for persoon in sorted(ids):
        doet = vervanger(persoon, weg)
        eigen = (
            gewicht if gewicht is Gewicht.SPOED or rol or _is_his(persoon, waarover.houders, ids) else Gewicht.GEWOON
        )
        als = wijzen[persoon] if doet == persoon else _instead(wijzen[persoon], wijzen[doet], eigen)
        wanneer = moment(als, eigen, now=now, samenvatting=samenvatting, uiterlijk=waarover.uiterlijk)
        if wanneer is not None:
            delen[doet].append((wanneer, persoon))
    return {doet: Deel(min(deel)[0], tuple(persoon for _, persoon in deel)) for doet, deel in delen.items()}


def _instead(van_wie: Wijze, doet: Wijze, gewicht: Gewicht) -> Wijze:
    """Say how a waarnemer gets a mail of another: whether is up to the other, when is up to himself."""
    if van_wie is Wijze.GEEN and gewicht is Gewicht.GEWOON:
        return Wijze.GEEN
    return Wijze.DAGELIJKS if doet is Wijze.DAGELIJKS else Wijze.DIRECT


def _is_his(persoon: UUID, houders: tuple[UUID | None, ...], ids: Collection[UUID]) -> bool:
    return not houders or any(houder == persoon or houder not in ids for houder in houders)


def _about(session: Session, lading: Mapping[str, str], *, soort: str, vandaag: date) -> _Waarover:
    # A team also follows what it sent itself: then that is for who sent it.
    here = Bericht.team == als_team(soort, lading["aan"])
    houder = case((here, Bericht.behandelaar), else_=Bericht.ingediend_door)
    if "termijnen" in lading:
        ids = [UUID(termijn) for termijn in lading["termijnen"].split(",")]
        query = select(houder, Termijn.datum).outerjoin_from(Termijn, Bericht, Bericht.id == Termijn.bericht)
        rows = session.execute(query.where(Termijn.id.in_(ids))).all()
        op_tijd = [datum for _, datum in rows if datum >= vandaag]
        # More clocks than are named are never one person's alone.
        houders = () if lading["rest"] != "0" else tuple(wie for wie, _ in rows)
        return _Waarover(houders=houders, uiterlijk=min(op_tijd, default=None))
    gevonden = BERICHT.fullmatch(lading["pad"])
    if gevonden is None:
        return _Waarover()
    return _Waarover(houders=tuple(session.scalars(select(houder).where(Bericht.id == UUID(gevonden[1])))))
