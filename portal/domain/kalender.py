"""The calendar: which days are no werkdag, by the Algemene termijnenwet and by agreement.

For a wettelijke termijn art. 3 of the Algemene termijnenwet (Atw) always leads. For an agreed
term no source says what a werkdag is; the rules of the region settle it (voorstel: the same days).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from dateutil.easter import easter

from portal.domain.datums import opsomming

GOEDE_VRIJDAG = "Goede Vrijdag"
BEVRIJDINGSDAG = "Bevrijdingsdag"
GELIJKGESTELDE_DAG = "gelijkgestelde dag"

EERSTE_JAAR, LAATSTE_JAAR = 1990, 2100

_EERSTE_KONINGSDAG = 2014  # before it Koninginnedag: 30 April, 29 April if that was a Sunday (nog te controleren)
_ZONDAG = 6
_WEEKEND = {5: "zaterdag", _ZONDAG: "zondag"}
_DAG = timedelta(days=1)


class DatumBuitenKalender(ValueError):
    """A date so far off that no feestdagen can be named; it is most likely a typing error."""

    def __init__(self, jaar: int) -> None:
        super().__init__(
            f"Met het jaar {jaar} kan het portaal niet rekenen. "
            f"Vul een datum in van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}."
        )


@dataclass(frozen=True, slots=True)
class Dag:
    """A day that is no werkdag, and why."""

    datum: date
    reden: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VrijeDag:
    """A feestdag of the law with its source; `vrij_in_afspraken` when it is no werkdag in agreed terms either."""

    datum: date
    naam: str
    bron: str
    vrij_in_afspraken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Besluit:
    """A royal decree that sets days equal to a feestdag (Atw art. 3 lid 3), and the years it covers.

    `bron` says where it was published, where that is known.
    """

    naam: str
    van: int
    tot_en_met: int
    dagen: tuple[date, ...]
    bron: str = ""

    @property
    def jaren(self) -> str:
        """Say which years it covers: '2026 tot en met 2028', '2026'."""
        return f"{self.van}" if self.van == self.tot_en_met else f"{self.van} tot en met {self.tot_en_met}"


# Atw art. 3 lid 3 has such a decree published there; the number was not found in any source at hand.
_BRON_BESLUITEN = "zoals sterfgeval.nl ze noemt; niet nagezien in de Staatscourant, dus nog te controleren"

# After 2028 a new decree is needed. A year that no decree here covers is unknown, not empty.
BESLUITEN = (
    Besluit(
        naam="Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025 "
        "met een algemeen erkende feestdag",
        van=2023,
        tot_en_met=2025,
        dagen=(date(2023, 4, 28), date(2023, 5, 19), date(2024, 5, 10), date(2024, 12, 27), date(2025, 5, 30)),
        bron=_BRON_BESLUITEN,
    ),
    Besluit(
        naam="Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028 "
        "met een algemeen erkende feestdag",
        van=2026,
        tot_en_met=2028,
        dagen=(date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26)),
        bron=_BRON_BESLUITEN,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sluitingsdag:
    """A day on which a gemeente (its CBS code; empty for the whole region) is closed: no feestdag, it moves no date."""

    datum: date
    gemeente: str
    reden: str
    bron: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Werkdagregels:
    """What a region counts as free in agreed terms; the default is the proposal (voorstel): as the Atw does."""

    goede_vrijdag_vrij: bool = True
    vijf_mei_vrij: bool = True
    gelijkgestelde_dagen_vrij: bool = True

    def maakt_werkdag_van(self, feestdag: str) -> bool:
        """Tell whether this feestdag of the Atw is an ordinary werkdag by agreement."""
        if feestdag.startswith(GELIJKGESTELDE_DAG):
            return not self.gelijkgestelde_dagen_vrij
        return (feestdag == GOEDE_VRIJDAG and not self.goede_vrijdag_vrij) or (
            feestdag == BEVRIJDINGSDAG and not self.vijf_mei_vrij
        )


@dataclass(frozen=True, slots=True)
class Kalender:
    """The calendar of a region, made of data: its rules, the decrees it knows, and local closing days.

    `latere_regels` replace `werkdagregels` for the days from their date on, in order of date. A sluitingsdag
    counts like any other day; an explanation only names it. `nummer` says how many changes of rules it was made from.
    """

    werkdagregels: Werkdagregels = Werkdagregels()  # frozen, so one value may serve all
    besluiten: tuple[Besluit, ...] = BESLUITEN
    sluitingsdagen: tuple[Sluitingsdag, ...] = ()
    latere_regels: tuple[tuple[date, Werkdagregels], ...] = ()
    nummer: int = 0
    _gelijkgesteld: Mapping[date, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look the decree days up once: a day is asked for thousands of times."""
        dagen = {dag: _reden(besluit) for besluit in self.besluiten for dag in besluit.dagen}
        object.__setattr__(self, "_gelijkgesteld", MappingProxyType(dagen))

    def feestdagen(self, jaar: int) -> Mapping[date, str]:
        """Give the feestdagen of a year in order of date, gelijkgestelde dagen included; raises DatumBuitenKalender."""
        besloten = {dag: reden for dag, reden in self._gelijkgesteld.items() if dag.year == jaar}
        return MappingProxyType(dict(sorted({**besloten, **feestdagen(jaar)}.items())))

    def vrije_dagen(self, jaar: int) -> tuple[VrijeDag, ...]:
        """List the feestdagen of a year with their source, and whether they are free in agreed terms here too."""
        return tuple(
            VrijeDag(
                datum=dag,
                naam=naam,
                bron=self._bron(dag, naam),
                vrij_in_afspraken=not self.regels_op(dag).maakt_werkdag_van(naam),
            )
            for dag, naam in self.feestdagen(jaar).items()
        )

    def _bron(self, dag: date, naam: str) -> str:
        besluit = self.besluit_van(dag) if naam.startswith(GELIJKGESTELDE_DAG) else None
        if besluit is not None:
            return f"{besluit.naam} ({besluit.bron})" if besluit.bron else besluit.naam
        return f"Algemene termijnenwet art. 3 lid {2 if naam == GOEDE_VRIJDAG else 1}"

    def besluit_van(self, d: date) -> Besluit | None:
        """Give the decree that set a day equal to a feestdag, if one did."""
        return next((besluit for besluit in self.besluiten if d in besluit.dagen), None)

    def regels_op(self, d: date) -> Werkdagregels:
        """Give the rules that hold on a day."""
        return next((regels for vanaf, regels in reversed(self.latere_regels) if vanaf <= d), self.werkdagregels)

    def is_bekend(self, jaar: int) -> bool:
        """Tell whether the gelijkgestelde dagen of a year are in the data; a year without decree is unknown, not empty."""
        return any(besluit.van <= jaar <= besluit.tot_en_met for besluit in self.besluiten)

    def reden_geen_werkdag(self, d: date, *, wettelijk: bool) -> str | None:
        """Say why a day is no werkdag, or None when it is one; raises DatumBuitenKalender."""
        feestdag = feestdagen(d.year).get(d) or self._gelijkgesteld.get(d)
        if (weekend := _WEEKEND.get(d.weekday())) is not None:
            return weekend
        if feestdag is None or wettelijk:
            return feestdag
        return None if self.regels_op(d).maakt_werkdag_van(feestdag) else feestdag

    def is_werkdag(self, d: date, *, wettelijk: bool) -> bool:
        """Tell whether a day is a werkdag."""
        return self.reden_geen_werkdag(d, wettelijk=wettelijk) is None

    def volgende_werkdag(self, d: date, *, wettelijk: bool) -> date:
        """Give the first werkdag after a day."""
        return self._naar_werkdag(d, _DAG, wettelijk=wettelijk)

    def vorige_werkdag(self, d: date, *, wettelijk: bool) -> date:
        """Give the last werkdag before a day."""
        return self._naar_werkdag(d, -_DAG, wettelijk=wettelijk)

    def geen_werkdagen(self, van: date, tot: date, *, wettelijk: bool) -> tuple[Dag, ...]:
        """List the days from `van` up to and including `tot` that are no werkdag, each with its reason."""
        redenen = ((dag, self.reden_geen_werkdag(dag, wettelijk=wettelijk)) for dag in _dagen(van, tot))
        return tuple(Dag(dag, reden) for dag, reden in redenen if reden is not None)

    def werkdagen(self, van: date, tot: date, *, wettelijk: bool) -> tuple[date, ...]:
        """List the werkdagen from `van` up to and including `tot`."""
        return tuple(dag for dag in _dagen(van, tot) if self.is_werkdag(dag, wettelijk=wettelijk))

    def waarschuwing_onbekend_jaar(self, van: date, tot: date) -> str | None:
        """Warn when a period touches a year whose gelijkgestelde dagen are not in the data."""
        onbekend = [str(jaar) for jaar in range(van.year, tot.year + 1) if not self.is_bekend(jaar)]
        if not onbekend:
            return None
        tekst = (
            "Het portaal kent de dagen die bij besluit met een feestdag gelijk zijn gesteld "
            f"{self.bekende_jaren}. Deze termijn raakt ook {opsomming(onbekend)}: controleer de datum."
        )
        if van.year < _EERSTE_KONINGSDAG:
            tekst += (
                " Vóór 2014 telt Koninginnedag op 30 april, of 29 april als dat een zondag was (nog te controleren)."
            )
        return tekst

    def sluitingsdagen_tussen(self, van: date, tot: date) -> tuple[Sluitingsdag, ...]:
        """List the closing days from `van` up to and including `tot`, that would have been open otherwise."""
        return tuple(
            dag
            for dag in sorted(self.sluitingsdagen, key=lambda dag: dag.datum)
            if van <= dag.datum <= tot and self.is_werkdag(dag.datum, wettelijk=False)
        )

    @property
    def bekende_jaren(self) -> str:
        """Say for which years the decree days are known: 'alleen voor 2023 tot en met 2028'."""
        jaren = sorted({jaar for b in self.besluiten for jaar in range(b.van, b.tot_en_met + 1)})
        if not jaren:
            return "voor geen enkel jaar"
        reeksen = [[jaren[0], jaren[0]]]
        for jaar in jaren[1:]:
            if jaar == reeksen[-1][1] + 1:
                reeksen[-1][1] = jaar
            else:
                reeksen.append([jaar, jaar])
        return "alleen voor " + opsomming([str(a) if a == b else f"{a} tot en met {b}" for a, b in reeksen])

    def _naar_werkdag(self, d: date, stap: timedelta, *, wettelijk: bool) -> date:
        dag = d + stap
        while not self.is_werkdag(dag, wettelijk=wettelijk):
            dag += stap
        return dag


@cache
def feestdagen(jaar: int) -> Mapping[date, str]:
    """Give the feestdagen of Atw art. 3 lid 1 and 2 in a year; those of lid 3 are data. Raises DatumBuitenKalender."""
    if not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
        raise DatumBuitenKalender(jaar)
    paasdag: date = easter(jaar)
    # Where two fall on one day (5 mei 2016) the last one leads, so that a region in which 5 mei or Goede Vrijdag is a
    # werkdag keeps the other feestdag.
    return MappingProxyType(
        {
            paasdag - 2 * _DAG: GOEDE_VRIJDAG,
            date(jaar, 5, 5): BEVRIJDINGSDAG,
            date(jaar, 1, 1): "Nieuwjaarsdag",
            paasdag + _DAG: "tweede Paasdag",
            paasdag + 39 * _DAG: "Hemelvaartsdag",
            paasdag + 50 * _DAG: "tweede Pinksterdag",
            date(jaar, 12, 25): "eerste Kerstdag",
            date(jaar, 12, 26): "tweede Kerstdag",
            **_koning(jaar),
        }
    )


def _koning(jaar: int) -> dict[date, str]:
    """Give the day of the king or queen; on a Sunday it is kept the day before."""
    dag, naam = (
        (date(jaar, 4, 27), "Koningsdag") if jaar >= _EERSTE_KONINGSDAG else (date(jaar, 4, 30), "Koninginnedag")
    )
    return {dag - _DAG if dag.weekday() == _ZONDAG else dag: naam}


def _dagen(van: date, tot: date) -> Iterator[date]:
    return (van + timedelta(days=n) for n in range((tot - van).days + 1))


def _reden(besluit: Besluit) -> str:
    """Name the decree by the years it covers; its full name names every day."""
    return f"{GELIJKGESTELDE_DAG} (besluit voor {besluit.jaren})"
