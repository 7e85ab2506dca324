"""Who gets somebody back in that lost his password or second factor, and what one click does when it comes twice."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portal.domain.rollen import Rol
from portal.sealing.client import LoginRefused, Refused, Throttled
from portal.vault.inrichten import add_recipient
from portal.vault.login import open_verifiers, write_record
from tests.vault.test_admission import EERSTE, GEMEENTE, admit
from tests.vault.world import ASSEN, HIER, WACHTWOORD, ZORG, World, lid

# Who may do what does not depend on the database; the record that is written is tested on both in test_admission.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BEHEER = ("organisatie", "beheer")


@pytest.fixture
def baas(world: World) -> str:
    world.person("baas", lid(GEMEENTE, Rol.ORGANISATIEBEHEERDER))
    return world.login("baas")


@pytest.fixture
def beheerders(world: World) -> tuple[str, str]:
    add_recipient(world.vault, kind="organisatie", code="zuid", organisatie="zuid")
    for account in ("fb1", "fb2"):
        world.person(account, lid(BEHEER, Rol.FUNCTIONEEL_BEHEERDER), organisatie="beheer")
    return world.login("fb1"), world.login("fb2")


def works(world: World, token: str) -> bool:
    try:
        return world.client.open_list(token, ASSEN, [], herkomst=HIER) == []
    except Refused:
        return False


def test_a_reset_gives_a_one_time_password_ends_sessions_and_is_written_down(world: World, baas: str) -> None:
    token, persoon = world.consulent, world.people["consulent"]
    assert works(world, token)
    given = world.client.reset(baas, persoon, herkomst=HIER)
    assert given.persoon == persoon
    assert not works(world, token)
    with pytest.raises(LoginRefused):
        world.login("consulent")
    assert world.client.login("consulent", given.wachtwoord, "", adres=HIER).nodig == ("wachtwoord",)
    assert world.lines("herstellen") == [(str(persoon), "gelukt")]
    files = [path.read_bytes() for path in world.settings.data.parent.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert not any(given.wachtwoord.encode() in content for content in files)


def test_a_reset_clears_the_second_factor_and_the_count_of_wrong_tries(world: World, baas: str) -> None:
    persoon = world.person("kwijt", lid(ASSEN, Rol.CONSULENT))
    with world.vault.database.schrijven() as session:
        record = world.vault.person(session, persoon)
        write_record(world.vault, session, record, open_verifiers(world.vault, record) | {"totp": "JBSWY3DPEHPK3PXP"})
    for _ in range(6):
        with pytest.raises((LoginRefused, Throttled)):
            world.login("kwijt", wachtwoord="verkeerd")
    given = world.client.reset(baas, persoon, herkomst=HIER)
    world.client.login("kwijt", given.wachtwoord, "", adres=HIER)
    with world.vault.database.lezen() as session:
        assert open_verifiers(world.vault, world.vault.person(session, persoon))["totp"] is None


def test_a_reset_lets_somebody_in_again_who_was_blocked(world: World, baas: str) -> None:
    persoon = world.person("terug", lid(ASSEN, Rol.CONSULENT))
    world.client.block(baas, persoon, herkomst=HIER)
    world.client.block(baas, persoon, herkomst=HIER)
    with pytest.raises(LoginRefused):
        world.login("terug")
    given = world.client.reset(baas, persoon, herkomst=HIER)
    assert world.client.login("terug", given.wachtwoord, "", adres=HIER).niveau == 1


def test_nobody_resets_or_blocks_himself_or_who_is_not_his(
    world: World, baas: str, beheerders: tuple[str, str]
) -> None:
    assert world.consulent_zuid
    with pytest.raises(Refused, match="uzelf"):
        world.client.reset(baas, world.people["baas"], herkomst=HIER)
    with pytest.raises(Refused, match="uzelf"):
        world.client.block(baas, world.people["baas"], herkomst=HIER)
    with pytest.raises(Refused, match="uzelf"):
        world.client.block(beheerders[0], world.people["fb1"], herkomst=HIER)
    for persoon, code in ((world.people["zuid"], "niet_toegestaan"), (uuid4(), "geen_record")):
        with pytest.raises(Refused, match=code):
            world.client.reset(baas, persoon, herkomst=HIER)
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.reset(world.consulent, world.people["baas"], herkomst=HIER)


def test_a_beheerder_is_reset_on_the_word_of_two(world: World, baas: str, beheerders: tuple[str, str]) -> None:
    one, two = beheerders
    persoon = world.people["baas"]
    asked = world.client.reset(one, persoon, herkomst=HIER)
    assert (asked.persoon, asked.wachtwoord) == (None, "")
    assert asked.wacht_op is not None
    assert world.client.reset(one, persoon, herkomst=HIER) == asked
    assert [(w["soort"], w["account"]) for w in world.client.pending(two)] == [("herstel", "baas")]
    with pytest.raises(Refused, match="tweede_beheerder_nodig"):
        world.client.confirm(one, asked.wacht_op, herkomst=HIER)
    given = world.client.confirm(two, asked.wacht_op, herkomst=HIER)
    assert given.persoon == persoon
    assert world.client.login("baas", given.wachtwoord, "", adres=HIER).niveau == 1
    assert world.client.pending(two) == []
    assert world.lines("herstellen_bevestigen") == [(str(asked.wacht_op), "gelukt"), (str(persoon), "gelukt")]


def test_two_beheerders_cannot_take_over_the_account_of_who_reads_berichten(
    world: World, beheerders: tuple[str, str]
) -> None:
    assert world.consulent
    with pytest.raises(Refused, match="eigen_beheerder"):
        world.client.reset(beheerders[0], world.people["consulent"], herkomst=HIER)


def test_an_organisatiebeheerder_of_beheer_has_no_power_over_functioneel_beheerders(
    world: World, beheerders: tuple[str, str]
) -> None:
    add_recipient(world.vault, kind="organisatie", code="beheer", organisatie="beheer")
    world.person("baas2", lid(BEHEER, Rol.ORGANISATIEBEHEERDER), organisatie="beheer")
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.reset(world.login("baas2"), world.people["fb1"], herkomst=HIER)


def test_a_functioneel_beheerder_blocks_anyone_at_once(world: World, beheerders: tuple[str, str]) -> None:
    token = world.consulent
    assert works(world, token)
    world.client.block(beheerders[0], world.people["consulent"], herkomst=HIER)
    assert not works(world, token)
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.client.end_membership(beheerders[0], world.people["consulent"], lid(ASSEN, Rol.CONSULENT), herkomst=HIER)


def test_what_waits_is_dropped_by_either_of_two(world: World, beheerders: tuple[str, str]) -> None:
    for token in beheerders:
        asked = admit(world, beheerders[0], EERSTE, organisatie="zuid")
        assert asked.wacht_op is not None
        world.client.decline(token, asked.wacht_op, herkomst=HIER)
        with pytest.raises(Refused, match="onbekend"):
            world.client.confirm(beheerders[1], asked.wacht_op, herkomst=HIER)
        with pytest.raises(Refused, match="onbekend"):
            world.client.decline(token, asked.wacht_op, herkomst=HIER)
        with pytest.raises(Refused, match="niet_toegestaan"):
            world.client.decline(world.consulent, asked.wacht_op, herkomst=HIER)


def test_the_last_beheerder_of_an_organisation_stays_until_there_is_another(world: World, baas: str) -> None:
    role = lid(GEMEENTE, Rol.ORGANISATIEBEHEERDER)
    with pytest.raises(Refused, match="laatste_beheerder"):
        world.client.end_membership(baas, world.people["baas"], role, herkomst=HIER)
    tweede = world.person("baas2", role)
    world.client.block(baas, tweede, herkomst=HIER)
    with pytest.raises(Refused, match="laatste_beheerder"):
        world.client.end_membership(baas, world.people["baas"], role, herkomst=HIER)
    world.client.reset(baas, tweede, herkomst=HIER)
    world.client.end_membership(baas, world.people["baas"], role, herkomst=HIER)


def test_an_organisation_whose_beheerder_left_gets_a_new_one_from_two(
    world: World, beheerders: tuple[str, str]
) -> None:
    one, two = beheerders
    eerste = world.person("zuidbaas", EERSTE, organisatie="zuid")
    with pytest.raises(Refused, match="niet_toegestaan"):
        admit(world, one, EERSTE, organisatie="zuid")
    world.client.block(one, eerste, herkomst=HIER)
    asked = admit(world, one, EERSTE, organisatie="zuid")
    assert asked.wacht_op is not None
    assert world.client.confirm(two, asked.wacht_op, herkomst=HIER).persoon is not None


def test_a_role_stands_where_it_belongs(world: World, baas: str) -> None:
    for wrong in (lid(GEMEENTE, Rol.CONSULENT), lid(ASSEN, Rol.ORGANISATIEBEHEERDER), lid(ASSEN, Rol.INDIENER)):
        with pytest.raises(Refused, match="niet_toegestaan"):
            admit(world, baas, wrong)


def test_a_double_click_is_one_admission_with_one_password(world: World, baas: str) -> None:
    sleutel, person = uuid4(), {"account": "een", "naam": "Een", "email": "een@assen.example", "organisatie": "assen"}

    def click(token: str, key: UUID) -> str:
        leden = [lid(ASSEN, Rol.CONSULENT)]
        return world.client.admit(token, **person, lidmaatschappen=leden, herkomst=HIER, sleutel=key).wachtwoord

    eerste = click(baas, sleutel)
    assert click(baas, sleutel) == eerste
    assert world.client.login("een", eerste, "", adres=HIER).niveau == 1
    ander = world.client.reset(baas, world.person("ander", lid(ASSEN, Rol.CONSULENT)), herkomst=HIER, sleutel=sleutel)
    assert ander.wachtwoord != eerste
    for token, key in ((baas, uuid4()), (world.login("baas"), sleutel)):
        with pytest.raises(Refused, match="account_bestaat"):
            click(token, key)
    tweede = world.person("tweede", lid(ASSEN, Rol.CONSULENT))
    assert world.client.reset(baas, tweede, herkomst=HIER, sleutel=sleutel) != ander
    world.moment += timedelta(minutes=2)
    with pytest.raises(Refused, match="account_bestaat"):
        click(baas, sleutel)


def test_a_membership_that_runs_is_not_given_twice(world: World, baas: str) -> None:
    persoon = world.person("twee", lid(ZORG, Rol.INDIENER), lid(ASSEN, Rol.CONSULENT))
    for _ in range(2):
        world.client.add_membership(baas, persoon, lid(ASSEN, Rol.BACKOFFICE), herkomst=HIER)
    with world.vault.database.lezen() as session:
        record = world.vault.person(session, persoon)
    assert [m.rol for m in record.lidmaatschappen] == [Rol.INDIENER, Rol.CONSULENT, Rol.BACKOFFICE]
    assert record.versie == 2
    assert world.login("twee", wachtwoord=WACHTWOORD)
