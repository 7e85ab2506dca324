"""Real files, made in memory: a good one of every kind, and the ways in which each can be bad."""

import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache

import docx
import openpyxl
import pikepdf
from PIL import Image

from portal.core.files import Bestandssoort

ALL = frozenset(Bestandssoort)
EML = b"From: zorg@aanbieder.example\r\nDate: Mon, 5 Jan 2026 09:00:00 +0100\r\nSubject: Stukken\r\n\r\nHierbij.\r\n"
_OLE_FREE, _OLE_END, _OLE_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@cache
def sample(soort: Bestandssoort) -> bytes:
    """A small good file of this kind."""
    return _MAKERS[soort]()


def pdf(*, pages: int = 1, encryption: pikepdf.Encryption | None = None, **root: object) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    return _saved(lambda file: document.save(file, encryption=encryption or False))


def picture(form: str, *, size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    return _saved(lambda file: Image.effect_noise(size, 50).convert(mode).save(file, form))


def flat_png(*, size: tuple[int, int]) -> bytes:
    return _saved(lambda file: Image.new("1", size).save(file, "PNG"))


def archive(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    def write(file: io.BytesIO) -> None:
        with zipfile.ZipFile(file, "w", method) as made:
            for name, content in entries:
                made.writestr(name, content)

    return _saved(write)


def entries_of(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return [(name, opened.read(name)) for name in opened.namelist()]


def changed(content: bytes, *added: tuple[str, bytes], without: str = "") -> bytes:
    """The same archive with entries added or replaced, and one left out."""
    names = {without, *(name for name, _ in added)}
    return archive(*[entry for entry in entries_of(content) if entry[0] not in names], *added)


def odt(*added: tuple[str, bytes]) -> bytes:
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    content = b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
    base = archive(
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("META-INF/manifest.xml", manifest),
    )
    return changed(base, *added) if added else base


def ole(*names: str) -> bytes:
    """A compound file (MS-CFB) with streams of these names at its root, empty but for the last: 4 KiB."""
    kinds = [("Root Entry", 5), *((name, 2) for name in names)]
    sectors = -(-len(kinds) // 4)
    directory = b"".join(
        _ole_entry(name, kind, at=at, last=len(names), content=sectors + 1) for at, (name, kind) in enumerate(kinds)
    )
    directory += bytes(-len(directory) % 512)
    chain = [*range(2, sectors + 1), _OLE_END]
    filled = [*range(sectors + 2, sectors + 9), _OLE_END]
    fat = struct.pack("<128L", *[_OLE_FAT, *chain, *filled, *[_OLE_FREE] * (119 - sectors)])
    return ole_header(fat_sectors=1) + fat + directory + bytes(8 * 512)


def ole_header(*, fat_sectors: int, difat_start: int = _OLE_END, difat_sectors: int = 0) -> bytes:
    head = struct.pack("<8s16s6H", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, 0)
    sizes = (0, 0, fat_sectors, 1, 0, 4096, _OLE_END, 0, difat_start, difat_sectors)
    return head + struct.pack("<10L", *sizes) + struct.pack("<109L", 0, *[_OLE_FREE] * 108)


def _ole_entry(name: str, kind: int, *, at: int, last: int, content: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    right = at + 1 if 0 < at < last else _OLE_FREE
    child = 1 if kind == 5 and last else _OLE_FREE
    links = struct.pack("<3L", _OLE_FREE, right, child)
    start, size = (content, 4096) if kind == 2 and at == last else (_OLE_END, 0)
    return struct.pack("<64sHBB12s36sLQ", text, len(text), kind, 1, links, b"", start, size)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L4s", len(content) + 8, kind) + content


def heic(*, brands: bytes = b"heic\0\0\0\0mif1heic", meta: bool = True, end: bytes = b"") -> bytes:
    inside = box(b"meta", bytes(40)) if meta else b""
    return box(b"ftyp", brands) + inside + box(b"mdat", bytes(range(200))) + end


def _saved(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("Levensloop")
    return _saved(document.save)


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Locatie"
    return _saved(book.save)


_MAKERS: dict[Bestandssoort, Callable[[], bytes]] = {
    Bestandssoort.PDF: pdf,
    Bestandssoort.DOCX: _docx,
    Bestandssoort.ODT: odt,
    Bestandssoort.JPG: lambda: picture("JPEG"),
    Bestandssoort.PNG: lambda: picture("PNG"),
    Bestandssoort.HEIC: heic,
    Bestandssoort.MSG: lambda: ole("__nameid_version1.0", "__properties_version1.0"),
    Bestandssoort.EML: lambda: EML,
    Bestandssoort.XLSX: _xlsx,
}
