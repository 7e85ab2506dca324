"""Taken: what must be sent after a decision, ticked off with the day it was sent."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.core.taken.indicatie import GEEN_PLAN
from portal.models import AuditRegel
from tests.bezoeker import Bezoeker, Portaal, page_text
from tests.core.test_indicatie import two_plans, wisseling
from tests.core.test_taakklokken import toegekend
from tests.installatie import EEMSDELTA
from tests.web.verhalen import decided, nowhere, submitted, view


def tick(bezoeker: Bezoeker, taak: UUID, dag: str, **meer: str) -> TestResponse:
    return bezoeker.post(f"/taken/{taak}/gedaan", {"verzonden_op": dag, **meer})


def test_the_list_shows_what_for_which_bericht_and_for_whom(portal: Portaal) -> None:
    bericht, _ = decided(portal)
    tekst = page_text(portal.bezoek("backoffice").get("/taken"))
    nummer = view(portal, "consulent", bericht).nummer
    assert f"Stuur het formulier wisseling aanbieder aan de backoffice {nummer} · J.V. · 1987 · Zet erin" in tekst
    assert "9 taken" in tekst
    assert "wacht Doe eerst: Ontvang het ondertekende verkort verslag van de burger." in tekst


def test_of_a_taak_for_which_no_term_is_named_both_pages_say_so(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    lijst = page_text(portal.bezoek("backoffice").get("/taken"))
    pagina = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    intrekking = "Stuur het iWmo 301-bericht (intrekking) aan de latende aanbieder"
    assert intrekking in [taak.titel for taak in taken]
    assert lijst.count("geen termijn de bron noemt er geen") == sum(not taak.heeft_termijn for taak in taken) > 0
    assert f"{intrekking} Voor: backoffice · de bron noemt geen termijn · Handboek §5.7" in pagina


def test_the_clients_of_the_list_are_opened_in_one_batch_on_record_and_left_out_without_the_vault(
    portal: Portaal,
) -> None:
    decided(portal)
    backoffice = portal.bezoek("backoffice")
    assert "J.V. · 1987" in page_text(backoffice.get("/taken"))
    with portal.huis.services.database.lezen() as session:
        gelezen = select(func.count()).where(
            AuditRegel.actie == "lijst_openen", AuditRegel.namens == f"team:{EEMSDELTA}"
        )
        assert session.scalar(gelezen) == 1
    portal.huis.client.down = True
    tekst = page_text(backoffice.get("/taken"))
    assert ("J.V. · 1987" in tekst, "Stuur het formulier wisseling" in tekst) == (False, True)


def test_the_list_follows_the_order_of_the_work(portal: Portaal) -> None:
    _, taken = decided(portal)
    html = portal.bezoek("backoffice").get("/taken").text
    assert sorted(taken, key=lambda taak: html.index(taak.titel)) == list(taken)


def test_a_taak_is_done_on_the_day_it_was_sent(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    portal.huis.later(days=4)
    response = tick(portal.bezoek("backoffice"), taken[0].id, "3-4-2026")
    assert (response.status_code, response.location) == (303, "/taken")
    eerste = view(portal, "consulent", bericht).taken[0]
    assert (eerste.open, str(eerste.verzonden)) == (False, "2026-04-03")


def test_from_the_page_of_a_bericht_one_comes_back_to_it(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    response = tick(portal.bezoek("consulent"), taken[0].id, "2-4-2026", van="bericht", bericht=str(bericht))
    assert response.location == f"/berichten/{bericht}#taken"


def test_ticking_twice_keeps_the_first_day(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    portal.huis.later(days=4)
    bezoeker = portal.bezoek("backoffice")
    statussen = [tick(bezoeker, taken[0].id, dag).status_code for dag in ("2-4-2026", "3-4-2026")]
    assert statussen == [303, 303]
    assert str(view(portal, "consulent", bericht).taken[0].verzonden) == "2026-04-02"


@pytest.mark.parametrize(
    ("dag", "status", "tekst"),
    [
        ("", 422, "Vul de dag in waarop het is verstuurd."),
        ("morgen", 422, "Schrijf de datum als dag-maand-jaar"),
        ("30-2-2026", 422, "Deze datum bestaat niet."),
        ("9-4-2026", 422, "Deze datum ligt in de toekomst."),
        ("1-4-2026", 409, "Deze datum ligt voor het besluit van donderdag 2 april 2026."),
    ],
)
@pytest.mark.parametrize("van", ["bericht", "taken"])
def test_a_day_that_cannot_be_is_said_in_place_and_kept(
    portal: Portaal, *, dag: str, status: int, tekst: str, van: str
) -> None:
    bericht, taken = decided(portal)
    response = tick(portal.bezoek("backoffice"), taken[0].id, dag, van=van, bericht=str(bericht))
    assert response.status_code == status
    assert tekst in page_text(response)
    assert f'name="verzonden_op" value="{dag}"' in response.text
    assert f'href="#verzonden_op-{taken[0].id}"' in response.text
    assert view(portal, "consulent", bericht).taken[0].open


def test_a_taak_whose_turn_it_is_not_says_what_comes_first(portal: Portaal) -> None:
    _, taken = decided(portal)
    response = tick(portal.bezoek("backoffice"), taken[-1].id, "2-4-2026")
    assert response.status_code == 409
    assert "Doe eerst: Stuur het iWmo 301-bericht (intrekking) aan de latende aanbieder." in page_text(response)


def test_a_taak_of_another_team_is_not_there(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    groningen = portal.bezoek("groningen")
    for taak in (taken[0].id, nowhere()):
        assert tick(groningen, taak, "2-4-2026").status_code == 404
        assert tick(groningen, taak, "onzin").status_code == 404
        assert tick(groningen, taak, "onzin", van="bericht", bericht=str(bericht)).status_code == 404
    assert portal.bezoek("beleid").get("/taken").status_code == 404


def test_when_the_last_taak_is_done_the_bericht_is_afgehandeld(portal: Portaal) -> None:
    bericht = submitted(portal)
    huis = portal.huis
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    huis.doe(huis.gebruiker("consulent"), bericht, "afgewezen", tekst="Er is geen plek.")
    (taak,) = view(portal, "consulent", bericht).taken
    tick(portal.bezoek("backoffice"), taak.id, "2-4-2026")
    assert view(portal, "indiener", bericht).toestand.titel == "Afgehandeld"
    assert "Er zijn nu geen taken" in page_text(portal.bezoek("backoffice").get("/taken"))


def test_the_clock_of_the_other_gemeente_starts_on_the_day_it_was_sent(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    afstemming = next(taak for taak in taken if taak.code == "afstemming")
    portal.huis.later(days=5)
    tick(portal.bezoek("consulent"), afstemming.id, "2-4-2026")
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    assert (
        "Reactie van de ontvangende gemeente: naar verwachting donderdag 9 april 2026 Aan zet: de ontvangende gemeente."
    ) in tekst
    assert "Goede Vrijdag" in tekst


def test_the_301_of_a_wisseling_asks_the_end_of_the_indicatie_and_the_aanbieder_and_keeps_what_was_typed(
    portal: Portaal,
) -> None:
    bericht = submitted(portal, verhuist="nee", nieuwe_gemeente=None)
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "oppakken")
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "akkoord-zelfde-gemeente", tekst="Akkoord.")
    backoffice = portal.bezoek("backoffice")
    taken = {taak.code: taak.id for taak in view(portal, "consulent", bericht).taken}
    for code in ("formulier-wisseling", "301-intrekking"):
        tick(backoffice, taken[code], "2-4-2026")
    for einddatum, aanbieder, status, tekst in (
        ("", "", 409, "Vul de einddatum van de indicatie in."),
        ("31 mei", "", 422, "Schrijf de datum als dag-maand-jaar"),
        ("1-4-2026", "", 409, "Deze einddatum ligt voor donderdag 2 april 2026."),
        ("31-7-2026", "", 409, "Kies de aanbieder die de toewijzing heeft gekregen."),
        ("31-7-2026", "huis-aan-het-diep", 303, ""),
    ):
        velden = {"einddatum": einddatum, "aanbieder": aanbieder}
        response = tick(backoffice, taken["301-toewijzing"], "2-4-2026", **velden)
        assert (response.status_code, tekst in page_text(response)) == (status, True)
        assert status == 303 or not einddatum or f'value="{einddatum}"' in response.text
    tekst = page_text(portal.bezoek("ander").get("/"))
    assert ("Melding herindicatie" in tekst, "uiterlijk vrijdag 5 juni 2026" in tekst) == (False, False)
    portal.huis.later(days=14)
    tekst = page_text(portal.bezoek("ander").get("/"))
    assert ("Melding herindicatie" in tekst, "uiterlijk vrijdag 5 juni 2026" in tekst) == (True, True)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_an_intrekking_that_can_be_of_more_indicaties_asks_which_and_keeps_the_choice(portal: Portaal) -> None:
    huis = portal.huis
    two_plans(huis)
    wissel, backoffice = wisseling(huis), portal.bezoek("backoffice")
    tick(backoffice, wissel.taak("formulier-wisseling"), "2-4-2026")
    pagina = backoffice.get("/taken")
    assert "Stichting De Schakel, einddatum woensdag 30 juni 2027" in page_text(pagina)
    assert "Van welke indicatie is de toewijzing ingetrokken?" in page_text(
        backoffice.get(f"/berichten/{wissel.bericht}")
    )
    taak = wissel.taak("301-intrekking")
    response = tick(backoffice, taak, "2-4-2026", van="taken")
    assert (response.status_code, f'href="#plan-{taak}"' in response.text) == (409, True)
    assert tick(backoffice, taak, "2-4-2026", plan=GEEN_PLAN).status_code == 303


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_taak_whose_day_has_passed_is_late_on_the_page_of_its_bericht_and_in_the_list(portal: Portaal) -> None:
    bericht = toegekend(portal.huis)
    portal.huis.moment[0] = datetime(2026, 5, 12, 8, tzinfo=UTC)
    consulent = portal.bezoek("consulent")
    for pad in (f"/berichten/{bericht}", "/taken"):
        assert "te laat uiterlijk wo 6 mei" in page_text(consulent.get(pad))


def test_a_taak_that_comes_back_signed_asks_the_day_and_who_saw_it_in_place(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    consulent, per_code = portal.bezoek("consulent"), {taak.code: taak.id for taak in taken}
    for code in ("afstemming", "afspraken", "verkort-verslag"):
        tick(consulent, per_code[code], "2-4-2026")
    terug, hier = per_code["verslag-ondertekend"], {"van": "bericht", "bericht": str(bericht)}
    assert "Wie heeft dat gezien?" in page_text(consulent.get(f"/berichten/{bericht}"))
    leeg = tick(consulent, terug, "2-4-2026", **hier)
    assert (leeg.status_code, f'href="#getekend_op-{terug}"' in leeg.text) == (409, True)
    half = tick(consulent, terug, "2-4-2026", getekend_op="2-4-2026", **hier)
    assert (half.status_code, f'href="#gezien_door-{terug}"' in half.text) == (409, True)
    assert 'name="getekend_op" value="2-4-2026"' in half.text
    goed = tick(consulent, terug, "2-4-2026", getekend_op="2-4-2026", gezien_door="M. de Boer, consulent", **hier)
    assert goed.status_code == 303
    assert "Dat heeft gezien: M. de Boer, consulent." in page_text(consulent.get(f"/berichten/{bericht}"))
