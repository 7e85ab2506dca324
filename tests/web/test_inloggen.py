"""Logging in, the second factor, a new password, choosing a team, and logging out."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from sqlalchemy import func, select

from portal.app import create_app
from portal.models import Seal
from tests.bezoeker import Bezoeker, Portaal, log_in, page_text
from tests.installatie import WACHTWOORD, Installatie, open_installatie, sluit

FOUT = {"account": "indiener", "wachtwoord": "helemaal verkeerd"}
GOED = {"account": "indiener", "wachtwoord": WACHTWOORD}


@pytest.fixture
def met_tweede_factor(huis: Installatie) -> Iterator[Portaal]:
    """The same installation as in production: a password is not enough."""
    strikt = open_installatie(huis.services.settings.data, huis.services.settings.database_url, tweede_factor=True)
    strikt.moment[0] = huis.now
    yield Portaal(strikt, create_app(strikt.services.settings, strikt.services, klok=lambda: strikt.now))
    sluit(strikt)


def session_seals(portal: Portaal) -> int:
    with portal.huis.services.database.lezen() as session:
        found = select(func.count()).select_from(Seal).where(Seal.recipient_kind == "sessie")
        return session.scalar(found) or 0


def test_the_login_page_is_there_for_everyone(portal: Portaal) -> None:
    response = portal.bezoek().get("/inloggen")
    tekst = page_text(response)
    assert (response.status_code, "Account" in tekst, "Code" in tekst) == (200, True, False)
    assert "De tweede factor bij het inloggen staat uit." in tekst


def test_a_person_lands_on_the_page_of_his_role(portal: Portaal) -> None:
    assert portal.bezoek("indiener").get("/").status_code == 200
    rollen = ("consulent", "beheerder", "beleid", "organisatiebeheerder")
    assert {rol: portal.bezoek(rol).get("/").location for rol in rollen} == {
        "consulent": "/werkvoorraad",
        "beheerder": "/beheer",
        "beleid": "/overzicht",
        "organisatiebeheerder": "/organisatie",
    }


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(portal: Portaal) -> None:
    answers = [
        portal.bezoek().post("/inloggen", {**FOUT, "account": account}) for account in ("indiener", "bestaat-niet")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    for answer in answers:
        assert "Uw accountnaam, wachtwoord of code klopt niet." in page_text(answer)
        assert "helemaal verkeerd" not in answer.text


def test_nothing_filled_in_is_named_per_field(portal: Portaal) -> None:
    response = portal.bezoek().post("/inloggen", {"account": "", "wachtwoord": ""})
    assert response.status_code == 422
    assert ("Vul uw account in." in page_text(response), "Vul uw wachtwoord in." in page_text(response)) == (True, True)


def test_after_five_wrong_passwords_one_hears_when_to_try_again(portal: Portaal) -> None:
    vreemd = portal.bezoek()
    statuses = [vreemd.post("/inloggen", FOUT).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert re.search(r"Probeer het na \d\d:\d\d uur opnieuw", page_text(vreemd.post("/inloggen", GOED)))
    portal.huis.later(hours=1)
    assert vreemd.post("/inloggen", GOED).status_code == 303


def test_who_is_logged_in_does_not_log_in_again(portal: Portaal) -> None:
    assert portal.bezoek("indiener").get("/inloggen?terug=/onderweg").location == "/onderweg"


def test_logging_out_ends_the_session_everywhere(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    cookie = indiener.client.get_cookie("sessie")
    assert cookie is not None
    portal.huis.concept(portal.huis.gebruiker("collega"))
    indiener.post(
        "/concepten/00000000-0000-4000-8000-000000000000/bewaren?soort=verzoek-overdracht-toewijzing", {"versie": "0"}
    )
    before = session_seals(portal)
    response = indiener.post("/uitloggen")
    assert (response.location, response.headers["Clear-Site-Data"]) == ("/inloggen", '"cache", "storage"')
    assert "U bent uitgelogd." in page_text(indiener.get("/inloggen"))
    assert session_seals(portal) == before - 1
    indiener.client.set_cookie("sessie", cookie.value)
    assert indiener.get("/nieuw").location == "/inloggen?terug=/nieuw"


def test_logging_out_works_with_the_vault_down(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    cookie = indiener.client.get_cookie("sessie")
    assert cookie is not None
    portal.huis.client.down = True
    assert indiener.post("/uitloggen").status_code == 303
    portal.huis.client.down = False
    indiener.client.set_cookie("sessie", cookie.value)
    assert indiener.get("/nieuw").status_code == 303


def test_an_idle_session_and_one_at_its_end_ask_to_log_in(portal: Portaal) -> None:
    idle, busy = portal.bezoek("indiener"), portal.bezoek("collega")
    for _ in range(21):
        portal.huis.later(minutes=29)
        busy.get("/nieuw")
    assert idle.get("/nieuw").status_code == 303
    assert busy.get("/nieuw").status_code == 303  # ten hours have passed


def test_a_person_in_two_teams_chooses_for_which_he_works(portal: Portaal) -> None:
    dubbel = portal.bezoek("dubbel")
    tekst = page_text(dubbel.get("/wissel"))
    assert ("Toegang Veendam" in tekst, "Werken voor Toegang Eemsdelta" in tekst) == (True, True)
    assert dubbel.post("/wissel", {"namens": "team:toegang-1979"}).location == "/"
    assert "Werken voor Toegang Veendam" in page_text(dubbel.get("/wissel"))
    assert dubbel.post("/wissel", {"namens": "team:toegang-0014"}).location == "/wissel"
    assert "Voor dat team of die organisatie kunt u niet werken." in page_text(dubbel.get("/wissel"))


def test_without_a_second_factor_one_sets_it_up_and_comes_nowhere_else(met_tweede_factor: Portaal) -> None:
    nieuw = Bezoeker(met_tweede_factor.app.test_client())
    assert nieuw.post("/inloggen", {**GOED, "terug": "/onderweg"}).location == "/inloggen/tweede-factor"
    assert nieuw.get("/nieuw").location == "/inloggen/tweede-factor"
    pagina = nieuw.get("/inloggen/tweede-factor")
    assert 'src="data:image/svg+xml' in pagina.text
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", pagina.text)
    assert found is not None
    totp = pyotp.TOTP(found[1].replace(" ", ""))
    assert nieuw.post("/inloggen/tweede-factor", {"code": "000 000"}).status_code == 422
    response = nieuw.post("/inloggen/tweede-factor", {"code": totp.at(met_tweede_factor.huis.now)})
    assert (response.status_code, response.location) == (303, "/onderweg")
    assert nieuw.get("/nieuw").status_code == 200

    met_tweede_factor.huis.later(minutes=2)
    weer = Bezoeker(met_tweede_factor.app.test_client())
    zonder = weer.post("/inloggen", GOED)
    assert (zonder.status_code, "Vul de code in" in page_text(zonder)) == (422, True)
    code = totp.at(met_tweede_factor.huis.now)
    assert weer.post("/inloggen", {**GOED, "code": f"{code[:3]} {code[3:]}"}).location == "/"
    opnieuw = Bezoeker(met_tweede_factor.app.test_client())
    assert opnieuw.post("/inloggen", {**GOED, "code": code}).status_code == 422  # a code counts once


def test_a_new_password_ends_the_other_sessions(portal: Portaal) -> None:
    elders, hier = portal.bezoek("indiener"), portal.bezoek("indiener")
    nieuw = "paars fiets wolk lepel"
    fouten = [
        hier.post("/inloggen/wachtwoord", velden).status_code
        for velden in (
            {"oud": "", "nieuw": nieuw, "nogmaals": nieuw},
            {"oud": WACHTWOORD, "nieuw": "kort", "nogmaals": "kort"},
            {"oud": WACHTWOORD, "nieuw": nieuw, "nogmaals": "anders"},
            {"oud": WACHTWOORD, "nieuw": WACHTWOORD, "nogmaals": WACHTWOORD},
            {"oud": "niet het oude", "nieuw": nieuw, "nogmaals": nieuw},
        )
    ]
    assert fouten == [422] * 5
    assert hier.post("/inloggen/wachtwoord", {"oud": WACHTWOORD, "nieuw": nieuw, "nogmaals": nieuw}).location == "/"
    assert (hier.get("/nieuw").status_code, elders.get("/nieuw").status_code) == (200, 303)


def test_the_login_helper_is_the_form(portal: Portaal) -> None:
    assert log_in(portal.app.test_client(), "indiener").location == "/"
