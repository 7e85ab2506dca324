"""Dates that were worked out by hand on a calendar, with the days that decide them: what counts is not taken from the code."""

from datetime import date

import pytest

from portal.domain.berekening import bereken
from portal.domain.bron import Bron
from portal.domain.grond import AANVULLING, BUITENLAND, OPSCHORTINGSGRONDEN, OVERMACHT
from portal.domain.partij import Partij
from portal.domain.stilstand import Opschorting
from portal.domain.termijn import BijAankomst, Eenheid, Grens, Richting, Soort, Termijn
from portal.regios import laad_regio

KALENDER = laad_regio("groningen").kalender
DAG, WERKDAG, WEEK, MAAND = Eenheid.KALENDERDAG, Eenheid.WERKDAG, Eenheid.WEEK, Eenheid.MAAND


def termijn(
    aantal: int,
    eenheid: Eenheid,
    *,
    soort: Soort = Soort.WETTELIJK,
    richting: Richting = Richting.VOORUIT,
    grens: Grens = Grens.UITERLIJK_OP,
) -> Termijn:
    return Termijn(
        code="proef",
        titel="Proef",
        aantal=aantal,
        eenheid=eenheid,
        begint=BijAankomst(),
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=Bron(plaats="proef"),
        soort=soort,
        richting=richting,
        grens=grens,
        opschorten=OPSCHORTINGSGRONDEN if richting is Richting.VOORUIT else (),
    )


def stil(van: date, tot: date) -> Opschorting:
    return Opschorting(van=van, tot=tot, grond=AANVULLING)


@pytest.mark.parametrize(
    ("klok", "vanaf", "laatste"),
    [
        # vrijdag is Nieuwjaarsdag
        (termijn(2, WEEK), date(2026, 12, 18), date(2027, 1, 4)),
        # Goede Vrijdag counts as a feestdag (art. 3 lid 3), and tweede Paasdag: dinsdag and woensdag are the two werkdagen of art. 2
        (termijn(3, DAG), date(2026, 4, 2), date(2026, 4, 8)),
        # Hemelvaart, the vrijdag of the decree, the weekend: maandag and dinsdag
        (termijn(3, DAG), date(2026, 5, 13), date(2026, 5, 19)),
        # the weekend and Koningsdag: dinsdag is the first of the two
        (termijn(4, DAG), date(2026, 4, 24), date(2026, 4, 29)),
        # two days is too short for art. 2: only past Kerst and the weekend
        (termijn(2, DAG), date(2025, 12, 24), date(2025, 12, 29)),
        # Koningsdag: of 12 weken, 90 dagen and 3 maanden it moves on, of more not (art. 4)
        (termijn(12, WEEK), date(2026, 2, 2), date(2026, 4, 28)),
        (termijn(13, WEEK), date(2026, 1, 26), date(2026, 4, 27)),
        (termijn(90, DAG), date(2026, 1, 27), date(2026, 4, 28)),
        (termijn(91, DAG), date(2026, 1, 26), date(2026, 4, 27)),
        (termijn(3, MAAND), date(2026, 1, 27), date(2026, 4, 28)),
        (termijn(4, MAAND), date(2025, 12, 27), date(2026, 4, 27)),
        # no 29 februari in 2027, and the 28th is a zondag
        (termijn(1, MAAND), date(2027, 1, 29), date(2027, 3, 1)),
        (termijn(1, MAAND, richting=Richting.TERUG), date(2028, 3, 31), date(2028, 2, 29)),
        # tweede Paasdag stays: what counts back does not move (art. 1 lid 2)
        (termijn(8, WEEK, richting=Richting.TERUG), date(2026, 6, 1), date(2026, 4, 6)),
        # 31, 30, 29, 28, 24, 23, 22, 21, 18 and 17 december
        (termijn(10, WERKDAG, soort=Soort.AFSPRAAK, richting=Richting.TERUG), date(2027, 1, 4), date(2026, 12, 17)),
        # 'vóór 4 mei' is zondag 3 mei, which moves on; of an agreement it stays
        (termijn(2, WEEK, grens=Grens.VOOR), date(2026, 4, 20), date(2026, 5, 4)),
        (termijn(2, WEEK, grens=Grens.VOOR, soort=Soort.AFSPRAAK), date(2026, 4, 20), date(2026, 5, 3)),
    ],
)
def test_the_last_day_is_the_one_that_the_calendar_on_the_wall_gives(klok: Termijn, vanaf: date, laatste: date) -> None:
    assert bereken(klok, vanaf, KALENDER).datum == laatste


@pytest.mark.parametrize(
    ("vanaf", "perioden", "laatste"),
    [
        # 31 december, and 24 december to 3 januari are 11 days
        (date(2026, 12, 17), [stil(date(2026, 12, 23), date(2027, 1, 4))], date(2027, 1, 11)),
        # 28 april and 6 days; and one day more, which is Bevrijdingsdag
        (date(2026, 4, 14), [stil(date(2026, 4, 20), date(2026, 4, 27))], date(2026, 5, 4)),
        (date(2026, 4, 14), [stil(date(2026, 4, 20), date(2026, 4, 28))], date(2026, 5, 6)),
        # the answer came on the day after the letter: it stood still on no day
        (date(2026, 4, 1), [stil(date(2026, 4, 3), date(2026, 4, 4))], date(2026, 4, 15)),
        # 4 to 14 april once, though two grounds overlap: 15 and 11 is zondag 26 april, and maandag is Koningsdag
        (
            date(2026, 4, 1),
            [
                stil(date(2026, 4, 3), date(2026, 4, 10)),
                Opschorting(van=date(2026, 4, 8), tot=date(2026, 4, 15), grond=OVERMACHT),
            ],
            date(2026, 4, 28),
        ),
        # 3, 1 and 15 days after 15 september: zondag 4 oktober
        (
            date(2026, 9, 1),
            [
                stil(date(2026, 9, 4), date(2026, 9, 8)),
                Opschorting(van=date(2026, 9, 9), tot=date(2026, 9, 11), grond=OVERMACHT),
                Opschorting(van=date(2026, 9, 14), tot=date(2026, 9, 30), grond=BUITENLAND),
            ],
            date(2026, 10, 5),
        ),
        # the letter was older than the begin that was corrected: 11, 12 and 13 april, and 27 april is Koningsdag
        (date(2026, 4, 10), [stil(date(2026, 4, 3), date(2026, 4, 14))], date(2026, 4, 28)),
        # asked on the last day: it was over from the day on which it would stand still (Awb 4:15 lid 1)
        (date(2026, 9, 1), [stil(date(2026, 9, 15), date(2026, 9, 20))], date(2026, 9, 15)),
    ],
)
def test_two_weken_that_stood_still_end_so_many_days_later(
    vanaf: date, perioden: list[Opschorting], laatste: date
) -> None:
    assert bereken(termijn(2, WEEK), vanaf, KALENDER, opschortingen=perioden).datum == laatste
