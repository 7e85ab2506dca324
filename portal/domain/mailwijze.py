"""When a person gets a mail: at once, in the digest of the next werkdag, or not at all.

Voorstel: no source says how often people should be mailed. What is a duty never depends on a choice, only its moment does.
"""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from portal.domain.datums import NEDERLAND, in_nederland
from portal.domain.kalender import Kalender
from portal.domain.mailsoort import Gewicht

# The setting of a region that says when the digest of the day goes out, Dutch time; without it at this time.
SAMENVATTING_TIJD: Final = "samenvatting_tijd"
SAMENVATTING: Final = "08:00"
TIJD: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
# Mail that could not leave for longer than this goes to each person as one mail (voorstel).
SAMEN_NA: Final = timedelta(days=1)


class Wijze(StrEnum):
    """What a person chose."""

    DIRECT = "direct"
    DAGELIJKS = "dagelijks"
    GEEN = "geen"


def volgende_samenvatting(now: datetime, tijd: str, kalender: Kalender) -> datetime:
    """Return the moment of the first digest after `now`: on a werkdag at `tijd` ('08:00') in the Netherlands."""
    hier, om = in_nederland(now), _time(tijd)
    dag = hier.date()
    if hier.time() >= om or not kalender.is_werkdag(dag, wettelijk=False):
        dag = kalender.volgende_werkdag(dag, wettelijk=False)
    return datetime.combine(dag, om, NEDERLAND).astimezone(now.tzinfo)


def moment(
    wijze: Wijze, gewicht: Gewicht, *, now: datetime, samenvatting: datetime, uiterlijk: date | None = None
) -> datetime | None:
    """Return when a mail of this weight goes to who chose this; None for never.

    `uiterlijk` is the last day in time of what the mail is about: a duty never waits for a digest after it.
    """
    if gewicht is Gewicht.SPOED or wijze is Wijze.DIRECT:
        return now
    if gewicht is Gewicht.GEWOON and wijze is Wijze.GEEN:
        return None
    if wijze is Wijze.GEEN:
        return now
    te_laat_dan = uiterlijk is not None and in_nederland(now).date() <= uiterlijk < in_nederland(samenvatting).date()
    return now if gewicht is Gewicht.PLICHT and te_laat_dan else samenvatting


def _time(tijd: str) -> time:
    """Read a time of the day; a setting that is none must not keep mail from going."""
    return time.fromisoformat(tijd if TIJD.fullmatch(tijd) else SAMENVATTING)
