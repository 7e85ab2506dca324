"""Logging in, the second factor, choosing a team, and logging out."""

from tests.bezoeker import Portaal, page_text


def test_the_login_page_is_there_for_everyone(portal: Portaal) -> None:
    response = portal.bezoek().get("/inloggen")
    assert response.status_code == 200
    assert "Account" in page_text(response)


def test_a_person_lands_on_the_page_of_his_role(portal: Portaal) -> None:
    assert portal.bezoek("indiener").get("/").status_code == 200
    starts = {rol: portal.bezoek(rol).get("/").location for rol in ("consulent", "beheerder", "beleid", "organisatiebeheerder")}
    assert starts == {
        "consulent": "/werkvoorraad",
        "beheerder": "/beheer",
        "beleid": "/overzicht",
        "organisatiebeheerder": "/organisatie",
    }
