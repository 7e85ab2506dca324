"""How dates and moments are written in Dutch, and which date a moment has in the Netherlands."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")
# Longer ago is more likely a mistyped year than a letter that lay about (voorstel).
HOOGSTENS_TERUG = timedelta(days=366)
# A time that somebody gets for an answer is of weken: no law names the longest, and longer than a year is more likely a mistyped
# year, on which a beschikking would wait for ever (voorstel; the same in every region, as it guards against a slip of the pen).
HOOGSTENS_TIJD = timedelta(days=366)

WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


class MomentZonderTijdzone(ValueError):
    """A moment without a time zone has no date in the Netherlands."""


def voluit(datum: date) -> str:
    """Write a date in full: 'donderdag 9 april 2026'."""
    return f"{zonder_jaar(datum)} {datum.year}"


def zonder_jaar(datum: date) -> str:
    """Write a date whose year is plain from what stands beside it: 'donderdag 9 april'."""
    return f"{weekdag(datum)} {dag_en_maand(datum)}"


def dag_en_maand(datum: date) -> str:
    """Write day and month only: '9 april'."""
    return f"{datum.day} {MAANDEN[datum.month - 1]}"


def weekdag(datum: date) -> str:
    """Name the day of the week: 'donderdag'."""
    return WEEKDAGEN[datum.weekday()]


def kort(datum: date, vandaag: date) -> str:
    """Write a date for a list: 'do 9 april', and of another year than this one 'di 9 april 2024'."""
    jaar = "" if datum.year == vandaag.year else f" {datum.year}"
    return f"{weekdag(datum)[:2]} {dag_en_maand(datum)}{jaar}"


def moment(tijdstip: datetime) -> str:
    """Write a moment as a clock in the Netherlands shows it: 'donderdag 9 april 2026, 10:12'."""
    hier = in_nederland(tijdstip)
    return f"{voluit(hier)}, {hier:%H:%M}"


def kort_moment(tijdstip: datetime, vandaag: date) -> str:
    """Write a moment for a list: 'do 9 april 10:12', with its year where that is not this one."""
    hier = in_nederland(tijdstip)
    return f"{kort(hier, vandaag)} {hier:%H:%M}"


def datum_in_nederland(tijdstip: datetime) -> date:
    """Give the date of a moment in the Netherlands: 23:30 UTC is tomorrow."""
    return in_nederland(tijdstip).date()


def in_nederland(tijdstip: datetime) -> datetime:
    """Move a moment to Dutch time; raises MomentZonderTijdzone for a naive one."""
    if tijdstip.utcoffset() is None:
        raise MomentZonderTijdzone("Een moment zonder tijdzone heeft geen datum in Nederland.")
    return tijdstip.astimezone(NEDERLAND)


def maanden_later(datum: date, aantal: int) -> date:
    """Give the same day so many months on (or back), and the last day of the month where it has no such day."""
    jaar, maand = divmod(datum.year * 12 + datum.month - 1 + aantal, 12)
    return date(jaar, maand + 1, min(datum.day, calendar.monthrange(jaar, maand + 1)[1]))


def betrekkelijk(datum: date, vandaag: date) -> str:
    """Say how far off a date is: 'vandaag', 'morgen', 'over 24 dagen', '3 dagen geleden'."""
    dagen = (datum - vandaag).days
    match dagen:
        case 0:
            return "vandaag"
        case 1:
            return "morgen"
        case -1:
            return "gisteren"
    return f"over {dagen} dagen" if dagen > 0 else f"{-dagen} dagen geleden"


def dagenlijst(dagen: Sequence[date]) -> str:
    """Write days one after another, each month once: 'dinsdag 7, woensdag 8 en donderdag 9 april'."""
    zonder_maand = [dag.month == volgende.month for dag, volgende in pairwise(dagen)]
    return opsomming(
        [
            f"{weekdag(dag)} {dag.day}" if weglaten else zonder_jaar(dag)
            for dag, weglaten in zip(dagen, [*zonder_maand, False], strict=True)
        ]
    )


def opsomming(delen: Sequence[str]) -> str:
    """Join words as Dutch does: 'a, b en c'."""
    *eerste, laatste = delen
    return f"{', '.join(eerste)} en {laatste}" if eerste else laatste
