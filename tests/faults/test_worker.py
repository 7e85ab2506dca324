"""The worker that is killed, a mail server that is down for days, a database that goes away: each mail comes once."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from aiosmtpd.smtp import Envelope

from portal.core.post import outbox
from portal.core.post.outbox import Stand
from portal.core.services import Services
from portal.db import DatabaseBezet
from portal.worker.effects import drain
from portal.worker.loop import Bezorger
from tests.core.test_notifications import Server, read, serving
from tests.faults.away import away, impatient
from tests.faults.steps import killed_at_every_step
from tests.faults.toestand import Rows, shape
from tests.installatie import SCHAKEL, Installatie
from tests.rondes import werk_alles_af

PERSONEN = {"indiener@portaal.example", "collega@portaal.example"}
# Between the word of the mail server and our own commit nobody can know: there, and only there, a mail comes twice.
WINDOW = {"smtp: getreply", "UPDATE uitgaand SET", "commit"}


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def services(huis: Installatie, server: Server) -> Iterator[Services]:
    """The services, with a real mail server."""
    with serving(server, huis.services.settings) as settings:
        huis.services = replace(huis.services, settings=settings)
        yield huis.services


def promise(huis: Installatie, bericht: UUID | None = None, *, nummer: str = "") -> None:
    """Promise a mail to an organisation, and to take a bericht in anew."""
    with huis.services.database.schrijven() as session:
        if bericht is not None:
            outbox.enqueue_opnemen(session, bericht, now=huis.now)
        outbox.enqueue_mail(
            session, aan=("organisatie", SCHAKEL), sjabloon="vraag", nummer=nummer, pad="/werkvoorraad", now=huis.now
        )


def done_with_submission(huis: Installatie, server: Server, bericht: UUID) -> Rows:
    """Keep the promises of a submission; gives the lines of the lists that the vault wrote."""
    work(huis)
    server.received.clear()
    return shape(huis, bericht)["lijst"]


def work(huis: Installatie) -> None:
    """Drain the outbox as far as it goes now, as a worker of its own."""
    werk_alles_af(huis.services, lambda: huis.now)


def test_a_worker_that_is_killed_at_any_step_sends_every_mail_and_twice_only_in_the_one_window(
    huis: Installatie, services: Services, server: Server
) -> None:
    twice, places, bericht = list[str](), list[str](), huis.bericht(huis.gebruiker("indiener"))
    taken_in = done_with_submission(huis, server, bericht)
    promise(huis, bericht)
    for outcome in killed_at_every_step(huis, lambda: work(huis)):
        places.append(outcome.killed_at)
        huis.later(minutes=11)  # the lease of the dead worker ends
        work(huis)
        copies = [(read(mail)["To"], mail) for mail in server.received]
        assert {str(to) for to, _ in copies} == PERSONEN, outcome
        assert len(set(copies)) == len(PERSONEN), (
            "a mail that comes twice is the same to the letter, so that it is folded"
        )
        twice += [outcome.killed_at] * (len(copies) - len(PERSONEN))
        assert shape(huis, bericht)["lijst"] == taken_in, outcome
        server.received.clear()
        promise(huis, bericht)
    assert (len(places) > 45, set(twice) <= WINDOW) == (True, True), (len(places), twice)
    # At each of the two mails: while the answer is on its way, before our statement, before our commit.
    assert Counter(twice) == Counter({place: len(PERSONEN) for place in WINDOW})
    assert outbox.stand(services.database).dood == 0


def test_a_mail_server_that_is_down_for_three_weeks_loses_no_mail_doubles_none_and_floods_nobody(
    huis: Installatie, server: Server
) -> None:
    with serving(server, huis.services.settings) as settings:
        huis.services = replace(huis.services, settings=settings)
    nummers = ("BP-0000-0001", "BP-0000-0002", "BP-0000-0003")
    for nummer in nummers:
        promise(huis, nummer=nummer)
    for _ in range(21):
        work(huis)
        huis.later(days=1)
    before = outbox.stand(huis.services.database)
    with ExitStack() as stack:
        reachable = stack.enter_context(serving(server, replace(settings, smtp_host="")))
        huis.services = replace(huis.services, settings=reachable)
        work(huis)
        huis.later(minutes=15)
        work(huis)
    assert (before, outbox.stand(huis.services.database)) == (Stand(wacht=6, dood=0), Stand(wacht=0, dood=0))
    told = {str(read(mail)["To"]): read(mail) for mail in server.received}
    assert (set(told), len(server.received)) == (PERSONEN, len(PERSONEN))
    for mail in told.values():
        assert (mail["Subject"], [nummer in mail.get_content() for nummer in nummers]) == (
            "Er staan 3 dingen voor u klaar",
            [True, True, True],
        )


def test_a_database_that_goes_away_right_after_a_mail_left_makes_it_leave_once(
    huis: Installatie, services: Services
) -> None:
    """What was sent is remembered until it is written down, also when that takes longer than the lease."""
    impatient(huis)
    fault = ExitStack()
    meanwhile: list[Callable[[], None]] = [lambda: fault.enter_context(away(huis))]

    def accept(_envelope: Envelope) -> str:
        while meanwhile:
            meanwhile.pop()()
        return "250 OK"

    server = Server(data=accept)
    promise(huis)
    with serving(server, services.settings) as settings:
        worker = Bezorger(replace(huis.services, settings=settings), threading.Event(), clock=lambda: huis.now)
        drain(huis.services, holder=uuid.uuid4(), clock=lambda: huis.now, stopping=lambda: False)
        with pytest.raises(DatabaseBezet):
            worker.work()
        with pytest.raises(DatabaseBezet):
            worker.work()
        fault.close()
        sent = len(server.received)
        for wait in (timedelta(seconds=1), outbox.LEASE, outbox.LEASE):
            huis.moment[0] += wait
            worker.work()
    assert (sent, len(server.received), outbox.stand(huis.services.database)) == (1, 2, Stand(wacht=0, dood=0))
