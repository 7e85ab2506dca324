"""The making of an installation: tables, keys, the organisations and teams of its region; doing it again adds what is new."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from portal import migreren
from portal.cli import Geweigerd
from portal.config import Settings
from portal.core.beheer.inrichting import BEHEER, all_organisaties, all_teams, has_keys, install_region, put_organisatie
from portal.db import Database
from portal.domain.datums import datum_in_nederland
from portal.domain.gemeenten import Regio
from portal.domain.teams import Organisatiesoort
from portal.regios import OnbekendeRegio, laad_regio
from portal.sealing.envelope import NotGenuine
from portal.vault.gate import Gate
from portal.vault.inrichten import add_recipient, init_installation
from portal.vault.keys import has_store
from portal.vault.wrapping import KeyFileRefused


def install(settings: Settings, regio: Regio) -> bool:
    """Migrate, make the keys when there are none, and set up the region; tells whether keys were made.

    Cut off anywhere, doing it again goes on where it was.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    migreren.upgrade(settings.database_url)
    if not settings.pinned_key_file.exists():
        _refuse_lost_keys(settings)
        try:
            init_installation(settings)
        except (KeyFileRefused, NotGenuine) as error:
            raise Geweigerd(f"De sleutels in {settings.vault_dir} zijn niet te openen. {error}") from None
    with open_gate(settings) as gate:
        before = gate.keys.count()
        with gate.database.schrijven() as session:
            install_region(session, regio)
        add_keys(gate)
        return gate.keys.count() > before


def add_missing_teams(settings: Settings, regio: Regio) -> tuple[str, ...]:
    """Add the teams, with their organisations and keys, that the file of the region has and the installation lacks.

    Returns what is new by name; cut off anywhere, doing it again goes on where it was. Raises Geweigerd before the tables
    are up to date, or for another region than the installation is of.
    """
    if migreren.revisions(settings.database_url)[0] != migreren.newest():
        raise Geweigerd("De tabellen zijn nog niet bijgewerkt. Doe eerst: portal migreren")
    with open_gate(settings) as gate:
        with gate.database.lezen() as session:
            eerder = {team.code: team.regio for team in all_teams(session)}
        if set(eerder.values()) - {regio.code}:
            raise Geweigerd(f"Dit portaal is van een andere regio dan {regio.naam}. Kijk naar PORTAL_REGIO.")
        with gate.database.schrijven() as session:
            install_region(session, regio)
        add_keys(gate)
    return tuple(f"{team.naam} ({team.code})" for team in regio.teams if team.code not in eerder)


def _refuse_lost_keys(settings: Settings) -> None:
    """Make no new keys beside tables that were sealed to others: those must come back from the copy."""
    database = Database(settings.database_url, pool_size=1)
    try:
        with database.lezen() as session:
            sealed_before = has_keys(session)
    finally:
        database.close()
    if sealed_before and not has_store(settings):
        raise Geweigerd(
            f"De tabellen horen bij sleutels die er niet zijn. Zet de kopie van {settings.vault_dir} terug, "
            "of kies een lege database."
        )


def add_organisatie(gate: Gate, code: str, *, naam: str, soort: Organisatiesoort) -> None:
    """Add an organisation with keys of its own, that takes part from today."""
    with gate.database.schrijven() as session:
        put_organisatie(session, code, naam=naam, soort=soort, deelname=datum_in_nederland(gate.now()))
    add_recipient(gate, kind="organisatie", code=code, organisatie=code)


def add_keys(gate: Gate) -> None:
    """Give every team and every organisation but beheer, which reads nothing, its keys."""
    with gate.database.lezen() as session:
        teams, organisaties = all_teams(session), all_organisaties(session)
    for team in teams:
        gemeente = team.gemeenten if "," not in team.gemeenten else ""
        add_recipient(gate, kind="team", code=team.code, organisatie=team.organisatie, gemeente=gemeente or None)
    for organisatie in organisaties:
        if organisatie.code != BEHEER:
            add_recipient(gate, kind="organisatie", code=organisatie.code, organisatie=organisatie.code)


def region(code: str) -> Regio:
    """Load a region; refuses an unknown one in plain Dutch."""
    try:
        return laad_regio(code)
    except OnbekendeRegio as error:
        raise Geweigerd(str(error)) from None


@contextmanager
def open_gate(settings: Settings) -> Iterator[Gate]:
    """Open the vault's keys in this process; only the vault's own OS user can."""
    if not settings.pinned_key_file.exists():
        raise Geweigerd(f"In {settings.data} is nog geen portaal ingericht. Doe eerst: portal init --regio groningen")
    try:
        gate = Gate(settings)
    except KeyFileRefused as error:
        raise Geweigerd(str(error)) from None
    except (NotGenuine, sqlite3.Error, PermissionError) as error:
        raise Geweigerd(
            f"De sleutels in {settings.vault_dir} zijn niet te openen ({type(error).__name__}). "
            "Doe dit als de gebruiker van de kluis."
        ) from None
    try:
        yield gate
    finally:
        gate.close()
