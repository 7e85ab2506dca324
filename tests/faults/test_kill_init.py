"""`portal init` killed by kill -9 at each of its steps, and run again: it goes on where it was, with the keys it had."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.cli import Geweigerd, installation
from portal.config import Settings
from portal.core.beheer.inrichting import all_organisaties, all_teams
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import SignedKey
from portal.regios import laad_regio
from portal.sealing.seal import public_of
from portal.sealing.sessie import Pinned
from portal.vault.gate import Gate
from portal.vault.inrichten import bootstrap_person, init_installation
from portal.vault.keys import KeyStore
from portal.vault.state import State
from portal.vault.verify import verify
from tests.cli.running import portal
from tests.faults.steps import MANY, Outcome, forked, watch_everything
from tests.vault.world import settings_for

REGIO = laad_regio("groningen")
STRIDE = 11


@pytest.fixture
def settings(tmp_path: Path, empty_database_url: str) -> Settings:
    return settings_for(tmp_path, empty_database_url)


def cut_off(act: Callable[[], object], fatal: int) -> Outcome:
    """Do the act in a child that dies at this step, by SIGKILL."""

    def quiet() -> None:
        act()

    return forked(watch_everything, quiet, fatal=fatal)


def test_keys_state_and_pinned_file_are_whole_or_made_again_wherever_it_is_killed(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'p.db'}")
    places: list[str] = []
    for fatal in range(1, MANY):
        outcome = cut_off(lambda: init_installation(settings), fatal)
        if not outcome.killed:
            break
        places.append(outcome.killed_at)
        before = {path.name: path.read_bytes() for path in (settings.vault_dir / "wortel.key",) if path.exists()}
        pinned = settings.pinned_key_file
        made = init_installation(settings) if not pinned.exists() else Pinned.read(pinned)
        keys = KeyStore(settings)
        keys.unwrap(keys.wrap(b"x", "proef", "", 1), "proef", "", 1)
        assert (Pinned.read(pinned), keys.get("publiek", "", 1).secret) == (made, made.public), outcome
        assert all((settings.vault_dir / name).read_bytes() == content for name, content in before.items()), outcome
        keys.close()
        State(settings.vault_dir / "staat.db").close()
        assert sorted(path.name for path in settings.vault_dir.iterdir() if ".half" in path.name) == [], outcome
        shutil.rmtree(settings.data)
    assert {"file: link", "commit"} <= set(places)
    assert len(places) > 15


def test_an_init_that_was_killed_is_run_again_and_opens_what_is_sealed(settings: Settings) -> None:
    assert killed_further_each_time(settings, lambda: False) > 5
    is_whole(settings)
    assert installation.install(settings, REGIO) is False


def killed_further_each_time(settings: Settings, enough: Callable[[], bool]) -> int:
    """Run init again and again, killed some steps later each time, until it is enough or done; tells how often."""
    for times, fatal in enumerate(range(1, MANY, STRIDE)):
        if enough() or not cut_off(lambda: installation.install(settings, REGIO), fatal).killed:
            return times
    raise AssertionError("an init without end")


def is_whole(settings: Settings) -> None:
    gate = Gate(settings)
    with gate.database.lezen() as session:
        lines = {(line.recipient_kind, line.recipient): line for line in session.scalars(select(SignedKey))}
        wanted = {("team", team.code) for team in all_teams(session)}
        wanted |= {("organisatie", o.code) for o in all_organisaties(session) if o.code != "beheer"}
    assert lines.keys() == wanted
    for (kind, code), line in lines.items():
        epoch, key = gate.keys.newest("prive", f"{kind}:{code}")
        assert (epoch, key.id, public_of(key.secret)) == (line.epoch, line.key_id, line.public)
        assert {gate.keys.get(what, f"{kind}:{code}", 1).id for what in ("lijst", "index")} == {key.id}
    assert Pinned.read(settings.pinned_key_file).public == gate.public
    bootstrap_person(
        gate,
        account="fenna",
        naam="Fenna Beheer",
        email="fenna@beheer.example",
        organisatie="beheer",
        wachtwoord="vier gekke woorden achter elkaar",
        lidmaatschappen=[
            Lidmaatschap(soort="organisatie", code="beheer", rol=Rol.FUNCTIONEEL_BEHEERDER, vanaf=gate.now().date())
        ],
    )
    assert verify(gate).ok
    gate.close()


def test_tables_of_keys_that_are_gone_get_no_other_keys(settings: Settings) -> None:
    installation.install(settings, REGIO)
    pinned = settings.pinned_key_file.read_bytes()
    settings.pinned_key_file.unlink()
    assert installation.install(settings, REGIO) is False  # only the public file was gone: it follows from the keys
    assert settings.pinned_key_file.read_bytes() == pinned
    settings.pinned_key_file.unlink()
    kopie = settings.data.parent / "kopie"
    settings.vault_dir.rename(kopie)
    with pytest.raises(Geweigerd, match="Zet de kopie van"):
        installation.install(settings, REGIO)
    assert not settings.vault_dir.exists()
    kopie.rename(settings.vault_dir)
    sleutel = (settings.vault_dir / "wortel.key").rename(settings.data.parent / "wortel.key")
    with pytest.raises(Geweigerd, match="Het sleutelbestand is weg"):
        installation.install(settings, REGIO)
    sleutel.rename(settings.vault_dir / "wortel.key")
    assert installation.install(settings, REGIO) is False


def test_the_command_says_what_it_made_also_when_it_goes_on(tmp_path: Path) -> None:
    data = tmp_path / "p"
    settings = replace(
        settings_for(tmp_path, f"sqlite:///{data / 'portaal.db'}"),
        data=data,
        sleutels_url=f"sqlite:///{data / 'kluis' / 'sleutels.db'}",
    )
    killed_further_each_time(settings, settings.pinned_key_file.exists)
    again = portal("init", "--regio", "groningen", data=str(data))
    assert (again.code, re.findall(r"^(Sleutels gemaakt|Laat nu twee)", again.out, re.MULTILINE)) == (
        0,
        ["Sleutels gemaakt", "Laat nu twee"],
    )
