"""What a file holds inside another one: a program, or a document with macros, is refused one layer down as well.

Looked at piece by piece as it comes along, so that nothing is unpacked into memory: how it begins, and in an archive the names
of its entries, which stand in clear. What lies deeper than that is not seen (docs/threat-model.md).
"""

import re
import struct
from typing import Final

from portal.core.files.refusal import Reden, refusal

# What Windows or a Mac runs or mounts when it is opened, and what carries settings that do (the list of Outlook, shortened).
PROGRAMMA: Final = re.compile(
    r"\.(ade|adp|appx|apk|application|appref-ms|bat|chm|cmd|com|cpl|dll|dmg|exe|gadget|hlp|hta|img|inf|iso|jar|jse?|lnk|mde|msc"
    r"|msix?|msp|mst|ocx|pif|pkg|ps1(xml)?|psm1|reg|sc[fr]|settingcontent-ms|sh|sys|vb[es]?|vhdx?|ws[cfh]?|xll)"
)
MET_MACROS: Final = re.compile(r"\.(doc|dot|xls|xlt|ppt|pot|pps|sld)m|\.(xl|pp)am")
ZIP: Final = b"PK\x03\x04"
OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
# Windows, Linux, and Mac (32 and 64 bits, both orders).
_BEGIN: Final = (b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_VBA: Final = "_VBA_PROJECT".encode("utf-16-le")
# The head of an entry, and its line in the directory: how long its name is, and where that begins (APPNOTE 4.3.7 and 4.3.12).
_ENTRY: Final = re.compile(rb"PK(?:\x03\x04|\x01\x02)")
_HEAD: Final = {b"\x03\x04": (26, 30), b"\x01\x02": (28, 46)}
_NAME_MAX: Final = 512
_HELD: Final = 46 + _NAME_MAX
_HEAD_BYTES: Final = 64


class Inside:
    """One file inside another, fed in pieces; raises Bestandsfout as soon as it turns out to be a program or to hold macros."""

    def __init__(self, name: str) -> None:
        """Begin with its name, which may be empty."""
        refuse_name(name)
        self._begin = b""
        self._known = False
        self._held = b""

    @property
    def is_ole(self) -> bool:
        """Whether it begins as an old office file or an Outlook message."""
        return self._begin.startswith(OLE)

    def feed(self, piece: bytes) -> None:
        """Look at the next piece."""
        if not self._known:
            self._begin += piece[: _HEAD_BYTES - len(self._begin)]
            self._known = len(self._begin) >= _HEAD_BYTES
            if _is_program(self._begin):
                raise refusal(Reden.PROGRAMMA)
        if self.is_ole:
            seen = self._held + piece
            if _VBA in seen:
                raise refusal(Reden.MACROS)
            self._held = seen[-len(_VBA) :]
        elif self._begin.startswith(ZIP):
            seen = self._held + piece
            for found in _ENTRY.finditer(seen):
                refuse_name(_entry_name(seen, found.start()), in_archive=True)
            self._held = seen[-_HELD:]


def refuse_name(name: str, *, in_archive: bool = False) -> None:
    """Refuse a file by how it is called; raises Bestandsfout."""
    low = name.lower().rstrip(" .\0")
    extension = "." + low.rpartition(".")[2] if "." in low else ""
    if PROGRAMMA.fullmatch(extension):
        raise refusal(Reden.PROGRAMMA)
    if MET_MACROS.fullmatch(extension) or (in_archive and (low.endswith("vbaproject.bin") or "/macrosheets/" in low)):
        raise refusal(Reden.MACROS)


def _is_program(begin: bytes) -> bool:
    # A text may begin with these two letters; the head of a program has zero bytes in it.
    return begin.startswith(_BEGIN) or (begin.startswith(b"MZ") and b"\0" in begin)


def _entry_name(seen: bytes, at: int) -> str:
    """Return the name of the entry whose head begins here; empty when it has not come whole yet."""
    length_at, name_at = _HEAD[seen[at + 2 : at + 4]]
    if len(seen) < at + name_at:
        return ""
    (length,) = struct.unpack_from("<H", seen, at + length_at)
    name = seen[at + name_at : at + name_at + min(length, _NAME_MAX)]
    return name.decode("latin-1") if len(name) == min(length, _NAME_MAX) else ""
