"""What every use case needs, wired once by the app, the worker or the CLI."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from portal.config import Settings
from portal.core.files.store import Store
from portal.core.verzegelen import Sealer
from portal.db import Database
from portal.domain.gemeenten import Regio
from portal.domain.kalender import Kalender
from portal.domain.mailbox import Mailbox
from portal.sealing.client import OpenRequest, ResealedDek


class Mailboxen(Protocol):
    """The loaded declarations."""

    def alle(self) -> Sequence[Mailbox]:
        """Return all mailboxes, by code."""
        ...

    def met_code(self, code: str) -> Mailbox | None:
        """Return the mailbox with this code."""
        ...


class Vault(Protocol):
    """The verbs of the vault that the use cases call; raises VaultDown, Refused, TeVeel."""

    def open(
        self, token: str, *, namens: tuple[str, str], requests: Sequence[OpenRequest], reden: str, herkomst: str
    ) -> list[bytes]:
        """Return the data keys, after the vault has checked the right and written its audit line."""
        ...

    def open_list(
        self, token: str, *, namens: tuple[str, str], rows: Sequence[tuple[UUID, int, bytes]], herkomst: str
    ) -> list[str]:
        """Return the client shorthands of one page."""
        ...

    def search(self, token: str, *, namens: tuple[str, str], soort: str, waarde: str, herkomst: str) -> list[UUID]:
        """Return the berichten that match and that the asker may see."""
        ...

    def reseal(
        self, token: str, *, namens: tuple[str, str], requests: Sequence[OpenRequest], to: tuple[str, str], herkomst: str
    ) -> list[ResealedDek]:
        """Return new seals of the same items for another team."""
        ...

    def take_in(self, bericht: UUID) -> None:
        """Index a bericht and sign its receipt; idempotent."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts a use case works with."""

    settings: Settings
    database: Database
    mailboxen: Mailboxen
    regio: Regio
    kalender: Kalender
    sealer: Sealer
    vault: Vault
    store: Store
