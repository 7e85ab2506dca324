"""Two colleagues on one text of an act: neither writes over the other, and nothing is sent that its page did not show."""

import io
import re
from collections.abc import Callable
from uuid import UUID

import pytest

from tests.bezoeker import OWN_PAGE, Bezoeker, Portaal, form_token, page_text
from tests.installatie import WACHTWOORD
from tests.voorbeelden import pdf
from tests.web.test_nog_een_keer import in_handen, kept
from tests.web.verhalen import Formulier, hidden, open_form, steps_of, typed

BEGIN = "Begin van de vraag."
MIJN = "Begin van de vraag, met mijn alinea."
ANDER = "Begin van de vraag, met de alinea van een ander."
STUK = "bijlage-stukken"
KOPIE = "Deze tekst is intussen ook ergens anders gewijzigd"
GEWIJZIGD = "De bestanden bij uw tekst zijn net gewijzigd. Uw tekst staat er nog. Kijk ze na en verstuur opnieuw."
SCRIPT = {"Accept": "application/json"}


def brief(naam: str = "brief.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(pdf()), naam


def seen(bezoeker: Bezoeker, pad: str) -> Formulier:
    """Open a text that was kept, as this visitor."""
    pagina = bezoeker.get(pad)
    assert pagina.status_code == 200
    return Formulier(bezoeker, pad.rpartition("/")[0], hidden(pagina))


def save(formulier: Formulier, tekst: str) -> dict[str, str]:
    """Save as the script does, and take over what it answers."""
    response = formulier.bezoeker.post(f"{formulier.pad}/bewaren", {**formulier.velden, "tekst": tekst}, SCRIPT)
    antwoord: dict[str, str] = {naam: str(waarde) for naam, waarde in response.get_json().items()}
    formulier.velden |= {naam: antwoord[naam] for naam in ("stukken", "tekstversie")}
    return antwoord


def pair(portal: Portaal, *, bestand: bool = False) -> tuple[UUID, Formulier, Formulier, str]:
    """Let two colleagues open the same text, with a file on it if asked."""
    bericht = in_handen(portal)
    eerst = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    pad = save(eerst, BEGIN)["url"]
    if bestand:
        eerst.verstuur(tekst=BEGIN, actie="toevoegen", **{STUK: brief()})
    return bericht, seen(eerst.bezoeker, pad), seen(portal.bezoek("tweede"), pad), pad


def remove_link(formulier: Formulier, pad: str) -> str:
    """Return where the button goes that takes a file off this text."""
    found = re.search(r'formaction="([^"]+/verwijderen)"', formulier.bezoeker.get(pad).text)
    assert found is not None
    return found[1]


def test_of_two_who_save_the_same_text_neither_writes_over_the_other(portal: Portaal) -> None:
    bericht, mijn, ander, pad = pair(portal)
    assert save(ander, ANDER)["melding"] == ""
    antwoord = save(mijn, MIJN)
    assert (KOPIE in antwoord["melding"], antwoord["url"] == pad) == (True, False)
    daarna = save(mijn, f"{MIJN} En meer.")
    assert (daarna["melding"], daarna["url"]) == ("", antwoord["url"])
    teksten = [typed(mijn.bezoeker.get(adres)) for adres in (pad, antwoord["url"])]
    assert (teksten, len(kept(portal, bericht))) == ([ANDER, f"{MIJN} En meer."], 2)


def test_of_two_who_save_the_same_words_there_is_one_text(portal: Portaal) -> None:
    bericht, mijn, ander, pad = pair(portal)
    antwoorden = [save(wie, ANDER) for wie in (ander, mijn)]
    assert [(a["melding"], a["url"]) for a in antwoorden] == [("", pad)] * 2
    assert len(kept(portal, bericht)) == 1


def test_a_text_that_a_colleague_wrote_on_stays_when_mine_is_sent(portal: Portaal) -> None:
    bericht, mijn, ander, pad = pair(portal)
    save(ander, ANDER)
    assert mijn.verstuur(tekst=MIJN).status_code == 303
    assert typed(ander.bezoeker.get(pad)) == ANDER
    assert MIJN in portal.bezoek("indiener").get(f"/berichten/{bericht}").text


def test_a_text_on_which_nobody_wrote_is_gone_when_it_is_sent(portal: Portaal) -> None:
    bericht, _, ander, _ = pair(portal)
    assert ander.verstuur(tekst=ANDER).status_code == 303
    assert kept(portal, bericht) == []


def test_a_session_that_ended_writes_over_nobody_either(portal: Portaal) -> None:
    _, mijn, ander, pad = pair(portal)
    save(ander, ANDER)
    client, token = mijn.bezoeker.client, form_token(mijn.bezoeker.client)
    portal.huis.later(minutes=45)
    ended = mijn.verstuur(tekst=MIJN, csrf_token=token)
    data = {"account": "consulent", "wachtwoord": WACHTWOORD, "csrf_token": form_token(client)}
    terug = client.post(ended.location, data=data, headers=OWN_PAGE).location
    pagina = client.get(terug)
    assert (terug == pad, typed(pagina)) == (False, MIJN)
    assert typed(portal.bezoek("tweede").get(pad)) == ANDER


def test_a_file_that_is_added_to_an_old_page_goes_with_its_own_text(portal: Portaal) -> None:
    bericht, mijn, ander, pad = pair(portal)
    save(ander, ANDER)
    response = mijn.verstuur(tekst=MIJN, actie="toevoegen", **{STUK: brief()})
    pagina = mijn.bezoeker.get(response.location)
    assert (response.location == pad, KOPIE in page_text(pagina), typed(pagina)) == (False, True, MIJN)
    assert sorted(aantal for _, aantal in kept(portal, bericht)) == [0, 1]
    assert typed(ander.bezoeker.get(pad)) == ANDER


def test_a_file_is_not_taken_off_the_text_of_a_colleague_with_an_old_page(portal: Portaal) -> None:
    bericht, mijn, ander, pad = pair(portal, bestand=True)
    weg = remove_link(mijn, pad)
    save(ander, ANDER)
    response = mijn.bezoeker.post(weg, {**mijn.velden, "tekst": MIJN})
    assert (response.status_code, response.location == pad) == (303, False)
    assert sorted(aantal for _, aantal in kept(portal, bericht)) == [0, 1]
    assert "brief.pdf" in ander.bezoeker.get(pad).text


def thrown_away(ander: Formulier, pad: str) -> None:
    ander.bezoeker.post(f"{pad}/weggooien")


def taken_off(ander: Formulier, pad: str) -> None:
    ander.bezoeker.post(remove_link(ander, pad), {**ander.velden, "tekst": BEGIN})


def added(ander: Formulier, _pad: str) -> None:
    ander.verstuur(tekst=BEGIN, actie="toevoegen", **{STUK: brief("tweede.pdf")})


@pytest.mark.parametrize(
    ("change", "over"),
    [(thrown_away, []), (taken_off, []), (added, ["brief.pdf", "tweede.pdf"])],
    ids=["weggegooid", "eraf", "erbij"],
)
def test_nothing_is_sent_with_other_files_than_the_page_showed(
    portal: Portaal, change: Callable[[Formulier, str], None], over: list[str]
) -> None:
    bericht, mijn, ander, pad = pair(portal, bestand=True)
    change(ander, pad)
    response = mijn.verstuur(tekst=MIJN)
    assert (response.status_code, typed(response), GEWIJZIGD in page_text(response)) == (409, MIJN, True)
    assert "vraag-stellen" not in steps_of(portal, bericht)
    assert sorted(re.findall(r'bp-bijlage-titel">([^<]+)', response.text)) == over
    mijn.velden = hidden(response)
    assert mijn.verstuur(tekst=MIJN).status_code == 303
    gelezen = portal.bezoek("indiener").get(f"/berichten/{bericht}").text
    assert [naam for naam in ("brief.pdf", "tweede.pdf") if naam in gelezen] == over


def test_a_text_whose_kept_words_a_colleague_threw_away_is_sent_when_no_file_was_on_it(portal: Portaal) -> None:
    bericht, mijn, ander, pad = pair(portal)
    thrown_away(ander, pad)
    assert mijn.verstuur(tekst=MIJN).status_code == 303
    assert MIJN in portal.bezoek("indiener").get(f"/berichten/{bericht}").text


def test_who_writes_on_in_a_text_that_a_colleague_threw_away_keeps_it_and_hears_so(portal: Portaal) -> None:
    bericht, mijn, ander, pad = pair(portal, bestand=True)
    weg = remove_link(mijn, pad)
    thrown_away(ander, pad)
    antwoord = save(mijn, MIJN)
    assert ("De tekst die hier was bewaard, is weg" in antwoord["melding"], typed(mijn.bezoeker.get(pad))) == (
        True,
        MIJN,
    )
    assert save(mijn, f"{MIJN} En meer.")["melding"] == ""
    thrown_away(ander, pad)
    response = mijn.bezoeker.post(weg, {**mijn.velden, "tekst": MIJN})
    assert (response.status_code, kept(portal, bericht)) == (303, [(UUID(pad.rpartition("/")[2]), 0)])
    assert "is weg: verstuurd of weggegooid" in page_text(mijn.bezoeker.get(response.location))


def test_of_ones_own_texts_only_what_was_sent_goes_and_what_says_the_same(portal: Portaal) -> None:
    bericht = in_handen(portal)
    consulent = portal.bezoek("consulent")
    ander, zelfde, dit = (open_form(consulent, bericht, "vraag-stellen") for _ in range(3))
    pad = save(ander, ANDER)["url"]
    for formulier in (zelfde, dit):
        save(formulier, MIJN)
    assert len(kept(portal, bericht)) == 3
    assert dit.verstuur(tekst=f" {MIJN} ").status_code == 303
    assert [concept for concept, _ in kept(portal, bericht)] == [UUID(pad.rpartition("/")[2])]
    pagina = consulent.get(pad)
    assert (pagina.status_code, typed(pagina)) == (409, ANDER)  # it waits for an answer now: the text is there to copy


def test_what_was_typed_on_in_another_window_stays_when_the_first_is_sent(portal: Portaal) -> None:
    bericht = in_handen(portal)
    hier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    pad = save(hier, BEGIN)["url"]
    daar = seen(hier.bezoeker, pad)
    save(daar, ANDER)
    assert hier.verstuur(tekst=BEGIN).status_code == 303
    assert typed(hier.bezoeker.get(pad)) == ANDER
