"""Concepten: what is being typed, sealed to the organisation and to the live session on every save.

Within the session the web reopens its own concept without the vault; a colleague, another device or a
later session asks the vault. Nothing typed is lost: a save that finds another version keeps a copy.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker, names_of
from portal.core.audit import record
from portal.core.bijlagen import BijlageZicht, manifests_of, remove_bijlagen, remove_stored
from portal.core.opening import NietGevonden, open_items
from portal.core.services import Services
from portal.core.verzegelen import SESSIE
from portal.models import Bericht, Concept, Seal, SealedItem
from portal.sealing.envelope import new_id

ANTWOORDEN = "concept.antwoorden"
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bewaard:
    """Where the answers now stand; a `kopie` when someone else had saved, or had sent it (`ingediend`)."""

    concept: UUID
    versie: int
    kopie: bool
    ingediend: bool = False


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
class ConceptRij:
    """A concept in a list: nothing of its content."""

    id: UUID
    mailbox: str
    titel: str
    gewijzigd: datetime
    door_naam: str
    actie: str
    bericht: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a concept stands, in clear: what it is for, and which version was saved last."""

    mailbox: str
    versie: int
    actie: str
    bericht: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nieuw:
    """What a concept is when it is not there yet."""

    concept: UUID
    mailbox: str
    bericht: UUID | None
    actie: str
    now: datetime


class _Overtaken(Exception):
    """Somebody else saved between reading and writing."""


class AlIngediend(Exception):
    """This concept was submitted before; `bericht` is what became of it."""

    def __init__(self, bericht: UUID) -> None:
        """Keep the id of the bericht."""
        super().__init__()
        self.bericht = bericht


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
    for _ in range(TRIES):
        bestaand = _mine(services, gebruiker, concept)
        kopie = bestaand is not None and bestaand.versie != versie
        if bestaand is not None and kopie:
            if levend and _is_same(services, gebruiker, bestaand, ruw):
                return Bewaard(concept=concept, versie=bestaand.versie, kopie=False)
            concept, bestaand = new_id(), None
        nieuw = _Nieuw(concept=concept, mailbox=mailbox, bericht=bericht, actie=actie, now=now)
        try:
            versie_nu = _write(
                services, gebruiker, nieuw, ruw, versie=bestaand.versie if bestaand else 0, levend=levend
            )
        except (_Overtaken, IntegrityError):
            continue  # somebody saved this very moment: look again at what stands there now
        return Bewaard(concept=concept, versie=versie_nu, kopie=kopie)
    raise RuntimeError("a concept could not be saved: its row changed at every try")


def _write(
    services: Services,
    gebruiker: Gebruiker,
    nieuw: "_Nieuw",
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
        rij = _row_for_update(session, gebruiker, nieuw)
        if rij.versie != versie:
            raise _Overtaken
        oud = rij.item
        sealed.add_to(session)
        rij.item, rij.versie, rij.gewijzigd, rij.persoon = sealed.item.id, rij.versie + 1, now, gebruiker.persoon
        if oud is not None:
            session.execute(delete(SealedItem).where(SealedItem.id == oud))
        record(session, gebruiker.actor, actie="concept bewaren", onderwerp=str(concept), now=now, items=[sealed.item])
        return rij.versie


def stand(services: Services, gebruiker: Gebruiker, concept: UUID) -> Stand | None:
    """Return where a concept stands, None when nothing was saved yet; raises AlIngediend, NietGevonden."""
    rij = _mine(services, gebruiker, concept)
    if rij is None:
        return None
    return Stand(mailbox=rij.mailbox, versie=rij.versie, actie=rij.actie, bericht=rij.bericht)


def open_concept(services: Services, gebruiker: Gebruiker, concept: UUID) -> OpenConcept:
    """Open a concept of the own organisation or team; raises NietGevonden, AlIngediend, VaultDown."""
    rij, gelezen = _mine(services, gebruiker, concept), None
    while rij is not None and (gelezen is None or rij.item != gelezen.item):
        antwoorden = _answers(services, gebruiker, rij)
        if antwoorden is not None:
            return _opened(services, gebruiker, rij, antwoorden)
        # Saved anew after it was read: open what stands there now.
        rij, gelezen = _mine(services, gebruiker, concept), rij
    raise NietGevonden


def lijst(services: Services, gebruiker: Gebruiker) -> tuple[ConceptRij, ...]:
    """Return the concepten of this organisation or team, newest first, at most a hundred."""
    with services.database.lezen() as session:
        rijen = session.scalars(
            select(Concept)
            .where(Concept.eigenaar_soort == gebruiker.namens.soort, Concept.eigenaar == gebruiker.namens.code)
            .order_by(Concept.gewijzigd.desc())
            .limit(100)
        ).all()
    namen = names_of(services, {rij.persoon for rij in rijen})
    return tuple(
        ConceptRij(
            id=rij.id,
            mailbox=rij.mailbox,
            titel=mailbox.titel if (mailbox := services.mailboxen.met_code(rij.mailbox)) else rij.mailbox,
            gewijzigd=rij.gewijzigd,
            door_naam=namen.get(rij.persoon, ""),
            actie=rij.actie,
            bericht=rij.bericht,
        )
        for rij in rijen
    )


def verwijder(services: Services, gebruiker: Gebruiker, concept: UUID, *, now: datetime) -> None:
    """Throw a concept away with its bijlagen; raises NietGevonden, AlIngediend."""
    with services.database.schrijven() as session:
        rij = _owned(session, gebruiker, concept, lock=True)
        if rij is None:
            raise NietGevonden
        delen = remove_bijlagen(session, [concept])
        session.execute(delete(SealedItem).where(SealedItem.subject == concept))
        session.delete(rij)
        record(session, gebruiker.actor, actie="concept verwijderen", onderwerp=str(concept), now=now)
    remove_stored(services, delen)


def end_session_seals(session: Session, sessie: UUID) -> None:
    """Drop what a session could open without the vault: at logout and expiry."""
    session.execute(delete(Seal).where(Seal.recipient_kind == SESSIE, Seal.recipient == str(sessie)))


def _mine(services: Services, gebruiker: Gebruiker, concept: UUID) -> Concept | None:
    with services.database.lezen() as session:
        return _owned(session, gebruiker, concept)


def _owned(session: Session, gebruiker: Gebruiker, concept: UUID, *, lock: bool = False) -> Concept | None:
    """Return the concept if it is this organisation's; another's is not told apart from none.

    Who writes takes the row first, so that it waits for a submission that is under way, and sees what it made.
    """
    rij = session.get(Concept, concept, with_for_update=True if lock else None)
    if rij is not None and (rij.eigenaar_soort, rij.eigenaar) == gebruiker.namens.sleutel:
        return rij
    # Asked for another's concept as well, which then costs what none at all costs.
    bericht = session.get(Bericht, concept)
    if bericht is not None and (bericht.afzender_soort, bericht.afzender) == gebruiker.namens.sleutel:
        raise AlIngediend(concept)
    if rij is not None or bericht is not None:
        raise NietGevonden
    return None


def _row_for_update(session: Session, gebruiker: Gebruiker, nieuw: "_Nieuw") -> Concept:
    rij = _owned(session, gebruiker, nieuw.concept, lock=True)
    if rij is None:
        rij = Concept(
            id=nieuw.concept,
            eigenaar_soort=gebruiker.namens.soort,
            eigenaar=gebruiker.namens.code,
            persoon=gebruiker.persoon,
            mailbox=nieuw.mailbox,
            bericht=nieuw.bericht,
            actie=nieuw.actie,
            item=None,
            versie=0,
            gemaakt=nieuw.now,
            gewijzigd=nieuw.now,
        )
        session.add(rij)
    return rij


def _is_same(services: Services, gebruiker: Gebruiker, bestaand: Concept, ruw: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether these answers stand there already: the same ones posted twice are no second version."""
    try:
        oud = _answers(services, gebruiker, bestaand)
    except Exception:  # noqa: BLE001 - whatever keeps the old version shut, the new answers must be kept
        return False
    return oud == {naam: list(waarden) for naam, waarden in ruw.items()}


def _opened(services: Services, gebruiker: Gebruiker, rij: Concept, antwoorden: Mapping[str, list[str]]) -> OpenConcept:
    return OpenConcept(
        id=rij.id,
        mailbox=rij.mailbox,
        ruw=antwoorden,
        versie=rij.versie,
        gewijzigd=rij.gewijzigd,
        bijlagen=manifests_of(services, gebruiker, rij.id),
        actie=rij.actie,
        bericht=rij.bericht,
    )


def _answers(services: Services, gebruiker: Gebruiker, rij: Concept) -> dict[str, list[str]] | None:
    """Return what was typed; None when it is there no longer."""
    geopend = open_items(services, gebruiker, [rij.item] if rij.item else [])
    return next((json.loads(inhoud) for inhoud in geopend.values()), None)
