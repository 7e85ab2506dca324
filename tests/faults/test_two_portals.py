"""Two portals on one data directory, as real processes: a second vault is refused, a second worker does no harm."""

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from portal.core.insturen.intake import submit_bericht
from portal.core.post import outbox
from portal.db import is_writing
from portal.sealing.client import VaultClient, VaultDown
from portal.sealing.verbs import Verbs
from tests.core.test_notifications import Server, read, serving
from tests.demo.running import ROOT, wait_for
from tests.faults.toestand import chain_is_whole, shape
from tests.installatie import Installatie

pytestmark = pytest.mark.slow
SECONDS = 60
TEAM = {"consulent", "tweede", "frontoffice", "dubbel"}


@contextmanager
def portal(env: dict[str, str], *what: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process of the portal; it is gone at the end."""
    command = [sys.executable, "-m", "portal", *what]
    process = subprocess.Popen(command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def environment(huis: Installatie, **more: str) -> dict[str, str]:
    settings = huis.services.settings
    return os.environ | {
        "PORTAL_DATA": str(settings.data),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_VAULT_SOCKET": str(settings.vault_socket),
        "PORTAL_DEMO": "ja",
        "PORTAL_TWEEDE_FACTOR": "nee",
        **more,
    }


def test_a_second_vault_is_refused_and_a_second_worker_sends_nothing_twice(huis: Installatie) -> None:
    server, indiener = Server(), huis.gebruiker("indiener")
    berichten = [
        submit_bericht(huis.services, indiener, concept=huis.concept(indiener), now=huis.now) for _ in range(3)
    ]
    client = VaultClient(huis.services.settings.vault_socket, is_writing)
    with serving(server, huis.services.settings) as mail:
        env = environment(huis, PORTAL_SMTP_HOST=mail.smtp_host, PORTAL_SMTP_PORT=str(mail.smtp_port))
        with portal(env, "vault") as first, portal(env, "worker"), portal(env, "worker"):
            assert wait_for(lambda: answers(client), SECONDS)
            with portal(env, "vault") as second:
                said = second.communicate(timeout=SECONDS)[0]
            assert (second.returncode != 0, "Er draait al een kluis op deze map" in said) == (True, True), said
            assert (first.poll(), answers(client)) == (None, True)
            assert wait_for(lambda: outbox.stand(huis.services.database).wacht == 0, SECONDS)
            client.close()
    # a mail for each bericht, and one of the week: all three are late for the clock on the wall
    assert Counter(str(read(mail)["To"]).partition("@")[0] for mail in server.received) == dict.fromkeys(TEAM, 4)
    assert [len(shape(huis, bericht)["lijst"]) for bericht in berichten] == [2, 2, 2]
    assert chain_is_whole(huis)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_second_website_on_the_same_port_is_refused_in_plain_dutch(huis: Installatie) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with portal(environment(huis, PORTAL_PORT=port), "web") as second:
            said = second.communicate(timeout=SECONDS)[0]
    assert (second.returncode != 0, f"Poort {port} op 127.0.0.1 is al in gebruik" in said) == (True, True), said


def answers(vault: Verbs) -> bool:
    try:
        return vault.status()["broken"] is False
    except VaultDown:
        return False
