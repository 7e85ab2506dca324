"""Mail that waits goes to who does somebody's work on the day it leaves: a waarneming may begin or end after it was spread."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.core.herinneren.waarnemen import vervangers
from portal.core.post.ladingen import AAN_EEN, MAILBUNDEL, VOOR, for_one, for_whom, lading_of
from portal.core.post.notifications import recipients
from portal.core.post.outbox import GEDAAN, SAMEN, WACHT, add, free
from portal.core.post.stilpost import UITGESTELD
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.waarneming import vervanger
from portal.models import Persoon, Uitgaand, Waarneming

# Who has it in one of these has got this mail, or will.
_KRIJGT: Final = (WACHT, SAMEN, GEDAAN, UITGESTELD)


def hand_over(services: Services, *, now: datetime) -> int:
    """Point mail that is due to who does the work today of whom it is for; returns how many mails moved.

    Nobody gets what he has got, or will get, of the same mail already. A mail without an origin is for one person himself.
    """
    vandaag = datum_in_nederland(now)
    weg = select(Waarneming.persoon).where(Waarneming.van <= vandaag, Waarneming.tot >= vandaag)
    wisselt = or_(Uitgaand.persoon.in_(weg), Uitgaand.lading.contains(f'"{VOOR}"'))
    with services.database.lezen() as session:
        bundels = session.scalars(select(Uitgaand.id).where(free(now), Uitgaand.soort == MAILBUNDEL)).all()
        hier = or_(free(now), Uitgaand.bundel.in_(bundels))
        query = select(Uitgaand.id).where(hier, wisselt, Uitgaand.soort.in_(AAN_EEN.values())).order_by(Uitgaand.id)
        rijen = session.scalars(query).all()
    return sum(_hand_over(services, rij, now=now) for rij in rijen)


def has_it(session: Session, rij: Uitgaand, lading: Mapping[str, str], persoon: UUID) -> bool:
    """Tell whether this person has got the same mail in a row of his own, or will."""
    query = select(Uitgaand.soort, Uitgaand.lading).where(
        Uitgaand.persoon == persoon,
        Uitgaand.status.in_(_KRIJGT),
        Uitgaand.id != rij.id,
        Uitgaand.lading.contains(lading["bron"]),
    )
    zelfde = _without_person(lading)
    return any(_without_person(lading_of(soort, tekst) or {}) == zelfde for soort, tekst in session.execute(query))


def _hand_over(services: Services, welke: UUID, *, now: datetime) -> bool:
    with services.database.schrijven() as session:
        rij = _free_row(session, welke, now=now)
        bundel = _free_row(session, rij.bundel, now=now) if rij is not None and rij.bundel is not None else None
        lading = lading_of(rij.soort, rij.lading) if rij is not None else None
        if rij is None or lading is None or "bron" not in lading or (rij.status == SAMEN and bundel is None):
            return False
        per_doener = _who_do(session, services, lading, vandaag=datum_in_nederland(now))
        if set(per_doener) == {rij.persoon}:
            return False
        if bundel is not None:
            _untie(session, bundel, now=now)
        # Two workers that hand over to one person come one after the other, so that each sees what the other did.
        session.scalars(
            select(Persoon.id).where(Persoon.id.in_(per_doener)).order_by(Persoon.id).with_for_update()
        ).all()
        _share(session, rij, lading, per_doener, now=now)
    return True


def _free_row(session: Session, welke: UUID, *, now: datetime) -> Uitgaand | None:
    """Lock a row that no worker holds; what goes along in a bundle is held with that."""
    vrij = or_(free(now), Uitgaand.status == SAMEN)
    return session.scalars(select(Uitgaand).where(Uitgaand.id == welke, vrij).with_for_update(skip_locked=True)).first()


def _who_do(
    session: Session, services: Services, lading: Mapping[str, str], *, vandaag: date
) -> dict[UUID, list[UUID]]:
    """Return who do the work today of whom this mail is for, each with for whom; of who has left it stays where it is."""
    soort, code, rol = lading["aan_soort"], lading["aan"], lading.get("rol", "")
    personen = recipients(session, services.sealer.pinned, soort=soort, code=code, vandaag=vandaag, rol=rol)
    ids, weg = (
        {persoon.id for persoon in personen},
        vervangers(session, personen, soort=soort, code=code, vandaag=vandaag),
    )
    gevonden: dict[UUID, list[UUID]] = defaultdict(list)
    for persoon in for_whom(lading):
        gevonden[vervanger(persoon, weg) if persoon in ids else UUID(lading["persoon"])].append(persoon)
    return gevonden


def _share(
    session: Session,
    rij: Uitgaand,
    lading: Mapping[str, str],
    per_doener: Mapping[UUID, Sequence[UUID]],
    *,
    now: datetime,
) -> None:
    """Let this row be for one of these, and a row of his own for each other who has none of this mail."""
    blijft = next((doet for doet in per_doener if doet == rij.persoon), None)
    for doet, voor in per_doener.items():
        nieuw = for_one(lading, doet, voor)
        if doet != rij.persoon and has_it(session, rij, lading, doet):
            continue
        if blijft in {None, doet}:
            blijft = doet
            rij.lading = json.dumps(nieuw)
            if doet != rij.persoon:
                rij.persoon, rij.pogingen, rij.fout = doet, 0, ""
        else:
            add(session, rij.soort, nieuw, now=now, samen_vanaf=rij.samen_vanaf)
    if blijft is None:
        rij.status, rij.gedaan, rij.houder, rij.houdt_tot = GEDAAN, now, None, None
    session.flush()


def _without_person(lading: Mapping[str, str]) -> dict[str, str]:
    return {naam: waarde for naam, waarde in lading.items() if naam not in {"persoon", VOOR}}


def _untie(session: Session, bundel: Uitgaand, *, now: datetime) -> None:
    """Take apart what was to go as one mail: each goes on by itself, or together anew."""
    session.execute(
        update(Uitgaand)
        .where(Uitgaand.bundel == bundel.id)
        .values(status=WACHT, bundel=None)
        .execution_options(synchronize_session="fetch")
    )
    bundel.status, bundel.gedaan, bundel.houder, bundel.houdt_tot = GEDAAN, now, None, None
