"""The door to the mail server, with servers that fail in every way: what it means for this mail, and for all mail."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config import Settings
from portal.core.post.notifications import MailNietVerzonden, PostbusWeg
from portal.core.post.postbode import Geduld, Postbode
from tests.core.slechte_mailserver import DRIP, DROP, END, FLOOD, GREETING, HANG, Mailserver, certificate
from tests.core.test_notifications import MAIL

KORT = Geduld(verbinden=0.3, zenden=0.3, antwoord=0.3, groeten=0.1)
GEEN_ANTWOORD = "mailserver niet bereikbaar: geen antwoord"
STARTTLS = b"250-mail.example\r\n250 STARTTLS\r\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data=tmp_path,
        database_url="",
        sleutels_url="",
        vault_socket=tmp_path / "s",
        demo=True,
        smtp_host="localhost",
        basis_url="https://portaal.example/",
        mail_van="portaal@portaal.example",
    )


@contextmanager
def opened(server: Mailserver, settings: Settings) -> Iterator[Postbode]:
    """Open a door to this server, with little patience only for one that keeps us waiting."""
    zwijgt = any(
        answer in {HANG, DRIP, b""}
        for answers in server.answers
        for answer in answers.values()
        if isinstance(answer, bytes)
    )
    with server.serving() as port, Postbode(replace(settings, smtp_port=port), KORT if zwijgt else None) as postbode:
        yield postbode


def outcome(server: Mailserver, settings: Settings) -> tuple[str, bool, bool, bool]:
    """Deliver one mail; return why it did not leave, whether it waits uncounted, whether all mail does, whether for good."""
    with opened(server, settings) as postbode:
        try:
            postbode.deliver(MAIL)
        except MailNietVerzonden as niet:
            weg = isinstance(niet, PostbusWeg)
            return niet.reden, weg, isinstance(niet, PostbusWeg) and niet.alles, niet.blijvend
    return "", False, False, False


def waits(reden: str, *, alles: bool) -> tuple[str, bool, bool, bool]:
    return reden, True, alles, False


def counts(reden: str, *, blijvend: bool = False) -> tuple[str, bool, bool, bool]:
    return reden, False, False, blijvend


@pytest.mark.parametrize("word", [GREETING, "EHLO", "MAIL"])
def test_a_server_that_hangs_before_it_has_begun_on_a_mail_keeps_all_mail_waiting(
    settings: Settings, word: str
) -> None:
    assert outcome(Mailserver([{word: HANG}]), settings) == waits(GEEN_ANTWOORD, alles=True)


@pytest.mark.parametrize("word", ["RCPT", "DATA"])
@pytest.mark.parametrize("answer", [HANG, DRIP])
def test_a_server_that_hangs_on_one_address_costs_that_mail_a_try_and_the_next_leaves_over_a_new_line(
    settings: Settings, word: str, answer: bytes
) -> None:
    server = Mailserver([{word: answer}, {}])
    with opened(server, settings) as postbode:
        with pytest.raises(MailNietVerzonden, match="geen antwoord over dit adres") as niet:
            postbode.deliver(MAIL)
        postbode.deliver(replace(MAIL, aan="ander@mail.example"))
    assert (isinstance(niet.value, PostbusWeg), niet.value.blijvend) == (False, False)
    assert (server.connections, len(server.received)) == (2, 1)


@pytest.mark.parametrize("word", [GREETING, "MAIL"])
def test_a_server_that_keeps_dripping_comes_to_an_end_too(settings: Settings, word: str) -> None:
    assert outcome(Mailserver([{word: DRIP}]), settings) == waits(GEEN_ANTWOORD, alles=True)


@pytest.mark.parametrize(
    ("word", "reden", "alles"),
    [
        (GREETING, "mailserver niet bereikbaar: SMTPServerDisconnected", True),
        ("EHLO", "mailserver niet bereikbaar: SMTPServerDisconnected", True),
        ("MAIL", "verbinding verbroken", False),
    ],
)
def test_a_server_that_drops_the_line_before_it_has_begun_on_a_mail_costs_no_try(
    settings: Settings, word: str, reden: str, *, alles: bool
) -> None:
    assert outcome(Mailserver([{word: DROP}]), settings) == waits(reden, alles=alles)


@pytest.mark.parametrize("word", ["RCPT", "DATA"])
def test_a_server_that_drops_a_new_line_at_one_address_costs_a_try_so_that_it_ends(
    settings: Settings, word: str
) -> None:
    assert outcome(Mailserver([{word: DROP}]), settings) == counts("verbinding verbroken bij dit adres")


@pytest.mark.parametrize("answer", [HANG, DROP, DRIP, b"9" * 20_000, b"hello?\r\n", b"354 more\r\n"])
def test_a_server_that_has_the_mail_and_does_not_say_so_costs_a_try_so_that_it_never_repeats_for_ever(
    settings: Settings, answer: bytes
) -> None:
    server = Mailserver([{END: answer}])
    assert (outcome(server, settings), len(server.received)) == (counts("geen antwoord na het versturen"), 1)


@pytest.mark.parametrize(
    ("word", "answer", "expected"),
    [
        (GREETING, b"554 go away\r\n", waits("mailserver niet bereikbaar: 554", alles=True)),
        (GREETING, b"421 too busy\r\n", waits("mailserver niet bereikbaar: 421", alles=True)),
        ("MAIL", b"451 later\r\n", counts("mail geweigerd: 451")),
        ("MAIL", b"550 not you\r\n", counts("mail geweigerd: 550")),
        ("RCPT", b"450 greylisted\r\n", counts("adres geweigerd: 450")),
        ("RCPT", b"550 no such user\r\n", counts("adres geweigerd: 550", blijvend=True)),
        ("DATA", b"451 later\r\n", counts("mail geweigerd: 451")),
        ("DATA", b"554 no\r\n", counts("mail geweigerd: 554")),
        (END, b"451 later\r\n", counts("mail geweigerd: 451")),
        (END, b"552 too much\r\n", counts("mail geweigerd: 552")),
        ("MAIL", b"421 bye\r\n", waits("verbinding verbroken: 421", alles=False)),
        ("MAIL", b"hello?\r\n", waits("verbinding verbroken: -1", alles=False)),
        *[(word, b"421 bye\r\n", counts("verbinding verbroken bij dit adres: 421")) for word in ("RCPT", "DATA", END)],
        *[(word, b"hello?\r\n", counts("verbinding verbroken bij dit adres: -1")) for word in ("RCPT", "DATA")],
    ],
)
def test_what_a_server_refuses_is_known_by_its_number_and_never_by_its_words(
    settings: Settings, word: str, answer: bytes, expected: tuple[str, bool, bool, bool]
) -> None:
    assert outcome(Mailserver([{word: answer}]), settings) == expected


@pytest.mark.parametrize(
    ("answer", "reden"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "mailserver niet bereikbaar: -1"),
        (b"\x16\x03\x01\x00\xff\r\n", "mailserver niet bereikbaar: -1"),
        (b"220 " + b"x" * 20_000 + b"\r\n", "mailserver niet bereikbaar: 500"),
        (FLOOD, "mailserver niet bereikbaar: SMTPServerDisconnected"),
        (b"", GEEN_ANTWOORD),
    ],
)
def test_what_is_no_mail_server_or_never_stops_talking_gets_no_mail(
    settings: Settings, answer: bytes, reden: str
) -> None:
    server = Mailserver([{GREETING: answer}])
    assert (outcome(server, settings), server.received) == (waits(reden, alles=True), [])


def test_once_it_hangs_it_is_not_asked_again_in_this_round(settings: Settings) -> None:
    server = Mailserver([{"MAIL": HANG}])
    with opened(server, settings) as postbode:
        for _ in range(3):
            with pytest.raises(PostbusWeg, match=GEEN_ANTWOORD):
                postbode.deliver(MAIL)
    assert server.connections == 1


@pytest.mark.parametrize("word", ["MAIL", "RCPT"])
@pytest.mark.parametrize("second", [DROP, b"421 enough\r\n"])
def test_a_server_that_takes_one_mail_a_connection_is_connected_again_and_gets_each_mail_once(
    settings: Settings, word: str, second: bytes
) -> None:
    server = Mailserver([{word: [b"250 OK\r\n", second]}, {}])
    with opened(server, settings) as postbode:
        postbode.deliver(MAIL)
        postbode.deliver(replace(MAIL, aan="ander@mail.example"))
    assert (len(server.received), server.connections) == (2, 2)


def test_a_server_that_leaves_right_after_it_took_the_mail_has_it_once(settings: Settings) -> None:
    server = Mailserver([{"QUIT": DROP}])
    assert (outcome(server, settings), len(server.received)) == (("", False, False, False), 1)


def test_after_a_refused_mail_the_next_one_goes_over_the_same_line(settings: Settings) -> None:
    server = Mailserver([{"RCPT": b"450 greylisted\r\n"}])
    with opened(server, settings) as postbode:
        for _ in range(2):
            with pytest.raises(MailNietVerzonden, match="450"):
                postbode.deliver(MAIL)
    assert (server.connections, server.words.count("RSET")) == (1, 2)


def test_a_server_that_does_not_start_anew_after_a_refusal_is_connected_again(settings: Settings) -> None:
    server = Mailserver([{"RCPT": b"550 no such user\r\n", "RSET": DROP}, {}])
    with opened(server, settings) as postbode:
        with pytest.raises(MailNietVerzonden, match="550"):
            postbode.deliver(MAIL)
        postbode.deliver(replace(MAIL, aan="ander@mail.example"))
    assert (server.connections, len(server.received)) == (2, 1)


def test_a_server_where_one_cannot_log_in_gets_no_mail(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "w").write_text("geheim", encoding="utf-8")
    known = replace(settings, smtp_gebruiker="portaal", smtp_wachtwoord=tmp_path / "w")
    server = Mailserver()
    assert (outcome(server, known), server.received) == (waits("aanmelden geweigerd: 0", alles=True), [])


def test_a_line_with_one_dot_ends_no_mail_early(settings: Settings) -> None:
    server = Mailserver()
    dots = replace(MAIL, onderwerpen=(replace(MAIL.onderwerpen[0], uitleg=("Zie\n.\n..en verder.",)),))
    with opened(server, settings) as postbode:
        postbode.deliver(dots)
    (raw,) = server.received
    assert (raw.count(b"\r\n..\r\n"), raw.count(b"\r\n...en verder."), b"\n" in raw.replace(b"\r\n", b"")) == (
        1,
        1,
        False,
    )


@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize(
    ("host", "days", "trusted", "reden"),
    [
        ("localhost", 2, True, ""),
        ("localhost", 2, False, "certificaat niet goed: 18"),
        ("localhost", -1, True, "certificaat niet goed: 10"),
        ("elders.example", 2, True, "certificaat niet goed: 62"),
    ],
)
def test_in_production_only_a_server_that_proves_its_name_gets_mail(
    settings: Settings, tmp_path: Path, host: str, days: int, reden: str, *, trusted: bool, direct: bool
) -> None:
    context, file = certificate(tmp_path, host=host, days=days)
    server = Mailserver([{"EHLO": STARTTLS}], context=context, direct=direct)
    production = replace(
        settings, demo=False, smtp_ca=file if trusted else None, smtp_tls="direct" if direct else "starttls"
    )
    expected = waits(reden, alles=True) if reden else ("", False, False, False)
    assert (outcome(server, production), len(server.received)) == (expected, 0 if reden else 1)


@pytest.mark.parametrize(
    ("answers", "reden"),
    [
        ({}, "geen TLS aangeboden"),  # not offered, or taken out of the answer on the way
        ({"EHLO": STARTTLS, "STARTTLS": b"454 not now\r\n"}, "mailserver niet bereikbaar: 454"),
        ({"EHLO": STARTTLS, "STARTTLS": b"250 sure\r\n"}, "mailserver niet bereikbaar: 250"),
        ({"EHLO": STARTTLS, "STARTTLS": HANG}, GEEN_ANTWOORD),
        ({"EHLO": STARTTLS, "STARTTLS": DROP}, "mailserver niet bereikbaar: SMTPServerDisconnected"),
    ],
)
def test_in_production_nothing_is_said_of_a_mail_before_the_line_is_secret(
    settings: Settings, answers: Mapping[str, bytes], reden: str
) -> None:
    server = Mailserver([answers])
    assert outcome(server, replace(settings, demo=False)) == waits(reden, alles=True)
    assert ("MAIL" in server.words, server.received) == (False, [])


def test_what_was_put_on_the_line_before_it_was_secret_is_thrown_away(settings: Settings, tmp_path: Path) -> None:
    context, file = certificate(tmp_path)
    injected = b"220 go ahead\r\n250 I am the server\r\n"
    server = Mailserver([{"EHLO": STARTTLS, "STARTTLS": injected}], context=context)
    with opened(server, replace(settings, demo=False, smtp_ca=file)) as postbode:
        postbode.deliver(MAIL)
    assert (server.words[:3], len(server.received)) == (["EHLO", "STARTTLS", "EHLO"], 1)


def test_nobody_reads_an_address_or_a_number_in_the_log_of_a_failure(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for word in (GREETING, "RCPT", END):
        reden, *_ = outcome(Mailserver([{word: b"550 <consulent@mail.example> BP-7K2M-9QXA\r\n"}]), settings)
        assert ("consulent" in reden, "BP-" in reden) == (False, False)
    assert ("consulent" in caplog.text, "BP-" in caplog.text) == (False, False)
