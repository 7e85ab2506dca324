"""Logging in: passwords, second factor, throttling and the end of sessions."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select

from portal.domain.rollen import Rol
from portal.models import Sessie
from portal.sealing.client import CodeNodig, LoggedIn, LoginRefused, Refused, Throttled
from portal.sealing.sessie import verify_token
from portal.vault.gate import token_hash
from portal.vault.passwords import Passwords, one_time_password, totp_counter
from tests.vault.world import ASSEN, BEGIN, HIER, WACHTWOORD, ZORG, ZUID, World, lid, settings_for

NIEUW = "een heel ander wachtwoord"


@pytest.fixture
def strict(sqlite_template: Path, tmp_path: Path) -> World:
    """A region that asks a second factor."""
    database = tmp_path / "strict.db"
    database.write_bytes(sqlite_template.read_bytes())
    return World(settings_for(tmp_path, f"sqlite:///{database}", tweede_factor=True))


class Counting(Passwords):
    """Counts the work that is done."""

    def __init__(self) -> None:
        super().__init__()
        self.checks = 0

    def check(self, phc: str, password: str) -> bool:
        self.checks += 1
        return super().check(phc, password)


def failing(world: World, account: str = "consulent", *, adres: str = HIER, wachtwoord: str = "fout") -> None:
    with pytest.raises(LoginRefused):
        world.client.login(account, wachtwoord, "", adres=adres)


def test_a_token_says_who_and_until_when(world: World) -> None:
    token = verify_token(world.pinned.public, world.consulent, world.moment)
    assert (token.persoon, token.niveau) == (world.people["consulent"], 2)
    assert token.eindigt - token.begonnen == timedelta(hours=10)
    with world.vault.database.lezen() as session:
        row = session.scalars(select(Sessie).where(Sessie.token_hash == token_hash(world.consulent))).one()
    assert (row.id, row.namens_soort, row.namens_code) == (token.id, *ASSEN)
    assert world.lines("inloggen") == [("", "gelukt")]


def test_an_account_is_found_however_it_is_typed(world: World) -> None:
    assert world.consulent
    assert world.login(" Consulent ")


def test_an_unknown_account_costs_the_same_work_as_a_wrong_password(world: World) -> None:
    assert world.consulent
    counting = world.vault.passwords = Counting()
    failing(world)
    assert counting.checks == 1
    failing(world, "niemand")
    assert counting.checks == 2
    assert counting.unknown.split("$")[:4] == counting.hash("x").split("$")[:4]


def test_a_blocked_person_and_one_without_a_membership_get_the_same_answer(world: World) -> None:
    gone = replace(lid(ASSEN, Rol.CONSULENT), tot=BEGIN.date() - timedelta(days=1))
    world.person("weg", gone)
    failing(world, "weg", wachtwoord=WACHTWOORD)
    world.person("baas", lid(("organisatie", "assen"), Rol.ORGANISATIEBEHEERDER))
    token = world.consulent
    world.client.block(world.login("baas"), world.people["consulent"], herkomst=HIER)
    failing(world, wachtwoord=WACHTWOORD)
    with pytest.raises(Refused, match="ingetrokken"):
        world.client.open(token, ASSEN, [], herkomst=HIER)


def test_the_last_day_of_a_membership_still_counts_and_the_day_is_that_of_the_netherlands(world: World) -> None:
    world.person("kort", replace(lid(ASSEN, Rol.CONSULENT), tot=BEGIN.date()))
    token = world.login("kort")
    world.later(hours=13, minutes=59 - 1)  # 22:58 UTC is 23:58 here
    world.sql("UPDATE sessies SET last_seen = :now, eindigt = :now", now=str(world.moment.replace(tzinfo=None)))
    with pytest.raises(Refused, match="verlopen"):
        world.client.open(token, ASSEN, [], herkomst=HIER)
    token = world.login("kort")
    assert world.client.open_list(token, ASSEN, [], herkomst=HIER) == []
    world.later(minutes=2)  # 23:00 UTC is tomorrow
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.open_list(token, ASSEN, [], herkomst=HIER)


def test_five_wrong_passwords_lock_the_account_and_longer_each_time(world: World) -> None:
    assert world.consulent
    for _ in range(5):
        failing(world)
    with pytest.raises(Throttled) as first:
        world.login("consulent")
    assert first.value.until == world.moment + timedelta(minutes=15)
    world.restart()
    with pytest.raises(Throttled):
        world.login("consulent")
    world.later(minutes=15)
    for _ in range(5):
        failing(world)
    with pytest.raises(Throttled) as second:
        world.login("consulent")
    assert second.value.until == world.moment + timedelta(minutes=30)
    world.later(minutes=30)
    assert world.login("consulent")
    failing(world)
    assert world.login("consulent")
    assert world.lines("inloggen").count(("", "throttled")) == 3


def test_an_account_that_does_not_exist_is_locked_all_the_same(world: World) -> None:
    for _ in range(5):
        failing(world, "niemand")
    with pytest.raises(Throttled):
        world.client.login("niemand", "x", "", adres=HIER)


def test_twenty_wrong_passwords_lock_an_address_and_right_ones_do_not_count(world: World) -> None:
    assert world.consulent
    for number in range(19):
        failing(world, f"niemand{number}")
    for _ in range(3):
        assert world.login("consulent")
    failing(world, "nog-iemand")
    with pytest.raises(Throttled):
        world.login("consulent")
    assert world.client.login("consulent", WACHTWOORD, "", adres="127.0.0.2").niveau == 2


def test_wrong_attempts_are_forgotten_after_a_day(world: World) -> None:
    assert world.consulent
    for _ in range(4):
        failing(world)
    world.later(hours=25)
    failing(world)
    assert world.login("consulent")


def test_logging_out_ends_the_session_at_once(world: World) -> None:
    token = world.consulent
    world.client.logout(token, herkomst=HIER)
    world.client.logout(token, herkomst=HIER)
    with pytest.raises(Refused, match="ingetrokken"):
        world.client.open_list(token, ASSEN, [], herkomst=HIER)
    with pytest.raises(Refused, match="geen_sessie"):
        world.client.logout("onzin", herkomst=HIER)
    assert world.lines("uitloggen") == [("", "gelukt"), ("", "gelukt"), ("", "geen_sessie")]


def test_a_new_password_ends_the_other_sessions_and_the_old_password(world: World) -> None:
    other = world.consulent
    world.later(seconds=1)
    token = world.login("consulent")
    world.later(seconds=1)
    renewed = world.client.password(token, oud=WACHTWOORD, nieuw=NIEUW, herkomst=HIER)
    assert renewed.niveau == 2
    for ended in (other, token):
        with pytest.raises(Refused, match="ingetrokken"):
            world.client.open_list(ended, ASSEN, [], herkomst=HIER)
    assert world.client.open_list(renewed.token, ASSEN, [], herkomst=HIER) == []
    failing(world, wachtwoord=WACHTWOORD)
    assert world.login("consulent", wachtwoord=NIEUW)


@pytest.mark.parametrize(
    ("nieuw", "code"),
    [
        ("kort", "wachtwoord_te_kort"),
        ("Lang.Account.Naam", "wachtwoord_niet_nieuw"),
        (WACHTWOORD, "wachtwoord_niet_nieuw"),
    ],
)
def test_a_password_is_long_and_new_and_not_the_account(world: World, nieuw: str, code: str) -> None:
    world.person("lang.account.naam", lid(ASSEN, Rol.CONSULENT))
    token = world.login("lang.account.naam")
    with pytest.raises(Refused, match=code):
        world.client.password(token, oud=WACHTWOORD, nieuw=nieuw, herkomst=HIER)


def test_guessing_the_old_password_is_throttled_too(world: World) -> None:
    token = world.consulent
    for _ in range(5):
        with pytest.raises(LoginRefused):
            world.client.password(token, oud="fout", nieuw=NIEUW, herkomst=HIER)
    with pytest.raises(Throttled):
        world.client.password(token, oud=WACHTWOORD, nieuw=NIEUW, herkomst=HIER)


def test_who_lost_every_membership_changes_nothing_any_more(world: World) -> None:
    world.person("kort", replace(lid(ASSEN, Rol.CONSULENT), tot=BEGIN.date()))
    world.later(hours=13, minutes=55)
    token = world.login("kort")
    world.later(minutes=10)
    with pytest.raises(LoginRefused):
        world.client.password(token, oud=WACHTWOORD, nieuw=NIEUW, herkomst=HIER)
    assert world.vault.state.person(world.people["kort"])[0] == 1


def enrol(world: World, account: str) -> tuple[str, LoggedIn]:
    first = world.client.login(account, WACHTWOORD, "", adres=HIER)
    assert (first.niveau, first.nodig) == (1, ("totp",))
    secret = world.client.totp_begin(first.token)
    return secret, world.client.totp_confirm(first.token, code_of(world, secret), herkomst=HIER)


def code_of(world: World, secret: str) -> str:
    return pyotp.TOTP(secret).at(world.moment)


def test_without_a_second_factor_nothing_opens_but_the_door_to_one(strict: World) -> None:
    strict.person("consulent", lid(ASSEN, Rol.CONSULENT))
    first = strict.client.login("consulent", WACHTWOORD, "", adres=HIER)
    with pytest.raises(Refused, match="niveau"):
        strict.client.open_list(first.token, ASSEN, [], herkomst=HIER)
    secret, full = enrol(strict, "consulent")
    assert (full.niveau, full.nodig) == (2, ())
    assert strict.client.open_list(full.token, ASSEN, [], herkomst=HIER) == []
    with pytest.raises(Refused, match="heeft_al_tweede_factor"):
        strict.client.totp_begin(full.token)
    with pytest.raises(CodeNodig):
        strict.login("consulent")
    strict.later(minutes=1)
    assert strict.login("consulent", code_of(strict, secret))


def test_a_code_works_once_and_a_wrong_one_never(strict: World) -> None:
    strict.person("consulent", lid(ASSEN, Rol.CONSULENT))
    secret, _ = enrol(strict, "consulent")
    with pytest.raises(LoginRefused):
        strict.login("consulent", code_of(strict, secret))
    strict.later(minutes=1)
    code = code_of(strict, secret)
    assert strict.login("consulent", f"{code[:3]} {code[3:]}")
    strict.restart()
    for used in (code, "abcdef", "é"):
        with pytest.raises(LoginRefused):
            strict.login("consulent", used)


def test_asking_for_the_code_counts_as_no_failure(strict: World) -> None:
    strict.person("consulent", lid(ASSEN, Rol.CONSULENT))
    secret, _ = enrol(strict, "consulent")
    for _ in range(25):
        with pytest.raises(CodeNodig):
            strict.login("consulent")
    strict.later(minutes=1)
    assert strict.login("consulent", code_of(strict, secret))


def test_a_second_factor_is_set_only_with_a_code_of_the_secret_shown(strict: World) -> None:
    strict.person("consulent", lid(ASSEN, Rol.CONSULENT))
    token = strict.login("consulent")
    with pytest.raises(Refused, match="begin_opnieuw"):
        strict.client.totp_confirm(token, "123456", herkomst=HIER)
    secret = strict.client.totp_begin(token)
    assert strict.client.totp_begin(token) == secret
    with pytest.raises(LoginRefused):
        strict.client.totp_confirm(token, "abcdef", herkomst=HIER)
    with pytest.raises(CodeNodig):
        strict.client.totp_confirm(token, "", herkomst=HIER)


def test_a_one_time_password_must_be_changed_first(world: World) -> None:
    world.person("nieuw", lid(ASSEN, Rol.CONSULENT), eenmalig=True)
    first = world.client.login("nieuw", WACHTWOORD, "", adres=HIER)
    assert (first.niveau, first.nodig) == (1, ("wachtwoord",))
    with pytest.raises(Refused, match="niveau"):
        world.client.open_list(first.token, ASSEN, [], herkomst=HIER)
    changed = world.client.password(first.token, oud=WACHTWOORD, nieuw=NIEUW, herkomst=HIER)
    assert (changed.niveau, changed.nodig) == (2, ())


def test_the_clock_of_the_vault_never_goes_back(world: World) -> None:
    before = world.vault.now()
    world.moment -= timedelta(hours=1)
    assert world.vault.now() == before


def test_a_code_holds_for_one_step_around_now() -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(BEGIN)
    counter = int(BEGIN.timestamp()) // 30
    steps = [totp_counter(secret, code, BEGIN + timedelta(seconds=30 * step)) for step in (-2, -1, 0, 1, 2)]
    assert steps == [None, counter, counter, counter, None]


def test_one_time_passwords_differ_and_can_be_read_aloud() -> None:
    made = {one_time_password() for _ in range(100)}
    assert len(made) == 100
    assert {len(one) for one in made} == {24}


def test_the_first_membership_is_the_one_to_begin_with(world: World) -> None:
    gone = replace(lid(ZUID, Rol.CONSULENT), tot=BEGIN.date() - timedelta(days=1))
    world.person("breed", gone, lid(ZORG, Rol.INDIENER), lid(ASSEN, Rol.CONSULENT))
    token = world.login("breed")
    with world.vault.database.lezen() as session:
        row = session.scalars(select(Sessie).where(Sessie.token_hash == token_hash(token))).one()
    assert (row.namens_soort, row.namens_code) == ZORG
