"""What goes wrong while somebody fills in: he is told what to do, and nothing that he typed is lost."""

import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import (
    AKKOORD,
    CODE,
    Verzoek,
    bestanden,
    concept,
    dien_in,
    dien_snel_in,
    doe_snel,
    foto,
    getypt,
    over,
    vermomd,
    vul_in,
)

pytestmark = [pytest.mark.slow, pytest.mark.browser]

MIB = 1024 * 1024
LANG_GELEDEN = "2020-01-01 00:00:00.000000"
MOTIVERING = "Lange motivering over de Grutto die niet verloren mag gaan."


def test_what_is_missing_is_listed_and_all_that_was_typed_stays(portaal: Portaal) -> None:
    indiener, verzoek = portaal.bezoek("indiener.schakel"), Verzoek()
    page = indiener.naar(f"/nieuw/{CODE}")
    vul_in(indiener, verzoek)
    page.locator("#achternaam").fill("")
    page.locator("#overgangsdatum").fill("31-2-2027")
    before = getypt(indiener)
    assert check(page) == 422
    expect(page.locator(".bp-fouten")).to_be_focused()
    assert page.title().startswith("Fout: ")
    links = [link.get_attribute("href") for link in page.locator(".bp-fouten a").all()]
    assert links == ["#achternaam", "#overgangsdatum", "#bijlage-toestemmingsformulier", "#bijlage-onderbouwing"]
    assert (getypt(indiener), page.locator("#soort-0").is_checked()) == (before, True)
    page.locator(".bp-fouten a").nth(1).click()
    expect(page.locator("#overgangsdatum")).to_be_focused()
    indiener.in_orde("50-fouten")


@pytest.mark.parametrize(
    ("bsn", "said"),
    [
        ("999900007", "Dit nummer klopt niet."),
        ("12345678", "Dit nummer klopt niet."),
        ("000000000", "Dit nummer klopt niet."),
        ("999 9000 abc", "Een burgerservicenummer heeft 9 cijfers."),
    ],
)
def test_a_wrong_bsn_is_told_and_stays_as_it_was_typed(portaal: Portaal, bsn: str, said: str) -> None:
    indiener = portaal.bezoek("indiener.schakel")
    page = indiener.naar(f"/nieuw/{CODE}")
    vul_in(indiener, Verzoek(bsn=bsn))
    assert check(page) == 422
    assert page.locator("#bsn").input_value() == bsn
    assert page.locator("#bsn").get_attribute("aria-invalid") == "true"
    assert said in page.locator("#bsn-fout").inner_text()


def check(page: Page) -> int:
    """Press Controleren and give the status of the page that comes."""
    # what saves itself meanwhile is sent by the script, not by the page going on
    with page.expect_response(lambda found: found.request.is_navigation_request()) as found:
        page.get_by_role("button", name="Controleren", exact=True).click()
    page.wait_for_load_state()
    return found.value.status


FOUT: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "leeg": ("leeg.pdf", lambda: b"", "leeg"),
    "vermomd": ("scan.pdf", vermomd, "geen echt pdf-bestand"),
    "programma": ("gratis.exe", lambda: b"MZ" + bytes(4000), "pdf"),
    "foto-als-pdf": ("foto.pdf", foto, "pdf"),
    "kapot": ("kapot.pdf", lambda: b"%PDF-1.7\n" + bytes(900), "beschadigd"),
}


@pytest.mark.parametrize("script", [True, False], ids=["script", "zonder-script"])
@pytest.mark.parametrize("soort", FOUT)
def test_a_file_that_is_not_what_it_says_is_refused_with_its_reason(
    portaal: Portaal, soort: str, *, script: bool
) -> None:
    naam, inhoud, woord = FOUT[soort]
    indiener = portaal.bezoek("indiener.schakel", script=script)
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#reden").fill("Blijft staan & blijft goed.")
    page.locator("#bijlage-toestemmingsformulier").set_input_files(
        {"name": naam, "mimeType": "application/pdf", "buffer": inhoud()}
    )
    page.locator(".bp-veld:has(> .bp-invoer > #bijlage-toestemmingsformulier) button[value=toevoegen]").click()
    fout = page.locator(".bp-veld:has(#bijlage-toestemmingsformulier) .utrecht-form-field-error-message")
    expect(fout).to_contain_text(woord)
    assert page.locator("#reden").input_value() == "Blijft staan & blijft goed."
    assert page.locator(".bp-bijlage").count() == 0


def test_a_new_file_takes_away_what_was_said_of_the_old_one(portaal: Portaal, tmp_path: Path) -> None:
    page = portaal.bezoek("indiener.schakel").naar(f"/nieuw/{CODE}")
    veld = page.locator(".bp-veld:has(#bijlage-onderbouwing)")
    fouten = veld.locator(".utrecht-form-field-error-message:visible")
    page.locator("#bijlage-onderbouwing").set_input_files(
        {"name": "kapot.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 kapot"}
    )
    veld.locator("button[value=toevoegen]").click()
    expect(page.locator("#bijlage-onderbouwing-fout")).to_be_visible()
    page.locator("#bijlage-onderbouwing").set_input_files(large(tmp_path))
    expect(fouten).to_have_count(1)
    expect(fouten).to_contain_text("hoogstens 25 MB")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(portaal: Portaal, tmp_path: Path) -> None:
    indiener = portaal.bezoek("indiener.schakel")
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#bijlage-onderbouwing").set_input_files(large(tmp_path))
    expect(page.locator("#bijlage-onderbouwing-grootte")).to_contain_text("hoogstens 25 MB")
    page.get_by_role("button", name="Controleren", exact=True).click()
    expect(page.locator("#bijlage-onderbouwing")).to_be_focused()
    indiener.in_orde("51-te-groot")


def test_a_file_that_is_too_large_is_refused_by_the_portal_too(portaal: Portaal, tmp_path: Path) -> None:
    indiener = portaal.bezoek("indiener.schakel", script=False)
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#reden").fill("Ook nu blijft dit staan.")
    page.locator("#bijlage-onderbouwing").set_input_files(large(tmp_path))
    assert check(page) == 422
    expect(page.locator("#bijlage-onderbouwing-fout")).to_contain_text("25")
    assert page.locator("#reden").input_value() == "Ook nu blijft dit staan."


def large(folder: Path) -> Path:
    """Make a pdf of 26 MiB, so large that it is never opened."""
    path = folder / "groot.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(26 * MIB))
    return path


@pytest.mark.parametrize("script", [True, False], ids=["script", "zonder-script"])
def test_a_double_click_makes_one_bericht(portaal: Portaal, tmp_path: Path, *, script: bool) -> None:
    indiener = portaal.bezoek("indiener.schakel")
    adres = concept(indiener, Verzoek(), bestanden(tmp_path))
    wie = indiener if script else portaal.bezoek("indiener.schakel", script=False)
    wie.naar(adres)
    before = berichten(portaal)
    slow(wie)
    wie.page.get_by_role("button", name="Versturen").dblclick(no_wait_after=True)
    expect(wie.page).to_have_url(re.compile("/ontvangst$"), timeout=30_000)
    assert "Uw bericht is verstuurd" in wie.kop()
    assert berichten(portaal) - before == {id_of(adres)}


def slow(bezoek: Bezoek) -> None:
    """Give this browser a slow line."""
    session = bezoek.context.new_cdp_session(bezoek.page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 800, "downloadThroughput": 200_000, "uploadThroughput": 200_000},
    )


def test_the_back_button_after_submitting_leads_to_the_receipt(portaal: Portaal, tmp_path: Path) -> None:
    indiener = portaal.bezoek("indiener.schakel")
    page = indiener.page
    bericht = dien_in(indiener, Verzoek(), bestanden(tmp_path))
    before = berichten(portaal)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Uw bericht is verstuurd")
    status, _ = indiener.stuur(f"{bericht.replace('/berichten/', '/concepten/')}/indienen", {"versie": "3"})
    changed, _ = indiener.stuur(bericht.replace("/berichten/", "/concepten/"), {"versie": "3", "reden": "anders"})
    assert (status, changed, berichten(portaal)) == (303, 303, before)


def test_two_tabs_on_one_concept_both_keep_their_text(portaal: Portaal) -> None:
    indiener = portaal.bezoek("indiener.schakel")
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#reden").fill("Eerste tabblad, Fuut.")
    indiener.doe("Bewaren en later verder")
    page.locator('main a[href^="/concepten/"]').first.click()
    expect(page.locator("#reden")).to_have_value("Eerste tabblad, Fuut.")
    ander = indiener.context.new_page()
    ander.goto(page.url)
    page.locator("#reden").fill("Eerste tabblad, Fuut en Kluut.")
    indiener.doe("Bewaren en later verder")
    ander.locator("#reden").fill("Tweede tabblad, Wulp.")
    ander.get_by_role("button", name="Controleren", exact=True).click()
    expect(ander.locator("main")).to_contain_text("Uw tekst is bewaard als een nieuw concept")
    eerste = str(page.locator('main tbody a[href^="/concepten/"]').first.get_attribute("href"))
    tweede = ander.url.removeprefix(portaal.basis)
    kept = [reden_in(indiener, path) for path in (eerste, tweede)]
    assert (kept, eerste != tweede) == (["Eerste tabblad, Fuut en Kluut.", "Tweede tabblad, Wulp."], True)


def reden_in(bezoek: Bezoek, path: str) -> str:
    """Read a text back from where it was kept."""
    return bezoek.naar(path).locator("#reden").input_value()


def test_what_an_indiener_typed_is_back_after_his_session_ended(portaal: Portaal) -> None:
    indiener, verzoek = portaal.bezoek("collega.schakel", vers=True), Verzoek(reden="Sperwer zegt: later verder.")
    page = indiener.naar(f"/nieuw/{CODE}")
    vul_in(indiener, verzoek.met())
    before = getypt(indiener)
    expire(portaal, "collega.schakel")
    page.get_by_role("button", name="Controleren", exact=True).click()
    expect(page.locator("main")).to_contain_text("Uw sessie is verlopen. Uw tekst is bewaard.")
    indiener.in_orde("52-sessie-verlopen")
    indiener.log_in("collega.schakel", portaal.wachtwoord("collega.schakel"))
    assert (indiener.path.startswith("/concepten/"), getypt(indiener)) == (True, before)


def test_a_file_sent_with_an_ended_session_loses_no_text(portaal: Portaal, tmp_path: Path) -> None:
    indiener = portaal.bezoek("collega.schakel", vers=True)
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#reden").fill("Torenvalk blijft staan.")
    page.locator("#bijlage-onderbouwing").set_input_files(bestanden(tmp_path)["onderbouwing"])
    expire(portaal, "collega.schakel")
    page.get_by_role("button", name="Controleren", exact=True).click()
    expect(page.locator(".bp-voortgang")).to_contain_text("Wat u hebt ingevuld staat hier nog")
    assert page.locator("#reden").input_value() == "Torenvalk blijft staan."


def test_a_motivering_is_back_after_the_session_of_the_consulent_ended(portaal: Portaal) -> None:
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent2", vers=True)
    doe_snel(consulent, bericht, "oppakken")
    page = consulent.naar(bericht)
    consulent.doe(AKKOORD)
    page.get_by_label("Motivering").fill(MOTIVERING)
    expire(portaal, "consulent2")
    consulent.doe(AKKOORD)
    expect(page.locator("main")).to_contain_text("Uw sessie is verlopen. Uw tekst is bewaard.")
    consulent.log_in("consulent2", portaal.wachtwoord("consulent2"))
    assert page.get_by_label("Motivering").input_value() == MOTIVERING
    consulent.in_orde("53-motivering-terug")
    consulent.doe(AKKOORD)
    expect(page.locator("main")).to_contain_text("Uw besluit is vastgelegd.")


def test_what_is_sent_after_logging_out_is_dropped(portaal: Portaal) -> None:
    indiener = portaal.bezoek("collega.schakel", vers=True)
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#reden").fill("Dit komt te laat.")
    ander = indiener.context.new_page()
    ander.goto(f"{portaal.basis}/")
    ander.get_by_role("button", name="Uitloggen").click()
    expect(ander.locator("main")).to_contain_text("U bent uitgelogd.")
    before = portaal.vraag("SELECT count(*) FROM concepten")
    page.get_by_role("button", name="Controleren", exact=True).click()
    page.wait_for_url("**/inloggen**")
    assert "niet bewaard" in indiener.inhoud()
    assert portaal.vraag("SELECT count(*) FROM concepten") == before


def test_a_question_typed_without_a_connection_stays_and_is_found_again(portaal: Portaal) -> None:
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent")
    page = consulent.naar(f"{bericht}/doen/vraag-stellen")
    page.locator("#tekst").fill("Waar gaat de burger wonen?")
    consulent.context.set_offline(True)
    page.get_by_role("button", name="Vraag stellen").last.click()
    expect(page.locator("[data-opslag]")).to_contain_text("Niet verstuurd: er is geen verbinding.")
    assert page.locator("#tekst").input_value() == "Waar gaat de burger wonen?"
    consulent.context.set_offline(False)
    expect(page.locator("[data-opslag]")).to_contain_text("Opgeslagen om ", timeout=10_000)
    collega = portaal.bezoek("consulent2").naar(f"{bericht}/doen/vraag-stellen")
    collega.get_by_role("link", name="Ga verder met deze tekst").click()
    assert collega.locator("#tekst").input_value() == "Waar gaat de burger wonen?"


def test_the_text_is_saved_while_one_types_and_the_page_says_when(portaal: Portaal) -> None:
    indiener = portaal.bezoek("indiener.schakel")
    indiener.page.clock.install()
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#reden").fill("Zonder op een knop te drukken.")
    page.clock.run_for(21_000)
    place = page.locator("[data-opslag]")
    expect(place).to_contain_text("Opgeslagen om ")
    assert indiener.path.startswith("/concepten/")
    collega = portaal.bezoek("collega.schakel")
    assert collega.naar(indiener.path).locator("#reden").input_value() == "Zonder op een knop te drukken."


def test_a_consulent_who_was_overtaken_keeps_his_text(portaal: Portaal) -> None:
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent")
    doe_snel(consulent, bericht, "oppakken")
    page = consulent.naar(f"{bericht}/doen/vraag-stellen")
    page.get_by_label("Wat wilt u weten?").fill("Mijn vraag over de Kievit.")
    doe_snel(portaal.bezoek("consulent2"), bericht, "overnemen")
    consulent.doe("Vraag stellen")
    expect(page.locator("main")).to_contain_text("Iemand was u voor")
    assert page.get_by_label("Wat wilt u weten?").input_value() == "Mijn vraag over de Kievit."
    consulent.in_orde("54-iemand-was-u-voor")


@pytest.mark.parametrize("dag", ["", "gisteren", "31-2-2026", "future"])
def test_a_taak_with_a_wrong_day_says_so_at_the_taak(portaal: Portaal, dag: str) -> None:
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent")
    doe_snel(consulent, bericht, "oppakken")
    doe_snel(consulent, bericht, "akkoord-zelfde-gemeente", tekst="Akkoord.")
    page, typed = consulent.naar(bericht), over(3) if dag == "future" else dag
    field = page.locator(".bp-taak form").first.get_by_role("textbox")
    field.fill(typed)
    field.press("Enter")
    expect(page.locator(".bp-fouten")).to_be_focused()
    assert page.locator(".bp-taak form").first.get_by_role("textbox").input_value() == typed


def test_a_wrong_password_keeps_the_account_and_not_the_password(portaal: Portaal) -> None:
    niemand = portaal.bezoek()
    page = niemand.naar("/inloggen")
    page.get_by_label("Account").fill("indiener.noorderlicht")
    page.get_by_label("Wachtwoord").fill("vier verkeerde woorden hier")
    niemand.doe("Inloggen")
    expect(page.locator(".bp-fouten")).to_be_focused()
    assert page.get_by_label("Account").input_value() == "indiener.noorderlicht"
    assert page.get_by_label("Wachtwoord").input_value() == ""
    niemand.in_orde("55-inloggen-fout")


def expire(portaal: Portaal, account: str) -> None:
    """Let the newest session of this person end, as if nobody had touched it for years."""
    connection = sqlite3.connect(portaal.demo.data / "portaal.db", timeout=10)
    with connection:
        connection.execute(
            "UPDATE sessies SET last_seen = ? WHERE begonnen = (SELECT max(begonnen) FROM sessies s JOIN personen p"
            " ON p.id = s.persoon WHERE p.account = ?)",
            (LANG_GELEDEN, account),
        )
        assert connection.total_changes == 1
    connection.close()


def berichten(portaal: Portaal) -> set[str]:
    """Every bericht that is stored, as its id."""
    return {UUID(str(row[0])).hex for row in portaal.vraag("SELECT id FROM berichten")}


def id_of(path: str) -> str:
    """The id in a path like /concepten/<id>/controleren."""
    return UUID(path.split("/")[2]).hex
