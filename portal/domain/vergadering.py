"""A meeting that comes round every so many weken, for which berichten are sent in before a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Vergadering:
    """For which meeting a bericht is stands in the answer `veld`.

    The region sets the first day as `instelling`; `termijn` is the clock that ends on the day of the meeting, `later` the one
    that takes its place when it is put off to a later meeting.
    """

    titel: str
    veld: str
    instelling: str
    weken: int
    termijn: str
    later: str = ""


def vergaderdagen(eerste: Callable[[date], date], weken: int, vanaf: date, aantal: int) -> tuple[date, ...]:
    """Return the next days of a meeting from this day on, which meets every so many weken from its first day.

    `eerste` gives that first day as it is set on a day: from a day on the region may meet on other days.
    """
    dag, gevonden = vanaf, list[date]()
    while len(gevonden) < aantal:
        volgende = _volgende(eerste(dag), timedelta(weeks=weken), dag)
        gelijk = eerste(volgende) == eerste(dag)
        gevonden += [volgende] * gelijk
        dag = (volgende if gelijk else dag) + timedelta(days=1)
    return tuple(gevonden)


def _volgende(eerste: date, om: timedelta, vanaf: date) -> date:
    return eerste + max(0, -((eerste - vanaf) // om)) * om
