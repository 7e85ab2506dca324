"""What the command line shows of mailboxes, routing and clocks, word for word."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.cli.mailboxdocument import document
from portal.demo.groningen_verzoeken import VERZOEKEN
from portal.demo.personen import AANBIEDERS
from portal.demo.voorbeelden import antwoorden as typed
from portal.domain.formulier import Antwoorden, Kader
from portal.forms.verklaring import SOORTEN, Verklaring
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios
from tests.cli.running import ROOT, portal, portal_anew

MAILBOX = "verzoek-overdracht-toewijzing"


@pytest.fixture
def antwoorden(tmp_path: Path) -> Path:
    path = tmp_path / "antwoorden.json"
    path.write_text('{"gemeente_inschrijving": "0014", "producten": ["verblijf-24-uur"]}', encoding="utf-8")
    return path


def test_every_mailbox_is_shown_with_its_title() -> None:
    shown = portal("mailboxen")
    assert (shown.code, f"{MAILBOX:<40} Verzoek overdracht toewijzing\n" in shown.out) == (0, True)


def test_the_document_of_the_mailboxes_is_as_they_are_declared() -> None:
    """Write it anew with `portal mailboxen --document > docs/mailboxen.md`."""
    assert portal("mailboxen", "--document").out == (ROOT / "docs" / "mailboxen.md").read_text(encoding="utf-8")


def test_the_document_marks_what_is_a_proposal_and_what_is_still_to_be_checked() -> None:
    tekst = (ROOT / "docs" / "mailboxen.md").read_text(encoding="utf-8")
    for mailbox in laad_mailboxen(laad_regios()).alle():
        assert f"### {mailbox.titel}\n\n`{mailbox.code}`: " in tekst
    assert [regel for regel in tekst.splitlines() if "voorstel van het portaal" in regel and "[I]" not in regel] == []
    assert [regel for regel in tekst.splitlines() if "(nog te controleren)" in regel and "[M]" not in regel] == []


def test_the_document_says_each_kind_of_answer_in_words_and_keeps_its_text_from_markdown() -> None:
    alle = laad_mailboxen(laad_regios()).alle()
    formulieren = [m.formulier for m in alle] + [
        o.formulier for m in alle for o in m.levensloop.overgangen if o.formulier is not None
    ]
    kader = Kader(vandaag=date(2026, 1, 1), regio=laad_regios()[0])
    vragen = [v for f in formulieren for _, vragen in Verklaring(f, kader).secties() for v in vragen]
    assert [v.soort_code for v in vragen if v.soort_code not in SOORTEN] == []
    tekst = document([replace(alle[0], titel="A <b> | c")], [], laad_regios())
    assert r"### A \<b> \| c" + "\n" in tekst


def test_the_json_of_the_mailboxes_is_whole_and_the_same_every_time() -> None:
    first, second = portal_anew("mailboxen", "--json"), portal_anew("mailboxen", "--json")
    shown = {mailbox["code"]: mailbox for mailbox in json.loads(first.out)}
    assert first.out == second.out
    for mailbox in laad_mailboxen(laad_regios()).alle():
        data = shown[mailbox.code]
        assert [t["code"] for t in data["levensloop"]["overgangen"]] == [o.code for o in mailbox.levensloop.overgangen]
        assert [t["code"] for t in data["termijnen"]] == [t.code for t in mailbox.termijnen]
        assert [b["code"] for b in data["bijlagen"]] == [b.code for b in mailbox.bijlagen]
        assert [v["naam"] for v in data["formulier"]["velden"]] == [v.naam for v in mailbox.formulier.veldinfo()]


def test_the_json_says_of_a_rule_and_a_condition_which_kind_it_is_and_what_it_means() -> None:
    data = next(m for m in json.loads(portal("mailboxen", "--json").out) if m["code"] == MAILBOX)
    verplicht = data["bijlagen"][0]["verplicht_als"]
    assert (data["routering"]["soort_waarde"], verplicht["soort_waarde"], "in_woorden" in verplicht) == (
        "OpAntwoord",
        "Of",
        True,
    )


def test_the_route_names_the_team_and_why(antwoorden: Path) -> None:
    shown = portal("route", MAILBOX, "--antwoorden", antwoorden)
    assert (shown.code, shown.out) == (
        0,
        (
            "toegang-0014: Toegang Groningen\n"
            "  Waarom: Toegang Groningen behandelt berichten van de latende gemeente: Groningen. (regel latende-gemeente)\n"
        ),
    )


def test_the_example_in_the_help_is_one_that_the_mailbox_takes(tmp_path: Path) -> None:
    found = re.search(r"\{[^}]+\}", " ".join(portal("route", "--help").out.split()))
    assert found is not None
    path = tmp_path / "uit-de-hulp.json"
    path.write_text(found[0], encoding="utf-8")
    assert portal("route", MAILBOX, "--antwoorden", path).code == 0


def test_the_example_of_the_readme_is_whole_fictional_and_leads_to_a_team() -> None:
    command = re.search(r"portal route (\S+) --antwoorden (\S+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert command is not None
    shown = portal("route", command[1], "--antwoorden", command[2])
    answers = json.loads((ROOT / command[2]).read_text(encoding="utf-8"))
    assert (shown.code, shown.out.splitlines()[0]) == (0, "toegang-0014: Toegang Groningen")
    assert 999_900_006 <= int(answers["bsn"]) <= 999_999_990
    mailbox = laad_mailboxen(laad_regios()).met_code(command[1])
    assert mailbox is not None
    vandaag = date.fromisoformat(answers["afgesproken_op"]) + timedelta(days=3)
    kader = Kader(vandaag=vandaag, regio=laad_regio("groningen"), aanbieders=AANBIEDERS)
    gelezen = mailbox.formulier.lees(typed(VERZOEKEN[0], answers["bsn"], vandaag=vandaag), kader)
    assert isinstance(gelezen, Antwoorden)
    assert answers == {n: w if isinstance(w, str) else list(w) for n, w in gelezen.feiten().items() if w}


def test_the_route_as_json(antwoorden: Path) -> None:
    (bestemming,) = json.loads(portal("route", MAILBOX, "--antwoorden", antwoorden, "--json").out)
    assert (bestemming["team"], bestemming["regel"], bestemming["deel"]) == ("toegang-0014", "latende-gemeente", "heel")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"gemeente_inschrijving": "9999", "gemeente_verblijf": "9999"}', "hoort niet bij de regio Groningen"),
        ("{}", "Kies een gemeente"),
        ('{"gemeente": "0014"}', "Deze velden heeft mailbox verzoek-overdracht-toewijzing niet: gemeente."),
        ('{"gemeente_inschrijving": 14}', "moet per veld een tekst"),
        ("geen json", "is geen JSON-bestand"),
    ],
)
def test_without_a_team_or_with_wrong_answers_the_route_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "antwoorden.json"
    path.write_text(text, encoding="utf-8")
    shown = portal("route", MAILBOX, "--antwoorden", path)
    assert (shown.code, shown.out, said in shown.err, "Traceback" in shown.err) == (1, "", True, False)


def test_what_belongs_elsewhere_is_said_with_whom_to_ask(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.json"
    path.write_text('{"soort": "incident"}', encoding="utf-8")
    shown = portal("route", "calamiteit-geweld", "--antwoorden", path)
    assert (shown.code, "Een incident meldt u niet." in shown.err) == (1, True)
    assert "toezichthouderswmoenjeugdwet@groningen.nl" in shown.err


def test_a_clock_that_the_region_sets_and_one_that_counts_back(tmp_path: Path) -> None:
    oordeel = portal("termijn", "calamiteit-geweld", "oordeel", "--vanaf", "2026-04-02")
    melden = portal("termijn", "herindicatie", "melden", "--vanaf", "2026-06-30")
    assert oordeel.out.startswith("Eerste oordeel: maandag 13 april 2026\n")
    assert melden.out.startswith("Melding herindicatie: dinsdag 5 mei 2026\n")


def test_a_clock_is_given_with_its_explanation() -> None:
    shown = portal("termijn", MAILBOX, "reactie-ontvangende", "--vanaf", "2026-04-02")
    assert (shown.code, shown.out) == (
        0,
        (
            "Reactie van de ontvangende gemeente: donderdag 9 april 2026\n"
            "3 werkdagen na donderdag 2 april: Goede Vrijdag (3 april), het weekend en tweede Paasdag (6 april) tellen niet "
            "mee. Dinsdag 7, woensdag 8 en donderdag 9 april tellen wel mee, dus naar verwachting uiterlijk donderdag 9 april 2026. "
            "Dit is een verwachting, geen termijn. "
            "Geteld vanaf de dag waarop de taak 'Leg de wisseling voor aan de ontvangende gemeente' is gedaan. "
            "Bron: voorstel van het portaal, naar Handboek §4 A.3.\n"
        ),
    )


def test_a_clock_as_json() -> None:
    data = json.loads(portal("termijn", MAILBOX, "reactie-ontvangende", "--vanaf", "2026-04-02", "--json").out)
    assert (data["vanaf"], data["datum"], data["karakter"], data["niet_geteld"][0]) == (
        "2026-04-02",
        "2026-04-09",
        "verwachting",
        {"datum": "2026-04-03", "reden": "Goede Vrijdag"},
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ("termijn", MAILBOX, "besluit", "--vanaf", "2026-04-02"),
            "heeft geen termijn 'besluit'. Wel: overgang, reactie",
        ),
        (("termijn", "onbekend", "x", "--vanaf", "2026-04-02"), "Mailbox 'onbekend' bestaat niet"),
        (
            ("termijn", MAILBOX, "overgang", "--vanaf", "2026-04-02", "--regio", "zeeland"),
            "De regio 'zeeland' bestaat niet",
        ),
        (("termijn", MAILBOX, "reactie-ontvangende", "--vanaf", "1700-04-02"), "1700"),
    ],
)
def test_what_does_not_exist_is_named(args: tuple[str, ...], said: str) -> None:
    shown = portal(*args)
    assert (shown.code, said in shown.err, "Traceback" in shown.err) == (1, True, False)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("onzin",), "De opdracht 'onzin' bestaat niet. Kies uit: demo, web, vault"),
        (("demo", "--onzin"), "De optie --onzin bestaat niet."),
        (("demo", "--port", "abc"), "De waarde voor --port klopt niet."),
        (("termijn",), "Vul ook CODE in.\nUitleg: portal termijn --help"),
    ],
)
def test_a_wrong_command_gets_a_plain_sentence_and_exit_code_two(args: tuple[str, ...], said: str) -> None:
    shown = portal(*args)
    assert (shown.code, said in shown.err) == (2, True)


@pytest.mark.parametrize("args", [(), ("demo",), ("gebruiker",), ("gebruiker", "toevoegen"), ("audit", "verify")])
def test_help_is_dutch(args: tuple[str, ...]) -> None:
    shown = portal(*args, "--help")
    english = [
        word for word in ("Usage", "Options", "Commands", "Show this", "default:", "required") if word in shown.out
    ]
    assert (shown.code, shown.out.startswith("Gebruik: portal"), english) == (0, True, [])


def test_the_version_is_that_of_the_package() -> None:
    text = (Path(__file__).parent.parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{portal_anew("--version").out.strip()}"' in text


def test_a_setting_that_cannot_be_is_refused_in_a_sentence() -> None:
    shown = portal("web", port="veel")
    assert (shown.code, shown.err) == (1, "PORTAL_PORT moet een getal zijn, niet 'veel'.\n")


def test_a_clock_that_stood_still_and_was_lengthened_is_explained_as_on_the_page() -> None:
    stil = ("termijn", "herindicatie", "beschikking", "--vanaf", "2026-06-01", "--opgeschort", "2026-06-05:2026-06-15")
    assert portal(*stil).out == (
        "Beschikking: woensdag 24 juni 2026\n"
        "2 weken na maandag 1 juni 2026 is maandag 15 juni 2026. De termijn stond stil van zaterdag 6 juni tot en met zondag "
        "14 juni 2026, want de aanvrager is gevraagd de aanvraag aan te vullen (Awb 4:15 lid 1 onder a): 9 dagen. Dat is "
        "9 dagen later: woensdag 24 juni 2026. Dat is een werkdag, dus uiterlijk woensdag 24 juni 2026. "
        "Geteld vanaf de stap 'Ondertekende aanvraag ontvangen'. Bron: Wmo 2.3.5 lid 2.\n"
    )
    langer = portal("termijn", "klacht", "klacht", "--vanaf", "2026-06-01", "--verlengd", "4 weken", "--json")
    assert json.loads(langer.out)["datum"] == "2026-08-10"


@pytest.mark.parametrize(
    ("klok", "langer", "reden"),
    [
        (("klacht", "klacht"), ("5 weken",), "Het kan hoogstens 4 weken zijn."),
        (("klacht", "klacht"), ("2 weken", "2 weken"), "niet nog een keer"),
        (("klacht", "klacht"), ("28 dagen",), "Tel in: weken."),
        (("herindicatie", "onderzoek"), ("2 weken",), "Deze termijn kan niet worden verlengd."),
    ],
)
def test_a_wettelijke_termijn_becomes_no_longer_than_the_law_lets_it(
    klok: tuple[str, str], langer: tuple[str, ...], reden: str
) -> None:
    opties = [deel for lengte in langer for deel in ("--verlengd", lengte)]
    shown = portal("termijn", *klok, "--vanaf", "2026-06-01", *opties)
    assert (shown.code != 0, reden in shown.err) == (True, True)


def test_a_clock_that_stands_still_has_no_last_day() -> None:
    staat = ("termijn", "herindicatie", "beschikking", "--vanaf", "2026-06-01", "--opgeschort", "2026-06-05:")
    uitleg = (
        "2 weken na maandag 1 juni 2026 is maandag 15 juni 2026. De termijn staat stil vanaf zaterdag 6 juni 2026, want de "
        "aanvrager is gevraagd de aanvraag aan te vullen (Awb 4:15 lid 1 onder a). Zolang hij stilstaat, is er geen laatste dag. "
        "Daarna zijn er nog 10 dagen over. Geteld vanaf de stap 'Ondertekende aanvraag ontvangen'. Bron: Wmo 2.3.5 lid 2."
    )
    assert portal(*staat).out == f"Beschikking: staat stil\n{uitleg}\n"
    assert json.loads(portal(*staat, "--json").out) == {
        "code": "beschikking",
        "vanaf": "2026-06-01",
        "datum": None,
        "uitleg": uitleg,
    }


@pytest.mark.parametrize(
    ("optie", "reden"),
    [
        (("--opgeschort", "morgen"), "'morgen' is geen periode."),
        (("--opgeschort", "2026-06-05:2026-06-01"), "kan niet weer gaan lopen"),
        (("--opgeschort", "2026-06-05:9999-12-31"), "Met het jaar 9999 kan het portaal niet rekenen."),
        (("--verlengd", "lang"), "'lang' is geen lengte."),
        (("--verlengd", "2 eeuwen"), "'2 eeuwen' is geen lengte."),
        (("--verlengd", "2 werkdagen"), "kan niet worden verlengd"),
    ],
)
def test_what_cannot_be_added_to_a_clock_is_refused_with_what_to_type(optie: tuple[str, ...], reden: str) -> None:
    shown = portal("termijn", "herindicatie", "beschikking", "--vanaf", "2026-06-01", *optie)
    assert (shown.code != 0, reden in shown.err) == (True, True)


def test_a_date_in_another_form_is_refused_with_the_right_one() -> None:
    shown = portal("termijn", "herindicatie", "beschikking", "--vanaf", "24-12-2026")
    assert shown.code != 0
    assert "De waarde voor --vanaf klopt niet. Schrijf een datum als jaar-maand-dag, zoals 2026-12-24." in shown.err
