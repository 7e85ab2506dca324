"""Watches the clock of the system for the log: that it went back is a line of its own, once, with both moments."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from portal.core.audit import KLOK_TERUG
from portal.vault.gate import Act, Gate

# voorstel: what a time server sets right at a stroke; a clock that is this far off is worth a line.
TOLERANCE: Final = timedelta(seconds=2)


class Watch:
    """How far the log has come, and whether it says already that the clock is behind that."""

    def __init__(self, gate: Gate, lines: Iterable[tuple[str, str]]) -> None:
        """Begin with the last lines of the log in their order, as (moment, act): a clock may go back while the vault is away."""
        self._gate = gate
        self._reached = datetime.min.replace(tzinfo=UTC)
        self._told = False
        for written, actie in lines:
            moment = _read(written)
            if moment > self._reached:
                self._reached, self._told = moment, False
            self._told = self._told or actie == KLOK_TERUG

    def look(self) -> None:
        """Write that the clock is back behind what the log has reached; once, until it has come there again."""
        now = self._gate.system_clock()
        if now >= self._reached:
            self._reached, self._told = now, False
        elif now < self._reached - TOLERANCE and not self._told:
            between = "/".join(moment.isoformat(timespec="seconds") for moment in (self._reached, now))
            self._gate.audited(Act(KLOK_TERUG, "kluis", objects={between: []}), lambda _session: None)
            self._told = True


def _read(written: str) -> datetime:
    """Read a moment of the log; what the portal never writes is long ago: verify names such a line, and the chain goes on."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
