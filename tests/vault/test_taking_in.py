"""Taking in: search terms, list rows and the receipt of a bericht."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from portal.models import Bericht, Lijstregel, SealedItem, Zoekterm
from portal.sealing.client import Refused
from portal.sealing.sessie import Ongeldig, verify_receipt
from tests.vault.test_opening import list_rows
from tests.vault.world import ASSEN, HIER, ZORG, World


def terms(world: World) -> list[tuple[Any, ...]]:
    with world.vault.database.lezen() as session:
        columns = (Zoekterm.bericht, Zoekterm.recipient, Zoekterm.soort, Zoekterm.term)
        return sorted((tuple(row) for row in session.execute(select(*columns))), key=lambda row: row[1:])


def receipt(world: World, bericht: UUID) -> bytes:
    with world.vault.database.lezen() as session:
        row = session.get_one(Bericht, bericht)
        assert row.opgenomen is not None
        assert row.kwitantie is not None
        return row.kwitantie


def test_a_bericht_is_found_by_bsn_birth_and_kenmerk_and_shown_in_the_list(world: World) -> None:
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    for token, place in ((world.consulent, ASSEN), (world.indiener, ZORG)):
        for soort, waarde in (
            ("bsn", "9999 00006"),
            ("geboren", "1980-01-31|JA"),
            ("persoon", "1980-01-31|JA|voorbeeld"),
            ("kenmerk", "dossier 12"),
        ):
            assert world.client.search(token, place, soort, waarde, herkomst=HIER) == [bericht]
        assert world.client.search(token, place, "bsn", "999990019", herkomst=HIER) == []
    rows: Any = list_rows(world)
    assert world.client.open_list(world.consulent, ASSEN, rows, herkomst=HIER) == ["J.A. Voorbeeld, 1980"]


def test_what_was_typed_stands_nowhere_in_the_database(world: World) -> None:
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    with world.vault.database.lezen() as session:
        kept = [value for row in session.execute(select(Zoekterm.term)) for value in row]
        kept += [value for row in session.execute(select(Lijstregel.sealed)) for value in row]
    assert not any(word in value for value in kept for word in (b"999900006", b"Voorbeeld", b"1980"))


def test_terms_of_two_recipients_and_two_kinds_never_match(world: World) -> None:
    bericht, _, _ = world.bericht(kenmerk="999900006")
    world.client.take_in(bericht)
    assert len({row[3] for row in terms(world)}) == 8


def test_taking_in_twice_changes_nothing(world: World) -> None:
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    before = terms(world), receipt(world, bericht)
    world.later(minutes=5)
    world.client.take_in(bericht)
    assert (terms(world), receipt(world, bericht)) == before
    assert world.lines("opnemen") == [(str(bericht), "gelukt")] * 2


def test_what_is_empty_has_no_term(world: World) -> None:
    bericht, _, _ = world.bericht(kenmerk=" ", bsn="", voorletters="")
    world.client.take_in(bericht)
    assert terms(world) == []
    assert len(list_rows(world)) == 1


def test_the_receipt_can_be_checked_by_anyone_with_the_public_key(world: World) -> None:
    bericht, answers, _ = world.bericht()
    world.client.take_in(bericht)
    facts = verify_receipt(world.pinned.public, receipt(world, bericht))
    assert facts["bericht"] == str(bericht)
    assert facts["team"] == "toegang-assen"
    assert facts["afzender"] == ["organisatie", "zorg-a"]
    with world.vault.database.lezen() as session:
        assert facts["antwoorden"] == session.get_one(SealedItem, answers.context.item).digest.hex()
    for forged in (b"", b"{}", b"[]", json.dumps({"kwitantie": "{}", "handtekening": ""}).encode()):
        with pytest.raises(Ongeldig):
            verify_receipt(world.pinned.public, forged)


def test_a_bericht_that_is_not_there_or_has_no_block_is_refused(world: World) -> None:
    for bericht in (uuid4(),):
        with pytest.raises(Refused, match="geen_zoekblok"):
            world.client.take_in(bericht)
    bericht, _, block = world.bericht()
    with world.engine.begin() as connection:
        connection.execute(text("UPDATE sealed_items SET purpose = 'x' WHERE purpose = 'bericht.zoekblok'"))
    with pytest.raises(Refused, match="geen_zoekblok"):
        world.client.take_in(bericht)
    assert block.context.subject == bericht


def test_a_bericht_without_a_recipient_any_more_leaves_the_lists(world: World) -> None:
    bericht, _, _ = world.bericht()
    world.client.take_in(bericht)
    world.sql("DELETE FROM seals")
    world.client.take_in(bericht)
    assert (terms(world), list_rows(world)) == ([], [])


def test_while_an_index_key_is_replaced_both_are_asked(world: World) -> None:
    old, _, _ = world.bericht()
    world.client.take_in(old)
    world.vault.keys.add("team:toegang-assen", 2, {"index": b"n" * 32})
    new, _, _ = world.bericht()
    world.client.take_in(new)
    found = world.client.search(world.consulent, ASSEN, "bsn", "999900006", herkomst=HIER)
    assert sorted(found) == sorted([old, new])
