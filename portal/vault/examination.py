"""The look at the whole audit log that a beheerder asks for in the browser: one at a time, beside all other work."""

import logging
import sqlite3
import threading
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.domain.rechten import Recht
from portal.models import SealedItem
from portal.vault.admission import refuse_unless_functioneel
from portal.vault.gate import Act, Gate
from portal.vault.verify import Report, verify, written_anchors

LOG: Final = logging.getLogger(__name__)
# A small log is looked through while the page loads; of a larger one the page shows the outcome later.
WAIT_SECONDS: Final = 3.0
AGAIN_AFTER: Final = timedelta(minutes=1)
# Above this, what is sealed is left to `portal audit verify`: for minutes it would take the time that the vault opens with.
MOST_ITEMS: Final = 300_000
ANCHORS_SHOWN: Final = 10
Answer = dict[str, Any]


class Examination:
    """Runs verify in a thread of its own and keeps what it found in the state file."""

    def __init__(self, gate: Gate, *, most_items: int = MOST_ITEMS) -> None:
        """Keep the vault's parts; nothing runs yet."""
        self._gate, self._most_items = gate, most_items
        self._lock = threading.Lock()
        self._running: threading.Thread | None = None

    def begin(self, *, token: str, herkomst: str) -> Answer:
        """Begin a look unless one runs or ended less than a minute ago; waits a moment for the outcome."""
        act = Act("logboek_nakijken", herkomst)

        def work(session: Session) -> None:
            refuse_unless_functioneel(self._gate.enter(session, act, token), Recht.AUDIT_LEZEN)

        self._gate.audited(act, work)
        with self._lock:
            if not self._is_running() and not self._has_just_been():
                self._running = threading.Thread(target=self._run, name="nakijken", daemon=True)
                self._running.start()
            running = self._running
        if running is not None:
            running.join(WAIT_SECONDS)
        return self.outcome(token=token)

    def outcome(self, *, token: str) -> Answer:
        """Say whether one runs, what the last one found, and which anchors there are."""
        with self._gate.database.lezen() as session:
            refuse_unless_functioneel(self._gate.asker(session, self._gate.token(token)), Recht.AUDIT_LEZEN)
        anchors = written_anchors(self._gate)
        return {
            "bezig": self._is_running(),
            "uitkomst": self._gate.state.outcome(),
            "ankers": len(anchors),
            "laatste_ankers": anchors[: -ANCHORS_SHOWN - 1 : -1],
        }

    def _run(self) -> None:
        begonnen = self._gate.now()
        try:
            with self._gate.database.lezen() as session:
                items = session.scalar(select(func.count()).select_from(SealedItem)) or 0
            report = verify(self._gate, with_items=items <= self._most_items)
            found = _found(report, with_items=items <= self._most_items)
            act = Act("logboek_nagekeken", "kluis", remark="" if report.ok else " klopt_niet")
            self._gate.audited(act, lambda _session: None)
        except (SQLAlchemyError, sqlite3.Error, OSError) as failure:
            LOG.warning("het logboek kon niet worden nagekeken: %s", type(failure).__name__)
            found = {"mislukt": True}
        moments = {"begonnen": begonnen.isoformat(), "klaar": self._gate.now().isoformat()}
        self._gate.state.keep_outcome(moments | found)

    def _is_running(self) -> bool:
        return self._running is not None and self._running.is_alive()

    def _has_just_been(self) -> bool:
        last = self._gate.state.outcome()
        return last is not None and self._gate.now() - datetime.fromisoformat(last["klaar"]) < AGAIN_AFTER


def _found(report: Report, *, with_items: bool) -> Answer:
    """Count what was found: which items and berichten they are is for who may see that they exist."""
    return {
        "mislukt": False,
        "klopt": report.ok,
        "regels": report.lines,
        "wachten": report.unchained,
        "ankers": report.anchors,
        "soort": report.soort,
        "regel": report.regel,
        "met_onderdelen": with_items,
        "vervalst": len(report.forged),
        "ontbreekt": len(report.missing),
        "afwijkend": len(report.afwijkend),
    }
