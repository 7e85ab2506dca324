"""An installation to measure: set up as `portal init` does, with sixteen senders, and a copy of it per engine and size."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import insert, select

from benchmarks.client import Browser, Unexpected, Visitor
from benchmarks.processes import Tree
from portal import migreren
from portal.cli.installation import add_organisatie, install, open_gate, region
from portal.config import Settings, process_env
from portal.core.post import outbox
from portal.db import Base, Database, is_writing
from portal.demo.personen import AANBIEDERS
from portal.demo.supervisor import Supervisor
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.sealing.client import VaultClient, VaultDown
from portal.vault.inrichten import bootstrap_person

ROOT: Final = Path(__file__).parent.parent
PEOPLE: Final = 16
READERS: Final = 2
SENDER: Final = AANBIEDERS[0][0]
TEAM: Final = "toegang-0014"  # of the gemeente that the example names
START_SECONDS: Final = 60.0
IDLE_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One installation: its data directory, its database, the port of its website and the password of its accounts."""

    data: Path
    port: int
    password: str
    database_url: str = ""

    @property
    def env(self) -> dict[str, str]:
        """The settings as its processes get them; the vault's limits are raised, which only a demo may."""
        given = {
            "PORTAL_DATA": str(self.data),
            "PORTAL_PORT": str(self.port),
            "PORTAL_DEMO": "ja",
            "PORTAL_TWEEDE_FACTOR": "nee",
            "PORTAL_LIMIETEN": "1000000",
            "PORTAL_MAIL_MAP": str(self.data / "mail"),
        }
        return process_env(given | ({"PORTAL_DATABASE_URL": self.database_url} if self.database_url else {}))

    @property
    def settings(self) -> Settings:
        """The settings of its processes."""
        return Settings.from_env(self.env)

    def visitor(self) -> Visitor:
        """Return somebody who is not logged in yet."""
        return Visitor(Browser(self.port))

    def sessions(self, accounts: tuple[str, ...]) -> list[dict[str, str]]:
        """Log these accounts in, two at a time as the vault looks at passwords, and return the cookies of each."""

        def cookies(account: str) -> dict[str, str]:
            visitor = self.visitor()
            visitor.log_in(account, self.password)
            visitor.browser.close()
            return visitor.browser.cookies

        with ThreadPoolExecutor(2) as both:
            return list(both.map(cookies, accounts))


SENDERS: Final = tuple(f"indiener.{number}" for number in range(PEOPLE))
CONSULENTEN: Final = tuple(f"consulent.{number % READERS}" for number in range(PEOPLE))


def set_up(data: Path) -> Place:
    """Make an installation on SQLite without berichten."""
    place = Place(data=data, port=free_port(), password=secrets.token_urlsafe())
    install(place.settings, region(place.settings.regio))
    with open_gate(place.settings) as gate:
        for code, naam in AANBIEDERS:
            add_organisatie(gate, code, naam=naam, soort=Organisatiesoort.AANBIEDER)
        for account in dict.fromkeys((*SENDERS, *CONSULENTEN)):
            sends = account in SENDERS
            lid = ("organisatie", SENDER, Rol.INDIENER) if sends else ("team", TEAM, Rol.CONSULENT)
            bootstrap_person(
                gate,
                account=account,
                naam=f"Verzonnen {account}",
                email=f"{account}@meting.example",
                organisatie=SENDER if sends else "gemeente-0014",
                wachtwoord=place.password,
                lidmaatschappen=[Lidmaatschap(soort=lid[0], code=lid[1], rol=lid[2], vanaf=date(2026, 1, 1))],
            )
    return place


def copy_of(place: Place, data: Path, *, database_url: str = "") -> Place:
    """Copy an installation that does not run, to SQLite or to an empty database of PostgreSQL; same keys, same people."""
    new = Place(data=data, port=free_port(), password=place.password, database_url=database_url)
    shutil.copytree(place.data, data, ignore=shutil.ignore_patterns("portaal.db*"))
    migreren.upgrade(new.settings.database_url)
    source, target = Database(place.settings.database_url), Database(new.settings.database_url)
    with source.lezen() as old, target.schrijven() as session:
        for table in Base.metadata.sorted_tables:
            rows = [dict(row) for row in old.execute(select(table)).mappings()]
            if rows:
                session.execute(insert(table), rows)
    source.close()
    target.close()
    return new


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """A portal that runs: its place and the processes of each part."""

    place: Place
    supervisor: Supervisor

    def tree(self, *names: str) -> Tree:
        """Return the processes of these parts (website, kluis, werker), of all without names."""
        pids = self.supervisor.pids()
        return Tree(tuple(pids[name] for name in names or pids))

    def wait_until_idle(self) -> None:
        """Wait until the worker has made every effect, so that it does not work during the next measurement."""
        database = Database(self.place.settings.database_url, pool_size=1)
        wait_until(lambda: outbox.stand(database).wacht == 0, IDLE_SECONDS, "the outbox does not empty")
        database.close()


@contextmanager
def running(place: Place) -> Iterator[Running]:
    """Start vault, worker and website as `portal demo` does; they end here, also when this process is killed."""
    settings = place.settings
    supervisor = Supervisor(place.env, settings.log_dir, tell=lambda _line: None)
    try:
        supervisor.start("kluis", _command("vault"))
        client = VaultClient(settings.vault_socket, is_writing)
        wait_until(lambda: _vault_answers(client), START_SECONDS, "the vault does not start")
        client.close()
        supervisor.start("werker", _command("worker"))
        supervisor.start("website", _command("web"))
        wait_until(lambda: answers(place.port, "/healthz"), START_SECONDS, "the website does not start")
        yield Running(place, supervisor)
    finally:
        supervisor.stop()


@dataclass(frozen=True, slots=True)
class Hello:
    """A hello that runs."""

    port: int
    tree: Tree


@contextmanager
def hello() -> Iterator[Hello]:
    """Start hello on a free port; it ends here."""
    port = free_port()
    process = start_hello(port)
    try:
        wait_until(lambda: answers(port, "/"), START_SECONDS, "hello does not start")
        yield Hello(port, Tree((process.pid,)))
    finally:
        process.terminate()
        process.wait()


def start_hello(port: int) -> subprocess.Popen[bytes]:
    """Start the process of hello; it answers a moment later, and ends when its standard input does."""
    command = [sys.executable, "-m", "benchmarks.hello", str(port)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)  # noqa: S603 - our own module


def answers(port: int, path: str) -> bool:
    """Tell whether a page answers with 200."""
    browser = Browser(port)
    try:
        browser.get(path)
    except (OSError, Unexpected):
        return False
    finally:
        browser.close()
    return True


def wait_until(true: Callable[[], bool], seconds: float, why: str, *, every: float = 0.05) -> None:
    """Wait for something; raises TimeoutError with `why`."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(why)
        time.sleep(every)


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def memory_folder(otherwise: Path) -> Path:
    """Return a folder in memory when there is one, for files whose durability does not matter."""
    shm = Path("/dev/shm")  # noqa: S108 - only sealed values, in a folder of 0700 of its own
    return shm if shm.is_dir() and os.access(shm, os.W_OK) else otherwise


def _command(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "portal", name)


def _vault_answers(client: VaultClient) -> bool:
    try:
        client.status()
    except VaultDown:
        return False
    return True
