"""What a functioneel beheerder changes about aanbieders: a new one, another name, taking part or not, registers."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.beheer.inrichting import put_organisatie
from portal.core.beheer.toelating import in_words
from portal.core.opening import NietGevonden
from portal.core.registers.registers import in_registers, set_registers
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.rechten import Recht
from portal.domain.teams import Organisatiesoort
from portal.models import Organisatie


def voeg_toe(services: Services, gebruiker: Gebruiker, *, code: str, naam: str) -> None:
    """Let an aanbieder take part, with keys that the vault makes; raises NietToegelaten, VaultDown."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with in_words():
        services.vault.add_aanbieder(gebruiker.token, code=code, naam=naam, herkomst=gebruiker.herkomst)


def hernoem(services: Services, gebruiker: Gebruiker, code: str, *, naam: str, now: datetime) -> None:
    """Give an aanbieder another name; raises NietGevonden for an organisation that has its name from the region."""
    _change(services, gebruiker, code, "organisatie_hernoemen", now=now, naam=naam)


def zet_deelname(services: Services, gebruiker: Gebruiker, code: str, *, vanaf: date, now: datetime) -> None:
    """Say from which day an aanbieder takes part: over the years before nothing is asked of it. Raises NietGevonden."""
    _change(services, gebruiker, code, "organisatie_deelname", now=now, deelname=vanaf)


def zet_einde(services: Services, gebruiker: Gebruiker, code: str, *, einde: date | None, now: datetime) -> None:
    """Say what the last day of the contract is, None while it runs: after it only what is still due is sent. Raises NietGevonden."""
    _change(services, gebruiker, code, "organisatie_einde", now=now, einde=einde)


def zet_actief(services: Services, gebruiker: Gebruiker, code: str, *, actief: bool, now: datetime) -> None:
    """Let an aanbieder take part or no longer: then it sends nothing new, and what runs goes on. Raises NietGevonden.

    Its contract is then over: from today, unless an earlier last day is known, it sends only what is still due after one. When it
    takes part again a last day that has passed is none.
    """
    actie = "organisatie_actief" if actief else "organisatie_niet_actief"
    vandaag, bekend = datum_in_nederland(now), _last_day(services, code)
    voorbij = bekend is not None and bekend < vandaag
    einde = (None if voorbij else bekend) if actief else (bekend if voorbij else vandaag)
    _change(services, gebruiker, code, actie, now=now, actief=actief, einde=einde)


def registers_of(services: Services, gebruiker: Gebruiker, code: str) -> frozenset[str]:
    """Return the registers (codes) that an aanbieder stands in; raises NietToegestaan."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.lezen() as session:
        return in_registers(session, code)


def zet_registers(
    services: Services, gebruiker: Gebruiker, code: str, *, gekozen: Collection[str], now: datetime
) -> None:
    """Put an aanbieder in these registers of the region and in no other of them; raises NietGevonden."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    met_de_hand = [naam for naam, _ in services.regio.registers]
    with services.database.schrijven() as session:
        rij = session.get(Organisatie, code, with_for_update=True)
        if rij is None or rij.soort != Organisatiesoort.AANBIEDER:
            raise NietGevonden
        set_registers(session, gebruiker.actor, code, gekozen=gekozen, uit=met_de_hand, now=now)


def _last_day(services: Services, code: str) -> date | None:
    with services.database.lezen() as session:
        return session.scalar(select(Organisatie.einde).where(Organisatie.code == code))


def _change(
    services: Services,
    gebruiker: Gebruiker,
    code: str,
    actie: str,
    *,
    now: datetime,
    **values: str | bool | date | None,
) -> None:
    """Change the row of an aanbieder, with its line in the log; what is so already stays as it is."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.schrijven() as session:
        rij = session.get(Organisatie, code, with_for_update=True)
        if rij is None or rij.soort != Organisatiesoort.AANBIEDER:
            raise NietGevonden
        if all(getattr(rij, name) == value for name, value in values.items()):
            return
        for name, value in values.items():
            setattr(rij, name, value)
        if isinstance(naam := values.get("naam"), str):
            put_organisatie(session, code, naam=naam, soort=Organisatiesoort.AANBIEDER)
        record(session, gebruiker.actor, actie=actie, onderwerp=f"organisatie:{code}", now=now)
