"""What every answer tells the browser, and that no body touches the disk or holds all threads."""

import io
import tempfile
import threading

import pytest
import werkzeug.formparser
from flask import Response
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.web.bodies import SMALL
from portal.web.headers import POLICY, name_file
from tests.bezoeker import Portaal, form_token, log_in, page_text, send_form
from tests.installatie import VERZOEK, Installatie, open_installatie, sluit
from tests.voorbeelden import pdf, volledig_verzoek

PAGES = ("/inloggen", "/", "/nieuw", f"/nieuw/{VERZOEK}", "/onderweg", "/bestaat-niet", "/healthz")
NERGENS = "00000000-0000-4000-8000-000000000000"


def test_every_answer_is_strict_and_nothing_is_kept(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    for path in PAGES:
        headers = indiener.get(path).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers


def test_static_files_may_be_kept_under_an_address_that_changes_with_them(portal: Portaal) -> None:
    pagina = portal.bezoek().get("/inloggen").text
    assert "/static/portaal.css?v=" in pagina
    response = portal.bezoek().get("/static/portaal.css")
    assert (response.status_code, "max-age=31536000" in response.headers["Cache-Control"]) == (200, True)
    response.close()


def test_the_cookies_are_plain_on_loopback_and_bound_to_the_host_over_tls(huis: Installatie) -> None:
    plain = create_app(huis.services.settings, huis.services, klok=lambda: huis.now).test_client()
    assert _cookies(log_in(plain, "indiener")) == {"sessie": ["HttpOnly", "Path=/", "SameSite=Lax"]}

    tls = open_installatie(huis.services.settings.data, huis.services.settings.database_url, tls=True)
    try:
        client = create_app(tls.services.settings, tls.services, klok=lambda: tls.now).test_client()
        page = client.get("/inloggen", base_url="https://localhost")
        assert _cookies(page) == {"__Host-formulier": ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]}
        assert page.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    finally:
        sluit(tls)


def _cookies(response: TestResponse) -> dict[str, list[str]]:
    parts = [header.split("; ") for header in response.headers.getlist("Set-Cookie")]
    return {part[0].split("=")[0]: sorted(part[1:]) for part in parts if not part[0].startswith("formulier=")}


def test_a_file_is_never_written_in_clear(portal: Portaal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was opened")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
        monkeypatch.setattr(werkzeug.formparser, name, refuse, raising=False)
    indiener = portal.bezoek("indiener")
    groot = pdf() + b"\n%" + b"kanarie-" * 200_000
    velden = {
        **volledig_verzoek(),
        "versie": "0",
        "bijlage-onderbouwing": (io.BytesIO(groot), "kanarie.pdf"),
        "csrf_token": form_token(indiener.client),
    }
    send_form(indiener.client, f"/concepten/{NERGENS}?soort={VERZOEK}", velden)
    disk = b"".join(path.read_bytes() for path in portal.huis.services.settings.data.rglob("*") if path.is_file())
    assert (b"kanarie" in disk, b"Visser" in disk) == (False, False)


def test_large_bodies_hold_at_most_half_of_the_threads(portal: Portaal) -> None:
    def groot(versie: str) -> dict[str, object]:
        return {"versie": versie, "later": "1", "bijlage-onderbouwing": (io.BytesIO(pdf() + b" " * SMALL), "groot.pdf")}

    indiener = portal.bezoek("indiener")
    slots: threading.BoundedSemaphore = portal.app.extensions["upload_slots"]
    assert [slots.acquire(blocking=False) for _ in range(9)] == [True] * 8 + [False]
    druk = indiener.post(f"/concepten/{NERGENS}?soort={VERZOEK}", groot("0"))
    assert (druk.status_code, "bestanden tegelijk verstuurd" in page_text(druk)) == (503, True)
    assert indiener.get("/nieuw").status_code == 200
    klein = {"versie": "0", "later": "1", "achternaam": "Visser"}  # it was in whole before it took a thread
    assert indiener.post(f"/concepten/{NERGENS}?soort={VERZOEK}", klein).status_code == 303
    slots.release(8)
    assert indiener.post(f"/concepten/{NERGENS}", groot("1")).status_code == 422  # read to its end, and no proper pdf
    assert [slots.acquire(blocking=False) for _ in range(9)] == [True] * 8 + [False]


@pytest.mark.parametrize(
    ("naam", "header"),
    [
        ("stuk.pdf", "attachment; filename=stuk.pdf"),
        ('a";x="%0d.pdf', 'attachment; filename="a\\";x=\\"%0d.pdf"'),
        (
            "e\u0301\u00e9n  \u2013 2.pdf",
            "attachment; filename=\"een 2.pdf\"; filename*=UTF-8''e%CC%81%C3%A9n%20%20%E2%80%93%202.pdf",
        ),
        ("\u20ac.pdf", "attachment; filename=bijlage.pdf; filename*=UTF-8''%E2%82%AC.pdf"),
    ],
)
def test_a_name_of_a_file_cannot_break_out_of_its_header(naam: str, header: str) -> None:
    response = Response()
    name_file(response, naam)
    assert response.headers["Content-Disposition"] == header
