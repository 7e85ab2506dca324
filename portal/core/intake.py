"""Intake: the one way in. Check, route, date, seal and store a bericht, whole or not at all, exactly once.

Sealing and checking happen before the transaction; one commit then holds the bericht, its seals, clocks,
audit line and outbox rows. The bericht takes the id of its concept, so a second submission finds the first.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import klokken
from portal.core.accounts import Gebruiker
from portal.core.antwoorden import antwoorden_json
from portal.core.audit import record
from portal.core.bijlagen import BijlageZicht
from portal.core.concepten import ANTWOORDEN as CONCEPT
from portal.core.concepten import AlIngediend, OpenConcept, open_concept
from portal.core.opening import NietGevonden, open_deks
from portal.core.outbox import enqueue_mail, enqueue_opnemen
from portal.core.services import Services
from portal.core.verzegelen import SESSIE, Aan, Sealed
from portal.domain.berekening import Berekening
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Antwoorden, Client, Fout, Fouten, Kader
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.domain.routering import Bestemming, GeenBestemming, route
from portal.domain.teams import Organisatiesoort
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Bijlage, Concept, Ontvanger, Organisatie, Overgang, Seal, SealedItem
from portal.sealing.envelope import new_id

ANTWOORDEN: Final = "bericht.antwoorden"
ZOEKBLOK: Final = "bericht.zoekblok"
# Crockford's base 32: no I, L, O or U, so that a number can be read aloud.
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """What the check-your-answers page shows, and what submitting would do."""

    antwoorden: Antwoorden | None
    fouten: Fouten
    bestemmingen: tuple[Bestemming, ...] = ()
    termijnen: tuple[Berekening, ...] = ()


class OngeldigeAntwoorden(Exception):
    """The answers do not pass; nothing was stored as a bericht and the concept is still there."""

    def __init__(self, fouten: Fouten) -> None:
        """Keep what is wrong."""
        super().__init__()
        self.fouten = fouten


def kader(services: Services, gebruiker: Gebruiker, *, now: datetime, bijlagen: frozenset[str] = frozenset()) -> Kader:
    """Return what a form may know: today, the region, and the aanbieders to choose from."""
    with services.database.lezen() as session:
        rijen = session.scalars(
            select(Organisatie)
            .where(Organisatie.soort == Organisatiesoort.AANBIEDER.value, Organisatie.actief)
            .order_by(Organisatie.naam)
        ).all()
    return Kader(
        vandaag=datum_in_nederland(now),
        regio=services.regio,
        organisatie=gebruiker.organisatie,
        aanbieders=tuple((rij.code, rij.naam) for rij in rijen if rij.code != gebruiker.organisatie),
        bijlagen=bijlagen,
    )


def controleer(services: Services, gebruiker: Gebruiker, concept: OpenConcept, *, now: datetime) -> Controle:
    """Check a concept against its mailbox; what is wrong comes back, with the attachments that are missing."""
    mailbox = mailbox_for(services, gebruiker, concept.mailbox)
    aanwezig = frozenset(bijlage.eis for bijlage in concept.bijlagen)
    gelezen = mailbox.formulier.lees(concept.ruw, kader(services, gebruiker, now=now, bijlagen=aanwezig))
    if isinstance(gelezen, Fouten):
        missing = _missing(mailbox, {naam: w[0] for naam, w in concept.ruw.items() if w}, concept.bijlagen)
        return Controle(antwoorden=None, fouten=Fouten(fouten=(*gelezen.fouten, *missing)))
    feiten = gelezen.feiten()
    fouten = (*_missing(mailbox, feiten, concept.bijlagen), *_elsewhere(mailbox, feiten))
    try:
        bestemmingen = route(mailbox.routering, feiten, services.regio)
    except GeenBestemming as geen:
        fouten = (*fouten, Fout(veld=geen.veld, tekst=geen.tekst))
        bestemmingen = ()
    if fouten:
        return Controle(antwoorden=gelezen, fouten=Fouten(fouten=fouten), bestemmingen=bestemmingen)
    termijnen = klokken.start_termijnen(services, mailbox, feiten, aankomst=datum_in_nederland(now))
    return Controle(antwoorden=gelezen, fouten=Fouten(), bestemmingen=bestemmingen, termijnen=termijnen)


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
    if controle.antwoorden is None or controle.fouten.fouten:
        raise OngeldigeAntwoorden(controle.fouten)
    mailbox = mailbox_for(services, gebruiker, geopend.mailbox)
    sealed, seals = _sealed(services, gebruiker, concept, controle, now=now)
    for _ in range(3):
        try:
            with services.database.schrijven() as session:
                if _already_submitted(session, geopend):
                    return concept
                _store(session, services, gebruiker, mailbox, geopend, controle, sealed=sealed, seals=seals, now=now)
        except IntegrityError:
            # Two submitted at once, or the random number is taken: look again, with fresh rows.
            sealed, seals = _sealed(services, gebruiker, concept, controle, now=now)
        else:
            return concept
    raise RuntimeError("no free number after three tries")


def mailbox_for(services: Services, gebruiker: Gebruiker, code: str) -> Mailbox:
    """Return a mailbox that this person may send to; raises NietGevonden."""
    mailbox = services.mailboxen.met_code(code)
    if mailbox is None or mailbox not in sendable(services, gebruiker):
        raise NietGevonden
    return mailbox


def sendable(services: Services, gebruiker: Gebruiker) -> tuple[Mailbox, ...]:
    """Return the mailboxes open to this person in this region, for 'Nieuw bericht'."""
    with services.database.lezen() as session:
        organisatie = session.get(Organisatie, gebruiker.organisatie)
    if organisatie is None or not organisatie.actief:
        return ()
    return tuple(
        mailbox
        for mailbox in services.mailboxen.alle()
        if services.regio.code in mailbox.regios
        and mailbox.code not in services.regio.gesloten_mailboxen
        and any(a.soort.value == organisatie.soort and gebruiker.rollen & set(a.rollen) for a in mailbox.afzenders)
    )


def _already_submitted(session: Session, concept: OpenConcept) -> bool:
    """Lock the concept; tell whether another request has just made it a bericht, refuse when it was changed."""
    rij = session.get(Concept, concept.id, with_for_update=True)
    if session.get(Bericht, concept.id) is not None:
        return True
    if rij is None:
        raise NietGevonden
    if rij.versie != concept.versie:
        gewijzigd = Fout(veld="", tekst="Een collega heeft dit concept net gewijzigd. Controleer de antwoorden opnieuw.")
        raise OngeldigeAntwoorden(Fouten(fouten=(gewijzigd,)))
    return False


def _missing(mailbox: Mailbox, feiten: Feiten, bijlagen: Sequence[BijlageZicht]) -> tuple[Fout, ...]:
    aanwezig = {bijlage.eis for bijlage in bijlagen}
    return tuple(
        Fout(veld=f"bijlage-{eis.code}", tekst=f"Voeg toe: {eis.titel}.")
        for eis in mailbox.bijlagen
        if eis.is_verplicht(feiten) and eis.code not in aanwezig
    )


def _elsewhere(mailbox: Mailbox, feiten: Feiten) -> tuple[Fout, ...]:
    return tuple(
        Fout(veld=min(verwijzing.als.velden()), tekst=verwijzing.tekst)
        for verwijzing in mailbox.verwijzingen
        if verwijzing.als.geldt(feiten)
    )


def _sealed(
    services: Services, gebruiker: Gebruiker, concept: UUID, controle: Controle, *, now: datetime
) -> tuple[tuple[Sealed, ...], tuple[Seal, ...]]:
    """Seal the answers and the search block, and the keys of the bijlagen to the teams."""
    antwoorden = controle.antwoorden
    if antwoorden is None:
        raise OngeldigeAntwoorden(controle.fouten)
    teams: list[Aan] = [("team", bestemming.team) for bestemming in controle.bestemmingen]
    with services.database.lezen() as session:
        alle = services.sealer.keys(session, [*teams, gebruiker.namens.sleutel])
        alleen_teams = services.sealer.keys(session, teams)
        delen = session.execute(select(Bijlage.item, Bijlage.deel).where(Bijlage.subject == concept)).all()
    waarden = (
        (ANTWOORDEN, antwoorden_json(antwoorden, controle.bestemmingen)),
        (ZOEKBLOK, _search_block(antwoorden.client or Client())),
    )
    items = tuple(
        services.sealer.seal(
            waarde, purpose=doel, subject=concept, keys=alle, now=now, form_version=antwoorden.formulierversie
        )
        for doel, waarde in waarden
    )
    opened = open_deks(services, gebruiker, [item for paar in delen for item in paar]) if delen else []
    if len(opened) != 2 * len(delen):
        raise NietGevonden
    seals = tuple(
        seal
        for item, dek in opened
        for seal in services.sealer.seal_dek(dek, services.sealer.context_of(item), keys=alleen_teams)
    )
    return items, seals


def _search_block(client: Client) -> bytes:
    return json.dumps(
        {
            "bsn": client.bsn,
            "geboortedatum": client.geboortedatum,
            "voorletters": client.voorletters,
            "achternaam": client.achternaam,
            "kenmerk": client.kenmerk,
            "verkort": client.verkort,
        },
        ensure_ascii=False,
    ).encode()


def _store(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    mailbox: Mailbox,
    concept: OpenConcept,
    controle: Controle,
    *,
    sealed: Sequence[Sealed],
    seals: Sequence[Seal],
    now: datetime,
) -> None:
    bericht = _bericht(services, gebruiker, mailbox, concept.id, controle, now=now)
    session.add(bericht)
    session.flush()  # everything below refers to the bericht
    for bestemming in controle.bestemmingen:
        session.add(
            Ontvanger(bericht=bericht.id, team=bestemming.team, deel=bestemming.deel, regel=bestemming.regel, vanaf=now)
        )
    session.add_all(klokken.row(bericht.id, mailbox, berekening) for berekening in controle.termijnen)
    for item in sealed:
        item.add_to(session)
    session.add_all(seals)
    _end_concept(session, concept.id)
    session.add(_first_overgang(gebruiker, bericht, now=now))
    record(
        session,
        gebruiker.actor,
        actie="indienen",
        onderwerp=str(bericht.id),
        now=now,
        items=[item.item for item in sealed],
        uitkomst=bericht.team,
    )
    enqueue_opnemen(session, bericht.id, now=now)
    for bestemming in controle.bestemmingen:
        enqueue_mail(
            session, aan=("team", bestemming.team), sjabloon="nieuw", nummer=bericht.nummer, pad=f"/berichten/{bericht.id}", now=now
        )


def _bericht(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, bericht: UUID, controle: Controle, *, now: datetime
) -> Bericht:
    hoofd = controle.bestemmingen[0]
    begin = mailbox.levensloop.toestand(mailbox.levensloop.begin)
    return Bericht(
        id=bericht,
        nummer=_number(),
        mailbox=mailbox.code,
        regio=services.regio.code,
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
        urgent=klokken.most_urgent(t.datum for t in controle.termijnen),
        versie=1,
        opgenomen=None,
        kwitantie=None,
    )


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
        item=None,
        sleutel=bericht.id,
    )


def _end_concept(session: Session, concept: UUID) -> None:
    """Remove the concept and every seal of a session on what was taken over from it."""
    session.execute(delete(SealedItem).where(SealedItem.subject == concept, SealedItem.purpose == CONCEPT))
    over = select(SealedItem.id).where(SealedItem.subject == concept)
    session.execute(delete(Seal).where(Seal.recipient_kind == SESSIE, Seal.item.in_(over)))
    session.execute(delete(Concept).where(Concept.id == concept))


def _number() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(NUMBER_LENGTH))
    return f"BP-{letters[:4]}-{letters[4:]}"

