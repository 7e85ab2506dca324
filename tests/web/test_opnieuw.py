"""What was typed in a small form when its session ended or the database was away: given back, and readable to nobody else."""

import re
from collections.abc import Mapping
from uuid import UUID

import pytest
from flask import Blueprint

from portal.app import create_app
from portal.domain.rechten import Recht
from portal.web.guard import Zonder
from portal.web.regel import GeenRegel, page, rule_of
from tests.bezoeker import OWN_PAGE, TOKEN, Bezoeker, Portaal, form_token, log_in, page_text
from tests.faults.away import impatient, locked
from tests.installatie import EEMSDELTA, SCHAKEL, Installatie
from tests.web.test_organisatie import Beheerder, beheerder_of_a_gemeente
from tests.web.test_toewijzingen import INGEVULD, written_down
from tests.web.verhalen import decided, nowhere, open_form, submitted, typed, view

NIET_OPGESLAGEN = (
    "Niet opgeslagen. Misschien is uw rol net veranderd, is dit er niet meer, of werkt u nu voor een ander team of een andere "
    "organisatie. Uw tekst staat hier nog. Kopieer wat u wilt bewaren."
)

ZONDER = {
    Zonder.GEHEIM: ["inloggen.inloggen", "inloggen.tweede_factor", "inloggen.wachtwoord"],
    Zonder.KNOP: [
        "afsluiten.alle",
        "beheer_aanbieders.actief",
        "beheer_logboek.nakijken",
        "beheer_organisaties.blokkeren",
        "beheer_organisaties.wachtwoord",
        "beheer_post.loslaten",
        "beheer_post.opnieuw",
        "beheer_regels.besluiten",
        "beheer_regels.intrekken",
        "beheer_wachtend.afwijzen",
        "beheer_wachtend.bevestigen",
        "inloggen.uitloggen",
        "inloggen.wissel",
        "instellingen.beeindigen",
        "onderweg.concept_verwijderen",
        "organisatie_collega.beeindigen",
        "organisatie_collega.blokkeren",
        "organisatie_collega.wachtwoord",
        "organisatie_waarneming.beeindigen",
        "teksten.weggooien",
        "termijnen.agenda",
        "termijnen.intrekken",
        "verplichtingen.beginnen",
        "verplichtingen.direct",
        "verplichtingen.trede_zetten",
        "verplichtingen.wijzigen",
    ],
}
# Who, where it is sent, what is typed, what of it stands on the page again, and on which page if it is another.
FORMS = (
    ("backoffice", "/toewijzingen/nieuw", {**INGEVULD, "achternaam": "Langzaam"}, 'value="Langzaam"', ""),
    ("backoffice", "/toewijzingen", {"bsn": "999900018"}, 'value="999900018"', ""),
    ("backoffice", "/toewijzingen/{toewijzing}/beeindigen", {"laatste_dag": "3-5-2026"}, 'value="3-5-2026"', "open"),
    (
        "backoffice",
        "/toewijzingen/{toewijzing}/verbeteren",
        {"juiste_einddatum": "4-7-2026"},
        'value="4-7-2026"',
        "open",
    ),
    ("consulent", "/zoeken", {"soort": "bsn", "bsn": "999900018"}, 'value="999900018"', ""),
    ("consulent", "/registreren", {"zoek": "verhuizing"}, 'value="verhuizing"', ""),
    ("indiener", "/nieuw", {"zoek": "verhuizing"}, 'value="verhuizing"', ""),
    ("consulent", "/instellingen/waarneming", {"van": "7-4-2026", "tot": "9-4-2026"}, 'value="9-4-2026"', ""),
    (
        "organisatiebeheerder",
        "/organisatie/collegas/{collega}/waarneming",
        {"van": "7-4-2026", "tot": "9-4-2026"},
        'value="9-4-2026"',
        "",
    ),
    ("beheerder", f"/beheer/organisaties/{SCHAKEL}/naam", {"naam": "De Nieuwe Schakel"}, "De Nieuwe Schakel", ""),
)


def typed_too_late(portal: Portaal, bezoeker: Bezoeker, path: str, velden: Mapping[str, object]) -> str:
    """Send a form after the session ended; returns where it leads after logging in again."""
    token = form_token(bezoeker.client)
    portal.huis.later(minutes=45)
    response = bezoeker.client.post(path, data={**velden, "csrf_token": token}, headers=OWN_PAGE)
    assert response.status_code == 303, path
    assert "Uw tekst is bewaard." in page_text(bezoeker.get(response.location)), path
    return response.location.partition("terug=")[2]


def test_of_every_form_it_is_said_what_becomes_of_what_was_typed(portal: Portaal) -> None:
    posts = {rule.endpoint for rule in portal.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    regels = {endpoint: rule_of(portal.app, endpoint) for endpoint in posts}
    assert [e for e, regel in regels.items() if (regel.bij_verlopen is None) == (regel.zonder is None)] == []
    assert {zonder: sorted(e for e, r in regels.items() if r.zonder is zonder) for zonder in Zonder} == ZONDER
    with pytest.raises(GeenRegel, match="/proef: zeg met bij_verlopen"):
        page(Blueprint("proef", __name__), "/proef", methods=["POST"], recht=Recht.ZOEKEN)


def test_what_was_typed_when_the_session_ended_stands_there_again_once(portal: Portaal) -> None:
    toewijzing = written_down(portal)
    collega = portal.huis.gebruiker("collega").persoon
    for account, path, velden, terug, elders in FORMS:
        bezoeker, waar = portal.bezoek(account), path.format(toewijzing=toewijzing, collega=collega)
        pad = typed_too_late(portal, bezoeker, waar, velden)
        assert pad == (f"/toewijzingen/{toewijzing}" if elders else waar)
        log_in(bezoeker.client, account)
        pagina = bezoeker.get(pad)
        assert (pagina.status_code, terug in pagina.text) == (200, True), (path, page_text(pagina))
        assert bezoeker.get(pad).text.count(terug) <= pagina.text.count(terug) - 1, path


def test_what_was_typed_at_a_taak_when_the_session_ended_stands_at_it_again(portal: Portaal) -> None:
    bericht, taken = decided(portal)
    for velden, pad in (({}, "/taken"), ({"van": "bericht", "bericht": str(bericht)}, f"/berichten/{bericht}")):
        backoffice = portal.bezoek("backoffice")
        wat = {"verzonden_op": "31-3-2026", **velden}
        assert typed_too_late(portal, backoffice, f"/taken/{taken[0].id}/gedaan", wat) == pad
        log_in(backoffice.client, "backoffice")
        pagina = backoffice.get(pad)
        assert (pagina.status_code, 'value="31-3-2026"' in pagina.text) == (200, True)
        assert "deze taak is nog niet afgevinkt" in page_text(pagina)
        assert "deze taak is nog niet afgevinkt" not in page_text(backoffice.get(pad))


def test_the_browser_that_keeps_what_was_typed_cannot_read_it(portal: Portaal) -> None:
    backoffice = portal.bezoek("backoffice")
    typed_too_late(portal, backoffice, "/toewijzingen", {"bsn": "999900018"})
    cookie = backoffice.client.get_cookie("formulier")
    serializer = portal.app.session_interface.get_signing_serializer(portal.app)  # type: ignore[attr-defined]  # flask's own
    assert cookie is not None
    inhoud = serializer.loads(cookie.value)["getypt"]
    assert (sorted(inhoud), "999900018" in str(inhoud), UUID(inhoud["wie"])) == (
        ["pad", "velden", "wie"],
        False,
        portal.huis.gebruiker("backoffice").persoon,
    )


def test_what_was_written_down_while_the_database_is_locked_is_given_back(huis: Installatie) -> None:
    impatient(huis)
    app = create_app(huis.services.settings, huis.services, klok=lambda: huis.now)
    app.testing = False
    backoffice = Portaal(huis, app).bezoek("backoffice")
    velden = {**INGEVULD, "producten": ["thuis-plus-4-6"], "achternaam": "Lang Draad Visser"}
    token = form_token(backoffice.client)
    with locked(huis):
        response = backoffice.client.post("/toewijzingen/nieuw", data={**velden, "csrf_token": token}, headers=OWN_PAGE)
    assert (response.status_code, "Lang Draad Visser" in response.text) == (503, True)
    assert 'value="999900018"' in response.text


def test_a_role_that_ends_while_somebody_types_takes_no_text_with_it(portal: Portaal) -> None:
    beheerder_of_a_gemeente(portal.huis)
    baas, wie = Beheerder(portal, portal.bezoek("beheerder.eemsdelta")), portal.bezoek("consulent")
    bericht = submitted(portal)
    wie.post(f"/berichten/{bericht}/doen/oppakken", open_form(wie, bericht, "oppakken").velden)
    besluit, nergens = open_form(wie, bericht, "akkoord-andere-gemeente"), nowhere()
    baas.bezoeker.post(baas.op("consulent", "/rol"), {"rol": f"team:{EEMSDELTA}:frontoffice"})
    baas.bezoeker.post(baas.op("consulent", "/rollen/0/beeindigen"))
    response = besluit.verstuur(tekst="Kort maar lief")
    assert (response.status_code, typed(response)) == (404, "Kort maar lief")
    assert "Dit is niet gedaan" in page_text(response)
    besluit.pad = f"/berichten/{nergens}/doen/akkoord-andere-gemeente"
    elders = besluit.verstuur(tekst="Kort maar lief")
    assert bare(elders.text) == bare(response.text)  # his own words tell nothing of what is there
    for id_ in (bericht, nergens):
        script = wie.post(
            f"/berichten/{id_}/doen/akkoord-andere-gemeente/bewaren",
            {**besluit.velden, "tekst": "Kort"},
            {"Accept": "application/json"},
        )
        assert (script.status_code, script.get_json()["melding"]) == (404, NIET_OPGESLAGEN)
    assert "Dit is niet gedaan" not in page_text(besluit.verstuur())  # of a button there is nothing to give back
    assert view(portal, "tweede", bericht).toestand.code == "in_behandeling"


def test_who_has_no_role_left_reads_his_own_text_back_also_after_his_session_ended(portal: Portaal) -> None:
    baas, collega = Beheerder(portal, portal.bezoek("organisatiebeheerder")), portal.bezoek("collega")
    getypt, pad = {"toelichting": "Een heel lange toelichting", "versie": "0"}, f"/concepten/{nowhere()}"
    token = form_token(collega.client)
    baas.bezoeker.post(baas.op("collega", "/rol"), {"rol": f"organisatie:{SCHAKEL}:organisatiebeheerder"})
    for gebeurt, status in (("/rollen/0/beeindigen", 404), ("", 401), ("/rollen/0/beeindigen", 401)):
        if gebeurt:
            assert baas.bezoeker.post(baas.op("collega", gebeurt)).status_code == 303
        else:
            portal.huis.later(minutes=45)
            log_in(baas.bezoeker.client, "organisatiebeheerder")
        response = collega.client.post(
            f"{pad}?soort=herindicatie", data={**getypt, "csrf_token": token}, headers=OWN_PAGE
        )
        assert (response.status_code, "Een heel lange toelichting</textarea>" in response.text) == (status, True)


def bare(html: str) -> str:
    """Return a page without the ids and the token in it."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", TOKEN.sub("", html))
