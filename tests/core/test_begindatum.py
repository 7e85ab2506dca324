"""A corrected start reaches all that counted from it: clocks that were met, and those that follow; what was done stays done."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.bericht.zicht import kop
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.domain.bron import Bron
from portal.domain.grond import OVERMACHT
from portal.domain.partij import Partij
from portal.domain.termijn import Begin, BijOvergang, Eenheid, NaTermijn, Termijn
from portal.mailboxes import Register
from portal.models import Termijnstap
from portal.worker.loop import work_clocks
from tests.core.test_klokwijziging import aanvraag, klok, voorvallen, wijzig
from tests.installatie import Installatie

AANVRAAG = BijOvergang("aanvraag-ontvangen")


def termijn(code: str, begint: Begin, aantal: int, *eindigt: str) -> Termijn:
    return Termijn(
        code=code,
        titel=code.capitalize(),
        aantal=aantal,
        eenheid=Eenheid.KALENDERDAG,
        begint=begint,
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=Bron(plaats="proef"),
        eindigt=eindigt,
        opschorten=(OVERMACHT,),
    )


@pytest.fixture
def bericht(huis: Installatie) -> UUID:
    """A herindicatie whose aanvraag of 2 April also starts a clock that is met, and one that another follows."""
    herindicatie = huis.services.mailboxen.met_code("herindicatie")
    assert herindicatie is not None
    erbij = (
        termijn("bevestigen", AANVRAAG, 5, "bericht-sturen"),
        termijn("inlichten", AANVRAAG, 7, "bericht-sturen"),
        termijn("kort", AANVRAAG, 3),
        termijn("daarna", NaTermijn("kort"), 10),
    )
    nieuw = replace(herindicatie, termijnen=(*herindicatie.termijnen, *erbij))
    alle = tuple(nieuw if m.code == nieuw.code else m for m in huis.services.mailboxen.alle())
    huis.services = replace(huis.services, mailboxen=Register(alle))
    return aanvraag(huis)


def test_a_clock_that_was_met_in_time_turns_out_late_when_it_began_earlier(huis: Installatie, bericht: UUID) -> None:
    huis.later(days=4)
    huis.doe(huis.gebruiker("consulent"), bericht, "bericht-sturen", tekst="Ontvangen.")
    gehaald = klok(huis, bericht, "bevestigen")
    assert (gehaald.status, gehaald.datum, gehaald.te_laat) == (Klokstatus.GEHAALD, date(2026, 4, 7), False)
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 3, 30), tekst="Hij lag al maandag aan de balie.")
    nu = klok(huis, bericht, "bevestigen")
    assert (nu.status, nu.datum, nu.te_laat) == (Klokstatus.GEHAALD, date(2026, 4, 4), True)
    assert voorvallen(nu)[-1] == (Gebeurtenis.BEGIN_GECORRIGEERD, date(2026, 4, 7), date(2026, 4, 4))


def test_a_clock_that_turns_out_to_have_been_over_before_it_came_to_stand_still_is_late(
    huis: Installatie, bericht: UUID
) -> None:
    huis.later(days=12)
    wijzig(huis, bericht, "opschorten", date(2026, 4, 14), code="beschikking", grond=OVERMACHT.code, uiterlijk=None)
    assert klok(huis, bericht, "beschikking").status is Klokstatus.OPGESCHORT
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 3, 31), code="beschikking")
    nu = klok(huis, bericht, "beschikking")
    # asked on its last day, so from the day after it (Awb 4:15 lid 1): by then the term was over
    assert (nu.status, nu.datum) == (Klokstatus.LOOPT, date(2026, 4, 14))
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 3, 25), code="beschikking")
    nu = klok(huis, bericht, "beschikking")
    assert (nu.status, nu.datum) == (Klokstatus.LOOPT, date(2026, 4, 8))
    acties = kop(huis.services, huis.gebruiker("consulent"), bericht).acties
    assert "termijn-doorlopen" not in {o.code for o in acties}
    work_clocks(huis.services, now=huis.now)
    with huis.services.database.lezen() as session:
        gedaan = set(session.scalars(select(Termijnstap.stap).where(Termijnstap.termijn == nu.id)))
    assert "te-laat" in gedaan


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_clocks_that_one_step_met_are_met_on_the_same_corrected_day(huis: Installatie, bericht: UUID) -> None:
    huis.later(days=4)
    huis.doe(huis.gebruiker("consulent"), bericht, "bericht-sturen", tekst="Ontvangen.")
    wijzig(huis, bericht, "dag-verbeteren", date(2026, 4, 3), code="inlichten")
    stand = {code: klok(huis, bericht, code).gehaald for code in ("inlichten", "bevestigen", "onderzoek")}
    assert stand == {"inlichten": date(2026, 4, 3), "bevestigen": date(2026, 4, 3), "onderzoek": date(2026, 4, 2)}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_was_met_while_it_stood_still_was_never_late(huis: Installatie, bericht: UUID) -> None:
    wijzig(huis, bericht, "opschorten", date(2026, 4, 2), code="bevestigen", grond=OVERMACHT.code)
    huis.doe(huis.gebruiker("consulent"), bericht, "bericht-sturen", tekst="Ontvangen.")
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 3, 30))
    gehaald = klok(huis, bericht, "bevestigen")  # five days from 30 maart, of which it stood still for none
    assert (gehaald.datum, gehaald.te_laat) == (date(2026, 4, 4), False)


@pytest.mark.parametrize(
    ("begin", "vanaf"), [(date(2026, 4, 4), date(2026, 4, 7)), (date(2026, 4, 1), date(2026, 4, 5))]
)
def test_a_clock_that_follows_moves_along_but_not_before_what_was_really_done(
    huis: Installatie, bericht: UUID, begin: date, vanaf: date
) -> None:
    huis.later(days=4)
    work_clocks(huis.services, now=huis.now)
    assert klok(huis, bericht, "daarna").vanaf == date(2026, 4, 5)
    wijzig(huis, bericht, "begin-verbeteren", begin, code="kort")
    daarna = klok(huis, bericht, "daarna")
    assert (daarna.vanaf, daarna.datum.day) == (vanaf, vanaf.day + 10)
    huis.later(days=2)
    work_clocks(huis.services, now=huis.now)
    with huis.services.database.lezen() as session:
        gedaan = session.scalars(select(Termijnstap.stap).where(Termijnstap.stap == "start:daarna")).all()
    assert (gedaan, klok(huis, bericht, "daarna").vanaf) == (["start:daarna"], vanaf)
