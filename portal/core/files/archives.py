"""The checks of files that are zip archives inside: docx, xlsx and odt."""

import re
import zipfile
from urllib.parse import unquote
from xml.parsers import expat

from portal.core.files.inside import Inside
from portal.core.files.kinds import Bestandssoort
from portal.core.files.refusal import Reden, refusal
from portal.core.files.source import Source, TooMuchRead

ENTRIES_MAX = 2000
TOTAL_MAX = 200 * 1024 * 1024
RATIO_MAX = 100
PIECE = 1024 * 1024


def check_ooxml(source: Source, soort: Bestandssoort) -> None:
    """Refuse what is no decent docx or xlsx: bomb, encrypted, damaged, macros, or another main part than its name."""
    with _opened(source, soort) as archive:
        names = {name.lower() for name in archive.namelist()}
        for name in archive.namelist():
            if name.lower().endswith(".rels"):
                _refuse_remote(archive, name)
        parts = _content_types(_small(archive, "[Content_Types].xml", soort))
        if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names) or any(
            mark in kind for _, kind in parts for mark in ("macroenabled", "vbaproject", "macrosheet")
        ):
            raise refusal(Reden.MACROS)
        mains = {part.lstrip("/") for part, kind in parts if kind == _MAIN_PARTS[soort]}
        if not mains & names:
            raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)


def check_odt(source: Source, soort: Bestandssoort) -> None:
    """Refuse what is no decent odt; its kind stands in the entry 'mimetype', its encryption in the manifest."""
    with _opened(source, soort) as archive:
        if _small(archive, "mimetype", soort).strip() != soort.media_type.encode():
            raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
        if b"encryption-data" in _small(archive, "META-INF/manifest.xml", soort):
            raise refusal(Reden.WACHTWOORD)
        _small(archive, "content.xml", soort, most=TOTAL_MAX)
        if any(_is_odf_macro(name) for name in archive.namelist()):
            raise refusal(Reden.MACROS)


def _opened(source: Source, soort: Bestandssoort) -> zipfile.ZipFile:
    """Open the archive and read every entry once, so that sizes and checksums are facts and not claims."""
    if source.read(4) != b"PK\x03\x04":
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    try:
        archive = zipfile.ZipFile(source)
    except TooMuchRead:
        raise refusal(Reden.ZIPBOM) from None
    _check_directory(archive.infolist(), source.bytes)
    for entry in archive.infolist():
        inside = Inside(entry.filename)
        with archive.open(entry) as part:
            while piece := part.read(64 * 1024):
                inside.feed(piece)
        name = entry.filename.lower()
        if inside.is_ole or ("/embeddings/" in name and name.endswith(".bin")):
            raise refusal(Reden.MACROS if name.endswith("vbaproject.bin") else Reden.INGESLOTEN)
    return archive


def _refuse_remote(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what a program fetches by itself when it opens the document: a template elsewhere, or a part of the document.

    A template on a disk of the writer is not fetched by who reads it, and is how a house style is made.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def look(_tag: str, attributes: dict[str, str]) -> None:
        soort = attributes.get("Type", "").rpartition("/")[2].lower()
        elders = attributes.get("TargetMode", "").lower() == "external"
        if elders and soort in _FETCHED and not _ON_DISK.match(unquote(attributes.get("Target", "")).strip()):
            raise refusal(Reden.SJABLOON)

    parser.StartElementHandler = look
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(name) as part:
        parser.ParseFile(part)


def _refuse_doctype(*_: object) -> None:
    """Refuse a document type, which has no place here (ECMA-376 part 2, 6.2.5) and is how XML bombs are made."""
    raise refusal(Reden.BESCHADIGD)


def _check_directory(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse from the directory alone what must not be unpacked."""
    total = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES_MAX or total > min(TOTAL_MAX, RATIO_MAX * packed):
        raise refusal(Reden.ZIPBOM)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusal(Reden.WACHTWOORD)
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        # Both formats know these two only (ECMA-376 part 2, annex B; ODF 1.3 part 2, 2.2).
        raise refusal(Reden.BESCHADIGD)
    if len({entry.filename for entry in entries}) != len(entries):
        # Two entries of one name: we would check the one and the reader's program might open the other.
        raise refusal(Reden.BESCHADIGD)


def _small(archive: zipfile.ZipFile, name: str, soort: Bestandssoort, *, most: int = PIECE) -> bytes:
    """Read one entry that must be there and must not be larger than `most` bytes; its first mebibyte is returned."""
    if name not in archive.namelist():
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    if archive.getinfo(name).file_size > most:
        raise refusal(Reden.ZIPBOM)
    with archive.open(name) as part:
        return part.read(PIECE)


def _content_types(xml: bytes) -> list[tuple[str, str]]:
    """Return (part name, content type) of every entry, in lower case; the name of a default is empty."""
    found: list[tuple[str, str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def note(_tag: str, attributes: dict[str, str]) -> None:
        found.append((attributes.get("PartName", "").lower(), attributes.get("ContentType", "").lower()))

    parser.StartElementHandler = note
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(xml, True)  # noqa: FBT003  # expat takes it by place only
    return found


def _is_odf_macro(name: str) -> bool:
    """Say whether this entry is program text; the empty lists of libraries that LibreOffice leaves behind are not."""
    return name.startswith(("Basic/", "Scripts/")) and not name.endswith(("/", "-lb.xml", "-lc.xml"))


# Kinds of relation that a program follows without asking (ECMA-376 part 1, 11.3 and 15.2).
_FETCHED = frozenset({"attachedtemplate", "oleobject", "frame", "subdocument"})
_ON_DISK = re.compile(r"(file:/{2,3})?[a-z]:|(?![a-z][a-z0-9+.-]+:|[\\/]{2})", re.IGNORECASE)
_MAIN_PARTS = {
    Bestandssoort.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    Bestandssoort.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
