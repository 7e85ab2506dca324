"""Clocks that come due: each step once, each receiver one mail, whatever the workers do and however long they were away."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.cli.keuring import Ernst, examine
from portal.core.audit import Actor
from portal.core.herinneren.stapmail import promise_mail
from portal.core.herinneren.stappen import MOST, take_steps
from portal.core.klokken.klokfouten import failing, how_many
from portal.core.klokken.klokken import NOOIT
from portal.domain.bron import Bron
from portal.domain.levensloop import Actie, Overgang
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import NietToegestaan
from portal.domain.termijn import BijAankomst, Eenheid, Termijn, Waarschuwing
from portal.models import AuditRegel, Bericht, Klokfout, Termijnstap, Uitgaand
from portal.models import Overgang as OvergangRij
from portal.models import Termijn as Rij
from portal.worker.loop import work_clocks
from tests.core.tegelijk import at_once
from tests.core.test_weekpost import lead
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, VERZOEK, Installatie, vervang

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")
LAATSTE = date(2026, 4, 16)
BRON = Bron(plaats="proef")


def waarschuwing(aantal: int, eenheid: Eenheid, aan: Partij) -> Waarschuwing:
    return Waarschuwing(aantal=aantal, eenheid=eenheid, aan=aan, tekst="Let op.", bron=BRON)


LADDER = Termijn(
    code="ladder",
    titel="Ladder",
    aantal=2,
    eenheid=Eenheid.WEEK,
    begint=BijAankomst(),
    eigenaar=Partij.AANBIEDER,
    bron=BRON,
    waarschuwingen=(
        waarschuwing(-1, Eenheid.WEEK, Partij.AANBIEDER),
        waarschuwing(3, Eenheid.KALENDERDAG, Partij.TEAMLEIDER),
        waarschuwing(5, Eenheid.KALENDERDAG, Partij.BEHANDELEND_TEAM),
    ),
)
VANZELF = replace(LADDER, code="vanzelf", waarschuwingen=())
OPGEVEN = Overgang(
    code="opgeven",
    actie=Actie.AFRONDEN,
    van=("ingediend",),
    naar="afgehandeld",
    door=Partij.PORTAAL,
    titel="Vanzelf gesloten",
    bij_verlopen="vanzelf",
)


@dataclass(frozen=True)
class Mailboxen:
    mailbox: Mailbox

    def alle(self) -> list[Mailbox]:
        return [self.mailbox]

    def met_code(self, code: str) -> Mailbox | None:
        return self.mailbox if code == VERZOEK else None


def with_clocks(huis: Installatie, *termijnen: Termijn, overgangen: tuple[Overgang, ...] = ()) -> Installatie:
    """Give the verzoek these clocks, which begin when it arrives, and steps that the portal takes by itself."""
    verzoek = huis.services.mailboxen.met_code(VERZOEK)
    assert verzoek is not None
    loop = replace(verzoek.levensloop, overgangen=(*verzoek.levensloop.overgangen, *overgangen))
    return vervang(huis, mailboxen=Mailboxen(replace(verzoek, termijnen=termijnen, geen_termijn="", levensloop=loop)))


@pytest.fixture
def trap(huis: Installatie) -> Installatie:
    """The verzoek with a ladder of warnings."""
    return with_clocks(huis, LADDER)


@pytest.fixture
def vanzelf(huis: Installatie) -> Installatie:
    """The verzoek with a clock after which the portal closes it itself."""
    return with_clocks(huis, VANZELF, overgangen=(OPGEVEN,))


def klok_van(huis: Installatie, bericht: UUID) -> Rij:
    with huis.services.database.lezen() as session:
        return session.scalars(select(Rij).where(Rij.bericht == bericht)).one()


def clock(huis: Installatie, bericht: UUID, datum: date = LAATSTE, *, karakter: str = "plicht") -> UUID:
    """Give a bericht a clock with this last day that is no longer declared."""
    key = uuid.uuid4()
    with huis.services.database.schrijven() as session:
        session.add(
            Rij(
                id=key,
                bericht=bericht,
                verplichting=None,
                code="weg",
                titel="Besluit",
                eigenaar="behandelend_team",
                karakter=karakter,
                vanaf=datum - timedelta(weeks=2),
                datum=datum,
                status="loopt",
                geeindigd=None,
                uitleg="",
                bron="",
                regels=0,
                volgende_stap=datum - timedelta(weeks=2),
            )
        )
    return key


def op(huis: Installatie, dag: date) -> int:
    """Let the worker make its pass at noon of this day."""
    huis.moment[0] = huis.now.replace(year=dag.year, month=dag.month, day=dag.day, hour=12)
    taken = take_steps(huis.services, WORKER, now=huis.now)
    promise_mail(huis.services, now=huis.now)
    return taken


def mails(huis: Installatie) -> list[tuple[str, str, str, int]]:
    """Return who was promised a mail of which kind about how many clocks, and forget them."""
    with huis.services.database.schrijven() as session:
        rows = session.scalars(select(Uitgaand).where(Uitgaand.soort == "termijnmail", Uitgaand.status == "wacht"))
        ladingen = [json.loads(row.lading) for row in rows]
        session.execute(update(Uitgaand).values(status="gedaan"))
    return sorted(
        (m["aan"], m["rol"], m["sjabloon"], len(m["termijnen"].split(",")) + int(m["rest"])) for m in ladingen
    )


def stappen(huis: Installatie) -> dict[str, str]:
    with huis.services.database.lezen() as session:
        return {rij.stap: rij.uitkomst for rij in session.scalars(select(Termijnstap))}


def test_the_ladder_is_climbed_step_by_step_and_each_receiver_hears_his_own(trap: Installatie) -> None:
    trap.bericht(trap.gebruiker("indiener"))
    verloop = []
    for dag in range(-8, 7):
        op(trap, LAATSTE + timedelta(days=dag))
        verloop += [(dag, *mail) for mail in mails(trap)]
    assert verloop == [
        (-7, SCHAKEL, "", "herinnering", 1),
        (1, SCHAKEL, "", "te-laat", 1),
        (1, EEMSDELTA, "", "te-laat", 1),
        (4, EEMSDELTA, "teamleider", "escalatie", 1),  # the third day is a Sunday
        (5, EEMSDELTA, "", "te-laat", 1),
    ]


def test_the_last_day_is_still_in_time_and_the_day_after_in_the_netherlands_is_late(huis: Installatie) -> None:
    clock(huis, huis.bericht(huis.gebruiker("indiener")), date(2026, 4, 9))
    on_the_day = op(huis, date(2026, 4, 9))
    huis.later(hours=8)  # 20:12 UTC is 22:12 in the Netherlands: the same day
    in_the_evening = take_steps(huis.services, WORKER, now=huis.now)
    huis.later(hours=2)  # 22:12 UTC is past midnight in the Netherlands
    assert (on_the_day, in_the_evening, take_steps(huis.services, WORKER, now=huis.now)) == (0, 0, 1)


def test_where_nobody_leads_the_team_it_is_told_once_and_not_again_in_his_place(trap: Installatie) -> None:
    trap.bericht(trap.gebruiker("indiener"))
    assert op(trap, LAATSTE + timedelta(days=30)) == 1
    assert mails(trap) == [(SCHAKEL, "", "te-laat", 1), (EEMSDELTA, "", "te-laat", 1)]


def test_where_nobody_leads_the_team_it_still_hears_what_was_told_before(trap: Installatie) -> None:
    trap.bericht(trap.gebruiker("indiener"))
    eerder = [(op(trap, LAATSTE + timedelta(days=1)), mails(trap))]
    assert (len(eerder), op(trap, LAATSTE + timedelta(days=4)), mails(trap)) == (
        1,
        1,
        [(EEMSDELTA, "teamleider", "escalatie", 1)],
    )


def test_a_worker_that_was_away_for_a_month_tells_each_receiver_the_last_thing_once(trap: Installatie) -> None:
    lead(trap)
    indiener = trap.gebruiker("indiener")
    for _ in range(7):
        trap.bericht(indiener)
    elders = klok_van(trap, trap.bericht(indiener, gemeente_inschrijving="0014")).id
    assert op(trap, LAATSTE + timedelta(days=30)) == 8
    assert mails(trap) == [
        (SCHAKEL, "", "te-laat", 8),
        (GRONINGEN, "", "te-laat", 1),
        (GRONINGEN, "teamleider", "escalatie", 1),
        (EEMSDELTA, "", "te-laat", 7),
        (EEMSDELTA, "teamleider", "escalatie", 7),
    ]
    with trap.services.database.lezen() as session:
        gezet = select(Termijnstap).where(Termijnstap.termijn == elders, Termijnstap.uitkomst == "ingehaald")
        assert sorted(rij.stap for rij in session.scalars(gezet)) == ["-1-week-aanbieder", "te-laat"]
        assert session.get_one(Rij, elders).volgende_stap == NOOIT
    assert (op(trap, LAATSTE + timedelta(days=31)), mails(trap)) == (0, [])


def test_a_reminder_that_comes_after_the_last_day_says_that_the_day_has_passed(huis: Installatie) -> None:
    trap = with_clocks(huis, replace(LADDER, eigenaar=Partij.BEHANDELEND_TEAM))
    trap.bericht(trap.gebruiker("indiener"))
    op(trap, LAATSTE + timedelta(days=2))
    assert mails(trap) == [(SCHAKEL, "", "te-laat", 1), (EEMSDELTA, "", "te-laat", 1)]


def test_a_clock_of_the_system_that_goes_back_repeats_nothing_and_forgets_nothing(trap: Installatie) -> None:
    trap.bericht(trap.gebruiker("indiener"))
    told = []
    for dag in (1, -20, -7, 0, 1, 2, 4, 1, 4):
        op(trap, LAATSTE + timedelta(days=dag))
        told += mails(trap)
    assert [sjabloon for _, _, sjabloon, _ in told] == ["te-laat", "te-laat", "escalatie"]


def test_of_what_has_ended_or_stands_still_nothing_is_told(trap: Installatie) -> None:
    for status in ("gehaald", "opgeschort", "vervallen"):
        key = klok_van(trap, trap.bericht(trap.gebruiker("indiener"))).id
        with trap.services.database.schrijven() as session:
            session.get_one(Rij, key).status = status
    assert (op(trap, LAATSTE + timedelta(days=9)), mails(trap), stappen(trap)) == (0, [], {})


@pytest.mark.parametrize("karakter", ["kans", "verwachting", "mijlpaal"])
def test_a_clock_that_is_no_longer_declared_is_late_only_if_it_is_a_duty(huis: Installatie, karakter: str) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    clock(huis, bericht, karakter=karakter)
    plicht = clock(huis, bericht)
    assert op(huis, LAATSTE + timedelta(days=1)) == 1
    with huis.services.database.lezen() as session:
        assert [rij.termijn for rij in session.scalars(select(Termijnstap))] == [plicht]
        assert set(session.scalars(select(Rij.volgende_stap).where(Rij.code == "weg"))) == {NOOIT}


def test_when_a_clock_runs_out_the_portal_takes_its_own_step_once_and_says_so(vanzelf: Installatie) -> None:
    bericht = vanzelf.bericht(vanzelf.gebruiker("indiener"))
    assert [op(vanzelf, LAATSTE + timedelta(days=dag)) for dag in (0, 1, 2)] == [0, 1, 0]
    with vanzelf.services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
        laatste = session.scalars(
            select(OvergangRij).where(OvergangRij.bericht == bericht).order_by(OvergangRij.volgnummer.desc())
        ).first()
        assert laatste is not None
        assert (laatste.code, laatste.door, laatste.namens, rij.status) == ("opgeven", None, EEMSDELTA, "afgehandeld")
    assert (stappen(vanzelf), klok_van(vanzelf, bericht).status) == ({"overgang:opgeven": "gedaan"}, "vervallen")


def test_a_step_of_the_portal_that_can_no_longer_be_made_is_passed_over(vanzelf: Installatie) -> None:
    bericht = vanzelf.bericht(vanzelf.gebruiker("indiener"))
    vanzelf.doe(vanzelf.gebruiker("consulent"), bericht, "oppakken")
    op(vanzelf, LAATSTE + timedelta(days=1))
    assert (stappen(vanzelf), mails(vanzelf)) == ({"overgang:opgeven": "ingehaald"}, [])
    with vanzelf.services.database.lezen() as session:
        assert session.get_one(Bericht, bericht).status == "in_behandeling"


def test_what_was_told_stands_in_the_audit_log(trap: Installatie) -> None:
    bericht = trap.bericht(trap.gebruiker("indiener"))
    for dag in (-7, 1):
        op(trap, LAATSTE + timedelta(days=dag))
    with trap.services.database.lezen() as session:
        regels = session.scalars(
            select(AuditRegel).where(AuditRegel.persoon == "worker").order_by(AuditRegel.moment)
        ).all()
    assert [(r.actie, r.onderwerp, r.uitkomst) for r in regels] == [
        ("termijn gewaarschuwd", str(bericht), "ladder"),
        ("termijn te laat", str(bericht), "ladder"),
    ]


def test_two_workers_at_once_tell_everything_once(trap: Installatie) -> None:
    indiener = trap.gebruiker("indiener")
    for _ in range(6):
        trap.bericht(indiener)
    trap.moment[0] = trap.now.replace(month=4, day=17)

    def work() -> int:
        return take_steps(trap.services, WORKER, now=trap.now)

    done = [*at_once(work, work), work()]
    at_once(*[lambda: promise_mail(trap.services, now=trap.now)] * 2)
    promise_mail(trap.services, now=trap.now)
    told = mails(trap)
    assert sum(n for n in done if isinstance(n, int)) == 6
    assert {aan: sum(n for a, _, _, n in told if a == aan) for aan in (SCHAKEL, EEMSDELTA)} == {
        SCHAKEL: 6,
        EEMSDELTA: 6,
    }


def test_one_clock_that_cannot_be_handled_stops_no_other(trap: Installatie) -> None:
    indiener = trap.gebruiker("indiener")
    kapot, heel = (klok_van(trap, trap.bericht(indiener)).id for _ in range(2))
    with trap.services.database.schrijven() as session:
        session.get_one(Rij, kapot).code = "weg"
        session.get_one(Rij, kapot).eigenaar = "niemand"  # a party that nobody knows
        session.get_one(Rij, kapot).volgende_stap = LAATSTE - timedelta(weeks=3)
    assert op(trap, LAATSTE + timedelta(days=1)) == 1
    with trap.services.database.lezen() as session:
        assert set(session.scalars(select(Termijnstap.termijn))) == {heel}


def test_a_clock_that_fails_comes_behind_the_others_and_is_shown_until_it_is_mended(
    trap: Installatie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.core.herinneren.stappen.MOST", 1)
    indiener = trap.gebruiker("indiener")
    kapot = klok_van(trap, trap.bericht(indiener)).id
    trap.bericht(indiener)
    with trap.services.database.schrijven() as session:
        rij = session.get_one(Rij, kapot)
        rij.code, rij.eigenaar, rij.volgende_stap = "weg", "niemand", LAATSTE - timedelta(weeks=3)
    assert [op(trap, LAATSTE + timedelta(days=1)) for _ in range(2)] == [0, 1]
    beheerder, sinds = trap.gebruiker("beheerder"), trap.now
    keren = []
    for minuten in (4, 2, 9, 2):  # tried again after 5 minutes, and then after 10
        trap.later(minutes=minuten)
        take_steps(trap.services, WORKER, now=trap.now)
        with trap.services.database.lezen() as session:
            keren.append(session.get_one(Klokfout, kapot).keer)
    assert keren == [1, 2, 2, 3]
    bevinding = next(b for b in examine(trap.services.settings) if b.wat == "termijnen")
    assert (bevinding.ernst, bevinding.tekst) == (
        Ernst.LET_OP,
        "1 kunnen niet worden verwerkt. Zie /beheer en de log van portal worker.",
    )
    (regel,) = failing(trap.services, beheerder)
    assert (regel.klok, regel.aantal, regel.fout, regel.sinds) == ("Ladder", 1, "ValueError", sinds)
    with pytest.raises(NietToegestaan):
        failing(trap.services, indiener)
    with trap.services.database.schrijven() as session:
        session.get_one(Rij, kapot).eigenaar = "aanbieder"
    trap.later(days=1)
    assert take_steps(trap.services, WORKER, now=trap.now) == 1
    assert (failing(trap.services, trap.gebruiker("beheerder")), how_many(trap.services.database)) == ((), 0)


def test_a_pass_has_an_end(trap: Installatie, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.core.herinneren.stappen.MOST", 2)
    indiener = trap.gebruiker("indiener")
    for _ in range(3):
        trap.bericht(indiener)
    assert ([op(trap, LAATSTE + timedelta(days=1)) for _ in range(3)], MOST) == ([2, 1, 0], 1000)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_after_great_arrears_each_receiver_still_gets_one_mail_of_a_kind(
    trap: Installatie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.core.herinneren.stappen.MOST", 1)
    monkeypatch.setattr("portal.worker.loop.ROUNDS", 2)
    indiener = trap.gebruiker("indiener")
    for _ in range(7):
        trap.bericht(indiener)
    trap.moment[0] = trap.now.replace(month=4, day=17, hour=12)
    told = []
    while work_clocks(trap.services, now=trap.now):
        told += mails(trap)
    assert (told, mails(trap)) == ([], [(SCHAKEL, "", "te-laat", 7), (EEMSDELTA, "", "te-laat", 7)])


@pytest.mark.parametrize(
    ("karakter", "tot_dan", "daarna"),
    [("plicht", LAATSTE, LAATSTE), ("kans", NOOIT, NOOIT), ("mijlpaal", LAATSTE, NOOIT)],
)
def test_what_is_no_duty_keeps_no_bericht_on_top_once_its_day_has_passed_and_a_chance_never(
    huis: Installatie, karakter: str, tot_dan: date, daarna: date
) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.schrijven() as session:
        session.execute(update(Rij).where(Rij.bericht == bericht).values(status="vervallen"))
    clock(huis, bericht, karakter=karakter)
    for dagen, verwacht in ((0, tot_dan), (1, daarna)):
        op(huis, LAATSTE + timedelta(days=dagen))
        with huis.services.database.lezen() as session:
            assert session.get_one(Bericht, bericht).urgent == verwacht
