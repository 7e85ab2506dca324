"""Writing on a bericht through its page: with files, without losing text or file, and notes that only the team sees."""

import io
import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.models import Concept
from tests.bezoeker import OWN_PAGE, Portaal, form_token, page_text
from tests.installatie import WACHTWOORD
from tests.voorbeelden import pdf
from tests.web.verhalen import Formulier, hidden, open_form, submitted, typed

TEKST = "De burger verhuist een week later. Zie de brief."
STUK = "bijlage-stukken"


def brief(naam: str = "brief.pdf", inhoud: bytes = b"") -> tuple[io.BytesIO, str]:
    return io.BytesIO(inhoud or pdf()), naam


def files_of(response: TestResponse) -> list[str]:
    """Name the files that hang on the text of this form."""
    return re.findall(r'bp-bijlage-titel">([^<]+)', response.text)


def go_on(formulier: Formulier, response: TestResponse) -> TestResponse:
    """Follow to the page where the text stands with its files, and take over its fields."""
    assert response.status_code == 303
    page = formulier.bezoeker.get(response.location)
    formulier.velden = hidden(page)
    return page


def test_a_text_goes_with_its_file_in_one_post_and_the_team_reads_both(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("indiener"), bericht, "toevoegen")
    verstuurd = formulier.verstuur(tekst=TEKST, **{STUK: brief()})
    assert (verstuurd.status_code, verstuurd.location) == (303, f"/berichten/{bericht}")
    consulent = portal.bezoek("consulent")
    pagina = consulent.get(f"/berichten/{bericht}")
    assert ("Gesprek met Stichting De Schakel" in page_text(pagina), TEKST in page_text(pagina)) == (True, True)
    link = re.search(r'href="([^"]+)">Downloaden<span class="bp-onzichtbaar">: brief.pdf', pagina.text)
    assert link is not None
    assert consulent.get(link[1]).data == pdf()
    assert portal.bezoek("ander").get(link[1]).status_code == 404


def test_files_are_added_and_taken_off_one_by_one_with_the_text_kept(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("indiener"), bericht, "toevoegen")
    page = go_on(formulier, formulier.verstuur(tekst=TEKST, actie="toevoegen", **{STUK: brief("een.pdf")}))
    portal.huis.later(seconds=1)
    page = go_on(formulier, formulier.verstuur(tekst=TEKST, actie="toevoegen", **{STUK: brief("twee.pdf")}))
    assert (files_of(page), typed(page)) == (["een.pdf", "twee.pdf"], TEKST)
    weg = re.search(r'formaction="([^"]+/verwijderen)"', page.text)
    assert weg is not None
    page = go_on(formulier, formulier.bezoeker.post(weg[1], {**formulier.velden, "tekst": f"{TEKST} En meer."}))
    assert (files_of(page), typed(page)) == (["twee.pdf"], f"{TEKST} En meer.")
    assert formulier.verstuur(tekst=TEKST).status_code == 303
    gelezen = portal.bezoek("consulent").get(f"/berichten/{bericht}").text
    assert ("twee.pdf" in gelezen, "een.pdf" in gelezen) == (True, False)


@pytest.mark.parametrize(
    ("bestand", "fout"),
    [(brief("brief.exe"), "brief.exe"), (brief("brief.pdf", b"MZ dit is geen pdf"), "brief.pdf")],
    ids=["soort", "vermomd"],
)
def test_a_refused_file_leaves_the_text_and_the_files_that_were_there(
    portal: Portaal, bestand: tuple[io.BytesIO, str], fout: str
) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("indiener"), bericht, "toevoegen")
    go_on(formulier, formulier.verstuur(tekst=TEKST, actie="toevoegen", **{STUK: brief("goed.pdf")}))
    geweigerd = formulier.verstuur(tekst=TEKST, **{STUK: (io.BytesIO(bestand[0].getvalue()), bestand[1])})
    assert (geweigerd.status_code, typed(geweigerd), files_of(geweigerd)) == (422, TEKST, ["goed.pdf"])
    assert 'aria-invalid="true"' in geweigerd.text
    assert TEKST not in portal.bezoek("consulent").get(f"/berichten/{bericht}").text
    formulier.velden = hidden(geweigerd)
    assert formulier.verstuur(tekst=TEKST).status_code == 303


def test_a_text_without_words_keeps_its_file(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("indiener"), bericht, "toevoegen")
    leeg = formulier.verstuur(tekst=" ", **{STUK: brief()})
    assert (leeg.status_code, files_of(leeg)) == (422, ["brief.pdf"])
    formulier.velden = hidden(leeg)
    assert formulier.verstuur(tekst=TEKST).status_code == 303
    assert "brief.pdf" in portal.bezoek("consulent").get(f"/berichten/{bericht}").text


def test_a_session_that_ended_gives_back_the_text_with_the_files_that_were_added(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("indiener"), bericht, "toevoegen")
    go_on(formulier, formulier.verstuur(tekst=TEKST, actie="toevoegen", **{STUK: brief()}))
    client, token = formulier.bezoeker.client, form_token(formulier.bezoeker.client)
    portal.huis.later(minutes=45)
    ended = formulier.verstuur(tekst=f"{TEKST} En meer.", csrf_token=token)
    data = {"account": "indiener", "wachtwoord": WACHTWOORD, "csrf_token": form_token(client)}
    page = go_on(formulier, client.post(ended.location, data=data, headers=OWN_PAGE))
    assert (files_of(page), typed(page)) == (["brief.pdf"], f"{TEKST} En meer.")
    assert formulier.verstuur(tekst=typed(page)).status_code == 303


def test_a_session_that_ended_says_of_the_file_that_came_along_that_it_must_be_added_again(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("indiener"), bericht, "toevoegen")
    client, token = formulier.bezoeker.client, form_token(formulier.bezoeker.client)
    portal.huis.later(minutes=45)
    ended = formulier.verstuur(tekst=TEKST, csrf_token=token, **{STUK: brief()})
    inloggen = client.get(ended.location)
    assert "Het bestand dat u koos, is niet bewaard. Voeg het daarna opnieuw toe." in page_text(inloggen)
    assert "brief.pdf" not in inloggen.text
    data = {"account": "indiener", "wachtwoord": WACHTWOORD, "csrf_token": form_token(client)}
    page = go_on(formulier, client.post(ended.location, data=data, headers=OWN_PAGE))
    gezegd = re.findall(rf'<a href="#{STUK}">Het bestand dat u koos bij &#39;([^<]+)&#39; is niet bewaard', page.text)
    assert (typed(page), gezegd, page.text.count("is niet bewaard")) == (TEKST, ["Bestanden bij uw tekst"], 2)
    assert "is niet bewaard" not in client.get(ended.location.partition("terug=")[2]).text


def test_a_note_stands_on_the_page_of_the_team_and_nowhere_else(portal: Portaal) -> None:
    bericht = submitted(portal)
    notitie = "Eerst de moeder van de burger bellen."
    assert open_form(portal.bezoek("consulent"), bericht, "notitie").verstuur(tekst=notitie).status_code == 303
    pagina = page_text(portal.bezoek("tweede").get(f"/berichten/{bericht}"))
    assert ("Interne notities" in pagina, pagina.count(notitie)) == (True, 1)
    indiener = portal.bezoek("indiener")
    gezien = indiener.get(f"/berichten/{bericht}").text
    assert (notitie in gezien, "otitie" in page_text(indiener.get(f"/berichten/{bericht}"))) == (False, False)
    assert indiener.get(f"/berichten/{bericht}/doen/notitie").status_code == 404


def test_what_is_typed_for_an_act_is_saved_by_itself_and_a_colleague_goes_on_with_it(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    bewaren = f"/berichten/{bericht}/doen/vraag-stellen/bewaren"

    def bewaar(**velden: str) -> dict[str, str]:
        response = formulier.bezoeker.post(bewaren, {**formulier.velden, **velden})
        return dict(response.get_json())

    assert "stukken" not in bewaar(tekst=" ")
    eerst = bewaar(tekst="Waar")
    daarna = bewaar(tekst=TEKST, stukken=eerst["stukken"])
    assert daarna["url"] == eerst["url"] == f"/berichten/{bericht}/doen/vraag-stellen/{eerst['stukken']}"
    tweede = portal.bezoek("tweede")
    assert eerst["url"] in tweede.get(f"/berichten/{bericht}/doen/vraag-stellen").text
    pagina = tweede.get(eerst["url"])
    assert (typed(pagina), portal.bezoek("indiener").get(eerst["url"]).status_code) == (TEKST, 404)
    verder = Formulier(tweede, daarna["doen_url"], hidden(pagina))
    assert verder.verstuur(tekst=typed(pagina)).status_code == 303
    assert TEKST in portal.bezoek("indiener").get(f"/berichten/{bericht}").text
    with portal.huis.services.database.lezen() as session:
        assert session.scalars(select(Concept.id).where(Concept.bericht == bericht)).all() == []
