"""Bodies on their way in: files go straight into sealed parts, slow ones are cut, refused ones are drained."""

import io
import threading
import time
from collections.abc import Callable
from typing import IO, Any, BinaryIO, Final

from flask import Flask, Request, Response, current_app, g, request
from werkzeug.exceptions import BadRequest, RequestTimeout, ServiceUnavailable
from werkzeug.formparser import FormDataParser, MultiPartParser
from werkzeug.sansio.multipart import File

from portal.core.bijlagen import Upload

MIB: Final = 1024 * 1024
DRAIN: Final = 32 * MIB
SLOW_BYTES: Final = 8 * 1024
SLOW_SECONDS: Final = 20
STEP: Final = 16 * 1024
LARGE: Final = 256 * 1024  # from here on a body keeps its place until the answer
BUSY: Final = (
    "Er worden nu veel formulieren of bestanden tegelijk verstuurd. Wacht een minuut en probeer het opnieuw. "
    "Ga terug in uw browser: wat u hebt ingevuld staat daar nog."
)
FileOpener = Callable[[str], "Upload | None"]


class Discarded(io.RawIOBase):
    """A file that is read and kept nowhere: no file was chosen, or the session has ended."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any kind of buffer
        """Count the bytes, keep none."""
        return len(data)

    def writable(self) -> bool:
        """Say that it takes bytes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:  # noqa: ARG002 - there is nothing to move in
        """Stay at the beginning: there is nothing in it."""
        return 0


class PacedInput:
    """The body as the server gives it, counted and timed; raises RequestTimeout when it comes too slowly."""

    def __init__(self, source: BinaryIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the server's stream; the first window starts at the first read."""
        self._source = source
        self._clock = clock
        self._window: tuple[float, int] | None = None
        self.taken = 0
        self.ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Read as the server's stream does, at most a step at a time: some servers wait until all is there."""
        if self._window is None:
            self._window = (self._clock(), 0)
        data = self._source.read(min(size, STEP) if size > 0 else size)
        self.taken += len(data)
        self.ended = self.ended or (not data and size != 0)
        self._check_pace()
        return data

    def readline(self, size: int = -1, /) -> bytes:
        """Read a line."""
        data = self._source.readline(size)
        self.taken += len(data)
        return data

    def drain(self, length: int | None) -> None:
        """Read on and forget, so that the browser has sent all of it and reads our answer.

        Never past `length`, the bytes that were announced: a server may not say where a body ends.
        """
        most = DRAIN if length is None else min(DRAIN, length - self.taken)
        try:
            while not self.ended and most > 0:
                most -= len(self.read(min(64 * 1024, most)))
        except (RequestTimeout, OSError):
            self.ended = True

    def _check_pace(self) -> None:
        begun, before = self._window or (0.0, 0)
        passed = self._clock() - begun
        if self.ended or passed < SLOW_SECONDS:
            return
        if self.taken - before < SLOW_BYTES * passed:
            self.ended = True
            raise RequestTimeout("Het versturen ging te langzaam.")
        self._window = (self._clock(), self.taken)


class PortalRequest(Request):
    """A request whose body never touches the disk in clear."""

    def __init__(self, environ: dict[str, Any], *, populate_request: bool = True, shallow: bool = False) -> None:
        """Put the paced stream before the body."""
        self.paced = PacedInput(environ["wsgi.input"])
        environ["wsgi.input"] = self.paced
        self.open_file: FileOpener | None = None
        self.uploads: list[Upload] = []
        super().__init__(environ, populate_request, shallow)

    def make_form_data_parser(self) -> FormDataParser:
        """Return the parser that asks this request where a file goes."""
        parser = super().make_form_data_parser()
        return SealingParser(self, parser)

    def receive(self, field: str, filename: str) -> IO[bytes]:
        """Return the stream for one file; raises BadRequest for a field that takes none."""
        if not filename:
            return Discarded()  # type: ignore[return-value]  # as much of a file as the parser needs
        if self.open_file is None:
            raise BadRequest("Hier kan geen bestand worden verstuurd.")
        upload = self.open_file(field)
        if upload is None:
            return Discarded()  # type: ignore[return-value]  # as much of a file as the parser needs
        self.uploads.append(upload)
        return upload  # type: ignore[return-value]  # as much of a file as the parser needs


class SealingParser(FormDataParser):
    """The form parser of werkzeug, with our own place for files."""

    def __init__(self, owner: PortalRequest, like: FormDataParser) -> None:
        """Take over the limits of the parser that werkzeug would use."""
        super().__init__(
            max_form_memory_size=like.max_form_memory_size,
            max_content_length=like.max_content_length,
            max_form_parts=like.max_form_parts,
            cls=like.cls,
            silent=False,
        )
        self._owner = owner

    def parse(self, stream: Any, mimetype: str, content_length: int | None, options: Any = None) -> Any:  # noqa: ANN401 - as werkzeug hands them on
        """Parse a form; one that is no form at all is refused in words."""
        try:
            return super().parse(stream, mimetype, content_length, options)
        except ValueError:
            raise BadRequest("Dit formulier is beschadigd aangekomen.") from None

    def _parse_multipart(self, stream: Any, mimetype: str, content_length: int | None, options: Any) -> Any:  # noqa: ANN401, ARG002 - as werkzeug hands them on
        boundary = options.get("boundary", "").encode("ascii")
        if not boundary:
            raise ValueError("no boundary")
        parser = _Parts(
            self._owner,
            max_form_memory_size=self.max_form_memory_size,
            max_form_parts=self.max_form_parts,
            cls=self.cls,
        )
        form, files = parser.parse(stream, boundary, content_length)
        return stream, form, files


class _Parts(MultiPartParser):
    def __init__(self, owner: PortalRequest, **limits: Any) -> None:  # noqa: ANN401 - handed on to werkzeug
        super().__init__(stream_factory=_no_spool, **limits)
        self._owner = owner

    def start_file_streaming(self, event: File, total_content_length: int | None) -> IO[bytes]:  # noqa: ARG002 - browsers give no size per file
        return self._owner.receive(event.name or "", event.filename)


def install_uploads(app: Flask, *, slots: int) -> None:
    """Give the app its request class, its places for large bodies, and the end of every upload."""
    app.request_class = PortalRequest
    app.extensions["upload_slots"] = threading.BoundedSemaphore(slots)
    app.after_request(_drain)
    app.teardown_request(_end)


def take_slot() -> None:
    """Let bodies be read in at most half of the threads, so that pages keep answering; raises ServiceUnavailable."""
    if not _hold_slot():
        raise ServiceUnavailable(BUSY)


def free_slot_of_small_body() -> None:
    """Give the place back once a small body has been read; a large one keeps it until the answer."""
    length = request.content_length
    if length is not None and length < LARGE:
        _release_slot()


def discard_file(_field: str) -> None:
    """Keep no file at all."""


def current_request() -> PortalRequest:
    """Return the request behind Flask's proxy."""
    found = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - how werkzeug gives the object behind its proxy
    if not isinstance(found, PortalRequest):
        raise TypeError("the app was made without its own request class")
    return found


def _drain(response: Response) -> Response:
    paced = current_request().paced
    length = request.content_length
    terminated = bool(request.environ.get("wsgi.input_terminated"))
    left = 0 if length is None else length - paced.taken
    # A read cannot be interrupted: what is too much to read to its end, or finds no place, is answered at once.
    if left <= DRAIN and (left > 0 or (length is None and terminated)) and not paced.ended and _hold_slot():
        paced.drain(length)
    return response


def _hold_slot() -> bool:
    if "upload_slot" in g:
        return True
    slots: threading.BoundedSemaphore = current_app.extensions["upload_slots"]
    if not slots.acquire(blocking=False):
        return False
    g.upload_slot = slots
    return True


def _release_slot() -> None:
    slots: threading.BoundedSemaphore | None = g.pop("upload_slot", None)
    if slots is not None:
        slots.release()


def _end(_error: BaseException | None) -> None:
    """Remove what was uploaded and not attached, and free the slot."""
    for upload in current_request().uploads:
        if not upload.closed:
            upload.discard()
    _release_slot()


def _no_spool(*_: object, **__: object) -> IO[bytes]:
    raise AssertionError("a file was about to be written in clear")
