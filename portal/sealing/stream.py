"""The stream: a file sealed in chunks of 64 KiB, so that a cut, swap, drop or addition is found."""

import io
import secrets
from collections.abc import Iterator
from struct import Struct
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.sealing.envelope import KEY_BYTES, TAG_BYTES, Context, NotGenuine, commitment, derive, frame

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK: Final = 64 * 1024
SEALED_CHUNK: Final = CHUNK + TAG_BYTES
READ: Final = 4 * SEALED_CHUNK
STREAM: Final = b"BPZS\x01\x03"
SALT_BYTES: Final = 16
HEADER_BYTES: Final = len(STREAM) + KEY_BYTES + SALT_BYTES
NONCE: Final = Struct(">7xI?")  # seven zero bytes, the place of the chunk, one for the last chunk


class StreamSealer:
    """Seals one file part while it comes in: header, then what `update` gives, then what `finish` gives."""

    def __init__(self, dek: bytes, context: Context) -> None:
        """Start a stream; the salt gives it a key of its own, even if a data key were used twice."""
        self._cipher = _Cipher(dek, secrets.token_bytes(SALT_BYTES), context)
        self.header: Final = self._cipher.header
        self.plain_size, self.sealed_size = 0, HEADER_BYTES
        self._held, self._spare, self._index, self._finished = bytearray(), bytearray(), 0, False

    def update(self, data: bytes | bytearray | memoryview) -> memoryview:
        """Take plaintext of any size and give the sealed chunks that are ready, possibly none."""
        view = memoryview(data).cast("B")
        sealed = self._room((len(self._held) + len(view)) // CHUNK * SEALED_CHUNK)
        at = 0
        for start in range(0, len(sealed), SEALED_CHUNK):
            piece = view[at : at + CHUNK - len(self._held)]
            at += len(piece)
            # Only a chunk that came in by pieces is put together first; a large write is sealed from where it lies.
            self._seal(self._held + piece if self._held else piece, sealed[start : start + SEALED_CHUNK], last=False)
            self._held.clear()
        self._held += view[at:]
        self.plain_size += len(view)
        return sealed.toreadonly()

    def finish(self) -> memoryview:
        """Give the last chunk, always shorter than the others; a stream without it does not open."""
        sealed = self._room(len(self._held) + TAG_BYTES)
        self._seal(self._held, sealed, last=True)
        self._finished = True
        return sealed.toreadonly()

    def _seal(self, chunk: bytearray | memoryview, target: memoryview, *, last: bool) -> None:
        if self._finished:
            raise ValueError("this stream is finished")
        self._cipher.aead.encrypt_into(NONCE.pack(self._index, last), chunk, self._cipher.aad, target)
        self._index += 1
        self.sealed_size += len(target)

    def _room(self, size: int) -> memoryview:
        # Fresh memory costs a fifth of sealing, so what was given out before is used again, but only once nobody
        # looks at it any more: Python refuses to resize a bytearray while a view of it is alive.
        try:
            self._spare.append(0)
            self._spare.pop()
        except BufferError:
            self._spare = bytearray()
        if len(self._spare) < size:
            self._spare = bytearray(size)
        return memoryview(self._spare)[:size]


def open_stream(dek: bytes, source: BinaryIO, context: Context) -> Iterator[bytes]:
    """Give the plaintext chunk by chunk from a buffered source; raises NotGenuine.

    Each chunk is genuine and in its place, but only the end of the iteration proves that none is missing.
    """
    cipher = _Cipher.of(source.read(HEADER_BYTES), dek, context)
    index, last = 0, False
    while block := memoryview(source.read(READ)):
        for start in range(0, len(block), SEALED_CHUNK):
            sealed = block[start : start + SEALED_CHUNK]
            last = len(sealed) < SEALED_CHUNK
            if plain := cipher.open(sealed, index, last=last):
                yield plain
            index += 1
    if not last:
        raise NotGenuine


class SealedReader(io.RawIOBase):
    """A sealed file read as if it were open: seekable, one chunk in memory at a time, never on disk."""

    def __init__(self, dek: bytes, source: BinaryIO, context: Context) -> None:
        """Open the last chunk first, which proves `size`; raises NotGenuine. The owner of `source` closes it."""
        self._source = source
        source.seek(0)
        self._cipher = _Cipher.of(source.read(HEADER_BYTES), dek, context)
        self._last, rest = divmod(source.seek(0, io.SEEK_END) - HEADER_BYTES, SEALED_CHUNK)
        self.size: Final = self._last * CHUNK + rest - TAG_BYTES
        self._loaded, self._plain, self._position = self._last, self._open(self._last), 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from any place."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to a place in the plaintext."""
        self._checkClosed()
        place = offset + (0, self._position, self.size)[whence]
        if place < 0:
            raise ValueError("a place before the beginning")
        self._position = place
        return place

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill the whole buffer unless the end comes first: zipfile takes a short read for the end."""
        self._checkClosed()
        view, filled = memoryview(buffer).cast("B"), 0
        while filled < len(view) and self._position < self.size:
            index, offset = divmod(self._position, CHUNK)
            if index != self._loaded:
                self._loaded, self._plain = index, self._open(index)
            piece = memoryview(self._plain)[offset : offset + len(view) - filled]
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._position += len(piece)
        return filled

    def _open(self, index: int) -> bytes:
        self._source.seek(HEADER_BYTES + index * SEALED_CHUNK)
        return self._cipher.open(self._source.read(SEALED_CHUNK), index, last=index == self._last)


class _Cipher:
    """The key of one stream, and what every chunk of it is bound to."""

    def __init__(self, dek: bytes, salt: bytes, context: Context) -> None:
        self.header = STREAM + commitment(dek) + salt
        self.aead = AESGCM(derive(dek, "stream", salt=salt))
        self.aad = frame(self.header, context.aad())

    @classmethod
    def of(cls, header: bytes, dek: bytes, context: Context) -> Self:
        cipher = cls(dek, header[-SALT_BYTES:], context)
        if cipher.header != header:
            raise NotGenuine
        return cipher

    def open(self, sealed: bytes | memoryview, index: int, *, last: bool) -> bytes:
        try:
            return self.aead.decrypt(NONCE.pack(index, last), sealed, self.aad)
        except InvalidTag:
            raise NotGenuine from None
