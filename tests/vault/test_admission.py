"""Who lets whom in."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.sealing.client import Refused, Toelating
from portal.sealing.sessie import Pinned
from portal.vault.inrichten import add_recipient, block_person, init_installation, reset_person
from portal.vault.wrapping import KeyFileRefused
from tests.vault.world import ASSEN, HIER, WACHTWOORD, ZORG, ZUID, World, lid

GEMEENTE = ("organisatie", "assen")
NIEUW = "een heel ander wachtwoord"
EERSTE = lid(("organisatie", "zuid"), Rol.ORGANISATIEBEHEERDER)


@pytest.fixture
def baas(world: World) -> str:
    world.person("baas", lid(GEMEENTE, Rol.ORGANISATIEBEHEERDER))
    return world.login("baas")


@pytest.fixture
def beheerders(world: World) -> tuple[str, str]:
    add_recipient(world.vault, kind="organisatie", code="zuid", organisatie="zuid")
    for account in ("fb1", "fb2"):
        world.person(account, lid(("organisatie", "beheer"), Rol.FUNCTIONEEL_BEHEERDER), organisatie="beheer")
    return world.login("fb1"), world.login("fb2")


def admit(world: World, token: str, *leden: Lidmaatschap, **who: str) -> Toelating:
    person: Any = {"account": "nieuw", "naam": "Nieuw", "email": "nieuw@assen.example", "organisatie": "assen"} | who
    return world.client.admit(token, **person, lidmaatschappen=leden, herkomst=HIER)


def test_an_organisatiebeheerder_lets_in_a_colleague_with_a_one_time_password(world: World, baas: str) -> None:
    admitted = admit(world, baas, lid(ASSEN, Rol.CONSULENT), account="Nieuw ")
    first = world.client.login("nieuw", admitted.wachtwoord, "", adres=HIER)
    assert first.nodig == ("wachtwoord",)
    full = world.client.password(first.token, oud=admitted.wachtwoord, nieuw=NIEUW, herkomst=HIER)
    _, answers, _ = world.bericht()
    assert world.open(full.token, ASSEN, answers) == [answers.dek]
    assert (str(admitted.persoon), "gelukt") in world.lines("toelaten")


@pytest.mark.parametrize(
    ("leden", "organisatie"),
    [
        ([lid(ZUID, Rol.CONSULENT)], "assen"),
        ([lid(ZORG, Rol.INDIENER)], "assen"),
        ([lid(GEMEENTE, Rol.FUNCTIONEEL_BEHEERDER)], "assen"),
        ([lid(ASSEN, Rol.CONSULENT), lid(ZUID, Rol.CONSULENT)], "assen"),
        ([lid(ZUID, Rol.CONSULENT)], "zuid"),
        ([lid(("team", "nergens"), Rol.CONSULENT)], "assen"),
    ],
)
def test_an_organisatiebeheerder_lets_nobody_in_beyond_the_own_organisation(
    world: World, baas: str, leden: list[Lidmaatschap], organisatie: str
) -> None:
    with pytest.raises(Refused, match="niet_toegestaan"):
        admit(world, baas, *leden, organisatie=organisatie)


def test_a_consulent_lets_nobody_in(world: World) -> None:
    with pytest.raises(Refused, match="niet_toegestaan"):
        admit(world, world.consulent, lid(ASSEN, Rol.CONSULENT))


def test_an_account_is_given_once(world: World, baas: str) -> None:
    for account in ("baas", " BAAS ", ""):
        with pytest.raises(Refused, match="account_bestaat"):
            admit(world, baas, lid(ASSEN, Rol.CONSULENT), account=account)


def test_a_first_beheerder_comes_in_on_the_word_of_two(world: World, beheerders: tuple[str, str]) -> None:
    one, two = beheerders
    asked = admit(world, one, EERSTE, organisatie="zuid")
    assert (asked.persoon, asked.wachtwoord) == (None, "")
    assert asked.wacht_op is not None
    assert [waiting["account"] for waiting in world.client.pending(two)] == ["nieuw"]
    world.restart()
    with pytest.raises(Refused, match="tweede_beheerder_nodig"):
        world.client.confirm(one, asked.wacht_op, herkomst=HIER)
    confirmed = world.client.confirm(two, asked.wacht_op, herkomst=HIER)
    assert world.client.login("nieuw", confirmed.wachtwoord, "", adres=HIER).niveau == 1
    assert world.client.pending(two) == []
    assert world.client.confirm(two, asked.wacht_op, herkomst=HIER) == confirmed
    world.moment += timedelta(minutes=2)
    with pytest.raises(Refused, match="onbekend"):
        world.client.confirm(two, asked.wacht_op, herkomst=HIER)
    assert world.lines("toelaten_bevestigen")[1] == (str(asked.wacht_op), "gelukt")


def test_a_functioneel_beheerder_lets_in_only_a_first_beheerder(world: World, beheerders: tuple[str, str]) -> None:
    one, two = beheerders
    for leden in ([lid(ZUID, Rol.CONSULENT)], [EERSTE, lid(ZUID, Rol.CONSULENT)], []):
        with pytest.raises(Refused, match="niet_toegestaan"):
            admit(world, one, *leden, organisatie="zuid")
    first = admit(world, one, EERSTE, organisatie="zuid")
    second = admit(world, one, EERSTE, organisatie="zuid", account="tweede")
    assert first.wacht_op is not None
    assert second.wacht_op is not None
    world.client.confirm(two, first.wacht_op, herkomst=HIER)
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.confirm(two, second.wacht_op, herkomst=HIER)
    with pytest.raises(Refused, match="niet_toegestaan"):
        admit(world, one, EERSTE, organisatie="zuid", account="derde")


def test_what_waits_is_shown_to_and_confirmed_by_functioneel_beheerders_only(
    world: World, beheerders: tuple[str, str]
) -> None:
    asked = admit(world, beheerders[0], EERSTE, organisatie="zuid")
    assert asked.wacht_op is not None
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.pending(world.consulent)
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.confirm(world.consulent, asked.wacht_op, herkomst=HIER)


def test_a_membership_ends_at_once(world: World, baas: str) -> None:
    _, answers, _ = world.bericht()
    token, persoon = world.consulent, world.people["consulent"]
    assert world.open(token, ASSEN, answers) == [answers.dek]
    world.client.end_membership(baas, persoon, lid(ASSEN, Rol.CONSULENT), herkomst=HIER)
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.open(token, ASSEN, answers)
    with pytest.raises(Refused, match="onbekend"):
        world.client.end_membership(baas, persoon, lid(ASSEN, Rol.CONSULENT), herkomst=HIER)


def test_a_person_can_come_to_belong_to_a_second_team(world: World, baas: str) -> None:
    token, persoon = world.consulent, world.people["consulent"]
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.add_membership(baas, persoon, lid(ZUID, Rol.CONSULENT), herkomst=HIER)
    world.client.add_membership(baas, persoon, lid(("team", "toezicht"), Rol.TOEZICHTHOUDER), herkomst=HIER)
    assert world.client.open_list(token, ("team", "toezicht"), [], herkomst=HIER) == []
    assert world.client.open_list(token, ASSEN, [], herkomst=HIER) == []


def test_a_person_of_another_organisation_is_left_alone(world: World, baas: str) -> None:
    assert world.consulent_zuid
    for persoon, code in ((world.people["zuid"], "niet_toegestaan"), (uuid4(), "geen_record")):
        with pytest.raises(Refused, match=code):
            world.client.block(baas, persoon, herkomst=HIER)


def test_who_is_blocked_while_logged_in_opens_nothing_more(world: World, baas: str) -> None:
    token = world.consulent
    world.client.block(baas, world.people["consulent"], herkomst=HIER)
    world.vault.state._keep("UPDATE personen SET sessies_vanaf = ''")
    world.sql("UPDATE sessies SET ingetrokken = NULL")
    with pytest.raises(Refused, match="geblokkeerd"):
        world.client.open_list(token, ASSEN, [], herkomst=HIER)


def test_a_record_that_was_committed_just_before_a_crash_counts(world: World, baas: str) -> None:
    token, persoon = world.consulent, world.people["consulent"]
    world.client.end_membership(baas, persoon, lid(ASSEN, Rol.CONSULENT), herkomst=HIER)
    world.vault.state._keep("UPDATE personen SET versie = 1")
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.open_list(token, ASSEN, [], herkomst=HIER)
    assert world.vault.state.person(persoon)[0] == 2


def test_making_a_recipient_again_restores_only_its_line(world: World) -> None:
    before = world.key(ASSEN)
    world.sql("DELETE FROM signed_keys")
    add_recipient(world.vault, kind="team", code="toegang-assen", organisatie="assen", gemeente="0106")
    assert world.key(ASSEN) == before
    add_recipient(world.vault, kind="team", code="toegang-assen", organisatie="assen", gemeente="0106")


def test_passwords_are_wrapped_under_the_root(world: World) -> None:
    assert world.consulent
    with world.vault.database.lezen() as session:
        person = world.vault.person(session, world.people["consulent"])
    assert "argon2" not in person.verifiers
    assert WACHTWOORD not in person.verifiers


def test_web_and_worker_read_the_pinned_file(world: World) -> None:
    path = world.settings.pinned_key_file
    assert Pinned.read(path) == world.pinned
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_installation_is_made_once_and_closed_to_others(world: World) -> None:
    with pytest.raises(KeyFileRefused):
        init_installation(world.settings)
    modes = {path.name: path.stat().st_mode & 0o777 for path in world.settings.vault_dir.iterdir()}
    assert {modes[name] for name in ("wortel.key", "staat.db", "sleutels.db")} == {0o600}
    assert world.settings.vault_dir.stat().st_mode & 0o777 == 0o700


def test_one_of_the_last_two_functioneel_beheerders_takes_the_other_along(
    world: World, beheerders: tuple[str, str]
) -> None:
    een, twee = beheerders
    with pytest.raises(Refused, match="laatste_twee"):
        world.client.block(een, world.people["fb2"], herkomst=HIER)
    assert world.client.pending(twee) == []  # nothing was done
    world.client.block(een, world.people["fb2"], samen=True, herkomst=HIER)
    for token in beheerders:
        with pytest.raises(Refused):
            world.client.pending(token)
    assert [regel for regel in world.lines("blokkeren") if regel[1] == "gelukt"] == [
        (str(world.people[account]), "gelukt") for account in ("fb2", "fb1")
    ]
    wachtwoord = reset_person(world.vault, "fb2")
    assert world.client.login("fb2", wachtwoord, "", adres=HIER).nodig == ("wachtwoord",)


def test_a_row_that_somebody_copied_is_no_functioneel_beheerder(world: World, beheerders: tuple[str, str]) -> None:
    columns = "email, record, signature, versie"
    world.sql(
        f"INSERT INTO personen (id, account, {columns}) SELECT :id, 'fb9', {columns} FROM personen WHERE account = 'fb1'",
        id=uuid4().hex,
    )
    with pytest.raises(Refused, match="laatste_twee"):
        world.client.block(beheerders[0], world.people["fb2"], herkomst=HIER)


def test_while_two_others_are_left_a_functioneel_beheerder_is_blocked_alone(
    world: World, beheerders: tuple[str, str]
) -> None:
    world.person("fb3", lid(("organisatie", "beheer"), Rol.FUNCTIONEEL_BEHEERDER), organisatie="beheer")
    een, twee = beheerders
    world.client.block(een, world.people["fb3"], samen=True, herkomst=HIER)
    assert (world.client.pending(een), world.client.pending(twee)) == ([], [])
    world.client.block(een, world.people["fb3"], herkomst=HIER)  # blocked already: nobody else goes with him
    with pytest.raises(Refused, match="laatste_twee"):
        world.client.block(twee, world.people["fb1"], herkomst=HIER)


def test_an_organisatiebeheerder_takes_away_no_functioneel_beheerder_that_is_needed(
    world: World, baas: str, beheerders: tuple[str, str]
) -> None:
    rol = lid(("organisatie", "beheer"), Rol.FUNCTIONEEL_BEHEERDER)
    ander = world.person("ander", rol, lid(ASSEN, Rol.CONSULENT))
    world.client.end_membership(baas, ander, rol, herkomst=HIER)
    nodig = world.person("nodig", rol, lid(ASSEN, Rol.CONSULENT))
    world.client.block(beheerders[0], world.people["fb2"], herkomst=HIER)
    for samen in (False, True):
        with pytest.raises(Refused, match="beheerder_nodig"):
            world.client.block(baas, nodig, samen=samen, herkomst=HIER)
    with pytest.raises(Refused, match="beheerder_nodig"):
        world.client.end_membership(baas, nodig, rol, herkomst=HIER)
    world.client.end_membership(baas, nodig, lid(ASSEN, Rol.CONSULENT), herkomst=HIER)


def test_on_the_vaults_own_machine_anyone_is_blocked(world: World, beheerders: tuple[str, str]) -> None:
    block_person(world.vault, " FB1 ")
    with pytest.raises(Refused):
        world.client.pending(beheerders[0])
    assert world.client.pending(beheerders[1]) == []
    with pytest.raises(Refused, match="geen_record"):
        block_person(world.vault, "niemand")
