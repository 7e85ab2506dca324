"""What a clock comes to: the last day in time, its explanation, what is left of it, and how much it presses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.kalender import Dag, Kalender
from portal.domain.stappen import eerste_stap
from portal.domain.stilstand import Opschorting, Verlenging, check_past, open_opschorting, stille_dagen
from portal.domain.stilstanduitleg import leg_stilstand_uit
from portal.domain.telling import schuift, tel, waarschuwing
from portal.domain.termijn import Eenheid, Karakter, Termijn
from portal.domain.toezegging import toezegging
from portal.domain.uitleg import hoeveel, leg_uit

_TWEE_WEKEN = 14
_NU_WERKDAGEN = 2
_DAG = timedelta(days=1)


class Dringendheid(StrEnum):
    """How much a clock presses; the colour of its badge, never without its words."""

    LAAT = "laat"
    NU = "nu"
    BINNENKORT = "binnenkort"
    RUIM = "ruim"
    GEEN = "geen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Berekening:
    """A clock that runs: `datum` is the last day still in time; `niet_geteld` the days passed over.

    `regels` is the number of the rules it was counted by; `eerste_stap` is the first day on which the worker has something to do for it.
    `toegezegd` is the later day that was promised beside the term (Awb 4:14 lid 1); a letter that named it fixed it.
    """

    code: str
    vanaf: date
    datum: date
    eerste_stap: date
    karakter: Karakter
    uitleg: str
    bron: str
    niet_geteld: tuple[Dag, ...] = ()
    waarschuwing: str | None = None
    onverwijld: bool = False
    bij_indienen: bool = False
    regels: int = 0
    toegezegd: date | None = None


class StaatStil(Exception):
    """The clock stands still, so that it has no last day; `uitleg` says since when, why and what is left."""

    def __init__(self, uitleg: str) -> None:
        """Keep the explanation."""
        super().__init__(uitleg)
        self.uitleg = uitleg


def bereken(
    termijn: Termijn,
    vanaf: date,
    kalender: Kalender,
    *,
    opschortingen: Sequence[Opschorting] = (),
    verlengingen: Sequence[Verlenging] = (),
) -> Berekening:
    """Compute a declared clock from its start date, with what changed it since.

    Raises DatumBuitenKalender for a date far off, OnmogelijkeTermijn, and StaatStil while an opschorting is open.
    """
    check_past(termijn, opschortingen, verlengingen)
    stil = stille_dagen(opschortingen, vanaf)
    echt = tuple(verlenging for verlenging in verlengingen if not verlenging.grond.toezegging)
    telling = tel(termijn, vanaf, kalender, stil=stil, verlengingen=echt)
    nog = open_opschorting(opschortingen)
    if (
        nog is not None and nog.van < telling.datum
    ):  # from the day after the letter (Awb 4:15 lid 1): on the last day it was over
        beloofd = toezegging(termijn, verlengingen, None, kalender)
        raise StaatStil(leg_stilstand_uit(termijn, telling, nog, toegezegd=beloofd.uitleg if beloofd else ""))
    beloofd = toezegging(termijn, verlengingen, telling.datum, kalender)
    return Berekening(
        code=termijn.code,
        vanaf=vanaf,
        datum=telling.datum,
        eerste_stap=eerste_stap(termijn, vanaf, telling.datum, kalender),
        karakter=termijn.karakter,
        uitleg=leg_uit(termijn, telling, toegezegd=beloofd.uitleg if beloofd else ""),
        bron=str(termijn.bron),
        niet_geteld=telling.overgeslagen,
        waarschuwing=telling.waarschuwing or (beloofd.waarschuwing if beloofd else None),
        onverwijld=termijn.onverwijld,
        bij_indienen=termijn.bij_indienen,
        regels=kalender.nummer,
        toegezegd=beloofd.dag if beloofd else None,
    )


def jaar_onbekend(
    termijn: Termijn, vanaf: date, datum: date, kalender: Kalender, *, toegezegd: date | None = None
) -> str:
    """Say of a clock that was counted before that days may be missing in its years; '' where none can move it any more.

    Nor is known then whether the day that was `toegezegd` is one on which somebody works.

    By the calendar as it is now: once the decree of that year is known there is nothing to check.
    """
    per_werkdag = termijn.eenheid is Eenheid.WERKDAG
    if not (per_werkdag or schuift(termijn)):
        return ""
    van, tot = sorted((vanaf if per_werkdag else datum, datum))
    onbekend = waarschuwing(termijn, van, max(tot, toegezegd or tot), kalender=kalender)
    return f"Let op: {onbekend}" if onbekend else ""


def resterend(datum: date, vandaag: date, *, kalender: Kalender, karakter: Karakter, onverwijld: bool = False) -> str:
    """Say what is left in a word or three: 'nog 2 werkdagen', 'vandaag', '1 werkdag te laat'; late is a PLICHT only."""
    if karakter is Karakter.MIJLPAAL:
        return "geen termijn"
    if karakter is Karakter.VERWACHTING:
        return "verwachting"
    if datum < vandaag:
        te_laat = hoe_laat(datum, vandaag, kalender)
        return {Karakter.PLICHT: te_laat, Karakter.AANSPRAAK: "voorbij"}.get(karakter, "later mag ook")
    if onverwijld:
        return "onverwijld"
    return "vandaag" if datum == vandaag else f"nog {_lengte(vandaag, datum, kalender)}"


def hoe_laat(datum: date, dag: date, kalender: Kalender) -> str:
    """Say how long after the last day something happened: '1 werkdag te laat'."""
    return f"{_lengte(datum, dag, kalender)} te laat"


def dringendheid(
    datum: date, vandaag: date, *, kalender: Kalender, karakter: Karakter, onverwijld: bool = False
) -> Dringendheid:
    """Weigh a clock: NU from the last two werkdagen, BINNENKORT within two weeks (voorstel); a chance presses on nobody."""
    if karakter in {Karakter.MIJLPAAL, Karakter.VERWACHTING, Karakter.KANS}:
        return Dringendheid.GEEN
    if datum < vandaag:
        return Dringendheid.LAAT if karakter is Karakter.PLICHT else Dringendheid.GEEN
    if (datum - vandaag).days >= _TWEE_WEKEN and not onverwijld:
        return Dringendheid.RUIM
    werkdagen = len(kalender.werkdagen(vandaag + _DAG, datum, wettelijk=False))
    nu = karakter is Karakter.PLICHT and (onverwijld or werkdagen <= _NU_WERKDAGEN)
    return Dringendheid.NU if nu else Dringendheid.BINNENKORT


def _lengte(van: date, tot: date, kalender: Kalender) -> str:
    """Measure in weeks from two weeks on, else in werkdagen, or in days where there is no werkdag between."""
    dagen = (tot - van).days
    if dagen >= _TWEE_WEKEN:
        return hoeveel(dagen // 7, Eenheid.WEEK)
    werkdagen = len(kalender.werkdagen(van + _DAG, tot, wettelijk=False))
    return hoeveel(werkdagen, Eenheid.WERKDAG) if werkdagen else hoeveel(dagen, Eenheid.KALENDERDAG)
