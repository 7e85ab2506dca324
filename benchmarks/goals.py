"""The twenty rows: what is measured, against what, and which figure it must reach."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One figure to reach; `code` is the number of the row, with a letter where a row has more than one figure.

    Without a `limit` it is told and not judged.
    """

    code: str
    quantity: str
    limit: float | None
    at_least: bool
    unit: str = "x"

    def reached(self, value: float) -> bool:
        """Tell whether a value is good enough."""
        if self.limit is None:
            return True
        return value >= self.limit if self.at_least else value <= self.limit


def _least(code: str, quantity: str, limit: float, unit: str = "x") -> Goal:
    return Goal(code=code, quantity=quantity, limit=limit, at_least=True, unit=unit)


def _most(code: str, quantity: str, limit: float, unit: str = "x") -> Goal:
    return Goal(code=code, quantity=quantity, limit=limit, at_least=False, unit=unit)


GOALS: Final = (
    _least("1", "Berichten per seconde, hele weg, 16 tegelijk, tegen hello", 0.30),
    Goal(code="1b", quantity="Hetzelfde met twee bijlagen", limit=None, at_least=True),
    _most("2", "Processortijd van de website per bericht, tegen hello", 5),
    Goal(code="2b", quantity="Hetzelfde met twee bijlagen", limit=None, at_least=False),
    _least("3", "Berichten per seconde tegen de grens van losse commits", 0.06),
    _most("4", "Fouten bij 16 tegelijk; bewaard = bevestigd, keten heel", 0, "fouten"),
    _most("4b", "Fouten bij 16 tegelijk die versturen, zoeken, openen en besluiten; niets kwijt", 0, "fouten"),
    _most("5-pg", "Versturen bij 16 tegelijk, p95 / p50, PostgreSQL", 3),
    _most("5-sqlite", "Versturen bij 16 tegelijk, p95 / p50, SQLite", 4),
    _most("6", "Werkvoorraad, eerste bladzijde: p95 bij N / p95 bij 1.000", 1.2),
    _most("7", "Werkvoorraad, p50 tegen een GET van hello", 6),
    _most("8a", "Bericht openen: p95 bij N / p95 bij 1.000", 1.2),
    _most("8b", "Bericht openen, p50 tegen een GET van hello", 10),
    _most("9", "Zoeken op BSN: p95 bij N / p95 bij 1.000", 1.5),
    _most("10", "Versturen: p50 bij N / p50 bij 1.000", 1.25),
    _least("11", "Verzegelen in geheugen tegen kale AES-GCM", 0.8),
    _least("12a", "Bestand naar bestand verzegelen tegen kopiëren", 0.5),
    _least("12b", "Openen tegen kale AES-GCM", 0.4),
    _least("13", "Bijlagen insturen, gekeurd en verzegeld, tegen Flask zonder meer", 0.8),
    _most("14a", "Geheugen boven rust: 500 MiB achter elkaar", 12, "MiB"),
    _most("14b", "Geheugen boven rust: 16 bijlagen tegelijk", 64, "MiB"),
    _most("15", "Geheugen boven rust: 16 keer inloggen tegelijk", 64, "MiB"),
    _most("16a", "Koude start tot de eerste bladzijde, tegen hello", 3),
    _most("16b", "Koude start: bij N / bij 1.000", 1.2),
    _most("17", "Geheugen in rust (PSS), alle processen, tegen hello", 3),
    _most("18", "Grootte van de eerste bladzijde van de werkvoorraad bij N", 64, "KiB"),
    _most("19", "Klokken: ronde bij N met 1.000 aan de beurt, tegen dezelfde bij 1.000", 2),
    _least("20", "De keten van het logboek narekenen, per seconde processortijd", 100_000, "regels/s"),
)


def goal(code: str) -> Goal:
    """Return the goal with this code."""
    return next(goal for goal in GOALS if goal.code == code)
