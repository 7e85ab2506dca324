"""The audit log as a functioneel beheerder may see it: who came in and who changed rights; no act on a bericht.

An act on a bericht would tell that it exists, and of a toezicht dossier nobody but toezicht may know that. So no number
of a line is given either: from the gaps one would read how much was done on berichten in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import KLOK_TERUG
from portal.core.beheer.collegas import alle_records
from portal.core.services import Services
from portal.domain.datums import moment as voluit_moment
from portal.domain.rechten import Recht
from portal.models import AuditRegel, Organisatie, Team

INLOGGEN: Final = {
    "inloggen": "Inloggen",
    "uitloggen": "Uitloggen",
    "wachtwoord": "Eigen wachtwoord gewijzigd",
    "tweede_factor": "Tweede factor ingesteld",
}
TOELATEN: Final = {
    "toelaten": "Toelaten",
    "toelaten_bevestigen": "Toelating bevestigen",
    "toelaten_afwijzen": "Toelating afwijzen",
    "lidmaatschap_toevoegen": "Rol geven",
    "lidmaatschap_beeindigen": "Rol beëindigen",
    "waarneming_zetten": "Waarneming vastleggen",
    "waarneming_beeindigen": "Waarneming beëindigen",
    "blokkeren": "Account blokkeren",
    "herstellen": "Nieuw wachtwoord maken",
    "herstellen_bevestigen": "Nieuw wachtwoord bevestigen",
}
BEHEER: Final = {
    KLOK_TERUG: "De klok van de server ging terug",
    "sleutel_maken": "Sleutel maken",
    "organisatie_toevoegen": "Aanbieder toevoegen",
    "organisatie_hernoemen": "Naam van een aanbieder wijzigen",
    "organisatie_einde": "De laatste dag van het contract van een aanbieder wijzigen",
    "organisatie_deelname": "Sinds wanneer een aanbieder meedoet wijzigen",
    "organisatie_actief": "Aanbieder weer actief maken",
    "organisatie_niet_actief": "Aanbieder niet meer actief maken",
    "logboek_nakijken": "Logboek laten nakijken",
    "logboek_nagekeken": "Logboek nagekeken",
    "post_opnieuw": "Opgegeven post opnieuw proberen",
    "post_losgelaten": "Post loslaten",
    "regel_voorstellen": "Wijziging van regels voorstellen",
    "regel_intrekken": "Voorstel voor regels intrekken",
    "regel_besluiten": "Wijziging van regels vaststellen",
    "regel_toepassen": "Lopende termijnen opnieuw gerekend",
}
SOORTEN: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "alles": ("Alles", INLOGGEN | TOELATEN | BEHEER),
    "inloggen": ("Inloggen", INLOGGEN),
    "toelaten": ("Toelaten en rollen", TOELATEN),
    "beheer": ("Kluis en beheer", BEHEER),
}
UITKOMSTEN: Final = {
    "gelukt": "gelukt",
    "gelukt herhaald": "gelukt, tweede keer gevraagd",
    "gelukt klopt_niet": "het logboek klopt niet",
    "loginrefused": "geweigerd: account, wachtwoord of code klopt niet",
    "codenodig": "wachtwoord goed, code nog niet gegeven",
    "throttled": "geweigerd: te veel pogingen",
    "niet_toegestaan": "geweigerd: mag dit niet",
    "geen_record": "geweigerd: persoon is er niet",
    "onbekend": "geweigerd: is er niet meer",
    "account_bestaat": "geweigerd: account bestaat al",
    "laatste_beheerder": "geweigerd: enige beheerder",
    "laatste_twee": "geweigerd: een van de laatste twee beheerders",
    "beheerder_nodig": "geweigerd: een van de laatste twee beheerders",
    "organisatie_bestaat": "geweigerd: code is al in gebruik",
    "code_onjuist": "geweigerd: dit kan geen code zijn",
    "uzelf": "geweigerd: eigen account",
    "eigen_beheerder": "geweigerd: is aan de eigen beheerder",
    "tweede_beheerder_nodig": "geweigerd: vraagt een tweede beheerder",
}
PER_PAGE: Final = 50
# A page looks at no more than this many lines, so that it comes at once however many openings stand between.
LOOKED_AT: Final = 20_000
LAATSTE: Final = select(func.max(AuditRegel.nummer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Logregel:
    """One line: what was done, by whom, about whom or what, from where, and how it ended."""

    moment: datetime
    wat: str
    wie: str
    over: str
    herkomst: str
    uitkomst: str
    is_gelukt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Logboek:
    """A page of the log, newest first; `volgende` names the line before which the next page begins, None at the end."""

    regels: tuple[Logregel, ...]
    volgende: UUID | None


def logboek(services: Services, gebruiker: Gebruiker, *, soort: str = "alles", voor: UUID | None = None) -> Logboek:
    """Return a page of the chained lines before this one; raises NietToegestaan."""
    gebruiker.eis(Recht.AUDIT_LEZEN)
    acties = SOORTEN[soort][1]
    with services.database.lezen() as session:
        vanaf = session.get(AuditRegel, voor) if voor is not None else None
        einde = (vanaf.nummer if vanaf is not None else None) or (session.scalar(LAATSTE) or 0) + 1
        rijen = session.scalars(
            select(AuditRegel)
            .where(AuditRegel.nummer < einde, AuditRegel.nummer >= einde - LOOKED_AT, AuditRegel.actie.in_(acties))
            .order_by(AuditRegel.nummer.desc())
            .limit(PER_PAGE)
        ).all()
        namen = _names(services, session)
        laatste = rijen[-1].nummer or 0 if len(rijen) == PER_PAGE else max(einde - LOOKED_AT, 1)
        volgende = session.scalar(select(AuditRegel.id).where(AuditRegel.nummer == laatste)) if laatste > 1 else None
    return Logboek(regels=tuple(_line(rij, acties[rij.actie], namen) for rij in rijen), volgende=volgende)


def _names(services: Services, session: Session) -> Mapping[str, str]:
    """Return what a line may name, as it names it: a person by his id, a team or organisation by kind and code."""
    namen = {str(record.id): record.naam for record in alle_records(services, session)}
    namen |= {f"team:{team.code}": team.naam for team in session.scalars(select(Team)).all()}
    return namen | {f"organisatie:{o.code}": o.naam for o in session.scalars(select(Organisatie)).all()}


def _line(rij: AuditRegel, wat: str, namen: Mapping[str, str]) -> Logregel:
    return Logregel(
        moment=rij.moment,
        wat=wat,
        wie=namen.get(rij.persoon, "iemand die er niet meer is") if rij.persoon else _nobody(rij),
        over=_back(rij.onderwerp)
        if rij.actie == KLOK_TERUG
        else _first([namen.get(rij.onderwerp, ""), namen.get(rij.namens, "")], ""),
        herkomst=rij.herkomst,
        uitkomst=UITKOMSTEN.get(rij.uitkomst, f"geweigerd: {rij.uitkomst}"),
        is_gelukt=rij.uitkomst in {"gelukt", "gelukt herhaald"},
    )


def _back(onderwerp: str) -> str:
    """Say from which moment to which the clock went, as the vault wrote both; nothing of what it did not write."""
    try:
        van, naar = (voluit_moment(datetime.fromisoformat(moment)) for moment in onderwerp.split("/"))
    except (ValueError, OverflowError):
        return ""
    return f"van {van} naar {naar}"


def _nobody(rij: AuditRegel) -> str:
    """Name who acted in a line without a person: the vault's own machine, or who did not get in."""
    return "de kluis" if rij.herkomst == "kluis" else "nog onbekend wie"


def _first(texts: Sequence[str], anders: str) -> str:
    return next((text for text in texts if text), anders)
