"""Whether a taak without a last day has a term: its clock may only stand still, or not have begun."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, exists, tuple_

from portal.core.klokken.klokken import Klokstatus
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.models import Bericht, Taak, Termijn


def has_term(services: Services) -> ColumnElement[bool]:
    """Ask of a taak, joined with its bericht, whether a source names a term for it."""
    return tuple_(Bericht.mailbox, Taak.code).in_({(mailbox, taak) for mailbox, taak, _ in _declared(services)})


def clock_is(services: Services, *status: Klokstatus) -> ColumnElement[bool]:
    """Ask of a taak, joined with its bericht, whether a clock that it fulfils is in one of these states."""
    return exists().where(
        Termijn.bericht == Taak.bericht,
        unindexed(Termijn.status).in_([een.value for een in status]),
        tuple_(Bericht.mailbox, Taak.code, Termijn.code).in_(set(_declared(services))),
    )


def _declared(services: Services) -> Iterator[tuple[str, str, str]]:
    """Yield each clock that a taak fulfils: its mailbox, the taak, and the clock."""
    for mailbox in services.mailboxen.alle():
        for klok in mailbox.alle_termijnen():
            for taak in klok.gehaald_door:
                yield mailbox.code, taak, klok.code
