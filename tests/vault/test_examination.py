"""The look at the whole log that a beheerder asks for: what it finds, that it runs once, and who may ask."""

import pytest
from sqlalchemy import delete

from portal.domain.rollen import Rol
from portal.models import SealedItem
from portal.sealing.client import Refused
from portal.vault.examination import Examination
from tests.vault.world import ASSEN, HIER, World, lid

# The log itself is looked through on both engines in test_chain.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def beheerder(world: World) -> str:
    world.person("fb", lid(("organisatie", "beheer"), Rol.FUNCTIONEEL_BEHEERDER), organisatie="beheer")
    return world.login("fb")


def test_a_look_at_the_log_says_what_it_found_and_outlives_a_restart(world: World, beheerder: str) -> None:
    assert world.client.verified(beheerder) == {"bezig": False, "uitkomst": None, "ankers": 0, "laatste_ankers": []}
    _, answers, _ = world.bericht()
    world.chain()
    world.vault.chain.anchor()
    found = world.client.verify(beheerder, herkomst=HIER)
    assert found["bezig"] is False
    assert found["ankers"] == 1
    assert found["laatste_ankers"][0][1] == str(world.vault.state.head()[0])
    assert found["uitkomst"] | {"regels": 0, "wachten": 0} == {
        "begonnen": world.moment.isoformat(),
        "klaar": world.moment.isoformat(),
        "mislukt": False,
        "klopt": True,
        "regels": 0,
        "wachten": 0,
        "ankers": 1,
        "soort": "",
        "regel": None,
        "met_onderdelen": True,
        "vervalst": 0,
        "ontbreekt": 0,
        "afwijkend": 0,
    }
    assert world.lines("logboek_nakijken") == [("", "gelukt")]
    assert world.lines("logboek_nagekeken") == [("", "gelukt")]
    world.restart()
    assert world.client.verified(beheerder)["uitkomst"] == found["uitkomst"]
    with world.vault.database.schrijven() as session:
        session.execute(delete(SealedItem).where(SealedItem.id == answers.context.item))
    world.later(seconds=61)
    assert world.client.verify(beheerder, herkomst=HIER)["uitkomst"]["ontbreekt"] == 1
    assert world.lines("logboek_nagekeken")[1] == ("", "gelukt klopt_niet")


def test_a_second_look_within_a_minute_is_the_first_one(world: World, beheerder: str) -> None:
    eerste = world.client.verify(beheerder, herkomst=HIER)["uitkomst"]
    world.sql("UPDATE audit SET actie = 'x' WHERE actie = 'inloggen'")
    world.later(seconds=59)
    assert world.client.verify(beheerder, herkomst=HIER)["uitkomst"] == eerste
    world.later(seconds=2)
    world.client.verify(beheerder, herkomst=HIER)
    assert len(world.lines("logboek_nagekeken")) == 2


def test_of_a_very_large_archive_only_the_chain_is_looked_at(world: World, beheerder: str) -> None:
    world.bericht()
    world.sql("DELETE FROM seals")
    world.sql("DELETE FROM sealed_items")
    world.bericht()
    world.chain()
    large = Examination(world.vault, most_items=1)
    uitkomst = large.begin(token=beheerder, herkomst=HIER)["uitkomst"]
    assert (uitkomst["met_onderdelen"], uitkomst["ontbreekt"], uitkomst["klopt"]) == (False, 0, True)
    world.sql("UPDATE audit SET actie = 'x' WHERE nummer = 2")
    world.later(seconds=61)
    uitkomst = large.begin(token=beheerder, herkomst=HIER)["uitkomst"]
    assert (uitkomst["soort"], uitkomst["regel"], uitkomst["klopt"]) == ("gewijzigd", 2, False)


def test_a_look_that_cannot_be_made_says_so(world: World, beheerder: str) -> None:
    world.chain()
    (world.settings.vault_dir / "ankers.log").mkdir()
    with pytest.raises(OSError, match="ankers"):
        world.vault.examination.begin(token=beheerder, herkomst=HIER)
    assert world.vault.state.outcome() == {
        "mislukt": True,
        "begonnen": world.moment.isoformat(),
        "klaar": world.moment.isoformat(),
    }


def test_only_a_functioneel_beheerder_looks_at_the_log(world: World) -> None:
    for verb in (world.client.verified, lambda token: world.client.verify(token, herkomst=HIER)):
        with pytest.raises(Refused, match="niet_toegestaan"):
            verb(world.consulent)
    assert world.lines("logboek_nakijken") == [("", "niet_toegestaan")]
    assert world.client.open_list(world.consulent, ASSEN, [], herkomst=HIER) == []
