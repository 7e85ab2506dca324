"""`portal demo`: everything on one machine with fictional data, until Ctrl-C."""

import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import click

from portal.cli import Geweigerd
from portal.cli.installation import add_organisatie, install, open_gate, region
from portal.cli.lifeline import harden
from portal.cli.taal import Opdracht
from portal.cli.website import refuse_taken_port
from portal.config import LOOPBACK, Settings, process_env
from portal.core.audit import Actor
from portal.core.registers.registers import set_registers
from portal.db import is_writing
from portal.demo.berichten import Maker
from portal.demo.datamap import DataGeweigerd, Datamap, claim, mail_of
from portal.demo.personen import AANBIEDERS, demopersonen
from portal.demo.supervisor import Supervisor
from portal.domain.gemeenten import Regio
from portal.domain.teams import Organisatiesoort
from portal.sealing.client import VaultClient
from portal.sealing.seal import UnsignedKey
from portal.sealing.verbs import VaultDown, VaultRefusal
from portal.vault.gate import Gate
from portal.vault.inrichten import bootstrap_person
from portal.wiring import make_services

KEEP: Final = ("PORTAL_REGIO", "PORTAL_KLOK", "PORTAL_LIMIETEN", "PORTAL_INACTIEF", "PORTAL_SESSIEDUUR")
INRICHTING: Final = Actor(persoon="demo", namens="portaal", herkomst="demo")
ACCOUNTS: Final = "demo-accounts.json"
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
START_SECONDS: Final = 60.0
LOOK_EVERY: Final = 0.2
MOST_DEATHS: Final = 3
VOORBEELDEN_MISLUKT: Final = (
    "De kluis viel weg terwijl de voorbeeldberichten werden gemaakt. Start de demo opnieuw: die begint dan "
    "vanzelf overnieuw. Wat de kluis het laatst zei, staat in {log}."
)


class Gestopt(BaseException):
    """The user or the system asked to stop."""


@click.command(cls=Opdracht)
@click.option("--data", type=click.Path(path_type=Path), default=Path("var"), show_default=True, help="Datamap.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Poort.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres; alleen van deze machine zelf.")
def demo(data: Path, port: int, host: str) -> None:
    """Start het portaal met verzonnen gegevens: kluis, werker en website.

    De tweede keer blijven de gegevens staan. Stop met Ctrl-C.
    """
    if host not in LOOPBACK:
        raise Geweigerd(f"De demo luistert alleen op deze machine zelf (127.0.0.1), niet op {host}.")
    harden()
    _stop_by_exception()
    try:
        _run(data.absolute(), host, port)
    except DataGeweigerd as error:
        raise Geweigerd(error.tekst) from None
    except Gestopt:
        click.echo("Gestopt.")


def _run(data: Path, host: str, port: int) -> None:
    refuse_taken_port(host, port)
    datamap = claim(data.resolve())
    env = process_env(_settings_env(datamap.path, host, port), keep=KEEP)
    settings = Settings.from_env(env)
    if not datamap.is_ready:
        click.echo(f"Het portaal wordt ingericht in {datamap.path} ...")
        datamap.start_over()
        _set_up(settings)
    elif datamap.regio != settings.regio:
        datamap.release()
        raise DataGeweigerd(
            f"In {datamap.path} staat de regio {datamap.regio}. Kies voor {settings.regio} een andere map met DATA=..."
        )
    supervisor = Supervisor(env, settings.log_dir, tell=_teller(settings.log_dir / "demo.log"))
    try:
        _start(supervisor, settings, datamap)
        _show(settings)
        while True:
            supervisor.watch()
            time.sleep(LOOK_EVERY)
    finally:
        _ignore_signals()
        supervisor.stop()
        _remove_socket_dir(settings)
        datamap.release()


def _remove_socket_dir(settings: Settings) -> None:
    """Take away the short directory under /tmp that a long data directory gets: nobody else uses it now."""
    if settings.vault_socket.is_relative_to(settings.data):
        return
    settings.vault_socket.unlink(missing_ok=True)
    with suppress(OSError):
        settings.vault_socket.parent.rmdir()


def _settings_env(data: Path, host: str, port: int) -> dict[str, str]:
    return {
        "PORTAL_DATA": str(data),
        "PORTAL_HOST": host,
        "PORTAL_PORT": str(port),
        "PORTAL_DEMO": "ja",
        "PORTAL_TWEEDE_FACTOR": "nee",
        "PORTAL_MAIL_MAP": str(mail_of(data)),
    }


def _set_up(settings: Settings) -> None:
    """Make the installation, the fictional aanbieders and the accounts, with fresh passwords."""
    regio = region(settings.regio)
    install(settings, regio)
    personen = demopersonen(regio)
    passwords = {persoon.account: _password() for persoon in personen}
    with open_gate(settings) as gate:
        for code, naam in AANBIEDERS:
            add_organisatie(gate, code, naam=naam, soort=Organisatiesoort.AANBIEDER)
        _put_in_registers(gate, regio)
        for persoon in personen:
            bootstrap_person(
                gate,
                account=persoon.account,
                naam=persoon.naam,
                email=persoon.email,
                organisatie=persoon.organisatie,
                wachtwoord=passwords[persoon.account],
                lidmaatschappen=persoon.lidmaatschappen,
            )
    accounts = [
        {"account": p.account, "wachtwoord": passwords[p.account], "naam": p.naam, "waarvoor": p.waarvoor}
        | {"rollen": [f"{lid.rol.value} bij {lid.code}" for lid in p.lidmaatschappen]}
        for p in personen
    ]
    _write_accounts(settings.data / ACCOUNTS, accounts)


def _put_in_registers(gate: Gate, regio: Regio) -> None:
    """Let the first aanbieder stand in every register of the region, so that somebody can send what it asks."""
    code, _ = AANBIEDERS[0]
    registers = [register for register, _ in regio.registers]
    with gate.database.schrijven() as session:
        set_registers(session, INRICHTING, code, gekozen=registers, uit=registers, now=datetime.now(UTC))


def _start(supervisor: Supervisor, settings: Settings, datamap: Datamap) -> None:
    """Start the vault, fill a new installation through it, then start the rest and wait until all answer."""
    supervisor.start("kluis", _command("vault"))
    client = VaultClient(settings.vault_socket, is_writing)
    _wait_until(supervisor, "kluis", lambda: _vault_answers(client))
    client.close()
    if not datamap.is_ready:
        click.echo("Voorbeeldberichten worden gemaakt ...")
        _fill(settings)
        datamap.mark_ready(settings.regio)
    supervisor.start("werker", _command("worker"))
    supervisor.start("website", _command("web"))
    _wait_until(supervisor, "website", lambda: _web_answers(settings))


def _fill(settings: Settings) -> None:
    services = make_services(settings)
    now = datetime.now(UTC) + timedelta(seconds=settings.klok)
    try:
        Maker(services, _passwords(settings), now=now).make_all()
    except (VaultDown, VaultRefusal, UnsignedKey):
        raise Geweigerd(VOORBEELDEN_MISLUKT.format(log=settings.log_dir / "kluis.log")) from None
    finally:
        services.database.close()


def _show(settings: Settings) -> None:
    accounts = json.loads((settings.data / ACCOUNTS).read_text(encoding="utf-8"))
    width = max(len(row["account"]) for row in accounts)
    click.echo("\nAccounts (alles is verzonnen; ook in " + str(settings.data / ACCOUNTS) + "):\n")
    for row in accounts:
        click.echo(f"  {row['account']:<{width}}  {row['wachtwoord']}  {row['naam']}: {row['waarvoor']}")
    click.echo(f"\nHet portaal draait op {settings.basis_url}/inloggen")
    click.echo("Stop met Ctrl-C.")
    sys.stdout.flush()


def _wait_until(supervisor: Supervisor, naam: str, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > deadline or supervisor.deaths(naam) >= MOST_DEATHS:
            raise Geweigerd(f"{naam} start niet. Het einde van het log:\n{supervisor.log_tail(naam)}")
        supervisor.watch()
        time.sleep(LOOK_EVERY / 4)


def _vault_answers(client: VaultClient) -> bool:
    try:
        client.status()
    except VaultDown:
        return False
    return True


def _web_answers(settings: Settings) -> bool:
    connection = HTTPConnection(settings.host, settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _command(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "portal", name)


def _password() -> str:
    """Make a password that can be typed over: 79 random bits in four groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _passwords(settings: Settings) -> Mapping[str, str]:
    accounts = json.loads((settings.data / ACCOUNTS).read_text(encoding="utf-8"))
    return {row["account"]: row["wachtwoord"] for row in accounts}


def _write_accounts(path: Path, accounts: Sequence[Mapping[str, object]]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())


def _teller(path: Path) -> Callable[[str], None]:
    """Return what writes an event to the log of the demo, and shows it when a process was lost."""

    def tell(line: str) -> None:
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {line}\n")
        if "gestopt" in line:
            with suppress(BrokenPipeError):
                click.echo(line, err=True)

    return tell


def _stop_by_exception() -> None:
    """Set our own handlers: in a job started in the background INT is ignored, and Python then leaves it so."""

    def handler(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise Gestopt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _ignore_signals() -> None:
    """A second Ctrl-C must not interrupt the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
