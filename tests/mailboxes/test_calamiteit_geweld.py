"""Eerste melding calamiteit of geweldsincident: the decision aid, the clock that is no free period, what toezicht may do."""

from datetime import date

import pytest

from portal.domain.berekening import bereken
from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.kortweg import in_het_kort
from portal.domain.partij import Partij
from portal.domain.routering import route
from portal.domain.termijn import Termijn
from portal.domain.termijnstappen import VERBETERINGEN
from portal.mailboxes.groningen_bw.calamiteit_geweld import MAILBOX
from portal.regios import laad_regio
from tests.voorbeelden import BSN, VANDAAG, kader, volledige_melding

REGIO = laad_regio("groningen")
TEAM, AFZENDER = Partij.BEHANDELEND_TEAM, Partij.AFZENDER
CALAMITEIT = {"soort": "calamiteit", "door_wie": None, "gevolg": "ernstig", "verband": "ja"}


def gelezen(**anders: str | None) -> Antwoorden:
    antwoorden = MAILBOX.formulier.lees(volledige_melding(**anders), kader())
    assert isinstance(antwoorden, Antwoorden), antwoorden
    return antwoorden


def termijn(code: str) -> Termijn:
    gevonden = MAILBOX.termijn(code)
    assert gevonden is not None
    return gevonden


def elders(**anders: str | None) -> list[str]:
    feiten = gelezen(**anders).feiten()
    return [v.plek for v in MAILBOX.verwijzingen if v.als.geldt(feiten)]


VERBETEREN = {stap.code for stap in VERBETERINGEN}


def stappen(status: str, door: Partij) -> set[str]:
    return {o.code for o in MAILBOX.levensloop.mogelijk(status, door, {})}


@pytest.mark.parametrize(
    ("antwoorden", "plek"),
    [
        ({"soort": "incident"}, "soort"),
        ({"soort": "twijfel"}, "soort"),
        ({"soort": "calamiteit", "gevolg": "licht", "verband": "ja"}, "soort"),
        ({"soort": "calamiteit", "gevolg": "ernstig", "verband": "nee"}, "verband"),
        ({"soort": "geweld", "door_wie": "anders"}, "door_wie"),
    ],
)
def test_what_lacks_an_element_of_the_law_is_not_reported_and_asks_nothing_more(
    antwoorden: dict[str, str], plek: str
) -> None:
    alleen = MAILBOX.formulier.lees({naam: [waarde] for naam, waarde in antwoorden.items()}, kader())
    assert isinstance(alleen, Antwoorden), alleen
    assert [v.plek for v in MAILBOX.verwijzingen if v.als.geldt(alleen.feiten())] == [plek]
    assert set(alleen.feiten()) == set(antwoorden)


@pytest.mark.parametrize(
    "antwoorden",
    [
        {},
        {"door_wie": "beroepskracht"},
        CALAMITEIT,
        {**CALAMITEIT, "gevolg": "overleden", "verband": "onzeker"},
    ],
    ids=["geweld door een cliënt", "geweld door een beroepskracht", "ernstige schade", "overleden, verband onzeker"],
)
def test_what_has_every_element_is_reported(antwoorden: dict[str, str | None]) -> None:
    assert elders(**antwoorden) == []
    assert {"gebeurd_op", "gemeente", "beschrijving", "maatregelen", "geinformeerd"} <= set(
        gelezen(**antwoorden).feiten()
    )


def test_every_reference_elsewhere_gives_the_contact_of_toezicht() -> None:
    assert {v.met_contact for v in MAILBOX.verwijzingen} == {True}
    teksten = [v.tekst for v in MAILBOX.verwijzingen]
    assert [tekst for tekst in teksten if not tekst.endswith("contact op met de toezichthouder:")] == []
    assert "Registreer en analyseer het in uw eigen organisatie." in teksten[0]


def test_the_choice_is_explained_with_the_words_of_the_law() -> None:
    (soort, *_) = MAILBOX.formulier().velden()  # type: ignore[attr-defined]  # a form as the web draws it
    assert list(soort.uitleg) == ["calamiteit", "geweld", "incident", "twijfel"]
    assert [waarde for waarde, tekst in soort.uitleg.items() if "(Wmo 1.1.1)" in tekst] == ["calamiteit", "geweld"]


@pytest.mark.parametrize("cbs", [g.cbs for g in REGIO.gemeenten])
def test_one_team_gets_it_whatever_the_gemeente(cbs: str) -> None:
    assert [b.team for b in route(MAILBOX.routering, {"gemeente": cbs}, REGIO)] == ["toezicht"]


@pytest.mark.parametrize(
    ("gebeurd", "uiterlijk"), [("2026-04-07", "2026-04-10"), ("2026-04-02", "2026-04-09"), ("2026-04-11", "2026-04-15")]
)
def test_it_is_due_at_once_and_late_after_three_werkdagen(gebeurd: str, uiterlijk: str) -> None:
    # Goede Vrijdag (3 April 2026) and tweede Paasdag are no werkdagen
    gerekend = bereken(termijn("melden"), date.fromisoformat(gebeurd), REGIO.kalender)
    assert (gerekend.datum.isoformat(), gerekend.onverwijld, gerekend.bij_indienen) == (uiterlijk, True, True)
    assert gerekend.uitleg.startswith("Onverwijld, en in elk geval uiterlijk ")
    assert in_het_kort(termijn("melden")) == "onverwijld, uiterlijk 3 werkdagen"


def test_the_region_sets_how_long_toezicht_takes() -> None:
    ingesteld = {t.code: REGIO.ingesteld(t, op=VANDAAG).aantal for t in MAILBOX.termijnen if t.instelling}
    assert ingesteld == {"bevestigen": 1, "oordeel": 5, "eigen-onderzoek": 6}
    assert {t.bron.voorstel for t in MAILBOX.termijnen if t.instelling} == {True}


def test_who_is_involved_is_a_part_of_its_own_and_stands_in_no_list() -> None:
    antwoorden = gelezen()
    (deel,) = MAILBOX.delen
    assert set(antwoorden.deel(deel.velden).feiten()) == {
        "voorletters",
        "achternaam",
        "geboortedatum",
        "bsn",
        "anderen",
    }
    romp = str(antwoorden.zonder(deel.velden))
    assert [woord for woord in ("Visser", BSN, "1987", "Purmer", "Langhout") if woord in romp] == []
    assert antwoorden.client is not None
    assert (antwoorden.client.verkort, antwoorden.client.kenmerk) == ("Geweld · Eemsdelta · 31 maart", "VIM-88")
    assert (antwoorden.client.bsn, antwoorden.client.achternaam, antwoorden.client.geboortedatum) == ("", "", "")


def test_without_a_burgerservicenummer_it_can_be_reported_at_once() -> None:
    assert "bsn" not in gelezen(bsn=None, anderen=None).feiten()
    leeg = MAILBOX.formulier.lees(volledige_melding(achternaam=None, gebeurd_op="8-4-2026"), kader())
    assert isinstance(leeg, Fouten)
    assert [fout.veld for fout in leeg.fouten] == ["gebeurd_op", "achternaam"]


def test_toezicht_confirms_first_and_then_chooses_who_investigates() -> None:
    assert "ontvangst-bevestigen" in stappen("ingediend", TEAM)
    keuzes = {"eigen-onderzoek-vragen", "zelf-onderzoeken", "geen-onderzoek"}
    assert stappen("in_behandeling", TEAM) & keuzes == set()
    assert stappen("bevestigd", TEAM) & {*keuzes, "conclusies"} == keuzes
    assert "uitkomst-sturen" in stappen("onderzoek_gevraagd", AFZENDER)


@pytest.mark.parametrize(
    ("status", "in_volgorde"),
    [
        ("bevestigd", ["eigen-onderzoek-vragen", "zelf-onderzoeken", "geen-onderzoek"]),
        ("onderzoek_gevraagd", ["zelf-onderzoeken"]),
        ("onderzoek_ontvangen", ["conclusies", "zelf-onderzoeken", "geen-onderzoek"]),
        ("toezicht_onderzoekt", ["conclusies", "eigen-onderzoek-vragen"]),
    ],
)
def test_what_is_sensible_next_comes_first_and_what_was_done_is_not_offered_again(
    status: str, in_volgorde: list[str]
) -> None:
    mogelijk = [o.code for o in MAILBOX.levensloop.mogelijk(status, TEAM, {})]
    keuzes = {"conclusies", "eigen-onderzoek-vragen", "zelf-onderzoeken", "geen-onderzoek"}
    assert [code for code in mogelijk if code in keuzes] == in_volgorde


def test_what_was_closed_without_an_onderzoek_is_talked_about_and_opened_again() -> None:
    geen = MAILBOX.levensloop.overgang("geen-onderzoek")
    assert geen is not None
    dicht = geen.naar
    assert dicht == "zonder_onderzoek"
    assert stappen(dicht, TEAM) - VERBETEREN == {"bericht-sturen", "notitie", "toch-onderzoek"}
    assert stappen(dicht, AFZENDER) == {"toevoegen"}
    assert "toch-onderzoek" not in stappen("afgehandeld", TEAM)


def test_it_is_not_withdrawn_nor_handed_on() -> None:
    codes = {o.code for o in MAILBOX.levensloop.overgangen}
    assert codes & {"intrekken", "doorsturen", "oppakken"} == set()


def test_conclusions_are_reported_to_the_colleges() -> None:
    conclusies = MAILBOX.levensloop.overgang("conclusies")
    assert conclusies is not None
    taken = [(t.code, t.rol.value) for t in conclusies.taken({})]
    assert taken == [("opvolging", "indiener"), ("rapport-colleges", "toezichthouder")]
