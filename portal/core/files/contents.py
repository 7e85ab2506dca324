"""What is inside an attached file: each kind is looked at by the parser of its container, libmagic before it."""

from collections.abc import Callable

from portal.core.files import archives, documents, images, mail
from portal.core.files.kinds import Bestandssoort
from portal.core.files.libmagic import sniff
from portal.core.files.refusal import Bestandsfout, Reden, refusal
from portal.core.files.source import Source

HEAD = 8 * 1024


def largest_piece(soort: Bestandssoort) -> int | None:
    """Return the most bytes that a parser of this kind may ask at once; None when any."""
    return archives.PIECE if soort in _ZIPPED else None


def check_content(view: Source, soort: Bestandssoort) -> tuple[int | None, bool]:
    """Return the pages of a pdf and whether it would act by itself; raises Bestandsfout, also when a parser fails."""
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
    Bestandssoort.EML: mail.check_eml,
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
