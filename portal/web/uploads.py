"""Bodies on their way in: files go straight into sealed parts, and large ones never hold all threads."""

import io
import threading
from collections.abc import Callable
from typing import IO, Any, BinaryIO, Final

from flask import Flask, Request, current_app, g, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, RequestTimeout, ServiceUnavailable
from werkzeug.formparser import FormDataParser, MultiPartParser
from werkzeug.sansio.multipart import File

from portal.core.bericht.bijlagen import Upload
from portal.web.bodies import SMALL, TOO_SLOW, Scope

STEP: Final = 256 * 1024
# No page is kept by a browser (`no-store`), so that going back may show an empty form; what was saved in between is there.
BACK: Final = (
    "Ga terug in uw browser. Staat uw tekst er niet meer? Wat het portaal tussendoor heeft bewaard, vindt u op die pagina "
    "of bij Concepten."
)
BUSY: Final = (
    "Er worden nu veel formulieren of bestanden tegelijk verstuurd. Wacht een minuut en probeer het opnieuw. " + BACK
)
FileOpener = Callable[[str], "Upload | None"]


NUL: Final = "\0"


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


class CountedInput:
    """The body as the server gives it, counted; raises RequestTimeout where the gate has cut it for being slow."""

    def __init__(self, source: BinaryIO, scope: Scope) -> None:
        """Take the server's stream, and the scope of the gate that it came through."""
        self._source = source
        self._scope = scope
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        """Read at most a step at a time: the server's stream waits until it has all that is asked."""
        return self._checked(self._source.read(min(size, STEP) if size > 0 else size))

    def readline(self, size: int = -1, /) -> bytes:
        """Read a line."""
        return self._checked(self._source.readline(size))

    def _checked(self, data: bytes) -> bytes:
        if self._scope.get(TOO_SLOW):
            raise RequestTimeout("Het versturen ging te langzaam.")
        self.taken += len(data)
        return data


class PortalRequest(Request):
    """A request whose body never touches the disk in clear."""

    def __init__(self, environ: dict[str, Any], *, populate_request: bool = True, shallow: bool = False) -> None:
        """Put the counted stream before the body."""
        self.body_input = CountedInput(environ["wsgi.input"], environ.get("asgi.scope", {}))
        environ["wsgi.input"] = self.body_input
        self.open_file: FileOpener | None = None
        self.uploads: list[Upload] = []
        self.gekozen: list[tuple[str, str]] = []
        super().__init__(environ, populate_request, shallow)

    def make_form_data_parser(self) -> FormDataParser:
        """Return the parser that asks this request where a file goes."""
        parser = super().make_form_data_parser()
        return SealingParser(self, parser)

    def _load_form_data(self) -> None:
        """Read the form; NUL, that no database of ours holds and no keyboard has, is left out of every name and value."""
        super()._load_form_data()
        form = self.__dict__["form"]
        if any(NUL in naam or NUL in waarde for naam, waarde in form.items(multi=True)):
            zonder = ((naam.replace(NUL, ""), waarde.replace(NUL, "")) for naam, waarde in form.items(multi=True))
            self.__dict__["form"] = ImmutableMultiDict(list(zonder))

    def receive(self, field: str, filename: str) -> IO[bytes]:
        """Return the stream for one file, and remember that it was chosen; raises BadRequest for a field that takes none."""
        if not filename:
            return Discarded()  # type: ignore[return-value]  # as much of a file as the parser needs
        self.gekozen.append((field, filename))
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
        super().__init__(stream_factory=_no_spool, buffer_size=STEP, **limits)
        self._owner = owner

    def start_file_streaming(self, event: File, total_content_length: int | None) -> IO[bytes]:  # noqa: ARG002 - browsers give no size per file
        return self._owner.receive(event.name or "", event.filename)


def install_uploads(app: Flask, *, slots: int) -> None:
    """Give the app its request class, its places for large bodies, and the end of every upload."""
    app.request_class = PortalRequest
    app.extensions["upload_slots"] = threading.BoundedSemaphore(slots)
    app.teardown_request(_end)


def take_slot() -> None:
    """Let large bodies be read in at most half of the threads, so that pages answer; raises ServiceUnavailable."""
    length = request.content_length
    if length is not None and length <= SMALL:
        return  # it came in whole before it took a thread
    slots: threading.BoundedSemaphore = current_app.extensions["upload_slots"]
    if not slots.acquire(blocking=False):
        raise ServiceUnavailable(BUSY)
    g.upload_slot = slots


def discard_file(_field: str) -> None:
    """Keep no file at all."""


def current_request() -> PortalRequest:
    """Return the request behind Flask's proxy."""
    found = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - how werkzeug gives the object behind its proxy
    if not isinstance(found, PortalRequest):
        raise TypeError("the app was made without its own request class")
    return found


def _end(_error: BaseException | None) -> None:
    """Remove what was uploaded and not attached, and free the slot."""
    for upload in current_request().uploads:
        if not upload.closed:
            upload.discard()
    slots: threading.BoundedSemaphore | None = g.pop("upload_slot", None)
    if slots is not None:
        slots.release()


def _no_spool(*_: object, **__: object) -> IO[bytes]:
    raise AssertionError("a file was about to be written in clear")
