"""Steps: a forked child does an act and dies by SIGKILL at the n-th thing it asks of database, state file or file store."""

import gc
import json
import os
import signal
import smtplib
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from portal.vault import server
from portal.vault.door import Vault
from portal.vault.state import State
from tests.installatie import Installatie

NEVER = 0
MANY = 2000
READS = ("SELECT", "BEGIN", "PRAGMA", "CREATE TABLE IF NOT EXISTS")
FILE_STEPS = ("write", "fsync", "link", "rename", "unlink")
MAIL_STEPS = ("send", "getreply")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a child ended: where it was killed, or what it answered and after how many steps."""

    killed_at: str
    answer: Any
    steps: int = 0

    @property
    def killed(self) -> bool:
        """Whether it was killed before it could answer."""
        return bool(self.killed_at)


class ChildFailed(Exception):
    """The child ended by an error of its own; the text is its traceback."""


class Watch:
    """Counts steps in a child; at the fatal one the process is gone, as by kill -9 of another."""

    def __init__(self, fatal: int, tell: Callable[[Any], None]) -> None:
        self.count = 0
        self._fatal, self._tell = fatal, tell

    def step(self, what: str) -> None:
        """Count one step, or die before it is taken."""
        self.count += 1
        if self.count == self._fatal:
            self._tell({"killed": what})
            os.kill(os.getpid(), signal.SIGKILL)


def in_child(huis: Installatie, act: Callable[[], Any], *, fatal: int = NEVER) -> Outcome:
    """Do the act in a forked child that dies at its `fatal` step; the answer must fit in JSON."""

    def begin(step: Callable[[str], None]) -> None:
        _forget_connections(huis)
        huis.vault.state = State(huis.services.settings.vault_dir / "staat.db")
        watch_everything(step)
        watch_state(huis, step)

    with resting(huis):
        return forked(begin, act, fatal=fatal)


def forked(begin: Callable[[Callable[[str], None]], None], act: Callable[[], Any], *, fatal: int) -> Outcome:
    """Fork, let the child begin to count, and do the act there; no connection may be open."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        gc.disable()  # collecting would copy every page of the parent
        os.close(read)
        _child(begin, act, fatal, write)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = [json.loads(line) for line in pipe.read().splitlines()]
    _, status = os.waitpid(pid, 0)
    return _outcome(said, os.waitstatus_to_exitcode(status))


def killed_at_every_step(huis: Installatie, act: Callable[[], Any]) -> Iterator[Outcome]:
    """Do the act again and again, killed one step later each time; the last outcome is of the one that was not.

    An act that was done in fewer steps than the one before it died in is killed from its own last step on again.
    """
    fatal = 1
    for _ in range(MANY):
        outcome = in_child(huis, act, fatal=fatal)
        yield outcome
        if outcome.killed:
            fatal += 1
        elif outcome.steps < fatal - 1:
            fatal = outcome.steps
        else:
            return
    raise AssertionError("an act without end")


@dataclass(slots=True)
class Kluis:
    """A vault in a process of its own, behind its socket; `killed_at` tells at the end where it died, if it did."""

    killed_at: str = ""


@contextmanager
def vault_process(huis: Installatie, *, fatal: int = NEVER) -> Iterator[Kluis]:
    """Run the server of the vault in a forked child that dies at its `fatal` step; whoever asks then finds nobody."""
    with resting(huis):
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            gc.disable()
            os.close(read)
            _serve(huis, fatal, write)
        os.close(write)
    kluis = Kluis()
    with os.fdopen(read, "rb") as pipe:
        assert json.loads(pipe.readline() or '"it did not start"') == "ready"
        try:
            yield kluis
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            kluis.killed_at = str(json.loads(pipe.readline() or b'{"killed": ""}')["killed"])


@contextmanager
def resting(huis: Installatie) -> Iterator[None]:
    """Close the SQLite connections of this process for a while: none may be shared with a child."""
    for database in (huis.services.database, huis.vault.database, huis.vault.keys.database):
        if database.is_sqlite:
            database.close()
    huis.vault.state.close()
    try:
        yield
    finally:
        huis.vault.state = State(huis.services.settings.vault_dir / "staat.db")


def _forget_connections(huis: Installatie) -> None:
    """Leave the connections of the parent to the parent."""
    for database in (huis.services.database, huis.vault.database):
        database.engine.dispose(close=False)


def watch_everything(step: Callable[[str], None]) -> None:
    """Count every change and commit of a database, every act on a file, every word to a mail server.

    What only reads is no step: who dies before it leaves what he leaves at the step after it.
    """

    def statement(_connection: object, _cursor: object, text: str, *_: object) -> None:
        if not text.startswith(READS):
            step(" ".join(text.split()[:3]))

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", lambda _connection: step("commit"))
    event.listen(Session, "after_commit", lambda _session: step("committed"))
    for owner, names, what in ((os, FILE_STEPS, "file"), (smtplib.SMTP, MAIL_STEPS, "smtp")):
        for name in names:
            setattr(owner, name, _counted(f"{what}: {name}", getattr(owner, name), step))


def watch_state(huis: Installatie, step: Callable[[str], None]) -> None:
    """Count every change of the vault's state file."""

    def statement(text: str) -> None:
        if not text.startswith(READS):
            step(f"staat: {' '.join(text.split()[:3])}")

    huis.vault.state._db.set_trace_callback(statement)


def _counted(what: str, real: Callable[..., Any], step: Callable[[str], None]) -> Callable[..., Any]:
    def counted(*arguments: Any, **named: Any) -> Any:
        step(what)
        return real(*arguments, **named)

    return counted


def _child(begin: Callable[[Callable[[str], None]], None], act: Callable[[], Any], fatal: int, pipe: int) -> NoReturn:
    """Never returns: what follows in the test is the parent's."""
    tell = _teller(pipe)
    try:
        watch = Watch(fatal, tell)
        begin(watch.step)
        tell({"answer": act(), "steps": watch.count})
    except BaseException:  # noqa: BLE001 - the parent raises it
        tell({"failed": traceback.format_exc()})
    finally:
        os._exit(0)


def _serve(huis: Installatie, fatal: int, pipe: int) -> NoReturn:
    """Serve as `portal vault` does, without its thread that chains; never returns."""
    tell = _teller(pipe)
    try:
        _forget_connections(huis)
        huis.vault = Vault(huis.services.settings, klok=lambda: huis.now)
        with server._listening(huis.services.settings.vault_socket) as listener:
            step = Watch(fatal, tell).step
            watch_everything(step)
            watch_state(huis, step)
            tell("ready")
            server._Server(huis.vault, frozenset({os.geteuid()})).accept(listener, threading.Event())
    finally:
        os._exit(1)


def _teller(pipe: int) -> Callable[[Any], None]:
    """Return what tells the parent; its own writing is no step."""
    write = os.write

    def tell(said: Any) -> None:
        write(pipe, json.dumps(said).encode() + b"\n")

    return tell


def _outcome(said: list[dict[str, Any]], code: int) -> Outcome:
    last = said[-1] if said else {"failed": f"no word, exit code {code}"}
    if "failed" in last:
        raise ChildFailed(last["failed"])
    if "killed" in last:
        assert code == -signal.SIGKILL, code
        return Outcome(str(last["killed"]), None)
    return Outcome("", last["answer"], int(last["steps"]))
