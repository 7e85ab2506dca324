"""The witness: what the vault took in it remembers, through a restart and a state file put back, and misses what is gone."""

import json
import shutil
import sqlite3
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from portal.models import Bericht, SealedItem
from portal.sealing.client import Refused
from portal.sealing.sessie import sign_receipt, verify_receipt
from tests.vault.test_taking_in import receipt
from tests.vault.world import ASSEN, HIER, ZORG, ZUID, World


def forge_answers(world: World, bericht: UUID) -> None:
    """Put other answers there, properly sealed to team and sender, as a thief with the public keys can."""
    with world.vault.database.schrijven() as session:
        session.execute(delete(SealedItem).where(SealedItem.purpose == "bericht.antwoorden"))
    world.seal(bericht, "bericht.antwoorden", b"vals", [ASSEN, ZORG])


def put(world: World, **values: object) -> None:
    with world.vault.database.schrijven() as session:
        session.execute(update(Bericht).values(**values))


def copy_of_state(world: World) -> str:
    world.vault.close()
    path = world.settings.vault_dir / "staat.db"
    copy = shutil.copyfile(path, path.with_suffix(".kopie"))
    world.start()
    return str(copy)


def put_state_back(world: World, copy: str) -> None:
    world.vault.close()
    path = world.settings.vault_dir / "staat.db"
    for name in (path, path.with_name("staat.db-wal"), path.with_name("staat.db-shm")):
        name.unlink(missing_ok=True)
    shutil.copyfile(copy, path)
    path.chmod(0o600)
    world.start()


def test_a_vault_that_was_restarted_remembers_what_it_took_in(world: World) -> None:
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    world.restart()
    world.client.take_in(bericht)
    forge_answers(world, bericht)
    put(world, kwitantie=None, opgenomen=None)
    world.restart()
    with pytest.raises(Refused, match="verplaatst"):
        world.client.take_in(bericht)
    assert world.verify().afwijkend == (bericht,)


def test_with_an_older_state_file_the_receipt_says_what_was_taken_in(world: World) -> None:
    assert world.indiener
    older = copy_of_state(world)
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    genuine = receipt(world, bericht)
    put_state_back(world, older)
    assert world.verify().afwijkend == ()
    forge_answers(world, bericht)
    assert world.verify().afwijkend == (bericht,)
    with pytest.raises(Refused, match="verplaatst"):
        world.client.take_in(bericht)
    assert receipt(world, bericht) == genuine


def test_with_an_older_state_file_taking_in_again_remembers_it_again(world: World) -> None:
    assert world.indiener
    older = copy_of_state(world)
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    genuine = receipt(world, bericht)
    put_state_back(world, older)
    world.client.take_in(bericht)
    assert receipt(world, bericht) == genuine
    forge_answers(world, bericht)
    put(world, kwitantie=None)
    with pytest.raises(Refused, match="verplaatst"):
        world.client.take_in(bericht)


def test_a_bericht_that_was_handed_on_since_the_state_file_is_named(world: World) -> None:
    bericht, answers, block = world.bericht()
    world.client.take_in(bericht)
    older = copy_of_state(world)
    for item in (answers, block):
        (seal,) = world.client.reseal(world.consulent, ASSEN, [item.seals[ASSEN]], to="toegang-zuid", herkomst=HIER)
        request = item.seals[ASSEN]
        recipient = world.key(ZUID).recipient
        world.move_seals(item, ASSEN, type(request)(context=request.context, recipient=recipient, sealed=seal.sealed))
    put(world, team="toegang-zuid")
    world.client.take_in(bericht)
    assert verify_receipt(world.pinned.public, receipt(world, bericht))["team"] == "toegang-zuid"
    assert world.verify().afwijkend == ()
    put_state_back(world, older)
    assert world.verify().afwijkend == (bericht,)
    with pytest.raises(Refused, match="verplaatst"):
        world.client.take_in(bericht)


def test_a_bericht_whose_row_is_gone_is_named(world: World) -> None:
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    for table in ("zoektermen", "lijstregels", "berichten"):
        world.sql(f"DELETE FROM {table}")
    assert world.verify().afwijkend == (bericht,)


def test_what_an_older_version_witnessed_stays_as_it_was(world: World) -> None:
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    facts = verify_receipt(world.pinned.public, receipt(world, bericht))
    for later in ("bijlagen", "termijnen"):
        del facts[later]
    older = sign_receipt(world.vault.signing, facts)
    put(world, kwitantie=older)
    del facts["team"]
    with sqlite3.connect(world.settings.vault_dir / "staat.db") as state:
        state.execute("UPDATE gezien SET feiten = ?", [json.dumps(facts)])
    state.close()
    world.client.take_in(bericht)
    assert receipt(world, bericht) == older
    assert world.verify().afwijkend == ()
    forge_answers(world, bericht)
    with pytest.raises(Refused, match="verplaatst"):
        world.client.take_in(bericht)
