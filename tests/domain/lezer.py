"""A reader who knows the days of the week and the months, and nothing else but what an explanation says."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

DAG = timedelta(days=1)
MAANDEN = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_MAAND = "|".join(MAANDEN)
DATUM = rf"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag) (\d+) ({_MAAND})(?: (\d{{4}}))?"
EENHEID = r"(\d+) (werkdag|werkdagen|dag|dagen|week|weken|maand|maanden)"


def lees(uitleg: str) -> tuple[date, date]:
    """Return the date that the sentence says, and the date that a reader comes to who follows it."""
    uitleg = re.sub(r"^Onverwijld.*?Wacht niet tot die dag\. ", "", uitleg)
    uitleg = re.sub(r" Toegezegd is .*?verandert daardoor niet\.", "", uitleg)
    uitleg = re.sub(rf" Op {DATUM} is toegezegd: .*?verandert daardoor niet\.", "", uitleg)
    if zelf := re.match(rf"Dit is de datum zelf: {DATUM}\. Er loopt geen termijn", uitleg):
        return _datum(zelf.groups(), 0), _datum(zelf.groups(), 0)
    slot = re.search(
        rf"(?:uiterlijk|tot en met) {DATUM}(?:; later mag ook|; daarna kan het niet meer)?\.",
        uitleg.rpartition(", dus ")[2],
    )
    assert slot, uitleg
    gezegd = _datum(slot.groups(), 0)
    return gezegd, _laatste(uitleg, gezegd.year)


def lees_toezegging(uitleg: str) -> tuple[date, date] | None:
    """Return the promised day that the sentence says and the day a reader comes to, twice the same where a letter named it."""
    if genoemd := re.search(rf" Op {DATUM} is toegezegd: uiterlijk {DATUM}, want ", uitleg):
        dag = _datum(genoemd.groups()[3:], 0)
        return dag, dag
    beloofd = re.search(
        rf" Toegezegd is {EENHEID} later, want [^:]*(?::\d[^:]*)*: (.*), dus toegezegd is uiterlijk {DATUM}\. ", uitleg
    )
    if beloofd is None:
        return None
    gezegd, geteld = _datum(beloofd.groups()[3:], 0), f"{beloofd[3]}, dus"
    vanaf, dag = _werkdagen(geteld, gezegd.year) if re.match(r"\d+ werkdag", geteld) else _kalenderdagen(geteld)
    eerder, _ = lees(uitleg)
    if al := re.search(rf" Eerder was uiterlijk {DATUM} toegezegd\.", uitleg):
        eerder = _datum(al.groups(), 0)
    assert (vanaf, geteld.startswith(f"{beloofd[1]} {beloofd[2]} na ")) == (eerder, True)
    return gezegd, _tellen(dag, 1, _telt(geteld), DAG) if "eerste werkdag daarna" in geteld else dag


def _laatste(uitleg: str, jaar: int) -> date:
    vanaf, dag = _werkdagen(uitleg, jaar) if re.match(r"Nog|\d+ werkdag", uitleg) else _kalenderdagen(uitleg)
    if "Die dag zelf telt niet meer mee" in uitleg:
        dag -= DAG
    telt = _telt(uitleg)
    if "minstens twee dagen" in uitleg:
        return _tellen(vanaf, 2, telt, DAG)
    return _tellen(dag, 1, telt, DAG) if "schuift de termijn door" in uitleg else dag


def _werkdagen(uitleg: str, jaar: int) -> tuple[date, date]:
    telt = _telt(uitleg, weekend="weekend" in uitleg)
    if zelfde := re.match(
        rf"Nog dezelfde werkdag(?:, en anders de (laatste|eerste) werkdag er(?:voor|na))?: {DATUM} is", uitleg
    ):
        terug, *deel = zelfde.groups()
        vanaf = _datum(tuple(deel), jaar)
        stap = -DAG if terug == "laatste" else DAG
        return vanaf, vanaf if terug is None else _tellen(vanaf, 1, telt, stap)
    kop = re.match(rf"{EENHEID}((?:, verlengd met {EENHEID} want [^,]*?(?:, [^,]*?)?\),)*) (na|vóór) {DATUM}:", uitleg)
    assert kop, uitleg
    groepen = kop.groups()
    aantal = int(groepen[0]) + sum(int(n) for n, _ in re.findall(rf"verlengd met {EENHEID}", groepen[2]))
    vanaf = _datum(groepen[-3:], jaar)
    return vanaf, _tellen(vanaf, aantal, telt, -DAG if groepen[-4] == "vóór" else DAG)


def _kalenderdagen(uitleg: str) -> tuple[date, date]:
    if zelf := re.match(rf"(?:Het gaat om de datum zelf:|Het moet klaar zijn vóór) {DATUM}", uitleg):
        return _datum(zelf.groups(), 0), _datum(zelf.groups(), 0)
    kop = re.match(rf"{EENHEID} (na|vóór) {DATUM} is ", uitleg)
    assert kop, uitleg
    aantal, eenheid, kant, *deel = kop.groups()
    vanaf = _datum(tuple(deel), 0)
    dag = _verder(vanaf, int(aantal) * (-1 if kant == "vóór" else 1), eenheid)
    for erbij, wat in re.findall(rf"\. Verlengd met {EENHEID}, want", uitleg):
        dag = _verder(dag, int(erbij), wat)
    geteld = re.findall(
        rf"stond stil (?:op|van {DATUM} tot en met) {DATUM}, want [^:]*(?::\d[^:]*)*: (\d+) dag", uitleg
    )
    return vanaf, dag + sum(int(deel[-1]) for deel in geteld) * DAG


def _telt(uitleg: str, *, weekend: bool = True) -> Callable[[date], bool]:
    """Return whether a day counts, by what is named as not counting."""
    genoemd = {(int(dag), MAANDEN.index(maand) + 1) for dag, maand in re.findall(rf"\((\d+) ({_MAAND})\)", uitleg)}
    stil = [_periode(deel) for deel in re.findall(rf"stond stil (?:van {DATUM} tot en met|op) {DATUM}", uitleg)]

    def telt(dag: date) -> bool:
        in_het_weekend = weekend and dag.weekday() >= 5
        return not (in_het_weekend or (dag.day, dag.month) in genoemd or any(van <= dag <= tot for van, tot in stil))

    return telt


def _periode(deel: tuple[str, ...]) -> tuple[date, date]:
    tot = _datum(deel[3:], 0)
    return (_datum(deel[:3], tot.year) if deel[0] else tot), tot


def _tellen(dag: date, aantal: int, telt: Callable[[date], bool], stap: timedelta) -> date:
    while aantal:
        dag += stap
        aantal -= telt(dag)
    return dag


def _verder(dag: date, aantal: int, eenheid: str) -> date:
    if not eenheid.startswith("maand"):
        return dag + aantal * (7 if eenheid.startswith("we") else 1) * DAG
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + aantal, 12)
    return date(jaar, maand + 1, min(dag.day, calendar.monthrange(jaar, maand + 1)[1]))


def _datum(deel: tuple[str | None, ...], jaar: int) -> date:
    dag, maand, eigen = deel
    return date(int(eigen or jaar), MAANDEN.index(maand or "") + 1, int(dag or 0))
