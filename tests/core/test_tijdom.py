"""The time that somebody was given to complete his aanvraag: asked, shown, guarded, and never forgotten."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.core.herinneren.aflopend import stilstaand
from portal.core.klokken.klokcontrole import KlokNodig
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.domain.grond import AANVULLING, INSTEMMING, OVERMACHT, Grond
from portal.models import Bericht, Termijnperiode, Termijnstap, Uitgaand
from portal.worker.loop import work_clocks
from tests.core.test_klokwijziging import VANDAAG, aanvraag, klok, urgent, voorvallen, wijzig
from tests.core.test_op_tijd import numbers
from tests.core.test_taakklokken import done
from tests.installatie import EEMSDELTA, Installatie

TOT = date(2026, 4, 20)


def stil(huis: Installatie, grond: str, uiterlijk: date | None = TOT) -> UUID:
    """A beschikking, due on 16 April, that stands still from 3 April."""
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=grond, uiterlijk=uiterlijk)
    told(huis)
    return bericht


def told(huis: Installatie) -> list[tuple[str, str]]:
    """Return who was promised a mail about a clock and of which kind, and forget them."""
    with huis.services.database.schrijven() as session:
        wacht = select(Uitgaand).where(Uitgaand.soort == "termijnmail", Uitgaand.status == "wacht")
        rows = [json.loads(rij.lading) for rij in session.scalars(wacht)]
        session.execute(update(Uitgaand).values(status="gedaan"))
    return sorted((row["aan"], row["sjabloon"]) for row in rows)


def _roles(huis: Installatie) -> list[tuple[str, str]]:
    """Return for which role in the team a mail about a clock waits, and of which kind."""
    with huis.services.database.lezen() as session:
        wacht = select(Uitgaand.lading).where(Uitgaand.soort == "termijnmail", Uitgaand.status == "wacht")
        rows = [json.loads(lading) for lading in session.scalars(wacht)]
    return [(row["rol"], row["sjabloon"]) for row in rows]


def on(huis: Installatie, dag: date) -> list[tuple[str, str]]:
    """Let the worker pass on this day; return whom it told what."""
    huis.later(days=(dag - huis.now.date()).days)
    work_clocks(huis.services, now=huis.now)
    return told(huis)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("grond", "uiterlijk"), [(AANVULLING, None), (AANVULLING, VANDAAG), (OVERMACHT, VANDAAG)])
def test_a_clock_that_waits_for_the_aanvrager_asks_until_when_and_the_day_lies_ahead(
    huis: Installatie, grond: object, uiterlijk: date | None
) -> None:
    bericht = aanvraag(huis)
    with pytest.raises(KlokNodig) as nodig:
        wijzig(huis, bericht, "opschorten", VANDAAG, grond=getattr(grond, "code", ""), uiterlijk=uiterlijk)
    assert nodig.value.veld == "uiterlijk"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_time_of_more_than_a_year_is_taken_for_a_mistyped_year(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    for dag in (date(2027, 4, 4), date(2062, 4, 30), date.max):
        with pytest.raises(KlokNodig, match="meer dan een jaar na donderdag 2 april 2026") as nodig:
            wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code, uiterlijk=dag)
        assert nodig.value.veld == "uiterlijk"
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code, uiterlijk=date(2027, 4, 3))
    assert klok(huis, bericht).status is Klokstatus.OPGESCHORT


def test_while_a_long_time_lasts_the_team_hears_every_four_weken_that_it_stands_still_until_it_is_almost_over(
    huis: Installatie,
) -> None:
    tot = date(2026, 8, 13)  # 19 weken after 2 April
    bericht = stil(huis, AANVULLING.code, tot)
    verloop = [(dag, mail) for dag in (VANDAAG + timedelta(days=n) for n in range(142)) for _, mail in on(huis, dag)]
    nog = [VANDAAG + timedelta(weeks=4 * n) for n in range(1, 4)]
    assert verloop[:4] == [*((dag, "staat-stil") for dag in nog), (tot + timedelta(days=1), "loopt-weer")]
    assert klok(huis, bericht).status is Klokstatus.LOOPT


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_of_a_year_that_was_mistyped_before_it_was_asked_the_team_hears_all_the_same(huis: Installatie) -> None:
    stil(huis, AANVULLING.code)
    with huis.services.database.schrijven() as session:
        session.scalars(select(Termijnperiode)).one().uiterlijk = date.max
    work_clocks(huis.services, now=huis.now)
    assert on(huis, VANDAAG + timedelta(weeks=4)) == [(EEMSDELTA, "staat-stil")]


def test_when_nothing_comes_the_clock_runs_on_from_the_day_after_and_the_team_hears_it_once(huis: Installatie) -> None:
    bericht = stil(huis, AANVULLING.code)
    versie = _bericht(huis, bericht).versie
    assert "Vanaf dinsdag 21 april 2026 loopt de termijn weer" in klok(huis, bericht).uitleg
    assert (on(huis, TOT), klok(huis, bericht).status) == ([], Klokstatus.OPGESCHORT)
    assert on(huis, TOT + timedelta(days=4)) == [(EEMSDELTA, "loopt-weer")]
    weer = klok(huis, bericht)
    # 3 to 20 April stood still: 18 days after 16 April, on the monday before 5 May
    assert (weer.status, weer.datum, urgent(huis, bericht)) == (Klokstatus.LOOPT, date(2026, 5, 4), date(2026, 5, 4))
    assert (voorvallen(weer)[-1], weer.historie[-1].wie) == (
        (Gebeurtenis.HERVAT, None, date(2026, 5, 4)),
        "het portaal",
    )
    assert _bericht(huis, bericht).versie == versie + 1
    assert on(huis, TOT + timedelta(days=5)) == []


def test_an_answer_that_did_come_in_time_is_told_afterwards_and_no_later_day_is(huis: Installatie) -> None:
    bericht = stil(huis, AANVULLING.code)
    on(huis, TOT + timedelta(days=1))
    huis.later(days=2)
    for dag in (date(2026, 4, 21), date(2026, 4, 22)):
        with pytest.raises(KlokNodig):
            wijzig(huis, bericht, "doorlopen", dag)
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 13))
    assert klok(huis, bericht).datum == date(2026, 4, 28)  # 10 days later is zondag, then Koningsdag
    assert klok(huis, bericht).historie[-1].wie != "het portaal"


def test_a_worker_that_was_away_until_after_the_last_day_tells_once_that_it_is_late(huis: Installatie) -> None:
    """The time was over on 20 April, and with that the term on 4 May: one mail about it says both."""
    bericht = stil(huis, AANVULLING.code)
    assert on(huis, date(2026, 5, 6)) == [(EEMSDELTA, "te-laat")]
    weer = klok(huis, bericht)
    assert (weer.status, weer.datum, on(huis, date(2026, 5, 6))) == (Klokstatus.LOOPT, date(2026, 5, 4), [])


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_uitstel_that_was_agreed_until_a_day_ends_by_itself(huis: Installatie) -> None:
    bericht = stil(huis, INSTEMMING.code)
    assert on(huis, TOT + timedelta(days=1)) == [(EEMSDELTA, "loopt-weer")]
    assert klok(huis, bericht).datum == date(2026, 5, 4)


def test_on_another_ground_the_team_is_told_and_decides(huis: Installatie) -> None:
    bericht = stil(huis, OVERMACHT.code)
    assert on(huis, TOT + timedelta(days=1)) == [(EEMSDELTA, "tijd-om")]
    assert (klok(huis, bericht).status, on(huis, TOT + timedelta(days=9))) == (Klokstatus.OPGESCHORT, [])


@pytest.mark.parametrize("uiterlijk", [TOT, None])
def test_while_a_clock_stands_still_the_team_hears_it_again_every_four_weken_and_no_more_often(
    huis: Installatie, uiterlijk: date | None
) -> None:
    bericht = stil(huis, OVERMACHT.code, uiterlijk)
    eerst = TOT + timedelta(days=1) if uiterlijk else VANDAAG + timedelta(weeks=4)
    soort = "tijd-om" if uiterlijk else "staat-stil"
    dagen = [eerst + timedelta(days=n) for n in (-1, 0, 1, 27, 28, 29, 98, 99, 125, 126)]
    assert [[kind for _, kind in on(huis, dag)] for dag in dagen] == [
        [],
        [soort],
        [],
        [],
        ["staat-stil"],
        [],
        ["staat-stil"],
        [],
        [],
        ["staat-stil"],
    ]
    wijzig(huis, bericht, "doorlopen", huis.now.date())
    assert "staat-stil" not in [kind for _, kind in on(huis, eerst + timedelta(days=200))]


PINKSTEREN = [date(2026, 5, dag) for dag in (22, 23, 24, 25, 26, 27)]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("grond", "soort", "status"),
    [(AANVULLING, "loopt-weer", Klokstatus.LOOPT), (OVERMACHT, "tijd-om", Klokstatus.OPGESCHORT)],
)
def test_a_time_that_is_over_in_the_weekend_is_told_on_the_first_werkdag_and_the_clock_does_not_wait_for_that(
    huis: Installatie, grond: Grond, soort: str, status: Klokstatus
) -> None:
    bericht = stil(huis, grond.code, PINKSTEREN[0])
    gezien = [([kind for _, kind in on(huis, dag)], klok(huis, bericht).status) for dag in PINKSTEREN]
    assert gezien == [
        ([], Klokstatus.OPGESCHORT),
        ([], status),
        ([], status),
        ([], status),
        ([soort], status),
        ([], status),
    ]
    # 3 April to 22 May stood still: 50 days after 16 April
    assert urgent(huis, bericht) == (date(2026, 6, 5) if status is Klokstatus.LOOPT else NOOIT)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_that_a_clock_still_stands_still_is_told_on_a_werkdag(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    huis.later(days=2)
    wijzig(huis, bericht, "opschorten", date(2026, 4, 4), grond=OVERMACHT.code, uiterlijk=None)
    told(huis)
    dagen = [date(2026, 5, 2), date(2026, 5, 3), date(2026, 5, 4), date(2026, 5, 5)]
    assert [[kind for _, kind in on(huis, dag)] for dag in dagen] == [[], [], ["staat-stil"], []]


def test_what_stands_still_is_in_the_overview_first_of_which_the_time_is_over_page_by_page(huis: Installatie) -> None:
    zonder, met, nog = stil(huis, OVERMACHT.code, None), stil(huis, AANVULLING.code), stil(huis, OVERMACHT.code, None)
    consulent, na = huis.gebruiker("consulent"), ""
    gezien: list[tuple[UUID | None, date]] = []
    while na or not gezien:
        lijst = stilstaand(huis.services, consulent, keuze="alles", na=na, hoogstens=1)
        gezien += [(rij.bericht, rij.datum) for rij in lijst.rijen]
        na = lijst.volgende
    alles = [(rij.bericht, rij.datum) for rij in stilstaand(huis.services, consulent, keuze="alles").rijen]
    assert gezien == alles
    assert (alles[0], set(alles[1:])) == ((met, TOT), {(zonder, NOOIT), (nog, NOOIT)})
    assert stilstaand(huis.services, consulent, keuze="alles", na="x", hoogstens=1).rijen[0].bericht == met
    for account in ("indiener", "groningen"):  # no clock of their own stands still
        assert stilstaand(huis.services, huis.gebruiker(account), keuze="alles").rijen == ()


def test_a_warning_that_nobody_read_yet_when_the_clock_came_to_stand_still_comes_once_it_runs_on(
    huis: Installatie,
) -> None:
    bericht = aanvraag(huis)
    hier = klok(huis, bericht).id
    with huis.services.database.schrijven() as session:
        stap = {"termijn": hier, "stap": "-3-kalenderdag-behandelend_team", "gepland": date(2026, 4, 9)}
        session.add(Termijnstap(**stap, gedaan=huis.now, uitkomst="melden", aan="behandelend_team"))
        session.add(Termijnstap(**stap | {"stap": "overgang:iets"}, gedaan=huis.now, uitkomst="gedaan", aan="portaal"))
    huis.later(days=8)
    wijzig(huis, bericht, "opschorten", date(2026, 4, 10), grond=AANVULLING.code, uiterlijk=TOT)
    told(huis)
    assert on(huis, date(2026, 4, 10)) == []
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Termijnstap.stap)).all() == ["overgang:iets"]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_was_told_in_days_that_turned_out_to_stand_still_is_told_again(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    assert on(huis, date(2026, 4, 15)) == [(EEMSDELTA, "herinnering")]
    wijzig(huis, bericht, "opschorten", date(2026, 4, 14), grond=OVERMACHT.code, uiterlijk=None)
    huis.later(days=5)
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 20), tekst="")
    told(huis)
    # the last day is dinsdag 21 April now, so today is the day of the warning
    assert on(huis, date(2026, 4, 20)) == [(EEMSDELTA, "herinnering")]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("grond", "op", "datum", "laat"),
    [
        # 3 to 23 April stood still, whatever time was given: 21 days after 16 April
        (OVERMACHT, date(2026, 4, 24), date(2026, 5, 7), False),
        # by law it ran again from 21 April on, though no worker passed: 18 days after 16 April
        (AANVULLING, date(2026, 4, 24), date(2026, 5, 4), False),
        (AANVULLING, date(2026, 5, 6), date(2026, 5, 4), True),
    ],
)
def test_what_is_done_while_it_stands_still_is_judged_as_if_it_ran_again_on_that_day(
    huis: Installatie, grond: Grond, op: date, datum: date, *, laat: bool
) -> None:
    bericht = stil(huis, grond.code)
    huis.doe(huis.gebruiker("consulent"), bericht, "toegekend", tekst="De ondersteuning blijft nodig.")
    huis.later(days=(op - VANDAAG).days)
    done(huis, bericht, "beschikking", op)
    gehaald = klok(huis, bericht)
    assert (gehaald.status, gehaald.datum, gehaald.te_laat) == (Klokstatus.GEHAALD, datum, laat)
    assert "De termijn stond stil van vrijdag 3 april" in gehaald.uitleg
    if grond is OVERMACHT:  # another day on which it was done is judged in the same way
        wijzig(huis, bericht, "dag-verbeteren", op - timedelta(days=1))
        assert (klok(huis, bericht).datum, klok(huis, bericht).te_laat) == (datum - timedelta(days=1), False)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_who_may_let_it_run_hears_that_it_stands_still_and_who_must_send_it_also_that_it_runs_again(
    huis: Installatie,
) -> None:
    """The backoffice has the open taak of both beschikkingen, and may let no clock run."""
    berichten = [aanvraag(huis), aanvraag(huis)]
    for bericht, grond in zip(berichten, (OVERMACHT, AANVULLING), strict=True):
        huis.doe(huis.gebruiker("consulent"), bericht, "toegekend", tekst="De ondersteuning blijft nodig.")
        wijzig(huis, bericht, "opschorten", VANDAAG, grond=grond.code, uiterlijk=TOT)
    stil_gemeld = {"tijd-om", "loopt-weer", "staat-stil"}
    for later, verwacht in (
        (19, [("", "loopt-weer"), ("", "tijd-om"), ("backoffice", "loopt-weer")]),
        (28, [("", "staat-stil")]),
    ):
        huis.later(days=later)
        told(huis)
        work_clocks(huis.services, now=huis.now)
        assert sorted((rol, soort) for rol, soort in _roles(huis) if soort in stil_gemeld) == verwacht


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_lapses_while_it_stands_still_was_never_late(huis: Installatie) -> None:
    bericht = stil(huis, OVERMACHT.code)
    huis.later(days=22)
    eerst = numbers(huis)
    huis.doe(huis.gebruiker("consulent"), bericht, "afsluiten", tekst="De burger trekt de aanvraag in.")
    assert (klok(huis, bericht).status, numbers(huis)) == (Klokstatus.VERVALLEN, eerst)


def _bericht(huis: Installatie, bericht: UUID) -> Bericht:
    with huis.services.database.lezen() as session:
        return session.get_one(Bericht, bericht)
