"""Registers that berichten fill: a location that was accepted, an onderaannemer that was admitted, and who sees what."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from portal.core.beheer.aanbieders import zet_actief, zet_einde
from portal.core.bericht.zicht import kop
from portal.core.insturen.controle import controleer_ingevuld
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.insturen.waarschuwen import before_submitting, warnings_for
from portal.core.lezen.reading import open_bericht
from portal.core.registers.registerregels import register_choices
from portal.core.registers.registers import apply_to_registers
from portal.core.registers.registertabel import Cel, register_table
from portal.core.weigeren import NietMogelijk
from portal.domain.bron import Bron
from portal.domain.formulier import Antwoorden
from portal.domain.gevolg import LeegRegister, VulRegister
from portal.domain.rechten import NietToegestaan
from portal.forms import ANDERS
from tests.ingevuld import ingevuld
from tests.installatie import DIEP, SCHAKEL, Installatie
from tests.voorbeelden import volledige_kaart

LOCATIE = {
    "soort": "nieuw",
    "naam": "De Wilgen",
    "adres": "=Kade 1",
    "postcode": "9934 AB",
    "plaats": "Delfzijl",
    "gemeente": "1979",
    "producten": "verblijf-nabij",
    "capaciteit": "12",
}


def stuur(huis: Installatie, wie: str, code: str, **anders: str) -> UUID:
    """Send a mailbox of CMO and take it up."""
    mailbox = huis.services.mailboxen.met_code(code)
    assert mailbox is not None
    bericht = huis.stuur(huis.gebruiker(wie), code, ingevuld(mailbox, **anders))
    huis.doe(huis.gebruiker("contractmanager"), bericht, "oppakken")
    return bericht


def geaccepteerd(huis: Installatie, wie: str = "indiener", **anders: str) -> UUID:
    bericht, cmo = stuur(huis, wie, "opgave-locaties", **LOCATIE | anders), huis.gebruiker("contractmanager")
    huis.doe(cmo, bericht, "schouw-gepland", tekst="Dinsdag om 10 uur.")
    huis.doe(cmo, bericht, "geaccepteerd", tekst="De locatie voldoet.", dag=date(2026, 4, 2))
    return bericht


def tabel(huis: Installatie, wie: str, code: str = "locaties", **anders: Any) -> list[dict[str, Cel]]:
    gevonden = register_table(huis.services, huis.gebruiker(wie), code, **anders)
    return [dict(zip([kolom for kolom, _ in gevonden.kolommen], rij, strict=True)) for rij in gevonden.rijen]


def te_kiezen(huis: Installatie, wie: str) -> list[str]:
    _, kader = mailbox_en_kader(huis.services, huis.gebruiker(wie), "wijziging-locatie", now=huis.now)
    return [naam for _, naam in kader.keuzes["locaties"]]


def test_a_location_can_be_chosen_only_once_it_is_accepted_and_only_by_its_own_aanbieder(huis: Installatie) -> None:
    bericht, cmo = stuur(huis, "indiener", "opgave-locaties", **LOCATIE), huis.gebruiker("contractmanager")
    huis.doe(cmo, bericht, "schouw-gepland", tekst="Dinsdag om 10 uur.")
    assert (te_kiezen(huis, "indiener"), tabel(huis, "consulent")) == ([], [])
    huis.doe(cmo, bericht, "geaccepteerd", tekst="De locatie voldoet.", dag=date(2026, 4, 2))
    assert (te_kiezen(huis, "indiener"), te_kiezen(huis, "ander")) == (["De Wilgen, Delfzijl"], [])
    ((sleutel, _),) = register_choices(huis.services, SCHAKEL, op=huis.now.date())["locaties"]
    assert sleutel.startswith("1979.")
    huis.doe(cmo, bericht, "locatie-dicht", tekst="Verkocht.")
    assert (te_kiezen(huis, "indiener"), tabel(huis, "consulent")) == ([], [])


def test_a_location_that_was_closed_after_it_was_chosen_is_warned_of(huis: Installatie) -> None:
    opgave = geaccepteerd(huis)
    ((sleutel, _),) = register_choices(huis.services, SCHAKEL, op=huis.now.date())["locaties"]
    mailbox = huis.services.mailboxen.met_code("wijziging-locatie")
    assert mailbox is not None
    keuzes = {"huidige_locatie": ANDERS, "nieuwe_gemeente": "1979", "nieuwe_locatie": sleutel}
    bericht = huis.stuur(huis.gebruiker("indiener"), mailbox.code, ingevuld(mailbox, **keuzes))
    consulent = huis.gebruiker("consulent")

    def gewaarschuwd() -> list[str]:
        feiten = open_bericht(huis.services, consulent, bericht, now=huis.now).feiten
        zicht = kop(huis.services, consulent, bericht)
        return [w.titel for w in warnings_for(huis.services, consulent, zicht, feiten)]

    assert gewaarschuwd() == []
    huis.doe(huis.gebruiker("contractmanager"), opgave, "locatie-dicht", tekst="Verkocht.")
    assert gewaarschuwd() == ["Staat niet meer in het register: Naar welke locatie gaat de burger?"]


@pytest.mark.parametrize(
    ("wie", "adres", "plekken"),
    [
        ("consulent", True, True),
        ("frontoffice", True, True),
        ("backoffice", True, True),
        ("beleid", False, True),
        ("indiener", True, False),
        ("ander", True, False),
        ("contractmanager", True, False),
        ("toezichthouder", True, False),
        ("regioadviseur", True, False),
    ],
)
def test_addresses_are_for_professionals_and_capacity_for_toegang_and_beleid(
    huis: Installatie, wie: str, *, adres: bool, plekken: bool
) -> None:
    geaccepteerd(huis)
    (regel,) = tabel(huis, wie)
    assert ("adres" in regel, "postcode" in regel, "capaciteit" in regel) == (adres, adres, plekken)
    assert (regel["naam"], regel["gemeente"], regel.get("capaciteit", 12)) == ("De Wilgen", "Eemsdelta", 12)


@pytest.mark.parametrize("wie", ["organisatiebeheerder", "beheerder"])
def test_who_reads_no_registers_is_refused(huis: Installatie, wie: str) -> None:
    with pytest.raises(NietToegestaan):
        tabel(huis, wie)
    with pytest.raises(NietToegestaan):
        tabel(huis, wie, "aanbieders")


def test_a_register_is_narrowed_and_sorted(huis: Installatie) -> None:
    geaccepteerd(huis)
    geaccepteerd(huis, "ander", naam="Aan Zee", gemeente="0014", producten="thuis-plus-1-3", capaciteit="3")
    namen = {
        "zo": [r["naam"] for r in tabel(huis, "consulent")],
        "naam": [r["naam"] for r in tabel(huis, "consulent", sorteer="naam")],
        "capaciteit": [r["capaciteit"] for r in tabel(huis, "consulent", sorteer="capaciteit")],
        "gemeente": [r["naam"] for r in tabel(huis, "consulent", gemeente="0014")],
        "product": [r["naam"] for r in tabel(huis, "consulent", product="verblijf-nabij")],
        "niets": tabel(huis, "consulent", gemeente="0037"),
    }
    assert namen == {
        "zo": ["Aan Zee", "De Wilgen"],
        "naam": ["Aan Zee", "De Wilgen"],
        "capaciteit": [3, 12],
        "gemeente": ["Aan Zee"],
        "product": ["De Wilgen"],
        "niets": [],
    }


def test_an_onderaannemer_stands_in_the_overview_of_every_aanbieder_until_the_toestemming_ends(
    huis: Installatie,
) -> None:
    bericht = stuur(
        huis, "indiener", "onderaannemer-melding", onderaannemer="staat-er-niet-bij", naam="Zorg Apart", kvk="12345678"
    )
    huis.doe(huis.gebruiker("contractmanager"), bericht, "toestemming", tekst="Alle bewijsmiddelen zijn in orde.")
    overzicht = {"Huis aan het Diep": "", "Stichting De Schakel": "Zorg Apart"}
    assert {r["aanbieder"]: r["onderaannemers"] for r in tabel(huis, "ander", "aanbieders")} == overzicht
    huis.doe(huis.gebruiker("contractmanager"), bericht, "toestemming-ingetrokken", tekst="Het contract is voorbij.")
    assert tabel(huis, "ander", "onderaannemers") == []


def test_who_is_admitted_elsewhere_is_chosen_and_its_data_are_taken_over(huis: Installatie) -> None:
    bericht = stuur(
        huis, "indiener", "onderaannemer-melding", onderaannemer="staat-er-niet-bij", naam="Zorg Apart", kvk="12345678"
    )
    cmo = huis.gebruiker("contractmanager")
    huis.doe(cmo, bericht, "toestemming", tekst="Alle bewijsmiddelen zijn in orde.")
    ((sleutel, _),) = register_choices(huis.services, DIEP, op=huis.now.date())["onderaannemers"]
    tweede = stuur(huis, "ander", "onderaannemer-melding", onderaannemer=sleutel, producten="vervoer")
    huis.doe(cmo, tweede, "toestemming-bekend", tekst="Al toegelaten.")
    regels = {r["aanbieder"]: (r["naam"], r["kvk"], r["producten"]) for r in tabel(huis, "consulent", "onderaannemers")}
    assert regels["Huis aan het Diep"] == ("Zorg Apart", "12345678", "Vervoer")


def test_the_assessment_of_an_onderaannemer_is_never_late(huis: Installatie) -> None:
    bericht = stuur(
        huis, "indiener", "onderaannemer-melding", onderaannemer="staat-er-niet-bij", naam="Zorg Apart", kvk="12345678"
    )
    huis.moment[0] = datetime(2026, 6, 2, 8, tzinfo=UTC)
    (klok,) = kop(huis.services, huis.gebruiker("contractmanager"), bericht).termijnen
    assert (klok.karakter.value, klok.te_laat) == ("verwachting", False)


def test_free_places_are_those_of_the_last_opgave_with_changes_and_for_toegang_and_beleid(huis: Installatie) -> None:
    for antwoorden in (volledige_kaart(vrij="4"), volledige_kaart(vrij="0"), {"wijziging": ["nee"]}):
        huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", antwoorden)
    gezien = {wie: [r.get("vrij") for r in tabel(huis, wie, "aanbieders")] for wie in ("consulent", "beleid", "ander")}
    assert gezien == {"consulent": ["", 0], "beleid": ["", 0], "ander": [None, None]}
    assert [kolom for kolom in tabel(huis, "ander", "vrije-plekken")[0] if kolom == "vrij"] == []
    assert "onderaannemers" in tabel(huis, "ander", "vrije-plekken")[0]


def test_free_places_are_given_per_location_where_there_are_several_and_are_for_toegang_and_beleid(
    huis: Installatie,
) -> None:
    def vrij(wie: str) -> dict[Cel, Cel | None]:
        return {rij["locatie" if "locatie" in rij else "naam"]: rij.get("vrij") for rij in tabel(huis, wie)}

    def opgave(**anders: str | list[str]) -> None:
        huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart(**anders))

    geaccepteerd(huis)
    opgave(vrij="3")
    assert (vrij("consulent"), vrij("ander")) == ({"De Wilgen": 3}, {"De Wilgen": None})
    dicht = geaccepteerd(huis, naam="De Eiken")
    geaccepteerd(huis, "ander", naam="Aan Zee")
    assert vrij("beleid") == {"De Wilgen": "", "De Eiken": "", "Aan Zee": ""}
    eiken, wilgen = (sleutel for sleutel, _ in register_choices(huis.services, SCHAKEL, op=huis.now.date())["locaties"])
    opgave(vrij="5", per_locatie=[f"regel:{wilgen}", "5", f"regel:{eiken}", "0"])
    assert vrij("consulent") == {"De Wilgen": 5, "De Eiken": 0, "Aan Zee": ""}
    assert set(vrij("ander").values()) == set(vrij("contractmanager").values()) == {None}
    assert {rij["aanbieder"]: rij["vrij"] for rij in tabel(huis, "consulent", "aanbieders")} == {
        "Stichting De Schakel": 5,
        "Huis aan het Diep": "",
    }
    huis.doe(huis.gebruiker("contractmanager"), dicht, "locatie-dicht", tekst="Verkocht.")
    assert vrij("consulent") == {"De Wilgen": 5, "Aan Zee": ""}


def test_more_free_places_than_a_location_has_are_refused(huis: Installatie) -> None:
    def fouten(**anders: str | list[str]) -> list[tuple[str, str]]:
        indiener = huis.gebruiker("indiener")
        mailbox, weet = mailbox_en_kader(huis.services, indiener, "sociale-kaart", now=huis.now)
        formulier = mailbox.formulier.vul(volledige_kaart(**anders), weet)
        gevonden = controleer_ingevuld(huis.services, indiener, mailbox, formulier, weet, now=huis.now).fouten.fouten
        return [(fout.veld, fout.tekst.partition(" volgens")[0]) for fout in gevonden]

    zin = "Er kunnen niet meer plekken vrij zijn ({}) dan er zijn: {}, met {}"
    assert fouten(vrij="99") == []
    geaccepteerd(huis)
    assert (fouten(vrij="12"), fouten(vrij="13")) == ([], [("vrij", zin.format(13, "uw locaties samen", 12))])
    geaccepteerd(huis, naam="De Eiken", capaciteit="3")
    eiken, wilgen = (sleutel for sleutel, _ in register_choices(huis.services, SCHAKEL, op=huis.now.date())["locaties"])
    verdeeld = [f"regel:{wilgen}", "0", f"regel:{eiken}", "4"]
    assert fouten(vrij="4", per_locatie=verdeeld) == [("per_locatie", zin.format(4, "De Eiken, Delfzijl", 3))]


def test_after_the_last_day_of_a_contract_nothing_of_that_aanbieder_is_listed_or_chosen(huis: Installatie) -> None:
    geaccepteerd(huis)
    derde = {"onderaannemer": ANDERS, "naam": "Zorg Apart", "kvk": "12345678"}
    melding = stuur(huis, "indiener", "onderaannemer-melding", **derde)
    huis.doe(huis.gebruiker("contractmanager"), melding, "toestemming", tekst="In orde.")

    def hier() -> tuple[int, ...]:
        keuzes = register_choices(huis.services, DIEP, op=huis.now.date())["onderaannemers"]
        lijsten = (tabel(huis, "consulent"), tabel(huis, "ander", "onderaannemers"), te_kiezen(huis, "frontoffice"))
        return (*(len(lijst) for lijst in lijsten), len(keuzes))

    einde = huis.now.date()
    zet_einde(huis.services, huis.gebruiker("beheerder"), SCHAKEL, einde=einde, now=huis.now)
    op_de_laatste_dag = hier()
    huis.later(days=1)
    assert (op_de_laatste_dag, hier()) == ((1, 1, 1, 1), (0, 0, 0, 0))
    zet_einde(huis.services, huis.gebruiker("beheerder"), SCHAKEL, einde=None, now=huis.now)
    zet_actief(huis.services, huis.gebruiker("beheerder"), SCHAKEL, actief=False, now=huis.now)
    assert hier() == (0, 0, 0, 0)


def test_a_change_of_a_location_changes_its_line_and_what_was_chosen_from_it_stays(huis: Installatie) -> None:
    opgave, cmo = geaccepteerd(huis), huis.gebruiker("contractmanager")
    (keuze,) = register_choices(huis.services, SCHAKEL, op=huis.now.date())["locaties"]
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart(vrij="3"))
    wijziging = {"soort": "wijziging", "locatie": keuze[0], "capaciteit": "9", "producten": "verblijf-24-uur"}
    bericht = stuur(huis, "indiener", "opgave-locaties", **wijziging)
    consulent = [(r["naam"], r["capaciteit"], r["vrij"]) for r in tabel(huis, "consulent")]
    huis.doe(cmo, bericht, "wijziging-geaccepteerd", tekst="Akkoord.")
    (regel,) = tabel(huis, "consulent")
    assert (consulent, regel["naam"], regel["adres"], regel["capaciteit"], regel["vrij"], regel["producten"]) == (
        [("De Wilgen", 12, 3)], "De Wilgen", "=Kade 1", 9, 3, "Verblijf met 24-uurs toezicht",
    )  # fmt: skip
    assert register_choices(huis.services, SCHAKEL, op=huis.now.date())["locaties"] == (keuze,)
    nogmaals = stuur(huis, "indiener", "opgave-locaties", **wijziging | {"capaciteit": "2"})
    huis.doe(cmo, nogmaals, "wijziging-geaccepteerd", tekst="Akkoord.")
    assert [(r["capaciteit"], r["vrij"]) for r in tabel(huis, "consulent")] == [(2, 2)]
    with pytest.raises(NietMogelijk):
        huis.doe(cmo, stuur(huis, "indiener", "opgave-locaties", **wijziging), "sluiting-verwerkt", tekst="Dicht.")
    huis.doe(cmo, opgave, "locatie-dicht", tekst="Verkocht.")
    assert tabel(huis, "consulent") == []


def test_an_aanbieder_reports_that_a_location_closes_and_it_leaves_the_register(huis: Installatie) -> None:
    geaccepteerd(huis)
    geaccepteerd(huis, naam="De Eiken")
    cmo, keuzes = huis.gebruiker("contractmanager"), register_choices(huis.services, SCHAKEL, op=huis.now.date())
    bericht = stuur(huis, "indiener", "opgave-locaties", soort="sluiting", locatie=keuzes["locaties"][1][0])
    weet_nog = te_kiezen(huis, "indiener")
    huis.doe(cmo, bericht, "sluiting-verwerkt", tekst="De bewoners zijn verhuisd.")
    assert (weet_nog, te_kiezen(huis, "indiener")) == (
        ["De Eiken, Delfzijl", "De Wilgen, Delfzijl"],
        ["De Eiken, Delfzijl"],
    )
    laat = stuur(
        huis, "indiener", "opgave-locaties", soort="wijziging", locatie=keuzes["locaties"][0][0], capaciteit="1"
    )
    gelijk = stuur(huis, "indiener", "opgave-locaties", soort="sluiting", locatie=keuzes["locaties"][0][0])
    huis.doe(cmo, gelijk, "sluiting-verwerkt", tekst="Dicht.")
    with pytest.raises(NietMogelijk) as geweigerd:
        huis.doe(cmo, laat, "wijziging-geaccepteerd", tekst="Te laat: zij was al dicht.")
    assert "staat niet meer in het register" in geweigerd.value.tekst
    assert tabel(huis, "consulent") == []


def test_a_location_of_an_onderaannemer_that_is_not_admitted_is_warned_of(huis: Installatie) -> None:
    derde, cmo = {"van_onderaannemer": "ja", "onderaannemer": "zorg  apart"}, huis.gebruiker("contractmanager")

    def gewaarschuwd() -> tuple[list[str], list[str]]:
        indiener = huis.gebruiker("indiener")
        mailbox, weet = mailbox_en_kader(huis.services, indiener, "opgave-locaties", now=huis.now)
        antwoorden = mailbox.formulier.lees(ingevuld(mailbox, **LOCATIE | derde), weet)
        assert isinstance(antwoorden, Antwoorden)
        vooraf = before_submitting(huis.services, indiener, mailbox, antwoorden, vandaag=huis.now.date())
        feiten = open_bericht(huis.services, cmo, bericht, now=huis.now).feiten
        bij_cmo = warnings_for(huis.services, cmo, kop(huis.services, cmo, bericht), feiten)
        return [w.titel for w in vooraf], [w.titel for w in bij_cmo]

    bericht = stuur(huis, "indiener", "opgave-locaties", **LOCATIE | derde)
    titel = ["'zorg apart' is niet toegelaten als onderaannemer"]
    assert gewaarschuwd() == (titel, titel)
    ook = stuur(huis, "ander", "onderaannemer-melding", onderaannemer=ANDERS, naam="Zorg Apart", kvk="12345678")
    huis.doe(cmo, ook, "toestemming", tekst="In orde.")
    assert gewaarschuwd() == (titel, titel)
    eigen = stuur(huis, "indiener", "onderaannemer-melding", onderaannemer=ANDERS, naam="Zorg Apart", kvk="12345678")
    huis.doe(cmo, eigen, "toestemming", tekst="In orde.")
    assert gewaarschuwd() == ([], [])


def test_of_who_is_cut_off_no_place_is_free_and_the_register_says_why(huis: Installatie) -> None:
    geaccepteerd(huis)
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart(vrij="3"))
    assert [(r["vrij"], r["kaart"]) for r in tabel(huis, "consulent")] == [(3, "")]
    weg = VulRegister(register="afgekoppeld", velden=(), bron=Bron(plaats="Handboek §2.4"))
    actor = huis.gebruiker("contractmanager").actor
    with huis.services.database.schrijven() as session:
        apply_to_registers(session, actor, [weg], organisatie=SCHAKEL, bericht=None, now=huis.now)
    sinds = "afgekoppeld sinds donderdag 2 april 2026: geen plaatsingen"
    gezien = {wie: [(r.get("vrij"), r.get("kaart")) for r in tabel(huis, wie)] for wie in ("consulent", "beleid")}
    assert gezien == {"consulent": [("", sinds)], "beleid": [("", sinds)]}
    assert [r.get("kaart") for wie in ("contractmanager", "ander") for r in tabel(huis, wie)] == [sinds, None]
    assert te_kiezen(huis, "frontoffice") == [
        "De Wilgen, Delfzijl (Stichting De Schakel, afgekoppeld van de sociale kaart)"
    ]


def test_who_registers_for_a_burger_chooses_from_the_locations_of_all_with_their_aanbieder(huis: Installatie) -> None:
    geaccepteerd(huis)
    geaccepteerd(huis, "ander", naam="Aan Zee")
    assert te_kiezen(huis, "frontoffice") == [
        "Aan Zee, Delfzijl (Huis aan het Diep)",
        "De Wilgen, Delfzijl (Stichting De Schakel)",
    ]


def test_a_line_is_written_and_ended_once_however_often_it_is_asked(huis: Installatie) -> None:
    bericht = geaccepteerd(huis)
    vul = VulRegister(register="locaties", velden=(("naam", "naam"),), bron=Bron(plaats="", voorstel=True))
    leeg = LeegRegister(register="locaties", bron=Bron(plaats="", voorstel=True))
    aantallen, actor = [], huis.gebruiker("contractmanager").actor
    for gevolg in (vul, leeg, leeg):
        with huis.services.database.schrijven() as session:
            wat: dict[str, Any] = {"organisatie": SCHAKEL, "bericht": bericht, "now": huis.now}
            apply_to_registers(session, actor, [gevolg], feiten={"naam": "De Wilgen"}, **wat)
        aantallen.append(len(tabel(huis, "consulent")))
    assert aantallen == [1, 0, 0]
