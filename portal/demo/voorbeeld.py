"""What an example of the demo is: a bericht, or a toewijzing, with who did what since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

VORIG_JAAR: Final = "vorig jaar"
VERZONNEN: Final = "Dit is een verzonnen voorbeeld."
Waarde: TypeAlias = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
    """One act in the verloop of an example: who, which overgang, with what text, so many days after the one before.

    `dag`, `getekend` and `bestand` are for an overgang that asks a day, a signature or a file; `antwoorden` for one with a form.
    """

    account: str
    code: str
    tekst: str = ""
    doel: str = ""
    na: int = 0
    dag: bool = False
    getekend: bool = False
    bestand: str = ""
    antwoorden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorbeeld:
    """An example bericht: who sends it so many days ago, which answers differ, and what happened since.

    `over` is the `naam` of an earlier example about the same client. An answer with a sign is a day so many days from then; one
    with '#' the number of the bericht of that `naam`; one with '~' the first choice whose words begin so.
    """

    account: str
    dagen: int
    mailbox: str = "verzoek-overdracht-toewijzing"
    client: tuple[str, str, str] | None = None
    naam: str = ""
    over: str = ""
    antwoorden: Mapping[str, Waarde] = field(default_factory=dict)
    stappen: tuple[Stap, ...] = ()
    taken_gedaan: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Toewijzingvoorbeeld:
    """A toewijzing that a team wrote down by hand: for how many days it has run and how many are left."""

    account: str
    client: tuple[str, str, str]
    gemeente: str
    aanbieder: str
    producten: tuple[str, ...]
    loopt: int
    nog: int


def stap(account: str, code: str, tekst: str = "", *, na: int = 0, doel: str = "") -> Stap:
    """Make a step of words alone."""
    return Stap(account=account, code=code, tekst=tekst, doel=doel, na=na)


def opgepakt(account: str, *, na: int = 0) -> Stap:
    """Make the step by which somebody takes a bericht on."""
    return stap(account, "oppakken", na=na)


def op_dag(account: str, code: str, tekst: str = "", *, na: int = 0, getekend: bool = False) -> Stap:
    """Make a step that asks a day, which is the day on which it is made; `getekend` when it asks a signature too."""
    return Stap(account=account, code=code, tekst=tekst, na=na, dag=True, getekend=getekend)
