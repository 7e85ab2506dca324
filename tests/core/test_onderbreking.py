"""The story of an onderbreking that takes too long: warned at 8, 10 and 12 weken, and a decision with what it sets."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.zicht import kop
from portal.models import Termijn
from portal.worker.loop import work_clocks
from tests.core.test_sociale_kaart import told
from tests.installatie import EEMSDELTA, SCHAKEL, Installatie
from tests.voorbeelden import volledige_onderbreking


def gestuurd(huis: Installatie, **anders: str) -> UUID:
    huis.moment[0] = datetime(2026, 2, 20, 8, tzinfo=UTC)
    bericht = huis.stuur(huis.gebruiker("indiener"), "verlenging-onderbreking", volledige_onderbreking(**anders))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def test_the_three_maanden_are_counted_from_the_stop_date_and_not_moved(huis: Installatie) -> None:
    bericht = gestuurd(huis)
    with huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn).where(Termijn.bericht == bericht)).one()
    assert (klok.datum.isoformat(), "zaterdag 2 mei 2026" in klok.uitleg) == ("2026-05-02", True)


def test_team_and_aanbieder_are_warned_at_eight_ten_and_twelve_weken_and_the_teamleider_when_it_is_late(
    huis: Installatie,
) -> None:
    gestuurd(huis)
    told(huis)
    verloop = []
    for maand, dag in ((3, 29), (3, 30), (4, 13), (4, 27), (5, 2), (5, 3), (5, 7), (5, 8)):
        huis.moment[0] = datetime(2026, maand, dag, 8, tzinfo=UTC)
        work_clocks(huis.services, now=huis.now)
        verloop += [(f"{dag}-{maand}", *mail) for mail in told(huis)]
    beide = [(dag, aan, "herinnering") for dag in ("30-3", "13-4", "27-4") for aan in (SCHAKEL, EEMSDELTA)]
    assert verloop == [*beide, ("3-5", EEMSDELTA, "te-laat"), ("7-5", EEMSDELTA, "escalatie")]


@pytest.mark.parametrize(
    ("einddatum", "taken"),
    [
        ("31-12-2026", ["301-intrekking", "intrekkingsbeschikking"]),
        ("3-5-2026", ["301-intrekking", "intrekkingsbeschikking"]),
        ("2-5-2026", ["301-intrekking"]),
        ("30-4-2026", ["301-intrekking"]),
    ],
)
def test_without_verlenging_the_burger_gets_a_beschikking_only_before_the_end_of_the_indicatie(
    huis: Installatie, einddatum: str, taken: list[str]
) -> None:
    bericht, consulent = gestuurd(huis, einddatum=einddatum), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "niet-verlengd", tekst="Geen hoge uitzondering.")
    assert [taak.code for taak in kop(huis.services, consulent, bericht).taken] == taken


@pytest.mark.parametrize("uitkomst", ["verlengd", "hervat"])
def test_an_extension_or_a_return_ends_the_matter_and_its_clock(huis: Installatie, uitkomst: str) -> None:
    bericht, consulent = gestuurd(huis), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, uitkomst, tekst="Bij hoge uitzondering.")
    zicht = kop(huis.services, consulent, bericht)
    assert (zicht.toestand.code, zicht.taken) == ("afgehandeld", ())
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Termijn.status).where(Termijn.bericht == bericht)).all() == ["gehaald"]
