"""The check that every attached file passes before its bericht can be submitted."""

import io
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from portal.core.files.kinds import Bestandssoort
from portal.core.files.refusal import Bestandsfout, Reden, refusal, too_large
from portal.core.files.source import Source

NAME_MAX = 150


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
    # What reads pdf, pictures and Outlook messages costs memory and a start that only the first file need pay.
    from portal.core.files.contents import check_content, largest_piece  # noqa: PLC0415 - as said above

    shown, soort = check_name(name, toegestaan=toegestaan)
    view = Source(source, piece=largest_piece(soort))
    try:
        if view.bytes == 0:
            raise refusal(Reden.LEEG)
        if view.bytes > maximaal_bytes:
            raise too_large(maximaal_bytes)
        pages, scripts = check_content(view, soort)
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


# Control, invisible direction marks and other formats, private use, half a character, unassigned.
_NO_TEXT = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
