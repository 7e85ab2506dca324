"""`portal web`: the server of the website and its workers; vault and worker never load it, which spares each ten MiB."""

import ctypes
import gc
import multiprocessing
import os
import resource
import signal
import socket
from collections.abc import Callable
from typing import Any, Final

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from portal.cli import Geweigerd
from portal.cli.processen import begin, lifeline_option
from portal.cli.taal import Opdracht
from portal.web.afmaken import UntilDone

WORKERS: Final = 2
# A connection that only waits costs a socket and some kilobytes, no thread (portal.web.bodies).
CONNECTIONS: Final = 1024
OPEN_FILES: Final = 4 * CONNECTIONS
STOP_SECONDS: Final = 10
# Python cannot wipe strings: a worker that ends takes with it what passed through (threat model).
WORKER_LIFETIME: Final = 6 * 60 * 60
PR_SET_PDEATHSIG: Final = 1


@click.command(cls=Opdracht)
@lifeline_option
def web(levenslijn: int | None) -> None:
    """Start de website, op het adres van PORTAL_HOST en PORTAL_PORT."""
    settings = begin(levenslijn)
    refuse_taken_port(settings.host, settings.port)
    gc.disable()  # until the workers are there: nothing that is made on the way is garbage
    from portal.asgi import app  # noqa: PLC0415 - it reads the settings, and vault and worker never load the website

    serve_app(app, settings.host, settings.port)


def serve_app(app: Callable[..., Any], host: str, port: int) -> None:
    """Serve an ASGI application with the settings of the website, until TERM or INT; benchmarks serve theirs with it too.

    It was made before the workers are forked, so that they share its memory and none has to make it again; it may hold
    no thread, connection or secret of a user yet. Workers that follow are forked from here too.
    """
    allow_open_files(OPEN_FILES)
    multiprocessing.set_start_method("fork", force=True)
    os.register_at_fork(after_in_child=_end_at_once)
    gc.freeze()  # a collection in a worker would write to the pages that they share

    def load() -> Callable[..., Any]:
        gc.enable()
        end_with_parent()
        return UntilDone(app)

    Granian(
        "portal",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        workers=WORKERS,
        backpressure=CONNECTIONS,
        backlog=CONNECTIONS,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # an address names berichten
        respawn_failed_workers=True,
        workers_lifetime=WORKER_LIFETIME,
        workers_kill_timeout=STOP_SECONDS,
    ).serve(target_loader=load, wrap_loader=False)


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse a port that another program listens on; the server itself would share it silently (SO_REUSEPORT)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Geweigerd(f"Poort {port} mag deze gebruiker niet gebruiken. Kies een poort boven 1023.") from None
        except OSError:
            raise Geweigerd(
                f"Poort {port} op {host} is al in gebruik. Stop het andere programma of kies een andere poort, "
                f"bijvoorbeeld PORT={port + 1}."
            ) from None


def allow_open_files(most: int) -> None:
    """Let this process and its children hold `most` files and sockets at once, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _end_at_once() -> None:
    """Let a worker that is asked to stop before it serves just end: from its parent it has a handler that does nothing here."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def end_with_parent() -> None:
    """Let the kernel end this worker when the process that forked it is gone; outside a worker, do nothing."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent.pid:  # it was gone before we asked
        os._exit(1)
