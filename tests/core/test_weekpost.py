"""What somebody waits for is never forgotten: the beschikking runs until it is sent, and what stays open comes back every week."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from portal.core.behandelen.stapcontrole import Getekend
from portal.core.herinneren.week import week
from portal.core.herinneren.weekpost import weekly_mail
from portal.core.klokken.klokken import NOOIT
from portal.core.taken.indicatie import Indicatie
from portal.core.taken.taken import taak_gedaan
from portal.domain.gevolg import Taak as Regel
from portal.domain.grond import OVERMACHT, VERTRAGING
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.mailboxes import Register
from portal.models import Taak, Termijn, Uitgaand
from portal.vault.inrichten import bootstrap_person
from portal.worker.loop import work_clocks
from tests.core.tegelijk import at_once, slow_at
from tests.core.test_aanbieder_ontvangt import vordering
from tests.core.test_klokwijziging import VANDAAG, aanvraag, wijzig
from tests.core.test_sociale_kaart import told
from tests.core.test_tijdom import stil
from tests.core.test_toewijzingen import by_hand
from tests.core.test_tussen_teams import vooroverleg
from tests.ingevuld import ingevuld
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, WACHTWOORD, Installatie

GETEKEND = Getekend(op=date(2026, 4, 24), gezien_door="K. Wiersma")
LAATSTE = date(2026, 5, 11)  # two weken after 27 april
VERLENGING = "Stuur het iWmo 301-bericht (toewijzing) voor de verlenging aan de aanbieder"


def lead(huis: Installatie) -> None:
    """Let somebody lead both teams: else the whole team would be told in his place."""
    for account, organisatie, team in (("leider", "gemeente-1979", EEMSDELTA), ("chef", "gemeente-0014", GRONINGEN)):
        bootstrap_person(
            huis.vault,
            account=account,
            naam=account.capitalize(),
            email=f"{account}@portaal.example",
            organisatie=organisatie,
            wachtwoord=WACHTWOORD,
            lidmaatschappen=[Lidmaatschap(soort="team", code=team, rol=Rol.TEAMLEIDER, vanaf=date(2026, 1, 1))],
        )


@pytest.fixture(autouse=True)
def teamleiders(huis: Installatie) -> None:
    lead(huis)
    huis.services = replace(huis.services, mailboxen=Register(tuple(map(without_term, huis.services.mailboxen.alle()))))


def without_term(mailbox: Mailbox) -> Mailbox:
    """Let the 301 of a herindicatie have no term, as a taak of which no source names one."""
    if mailbox.code != "herindicatie":
        return mailbox
    overgangen = tuple(
        replace(
            overgang,
            gevolgen=tuple(
                replace(g, termijn=None) if isinstance(g, Regel) and g.code == "301-toewijzing" else g
                for g in overgang.gevolgen
            ),
        )
        for overgang in mailbox.levensloop.overgangen
    )
    return replace(mailbox, levensloop=replace(mailbox.levensloop, overgangen=overgangen))


def op(huis: Installatie, dag: date) -> None:
    huis.moment[0] = datetime(dag.year, dag.month, dag.day, 8, tzinfo=UTC)


def test_workers_that_promise_the_mail_of_a_week_at_once_promise_it_once(huis: Installatie) -> None:
    verlengd(huis)
    op(huis, date(2026, 6, 15))
    with huis.services.database.schrijven() as session:
        session.execute(delete(Uitgaand))

    def promise() -> int:
        return weekly_mail(huis.services, now=huis.now)

    with slow_at(huis, "INSERT INTO uitgaand"):
        made = at_once(promise, promise, promise)
    with huis.services.database.lezen() as session:
        ladingen = session.scalars(select(Uitgaand.lading)).all()
    assert [error for error in made if isinstance(error, Exception)] == []
    assert (sum(map(int, map(str, made))), len(set(ladingen)), promise()) == (len(ladingen), len(ladingen), 0)
    assert ladingen


def verlengd(huis: Installatie) -> UUID:
    """A herindicatie of which the aanvraag came in on 27 april and that was granted on 28 april."""
    mailbox = huis.services.mailboxen.met_code("herindicatie")
    assert mailbox is not None
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", ingevuld(mailbox))
    op(huis, date(2026, 4, 28))
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "geen-gesprek")
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=date(2026, 4, 22))
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=date(2026, 4, 27), getekend=GETEKEND)
    huis.doe(consulent, bericht, "toegekend", tekst="De ondersteuning blijft nodig.")
    return bericht


def beschikking(huis: Installatie) -> tuple[str, date, date | None]:
    with huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn).where(Termijn.code == "beschikking")).one()
    return klok.status, klok.datum, klok.geeindigd_op


def roles_told(huis: Installatie) -> list[tuple[str, str, str]]:
    """Return to whom mails were promised, with the role there and the kind, and forget them."""
    with huis.services.database.schrijven() as session:
        rows = session.scalars(
            select(Uitgaand).where(Uitgaand.soort.in_(["mail", "termijnmail"]), Uitgaand.status == "wacht")
        )
        ladingen = [json.loads(rij.lading) for rij in rows]
        session.execute(update(Uitgaand).values(status="gedaan"))
    return sorted((lading["aan"], lading.get("rol", ""), lading["sjabloon"]) for lading in ladingen)


def test_the_beschikking_runs_on_after_the_decision_and_warns_who_must_send_it(huis: Installatie) -> None:
    verlengd(huis)
    assert beschikking(huis) == ("loopt", LAATSTE, None)
    told(huis)
    found = []
    for dag in (7, 8, 11, 12, 15, 18):  # 14 and 15 may: Hemelvaart and the day that is treated like a feestdag
        op(huis, date(2026, 5, dag))
        work_clocks(huis.services, now=huis.now)
        found += [(dag, *mail) for mail in roles_told(huis) if mail[0] == EEMSDELTA]
    assert found == [
        (8, EEMSDELTA, "backoffice", "herinnering"),
        (12, EEMSDELTA, "backoffice", "te-laat"),
        (18, EEMSDELTA, "teamleider", "escalatie"),
    ]


def test_a_beschikking_is_given_on_the_day_it_was_sent(huis: Installatie) -> None:
    bericht = verlengd(huis)
    with huis.services.database.lezen() as session:
        taak = session.scalars(select(Taak).where(Taak.bericht == bericht, Taak.code == "beschikking")).one()
    assert taak.uiterlijk == LAATSTE
    op(huis, date(2026, 5, 13))
    taak_gedaan(huis.services, huis.gebruiker("backoffice"), taak=taak.id, verzonden=LAATSTE, now=huis.now)
    assert beschikking(huis) == ("gehaald", LAATSTE, LAATSTE)


def test_each_open_taak_stands_once_among_the_termijnen_with_or_without_a_term(huis: Installatie) -> None:
    verlengd(huis)
    consulent, vandaag = huis.gebruiker("consulent"), huis.now.date()
    gevonden = week(huis.services, consulent, van=LAATSTE, keuze="alles", vandaag=vandaag)
    assert [(item.titel, item.datum) for item in gevonden.dagen[0].aflopend] == [
        ("Stuur de beschikking aan de burger", LAATSTE)
    ]
    assert [(item.titel, item.datum) for item in gevonden.zonder_termijn] == [(VERLENGING, NOOIT)]


def test_a_taak_without_a_term_comes_back_every_week_and_later_to_the_teamleider(huis: Installatie) -> None:
    bericht = verlengd(huis)
    with huis.services.database.lezen() as session:
        taak = session.scalars(select(Taak.id).where(Taak.bericht == bericht, Taak.code == "301-toewijzing")).one()
    roles_told(huis)
    found = []
    for dag in (
        date(2026, 5, 4),
        date(2026, 5, 6),
        date(2026, 5, 7),
        date(2026, 5, 9),
        date(2026, 5, 11),
        date(2026, 5, 19),
    ):
        op(huis, dag)
        found += [weekly_mail(huis.services, now=huis.now), weekly_mail(huis.services, now=huis.now)]
    assert found == [0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 3, 0]  # a week after the decision; on saturday 9 may nobody works
    backoffice = (EEMSDELTA, "backoffice", "blijft-liggen")
    assert roles_told(huis) == [
        (EEMSDELTA, "", "blijft-liggen"),  # by then the beschikking is a week late
        backoffice,
        backoffice,
        backoffice,
        (EEMSDELTA, "teamleider", "blijft-liggen"),
    ]
    taak_gedaan(
        huis.services,
        huis.gebruiker("backoffice"),
        taak=taak,
        verzonden=date(2026, 5, 19),
        indicatie=Indicatie(einddatum=date(2028, 1, 1)),
        now=huis.now,
    )
    huis.later(days=7)
    weekly_mail(huis.services, now=huis.now)
    # the start of care of the toewijzing that was sent on 19 may is reported by 27 may: Pinksteren does not count
    assert roles_told(huis) == [(SCHAKEL, "", "iwmo"), (EEMSDELTA, "", "blijft-liggen")]


def weeks(huis: Installatie, first: date, count: int) -> list[tuple[int, str, str]]:
    """Let every wednesday pass from this one; return in which week who was told, and in which role."""
    roles_told(huis)
    found = []
    for week_nu in range(count):
        op(huis, first + timedelta(weeks=week_nu))
        weekly_mail(huis.services, now=huis.now)
        found += [(week_nu, aan, rol) for aan, rol, _ in roles_told(huis)]
    return found


def test_what_stays_late_comes_back_every_week_to_who_must_act_and_later_to_the_teamleider(huis: Installatie) -> None:
    huis.stuur(huis.gebruiker("toezichthouder"), "vordering-toezicht", vordering())  # answer by 16 april
    assert weeks(huis, date(2026, 4, 22), 4) == [(1, SCHAKEL, ""), (2, SCHAKEL, ""), (3, SCHAKEL, "")]
    bericht = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.schrijven() as session:
        klok = session.scalars(select(Termijn).where(Termijn.bericht == bericht)).first()
        assert klok is not None
        klok.karakter, klok.eigenaar, klok.datum = "plicht", "aanbieder", date(2026, 5, 10)
    gevonden = [regel for regel in weeks(huis, date(2026, 5, 13), 5) if regel[1] == EEMSDELTA]
    assert gevonden == [
        (1, EEMSDELTA, ""),
        (2, EEMSDELTA, ""),
        (3, EEMSDELTA, ""),
        (3, EEMSDELTA, "teamleider"),
        (4, EEMSDELTA, ""),
        (4, EEMSDELTA, "teamleider"),
    ]


@pytest.mark.parametrize(("uiterlijk", "vanaf"), [(None, date(2026, 5, 20)), (date(2027, 3, 31), date(2026, 7, 15))])
def test_a_clock_that_stands_still_for_long_comes_to_the_teamleider_whatever_time_was_given(
    huis: Installatie, uiterlijk: date | None, vanaf: date
) -> None:
    stil(huis, OVERMACHT.code, uiterlijk)  # since 2 april
    team = [regel for regel in weeks(huis, vanaf, 4) if regel[1] == EEMSDELTA]
    assert team == [(2, EEMSDELTA, "teamleider"), (3, EEMSDELTA, "teamleider")]


def test_a_promised_day_that_was_missed_comes_back_every_week_also_while_the_term_stands_still(
    huis: Installatie,
) -> None:
    bericht = aanvraag(huis)  # due on 16 april
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=1)  # 23 april
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=OVERMACHT.code, uiterlijk=None)
    assert [regel for regel in weeks(huis, date(2026, 4, 22), 5) if regel[1] == EEMSDELTA] == [
        (2, EEMSDELTA, ""),
        (3, EEMSDELTA, ""),
        (4, EEMSDELTA, ""),
        (4, EEMSDELTA, "teamleider"),
    ]
    wijzig(huis, bericht, "doorlopen", date(2026, 5, 20), tekst="")  # due on 2 june: what was promised stays missed
    team = [regel for regel in weeks(huis, date(2026, 5, 27), 1) if regel[1] == EEMSDELTA]
    assert team == [(0, EEMSDELTA, ""), (0, EEMSDELTA, "teamleider")]


def test_a_taak_of_which_the_clock_stands_still_is_no_taak_without_a_term(huis: Installatie) -> None:
    bericht = verlengd(huis)
    wijzig(huis, bericht, "opschorten", huis.now.date(), grond=OVERMACHT.code, uiterlijk=None)

    def without_day() -> list[tuple[str, bool]]:
        gevonden = week(huis.services, huis.gebruiker("consulent"), van=LAATSTE, keuze="alles", vandaag=huis.now.date())
        return [(item.titel, item.heeft_termijn) for item in (*gevonden.stil, *gevonden.zonder_termijn)]

    assert without_day() == [("Beschikking", True), (VERLENGING, False)]
    with huis.services.database.schrijven() as session:
        session.execute(update(Taak).where(Taak.code == "301-toewijzing").values(status="gedaan"))
    assert [regel for regel in weeks(huis, date(2026, 5, 6), 3) if regel[1] == EEMSDELTA] == []
    with (
        huis.services.database.schrijven() as session
    ):  # what ends its clock, as a death does, leaves the taak to be seen to
        session.execute(update(Termijn).where(Termijn.bericht == bericht).values(status="vervallen"))
    assert without_day() == [("Stuur de beschikking aan de burger", True)]
    assert (0, EEMSDELTA, "backoffice") in weeks(huis, date(2026, 5, 27), 1)


def test_an_overleg_without_a_term_comes_back_to_who_is_waited_for(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("consulent"), "vooroverleg-gemeente", vooroverleg())
    groningen = huis.gebruiker("groningen")
    huis.doe(groningen, bericht, "overleggen", tekst="Maandag om tien uur.")
    assert weeks(huis, date(2026, 4, 8), 4) == [
        (1, GRONINGEN, ""),
        (2, GRONINGEN, ""),
        (3, GRONINGEN, ""),
        (3, GRONINGEN, "teamleider"),
    ]
    huis.doe(huis.gebruiker("groningen"), bericht, "passend", tekst="Er komt in juni een plek vrij.")
    assert weeks(huis, date(2026, 5, 13), 1) == [(0, GRONINGEN, ""), (0, EEMSDELTA, "")]


def test_a_herindicatie_that_does_not_come_is_brought_back_to_the_aanbieder_and_the_team(huis: Installatie) -> None:
    by_hand(huis)  # to be sent by 5 november
    assert weeks(huis, date(2026, 11, 11), 4) == [
        (1, SCHAKEL, ""),
        (1, EEMSDELTA, ""),
        (2, SCHAKEL, ""),
        (2, EEMSDELTA, ""),
        (3, SCHAKEL, ""),
        (3, EEMSDELTA, ""),
        (3, EEMSDELTA, "teamleider"),
    ]
