"""The story of the sociale kaart: two weken, herinnering, aanmaning, afkoppeling, and connected again by updating."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.core.audit import Actor
from portal.core.bericht.zicht import kop
from portal.core.herinneren.mailinhoud import onderwerp
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.insturen.openstaand import openstaand
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.klokken.verplichtingen import plan_duties
from portal.core.lezen.reading import open_bericht
from portal.core.registers.registers import since
from portal.core.registers.registertabel import Cel, register_table
from portal.domain.mailsoort import mailsoort
from portal.domain.registers import AFGEKOPPELD
from portal.forms import BerichtFormulier
from portal.models import Bericht, Organisatie, Registerregel, Termijn, Uitgaand, Verplichting
from portal.worker.loop import work_clocks
from tests.installatie import DIEP, SCHAKEL, Installatie
from tests.voorbeelden import volledige_kaart

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")
GEEN_WIJZIGINGEN = {"wijziging": ["nee"]}


@pytest.fixture
def kaart(huis: Installatie) -> tuple[Installatie, UUID]:
    """A sociale kaart that was updated on donderdag 2 april 2026."""
    return huis, huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())


def status(huis: Installatie, bericht: UUID) -> str:
    with huis.services.database.lezen() as session:
        return session.get_one(Bericht, bericht).status


def clocks(huis: Installatie, bericht: UUID) -> dict[str, tuple[str, str]]:
    with huis.services.database.lezen() as session:
        rijen = session.scalars(select(Termijn).where(Termijn.bericht == bericht))
        return {rij.code: (rij.datum.isoformat(), rij.status) for rij in rijen}


def told(huis: Installatie) -> list[tuple[str, str]]:
    """Return who was promised a mail, of which kind, and forget them."""
    with huis.services.database.schrijven() as session:
        wacht = select(Uitgaand).where(Uitgaand.soort.in_(["termijnmail", "mail"]), Uitgaand.status == "wacht")
        rows = [json.loads(rij.lading) for rij in session.scalars(wacht)]
        session.execute(update(Uitgaand).values(status="gedaan"))
    return sorted((row["aan"], row["sjabloon"]) for row in rows)


def is_cut_off(huis: Installatie) -> bool:
    with huis.services.database.lezen() as session:
        return SCHAKEL in since(session, AFGEKOPPELD, [SCHAKEL, DIEP])


def day_by_day(huis: Installatie, days: int) -> list[tuple[str, str, str]]:
    """Let the worker pass every day; return date, receiver and kind of every mail."""
    found = []
    for _ in range(days):
        huis.later(days=1)
        work_clocks(huis.services, now=huis.now)
        found += [(huis.now.date().isoformat(), *mail) for mail in told(huis)]
    return found


def test_who_does_not_update_is_reminded_warned_and_cut_off(kaart: tuple[Installatie, UUID]) -> None:
    huis, bericht = kaart
    told(huis)
    assert day_by_day(huis, 60) == [
        ("2026-04-15", SCHAKEL, "herinnering"),
        ("2026-04-17", SCHAKEL, "herinnerd"),  # 16 april was the last day: the herinnering of the handbook
        ("2026-04-29", SCHAKEL, "herinnering"),
        ("2026-05-01", SCHAKEL, "aanmaning"),  # two weken later: the aanmaning
        ("2026-05-13", SCHAKEL, "herinnering"),
        ("2026-05-15", "cmo", "afkoppeling"),  # and two weken after that the melding van afkoppeling
        ("2026-05-15", SCHAKEL, "afkoppeling"),
    ]
    assert (status(huis, bericht), is_cut_off(huis)) == ("afgekoppeld", True)
    verloop = [regel.code for regel in kop(huis.services, huis.gebruiker("contractmanager"), bericht).verloop]
    assert verloop == ["indienen", "herinneren", "aanmanen", "afkoppelen"]


def test_after_two_months_without_a_worker_each_rung_still_follows_two_weken_after_the_one_before(
    kaart: tuple[Installatie, UUID],
) -> None:
    huis, bericht = kaart
    told(huis)
    huis.later(days=59)
    assert day_by_day(huis, 1) == [("2026-06-01", SCHAKEL, "herinnerd")]
    assert (status(huis, bericht), is_cut_off(huis)) == ("herinnerd", False)
    assert day_by_day(huis, 13) == [("2026-06-12", SCHAKEL, "herinnering")]
    assert (day_by_day(huis, 1), status(huis, bericht)) == ([("2026-06-15", SCHAKEL, "aanmaning")], "aangemaand")
    day_by_day(huis, 13)
    assert is_cut_off(huis) is False
    assert (day_by_day(huis, 1)[0][0], is_cut_off(huis)) == ("2026-06-29", True)


def test_the_mail_of_a_rung_names_it_and_goes_to_the_contractmanager_alone(kaart: tuple[Installatie, UUID]) -> None:
    huis, _ = kaart
    day_by_day(huis, 42)
    huis.later(days=1)
    work_clocks(huis.services, now=huis.now)
    with huis.services.database.lezen() as session:
        wacht = select(Uitgaand).where(Uitgaand.soort == "termijnmail", Uitgaand.status == "wacht")
        ladingen = [json.loads(rij.lading) for rij in session.scalars(wacht)]
    koppen = {(lading["aan"], lading["rol"], mailsoort(lading["sjabloon"]).kop) for lading in ladingen}
    assert koppen == {(SCHAKEL, "", "Melding van afkoppeling"), ("cmo", "contractmanager", "Melding van afkoppeling")}
    for lading in ladingen:  # also now that its clock has ended
        gezegd = onderwerp(huis.services, lading)
        assert gezegd is not None
        assert gezegd.uitleg != ()


def test_one_click_geen_wijzigingen_ends_the_ladder_and_begins_the_two_weken_anew(
    kaart: tuple[Installatie, UUID],
) -> None:
    huis, bericht = kaart
    day_by_day(huis, 20)
    nieuw = huis.stuur(huis.gebruiker("collega"), "sociale-kaart", GEEN_WIJZIGINGEN)
    assert clocks(huis, bericht) == {
        "bijwerken": ("2026-04-16", "gehaald"),
        "na-herinnering": ("2026-04-30", "gehaald"),
    }
    assert clocks(huis, nieuw) == {"bijwerken": ("2026-05-06", "loopt")}
    assert (status(huis, bericht), status(huis, nieuw), day_by_day(huis, 11)) == ("herinnerd", "bijgewerkt", [])


def test_who_was_cut_off_and_updates_is_connected_again_and_both_stay_on_record(
    kaart: tuple[Installatie, UUID],
) -> None:
    huis, bericht = kaart
    day_by_day(huis, 43)
    assert is_cut_off(huis)
    huis.later(days=1)
    nieuw = huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", GEEN_WIJZIGINGEN)
    with huis.services.database.lezen() as session:
        (regel,) = session.scalars(select(Registerregel).where(Registerregel.register == "afgekoppeld"))
    assert (regel.organisatie, regel.bericht, regel.tot_bericht) == (SCHAKEL, bericht, nieuw)
    assert (regel.tot, is_cut_off(huis)) == (huis.now, False)
    assert regel.tot is not None
    assert regel.tot - regel.vanaf == timedelta(days=1)


def test_the_update_of_another_aanbieder_ends_nothing_here(kaart: tuple[Installatie, UUID]) -> None:
    huis, bericht = kaart
    huis.stuur(huis.gebruiker("ander"), "sociale-kaart", GEEN_WIJZIGINGEN)
    assert clocks(huis, bericht)["bijwerken"][1] == "loopt"


def test_who_takes_part_and_never_sent_one_owes_his_first_within_two_weken(huis: Installatie) -> None:
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    with huis.services.database.schrijven() as session:
        session.add(Organisatie(code="gestopt", naam="Gestopt", soort="aanbieder", actief=False))
    plan_duties(huis.services, WORKER, now=huis.now)
    plan_duties(huis.services, WORKER, now=huis.now)
    with huis.services.database.lezen() as session:
        eerste = session.scalars(select(Verplichting).where(Verplichting.mailbox == "sociale-kaart")).all()
        (rij,) = eerste
        klok = session.scalars(select(Termijn).where(Termijn.verplichting == rij.id)).one()
    assert (rij.organisatie, rij.kenmerk, klok.datum.isoformat(), klok.status) == (
        DIEP,
        "eerste",
        "2026-04-16",
        "loopt",
    )
    told(huis)
    assert [mail for mail in day_by_day(huis, 30) if mail[1] != SCHAKEL] == [
        ("2026-04-13", DIEP, "herinnering"),
        ("2026-04-17", DIEP, "herinnerd"),  # the ladder of who never sent: test_ladder_zonder_bericht.py
        ("2026-04-29", DIEP, "herinnering"),
        ("2026-05-01", DIEP, "aanmaning"),
        ("2026-05-01", DIEP, "herinnering"),  # of the jaarrekening: four weken before 31 mei is a Sunday
    ]


def test_the_first_update_meets_what_was_owed(huis: Installatie) -> None:
    plan_duties(huis.services, WORKER, now=huis.now)
    bericht = huis.stuur(huis.gebruiker("ander"), "sociale-kaart", GEEN_WIJZIGINGEN)
    with huis.services.database.lezen() as session:
        query = select(Verplichting).where(Verplichting.mailbox == "sociale-kaart", Verplichting.organisatie == DIEP)
        rij = session.scalars(query).one()
        klok = session.scalars(select(Termijn).where(Termijn.verplichting == rij.id)).one()
    assert (rij.status, rij.bericht, klok.status) == ("gehaald", bericht, "gehaald")


def overzicht(huis: Installatie, account: str) -> dict[str, dict[str, Cel]]:
    """Return what somebody reads in the register of each aanbieder, by its name."""
    tabel = register_table(huis.services, huis.gebruiker(account), "aanbieders")
    rijen = (dict(zip([kolom for kolom, _ in tabel.kolommen], rij, strict=True)) for rij in tabel.rijen)
    return {str(rij.pop("aanbieder")): rij for rij in rijen}


def test_who_places_burgers_reads_in_the_register_who_is_cut_off_and_other_aanbieders_do_not(
    kaart: tuple[Installatie, UUID],
) -> None:
    huis, _ = kaart
    assert overzicht(huis, "consulent")["Stichting De Schakel"]["kaart"] == ""
    day_by_day(huis, 45)
    assert is_cut_off(huis)
    sinds = "afgekoppeld sinds vrijdag 15 mei 2026: geen plaatsingen"
    for wie in ("consulent", "beleid", "contractmanager"):
        assert {naam: rij["kaart"] for naam, rij in overzicht(huis, wie).items()} == {
            "Huis aan het Diep": "",
            "Stichting De Schakel": sinds,
        }
    assert all("kaart" not in rij for rij in overzicht(huis, "ander").values())


def test_nobody_is_placed_with_an_aanbieder_that_is_cut_off(kaart: tuple[Installatie, UUID]) -> None:
    huis, _ = kaart
    verzoek = huis.bericht(huis.gebruiker("ander"), nieuwe_aanbieder=SCHAKEL, nieuwe_aanbieder_naam=None)
    titel = "Deze aanbieder is afgekoppeld van de sociale kaart"

    def gewaarschuwd(account: str) -> list[str]:
        geopend = open_bericht(huis.services, huis.gebruiker(account), verzoek, now=huis.now)
        return [w.titel for w in warnings_for(huis.services, huis.gebruiker(account), geopend.kop, geopend.feiten)]

    def keuze(code: str, account: str, veld: str) -> tuple[str, str]:
        """Return how De Schakel stands in the list, and what is said when it is chosen."""
        mailbox, weet = mailbox_en_kader(huis.services, huis.gebruiker(account), code, now=huis.now)
        formulier = mailbox.formulier.vul({veld: [SCHAKEL]}, weet)
        assert isinstance(formulier, BerichtFormulier)
        label = next(k.label for k in formulier[veld].choices if k.value == SCHAKEL)
        return label, next((fout.tekst for fout in formulier.fouten() if fout.veld == veld), "")

    assert gewaarschuwd("consulent") == []
    day_by_day(huis, 45)
    assert (gewaarschuwd("consulent"), gewaarschuwd("ander")) == ([titel], [])
    label, fout = keuze("overdracht-dossier", "consulent", "aanbieder")
    assert (label, "geen burgers" in fout) == ("Stichting De Schakel (afgekoppeld van de sociale kaart)", True)
    assert keuze("overdracht-wisseling", "consulent", "nieuwe_aanbieder") == (label, "")
    assert keuze("verzoek-overdracht-toewijzing", "ander", "nieuwe_aanbieder") == ("Stichting De Schakel", "")
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", GEEN_WIJZIGINGEN)
    assert (gewaarschuwd("consulent"), keuze("overdracht-dossier", "consulent", "aanbieder")) == (
        [],
        ("Stichting De Schakel", ""),
    )


def test_who_keeps_the_kaart_is_named_to_his_colleagues_and_to_cmo_until_it_is_another(
    kaart: tuple[Installatie, UUID],
) -> None:
    """Handboek §2.4: 'Laat ons weten wie uw beheerder is'; the reminder is for him, and all colleagues who send get it."""
    huis, _ = kaart

    def genoemd() -> tuple[list[str | None], object]:
        indiener = huis.gebruiker("indiener")
        (zelf,) = {o.beheerder for o in openstaand(huis.services, indiener, vandaag=huis.now.date())}
        return [zelf], overzicht(huis, "contractmanager")["Stichting De Schakel"]["beheerder"]

    assert genoemd() == ([""], "")
    for naam in ("V. Verzonnen", "", "A. Ander"):
        huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart(beheerder=naam))
        assert genoemd() == ([naam or "V. Verzonnen"], naam or "V. Verzonnen")
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", GEEN_WIJZIGINGEN)
    assert genoemd() == (["A. Ander"], "A. Ander")
    assert [
        wie for wie in ("consulent", "beleid", "ander") if "beheerder" in overzicht(huis, wie)["Huis aan het Diep"]
    ] == []
