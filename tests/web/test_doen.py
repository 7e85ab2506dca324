"""Acts on a bericht: what each sets in motion, done once, and no text lost whatever comes between."""

import re
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.models import Concept, Sessie
from portal.sealing.envelope import new_id
from tests.bezoeker import OWN_PAGE, Portaal, form_token, page_text
from tests.core.tegelijk import at_once
from tests.installatie import WACHTWOORD
from tests.web.verhalen import hidden, nowhere, open_form, steps_of, submitted, typed, view

VRAAG = "Op welk adres gaat de burger wonen? Wij zien dat niet."


def test_the_whole_story_ends_with_a_decision_and_its_taken(portal: Portaal) -> None:
    bericht = submitted(portal)
    consulent, indiener = portal.bezoek("consulent"), portal.bezoek("indiener")
    consulent.get(f"/berichten/{bericht}")
    for bezoeker, code, tekst in (
        (consulent, "oppakken", ""),
        (consulent, "vraag-stellen", VRAAG),
        (indiener, "beantwoorden", "Diep 1 in Groningen."),
        (consulent, "akkoord-andere-gemeente", "De plek past."),
    ):
        assert open_form(bezoeker, bericht, code).verstuur(tekst=tekst).location == f"/berichten/{bericht}", code
    assert steps_of(portal, bericht) == [
        "indienen", "openen", "oppakken", "vraag-stellen", "beantwoorden", "akkoord-andere-gemeente",
    ]  # fmt: skip
    assert [taak.code for taak in view(portal, "consulent", bericht).taken][:2] == ["formulier-wisseling", "afstemming"]
    assert view(portal, "indiener", bericht).toestand.titel == "Besloten"


def test_an_act_says_what_it_sets_in_motion(portal: Portaal) -> None:
    bericht = submitted(portal)
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "oppakken")
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}/doen/akkoord-andere-gemeente"))
    assert "De status wordt: besloten." in tekst
    assert "Stichting De Schakel krijgt een e-mail, zonder inhoud." in tekst
    assert "Deze 9 taken volgen" in tekst
    assert "Geef de wijziging door aan het CAK backoffice · na: Stuur het iWmo 301-bericht" in tekst


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_an_act_names_the_clock_of_each_taak_that_it_sets(portal: Portaal) -> None:
    bericht = submitted(portal, verhuist="nee", nieuwe_gemeente=None)
    consulent = portal.huis.gebruiker("consulent")
    portal.huis.doe(consulent, bericht, "oppakken")
    voor = [klok.titel for klok in view(portal, "consulent", bericht).termijnen]
    pagina = portal.bezoek("consulent").get(f"/berichten/{bericht}/doen/akkoord-zelfde-gemeente").text
    portal.huis.doe(consulent, bericht, "akkoord-zelfde-gemeente", tekst="De plek past.")
    nieuw = [klok.titel for klok in view(portal, "consulent", bericht).termijnen if klok.titel not in voor]
    assert re.findall(r"<li>Deze termijn gaat lopen: ([^<]+)\.</li>", pagina) == nieuw != []


def test_only_the_decisions_that_fit_the_answers_are_offered(portal: Portaal) -> None:
    bericht = submitted(portal)
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "oppakken")
    consulent = portal.bezoek("consulent")
    codes = re.findall(r"/doen/([a-z-]+)", consulent.get(f"/berichten/{bericht}").text)
    gesprek = ["bericht-sturen", "notitie"]
    assert codes == ["akkoord-andere-gemeente", "afgewezen", "vraag-stellen", "doorsturen", "afsluiten", *gesprek]
    assert consulent.get(f"/berichten/{bericht}/doen/akkoord-zelfde-gemeente").status_code == 409


@pytest.mark.parametrize(
    ("code", "fout"), [("vraag-stellen", "Geef antwoord op: Wat wilt u weten?"), ("doorsturen", "Kies het team")]
)
def test_a_missing_answer_is_said_at_its_field(portal: Portaal, code: str, fout: str) -> None:
    bericht = submitted(portal)
    response = open_form(portal.bezoek("consulent"), bericht, code).verstuur(tekst="  ")
    assert response.status_code == 422
    assert fout in page_text(response)
    assert "<title>Fout: " in response.text
    assert "vraag-stellen" not in steps_of(portal, bericht)


@pytest.mark.parametrize("niets", ["\u200b", "\u200b \u2060\n\u00ad", "\x00\x07", "\u202e\u2800", "\u3164\ufe0f"])
def test_a_text_in_which_nothing_can_be_seen_is_no_text(portal: Portaal, niets: str) -> None:
    bericht = submitted(portal)
    response = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen").verstuur(tekst=niets)
    assert response.status_code == 422
    assert "Geef antwoord op: Wat wilt u weten?" in page_text(response)
    assert "vraag-stellen" not in steps_of(portal, bericht)


def test_a_text_that_is_too_long_comes_back_whole(portal: Portaal) -> None:
    lang = "woord " * 700
    response = open_form(portal.bezoek("consulent"), submitted(portal), "vraag-stellen").verstuur(tekst=lang)
    assert response.status_code == 422
    assert typed(response) == lang.strip()


def test_a_form_posted_twice_is_one_act(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    statussen = [formulier.verstuur(tekst=VRAAG).status_code for _ in range(3)]
    assert statussen == [303, 303, 303]
    assert steps_of(portal, bericht).count("vraag-stellen") == 1


@pytest.mark.parametrize(
    ("code", "antwoorden"),
    [
        ("vraag-stellen", {"tekst": VRAAG}),
        ("doorsturen", {"team": "toegang-0014", "reden": "De burger staat in Groningen ingeschreven."}),
    ],
)
def test_a_form_posted_eight_times_at_once_is_one_act_and_nobody_was_first(
    portal: Portaal, code: str, antwoorden: dict[str, str]
) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, code)
    bezoekers = [portal.bezoek("consulent") for _ in range(8)]
    for bezoeker in bezoekers:
        form_token(bezoeker.client)
    posts = [partial(replace(formulier, bezoeker=bezoeker).verstuur, **antwoorden) for bezoeker in bezoekers]
    assert [getattr(answer, "status_code", answer) for answer in at_once(*posts)] == [303] * 8
    lezer = "groningen" if code == "doorsturen" else "consulent"
    assert [regel.code for regel in view(portal, lezer, bericht).verloop].count(code) == 1


def test_handing_on_twice_is_one_act_and_leads_to_the_list(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "doorsturen")
    antwoorden = {"team": "toegang-0014", "reden": "De burger staat in Groningen ingeschreven."}
    locaties = [formulier.verstuur(**antwoorden).location for _ in range(2)]
    assert locaties == ["/werkvoorraad", "/werkvoorraad"]
    assert view(portal, "groningen", bericht).team == "toegang-0014"


def test_a_team_that_is_not_offered_cannot_be_chosen(portal: Portaal) -> None:
    bericht = submitted(portal)
    response = open_form(portal.bezoek("consulent"), bericht, "doorsturen").verstuur(team="cmo", reden="Voor CMO.")
    assert response.status_code == 422
    assert view(portal, "consulent", bericht).team == "toegang-1979"


def test_who_is_overtaken_sees_by_whom_and_keeps_his_text(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    portal.huis.doe(portal.huis.gebruiker("tweede"), bericht, "oppakken")
    response = formulier.verstuur(tekst=VRAAG)
    assert response.status_code == 409
    assert typed(response) == VRAAG
    assert "Laatste stap in het verloop: Tweede: in behandeling genomen." in page_text(response)
    assert "Het bericht is intussen veranderd ('Oppakken', donderdag 2 april 2026, 10:12)." in page_text(response)
    assert "vraag-stellen" not in steps_of(portal, bericht)
    formulier.velden = hidden(response)
    assert formulier.verstuur(tekst=VRAAG).status_code == 303
    assert steps_of(portal, bericht)[-1] == "vraag-stellen"


def test_what_can_no_longer_be_done_keeps_the_text_to_copy(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    portal.huis.doe(portal.huis.gebruiker("indiener"), bericht, "intrekken", tekst="Niet meer nodig.")
    response = formulier.verstuur(tekst=VRAAG)
    assert response.status_code == 409
    assert typed(response) == VRAAG
    assert "Indiener" not in page_text(response) or "ingetrokken" in page_text(response)
    assert 'name="sleutel"' in response.text
    assert "Kopieer hem als u hem nog nodig heeft" in page_text(response)


def test_the_text_survives_a_vault_that_goes_away(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "doorsturen")
    form_token(formulier.bezoeker.client)
    portal.huis.client.down = True
    response = formulier.verstuur(team="toegang-0014", reden="De burger staat daar ingeschreven.")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "120")
    assert typed(response) == "De burger staat daar ingeschreven."
    portal.huis.client.down = False
    assert formulier.verstuur(team="toegang-0014", reden="De burger staat daar ingeschreven.").status_code == 303


def test_a_session_that_ended_keeps_the_text_and_gives_it_back(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    token = form_token(formulier.bezoeker.client)
    portal.huis.later(minutes=45)
    response = formulier.verstuur(tekst=VRAAG, csrf_token=token)
    assert response.status_code == 303
    assert response.location.startswith(f"/inloggen?terug=/berichten/{bericht}/doen/vraag-stellen/")
    assert "vraag-stellen" not in steps_of(portal, bericht)
    client = formulier.bezoeker.client
    data = {"account": "consulent", "wachtwoord": WACHTWOORD, "csrf_token": form_token(client)}
    terug = client.post(response.location, data=data, headers=OWN_PAGE).location
    vervolg = formulier.bezoeker.get(terug)
    assert typed(vervolg) == VRAAG
    formulier.velden = hidden(vervolg)
    assert formulier.verstuur(tekst=typed(vervolg)).status_code == 303
    assert _kept(portal, bericht) == 0


def test_a_session_that_ended_at_an_act_of_one_click_says_that_nothing_was_done(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "oppakken")
    client, token = formulier.bezoeker.client, form_token(formulier.bezoeker.client)
    portal.huis.later(minutes=45)
    response = formulier.verstuur(csrf_token=token)
    assert response.location == f"/inloggen?terug=/berichten/{bericht}"
    tekst = page_text(client.get(response.location))
    assert "Er is nog niets gedaan. Kies op de pagina van het bericht nog een keer wat u wilt doen." in tekst
    assert "Uw tekst is bewaard" not in tekst
    assert "oppakken" not in steps_of(portal, bericht)


def test_a_session_that_was_revoked_says_that_the_text_was_not_kept_and_what_to_do(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    client, token = formulier.bezoeker.client, form_token(formulier.bezoeker.client)
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(Sessie).values(ingetrokken=portal.huis.now))
    response = formulier.verstuur(tekst=VRAAG, csrf_token=token)
    assert response.location == f"/inloggen?terug=/berichten/{bericht}/doen/vraag-stellen"
    tekst = page_text(client.get(response.location))
    assert "Wat u net verstuurde, is niet bewaard." in tekst
    assert "Log daarna in en vul het formulier opnieuw in." in tekst
    assert "is niet bewaard" not in page_text(client.get(f"/berichten/{bericht}", follow_redirects=True))


def test_a_kept_text_is_offered_to_the_team_and_to_nobody_else(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    token = form_token(formulier.bezoeker.client)
    portal.huis.later(minutes=45)
    pad = formulier.verstuur(tekst=VRAAG, csrf_token=token).location.partition("terug=")[2]
    tweede = portal.bezoek("tweede")
    assert pad in tweede.get(f"/berichten/{bericht}/doen/vraag-stellen").text
    assert typed(tweede.get(pad)) == VRAAG
    assert portal.bezoek("indiener").get(pad).status_code == 404
    assert portal.bezoek("groningen").get(pad).status_code == 404
    assert tweede.get(f"/berichten/{bericht}/doen/afgewezen/{pad.rpartition('/')[2]}").status_code == 404


@pytest.mark.parametrize(
    ("account", "code", "status"),
    [
        ("consulent", "openen", 404),
        ("consulent", "bestaat-niet", 404),
        ("consulent", "afronden", 404),
        ("consulent", "intrekken", 404),
        ("consulent", "afgewezen", 409),
        ("indiener", "oppakken", 404),
        ("indiener", "beantwoorden", 409),
        ("backoffice", "oppakken", 404),
        ("frontoffice", "afgewezen", 404),
        ("ander", "intrekken", 404),
        ("groningen", "oppakken", 404),
    ],
)
def test_an_act_that_is_not_yours_or_not_now_is_refused_on_page_and_post(
    portal: Portaal, account: str, code: str, status: int
) -> None:
    bericht = submitted(portal)
    bezoeker = portal.bezoek(account)
    pad = f"/berichten/{bericht}/doen/{code}"
    versie = str(view(portal, "consulent", bericht).versie)
    gepost = bezoeker.post(pad, {"sleutel": str(new_id()), "versie": versie, "tekst": "Een tekst."})
    assert (bezoeker.get(pad).status_code, gepost.status_code) == (status, status)
    assert {"openen", "indienen"} >= set(steps_of(portal, bericht))


@pytest.mark.parametrize("velden", [{}, {"sleutel": "x", "versie": "1"}, {"sleutel": str(nowhere()), "versie": "een"}])
def test_a_damaged_form_is_refused(portal: Portaal, velden: dict[str, str]) -> None:
    bericht = submitted(portal)
    response = portal.bezoek("consulent").post(f"/berichten/{bericht}/doen/oppakken", velden)
    assert response.status_code == 400


def test_withdrawing_stops_the_clocks_and_leaves_the_own_copy(portal: Portaal) -> None:
    bericht = submitted(portal)
    indiener = portal.bezoek("indiener")
    open_form(indiener, bericht, "intrekken").verstuur(tekst="De burger blijft toch.")
    tekst = page_text(indiener.get(f"/berichten/{bericht}"))
    assert "Ingetrokken" in tekst
    assert "Achternaam Visser" in tekst
    assert "Overgangsdatum: vrijdag 1 mei 2026" not in tekst
    assert "De burger blijft toch." in page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))


def test_a_motivering_comes_back_to_read_when_a_colleague_handed_the_bericht_on(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    consulent, script = formulier.bezoeker, {"Accept": "application/json"}
    bewaard = consulent.post(f"{formulier.pad}/bewaren", {"tekst": VRAAG}, script).get_json()["url"]
    portal.huis.doe(portal.huis.gebruiker("tweede"), bericht, "doorsturen", tekst="Daar.", doel="toegang-0014")
    gezegd = "Tweede heeft dit bericht doorgestuurd naar Toegang Groningen, do 2 april 10:12."
    response = formulier.verstuur(tekst=VRAAG)
    assert (response.status_code, typed(response), gezegd in page_text(response)) == (409, VRAAG, True)
    assert re.search(r"<textarea[^>]* readonly>", response.text) is not None
    assert "Opnieuw versturen" not in page_text(response)
    response = consulent.get(bewaard)
    assert (response.status_code, typed(response), gezegd in page_text(response)) == (409, VRAAG, True)
    response = consulent.get(formulier.pad)
    assert (response.status_code, bewaard in response.text) == (409, True)
    response = consulent.post(f"{formulier.pad}/bewaren", {"tekst": VRAAG}, script)
    assert (response.status_code, gezegd in response.get_json()["melding"]) == (409, True)
    assert [portal.bezoek(wie).get(bewaard).status_code for wie in ("groningen", "indiener", "ander")] == [404] * 3
    assert [portal.bezoek(wie).post(formulier.pad, formulier.velden).status_code for wie in ("dubbel", "ander")] == [
        409,
        404,
    ]
    assert "vraag-stellen" not in [regel.code for regel in view(portal, "groningen", bericht).verloop]


def test_a_text_that_was_kept_for_a_bericht_that_was_handed_on_is_thrown_away_by_its_owner(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    consulent = formulier.bezoeker
    script = {"Accept": "application/json"}
    bewaard = consulent.post(f"{formulier.pad}/bewaren", {"tekst": VRAAG}, script).get_json()["url"]
    portal.huis.doe(portal.huis.gebruiker("tweede"), bericht, "doorsturen", tekst="Daar.", doel="toegang-0014")
    assert f'action="{bewaard}/weggooien"' in consulent.get(bewaard).text
    assert portal.bezoek("groningen").post(f"{bewaard}/weggooien").status_code == 404
    assert consulent.post(bewaard.replace("vraag-stellen", "notitie") + "/weggooien").status_code == 404
    assert consulent.post(f"{bewaard}/weggooien").location == "/werkvoorraad"
    weg = consulent.get(bewaard)
    assert (weg.status_code, VRAAG in weg.text, "weggooien" in weg.text) == (409, False, False)
    assert bewaard not in consulent.get(formulier.pad).text
    with portal.huis.services.database.lezen() as session:
        assert session.scalars(select(Concept.id).where(Concept.bericht == bericht)).all() == []


def test_a_kept_text_on_ones_own_bericht_is_thrown_away_too(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    script = {"Accept": "application/json"}
    bewaard = formulier.bezoeker.post(f"{formulier.pad}/bewaren", {"tekst": VRAAG}, script).get_json()["url"]
    assert formulier.bezoeker.post(f"{bewaard}/weggooien").location == f"/berichten/{bericht}"


def test_a_session_that_ended_keeps_a_text_on_a_bericht_that_was_handed_on(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    token = form_token(formulier.bezoeker.client)
    portal.huis.doe(portal.huis.gebruiker("tweede"), bericht, "doorsturen", tekst="Daar.", doel="toegang-0014")
    portal.huis.later(minutes=45)
    pad = formulier.verstuur(tekst=VRAAG, csrf_token=token).location.partition("terug=")[2]
    assert typed(portal.bezoek("consulent").get(pad)) == VRAAG


def test_a_form_of_another_team_of_ones_own_says_so_and_is_sent_after_switching_back(portal: Portaal) -> None:
    bericht = submitted(portal)
    dubbel = portal.bezoek("dubbel")
    dubbel.post("/wissel", {"namens": "team:toegang-1979"})
    formulier = open_form(dubbel, bericht, "vraag-stellen")
    dubbel.post("/wissel", {"namens": "team:toegang-0047"})
    response = formulier.verstuur(tekst=VRAAG)
    assert (response.status_code, typed(response)) == (409, VRAAG)
    assert "Dit hoort bij Toegang Eemsdelta, en u werkt nu voor Toegang Veendam." in page_text(response)
    melding = dubbel.post(f"{formulier.pad}/bewaren", {"tekst": VRAAG}, {"Accept": "application/json"})
    assert (melding.status_code, "Dit hoort bij Toegang Eemsdelta" in melding.get_json()["melding"]) == (409, True)
    dubbel.post("/wissel", {"namens": "team:toegang-1979"})
    formulier.velden = hidden(response)
    assert formulier.verstuur(tekst=typed(response)).status_code == 303
    assert steps_of(portal, bericht)[-1] == "vraag-stellen"


def test_who_left_the_team_or_may_not_read_there_learns_nothing_of_where_a_bericht_is(portal: Portaal) -> None:
    bericht = submitted(portal)
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Daar.", doel="toegang-0014")
    pad = f"/berichten/{bericht}/doen/vraag-stellen"
    assert [portal.bezoek(wie).get(pad).status_code for wie in ("beleid", "ander", "toezichthouder")] == [404] * 3
    assert portal.bezoek("consulent").get(f"/berichten/{bericht}").status_code == 404


def _kept(portal: Portaal, bericht: UUID) -> int:
    with portal.huis.services.database.lezen() as session:
        return len(session.scalars(select(Concept).where(Concept.bericht == bericht)).all())
