"""A file on its way in: what the form parser writes is sealed into the store at once, in constant memory."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from portal.core.files.refusal import Bestandsfout, Reden, refusal, too_large
from portal.core.files.store import NietOpgeslagen, Store, Writer


class Sealer(Protocol):
    """What seals one part: a header first, then what `update` and `finish` give."""

    @property
    def header(self) -> bytes:
        """The bytes that come first."""

    def update(self, data: bytes | bytearray | memoryview) -> bytes | bytearray | memoryview:
        """Take plaintext; return the sealed bytes that are ready, good until the next call."""

    def finish(self) -> bytes | bytearray | memoryview:
        """Return the sealed end."""


class SealingUpload(io.RawIOBase):
    """The stream of one uploaded file. Written until `seek(0)`, which ends it; then read through `reader`.

    A file that is too large or cannot be stored is counted on and no longer stored, so that the form around
    it is still read; `refusal` says why, and `reader` raises it. Closed before its end, it leaves nothing behind.
    """

    def __init__(
        self,
        store: Store,
        key: str,
        *,
        sealer: Sealer,
        maximaal_bytes: int,
        open_reader: Callable[[BinaryIO], io.RawIOBase],
    ) -> None:
        """Take the key to store under; `open_reader` makes a seekable plaintext reader from the sealed file.

        Nothing is stored before the first byte comes.
        """
        self.key = key
        self.bytes = 0
        self.refusal: Bestandsfout | NietOpgeslagen | None = None
        self._store = store
        self._sealer = sealer
        self._maximum = maximaal_bytes
        self._open_reader = open_reader
        self._writer: Writer | None = None
        self._sealed: BinaryIO | None = None
        self._reader: io.BufferedReader | None = None
        self._ended = False
        self._stored = False

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]  # three kinds of buffer
        """Count and seal these bytes; never raises for a refusal, see `refusal`."""
        if self._ended:
            message = "the upload has ended"
            raise io.UnsupportedOperation(message)
        self.bytes += len(data)
        if self.refusal is None and self.bytes > self._maximum:
            self._refuse(too_large(self._maximum))
        if self.refusal is None:
            with self._failure_kept():
                self._part().write(self._sealer.update(data))
        return len(data)

    def reader(self) -> BinaryIO:
        """Return the seekable plaintext reader, the same one each time; raises the refusal when there is one."""
        self._end()
        if self.refusal is not None:
            raise self.refusal
        if self._reader is None:
            self._sealed = self._store.open(self.key)
            self._reader = io.BufferedReader(self._open_reader(self._sealed), buffer_size=64 * 1024)
        return self._reader

    def discard(self) -> None:
        """Close the upload and remove what it stored."""
        self.close()
        if self._stored:
            self._store.delete(self.key)
            self._stored = False

    def close(self) -> None:
        """Close the reader; an upload that has not ended leaves nothing in the store."""
        if self._writer is not None:
            self._writer.abort()
        self._ended = True
        for file in (self._reader, self._sealed):
            if file is not None:
                file.close()
        super().close()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """End the upload when it is rewound for the first time; after that, move in the plaintext."""
        if self._reader is None and (offset, whence) == (0, io.SEEK_SET):
            self._end()
            return 0
        return self.reader().seek(offset, whence)

    def tell(self) -> int:
        """Return the number of bytes written, and after the end the place in the plaintext."""
        if self._reader is not None:
            return self._reader.tell()
        return 0 if self._ended else self.bytes

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # RawIOBase hands a memoryview
        """Read plaintext; only after the end."""
        data = self.reader().read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def readable(self) -> bool:
        """Say that it can be read, once it has ended."""
        return True

    def writable(self) -> bool:
        """Say whether it still takes bytes."""
        return not self._ended

    def seekable(self) -> bool:
        """Say that it can be rewound."""
        return True

    def _end(self) -> None:
        if self._ended:
            return
        self._ended = True
        if self.bytes == 0:
            self._refuse(refusal(Reden.LEEG))
        if self.refusal is None:
            with self._failure_kept():
                part = self._part()
                part.write(self._sealer.finish())
                part.commit()
                self._stored = True

    def _part(self) -> Writer:
        """Return the part in the store, begun with its header at the first byte."""
        if self._writer is None:
            self._writer = self._store.create(self.key)
            self._writer.write(self._sealer.header)
        return self._writer

    def _refuse(self, why: Bestandsfout | NietOpgeslagen) -> None:
        self.refusal = why
        if self._writer is not None:
            self._writer.abort()

    @contextmanager
    def _failure_kept(self) -> Iterator[None]:
        """Keep a store that is full or broken as the refusal of this file, so that the rest of the form is still read."""
        try:
            yield
        except NietOpgeslagen as failure:
            self._refuse(failure)
