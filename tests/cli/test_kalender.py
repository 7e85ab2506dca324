"""What the command line says of the calendar: the file of the region, or the rules in force where the portal runs."""

from datetime import date

import pytest

from portal.domain.regels import NieuweSluitingsdag
from tests.cli.running import portal
from tests.core.regels import beslis, stel, twee_beheerders
from tests.domain.test_regels import DICHT, vrij
from tests.installatie import VERZOEK, Installatie


def test_a_year_is_printed_with_the_source_of_every_day() -> None:
    shown = portal("kalender", "--jaar", "2026")
    assert shown.out.splitlines()[0] == "Kalender 2026, regio Groningen (zoals in het bestand van de regio)"
    assert "  vrijdag 3 april 2026: Goede Vrijdag. Bron: Algemene termijnenwet art. 3 lid 2.\n" in shown.out
    assert "Goede Vrijdag is vrij in afgesproken termijnen: ja.\n" in shown.out
    assert "Het portaal kent de gelijkgestelde dagen alleen voor 2023 tot en met 2028.\n" in shown.out
    assert "Let op" not in shown.out


def test_a_year_without_a_decree_warns_and_one_that_cannot_be_is_refused() -> None:
    assert portal("kalender", "--jaar", "2031").out.splitlines()[-1] == (
        "Let op: voor 2031 is geen besluit bekend. Er kunnen dagen ontbreken."
    )
    refused = portal("kalender", "--jaar", "1")
    assert (refused.code, "Met het jaar 1 kan het portaal niet rekenen" in refused.err) == (1, True)
    assert portal("kalender", "--regio", "drenthe").code == 1


def test_calendar_and_clock_follow_the_rules_in_force(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    beslis(huis, twee, stel(huis, een, vrij("nee", date(2026, 1, 1))), ook_lopende=False)
    beslis(huis, twee, stel(huis, een, NieuweSluitingsdag(dag=DICHT)), ook_lopende=False)
    settings = {"data": str(huis.services.settings.data), "database_url": huis.services.settings.database_url}
    shown = portal("kalender", "--jaar", "2026", **settings)
    assert "(2 wijzigingen vastgesteld in het portaal)" in shown.out
    assert "art. 3 lid 2. In afgesproken termijnen een werkdag.\n" in shown.out
    assert "  maandag 28 december 2026: Gemeente Groningen is dicht (collectief vrij). Telt mee.\n" in shown.out
    klok = portal("termijn", VERZOEK, "reactie-ontvangende", "--vanaf", "2026-04-02", **settings)
    assert klok.out.splitlines()[0].endswith("woensdag 8 april 2026")


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_an_installation_whose_database_is_not_up_to_date_says_so(huis: Installatie) -> None:
    settings = {
        "data": str(huis.services.settings.data),
        "database_url": f"sqlite:///{huis.services.settings.data}/leeg.db",
    }
    refused = portal("kalender", **settings)
    assert (refused.code, "portal doctor" in refused.err) == (1, True)
