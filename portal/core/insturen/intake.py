"""Intake: the one way in. Check, route, date, seal and store a bericht, whole or not at all, exactly once.

Sealing and checking happen before the transaction; one commit then holds the bericht, its seals, clocks,
audit line and outbox rows. The bericht takes the id of its concept, so a second submission finds the first.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.behandelen.verbandstap import tell_links
from portal.core.bericht import verbanden
from portal.core.bericht.bijlagen import bijlagen_of
from portal.core.bericht.inhoud import fingerprint
from portal.core.insturen.concepten import ANTWOORDEN as CONCEPT
from portal.core.insturen.concepten import AlIngediend, OpenConcept, open_concept
from portal.core.insturen.conceptrij import FOR_UPDATE, SENDER
from portal.core.insturen.controle import OTHER_TEAM, Controle, controleer
from portal.core.insturen.inzending import OTHER_FILES, Inzending, OngeldigeAntwoorden, changed, prepared
from portal.core.insturen.meesturen import record_dossier
from portal.core.insturen.per_ontvanger import receivers
from portal.core.insturen.vervullen import meet_what_was_due
from portal.core.klokken import klokken
from portal.core.klokken.klokhistorie import by_step
from portal.core.lezen.dossier import with_answers
from portal.core.opening import NietGevonden
from portal.core.post.outbox import enqueue_mail, enqueue_opnemen
from portal.core.services import Services
from portal.core.taken.taken import done_by_sending
from portal.core.verzegelen import SESSIE
from portal.db import Base, insert_rows
from portal.domain.levensloop import Fase
from portal.domain.mailsoort import NIEUW, SPOED
from portal.domain.rechten import Recht
from portal.domain.teams import plek_van
from portal.models import Bericht, Ontvanger, Overgang
from portal.prepared import Prepared
from portal.sealing.envelope import new_id

__all__ = ["OngeldigeAntwoorden", "submit_bericht"]

TRIES: Final = 3
_ITEMS, _SEALS, _CONCEPTEN = (Base.metadata.tables[name] for name in ("sealed_items", "seals", "concepten"))
END_CONCEPT: Final = (
    Prepared(_ITEMS.delete().where(_ITEMS.c.subject == bindparam("concept"), _ITEMS.c.purpose == CONCEPT)),
    Prepared(
        _SEALS.delete().where(
            _SEALS.c.recipient_kind == SESSIE,
            _SEALS.c.item.in_(select(_ITEMS.c.id).where(_ITEMS.c.subject == bindparam("concept"))),
        )
    ),
    Prepared(_CONCEPTEN.delete().where(_CONCEPTEN.c.id == bindparam("concept"))),
)


def submit_bericht(
    services: Services, gebruiker: Gebruiker, *, concept: UUID, now: datetime, aan: Collection[str] = ()
) -> UUID:
    """Submit a concept and return the id of the bericht; the same concept again returns the same bericht.

    `aan` are the teams that were shown; when others would get it now, nothing is sent. Raises NietGevonden, NietToegestaan,
    OngeldigeAntwoorden, UnsignedKey; works while the vault is down when the concept was written in this session (else VaultDown).
    """
    gebruiker.eis(Recht.BERICHT_INDIENEN)
    try:
        geopend = open_concept(services, gebruiker, concept)
    except AlIngediend as al:
        return al.bericht
    controle = controleer(services, gebruiker, geopend, now=now)
    if controle.kader.voor_burger:
        gebruiker.eis(Recht.BERICHT_REGISTREREN)
    if (antwoorden := controle.antwoorden) is None or controle.fouten.fouten:
        raise OngeldigeAntwoorden(controle.fouten)
    if aan and {bestemming.team for bestemming in controle.bestemmingen} != {*aan}:
        raise changed(OTHER_TEAM)
    for _ in range(TRIES):
        inzendingen = [
            prepared(services, gebruiker, geopend, ontvangst, now=now)
            for ontvangst in receivers(services, concept, controle, with_answers(antwoorden, controle.dossier))
        ]
        inzendingen[0].bericht.afdruk = fingerprint(controle.mailbox, antwoorden, concept, gebruiker.session_key)
        try:
            with services.database.schrijven() as session:
                if not _already_submitted(session, geopend):
                    _store_all(session, services, gebruiker, inzendingen)
        except IntegrityError:
            continue  # the random number was taken, or another request was submitting the same concept
        return concept
    raise RuntimeError("no free number after three tries")


def _already_submitted(session: Session, concept: OpenConcept) -> bool:
    """Lock the concept; tell whether another request has just made it a bericht, refuse when it was changed."""
    rij = FOR_UPDATE.row(session, id=concept.id)
    if SENDER.row(session, id=concept.id) is not None:
        return True
    if rij is None:
        raise NietGevonden
    if rij.versie != concept.versie:
        raise changed("Een collega heeft dit concept net gewijzigd. Controleer de antwoorden opnieuw.")
    # What was checked and sealed to the team must be what is there: a file that came in since would open for nobody.
    if {bijlage.id for bijlage in bijlagen_of(session, concept.id)} != {bijlage.id for bijlage in concept.bijlagen}:
        raise changed(OTHER_FILES)
    return False


def _store_all(session: Session, services: Services, gebruiker: Gebruiker, inzendingen: Sequence[Inzending]) -> None:
    """Store what each receiver gets; what it belongs to is held for all of them together."""
    if not verbanden.hold(session, inzendingen[0].controle.verbanden):
        raise changed(verbanden.VERANDERD)
    for inzending in inzendingen:
        _store(session, services, gebruiker, inzending)


def _store(session: Session, services: Services, gebruiker: Gebruiker, inzending: Inzending) -> None:
    bericht, now, bestemmingen = inzending.bericht, inzending.now, inzending.controle.bestemmingen
    overgang = _first_overgang(gebruiker, bericht, inzending.controle, now=now)
    gekopieerd = [sealed for kopie in inzending.kopieen for sealed in (kopie.manifest, kopie.deel)]
    insert_rows(
        session,
        (
            bericht,  # first: all below refer to it, as the seals do to their items
            *(Ontvanger(bericht=bericht.id, team=b.team, deel=b.deel, regel=b.regel, vanaf=now) for b in bestemmingen),
            *(sealed.item for sealed in (*inzending.sealed, *gekopieerd)),
            *(seal for sealed in (*inzending.sealed, *gekopieerd) for seal in sealed.seals),
            *(kopie.rij for kopie in inzending.kopieen),
            *inzending.seals,
            overgang,
        ),
    )
    verbanden.store(session, bericht.id, inzending.controle.verbanden)
    _end_concept(session, bericht.id)
    klokken.start_new(session, inzending.mailbox, bericht.id, inzending.controle.termijnen, door=by_step(overgang))
    items = [sealed.item for sealed in inzending.sealed]
    feiten = inzending.controle.feiten
    tell_links(session, services, gebruiker, bericht, mailbox=inzending.mailbox, feiten=feiten, now=now)
    done_by_sending(services, session, gebruiker, inzending.mailbox, bericht, feiten=feiten, now=now)
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
    record_dossier(session, gebruiker, bericht.id, inzending.controle.dossier, now=now)
    enqueue_opnemen(session, bericht.id, now=now)
    pad = f"/berichten/{bericht.id}"
    sjabloon = SPOED if inzending.mailbox.is_spoed else NIEUW
    for bestemming in bestemmingen if bericht.fase != Fase.KLAAR.value else ():  # else nobody has to act
        aan = plek_van(bestemming.team)
        enqueue_mail(session, aan=aan, sjabloon=sjabloon, nummer=bericht.nummer, pad=pad, now=now)


def _record_files(session: Session, gebruiker: Gebruiker, inzending: Inzending) -> None:
    """Write a line for each bijlage: from here on it is part of the bericht, and verify misses it when it is gone."""
    gekopieerd = ((kopie.manifest.item, kopie.deel.item) for kopie in inzending.kopieen)
    for bijlage in (*inzending.bijlagen, *gekopieerd):
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
    for statement in END_CONCEPT:
        statement.run(session, concept=concept)


def _first_overgang(gebruiker: Gebruiker, bericht: Bericht, controle: Controle, *, now: datetime) -> Overgang:
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
        dag=controle.aankomst if controle.kader.voor_burger else None,
        item=None,
        sleutel=bericht.id,
    )
