"""What runs out this week, and the calendar of one's own: who sees what, in which order, and what never leaves."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar
from playwright.sync_api import Page
from sqlalchemy import insert, select, update
from werkzeug.test import TestResponse

from portal.core.herinneren import agendasleutels
from portal.core.klokken.klokfouten import note_failure
from portal.domain.grond import AANVULLING, OVERMACHT
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Agendasleutel, Bericht, Persoon, Taak, Termijn, Toewijzing
from portal.sealing.envelope import new_id
from tests.bezoeker import Bezoeker, Portaal, page_text
from tests.browser import check
from tests.core.test_klokwijziging import VANDAAG, aanvraag, wijzig
from tests.core.test_toewijzingen import by_hand
from tests.installatie import HIER, WACHTWOORD
from tests.voorbeelden import volledige_herindicatie
from tests.web.test_in_de_browser import log_in
from tests.web.test_werkvoorraad import nummer
from tests.web.verhalen import decided, submitted

ADRES = re.compile(r"/agenda/([A-Za-z0-9_-]{43})\.ics")


def herindicatie(portal: Portaal) -> UUID:
    """Let the aanbieder send a herindicatie to Eemsdelta: six weken for the onderzoek begin."""
    return portal.huis.stuur(
        portal.huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(gemeente_inschrijving="1979")
    )


def ends_on(portal: Portaal, bericht: UUID, code: str = "onderzoek") -> date:
    """Return the last day of a running clock of a bericht."""
    with portal.huis.services.database.lezen() as session:
        vraag = select(Termijn.datum).where(Termijn.bericht == bericht, Termijn.code == code)
        return session.scalars(vraag).one()


def in_week_of(bezoeker: Bezoeker, dag: date, keuze: str = "alles") -> TestResponse:
    jaar, week, _ = dag.isocalendar()
    return bezoeker.get(f"/termijnen?week={jaar}-W{week:02}&keuze={keuze}")


def test_a_week_shows_what_ends_in_it_by_day_with_the_client_in_short(portal: Portaal) -> None:
    bericht = herindicatie(portal)
    einde = ends_on(portal, bericht)
    response = in_week_of(portal.bezoek("consulent"), einde)
    tekst = page_text(response)
    assert f'href="#dag-{einde}"' in response.text
    assert f'id="dag-{einde}"' in response.text
    assert "1 termijn loopt af." in tekst
    assert "Onderzoek en onderzoeksverslag Melding herindicatie (verlenging)" in tekst
    assert nummer(portal, bericht) in tekst
    assert "· 1987" in tekst
    assert "In deze week loopt niets af" in page_text(portal.bezoek("consulent").get("/termijnen?week=2026-W40"))


def test_both_sides_read_that_the_decree_days_of_a_year_are_not_known_yet(portal: Portaal) -> None:
    portal.huis.moment[0] = datetime(2029, 3, 29, 9, tzinfo=UTC)
    bericht = portal.huis.stuur(
        portal.huis.gebruiker("indiener"),
        "herindicatie",
        volledige_herindicatie(gemeente_inschrijving="1979", einddatum="31-12-2029"),
    )
    assert ends_on(portal, bericht) == date(2029, 5, 11)  # the day after Hemelvaart, which a decree may make a feestdag
    for wie in ("consulent", "indiener"):
        assert "Let op: Het portaal kent" in page_text(portal.bezoek(wie).get(f"/berichten/{bericht}"))


def test_a_taak_without_a_term_stands_apart_and_says_so(portal: Portaal) -> None:
    decided(portal)
    response = portal.bezoek("consulent").get("/termijnen")
    assert "Taken zonder laatste dag" in page_text(response)
    assert "geen termijn" in page_text(response)


def test_what_is_late_stands_first_in_every_week_and_what_is_no_duty_is_never_late(portal: Portaal) -> None:
    laat = herindicatie(portal)
    verwacht = submitted(portal)  # its overgangsdatum is a date, not a duty
    portal.huis.later(days=60)
    later = herindicatie(portal)
    response = in_week_of(portal.bezoek("consulent"), ends_on(portal, later))
    tekst = page_text(response)
    assert "1 te laat." in tekst
    assert tekst.index(nummer(portal, laat)) < tekst.index(nummer(portal, later))
    assert nummer(portal, verwacht) not in tekst
    pagina = page_text(portal.bezoek("consulent").get(f"/berichten/{later}"))
    assert pagina.index("Onderzoek en onderzoeksverslag: nog") < pagina.index("persoonlijk plan geven: kan tot en met")


def test_what_stands_still_is_on_every_week_with_the_end_of_the_time_that_was_given(portal: Portaal) -> None:
    bericht = aanvraag(portal.huis)
    wijzig(portal.huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code, uiterlijk=date(2026, 4, 20))
    consulent = portal.bezoek("consulent")
    for pad in ("/termijnen", "/termijnen?week=2026-W40"):
        assert "Staat stil" in page_text(consulent.get(pad))
        assert "tot en met ma 20 april" in page_text(consulent.get(pad))
    portal.huis.later(days=19)
    assert "de tijd is om" in page_text(portal.bezoek("consulent").get("/termijnen"))
    zin = "De tijd was om op maandag 20 april 2026: laat de termijn doorlopen of neem een besluit."
    assert zin in page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    assert "Staat stil" not in portal.bezoek("groningen").get("/termijnen").text


def test_one_can_look_at_what_one_handles_oneself(portal: Portaal) -> None:
    van_mij, van_ander = herindicatie(portal), herindicatie(portal)
    portal.huis.doe(portal.huis.gebruiker("consulent"), van_mij, "oppakken")
    portal.huis.doe(portal.huis.gebruiker("tweede"), van_ander, "oppakken")
    bezoeker = portal.bezoek("consulent")
    alles = page_text(in_week_of(bezoeker, ends_on(portal, van_mij)))
    eigen = page_text(in_week_of(bezoeker, ends_on(portal, van_mij), "van-mij"))
    assert (nummer(portal, van_mij) in alles, nummer(portal, van_ander) in alles) == (True, True)
    assert (nummer(portal, van_mij) in eigen, nummer(portal, van_ander) in eigen) == (True, False)


def test_another_team_and_another_aanbieder_see_nothing_of_it(portal: Portaal) -> None:
    bericht = herindicatie(portal)
    for account in ("groningen", "ander", "toezichthouder"):
        assert nummer(portal, bericht) not in in_week_of(portal.bezoek(account), ends_on(portal, bericht)).text


def test_an_aanbieder_sees_what_he_himself_must_do(portal: Portaal) -> None:
    bericht = herindicatie(portal)
    consulent = portal.huis.gebruiker("consulent")
    for stap in ("oppakken", "geen-gesprek"):
        portal.huis.doe(consulent, bericht, stap)
    assert nummer(portal, bericht) not in in_week_of(portal.bezoek("indiener"), ends_on(portal, bericht)).text
    portal.huis.doe(consulent, bericht, "verslag-verstuurd", dag=portal.huis.now.date())
    response = in_week_of(portal.bezoek("indiener"), ends_on(portal, bericht, "aanvraag"))
    assert "Ondertekende aanvraag terug" in page_text(response)
    assert nummer(portal, bericht) in response.text


def test_a_day_that_is_no_werkdag_says_why(portal: Portaal) -> None:
    tekst = page_text(portal.bezoek("consulent").get("/termijnen?week=2026-W53"))
    assert "vr 1 januari 2027 Nieuwjaarsdag" in tekst
    assert "za 2 januari 2027 zaterdag" in tekst


@pytest.mark.parametrize(
    "week",
    [
        "onzin",
        "2026-W54",
        "2026-W",
        "-W1",
        "0-W1",
        "1-W01",
        "9998-W60",
        "9999-W52",
        "9998-W52",
        "0001-W01",
        "0001-W02",
        "1989-W52",
        "2100-W52",
        "99999-W01",
    ],
)
def test_a_week_that_is_none_is_not_there(portal: Portaal, week: str) -> None:
    assert portal.bezoek("consulent").get(f"/termijnen?week={week}").status_code == 404


@pytest.mark.parametrize("week", ["1990-W01", "2100-W51"])
def test_the_first_and_the_last_week_of_the_calendar_are_there(portal: Portaal, week: str) -> None:
    assert portal.bezoek("consulent").get(f"/termijnen?week={week}").status_code == 200


def many(portal: Portaal, dagen: list[date]) -> UUID:
    """Write down as many clocks as there are days with one bericht: such a backlog would take an hour to send in."""
    bericht = aanvraag(portal.huis)
    with portal.huis.services.database.schrijven() as session:
        klok = session.scalars(select(Termijn).where(Termijn.bericht == bericht, Termijn.code == "beschikking")).one()
        rij = {kolom.name: getattr(klok, kolom.name) for kolom in Termijn.__table__.columns}
        session.execute(insert(Termijn), [rij | {"id": new_id(), "code": "onderzoek", "datum": dag} for dag in dagen])
        session.get_one(Bericht, bericht).urgent = min(dagen)
    return bericht


def test_a_backlog_hides_nothing_of_what_ends_in_a_week_and_all_of_both_is_counted(portal: Portaal) -> None:
    many(portal, [date(2026, 3, 1)] * 230 + [date(2026, 4, 15)] * 130)
    consulent = portal.bezoek("consulent")
    response = in_week_of(consulent, date(2026, 4, 15))
    onder = page_text(response)
    onder = onder[onder.index("Van 13") :]
    assert onder.startswith("Van 13 april tot en met zondag 19 april 2026: 131 termijnen lopen af. 230 te laat.")
    assert "100 van 230 te laat op deze pagina" in page_text(response)
    assert "100 van 131 van deze week op deze pagina" in page_text(response)
    assert [response.text.count(titel) for titel in ('id="te-laat"', 'id="dag-2026-04-15"')] == [1, 1]
    einde = consulent.get("/termijnen?week=2026-W16&laat=3&blad=2")
    assert "30 van 230 te laat" in page_text(einde)
    assert "31 van 131 van deze week" in page_text(einde)
    assert 'href="/termijnen?week=2026-W16&amp;blad=1#dag-2026-04-15"' in einde.text


def test_while_the_vault_is_away_numbers_stand_in_place_of_clients(portal: Portaal) -> None:
    bericht = herindicatie(portal)
    bezoeker = portal.bezoek("consulent")
    portal.huis.client.down = True
    response = in_week_of(bezoeker, ends_on(portal, bericht))
    assert response.status_code == 200
    assert "Cliënten zijn nu even niet te zien" in page_text(response)
    assert "1987" not in response.text


def feed(bezoeker: Bezoeker, keuze: str = "alles") -> str:
    """Make an address and return its secret, shown once."""
    gemaakt = bezoeker.post("/termijnen/agenda", {"keuze": keuze})
    sleutel = ADRES.findall(gemaakt.text)[0]
    assert ADRES.search(bezoeker.get("/termijnen/agenda").text) is None
    return str(sleutel)


def events(response: TestResponse) -> list[dict[str, str]]:
    assert response.status_code == 200, response.status_code
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    agenda = Calendar.from_ical(response.data)
    return [
        {naam: str(e.decoded(naam)) for naam in ("dtstart", "dtend")}
        | {naam: str(e[naam]) for naam in ("summary", "url", "uid")}
        for e in agenda.walk("VEVENT")
    ]


def test_the_calendar_says_days_and_numbers_and_nothing_else(portal: Portaal) -> None:
    bericht = herindicatie(portal)
    sleutel = feed(portal.bezoek("consulent"))
    response = portal.bezoek().get(f"/agenda/{sleutel}.ics")
    (event,) = events(response)
    einde = ends_on(portal, bericht)
    assert event["dtstart"] == str(einde)
    assert event["summary"] == f"Termijn {nummer(portal, bericht)}"
    assert event["url"].endswith(f"/berichten/{bericht}")
    for geheim in ("1987", "herindicatie", "Schakel", "Eemsdelta", "Onderzoek"):
        assert geheim.lower() not in response.text.lower(), geheim
    assert [e["uid"] for e in events(portal.bezoek().get(f"/agenda/{sleutel}.ics"))] == [event["uid"]]


def test_what_stands_still_is_in_the_calendar_from_that_day_on_until_it_runs_again(portal: Portaal) -> None:
    bericht = aanvraag(portal.huis)
    wijzig(portal.huis, bericht, "opschorten", VANDAAG, grond=OVERMACHT.code, uiterlijk=None)
    portal.huis.later(days=4)
    consulent = portal.bezoek("consulent")
    assert "sinds do 2 april, zonder einddatum" in page_text(consulent.get("/termijnen"))
    sleutel, nr = feed(consulent), nummer(portal, bericht)
    stil = {
        e["uid"]: (e["dtstart"], e["dtend"], e["summary"])
        for e in events(portal.bezoek().get(f"/agenda/{sleutel}.ics"))
    }
    assert list(stil.values()) == [("2026-04-02", "2026-04-07", f"Termijn {nr} staat stil sinds 2 april")]
    wijzig(portal.huis, bericht, "doorlopen", date(2026, 4, 6))
    loopt = {e["uid"]: (e["dtstart"], e["summary"]) for e in events(portal.bezoek().get(f"/agenda/{sleutel}.ics"))}
    assert loopt == dict.fromkeys(stil, ("2026-04-20", f"Termijn {nr}"))
    wijzig(portal.huis, bericht, "opschorten", date(2026, 4, 6), grond=AANVULLING.code, uiterlijk=date(2026, 4, 20))
    (weer,) = events(portal.bezoek().get(f"/agenda/{sleutel}.ics"))
    assert (weer["dtstart"], weer["dtend"]) == ("2026-04-06", "2026-04-21")


def test_the_calendar_holds_all_that_ends_in_a_year_and_else_says_so(
    portal: Portaal, monkeypatch: pytest.MonkeyPatch
) -> None:
    komt = [date(2026, 4, 3) + timedelta(days=n) for n in range(300)]
    bericht = many(portal, [date(2026, 3, 1)] * 230 + komt)
    sleutel, titel = feed(portal.bezoek("consulent")), f"Termijn {nummer(portal, bericht)}"

    def days() -> list[tuple[str, str]]:
        return [(e["dtstart"], e["summary"]) for e in events(portal.bezoek().get(f"/agenda/{sleutel}.ics"))]

    staat = sorted(
        [("2026-03-01", titel)] * 230 + [(str(dag), titel) for dag in (*komt, ends_on(portal, bericht, "beschikking"))]
    )
    assert sorted(days()) == staat
    monkeypatch.setattr(agendasleutels, "GETOOND", 240)
    vol = "Niet alles past in deze agenda. Alles tot en met vrijdag 27 november 2026 staat erin, de rest leest u in het Berichtenportaal."
    assert days()[0] == (str(VANDAAG), vol)
    assert len(days()) == 1 + 230 + 240
    monkeypatch.setattr(agendasleutels, "GETOOND", 229)
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(Termijn).where(Termijn.datum > VANDAAG).values(status="gehaald"))
    rest = "Niet alles past in deze agenda. Wat nog komt, staat er wel in, de rest leest u in het Berichtenportaal."
    assert days() == [(str(VANDAAG), rest), *[("2026-03-01", titel)] * 229]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_each_last_day_has_a_uid_of_its_own_that_stays_when_it_moves(portal: Portaal) -> None:
    by_hand(portal.huis, vanaf=VANDAAG, einddatum=date(2026, 9, 30))
    sleutel = feed(portal.bezoek("indiener"))

    def uids() -> dict[str, str]:
        return {e["uid"]: e["dtstart"] for e in events(portal.bezoek().get(f"/agenda/{sleutel}.ics"))}

    eerst = uids()
    assert list(eerst.values()) == ["2026-04-13", "2026-08-05", "2026-10-07"]  # 305, herindicatie, 307
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(Toewijzing).values(einddatum=date(2026, 8, 31)))
    assert uids() == dict(zip(eerst, ["2026-04-13", "2026-08-05", "2026-09-07"], strict=True))


def test_taken_with_a_last_day_stand_in_the_calendar_of_the_team(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(Taak).where(Taak.id == taken[0].id).values(uiterlijk=date(2026, 5, 1)))
    events_ = events(portal.bezoek().get(f"/agenda/{feed(portal.bezoek('backoffice'))}.ics"))
    assert [(e["dtstart"], e["summary"]) for e in events_ if e["summary"].startswith("Taak")] == [
        ("2026-05-01", f"Taak {nummer(portal, bericht)}")
    ]


def test_of_the_secret_only_a_hash_is_kept_and_the_last_one_counts(portal: Portaal) -> None:
    bezoeker = portal.bezoek("consulent")
    oud, nieuw = feed(bezoeker), feed(bezoeker, "van-mij")
    with portal.huis.services.database.lezen() as session:
        (rij,) = session.scalars(select(Agendasleutel)).all()
    assert (rij.keuze, nieuw.encode() in rij.hash) == ("van-mij", False)
    assert portal.bezoek().get(f"/agenda/{oud}.ics").status_code == 404
    assert portal.bezoek().get(f"/agenda/{nieuw}.ics").status_code == 200
    bezoeker.post("/termijnen/agenda/intrekken")
    assert portal.bezoek().get(f"/agenda/{nieuw}.ics").status_code == 404


def test_who_left_the_team_or_was_blocked_reads_nothing_any_more(portal: Portaal) -> None:
    huis = portal.huis
    sleutel = feed(portal.bezoek("consulent"))
    persoon = huis.gebruiker("consulent").persoon
    with huis.services.database.schrijven() as session:  # a forged row is no proof: Toezicht is not hers to read
        session.execute(update(Agendasleutel).values(namens="toezicht"))
    assert portal.bezoek().get(f"/agenda/{sleutel}.ics").status_code == 404
    with huis.services.database.schrijven() as session:
        session.execute(update(Agendasleutel).values(namens="toegang-1979"))
    assert portal.bezoek().get(f"/agenda/{sleutel}.ics").status_code == 200
    with huis.services.database.schrijven() as session:
        rij = session.get_one(Persoon, persoon)
        rij.record = rij.record.replace('"consulent"', '"frontoffice"')
    assert portal.bezoek().get(f"/agenda/{sleutel}.ics").status_code == 404


def test_a_membership_that_has_ended_opens_no_calendar(portal: Portaal) -> None:
    huis = portal.huis
    tot = datetime(2026, 5, 1, tzinfo=UTC).date()
    lid = Lidmaatschap(soort="organisatie", code="de-schakel", rol=Rol.INDIENER, vanaf=huis.now.date(), tot=tot)
    nieuw = huis.client.admit(
        huis.token("organisatiebeheerder"),
        account="tijdelijk",
        naam="Tijdelijk",
        email="tijdelijk@portaal.example",
        organisatie="de-schakel",
        lidmaatschappen=[lid],
        herkomst=HIER,
    )
    assert nieuw.wachtwoord
    sleutel = feed(portal.bezoek("indiener"))
    with huis.services.database.schrijven() as session:
        persoon = session.scalars(select(Persoon.id).where(Persoon.account == "tijdelijk")).one()
        session.execute(update(Agendasleutel).values(persoon=persoon))
    assert portal.bezoek().get(f"/agenda/{sleutel}.ics").status_code == 200
    huis.later(days=40)
    assert huis.now.date() > tot
    assert portal.bezoek().get(f"/agenda/{sleutel}.ics").status_code == 404


def test_a_secret_of_nobody_is_not_there(portal: Portaal) -> None:
    for sleutel in ("x", "a" * 43, "é" * 10, "a" * 2000):
        assert portal.bezoek().get(f"/agenda/{sleutel}.ics").status_code == 404


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_clock_that_cannot_be_handled_is_named_in_beheer_without_its_bericht(portal: Portaal) -> None:
    bericht = herindicatie(portal)
    with portal.huis.services.database.schrijven() as session:
        klok = session.scalars(select(Termijn.id).where(Termijn.bericht == bericht, Termijn.code == "onderzoek")).one()
    note_failure(portal.huis.services, klok, ValueError(), now=portal.huis.now)
    tekst = page_text(portal.bezoek("beheerder").get("/beheer"))
    assert "1 termijn kan niet worden verwerkt: 'Onderzoek en onderzoeksverslag' van Melding herindicatie" in tekst
    assert nummer(portal, bericht) not in tekst


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_week_and_the_calendar_are_accessible(portal: Portaal, page: Page, address: str) -> None:
    herindicatie(portal)
    portal.huis.later(days=50)
    einde = ends_on(portal, herindicatie(portal))
    log_in(page, address, "indiener")
    page.goto(f"{address}/termijnen")
    check(page)
    page.context.clear_cookies()
    log_in_team(page, address)
    jaar, week, _ = einde.isocalendar()
    page.goto(f"{address}/termijnen?week={jaar}-W{week}")
    check(page)
    page.goto(f"{address}/termijnen/agenda")
    page.get_by_role("button", name="Adres maken").click()
    check(page)


def log_in_team(page: Page, address: str) -> None:
    page.goto(f"{address}/inloggen")
    page.fill("#account", "consulent")
    page.fill("#wachtwoord", WACHTWOORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/werkvoorraad")
