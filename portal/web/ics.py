"""The calendar file: the only door to `icalendar`. It says that something ends, its number and where; never what or about whom."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from portal.core.herinneren.aflopend import Aflopend
from portal.core.klokken.klokken import NOOIT
from portal.domain.datums import dag_en_maand, datum_in_nederland

LEZEN: Final = timedelta(hours=4)  # how often a calendar should look again (voorstel)


def write(items: Iterable[Aflopend], *, basis_url: str, now: datetime) -> bytes:
    """Write an iCalendar file (RFC 5545) with a whole day for each item, and all days so far of what stands still."""
    from icalendar import Calendar, Event, vDuration  # noqa: PLC0415 - only who asks for a calendar loads it

    basis, vandaag = basis_url.rstrip("/"), datum_in_nederland(now)
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
        begin, einde = _days(item, vandaag)
        dag.add("dtstart", begin)
        dag.add("dtend", einde + timedelta(days=1))
        dag.add("summary", _title(item))
        dag.add("description", "Log in op het Berichtenportaal om te zien waar het om gaat.")
        dag.add("url", f"{basis}/berichten/{item.bericht}" if item.bericht else f"{basis}/termijnen")
        dag.add("transp", "TRANSPARENT")
        agenda.add_component(dag)
    return bytes(agenda.to_ical())


def _days(item: Aflopend, vandaag: date) -> tuple[date, date]:
    """Return its last day; of what stands still since when, until today or the last day of the time that was given."""
    if item.stil_sinds is None:
        return item.datum, item.datum
    return item.stil_sinds, vandaag if item.datum == NOOIT else max(item.datum, vandaag)


def _title(item: Aflopend) -> str:
    wat = "Taak" if item.is_taak else "Termijn"
    stil = f" staat stil sinds {dag_en_maand(item.stil_sinds)}" if item.stil_sinds is not None else ""
    return f"{wat} {item.nummer}{stil}" if item.nummer else "Iets om te versturen"
