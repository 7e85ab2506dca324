"""The headers of every answer: what a browser may load, keep and tell others."""

import unicodedata
from typing import Final
from urllib.parse import quote

from flask import Flask, Response, request

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
ALWAYS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS: Final = "max-age=63072000; includeSubDomains"
# What may stand as it is in an extended value (RFC 5987, attr-char).
ATTR_CHAR: Final = "!#$&+-.^_`|~"


def install_headers(app: Flask, *, tls: bool) -> None:
    """Add the headers to every answer; a view that set one itself keeps its own."""

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if tls:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def name_file(response: Response, naam: str, *, bekijken: bool = False) -> None:
    """Say under which name a browser saves this answer, or shows it with `bekijken`; the name may hold any letter.

    A header travels in latin-1 and a name need not: then it goes twice, encoded (RFC 6266) and as far as ASCII can say it.
    """
    namen = {"filename": naam}
    if not naam.isascii():
        kaal = unicodedata.normalize("NFKD", naam).encode("ascii", "ignore").decode("ascii")
        stam, _, soort = kaal.rpartition(".")
        namen = {
            "filename": f"{' '.join(stam.split()) or 'bijlage'}.{soort}",
            "filename*": f"UTF-8''{quote(naam, safe=ATTR_CHAR)}",
        }
    response.headers.set("Content-Disposition", "inline" if bekijken else "attachment", **namen)
