"""Concepten: what is being typed, sealed to the organisation and to the live session on every save.

Within the session the web reopens its own concept without the vault; a colleague, another device or a
later session asks the vault. Nothing typed is lost: a save that finds another version keeps a copy.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.bericht.bijlagen import BijlageZicht, bijlagen_of, remove_bijlagen, remove_stored, zicht_van
from portal.core.insturen.conceptrij import AlIngediend, NieuwConcept, copy_of, first_row, owned, write_over
from portal.core.opening import NietGevonden, find_sealing, open_items, unseal
from portal.core.services import Services
from portal.core.verzegelen import SESSIE
from portal.db import insert_rows
from portal.models import Bijlage, Concept, Seal, SealedItem

__all__ = [
    "ANTWOORDEN",
    "AlIngediend",
    "Bewaard",
    "OpenConcept",
    "Stand",
    "bewaar",
    "bewaar_ernaast",
    "end_session_seals",
    "open_concept",
    "stand",
    "verwijder",
]

ANTWOORDEN = "concept.antwoorden"
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewaard:
    """Where the answers now stand; a `kopie` when someone else had saved, or had sent it (`ingediend`).

    `verdwenen` when someone had thrown the concept away: it was made anew, without the bijlagen that it had.
    """

    concept: UUID
    versie: int
    kopie: bool
    ingediend: bool = False
    verdwenen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConcept:
    """A concept as its page draws it: the raw answers as they were typed, and the bijlagen so far."""

    id: UUID
    mailbox: str
    ruw: Mapping[str, list[str]]
    versie: int
    gewijzigd: datetime
    bijlagen: tuple[BijlageZicht, ...]
    actie: str
    bericht: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a concept stands, in clear: what it is for, and which version was saved last."""

    mailbox: str
    versie: int
    actie: str
    bericht: UUID | None


class _Overtaken(Exception):
    """Somebody else saved between reading and writing."""


def bewaar(
    services: Services,
    gebruiker: Gebruiker,
    *,
    concept: UUID,
    mailbox: str,
    ruw: Mapping[str, Sequence[str]],
    versie: int,
    now: datetime,
    bericht: UUID | None = None,
    actie: str = "",
    levend: bool = True,
) -> Bewaard:
    """Save what was typed; versie is what the page was drawn from, 0 for a new one.

    `levend` False (the session has ended) seals to the organisation only. Raises AlIngediend, NietGevonden.
    """
    nieuw = NieuwConcept(concept=concept, mailbox=mailbox, bericht=bericht, actie=actie, now=now)
    try:
        # As a rule nobody else saved since the page was drawn: then there is nothing to look at first.
        versie_nu = _write(services, gebruiker, nieuw, ruw, versie=versie, levend=levend)
        return Bewaard(concept=concept, versie=versie_nu, kopie=False)
    except (_Overtaken, IntegrityError):
        pass
    for _ in range(TRIES):
        bestaand = _mine(services, gebruiker, concept)
        if bestaand is not None and bestaand.versie != versie:
            if levend and _is_same(services, gebruiker, bestaand, ruw):
                return Bewaard(concept=concept, versie=bestaand.versie, kopie=False)
            return bewaar_ernaast(services, gebruiker, nieuw, ruw, levend=levend)
        try:
            versie_nu = _write(
                services, gebruiker, nieuw, ruw, versie=bestaand.versie if bestaand else 0, levend=levend
            )
        except (_Overtaken, IntegrityError):
            continue  # somebody saved this very moment: look again at what stands there now
        return Bewaard(concept=concept, versie=versie_nu, kopie=False, verdwenen=versie > 0 and bestaand is None)
    raise RuntimeError("a concept could not be saved: its row changed at every try")


def bewaar_ernaast(
    services: Services,
    gebruiker: Gebruiker,
    van: NieuwConcept,
    ruw: Mapping[str, Sequence[str]],
    *,
    levend: bool = True,
) -> Bewaard:
    """Keep what was typed in a copy beside concept `van`; the same answers posted again find the copy that is there."""
    kopie = van
    for _ in range(TRIES):
        kopie = replace(kopie, concept=copy_of(gebruiker, kopie.concept, ruw))
        with suppress(_Overtaken, IntegrityError, AlIngediend):
            versie = _write(services, gebruiker, kopie, ruw, versie=0, levend=levend)
            return Bewaard(concept=kopie.concept, versie=versie, kopie=True)
        with suppress(AlIngediend):
            rij = _mine(services, gebruiker, kopie.concept)
            if rij is not None and rij.versie == 1:
                return Bewaard(concept=kopie.concept, versie=1, kopie=True)
        # The copy was written on or sent since: beside that one, then.
    raise RuntimeError("a copy of a concept could not be saved: its row changed at every try")


def _write(
    services: Services,
    gebruiker: Gebruiker,
    nieuw: NieuwConcept,
    ruw: Mapping[str, Sequence[str]],
    *,
    versie: int,
    levend: bool,
) -> int:
    """Write over this version and no other, and return the new one; raises _Overtaken."""
    concept, now = nieuw.concept, nieuw.now
    with services.database.lezen() as session:
        keys = services.sealer.keys(session, [gebruiker.namens.sleutel])
    sealed = services.sealer.seal(
        json.dumps({naam: list(waarden) for naam, waarden in ruw.items()}, ensure_ascii=False).encode(),
        purpose=ANTWOORDEN,
        subject=concept,
        keys=keys,
        now=now,
        sessie=gebruiker.session_key if levend else None,
    )
    with services.database.schrijven() as session:
        rij = owned(session, gebruiker, concept, lock=True)
        if (rij.versie if rij is not None else 0) != versie:
            raise _Overtaken
        sealed.add_to(session)
        if rij is None:
            insert_rows(session, [first_row(gebruiker, nieuw, sealed.item.id)])
        else:
            write_over(session, gebruiker, rij, item=sealed.item.id, now=now)
        record(session, gebruiker.actor, actie="concept bewaren", onderwerp=str(concept), now=now, items=[sealed.item])
        return versie + 1


def stand(services: Services, gebruiker: Gebruiker, concept: UUID) -> Stand | None:
    """Return where a concept stands, None when nothing was saved yet; raises AlIngediend, NietGevonden."""
    rij = _mine(services, gebruiker, concept)
    if rij is None:
        return None
    return Stand(mailbox=rij.mailbox, versie=rij.versie, actie=rij.actie, bericht=rij.bericht)


def open_concept(services: Services, gebruiker: Gebruiker, concept: UUID) -> OpenConcept:
    """Open a concept of the own organisation or team; raises NietGevonden, AlIngediend, VaultDown."""
    gelezen: Concept | None = None
    while True:
        with services.database.lezen() as session:
            rij = owned(session, gebruiker, concept)
            if rij is None or rij.item is None or (gelezen is not None and rij.item == gelezen.item):
                raise NietGevonden
            bijlagen = bijlagen_of(session, concept)
            sealing = find_sealing(session, gebruiker, [rij.item, *(bijlage.item for bijlage in bijlagen)])
        geopend = unseal(services, gebruiker, sealing)
        if rij.item in geopend:
            return _opened(rij, geopend[rij.item], bijlagen, geopend)
        gelezen = rij  # saved anew after it was read: open what stands there now


def verwijder(services: Services, gebruiker: Gebruiker, concept: UUID, *, now: datetime) -> None:
    """Throw a concept away with its bijlagen; raises NietGevonden, AlIngediend."""
    with services.database.schrijven() as session:
        rij = owned(session, gebruiker, concept, lock=True)
        if rij is None:
            raise NietGevonden
        delen = remove_bijlagen(session, [concept])
        session.execute(delete(SealedItem).where(SealedItem.subject == concept))
        session.execute(delete(Concept).where(Concept.id == concept))
        record(session, gebruiker.actor, actie="concept verwijderen", onderwerp=str(concept), now=now)
    remove_stored(services, delen)


def end_session_seals(session: Session, sessie: UUID) -> None:
    """Drop what a session could open without the vault: at logout and expiry."""
    session.execute(delete(Seal).where(Seal.recipient_kind == SESSIE, Seal.recipient == str(sessie)))


def _mine(services: Services, gebruiker: Gebruiker, concept: UUID) -> Concept | None:
    with services.database.lezen() as session:
        return owned(session, gebruiker, concept)


def _is_same(services: Services, gebruiker: Gebruiker, bestaand: Concept, ruw: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether these answers stand there already: the same ones posted twice are no second version."""
    try:
        oud = _answers(services, gebruiker, bestaand)
    except Exception:  # noqa: BLE001 - whatever keeps the old version shut, the new answers must be kept
        return False
    return oud == {naam: list(waarden) for naam, waarden in ruw.items()}


def _opened(rij: Concept, antwoorden: bytes, bijlagen: Sequence[Bijlage], geopend: Mapping[UUID, bytes]) -> OpenConcept:
    return OpenConcept(
        id=rij.id,
        mailbox=rij.mailbox,
        ruw=json.loads(antwoorden),
        versie=rij.versie,
        gewijzigd=rij.gewijzigd,
        bijlagen=tuple(zicht_van(bijlage, geopend[bijlage.item]) for bijlage in bijlagen if bijlage.item in geopend),
        actie=rij.actie,
        bericht=rij.bericht,
    )


def _answers(services: Services, gebruiker: Gebruiker, rij: Concept) -> dict[str, list[str]] | None:
    """Return what was typed; None when it is there no longer."""
    geopend = open_items(services, gebruiker, [rij.item] if rij.item else [])
    return next((json.loads(inhoud) for inhoud in geopend.values()), None)
