"""The check before submitting: answers, attachments, where the matter belongs, who gets it, and which clocks start."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, func, or_, select

from portal.core.accounts import Gebruiker
from portal.core.bericht import verbanden
from portal.core.bericht.kanten import sender_fact
from portal.core.bericht.overlijden import refused_after
from portal.core.bericht.verbanden import Verbonden
from portal.core.insturen import lopend
from portal.core.insturen.concepten import OpenConcept
from portal.core.insturen.gelijkluidend import differences
from portal.core.insturen.opzoeken import looked_up
from portal.core.klokken import klokken
from portal.core.lezen.dossier import Dossierstuk, facts_of, named
from portal.core.opening import NietGevonden
from portal.core.registers.registerregels import not_placed, register_choices
from portal.core.services import Services
from portal.db import Base
from portal.domain.berekening import Berekening
from portal.domain.contract import mag_nog_sturen
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Antwoorden, Fout, Fouten, Ingevuld, Kader
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Mailbox, Verwijzing
from portal.domain.rollen import Rol
from portal.domain.routeregel import veld_van
from portal.domain.routering import Bestemming, GeenBestemming, bij_team, route, van_regio
from portal.domain.teams import Organisatiesoort, als_team, plek_van
from portal.domain.voorwaarde import Feit, Feiten

_ORG = Base.metadata.tables["organisaties"].c
IS_AANBIEDER = and_(_ORG.soort == Organisatiesoort.AANBIEDER.value, _ORG.actief)
_TEAM = Base.metadata.tables["teams"].c
# The organisation somebody acts for: that of the team, or the one he is of.
_EIGEN = _ORG.code == func.coalesce(
    select(_TEAM.organisatie).where(_TEAM.code == bindparam("team")).scalar_subquery(), bindparam("eigen")
)
# Asked at every step of filling in, so made once and run below the ORM.
REGISTER = (
    select(_ORG.code, _ORG.naam, _ORG.soort, _ORG.actief, _ORG.einde, _EIGEN.label("eigen"))
    .where(or_(IS_AANBIEDER, _EIGEN))
    .order_by(_ORG.naam)
)
_REG = Base.metadata.tables["registerregels"].c
EIGEN_REGISTERS = select(_REG.register).where(_REG.organisatie == bindparam("eigen"), _REG.tot.is_(None))
EIGEN = select(_ORG.soort, _ORG.actief, _ORG.einde).where(_EIGEN)
OTHER_TEAM: Final = "Dit bericht gaat nu naar een ander team dan u net zag. Controleer opnieuw wie het krijgt."
EIGEN_TEAM: Final = "Dit gaat naar uw eigen team. Kies een andere ontvanger, of overleg met uw collega's."

# Only the gemeente that gets it registers for a burger: whoever sends it goes on reading what is decided (Handboek §4 A.1).
ANDERE_GEMEENTE: Final = (
    "Dit hoort bij {team}. U legt alleen vast wat voor uw eigen gemeente is. Bel {team} ({contact}), samen met de burger als dat kan. Geef "
    "door wat hij vraagt en op welke dag hij zich bij u meldde."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """What the check-your-answers page shows, and what submitting would do; `kader` is what the form could know.

    `feiten` are the answers with what the links say, once nothing is wrong; `dossier` the documents of which some go along.
    """

    mailbox: Mailbox
    kader: Kader
    formulier: Ingevuld
    antwoorden: Antwoorden | None
    fouten: Fouten
    bestemmingen: tuple[Bestemming, ...] = ()
    termijnen: tuple[Berekening, ...] = ()
    verbanden: tuple[Verbonden, ...] = ()
    dossier: tuple[Dossierstuk, ...] = ()
    feiten: Feiten = field(default_factory=dict)

    @property
    def aankomst(self) -> date:
        """The day on which it came in: today, or for a burger the day that was answered."""
        return _arrival(self.antwoorden.feiten() if self.antwoorden is not None else {}, self.kader)


def kader(services: Services, gebruiker: Gebruiker, *, now: datetime) -> Kader:
    """Return what a form may know: today, the region, and the aanbieders to choose from."""
    return _kader(services, _register(services, gebruiker), now=now)


def mailbox_en_kader(
    services: Services, gebruiker: Gebruiker, code: str, *, now: datetime, bijlagen: frozenset[str] = frozenset()
) -> tuple[Mailbox, Kader]:
    """Return a mailbox that this person may send to, and what its form may know; raises NietGevonden."""
    mailbox = _known(services, gebruiker, code)
    register = _register(services, gebruiker)
    eigen = next((rij for rij in register if rij.eigen), None)
    registers = _own_registers(services, gebruiker)
    if eigen is None or not is_open_to(services, mailbox, eigen.soort, gebruiker.rollen, registers):
        raise NietGevonden
    if not mag_nog_sturen(mailbox, actief=eigen.actief, einde=eigen.einde, vandaag=datum_in_nederland(now)):
        raise NietGevonden
    weet = _kader(services, register, now=now, bijlagen=bijlagen)
    voor_burger = mailbox.is_registratie(gebruiker.namens.soort)
    if any(veld.soort in {"register", "aantallen"} for veld in mailbox.formulier.veldinfo()):
        weet = replace(weet, keuzes=register_choices(services, None if voor_burger else weet.organisatie))
    return mailbox, replace(weet, voor_burger=voor_burger, geen_plaatsing=not_placed(services, gebruiker, mailbox))


def _register(services: Services, gebruiker: Gebruiker) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the aanbieders that are active, and the own organisation as it is."""
    with services.database.lezen() as session:
        return session.connection().execute(REGISTER, _own(gebruiker)).all()


def _kader(
    services: Services,
    register: Sequence[Row[*tuple[Any, ...]]],
    *,
    now: datetime,
    bijlagen: frozenset[str] = frozenset(),
) -> Kader:
    vandaag = datum_in_nederland(now)
    anderen = (rij for rij in register if not rij.eigen and (rij.einde is None or vandaag <= rij.einde))
    return Kader(
        vandaag=vandaag,
        regio=services.regio,
        organisatie=next((rij.code for rij in register if rij.eigen), ""),
        aanbieders=tuple((rij.code, rij.naam) for rij in anderen),
        bijlagen=bijlagen,
    )


def _own(gebruiker: Gebruiker) -> dict[str, str]:
    soort, code = gebruiker.namens.sleutel
    return {"team": code if soort == "team" else "", "eigen": gebruiker.organisatie}


def _arrival(feiten: Feiten, kader: Kader) -> date:
    return date.fromisoformat(str(feiten["binnengekomen_op"])) if kader.voor_burger and feiten else kader.vandaag


def controleer(services: Services, gebruiker: Gebruiker, concept: OpenConcept, *, now: datetime) -> Controle:
    """Check a concept against its mailbox; what is wrong comes back, with the attachments that are missing."""
    aanwezig = frozenset(bijlage.eis for bijlage in concept.bijlagen)
    mailbox, kader = mailbox_en_kader(services, gebruiker, concept.mailbox, now=now, bijlagen=aanwezig)
    return controleer_ingevuld(services, gebruiker, mailbox, mailbox.formulier.vul(concept.ruw, kader), kader, now=now)


def controleer_ingevuld(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, formulier: Ingevuld, kader: Kader, *, now: datetime
) -> Controle:
    """Check what was typed, and that what it belongs to is the sender's; the kader says which attachments are there."""
    gelezen = formulier.gelezen()
    controle = Controle(mailbox=mailbox, kader=kader, formulier=formulier, antwoorden=None, fouten=Fouten())
    if isinstance(gelezen, Fouten):
        missing = _missing(mailbox, {naam: w[0] for naam, w in formulier.getypt().items() if w}, kader)
        return replace(controle, fouten=Fouten(fouten=(*gelezen.fouten, *missing)))
    verbonden, fouten = verbanden.find(services, gebruiker, mailbox, gelezen.feiten())
    gelezen, stukken, dicht = named(services, gebruiker, mailbox, gelezen, now=now) if not fouten else (gelezen, (), ())
    feiten = {
        **gelezen.feiten(),
        **verbanden.facts_of(verbonden),
        **looked_up(services, gebruiker, mailbox, gelezen, vandaag=kader.vandaag),
        **facts_of(stukken),
        **sender_fact(gebruiker.namens.soort),
        **_own_gemeente(services, gebruiker),
        **van_regio(services.regio),
    }
    fouten = (*fouten, *differences(services, gebruiker, mailbox, gelezen.feiten(), verbonden, now=now))
    fouten = (*fouten, *lopend.refused(services, gebruiker, mailbox, gelezen.feiten()))
    bestemmingen, elders = _where(services, gebruiker, mailbox, feiten, kader) if not fouten else ((), ())
    na_overlijden = refused_after(services, gebruiker, mailbox, gelezen)
    fouten = (*fouten, *_missing(mailbox, feiten, kader), *elders, *dicht, *na_overlijden)
    if fouten:
        return replace(controle, antwoorden=gelezen, fouten=Fouten(fouten=fouten), bestemmingen=bestemmingen)
    return replace(
        controle,
        antwoorden=gelezen,
        bestemmingen=bestemmingen,
        verbanden=verbonden,
        dossier=stukken,
        feiten=feiten,
        termijnen=klokken.start_termijnen(
            services,
            mailbox,
            feiten,
            aankomst=_arrival(feiten, kader),
            team=bestemmingen[0].team if bestemmingen else "",
        ),
    )


def _own_gemeente(services: Services, gebruiker: Gebruiker) -> dict[str, Feit]:
    """Return as a fact for which gemeente, or gemeenten, the team acts that sends; nothing for an organisation."""
    team = services.regio.team_met_code(gebruiker.namens.code) if gebruiker.namens.soort == "team" else None
    return {"afzender.gemeente": team.gemeenten} if team is not None else {}


def _where(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten, kader: Kader
) -> tuple[tuple[Bestemming, ...], tuple[Fout, ...]]:
    """Return who gets it, and what is wrong: nobody does, or it belongs elsewhere."""
    try:
        bestemmingen = route(mailbox.routering, feiten, services.regio)
    except GeenBestemming as geen:
        return (), (Fout(veld=geen.veld.removeprefix("verband."), tekst=geen.tekst),)
    team = services.regio.team_met_code(bestemmingen[0].team)
    aan_eigen = gebruiker.namens.sleutel in {plek_van(b.team) for b in bestemmingen}
    if aan_eigen and not mailbox.mag_aan_zichzelf(gebruiker.namens.soort):
        return (), (Fout(veld=veld_van(mailbox.routering, feiten), tekst=EIGEN_TEAM),)
    if kader.voor_burger and not aan_eigen and team is not None:
        tekst = ANDERE_GEMEENTE.format(team=team.naam, contact=team.contact)
        return (), (Fout(veld=veld_van(mailbox.routering, feiten), tekst=tekst),)
    bij_hen = bij_team(feiten, services.regio, bestemmingen[0].team)
    namen = {als_team("organisatie", code): naam for code, naam in kader.aanbieders}
    genoemd = tuple(replace(b, uitleg=f"{namen[b.team]}. {b.uitleg}") if b.team in namen else b for b in bestemmingen)
    contact = team.contact if team else ""
    return genoemd, tuple(
        Fout(veld=verwijzing.plek, tekst=where_to(verwijzing, bij_hen, services.regio, contact=contact))
        for verwijzing in mailbox.verwijzingen
        if verwijzing.als.geldt(bij_hen)
    )


def where_to(verwijzing: Verwijzing, feiten: Feiten, regio: Regio, *, contact: str) -> str:
    """Say where it belongs, with the contact line of the team or what the region says, where the declaration wants it."""
    erbij = regio.elders(str(feiten.get(verwijzing.plek, ""))) if verwijzing.met_regio else ""
    return " ".join(filter(None, (verwijzing.tekst, erbij, contact if verwijzing.met_contact else "")))


def mailbox_for(services: Services, gebruiker: Gebruiker, code: str) -> Mailbox:
    """Return a mailbox that this person may send to; raises NietGevonden."""
    mailbox = _known(services, gebruiker, code)
    if mailbox not in sendable(services, gebruiker):
        raise NietGevonden
    return mailbox


def _known(services: Services, gebruiker: Gebruiker, code: str) -> Mailbox:
    """Return a declaration that takes berichten of a role he holds; raises NietGevonden.

    One that is not there, or is not for his roles, asks nothing: a concept that is not there must cost what another's does.
    """
    mailbox = services.mailboxen.met_code(code)
    if mailbox is None or all(gebruiker.rollen.isdisjoint(afzender.rollen) for afzender in mailbox.afzenders):
        raise NietGevonden
    return mailbox


def sendable(services: Services, gebruiker: Gebruiker) -> tuple[Mailbox, ...]:
    """Return the mailboxes open to this person in this region, for 'Nieuw bericht'."""
    with services.database.lezen() as session:
        eigen = session.connection().execute(EIGEN, _own(gebruiker)).one_or_none()
    if eigen is None:
        return ()
    alle = open_to(services, eigen.soort, gebruiker.rollen, _own_registers(services, gebruiker))
    nu = {"actief": eigen.actief, "einde": eigen.einde, "vandaag": gebruiker.vandaag}
    return tuple(mailbox for mailbox in alle if mag_nog_sturen(mailbox, **nu))


def _own_registers(services: Services, gebruiker: Gebruiker) -> AbstractSet[str]:
    """Return the registers that the own organisation stands in, of those that say who may send in this region."""
    if not services.regio.registers:
        return frozenset()
    with services.database.lezen() as session:
        return set(session.connection().execute(EIGEN_REGISTERS, {"eigen": gebruiker.organisatie}).scalars())


def open_to(
    services: Services, soort: str, rollen: AbstractSet[Rol], registers: AbstractSet[str] | None = None
) -> tuple[Mailbox, ...]:
    """Return the mailboxes of this region that take berichten of this kind of organisation, sent in one of these roles.

    `registers` are those the organisation stands in; None for any that it could ever stand in.
    """
    wie = ("open_to", soort, frozenset(rollen), None if registers is None else frozenset(registers))
    alle = services.mailboxen.alle()
    return services.regels.eens(
        wie, lambda: tuple(m for m in alle if is_open_to(services, m, soort, rollen, registers))
    )


def is_open_to(
    services: Services, mailbox: Mailbox, soort: str, rollen: AbstractSet[Rol], registers: AbstractSet[str] | None
) -> bool:
    """Tell whether this mailbox is among those of `open_to`."""
    return (
        services.regio.code in mailbox.regios
        and mailbox.code not in services.regio.gesloten_mailboxen
        and mailbox.afzender(soort, rollen, registers) is not None
    )


def _missing(mailbox: Mailbox, feiten: Feiten, kader: Kader) -> tuple[Fout, ...]:
    return tuple(
        Fout(veld=f"bijlage-{eis.code}", tekst=f"Voeg toe: {eis.titel}.")
        for eis in mailbox.bijlagen
        if eis.is_verplicht(feiten, voor_burger=kader.voor_burger) and eis.code not in kader.bijlagen
    )
