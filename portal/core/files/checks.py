"""The check that every attached file passes before its bericht can be submitted."""

import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from portal.core.files import archives, documents, images
from portal.core.files.kinds import Bestandssoort
from portal.core.files.libmagic import sniff
from portal.core.files.refusal import Bestandsfout, Reden, refusal, too_large
from portal.core.files.source import Source

NAME_MAX = 150
HEAD = 8 * 1024


@dataclass(frozen=True, slots=True)
class Controle:
    """What the check found.

    `name` is fit for display, `bytes` the size, `pages` those of a pdf; `scripts` says that a pdf would run a
    script or start a program by itself.
    """

    soort: Bestandssoort
    name: str
    bytes: int
    pages: int | None = None
    scripts: bool = False


def check(
    name: str, source: BinaryIO | io.RawIOBase, *, toegestaan: frozenset[Bestandssoort], maximaal_bytes: int
) -> Controle:
    """Check a file read as plaintext from `source` (seekable, left open); raises `Bestandsfout` when it is refused.

    An error of the source itself, such as a sealed part that does not open, comes through as it is.
    """
    shown, soort = check_name(name, toegestaan=toegestaan)
    view = Source(source, piece=archives.PIECE if soort in _ZIPPED else None)
    try:
        if view.bytes == 0:
            raise refusal(Reden.LEEG)
        if view.bytes > maximaal_bytes:
            raise too_large(maximaal_bytes)
        pages, scripts = _check_content(view, soort)
    except Bestandsfout:
        if view.failure is not None:
            raise view.failure from None
        raise
    return Controle(soort=soort, name=shown, bytes=view.bytes, pages=pages, scripts=scripts)


def check_name(name: str, *, toegestaan: frozenset[Bestandssoort]) -> tuple[str, Bestandssoort]:
    """Return the name for display and the kind it stands for; raises `Bestandsfout` before a byte is read."""
    shown = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).strip()
    if not shown or len(shown) > NAME_MAX or any(unicodedata.category(sign) in _NO_TEXT for sign in shown):
        raise refusal(Reden.NAAM_ONGELDIG)
    stem, _, extension = shown.rpartition(".")
    soort = Bestandssoort.from_extension(extension) if stem else None
    if soort is None:
        raise refusal(Reden.EXTENSIE_ONBEKEND, toegestaan=_alternatives(toegestaan))
    if soort not in toegestaan:
        raise refusal(Reden.EXTENSIE_NIET_TOEGESTAAN, soort=soort, toegestaan=_alternatives(toegestaan))
    return shown, soort


def _alternatives(toegestaan: frozenset[Bestandssoort]) -> str:
    """Write the allowed kinds as 'pdf, docx of jpg', in the order of the enumeration."""
    *first, last = (str(soort) for soort in Bestandssoort if soort in toegestaan)
    return f"{', '.join(first)} of {last}" if first else last


def _check_content(view: Source, soort: Bestandssoort) -> tuple[int | None, bool]:
    """Return pages and scripts; any failure of a parser means that the file is damaged."""
    try:
        _check_beginning(view, soort)
        return _CHECKS[soort](view, soort) or (None, False)
    except Bestandsfout:
        raise
    except Exception:  # noqa: BLE001  # what a parser raises on a hostile file cannot be listed
        # Not chained: a parser's message quotes what stands in the file, and a traceback must not.
        raise refusal(Reden.BESCHADIGD) from None


def _check_beginning(view: Source, soort: Bestandssoort) -> None:
    """Refuse what libmagic contradicts; an office file with a password looks like another kind, so that goes first."""
    head = view.read(HEAD)
    if soort in _OOXML and documents.is_ole(head):
        documents.refuse_encrypted(view)
    if not sniff(head).startswith(_SNIFFED[soort]):
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    view.seek(0)


# Control, invisible direction marks and other formats, private use, half a character, unassigned.
_NO_TEXT = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})

_OOXML = frozenset({Bestandssoort.DOCX, Bestandssoort.XLSX})
_ZIPPED = _OOXML | {Bestandssoort.ODT}

_CHECKS: dict[Bestandssoort, Callable[[Source, Bestandssoort], tuple[int | None, bool] | None]] = {
    Bestandssoort.PDF: documents.check_pdf,
    Bestandssoort.DOCX: archives.check_ooxml,
    Bestandssoort.XLSX: archives.check_ooxml,
    Bestandssoort.ODT: archives.check_odt,
    Bestandssoort.JPG: images.check_image,
    Bestandssoort.PNG: images.check_image,
    Bestandssoort.HEIC: images.check_heic,
    Bestandssoort.MSG: documents.check_msg,
    Bestandssoort.EML: documents.check_eml,
}

# What libmagic may say without contradicting the extension: media types, or how they begin. It only ever adds a
# refusal: older versions call a docx 'octet-stream', and a pdf behind white space is 'text/plain', so the check of
# the container decides.
_UNSURE = "application/octet-stream"
_SNIFFED: dict[Bestandssoort, tuple[str, ...]] = {
    Bestandssoort.PDF: (_UNSURE, "application/pdf", "text/plain"),
    Bestandssoort.DOCX: (_UNSURE, "application/zip", Bestandssoort.DOCX.media_type),
    Bestandssoort.XLSX: (_UNSURE, "application/zip", Bestandssoort.XLSX.media_type),
    Bestandssoort.ODT: (_UNSURE, "application/zip", Bestandssoort.ODT.media_type),
    Bestandssoort.JPG: (_UNSURE, "image/jpeg"),
    Bestandssoort.PNG: (_UNSURE, "image/png", "image/apng", "image/vnd.mozilla.apng"),
    Bestandssoort.HEIC: (_UNSURE, "image/heic", "image/heif"),
    Bestandssoort.MSG: (_UNSURE, "application/vnd.ms-outlook", "application/x-ole-storage", "application/CDFV2"),
    Bestandssoort.EML: ("message/", "text/"),
}
