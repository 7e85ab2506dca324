"""A mail server of raw sockets that answers, hangs, drips or drops at any word, and certificates of every kind."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG: Final = b"hang"
DROP: Final = b"drop"
DRIP: Final = b"drip"
FLOOD: Final = b"flood"
GREETING: Final = "GREETING"
END: Final = "."
GOOD: Final[Mapping[str, bytes]] = {
    GREETING: b"220 mail.example ESMTP\r\n",
    "EHLO": b"250 mail.example\r\n",
    "STARTTLS": b"220 go ahead\r\n",
    "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n",
    "DATA": b"354 go on\r\n",
    END: b"250 OK\r\n",
    "RSET": b"250 OK\r\n",
    "QUIT": b"221 bye\r\n",
}


Answers = Mapping[str, bytes | list[bytes]]


@dataclass
class Mailserver:
    """What it answers to each word, in order of the connections made; the last answers count for all that follow."""

    answers: Sequence[Answers] = ({},)
    context: ssl.SSLContext | None = None
    direct: bool = False
    received: list[bytes] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Serve until the block ends; gives the port."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            threads: list[threading.Thread] = []
            accepting = threading.Thread(target=self._accept, args=(listener, threads))
            accepting.start()
            try:
                yield listener.getsockname()[1]
            finally:
                self._over.set()
                with suppress(OSError):
                    listener.shutdown(socket.SHUT_RDWR)
                for thread in (accepting, *threads):
                    thread.join()

    def _accept(self, listener: socket.socket, threads: list[threading.Thread]) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                answers = {**GOOD, **self.answers[min(self.connections, len(self.answers) - 1)]}
                self.connections += 1
                threads.append(threading.Thread(target=self._serve, args=(connection, answers)))
                threads[-1].start()

    def _serve(self, connection: socket.socket, answers: Answers) -> None:
        connection.settimeout(10)
        with suppress(OSError), ExitStack() as stack:
            stack.enter_context(connection)
            self._talk(self._secured(connection, stack) if self.direct else connection, answers, stack)

    def _secured(self, connection: socket.socket, stack: ExitStack) -> socket.socket:
        assert self.context is not None
        return stack.enter_context(self.context.wrap_socket(connection, server_side=True))

    def _talk(self, connection: socket.socket, answers: Answers, stack: ExitStack) -> None:
        word = GREETING
        while self._answer(connection, answer := _next(answers[word])):
            if word == "QUIT":
                return
            if word == "STARTTLS" and self.context is not None and answer.startswith(b"220"):
                connection = self._secured(connection, stack)
            if word == "DATA" and answer.startswith(b"354"):
                self.received.append(_until(connection, b"\r\n.\r\n"))
                word = END
                continue
            word = _until(connection, b"\r\n").split()[0].decode().upper()
            self.words.append(word)

    def _answer(self, connection: socket.socket, answer: bytes) -> bool:
        """Give an answer; False when this connection is over."""
        if answer == HANG:
            self._over.wait(10)
            return False
        if answer == DROP:
            return False
        while answer in {DRIP, FLOOD} and not self._over.wait(0.01 if answer == DRIP else 0):
            connection.sendall(b"2" if answer == DRIP else b"220-" + b"x" * 4000 + b"\r\n")
        if answer in {DRIP, FLOOD}:
            return False
        connection.sendall(answer)
        return True


def _next(answer: bytes | list[bytes]) -> bytes:
    """Return an answer, the first of a list that is left; the last one stays."""
    if isinstance(answer, bytes):
        return answer
    return answer.pop(0) if len(answer) > 1 else answer[0]


def _until(connection: socket.socket, end: bytes) -> bytes:
    """Read up to and including an end; raises OSError when the other side leaves."""
    got = b""
    while not got.endswith(end):
        piece = connection.recv(1)
        if not piece:
            raise OSError
        got += piece
    return got


def certificate(folder: Path, *, host: str = "localhost", days: int = 2) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate of this host, one that ended when `days` is negative; gives the server's context and its file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, private = folder / "mail.pem", folder / "mail.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, private)
    return context, file
