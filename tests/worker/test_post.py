"""Mail as the worker sends it: apart from other work, patient with a greylist, and together what waited long."""

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from portal.core.post import outbox
from portal.core.post.outbox import LEASE, WAIT_AFTER, Stand
from portal.core.post.postbode import Geduld
from portal.core.post.postrijen import postrijen
from portal.core.services import Services
from portal.models import Uitgaand
from portal.worker.effects import deliver, drain
from portal.worker.loop import run
from tests.core.slechte_mailserver import END, HANG, Mailserver, certificate
from tests.core.test_notifications import Server, read, serving
from tests.demo.running import wait_for
from tests.installatie import SCHAKEL, Installatie
from tests.rondes import werk_alles_af

NUMMERS = ("BP-0000-0001", "BP-0000-0002")


@contextmanager
def reached(huis: Installatie, server: Mailserver) -> Iterator[Services]:
    """The services of the house with this mail server."""
    with server.serving() as port:
        settings = replace(huis.services.settings, smtp_host="localhost", smtp_port=port)
        yield replace(huis.services, settings=settings)


def promise(huis: Installatie, nummer: str = NUMMERS[0]) -> None:
    with huis.services.database.schrijven() as session:
        outbox.enqueue_mail(
            session, aan=("organisatie", SCHAKEL), sjabloon="vraag", nummer=nummer, pad="/onderweg", now=huis.now
        )


def by_whom(server: Mailserver) -> Counter[str]:
    return Counter(str(read(raw)["To"]).partition("@")[0] for raw in server.received)


def test_a_greylist_is_waited_out_and_every_mail_comes_once(huis: Installatie) -> None:
    server = Mailserver([{"RCPT": b"450 greylisted\r\n"}, {}])
    promise(huis)
    with reached(huis, server) as services:
        werk_alles_af(services, lambda: huis.now)
        first = (len(server.received), outbox.stand(services.database))
        huis.later(minutes=1)
        werk_alles_af(services, lambda: huis.now)
    assert (first, by_whom(server)) == ((0, Stand(wacht=2, dood=0)), {"indiener": 1, "collega": 1})


def test_a_mail_that_is_taken_without_a_word_comes_again_as_the_same_mail_and_is_counted(huis: Installatie) -> None:
    server = Mailserver([{END: b"nothing\r\n"}])
    promise(huis)
    with reached(huis, server) as services:
        for _ in range(2):
            werk_alles_af(services, lambda: huis.now)
            huis.later(hours=7)
    ids = Counter(str(read(raw)["Message-ID"]) for raw in server.received)
    assert (set(ids.values()), len(ids)) == ({2}, 2)


def test_what_waited_longer_than_a_day_goes_to_each_as_one_mail_and_a_try_again_is_the_same_mail(
    huis: Installatie,
) -> None:
    server = Mailserver([{END: b"451 later\r\n"}, {}])
    for nummer in NUMMERS:
        promise(huis, nummer)
    werk_alles_af(huis.services, lambda: huis.now)  # there is no mail server yet
    huis.later(days=2)
    with reached(huis, server) as services:
        for _ in range(2):
            werk_alles_af(services, lambda: huis.now)
            huis.later(minutes=2)
    mails = Counter((str(read(raw)["To"]), str(read(raw)["Message-ID"]), raw) for raw in server.received)
    assert (len(mails), set(mails.values()), outbox.stand(huis.services.database)) == (2, {2}, Stand(wacht=0, dood=0))
    assert all(nummer in read(raw).get_content() for _, _, raw in mails for nummer in NUMMERS)


def test_who_left_the_organisation_meanwhile_gets_nothing_of_what_waited(huis: Installatie) -> None:
    server = Mailserver()
    for nummer in NUMMERS:
        promise(huis, nummer)
    werk_alles_af(huis.services, lambda: huis.now)
    huis.client.block(huis.token("beheerder"), huis.gebruiker("collega").persoon, herkomst="127.0.0.1")
    huis.later(days=2)
    with reached(huis, server) as services:
        werk_alles_af(services, lambda: huis.now)
    assert (by_whom(server), outbox.stand(huis.services.database)) == ({"indiener": 1}, Stand(wacht=0, dood=0))


def test_what_cannot_be_read_in_a_bundle_stops_nothing_else(huis: Installatie) -> None:
    server = Mailserver()
    for nummer in NUMMERS:
        promise(huis, nummer)
    werk_alles_af(huis.services, lambda: huis.now)
    with huis.services.database.schrijven() as session:
        for row in session.query(Uitgaand).filter(Uitgaand.soort == "mail-een", Uitgaand.lading.contains(NUMMERS[1])):
            row.lading = "vervalst"
    huis.later(days=2)
    with reached(huis, server) as services:
        werk_alles_af(services, lambda: huis.now)
    assert [NUMMERS[0] in str(read(raw)["Subject"]) for raw in server.received] == [True, True]


def test_a_mail_whose_lease_nearly_ends_is_left_to_the_next_worker(huis: Installatie) -> None:
    server = Mailserver()
    promise(huis)
    with reached(huis, server) as services:
        werk_alles_af(huis.services, lambda: huis.now)
        huis.later(minutes=10)
        late = huis.now + LEASE - timedelta(minutes=3)
        moments = iter([huis.now] * 4 + [late, huis.now, late] + [huis.now] * 9)
        claimed = deliver(services, holder=uuid.uuid4(), clock=lambda: next(moments), stopping=lambda: False)
    assert (claimed, server.received) == (2, [])


def test_one_address_that_is_never_answered_keeps_no_other_mail_and_ends_where_beheer_sees_it(
    huis: Installatie, tmp_path: Path
) -> None:
    context, file = certificate(tmp_path)
    server = Server(hangs_on="indiener@portaal.example")
    promise(huis)
    drain(huis.services, holder=uuid.uuid4(), clock=lambda: huis.now, stopping=lambda: False)
    huis.later(seconds=1)
    with huis.services.database.schrijven() as session:
        outbox.enqueue_mail(
            session, aan=("team", "toezicht"), sjabloon="spoed", nummer="", pad="/werkvoorraad", now=huis.now
        )
    drain(huis.services, holder=uuid.uuid4(), clock=lambda: huis.now, stopping=lambda: False)
    production = replace(huis.services.settings, demo=False, smtp_ca=file)
    with serving(server, production, context) as settings:
        services = replace(huis.services, settings=settings)

        def ronde() -> int:
            return deliver(
                services,
                holder=uuid.uuid4(),
                clock=lambda: huis.now,
                stopping=lambda: False,
                geduld=Geduld(zenden=3, groeten=0.1),
            )

        first = ronde()
        after_first = [(row.pogingen, row.fout) for row in _waiting(huis)]
        with services.database.schrijven() as session:
            session.execute(update(Uitgaand).where(Uitgaand.status == "wacht").values(pogingen=len(WAIT_AFTER)))
        huis.later(minutes=1)
        last = ronde()
    told = [str(read(raw)["To"]).partition("@")[0] for raw in server.received]
    assert (first, told, after_first) == (3, ["toezichthouder", "collega"], [(1, "geen antwoord over dit adres")])
    (rij,) = postrijen(huis.services, huis.gebruiker("beheerder")).rijen
    assert (last, rij.opgegeven, _waiting(huis)) == (1, True, [])


def test_one_address_at_which_the_server_always_stops_ends_dead_and_the_others_get_their_mail(
    huis: Installatie,
) -> None:
    server = Server(closes_on="indiener@portaal.example")
    promise(huis)
    drain(huis.services, holder=uuid.uuid4(), clock=lambda: huis.now, stopping=lambda: False)
    tries = 0
    with serving(server, huis.services.settings) as settings:
        services = replace(huis.services, settings=settings)
        while outbox.stand(huis.services.database).wacht and tries < 2 * len(WAIT_AFTER):
            deliver(services, holder=uuid.uuid4(), clock=lambda: huis.now, stopping=lambda: False)
            huis.later(hours=6)
            tries += 1
    told = [str(read(raw)["To"]).partition("@")[0] for raw in server.received]
    (rij,) = postrijen(huis.services, huis.gebruiker("beheerder")).rijen
    assert (told, tries, outbox.stand(huis.services.database)) == (
        ["collega"],
        len(WAIT_AFTER) + 1,
        Stand(wacht=0, dood=1),
    )
    assert (rij.opgegeven, rij.pogingen, rij.reden) == (True, 21, "De mailserver verbreekt de verbinding")


def test_a_worker_that_died_holds_no_more_than_the_one_mail_it_was_sending(huis: Installatie) -> None:
    server = Mailserver()
    for nummer in NUMMERS:
        promise(huis, nummer)
    drain(huis.services, holder=uuid.uuid4(), clock=lambda: huis.now, stopping=lambda: False)
    died = outbox.claim(huis.services.database, holder=uuid.uuid4(), now=huis.now, limit=1, per_persoon=True)
    seen = list[int]()

    def stopping() -> bool:
        seen.append(sum(row.houder is not None for row in _waiting(huis)))
        return len(seen) > 2

    with reached(huis, server) as services:
        deliver(services, holder=uuid.uuid4(), clock=lambda: huis.now, stopping=stopping)
        by_then = len(server.received)
        werk_alles_af(services, lambda: huis.now)
        others = len(server.received)
        huis.later(minutes=10)
        werk_alles_af(services, lambda: huis.now)
    assert (len(died), seen, by_then, others, len(server.received)) == (1, [1, 1, 1], 2, 3, 4)


def _waiting(huis: Installatie) -> list[Uitgaand]:
    with huis.services.database.lezen() as session:
        return list(session.scalars(select(Uitgaand).where(Uitgaand.status == "wacht")))


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_mail_server_that_hangs_keeps_no_bericht_from_its_lists(huis: Installatie) -> None:
    huis.moment[0] = datetime.now(UTC)
    server, stop = Mailserver([{"DATA": HANG}]), threading.Event()
    promise(huis)
    with reached(huis, server) as services:
        thread = threading.Thread(target=run, args=(services, stop))
        thread.start()
        hangs = wait_for(lambda: "DATA" in server.words, 20)
        with services.database.schrijven() as session:
            outbox.enqueue_mail(
                session, aan=("team", "toegang-1952"), sjabloon="nieuw", nummer="", pad="/werkvoorraad", now=huis.now
            )
        spread = wait_for(lambda: outbox.stand(services.database).wacht == 2, 20)
        stop.set()
    thread.join(40)
    assert (hangs, spread, thread.is_alive()) == (True, True, False)
