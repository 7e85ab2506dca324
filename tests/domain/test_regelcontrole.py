"""A change of the rules that changes nothing, or cannot be, is refused at the field that is wrong; one that can be is said in words."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.gemeenten import Regio
from portal.domain.kalender import Sluitingsdag
from portal.domain.regelcontrole import MEESTE_DAGEN, PastNiet, controleer, omschrijf, wat_volgt
from portal.domain.regels import (
    DagVervalt,
    NieuwBesluit,
    NieuweInstelling,
    NieuweSluitingsdag,
    SluitingsdagVervalt,
    Wijziging,
    pas_toe,
)
from portal.domain.rollen import Rol
from tests.domain.test_regels import BESLUIT, DICHT, HERZIEN, REGIO, taakrol, vrij

DICHT_IN_DE_REGIO = replace(DICHT, gemeente="")


def besluit(*dagen: date, van: int = 2029, tot_en_met: int = 2031) -> NieuwBesluit:
    return NieuwBesluit(besluit=replace(BESLUIT, dagen=dagen, van=van, tot_en_met=tot_en_met))


def dicht(datum: date, gemeente: str = "") -> NieuweSluitingsdag:
    return NieuweSluitingsdag(dag=Sluitingsdag(datum=datum, gemeente=gemeente, reden="verhuizing"))


def instelling(naam: str, waarde: str, vanaf: date = date(2027, 1, 1)) -> NieuweInstelling:
    return NieuweInstelling(naam=naam, waarde=waarde, vanaf=vanaf, bron="x")


@pytest.mark.parametrize(
    ("wijziging", "veld", "tekst"),
    [
        (besluit(date(2029, 5, 11), van=2031, tot_en_met=2029), "tot_en_met", "het eerste eerst"),
        (besluit(date(2029, 5, 11), tot_en_met=2101), "tot_en_met", "1990 tot en met 2100"),
        (besluit(date(2029, 5, 11), tot_en_met=2034), "tot_en_met", "meer dan 5 jaren"),
        (replace(HERZIEN, naam="Ander"), "besluit", "Dit besluit is er niet"),
        (replace(HERZIEN, jaren=(2029, 0)), "tot_en_met", "Vul beide jaren in"),
        (replace(HERZIEN, jaren=(2029, 2034)), "tot_en_met", "meer dan 5 jaren"),
        (replace(HERZIEN, jaren=(2029, 2031)), "tot_en_met", "Dat is nu al zo: 2029 tot en met 2031."),
        (replace(HERZIEN, jaren=(2029, 2029)), "tot_en_met", "Vrijdag 31 mei 2030 valt dan buiten de jaren"),
        (besluit(), "dagen", "minstens één"),
        (besluit(*[date(2029, 5, 11)] * (MEESTE_DAGEN + 1)), "dagen", "hoogstens 30"),
        (besluit(date(2028, 5, 12)), "dagen", "Vrijdag 12 mei 2028 valt buiten de jaren"),
        (besluit(date(2029, 5, 12)), "dagen", "Zaterdag 12 mei 2029 is al vrij: zaterdag"),
        (besluit(date(2029, 5, 10)), "dagen", "is al vrij: Hemelvaartsdag"),
        (DagVervalt(datum=date(2026, 5, 14), bron="x"), "datum", "geen gelijkgestelde dag"),
        (dicht(date(2026, 12, 28), "9999"), "gemeente", "hoort niet bij de regio"),
        (dicht(date(2026, 12, 25)), "datum", "al vrij: eerste Kerstdag"),
        (dicht(DICHT.datum, "0014"), "datum", "staat al als sluitingsdag"),
        (SluitingsdagVervalt(datum=date(2026, 12, 29), gemeente="0014", bron="x"), "datum", "is er niet"),
        (instelling("goede_vrijdag_vrij", "misschien"), "waarde", "ja of nee"),
        (instelling("goede_vrijdag_vrij", "ja"), "waarde", "Dat is nu al zo: ja."),
        (instelling("goede_vrijdag_vrij", "nee", date(1989, 1, 1)), "vanaf", "1990 tot en met 2100"),
        (instelling("weg", "3"), "naam", "is er niet"),
        (instelling("toezicht_oordeel", "0"), "waarde", "1 tot en met 365"),
        (instelling("toezicht_oordeel", "1000000000000"), "waarde", "1 tot en met 365"),
        (instelling("toezicht_oordeel", "٣"), "waarde", "1 tot en met 365"),
        (instelling("toezicht_oordeel", "5"), "waarde", "Dat is nu al zo: 5."),
        (taakrol(Rol.CONSULENT, date(2027, 1, 1), team="cmo"), "team", "Kies er een uit de lijst"),
        (taakrol(Rol.BELEID, date(2027, 1, 1)), "rol", "doet bij een Toegang geen taken"),
        (taakrol(Rol.CONSULENT, date(1989, 1, 1)), "vanaf", "1990 tot en met 2100"),
        (instelling("samenvatting_tijd", "24:00"), "waarde", "Vul een tijd in zoals 08:00."),
        (instelling("samenvatting_tijd", "8"), "waarde", "Vul een tijd in zoals 08:00."),
        (instelling("experttafel_eerste", "4"), "waarde", "Vul een datum in zoals 7-1-2027"),
        (instelling("experttafel_eerste", "2101-01-07"), "waarde", "van 1990 tot en met 2100"),
        (instelling("experttafel_eerste", "2027-01-09"), "waarde", "geen werkdag: zaterdag"),
        (instelling("experttafel_eerste", "2026-01-08"), "waarde", "Dat is nu al zo: donderdag 8 januari 2026."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(wijziging: Wijziging, veld: str, tekst: str) -> None:
    with pytest.raises(PastNiet) as weigering:
        controleer(pas_toe(pas_toe(REGIO, NieuweSluitingsdag(dag=DICHT)), NieuwBesluit(besluit=BESLUIT)), wijziging)
    assert (weigering.value.veld, tekst in weigering.value.tekst) == (veld, True)


@pytest.mark.parametrize(
    ("wijziging", "zin"),
    [
        (
            NieuwBesluit(besluit=BESLUIT),
            "Vrijdag 11 mei 2029 en vrijdag 31 mei 2030 worden gelijkgestelde dagen (Besluit).",
        ),
        (besluit(date(2029, 5, 11)), "Vrijdag 11 mei 2029 wordt een gelijkgestelde dag (Besluit)."),
        (DagVervalt(datum=date(2026, 5, 15), bron="x"), "Vrijdag 15 mei 2026 is geen gelijkgestelde dag meer."),
        (dicht(date(2026, 12, 29)), "De hele regio is dicht op dinsdag 29 december 2026: verhuizing."),
        (dicht(date(2026, 12, 29), "0014"), "Gemeente Groningen is dicht op dinsdag 29 december 2026: verhuizing."),
        (
            SluitingsdagVervalt(datum=DICHT.datum, gemeente="0014", bron="x"),
            "Gemeente Groningen is toch niet dicht op maandag 28 december 2026.",
        ),
        (
            instelling("toezicht_oordeel", "10"),
            "toezicht_oordeel: 10 in plaats van 5, vanaf vrijdag 1 januari 2027.",
        ),
        (
            taakrol(Rol.CONSULENT, date(2027, 1, 1)),
            "Toegang Eemsdelta: de taak 'Stuur de beschikking aan de burger' is voor de rol consulent, vanaf vrijdag 1 januari 2027.",
        ),
    ],
)
def test_what_can_be_passes_and_is_said_in_a_sentence(wijziging: Wijziging, zin: str) -> None:
    regio = pas_toe(REGIO, NieuweSluitingsdag(dag=DICHT))
    controleer(regio, wijziging)
    assert omschrijf(regio, wijziging) == zin


EERST = pas_toe(pas_toe(REGIO, NieuwBesluit(besluit=BESLUIT)), vrij("nee", date(2027, 1, 1)))
RUIM = pas_toe(REGIO, besluit(date(2029, 5, 11), tot_en_met=2100))
TYPFOUT = replace(HERZIEN, tot_en_met=2100, jaren=(2029, 2031))


@pytest.mark.parametrize(
    ("regio", "wijziging", "zin", "dan"),
    [
        (
            REGIO,
            NieuwBesluit(besluit=BESLUIT),
            "Vrijdag 11 mei 2029 en vrijdag 31 mei 2030 worden gelijkgestelde dagen (Besluit).",
            "Het besluit geldt voor 2029 tot en met 2031: daarna kent het portaal alle dagen van die jaren. Voor 2031 staat er geen dag in.",
        ),
        (
            REGIO,
            besluit(date(2029, 5, 11), tot_en_met=2029),
            "Vrijdag 11 mei 2029 wordt een gelijkgestelde dag (Besluit).",
            "Het besluit geldt voor 2029: daarna kent het portaal alle dagen van die jaren.",
        ),
        (
            RUIM,
            TYPFOUT,
            "Het besluit 'Besluit' geldt voor 2029 tot en met 2031 in plaats van 2029 tot en met 2100.",
            "Van 2032 tot en met 2100 zijn de gelijkgestelde dagen dan niet bekend.",
        ),
        (
            EERST,
            HERZIEN,
            "Het besluit 'Besluit' geldt voor 2028 tot en met 2030 in plaats van 2029 tot en met 2031.",
            "Van 2031 zijn de gelijkgestelde dagen dan niet bekend.",
        ),
        (
            EERST,
            replace(HERZIEN, jaren=None),
            "Het besluit 'Besluit' vervalt, met zijn dagen.",
            (
                "Geen gelijkgestelde dag meer: vrijdag 11 mei 2029 en vrijdag 31 mei 2030. Van 2029, 2030 en 2031 zijn de gelijkgestelde "
                "dagen dan niet bekend."
            ),
        ),
        (
            EERST,
            vrij("ja", date(2026, 6, 1)),
            "Goede Vrijdag is vrij in afgesproken termijnen: ja in plaats van ja, vanaf maandag 1 juni 2026.",
            "Wat voor later al was besloten, vervalt: nee, vanaf vrijdag 1 januari 2027. Moet dat blijven? Stel het daarna opnieuw voor.",
        ),
        (
            pas_toe(REGIO, taakrol(Rol.FRONTOFFICE, date(2027, 3, 1))),
            taakrol(Rol.CONSULENT, date(2027, 1, 1)),
            "Toegang Eemsdelta: de taak 'Stuur de beschikking aan de burger' is voor de rol consulent, vanaf vrijdag 1 januari 2027.",
            "Wat voor later al was besloten, vervalt: frontoffice, vanaf maandag 1 maart 2027. Moet dat blijven? Stel het daarna opnieuw voor.",
        ),
        (EERST, vrij("ja", date(2027, 1, 1)), "", ""),
        (EERST, DagVervalt(datum=date(2029, 5, 11), bron="x"), "", ""),
    ],
)
def test_what_else_a_change_does_is_said_beside_it(regio: Regio, wijziging: Wijziging, zin: str, dan: str) -> None:
    controleer(regio, wijziging)
    assert (wat_volgt(regio, wijziging), omschrijf(regio, wijziging) if zin else "") == (dan, zin)


def test_a_decree_that_is_there_no_more_can_still_be_said() -> None:
    assert omschrijf(REGIO, HERZIEN) == (
        "Het besluit 'Besluit' geldt voor 2028 tot en met 2030 in plaats van 2029 tot en met 2031."
    )


def test_a_role_that_a_taak_has_by_then_is_refused_but_not_what_ends_a_later_one() -> None:
    consulent = taakrol(Rol.CONSULENT, date(2027, 1, 1))
    regio = pas_toe(REGIO, consulent)
    with pytest.raises(PastNiet, match="Dat is dan al zo: consulent"):
        controleer(regio, taakrol(Rol.CONSULENT, date(2027, 2, 1)))
    controleer(pas_toe(regio, taakrol(Rol.BACKOFFICE, date(2027, 6, 1))), taakrol(Rol.CONSULENT, date(2027, 2, 1)))


def test_one_may_decide_now_what_would_hold_anyway_to_end_what_was_decided_for_later() -> None:
    later_niet = pas_toe(REGIO, vrij("nee", date(2028, 1, 1)))
    controleer(later_niet, vrij("ja", date(2027, 1, 1)))
