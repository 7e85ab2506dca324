"""The ladder of an aanbieder who never sent his sociale kaart: herinnering, aanmaning, and then a person who decides."""

import json
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.core.audit import Actor
from portal.core.herinneren.mailinhoud import onderwerp
from portal.core.herinneren.plichtladder import Sport, ladders, zet_trede
from portal.core.insturen.openstaand import openstaand
from portal.core.klokken.verplichtingen import plan_duties
from portal.core.opening import NietGevonden
from portal.core.registers.registers import since
from portal.domain.datums import datum_in_nederland
from portal.domain.rechten import NietToegestaan
from portal.domain.registers import AFGEKOPPELD
from portal.models import AuditRegel, Termijn, Uitgaand, Verplichting
from portal.worker.loop import work_clocks
from tests.installatie import DIEP, Installatie
from tests.voorbeelden import volledige_kaart

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")


@pytest.fixture
def owing(huis: Installatie) -> Installatie:
    """On donderdag 2 april 2026 only Huis aan het Diep never sent a sociale kaart."""
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    plan_duties(huis.services, WORKER, now=huis.now)
    told(huis)
    return huis


def told(huis: Installatie) -> list[tuple[str, str, str]]:
    """Return of each mail about the sociale kaart of DIEP to whom, in which role and of which kind it is; forget them all."""
    with huis.services.database.schrijven() as session:
        rows = session.scalars(select(Uitgaand).where(Uitgaand.soort == "termijnmail", Uitgaand.status == "wacht"))
        ladingen = [json.loads(rij.lading) for rij in rows]
        van_diep = {str(klok.id) for klok in session.scalars(select(Termijn).where(Termijn.code.startswith("eerste-")))}
        session.execute(update(Uitgaand).values(status="gedaan"))
    eigen = [lading for lading in ladingen if van_diep & {*lading["termijnen"].split(",")}]
    return sorted((lading["aan"], lading["rol"], lading["sjabloon"]) for lading in eigen)


def pass_days(huis: Installatie, days: int) -> list[tuple[str, str, str, str]]:
    """Let the worker pass every day; return date, receiver, role and kind of every mail about it."""
    found = []
    for _ in range(days):
        huis.later(days=1)
        work_clocks(huis.services, now=huis.now)
        found += [(huis.now.date().isoformat(), *mail) for mail in told(huis)]
    return found


def duty(huis: Installatie) -> tuple[str, dict[str, tuple[str, str]]]:
    """Return the status of the verplichting of DIEP and its clocks."""
    with huis.services.database.lezen() as session:
        query = select(Verplichting).where(Verplichting.mailbox == "sociale-kaart", Verplichting.organisatie == DIEP)
        rij = session.scalars(query).one()
        klokken = session.scalars(select(Termijn).where(Termijn.verplichting == rij.id))
        return rij.status, {klok.code: (klok.datum.isoformat(), klok.status) for klok in klokken}


def sporten(huis: Installatie) -> list[Sport]:
    gevonden = ladders(huis.services, huis.gebruiker("contractmanager"), now=huis.now)
    return [sport for ladder in gevonden for sport in ladder.sporten]


def is_cut_off(huis: Installatie) -> bool:
    with huis.services.database.lezen() as session:
        return DIEP in since(session, AFGEKOPPELD, [DIEP])


def rungs(huis: Installatie) -> list[tuple[str, str]]:
    """Return of each rung in the log who took it, and which."""
    with huis.services.database.lezen() as session:
        regels = session.scalars(select(AuditRegel).where(AuditRegel.actie == "trede").order_by(AuditRegel.moment))
        return [(regel.namens, regel.uitkomst) for regel in regels]


def test_who_never_sent_climbs_one_rung_each_two_weken_and_nobody_cuts_him_off_by_itself(owing: Installatie) -> None:
    assert pass_days(owing, 70) == [
        ("2026-04-13", DIEP, "", "herinnering"),
        ("2026-04-17", DIEP, "", "herinnerd"),
        ("2026-04-29", DIEP, "", "herinnering"),
        ("2026-05-01", DIEP, "", "aanmaning"),
        ("2026-05-13", DIEP, "", "herinnering"),
        ("2026-05-18", "cmo", "contractmanager", "trede-aan-u"),  # 15 mei is a gelijkgestelde dag, a Friday
    ]
    assert (is_cut_off(owing), duty(owing)) == (
        False,
        (
            "open",
            {
                "eerste-opgave": ("2026-04-16", "loopt"),
                "eerste-na-herinnering": ("2026-04-30", "loopt"),
                "eerste-na-aanmaning": ("2026-05-14", "loopt"),
            },
        ),
    )
    assert rungs(owing) == [("portaal", "eerste-herinnering"), ("portaal", "eerste-aanmaning")]


def test_after_two_months_without_a_worker_he_is_reminded_first_and_has_his_two_weken_again(owing: Installatie) -> None:
    owing.later(days=59)
    assert [mail[3] for mail in pass_days(owing, 1)] == ["herinnerd"]
    assert duty(owing)[1]["eerste-na-herinnering"] == ("2026-06-14", "loopt")
    assert [mail[3] for mail in pass_days(owing, 14)] == ["herinnering", "aanmaning"]


def test_the_list_says_how_far_he_has_come_and_when_the_next_rung_may_be_taken(owing: Installatie) -> None:
    stand = []
    for dagen in (0, 15, 14, 14):
        pass_days(owing, dagen)
        (sport,) = sporten(owing)
        volgende = sport.volgende.titel if sport.volgende else ""
        stand.append((sport.naam, sport.gezet, sport.sinds, volgende, sport.datum, sport.kan))
    assert stand == [
        ("Huis aan het Diep", "", None, "Herinnering", date(2026, 4, 16), False),
        ("Huis aan het Diep", "herinnerd", date(2026, 4, 17), "Aanmaning", date(2026, 4, 30), False),
        ("Huis aan het Diep", "aangemaand", date(2026, 5, 1), "Afkoppelen", date(2026, 5, 14), False),
        ("Huis aan het Diep", "aangemaand", date(2026, 5, 1), "Afkoppelen", date(2026, 5, 14), True),
    ]


def test_the_contractmanager_cuts_him_off_once_with_his_name_and_he_hears_it(owing: Installatie) -> None:
    pass_days(owing, 45)
    (sport,) = sporten(owing)
    cmo = owing.gebruiker("contractmanager")
    gezet = [zet_trede(owing.services, cmo, sport.klok, now=owing.now) for _ in range(2)]
    assert [trede.code if trede else None for trede in gezet] == ["eerste-afkoppeling", None]
    assert (is_cut_off(owing), rungs(owing)[-1]) == (True, ("team:cmo", "eerste-afkoppeling"))
    (na,) = sporten(owing)
    assert (na.gezet, na.sinds, na.volgende, na.kan) == ("afgekoppeld", date(2026, 5, 17), None, False)
    assert pass_days(owing, 20) == [("2026-05-18", DIEP, "", "afkoppeling")]


def test_nobody_else_takes_that_rung_and_not_before_its_time(owing: Installatie) -> None:
    pass_days(owing, 42)  # 14 mei is the last day itself
    (sport,) = sporten(owing)
    with pytest.raises(NietGevonden):
        zet_trede(owing.services, owing.gebruiker("contractmanager"), sport.klok, now=owing.now)
    pass_days(owing, 1)
    for wie in ("consulent", "ander", "toezichthouder"):
        with pytest.raises(NietToegestaan):
            zet_trede(owing.services, owing.gebruiker(wie), sport.klok, now=owing.now)
    with pytest.raises(NietGevonden):
        zet_trede(owing.services, owing.gebruiker("contractmanager"), UUID(int=1), now=owing.now)
    with owing.services.database.lezen() as session:
        eerste = session.scalars(select(Termijn.id).where(Termijn.code == "eerste-opgave")).one()
    with pytest.raises(NietGevonden):  # that rung is the portal's own
        zet_trede(owing.services, owing.gebruiker("contractmanager"), eerste, now=owing.now)
    assert is_cut_off(owing) is False


def test_his_first_opgave_ends_the_ladder_and_connects_him_again(owing: Installatie) -> None:
    pass_days(owing, 45)
    (sport,) = sporten(owing)
    cmo = owing.gebruiker("contractmanager")
    zet_trede(owing.services, cmo, sport.klok, now=owing.now)
    pass_days(owing, 1)
    owing.stuur(owing.gebruiker("ander"), "sociale-kaart", {"wijziging": ["nee"]})
    status, klokken = duty(owing)
    assert (status, {stand for _, stand in klokken.values()}, is_cut_off(owing)) == ("gehaald", {"gehaald"}, False)
    assert (sporten(owing), zet_trede(owing.services, cmo, sport.klok, now=owing.now)) == ([], None)
    assert pass_days(owing, 10) == []


def test_his_start_page_shows_the_rung_on_which_he_stands_and_no_other(owing: Installatie) -> None:
    pass_days(owing, 30)
    gevonden = openstaand(owing.services, owing.gebruiker("ander"), vandaag=datum_in_nederland(owing.now))
    eerste = [(o.titel, o.termijn.datum if o.termijn else None) for o in gevonden if o.mailbox == "sociale-kaart"]
    assert eerste == [("Eerste opgave, na de aanmaning", date(2026, 5, 14))]


@pytest.mark.parametrize(("dagen", "pad", "aan"), [(15, "/", DIEP), (29, "/", DIEP), (46, "/verplichtingen", "cmo")])
def test_the_mail_of_a_rung_explains_its_date_and_leads_to_where_it_is_done(
    owing: Installatie, dagen: int, pad: str, aan: str
) -> None:
    pass_days(owing, dagen - 1)
    owing.later(days=1)
    work_clocks(owing.services, now=owing.now)
    with owing.services.database.lezen() as session:
        eerste = {str(klok) for klok in session.scalars(select(Termijn.id).where(Termijn.code.startswith("eerste-")))}
        wacht = select(Uitgaand).where(Uitgaand.soort == "termijnmail", Uitgaand.status == "wacht")
        ladingen = [json.loads(rij.lading) for rij in session.scalars(wacht)]
    van_hem = [lading for lading in ladingen if lading["aan"] == aan and lading["termijnen"] in eerste]
    eigen = [g for lading in van_hem if (g := onderwerp(owing.services, lading))]
    assert [(g.pad, g.nummer, len(g.uitleg), "2 weken na" in g.uitleg[0]) for g in eigen] == [(pad, "", 1, True)]
