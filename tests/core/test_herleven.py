"""A death that was recorded wrongly is undone: what ended by it alone comes back, and who it concerns hears it."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import Getekend, TekstNodig
from portal.core.bericht.zicht import kop
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.lezen.reading import open_bericht
from portal.core.registers.toewijzingen import Toegewezen
from portal.core.taken.indicatie import Indicatie
from portal.core.taken.taken import taak_gedaan, taak_vervalt
from portal.core.taken.takenlijst import takenlijst
from portal.core.toewijzing.toewijzingenlijst import enter_by_hand
from portal.core.weigeren import NietMogelijk
from portal.domain.formulier import Client
from portal.domain.grond import AANVULLING
from portal.domain.mailsoort import GEWIJZIGD
from portal.models import Bericht, Termijn, Termijnstap, Toewijzing, Uitgaand, Verplichting
from portal.worker.loop import work_clocks
from tests.core.test_beeindigen import ANDERE_CLIENT, herindicatie, leg_vast, lopend, overlijden
from tests.core.test_indicatie import EINDE, toegekend, toekennen
from tests.core.test_klokwijziging import aanvraag
from tests.installatie import DIEP, EEMSDELTA, SCHAKEL, Installatie

VERGISSING = "Het was een naamgenoot."


def maak_ongedaan(huis: Installatie, bericht: UUID) -> None:
    huis.doe(huis.gebruiker("consulent"), bericht, "toch-niet-overleden", tekst=VERGISSING)


def historie(huis: Installatie, account: str, bericht: UUID) -> list[tuple[Gebeurtenis, str]]:
    zicht = kop(huis.services, huis.gebruiker(account), bericht)
    return [
        (regel.soort, regel.grond) for klok in zicht.termijnen if klok.code == "onderzoek" for regel in klok.historie
    ]


def gemaild(huis: Installatie, bericht: UUID) -> set[str]:
    """Return who was told that something changed in this bericht."""
    with huis.services.database.lezen() as session:
        ladingen = [json.loads(rij.lading) for rij in session.scalars(select(Uitgaand))]
    over = [lading for lading in ladingen if lading.get("sjabloon") == GEWIJZIGD]
    return {lading["aan"] for lading in over if lading["pad"].endswith(str(bericht))}


def test_what_the_death_ended_runs_again_with_its_history_for_who_may_know(huis: Installatie) -> None:
    eigen, ander, elders = (
        herindicatie(huis),
        herindicatie(huis, "ander"),
        herindicatie(huis, gemeente_inschrijving="0014"),
    )
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    huis.later(days=1)
    with pytest.raises(TekstNodig):
        huis.doe(huis.gebruiker("consulent"), bericht, "toch-niet-overleden")
    assert [lopend(huis, b) for b in (eigen, ander, elders)] == [[], [], ["onderzoek"]]
    maak_ongedaan(huis, bericht)
    assert [lopend(huis, b) for b in (eigen, ander, elders)] == [["onderzoek"]] * 3
    assert historie(huis, "consulent", eigen) == [
        (Gebeurtenis.GESTART, ""),
        (Gebeurtenis.VERVALLEN, "er is vastgelegd dat de cliënt is overleden"),
        (Gebeurtenis.HERLEEFD, "het overlijden was ten onrechte vastgelegd"),
    ]
    assert [soort for soort, _ in historie(huis, "ander", ander)] == [Gebeurtenis.GESTART]
    assert kop(huis.services, huis.gebruiker("consulent"), eigen).overleden == ""
    assert kop(huis.services, huis.gebruiker("consulent"), bericht).toestand.titel == "Toch niet overleden"
    assert [EEMSDELTA in gemaild(huis, b) for b in (eigen, ander, elders)] == [True, True, False]
    with huis.services.database.lezen() as session:
        dagen = [session.get_one(Bericht, b).urgent for b in (eigen, ander)]
        assert dagen == [
            date(2026, 5, 18),
            date(2026, 5, 18),
        ]  # the chance of the burger, until 9 April, presses on nobody


def test_what_was_done_meanwhile_is_met_on_that_day_and_what_ended_otherwise_stays_so(huis: Installatie) -> None:
    gehaald, klaar, bericht = herindicatie(huis), herindicatie(huis), overlijden(huis)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, klaar, "oppakken")
    leg_vast(huis, bericht)
    huis.later(days=1)
    consulent = huis.gebruiker("consulent")
    for stap in ("oppakken", "geen-gesprek"):
        huis.doe(consulent, gehaald, stap)
    huis.doe(consulent, gehaald, "verslag-verstuurd", dag=huis.now.date())
    intrekken = next(o.code for o in kop(huis.services, consulent, klaar).acties if o.naar == "ingetrokken")
    huis.doe(consulent, klaar, intrekken, tekst="Op verzoek van de burger.")
    maak_ongedaan(huis, bericht)
    with huis.services.database.lezen() as session:
        onderzoek = select(Termijn).where(Termijn.code == "onderzoek")
        een = session.scalars(onderzoek.where(Termijn.bericht == gehaald)).one()
        twee = session.scalars(onderzoek.where(Termijn.bericht == klaar)).one()
        assert (een.status, een.geeindigd_op, twee.status) == ("gehaald", huis.now.date(), "vervallen")


def test_a_clock_that_stood_still_stands_still_again(huis: Installatie) -> None:
    zaak, vandaag = aanvraag(huis), huis.now.date()
    consulent = huis.gebruiker("consulent")
    klok = next(k for k in kop(huis.services, consulent, zaak).termijnen if k.code == "beschikking")
    stil = Wijziging(termijn=klok.id, grond=AANVULLING.code, uiterlijk=vandaag + timedelta(days=14))
    huis.doe(consulent, zaak, "termijn-opschorten", tekst="Vul aan.", dag=vandaag, klok=stil)
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    maak_ongedaan(huis, bericht)
    work_clocks(huis.services, now=huis.now)
    with huis.services.database.lezen() as session:
        rij = session.get_one(Termijn, klok.id)
        assert (rij.status, rij.volgende_stap) == ("opgeschort", vandaag + timedelta(days=15))


def test_a_reminder_of_before_the_death_is_told_anew_and_a_late_clock_is_late(huis: Installatie) -> None:
    eigen, bericht = herindicatie(huis), overlijden(huis)
    huis.later(weeks=5)
    work_clocks(huis.services, now=huis.now)
    leg_vast(huis, bericht)
    huis.later(weeks=2)
    work_clocks(huis.services, now=huis.now)

    def verteld() -> set[str]:
        with huis.services.database.lezen() as session:
            klok = select(Termijn.id).where(Termijn.bericht == eigen)
            return set(session.scalars(select(Termijnstap.stap).where(Termijnstap.termijn.in_(klok))))

    assert "te-laat" not in verteld()
    maak_ongedaan(huis, bericht)
    work_clocks(huis.services, now=huis.now)
    assert "te-laat" in verteld()


def test_taken_that_somebody_let_lapse_are_open_again_and_so_is_their_bericht(huis: Installatie) -> None:
    zaak, bericht, backoffice = toegekend(huis), overlijden(huis), huis.gebruiker("backoffice")
    voor = [(t.code, t.uiterlijk) for t in takenlijst(huis.services, backoffice).taken if t.bericht == zaak.bericht]
    leg_vast(huis, bericht)
    for taak in [t for t in takenlijst(huis.services, backoffice).taken if t.bericht == zaak.bericht]:
        taak_vervalt(huis.services, backoffice, taak=taak.id, now=huis.now)
    assert kop(huis.services, backoffice, zaak.bericht).toestand.code == "afgehandeld"
    maak_ongedaan(huis, bericht)
    assert kop(huis.services, backoffice, zaak.bericht).toestand.code == "besloten"
    na = [(t.code, t.uiterlijk) for t in takenlijst(huis.services, backoffice).taken if t.bericht == zaak.bericht]
    assert na == voor
    for code in ("beschikking", "301-toewijzing"):
        zaak.vink_af(code)
    assert kop(huis.services, backoffice, zaak.bericht).toestand.code == "afgehandeld"


def test_the_plan_of_a_herindicatie_and_the_toewijzing_come_back_as_they_were(huis: Installatie) -> None:
    backoffice, einde = huis.gebruiker("backoffice"), date(2027, 1, 1)
    wat = Toegewezen(client=Client(bsn="999900006"), gemeente="1979", vanaf=date(2026, 1, 1), einddatum=einde)
    ids = [enter_by_hand(huis.services, backoffice, wat, organisatie=wie, now=huis.now) for wie in (SCHAKEL, DIEP)]
    for toewijzing in ids:
        huis.client.take_in(toewijzing)
    with huis.services.database.schrijven() as session:
        session.get_one(Toewijzing, ids[0]).beeindigd = date(2026, 12, 1)
    bericht = overlijden(huis)
    leg_vast(huis, bericht)

    def stand() -> tuple[list[date | None], list[str]]:
        with huis.services.database.lezen() as session:
            plichten = session.scalars(select(Verplichting).order_by(Verplichting.organisatie)).all()
            return [session.get_one(Toewijzing, id_).beeindigd for id_ in ids], [p.status for p in plichten]

    assert stand() == ([date(2026, 3, 30), None], ["vervallen", "open"])
    maak_ongedaan(huis, bericht)
    assert stand() == ([date(2026, 12, 1), None], ["open", "open"])
    with huis.services.database.lezen() as session:
        klokken = select(Termijn.status).join(Verplichting, Verplichting.id == Termijn.verplichting)
        assert set(session.scalars(klokken)) == {"loopt"}


def plannen(huis: Installatie) -> list[tuple[str, date, str, str]]:
    """Return of each plan of a herindicatie whose it is, from when it counts, and how it and its clock stand."""
    query = select(Verplichting, Termijn).join(Termijn, Termijn.verplichting == Verplichting.id)
    with huis.services.database.lezen() as session:
        rijen = session.execute(query.order_by(Verplichting.gemaakt)).all()
        return [(plicht.organisatie, plicht.vanaf, plicht.status, klok.status) for plicht, klok in rijen]


def toegewezen(huis: Installatie) -> list[tuple[date, date | None]]:
    with huis.services.database.lezen() as session:
        return [(t.einddatum, t.beeindigd) for t in session.scalars(select(Toewijzing).order_by(Toewijzing.gemaakt))]


def test_a_301_that_was_sent_while_the_death_stood_plans_its_herindicatie_once_that_is_undone(
    huis: Installatie,
) -> None:
    zaak, bericht = toegekend(huis), overlijden(huis)
    leg_vast(huis, bericht)
    zaak.vink_af("301-toewijzing")
    vandaag = huis.now.date()
    assert plannen(huis) == [(SCHAKEL, EINDE, "vervallen", "vervallen")]
    assert toegewezen(huis) == [(EINDE, vandaag)]
    huis.later(days=3)
    maak_ongedaan(huis, bericht)
    assert plannen(huis) == [(SCHAKEL, EINDE, "open", "loopt")]
    assert toegewezen(huis) == [(EINDE, None)]


def test_a_301_of_which_no_end_was_asked_while_the_death_stood_is_asked_again(huis: Installatie) -> None:
    zaak, bericht, backoffice = toegekend(huis), overlijden(huis), huis.gebruiker("backoffice")
    leg_vast(huis, bericht)
    for code in ("beschikking", "301-toewijzing"):
        zaak.vink_af(code, None)
    assert (plannen(huis), kop(huis.services, backoffice, zaak.bericht).toestand.code) == ([], "afgehandeld")
    maak_ongedaan(huis, bericht)
    assert [t.code for t in takenlijst(huis.services, backoffice).taken if t.bericht == zaak.bericht] == [
        "301-toewijzing"
    ]
    zaak.vink_af("301-toewijzing")
    assert (plannen(huis), toegewezen(huis)) == ([(SCHAKEL, EINDE, "open", "loopt")], [(EINDE, None)])
    assert kop(huis.services, backoffice, zaak.bericht).toestand.code == "afgehandeld"


def test_what_was_planned_twice_while_the_death_stood_is_asked_once(huis: Installatie) -> None:
    een, twee, bericht = toegekend(huis), toegekend(huis), overlijden(huis)
    leg_vast(huis, bericht)
    for zaak in (een, twee):
        zaak.vink_af("301-toewijzing")
    maak_ongedaan(huis, bericht)
    assert sorted(status for _, _, status, _ in plannen(huis)) == ["open", "vervallen"]


def test_what_was_sent_while_the_death_stood_is_not_asked_any_more(huis: Installatie) -> None:
    zaak, bericht = toekennen(huis, herindicatie(huis, "ander")), overlijden(huis)
    leg_vast(huis, bericht)
    zaak.vink_af("301-toewijzing")
    herindicatie(huis, "ander", einddatum="30-6-2027")
    maak_ongedaan(huis, bericht)
    assert [status for _, _, status, _ in plannen(huis)] == ["vervallen"]


def test_nothing_comes_back_while_another_recorded_death_of_this_client_stands(huis: Installatie) -> None:
    eigen, een, twee = herindicatie(huis), overlijden(huis), overlijden(huis)
    leg_vast(huis, een)
    leg_vast(huis, twee)
    maak_ongedaan(huis, een)
    assert lopend(huis, eigen) == []
    consulent = huis.gebruiker("consulent")
    assert kop(huis.services, consulent, eigen).overleden == kop(huis.services, consulent, twee).nummer
    maak_ongedaan(huis, twee)
    assert lopend(huis, eigen) == ["onderzoek"]
    leg_vast(huis, overlijden(huis))
    assert lopend(huis, eigen) == []


def test_what_was_sent_is_repaired_and_a_death_is_undone_once(huis: Installatie) -> None:
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    consulent, backoffice = huis.gebruiker("consulent"), huis.gebruiker("backoffice")
    taak = next(t.id for t in kop(huis.services, backoffice, bericht).taken if t.code == "301-intrekking")
    taak_gedaan(huis.services, backoffice, taak=taak, verzonden=huis.now.date(), indicatie=Indicatie(), now=huis.now)
    maak_ongedaan(huis, bericht)
    assert [(t.code, t.open) for t in kop(huis.services, consulent, bericht).taken] == [
        ("301-intrekking", False),
        ("301-herstel", True),
        ("anderen-inlichten", False),
    ]
    with pytest.raises(NietMogelijk):
        maak_ongedaan(huis, bericht)


ZONDER_BSN = {
    "bsn": None,
    "geen_bsn": "ja",
    "voornamen": "Jan",
    "postcode": "9901 AA",
    "huisnummer": "1",
}


@pytest.mark.parametrize("zonder", ["overlijden", "melding", "beide"])
def test_without_a_bsn_the_whole_name_and_birth_date_say_who_it_is(huis: Installatie, zonder: str) -> None:
    weg = {welk: ZONDER_BSN if zonder in {welk, "beide"} else {} for welk in ("overlijden", "melding")}
    zelfde = herindicatie(huis, "indiener", **weg["melding"])
    misschien = herindicatie(huis, "indiener", **ZONDER_BSN | {"achternaam": "Visser-Bos"})
    ander = herindicatie(huis, **ANDERE_CLIENT)
    bericht = overlijden(huis, **weg["overlijden"])
    leg_vast(huis, bericht)
    assert [lopend(huis, b) for b in (zelfde, misschien, ander)] == [[], ["onderzoek"], ["onderzoek"]]
    consulent = huis.gebruiker("consulent")
    taken = {t.code: t.uitleg for t in kop(huis.services, consulent, bericht).taken}
    assert kop(huis.services, consulent, misschien).nummer in taken["misschien-dezelfde"]
    assert kop(huis.services, consulent, ander).nummer not in taken["misschien-dezelfde"]


def test_a_name_that_two_people_bear_ends_nothing_without_a_bsn_and_is_looked_at(huis: Installatie) -> None:
    een, twee = herindicatie(huis), herindicatie(huis, bsn="999990019")
    bericht = overlijden(huis, **ZONDER_BSN)
    leg_vast(huis, bericht)
    assert [lopend(huis, b) for b in (een, twee)] == [["onderzoek"], ["onderzoek"]]
    taken = {t.code: t.uitleg for t in kop(huis.services, huis.gebruiker("consulent"), bericht).taken}
    assert all(
        kop(huis.services, huis.gebruiker("consulent"), b).nummer in taken["misschien-dezelfde"] for b in (een, twee)
    )


def test_a_clock_that_a_step_would_have_started_meanwhile_runs_from_the_day_of_that_step(huis: Installatie) -> None:
    eigen, elders = herindicatie(huis), herindicatie(huis, gemeente_inschrijving="0014")
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    huis.later(days=1)
    verstuurd = huis.now.date()
    for wie, zaak in (("consulent", eigen), ("groningen", elders)):
        for stap in ("oppakken", "geen-gesprek"):
            huis.doe(huis.gebruiker(wie), zaak, stap)
        huis.doe(huis.gebruiker(wie), zaak, "verslag-verstuurd", dag=verstuurd)
    assert [lopend(huis, b) for b in (eigen, elders)] == [[], []]
    codes = {wie: {k.code for k in kop(huis.services, huis.gebruiker(wie), elders).termijnen} for wie in ("groningen",)}
    assert "aanvraag" not in codes["groningen"]  # who may not know of the death sees nothing of it
    assert "aanvraag" in {k.code for k in kop(huis.services, huis.gebruiker("consulent"), eigen).termijnen}
    huis.later(days=2)
    maak_ongedaan(huis, bericht)
    assert [lopend(huis, b) for b in (eigen, elders)] == [["aanvraag"], ["aanvraag"]]
    with huis.services.database.lezen() as session:
        rijen = session.scalars(select(Termijn).where(Termijn.code == "aanvraag")).all()
        assert {(rij.vanaf, rij.datum) for rij in rijen} == {(verstuurd, verstuurd + timedelta(weeks=2))}


@pytest.mark.parametrize("daarna", ["aanvraag-ontvangen", "zonder-aanvraag"])
def test_what_started_and_was_met_or_became_useless_in_between_does_not_run_again(
    huis: Installatie, daarna: str
) -> None:
    eigen, bericht = herindicatie(huis), overlijden(huis)
    leg_vast(huis, bericht)
    huis.later(days=1)
    consulent, dag = huis.gebruiker("consulent"), huis.now.date()
    for stap in ("oppakken", "geen-gesprek"):
        huis.doe(consulent, eigen, stap)
    huis.doe(consulent, eigen, "verslag-verstuurd", dag=dag)
    huis.later(days=1)
    consulent, later = huis.gebruiker("consulent"), huis.now.date()
    if daarna == "aanvraag-ontvangen":
        huis.doe(consulent, eigen, daarna, dag=later, getekend=Getekend(dag, "de begeleider"))
    else:
        huis.doe(consulent, eigen, daarna, tekst="Er komt niets.")
    maak_ongedaan(huis, bericht)
    assert lopend(huis, eigen) == (["beschikking"] if daarna == "aanvraag-ontvangen" else [])
    with huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn).where(Termijn.bericht == eigen, Termijn.code == "aanvraag")).one()
        verwacht = ("gehaald", later) if daarna == "aanvraag-ontvangen" else ("vervallen", dag)
        assert (klok.status, klok.geeindigd_op) == verwacht


def test_who_may_be_the_dead_client_is_warned_of_and_no_more_once_it_is_undone(huis: Installatie) -> None:
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    later = herindicatie(huis, "ander", **ZONDER_BSN | {"achternaam": "Visser-Bos"})
    iemand_anders = herindicatie(huis, "ander", **ANDERE_CLIENT)

    def gewaarschuwd(welk: UUID, wie: str) -> list[str]:
        gebruiker = huis.gebruiker(wie)
        geopend = open_bericht(huis.services, gebruiker, welk, now=huis.now)
        gevonden = warnings_for(huis.services, gebruiker, kop(huis.services, gebruiker, welk), geopend.feiten)
        return [w.titel for w in gevonden if "overleden" in w.titel for _ in w.andere]

    assert gewaarschuwd(later, "consulent") == ["Deze cliënt is misschien overleden"]
    assert (gewaarschuwd(later, "ander"), gewaarschuwd(iemand_anders, "consulent")) == ([], [])
    maak_ongedaan(huis, bericht)
    assert gewaarschuwd(later, "consulent") == []
