"""A view on the bytes of a file that keeps the parsers of others within bounds.

Parsers of hostile files may read far more than they should, and turn any error into one of their own. This view
limits what they read, and remembers an error of the source itself, so that a broken store is never called a
damaged file.
"""

import io
from typing import BinaryIO


class Source(io.BufferedReader):
    """A seekable reader over `stream` that it never closes.

    `piece` is the most bytes that one read may ask, `budget` the most that all reads together may give; above
    either it raises `TooMuchRead`.
    """

    def __init__(self, stream: BinaryIO | io.RawIOBase, *, piece: int | None = None, budget: int | None = None) -> None:
        """Start at the beginning of the stream."""
        self._shield = _Shield(stream)
        super().__init__(self._shield, buffer_size=64 * 1024)
        self.bytes = self.seek(0, io.SEEK_END)
        self.seek(0)
        self._piece = piece
        self._budget = budget

    @property
    def failure(self) -> Exception | None:
        """What the stream beneath raised, if it did."""
        return self._shield.failure

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as any file does, within the limits."""
        left = max(self.bytes - self.tell(), 0)
        asked = left if size is None or size < 0 else min(size, left)
        if self._piece is not None and asked > self._piece:
            raise TooMuchRead
        if self._budget is not None:
            self._budget -= asked
            if self._budget < 0:
                raise TooMuchRead
        return super().read(asked)


class TooMuchRead(Exception):
    """A parser was led to read more than a decent file ever needs."""


class _Shield(io.RawIOBase):
    """The raw side: passes reads on, remembers a failure, leaves the stream open when it is closed itself."""

    def __init__(self, stream: BinaryIO | io.RawIOBase) -> None:
        self._stream = stream
        self.failure: Exception | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # BufferedReader hands a memoryview
        try:
            data = self._stream.read(len(buffer)) or b""
        except Exception as error:
            self.failure = error
            raise
        buffer[: len(data)] = data
        return len(data)
