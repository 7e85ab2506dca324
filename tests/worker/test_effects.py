"""What the worker makes of the outbox: berichten taken in, mail sent once, and patience with what is away."""

import email
import email.policy
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.insturen.intake import submit_bericht
from portal.core.post import outbox
from portal.core.post.outbox import Stand
from portal.core.services import Services
from portal.models import Bericht, Uitgaand
from portal.worker.effects import drain
from tests.installatie import EEMSDELTA, Installatie
from tests.rondes import werk_alles_af

TEAM = {"consulent", "tweede", "frontoffice", "dubbel"}


@pytest.fixture
def services(huis: Installatie, tmp_path: Path) -> Services:
    """The services of the house, with mail going to a directory."""
    return replace(huis.services, settings=replace(huis.services.settings, mail_map=tmp_path / "mail"))


def work(huis: Installatie, services: Services, *, until: Callable[[], bool] = lambda: False) -> None:
    """Drain the outbox as far as it goes now."""
    werk_alles_af(services, lambda: huis.now, stopping=until)


def submit(huis: Installatie) -> UUID:
    """Submit a verzoek to Eemsdelta; the vault has not taken it in."""
    wie = huis.gebruiker("indiener")
    return submit_bericht(huis.services, wie, concept=huis.concept(wie), now=huis.now)


def is_taken_in(services: Services, bericht: UUID) -> bool:
    with services.database.lezen() as session:
        return session.get_one(Bericht, bericht).opgenomen is not None


def mails(services: Services) -> list[tuple[str, str]]:
    folder = services.settings.mail_map
    assert folder is not None
    found = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in folder.glob("*.eml")]
    return sorted((str(mail["To"]), str(mail["Subject"]).partition(" (")[0]) for mail in found)


def test_a_submitted_bericht_is_taken_in_and_its_team_gets_mail(huis: Installatie, services: Services) -> None:
    bericht = submit(huis)
    before = is_taken_in(services, bericht)
    work(huis, services)
    assert (before, is_taken_in(services, bericht), {to.partition("@")[0] for to, _ in mails(services)}) == (
        False,
        True,
        TEAM,
    )
    assert {kop for _, kop in mails(services)} == {"Er staat een bericht voor u klaar"}


def test_each_person_gets_one_mail_however_often_and_by_how_many_workers_it_is_tried(
    huis: Installatie, services: Services
) -> None:
    submit(huis)
    threads = [threading.Thread(target=work, args=(huis, services)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work(huis, services)
    assert (len(mails(services)), outbox.stand(services.database)) == (len(TEAM), Stand(wacht=0, dood=0))


def test_a_question_is_mailed_to_the_sender_and_to_nobody_else(huis: Installatie, services: Services) -> None:
    bericht = submit(huis)
    work(huis, services)
    before = set(mails(services))
    huis.doe(huis.gebruiker("consulent"), bericht, "vraag-stellen", tekst="Wanneer?")
    work(huis, services)
    assert {to.partition("@")[0] for to, _ in set(mails(services)) - before} == {"indiener", "collega"}


def test_while_the_vault_is_away_taking_in_waits_and_no_try_is_counted(huis: Installatie, services: Services) -> None:
    bericht = submit(huis)
    huis.client.down = True
    for _ in range(30):
        work(huis, services)
        huis.later(seconds=11)
    (row,) = waiting(services)
    assert (row.soort, row.pogingen, row.fout) == ("opnemen", 0, "kluis gesloten")
    huis.client.down = False
    work(huis, services)
    assert is_taken_in(services, bericht)


def test_mail_without_a_mail_server_waits_until_there_is_one(huis: Installatie, services: Services) -> None:
    submit(huis)
    work(huis, huis.services)
    waits = [(row.soort, row.pogingen, row.fout) for row in waiting(services)]
    huis.later(minutes=11)
    work(huis, services)
    assert (waits, len(mails(services))) == ([("mail-een", 0, "geen mailserver ingesteld")] * len(TEAM), len(TEAM))


def test_a_row_that_nobody_can_handle_fails_alone(huis: Installatie, services: Services) -> None:
    with services.database.schrijven() as session:
        outbox.enqueue_opnemen(session, uuid.uuid4(), now=huis.now)
        outbox.enqueue_mail(
            session, aan=("team", EEMSDELTA), sjabloon="te-laat", nummer="", pad="/werkvoorraad", now=huis.now
        )
        for soort, lading in (("fax", "{}"), ("opnemen", '{"bericht": "geen-id"}')):
            session.add(row_of(soort, lading, huis))
    work(huis, services)
    found = {(row.soort, row.fout): row.pogingen for row in waiting(services)}
    assert (found[("opnemen", "ValueError")], len(mails(services))) == (1, len(TEAM))
    assert (("fax", "lading onleesbaar") in found, outbox.stand(services.database).dood) == (False, 1)


def test_a_team_without_anybody_gets_no_mail_and_the_promise_ends(huis: Installatie, services: Services) -> None:
    with services.database.schrijven() as session:
        outbox.enqueue_mail(
            session, aan=("team", "toegang-1952"), sjabloon="nieuw", nummer="BP-1", pad="/", now=huis.now
        )
    work(huis, services)
    assert (waiting(services), outbox.stand(services.database)) == ([], Stand(wacht=0, dood=0))


def test_a_worker_that_is_asked_to_stop_leaves_the_rest_to_the_next(huis: Installatie, services: Services) -> None:
    submit(huis)
    drain(services, holder=uuid.uuid4(), clock=lambda: huis.now, stopping=lambda: True)
    held = len(waiting(services))
    huis.moment[0] += outbox.LEASE_HERHAALBAAR + timedelta(seconds=1)
    work(huis, services)
    assert (held, len(mails(services)), waiting(services)) == (2, len(TEAM), [])


def test_a_row_whose_lease_nearly_ends_is_left_alone(huis: Installatie, services: Services) -> None:
    submit(huis)
    moments = iter([huis.now] * 2 + [huis.now + outbox.LEASE_HERHAALBAAR - timedelta(seconds=10)] * 9)
    drain(services, holder=uuid.uuid4(), clock=lambda: next(moments), stopping=lambda: False)
    assert len(waiting(services)) == 2


def waiting(services: Services) -> list[Uitgaand]:
    with services.database.lezen() as session:
        return list(session.scalars(select(Uitgaand).where(Uitgaand.status == "wacht").order_by(Uitgaand.id)))


def row_of(soort: str, lading: str, huis: Installatie) -> Uitgaand:
    return Uitgaand(
        id=uuid.uuid4(),
        soort=soort,
        lading=lading,
        status="wacht",
        niet_voor=huis.now,
        pogingen=0,
        houder=None,
        houdt_tot=None,
        gemaakt=huis.now,
        gedaan=None,
        fout="",
    )
