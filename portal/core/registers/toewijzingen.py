"""The register of toewijzingen: written down sealed to the team that gave one and the aanbieder that got it, and ended.

Who writes one down knows what it says: a person who did the taak of a 301, a person by hand, later a message of iWmo.
All of them come in by `prepare` and `store`.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import Actor, record
from portal.core.client.zelfde_client import same_person
from portal.core.post.outbox import enqueue_opnemen
from portal.core.services import Services
from portal.core.verzegelen import Aan, Sealed
from portal.domain.formulier import Client
from portal.models import Bericht, Organisatie, Team, Toewijzing
from portal.sealing.envelope import new_id

INHOUD: Final = "toewijzing.inhoud"
# The last day of a toewijzing, whatever ended it.
LAATSTE_DAG: Final[ColumnElement[date]] = func.coalesce(Toewijzing.beeindigd, Toewijzing.einddatum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toegewezen:
    """What a toewijzing says: all of it is sealed, and only its dates stand in clear as well.

    `gemeente` is its CBS code, `nummer` that of the iWmo 301-bericht ('' when nobody wrote it down), `producten` are keys.
    """

    client: Client
    gemeente: str
    vanaf: date
    einddatum: date
    nummer: str = ""
    producten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nieuw:
    """A toewijzing that is ready to be written down in a transaction."""

    rij: Toewijzing
    sealed: Sealed


class Stand(StrEnum):
    """How a toewijzing stands on a day."""

    KOMT = "komt"
    LOOPT = "loopt"
    AFGELOPEN = "afgelopen"


def prepare(
    services: Services,
    wat: Toegewezen,
    *,
    team: str,
    organisatie: str | None,
    now: datetime,
    naast: bool,
    bericht: UUID | None = None,
    sleutel: UUID | None = None,
) -> Nieuw:
    """Seal a toewijzing to the team and to the aanbieder; without one, he takes no part. Raises UnsignedKey.

    `naast` tells that it stands beside an indicatie. `sleutel` becomes its id, so that the same form sent twice is one toewijzing.
    """
    rij = Toewijzing(
        id=sleutel or new_id(),
        team=team,
        organisatie=organisatie,
        vanaf=wat.vanaf,
        einddatum=wat.einddatum,
        naast=naast,
        beeindigd=None,
        bericht=bericht,
        tot_bericht=None,
        gemaakt=now,
    )
    aan: list[Aan] = [("team", team), *([("organisatie", organisatie)] if organisatie else [])]
    with services.database.lezen() as session:
        keys = services.sealer.keys(session, aan)
    sealed = services.sealer.seal(write(wat), purpose=INHOUD, subject=rij.id, keys=keys, now=now)
    return Nieuw(rij=rij, sealed=sealed)


def store(session: Session, actor: Actor, nieuw: Nieuw) -> None:
    """Write a toewijzing down in this transaction, with its line in the log; the vault then makes it findable."""
    rij = nieuw.rij
    session.add(rij)
    session.flush()
    nieuw.sealed.add_to(session)
    record(
        session, actor, actie="toewijzing vastleggen", onderwerp=str(rij.id), now=rij.gemaakt, items=[nieuw.sealed.item]
    )
    enqueue_opnemen(session, rij.id, now=rij.gemaakt)


def end(
    session: Session,
    actor: Actor,
    rijen: Collection[Toewijzing],
    *,
    op: date,
    now: datetime,
    bericht: UUID | None = None,
) -> None:
    """End these toewijzingen with `op` as their last day, those that would run longer."""
    for rij in rijen:
        if last_day(rij) > op:
            rij.eerder_beeindigd = rij.eerder_bericht = None
            rij.beeindigd, rij.tot_bericht = op, bericht
            record(session, actor, actie="toewijzing beëindigen", onderwerp=str(rij.id), now=now)


def told_by_sender(session: Session, rij: Bericht) -> list[Toewijzing]:
    """Return what the team of this bericht gave its sender for the client, held; all of the team's when a team sent it."""
    lopend = of_client(session, ("team", rij.team), rij.id)
    return [t for t in lopend if rij.afzender_soort == "team" or t.organisatie == rij.afzender]


def of_client(session: Session, plek: Aan, bericht: UUID) -> list[Toewijzing]:
    """Return the toewijzingen of this team or organisation about the client of a bericht, held, in the order of their end."""
    query = select(Toewijzing).where(own(plek), Toewijzing.id.in_(same_person(plek, bericht)))
    return list(session.scalars(query.order_by(Toewijzing.einddatum, Toewijzing.id).with_for_update()))


def own(plek: Aan) -> ColumnElement[bool]:
    """Only those of this team or organisation."""
    soort, code = plek
    return Toewijzing.team == code if soort == "team" else Toewijzing.organisatie == code


def last_day(rij: Toewijzing) -> date:
    """Return the last day of a toewijzing, whatever ended it."""
    return rij.beeindigd or rij.einddatum


def stand_of(rij: Toewijzing, vandaag: date) -> Stand:
    """Tell how a toewijzing stands today; on its last day it still runs."""
    if last_day(rij) < vandaag:
        return Stand.AFGELOPEN
    return Stand.KOMT if rij.vanaf > vandaag else Stand.LOOPT


def names(session: Session, rijen: Collection[Toewijzing]) -> dict[str, str]:
    """Return the names of the teams and aanbieders of these toewijzingen, by their code."""
    teams = select(Team.code, Team.naam).where(Team.code.in_({rij.team for rij in rijen}))
    organisaties = {rij.organisatie for rij in rijen if rij.organisatie}
    aanbieders = select(Organisatie.code, Organisatie.naam).where(Organisatie.code.in_(organisaties))
    return {code: naam for query in (teams, aanbieders) for code, naam in session.execute(query)}


def numbers(session: Session, gebruiker: Gebruiker, berichten: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of those of these berichten that this team has or sent, or this organisation sent; no other."""
    query = select(Bericht).where(Bericht.id.in_(berichten))
    mijn = gebruiker.namens.sleutel
    return {
        bericht.id: bericht.nummer
        for bericht in session.scalars(query)
        if mijn in {("team", bericht.team), (bericht.afzender_soort, bericht.afzender)}
    }


def write(wat: Toegewezen) -> bytes:
    """Write what is sealed: the client as the vault takes him in, and what else the toewijzing says."""
    client = wat.client
    return json.dumps(
        {
            "bsn": client.bsn,
            "geboortedatum": client.geboortedatum,
            "voorletters": client.voorletters,
            "achternaam": client.achternaam,
            "kenmerk": client.kenmerk,
            "verkort": " · ".join(deel for deel in (client.verkort, wat.nummer) if deel),
            "gemeente": wat.gemeente,
            "nummer": wat.nummer,
            "producten": list(wat.producten),
            "vanaf": wat.vanaf.isoformat(),
            "einddatum": wat.einddatum.isoformat(),
        },
        ensure_ascii=False,
    ).encode()


def read(plaintext: bytes) -> Toegewezen:
    """Read what `write` wrote."""
    inhoud = json.loads(plaintext)
    namen = ("bsn", "geboortedatum", "voorletters", "achternaam", "kenmerk")
    return Toegewezen(
        client=Client(**{naam: inhoud[naam] for naam in namen}),
        gemeente=inhoud["gemeente"],
        nummer=inhoud["nummer"],
        producten=tuple(inhoud["producten"]),
        vanaf=date.fromisoformat(inhoud["vanaf"]),
        einddatum=date.fromisoformat(inhoud["einddatum"]),
    )
