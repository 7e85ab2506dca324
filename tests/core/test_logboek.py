"""The log as a functioneel beheerder reads it: that the clock went back, and nothing of a line that the vault did not write."""

import pytest

from portal.core.audit import KLOK_TERUG, Actor, record
from portal.core.beheer.logboek import logboek
from tests.installatie import Installatie

KLUIS = Actor(persoon="", namens="", herkomst="kluis")


@pytest.mark.parametrize(
    ("onderwerp", "over"),
    [
        (
            "2026-04-02T10:22:00+00:00/2026-04-02T09:22:00+00:00",
            "van donderdag 2 april 2026, 12:22 naar donderdag 2 april 2026, 11:22",
        ),
        ("2026-04-02T10:22:00+00:00", ""),
        ("gisteren/vandaag", ""),
        ("0001-01-01T00:00:00+14:00/2026-04-02T09:22:00+00:00", ""),
    ],
)
def test_that_the_clock_went_back_is_told_with_both_moments(huis: Installatie, onderwerp: str, over: str) -> None:
    with huis.services.database.schrijven() as session:
        record(session, KLUIS, actie=KLOK_TERUG, onderwerp=onderwerp, now=huis.now)
    while huis.vault.chain.step():
        pass
    gelezen = logboek(huis.services, huis.gebruiker("beheerder"), soort="beheer").regels
    assert [(r.wie, r.over) for r in gelezen if r.wat == "De klok van de server ging terug"] == [("de kluis", over)]
