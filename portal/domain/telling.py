"""The counting of a clock: from a start date to the last day in time, and the days passed over on the way."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.domain.kalender import Dag, Kalender, Sluitingsdag, feestdagen
from portal.domain.termijn import Eenheid, Grens, Karakter, Richting, Soort, Termijn

# Algemene termijnenwet art. 4: a longer term is not moved.
LANGSTE_DIE_SCHUIFT = {Eenheid.WERKDAG: 90, Eenheid.KALENDERDAG: 90, Eenheid.WEEK: 12, Eenheid.MAAND: 3}

_DAG = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What was counted.

    `geteld` holds the werkdagen that were counted one by one, in order of date; `grensdag` is where the count lands;
    `laatste` the last day in time before any shift; `datum` the last day in time. `reden` says why
    `laatste` is no werkdag. `verlengd` marks a term lengthened by Atw art. 2. `dicht` holds the local closing days
    on the way: they count like any other day.
    """

    vanaf: date
    grensdag: date
    laatste: date
    datum: date
    geteld: tuple[date, ...] = ()
    overgeslagen: tuple[Dag, ...] = ()
    reden: str | None = None
    verlengd: bool = False
    waarschuwing: str | None = None
    dicht: tuple[Sluitingsdag, ...] = ()


def tel(termijn: Termijn, vanaf: date, kalender: Kalender) -> Telling:
    """Count a clock from its start date; raises DatumBuitenKalender for a date no feestdagen are known of."""
    feestdagen(vanaf.year)
    if termijn.karakter is Karakter.MIJLPAAL:
        return Telling(vanaf=vanaf, grensdag=vanaf, laatste=vanaf, datum=vanaf)
    tellen = _tel_werkdagen if termijn.eenheid is Eenheid.WERKDAG else _tel_kalenderdagen
    telling = tellen(termijn, vanaf, kalender)
    return replace(telling, dicht=kalender.sluitingsdagen_tussen(*sorted((vanaf, telling.datum))))


def schuift(termijn: Termijn) -> bool:
    """Tell whether this clock moves on from a day that is no werkdag; an explicit `schuift` goes before art. 4."""
    return termijn.verschuift and (termijn.schuift is True or not te_lang_voor_atw(termijn))


def te_lang_voor_atw(termijn: Termijn) -> bool:
    """Tell whether the Algemene termijnenwet leaves this term alone because it is long (art. 4)."""
    return termijn.aantal > LANGSTE_DIE_SCHUIFT[termijn.eenheid]


def _tel_werkdagen(termijn: Termijn, vanaf: date, kalender: Kalender) -> Telling:
    """Count werkdagen: the start date itself does not count, day 1 is the next werkdag."""
    wettelijk = termijn.soort is Soort.WETTELIJK
    stap = -_DAG if termijn.richting is Richting.TERUG else _DAG
    ander = kalender.vorige_werkdag if termijn.richting is Richting.TERUG else kalender.volgende_werkdag
    begin = vanaf + stap if termijn.aantal else vanaf  # 0 werkdagen: the start date itself, if it is a werkdag
    geteld = [ander(begin - stap, wettelijk=wettelijk)]
    while len(geteld) < termijn.aantal:
        geteld.append(ander(geteld[-1], wettelijk=wettelijk))
    grensdag = geteld[-1]
    van, tot = sorted((begin, grensdag))
    laatste = _laatste(termijn, grensdag)
    datum = _doorgeschoven(termijn, laatste, kalender)
    return Telling(
        vanaf=vanaf,
        grensdag=grensdag,
        laatste=laatste,
        datum=datum,
        geteld=tuple(sorted(geteld)),
        overgeslagen=kalender.geen_werkdagen(van, tot, wettelijk=wettelijk),
        reden=kalender.reden_geen_werkdag(laatste, wettelijk=wettelijk),
        waarschuwing=_waarschuwing(termijn, van, tot, kalender=kalender),
    )


def _tel_kalenderdagen(termijn: Termijn, vanaf: date, kalender: Kalender) -> Telling:
    """Count days, weeks or months, and move the last day on where the law or the declaration says so."""
    wettelijk = termijn.soort is Soort.WETTELIJK
    grensdag = _verder(vanaf, termijn)
    laatste = _laatste(termijn, grensdag)
    doorgeschoven = _doorgeschoven(termijn, laatste, kalender)
    datum = _verlengd(termijn, vanaf, doorgeschoven, kalender=kalender)
    verlengd = datum != doorgeschoven
    van = vanaf + _DAG if verlengd else laatste
    overgeslagen = kalender.geen_werkdagen(van, datum, wettelijk=wettelijk) if datum != laatste else ()
    return Telling(
        vanaf=vanaf,
        grensdag=grensdag,
        laatste=laatste,
        datum=datum,
        geteld=kalender.werkdagen(van, datum, wettelijk=wettelijk) if verlengd else (),
        overgeslagen=overgeslagen,
        reden=kalender.reden_geen_werkdag(laatste, wettelijk=wettelijk),
        verlengd=verlengd,
        waarschuwing=_waarschuwing(termijn, laatste, datum, kalender=kalender) if schuift(termijn) else None,
    )


def _verder(vanaf: date, termijn: Termijn) -> date:
    """Move a date by the term: the same weekday so many weeks on, the same day so many months on."""
    aantal = -termijn.aantal if termijn.richting is Richting.TERUG else termijn.aantal
    if termijn.eenheid is Eenheid.MAAND:
        jaar, maand = divmod(vanaf.year * 12 + vanaf.month - 1 + aantal, 12)
        dagen_in_maand = calendar.monthrange(jaar, maand + 1)[1]
        return date(jaar, maand + 1, min(vanaf.day, dagen_in_maand))
    return vanaf + aantal * (timedelta(weeks=1) if termijn.eenheid is Eenheid.WEEK else _DAG)


def _laatste(termijn: Termijn, grensdag: date) -> date:
    """Give the last day in time: 'vóór 1 maart' is the last day of februari."""
    return grensdag - _DAG if termijn.grens is Grens.VOOR else grensdag


def _doorgeschoven(termijn: Termijn, laatste: date, kalender: Kalender) -> date:
    """Apply Atw art. 1: a term runs on through the next day that is no zaterdag, zondag or feestdag."""
    wettelijk = termijn.soort is Soort.WETTELIJK
    return kalender.volgende_werkdag(laatste - _DAG, wettelijk=wettelijk) if schuift(termijn) else laatste


def _verlengd(termijn: Termijn, vanaf: date, laatste: date, *, kalender: Kalender) -> date:
    """Apply Atw art. 2: a term of three days or more contains two that are no zaterdag, zondag or feestdag."""
    drie_dagen = termijn.aantal >= (3 if termijn.eenheid is Eenheid.KALENDERDAG else 1)
    datum = laatste
    if termijn.soort is Soort.WETTELIJK and schuift(termijn) and drie_dagen:
        while len(kalender.werkdagen(vanaf + _DAG, datum, wettelijk=True)) < 2:
            datum = kalender.volgende_werkdag(datum, wettelijk=True)
    return datum


def _waarschuwing(termijn: Termijn, van: date, tot: date, *, kalender: Kalender) -> str | None:
    """Warn about years without known gelijkgestelde dagen, where these can change the date at all."""
    telt_mee = termijn.soort is Soort.WETTELIJK or kalender.regels_op(tot).gelijkgestelde_dagen_vrij
    return kalender.waarschuwing_onbekend_jaar(van, tot) if telt_mee else None
