"""Visitors of the portal in a test: a browser without pictures, logged in as one of the persons of the installation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.installatie import WACHTWOORD, Installatie

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


class Browser(FlaskClient):
    """A browser to which no answer comes that a real server could not send: headers travel in latin-1."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask, and look at every header of the answer."""
        response = super().open(*args, **kwargs)
        for naam, waarde in response.headers:
            waarde.encode("latin-1")
            assert "\n" not in waarde, naam
        return response


@dataclass
class Portaal:
    """The app on an installation, and the people who come to it."""

    huis: Installatie
    app: Flask

    def __post_init__(self) -> None:
        """Let every browser of this portal look at the headers as a server would send them."""
        self.app.test_client_class = Browser

    def bezoek(self, account: str = "") -> "Bezoeker":
        """Come in with a browser of one's own; logged in when an account is named."""
        bezoeker = Bezoeker(self.app.test_client())
        if account:
            log_in(bezoeker.client, account)
        return bezoeker


@dataclass
class Bezoeker:
    """Somebody with a browser; posts carry the token of the form, as a browser sends it."""

    client: FlaskClient

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        """Ask for a page."""
        return self.client.get(path, headers=headers)

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        """Send a form."""
        return send_form(self.client, path, {"csrf_token": form_token(self.client), **(data or {})}, headers)


def log_in(client: FlaskClient, account: str) -> TestResponse:
    """Log in through the form; the answer leads to the page of this role."""
    data = {"account": account, "wachtwoord": WACHTWOORD, "csrf_token": form_token(client)}
    response = client.post("/inloggen", data=data, headers=OWN_PAGE)
    assert response.status_code == 303, page_text(response)
    return response


def send_form(
    client: FlaskClient, path: str, velden: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> TestResponse:
    """Send these fields from our own page; with files as multipart, made in memory."""
    head = {**OWN_PAGE, **(headers or {})}
    if not any(isinstance(waarde, tuple) for waarde in velden.values()):
        return client.post(path, data=velden, headers=head)
    parts = {
        naam: FileStorage(stream=waarde[0], filename=waarde[1]) if isinstance(waarde, tuple) else waarde
        for naam, waarde in velden.items()
    }
    boundary, body = encode_multipart(parts)
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=head)


def form_token(client: FlaskClient) -> str:
    """Return the token of a form that this browser was shown."""
    for path in ("/toegankelijkheid", "/inloggen"):
        found = TOKEN.search(client.get(path).text)
        if found:
            return found[1]
    raise AssertionError("no page with a form")


def page_text(response: TestResponse) -> str:
    """Return what a reader sees of a page: no markup, single spaces."""
    inhoud = re.sub(r"<(head|script|style)\b.*?</\1>", " ", response.text, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inhoud.replace("<wbr>", "")))).strip()
