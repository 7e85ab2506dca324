"""The check before submitting: answers, attachments, where the matter belongs, who gets it, and which clocks start."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from portal.core.accounts import Gebruiker
from portal.core.bericht import verbanden
from portal.core.bericht.kanten import sender_fact
from portal.core.bericht.overlijden import refused_after
from portal.core.bericht.verbanden import Verbonden
from portal.core.insturen import lopend
from portal.core.insturen.concepten import OpenConcept
from portal.core.insturen.gelijkluidend import differences
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.insturen.opzoeken import looked_up
from portal.core.insturen.uit_register import too_many_free
from portal.core.klokken import klokken
from portal.core.lezen.dossier import Dossierstuk, facts_of, named
from portal.core.services import Services
from portal.domain.anoniem import is_anoniem, nummers_in
from portal.domain.berekening import Berekening
from portal.domain.formulier import Antwoorden, Fout, Fouten, Ingevuld, Kader
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Mailbox, Verwijzing
from portal.domain.routeregel import veld_van
from portal.domain.routering import Bestemming, GeenBestemming, bij_team, route, van_regio
from portal.domain.teams import als_team, plek_van
from portal.domain.voorwaarde import Feit, Feiten

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
    fouten = (*fouten, *(nummers_in(mailbox.formulier, gelezen) if is_anoniem(mailbox) else ()))
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
    fouten = (*fouten, *too_many_free(services, mailbox, gelezen.feiten(), organisatie=kader.organisatie))
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


def _missing(mailbox: Mailbox, feiten: Feiten, kader: Kader) -> tuple[Fout, ...]:
    return tuple(
        Fout(veld=f"bijlage-{eis.code}", tekst=f"Voeg toe: {eis.titel}.")
        for eis in mailbox.bijlagen
        if eis.is_verplicht(feiten, voor_burger=kader.voor_burger) and eis.code not in kader.bijlagen
    )
