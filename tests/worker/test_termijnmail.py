"""Mail about clocks: number, link and the explanation as the page gives it, made anew when the mail is sent."""

import email
import email.policy
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from portal.core.bericht.zicht import kop
from portal.core.herinneren.stilmail import keep_still
from portal.core.post import outbox
from portal.core.post.postkamer import postkamer
from portal.core.services import Services
from portal.core.taken.taken import taak_gedaan
from portal.domain.grond import OVERMACHT
from portal.domain.mailsoort import ESCALATIE, HERINNERING, STAAT_STIL, TE_LAAT, TIJD_OM
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Bericht, Termijn, Uitgaand
from portal.vault.inrichten import bootstrap_person
from portal.worker.effects import drain
from portal.worker.loop import work_clocks
from tests.core.test_klokwijziging import aanvraag, wijzig
from tests.installatie import EEMSDELTA, SCHAKEL, WACHTWOORD, Installatie
from tests.rondes import werk_alles_af
from tests.voorbeelden import volledige_herindicatie, volledige_melding, volledige_onderbreking


@pytest.fixture
def services(huis: Installatie, tmp_path: Path) -> Services:
    """The services of the house, with mail going to a directory."""
    return replace(huis.services, settings=replace(huis.services.settings, mail_map=tmp_path / "mail"))


def running(services: Services, bericht: UUID) -> list[Termijn]:
    with services.database.lezen() as session:
        return list(
            session.scalars(
                select(Termijn).where(Termijn.bericht == bericht, Termijn.status == "loopt").order_by(Termijn.datum)
            )
        )


def onderzoek(services: Services, bericht: UUID) -> Termijn:
    """Return the clock of a herindicatie that counts from its arrival."""
    return next(termijn for termijn in running(services, bericht) if termijn.code == "onderzoek")


def nummer_van(services: Services, bericht: UUID) -> str:
    with services.database.lezen() as session:
        return session.get_one(Bericht, bericht).nummer


def mail(
    huis: Installatie,
    services: Services,
    termijnen: Sequence[UUID],
    *,
    aan: tuple[str, str] = ("team", EEMSDELTA),
    sjabloon: str = HERINNERING,
    rol: Rol | None = None,
) -> dict[str, tuple[str, str]]:
    """Send one mail about these clocks; return subject and text by who got it."""
    folder = services.settings.mail_map
    assert folder is not None
    for old in folder.glob("*.eml"):
        old.unlink()
    with services.database.schrijven() as session:
        session.execute(update(Uitgaand).values(status="gedaan"))
        outbox.enqueue_termijnmail(session, aan=aan, sjabloon=sjabloon, termijnen=termijnen, rol=rol, now=huis.now)
    werk_alles_af(services, lambda: huis.now)
    found = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in folder.glob("*.eml")]
    return {str(m["To"]).partition("@")[0]: (str(m["Subject"]), m.get_content()) for m in found}


def test_a_mail_about_one_clock_gives_its_number_its_page_and_its_explanation(
    huis: Installatie, services: Services
) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    termijn, nummer = onderzoek(services, bericht), nummer_van(services, bericht)
    sent = mail(huis, services, [termijn.id])
    kop, tekst = sent["consulent"]
    assert (set(sent), kop) == (
        {"consulent", "tweede", "frontoffice", "dubbel"},
        f"Herinnering aan een termijn ({nummer})",
    )
    assert (termijn.uitleg in tekst, f"Nummer: {nummer}\n" in tekst, f"/berichten/{bericht}\n" in tekst) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_mail_about_a_clock_that_counts_from_an_answer_gives_the_last_day_alone_and_never_the_answer(
    huis: Installatie, services: Services
) -> None:
    indiener = huis.gebruiker("indiener")
    stil = huis.stuur(indiener, "verlenging-onderbreking", volledige_onderbreking(stopdatum="2-2-2026"))
    (klok,) = running(services, stil)
    assert (klok.code, klok.datum) == ("onderbreking", date(2026, 5, 2))
    tekst = mail(huis, services, [klok.id])["consulent"][1]
    assert "Uiterlijk zaterdag 2 mei 2026. Hoe die dag is gerekend, leest u in het portaal." in tekst
    assert [woord for woord in ("februari", "3 maanden", "zorg stopte", "Bron", "5.4") if woord in tekst] == []
    (overgang,) = running(services, huis.bericht(indiener))
    tekst = mail(huis, services, [overgang.id])["consulent"][1]
    assert "Om welke dag het gaat, leest u in het portaal." in tekst
    assert [woord for woord in (str(overgang.datum.year), "vergangsdatum", "Bron") if woord in tekst] == []


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_mail_about_a_clock_that_stands_still_says_since_when_and_why(huis: Installatie, services: Services) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "opschorten", date(2026, 4, 2), grond=OVERMACHT.code, uiterlijk=None)
    with services.database.lezen() as session:
        stil = session.scalars(select(Termijn).where(Termijn.bericht == bericht, Termijn.status == "opgeschort")).one()
    tekst = mail(huis, services, [stil.id], sjabloon=STAAT_STIL)["consulent"][1]
    assert "De termijn staat stil vanaf vrijdag 3 april 2026, want er was overmacht" in tekst
    with services.database.schrijven() as session:  # that it runs, as nobody who acts could make it
        session.execute(update(Termijn).where(Termijn.id == stil.id).values(status="loopt"))
    assert "staat stil" not in mail(huis, services, [stil.id])["consulent"][1]


def test_nothing_that_stands_in_the_row_of_a_clock_as_text_comes_into_a_mail(
    huis: Installatie, services: Services
) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    termijn = onderzoek(services, bericht)
    with services.database.schrijven() as session:
        session.execute(
            update(Termijn).values(uitleg="Ga naar evil.example", titel="evil.example", bron="evil.example")
        )
    tekst = mail(huis, services, [termijn.id])["consulent"][1]
    assert ("evil" in tekst, termijn.uitleg in tekst) == (False, True)


@pytest.mark.parametrize("anders", [{"datum": "2026-05-20"}, {"code": "onbekend"}])
def test_a_clock_whose_dates_do_not_follow_from_its_declaration_is_mailed_without_explanation(
    huis: Installatie, services: Services, anders: dict[str, str]
) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    termijn = running(services, bericht)[0]
    with services.database.schrijven() as session:
        rij = session.get_one(Termijn, termijn.id)
        rij.code = anders.get("code", rij.code)
        rij.datum = rij.datum.replace(year=2030) if "datum" in anders else rij.datum
    kop, tekst = mail(huis, services, [termijn.id], sjabloon=TE_LAAT)["consulent"]
    assert (kop.startswith("Een termijn is verlopen (BP-"), "Bron:" in tekst) == (True, False)


def test_a_mail_warns_of_a_year_whose_decree_days_are_not_known(huis: Installatie, services: Services) -> None:
    huis.moment[0] = datetime(2029, 3, 29, 9, tzinfo=UTC)
    bericht = huis.stuur(
        huis.gebruiker("indiener"),
        "herindicatie",
        volledige_herindicatie(gemeente_inschrijving="1979", einddatum="31-12-2029"),
    )
    termijn = next(t for t in running(services, bericht) if t.code == "onderzoek")
    tekst = mail(huis, services, [termijn.id])["consulent"][1]
    assert (termijn.datum, "Let op: Het portaal kent" in tekst) == (date(2029, 5, 11), True)


def test_a_mail_about_many_clocks_names_five_and_says_how_many_more(huis: Installatie, services: Services) -> None:
    indiener = huis.gebruiker("indiener")
    berichten = [huis.bericht(indiener) for _ in range(7)]
    termijnen = [running(services, bericht)[0].id for bericht in berichten]
    kop, tekst = mail(huis, services, termijnen)["consulent"]
    nummers = [nummer_van(services, bericht) for bericht in berichten]
    assert kop == f"Herinnering aan een termijn ({', '.join(nummers[:5])} en nog 2)"
    assert (
        [f"{nummer}: " in tekst for nummer in nummers],
        "example/werkvoorraad\n" in tekst.replace("8000", "example"),
    ) == (
        [True] * 5 + [False] * 2,
        True,
    )


def test_a_clock_that_ended_before_the_mail_was_sent_is_left_out_and_without_any_no_mail_goes(
    huis: Installatie, services: Services
) -> None:
    indiener = huis.gebruiker("indiener")
    loopt, klaar = huis.bericht(indiener), huis.bericht(indiener)
    termijnen = [running(services, bericht)[0].id for bericht in (loopt, klaar)]
    huis.doe(indiener, klaar, "intrekken", tekst="Niet meer nodig.")
    sent = mail(huis, services, termijnen)
    assert sent["consulent"][0] == f"Herinnering aan een termijn ({nummer_van(services, loopt)})"
    assert mail(huis, services, termijnen[1:]) == {}


def waiting_when_it_stands_still(huis: Installatie, services: Services) -> UUID:
    """A beschikking of which the reminder of 15 April was promised, and not sent before the clock came to stand still."""
    bericht = aanvraag(huis)
    werk_alles_af(services, lambda: huis.now)
    huis.later(days=13)
    work_clocks(services, now=huis.now)
    wijzig(huis, bericht, "opschorten", date(2026, 4, 15), grond=OVERMACHT.code)
    assert about_clocks(huis, services) == []
    return bericht


def about_clocks(huis: Installatie, services: Services) -> list[str]:
    """Send what is due; return the subjects of the mails about clocks that arrived."""
    folder = services.settings.mail_map
    assert folder is not None
    werk_alles_af(services, lambda: huis.now)
    brieven = [email.message_from_bytes(b.read_bytes(), policy=email.policy.default) for b in folder.glob("*.eml")]
    for oud in folder.glob("*.eml"):
        oud.unlink()
    return sorted(f"{b['To']} {b['Subject']}" for b in brieven if "termijn" in str(b["Subject"]))


def kept(services: Services) -> list[tuple[str, str]]:
    with services.database.lezen() as session:
        query = select(Uitgaand.status, Uitgaand.fout).where(Uitgaand.fout.startswith("termijn staat stil"))
        return sorted({(status, fout) for status, fout in session.execute(query)})


WAAROM = "termijn staat stil: -1-werkdag-behandelend_team"


def test_a_reminder_that_waited_when_its_clock_came_to_stand_still_is_planned_anew(
    huis: Installatie, services: Services
) -> None:
    bericht = waiting_when_it_stands_still(huis, services)
    assert kept(services) == [("uitgesteld", WAAROM)]
    huis.later(days=7)
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 22))
    assert kept(services) == [("losgelaten", WAAROM)]
    work_clocks(services, now=huis.now)
    nummer = nummer_van(services, bericht)
    eens = about_clocks(huis, services)
    assert [regel.split(" ", 1)[1] for regel in eens] == [f"Herinnering aan een termijn ({nummer})"] * len(set(eens))
    assert (len(eens) > 0, about_clocks(huis, services)) == (True, [])


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_reminder_that_waited_is_sent_once_when_its_clock_runs_on_to_the_same_day(
    huis: Installatie, services: Services
) -> None:
    bericht = waiting_when_it_stands_still(huis, services)
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 15))
    work_clocks(services, now=huis.now)
    nummer, eens = nummer_van(services, bericht), about_clocks(huis, services)
    assert [regel.split(" ", 1)[1] for regel in eens] == [f"Herinnering aan een termijn ({nummer})"] * len(set(eens))
    assert (len(eens) > 0, about_clocks(huis, services), kept(services)) == (True, [], [])


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_reminder_that_waited_is_let_go_when_its_clock_ends_while_it_stands_still(
    huis: Installatie, services: Services
) -> None:
    bericht = waiting_when_it_stands_still(huis, services)
    assert postkamer(services, huis.gebruiker("beheerder")).uitgesteld > 0
    huis.doe(huis.gebruiker("consulent"), bericht, "toegekend", tekst="De ondersteuning blijft nodig.")
    backoffice = huis.gebruiker("backoffice")
    taak = next(t.id for t in kop(services, backoffice, bericht).taken if t.code == "beschikking")
    taak_gedaan(services, backoffice, taak=taak, verzonden=huis.now.date(), now=huis.now)
    assert (kept(services), postkamer(services, huis.gebruiker("beheerder")).uitgesteld) == (
        [("losgelaten", WAAROM)],
        0,
    )


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("sjabloon", "aantal"), [(HERINNERING, 1), (TIJD_OM, 0)])
def test_a_mail_that_is_tried_again_keeps_the_same_back_once_and_nothing_of_use_while_it_stands_still(
    huis: Installatie, services: Services, sjabloon: str, aantal: int
) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "opschorten", date(2026, 4, 2), grond=OVERMACHT.code, uiterlijk=date(2026, 4, 3))
    huis.later(days=2)
    work_clocks(services, now=huis.now)
    with services.database.schrijven() as session:
        session.execute(update(Uitgaand).values(status="gedaan"))
        stil = session.scalars(select(Termijn.id).where(Termijn.bericht == bericht, Termijn.status == "opgeschort"))
        aan = ("team", EEMSDELTA)
        outbox.enqueue_termijnmail(session, aan=aan, sjabloon=sjabloon, termijnen=[stil.one()], now=huis.now)
    drain(services, holder=uuid4(), clock=lambda: huis.now, stopping=lambda: False)
    (rij, *_) = outbox.claim(services.database, holder=uuid4(), now=huis.now, limit=9, per_persoon=True)
    for _ in range(2):
        assert (keep_still(services, rij, now=huis.now).lading["termijnen"] == "") is bool(aantal)
    with services.database.lezen() as session:
        assert len(session.scalars(select(Uitgaand).where(Uitgaand.status == "uitgesteld")).all()) == aantal


def test_an_escalation_goes_to_who_holds_the_role_and_to_everybody_when_nobody_does(
    huis: Installatie, services: Services
) -> None:
    termijn = running(services, huis.bericht(huis.gebruiker("indiener")))[0]
    to_role = mail(huis, services, [termijn.id], sjabloon=ESCALATIE, rol=Rol.BACKOFFICE)
    to_all = mail(huis, services, [termijn.id], sjabloon=ESCALATIE, rol=Rol.COLLEGE)
    assert (set(to_role), len(to_all)) == ({"backoffice"}, 4)


def admit(huis: Installatie, account: str, rol: Rol, *, vanaf: date, tot: date | None = None) -> None:
    """Let somebody be in Eemsdelta in this role for these days."""
    lid = Lidmaatschap(soort="team", code=EEMSDELTA, rol=rol, vanaf=vanaf, tot=tot)
    bootstrap_person(
        huis.vault,
        account=account,
        naam=account,
        email=f"{account}@portaal.example",
        organisatie="gemeente-1979",
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[lid],
    )


@pytest.mark.parametrize(
    ("opvolger", "team", "gekregen", "dood", "samen"),
    [
        (True, True, {"opvolger": 1}, 0, 1),
        (False, True, dict.fromkeys(("consulent", "tweede", "frontoffice", "dubbel"), 2), 0, 2),
        (False, False, {}, 1, 1),
        (False, False, {}, 2, 2),
    ],
)
def test_an_escalation_that_waited_while_its_receiver_left_goes_to_who_has_the_role_now_or_is_seen_in_beheer(
    huis: Installatie,
    services: Services,
    *,
    opvolger: bool,
    team: bool,
    gekregen: dict[str, int],
    dood: int,
    samen: bool,
) -> None:
    vandaag = huis.now.date()
    admit(huis, "leider", Rol.TEAMLEIDER, vanaf=vandaag, tot=vandaag)
    berichten = [huis.bericht(huis.gebruiker("indiener")) for _ in range(samen)]
    aan, folder = ("team", EEMSDELTA), services.settings.mail_map
    assert folder is not None
    with services.database.schrijven() as session:
        session.execute(update(Uitgaand).values(status="gedaan"))
        for termijn in [running(services, bericht)[0].id for bericht in berichten]:
            outbox.enqueue_termijnmail(
                session, aan=aan, sjabloon=ESCALATIE, termijnen=[termijn], rol=Rol.TEAMLEIDER, now=huis.now
            )
    werk_alles_af(huis.services, lambda: huis.now)  # there is no mail server yet
    if opvolger:
        admit(huis, "opvolger", Rol.TEAMLEIDER, vanaf=vandaag)
    for account in () if team else ("consulent", "tweede", "frontoffice", "dubbel"):
        huis.client.block(huis.token("beheerder"), huis.gebruiker(account).persoon, herkomst="127.0.0.1")
    for _ in range(2):
        huis.later(days=2)
        werk_alles_af(services, lambda: huis.now)
    mails = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in folder.glob("*.eml")]
    assert Counter(str(m["To"]).partition("@")[0] for m in mails) == gekregen
    storingen = postkamer(services, huis.gebruiker("beheerder")).storingen
    assert [(storing.code, storing.wacht, storing.opgegeven) for storing in storingen] == [
        ("niemand meer", 0, dood) for _ in range(dood)
    ][:1]


def test_a_mail_about_a_melding_says_nothing_that_tells_its_kind(huis: Installatie, services: Services) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding())
    termijnen = [termijn.id for termijn in running(services, bericht)]
    kop, tekst = mail(huis, services, termijnen, aan=("organisatie", SCHAKEL))["indiener"]
    assert (kop, "Bron:" in tekst, "Wmo" in tekst) == (
        f"Herinnering aan een termijn ({nummer_van(services, bericht)})",
        False,
        False,
    )
