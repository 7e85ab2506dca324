"""The calendar file: the only door to `icalendar`. It says that something ends, its number and where; never what or about whom."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from portal.core.herinneren.aflopend import Aflopend
from portal.core.herinneren.agendasleutels import Agenda
from portal.core.klokken.klokken import NOOIT
from portal.domain.datums import dag_en_maand, datum_in_nederland, voluit

if TYPE_CHECKING:
    from icalendar import Event

LEZEN: Final = timedelta(hours=4)  # how often a calendar should look again (voorstel)


def write(agenda: Agenda, *, basis_url: str, now: datetime) -> bytes:
    """Write an iCalendar file (RFC 5545) with a whole day for each item, and all days so far of what stands still.

    What does not fit in it is said today, in an event of its own.
    """
    from icalendar import Calendar, vDuration  # noqa: PLC0415 - only who asks for a calendar loads it

    basis, vandaag = basis_url.rstrip("/"), datum_in_nederland(now)
    kalender = Calendar()
    kalender.add("prodid", "-//Berichtenportaal//termijnen//NL")
    kalender.add("version", "2.0")
    kalender.add("method", "PUBLISH")
    kalender.add("x-wr-calname", "Berichtenportaal")
    kalender.add("refresh-interval", vDuration(LEZEN), parameters={"value": "DURATION"})
    if agenda.past_niet:
        kalender.add_component(
            _event(f"{basis}/vol", (vandaag, vandaag), _full(agenda.volledig_tot), f"{basis}/termijnen", now=now)
        )
    for item in agenda.items:
        pad = f"{basis}/berichten/{item.bericht}" if item.bericht else f"{basis}/termijnen"
        kalender.add_component(_event(f"{basis}/{item.bron}", _days(item, vandaag), _title(item), pad, now=now))
    return bytes(kalender.to_ical())


def _event(wat: str, dagen: tuple[date, date], titel: str, pad: str, *, now: datetime) -> "Event":
    """Make one event; its UID is of what it is about, so that a calendar moves it along when its day changes."""
    from icalendar import Event  # noqa: PLC0415 - only who asks for a calendar loads it

    begin, einde = dagen
    dag = Event()
    dag.add("uid", str(uuid5(NAMESPACE_URL, wat)))
    dag.add("dtstamp", now)
    dag.add("dtstart", begin)
    dag.add("dtend", einde + timedelta(days=1))
    dag.add("summary", titel)
    dag.add("description", "Log in op het Berichtenportaal om te zien waar het om gaat.")
    dag.add("url", pad)
    dag.add("transp", "TRANSPARENT")
    return dag


def _full(volledig_tot: date | None) -> str:
    """Say that there is more than fits, and up to when all of it is here."""
    rest = f"Alles tot en met {voluit(volledig_tot)} staat erin" if volledig_tot else "Wat nog komt, staat er wel in"
    return f"Niet alles past in deze agenda. {rest}, de rest leest u in het Berichtenportaal."


def _days(item: Aflopend, vandaag: date) -> tuple[date, date]:
    """Return its last day; of what stands still since when, until today or the last day of the time that was given."""
    if item.stil_sinds is None:
        return item.datum, item.datum
    return item.stil_sinds, vandaag if item.datum == NOOIT else max(item.datum, vandaag)


def _title(item: Aflopend) -> str:
    wat = "Taak" if item.is_taak else "Termijn"
    stil = f" staat stil sinds {dag_en_maand(item.stil_sinds)}" if item.stil_sinds is not None else ""
    return f"{wat} {item.nummer}{stil}" if item.nummer else "Iets om te versturen"
