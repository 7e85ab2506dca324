"""The forgery test: whoever may write the whole database still opens nothing and seals nothing astray."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update

from portal.domain.rollen import Rol
from portal.models import Lijstregel, Persoon, Seal, SealedItem, Sessie, SignedKey, Zoekterm
from portal.sealing.client import LoginRefused, OpenRequest, Refused
from portal.sealing.envelope import new_id
from portal.sealing.seal import UnsignedKey, generate_private, public_of, sign_key
from portal.sealing.sessie import Ongeldig, Verlopen, make_token, read_token, verify_record, verify_token
from portal.vault.gate import token_hash
from tests.vault.world import ASSEN, HIER, TOEZICHT, WACHTWOORD, ZORG, ZUID, Item, World, lid

THIEF = bytes(32)


def row_of(world: World, account: str) -> dict[str, Any]:
    with world.vault.database.lezen() as session:
        columns = select(Persoon.record, Persoon.signature, Persoon.versie).where(Persoon.account == account)
        return dict(session.execute(columns).mappings().one())


def put(world: World, account: str, /, **values: object) -> None:
    with world.vault.database.schrijven() as session:
        session.execute(update(Persoon).where(Persoon.account == account).values(**values))


def signed_by_a_thief(record: str) -> bytes:
    from portal.sealing.seal import sign

    return sign(THIEF, "persoon", record.encode())


def with_membership(record: str, place: tuple[str, str]) -> str:
    data = json.loads(record)
    data["lidmaatschappen"].append(
        {"soort": place[0], "code": place[1], "rol": "consulent", "vanaf": "2026-01-01", "tot": None}
    )
    return json.dumps(data)


def test_an_edited_record_opens_nothing(world: World) -> None:
    _, answers, _ = world.bericht(ZUID)
    token, genuine = world.consulent, row_of(world, "consulent")
    for signature in (genuine["signature"], b"", signed_by_a_thief(with_membership(genuine["record"], ZUID))):
        put(world, "consulent", record=with_membership(genuine["record"], ZUID), signature=signature)
        with pytest.raises(Refused, match="geen_record"):
            world.open(token, ZUID, answers)


def test_the_record_of_another_in_my_row_opens_nothing(world: World) -> None:
    _, answers, _ = world.bericht(ZUID)
    assert world.consulent_zuid
    token, other = world.consulent, row_of(world, "zuid")
    put(world, "consulent", **other)
    with pytest.raises(Refused, match="geen_record"):
        world.open(token, ZUID, answers)


def test_an_old_record_put_back_opens_nothing_and_logs_in_nobody(world: World) -> None:
    _, answers, _ = world.bericht()
    token, old = world.consulent, row_of(world, "consulent")
    world.person("baas", lid(("organisatie", "assen"), Rol.ORGANISATIEBEHEERDER))
    world.client.end_membership(
        world.login("baas"), world.people["consulent"], lid(ASSEN, Rol.CONSULENT), herkomst=HIER
    )
    with pytest.raises(Refused, match="niet_toegestaan"):
        world.open(token, ASSEN, answers)
    put(world, "consulent", **old)
    with pytest.raises(Refused, match="oud_record"):
        world.open(token, ASSEN, answers)
    with pytest.raises(LoginRefused):
        world.login("consulent")
    world.restart()
    with pytest.raises(Refused, match="oud_record"):
        world.open(token, ASSEN, answers)


def test_a_row_invented_for_a_person_logs_in_nobody(world: World) -> None:
    assert world.consulent
    genuine = row_of(world, "consulent")
    data = json.loads(genuine["record"]) | {"id": str(new_id()), "account": "dief"}
    record = json.dumps(data)
    row = {"id": UUID(data["id"]), "account": "dief", "email": "x", "versie": 1, "record": record}
    with world.vault.database.schrijven() as session:
        session.execute(insert(Persoon), row | {"signature": signed_by_a_thief(record)})
    with pytest.raises(LoginRefused):
        world.login("dief")


def test_my_account_name_on_the_row_of_another_logs_in_nobody(world: World) -> None:
    assert world.consulent
    put(world, "consulent", account="dief")
    with pytest.raises(LoginRefused):
        world.login("dief")


def test_a_session_row_invented_for_a_token_of_a_thief_opens_nothing(world: World) -> None:
    _, answers, _ = world.bericht()
    genuine = read_token(world.pinned.public, world.consulent)
    forged = make_token(THIEF, genuine, geheim=b"")
    with world.vault.database.schrijven() as session:
        session.execute(update(Sessie).where(Sessie.id == genuine.id).values(token_hash=token_hash(forged)))
    for text in (forged, "", ".", "a.b", "é.é", world.consulent + "x", forged.split(".")[0] + "."):
        with pytest.raises(Refused, match="geen_sessie"):
            world.open(text, ASSEN, answers)


def test_a_session_given_to_another_person_opens_nothing(world: World) -> None:
    _, answers, _ = world.bericht(ZUID)
    assert world.consulent_zuid
    token = world.consulent
    with world.vault.database.schrijven() as session:
        who = Sessie.persoon == world.people["consulent"]
        session.execute(update(Sessie).where(who).values(persoon=world.people["zuid"]))
    with pytest.raises(Refused, match="ingetrokken"):
        world.open(token, ZUID, answers)


def test_a_revoked_session_stays_revoked_when_its_row_is_put_back(world: World) -> None:
    _, answers, _ = world.bericht()
    token = world.consulent
    world.client.logout(token, herkomst=HIER)
    world.sql("UPDATE sessies SET ingetrokken = NULL")
    with pytest.raises(Refused, match="ingetrokken"):
        world.open(token, ASSEN, answers)


def test_a_session_that_was_hidden_while_all_were_ended_does_not_come_back(world: World) -> None:
    _, answers, _ = world.bericht()
    token = world.consulent
    world.later(seconds=1)
    second = world.login("consulent")
    with world.vault.database.schrijven() as session:
        rows = [dict(row) for row in session.execute(select(Sessie.__table__)).mappings()]
        session.execute(delete(Sessie).where(Sessie.token_hash == token_hash(token)))
    world.later(seconds=1)
    world.client.password(second, oud=WACHTWOORD, nieuw="een heel ander wachtwoord", herkomst=HIER)
    with world.vault.database.schrijven() as session:
        hidden = [row for row in rows if row["token_hash"] == token_hash(token)]
        session.execute(insert(Sessie), hidden)
    with pytest.raises(Refused, match="ingetrokken"):
        world.open(token, ASSEN, answers)


def test_a_session_without_its_row_opens_nothing(world: World) -> None:
    _, answers, _ = world.bericht()
    token = world.consulent
    world.sql("DELETE FROM sessies")
    with pytest.raises(Refused, match="ingetrokken"):
        world.open(token, ASSEN, answers)


def test_a_person_without_a_row_opens_nothing(world: World) -> None:
    _, answers, _ = world.bericht()
    token = world.consulent
    with world.engine.begin() as connection:
        connection.execute(update(Sessie).values(persoon=world.people["indiener"]))
        connection.execute(delete(Persoon).where(Persoon.account == "consulent"))
    with pytest.raises(Refused, match="ingetrokken"):
        world.open(token, ASSEN, answers)
    with world.vault.database.lezen() as session, pytest.raises(Refused, match="geen_record"):
        world.vault.person(session, world.people["consulent"])


def test_an_expired_and_an_idle_session_open_nothing_however_the_row_is_set(world: World) -> None:
    _, answers, _ = world.bericht()
    token = world.consulent
    world.later(minutes=31)
    with pytest.raises(Refused, match="inactief"):
        world.open(token, ASSEN, answers)
    world.later(hours=10)
    with world.vault.database.schrijven() as session:
        session.execute(update(Sessie).values(last_seen=world.moment, eindigt=world.moment.replace(year=2099)))
    with pytest.raises(Refused, match="verlopen"):
        world.open(token, ASSEN, answers)
    with pytest.raises(Verlopen):
        verify_token(world.pinned.public, token, world.moment)


def in_context(sealed: Item, /, **changes: object) -> OpenRequest:
    return replace(sealed.seals[ASSEN], context=replace(sealed.context, **changes))  # type: ignore[arg-type]  # any one field


@pytest.mark.parametrize(
    "moved",
    [
        lambda item: in_context(item, item=new_id()),
        lambda item: in_context(item, subject=new_id()),
        lambda item: in_context(item, purpose="bericht.vraag"),
        lambda item: in_context(item, form_version=2),
        lambda item: in_context(item, installation="elders"),
        lambda item: replace(item.seals[ASSEN], sealed=item.seals[ZORG].sealed),
        lambda item: replace(item.seals[ASSEN], sealed=b""),
    ],
)
def test_a_seal_moved_to_another_place_does_not_open(world: World, moved: Callable[[Item], OpenRequest]) -> None:
    _, answers, _ = world.bericht()
    with pytest.raises(Refused, match="niet_echt"):
        world.client.open(world.consulent, ASSEN, [moved(answers)], herkomst=HIER)


def test_a_seal_to_another_team_renamed_to_mine_does_not_open(world: World) -> None:
    _, answers, _ = world.bericht(ZUID)
    foreign = answers.seals[ZUID]
    mine = world.key(ASSEN).recipient
    with pytest.raises(Refused, match="niet_echt"):
        world.client.open(world.consulent, ASSEN, [replace(foreign, recipient=mine)], herkomst=HIER)


def test_a_search_block_of_another_bericht_is_not_taken_in_here(world: World) -> None:
    mine, _, my_block = world.bericht()
    _, _, their_block = world.bericht(ZUID)
    content = select(SealedItem.content).where(SealedItem.id == their_block.context.item).scalar_subquery()
    with world.vault.database.schrijven() as session:
        session.execute(update(SealedItem).where(SealedItem.id == my_block.context.item).values(content=content))
    with pytest.raises(Refused, match="niet_echt"):
        world.client.take_in(mine)
    seal = their_block.seals[ZUID]
    with world.vault.database.schrijven() as session:
        stolen = update(Seal).where(Seal.item == my_block.context.item, Seal.recipient_kind == "team")
        session.execute(stolen.values(recipient="toegang-zuid", key_id=seal.recipient.key_id, sealed=seal.sealed))
    with pytest.raises(Refused, match="niet_echt"):
        world.client.take_in(mine)


def test_sealing_refuses_a_key_that_was_replaced_moved_or_signed_by_a_thief(world: World) -> None:
    public = public_of(generate_private())
    key = world.key(ASSEN)
    forged = sign_key(THIEF, key.recipient, gemeente=key.gemeente, public=public)
    zuid = world.key(ZUID)
    for values in (
        {"public": public},
        {"public": public, "signature": forged.signature},
        {"public": zuid.public, "signature": zuid.signature, "key_id": zuid.recipient.key_id},
        {"gemeente": "0014"},
        {"epoch": 2},
    ):
        with world.vault.database.schrijven() as session:
            mine = update(SignedKey).where(SignedKey.recipient == "toegang-assen")
            session.execute(mine.values(**values))
        with pytest.raises(UnsignedKey):
            world.key(ASSEN)
        with world.vault.database.schrijven() as session:
            back = {"public": key.public, "signature": key.signature, "key_id": key.recipient.key_id, "epoch": 1}
            session.execute(
                update(SignedKey).where(SignedKey.recipient == "toegang-assen").values(**back, gemeente=key.gemeente)
            )
    assert world.key(ASSEN) == key


def test_forwarding_uses_the_vaults_own_key_whatever_the_directory_says(world: World) -> None:
    _, answers, _ = world.bericht()
    world.sql("DELETE FROM signed_keys WHERE recipient = 'toegang-zuid'")
    (seal,) = world.client.reseal(world.consulent, ASSEN, [answers.seals[ASSEN]], to="toegang-zuid", herkomst=HIER)
    epoch, key = world.vault.keys.newest("prive", "team:toegang-zuid")
    assert (seal.epoch, seal.key_id) == (epoch, key.id)


def test_list_rows_and_terms_moved_between_berichten_or_teams_tell_nothing(world: World) -> None:
    bericht, _, _ = world.bericht()
    other, _, _ = world.bericht(bsn="999990019", verkort="A. Ander")
    for one in (bericht, other):
        world.client.take_in(one)
    with world.vault.database.lezen() as session:
        rows = {
            row.bericht: row for row in session.scalars(select(Lijstregel).where(Lijstregel.recipient_kind == "team"))
        }
    swapped = [(bericht, 1, rows[other].sealed), (other, 1, rows[bericht].sealed)]
    assert world.client.open_list(world.consulent, ASSEN, swapped, herkomst=HIER) == [None, None]
    mine = [(bericht, 1, rows[bericht].sealed)]
    assert world.client.open_list(world.consulent_zuid, ZUID, mine, herkomst=HIER) == [None]
    world.sql("UPDATE zoektermen SET recipient = 'toegang-zuid' WHERE recipient = 'toegang-assen'")
    assert world.client.search(world.consulent_zuid, ZUID, "bsn", "999900006", herkomst=HIER) == []


def test_no_team_is_taken_over_by_editing_whose_it_is(world: World) -> None:
    world.person("zorgbaas", lid(ZORG, Rol.ORGANISATIEBEHEERDER), organisatie="zorg-a")
    token = world.login("zorgbaas")
    world.sql("UPDATE teams SET organisatie = 'zorg-a'")
    for place, rol in ((TOEZICHT, Rol.TOEZICHTHOUDER), (ASSEN, Rol.CONSULENT), (("team", "nieuw"), Rol.CONSULENT)):
        with pytest.raises(Refused, match="niet_toegestaan"):
            world.client.admit(
                token,
                account="mol",
                naam="Mol",
                email="mol@zorg.example",
                organisatie="zorg-a",
                lidmaatschappen=[lid(place, rol)],
                herkomst=HIER,
            )


def test_web_and_worker_see_through_a_forged_record_too(world: World) -> None:
    assert world.consulent
    row, persoon = row_of(world, "consulent"), world.people["consulent"]
    record = verify_record(world.pinned.public, persoon=persoon, record=row["record"], signature=row["signature"])
    assert record.lidmaatschappen == (lid(ASSEN, Rol.CONSULENT),)
    with pytest.raises(Ongeldig):
        verify_record(world.pinned.public, persoon=new_id(), record=row["record"], signature=row["signature"])
    with pytest.raises(Ongeldig):
        verify_record(world.pinned.public, persoon=persoon, record=row["record"] + " ", signature=row["signature"])


def test_a_forged_term_shows_only_a_number_the_thief_could_write_anyhow(world: World) -> None:
    bericht, _, _ = world.bericht()
    row = {"bericht": bericht, "recipient_kind": "team", "recipient": "toegang-assen", "soort": "bsn", "epoch": 1}
    with world.vault.database.schrijven() as session:
        session.execute(insert(Zoekterm), row | {"term": bytes(16)})
    assert world.client.search(world.consulent, ASSEN, "bsn", "999900006", herkomst=HIER) == []


def test_password_work_is_done_by_argon2id_at_the_stated_cost() -> None:
    """In a process of its own: the tests themselves check lighter."""
    asked = "from portal.vault.passwords import Passwords; print(Passwords().unknown)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
