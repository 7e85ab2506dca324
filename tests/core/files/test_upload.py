"""A file on its way in: sealed while it streams, in constant memory, and still read to its end when it is refused."""

import gc
import io
import os
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

import pytest
from werkzeug.formparser import parse_form_data

from portal.core.files import (
    AlreadyStored,
    Bestandsfout,
    LocalStore,
    OpslagVol,
    Reden,
    SealingUpload,
    Store,
    Writer,
    check,
)
from portal.sealing.envelope import Context, NotGenuine, new_dek, new_id
from portal.sealing.stream import SealedReader, StreamSealer
from tests.core.files.samples import ALL, pdf

KIB, MIB = 1024, 1024 * 1024


def upload_into(store: Store, *, maximaal_bytes: int = MIB, key: str | None = None) -> SealingUpload:
    item, dek = new_id(), new_dek()
    context = Context(installation="proef", purpose="bijlage", subject=new_id(), item=item, form_version=1)
    return SealingUpload(
        store,
        key or item.hex,
        sealer=StreamSealer(dek, context),
        maximaal_bytes=maximaal_bytes,
        open_reader=lambda sealed: SealedReader(dek, sealed, context),
    )


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "bijlagen")


def stored(tmp_path: Path) -> list[bytes]:
    return [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]


def test_what_was_written_is_read_back_from_any_place(store: LocalStore) -> None:
    content = os.urandom(300 * KIB)
    upload = upload_into(store)
    for start in range(0, len(content), 1000):
        upload.write(content[start : start + 1000])
    assert (upload.tell(), upload.seek(0), upload.tell()) == (len(content), 0, 0)
    reader = upload.reader()
    reader.seek(200 * KIB)
    assert reader.read(10) == content[200 * KIB : 200 * KIB + 10]
    reader.seek(0)
    assert reader.read() == content


def test_an_upload_reads_as_a_file_once_it_has_ended(store: LocalStore) -> None:
    upload = upload_into(store)
    assert (upload.readable(), upload.writable(), upload.seekable()) == (True, True, True)
    upload.write(b"0123456789")
    upload.seek(0)
    assert (upload.read(4), upload.tell(), upload.seek(-2, io.SEEK_END), upload.read()) == (b"0123", 4, 8, b"89")
    assert (upload.writable(), upload.reader() is upload.reader()) == (False, True)


def test_after_its_end_an_upload_takes_nothing_more(store: LocalStore) -> None:
    upload = upload_into(store)
    upload.write(b"x")
    upload.seek(0)
    upload.seek(0)
    with pytest.raises(io.UnsupportedOperation):
        upload.write(b"y")


def test_only_sealed_bytes_reach_the_disk(store: LocalStore, tmp_path: Path) -> None:
    marked = b"geheim-kenmerk-7431" * 20_000
    upload = upload_into(store)
    upload.write(marked)
    upload.seek(0)
    (part,) = stored(tmp_path)
    assert (len(part) > len(marked), b"geheim-kenmerk" in part) == (True, False)


def test_a_file_above_the_limit_is_counted_to_its_end_and_leaves_nothing(store: LocalStore, tmp_path: Path) -> None:
    upload = upload_into(store, maximaal_bytes=100 * KIB)
    for _ in range(30):
        assert upload.write(bytes(10 * KIB)) == 10 * KIB
    assert (upload.seek(0), upload.bytes, stored(tmp_path)) == (0, 300 * KIB, [])
    with pytest.raises(Bestandsfout, match="hoogstens 100 kB zijn") as refusal:
        upload.reader()
    assert (refusal.value.reden, upload.refusal) == (Reden.TE_GROOT, refusal.value)


def test_a_file_too_large_from_its_first_byte_on_is_never_stored(store: LocalStore, tmp_path: Path) -> None:
    upload = upload_into(store, maximaal_bytes=10)
    upload.write(bytes(11))
    assert (upload.seek(0), stored(tmp_path)) == (0, [])


def test_a_file_exactly_at_the_limit_is_kept(store: LocalStore) -> None:
    upload = upload_into(store, maximaal_bytes=100)
    upload.write(bytes(100))
    upload.seek(0)
    assert upload.reader().read() == bytes(100)


@pytest.mark.parametrize("writes", [[], [b""]])
def test_an_empty_file_is_refused_and_leaves_nothing(store: LocalStore, tmp_path: Path, writes: list[bytes]) -> None:
    upload = upload_into(store)
    for data in writes:
        upload.write(data)
    upload.seek(0)
    with pytest.raises(Bestandsfout) as refusal:
        upload.read()
    assert (refusal.value.reden, stored(tmp_path)) == (Reden.LEEG, [])


class Full:
    """A store on a disk that is full once so many bytes were written, or when it comes to the commit."""

    def __init__(self, store: LocalStore, *, room: int) -> None:
        self._store = store
        self._room = room

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def create(self, key: str) -> Writer:
        return _FullWriter(self._store.create(key), self._room)


class _FullWriter:
    def __init__(self, writer: Writer, room: int) -> None:
        self._writer = writer
        self._room = room

    def write(self, sealed: bytes | bytearray | memoryview) -> None:
        self._room -= len(sealed)
        if self._room < 0:
            raise OpslagVol
        self._writer.write(sealed)

    def commit(self) -> None:
        raise OpslagVol

    def abort(self) -> None:
        self._writer.abort()


@pytest.mark.parametrize("room", [0, 100 * KIB, 10 * MIB], ids=["at once", "on the way", "at the end"])
def test_a_full_disk_is_told_after_the_file_was_read_to_its_end(store: LocalStore, tmp_path: Path, room: int) -> None:
    upload = upload_into(cast("Store", Full(store, room=room)))
    for _ in range(5):
        upload.write(bytes(64 * KIB))
    assert (upload.seek(0), upload.bytes, stored(tmp_path)) == (0, 320 * KIB, [])
    with pytest.raises(OpslagVol):
        upload.reader()


def test_an_upload_closed_before_its_end_leaves_nothing(store: LocalStore, tmp_path: Path) -> None:
    upload = upload_into(store)
    upload.write(bytes(200 * KIB))
    upload.close()
    upload.close()
    assert stored(tmp_path) == []


def test_an_upload_that_everybody_forgot_leaves_nothing(store: LocalStore, tmp_path: Path) -> None:
    upload_into(store).write(bytes(200 * KIB))
    gc.collect()
    assert stored(tmp_path) == []


def test_closing_an_upload_keeps_what_is_stored_and_discarding_removes_it(store: LocalStore) -> None:
    upload = upload_into(store)
    upload.write(b"x")
    upload.reader()
    upload.close()
    assert list(store.keys(_far_future())) == [upload.key]
    upload.discard()
    upload.discard()
    assert list(store.keys(_far_future())) == []


def test_a_discarded_upload_that_had_not_ended_leaves_nothing(store: LocalStore, tmp_path: Path) -> None:
    upload = upload_into(store)
    upload.write(b"x")
    upload.discard()
    assert stored(tmp_path) == []


def test_a_key_that_is_taken_is_an_error_and_the_first_part_stays(store: LocalStore, tmp_path: Path) -> None:
    first, second = (upload_into(store, key="ab" * 16) for _ in range(2))
    first.write(b"first")
    second.write(b"second")
    first.seek(0)
    with pytest.raises(AlreadyStored):
        second.seek(0)
    second.discard()
    assert (first.reader().read(), len(stored(tmp_path))) == (b"first", 1)


def test_a_part_that_was_changed_on_the_disk_is_not_read(store: LocalStore, tmp_path: Path) -> None:
    upload = upload_into(store)
    upload.write(bytes(1000))
    upload.seek(0)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(NotGenuine):
        upload.reader()
    upload.close()


def test_the_memory_of_an_upload_does_not_grow_with_the_file(store: LocalStore) -> None:
    block = os.urandom(64 * KIB)
    upload = upload_into(store, maximaal_bytes=100 * MIB)
    tracemalloc.start()
    for _ in range(640):
        upload.write(block)
    upload.seek(0)
    while upload.reader().read(64 * KIB):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (upload.bytes, peak < MIB) == (40 * MIB, True)


def test_a_form_with_a_file_goes_through_the_form_parser_into_the_store(store: LocalStore, tmp_path: Path) -> None:
    content = pdf(pages=2) + b"%" + b"x" * 200 * KIB + b"\n%%EOF\n"
    uploads: list[SealingUpload] = []

    def stream_factory(*_: object, **__: object) -> IO[bytes]:
        uploads.append(upload_into(store))
        return cast("IO[bytes]", uploads[-1])

    head = 'Content-Disposition: form-data; name="{}"'
    body = b"\r\n".join(
        [
            b"--grens",
            head.format("reden").encode(),
            b"",
            b"verhuizing",
            b"--grens",
            head.format("bijlage").encode() + b'; filename="C:\\\\map\\\\stuk.pdf"',
            b"Content-Type: application/pdf",
            b"",
            content,
            b"--grens--",
            b"",
        ]
    )
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "multipart/form-data; boundary=grens",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    _, form, files = parse_form_data(environ, stream_factory)
    file = files["bijlage"]
    (upload,) = uploads
    found = check(file.filename or "", upload.reader(), toegestaan=ALL, maximaal_bytes=MIB)
    assert (form["reden"], found.name, found.pages, found.bytes) == ("verhuizing", "stuk.pdf", 2, len(content))
    file.seek(0)
    assert file.read() == content
    file.close()
    assert [content[:500] in part for part in stored(tmp_path)] == [False]


def _far_future() -> datetime:
    return datetime(2100, 1, 1, tzinfo=UTC)
