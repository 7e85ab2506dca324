"""The counting of a clock: from a start date to the last day in time, and the days passed over on the way."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.domain.datums import maanden_later
from portal.domain.kalender import Dag, Kalender, Sluitingsdag, feestdagen
from portal.domain.stilstand import Stil, Verlenging
from portal.domain.termijn import Eenheid, Grens, Karakter, Richting, Soort, Termijn

# Algemene termijnenwet art. 4: a longer term is not moved.
LANGSTE_DIE_SCHUIFT = {Eenheid.WERKDAG: 90, Eenheid.KALENDERDAG: 90, Eenheid.WEEK: 12, Eenheid.MAAND: 3}

_DAG = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What was counted.

    `geteld` holds the werkdagen that were counted one by one, in order of date. `basis` is where the term leads by itself,
    `verlengd_tot` where each verlenging leads, `stil` the days on the way that stood still, `grensdag` where the count
    lands. `laatste` is the last day in time before any shift, `stil_na` the days that stood still during it; `datum` is the
    last day in time. `reden` says why `laatste` is no werkdag. `verlengd` marks a term lengthened by Atw art. 2. `dicht`
    holds the local closing days among the days that count: these count like any other day.
    """

    vanaf: date
    grensdag: date
    laatste: date
    datum: date
    geteld: tuple[date, ...] = ()
    basis: date | None = None
    verlengd_tot: tuple[tuple[Verlenging, date], ...] = ()
    stil: tuple[Stil, ...] = ()
    stil_na: tuple[Stil, ...] = ()
    overgeslagen: tuple[Dag, ...] = ()
    reden: str | None = None
    verlengd: bool = False
    waarschuwing: str | None = None
    dicht: tuple[Sluitingsdag, ...] = ()


def tel(
    termijn: Termijn,
    vanaf: date,
    kalender: Kalender,
    *,
    stil: tuple[Stil, ...] = (),
    verlengingen: tuple[Verlenging, ...] = (),
) -> Telling:
    """Count a clock from its start date; raises DatumBuitenKalender for a date no feestdagen are known of.

    Days in `stil` do not count, whatever they are (Awb 4:15); the last day moves on, where it does, after all of that.
    """
    feestdagen(vanaf.year)
    if termijn.karakter is Karakter.MIJLPAAL:
        return Telling(vanaf=vanaf, grensdag=vanaf, laatste=vanaf, datum=vanaf)
    tellen = _tel_werkdagen if termijn.eenheid is Eenheid.WERKDAG else _tel_kalenderdagen
    telling = tellen(termijn, vanaf, kalender, stil=stil, verlengingen=verlengingen)
    dagen = kalender.sluitingsdagen_tussen(*sorted((vanaf, telling.datum)))
    return replace(telling, dicht=tuple(dag for dag in dagen if _telt_mee(termijn, telling, stil, dag.datum)))


def _telt_mee(termijn: Termijn, telling: Telling, stil: tuple[Stil, ...], dag: date) -> bool:
    """Tell whether a day on the way is counted: not the day from which it counts, nor one that stood still."""
    if termijn.eenheid is Eenheid.WERKDAG:
        return dag in telling.geteld
    return not _staat_stil(stil, dag) and (dag != telling.vanaf or dag == telling.datum)


def tel_toezegging(termijn: Termijn, laatste: date, kalender: Kalender) -> Telling:
    """Count a promised length, that of `termijn`, from the last day of the clock on, to a day on which one works.

    No law counts it: the college names the day itself (Awb 4:14 lid 1). A day on which nobody is there is not promised (voorstel).
    """
    if termijn.eenheid is Eenheid.WERKDAG:
        return tel(termijn, laatste, kalender)
    wettelijk = termijn.soort is Soort.WETTELIJK
    dag = _verder(laatste, termijn.aantal, termijn.eenheid, Richting.VOORUIT)
    reden = kalender.reden_geen_werkdag(dag, wettelijk=wettelijk)
    datum = dag if reden is None else kalender.volgende_werkdag(dag, wettelijk=wettelijk)
    return Telling(
        vanaf=laatste,
        basis=dag,
        grensdag=dag,
        laatste=dag,
        datum=datum,
        overgeslagen=kalender.geen_werkdagen(dag, datum, wettelijk=wettelijk) if datum != dag else (),
        reden=reden,
        waarschuwing=waarschuwing(termijn, dag, datum, kalender=kalender),
    )


def schuift(termijn: Termijn) -> bool:
    """Tell whether this clock moves on from a day that is no werkdag; an explicit `schuift` goes before art. 4."""
    return termijn.verschuift and (termijn.schuift is True or not te_lang_voor_atw(termijn))


def te_lang_voor_atw(termijn: Termijn) -> bool:
    """Tell whether the Algemene termijnenwet leaves this term alone because it is long (art. 4)."""
    return termijn.aantal > LANGSTE_DIE_SCHUIFT[termijn.eenheid]


def _tel_werkdagen(
    termijn: Termijn,
    vanaf: date,
    kalender: Kalender,
    *,
    stil: tuple[Stil, ...],
    verlengingen: tuple[Verlenging, ...],
) -> Telling:
    """Count werkdagen: the start date itself does not count, day 1 is the next werkdag that does not stand still."""
    wettelijk = termijn.soort is Soort.WETTELIJK
    aantal = termijn.aantal + sum(verlenging.aantal for verlenging in verlengingen)
    stap = -_DAG if termijn.richting is Richting.TERUG else _DAG
    begin = vanaf + stap if aantal else vanaf  # 0 werkdagen: the start date itself, if it is a werkdag
    geteld: list[date] = []
    dag = begin
    while len(geteld) < max(aantal, 1):
        if kalender.is_werkdag(dag, wettelijk=wettelijk) and not _staat_stil(stil, dag):
            geteld.append(dag)
        dag += stap
    grensdag = geteld[-1]
    van, tot = sorted((begin, grensdag))
    laatste = _laatste(termijn, grensdag)
    passed = kalender.geen_werkdagen(van, tot, wettelijk=wettelijk)
    return Telling(
        vanaf=vanaf,
        grensdag=grensdag,
        laatste=laatste,
        datum=_doorgeschoven(termijn, laatste, kalender, stil=stil),
        geteld=tuple(sorted(geteld)),
        verlengd_tot=tuple((verlenging, grensdag) for verlenging in verlengingen),
        stil=tuple(periode for periode in stil if periode.eerste <= grensdag),
        overgeslagen=tuple(dag for dag in passed if not _staat_stil(stil, dag.datum)),
        reden=kalender.reden_geen_werkdag(laatste, wettelijk=wettelijk),
        waarschuwing=waarschuwing(termijn, van, tot, kalender=kalender),
    )


def _tel_kalenderdagen(
    termijn: Termijn,
    vanaf: date,
    kalender: Kalender,
    *,
    stil: tuple[Stil, ...],
    verlengingen: tuple[Verlenging, ...],
) -> Telling:
    """Count days, weeks or months, and move the last day on where the law or the declaration says so."""
    wettelijk = termijn.soort is Soort.WETTELIJK
    basis = _verder(vanaf, termijn.aantal, termijn.eenheid, termijn.richting)
    verlengd_tot = _verlengd_tot(basis, verlengingen)
    grensdag, geraakt = _na_stilstand(verlengd_tot[-1][1] if verlengd_tot else basis, stil)
    laatste = _laatste(termijn, grensdag)
    doorgeschoven = _doorgeschoven(termijn, laatste, kalender, stil=stil)
    datum = _minstens_twee(termijn, vanaf, doorgeschoven, kalender=kalender, stil=stil)
    verlengd = datum != doorgeschoven
    van = vanaf + _DAG if verlengd else laatste
    passed = kalender.geen_werkdagen(van, datum, wettelijk=wettelijk) if datum != laatste else ()
    geteld = kalender.werkdagen(van, datum, wettelijk=wettelijk) if verlengd else ()
    return Telling(
        vanaf=vanaf,
        basis=basis,
        verlengd_tot=verlengd_tot,
        stil=geraakt,
        stil_na=tuple(periode for periode in stil if periode not in geraakt and periode.eerste <= datum),
        grensdag=grensdag,
        laatste=laatste,
        datum=datum,
        geteld=tuple(dag for dag in geteld if not _staat_stil(stil, dag)),
        overgeslagen=tuple(dag for dag in passed if not _staat_stil(stil, dag.datum)),
        reden=kalender.reden_geen_werkdag(laatste, wettelijk=wettelijk),
        verlengd=verlengd,
        waarschuwing=waarschuwing(termijn, laatste, datum, kalender=kalender) if schuift(termijn) else None,
    )


def _verder(vanaf: date, aantal: int, eenheid: Eenheid, richting: Richting) -> date:
    """Move a date by a length: the same weekday so many weeks on, the same day so many months on."""
    aantal = -aantal if richting is Richting.TERUG else aantal
    if eenheid is Eenheid.MAAND:
        return maanden_later(vanaf, aantal)
    return vanaf + aantal * (timedelta(weeks=1) if eenheid is Eenheid.WEEK else _DAG)


def _verlengd_tot(basis: date, verlengingen: tuple[Verlenging, ...]) -> tuple[tuple[Verlenging, date], ...]:
    """Add each verlenging at the end of the one before."""
    tot: list[tuple[Verlenging, date]] = []
    for verlenging in verlengingen:
        basis = _verder(basis, verlenging.aantal, verlenging.eenheid, Richting.VOORUIT)
        tot.append((verlenging, basis))
    return tuple(tot)


def _na_stilstand(einde: date, stil: tuple[Stil, ...]) -> tuple[date, tuple[Stil, ...]]:
    """Move the end by the days that stood still before it; what began when the count was over moves nothing."""
    geraakt = []
    for periode in stil:
        if periode.eerste <= einde:
            einde += periode.dagen * _DAG
            geraakt.append(periode)
    return einde, tuple(geraakt)


def _staat_stil(stil: tuple[Stil, ...], dag: date) -> bool:
    return any(periode.raakt(dag) for periode in stil)


def _laatste(termijn: Termijn, grensdag: date) -> date:
    """Give the last day in time: 'vóór 1 maart' is the last day of februari."""
    return grensdag - _DAG if termijn.grens is Grens.VOOR else grensdag


def _doorgeschoven(termijn: Termijn, laatste: date, kalender: Kalender, *, stil: tuple[Stil, ...]) -> date:
    """Apply Atw art. 1: a term runs on through the next day that is no zaterdag, zondag or feestdag."""
    wettelijk = termijn.soort is Soort.WETTELIJK
    if not schuift(termijn) or kalender.is_werkdag(laatste, wettelijk=wettelijk):
        return laatste
    return _volgende(laatste, kalender, wettelijk=wettelijk, stil=stil)


def _minstens_twee(termijn: Termijn, vanaf: date, laatste: date, *, kalender: Kalender, stil: tuple[Stil, ...]) -> date:
    """Apply Atw art. 2: a term of three days or more contains two that are no zaterdag, zondag or feestdag."""
    drie_dagen = termijn.aantal >= (3 if termijn.eenheid is Eenheid.KALENDERDAG else 1)
    if termijn.soort is not Soort.WETTELIJK or not schuift(termijn) or not drie_dagen:
        return laatste
    werkdagen = (dag for dag in kalender.werkdagen(vanaf + _DAG, laatste, wettelijk=True) if not _staat_stil(stil, dag))
    for _ in range(2 - len(list(werkdagen))):
        laatste = _volgende(laatste, kalender, wettelijk=True, stil=stil)
    return laatste


def _volgende(dag: date, kalender: Kalender, *, wettelijk: bool, stil: tuple[Stil, ...]) -> date:
    """Give the first werkdag after a day on which the clock does not stand still."""
    dag = kalender.volgende_werkdag(dag, wettelijk=wettelijk)
    while _staat_stil(stil, dag):
        dag = kalender.volgende_werkdag(dag, wettelijk=wettelijk)
    return dag


def waarschuwing(termijn: Termijn, van: date, tot: date, *, kalender: Kalender) -> str | None:
    """Warn about years without known gelijkgestelde dagen, where these can change the date at all."""
    telt_mee = termijn.soort is Soort.WETTELIJK or kalender.regels_op(tot).gelijkgestelde_dagen_vrij
    return kalender.waarschuwing_onbekend_jaar(van, tot) if telt_mee else None
