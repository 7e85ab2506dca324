"""Conditions as data: what must be answered before a rule of a mailbox applies.

A condition is a value, never a lambda, so that beheer can show it, a test can check the fields
it names, and the docs can print it. `Feiten` maps field names to answers and derived facts;
several choices in one field are a tuple.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from portal.domain.datums import maanden_later

Feit: TypeAlias = "str | tuple[str, ...]"
Feiten: TypeAlias = Mapping[str, Feit]


@dataclass(frozen=True, slots=True)
class Is:
    """The field has this value, or holds it among several."""

    veld: str
    waarde: str

    def geldt(self, feiten: Feiten) -> bool:
        """Tell whether the facts meet the condition."""
        feit = feiten.get(self.veld, "")
        return self.waarde in feit if isinstance(feit, tuple) else feit == self.waarde

    def velden(self) -> frozenset[str]:
        """Name the fields the condition looks at."""
        return frozenset({self.veld})


@dataclass(frozen=True, slots=True)
class Ingevuld:
    """The field has an answer, whatever it is."""

    veld: str

    def geldt(self, feiten: Feiten) -> bool:
        """Tell whether the facts meet the condition."""
        return bool(feiten.get(self.veld))

    def velden(self) -> frozenset[str]:
        """Name the fields the condition looks at."""
        return frozenset({self.veld})


@dataclass(frozen=True, slots=True)
class Gelijk:
    """Two fields are both answered and equal, such as the old and the new gemeente; or the one is among the other's."""

    veld: str
    ander: str

    def geldt(self, feiten: Feiten) -> bool:
        """Tell whether the facts meet the condition."""
        feit, ander = feiten.get(self.veld), feiten.get(self.ander)
        return bool(feit) and (feit == ander or (isinstance(ander, tuple) and feit in ander))

    def velden(self) -> frozenset[str]:
        """Name the fields the condition looks at."""
        return frozenset({self.veld, self.ander})


@dataclass(frozen=True, slots=True)
class Eerder:
    """The date in one field, so many months later, comes before the date in the other; not for showing a field."""

    veld: str
    ander: str
    maanden: int = 0

    def geldt(self, feiten: Feiten) -> bool:
        """Tell whether the facts meet the condition."""
        feit, ander = feiten.get(self.veld), feiten.get(self.ander)
        if not (isinstance(feit, str) and feit and isinstance(ander, str) and ander):
            return False
        return maanden_later(date.fromisoformat(feit), self.maanden) < date.fromisoformat(ander)

    def velden(self) -> frozenset[str]:
        """Name the fields the condition looks at."""
        return frozenset({self.veld, self.ander})


@dataclass(frozen=True, slots=True)
class Niet:
    """The other condition does not hold."""

    voorwaarde: "Voorwaarde"

    def geldt(self, feiten: Feiten) -> bool:
        """Tell whether the facts meet the condition."""
        return not self.voorwaarde.geldt(feiten)

    def velden(self) -> frozenset[str]:
        """Name the fields the condition looks at."""
        return self.voorwaarde.velden()


@dataclass(frozen=True, slots=True, init=False)
class En:
    """All the conditions hold."""

    delen: "tuple[Voorwaarde, ...]"

    def __init__(self, *delen: "Voorwaarde") -> None:
        """Take the conditions one after another."""
        object.__setattr__(self, "delen", delen)

    def geldt(self, feiten: Feiten) -> bool:
        """Tell whether the facts meet the condition."""
        return all(deel.geldt(feiten) for deel in self.delen)

    def velden(self) -> frozenset[str]:
        """Name the fields the condition looks at."""
        return frozenset[str]().union(*(deel.velden() for deel in self.delen))


@dataclass(frozen=True, slots=True, init=False)
class Of:
    """At least one of the conditions holds."""

    delen: "tuple[Voorwaarde, ...]"

    def __init__(self, *delen: "Voorwaarde") -> None:
        """Take the conditions one after another."""
        object.__setattr__(self, "delen", delen)

    def geldt(self, feiten: Feiten) -> bool:
        """Tell whether the facts meet the condition."""
        return any(deel.geldt(feiten) for deel in self.delen)

    def velden(self) -> frozenset[str]:
        """Name the fields the condition looks at."""
        return frozenset[str]().union(*(deel.velden() for deel in self.delen))


Voorwaarde: TypeAlias = Is | Ingevuld | Gelijk | Eerder | Niet | En | Of


def in_woorden(voorwaarde: Voorwaarde) -> str:
    """Say a condition in Dutch, for beheer and the printed declarations."""
    match voorwaarde:
        case Is(veld, waarde):
            return f"{veld} is '{waarde}'"
        case Ingevuld(veld):
            return f"{veld} is ingevuld"
        case Gelijk(veld, ander):
            return f"{veld} is gelijk aan {ander}"
        case Eerder(veld, ander, maanden):
            return f"{veld} plus {maanden} maanden is eerder dan {ander}"
        case Niet(binnen):
            return f"niet ({in_woorden(binnen)})"
        case En(delen):
            return " en ".join(f"({in_woorden(deel)})" for deel in delen)
        case Of(delen):
            return " of ".join(f"({in_woorden(deel)})" for deel in delen)
        case _:
            assert_never(voorwaarde)
