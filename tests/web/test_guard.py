"""The guard: route, session, right, size and origin before the body, and no page without a rule."""

import io
from uuid import uuid4

import pytest
from flask import Blueprint, Flask

from portal.app import create_app
from portal.domain.rechten import WIE_MAG, Recht
from portal.web.regel import GeenRegel, check_rules, page, rule_of
from tests.bezoeker import OWN_PAGE, TOKEN, Portaal, form_token, page_text
from tests.installatie import PERSONEN, VERZOEK, WACHTWOORD

ERGENS = uuid4()
RECHT_VAN = {
    "/nieuw": Recht.BERICHT_INDIENEN,
    "/concepten": Recht.BERICHT_INDIENEN,
    "/onderweg": Recht.BERICHT_VOLGEN,
    "/registreren": Recht.BERICHT_REGISTREREN,
}


class Unread(io.BytesIO):
    """A body that remembers how much of it was asked for."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def test_every_page_has_a_rule_and_public_ones_are_few(portal: Portaal) -> None:
    rules = {
        rule.endpoint: rule_of(portal.app, rule.endpoint)
        for rule in portal.app.url_map.iter_rules()
        if rule.endpoint != "static"
    }
    assert sorted(name for name, rule in rules.items() if rule.publiek) == [
        "algemeen.healthz",
        "algemeen.privacy",
        "algemeen.toegankelijkheid",
        "inloggen.inloggen",
        "termijnen.lezen",
    ]


def test_the_app_refuses_to_start_with_a_page_without_a_rule(portal: Portaal) -> None:
    app = create_app(portal.huis.services.settings, portal.huis.services)
    app.add_url_rule("/vergeten", endpoint="vergeten", view_func=lambda: "open")
    with pytest.raises(GeenRegel, match="vergeten"):
        check_rules(app)


def test_a_page_says_who_may_come() -> None:
    bp = Blueprint("proef", __name__)
    with pytest.raises(GeenRegel):
        page(bp, "/proef")
    with pytest.raises(GeenRegel):
        rule_of(Flask("leeg"), "proef")


def test_without_a_session_one_logs_in_and_comes_back(portal: Portaal) -> None:
    vreemd = portal.bezoek()
    answers = {path: vreemd.get(path).location for path in RECHT_VAN}
    assert answers == {path: f"/inloggen?terug={path}" for path in RECHT_VAN}
    data = {"account": "indiener", "wachtwoord": WACHTWOORD, "terug": "/onderweg"}
    assert vreemd.post("/inloggen", data).location == "/onderweg"


@pytest.mark.parametrize(
    "terug",
    ["https://elders.example/", "//elders.example", "/\\elders.example", "/a?b=c", "javascript:alert(1)", "/a\nb", ""],
)
def test_coming_back_never_leads_elsewhere(portal: Portaal, terug: str) -> None:
    data = {"account": "indiener", "wachtwoord": WACHTWOORD, "terug": terug}
    assert portal.bezoek().post("/inloggen", data).location == "/"


@pytest.mark.parametrize("account", sorted(PERSONEN))
def test_the_pages_of_senders_are_there_for_who_has_the_right_and_nowhere_for_others(
    portal: Portaal, account: str
) -> None:
    bezoeker = portal.bezoek(account)
    rollen = {lid[2] for lid in PERSONEN[account][1]}
    er = {path for path, recht in RECHT_VAN.items() if rollen & WIE_MAG[recht]}
    nergens = page_text(bezoeker.get("/bestaat-niet"))
    assert {path for path in RECHT_VAN if bezoeker.get(path).status_code == 200} == er
    assert {page_text(bezoeker.get(path)) for path in RECHT_VAN if path not in er} <= {nergens}


def test_forbidden_not_mine_and_not_there_are_the_same_page(portal: Portaal) -> None:
    wie = portal.huis.gebruiker("indiener")
    concept, bericht = portal.huis.concept(wie), portal.huis.bericht(wie)
    ander = portal.bezoek("ander")
    ander.get("/")  # the first page after login sets the form cookie
    paths = [
        f"/concepten/{concept}",
        f"/concepten/{ERGENS}",
        f"/concepten/{concept}/controleren",
        f"/berichten/{bericht}/ontvangst",
        f"/berichten/{ERGENS}/ontvangst",
        "/beheer",
        "/nieuw/bestaat-niet",
        "/bestaat-niet",
    ]
    answers = [ander.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [404] * len(paths)
    assert {TOKEN.sub("", answer.text) for answer in answers} == {TOKEN.sub("", answers[0].text)}
    assert {str(sorted(answer.headers.keys())) for answer in answers} == {str(sorted(answers[0].headers.keys()))}


def test_the_body_of_somebody_without_a_session_is_not_parsed(portal: Portaal) -> None:
    body = Unread(b"x" * 1000)
    response = portal.bezoek().client.post(
        f"/concepten/{ERGENS}", input_stream=body, content_length=1000, content_type="multipart/form-data; boundary=x"
    )
    assert (response.status_code, response.location) == (303, f"/inloggen?terug=/concepten/{ERGENS}")
    assert body.taken == 0


def test_a_body_above_the_limit_is_refused_by_its_header(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    large = Unread(b"x" * 70_000)
    response = indiener.client.post(
        "/nieuw",
        input_stream=large,
        content_length=70_000,
        content_type="application/x-www-form-urlencoded",
        headers=OWN_PAGE,
    )
    assert response.status_code == 413
    assert "Dit is te groot om te versturen" in page_text(response)
    assert large.taken == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://elders.example"}, 400),
        ({}, 200),
    ],
)
def test_a_form_comes_from_our_own_page(portal: Portaal, headers: dict[str, str], status: int) -> None:
    client = portal.bezoek("indiener").client
    data = {"zoek": "verhuizing", "csrf_token": form_token(client)}
    assert client.post("/nieuw", data=data, headers=headers).status_code == status


def test_a_form_without_its_token_is_refused_in_words(portal: Portaal) -> None:
    response = portal.bezoek("indiener").client.post("/wissel", data={"namens": "x"}, headers=OWN_PAGE)
    assert response.status_code == 400
    assert "Er is niets verstuurd" in page_text(response)


def test_the_form_cookie_changes_at_login(portal: Portaal) -> None:
    vreemd = portal.bezoek()
    before = form_token(vreemd.client)
    vreemd.post("/inloggen", {"account": "indiener", "wachtwoord": WACHTWOORD})
    answer = vreemd.client.post("/wissel", data={"namens": "x", "csrf_token": before}, headers=OWN_PAGE)
    assert answer.status_code == 400


def test_a_get_reads_no_body_and_a_wrong_method_says_so(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    antwoord = indiener.client.post("/onderweg", headers=OWN_PAGE)
    assert (antwoord.status_code, antwoord.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert indiener.client.get("/nieuw", data=b"x" * 10).status_code == 200


def test_a_file_for_a_field_that_takes_none_is_refused(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    response = indiener.post("/nieuw", {"zoek": (io.BytesIO(b"geheim"), "zoek.txt")})
    assert response.status_code == 400


def test_a_session_that_was_revoked_drops_what_is_posted(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    token = form_token(indiener.client)
    indiener.post("/uitloggen")
    indiener.client.set_cookie("sessie", "vervalst.token")
    answer = indiener.client.post(
        f"/concepten/{ERGENS}?soort={VERZOEK}", data={"csrf_token": token, "versie": "0"}, headers=OWN_PAGE
    )
    assert answer.location == f"/inloggen?terug=/concepten/{ERGENS}"


def test_healthz_answers_without_session_database_or_vault(portal: Portaal) -> None:
    portal.huis.client.down = True
    portal.huis.services.database.close()
    assert (portal.bezoek().get("/healthz").text) == "ok\n"


def test_a_nul_in_a_path_is_not_there_and_in_a_form_is_left_out(portal: Portaal) -> None:
    beheerder, indiener = portal.bezoek("beheerder"), portal.bezoek("indiener")
    for deel in ("", "/naam", "/actief", "/registers", "/beheerder"):
        pad, nergens = f"/beheer/organisaties/%00{deel}", f"/beheer/organisaties/nergens{deel}"
        for waar in (pad, f"/beheer/organisaties/de-schakel%00{deel}"):
            assert (beheerder.get(waar).status_code, page_text(beheerder.get(waar))) == (
                404,
                page_text(beheerder.get(nergens)),
            )
        assert beheerder.post(pad, {"naam": "x"}).status_code in {404, 405}
    assert indiener.get("/onderweg?na=%00").status_code == 404
    for path in ("/instellingen/waarneming/beeindigen", "/instellingen/mail"):
        response = indiener.post(path, {"plek": "team:x\0y", "wijze": "dagelijks\0", "a\0b": "c"})
        assert (response.status_code, response.location) == (303, "/instellingen")
