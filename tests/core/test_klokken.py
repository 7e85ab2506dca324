"""Clocks in the database: each begins, ends, waits and goes on as its declaration says."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.klokken import klokken, klokwijziging
from portal.core.klokken.klokeinde import stop
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.klokken.urgentie import first_pressing
from portal.core.regelbron import Regelbron
from portal.domain.bron import Bron
from portal.domain.grond import OVERMACHT
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.termijn import (
    INDIENEN,
    Begin,
    BijAankomst,
    BijOvergang,
    BijTaak,
    Eenheid,
    Karakter,
    OpDatum,
    Termijn,
)
from portal.domain.voorwaarde import Is, Voorwaarde
from portal.models import Termijn as Rij
from portal.sealing.envelope import new_id
from tests.installatie import VERZOEK, Installatie

BRON = Bron(plaats="proef")
DONDERDAG = date(2026, 4, 16)


def _termijn(
    code: str,
    begint: Begin,
    *,
    aantal: int = 5,
    als: Voorwaarde | None = None,
    eindigt: tuple[str, ...] = (),
    schorst: tuple[str, ...] = (),
    hervat: tuple[str, ...] = (),
) -> Termijn:
    return Termijn(
        code=code,
        titel=code.capitalize(),
        aantal=aantal,
        eenheid=Eenheid.WERKDAG,
        begint=begint,
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=BRON,
        als=als,
        eindigt=eindigt,
        schorst=schorst,
        hervat=hervat,
    )


BESLUIT = _termijn(
    "besluit", BijAankomst(), eindigt=("afgewezen",), schorst=("vraag-stellen",), hervat=("beantwoorden", "hervatten")
)
OVERGANG = _termijn("overgang", OpDatum("overgangsdatum"), aantal=0)
NA_VRAAG = _termijn("antwoord", BijOvergang("vraag-stellen"), als=Is("soort", "wisseling"), eindigt=("beantwoorden",))
NA_TAAK = _termijn("reactie", BijTaak("afstemming"))


@pytest.fixture
def mailbox(huis: Installatie) -> Mailbox:
    """The verzoek with clocks of every kind."""
    verzoek = huis.services.mailboxen.met_code(VERZOEK)
    assert verzoek is not None
    return replace(verzoek, termijnen=(BESLUIT, OVERGANG, NA_VRAAG, NA_TAAK), geen_termijn="")


def test_at_submission_begin_the_clocks_of_arrival_and_of_a_date_that_was_answered(
    huis: Installatie, mailbox: Mailbox
) -> None:
    def started(**feiten: str) -> list[tuple[str, date]]:
        gevonden = klokken.start_termijnen(huis.services, mailbox, feiten, aankomst=DONDERDAG)
        return [(berekening.code, berekening.datum) for berekening in gevonden]

    assert started(overgangsdatum="2026-05-01") == [("besluit", date(2026, 4, 23)), ("overgang", date(2026, 5, 1))]
    assert started(overgangsdatum="") == started() == [("besluit", date(2026, 4, 23))]


def test_an_overgang_or_a_taak_starts_its_own_clock_when_the_answers_ask_it(
    huis: Installatie, mailbox: Mailbox
) -> None:
    def started(code: str, **feiten: str) -> list[str]:
        return [b.code for b in klokken.bij_overgang(huis.services, mailbox, code, feiten, op=DONDERDAG)]

    assert started("vraag-stellen", soort="wisseling") == ["antwoord"]
    assert started("vraag-stellen", soort="verhuizing") == []
    assert started("taak:afstemming") == ["reactie"]
    assert started("afstemming") == started("oppakken") == []


def _rows(huis: Installatie, mailbox: Mailbox, bericht: UUID) -> None:
    gestart = klokken.start_termijnen(huis.services, mailbox, {}, aankomst=DONDERDAG)
    with huis.services.database.schrijven() as session:
        klokken.start(session, mailbox, bericht, gestart, door=Aanleiding(now=huis.now))


def _stop(huis: Installatie, mailbox: Mailbox, bericht: UUID, code: str, *, klaar: bool = False) -> list[str]:
    door, op = Aanleiding(now=huis.now), huis.now.date()
    with huis.services.database.schrijven() as session:
        stop(session, huis.services, mailbox, bericht, code, klaar=klaar, door=door)
        klokwijziging.by_step(session, huis.services, mailbox, bericht, code, op=op, door=door)
        session.flush()
        lopend = select(Rij.code).where(Rij.bericht == bericht, Rij.status == Klokstatus.LOOPT.value)
        return sorted(session.scalars(lopend).all())


def _state(huis: Installatie, bericht: UUID) -> dict[str, tuple[str, bool]]:
    with huis.services.database.lezen() as session:
        rijen = session.query(Rij).filter(Rij.bericht == bericht).all()
        return {rij.code: (rij.status, rij.geeindigd is not None) for rij in rijen}


def test_a_clock_waits_goes_on_and_is_met_as_declared(huis: Installatie, mailbox: Mailbox) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    _rows(huis, mailbox, bericht)
    assert _stop(huis, mailbox, bericht, "oppakken") == ["besluit", "overgang"]
    assert _stop(huis, mailbox, bericht, "vraag-stellen") == ["overgang"]
    assert _state(huis, bericht)["besluit"] == (Klokstatus.OPGESCHORT.value, False)
    assert _stop(huis, mailbox, bericht, "beantwoorden") == ["besluit", "overgang"]
    assert _stop(huis, mailbox, bericht, "afgewezen") == ["overgang"]
    assert _state(huis, bericht) == {"besluit": ("gehaald", True), "overgang": ("loopt", False)}
    assert _stop(huis, mailbox, bericht, "vraag-stellen") == ["overgang"]


def test_an_answer_does_not_resume_what_the_team_let_stand_still_on_another_ground(
    huis: Installatie, mailbox: Mailbox
) -> None:
    bericht, door = huis.bericht(huis.gebruiker("indiener")), Aanleiding(now=huis.now)
    _rows(huis, mailbox, bericht)
    with huis.services.database.schrijven() as session:
        rij = session.scalars(select(Rij).where(Rij.bericht == bericht, Rij.code == "besluit")).one()
        klokwijziging.hold(session, huis.services, mailbox, rij, grond=OVERMACHT.code, op=DONDERDAG, door=door)
    assert _stop(huis, mailbox, bericht, "beantwoorden") == ["overgang"]
    assert _state(huis, bericht)["besluit"] == (Klokstatus.OPGESCHORT.value, False)


def test_a_clock_without_a_declaration_is_not_changed(huis: Installatie, mailbox: Mailbox) -> None:
    bericht, door = huis.bericht(huis.gebruiker("indiener")), Aanleiding(now=huis.now)
    _rows(huis, mailbox, bericht)
    zonder = replace(mailbox, termijnen=(OVERGANG,))
    with huis.services.database.schrijven() as session:
        rij = session.scalars(select(Rij).where(Rij.bericht == bericht, Rij.code == "besluit")).one()
        with pytest.raises(LookupError):
            klokwijziging.hold(session, huis.services, zonder, rij, grond=OVERMACHT.code, op=DONDERDAG, door=door)


def test_when_the_bericht_is_done_what_was_not_met_lapses_also_what_waited(huis: Installatie, mailbox: Mailbox) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    _rows(huis, mailbox, bericht)
    _stop(huis, mailbox, bericht, "vraag-stellen")
    assert _stop(huis, mailbox, bericht, "intrekken", klaar=True) == []
    assert _state(huis, bericht) == {"besluit": ("vervallen", True), "overgang": ("vervallen", True)}


def test_a_clock_whose_declaration_is_gone_lapses_when_the_bericht_is_done(huis: Installatie, mailbox: Mailbox) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    _rows(huis, mailbox, bericht)
    zonder = replace(mailbox, termijnen=(OVERGANG,))
    assert _stop(huis, zonder, bericht, "afgewezen") == ["besluit", "overgang"]
    assert _stop(huis, zonder, bericht, "intrekken", klaar=True) == []
    gestart = klokken.start_termijnen(huis.services, mailbox, {}, aankomst=DONDERDAG)
    with pytest.raises(LookupError):
        klokken.row(bericht, zonder, gestart[0], door=Aanleiding(now=huis.now))


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_region_sets_the_length_of_a_clock_that_names_its_setting(huis: Installatie, mailbox: Mailbox) -> None:
    regio = replace(huis.services.regio, instellingen=(("proef_lengte", "7"),))
    klok = replace(mailbox.termijnen[0], eenheid=Eenheid.KALENDERDAG, begint=BijAankomst(), instelling="proef_lengte")
    (gestart,) = klokken.start_termijnen(
        replace(huis.services, regels=Regelbron(huis.services.database, regio)),
        replace(mailbox, termijnen=(klok,)),
        {},
        aankomst=DONDERDAG,
    )
    assert (gestart.datum - DONDERDAG).days == 7


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_clock_that_the_submission_meets_runs_no_more_and_presses_nobody(huis: Installatie, mailbox: Mailbox) -> None:
    melden = replace(mailbox.termijnen[0], begint=BijAankomst(), eindigt=(INDIENEN,), schorst=(), hervat=())
    verklaring = replace(mailbox, termijnen=(melden,))
    (gestart,) = klokken.start_termijnen(huis.services, verklaring, {}, aankomst=DONDERDAG)
    rij = klokken.row(new_id(), verklaring, gestart, door=Aanleiding(now=huis.now))
    drukt = first_pressing([gestart], vandaag=DONDERDAG)
    assert (rij.status, rij.geeindigd, drukt) == (Klokstatus.GEHAALD.value, huis.now, NOOIT)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_only_a_duty_presses_once_its_day_has_passed(huis: Installatie, mailbox: Mailbox) -> None:
    (plicht, *_) = klokken.start_termijnen(huis.services, mailbox, {}, aankomst=DONDERDAG)
    mijlpaal = replace(plicht, karakter=Karakter.MIJLPAAL, datum=DONDERDAG)
    morgen = DONDERDAG + timedelta(days=1)
    assert first_pressing([plicht, mijlpaal], vandaag=DONDERDAG) == DONDERDAG
    assert first_pressing([plicht, mijlpaal], vandaag=morgen) == plicht.datum
    assert first_pressing([plicht], vandaag=date(2030, 1, 1)) == plicht.datum
    assert first_pressing([mijlpaal], vandaag=morgen) == NOOIT
