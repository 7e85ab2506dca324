"""Once: an act whose answer holds a one-time password is done once, and a second click is shown the same answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.vault.gate import Act, Asker, Gate

# As long as a double click or a browser that tries again takes; the answer lies in the memory of the vault only.
REMEMBERED: Final = timedelta(minutes=1)
Answer = dict[str, Any]


def once(
    gate: Gate,
    act: Act,
    token: str,
    sleutel: UUID | None,
    work: Callable[[Session, Asker], Answer],
    *,
    over: str = "",
    committed: Callable[[], None] = lambda: None,
) -> Answer:
    """Do the work under the lock of the person records; the same session with the same key gets the same answer.

    `over` is all that was asked: a key that comes back with another question is a question of its own.
    """
    place = (act.actie, token, sleutel, over)

    def work_once(session: Session) -> Answer:
        asker = gate.enter(session, act, token)
        for old in [key for key, (until, _) in gate.answered.items() if until < asker.now]:
            del gate.answered[old]
        kept = gate.answered.get(place) if sleutel is not None else None
        if kept is not None:
            act.remark = " herhaald"
            return kept[1]
        return work(session, asker)

    with gate.records:
        answer = gate.audited(act, work_once)
        committed()
        if sleutel is not None:
            gate.answered.setdefault(place, (gate.now() + REMEMBERED, answer))
    return answer
