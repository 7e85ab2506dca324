"""The check before submitting: answers, attachments, where the matter belongs, who gets it, and which clocks start."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core import klokken
from portal.core.accounts import Gebruiker
from portal.core.bijlagen import BijlageZicht
from portal.core.concepten import OpenConcept
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.domain.berekening import Berekening
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Antwoorden, Fout, Fouten, Kader
from portal.domain.mailbox import Mailbox
from portal.domain.rollen import Rol
from portal.domain.routering import Bestemming, GeenBestemming, bij_team, route
from portal.domain.teams import Organisatiesoort
from portal.domain.voorwaarde import Feiten
from portal.models import Organisatie


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """What the check-your-answers page shows, and what submitting would do."""

    antwoorden: Antwoorden | None
    fouten: Fouten
    bestemmingen: tuple[Bestemming, ...] = ()
    termijnen: tuple[Berekening, ...] = ()


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
    fouten = _missing(mailbox, feiten, concept.bijlagen)
    try:
        bestemmingen = route(mailbox.routering, feiten, services.regio)
        team = services.regio.team_met_code(bestemmingen[0].team)
        bij_hen = bij_team(feiten, services.regio, bestemmingen[0].team)
        fouten = (*fouten, *_elsewhere(mailbox, bij_hen, contact=team.contact if team else ""))
    except GeenBestemming as geen:
        fouten = (*fouten, Fout(veld=geen.veld, tekst=geen.tekst))
        bestemmingen = ()
    if fouten:
        return Controle(antwoorden=gelezen, fouten=Fouten(fouten=fouten), bestemmingen=bestemmingen)
    termijnen = klokken.start_termijnen(services, mailbox, feiten, aankomst=datum_in_nederland(now))
    return Controle(antwoorden=gelezen, fouten=Fouten(), bestemmingen=bestemmingen, termijnen=termijnen)


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
    return open_to(services, organisatie.soort, gebruiker.rollen)


def open_to(services: Services, soort: str, rollen: Collection[Rol]) -> tuple[Mailbox, ...]:
    """Return the mailboxes of this region that take berichten of this kind of organisation, sent in one of these roles."""
    return tuple(
        mailbox
        for mailbox in services.mailboxen.alle()
        if services.regio.code in mailbox.regios
        and mailbox.code not in services.regio.gesloten_mailboxen
        and any(a.soort.value == soort and set(rollen) & set(a.rollen) for a in mailbox.afzenders)
    )


def _missing(mailbox: Mailbox, feiten: Feiten, bijlagen: Sequence[BijlageZicht]) -> tuple[Fout, ...]:
    aanwezig = {bijlage.eis for bijlage in bijlagen}
    return tuple(
        Fout(veld=f"bijlage-{eis.code}", tekst=f"Voeg toe: {eis.titel}.")
        for eis in mailbox.bijlagen
        if eis.is_verplicht(feiten) and eis.code not in aanwezig
    )


def _elsewhere(mailbox: Mailbox, feiten: Feiten, *, contact: str) -> tuple[Fout, ...]:
    return tuple(
        Fout(
            veld=verwijzing.plek,
            tekst=f"{verwijzing.tekst} {contact}".strip() if verwijzing.met_contact else verwijzing.tekst,
        )
        for verwijzing in mailbox.verwijzingen
        if verwijzing.als.geldt(feiten)
    )
