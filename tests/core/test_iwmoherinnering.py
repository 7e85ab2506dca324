"""What an aanbieder reports with iWmo comes by in time, each day computed by hand, and is never late: nobody knows what he sent."""

from datetime import UTC, date, datetime

import pytest

from portal.core.herinneren.afloop import aflopend
from portal.core.herinneren.weekpost import weekly_mail
from portal.domain.mailsoort import IWMO
from tests.core.test_sociale_kaart import told
from tests.core.test_toewijzingen import by_hand
from tests.installatie import SCHAKEL, Installatie

START, EINDE = "Start van de zorg melden met een 305-bericht", "Einde van de zorg melden met een 307-bericht"
ACHTERAF = "Start melden van een toewijzing die met terugwerkende kracht inging"


def op(huis: Installatie, dag: date) -> None:
    huis.moment[0] = datetime(dag.year, dag.month, dag.day, 8, tzinfo=UTC)


def ziet(huis: Installatie, account: str, *, tot: date = date(2026, 12, 31)) -> list[tuple[str, str]]:
    """What of iWmo this person sees to come, from today."""
    wie, vandaag = huis.gebruiker(account), huis.now.date()
    gevonden = aflopend(huis.services, wie, tot=tot, keuze="alles", vandaag=vandaag)
    return [(a.titel, a.datum.isoformat()) for a in gevonden if a.mailbox_titel.startswith("iWmo")]


def test_the_aanbieder_sees_the_last_day_for_the_start_and_the_end_of_care_and_nobody_else_does(
    huis: Installatie,
) -> None:
    # wednesday 6 may: 7, 8, 11, 12 and 13; monday 31 august: 1, 2, 3, 4 and 7 september
    by_hand(huis, vanaf=date(2026, 5, 6), einddatum=date(2026, 8, 31))
    assert ziet(huis, "indiener") == [(START, "2026-05-13"), (EINDE, "2026-09-07")]
    assert ziet(huis, "indiener", tot=date(2026, 5, 12)) == []
    assert [ziet(huis, wie) for wie in ("ander", "consulent", "backoffice")] == [[], [], []]
    op(huis, date(2026, 5, 13))
    assert ziet(huis, "indiener") == [(START, "2026-05-13"), (EINDE, "2026-09-07")]
    op(huis, date(2026, 5, 14))
    assert ziet(huis, "indiener") == [(EINDE, "2026-09-07")]


def test_what_began_before_it_was_written_down_counts_from_that_day(huis: Installatie) -> None:
    by_hand(huis)  # from 1 january, on 2 april: Goede Vrijdag and Pasen do not count, so 7, 8, 9, 10 and 13 april
    assert ziet(huis, "indiener", tot=date(2026, 6, 30)) == [(ACHTERAF, "2026-04-13")]


def test_once_a_week_it_comes_by_mail_before_the_day(huis: Installatie) -> None:
    by_hand(huis, vanaf=date(2026, 5, 6), einddatum=date(2026, 8, 31))
    by_hand(huis, None, vanaf=date(2026, 5, 6), einddatum=date(2026, 8, 31))  # an aanbieder that takes no part
    told(huis)
    stuurde = {}
    for dag in (date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 12), date(2026, 5, 18), date(2026, 8, 31)):
        op(huis, dag)
        weekly_mail(huis.services, now=huis.now)
        stuurde[dag.isoformat()] = [aan for aan, soort in told(huis) if soort == IWMO]
    assert stuurde == {
        "2026-05-04": [],
        "2026-05-11": [SCHAKEL],
        "2026-05-12": [],
        "2026-05-18": [],
        "2026-08-31": [SCHAKEL],  # the last day of the term is the monday after
    }


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_toewijzing_of_long_ago_asks_nothing(huis: Installatie) -> None:
    by_hand(huis, vanaf=date(2026, 4, 2), einddatum=date(2026, 12, 31))
    op(huis, date(2026, 6, 1))
    assert ziet(huis, "indiener", tot=date(2026, 7, 31)) == []
