"""Intake: the one way in. Check, route, date, seal and store a bericht, whole or not at all, exactly once.

Sealing and checking happen before the transaction; one commit then holds the bericht, its seals, clocks,
audit line and outbox rows. The bericht takes the id of its concept, so a second submission finds the first.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import klokken, verbanden
from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.bijlagen import bijlagen_of
from portal.core.concepten import ANTWOORDEN as CONCEPT
from portal.core.concepten import AlIngediend, OpenConcept, open_concept
from portal.core.conceptrij import FOR_UPDATE, SENDER
from portal.core.controle import OTHER_TEAM, Controle, controleer
from portal.core.inhoud import fingerprint, seal_inhoud
from portal.core.klokhistorie import by_step
from portal.core.opening import NietGevonden, find_sealing, unseal_deks
from portal.core.outbox import enqueue_mail, enqueue_opnemen
from portal.core.services import Services
from portal.core.urgentie import first_pressing
from portal.core.verbandstap import tell_links
from portal.core.vervullen import Vervulling, meet_what_was_due, what_is_due
from portal.core.verzegelen import SESSIE, Aan, Sealed
from portal.db import Base, insert_rows
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Antwoorden, Fout, Fouten
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.domain.mailsoort import NIEUW, SPOED
from portal.domain.nummer import LENGTE, LETTERS, schrijf
from portal.domain.rechten import Recht
from portal.domain.teams import plek_van
from portal.models import Bericht, Ontvanger, Overgang, Seal, SealedItem
from portal.sealing.envelope import new_id

TRIES: Final = 3
_ITEMS, _SEALS, _CONCEPTEN = (Base.metadata.tables[name] for name in ("sealed_items", "seals", "concepten"))
END_CONCEPT: Final = (
    _ITEMS.delete().where(_ITEMS.c.subject == bindparam("concept"), _ITEMS.c.purpose == CONCEPT),
    _SEALS.delete().where(
        _SEALS.c.recipient_kind == SESSIE,
        _SEALS.c.item.in_(select(_ITEMS.c.id).where(_ITEMS.c.subject == bindparam("concept"))),
    ),
    _CONCEPTEN.delete().where(_CONCEPTEN.c.id == bindparam("concept")),
)
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
        raise _changed(OTHER_TEAM)
    for _ in range(TRIES):
        inzending = _prepared(services, gebruiker, geopend, controle, antwoorden=antwoorden, now=now)
        inzending.bericht.afdruk = fingerprint(controle.mailbox, antwoorden, concept, gebruiker.session_key)
        try:
            with services.database.schrijven() as session:
                if not _already_submitted(session, geopend):
                    _store(session, services, gebruiker, inzending)
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
    mailbox = controle.mailbox
    teams: list[Aan] = [plek_van(bestemming.team) for bestemming in controle.bestemmingen]
    aan = [*teams, gebruiker.namens.sleutel]
    # What is the sender's own he can open already, as its concept was sealed to him.
    bijlagen, seals = _sealed_files(services, gebruiker, concept, [t for t in teams if t != gebruiker.namens.sleutel])
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
    services: Services, gebruiker: Gebruiker, concept: OpenConcept, teams: list[Aan]
) -> tuple[tuple[tuple[SealedItem, SealedItem], ...], tuple[Seal, ...]]:
    """Seal the keys of the bijlagen to the teams as well; their content is not touched.

    Returns manifest and part of each bijlage, and the new seals.
    """
    if not concept.bijlagen:
        return (), ()  # one that came in since is seen once the concept is locked
    with services.database.lezen() as session:
        bijlagen = bijlagen_of(session, concept.id)
        sealing = find_sealing(session, gebruiker, [item for b in bijlagen for item in (b.item, b.deel)])
        keys = services.sealer.keys(session, teams)
    opened = unseal_deks(services, gebruiker, sealing)
    if len(opened) != 2 * len(bijlagen):
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
        nummer=schrijf("".join(secrets.choice(LETTERS) for _ in range(LENGTE))),
        mailbox=mailbox.code,
        regio=regio,
        formulierversie=mailbox.formulier.versie,
        afzender_soort=gebruiker.namens.soort,
        afzender=gebruiker.namens.code,
        ingediend_door=gebruiker.persoon,
        ingediend=now,
        aankomst=controle.aankomst,
        team=hoofd.team,
        routeregel=hoofd.regel,
        status=begin.code,
        fase=begin.fase.value,
        behandelaar=None,
        urgent=first_pressing(controle.termijnen, vandaag=datum_in_nederland(now)),
        versie=1,
        opgenomen=None,
        kwitantie=None,
    )


def _already_submitted(session: Session, concept: OpenConcept) -> bool:
    """Lock the concept; tell whether another request has just made it a bericht, refuse when it was changed."""
    connection = session.connection()
    rij = connection.execute(FOR_UPDATE, {"id": concept.id}).one_or_none()
    if connection.execute(SENDER, {"id": concept.id}).one_or_none() is not None:
        return True
    if rij is None:
        raise NietGevonden
    if rij.versie != concept.versie:
        raise _changed("Een collega heeft dit concept net gewijzigd. Controleer de antwoorden opnieuw.")
    # What was checked and sealed to the team must be what is there: a file that came in since would open for nobody.
    if {bijlage.id for bijlage in bijlagen_of(session, concept.id)} != {bijlage.id for bijlage in concept.bijlagen}:
        raise _changed(OTHER_FILES)
    return False


def _changed(tekst: str) -> OngeldigeAntwoorden:
    return OngeldigeAntwoorden(Fouten(fouten=(Fout(veld="", tekst=tekst),)))


def _store(session: Session, services: Services, gebruiker: Gebruiker, inzending: _Inzending) -> None:
    bericht, now, bestemmingen = inzending.bericht, inzending.now, inzending.controle.bestemmingen
    if not verbanden.hold(session, inzending.controle.verbanden):
        raise _changed(verbanden.VERANDERD)
    overgang = _first_overgang(gebruiker, bericht, inzending.controle, now=now)
    insert_rows(
        session,
        (
            bericht,  # first: all below refer to it, as the seals do to their items
            *(Ontvanger(bericht=bericht.id, team=b.team, deel=b.deel, regel=b.regel, vanaf=now) for b in bestemmingen),
            *(sealed.item for sealed in inzending.sealed),
            *(seal for sealed in inzending.sealed for seal in sealed.seals),
            *inzending.seals,
            overgang,
        ),
    )
    verbanden.store(session, bericht.id, inzending.controle.verbanden)
    _end_concept(session, bericht.id)
    klokken.start(session, inzending.mailbox, bericht.id, inzending.controle.termijnen, door=by_step(overgang))
    items = [sealed.item for sealed in inzending.sealed]
    feiten = inzending.controle.feiten
    tell_links(session, services, gebruiker, bericht, mailbox=inzending.mailbox, feiten=feiten, now=now)
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
    for bestemming in bestemmingen if bericht.fase != Fase.KLAAR.value else ():  # else nobody has to act
        aan = plek_van(bestemming.team)
        enqueue_mail(session, aan=aan, sjabloon=sjabloon, nummer=bericht.nummer, pad=pad, now=now)


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
    connection = session.connection()
    for statement in END_CONCEPT:
        connection.execute(statement, {"concept": concept})


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
