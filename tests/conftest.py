"""What every test can ask for: a fresh database on both engines, a real browser, and no network beyond this machine."""

import gc
import ipaddress
import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page

from tests.browser import NoChromium, running_chromium
from tests.postgres import NoPostgres, create_database, drop_database, postgres_server
from tests.ramdisk import work_in_memory
from tests.remembered import remember

if TYPE_CHECKING:
    from tests.installatie import Installatie

ENGINES = ["sqlite", "postgresql"]
NOT_TESTED = "NOT TESTED: "


class NoNetwork(Exception):
    """A test tried to reach another machine."""


def pytest_configure() -> None:
    """Say where the files of this run go before the first is made."""
    work_in_memory()
    # a busy machine is no broken promise; how fast things are lives in benchmarks/
    settings.register_profile("portaal", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("portaal")


def pytest_collection_finish() -> None:
    """Look for garbage in what tests make, and not each time among all that was imported."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish() -> None:
    """Write down what this process covered before it says that it is done: who is slow to end is killed after ten seconds."""
    measured = Coverage.current()
    if measured is not None:
        measured.save()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of a fresh, migrated database; the test runs once per engine."""
    yield from request.getfixturevalue(f"{request.param}_database")(migrated=True)


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of a fresh database without any table; the test runs once per engine."""
    yield from request.getfixturevalue(f"{request.param}_database")(migrated=False)


@pytest.fixture
def sqlite_database(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Iterator[str]]:
    """Make a SQLite file in the folder of the test."""

    def database(*, migrated: bool) -> Iterator[str]:
        path = tmp_path / "portal.db"
        if migrated:
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"

    return database


@pytest.fixture
def postgresql_database(postgresql_server: str, request: pytest.FixtureRequest) -> Callable[..., Iterator[str]]:
    """Make a database on the PostgreSQL of this run and drop it afterwards."""

    def database(*, migrated: bool) -> Iterator[str]:
        template = request.getfixturevalue("postgresql_template") if migrated else "template0"
        url = create_database(postgresql_server, template=template)
        yield url
        drop_database(postgresql_server, url)

    return database


@pytest.fixture(params=ENGINES)
def huis(request: pytest.FixtureRequest, tmp_path: Path) -> "Iterator[Installatie]":
    """A whole installation of its own, copied from one made once; the test runs once per engine."""
    from tests.installatie import open_installatie, sluit

    data, database = request.getfixturevalue(f"{request.param}_huis")
    shutil.copytree(data, tmp_path / "data")
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copyfile(database, tmp_path / 'portal.db')}"
    else:
        url = create_database(request.getfixturevalue("postgresql_server"), template=database)
    installatie = open_installatie(tmp_path / "data", url)
    yield installatie
    sluit(installatie)
    if request.param != "sqlite":
        drop_database(request.getfixturevalue("postgresql_server"), url)


@pytest.fixture(scope="session")
def sqlite_huis(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The data directory and database file of an installation, to be copied."""
    from tests.installatie import installeer

    folder = tmp_path_factory.mktemp("huis")
    database = shutil.copyfile(sqlite_template, folder / "portal.db")
    installeer(folder / "data", f"sqlite:///{database}")
    return folder / "data", database


@pytest.fixture(scope="session")
def postgresql_huis(
    postgresql_server: str, postgresql_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str]]:
    """The data directory and database name of an installation, to be copied."""
    from tests.installatie import installeer

    data = tmp_path_factory.mktemp("huis") / "data"
    url = create_database(postgresql_server, template=postgresql_template)
    installeer(data, url)
    yield data, url.rpartition("/")[2].partition("?")[0]
    drop_database(postgresql_server, url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied: migrating once instead of for every test."""
    from portal.migreren import upgrade

    path = tmp_path_factory.mktemp("template") / "portal.db"
    upgrade(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """Name of a migrated PostgreSQL database, to be copied."""
    from portal.migreren import upgrade

    url = create_database(postgresql_server)
    upgrade(url)
    yield url.rpartition("/")[2].partition("?")[0]
    drop_database(postgresql_server, url)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a real PostgreSQL server, started on first use."""
    try:
        with postgres_server() as url:
            yield url
    except NoPostgres as missing:
        _cannot_run(str(missing))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium, started on first use."""
    try:
        with running_chromium() as browser:
            yield browser
    except NoChromium as missing:
        _cannot_run(str(missing))


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Copy the data of a demo to a new directory: setting up once in a run instead of for every test."""
    from tests.demo.running import copy_demo

    run = tmp_path_factory.getbasetemp()
    shared = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "demo-om-te-kopieren"
    return lambda data: copy_demo(shared, data)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page in a fresh browser context, in Dutch, as wide as an ordinary screen."""
    context = chromium.new_context(locale="nl-NL", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session", autouse=True)
def less_of_the_same_work() -> Iterator[None]:
    """Log in and draw pages thousands of times: a light password check (a test asks the real one), nothing compiled twice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.vault.passwords.MEMORY_KIB", 64)
        remember(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network_beyond_this_machine() -> Iterator[None]:
    """Refuse every connection that leaves this machine (psycopg is not seen here: DATABASE_URL may point elsewhere)."""

    def guarded(name: str) -> Callable[[socket.socket, object], object]:
        connect = getattr(socket.socket, name)

        def guard(self: socket.socket, address: object) -> object:
            if not _is_here(address):
                msg = f"a test may not leave this machine: {address!r}"
                raise NoNetwork(msg)
            return connect(self, address)

        return guard

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(name))
        yield


def _is_here(address: object) -> bool:
    """A path is a Unix socket; a tuple starts with the host."""
    if not isinstance(address, tuple):
        return True
    try:
        return address[0] == "localhost" or ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


def _cannot_run(why: str) -> NoReturn:
    """Skip, and say so loudly at the end; on a build server (CI=true) what cannot run is a failure."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(NOT_TESTED + why)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name loudly what this run could not test."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    for why in sorted(reason.removeprefix("Skipped: ") for reason in reasons):
        if why.startswith(NOT_TESTED):
            terminalreporter.write_sep("!", why, red=True, bold=True)
