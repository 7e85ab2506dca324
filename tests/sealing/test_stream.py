"""A sealed file opens whole and in order, whatever the pieces it came in; any other arrangement is refused."""

import io
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.sealing.envelope import Context, NotGenuine, new_dek
from portal.sealing.stream import CHUNK, HEADER_BYTES, SEALED_CHUNK, SealedReader, StreamSealer, open_stream
from tests.sealing.examples import ELSEWHERE, HERE, every_one_or_two, flips

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1]
TEXT = os.urandom(2 * CHUNK + 1000)
DEK = new_dek()


def sealed_file(plaintext: bytes, dek: bytes = DEK) -> bytes:
    sealer = StreamSealer(dek, HERE)
    return b"".join((sealer.header, sealer.update(plaintext), sealer.finish()))


def streamed(sealed: bytes, dek: bytes = DEK, context: Context = HERE) -> bytes:
    return b"".join(open_stream(dek, io.BytesIO(sealed), context))


def seekable(sealed: bytes, dek: bytes = DEK, context: Context = HERE) -> bytes:
    return SealedReader(dek, io.BytesIO(sealed), context).read() or b""


both_ways = pytest.mark.parametrize("opened", [streamed, seekable])
Opened = Callable[..., bytes]


@both_ways
@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size_opens_to_what_was_sealed(size: int, opened: Opened) -> None:
    assert opened(sealed_file(TEXT[:size])) == TEXT[:size]


@settings(max_examples=60)
@given(size=st.sampled_from(SIZES), cuts=st.lists(st.integers(0, 2 * CHUNK + 1), max_size=6))
def test_a_file_opens_whatever_the_pieces_it_came_in(size: int, cuts: list[int]) -> None:
    sealer = StreamSealer(DEK, HERE)
    sealed = bytearray(sealer.header)
    edges = sorted({0, size, *(cut for cut in cuts if cut < size)})
    for start, end in pairwise(edges):
        sealed += sealer.update(TEXT[start:end])
    sealed += sealer.finish()
    assert streamed(bytes(sealed)) == TEXT[:size]
    assert (sealer.plain_size, sealer.sealed_size) == (size, len(sealed))
    assert len(sealed) == HEADER_BYTES + size + 16 * (size // CHUNK + 1)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_kind_of_bytes_can_be_sealed(kind: Callable[[bytes], bytes]) -> None:
    assert streamed(sealed_file(kind(TEXT))) == TEXT


def test_a_buffer_may_be_used_again_after_it_was_taken() -> None:
    sealer, buffer = StreamSealer(DEK, HERE), bytearray(b"a" * 1000)
    sealer.update(buffer)
    buffer[:] = b"b" * 1000
    assert streamed(b"".join((sealer.header, sealer.finish()))) == b"a" * 1000


def test_sealed_pieces_that_are_kept_do_not_change() -> None:
    sealer = StreamSealer(DEK, HERE)
    kept = [memoryview(sealer.header), *(sealer.update(TEXT[:CHUNK]) for _ in range(5)), sealer.finish()]
    assert streamed(b"".join(kept)) == TEXT[:CHUNK] * 5


def test_sealed_pieces_that_are_let_go_make_room_for_the_next() -> None:
    sealer = StreamSealer(DEK, HERE)
    first = id(sealer.update(TEXT).obj)
    assert [id(sealer.update(TEXT[:size]).obj) for size in (CHUNK, 2 * CHUNK)] == [first, first]


def test_what_was_sealed_does_not_show() -> None:
    sealed = sealed_file(b"verhuizing" * 20_000)
    assert sealed.count(b"verhuizing") == 0


def test_one_data_key_used_twice_gives_two_unlike_streams() -> None:
    first, second = sealed_file(bytes(1000)), sealed_file(bytes(1000))
    assert first[:38] == second[:38]
    assert (first[38:54] != second[38:54], first[54:] != second[54:]) == (True, True)


def test_a_finished_stream_takes_no_more() -> None:
    sealer = StreamSealer(DEK, HERE)
    sealer.finish()
    with pytest.raises(ValueError, match="finished"):
        sealer.update(TEXT)
    with pytest.raises(ValueError, match="finished"):
        sealer.finish()


def _chunks(sealed: bytes) -> tuple[bytes, list[bytes]]:
    body = sealed[HEADER_BYTES:]
    return sealed[:HEADER_BYTES], [body[at : at + SEALED_CHUNK] for at in range(0, len(body), SEALED_CHUNK)]


@both_ways
@pytest.mark.parametrize(
    "order",
    [[0], [1], [2], [0, 1], [0, 2], [1, 2], [1, 0, 2], [0, 2, 1], [2, 1, 0], [0, 0, 1, 2], [0, 1, 1, 2], [0, 1, 2, 2]],
    ids=str,
)
def test_chunks_dropped_moved_or_doubled_are_noticed(order: list[int], opened: Opened) -> None:
    header, chunks = _chunks(sealed_file(TEXT))
    assert len(chunks) == 3
    with pytest.raises(NotGenuine):
        opened(header + b"".join(chunks[index] for index in order))


@both_ways
@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK, 2 * CHUNK + 1000])
def test_a_cut_file_is_noticed(size: int, opened: Opened) -> None:
    sealed = sealed_file(TEXT[:size])
    boundaries = range(HEADER_BYTES, len(sealed), SEALED_CHUNK)
    near = {edge + off for edge in (0, *boundaries, len(sealed)) for off in (-17, -16, -1, 0, 1, 16, 17, 30_000)}
    for length in sorted(length for length in near if 0 <= length < len(sealed)):
        with pytest.raises(NotGenuine):
            opened(sealed[:length])


@both_ways
@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 1000])
def test_an_addition_is_noticed(size: int, opened: Opened) -> None:
    sealed = sealed_file(TEXT[:size])
    header, chunks = _chunks(sealed)
    room = SEALED_CHUNK - len(chunks[-1])
    for addition in (b"\x00", bytes(16), bytes(room), bytes(room + 16), b"".join(chunks), sealed):
        with pytest.raises(NotGenuine):
            opened(sealed + addition)
    assert opened(header + b"".join(chunks)) == TEXT[:size]


@both_ways
def test_chunks_of_another_file_under_the_same_key_are_noticed(opened: Opened) -> None:
    header, chunks = _chunks(sealed_file(TEXT))
    _, others = _chunks(sealed_file(TEXT))
    for index in range(3):
        with pytest.raises(NotGenuine):
            opened(header + b"".join((*chunks[:index], others[index], *chunks[index + 1 :])))


@both_ways
def test_no_byte_of_a_small_sealed_file_can_be_changed(opened: Opened) -> None:
    # header 0-5, name of the key 6-37, salt 38-53, ciphertext, and the tag in the last 16
    for changed in flips(sealed_file(b"toestemming")):
        with pytest.raises(NotGenuine):
            opened(changed)


@both_ways
@pytest.mark.parametrize("chunk", range(3))
def test_no_chunk_of_a_large_sealed_file_can_be_changed(chunk: int, opened: Opened) -> None:
    sealed = sealed_file(TEXT)
    start = HEADER_BYTES + chunk * SEALED_CHUNK
    end = min(start + SEALED_CHUNK, len(sealed))
    for place in (start, start + 500, end - 17, end - 16, end - 1):
        with pytest.raises(NotGenuine):
            opened(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])


@both_ways
@pytest.mark.parametrize("fields", every_one_or_two(ELSEWHERE))
def test_a_file_moved_to_another_place_does_not_open(fields: tuple[str, ...], opened: Opened) -> None:
    elsewhere = replace(HERE, **{field: ELSEWHERE[field] for field in fields})
    with pytest.raises(NotGenuine):
        opened(sealed_file(b"toestemming"), context=elsewhere)


@both_ways
def test_a_file_does_not_open_with_another_data_key(opened: Opened) -> None:
    with pytest.raises(NotGenuine):
        opened(sealed_file(TEXT), dek=new_dek())


def test_what_is_given_before_a_fault_is_genuine() -> None:
    given_out: list[bytes] = []
    with pytest.raises(NotGenuine):
        given_out.extend(open_stream(DEK, io.BytesIO(sealed_file(TEXT)[:-1]), HERE))
    assert given_out == [TEXT[:CHUNK], TEXT[CHUNK : 2 * CHUNK]]
