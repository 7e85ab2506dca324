"""The contract of an aanbieder ends: nothing new, but what is still due after it can be sent (Handboek §2.4 and §5.8)."""

from datetime import UTC, date, datetime

import pytest

from portal.core.aanbieders import zet_einde
from portal.core.controle import kader, sendable
from portal.core.opening import NietGevonden
from portal.core.registerregels import aanbieders
from portal.core.verplichtingen import plan_duties
from portal.core.zicht import kop
from tests.core.test_verantwoording import WORKER, joined, owed
from tests.installatie import DIEP, SCHAKEL, Installatie
from tests.voorbeelden import volledig_overlijden, volledige_herindicatie


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


def test_over_the_last_year_of_a_contract_the_stukken_are_asked_and_over_the_next_not(huis: Installatie) -> None:
    for organisatie in (SCHAKEL, DIEP):
        joined(huis, organisatie, date(2020, 1, 1))
    eindigt(huis, date(2026, 1, 1))
    for jaar, wie in ((2027, {SCHAKEL, DIEP}), (2028, {DIEP})):
        huis.moment[0] = datetime(jaar, 1, 1, 8, tzinfo=UTC)
        plan_duties(huis.services, WORKER, now=huis.now)
        assert {
            organisatie for (organisatie, _), (kenmerk, *_) in owed(huis).items() if kenmerk == str(jaar - 1)
        } == wie
