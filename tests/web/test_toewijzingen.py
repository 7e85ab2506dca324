"""The pages of the register of toewijzingen: writing down, looking up, opening, ending, and a bericht that starts from one."""

import re
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from portal.models import Toewijzing
from tests.bezoeker import Bezoeker, Portaal, page_text
from tests.core.test_indicatie import toegekend
from tests.installatie import SCHAKEL

INGEVULD: Mapping[str, object] = {
    "bsn": "999900018",
    "voorletters": "A.B.",
    "achternaam": "Voorbeeld",
    "geboortedatum": "31-1-1980",
    "aanbieder": SCHAKEL,
    "gemeente": "1979",
    "toewijzingnummer": "412",
    "producten": ["nabij"],
    "vanaf": "1-1-2026",
    "einddatum": "1-6-2026",
}


def written_down(portal: Portaal, **anders: object) -> UUID:
    """Write one down as the backoffice does, and let the vault take it in."""
    form = portal.bezoek("backoffice").get("/toewijzingen/nieuw").text
    product = re.search(r'name="producten"[^>]*value="([^"]+)"', form)
    assert product is not None
    data = {**INGEVULD, "producten": [product[1]], **anders}
    response = portal.bezoek("backoffice").post("/toewijzingen/nieuw", data)
    assert response.status_code == 303, page_text(response)
    toewijzing = UUID(response.location.rsplit("/", 1)[1])
    portal.huis.client.take_in(toewijzing)
    return toewijzing


def look_for(bezoeker: Bezoeker, bsn: str) -> tuple[int, str]:
    response = bezoeker.post("/toewijzingen", {"bsn": bsn})
    return response.status_code, page_text(response)


def test_what_the_backoffice_writes_down_the_team_and_the_aanbieder_see_and_nobody_else(portal: Portaal) -> None:
    toewijzing = written_down(portal)
    for wie in ("frontoffice", "indiener"):
        lijst = page_text(portal.bezoek(wie).get("/toewijzingen"))
        een = page_text(portal.bezoek(wie).get(f"/toewijzingen/{toewijzing}"))
        assert ("A.V. · 1980 · 412" in lijst, "A.B. Voorbeeld" in een, "Stichting De Schakel" in een) == (True,) * 3
    for wie in ("ander", "groningen"):
        assert "Hier staat geen toewijzing" in page_text(portal.bezoek(wie).get("/toewijzingen"))
        assert portal.bezoek(wie).get(f"/toewijzingen/{toewijzing}").status_code == 404


def test_both_sides_read_by_when_start_and_end_are_reported_and_that_the_portal_does_not_know_of_it(
    portal: Portaal,
) -> None:
    toewijzing = written_down(portal)
    for wie in ("backoffice", "indiener"):
        een = page_text(portal.bezoek(wie).get(f"/toewijzingen/{toewijzing}"))
        assert "Start van de zorg melden met een 305-bericht: uiterlijk vrijdag 9 januari 2026" in een
        assert "Einde van de zorg melden met een 307-bericht: uiterlijk maandag 8 juni 2026" in een
        assert "de gelijkgestelde dag uit het besluit voor 2026 tot en met 2028 (2 januari)" in een
        assert "Het portaal leest nog geen iWmo-berichten." in een


def test_the_same_form_sent_twice_is_one_toewijzing_and_the_key_of_another_opens_nothing(portal: Portaal) -> None:
    sleutel = "6b5f4a0e-0000-4000-8000-000000000001"
    assert written_down(portal, sleutel=sleutel) == written_down(portal, sleutel=sleutel)
    data = {**INGEVULD, "sleutel": sleutel, "gemeente": "0014", "producten": []}
    form = portal.bezoek("groningen").get("/toewijzingen/nieuw").text
    product = re.search(r'name="producten"[^>]*value="([^"]+)"', form)
    assert product is not None
    assert portal.bezoek("groningen").post("/toewijzingen/nieuw", data | {"producten": product[1]}).status_code == 404
    with portal.huis.services.database.lezen() as session:
        assert len(session.scalars(select(Toewijzing)).all()) == 1


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written_down(portal: Portaal) -> None:
    response = portal.bezoek("backoffice").post(
        "/toewijzingen/nieuw", {**INGEVULD, "producten": [], "einddatum": "31-12-2025"}
    )
    tekst = page_text(response)
    assert (response.status_code, "Kies minstens één product." in tekst) == (422, True)
    assert "De einddatum ligt voor de ingangsdatum." in tekst
    with portal.huis.services.database.lezen() as session:
        assert session.scalars(select(Toewijzing)).all() == []


def test_one_looks_for_a_client_by_bsn_in_the_body_and_a_vault_that_is_away_says_so(portal: Portaal) -> None:
    written_down(portal)
    indiener = portal.bezoek("indiener")
    gevonden, niets, fout = (look_for(indiener, bsn) for bsn in ("999900018", "999900006", "12"))
    assert [status for status, _ in (gevonden, niets, fout)] == [200, 200, 422]
    assert ("1 toewijzing gevonden" in gevonden[1], "Niets gevonden" in niets[1]) == (True, True)
    portal.huis.client.down = True
    status, tekst = look_for(indiener, "999900018")
    assert (status, "Zoeken kan nu niet." in tekst, "U ziet de lijst zonder cliënten." in tekst) == (503, True, True)


def test_the_file_names_no_client_and_holds_what_was_chosen(portal: Portaal) -> None:
    written_down(portal)
    portal.huis.later(days=80)
    bezoeker = portal.bezoek("indiener")
    alles = bezoeker.get("/toewijzingen/lijst.csv?toon=alles").get_data(as_text=True)
    assert alles.splitlines()[1:] == [
        "Stichting De Schakel;Toegang Eemsdelta;2026-01-01;2026-06-01;2026-06-01;afgelopen;;"
    ]
    assert (
        len(bezoeker.get("/toewijzingen/lijst.csv?toon=lopend&sorteer=begin").get_data(as_text=True).splitlines()) == 1
    )


def test_the_team_ends_one_and_is_told_when_that_cannot_be(portal: Portaal) -> None:
    toewijzing = written_down(portal, aanbieder="andere-aanbieder")
    bezoeker = portal.bezoek("backoffice")
    for dag, status, tekst in (
        ("", 422, "Vul de laatste dag in."),
        ("1-7-2026", 409, "De toewijzing loopt tot en met"),
    ):
        response = bezoeker.post(f"/toewijzingen/{toewijzing}/beeindigen", {"laatste_dag": dag})
        assert (response.status_code, tekst in page_text(response)) == (status, True)
    assert bezoeker.post(f"/toewijzingen/{toewijzing}/beeindigen", {"laatste_dag": "1-5-2026"}).status_code == 303
    tekst = page_text(bezoeker.get(f"/toewijzingen/{toewijzing}"))
    assert ("Eerder beëindigd" in tekst, "Toewijzing beëindigen" in tekst) == (True, False)


def test_the_team_corrects_an_end_and_is_told_when_that_cannot_be(portal: Portaal) -> None:
    toewijzing = written_down(portal)
    bezoeker = portal.bezoek("backoffice")
    pad = f"/toewijzingen/{toewijzing}/verbeteren"
    for dag, status, tekst in (
        ("", 422, "Vul de juiste einddatum in."),
        ("1-7-2020", 409, "De toewijzing gaat in op"),
    ):
        response = bezoeker.post(pad, {"juiste_einddatum": dag})
        assert (response.status_code, tekst in page_text(response)) == (status, True)
    assert bezoeker.post(pad, {"juiste_einddatum": "31-1-2027"}).status_code == 303
    assert "31 januari 2027" in page_text(portal.bezoek("indiener").get(f"/toewijzingen/{toewijzing}"))


def test_a_new_bericht_about_a_toewijzing_starts_with_what_it_says_and_another_s_with_nothing(portal: Portaal) -> None:
    toewijzing = written_down(portal)
    adres = f"/nieuw/wijziging-indicatie?toewijzing={toewijzing}"
    assert adres in portal.bezoek("indiener").get(f"/toewijzingen/{toewijzing}").text
    getypt = {
        naam: re.search(rf'name="{naam}"[^>]*value="([^"]*)"', portal.bezoek("indiener").get(adres).text)
        for naam in ("bsn", "achternaam", "geboortedatum", "toewijzingnummer", "einddatum")
    }
    assert {naam: gevonden[1] if gevonden else "" for naam, gevonden in getypt.items()} == {
        "bsn": "999900018",
        "achternaam": "Voorbeeld",
        "geboortedatum": "31-1-1980",
        "toewijzingnummer": "412",
        "einddatum": "1-6-2026",
    }
    assert "999900018" not in portal.bezoek("ander").get(adres).text
    indiener = portal.bezoek("indiener")
    portal.huis.client.down = True
    assert (indiener.get(adres).status_code, "999900018" in indiener.get(adres).text) == (200, False)


def test_who_sends_reads_in_which_toewijzing_the_gemeente_was_found_and_can_say_otherwise(portal: Portaal) -> None:
    written_down(portal)
    bezoeker = portal.bezoek("indiener")
    concept = "6b5f4a0e-0000-4000-8000-000000000002"
    velden = {naam: INGEVULD[naam] for naam in ("bsn", "voorletters", "achternaam", "geboortedatum")}
    bezoeker.post(
        f"/concepten/{concept}?soort=vraag-toegang",
        {**velden, "vraag": "Loopt dit nog?", "versie": "0", "actie": "controleren"},
    )
    response = bezoeker.get(f"/concepten/{concept}/controleren")
    tekst = page_text(response)
    assert ("Gevonden in toewijzing 412." in tekst, "Kies dan zelf de gemeente" in tekst) == (True, True)
    assert f'href="/concepten/{concept}#gemeente_indicatie"' in response.text


def test_a_taak_about_a_301_asks_from_when_and_under_which_number(portal: Portaal) -> None:
    zaak = toegekend(portal.huis)
    bezoeker, taak = portal.bezoek("backoffice"), zaak.taak("301-toewijzing")
    ruw = {
        "bericht": str(zaak.bericht),
        "van": "bericht",
        "verzonden_op": "2-4-2026",
        "einddatum": "30-6-2027",
        "ingangsdatum": "1-7-2027",
        "toewijzingnummer": "geen",
    }
    fout = bezoeker.post(f"/taken/{taak}/gedaan", ruw)
    is_open = '<details class="bp-ontbreekt" open>' in fout.text
    assert (fout.status_code, 'value="geen"' in fout.text, is_open) == (422, True, True)
    laat = bezoeker.post(f"/taken/{taak}/gedaan", ruw | {"toewijzingnummer": "412"})
    assert (laat.status_code, "Deze einddatum ligt voor de ingangsdatum." in page_text(laat)) == (409, True)
    goed = bezoeker.post(f"/taken/{taak}/gedaan", ruw | {"toewijzingnummer": "412", "ingangsdatum": "1-5-2026"})
    assert goed.status_code == 303
    with portal.huis.services.database.lezen() as session:
        (rij,) = session.scalars(select(Toewijzing))
    portal.huis.client.take_in(rij.id)
    tekst = page_text(portal.bezoek("indiener").get("/toewijzingen"))
    assert ("412" in tekst, "1 mei 2026 tot en met 30 juni 2027" in tekst, "gaat nog in" in tekst) == (True, True, True)
