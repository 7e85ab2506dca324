"""Mail from the command line: the settings looked at without sending, and one mail to prove them."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.cli.keuring_mail import mail_faults, mail_warnings
from portal.config import Settings
from tests.cli.running import portal
from tests.core.slechte_mailserver import Mailserver, certificate

PROEF = ("post", "proef", "--aan", "beheer@gemeente.example")


@pytest.fixture
def goed(tmp_path: Path) -> Settings:
    """Settings with which mail leaves."""
    return Settings(
        data=tmp_path,
        database_url="",
        sleutels_url="",
        vault_socket=tmp_path / "s",
        smtp_host="mail.gemeente.nl",
        mail_van="portaal@gemeente.nl",
        basis_url="https://portaal.gemeente.nl",
    )


def test_settings_that_are_in_order_are_not_remarked_on(goed: Settings, tmp_path: Path) -> None:
    _, file = certificate(tmp_path)
    (tmp_path / "w").write_text("geheim", encoding="utf-8")
    (tmp_path / "w").chmod(0o600)
    for settings in (goed, replace(goed, smtp_gebruiker="p", smtp_wachtwoord=tmp_path / "w", smtp_ca=file)):
        assert (mail_faults(settings), mail_warnings(settings)) == ([], [])


@pytest.mark.parametrize(
    ("anders", "woord"),
    [
        ({"smtp_host": ""}, "geen mailserver"),
        ({"mail_van": "portaal@localhost.example"}, "PORTAL_MAIL_VAN"),
        ({"basis_url": "http://127.0.0.1:8000"}, "PORTAL_BASIS_URL"),
        ({"smtp_gebruiker": "p"}, "allebei"),
        ({"smtp_gebruiker": "p", "smtp_wachtwoord": Path("/weg")}, "niet te lezen"),
        ({"smtp_gebruiker": "p", "smtp_wachtwoord": "leeg"}, "is leeg"),
        ({"smtp_gebruiker": "p", "smtp_wachtwoord": "open"}, "open voor anderen"),
        ({"smtp_ca": Path("/weg")}, "geen leesbaar certificaat"),
        ({"smtp_ca": "open"}, "geen leesbaar certificaat"),
    ],
)
def test_what_keeps_mail_from_leaving_is_named(
    goed: Settings, tmp_path: Path, anders: dict[str, str | Path], woord: str
) -> None:
    for naam, tekst, mode in (("leeg", "\n", 0o600), ("open", "geheim", 0o644)):
        (tmp_path / naam).write_text(tekst, encoding="utf-8")
        (tmp_path / naam).chmod(mode)
    echt = {k: tmp_path / v if v in {"leeg", "open"} else v for k, v in anders.items()}
    (fault,) = mail_faults(replace(goed, **echt))  # type: ignore[arg-type]  # fields of several kinds
    assert woord in fault


@pytest.mark.parametrize(
    ("anders", "woord"),
    [
        ({"smtp_port": 465}, "465"),
        ({"smtp_tls": "direct"}, "465"),
        ({"demo": True}, "demo"),
        ({"smtp_host": "", "mail_map": Path("/map")}, "komt niet aan"),
    ],
)
def test_what_may_be_meant_is_only_remarked_on(goed: Settings, anders: dict[str, object], woord: str) -> None:
    settings = replace(goed, **anders)  # type: ignore[arg-type]  # fields of several kinds
    (warning,) = mail_warnings(settings)
    assert (mail_faults(settings), woord in warning) == ([], True)


def test_a_proof_is_sent_over_tls_and_says_that_the_server_took_it(tmp_path: Path) -> None:
    context, file = certificate(tmp_path)
    server = Mailserver([{"EHLO": b"250-mail.example\r\n250 STARTTLS\r\n"}], context=context)
    with server.serving() as port:
        shown = portal(*PROEF, data=str(tmp_path), smtp_host="localhost", smtp_port=str(port), smtp_ca=str(file))
    (raw,) = server.received
    assert (shown.code, shown.err, b"Subject: Dit is een proef van de e-mail\r\n" in raw) == (0, "", True)


def test_a_proof_that_does_not_leave_says_in_words_why_and_what_to_do(tmp_path: Path) -> None:
    server = Mailserver()
    with server.serving() as port:
        shown = portal(*PROEF, data=str(tmp_path), smtp_host="localhost", smtp_port=str(port))
    nothing = portal(*PROEF, data=str(tmp_path))
    wrong = portal("post", "proef", "--aan", "a@b.example\nBcc: c@d.example", data=str(tmp_path))
    assert [(done.code, done.out) for done in (shown, nothing, wrong)] == [(1, "")] * 3
    assert shown.err.startswith("De mailserver biedt geen beveiligde verbinding (geen TLS aangeboden). Zet TLS aan")
    assert ("PORTAL_SMTP_HOST" in nothing.err, "klopt niet" in wrong.err, server.received) == (True, True, [])


def test_without_a_mail_server_the_proof_lies_in_the_directory(tmp_path: Path) -> None:
    shown = portal(*PROEF, data=str(tmp_path), mail_map=str(tmp_path / "mail"))
    assert (shown.code, shown.out, len(list((tmp_path / "mail").iterdir()))) == (
        0,
        f"De proefmail staat in {tmp_path / 'mail'}.\n",
        1,
    )
