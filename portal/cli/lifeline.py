"""How a process of the portal ends: on TERM or INT, or when its lifeline closes."""

import os
import resource
import signal
import threading
import time
from types import FrameType
from typing import Final

GRACE_SECONDS: Final = 12.0


def harden() -> None:
    """Leave no plaintext behind: no core dump, and files for this user alone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)


def stop_on_signals(stop: threading.Event) -> None:
    """Set `stop` on TERM and INT, also where INT was inherited as ignored."""

    def handler(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)


def follow(lifeline: int | None) -> None:
    """End this process when the pipe closes: TERM first, and without mercy when that does not help."""
    if lifeline is None:
        return

    def wait() -> None:
        while os.read(lifeline, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
