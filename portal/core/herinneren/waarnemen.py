"""Standing in for who is away: who may, who does today, and setting and ending it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.beheer.collegas import genuine_records
from portal.core.beheer.toelating import NietToegelaten
from portal.core.opening import NietGevonden
from portal.core.post.ladingen import MAIL_EEN
from portal.core.post.outbox import add
from portal.core.services import Services
from portal.db import Base
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.mailsoort import WAARNEMING
from portal.domain.waarneming import Waarneming as Afspraak
from portal.domain.waarneming import kan_waarnemen, werk
from portal.models import Organisatie, Persoon, Team, Waarneming
from portal.prepared import Prepared, Row
from portal.sealing.sessie import PersoonRecord

# voorstel: longer than this is no leave; a role in the team fits better then.
LANGST: Final = timedelta(days=366)
INSTELLINGEN: Final = "/instellingen"
_AFSPRAAK: Final = Base.metadata.tables["waarnemingen"].c
# Asked for every list of berichten, so made once and run below the ORM.
VAN_HEM: Final = Prepared(
    select(*_AFSPRAAK)
    .where(or_(_AFSPRAAK.persoon == bindparam("persoon"), _AFSPRAAK.waarnemer == bindparam("persoon")))
    .where(_AFSPRAAK.tot >= bindparam("vandaag"))
    .order_by(_AFSPRAAK.van, _AFSPRAAK.code)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keuze:
    """A colleague who can stand in, in one team or organisation; `sleutel` names it in a form."""

    soort: str
    code: str
    waar: str
    waarnemer: UUID
    naam: str

    @property
    def sleutel(self) -> str:
        """Its name in a form."""
        return f"{self.soort}:{self.code}:{self.waarnemer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zicht:
    """One agreement to stand in; `geldt` False when the waarnemer may no longer do there what the other may."""

    afspraak: Afspraak
    soort: str
    code: str
    waar: str
    naam: str
    waarnemer_naam: str
    loopt: bool
    geldt: bool

    @property
    def plek(self) -> str:
        """The team or organisation, as a form names it."""
        return f"{self.soort}:{self.code}"


def vervangers(
    session: Session, personen: Collection[PersoonRecord], *, soort: str, code: str, vandaag: date
) -> dict[UUID, UUID]:
    """Return who of these is away today, with who stands in: only who may himself do what the other may."""
    rechten = {p.id: werk(p.lidmaatschappen, soort=soort, code=code, vandaag=vandaag) for p in personen if p.actief}
    query = select(Waarneming.persoon, Waarneming.waarnemer).where(
        Waarneming.soort == soort, Waarneming.code == code, Waarneming.van <= vandaag, Waarneming.tot >= vandaag
    )
    return {
        persoon: waarnemer
        for persoon, waarnemer in session.execute(query).all()
        if persoon in rechten and waarnemer in rechten and kan_waarnemen(rechten[waarnemer], rechten[persoon])
    }


def waarnemingen(services: Services, persoon: UUID, *, vandaag: date) -> tuple[Zicht, ...]:
    """Return what runs or is still to come: of this person, and that he does for others."""
    with services.database.lezen() as session:
        rijen = VAN_HEM.rows(session, persoon=persoon, vandaag=vandaag)
        if not rijen:
            return ()
        ids = {rij.persoon for rij in rijen} | {rij.waarnemer for rij in rijen}
        records = {r.id: r for r in genuine_records(services, session, Persoon.id.in_(ids))}
        namen = _names(session, [(rij.soort, rij.code) for rij in rijen])
    return tuple(
        _view(rij, records, namen, vandaag) for rij in rijen if rij.persoon in records and rij.waarnemer in records
    )


def waarneming_nu(services: Services, gebruiker: Gebruiker, *, vandaag: date) -> tuple[Zicht, ...]:
    """Return what runs today where he works now: of him, and that he does for others."""
    return tuple(
        z
        for z in waarnemingen(services, gebruiker.persoon, vandaag=vandaag)
        if z.loopt and z.geldt and (z.soort, z.code) == gebruiker.namens.sleutel
    )


def waargenomen(nu: Sequence[Zicht], gebruiker: Gebruiker) -> frozenset[UUID]:
    """Return for whom he stands in, of what runs now."""
    return frozenset(z.afspraak.persoon for z in nu if z.afspraak.waarnemer == gebruiker.persoon)


def mogelijke_waarnemers(services: Services, persoon: UUID, *, vandaag: date, binnen: str = "") -> tuple[Keuze, ...]:
    """Return who can stand in for a person, by name; `binnen` keeps to the teams of one organisation and itself."""
    with services.database.lezen() as session:
        wie = next(iter(genuine_records(services, session, Persoon.id == persoon)), None)
        if wie is None:
            raise NietGevonden
        plekken = dict.fromkeys((lid.soort, lid.code) for lid in wie.lidmaatschappen if lid.loopt(vandaag))
        namen = _names(session, list(plekken), binnen=binnen)
        return tuple(
            Keuze(soort=soort, code=code, waar=namen[soort, code], waarnemer=ander.id, naam=ander.naam)
            for soort, code in plekken
            if (soort, code) in namen
            for ander in _who_can(services, session, wie, soort=soort, code=code, vandaag=vandaag)
        )


def zet_waarneming(
    services: Services, gebruiker: Gebruiker, persoon: UUID, *, keuze: str, van: date, tot: date, now: datetime
) -> None:
    """Agree that a colleague stands in, in the place of what was agreed there before; raises NietToegelaten.

    For oneself, or as organisatiebeheerder for somebody of the own organisation who cannot do it now.
    """
    vandaag, eigen = datum_in_nederland(now), persoon == gebruiker.persoon
    kan = mogelijke_waarnemers(services, persoon, vandaag=vandaag, binnen="" if eigen else gebruiker.namens.code)
    gekozen = next((k for k in kan if k.sleutel == keuze), None)
    if gekozen is None:
        raise NietToegelaten("waarnemer", "Deze collega kan niet waarnemen. Kies iemand uit de lijst.")
    if tot < max(van, vandaag):
        raise NietToegelaten("tot", "De laatste dag ligt voor de eerste dag of is al voorbij. Kies een latere dag.")
    if tot - van > LANGST:
        raise NietToegelaten("tot", "Waarnemen kan hoogstens een jaar. Kies een eerdere laatste dag.")
    with services.database.schrijven() as session:
        sleutel = {"persoon": persoon, "soort": gekozen.soort, "code": gekozen.code}
        oud = session.get(Waarneming, sleutel)
        if oud is not None:
            session.delete(oud)
            session.flush()
        session.add(
            Waarneming(**sleutel, waarnemer=gekozen.waarnemer, van=van, tot=tot, door=gebruiker.persoon, gemaakt=now)
        )
        _log(session, gebruiker, persoon, "waarneming_zetten", plek=f"{gekozen.soort}:{gekozen.code}", now=now)
        for wie in {gekozen.waarnemer, persoon} - {gebruiker.persoon}:
            _tell(session, wie, gekozen, now)


def beeindig_waarneming(services: Services, gebruiker: Gebruiker, persoon: UUID, *, plek: str, now: datetime) -> bool:
    """End what was agreed in a team or organisation; False when there was nothing (any more)."""
    soort, _, code = plek.partition(":")
    with services.database.schrijven() as session:
        if persoon != gebruiker.persoon and not _names(session, [(soort, code)], binnen=gebruiker.namens.code):
            return False
        rij = session.get(Waarneming, {"persoon": persoon, "soort": soort, "code": code})
        if rij is None:
            return False
        session.delete(rij)
        _log(session, gebruiker, persoon, "waarneming_beeindigen", plek=plek, now=now)
    return True


def zinnen(nu: Sequence[Zicht], gebruiker: Gebruiker) -> tuple[str, ...]:
    """Say who stands in for whom, of what runs now: both read it where their work stands."""
    gevonden = []
    for z in nu:
        tot = f"tot en met {voluit(z.afspraak.tot)}"
        if z.afspraak.persoon == gebruiker.persoon:
            gevonden.append(f"{z.waarnemer_naam} neemt voor u waar, {tot}, en krijgt uw e-mail.")
        else:
            gevonden.append(f"U neemt waar voor {z.naam}, {tot}. U krijgt ook de e-mail voor {z.naam}.")
    return tuple(gevonden)


def _who_can(
    services: Services, session: Session, wie: PersoonRecord, *, soort: str, code: str, vandaag: date
) -> list[PersoonRecord]:
    """Return who may do in a team or organisation all that this person may do there."""
    nodig = werk(wie.lidmaatschappen, soort=soort, code=code, vandaag=vandaag)
    records = genuine_records(services, session, Persoon.record.contains(f'"{code}"', autoescape=True))
    anderen = (r for r in records if r.actief and r.id != wie.id)
    kan = [r for r in anderen if kan_waarnemen(werk(r.lidmaatschappen, soort=soort, code=code, vandaag=vandaag), nodig)]
    return sorted(kan, key=lambda record: record.naam.casefold())


def _names(session: Session, plekken: Sequence[tuple[str, str]], *, binnen: str = "") -> dict[tuple[str, str], str]:
    """Name these teams and organisations; with `binnen` only the teams of that organisation and itself."""
    codes = [code for _, code in plekken]
    teams = session.scalars(select(Team).where(Team.code.in_(codes))).all()
    organisaties = session.scalars(select(Organisatie).where(Organisatie.code.in_(codes))).all()
    alle = [("team", t.code, t.organisatie, t.naam) for t in teams]
    alle += [("organisatie", o.code, o.code, o.naam) for o in organisaties]
    return {
        (soort, code): naam
        for soort, code, van, naam in alle
        if (soort, code) in plekken and (not binnen or van == binnen)
    }


def _view(
    rij: Row,
    records: Mapping[UUID, PersoonRecord],
    namen: Mapping[tuple[str, str], str],
    vandaag: date,
) -> Zicht:
    wie, doet = records[rij.persoon], records[rij.waarnemer]
    rechten = [werk(r.lidmaatschappen, soort=rij.soort, code=rij.code, vandaag=vandaag) for r in (doet, wie)]
    afspraak = Afspraak(persoon=wie.id, waarnemer=doet.id, van=rij.van, tot=rij.tot)
    return Zicht(
        afspraak=afspraak,
        soort=rij.soort,
        code=rij.code,
        waar=namen.get((rij.soort, rij.code), rij.code),
        naam=wie.naam,
        waarnemer_naam=doet.naam,
        loopt=afspraak.loopt(vandaag),
        geldt=doet.actief and kan_waarnemen(*rechten),
    )


def _log(session: Session, gebruiker: Gebruiker, persoon: UUID, actie: str, *, plek: str, now: datetime) -> None:
    record(session, gebruiker.actor, actie=actie, onderwerp=str(persoon), now=now, uitkomst=plek[:48])


def _tell(session: Session, persoon: UUID, keuze: Keuze, now: datetime) -> None:
    """Tell who stands in, or is stood in for by the hand of another, that it was agreed; the page says what."""
    lading = {"aan_soort": keuze.soort, "aan": keuze.code, "sjabloon": WAARNEMING, "nummer": "", "pad": INSTELLINGEN}
    add(session, MAIL_EEN, {**lading, "persoon": str(persoon)}, now=now)
