"""Intake: the one way in. Check, route, date, seal and store a bericht, whole or not at all, exactly once.

Sealing and checking happen before the transaction; one commit then holds the bericht, its seals, clocks,
audit line and outbox rows. The bericht takes the id of its concept, so a second submission finds the first.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import klokken
from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.concepten import ANTWOORDEN as CONCEPT
from portal.core.concepten import AlIngediend, OpenConcept, open_concept
from portal.core.controle import Controle, controleer, mailbox_for
from portal.core.inhoud import seal_inhoud
from portal.core.klokhistorie import by_step
from portal.core.opening import NietGevonden, open_deks
from portal.core.outbox import enqueue_mail, enqueue_opnemen
from portal.core.services import Services
from portal.core.vervullen import Vervulling, meet_what_was_due, what_is_due
from portal.core.verzegelen import SESSIE, Aan, Sealed
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Antwoorden, Fout, Fouten
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.domain.mailsoort import NIEUW, SPOED
from portal.domain.rechten import Recht
from portal.models import Bericht, Bijlage, Concept, Ontvanger, Overgang, Seal, SealedItem
from portal.sealing.envelope import new_id

# Crockford's base 32: no I, L, O or U, so that a number can be read aloud.
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH: Final = 8
TRIES: Final = 3
OTHER_FILES: Final = "Er is net een bijlage toegevoegd of verwijderd. Controleer de bijlagen opnieuw."


class OngeldigeAntwoorden(Exception):
    """The answers do not pass; nothing was stored as a bericht and the concept is still there."""

    def __init__(self, fouten: Fouten) -> None:
        """Keep what is wrong."""
        super().__init__()
        self.fouten = fouten


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inzending:
    """All that was prepared before the transaction: the new row, sealed items, the bijlagen and their seals."""

    mailbox: Mailbox
    controle: Controle
    bericht: Bericht
    sealed: tuple[Sealed, ...]
    bijlagen: tuple[tuple[SealedItem, SealedItem], ...]
    seals: tuple[Seal, ...]
    wat: Vervulling
    now: datetime


def submit_bericht(services: Services, gebruiker: Gebruiker, *, concept: UUID, now: datetime) -> UUID:
    """Submit a concept and return the id of the bericht; the same concept again returns the same bericht.

    Raises NietGevonden, NietToegestaan, OngeldigeAntwoorden, UnsignedKey; works while the vault is down when
    the concept was written in this session (else VaultDown).
    """
    gebruiker.eis(Recht.BERICHT_INDIENEN)
    try:
        geopend = open_concept(services, gebruiker, concept)
    except AlIngediend as al:
        return al.bericht
    controle = controleer(services, gebruiker, geopend, now=now)
    antwoorden = controle.antwoorden
    if antwoorden is None or controle.fouten.fouten:
        raise OngeldigeAntwoorden(controle.fouten)
    for _ in range(TRIES):
        inzending = _prepared(services, gebruiker, geopend, controle, antwoorden=antwoorden, now=now)
        try:
            with services.database.schrijven() as session:
                if not _already_submitted(session, geopend):
                    _store(session, gebruiker, inzending)
        except IntegrityError:
            continue  # the random number was taken, or another request was submitting the same concept
        return concept
    raise RuntimeError("no free number after three tries")


def _prepared(
    services: Services,
    gebruiker: Gebruiker,
    concept: OpenConcept,
    controle: Controle,
    *,
    antwoorden: Antwoorden,
    now: datetime,
) -> _Inzending:
    mailbox = mailbox_for(services, gebruiker, concept.mailbox)
    teams: list[Aan] = [("team", bestemming.team) for bestemming in controle.bestemmingen]
    aan = [*teams, gebruiker.namens.sleutel]
    bijlagen, seals = _sealed_files(services, gebruiker, concept.id, teams)
    return _Inzending(
        mailbox=mailbox,
        controle=controle,
        bericht=_bericht(gebruiker, mailbox, concept, controle=controle, regio=services.regio.code, now=now),
        sealed=seal_inhoud(
            services,
            mailbox,
            aan,
            bericht=concept.id,
            antwoorden=antwoorden,
            bestemmingen=controle.bestemmingen,
            now=now,
        ),
        bijlagen=bijlagen,
        seals=seals,
        wat=what_is_due(services, gebruiker, mailbox, antwoorden),
        now=now,
    )


def _sealed_files(
    services: Services, gebruiker: Gebruiker, concept: UUID, teams: list[Aan]
) -> tuple[tuple[tuple[SealedItem, SealedItem], ...], tuple[Seal, ...]]:
    """Seal the keys of the bijlagen to the teams as well; their content is not touched.

    Returns manifest and part of each bijlage, and the new seals.
    """
    with services.database.lezen() as session:
        keys = services.sealer.keys(session, teams)
        delen = session.execute(select(Bijlage.item, Bijlage.deel).where(Bijlage.bij == concept)).all()
    opened = open_deks(services, gebruiker, [item for paar in delen for item in paar]) if delen else []
    if len(opened) != 2 * len(delen):
        raise _changed(OTHER_FILES)
    seals = (services.sealer.seal_dek(dek, services.sealer.context_of(item), keys=keys) for item, dek in opened)
    items = [item for item, _ in opened]
    return tuple(zip(items[::2], items[1::2], strict=True)), tuple(seal for part in seals for seal in part)


def _bericht(
    gebruiker: Gebruiker, mailbox: Mailbox, concept: OpenConcept, *, controle: Controle, regio: str, now: datetime
) -> Bericht:
    hoofd = controle.bestemmingen[0]
    begin = mailbox.levensloop.toestand(mailbox.levensloop.begin)
    return Bericht(
        id=concept.id,
        nummer=_number(),
        mailbox=mailbox.code,
        regio=regio,
        formulierversie=mailbox.formulier.versie,
        afzender_soort=gebruiker.namens.soort,
        afzender=gebruiker.namens.code,
        ingediend_door=gebruiker.persoon,
        ingediend=now,
        aankomst=datum_in_nederland(now),
        team=hoofd.team,
        routeregel=hoofd.regel,
        status=begin.code,
        fase=begin.fase.value,
        behandelaar=None,
        urgent=klokken.most_urgent(klokken.running(controle.termijnen)),
        versie=1,
        opgenomen=None,
        kwitantie=None,
    )


def _number() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(NUMBER_LENGTH))
    return f"BP-{letters[:4]}-{letters[4:]}"


def _already_submitted(session: Session, concept: OpenConcept) -> bool:
    """Lock the concept; tell whether another request has just made it a bericht, refuse when it was changed."""
    rij = session.get(Concept, concept.id, with_for_update=True)
    if session.get(Bericht, concept.id) is not None:
        return True
    if rij is None:
        raise NietGevonden
    if rij.versie != concept.versie:
        raise _changed("Een collega heeft dit concept net gewijzigd. Controleer de antwoorden opnieuw.")
    # What was checked and sealed to the team must be what is there: a file that came in since would open for nobody.
    nu = session.scalars(select(Bijlage.id).where(Bijlage.bij == concept.id)).all()
    if set(nu) != {bijlage.id for bijlage in concept.bijlagen}:
        raise _changed(OTHER_FILES)
    return False


def _changed(tekst: str) -> OngeldigeAntwoorden:
    return OngeldigeAntwoorden(Fouten(fouten=(Fout(veld="", tekst=tekst),)))


def _store(session: Session, gebruiker: Gebruiker, inzending: _Inzending) -> None:
    bericht, now = inzending.bericht, inzending.now
    session.add(bericht)
    session.flush()  # everything below refers to the bericht
    for bestemming in inzending.controle.bestemmingen:
        session.add(
            Ontvanger(bericht=bericht.id, team=bestemming.team, deel=bestemming.deel, regel=bestemming.regel, vanaf=now)
        )
    for sealed in inzending.sealed:
        sealed.add_to(session)
    session.add_all(inzending.seals)
    _end_concept(session, bericht.id)
    overgang = _first_overgang(gebruiker, bericht, now=now)
    session.add(overgang)
    klokken.start(session, inzending.mailbox, bericht.id, inzending.controle.termijnen, door=by_step(overgang))
    items = [sealed.item for sealed in inzending.sealed]
    meet_what_was_due(session, gebruiker, inzending.mailbox, bericht, inzending.wat, door=by_step(overgang))
    record(
        session,
        gebruiker.actor,
        actie="indienen",
        onderwerp=str(bericht.id),
        now=now,
        items=items,
        uitkomst=bericht.team,
    )
    _record_files(session, gebruiker, inzending)
    enqueue_opnemen(session, bericht.id, now=now)
    pad = f"/berichten/{bericht.id}"
    sjabloon = SPOED if inzending.mailbox.is_spoed else NIEUW
    for bestemming in (
        inzending.controle.bestemmingen if bericht.fase != Fase.KLAAR.value else ()
    ):  # else nobody has to act
        enqueue_mail(session, aan=("team", bestemming.team), sjabloon=sjabloon, nummer=bericht.nummer, pad=pad, now=now)


def _record_files(session: Session, gebruiker: Gebruiker, inzending: _Inzending) -> None:
    """Write a line for each bijlage: from here on it is part of the bericht, and verify misses it when it is gone."""
    for bijlage in inzending.bijlagen:
        record(
            session,
            gebruiker.actor,
            actie="bijlage indienen",
            onderwerp=str(inzending.bericht.id),
            now=inzending.now,
            items=bijlage,
        )


def _end_concept(session: Session, concept: UUID) -> None:
    """Remove the concept and every seal of a session on what was taken over from it."""
    session.execute(delete(SealedItem).where(SealedItem.subject == concept, SealedItem.purpose == CONCEPT))
    over = select(SealedItem.id).where(SealedItem.subject == concept)
    session.execute(delete(Seal).where(Seal.recipient_kind == SESSIE, Seal.item.in_(over)))
    session.execute(delete(Concept).where(Concept.id == concept))


def _first_overgang(gebruiker: Gebruiker, bericht: Bericht, *, now: datetime) -> Overgang:
    return Overgang(
        id=new_id(),
        bericht=bericht.id,
        volgnummer=1,
        code="indienen",
        actie="indienen",
        van="concept",
        naar=bericht.status,
        moment=now,
        door=gebruiker.persoon,
        namens_soort=gebruiker.namens.soort,
        namens=gebruiker.namens.code,
        naar_team=bericht.team,
        dag=None,
        item=None,
        sleutel=bericht.id,
    )
