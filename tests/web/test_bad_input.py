"""Bad input, each with the answer a user needs, and nothing typed or stored lost."""

import io
import re
import threading
from base64 import urlsafe_b64encode
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.models import Bericht, Bijlage, Concept
from tests.bezoeker import OWN_PAGE, Bezoeker, Portaal, form_token, page_text, send_form
from tests.installatie import VERZOEK
from tests.voorbeelden import pdf, volledig_verzoek

MIB = 1024 * 1024
NERGENS = uuid4()
# What stands for bytes that are no sign.
ONLEESBAAR = "\ufffd" * 3


def begin(portal: Portaal, account: str = "indiener") -> tuple[Bezoeker, str]:
    """Return somebody with an empty form before him, and the path it is sent to."""
    return portal.bezoek(account), f"/concepten/{uuid4()}"


def send(bezoeker: Bezoeker, path: str, **anders: object) -> tuple[int, str, str]:
    """Send a whole form; returns status, location and what the page says."""
    velden = {**volledig_verzoek(), "versie": "0", "actie": "controleren", **anders}
    response = bezoeker.post(f"{path}?soort={VERZOEK}", {naam: w for naam, w in velden.items() if w is not None})
    return response.status_code, response.location or "", page_text(response)


def files() -> dict[str, object]:
    return {
        "bijlage-toestemmingsformulier": (io.BytesIO(pdf()), "toestemming.pdf"),
        "bijlage-onderbouwing": (io.BytesIO(pdf()), "onderbouwing.pdf"),
    }


def stored(portal: Portaal) -> tuple[int, int, int]:
    """Count berichten, concepten and bijlagen."""
    with portal.huis.services.database.lezen() as session:
        tables = (Bericht, Concept, Bijlage)
        found = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return found[0], found[1], found[2]


def parts_on_disk(portal: Portaal) -> int:
    return sum(1 for path in portal.huis.services.settings.files_dir.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"bsn": "999900007"}, "burgerservicenummer"),
        ({"bsn": "12"}, "burgerservicenummer"),
        ({"bsn": ""}, "Vul het burgerservicenummer in."),
        ({"achternaam": None}, "Vul de achternaam in."),
        ({"geboortedatum": "31-2-1987"}, "datum"),
        ({"geboortedatum": "morgen"}, "datum"),
        ({"gemeente_inschrijving": "9999"}, "Kies"),
        ({"soort": "iets-anders"}, "Kies"),
        ({"toewijzingnummer": "x" * 400}, "cijfers"),
        ({"achternaam": "x" * 10_000}, "Maak deze tekst korter"),
    ],
)
def test_a_wrong_or_missing_answer_is_named_and_the_rest_stays(
    portal: Portaal, anders: dict[str, str], zin: str
) -> None:
    indiener, path = begin(portal)
    status, _, tekst = send(indiener, path, **files(), **anders)
    assert status == 422
    assert "Er is 1 ding dat u nog moet aanpassen" in tekst
    assert zin in tekst
    pagina = indiener.get(path).text
    assert 'value="M. de Boer, teamleider"' in pagina
    assert stored(portal) == (0, 1, 2)


def test_an_empty_form_names_everything_and_loses_nothing(portal: Portaal) -> None:
    indiener, path = begin(portal)
    response = indiener.post(f"{path}?soort={VERZOEK}", {"versie": "0", "actie": "controleren"})
    assert response.status_code == 422
    assert "Voeg toe: Onderbouwing van de wisseling." in page_text(response)
    assert response.text.startswith("<!doctype html>")
    assert "<title>Fout: " in response.text


def test_what_is_no_field_of_the_form_is_not_kept(portal: Portaal) -> None:
    indiener, path = begin(portal)
    status, location, _ = send(indiener, path, **files(), rol="beheerder", team="cmo")
    assert (status, location) == (303, f"{path}/controleren")


@pytest.mark.parametrize(
    ("inhoud", "naam", "zin"),
    [
        (b"", "leeg.pdf", "Dit bestand is leeg."),
        (b"MZ" + b"\0" * 600, "stuk.pdf", "Onderbouwing van de wisseling: "),
        (b"hallo", "script.exe", "Dit soort bestand nemen wij niet aan."),
        (pdf(), "stuk.jpg", "Dit is geen echt jpg-bestand"),
        (b"%PDF-1.4\n" + b"0" * (25 * MIB + 1), "groot.pdf", "Dit bestand is te groot. Het mag hoogstens 25 MB zijn."),
        (pdf(), "../../etc/passwd\0.pdf", "De naam van dit bestand"),
    ],
    ids=["empty", "disguised", "unknown", "wrong kind", "oversized", "forged name"],
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_reason(
    portal: Portaal, inhoud: bytes, naam: str, zin: str
) -> None:
    indiener, path = begin(portal)
    anders = {**files(), "bijlage-onderbouwing": (io.BytesIO(inhoud), naam)}
    status, _, tekst = send(indiener, path, **anders)
    assert (status, zin in tekst) == (422, True)
    assert "toestemming.pdf" in tekst
    assert stored(portal) == (0, 1, 1)
    assert parts_on_disk(portal) == 1
    assert 'value="M. de Boer, teamleider"' in indiener.get(path).text


def test_all_files_together_too_large_gets_a_page_not_a_broken_line(portal: Portaal) -> None:
    indiener, path = begin(portal)
    response = indiener.client.post(
        f"{path}?soort={VERZOEK}",
        input_stream=io.BytesIO(b"x" * 1000),
        environ_overrides={"CONTENT_LENGTH": str(200 * MIB)},
        content_type="multipart/form-data; boundary=x",
        headers=OWN_PAGE,
    )
    assert response.status_code == 413
    assert "vindt u op die pagina of bij Concepten" in page_text(response)
    assert stored(portal) == (0, 0, 0)


def test_a_form_that_breaks_off_stores_no_part_of_a_file(portal: Portaal) -> None:
    indiener, path = begin(portal)
    half = (
        b'--x\r\nContent-Disposition: form-data; name="bijlage-onderbouwing"; filename="a.pdf"\r\n\r\n'
        + b"%PDF" * 100_000
    )
    response = indiener.client.post(
        f"{path}?soort={VERZOEK}", data=half, content_type="multipart/form-data; boundary=x", headers=OWN_PAGE
    )
    assert response.status_code == 400
    assert (stored(portal), parts_on_disk(portal)) == ((0, 0, 0), 0)


def test_the_files_of_a_form_that_became_a_copy_are_not_left_behind(portal: Portaal) -> None:
    indiener, path = begin(portal)
    portal.bezoek("collega").post(f"{path}/bewaren?soort={VERZOEK}", {"achternaam": "de Vries", "versie": "0"})
    status, location, _ = send(indiener, path, **files())
    assert (status, location != path) == (303, True)
    pagina = indiener.get(location)
    assert "Voeg de bijlagen hier opnieuw toe." in page_text(pagina)
    assert 'value="Visser"' in pagina.text
    assert (stored(portal), parts_on_disk(portal)) == ((0, 2, 0), 0)


def test_forged_ids_lead_nowhere(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    statuses = {
        path: indiener.post(path, {"versie": "0"}).status_code
        for path in (
            f"/concepten/{NERGENS}",
            f"/concepten/{NERGENS}?soort=bestaat-niet",
            f"/concepten/{NERGENS}/bewaren",
            f"/concepten/{NERGENS}/indienen",
            f"/concepten/{NERGENS}/verwijderen",
            f"/concepten/{NERGENS}/bijlagen/{NERGENS}/verwijderen?soort={VERZOEK}",
            "/concepten/0/indienen",
        )
    }
    assert set(statuses.values()) == {404}


def test_another_organisation_cannot_touch_a_concept_or_a_bericht(portal: Portaal) -> None:
    wie = portal.huis.gebruiker("indiener")
    concept, bericht = portal.huis.concept(wie), portal.huis.bericht(wie)
    before = stored(portal)
    ander = portal.bezoek("ander")
    for subject in (concept, bericht):
        for doen in ("", "/bewaren", "/indienen", "/verwijderen"):
            assert ander.post(f"/concepten/{subject}{doen}?soort={VERZOEK}", {"versie": "0"}).status_code == 404
    velden = {**volledig_verzoek(), **files(), "versie": "0"}
    assert ander.post(f"/concepten/{concept}?soort={VERZOEK}", velden).status_code == 404
    assert stored(portal) == before


def test_a_bijlage_of_another_concept_cannot_be_taken_off_here(portal: Portaal) -> None:
    wie = portal.huis.gebruiker("indiener")
    een, twee = portal.huis.concept(wie), portal.huis.concept(wie, met_bijlagen=False)
    with portal.huis.services.database.lezen() as session:
        bijlage = session.scalars(select(Bijlage.id).where(Bijlage.subject == een)).first()
    assert portal.bezoek("indiener").post(f"/concepten/{twee}/bijlagen/{bijlage}/verwijderen").status_code == 404
    assert stored(portal)[2] == 2


def test_a_form_posted_twice_at_once_is_one_concept_and_one_bericht(portal: Portaal) -> None:
    indiener, path = begin(portal)
    token = form_token(indiener.client)
    cookies = [indiener.client.get_cookie(name) for name in ("sessie", "formulier")]
    answers: list[str] = []

    def post() -> None:
        client = portal.app.test_client()
        for cookie in cookies:
            assert cookie is not None
            client.set_cookie(cookie.key, cookie.value)
        velden = {**volledig_verzoek(), "versie": "0", "later": "1", "csrf_token": token}
        answers.append(client.post(f"{path}?soort={VERZOEK}", data=velden, headers=OWN_PAGE).location)

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/concepten"] * 2
    assert stored(portal)[1] == 1


def to_add_again(pagina: TestResponse) -> list[tuple[str, str]]:
    """Return the fields, by their links in the summary, whose file has to be added again, with what each is called."""
    return re.findall(
        r'<a href="#([^"]+)">Het bestand dat u koos bij &#39;([^<]+)&#39; is niet bewaard. Voeg het opnieuw toe.</a>',
        pagina.text,
    )


def test_a_session_that_ends_in_the_middle_of_a_form_loses_no_word(portal: Portaal) -> None:
    indiener, path = begin(portal)
    token = form_token(indiener.client)
    portal.huis.later(minutes=31)
    velden = {**volledig_verzoek(), **files(), "versie": "0", "actie": "controleren", "csrf_token": token}
    response = send_form(indiener.client, f"{path}?soort={VERZOEK}", velden)
    assert (response.status_code, response.location) == (303, f"/inloggen?terug={path}")
    inloggen = indiener.get(response.location)
    assert "Uw tekst is bewaard. Log opnieuw in" in page_text(inloggen)
    assert "De bestanden die u koos, zijn niet bewaard. Voeg ze daarna opnieuw toe." in page_text(inloggen)
    assert (stored(portal), parts_on_disk(portal)) == ((0, 1, 0), 0)

    data = {"account": "indiener", "wachtwoord": "vier gekke woorden achter elkaar", "terug": path}
    assert indiener.post("/inloggen", data).location == path
    terug = indiener.get(path)
    assert (terug.status_code, 'value="Visser"' in terug.text, to_add_again(terug)) == (
        200,
        True,
        [
            ("bijlage-toestemmingsformulier", "Toestemmingsformulier, door de burger ondertekend"),
            ("bijlage-onderbouwing", "Onderbouwing van de wisseling"),
        ],
    )
    assert to_add_again(indiener.get(path)) == []


def test_nobody_elses_text_is_kept_for_an_expired_session_without_the_token_of_the_form(portal: Portaal) -> None:
    indiener, path = begin(portal)
    portal.huis.later(minutes=31)
    response = indiener.client.post(
        f"{path}?soort={VERZOEK}", data={**volledig_verzoek(), "versie": "0"}, headers=OWN_PAGE
    )
    assert response.location == "/inloggen"
    assert stored(portal) == (0, 0, 0)


def test_a_page_from_before_a_new_login_keeps_its_text(portal: Portaal) -> None:
    indiener, path = begin(portal)
    velden = {**volledig_verzoek(), **files(), "versie": "0", "csrf_token": "van-gisteren"}
    response = indiener.client.post(f"{path}?soort={VERZOEK}", data=velden, headers=OWN_PAGE)
    assert (response.status_code, response.location) == (303, path)
    pagina = indiener.get(path)
    assert ("Uw tekst is bewaard" in page_text(pagina), 'value="Visser"' in pagina.text) == (True, True)
    assert [veld for veld, _ in to_add_again(pagina)] == ["bijlage-toestemmingsformulier", "bijlage-onderbouwing"]
    zonder_woord_van_de_browser = indiener.client.post(f"{path}?soort={VERZOEK}", data={**velden, **files()})
    assert zonder_woord_van_de_browser.status_code == 400


def test_with_the_vault_down_one_still_fills_in_and_sends(portal: Portaal) -> None:
    indiener, path = begin(portal)
    portal.huis.client.down = True
    status, location, _ = send(indiener, path, **files())
    assert (status, location) == (303, f"{path}/controleren")
    assert "Toegang Eemsdelta" in page_text(indiener.get(location))
    ontvangst = indiener.post(f"{path}/indienen", {"versie": "1"}).location
    assert "Uw bericht is verstuurd" in page_text(indiener.get(ontvangst))
    assert stored(portal) == (1, 0, 2)


def test_with_the_vault_down_opening_and_logging_in_say_so(portal: Portaal) -> None:
    concept = portal.huis.concept(portal.huis.gebruiker("indiener"))
    collega = portal.bezoek("collega")
    portal.huis.client.down = True
    for response in (
        collega.get(f"/concepten/{concept}"),
        portal.bezoek().post("/inloggen", {"account": "a", "wachtwoord": "b"}),
    ):
        assert response.status_code == 503
        assert "De kluis is even niet bereikbaar" in page_text(response)
    response = collega.post(f"/concepten/{concept}", {**volledig_verzoek(achternaam="Jansen"), "versie": "1"})
    assert (response.status_code, "Wat u hebt ingevuld, is bewaard." in page_text(response)) == (503, True)
    portal.huis.client.down = False
    assert 'value="Jansen"' in collega.get(f"/concepten/{concept}").text


def test_a_concept_that_a_colleague_changed_is_checked_again_before_it_goes(portal: Portaal) -> None:
    concept = portal.huis.concept(portal.huis.gebruiker("indiener"))
    collega = portal.bezoek("collega")
    portal.bezoek("indiener").post(
        f"/concepten/{concept}/bewaren", {**volledig_verzoek(achternaam="Jansen"), "versie": "1"}
    )
    response = collega.post(f"/concepten/{concept}/indienen", {"versie": "1"})
    assert response.location == f"/concepten/{concept}/controleren"
    assert stored(portal)[0] == 0


def test_a_script_that_asks_gets_the_refusal_in_words(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    response = indiener.post(f"/concepten/{NERGENS}/bewaren", {"versie": "0"}, headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert response.get_json()["melding"].startswith("Deze pagina is er niet.")


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_half_a_sign_in_an_address_a_form_or_the_name_of_a_file_breaks_nothing(portal: Portaal) -> None:
    """A lone surrogate (U+D800, %ED%A0%80) is no sign: no UTF-8 holds it, so it is shown as it came, or as what cannot be read."""
    indiener, path = begin(portal)
    half = "%ED%A0%80"
    na = urlsafe_b64encode(rb'["\ud800", "\ud800"]').decode()
    assert [
        indiener.get(adres).status_code for adres in (f"/onderweg?na={half}&toon={half}&{half}=x", f"/onderweg?na={na}")
    ] == [
        200,
        200,
    ]
    assert indiener.get(f"/nieuw/{half}").status_code == 404
    token = form_token(indiener.client)
    lichaam = f"achternaam=Vis{half}ser&{half}={half}&versie=0&actie=controleren&csrf_token={quote(token)}"
    soort = "application/x-www-form-urlencoded"
    adres = f"{path}?soort={VERZOEK}"
    assert indiener.client.post(adres, data=lichaam, content_type=soort, headers=OWN_PAGE).status_code == 422
    assert f'value="Vis{half}ser"' in indiener.get(path).text
    for naam, status in ((b"filename*=UTF-8''a%ED%A0%80.pdf", 422), (b'filename="a\xed\xa0\x80.pdf"', 400)):
        delen = {
            b'name="csrf_token"': token.encode(),
            b'name="versie"': b"0",
            b'name="achternaam"': b"Vis\xed\xa0\x80ser",
            b'name="bijlage-onderbouwing"; ' + naam: pdf(),
        }
        regels = (
            b"--grens\r\nContent-Disposition: form-data; " + kop + b"\r\n\r\n" + w + b"\r\n" for kop, w in delen.items()
        )
        ander = f"/concepten/{uuid4()}"
        response = indiener.client.post(
            f"{ander}?soort={VERZOEK}",
            data=b"".join(regels) + b"--grens--\r\n",
            content_type="multipart/form-data; boundary=grens",
            headers=OWN_PAGE,
        )
        assert response.status_code == status
        if status == 422:
            assert (f'value="Vis{ONLEESBAAR}ser"' in response.text, f"a{ONLEESBAAR}.pdf" in response.text) == (
                True,
                True,
            )
        else:
            assert "probeer het nog een keer" in page_text(response)
