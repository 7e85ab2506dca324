"""Mail: to whom it concerns, over a real mail server that refuses, waits and drops, and never with content."""

import asyncio
import email
import email.policy
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from portal.config import Settings
from portal.core.post.notifications import Mail, MailNietVerzonden, Onderwerp, address, compose, recipients
from portal.core.post.postbode import GeenPostbus, Postbode
from portal.db import Database
from portal.domain.rollen import Rol
from portal.models import Persoon
from tests.core.personen import Installatie, lid

VANDAAG = date(2026, 4, 9)
TEAM = "toegang-0014"
NIEUW = Onderwerp(sjabloon="nieuw", nummer="BP-7K2M-9QXA", pad="/berichten/0192e4a0-0000-7000-8000-000000000002")
MAIL = Mail(
    id=UUID("0192e4a0-0000-7000-8000-000000000001"),
    aan="consulent@mail.example",
    moment=datetime(2026, 4, 9, 8, 12, tzinfo=UTC),
    onderwerpen=(NIEUW,),
)
Reply = Callable[[Envelope], str]


class Server:
    """A mail server in this process that keeps what it accepts and answers as it is told."""

    def __init__(
        self, *, rcpt: str = "250 OK", data: Reply = lambda _: "250 OK", hangs_on: str = "", closes_on: str = ""
    ) -> None:
        self.received: list[bytes] = []
        self.connections = 0
        self.drops = False
        self._rcpt, self._data, self._hangs_on, self._closes_on = rcpt, data, hangs_on, closes_on

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds it by this name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += session.ssl is None
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address == self._hangs_on:
            await asyncio.Event().wait()  # until the line is dropped
        if address == self._closes_on:
            return "421 closing"
        if self._rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._rcpt

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.drops and server.transport is not None:
            server.transport.close()
            return ""
        answer = self._data(envelope)
        if answer.startswith("250"):
            self.received.append(envelope.original_content or b"")
        return answer


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data=tmp_path,
        database_url="",
        sleutels_url="",
        vault_socket=tmp_path / "s",
        demo=True,
        basis_url="https://portaal.example/",
        mail_van="portaal@portaal.example",
    )


@contextmanager
def serving(
    server: Server, settings: Settings, tls_context: ssl.SSLContext | None = None, password: bytes = b""
) -> Iterator[Settings]:
    """Run the server on a free port and give settings that point at it."""
    with socket.create_server(("localhost", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        server,
        hostname="localhost",
        port=port,
        tls_context=tls_context,
        require_starttls=tls_context is not None,
        authenticator=lambda _s, _e, _n, _m, given: AuthResult(
            success=given == LoginPassword(b"portaal", password), handled=False
        ),
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield replace(settings, smtp_host="localhost", smtp_port=port)
    finally:
        controller.stop()


def about(**anders: Any) -> Mail:
    """Give the mail, about something else."""
    return replace(MAIL, onderwerpen=(replace(NIEUW, **anders),))


def deliver(settings: Settings, *mails: Mail) -> None:
    with Postbode(settings) as postbode:
        for mail in mails:
            postbode.deliver(mail)


def test_a_mail_says_that_something_is_ready_its_number_and_where_and_no_more(settings: Settings) -> None:
    message = compose(MAIL, settings)
    assert (message["Subject"], message["To"]) == (
        "Er staat een bericht voor u klaar (BP-7K2M-9QXA)",
        "consulent@mail.example",
    )
    assert message.get_content() == (
        "Er staat een bericht voor u klaar in het Berichtenportaal.\n\n"
        "Nummer: BP-7K2M-9QXA\n"
        "Log in om het te lezen:\nhttps://portaal.example/berichten/0192e4a0-0000-7000-8000-000000000002\n\n"
        "In deze e-mail staat geen inhoud, omdat e-mail niet veilig genoeg is.\n"
        "U kunt deze e-mail niet beantwoorden. Vragen? Gebruik het contact dat in het portaal bij het bericht staat.\n"
        "Liever minder e-mail? Kies dat bij 'Mijn instellingen': https://portaal.example/instellingen\n"
    )


def test_a_repeat_can_be_recognised_by_its_message_id(settings: Settings) -> None:
    assert compose(MAIL, settings)["Message-ID"] == f"<{MAIL.id}@portaal.example>"


def test_a_mail_without_a_number_has_no_empty_brackets(settings: Settings) -> None:
    message = compose(about(sjabloon="te-laat", nummer=""), settings)
    assert (message["Subject"], "Nummer" in message.get_content()) == ("Een termijn is verlopen", False)


def test_an_address_that_would_break_a_header_is_refused_for_good(settings: Settings) -> None:
    with pytest.raises(MailNietVerzonden) as refused, Postbode(settings) as postbode:
        postbode.deliver(replace(MAIL, aan="a@mail.example\nBcc: b@mail.example"))
    assert refused.value.blijvend is True


@pytest.mark.parametrize(
    ("pad", "nummer"),
    [
        (".evil.example/inloggen", NIEUW.nummer),
        ("@evil.example/berichten/0192e4a0-0000-7000-8000-000000000002", NIEUW.nummer),
        (f"{NIEUW.pad}\n", NIEUW.nummer),
        (f"{NIEUW.pad}/../../inloggen", NIEUW.nummer),
        ("/inloggen", NIEUW.nummer),
        ("", NIEUW.nummer),
        (NIEUW.pad, "uw account is verlopen"),
        (NIEUW.pad, "BP-7K2M-9QXA, ga naar evil.example"),
        (NIEUW.pad, "BP-7K2M-9QXA\nBcc: b@mail.example"),
        (NIEUW.pad, "BP-7K2M-9QXA\n"),
    ],
)
def test_a_forged_row_puts_no_link_and_no_words_of_its_own_in_a_mail(
    settings: Settings, tmp_path: Path, pad: str, nummer: str
) -> None:
    with pytest.raises(MailNietVerzonden) as refused:
        deliver(replace(settings, mail_map=tmp_path / "mail"), about(pad=pad, nummer=nummer))
    assert (refused.value.blijvend, (tmp_path / "mail").exists()) == (True, False)


def test_a_mail_about_many_late_berichten_names_a_few_and_leads_to_the_werkvoorraad(settings: Settings) -> None:
    veel = about(sjabloon="te-laat", nummer="BP-7K2M-9QXA, BP-0000-ZZZZ en nog 12", pad="/werkvoorraad")
    assert "https://portaal.example/werkvoorraad\n" in compose(veel, settings).get_content()


def test_of_very_much_a_mail_names_a_part_and_says_how_much_more_there_is(settings: Settings) -> None:
    nummers = [f"BP-0000-00{n}" for n in range(10, 40)]
    message = compose(replace(MAIL, onderwerpen=tuple(replace(NIEUW, nummer=nummer) for nummer in nummers)), settings)
    tekst = message.get_content()
    assert (message["Subject"], [nummer in tekst for nummer in nummers], "En nog 5. Log in" in tekst) == (
        "Er staan 30 dingen voor u klaar",
        [True] * 25 + [False] * 5,
        True,
    )


def test_without_server_or_directory_mail_waits(settings: Settings) -> None:
    with pytest.raises(GeenPostbus):
        deliver(settings, MAIL)


def test_a_demo_keeps_mail_in_a_directory_and_a_repeat_replaces_it(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    for _ in range(2):
        deliver(replace(settings, mail_map=folder), MAIL)
    (path,) = folder.iterdir()
    assert (path.name, path.stat().st_mode & 0o777, read(path.read_bytes())["To"]) == (
        f"{MAIL.id}.eml",
        0o600,
        "consulent@mail.example",
    )


def test_mails_of_one_batch_share_a_connection(settings: Settings) -> None:
    server = Server()
    with serving(server, settings) as reachable:
        deliver(reachable, MAIL, replace(MAIL, aan="ander@mail.example"))
    assert ([read(m)["To"] for m in server.received], server.connections) == (
        ["consulent@mail.example", "ander@mail.example"],
        1,
    )


@pytest.mark.parametrize(("answer", "blijvend"), [("450 greylisted", False), ("550 no such user", True)])
def test_a_refused_address_is_final_only_when_the_server_says_so(
    settings: Settings, answer: str, *, blijvend: bool
) -> None:
    with serving(Server(rcpt=answer), settings) as reachable, pytest.raises(MailNietVerzonden) as refused:
        deliver(reachable, MAIL)
    assert (refused.value.reden, refused.value.blijvend) == (f"adres geweigerd: {answer[:3]}", blijvend)


def test_a_server_that_breaks_off_is_tried_again_and_the_next_mail_gets_a_new_connection(settings: Settings) -> None:
    answers = iter(["421 closing", "250 OK"])
    server = Server(data=lambda _: next(answers))
    with serving(server, settings) as reachable, Postbode(reachable) as postbode:
        with pytest.raises(MailNietVerzonden) as broken:
            postbode.deliver(MAIL)
        postbode.deliver(MAIL)
    assert (broken.value.reden, broken.value.blijvend, len(server.received), server.connections) == (
        "verbinding verbroken bij dit adres: 421",
        False,
        1,
        2,
    )


def test_a_server_that_drops_the_line_is_tried_again(settings: Settings) -> None:
    server = Server()
    server.drops = True
    with serving(server, settings) as reachable, pytest.raises(MailNietVerzonden) as broken:
        deliver(reachable, MAIL)
    assert (broken.value.reden, broken.value.blijvend) == ("geen antwoord na het versturen", False)


@pytest.mark.parametrize(("wachtwoord", "sent"), [("goed", 1), ("fout", 0)])
def test_the_portal_logs_in_at_the_mail_server_with_the_password_in_a_file(
    settings: Settings, tmp_path: Path, wachtwoord: str, *, sent: int
) -> None:
    file = tmp_path / "wachtwoord"
    file.write_text(f"{wachtwoord}\n", encoding="utf-8")
    server = Server()
    with serving(server, settings, password=b"goed") as reachable:
        known = replace(reachable, smtp_gebruiker="portaal", smtp_wachtwoord=file)
        if sent:
            deliver(known, MAIL)
        else:
            with pytest.raises(MailNietVerzonden, match="aanmelden geweigerd: 535"):
                deliver(known, MAIL)
    assert len(server.received) == sent


def test_an_unreachable_server_is_asked_once_in_a_batch(settings: Settings) -> None:
    with serving(Server(), settings) as gone:
        pass
    with Postbode(gone) as postbode:
        reasons = []
        for _ in range(2):
            with pytest.raises(MailNietVerzonden) as refused:
                postbode.deliver(MAIL)
            reasons.append(refused.value.reden)
    assert reasons == ["mailserver niet bereikbaar: ConnectionRefusedError"] * 2


def test_in_production_a_server_without_starttls_gets_no_mail(settings: Settings) -> None:
    server = Server()
    with (
        serving(server, replace(settings, demo=False)) as production,
        pytest.raises(MailNietVerzonden, match="geen TLS aangeboden"),
    ):
        deliver(production, MAIL)
    assert server.received == []


@pytest.mark.parametrize("trusted", [True, False])
def test_in_production_mail_goes_over_tls_to_a_server_that_proves_its_name(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, trusted: bool
) -> None:
    certificate, key = self_signed(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = Server()
    with serving(server, replace(settings, demo=False), tls_context=context) as production:
        if trusted:
            deliver(production, MAIL)
        else:
            with pytest.raises(MailNietVerzonden, match="certificaat niet goed: 18"):
                deliver(production, MAIL)
    assert len(server.received) == trusted


def test_mail_goes_to_who_handles_in_the_team_today(database_url: str) -> None:
    database, installatie = Database(database_url), Installatie.fresh()
    with database.schrijven() as session:
        consulent = installatie.put_person(session, "consulent", lid(TEAM, Rol.CONSULENT))
        twee = installatie.put_person(session, "twee", lid("toegang-1969", Rol.CONSULENT), lid(TEAM, Rol.FRONTOFFICE))
        installatie.put_person(session, "beleid", lid(TEAM, Rol.BELEID))
        installatie.put_person(session, "weg", lid(TEAM, Rol.CONSULENT, tot=date(2026, 4, 8)))
        installatie.put_person(session, "dicht", lid(TEAM, Rol.CONSULENT), actief=False)
        installatie.put_person(session, "elders", lid("toegang-1969", Rol.CONSULENT))
        Installatie.fresh().put_person(session, "vals", lid(TEAM, Rol.CONSULENT))
    with database.lezen() as session:
        found = recipients(session, installatie.pinned, soort="team", code=TEAM, vandaag=VANDAAG)
    database.close()
    assert {persoon.id for persoon in found} == {consulent, twee}


def test_mail_to_an_organisation_goes_to_its_indieners(database_url: str) -> None:
    database, installatie = Database(database_url), Installatie.fresh()
    with database.schrijven() as session:
        indiener = installatie.put_person(session, "in", lid("schakel", Rol.INDIENER, soort="organisatie"))
        installatie.put_person(session, "ob", lid("schakel", Rol.ORGANISATIEBEHEERDER, soort="organisatie"))
    with database.lezen() as session:
        found = recipients(session, installatie.pinned, soort="organisatie", code="schakel", vandaag=VANDAAG)
    database.close()
    assert [persoon.id for persoon in found] == [indiener]


def test_who_left_between_promise_and_delivery_has_no_address(database_url: str) -> None:
    database, installatie = Database(database_url), Installatie.fresh()
    with database.schrijven() as session:
        blijft = installatie.put_person(session, "blijft", lid(TEAM, Rol.CONSULENT))
        weg = installatie.put_person(session, "weg", lid(TEAM, Rol.CONSULENT, tot=VANDAAG))
        session.get_one(Persoon, blijft).email = "omgeleid@mail.example"
    with database.lezen() as session:
        addresses = [
            address(session, installatie.pinned, persoon, soort="team", code=TEAM, vandaag=date(2026, 4, 10))
            for persoon in (blijft, weg, UUID(int=1))
        ]
    database.close()
    assert addresses == ["blijft@mail.example", "", ""]


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of 'localhost' with the system's openssl."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    curve = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
    name = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    subprocess.run(
        ["openssl", "req", *curve, *name, "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    return certificate, key
