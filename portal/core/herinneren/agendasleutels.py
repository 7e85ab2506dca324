"""A calendar of one's own behind a secret address: made, withdrawn, and answered only while its person may still see it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, select

from portal.core.accounts import Gebruiker, Namens
from portal.core.audit import record
from portal.core.herinneren.afloop import KEUZES, aflopend, eis_inzage
from portal.core.herinneren.aflopend import Aflopend, stilstaand
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.domain.rechten import NietToegestaan
from portal.models import Agendasleutel, Persoon
from portal.sealing.sessie import VOLLEDIG, Ongeldig, verify_record

VOORUIT: Final = timedelta(days=366)
# So much is read for one calendar, of what is late, of what is to come and of what stands still each (voorstel): a file of a
# megabyte. What does not fit is said in the calendar itself.
GETOOND: Final = 2_000
_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a calendar shows; `past_niet` when there is more than it holds, and then `volledig_tot` the last day that is whole.

    Without such a day what is to come is whole, and not all fits of what is late or stands still.
    """

    items: tuple[Aflopend, ...]
    past_niet: bool = False
    volledig_tot: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleutelstand:
    """That there is a secret address, since when and of whose work; never the address itself."""

    gemaakt: datetime
    keuze: str


def stand(services: Services, gebruiker: Gebruiker) -> Sleutelstand | None:
    """Return what this person has here; raises NietToegestaan."""
    eis_inzage(gebruiker)
    with services.database.lezen() as session:
        rij = session.scalars(select(Agendasleutel).where(*_eigen(gebruiker))).one_or_none()
        return Sleutelstand(gemaakt=rij.gemaakt, keuze=rij.keuze) if rij is not None else None


def maak(services: Services, gebruiker: Gebruiker, *, keuze: str, now: datetime) -> str:
    """Make a new secret, shown this once, and end the one there was; raises NietToegestaan."""
    eis_inzage(gebruiker)
    sleutel = secrets.token_urlsafe(_BYTES)
    with services.database.schrijven() as session:
        session.execute(delete(Agendasleutel).where(*_eigen(gebruiker)))
        session.add(
            Agendasleutel(
                hash=_hash(sleutel),
                persoon=gebruiker.persoon,
                namens_soort=gebruiker.namens.soort,
                namens=gebruiker.namens.code,
                keuze=keuze if keuze in dict(KEUZES) else KEUZES[0][0],
                gemaakt=now,
            )
        )
        record(session, gebruiker.actor, actie="agenda_delen", onderwerp=str(gebruiker.persoon), now=now)
    return sleutel


def trek_in(services: Services, gebruiker: Gebruiker, *, now: datetime) -> None:
    """Withdraw the secret: from now on its address leads nowhere; raises NietToegestaan."""
    eis_inzage(gebruiker)
    with services.database.schrijven() as session:
        session.execute(delete(Agendasleutel).where(*_eigen(gebruiker)))
        record(session, gebruiker.actor, actie="agenda_intrekken", onderwerp=str(gebruiker.persoon), now=now)


def lees(services: Services, sleutel: str, *, vandaag: date) -> Agenda:
    """Return what the calendar behind this secret shows; raises NietGevonden for every secret that opens nothing.

    The row in the database is no proof: what the person may see comes from his record, signed by the vault.
    """
    with services.database.lezen() as session:
        rij = session.get(Agendasleutel, _hash(sleutel))
        persoon = session.get(Persoon, rij.persoon) if rij is not None else None
    if rij is None or persoon is None:
        raise NietGevonden
    gebruiker = _lezer(services, rij, persoon, vandaag=vandaag)
    try:
        eis_inzage(gebruiker)
    except NietToegestaan:
        raise NietGevonden from None
    return _read(services, gebruiker, rij.keuze, vandaag=vandaag)


def _read(services: Services, gebruiker: Gebruiker, keuze: str, *, vandaag: date) -> Agenda:
    """Read all of it: what is late never pushes out what is still to come."""
    gevonden = aflopend(services, gebruiker, tot=vandaag + VOORUIT, keuze=keuze, vandaag=vandaag, hoogstens=GETOOND)
    laat = [item for item in gevonden if item.datum < vandaag]
    komt = [item for item in gevonden if item.datum >= vandaag]
    stil = stilstaand(services, gebruiker, keuze=keuze, hoogstens=GETOOND)
    vol = len(komt) > GETOOND
    return Agenda(
        items=(*laat[:GETOOND], *komt[:GETOOND], *stil.rijen),
        past_niet=vol or len(laat) > GETOOND or bool(stil.volgende),
        volledig_tot=komt[GETOOND].datum - timedelta(days=1) if vol else None,
    )


def _lezer(services: Services, rij: Agendasleutel, persoon: Persoon, *, vandaag: date) -> Gebruiker:
    """Return the person without a session: he reads dates from columns in clear, and can open nothing."""
    try:
        bewijs = verify_record(
            services.sealer.pinned, persoon=persoon.id, record=persoon.record, signature=persoon.signature
        )
    except Ongeldig:
        raise NietGevonden from None
    if not bewijs.actief:
        raise NietGevonden
    return Gebruiker(
        persoon=persoon.id,
        account=persoon.account,
        naam="",
        email="",
        organisatie="",
        niveau=VOLLEDIG,
        sessie=persoon.id,
        token="",
        namens=Namens(soort=rij.namens_soort, code=rij.namens, naam="", teamsoort=_kind(services, rij)),
        lidmaatschappen=tuple(lid for lid in bewijs.lidmaatschappen if lid.loopt(vandaag)),
        vandaag=vandaag,
        herkomst="agenda",
    )


def _kind(services: Services, rij: Agendasleutel) -> str:
    team = services.regio.team_met_code(rij.namens) if rij.namens_soort == "team" else None
    return team.soort.value if team is not None else ""


def _eigen(gebruiker: Gebruiker) -> tuple[ColumnElement[bool], ...]:
    soort, code = gebruiker.namens.sleutel
    return (
        Agendasleutel.persoon == gebruiker.persoon,
        Agendasleutel.namens_soort == soort,
        Agendasleutel.namens == code,
    )


def _hash(sleutel: str) -> bytes:
    return hashlib.sha256(sleutel.encode()).digest()
