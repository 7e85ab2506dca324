"""Changing the rules of the region: one functioneel beheerder proposes, another decides; what was decided is never erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker, names_of
from portal.core.audit import record
from portal.core.opening import NietGevonden
from portal.core.regelbron import read_rules, read_wijziging, write_wijziging
from portal.core.regels.regelwoorden import instellingen
from portal.core.regels.taakrollen import kinds
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.domain.regelcontrole import PastNiet, controleer, omschrijf, wat_volgt
from portal.domain.regels import NieuweInstelling, NieuweTaakrol, Regelboek, Wijziging, bron_van, geldt_vanaf
from portal.domain.verschuiving import geldt_bij_wet, raakvlak
from portal.models import Regelwijziging as Rij

MOST_OPEN: Final = 20
SHOWN: Final = 200
ALLEEN_OOK_LOPEND: Final = (
    "Of een dag bij koninklijk besluit is gelijkgesteld, geldt bij wet ook voor termijnen die al lopen (Algemene termijnenwet "
    "art. 1 lid 1 en art. 3 lid 3)."
)


class Regelstatus(StrEnum):
    """Where a change stands."""

    VOORGESTELD = "voorgesteld"
    INGETROKKEN = "ingetrokken"
    BESLOTEN = "besloten"
    TOEGEPAST = "toegepast"


class NietBesloten(Exception):
    """The change was not decided; `tekst` says why and what to do now."""

    def __init__(self, tekst: str) -> None:
        """Keep the text for the page."""
        super().__init__(tekst)
        self.tekst = tekst


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorstel:
    """A change as the pages show it; `stand` is the number of the rules it was read against.

    `uitleg` is the change in words, `en_dan` what else it does, `past_niet` why it can no longer be decided, empty when it can,
    `bij_wet` that it holds for running clocks too, without a choice.
    """

    id: UUID
    nummer: int | None
    wijziging: Wijziging
    uitleg: str
    en_dan: str
    bron: str
    geldt_vanaf: date
    past_niet: str
    status: Regelstatus
    ook_lopende: bool
    kan_schuiven: bool
    bij_wet: bool
    stand: int
    moment: datetime
    door: str
    van_mij: bool
    besloten: datetime | None
    besloten_door: str
    klaar: datetime | None


def stel_voor(services: Services, gebruiker: Gebruiker, wijziging: Wijziging, *, sleutel: UUID, now: datetime) -> UUID:
    """Write a proposal down; the same `sleutel` twice is one proposal. Raises NietToegestaan, PastNiet."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    basis = services.regels.boek.basis
    if isinstance(wijziging, NieuweInstelling) and wijziging.naam not in dict(instellingen(services)):
        raise PastNiet("naam", "Deze instelling is er niet. Kies een instelling uit de lijst.")
    if isinstance(wijziging, NieuweTaakrol) and wijziging.taak not in _taken(services):
        raise PastNiet("taak", "Deze taak is er niet. Kies een taak uit de lijst.")
    with services.database.schrijven() as session:
        if session.get(Rij, sleutel) is not None:
            return sleutel
        controleer(read_rules(session, basis).regio, wijziging)
        open_nu = select(Rij.id).where(Rij.regio == basis.code, Rij.status == Regelstatus.VOORGESTELD.value)
        if len(session.scalars(open_nu).all()) >= MOST_OPEN:
            raise PastNiet("", "Er wachten al te veel voorstellen. Laat er eerst over beslissen.")
        soort, waarde = write_wijziging(wijziging)
        session.add(
            Rij(
                id=sleutel,
                regio=basis.code,
                nummer=None,
                soort=soort.value,
                waarde=waarde,
                bron=bron_van(wijziging),
                geldt_vanaf=geldt_vanaf(wijziging),
                status=Regelstatus.VOORGESTELD.value,
                ook_lopende=False,
                moment=now,
                door=gebruiker.persoon,
                besloten=None,
                besloten_door=None,
                tot_klok=None,
                verschoven=0,
                klaar=None,
            )
        )
        record(session, gebruiker.actor, actie="regel_voorstellen", onderwerp=str(sleutel), now=now)
    return sleutel


def _taken(services: Services) -> frozenset[str]:
    return frozenset(soort.code for soort in kinds(services.mailboxen, services.regio))


def voorstellen(services: Services, gebruiker: Gebruiker) -> tuple[Voorstel, ...]:
    """Return the proposals and decisions, the newest first; raises NietToegestaan."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    basis = services.regels.boek.basis
    with services.database.lezen() as session:
        boek = read_rules(session, basis)
        query = select(Rij).where(Rij.regio == basis.code).order_by(Rij.moment.desc(), Rij.id).limit(SHOWN)
        rijen = session.scalars(query).all()
    return _views(services, gebruiker, boek, rijen)


def te_beslissen(services: Services, gebruiker: Gebruiker) -> tuple[UUID, ...]:
    """Return the proposals of others, on which this person can decide; raises NietToegestaan."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.lezen() as session:
        query = select(Rij.id).where(
            Rij.regio == services.regio.code,
            Rij.status == Regelstatus.VOORGESTELD.value,
            Rij.door != gebruiker.persoon,
        )
        return tuple(session.scalars(query).all())


def voorstel(services: Services, gebruiker: Gebruiker, welk: UUID) -> Voorstel:
    """Return one proposal or decision; raises NietToegestaan, NietGevonden."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    basis = services.regels.boek.basis
    with services.database.lezen() as session:
        boek, rij = read_rules(session, basis), _of_region(session.get(Rij, welk), basis.code)
    return _views(services, gebruiker, boek, [rij])[0]


def trek_in(services: Services, gebruiker: Gebruiker, welk: UUID, *, now: datetime) -> None:
    """Drop a proposal, one's own or another's; twice is once. Raises NietToegestaan, NietGevonden, NietBesloten."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.schrijven() as session:
        rij = _of_region(session.get(Rij, welk, with_for_update=True), services.regio.code)
        if rij.status == Regelstatus.INGETROKKEN.value:
            return
        _refuse_unless_open(rij)
        rij.status = Regelstatus.INGETROKKEN.value
        rij.besloten, rij.besloten_door = now, gebruiker.persoon
        record(session, gebruiker.actor, actie="regel_intrekken", onderwerp=str(welk), now=now)


def besluit(
    services: Services, gebruiker: Gebruiker, welk: UUID, *, ook_lopende: bool, stand: int, now: datetime
) -> None:
    """Let a change hold, for clocks that start from now on or for running ones too; by another than who proposed it.

    `stand` is the number of the rules the rehearsal was made with: it must still be the last.
    Raises NietToegestaan, NietGevonden, NietBesloten.
    """
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    basis = services.regels.boek.basis
    with services.database.schrijven() as session:
        # All rows of the region: two who decide at the same moment come one after the other.
        rijen = session.scalars(select(Rij).where(Rij.regio == basis.code).order_by(Rij.id).with_for_update()).all()
        rij = _of_region(next((rij for rij in rijen if rij.id == welk), None), basis.code)
        if rij.besloten_door == gebruiker.persoon and rij.nummer is not None and rij.ook_lopende == ook_lopende:
            return  # the second of two clicks
        _refuse_unless_open(rij)
        _refuse_unless_second(rij, gebruiker)
        boek = read_rules(session, basis)
        _refuse_unless_fresh(rijen, boek, stand)
        wijziging = read_wijziging(rij)
        if tekst := _past_niet(boek, wijziging):
            raise NietBesloten(f"Dit voorstel past niet meer: {tekst}")
        if not ook_lopende and geldt_bij_wet(wijziging):
            raise NietBesloten(ALLEEN_OOK_LOPEND)
        schuift = ook_lopende and raakvlak(wijziging) is not None
        rij.nummer, rij.ook_lopende = boek.nummer + 1, ook_lopende
        rij.besloten, rij.besloten_door = now, gebruiker.persoon
        rij.status = (Regelstatus.BESLOTEN if schuift else Regelstatus.TOEGEPAST).value
        rij.klaar = None if schuift else now
        record(session, gebruiker.actor, actie="regel_besluiten", onderwerp=str(welk), now=now)
    services.regels.ververs()


def _refuse_unless_open(rij: Rij) -> None:
    if rij.status == Regelstatus.INGETROKKEN.value:
        raise NietBesloten("Dit voorstel is intussen ingetrokken. Stel het opnieuw voor als het nog nodig is.")
    if rij.status != Regelstatus.VOORGESTELD.value:
        raise NietBesloten("Over dit voorstel is al besloten. Wilt u het anders, stel dan een nieuwe wijziging voor.")


def _refuse_unless_second(rij: Rij, gebruiker: Gebruiker) -> None:
    if rij.door == gebruiker.persoon:
        raise NietBesloten("U stelde dit zelf voor. Een andere functioneel beheerder moet erover beslissen.")


def _refuse_unless_fresh(rijen: Sequence[Rij], boek: Regelboek, stand: int) -> None:
    if boek.nummer != stand:
        raise NietBesloten(
            "De regels zijn intussen veranderd. Er is nog niets besloten. Hieronder staat wat dit voorstel nu zou doen."
        )
    if any(rij.status == Regelstatus.BESLOTEN.value for rij in rijen):
        raise NietBesloten("Een vorige wijziging wordt nog toegepast. Probeer het over een paar minuten opnieuw.")


def _of_region(rij: Rij | None, regio: str) -> Rij:
    if rij is None or rij.regio != regio:
        raise NietGevonden
    return rij


def _views(services: Services, gebruiker: Gebruiker, boek: Regelboek, rijen: Sequence[Rij]) -> tuple[Voorstel, ...]:
    namen = names_of(services, {wie for rij in rijen for wie in (rij.door, rij.besloten_door) if wie is not None})
    woorden = dict(instellingen(services))
    return tuple(_view(gebruiker, boek, rij, namen, woorden) for rij in rijen)


def _view(
    gebruiker: Gebruiker, boek: Regelboek, rij: Rij, namen: Mapping[UUID, str], woorden: Mapping[str, str]
) -> Voorstel:
    wijziging, status = read_wijziging(rij), Regelstatus(rij.status)
    daarvoor = boek.tot(boek.nummer if rij.nummer is None else rij.nummer - 1).regio
    return Voorstel(
        id=rij.id,
        nummer=rij.nummer,
        wijziging=wijziging,
        uitleg=omschrijf(daarvoor, wijziging, woorden),
        en_dan=wat_volgt(daarvoor, wijziging),
        bron=rij.bron,
        geldt_vanaf=rij.geldt_vanaf,
        past_niet=_past_niet(boek, wijziging) if status is Regelstatus.VOORGESTELD else "",
        status=status,
        ook_lopende=rij.ook_lopende,
        kan_schuiven=raakvlak(wijziging) is not None,
        bij_wet=geldt_bij_wet(wijziging),
        stand=boek.nummer,
        moment=rij.moment,
        door=namen.get(rij.door, ""),
        van_mij=rij.door == gebruiker.persoon,
        besloten=rij.besloten,
        besloten_door=namen.get(rij.besloten_door, "") if rij.besloten_door else "",
        klaar=rij.klaar,
    )


def _past_niet(boek: Regelboek, wijziging: Wijziging) -> str:
    try:
        controleer(boek.regio, wijziging)
    except PastNiet as past_niet:
        return past_niet.tekst
    return ""
