"""What pages and lists show of a clock: its dates with their working, and all that happened to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.core.bericht.kwitantie import KloptNiet
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.klokperioden import GEEN, Klokrijen, read_clocks
from portal.core.regels.regelwoorden import wat_veranderde
from portal.core.services import Services
from portal.domain.grond import BIJ_VERBAND, GRONDEN, OVERLIJDEN, TOCH_NIET_OVERLEDEN
from portal.domain.mailbox import Mailbox
from portal.domain.regiowoorden import met_burger
from portal.domain.stilstand import open_opschorting
from portal.domain.termijn import Karakter
from portal.models import Termijn, Termijnhistorie
from portal.prepared import Row

# A change of the rules is a ground too: 'regel-12'.
REGEL: Final = "regel-"
# What tells that a death was recorded, or that it was undone.
OVER_OVERLIJDEN: Final = frozenset({OVERLIJDEN.code, TOCH_NIET_OVERLEDEN.code})


@dataclass(frozen=True, slots=True, kw_only=True)
class Historieregel:
    """One thing that happened to a clock; `overgang` is the step whose text says why, where there is one."""

    soort: Gebeurtenis
    moment: datetime
    wie: str
    van: date | None
    naar: date | None
    grond: str
    overgang: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermijnZicht:
    """A clock with its working; `onverwijld` must never be shown as a free period. `gehaald` is the day it was met.

    `stil_tot` is the last day of the time that was given while it stands still, `toegezegd` what was promised beside the term;
    `alleen_in_brief` when that was before the portal kept the day.
    """

    id: UUID
    code: str
    titel: str
    karakter: Karakter
    eigenaar: str
    vanaf: date
    datum: date
    status: Klokstatus
    uitleg: str
    bron: str
    onverwijld: bool = False
    bij_indienen: bool = False
    gehaald: date | None = None
    stil_tot: date | None = None
    toegezegd: date | None = None
    alleen_in_brief: bool = False
    historie: tuple[Historieregel, ...] = ()

    @property
    def te_laat(self) -> bool:
        """Whether it was met after its last day."""
        return self.karakter is Karakter.PLICHT and self.gehaald is not None and self.gehaald > self.datum


def clock_rows(session: Session, bericht: UUID) -> Klokrijen:
    """Read the clocks of a bericht; raises KloptNiet for a ground that no declaration has."""
    try:
        return read_clocks(session, bericht)
    except ValueError:
        raise KloptNiet from None


def clock_views(
    services: Services, mailbox: Mailbox, rijen: Klokrijen, namen: Mapping[UUID, str], *, team: str
) -> tuple[TermijnZicht, ...]:
    """Return the views of the clocks with their history; who is not in `namen` is called by his team.

    Raises KloptNiet for a state or kind of clock that the portal never writes.
    """
    try:
        return tuple(
            replace(
                termijn_zicht(mailbox, rij),
                uitleg=met_burger(rij.uitleg, services.regio),
                historie=tuple(
                    _happened(services, regel, namen, team, rijen.zonder_grond)
                    for regel in rijen.historie
                    if regel.termijn == rij.id
                ),
                stil_tot=_still_until(rijen, rij),
                alleen_in_brief=any(v.is_dag_onbekend for v in rijen.perioden.get(rij.id, GEEN).verlengingen),
            )
            for rij in rijen.termijnen
        )
    except ValueError:
        raise KloptNiet from None


def without_death(rijen: Klokrijen) -> Klokrijen:
    """Leave out of the history that a death ended a clock, and that it came back: for who may not know of it.

    Of a clock that it ended for good remains that it lapsed, not why; one that never ran because of it is not there.
    """
    nooit = {regel.termijn for regel in rijen.historie if regel.volgnummer == 2 and _never_ran(rijen, regel)}
    laatste = {regel.termijn: regel.volgnummer for regel in rijen.historie}
    blijft = [
        regel
        for regel in rijen.historie
        if regel.grond not in OVER_OVERLIJDEN
        or (regel.soort == Gebeurtenis.VERVALLEN.value and regel.volgnummer == laatste[regel.termijn])
    ]
    termijnen = [rij for rij in rijen.termijnen if rij.id not in nooit]
    return replace(rijen, termijnen=termijnen, historie=blijft, zonder_grond=OVER_OVERLIJDEN)


def _never_ran(rijen: Klokrijen, tweede: Termijnhistorie) -> bool:
    """Tell whether a clock ended by a death in the moment it would have started, and nothing happened to it since."""
    alle = [regel for regel in rijen.historie if regel.termijn == tweede.termijn]
    return len(alle) == 2 and tweede.grond == OVERLIJDEN.code and alle[0].moment == tweede.moment


def _still_until(rijen: Klokrijen, rij: Termijn) -> date | None:
    nog = open_opschorting(rijen.perioden.get(rij.id, GEEN).opschortingen)
    return nog.uiterlijk if nog is not None else None


def _happened(
    services: Services, rij: Termijnhistorie, namen: Mapping[UUID, str], team: str, zonder_grond: Collection[str]
) -> Historieregel:
    return Historieregel(
        soort=Gebeurtenis(rij.soort),
        moment=rij.moment,
        wie=namen.get(rij.door, team) if rij.door is not None else "het portaal",
        van=rij.van_datum,
        naar=rij.naar_datum,
        grond="" if rij.grond in zonder_grond else _ground(services, rij.grond),
        overgang=rij.overgang,
    )


def _ground(services: Services, code: str) -> str:
    if code.startswith(REGEL):
        wat = wat_veranderde(services, services.regels.boek, int(code.removeprefix(REGEL)))
        return f"een regel van het portaal veranderde: {wat.removesuffix('.')}"
    if code in OVER_OVERLIJDEN or code == BIJ_VERBAND.code:
        return GRONDEN[code].titel
    return GRONDEN[code].met_bron if code in GRONDEN else ""


def termijn_zicht(mailbox: Mailbox, rij: Termijn | Row) -> TermijnZicht:
    """Return the view of a clock row."""
    termijn = mailbox.termijn(rij.code)
    return TermijnZicht(
        id=rij.id,
        code=rij.code,
        titel=rij.titel,
        karakter=Karakter(rij.karakter),
        eigenaar=rij.eigenaar,
        vanaf=rij.vanaf,
        datum=rij.datum,
        status=Klokstatus(rij.status),
        uitleg=rij.uitleg,
        bron=rij.bron,
        onverwijld=termijn is not None and termijn.onverwijld,
        bij_indienen=termijn is not None and termijn.bij_indienen,
        toegezegd=rij.toegezegd,
        gehaald=rij.geeindigd_op if rij.status == Klokstatus.GEHAALD.value else None,
    )
