"""The seal opens for one recipient, key and place; a session, a signature and a list row likewise."""

import secrets
from dataclasses import replace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.sealing.envelope import NotGenuine, new_dek, new_id
from portal.sealing.seal import (
    TeamKey,
    UnsignedKey,
    generate_private,
    index_term,
    open_dek,
    open_dek_session,
    open_list_value,
    public_of,
    seal_dek,
    seal_dek_session,
    seal_list_value,
    sign,
    sign_key,
    verify,
    verify_key,
)
from tests.sealing.examples import ELSEWHERE, HERE, OTHER, TEAM, every_one_or_two, flips

PRIVATE = generate_private()
PUBLIC = public_of(PRIVATE)
BERICHT = UUID(int=7)
SIGNER = secrets.token_bytes(32)
PINNED = Ed25519PrivateKey.from_private_bytes(SIGNER).public_key().public_bytes_raw()


def test_a_data_key_opens_for_its_recipient() -> None:
    dek = new_dek()
    assert open_dek(seal_dek(dek, PUBLIC, HERE, TEAM), PRIVATE, HERE, TEAM) == dek


def test_a_seal_and_its_keys_have_the_written_sizes() -> None:
    sealed = seal_dek(new_dek(), PUBLIC, HERE, TEAM)
    assert (len(PRIVATE), len(PUBLIC), len(sealed)) == (96, 1216, 1194)
    assert sealed[:26] == b"BPZD\x01\x02" + TEAM.key_id.bytes + TEAM.epoch.to_bytes(4)


@pytest.mark.parametrize("fields", every_one_or_two(ELSEWHERE | OTHER))
def test_a_seal_moved_to_another_place_or_recipient_does_not_open(fields: tuple[str, ...]) -> None:
    context = replace(HERE, **{field: ELSEWHERE[field] for field in fields if field in ELSEWHERE})
    recipient = replace(TEAM, **{field: OTHER[field] for field in fields if field in OTHER})
    with pytest.raises(NotGenuine):
        open_dek(seal_dek(new_dek(), PUBLIC, HERE, TEAM), PRIVATE, context, recipient)


def test_a_seal_relabelled_for_another_key_and_epoch_does_not_open() -> None:
    other = replace(TEAM, key_id=OTHER["key_id"], epoch=OTHER["epoch"])
    sealed = seal_dek(new_dek(), PUBLIC, HERE, TEAM)
    relabelled = sealed[:6] + other.key_id.bytes + other.epoch.to_bytes(4) + sealed[26:]
    with pytest.raises(NotGenuine):
        open_dek(relabelled, PRIVATE, HERE, other)


def test_a_seal_does_not_open_with_another_private_key() -> None:
    with pytest.raises(NotGenuine):
        open_dek(seal_dek(new_dek(), PUBLIC, HERE, TEAM), generate_private(), HERE, TEAM)


@pytest.mark.parametrize("half", ["mlkem", "x25519"])
def test_half_of_a_private_key_is_not_enough(half: str) -> None:
    other = generate_private()
    mixed = PRIVATE[:64] + other[64:] if half == "mlkem" else other[:64] + PRIVATE[64:]
    with pytest.raises(NotGenuine):
        open_dek(seal_dek(new_dek(), PUBLIC, HERE, TEAM), mixed, HERE, TEAM)


def test_no_byte_of_a_seal_can_be_changed() -> None:
    for changed in flips(seal_dek(new_dek(), PUBLIC, HERE, TEAM)):
        with pytest.raises(NotGenuine):
            open_dek(changed, PRIVATE, HERE, TEAM)


def test_a_seal_cannot_be_cut_or_lengthened() -> None:
    sealed = seal_dek(new_dek(), PUBLIC, HERE, TEAM)
    for changed in (*(sealed[:length] for length in range(len(sealed))), sealed + b"\x00"):
        with pytest.raises(NotGenuine):
            open_dek(changed, PRIVATE, HERE, TEAM)


def test_a_seal_with_an_empty_point_does_not_open() -> None:
    sealed = seal_dek(new_dek(), PUBLIC, HERE, TEAM)
    with pytest.raises(NotGenuine):
        open_dek(sealed[:1114] + bytes(32) + sealed[1146:], PRIVATE, HERE, TEAM)


def test_a_live_session_opens_its_own_concept_only() -> None:
    dek, token = new_dek(), secrets.token_bytes(32)
    sealed = seal_dek_session(dek, token, HERE)
    assert open_dek_session(sealed, token, HERE) == dek
    with pytest.raises(NotGenuine):
        open_dek_session(sealed, secrets.token_bytes(32), HERE)


@pytest.mark.parametrize("fields", every_one_or_two(ELSEWHERE))
def test_a_session_seal_moved_to_another_place_does_not_open(fields: tuple[str, ...]) -> None:
    token = secrets.token_bytes(32)
    elsewhere = replace(HERE, **{field: ELSEWHERE[field] for field in fields})
    with pytest.raises(NotGenuine):
        open_dek_session(seal_dek_session(new_dek(), token, HERE), token, elsewhere)


def test_no_byte_of_a_session_seal_can_be_changed() -> None:
    token = secrets.token_bytes(32)
    for changed in flips(seal_dek_session(new_dek(), token, HERE)):
        with pytest.raises(NotGenuine):
            open_dek_session(changed, token, HERE)


def test_a_guessable_session_token_seals_nothing() -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        seal_dek_session(new_dek(), b"abc", HERE)


def test_a_signature_holds_in_its_own_domain_only() -> None:
    signature = sign(SIGNER, "persoon", b"regel")
    verify(PINNED, "persoon", b"regel", signature)
    for domain, message, shown in (
        ("sleutel", b"regel", signature),
        ("persoon", b"regel 2", signature),
        ("persoonr", b"egel", signature),
        ("persoon", b"regel", signature[:-1]),
        ("persoon", b"regel", bytes(64)),
    ):
        with pytest.raises(NotGenuine):
            verify(PINNED, domain, message, shown)


@pytest.mark.parametrize("gemeente", ["0014", None])
def test_a_signed_key_is_accepted(gemeente: str | None) -> None:
    key = sign_key(SIGNER, TEAM, gemeente=gemeente, public=PUBLIC)
    verify_key(PINNED, key)
    assert key == TeamKey(recipient=TEAM, gemeente=gemeente, public=PUBLIC, signature=key.signature)


@pytest.mark.parametrize("field", OTHER)
def test_a_key_diverted_to_another_recipient_is_refused(field: str) -> None:
    key = sign_key(SIGNER, TEAM, gemeente="0014", public=PUBLIC)
    with pytest.raises(UnsignedKey):
        verify_key(PINNED, replace(key, recipient=replace(TEAM, **{field: OTHER[field]})))


@pytest.mark.parametrize("gemeente", ["0037", "", None])
def test_a_key_moved_to_another_gemeente_is_refused(gemeente: str | None) -> None:
    key = sign_key(SIGNER, TEAM, gemeente="0014", public=PUBLIC)
    with pytest.raises(UnsignedKey):
        verify_key(PINNED, replace(key, gemeente=gemeente))


def test_no_gemeente_is_not_an_empty_gemeente() -> None:
    key = sign_key(SIGNER, TEAM, gemeente=None, public=PUBLIC)
    with pytest.raises(UnsignedKey):
        verify_key(PINNED, replace(key, gemeente=""))


def test_a_key_of_the_attacker_is_refused() -> None:
    key = sign_key(SIGNER, TEAM, gemeente="0014", public=PUBLIC)
    attacker = public_of(generate_private())
    for forged in (replace(key, public=attacker), sign_key(bytes(32), TEAM, gemeente="0014", public=attacker)):
        with pytest.raises(UnsignedKey):
            verify_key(PINNED, forged)


def test_a_refused_key_tells_that_nothing_was_sent() -> None:
    assert "Daarom is er niets verstuurd." in UnsignedKey.tekst


def test_a_search_term_is_equal_only_within_one_key_and_purpose() -> None:
    key, other = new_dek(), new_dek()
    term = index_term(key, "bsn", "999900006")
    assert (term, len(term)) == (index_term(key, "bsn", "999900006"), 16)
    others = [index_term(other, "bsn", "999900006"), index_term(key, "kenmerk", "999900006")]
    others += [index_term(key, "bsn", "999900018"), index_term(key, "bsn9", "99900006")]
    assert len({term, *others}) == 5


def test_a_shorthand_opens_in_its_own_row_only() -> None:
    key = new_dek()
    sealed = seal_list_value(key, "J.d.V. 1980 é", bericht=BERICHT, recipient=TEAM)
    assert open_list_value(key, sealed, bericht=BERICHT, recipient=TEAM) == "J.d.V. 1980 é"
    with pytest.raises(NotGenuine):
        open_list_value(key, sealed, bericht=new_id(), recipient=TEAM)
    with pytest.raises(NotGenuine):
        open_list_value(new_dek(), sealed, bericht=BERICHT, recipient=TEAM)


@pytest.mark.parametrize("fields", every_one_or_two(OTHER))
def test_a_shorthand_moved_to_another_recipient_does_not_open(fields: tuple[str, ...]) -> None:
    key = new_dek()
    other = replace(TEAM, **{field: OTHER[field] for field in fields})
    sealed = seal_list_value(key, "J.d.V. 1980", bericht=BERICHT, recipient=TEAM)
    with pytest.raises(NotGenuine):
        open_list_value(key, sealed, bericht=BERICHT, recipient=other)


def test_no_byte_of_a_shorthand_can_be_changed() -> None:
    key = new_dek()
    for changed in flips(seal_list_value(key, "J.d.V. 1980", bericht=BERICHT, recipient=TEAM)):
        with pytest.raises(NotGenuine):
            open_list_value(key, changed, bericht=BERICHT, recipient=TEAM)
