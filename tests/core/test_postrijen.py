"""The mail room row by row: to try again, by reason or all, and to let go; never for whom or about what."""

import uuid
from dataclasses import fields
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.post import outbox, postkamer
from portal.core.post.ladingen import MAIL, OPNEMEN
from portal.core.post.postrijen import Postrij, laat_los, postrijen, probeer_opnieuw
from portal.domain.rechten import NietToegestaan
from portal.models import AuditRegel, Uitgaand
from tests.installatie import Installatie

FOUTEN = ("adres geweigerd: 550", "adres geweigerd: 554", "mail geweigerd: 451", "KeyError", outbox.ONLEESBAAR)


@pytest.fixture
def rijen(huis: Installatie) -> dict[str, UUID]:
    """One row that was given up for each reason, and one that waits after a failure; by reason."""
    with huis.services.database.schrijven() as session:
        for fout in (*FOUTEN, "geen TLS aangeboden"):
            soort = OPNEMEN if fout == "KeyError" else MAIL
            lading = {"bericht": str(uuid.uuid4())} if soort == OPNEMEN else {}
            row = session.get_one(Uitgaand, outbox.add(session, soort, lading, now=huis.now))
            row.status, row.fout, row.pogingen = "dood" if fout in FOUTEN else "wacht", fout, 21
        outbox.add(session, MAIL, {}, now=huis.now)  # that has not been tried yet, and is no failure
    with huis.services.database.lezen() as session:
        return dict(session.execute(select(Uitgaand.fout, Uitgaand.id).where(Uitgaand.fout != "")).all())


def statussen(huis: Installatie) -> dict[str, str]:
    with huis.services.database.lezen() as session:
        return dict(session.execute(select(Uitgaand.fout, Uitgaand.status).where(Uitgaand.fout != "")).all())


def logged(huis: Installatie) -> list[tuple[str, str]]:
    with huis.services.database.lezen() as session:
        query = select(AuditRegel.actie, AuditRegel.onderwerp).where(AuditRegel.actie.startswith("post_"))
        return [(actie, onderwerp) for actie, onderwerp in session.execute(query).all()]


def test_each_row_says_its_kind_age_tries_and_reason_and_nothing_of_its_lading(
    huis: Installatie, rijen: dict[str, UUID]
) -> None:
    gevonden = {rij.id: rij for rij in postrijen(huis.services, huis.gebruiker("beheerder")).rijen}
    een = gevonden[rijen["adres geweigerd: 550"]]
    assert set(gevonden) == set(rijen.values())
    assert (een.reden, een.pogingen, een.sinds, een.opgegeven) == (
        "De mailserver weigert het adres",
        21,
        huis.now,
        True,
    )
    assert [gevonden[rijen[f]].kan_opnieuw for f in FOUTEN] == [True, True, True, True, False]
    assert [gevonden[rijen[f]].kan_los for f in FOUTEN] == [True, True, True, False, True]
    assert gevonden[rijen["geen TLS aangeboden"]].opgegeven is False
    assert {veld.name for veld in fields(Postrij)} == {
        "id", "titel", "sinds", "pogingen", "reden", "opgegeven", "kan_opnieuw", "kan_los",
    }  # fmt: skip


def test_the_rows_come_in_pages_each_once_given_up_first(huis: Installatie, rijen: dict[str, UUID]) -> None:
    beheerder, na = huis.gebruiker("beheerder"), ""
    gezien: list[list[UUID]] = []
    while na or not gezien:
        lijst = postrijen(huis.services, beheerder, na=na, hoogstens=2)
        gezien.append([rij.id for rij in lijst.rijen])
        na = lijst.volgende
    alles = [rij.id for rij in postrijen(huis.services, beheerder).rijen]
    assert ([len(deel) for deel in gezien], [i for deel in gezien for i in deel]) == ([2, 2, 2], alles)
    assert (set(alles), alles[-1]) == (set(rijen.values()), rijen["geen TLS aangeboden"])
    assert [rij.id for rij in postrijen(huis.services, beheerder, na="x", hoogstens=2).rijen] == gezien[0]


def test_the_mail_room_counts_to_a_bound_and_what_fails_does_not_drown_in_what_waits(
    huis: Installatie, rijen: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postkamer, "COUNT_TO", 3)
    with huis.services.database.schrijven() as session:
        for _ in range(4):
            outbox.add(session, MAIL, {}, now=huis.now - timedelta(days=1))
    kamer = postkamer.postkamer(huis.services, huis.gebruiker("beheerder"))
    assert (kamer.wacht, kamer.opgegeven, kamer.meer, kamer.oudste) == (4, 4, True, huis.now - timedelta(days=1))
    assert "De mailserver biedt geen beveiligde verbinding" in [storing.reden for storing in kamer.storingen]
    assert len(rijen) == 6


@pytest.mark.parametrize(
    ("reden", "again"),
    [
        ("adres geweigerd", set(FOUTEN[:2])),
        ("mail geweigerd", {FOUTEN[2]}),
        ("anders", {"KeyError"}),
        ("", set(FOUTEN[:4])),
        ("%", set()),
    ],
)
def test_what_was_given_up_is_tried_again_by_reason_or_all_and_what_cannot_be_read_never(
    huis: Installatie, rijen: dict[str, UUID], reden: str, again: set[str]
) -> None:
    beheerder = huis.gebruiker("beheerder")
    aantal = probeer_opnieuw(huis.services, beheerder, now=huis.now, reden=reden)
    wacht = {fout for fout, status in statussen(huis).items() if status == "wacht"} - {"geen TLS aangeboden"}
    assert (aantal, wacht, logged(huis)) == (len(again), again, [("post_opnieuw", str(len(again)))] if again else [])
    assert set(rijen) == set(statussen(huis))


def test_one_row_is_tried_again_at_once_but_not_while_a_worker_has_it(
    huis: Installatie, rijen: dict[str, UUID]
) -> None:
    beheerder, wacht = huis.gebruiker("beheerder"), rijen["geen TLS aangeboden"]
    with huis.services.database.schrijven() as session:
        row = session.get_one(Uitgaand, wacht)
        row.niet_voor, row.houdt_tot = huis.now + timedelta(hours=6), huis.now + timedelta(minutes=5)
    held = [
        probeer_opnieuw(huis.services, beheerder, now=huis.now, rij=wacht),
        laat_los(huis.services, beheerder, wacht, now=huis.now),
    ]
    huis.later(minutes=5)
    done = probeer_opnieuw(huis.services, beheerder, now=huis.now, rij=wacht)
    with huis.services.database.lezen() as session:
        row = session.get_one(Uitgaand, wacht)
    assert (held, done, row.pogingen, row.niet_voor, row.houdt_tot) == ([0, 0], 1, 0, huis.now, None)


def test_a_row_is_let_go_on_purpose_once_and_stays_in_the_log_but_never_a_bericht_to_take_in(
    huis: Installatie, rijen: dict[str, UUID]
) -> None:
    beheerder = huis.gebruiker("beheerder")
    done = [laat_los(huis.services, beheerder, rijen[fout], now=huis.now) for fout in (*FOUTEN, FOUTEN[0])]
    over = {rij.id for rij in postrijen(huis.services, beheerder).rijen}
    assert (done, over) == ([1, 1, 1, 0, 1, 0], {rijen["KeyError"], rijen["geen TLS aangeboden"]})
    assert logged(huis) == [("post_losgelaten", "1")] * 4


def test_nobody_but_a_functioneel_beheerder_sees_or_touches_a_row(huis: Installatie, rijen: dict[str, UUID]) -> None:
    consulent = huis.gebruiker("consulent")
    for act in (
        lambda: postrijen(huis.services, consulent),
        lambda: probeer_opnieuw(huis.services, consulent, now=huis.now),
        lambda: laat_los(huis.services, consulent, rijen["KeyError"], now=huis.now),
    ):
        with pytest.raises(NietToegestaan):
            act()
