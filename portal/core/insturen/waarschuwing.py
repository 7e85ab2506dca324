"""A warning as it is shown: what the reader should know before he acts, and what it is about."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Ander:
    """Another open bericht about the same client."""

    id: UUID
    nummer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waarschuwing:
    """What the reader should know before he acts, and the berichten it is about; `dood` when it is that the client has died."""

    titel: str
    tekst: str
    andere: tuple[Ander, ...] = ()
    dood: bool = False
