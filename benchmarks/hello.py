"""Hello: a Flask app that does nothing, on the server of the portal with its settings; the yardstick for the rest."""

import sys
import tempfile
from collections.abc import Awaitable, Callable
from typing import Any, Final

from a2wsgi import WSGIMiddleware
from flask import Flask, request

from portal.cli.lifeline import follow
from portal.cli.website import serve_app

PAGE: Final = "<!doctype html><title>Hello</title><p>" + "Hello. " * 290
THREADS: Final = 16  # as portal.app has them, which would bring all of the portal into this small process

website = Flask(__name__)
threads = WSGIMiddleware(website, workers=THREADS)  # type: ignore[arg-type]  # it has a type per message


async def app(scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> None:  # noqa: ANN401 - as servers call it
    """Answer in a thread; what granian gives to receive with is no coroutine, and a2wsgi asks for one."""

    async def receive_one() -> Any:  # noqa: ANN401 - as above
        return await receive()

    await threads(scope, receive_one, send)


@website.get("/")
def page() -> str:
    """Give a page of 2 KB."""
    return PAGE


@website.post("/")
def post() -> str:
    """Read a form and forget it."""
    return PAGE if request.form else ""


@website.post("/upload")
def upload() -> str:
    """Write the files of a form to disk as Flask does of itself: in clear, in temporary files."""
    for file in request.files.values():
        with tempfile.NamedTemporaryFile() as target:
            file.save(target)
    return PAGE


if __name__ == "__main__":
    follow(0)
    serve_app(app, "127.0.0.1", int(sys.argv[1]))
