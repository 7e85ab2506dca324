"""A sealed file reads like an open one: zip, pdf and image libraries work on it, and nothing lands on disk."""

import io
import os
import zipfile
from collections.abc import Callable
from typing import BinaryIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.sealing.envelope import NotGenuine, new_dek
from portal.sealing.stream import CHUNK, HEADER_BYTES, SealedReader, StreamSealer
from tests.sealing.examples import HERE

DEK = new_dek()
TEXT = os.urandom(3 * CHUNK + 77)


def reader_of(plaintext: bytes) -> SealedReader:
    return SealedReader(DEK, io.BytesIO(sealed_file(plaintext)), HERE)


def sealed_file(plaintext: bytes) -> bytes:
    sealer = StreamSealer(DEK, HERE)
    return b"".join((sealer.header, sealer.update(plaintext), sealer.finish()))


SEALED = sealed_file(TEXT)
places = st.one_of(st.integers(0, len(TEXT) + 10), st.sampled_from([0, CHUNK - 1, CHUNK, CHUNK + 1, len(TEXT)]))
steps = st.one_of(
    st.tuples(st.just("seek"), places, st.just(io.SEEK_SET)),
    st.tuples(st.just("seek"), st.integers(-2 * CHUNK, 2 * CHUNK), st.sampled_from([io.SEEK_CUR, io.SEEK_END])),
    st.tuples(st.just("read"), st.one_of(st.integers(0, 2 * CHUNK), st.just(-1)), st.just(0)),
)


@settings(max_examples=150)
@given(st.lists(steps, max_size=12))
def test_seeking_and_reading_give_what_an_open_file_gives(taken: list[tuple[str, int, int]]) -> None:
    sealed, plain = SealedReader(DEK, io.BytesIO(SEALED), HERE), io.BytesIO(TEXT)
    for act, number, whence in taken:
        if act == "read":
            assert sealed.read(number) == plain.read(number)
        elif whence == io.SEEK_SET or (plain.tell() if whence == io.SEEK_CUR else len(TEXT)) + number >= 0:
            assert sealed.seek(number, whence) == plain.seek(number, whence)
        assert sealed.tell() == plain.tell()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 77])
def test_the_length_of_the_plaintext_is_known(size: int) -> None:
    reader = reader_of(TEXT[:size])
    assert (reader.size, reader.seek(0, io.SEEK_END)) == (size, size)
    assert (reader.readable(), reader.seekable(), reader.writable()) == (True, True, False)


def test_a_place_before_the_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="before the beginning"):
        reader_of(TEXT).seek(-1)


def test_a_closed_reader_reads_no_more_and_leaves_its_source_open() -> None:
    source = io.BytesIO(SEALED)
    with SealedReader(DEK, source, HERE) as reader:
        assert reader.read(5) == TEXT[:5]
    with pytest.raises(ValueError, match="closed"):
        reader.read()
    with pytest.raises(ValueError, match="closed"):
        reader.seek(0)
    assert source.closed is False


def test_a_cut_file_is_refused_before_anything_is_read() -> None:
    with pytest.raises(NotGenuine):
        SealedReader(DEK, io.BytesIO(SEALED[:-1]), HERE)


def test_a_changed_chunk_is_refused_when_it_is_read() -> None:
    place = HEADER_BYTES + 100
    changed = SEALED[:place] + bytes([SEALED[place] ^ 1]) + SEALED[place + 1 :]
    reader = SealedReader(DEK, io.BytesIO(changed), HERE)
    reader.seek(2 * CHUNK)
    assert reader.read() == TEXT[2 * CHUNK :]
    reader.seek(0)
    with pytest.raises(NotGenuine):
        reader.read(1)


Through = Callable[[SealedReader], BinaryIO]
as_is_or_buffered = pytest.mark.parametrize(
    "through", [lambda reader: reader, io.BufferedReader], ids=["raw", "buffered"]
)


@as_is_or_buffered
def test_a_zip_opens_through_it(through: Through) -> None:
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        for number in range(2000):
            archive.writestr(f"blad-{number:04}.txt", f"regel {number}\n" * 20)
        archive.writestr("groot.bin", TEXT)
    with zipfile.ZipFile(through(reader_of(plain.getvalue()))) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 2001
        assert archive.read("groot.bin") == TEXT


@as_is_or_buffered
def test_a_pdf_opens_through_it(through: Through) -> None:
    plain = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(40):
            pdf.add_blank_page()
        pdf.Root.Bedacht = pikepdf.Stream(pdf, TEXT)
        pdf.save(plain)
    with pikepdf.open(through(reader_of(plain.getvalue()))) as pdf:
        assert len(pdf.pages) == 40
        assert pdf.Root.Bedacht.read_bytes() == TEXT


@as_is_or_buffered
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_an_image_opens_through_it(kind: str, through: Through) -> None:
    plain = io.BytesIO()
    Image.frombytes("RGB", (250, 260), TEXT[: 250 * 260 * 3]).save(plain, kind)
    with (
        Image.open(io.BytesIO(plain.getvalue())) as expected,
        Image.open(through(reader_of(plain.getvalue()))) as image,
    ):
        assert (image.format, image.size, image.tobytes()) == (kind, (250, 260), expected.tobytes())
