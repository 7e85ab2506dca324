"""What a form hands to the core: answers with their labels, or errors per field; and what it may know.

The forms themselves are WTForms classes in `portal/forms` and the mailbox modules; the core knows
them only by the Protocol below.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Protocol, TypeAlias

from portal.domain.gemeenten import Regio
from portal.domain.voorwaarde import Feit, Feiten

Ruw: TypeAlias = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kader:
    """What a form may know while it checks: a value built by the core, so that a form never queries.

    `aanbieders` are (code, naam) pairs; `teams` (code, naam) those one may choose.
    `organisatie` is the sleutel of the sender's own; `bijlagen` the codes of the attachments that are there.
    `keuzes` are what fields offer that know it of nothing else, by their name, or that of the register they choose from.
    `geen_plaatsing` are the aanbieders where no burger can be placed now, for who may know that.
    `voor_burger`: a team registers what a burger brought, and says when and how it came in.
    The region (large) and `keuzes` (a mapping) are left out of the hash; they are compared all the same.
    """

    vandaag: date
    regio: Regio = field(hash=False)
    organisatie: str = ""
    aanbieders: tuple[tuple[str, str], ...] = ()
    teams: tuple[tuple[str, str], ...] = ()
    bijlagen: frozenset[str] = frozenset()
    geen_plaatsing: frozenset[str] = frozenset()
    voor_burger: bool = False
    keuzes: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: MappingProxyType({}), hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Antwoord:
    """One answer: the machine value (ISO date, CBS code, 9-digit BSN) and the text a reader sees.

    `gevoelig` hides the text until it is asked for (BSN).
    """

    veld: str
    label: str
    waarde: Feit
    tekst: str
    gevoelig: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sectie:
    """A headed group of answers."""

    titel: str
    antwoorden: tuple[Antwoord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The client as search and lists need him; empty strings where the form did not ask.

    `bsn` is 9 digits, `geboortedatum` ISO, `voorletters` upper case without dots, `kenmerk` the aanbieder's own.
    `aanduiding` stands in lists instead of him where his identity is sealed apart, or where the bericht is about no client.
    """

    bsn: str = ""
    geboortedatum: str = ""
    voorletters: str = ""
    achternaam: str = ""
    kenmerk: str = ""
    aanduiding: str = ""

    @property
    def persoon(self) -> str:
        """Who it is without a BSN, as search asks it: '1987-05-12|JV|Visser'; empty when one of them was not asked."""
        delen = (self.geboortedatum, self.voorletters, self.achternaam)
        return "|".join(delen) if all(delen) else ""

    @property
    def verkort(self) -> str:
        """The shorthand in lists: 'J.V. · 1987', else what it is about, else the kenmerk; a dash where nothing was asked."""
        if self.aanduiding:
            return self.aanduiding
        letters = f"{self.voorletters[:1]}{self.achternaam[:1]}".upper()
        if not letters:
            return f"kenmerk {self.kenmerk}" if self.kenmerk else "–"
        return " · ".join(deel for deel in ("".join(f"{x}." for x in letters), self.geboortedatum[:4]) if deel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Antwoorden:
    """A whole filled form that passed its checks."""

    formulierversie: int
    secties: tuple[Sectie, ...]
    client: Client | None = None

    def feiten(self) -> Feiten:
        """Return field name to value, for conditions, routing and clocks."""
        return {a.veld: a.waarde for sectie in self.secties for a in sectie.antwoorden}

    def deel(self, velden: Collection[str]) -> "Antwoorden":
        """Return the same form with only these fields, for a part that is sealed apart."""
        return replace(self, secties=self._only({*velden}), client=None)

    def zonder(self, velden: Collection[str]) -> "Antwoorden":
        """Return the same form without these fields."""
        return replace(self, secties=self._only(self.feiten().keys() - {*velden}))

    def _only(self, velden: Collection[str]) -> tuple[Sectie, ...]:
        over = (
            replace(sectie, antwoorden=tuple(a for a in sectie.antwoorden if a.veld in velden))
            for sectie in self.secties
        )
        return tuple(sectie for sectie in over if sectie.antwoorden)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fout:
    """One thing to mend: the field, what is wrong, and what to do, in plain Dutch."""

    veld: str
    tekst: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fouten:
    """All that is wrong with what was typed, in the order of the form."""

    fouten: tuple[Fout, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class VeldInfo:
    """A field as a declaration shows it: beheer, docs and `portal mailboxen --json`; `op` is the answer that says when it holds."""

    naam: str
    label: str
    hint: str
    soort: str
    verplicht: bool
    op: str = ""


class Ingevuld(Protocol):
    """A form with what was typed, as the core sees it; the web draws it."""

    def gelezen(self) -> Antwoorden | Fouten:
        """Check what was typed; raises nothing."""
        ...

    def getypt(self) -> Ruw:
        """Return what was typed, also what is wrong."""
        ...


class Formulier(Protocol):
    """A form class as the core sees it."""

    versie: int

    @classmethod
    def vul(cls, ruw: Ruw, kader: Kader) -> Ingevuld:
        """Make a form that holds what was typed."""
        ...

    @classmethod
    def lees(cls, ruw: Ruw, kader: Kader) -> Antwoorden | Fouten:
        """Check what was typed; raises nothing."""
        ...

    @classmethod
    def veldinfo(cls) -> tuple[VeldInfo, ...]:
        """Name the fields in their order."""
        ...
