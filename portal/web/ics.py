"""The calendar file: the only door to `icalendar`. It says that something ends, its number and where; never what or about whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from portal.core.aflopend import Aflopend

LEZEN: Final = timedelta(hours=4)  # how often a calendar should look again (voorstel)


def write(items: Iterable[Aflopend], *, basis_url: str, now: datetime) -> bytes:
    """Write an iCalendar file (RFC 5545) with a whole day for each item."""
    from icalendar import Calendar, Event, vDuration  # noqa: PLC0415 - only who asks for a calendar loads it

    basis = basis_url.rstrip("/")
    agenda = Calendar()
    agenda.add("prodid", "-//Berichtenportaal//termijnen//NL")
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", "Berichtenportaal")
    agenda.add("refresh-interval", vDuration(LEZEN), parameters={"value": "DURATION"})
    for item in items:
        dag = Event()
        dag.add("uid", str(uuid5(NAMESPACE_URL, f"{basis}/{item.bron}")))
        dag.add("dtstamp", now)
        dag.add("dtstart", item.datum)
        dag.add("dtend", item.datum + timedelta(days=1))
        dag.add("summary", _title(item))
        dag.add("description", "Log in op het Berichtenportaal om te zien waar het om gaat.")
        dag.add("url", f"{basis}/berichten/{item.bericht}" if item.bericht else f"{basis}/termijnen")
        dag.add("transp", "TRANSPARENT")
        agenda.add_component(dag)
    return bytes(agenda.to_ical())


def _title(item: Aflopend) -> str:
    wat = "Taak" if item.is_taak else "Termijn"
    return f"{wat} {item.nummer}" if item.nummer else "Iets om te versturen"
