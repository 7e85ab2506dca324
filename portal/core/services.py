"""What every use case needs, wired once by the app, the worker or the CLI."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.config import Settings
from portal.core.files.store import Store
from portal.core.regelbron import Regelbron
from portal.core.verzegelen import Sealer
from portal.db import Database
from portal.domain.buiten import Buitenzaak
from portal.domain.gemeenten import Regio
from portal.domain.kalender import Kalender
from portal.domain.mailbox import Mailbox
from portal.sealing.client import Verbs


class Mailboxen(Protocol):
    """The loaded declarations."""

    def alle(self) -> Sequence[Mailbox]:
        """Return all mailboxes, by code."""
        ...

    def met_code(self, code: str) -> Mailbox | None:
        """Return the mailbox with this code."""
        ...

    def buiten(self, regio: Regio) -> Sequence[Buitenzaak]:
        """Return what is not for the portal in this region, with where it belongs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts a use case works with."""

    settings: Settings
    database: Database
    mailboxen: Mailboxen
    regels: Regelbron
    sealer: Sealer
    vault: Verbs
    store: Store

    @property
    def regio(self) -> Regio:
        """The region in force."""
        return self.regels.regio

    @property
    def kalender(self) -> Kalender:
        """The calendar in force."""
        return self.regels.kalender
