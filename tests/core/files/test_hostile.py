"""Files made to harm: bombs, noise, cuts. Whatever comes in, only a refusal comes out, and nothing reaches the disk."""

import io
import logging
import os
import struct
import sys
import tempfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.files import Bestandsfout, Bestandssoort, Reden, check
from portal.sealing.envelope import Context, NotGenuine, new_dek, new_id
from portal.sealing.stream import SealedReader, StreamSealer
from tests.core.files.samples import ALL, archive, changed, odt, ole_header, sample

MIB = 1024 * 1024
KINDS = st.sampled_from(list(Bestandssoort))


def outcome(soort: Bestandssoort, content: bytes) -> Reden | None:
    """The reason of the refusal, or None when it is accepted; any other error is an error."""
    try:
        check(f"stuk.{soort}", io.BytesIO(content), toegestaan=ALL, maximaal_bytes=500 * MIB)
    except Bestandsfout as refusal:
        return refusal.reden
    return None


@given(soort=KINDS, content=st.binary(max_size=2000))
def test_noise_gives_nothing_but_a_refusal(soort: Bestandssoort, content: bytes) -> None:
    assert outcome(soort, content) is not None


@given(soort=KINDS, start=st.integers(4, 600), noise=st.binary(max_size=3000))
def test_a_good_beginning_with_noise_behind_it_gives_nothing_but_a_refusal(
    soort: Bestandssoort, start: int, noise: bytes
) -> None:
    outcome(soort, sample(soort)[:start] + noise)


@settings(max_examples=400)
@given(soort=KINDS, share=st.floats(0, 1, exclude_max=True))
def test_a_cut_file_gives_nothing_but_a_refusal(soort: Bestandssoort, share: float) -> None:
    content = sample(soort).rstrip(b"\n") if soort is Bestandssoort.PDF else sample(soort)
    left = int(len(content) * share)
    # Of a mail any beginning is a mail, and some programs do not fill the last sector of a message file.
    may_pass = soort is Bestandssoort.EML or (soort is Bestandssoort.MSG and len(content) - left < 512)
    assert outcome(soort, content[:left]) is not None or may_pass


@settings(max_examples=600)
@given(soort=KINDS, share=st.floats(0, 1, exclude_max=True), change=st.binary(min_size=1, max_size=8))
def test_a_changed_file_gives_nothing_but_a_refusal(soort: Bestandssoort, share: float, change: bytes) -> None:
    content = sample(soort)
    at = int(len(content) * share)
    outcome(soort, content[:at] + change + content[at + len(change) :])


def test_an_archive_with_too_many_entries_is_refused() -> None:
    many = archive(*((f"{number}", b"") for number in range(2001)), method=zipfile.ZIP_STORED)
    assert outcome(Bestandssoort.DOCX, many) == Reden.ZIPBOM


def test_an_archive_with_far_too_many_entries_is_refused_before_its_directory_is_read() -> None:
    many = archive(*((f"{number:0200}", b"") for number in range(5000)), method=zipfile.ZIP_STORED)
    assert outcome(Bestandssoort.DOCX, many) == Reden.ZIPBOM


def test_an_archive_that_unpacks_to_a_hundred_times_its_size_is_refused() -> None:
    bomb = changed(sample(Bestandssoort.DOCX), ("word/media/a.bmp", bytes(30 * MIB)))
    assert outcome(Bestandssoort.DOCX, bomb) == Reden.ZIPBOM


def test_an_archive_that_unpacks_to_more_than_two_hundred_mebibytes_is_refused() -> None:
    large = odt(("Pictures/a.png", os.urandom(3 * MIB)), ("Pictures/b.bmp", bytes(201 * MIB)))
    assert outcome(Bestandssoort.ODT, large) == Reden.ZIPBOM


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    bomb = changed(odt(), ("Pictures/a.bmp", bytes(30 * MIB)))
    size = struct.pack("<L", 30 * MIB)
    assert outcome(Bestandssoort.ODT, bomb.replace(size, struct.pack("<L", 2000))) == Reden.BESCHADIGD


def test_a_list_of_contents_that_is_a_bomb_is_refused() -> None:
    bomb = changed(sample(Bestandssoort.DOCX), ("[Content_Types].xml", b" " * (2 * MIB)), ("a", os.urandom(MIB)))
    assert outcome(Bestandssoort.DOCX, bomb) == Reden.ZIPBOM


def test_a_pdf_whose_table_unpacks_to_half_a_gigabyte_is_refused_in_little_memory() -> None:
    packing = zlib.compressobj()
    packed = b"".join(packing.compress(bytes(MIB)) for _ in range(512)) + packing.flush()
    table = b"1 0 obj\n<</Type/XRef/Size 2/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    bomb = b"%PDF-1.7\n" + table + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
    before = peak_memory(anew=True)
    assert outcome(Bestandssoort.PDF, bomb) == Reden.BESCHADIGD
    assert peak_memory() - before < 200 * MIB


def test_a_message_whose_tables_run_in_a_circle_is_refused_soon() -> None:
    circle = struct.pack("<128L", *[0] * 127, 1)
    bomb = ole_header(fat_sectors=0xFFFFFF, difat_start=1, difat_sectors=(0xFFFFFF - 109 + 126) // 127)
    started = time.process_time()
    assert outcome(Bestandssoort.MSG, bomb + bytes(512) + circle * 2000) == Reden.BESCHADIGD
    assert time.process_time() - started < 2


def test_a_docx_that_pretends_to_be_locked_is_refused_soon() -> None:
    circle = struct.pack("<128L", *[0] * 127, 1)
    bomb = ole_header(fat_sectors=0xFFFFFF, difat_start=1, difat_sectors=(0xFFFFFF - 109 + 126) // 127)
    assert outcome(Bestandssoort.DOCX, bomb + bytes(512) + circle * 2000) == Reden.BESCHADIGD


def test_a_message_of_many_streams_is_judged_soon() -> None:
    bomb = message_of_streams(16_000)
    started = time.process_time()
    assert outcome(Bestandssoort.MSG, bomb) == Reden.INHOUD_PAST_NIET_BIJ_NAAM
    assert time.process_time() - started < 0.6


def test_a_message_of_two_hundred_thousand_streams_is_judged_soon() -> None:
    started = time.process_time()
    assert outcome(Bestandssoort.MSG, message_of_streams(200_000)) == Reden.BESCHADIGD
    assert time.process_time() - started < 10


def message_of_streams(count: int) -> bytes:
    """A message file with a balanced directory of so many streams, each with a first sector of its own."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE

    def entry(name: str, kind: int, links: tuple[int, int, int], start: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        return struct.pack("<64sHBB12s36sLQ", text, len(text), kind, 1, struct.pack("<3L", *links), b"", start, 9999)

    def below(number: int) -> int:
        return number if number <= count else free

    entries = [entry("Root Entry", 5, (free, free, 1), end)]
    entries += [entry(f"s{n}", 2, (below(2 * n), below(2 * n + 1), free), n) for n in range(1, count + 1)]
    directory = b"".join(entries)
    directory += bytes(-len(directory) % 512)
    sectors = len(directory) // 512
    tables = -(-sectors // 127) + 4
    chain = [0xFFFFFFFD] * tables + [*range(tables + 1, tables + sectors), end]
    chain += [free] * (tables * 128 - len(chain))
    # Only the first 109 tables fit in the header; the reader is led to give up long before the rest.
    header = bytearray(ole_header(fat_sectors=tables))
    struct.pack_into("<109L", header, 76, *[n if n < tables else free for n in range(109)])
    struct.pack_into("<L", header, 48, tables)
    return bytes(header) + struct.pack(f"<{len(chain)}L", *chain) + directory


def peak_memory(*, anew: bool = False) -> int:
    """The highest resident size of this process, in bytes; counted anew from now when asked."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def sealed(content: bytes) -> tuple[bytes, bytes, Context]:
    context = Context(installation="proef", purpose="bijlage", subject=new_id(), item=new_id(), form_version=1)
    dek = new_dek()
    sealer = StreamSealer(dek, context)
    return sealer.header + sealer.update(content) + bytes(sealer.finish()), dek, context


@pytest.mark.parametrize("soort", Bestandssoort)
def test_a_sealed_part_is_checked_without_a_byte_on_disk(soort: Bestandssoort, watched_temp: Path) -> None:
    part, dek, context = sealed(sample(soort))
    before = watched_temp.stat().st_mtime_ns
    with written_files() as written:
        found = check(f"a.{soort}", SealedReader(dek, io.BytesIO(part), context), toegestaan=ALL, maximaal_bytes=MIB)
    assert (found.soort, written, watched_temp.stat().st_mtime_ns - before) == (soort, [], 0)


def test_a_large_sealed_part_is_checked_without_a_byte_on_disk_and_in_little_memory(watched_temp: Path) -> None:
    large = odt(*((f"Pictures/{number}.png", os.urandom(4 * MIB)) for number in range(10)))
    part, dek, context = sealed(large)
    before = watched_temp.stat().st_mtime_ns
    reader = SealedReader(dek, io.BytesIO(part), context)
    tracemalloc.start()
    with written_files() as written:
        check("a.odt", reader, toegestaan=ALL, maximaal_bytes=100 * MIB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (written, watched_temp.stat().st_mtime_ns - before) == ([], 0)
    assert peak < 3 * MIB


@pytest.mark.parametrize("soort", Bestandssoort)
def test_a_sealed_part_that_was_changed_is_not_called_a_damaged_file(soort: Bestandssoort) -> None:
    # The last chunk opens at once, so the change is in the first: the parser meets it.
    filler = bytes(200 * 1024)
    part, dek, context = sealed(sample(soort) + filler)
    changed_part = part[:100] + bytes([part[100] ^ 1]) + part[101:]
    with pytest.raises(NotGenuine):
        check(f"a.{soort}", SealedReader(dek, io.BytesIO(changed_part), context), toegestaan=ALL, maximaal_bytes=MIB)


def test_a_store_that_fails_in_the_middle_is_not_called_a_damaged_file() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 64 * 1024:
                raise OSError("the disk is gone")
            return super().read(size)

    source: BinaryIO = Failing(archive(("mimetype", os.urandom(300 * 1024))))
    with pytest.raises(OSError, match="the disk is gone"):
        check("a.odt", source, toegestaan=ALL, maximaal_bytes=MIB)


def test_the_refusal_of_a_damaged_file_does_not_quote_it() -> None:
    damaged = sample(Bestandssoort.PDF).replace(b"[ 3 0 R ]", b"[ (geheim) ]").replace(b"0000000000 65535 f", b"00000f")
    with pytest.raises(Bestandsfout) as refusal:
        check("a.pdf", io.BytesIO(damaged), toegestaan=ALL, maximaal_bytes=MIB)
    assert (refusal.value.reden, refusal.value.__suppress_context__) == (Reden.BESCHADIGD, True)


@pytest.mark.parametrize("soort", Bestandssoort)
def test_no_parser_writes_about_a_file_in_the_log(soort: Bestandssoort, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    # A pdf without a page and with a broken table is what pikepdf has most to say about.
    quoted = sample(soort).replace(b"[ 3 0 R ]", b"[ 3 \x9f R ]").replace(b"0000000000 65535 f", b"00000f")
    outcome(soort, quoted)
    assert caplog.records == []


@pytest.fixture
def watched_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files; its time of change tells of every file made there, even one removed since."""
    folder = tmp_path / "temp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert tempfile.gettempdir() == str(folder)
    return folder


def test_the_watch_sees_a_temporary_file_that_is_removed_at_once(watched_temp: Path) -> None:
    before = watched_temp.stat().st_mtime_ns
    with tempfile.NamedTemporaryFile() as spool:
        spool.write(b"x")
    assert watched_temp.stat().st_mtime_ns > before


def test_the_watch_sees_a_temporary_file_that_never_had_a_name(watched_temp: Path) -> None:
    with written_files() as written, tempfile.TemporaryFile() as spool:
        spool.write(b"x")
    assert written != []


_OPENED: list[str] | None = None


def _note_open(event: str, arguments: tuple[object, ...]) -> None:
    """Note each file that Python opens for writing while someone listens; an audit hook cannot be removed."""
    if _OPENED is not None and event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            _OPENED.append(str(path))


sys.addaudithook(_note_open)


@contextmanager
def written_files() -> Iterator[list[str]]:
    global _OPENED  # noqa: PLW0603  # the hook is one for the whole process
    noted: list[str] = []
    _OPENED = noted
    try:
        yield noted
    finally:
        _OPENED = None
