"""The form of an act that is sent a second time: done once, nothing left behind, and another text is never lost unsaid."""

import io
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.models import Bijlage, Concept, Overgang
from tests.bezoeker import Portaal, form_token, page_text
from tests.core.tegelijk import at_once
from tests.voorbeelden import pdf
from tests.web.verhalen import Formulier, hidden, open_form, steps_of, submitted, typed, view

EERST = "Wanneer verhuist de burger?"
BETER = "Wanneer verhuist de burger, en wie is de contactpersoon?"
STUK = "bijlage-stukken"
BLIJFT = "Wat u daarna typte of toevoegde, is niet mee verstuurd. Uw tekst is bewaard en staat er nog."


def brief(hoogte: bytes = b"842") -> tuple[io.BytesIO, str]:
    return io.BytesIO(pdf().replace(b"842", hoogte)), "brief.pdf"


def kept(portal: Portaal, bericht: UUID) -> list[tuple[UUID, int]]:
    """Return the texts that are kept for a bericht, each with how many files hang on it."""
    with portal.huis.services.database.lezen() as session:
        concepten = session.scalars(select(Concept.id).where(Concept.bericht == bericht)).all()
        return [
            (c, session.scalar(select(func.count()).select_from(Bijlage).where(Bijlage.bij == c)) or 0)
            for c in concepten
        ]


def in_handen(portal: Portaal) -> UUID:
    bericht = submitted(portal)
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


@pytest.mark.parametrize(
    ("account", "code", "eerst"),
    [
        ("consulent", "vraag-stellen", ""),
        ("consulent", "bericht-sturen", ""),
        ("indiener", "beantwoorden", "vraag-stellen"),
    ],
)
def test_a_form_with_a_file_that_is_sent_twice_leaves_no_text_behind(
    portal: Portaal, account: str, code: str, eerst: str
) -> None:
    bericht = in_handen(portal)
    if eerst:
        portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, eerst, tekst=EERST)
    formulier = open_form(portal.bezoek(account), bericht, code)
    antwoorden = [formulier.verstuur(tekst="Zie de brief.", **{STUK: brief()}) for _ in range(3)]
    assert [(a.status_code, a.location) for a in antwoorden] == [(303, f"/berichten/{bericht}")] * 3
    assert (steps_of(portal, bericht).count(code), kept(portal, bericht)) == (1, [])
    with portal.huis.services.database.lezen() as session:
        assert session.scalar(select(func.count()).select_from(Bijlage).where(Bijlage.subject == bericht)) == 3


def test_a_form_with_a_file_that_is_sent_six_times_at_once_leaves_no_text_behind(portal: Portaal) -> None:
    bericht = in_handen(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    bezoekers = [portal.bezoek("consulent") for _ in range(6)]
    for bezoeker in bezoekers:
        form_token(bezoeker.client)
    posts = [partial(replace(formulier, bezoeker=b).verstuur, tekst=EERST, **{STUK: brief()}) for b in bezoekers]
    assert [getattr(answer, "status_code", answer) for answer in at_once(*posts)] == [303] * 6
    assert (steps_of(portal, bericht).count("vraag-stellen"), kept(portal, bericht)) == (1, [])


@pytest.mark.parametrize("code", ["vraag-stellen", "afgewezen", "notitie"])
def test_another_text_under_the_same_form_is_given_back_and_kept_and_the_first_one_stands(
    portal: Portaal, code: str
) -> None:
    bericht = in_handen(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, code)
    assert formulier.verstuur(tekst=EERST).status_code == 303
    assert formulier.verstuur(tekst=f" {EERST}\r\n").status_code == 303
    tweede = formulier.verstuur(tekst=BETER)
    assert (tweede.status_code, typed(tweede), BLIJFT in page_text(tweede)) == (409, BETER, True)
    assert ("Wilt u dit nog steeds? Verstuur dan opnieuw." in page_text(tweede)) == (code == "notitie")
    assert "Gelukt" not in page_text(tweede)
    [(concept, _)] = kept(portal, bericht)
    assert hidden(tweede)["stukken"] == str(concept)
    gelezen = portal.bezoek("tweede").get(f"/berichten/{bericht}").text
    assert (EERST in gelezen, BETER in gelezen, steps_of(portal, bericht).count(code)) == (True, False, 1)


def test_the_second_text_can_be_sent_as_another_and_is_then_kept_no_longer(portal: Portaal) -> None:
    bericht = in_handen(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "bericht-sturen")
    formulier.verstuur(tekst=EERST)
    tweede = formulier.verstuur(tekst=BETER, **{STUK: brief()})
    assert (tweede.status_code, [aantal for _, aantal in kept(portal, bericht)]) == (409, [1])
    verder = Formulier(formulier.bezoeker, formulier.pad, hidden(tweede))
    assert verder.verstuur(tekst=typed(tweede)).status_code == 303
    assert (steps_of(portal, bericht).count("bericht-sturen"), kept(portal, bericht)) == (2, [])
    assert "brief.pdf" in portal.bezoek("indiener").get(f"/berichten/{bericht}").text


def test_another_file_of_the_same_name_and_size_is_another_form(portal: Portaal) -> None:
    bericht = in_handen(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    assert formulier.verstuur(tekst=EERST, **{STUK: brief()}).status_code == 303
    tweede = formulier.verstuur(tekst=EERST, **{STUK: brief(b"841")})
    assert (tweede.status_code, BLIJFT in page_text(tweede)) == (409, True)
    assert [aantal for _, aantal in kept(portal, bericht)] == [1]


def test_another_reason_after_the_bericht_was_handed_on_is_kept_and_given_back(portal: Portaal) -> None:
    bericht = in_handen(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "doorsturen")
    reden = "De burger staat in Groningen ingeschreven."
    assert formulier.verstuur(team="toegang-0014", reden=reden).location == "/werkvoorraad"
    assert formulier.verstuur(team="toegang-0014", reden=reden).location == "/werkvoorraad"
    assert kept(portal, bericht) == []
    tweede = formulier.verstuur(team="toegang-0014", reden=f"{reden} Bel ons.")
    assert tweede.status_code == 303
    terug = formulier.bezoeker.get(tweede.location)
    assert (terug.status_code, typed(terug)) == (409, f"{reden} Bel ons.")
    assert "Uw tekst is niet verstuurd" in page_text(terug)
    assert view(portal, "groningen", bericht).team == "toegang-0014"


def test_the_key_of_a_form_is_not_stored_so_that_nobody_can_guess_at_a_text(portal: Portaal) -> None:
    bericht = in_handen(portal)
    formulieren = [open_form(portal.bezoek("consulent"), bericht, "notitie") for _ in range(2)]
    for formulier in formulieren:
        formulier.verstuur(tekst=EERST)
    with portal.huis.services.database.lezen() as session:
        rijen = session.execute(
            select(Overgang.sleutel, Overgang.afdruk).where(Overgang.bericht == bericht, Overgang.code == "notitie")
        ).all()
    assert {str(rij.sleutel) for rij in rijen} & {formulier.velden["sleutel"] for formulier in formulieren} == set()
    assert [len(rij.afdruk or b"") for rij in rijen] == [16, 16]
    assert len({rij.afdruk for rij in rijen}) == 2
