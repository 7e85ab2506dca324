"""Clocks that ran out: told once, to the team, in one mail."""

import json
import uuid
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.achterstand import _report_team, report_late
from portal.core.audit import Actor
from portal.models import AuditRegel, Bericht, Termijn, Uitgaand
from tests.installatie import EEMSDELTA, GRONINGEN, Installatie

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")


def clock(huis: Installatie, bericht: UUID, datum: date, *, karakter: str = "plicht", status: str = "loopt") -> UUID:
    """Give a bericht a clock that runs out on this date."""
    key = uuid.uuid4()
    with huis.services.database.schrijven() as session:
        session.add(
            Termijn(
                id=key,
                bericht=bericht,
                verplichting=None,
                code="besluit",
                titel="Besluit",
                eigenaar="behandelend_team",
                karakter=karakter,
                vanaf=date(2026, 3, 1),
                datum=datum,
                status=status,
                geeindigd=None,
                uitleg="",
                bron="",
                volgende_stap=datum + timedelta(days=1),
            )
        )
    return key


def report(huis: Installatie) -> int:
    return report_late(huis.services.database, WORKER, now=huis.now)


def promised(huis: Installatie) -> list[tuple[str, str, str]]:
    with huis.services.database.lezen() as session:
        ladingen = [json.loads(row.lading) for row in session.scalars(select(Uitgaand).where(Uitgaand.soort == "mail"))]
    return sorted((m["aan"], m["nummer"], m["pad"]) for m in ladingen if m["sjabloon"] == "te-laat")


def number(huis: Installatie, bericht: UUID) -> str:
    with huis.services.database.lezen() as session:
        return session.get_one(Bericht, bericht).nummer


def test_the_last_day_is_still_in_time_and_the_day_after_is_late(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    clock(huis, bericht, date(2026, 4, 2))
    on_the_day = report(huis)
    huis.later(hours=12)  # 20:12 UTC is 22:12 in the Netherlands: the same day
    in_the_evening = report(huis)
    huis.later(hours=2)  # 22:12 UTC is past midnight in the Netherlands
    assert (on_the_day, in_the_evening, report(huis)) == (0, 0, 1)


def test_a_late_clock_is_told_once(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    clock(huis, bericht, date(2026, 4, 1))
    assert [report(huis), report(huis)] == [1, 0]
    assert promised(huis) == [(EEMSDELTA, number(huis, bericht), f"/berichten/{bericht}")]


def test_many_late_clocks_are_one_mail_for_each_team(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    samen = [huis.bericht(indiener) for _ in range(7)]
    elders = huis.bericht(indiener, gemeente_inschrijving="0014")
    for bericht in (*samen, elders, samen[0]):
        clock(huis, bericht, date(2026, 3, 30))
    assert report(huis) == 9
    eigen, ander = sorted(promised(huis), key=lambda mail: mail[0] != EEMSDELTA)
    assert (eigen[0], eigen[1].endswith(" en nog 2"), eigen[2]) == (EEMSDELTA, True, "/werkvoorraad")
    assert ander == (GRONINGEN, number(huis, elders), f"/berichten/{elders}")


@pytest.mark.parametrize(
    ("karakter", "status"), [("kans", "loopt"), ("mijlpaal", "loopt"), ("plicht", "gehaald"), ("plicht", "opgeschort")]
)
def test_only_a_duty_that_runs_can_be_late(huis: Installatie, karakter: str, status: str) -> None:
    clock(huis, huis.bericht(huis.gebruiker("indiener")), date(2026, 3, 1), karakter=karakter, status=status)
    assert (report(huis), promised(huis)) == (0, [])


def test_that_a_clock_ran_out_stands_in_the_audit_log(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    clock(huis, bericht, date(2026, 3, 1))
    report(huis)
    with huis.services.database.lezen() as session:
        (regel,) = session.scalars(select(AuditRegel).where(AuditRegel.actie == "termijn te laat"))
    assert (regel.onderwerp, regel.persoon, regel.uitkomst) == (str(bericht), "worker", "besluit")


def test_two_workers_that_saw_the_same_late_clock_tell_it_once(huis: Installatie) -> None:
    seen = [clock(huis, huis.bericht(huis.gebruiker("indiener")), date(2026, 3, 1))]
    told = [_report_team(huis.services.database, WORKER, EEMSDELTA, seen, now=huis.now) for _ in range(2)]
    assert (told, len(promised(huis))) == ([1, 0], 1)
