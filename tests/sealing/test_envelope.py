"""The envelope opens in its own place, whole and unchanged, and nowhere else."""

import hashlib
from dataclasses import replace

import pytest

from portal.sealing.envelope import (
    CONTENT,
    NotGenuine,
    derive,
    digest,
    frame,
    new_dek,
    new_id,
    open_content,
    seal_content,
)
from tests.sealing.examples import ELSEWHERE, HERE, every_one_or_two, flips

ANSWERS = b'{"reden": "verhuizing"}'


@pytest.mark.parametrize("plaintext", [b"", b"x", ANSWERS, bytes(200_000)])
def test_sealed_content_opens_to_what_was_sealed(plaintext: bytes) -> None:
    dek = new_dek()
    assert open_content(dek, seal_content(dek, plaintext, HERE), HERE) == plaintext


def test_sealed_content_does_not_show_what_was_sealed() -> None:
    sealed = seal_content(new_dek(), ANSWERS, HERE)
    assert (sealed.count(b"reden"), sealed.count(b"verhuizing")) == (0, 0)


def test_the_same_content_sealed_twice_looks_different() -> None:
    dek = new_dek()
    assert seal_content(dek, ANSWERS, HERE)[38:] != seal_content(dek, ANSWERS, HERE)[38:]


@pytest.mark.parametrize("fields", every_one_or_two(ELSEWHERE))
def test_content_moved_to_another_place_does_not_open(fields: tuple[str, ...]) -> None:
    dek = new_dek()
    elsewhere = replace(HERE, **{field: ELSEWHERE[field] for field in fields})
    with pytest.raises(NotGenuine):
        open_content(dek, seal_content(dek, ANSWERS, HERE), elsewhere)


def test_content_whose_ids_changed_places_does_not_open() -> None:
    dek = new_dek()
    swapped = replace(HERE, subject=HERE.item, item=HERE.subject)
    with pytest.raises(NotGenuine):
        open_content(dek, seal_content(dek, ANSWERS, HERE), swapped)


def test_content_does_not_open_with_another_data_key() -> None:
    with pytest.raises(NotGenuine):
        open_content(new_dek(), seal_content(new_dek(), ANSWERS, HERE), HERE)


def test_a_name_does_not_open_as_content() -> None:
    dek = new_dek()
    sealed = seal_content(dek, b"toestemming.pdf", HERE, use="name")
    assert open_content(dek, sealed, HERE, use="name") == b"toestemming.pdf"
    with pytest.raises(NotGenuine):
        open_content(dek, sealed, HERE)


def test_no_byte_of_sealed_content_can_be_changed() -> None:
    # header 0-5, name of the key 6-37, nonce 38-49, ciphertext, and the tag in the last 16
    dek = new_dek()
    for changed in flips(seal_content(dek, ANSWERS, HERE)):
        with pytest.raises(NotGenuine):
            open_content(dek, changed, HERE)


def test_sealed_content_cannot_be_cut_or_lengthened() -> None:
    dek = new_dek()
    sealed = seal_content(dek, ANSWERS, HERE)
    for changed in (*(sealed[:length] for length in range(len(sealed))), sealed + b"\x00"):
        with pytest.raises(NotGenuine):
            open_content(dek, changed, HERE)


def test_every_envelope_says_what_it_is() -> None:
    assert seal_content(new_dek(), ANSWERS, HERE)[:6] == CONTENT == b"BPZC\x01\x01"


def test_fields_run_together_differently_give_different_bytes() -> None:
    assert frame(b"ab", b"c") != frame(b"a", b"bc")
    assert frame(b"", b"a") != frame(b"a", b"")
    assert replace(HERE, installation="demobericht", purpose=".x").aad() != replace(HERE, purpose="bericht.x").aad()


def test_each_use_has_a_key_of_its_own() -> None:
    dek = new_dek()
    keys = {derive(dek, use) for use in ("content", "name", "manifest", "stream", "commitment")}
    assert (len(keys), {len(key) for key in keys}) == (5, {32})


def test_a_short_secret_makes_no_key() -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        derive(bytes(31), "content")


def test_new_ids_and_keys_never_repeat() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000
    assert len({new_dek() for _ in range(1000)}) == 1000


def test_the_digest_names_the_envelope() -> None:
    sealed = seal_content(new_dek(), ANSWERS, HERE)
    assert digest(sealed) == hashlib.sha256(sealed).digest()


def test_a_refusal_tells_the_reader_what_to_do() -> None:
    assert NotGenuine.tekst.endswith("Meld dit bij de beheerder van het portaal.")


def test_a_context_holds_every_field_in_its_bytes() -> None:
    aads = {replace(HERE, **{field: value}).aad() for field, value in ELSEWHERE.items()}
    assert len(aads | {HERE.aad()}) == len(ELSEWHERE) + 1
