"""Changing a clock that runs: checked against what its declaration allows, made in the transaction of its step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.core.klokhistorie import Aanleiding, Gebeurtenis, note
from portal.core.klokken import NOOIT, Klokstatus, recount
from portal.core.klokkeuze import Klokkeuze
from portal.core.klokperioden import Periodesoort
from portal.core.services import Services
from portal.domain.berekening import StaatStil
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.levensloop import Actie
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import Termijn
from portal.domain.termijnstappen import KLOKACTIES
from portal.domain.uitleg import hoeveel
from portal.models import Termijn as TermijnRij
from portal.models import Termijnperiode, Termijnstap
from portal.sealing.envelope import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wijziging:
    """What a person chose: which clock, on which ground, by how much."""

    termijn: UUID
    grond: str = ""
    aantal: int = 0


class KlokNodig(Exception):
    """The change cannot be made so; `veld` is the answer that is wrong, `tekst` says why."""

    def __init__(self, veld: str, tekst: str) -> None:
        """Keep both for the page."""
        super().__init__(tekst)
        self.veld = veld
        self.tekst = tekst


def checked(
    actie: Actie, keuzes: Mapping[Actie, Sequence[Klokkeuze]], wijziging: Wijziging | None, op: date | None
) -> Wijziging | None:
    """Return what an act on a clock changes, None for any other act.

    Raises KlokNodig for what the declaration does not allow, or a day on which it makes no sense.
    """
    if actie not in KLOKACTIES or op is None:
        return None
    klok = next((keuze for keuze in keuzes[actie] if wijziging is not None and keuze.id == wijziging.termijn), None)
    if klok is None or wijziging is None:
        raise KlokNodig("termijn", "Kies de termijn.")
    if klok.gronden and wijziging.grond not in {code for code, _ in klok.gronden}:
        raise KlokNodig("grond", "Kies een grond die bij deze termijn past.")
    match actie:
        case Actie.OPSCHORTEN:
            _check_still(klok, op)
        case Actie.DOORLOPEN if klok.stil_vanaf is not None and op < klok.stil_vanaf:
            raise KlokNodig(
                "dag", f"De termijn staat stil sinds {voluit(klok.stil_vanaf)}. Vul die dag in, of een latere."
            )
        case Actie.VERLENGEN:
            _check_longer(klok, wijziging, op)
        case Actie.VERBETEREN if op == klok.vanaf:
            raise KlokNodig("dag", "De termijn telt al vanaf deze dag.")
        case _:
            pass
    return wijziging


def apply(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    actie: Actie,
    wijziging: Wijziging,
    *,
    op: date,
    door: Aanleiding,
) -> None:
    """Change the clock and count it again; what was checked before holds, as nobody else has acted since."""
    rij = session.get_one(TermijnRij, wijziging.termijn, with_for_update=True)
    match actie:
        case Actie.OPSCHORTEN:
            hold(session, services, mailbox, rij, grond=wijziging.grond, op=op, door=door)
        case Actie.DOORLOPEN:
            resume(session, services, mailbox, rij, op=op, door=door)
        case Actie.VERLENGEN:
            _lengthen(session, services, mailbox, rij, wijziging, op=op, door=door)
        case _:
            _restart(session, services, mailbox, rij, op=op, door=door)


def by_step(
    session: Session, services: Services, mailbox: Mailbox, bericht: UUID, code: str, *, op: date, door: Aanleiding
) -> None:
    """Let the clocks stand still, or run again, that name this overgang or taak in `schorst` or `hervat`."""
    levend = [Klokstatus.LOOPT.value, Klokstatus.OPGESCHORT.value]
    query = select(TermijnRij).where(TermijnRij.bericht == bericht, TermijnRij.status.in_(levend)).with_for_update()
    declared = {t.code: t for t in mailbox.alle_termijnen() if code in {*t.schorst, *t.hervat}}
    for rij in session.scalars(query).all() if declared else ():
        termijn = declared.get(rij.code)
        if termijn is not None and code in termijn.schorst and rij.status == Klokstatus.LOOPT.value:
            hold(session, services, mailbox, rij, grond=termijn.schorsgrond.code, op=op, door=door)
        elif termijn is not None and code in termijn.hervat and rij.status == Klokstatus.OPGESCHORT.value:
            resume(session, services, mailbox, rij, op=op, door=door, alleen=termijn.schorsgrond.code)


def hold(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    *,
    grond: str,
    op: date,
    door: Aanleiding,
) -> None:
    """Let a clock stand still from the day after `op`."""
    session.add(_periode(rij, Periodesoort.OPSCHORTING, grond, door, van=op))
    _recount(session, services, mailbox, rij, Gebeurtenis.OPGESCHORT, door=door, grond=grond)


def resume(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    *,
    op: date,
    door: Aanleiding,
    alleen: str = "",
) -> None:
    """Let a clock run again, `op` counts; with `alleen` only when it stands still on this ground."""
    query = select(Termijnperiode).where(
        Termijnperiode.termijn == rij.id, Termijnperiode.van.is_not(None), Termijnperiode.tot.is_(None)
    )
    nog = session.scalars(query).one()
    if not alleen or nog.grond == alleen:
        nog.tot = op if nog.van is None else max(op, nog.van)
        _recount(session, services, mailbox, rij, Gebeurtenis.HERVAT, door=door, grond=nog.grond)


def _lengthen(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    wijziging: Wijziging,
    *,
    op: date,
    door: Aanleiding,
) -> None:
    eenheid = next(v.eenheid for v in _declared(mailbox, rij).verlengen if v.grond.code == wijziging.grond)
    periode = _periode(rij, Periodesoort.VERLENGING, wijziging.grond, door, besloten=op)
    periode.aantal, periode.eenheid = wijziging.aantal, eenheid.value
    session.add(periode)
    _recount(session, services, mailbox, rij, Gebeurtenis.VERLENGD, door=door, grond=wijziging.grond)


def _restart(
    session: Session, services: Services, mailbox: Mailbox, rij: TermijnRij, *, op: date, door: Aanleiding
) -> None:
    """Let this clock, and those that began with it, count from another day."""
    begint, vanaf = _declared(mailbox, rij).begint, rij.vanaf
    codes = [termijn.code for termijn in mailbox.alle_termijnen() if termijn.begint == begint]
    samen = select(TermijnRij).where(
        TermijnRij.bericht == rij.bericht,
        TermijnRij.code.in_(codes),
        TermijnRij.vanaf == vanaf,
        TermijnRij.status.in_([Klokstatus.LOOPT.value, Klokstatus.OPGESCHORT.value]),
    )
    for klok in session.scalars(samen.with_for_update()).all():
        klok.vanaf = op
        _recount(session, services, mailbox, klok, Gebeurtenis.BEGIN_GECORRIGEERD, door=door)


def _periode(
    rij: TermijnRij,
    soort: Periodesoort,
    grond: str,
    door: Aanleiding,
    *,
    van: date | None = None,
    besloten: date | None = None,
) -> Termijnperiode:
    return Termijnperiode(
        id=new_id(),
        termijn=rij.id,
        soort=soort.value,
        van=van,
        tot=None,
        aantal=0,
        eenheid="",
        grond=grond,
        overgang=door.overgang,
        besloten=besloten or datum_in_nederland(door.now),
        door=door.door,
    )


def _recount(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    soort: Gebeurtenis,
    *,
    door: Aanleiding,
    grond: str = "",
) -> None:
    """Count a clock with all that changed it, and keep what happened."""
    session.flush()
    van = rij.datum
    try:
        berekening = recount(session, services, _declared(mailbox, rij), rij)
    except StaatStil as staat:
        rij.status, rij.uitleg, rij.volgende_stap = Klokstatus.OPGESCHORT.value, staat.uitleg, NOOIT
    else:
        vandaag = datum_in_nederland(door.now)
        rij.status, rij.datum, rij.uitleg = Klokstatus.LOOPT.value, berekening.datum, berekening.uitleg
        rij.volgende_stap = vandaag
        _due_again(session, rij, rij.datum - van, vandaag)
    note(session, [rij], soort, door, van=None if soort is Gebeurtenis.HERVAT else van, grond=grond)


def _due_again(session: Session, rij: TermijnRij, later: timedelta, vandaag: date) -> None:
    """Forget the steps that were taken and whose day lies ahead now that the clock ends so much later."""
    if later > timedelta():
        session.execute(delete(Termijnstap).where(Termijnstap.termijn == rij.id, Termijnstap.gepland > vandaag - later))


def _declared(mailbox: Mailbox, rij: TermijnRij) -> Termijn:
    termijn = mailbox.termijn(rij.code)
    if termijn is None:
        raise LookupError(rij.code)
    return termijn


def _check_still(klok: Klokkeuze, op: date) -> None:
    if op < klok.vanaf:
        raise KlokNodig("dag", f"De termijn begon pas op {voluit(klok.vanaf)}. Vul die dag in, of een latere.")
    if klok.weer_vanaf is not None and op < klok.weer_vanaf:
        raise KlokNodig(
            "dag", f"De termijn stond al stil, tot {voluit(klok.weer_vanaf)}. Vul die dag in, of een latere."
        )
    if op >= klok.datum:
        raise KlokNodig("dag", f"De laatste dag was {voluit(klok.datum)}. Stilzetten kan alleen op een dag daarvoor.")


def _check_longer(klok: Klokkeuze, wijziging: Wijziging, op: date) -> None:
    verlengbaar = next(v for v in klok.verlengen if v.grond.code == wijziging.grond)
    if not 1 <= wijziging.aantal <= verlengbaar.aantal:
        hoogstens = hoeveel(verlengbaar.aantal, verlengbaar.eenheid)
        raise KlokNodig(
            "aantal", f"Vul een getal in van 1 tot en met {verlengbaar.aantal}. Het kan hoogstens {hoogstens} zijn."
        )
    if op > klok.datum and not verlengbaar.grond.toezegging:
        raise KlokNodig("dag", f"De laatste dag was {voluit(klok.datum)}. Verlengen kan alleen op die dag of daarvoor.")
