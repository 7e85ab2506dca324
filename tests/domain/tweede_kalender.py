"""A second calendar and a second way of counting, written from the text of the law: what the first must agree with."""

from datetime import date, timedelta

from portal.domain.termijn import Eenheid, Grens, Karakter, Richting, Soort, Termijn

DAG = timedelta(days=1)

GELIJKGESTELD = {
    date(2023, 4, 28), date(2023, 5, 19), date(2024, 5, 10), date(2024, 12, 27), date(2025, 5, 30),
    date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26),
}  # fmt: skip


def pasen(jaar: int) -> date:
    """Easter Sunday by Meeus, Jones and Butcher."""
    a, b, c = jaar % 19, jaar // 100, jaar % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    w = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * w) // 451
    maand, dag = divmod(h + w - 7 * m + 114, 31)
    return date(jaar, maand, dag + 1)


def vrij_volgens_de_wet(dag: date) -> bool:
    """Zaterdag, zondag or a feestdag of Atw art. 3."""
    koning = 26 if date(dag.year, 4, 27).weekday() == 6 else 27
    vast = {(1, 1), (4, koning), (5, 5), (12, 25), (12, 26)}
    na_pasen = (dag - pasen(dag.year)).days
    return dag.weekday() >= 5 or (dag.month, dag.day) in vast or na_pasen in {-2, 1, 39, 50} or dag in GELIJKGESTELD


def laatste_dag(
    termijn: Termijn,
    vanaf: date,
    *,
    stil: frozenset[date] = frozenset(),
    erbij: tuple[tuple[int, Eenheid], ...] = (),
) -> date:
    """Walk day by day to the last day in time, with the werkdagen of the proposal; days in `stil` do not exist."""
    if termijn.karakter is Karakter.MIJLPAAL:
        return vanaf
    stap = -DAG if termijn.richting is Richting.TERUG else DAG
    if termijn.eenheid is Eenheid.WERKDAG:
        dag = _werkdagen_verder(vanaf, termijn.aantal + sum(aantal for aantal, _ in erbij), stap, stil)
    else:
        dag = _loop(vanaf, termijn.aantal, termijn.eenheid, stap)
        for aantal, eenheid in erbij:
            dag = _loop(dag, aantal, eenheid, DAG)
        if stil:
            dag = _zonder(vanaf, (dag - vanaf).days, stil)
    if termijn.grens is Grens.VOOR:
        dag -= DAG
    if stap == DAG and _moet_schuiven(termijn):
        dag = _schuif(dag, stil)
        while termijn.soort is Soort.WETTELIJK and _minstens_drie_dagen(termijn) and _werkdagen(vanaf, dag, stil) < 2:
            dag += DAG
    return dag


def _werkdagen_verder(dag: date, aantal: int, stap: timedelta, stil: frozenset[date]) -> date:
    if aantal == 0:
        while vrij_volgens_de_wet(dag):
            dag += stap
    while aantal:
        dag += stap
        aantal -= not (vrij_volgens_de_wet(dag) or dag in stil)
    return dag


def _zonder(dag: date, aantal: int, stil: frozenset[date]) -> date:
    while aantal:
        dag += DAG
        aantal -= dag not in stil
    return dag


def _schuif(dag: date, stil: frozenset[date]) -> date:
    if vrij_volgens_de_wet(dag):
        while vrij_volgens_de_wet(dag) or dag in stil:
            dag += DAG
    return dag


def _loop(vanaf: date, aantal: int, eenheid: Eenheid, stap: timedelta) -> date:
    dag = vanaf
    if eenheid is Eenheid.MAAND:
        for _ in range(aantal):
            maand = dag.month
            while dag.month == maand:
                dag += stap
            dag = dag.replace(day=1)
        while aantal and dag.day < vanaf.day and (dag + DAG).month == dag.month:
            dag += DAG
    else:
        for _ in range(aantal * (7 if eenheid is Eenheid.WEEK else 1)):
            dag += stap
    return dag


def _moet_schuiven(termijn: Termijn) -> bool:
    if termijn.schuift is not None:
        return termijn.schuift
    grens = {Eenheid.WERKDAG: 90, Eenheid.KALENDERDAG: 90, Eenheid.WEEK: 12, Eenheid.MAAND: 3}
    return termijn.soort is Soort.WETTELIJK and termijn.aantal <= grens[termijn.eenheid]


def _minstens_drie_dagen(termijn: Termijn) -> bool:
    if termijn.eenheid in {Eenheid.WEEK, Eenheid.MAAND}:
        return termijn.aantal > 0
    return termijn.aantal >= 3


def _werkdagen(vanaf: date, tot: date, stil: frozenset[date]) -> int:
    dagen = (vanaf + n * DAG for n in range(1, (tot - vanaf).days + 1))
    return sum(not (vrij_volgens_de_wet(dag) or dag in stil) for dag in dagen)
