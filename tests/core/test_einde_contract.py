"""The contract of an aanbieder ends: nothing new, but what is still due after it can be sent (Handboek §2.4 and §5.8)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.core.beheer.aanbieders import zet_actief, zet_einde
from portal.core.bericht.zicht import kop
from portal.core.herinneren.na_contract import end_duties
from portal.core.insturen.kader import kader, sendable
from portal.core.klokken.verplichtingen import plan_duties
from portal.core.opening import NietGevonden
from portal.core.registers.registerregels import aanbieders
from portal.models import Organisatie, Termijn, Verplichting
from tests.core.test_indicatie import plans
from tests.core.test_sociale_kaart import clocks, day_by_day, told
from tests.core.test_toewijzingen import by_hand
from tests.core.test_verantwoording import WORKER, joined, owed
from tests.installatie import DIEP, EEMSDELTA, SCHAKEL, Installatie
from tests.voorbeelden import volledig_overlijden, volledige_herindicatie, volledige_kaart


def eindigt(huis: Installatie, einde: date | None) -> None:
    zet_einde(huis.services, huis.gebruiker("beheerder"), SCHAKEL, einde=einde, now=huis.now)


def te_sturen(huis: Installatie) -> set[str]:
    return {mailbox.code for mailbox in sendable(huis.services, huis.gebruiker("indiener"))}


def test_after_the_last_day_only_what_is_still_due_can_be_sent_and_for_so_long(huis: Installatie) -> None:
    alles = te_sturen(huis)
    eindigt(huis, date(2026, 4, 2))
    assert te_sturen(huis) == alles
    huis.later(days=1)
    assert te_sturen(huis) == {
        "verantwoording",
        "overlijden",
        "calamiteit-geweld",
        "onderzoeksrapport-aanbieder",
        "opvolging-toezicht",
        "klacht",
        "contractvraag",
    }
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    assert kop(huis.services, huis.gebruiker("consulent"), bericht).toestand.code == "ingediend"
    with pytest.raises(NietGevonden):
        huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    huis.moment[0] = datetime(2026, 6, 3, 8, tzinfo=UTC)
    assert "overlijden" not in te_sturen(huis)
    eindigt(huis, None)
    assert te_sturen(huis) == alles


def test_who_has_no_contract_any_more_is_chosen_by_nobody_and_stands_in_no_overview(huis: Installatie) -> None:
    def gekozen() -> tuple[bool, bool]:
        ander = huis.gebruiker("ander")
        namen = dict(kader(huis.services, ander, now=huis.now).aanbieders)
        return SCHAKEL in namen, SCHAKEL in {regel.code for regel in aanbieders(huis.services, ander)}

    eindigt(huis, date(2026, 4, 2))
    assert gekozen() == (True, True)
    huis.later(days=1)
    assert gekozen() == (False, False)


def zet(huis: Installatie, *, actief: bool) -> date | None:
    """Let De Schakel take part or no longer; returns the last day of its contract then."""
    zet_actief(huis.services, huis.gebruiker("beheerder"), SCHAKEL, actief=actief, now=huis.now)
    with huis.services.database.lezen() as session:
        return session.get_one(Organisatie, SCHAKEL).einde


def test_who_takes_part_no_longer_still_sends_what_is_due_after_a_contract(huis: Installatie) -> None:
    alles = te_sturen(huis)
    assert (zet(huis, actief=False), "overlijden" in te_sturen(huis), "herindicatie" in te_sturen(huis)) == (
        date(2026, 4, 2),
        True,
        False,
    )
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    assert kop(huis.services, huis.gebruiker("consulent"), bericht).toestand.code == "ingediend"
    huis.moment[0] = datetime(2026, 6, 3, 8, tzinfo=UTC)
    assert ("overlijden" in te_sturen(huis), "verantwoording" in te_sturen(huis)) == (False, True)
    assert zet(huis, actief=False) == date(2026, 4, 2)
    assert (zet(huis, actief=True), te_sturen(huis)) == (None, alles)


@pytest.mark.parametrize(
    ("einde", "uit", "weer"),
    [
        (date(2026, 3, 31), date(2026, 3, 31), None),
        (date(2026, 12, 31), date(2026, 4, 2), date(2026, 4, 2)),
    ],
)
def test_a_last_day_that_was_known_stays_when_it_is_earlier(
    huis: Installatie, einde: date, uit: date, weer: date | None
) -> None:
    eindigt(huis, einde)
    assert (zet(huis, actief=False), zet(huis, actief=True)) == (uit, weer)


def test_with_the_contract_the_sociale_kaart_ends_and_what_is_due_after_it_stays(huis: Installatie) -> None:
    def open_plichten(wie: str) -> set[str]:
        with huis.services.database.lezen() as session:
            query = select(Verplichting.code).where(Verplichting.organisatie == wie, Verplichting.status == "open")
            return set(session.scalars(query))

    for organisatie in (SCHAKEL, DIEP):
        joined(huis, organisatie, date(2020, 1, 1))
    kaart = huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    plan_duties(huis.services, WORKER, now=huis.now)
    na = open_plichten(SCHAKEL)
    assert open_plichten(DIEP) == na | {"eerste-opgave"}
    eindigt(huis, date(2026, 4, 7))
    zet_einde(huis.services, huis.gebruiker("beheerder"), DIEP, einde=date(2026, 4, 7), now=huis.now)
    huis.later(days=5)
    assert end_duties(huis.services, now=huis.now) == 0
    huis.later(days=1)
    assert [end_duties(huis.services, now=huis.now) for _ in range(2)] == [2, 0]
    told(huis)
    assert (open_plichten(DIEP), open_plichten(SCHAKEL)) == (na, na)
    assert clocks(huis, kaart) == {"bijwerken": ("2026-04-16", "vervallen")}
    assert [mail for mail in day_by_day(huis, 30) if mail[2] in {"herinnerd", "aanmaning", "afkoppeling"}] == []


def eerste(huis: Installatie) -> list[tuple[str, str, str, str, str]]:
    """Return each verplichting of a first sociale kaart: of whom, its kenmerk, how it stands, and the days of its first clock."""
    with huis.services.database.lezen() as session:
        query = (
            select(Verplichting, Termijn)
            .join(Termijn, Termijn.verplichting == Verplichting.id)
            .where(Termijn.code == "eerste-opgave")
            .order_by(Verplichting.organisatie, Verplichting.gemaakt)
        )
        return [
            (p.organisatie, p.kenmerk, p.status, str(k.vanaf), str(k.datum)) for p, k in session.execute(query).all()
        ]


def a_day(huis: Installatie, dag: date) -> None:
    """Let the worker look at the verplichtingen once on this day."""
    huis.moment[0] = datetime(dag.year, dag.month, dag.day, 8, tzinfo=UTC)
    plan_duties(huis.services, WORKER, now=huis.now)
    end_duties(huis.services, now=huis.now)


def test_when_a_contract_runs_again_the_sociale_kaart_is_asked_again(huis: Installatie) -> None:
    joined(huis, DIEP, date(2026, 3, 30))
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    a_day(huis, date(2026, 4, 2))
    assert eerste(huis) == [(DIEP, "eerste", "open", "2026-03-30", "2026-04-13")]
    for wie in (DIEP, SCHAKEL):  # a slip of one day in beheer
        zet_einde(huis.services, huis.gebruiker("beheerder"), wie, einde=date(2026, 4, 1), now=huis.now)
    a_day(huis, date(2026, 4, 3))
    voorbij = (DIEP, "eerste", "vervallen", "2026-03-30", "2026-04-13")
    assert eerste(huis) == [voorbij]
    zet_einde(huis.services, huis.gebruiker("beheerder"), DIEP, einde=None, now=huis.now)
    assert zet(huis, actief=True) is None
    for _ in range(2):
        a_day(huis, date(2026, 4, 7))
    weer = ("open", "2026-04-07", "2026-04-21")
    assert eerste(huis) == [(SCHAKEL, "eerste", *weer), voorbij, (DIEP, "eerste-2", *weer)]
    told(huis)
    assert ("2026-04-22", DIEP, "herinnerd") in day_by_day(huis, 15)
    kaart = huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    a_day(huis, date(2026, 4, 23))
    assert eerste(huis)[0] == (SCHAKEL, "eerste", "gehaald", "2026-04-07", "2026-04-21")
    assert clocks(huis, kaart) == {"bijwerken": ("2026-05-06", "loopt")}


def test_before_a_contract_begins_no_sociale_kaart_is_asked(huis: Installatie) -> None:
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    a_day(huis, date(2026, 4, 2))
    assert [regel[:3] for regel in eerste(huis)] == [(DIEP, "eerste", "open")]
    joined(huis, DIEP, date(2026, 7, 1))
    a_day(huis, date(2026, 4, 2))
    told(huis)
    assert {(DIEP, soort) for soort in ("herinnerd", "aanmaning")}.isdisjoint(mail[1:] for mail in day_by_day(huis, 60))
    a_day(huis, date(2026, 6, 30))
    assert [regel[:3] for regel in eerste(huis)] == [(DIEP, "eerste", "vervallen")]
    a_day(huis, date(2026, 7, 4))  # the worker was away on the first days
    assert eerste(huis)[1:] == [(DIEP, "eerste-2", "open", "2026-07-01", "2026-07-15")]


@pytest.mark.parametrize("deelname", [date(2020, 1, 1), None])
def test_whose_two_weken_were_over_or_never_began_has_them_from_the_day_on_which_he_is_asked(
    huis: Installatie, deelname: date | None
) -> None:
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    with huis.services.database.schrijven() as session:
        session.get_one(Organisatie, DIEP).deelname = deelname
    a_day(huis, date(2026, 4, 2))
    assert eerste(huis) == [(DIEP, "eerste", "open", "2026-04-02", "2026-04-16")]
    with huis.services.database.lezen() as session:
        uitleg = session.scalars(select(Termijn.uitleg).where(Termijn.code == "eerste-opgave")).one()
    assert (
        "Geteld vanaf de dag waarop de aanbieder meedoet, of vanaf de dag waarop het portaal dit vroeg als die dag niet bekend is, "
        "de laatste dag toen al voorbij was of het contract opnieuw ging lopen." in uitleg
    )


def test_the_herindicatie_of_a_client_stays_due_and_his_toegang_hears_instead(huis: Installatie) -> None:
    by_hand(huis)
    eindigt(huis, date(2026, 6, 1))
    huis.moment[0] = datetime(2026, 10, 1, 8, tzinfo=UTC)
    end_duties(huis.services, now=huis.now)
    told(huis)
    assert plans(huis) == {SCHAKEL: ("2026-11-05", "open")}
    gehoord = {(aan, soort) for _, aan, soort in day_by_day(huis, 45)}
    assert gehoord == {(EEMSDELTA, soort) for soort in ("herinnering", "te-laat", "escalatie")}


@pytest.mark.parametrize("actief", [True, False])
def test_over_the_last_year_of_a_contract_the_stukken_are_asked_and_over_the_next_not(
    huis: Installatie, *, actief: bool
) -> None:
    for organisatie in (SCHAKEL, DIEP):
        joined(huis, organisatie, date(2020, 1, 1))
    eindigt(huis, date(2026, 1, 1))
    if not actief:
        zet(huis, actief=False)
    for jaar, wie in ((2027, {SCHAKEL, DIEP}), (2028, {DIEP})):
        huis.moment[0] = datetime(jaar, 1, 1, 8, tzinfo=UTC)
        plan_duties(huis.services, WORKER, now=huis.now)
        assert {
            organisatie for (organisatie, _), (kenmerk, *_) in owed(huis).items() if kenmerk == str(jaar - 1)
        } == wie
