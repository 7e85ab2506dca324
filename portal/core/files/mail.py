"""The check of a mail message (eml), and of what is attached to it: read line by line, so that a large one costs no memory."""

import binascii
import quopri
import re
from collections.abc import Callable
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

from portal.core.files.inside import Inside, refuse_name
from portal.core.files.kinds import Bestandssoort
from portal.core.files.refusal import Reden, refusal
from portal.core.files.source import Source

HEAD: Final = 256 * 1024
LINE: Final = 64 * 1024
PIECE: Final = 64 * 1024
_MAIL_HEADERS: Final = ("Date", "Subject", "To", "Message-ID", "Received")
# How a file was put into the text of a mail before there were attachments, and how some programs still do (uuencode).
_UUENCODE: Final = re.compile(rb"begin [0-7]{3,4} (\S.*)")
_ENCODED: Final = frozenset({"base64", "quoted-printable"})
_NO_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")


def check_eml(source: Source, soort: Bestandssoort) -> None:
    """Refuse what is no mail message (RFC 5322 3.6), and one to which a program or a file with macros is attached."""
    head = source.read(HEAD)
    headers = BytesHeaderParser().parsebytes(head)
    if b"\0" in head or "From" not in headers or not any(name in headers for name in _MAIL_HEADERS):
        raise refusal(Reden.INHOUD_PAST_NIET_BIJ_NAAM, soort=soort)
    source.seek(0)
    _Walk().through(source)


class _Walk:
    """The parts of a message in their order: their headers, and what each holds, decoded (RFC 2045 and 2046)."""

    def __init__(self) -> None:
        self._edges: set[bytes] = set()
        self._headers: list[bytes] | None = []
        self._size = 0
        self._part: _Part | None = None

    def through(self, source: Source) -> None:
        while line := source.readline(LINE):
            if line.startswith(b"--") and (edge := line.strip()[2:]) in self._edges:
                self._end()
                self._headers = []
            elif line.startswith(b"--") and edge.endswith(b"--") and edge[:-2] in self._edges:
                self._end()
            elif self._headers is not None:
                self._header(self._headers, line)
            elif self._part is not None:
                self._part.add(line)
            elif (uu := _UUENCODE.match(line)) is not None:
                refuse_name(uu[1].decode("latin-1").strip())
        self._end()

    def _end(self) -> None:
        """End a part, also one of which only the headers came."""
        if self._headers:
            self._begin(self._headers)
        if self._part is not None:
            self._part.end()
        self._part, self._headers, self._size = None, None, 0

    def _header(self, headers: list[bytes], line: bytes) -> None:
        self._size += len(line)
        if self._size > HEAD:
            raise refusal(Reden.BESCHADIGD)
        if line.strip(b"\r\n"):
            headers.append(line)
        else:
            self._begin(headers)

    def _begin(self, headers: list[bytes]) -> None:
        """Take the headers, and make ready for what they say that follows."""
        part: Message = BytesHeaderParser().parsebytes(b"".join(headers))
        self._headers, self._size = None, 0
        edge = part.get_boundary("")
        if edge:
            self._edges.add(edge.encode("latin-1", "replace").strip())
        name, encoding = _name_of(part), str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        if part.get_content_type() == "message/rfc822" and encoding not in _ENCODED:
            refuse_name(name)
            self._headers = []  # those of a message within this one
        elif part.get_content_maintype() != "multipart" and (name or part.get_content_maintype() != "text"):
            self._part = _Part(name, encoding)


class _Part:
    """What is attached, decoded and looked at in pieces."""

    def __init__(self, name: str, encoding: str) -> None:
        self._inside = Inside(name)
        decoders: dict[str, Callable[[bytes], bytes]] = {
            "base64": self._base64,
            "quoted-printable": quopri.decodestring,
        }
        self._decode = decoders.get(encoding, bytes)
        self._lines: list[bytes] = []
        self._size = 0
        self._left = b""

    def add(self, line: bytes) -> None:
        self._lines.append(line)
        self._size += len(line)
        if self._size >= PIECE:
            self.end()

    def end(self) -> None:
        """Look at what was gathered."""
        self._inside.feed(self._decode(b"".join(self._lines)))
        self._lines, self._size = [], 0

    def _base64(self, text: bytes) -> bytes:
        """Decode what makes whole bytes; whatever is no letter of it is left out, as mail programs do."""
        letters = self._left + _NO_BASE64.sub(b"", text)
        whole = len(letters) // 4 * 4
        self._left = letters[whole:]
        return binascii.a2b_base64(letters[:whole])


def _name_of(part: Message) -> str:
    """Return the name of what is attached, also when it is encoded as only a header may be (RFC 2047); empty without one."""
    name = part.get_filename("")
    try:
        return str(make_header(decode_header(name)))
    except (ValueError, LookupError):
        return name
