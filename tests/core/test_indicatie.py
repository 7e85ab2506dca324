"""A 301 that sets an indicatie plans the herindicatie: its reminders, its last day, and what takes the plan away."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from portal.core.behandelen.stapcontrole import Getekend
from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten, intake
from portal.core.insturen.openstaand import begin_duty, openstaand
from portal.core.klokken.verplichtingen import BIJ_INDICATIE
from portal.core.opening import NietGevonden
from portal.core.taken.indicatie import (
    DOET_NIET_MEE,
    GEEN_PLAN,
    AanbiederNodig,
    EinddatumNodig,
    Indicatie,
    PlanNodig,
    plans_to_end,
)
from portal.core.taken.taken import taak_gedaan
from portal.models import Bericht, Termijn, Verplichting
from portal.sealing.envelope import new_id
from portal.worker.loop import work_clocks
from tests.core.test_sociale_kaart import told
from tests.installatie import DIEP, EEMSDELTA, SCHAKEL, VERZOEK, Installatie
from tests.voorbeelden import volledig_verzoek, volledige_herindicatie

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

EINDE = date(2027, 6, 30)
ANDER = "999900018"


@dataclass
class Zaak:
    """A herindicatie of De Schakel at Eemsdelta, up to its taken."""

    huis: Installatie
    bericht: UUID

    def taak(self, code: str) -> UUID:
        consulent = self.huis.gebruiker("consulent")
        return next(t.id for t in kop(self.huis.services, consulent, self.bericht).taken if t.code == code)

    def vink_af(self, code: str, einddatum: date | None = EINDE, *, aanbieder: str = "", plan: str = "") -> None:
        taak_gedaan(
            self.huis.services,
            self.huis.gebruiker("backoffice"),
            taak=self.taak(code),
            verzonden=self.huis.now.date(),
            indicatie=Indicatie(einddatum=einddatum, aanbieder=aanbieder, plan=plan),
            now=self.huis.now,
        )


def toegekend(huis: Installatie, **anders: str | None) -> Zaak:
    return toekennen(huis, huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(**anders)))


def toekennen(huis: Installatie, bericht: UUID) -> Zaak:
    consulent, vandaag = huis.gebruiker("consulent"), huis.now.date()
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "geen-gesprek")
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=vandaag)
    getekend = Getekend(vandaag, "K. Wiersma, begeleider")
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=vandaag, getekend=getekend)
    huis.doe(consulent, bericht, "toegekend", tekst="Nodig.")
    return Zaak(huis, bericht)


def wisseling(huis: Installatie, wie: str = "indiener", /, **anders: str | None) -> Zaak:
    """A wisseling within the gemeente to Huis aan het Diep, up to its taken."""
    bericht = huis.stuur(huis.gebruiker(wie), VERZOEK, volledig_verzoek(verhuist="nee", nieuwe_gemeente=None, **anders))
    for code in ("oppakken", "akkoord-zelfde-gemeente"):
        huis.doe(huis.gebruiker("consulent"), bericht, code, tekst="Akkoord." if code != "oppakken" else "")
    return Zaak(huis, bericht)


@pytest.fixture
def zaak(huis: Installatie) -> Zaak:
    return toegekend(huis)


def plans(huis: Installatie) -> dict[str, tuple[str, str]]:
    """Return of each organisation its last day for the herindicatie, and how its verplichting stands."""
    with huis.services.database.lezen() as session:
        query = select(Verplichting, Termijn).join(Termijn, Termijn.verplichting == Verplichting.id)
        rijen = session.execute(query.where(Verplichting.mailbox == "herindicatie")).all()
        return {plicht.organisatie: (klok.datum.isoformat(), plicht.status) for plicht, klok in rijen}


def test_the_end_of_the_indicatie_plans_the_last_day_eight_weken_before_it(zaak: Zaak) -> None:
    zaak.vink_af("301-toewijzing")
    assert plans(zaak.huis) == {SCHAKEL: ("2027-05-05", "open")}


def test_the_aanbieder_is_reminded_twelve_and_ten_weken_before_the_end_on_the_last_day_and_then_the_team_hears_too(
    zaak: Zaak,
) -> None:
    huis = zaak.huis
    zaak.vink_af("301-toewijzing")
    zaak.vink_af("beschikking")
    told(huis)
    found = []
    for dag in (EINDE - timedelta(days=d) for d in (85, 84, 83, 71, 70, 69, 56, 55, 54, 51, 50, 49, 48)):
        huis.moment[0] = huis.now.replace(year=dag.year, month=dag.month, day=dag.day)
        work_clocks(huis.services, now=huis.now)
        found += [((EINDE - dag).days, *mail) for mail in told(huis)]
    assert found == [
        (84, SCHAKEL, "herinnering"),
        (70, SCHAKEL, "herinnering"),
        (56, SCHAKEL, "herinnering"),
        (51, SCHAKEL, "te-laat"),  # Hemelvaart, the gelijkgestelde vrijdag and the weekend lie between
        (51, EEMSDELTA, "te-laat"),
        (49, EEMSDELTA, "escalatie"),
    ]


def test_an_indicatie_that_ends_within_eight_weken_warns_at_once_and_once_and_says_why(zaak: Zaak) -> None:
    huis, binnenkort = zaak.huis, zaak.huis.now.date() + timedelta(weeks=5)
    zaak.vink_af("301-toewijzing", binnenkort)
    told(huis)
    verteld: list[tuple[int, str]] = []
    for dag in range(30):
        work_clocks(huis.services, now=huis.now)
        verteld += [(dag, soort) for aan, soort in told(huis) if aan == SCHAKEL]
        huis.later(days=1)
    assert verteld == [(0, "te-laat")]
    (wat,) = openstaand(huis.services, huis.gebruiker("indiener"), vandaag=huis.now.date())
    assert wat.waarom_laat == BIJ_INDICATIE


@pytest.mark.parametrize("einddatum", [None, date(2026, 4, 1)])
def test_without_a_sensible_end_the_taak_is_not_done(zaak: Zaak, einddatum: date | None) -> None:
    with pytest.raises(EinddatumNodig):
        zaak.vink_af("301-toewijzing", einddatum)
    assert (zaak.taak("301-toewijzing") is not None, plans(zaak.huis)) == (True, {})


def test_a_new_herindicatie_of_this_client_meets_the_plan_and_one_of_another_client_does_not(zaak: Zaak) -> None:
    huis = zaak.huis
    zaak.vink_af("301-toewijzing")
    huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(bsn=ANDER, einddatum="30-6-2027"))
    assert plans(huis)[SCHAKEL][1] == "open"
    huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(einddatum="30-6-2027"))
    assert plans(huis)[SCHAKEL][1] == "gehaald"


def test_while_the_vault_cannot_say_whose_it_is_the_plan_stays(zaak: Zaak) -> None:
    huis = zaak.huis
    zaak.vink_af("301-toewijzing")
    wie, concept = huis.gebruiker("indiener"), new_id()
    ruw = volledige_herindicatie(einddatum="30-6-2027")
    concepten.bewaar(huis.services, wie, concept=concept, mailbox="herindicatie", ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(wie, concept, "evaluatiedocument", mailbox="herindicatie")
    huis.client.down = True
    intake.submit_bericht(huis.services, wie, concept=concept, now=huis.now)
    huis.client.down = False
    assert plans(huis)[SCHAKEL][1] == "open"


def test_what_was_begun_from_the_start_page_meets_the_plan_whoever_it_is_about(zaak: Zaak) -> None:
    huis, indiener = zaak.huis, zaak.huis.gebruiker("indiener")
    zaak.vink_af("301-toewijzing", date(2026, 7, 31))
    (wat,) = openstaand(huis.services, indiener, vandaag=date(2026, 5, 1))
    assert wat.verplichting is not None
    assert (wat.bron, wat.titel) == (zaak.bericht, "Melding herindicatie")
    concept = begin_duty(huis.services, indiener, wat.verplichting, now=huis.now)
    geopend = concepten.open_concept(huis.services, indiener, concept)
    assert geopend.ruw["einddatum"] == ["31-7-2026"]
    ruw = volledige_herindicatie(bsn=ANDER, einddatum="31-7-2026")
    concepten.bewaar(
        huis.services, indiener, concept=concept, mailbox="herindicatie", ruw=ruw, versie=geopend.versie, now=huis.now
    )
    huis.bijlage(indiener, concept, "evaluatiedocument", mailbox="herindicatie")
    intake.submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    assert (plans(huis)[SCHAKEL][1], openstaand(huis.services, indiener, vandaag=date(2026, 5, 1))) == ("gehaald", ())


def test_another_aanbieder_sees_and_begins_nothing_of_it(zaak: Zaak) -> None:
    huis, ander = zaak.huis, zaak.huis.gebruiker("ander")
    zaak.vink_af("301-toewijzing", date(2026, 7, 31))
    (wat,) = openstaand(huis.services, huis.gebruiker("indiener"), vandaag=date(2026, 5, 1))
    assert wat.verplichting is not None
    assert openstaand(huis.services, ander, vandaag=date(2026, 5, 1)) == ()
    assert openstaand(huis.services, huis.gebruiker("consulent"), vandaag=date(2026, 5, 1)) == ()
    with pytest.raises(NietGevonden):
        begin_duty(huis.services, ander, wat.verplichting, now=huis.now)


def test_a_herindicatie_that_is_in_already_needs_no_plan(zaak: Zaak) -> None:
    zaak.huis.stuur(zaak.huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(einddatum="30-6-2027"))
    zaak.vink_af("301-toewijzing")
    assert plans(zaak.huis) == {}


def test_another_herindicatie_that_is_open_takes_no_plan_away_from_the_new_indicatie(huis: Installatie) -> None:
    dubbel = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(einddatum="30-6-2026"))
    zaak = toegekend(huis, einddatum="30-6-2026")
    zaak.vink_af("301-toewijzing")
    assert plans(huis) == {SCHAKEL: ("2027-05-05", "open")}
    huis.doe(huis.gebruiker("consulent"), dubbel, "oppakken")
    huis.doe(huis.gebruiker("consulent"), dubbel, "intrekking-toegang", tekst="Dubbel verstuurd.")
    assert plans(huis) == {SCHAKEL: ("2027-05-05", "open")}


def test_a_wisseling_plans_for_the_new_aanbieder_without_naming_the_bericht_of_the_old_one(huis: Installatie) -> None:
    wissel = wisseling(huis)
    for code in ("formulier-wisseling", "beschikking", "301-intrekking"):
        wissel.vink_af(code)
    with pytest.raises(AanbiederNodig):
        wissel.vink_af("301-toewijzing")
    wissel.vink_af("301-toewijzing", date(2026, 7, 31), aanbieder=DIEP)
    assert plans(huis) == {DIEP: ("2026-06-05", "open")}
    (wat,) = openstaand(huis.services, huis.gebruiker("ander"), vandaag=date(2026, 5, 1))
    assert (wat.bron, wat.bron_nummer, wat.kenmerk) == (None, "", "")


def test_for_an_aanbieder_outside_the_portal_nothing_is_planned(huis: Installatie) -> None:
    wissel = wisseling(huis)
    for code in ("formulier-wisseling", "beschikking", "301-intrekking"):
        wissel.vink_af(code)
    wissel.vink_af("301-toewijzing", aanbieder=DOET_NIET_MEE)
    assert plans(huis) == {}


def withdrawn(wissel: Zaak, *, plan: str = "") -> None:
    """Tick off what comes before the intrekking, and the intrekking."""
    wissel.vink_af("formulier-wisseling")
    wissel.vink_af("301-intrekking", plan=plan)


def choices(wissel: Zaak) -> list[tuple[str, date]]:
    """Return between which indicaties the one who withdraws must choose: whose, and their end."""
    vragen = {wissel.bericht: ("herindicatie",)}
    plannen = plans_to_end(wissel.huis.services, wissel.huis.gebruiker("backoffice"), vragen)
    return [(plan.naam, plan.einddatum) for plan in plannen.get(wissel.bericht, ())]


def by_end(huis: Installatie) -> dict[str, str]:
    """Return how each plan stands, by the end of its indicatie."""
    with huis.services.database.lezen() as session:
        rijen = session.execute(select(Verplichting.vanaf, Verplichting.status)).all()
    return {vanaf.isoformat(): status for vanaf, status in rijen}


def plan_of(huis: Installatie, einddatum: date) -> str:
    with huis.services.database.lezen() as session:
        return str(session.scalars(select(Verplichting.id).where(Verplichting.vanaf == einddatum)).one())


def test_an_intrekking_takes_the_plan_of_the_sender_for_this_client_away(zaak: Zaak) -> None:
    huis = zaak.huis
    zaak.vink_af("301-toewijzing")
    withdrawn(wisseling(huis, bsn=ANDER))
    assert plans(huis)[SCHAKEL][1] == "open"
    wissel = wisseling(huis)
    assert choices(wissel) == []
    withdrawn(wissel)
    assert plans(huis)[SCHAKEL][1] == "vervallen"


def two_plans(huis: Installatie) -> None:
    """Plan two indicaties of one client at De Schakel, which end in June and in December 2027."""
    berichten = [huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie()) for _ in range(2)]
    een, ander = (toekennen(huis, bericht) for bericht in berichten)
    een.vink_af("beschikking")
    een.vink_af("301-toewijzing", aanbieder="")  # nothing is planned while another herindicatie is open
    ander.vink_af("301-toewijzing", date(2027, 12, 31))
    wissel = wisseling(huis, "ander", nieuwe_aanbieder=SCHAKEL, nieuwe_aanbieder_naam=None)
    for code in ("formulier-wisseling", "beschikking", "301-intrekking"):
        wissel.vink_af(code)
    wissel.vink_af("301-toewijzing", aanbieder=SCHAKEL)


def test_of_two_indicaties_the_intrekking_ends_the_one_that_was_chosen_and_the_other_stays(huis: Installatie) -> None:
    two_plans(huis)
    wissel = wisseling(huis)
    assert choices(wissel) == [("Stichting De Schakel", EINDE), ("Stichting De Schakel", date(2027, 12, 31))]
    with pytest.raises(PlanNodig):
        withdrawn(wissel)
    wissel.vink_af("301-intrekking", plan=plan_of(huis, EINDE))
    assert by_end(huis) == {"2027-06-30": "vervallen", "2027-12-31": "open"}


def test_an_intrekking_of_an_indicatie_that_the_portal_does_not_know_ends_nothing(huis: Installatie) -> None:
    two_plans(huis)
    withdrawn(wisseling(huis), plan=GEEN_PLAN)
    assert by_end(huis) == {"2027-06-30": "open", "2027-12-31": "open"}


def test_what_a_team_registered_asks_of_which_aanbieder_the_toewijzing_is_withdrawn(zaak: Zaak) -> None:
    huis = zaak.huis
    zaak.vink_af("301-toewijzing")
    wissel = wisseling(huis)
    with huis.services.database.schrijven() as session:
        session.execute(
            update(Bericht).where(Bericht.id == wissel.bericht).values(afzender_soort="team", afzender=EEMSDELTA)
        )
    assert choices(wissel) == [("Stichting De Schakel", EINDE)]
    with pytest.raises(PlanNodig):
        withdrawn(wissel, plan=str(new_id()))
    assert by_end(huis) == {"2027-06-30": "open"}
    wissel.vink_af("301-intrekking", plan=plan_of(huis, EINDE))
    assert by_end(huis) == {"2027-06-30": "vervallen"}


ZONDER_BSN = {"bsn": None, "geen_bsn": "ja", "voornamen": "Jan", "postcode": "9712 HW", "huisnummer": "12"}


@pytest.mark.parametrize(
    ("eerst", "dan", "aantal"),
    [
        ({}, {}, 1),
        (ZONDER_BSN, ZONDER_BSN, 1),
        ({}, ZONDER_BSN, 1),
        ({}, {"bsn": ANDER}, 2),
        (ZONDER_BSN, {**ZONDER_BSN, "achternaam": "Vissers"}, 2),
        (ZONDER_BSN, {**ZONDER_BSN, "achternaam": "  VISSER"}, 1),
    ],
    ids=["same bsn", "no bsn", "one without bsn", "other bsn", "other name", "name written otherwise"],
)
def test_two_301s_of_one_indicatie_of_one_client_plan_once(
    huis: Installatie, eerst: dict[str, str | None], dan: dict[str, str | None], aantal: int
) -> None:
    for anders in (eerst, dan):
        wissel = wisseling(huis, **anders)
        for code in ("formulier-wisseling", "beschikking"):
            wissel.vink_af(code)
        wissel.vink_af("301-intrekking", plan=GEEN_PLAN)
        wissel.vink_af("301-toewijzing", aanbieder=DIEP)
    with huis.services.database.lezen() as session:
        assert session.scalar(select(func.count()).select_from(Verplichting)) == aantal


def test_a_client_without_bsn_is_known_by_birth_date_initials_and_name(huis: Installatie) -> None:
    zaak = toegekend(huis, **ZONDER_BSN)
    zaak.vink_af("301-toewijzing")
    anders = {**ZONDER_BSN, "einddatum": "30-6-2027"}
    huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(**anders | {"achternaam": "Bos"}))
    assert plans(huis)[SCHAKEL][1] == "open"
    huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(einddatum="30-6-2027"))
    assert plans(huis)[SCHAKEL][1] == "gehaald"
