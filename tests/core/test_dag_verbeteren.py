"""A wrong day on which a clock was met is corrected with a reason: in time or late goes by the right day, and all is kept."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.core.klokken.klokcontrole import KlokNodig
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.lezen.reading import open_bericht
from portal.models import Taak
from tests.core.test_klokwijziging import VANDAAG, aanvraag, klok, voorvallen, wijzig
from tests.core.test_taakklokken import done, toegekend
from tests.installatie import Installatie

DAG = "dag-verbeteren"


def test_a_clock_is_judged_by_the_day_on_which_it_was_really_met_and_keeps_both(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    huis.later(days=20)
    huis.doe(huis.gebruiker("consulent"), bericht, "toegekend", tekst="De ondersteuning blijft nodig.")
    done(huis, bericht, "beschikking", date(2026, 4, 22))
    assert (klok(huis, bericht).gehaald, klok(huis, bericht).te_laat) == (date(2026, 4, 22), True)
    wijzig(huis, bericht, DAG, date(2026, 4, 15), tekst="De brief ging een week eerder weg.")
    nu = klok(huis, bericht)
    assert (nu.status, nu.datum, nu.gehaald, nu.te_laat) == (
        Klokstatus.GEHAALD,
        date(2026, 4, 16),
        date(2026, 4, 15),
        False,
    )
    assert voorvallen(nu)[-1] == (Gebeurtenis.DAG_GECORRIGEERD, date(2026, 4, 22), date(2026, 4, 15))
    # What was signed still holds, so both sides read it; no other clock moved.
    geopend = open_bericht(huis.services, huis.gebruiker("indiener"), bericht, now=huis.now)
    assert geopend.kop.verloop[-1].tekst == "De brief ging een week eerder weg."
    assert {klok(huis, bericht, code).gehaald for code in ("onderzoek", "aanvraag")} == {VANDAAG}


def test_a_taak_that_met_a_clock_was_done_on_that_day_too_also_when_all_is_done(huis: Installatie) -> None:
    bericht = toegekend(huis)
    done(huis, bericht, "301-toewijzing", date(2026, 4, 28))
    done(huis, bericht, "beschikking", date(2026, 4, 28))
    huis.later(days=2)
    wijzig(huis, bericht, DAG, date(2026, 4, 30), code="toewijzing")
    with huis.services.database.lezen() as session:
        query = select(Taak.code, Taak.verzonden).where(Taak.bericht == bericht).order_by(Taak.volgnummer)
        taken = [(code, dag) for code, dag in session.execute(query)]
    assert taken == [("beschikking", date(2026, 4, 28)), ("301-toewijzing", date(2026, 4, 30))]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("code", "reden"),
    [("onderzoek", "al gehaald op deze dag"), ("beschikking", "Kies de termijn"), ("melden", "Kies de termijn")],
)
def test_only_a_clock_that_was_met_is_corrected_and_only_to_another_day(
    huis: Installatie, code: str, reden: str
) -> None:
    with pytest.raises(KlokNodig, match=reden):
        wijzig(huis, aanvraag(huis), DAG, VANDAAG, code=code)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_clock_was_not_met_before_it_began(huis: Installatie) -> None:
    bericht = toegekend(huis)
    done(huis, bericht, "301-toewijzing", date(2026, 4, 28))
    with pytest.raises(KlokNodig, match="begon pas op dinsdag 28 april 2026"):
        wijzig(huis, bericht, DAG, date(2026, 4, 27), code="toewijzing")
