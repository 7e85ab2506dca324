"""The four meldingen: to whom, with which bijlage, from onderzoek to besluit, and what is refused (Handboek §3, §4 and §5.9)."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.berekening import bereken
from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.mailbox import FouteDeclaratie, Mailbox
from portal.domain.partij import Partij
from portal.domain.routering import BUITEN_DE_REGIO, WEET_IK_NIET, route
from portal.domain.termijn import Begin, BijAankomst, Eenheid, Karakter, OpDatum, Soort
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios
from tests.ingevuld import ingevuld
from tests.voorbeelden import kader

REGIO = laad_regio("groningen")
BIJLAGEN = {
    "melding-beschermd-wonen": [15],
    "melding-activering-vervoer": [17],
    "melding-woonbegeleiding-complex": [18],
    "overbrugging-ambulant": [],
}
each = pytest.mark.parametrize("code", BIJLAGEN)


def mailbox(code: str) -> Mailbox:
    gevonden = laad_mailboxen(laad_regios()).met_code(code)
    assert gevonden is not None
    return gevonden


def fouten(code: str, **anders: str | list[str]) -> list[str]:
    gelezen = mailbox(code).formulier.lees(ingevuld(mailbox(code), **anders), kader())
    return [fout.veld for fout in gelezen.fouten] if isinstance(gelezen, Fouten) else []


def team(code: str, **anders: str) -> str:
    gelezen = mailbox(code).formulier.lees(ingevuld(mailbox(code), **anders), kader())
    assert isinstance(gelezen, Antwoorden), gelezen
    (bestemming,) = route(mailbox(code).routering, gelezen.feiten(), REGIO)
    return f"{bestemming.team} {bestemming.regel}"


@each
def test_each_carries_the_bijlage_of_the_handbook(code: str) -> None:
    assert [b.nummer for b in mailbox(code).bijlagen if b.is_verplicht({})] == BIJLAGEN[code]


@each
def test_the_onderzoek_takes_six_weken_the_beschikking_two_and_the_plan_is_never_late(code: str) -> None:
    dagen = {}
    for termijn in mailbox(code).termijnen:
        berekend = bereken(termijn, date(2026, 4, 7), REGIO.kalender).datum.isoformat()
        dagen[termijn.code] = (berekend, termijn.soort, termijn.karakter)
    assert dagen == {
        "persoonlijk-plan": ("2026-04-14", Soort.WETTELIJK, Karakter.KANS),
        "onderzoek": ("2026-05-19", Soort.WETTELIJK, Karakter.PLICHT),
        "aanvraag": ("2026-04-21", Soort.AFSPRAAK, Karakter.PLICHT),
        "aanvraag-opnieuw": ("2026-04-21", Soort.AFSPRAAK, Karakter.PLICHT),
        "aanvraag-opnieuw-bericht": ("2026-04-21", Soort.AFSPRAAK, Karakter.PLICHT),
        "beschikking": ("2026-04-21", Soort.WETTELIJK, Karakter.PLICHT),
        "beschikking-teruggestuurd": ("2026-04-21", Soort.WETTELIJK, Karakter.PLICHT),
        "beschikking-zonder-verslag": ("2026-04-21", Soort.WETTELIJK, Karakter.PLICHT),
        "beschikking-zonder-verslag-gestuurd": ("2026-04-21", Soort.WETTELIJK, Karakter.PLICHT),
        "beschikking-met-bericht": ("2026-04-21", Soort.WETTELIJK, Karakter.PLICHT),
    }


def test_the_gemeente_guards_that_the_signed_verslag_comes_back_in_two_weken() -> None:
    klok = mailbox("melding-beschermd-wonen").termijn("aanvraag")
    assert klok is not None
    assert [(w.aantal, w.aan) for w in klok.waarschuwingen] == [(-3, Partij.AANBIEDER), (1, Partij.BEHANDELEND_TEAM)]


@each
def test_its_confirmation_points_to_free_clientondersteuning_and_the_persoonlijk_plan(code: str) -> None:
    assert "gratis cliëntondersteuning" in mailbox(code).bevestiging
    assert "persoonlijk plan" in mailbox(code).bevestiging


@each
def test_a_besluit_sets_the_paper_beschikking_and_a_grant_the_301_besides(code: str) -> None:
    taken = {o.code: [t.code for t in o.taken({})] for o in mailbox(code).levensloop.overgangen}
    eerste = code == "melding-beschermd-wonen"
    assert taken["toegekend"] == ["beschikking", "301-toewijzing" if eerste else "301-product"]
    assert taken["afgewezen"] == ["beschikking"]
    (taak,) = [t for t in mailbox(code).taken() if t.code.startswith("301-")]
    assert taak.plant is not None
    assert taak.plant.naast != eerste


@each
def test_an_aanvraag_without_verslag_waits_for_the_end_of_the_six_weken(code: str) -> None:
    stappen = {o.code: o for o in mailbox(code).levensloop.overgangen if o.pas_na}
    assert {naam: (o.pas_na, o.naar, o.door) for naam, o in stappen.items()} == {
        "aanvraag-zonder-verslag": ("onderzoek", "aanvraag", Partij.AFZENDER),
        "aanvraag-zonder-verslag-op-papier": ("onderzoek", "aanvraag_onderweg", Partij.AFZENDER),
        "aanvraag-zonder-verslag-ontvangen": ("onderzoek", "aanvraag", Partij.BEHANDELEND_TEAM),
    }


def test_a_first_melding_goes_to_the_gemeente_van_inwoning_whatever_the_burger_wishes() -> None:
    code = "melding-beschermd-wonen"
    assert team(code, wensgemeente="0014") == "toegang-1979 gemeente-van-inwoning"
    onbekend = {"gemeente_inschrijving": WEET_IK_NIET, "gemeente_verblijf": "0037"}
    assert team(code, **onbekend) == "toegang-0037 gemeente-van-inwoning-onbekend"
    buiten = {"gemeente_inschrijving": BUITEN_DE_REGIO, "gemeente_verblijf": "0047"}
    assert team(code, **buiten) == "toegang-0047 gemeente-van-inwoning-buiten"


def test_a_product_goes_to_the_gemeente_that_gave_the_indicatie() -> None:
    code = "melding-woonbegeleiding-complex"
    assert team(code, gemeente_indicatie="0014") == "toegang-0014 gemeente-van-indicatie"
    onbekend = {"gemeente_indicatie": WEET_IK_NIET, "gemeente_verblijf": "0037"}
    assert team(code, **onbekend) == "toegang-0037 gemeente-van-indicatie-onbekend"


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({"gevraagd": ["vervoer"]}, ["gevraagd"]),
        ({"gevraagd": ["vervoer-rolstoel"]}, ["gevraagd"]),
        ({"gevraagd": ["activering-participatie", "vervoer"]}, []),
        ({"gevraagd": ["activering-participatie"]}, []),
    ],
)
def test_vervoer_never_comes_alone(anders: dict[str, list[str]], fout: list[str]) -> None:
    assert fouten("melding-activering-vervoer", **anders) == fout


@pytest.mark.parametrize(
    ("loopt_vanaf", "loopt_tot", "fout"),
    [
        ("1-1-2026", "31-12-2026", []),
        ("1-5-2026", "30-9-2026", []),
        ("2-5-2026", "31-12-2026", ["vanaf"]),
        ("1-1-2026", "29-9-2026", ["tot"]),
    ],
)
def test_vervoer_beside_a_running_activering_stays_within_it(loopt_vanaf: str, loopt_tot: str, fout: list[str]) -> None:
    lopend = {"producten": ["activering-participatie"], "gevraagd": ["vervoer"]}
    periode = {"vanaf": "1-5-2026", "tot": "30-9-2026", "loopt_vanaf": loopt_vanaf, "loopt_tot": loopt_tot}
    assert fouten("melding-activering-vervoer", **lopend, **periode) == fout


@pytest.mark.parametrize("code", ["melding-activering-vervoer", "melding-woonbegeleiding-complex"])
def test_a_period_does_not_end_before_it_begins(code: str) -> None:
    assert fouten(code, vanaf="1-5-2026", tot="30-4-2026") == ["tot"]


def test_woonbegeleiding_complex_stands_beside_a_product_that_runs() -> None:
    code = "melding-woonbegeleiding-complex"
    assert fouten(code, producten=["verblijf-nabij"], naast=["verblijf-nabij"]) == []
    assert fouten(code, producten=["verblijf-nabij"], naast=["thuis-plus-1-3"]) == ["naast"]
    assert fouten(code, producten=["vervoer"], naast=["vervoer"]) == ["naast"]


def test_a_step_that_waits_for_a_clock_that_is_not_there_is_refused() -> None:
    gevonden = mailbox("melding-beschermd-wonen")
    overgangen = tuple(replace(o, pas_na="weg") if o.pas_na else o for o in gevonden.levensloop.overgangen)
    with pytest.raises(FouteDeclaratie, match="kan pas na een termijn die er niet is"):
        replace(gevonden, levensloop=replace(gevonden.levensloop, overgangen=overgangen))


@pytest.mark.parametrize(
    ("code", "vanaf"),
    [
        *((code, BijAankomst()) for code in (*BIJLAGEN, "gia-besluit", "herindicatie")),
        *((code, OpDatum("gemeld_op")) for code in ("mo-melding", "mo-screening-overdracht")),
    ],
)
def test_wherever_the_law_sets_the_onderzoek_the_burger_has_seven_days_for_a_plan_from_the_same_day(
    code: str, vanaf: Begin
) -> None:
    klokken = {t.code: t for t in mailbox(code).termijnen}
    plan = klokken["persoonlijk-plan"]
    assert (plan.begint, klokken["onderzoek"].begint) == (vanaf, vanaf)
    assert (plan.aantal, plan.eenheid, plan.karakter, str(plan.bron)) == (
        7,
        Eenheid.KALENDERDAG,
        Karakter.KANS,
        "Wmo 2.3.2 lid 2",
    )
    stap = mailbox(code).levensloop.overgang("plan-ontvangen")
    assert stap is not None
    assert {"geopend", "in_behandeling", "onderzoek"} <= set(stap.van)
    assert ("gesprek" in stap.van) is (code == "herindicatie")
    assert "persoonlijk plan" in mailbox(code).bevestiging or code == "mo-screening-overdracht"


def test_the_onderzoeken_that_run_without_a_persoonlijk_plan() -> None:
    zonder = [
        m.code
        for m in laad_mailboxen(laad_regios()).alle()
        if any("2.3.2 lid 1" in t.bron.plaats for t in m.termijnen) and m.termijn("persoonlijk-plan") is None
    ]
    assert zonder == ["overdracht-dossier"]
