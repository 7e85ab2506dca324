"""Region Groningen: ten gemeenten with the contact lines as the handbook prints them, odd ones flagged."""

from datetime import date

import pytest

from portal.domain.kalender import Kalender, Werkdagregels
from portal.domain.rollen import Rol
from portal.domain.teams import Teamsoort
from portal.regios import FouteRegio, OnbekendeRegio, laad_regio, laad_regios, regio_uit

# As printed under 'Contactgegevens gemeenten' of the Handboek Beschermd Wonen per 1 januari 2023, in its order.
CONTACTREGELS = [
    ("1979", "Eemsdelta", "beschermdwonen@eemsdelta.nl", "0596-639010"),
    (
        "1966",
        "Het Hogeland",
        "beschermdwonen@hethogeland.nl",
        "088-345888 (of 06-11450530 -> alleen voor whats app!)",
    ),
    ("1895", "Oldambt", "wmo@gemeente-oldambt.nl", "0597-482000"),
    ("1952", "Midden-Groningen", "beschermdwonen@midden-groningen.nl", "0598-729800"),
    ("0037", "Stadskanaal", "gemeente@stadskanaal.nl", "0599-631631"),
    ("1969", "Westerkwartier", "beschermdwonen@westerkwartier.nl", "14-0594"),
    ("1950", "Westerwolde", "beschermdwonen@westerwolde.nl", "0599-3202200"),
    ("0047", "Veendam", "beschermdwonen@veendam.nl", "0598-652222"),
    ("0765", "Pekela", "sociaalteam@pekela.nl", "0598-652301"),
    ("0014", "Groningen", "frontofficebwmo@groningen.nl", "050-3674200 (optie 3)"),
]
KLEIN = """
code = "klein"
naam = "Klein"
centrumgemeente = "0001"
bron = "Proef"
teams = [{code = "samen", soort = "toegang", naam = "Toegang Samen", gemeenten = ["0001", "0002"], contact = "x"}]
[[gemeenten]]
cbs = "0001"
naam = "Een"
email = "een@gemeente.example"
telefoon = "1"
zonder_rollen = ["frontoffice"]
[gemeenten.taakrollen]
beschikking = "consulent"
[[gemeenten]]
cbs = "0002"
naam = "Twee"
email = "twee@gemeente.example"
telefoon = "2"
[[gemeenten]]
cbs = "0003"
naam = "Drie"
email = "drie@gemeente.example"
telefoon = "3"
[instellingen]
vijf_mei_vrij = "nee"
"""


def test_the_contact_lines_stand_verbatim() -> None:
    assert [(g.cbs, g.naam, g.email, g.telefoon) for g in laad_regio("groningen").gemeenten] == CONTACTREGELS


def test_the_odd_lines_are_flagged_and_the_others_not() -> None:
    vlaggen = {g.naam: g.vlaggen for g in laad_regio("groningen").gemeenten if g.vlaggen}
    assert vlaggen == {
        "Het Hogeland": (
            "Het nummer 088-345888 heeft 9 cijfers in plaats van 10. Beheer vraagt het na bij de gemeente.",
        ),
        "Oldambt": ("Dit is het algemene Wmo-adres, niet een adres voor beschermd wonen.",),
        "Stadskanaal": (
            "Dit is het algemene adres van de gemeente. Stuur er geen gegevens van burgers heen.",
        ),
        "Westerwolde": (
            "Het nummer 0599-3202200 heeft 11 cijfers in plaats van 10. Beheer vraagt het na bij de gemeente.",
        ),
        "Pekela": ("Dit is het adres van het sociaal team, niet een adres voor beschermd wonen.",),
        "Groningen": ("Na 050 staat in het handboek een spatie die er niet hoort. Kies optie 3 in het menu.",),
    }  # fmt: skip


@pytest.mark.parametrize(("cbs", "naam"), [(cbs, naam) for cbs, naam, _, _ in CONTACTREGELS])
def test_every_gemeente_has_its_own_toegang_with_its_contact_line(cbs: str, naam: str) -> None:
    regio = laad_regio("groningen")
    team = regio.team(Teamsoort.TOEGANG, cbs)
    gemeente = regio.gemeente(cbs)
    assert team is not None
    assert gemeente is not None
    assert (team.code, team.naam, team.contact) == (f"toegang-{cbs}", f"Toegang {naam}", gemeente.contact)


def test_cmo_is_flagged_with_the_three_spellings_of_its_address() -> None:
    cmo = laad_regio("groningen").team(Teamsoort.CMO)
    assert cmo is not None
    assert cmo.contact == "ContracteringMO@groningen.nl"
    (vlag,) = cmo.vlaggen
    spellingen = ("ContracteringMO@groningen.nl", "contracteringMO@groningen.nl", "ContractingMO@ groningen.nl")
    assert [s for s in spellingen if f"'{s}'" not in vlag] == []


def test_toezicht_is_flagged_with_both_addresses_until_beheer_confirms_one() -> None:
    regio = laad_regio("groningen")
    toezicht = regio.team(Teamsoort.TOEZICHT)
    assert toezicht is not None
    (vlag,) = toezicht.vlaggen
    adressen = [regio.instelling(f"toezicht_adres_{p}", op=date(2026, 1, 1)) for p in ("contactlijst", "paragraaf_7")]
    assert adressen == ["toezichthouderswmoenjeugdwet@groningen.nl", "toezichthouderswmoenjeugd@groningen.nl"]
    assert [a for a in adressen if f"'{a}'" not in vlag] == []
    assert vlag.endswith("Welk adres klopt? Beheer bevestigt.")
    assert regio.instelling("toezicht_adres_bevestigd", op=date(2026, 1, 1)) == "nee"


def test_only_thuis_plus_has_the_codes_that_the_handboek_names() -> None:
    codes = {p.naam: p.code for p in laad_regio("groningen").producten if p.code}
    assert codes == {
        "Thuis Plus 1-3 uur per week": "15A76",
        "Thuis Plus 4-6 uur per week": "15A77",
        "Thuis Plus 7-10 uur per week": "15A78",
    }


def test_the_calendar_counts_as_the_algemene_termijnenwet_does() -> None:
    assert laad_regio("groningen").kalender == Kalender(Werkdagregels())


def test_all_regions_load() -> None:
    assert [r.code for r in laad_regios()] == ["groningen", "noord-midden-limburg"]


def test_an_unknown_region_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(
        OnbekendeRegio, match=r"De regio 'drenthe' bestaat niet. Kies uit: groningen, noord-midden-limburg\."
    ):
        laad_regio("drenthe")


def test_gemeenten_may_share_a_toegang_and_set_their_own_roles() -> None:
    regio = regio_uit(KLEIN)
    toegangen = [regio.team(Teamsoort.TOEGANG, cbs) for cbs in ("0001", "0002", "0003")]
    assert [t.code for t in toegangen if t] == ["samen", "samen", "toegang-0003"]
    een = regio.gemeenten[0]
    assert (een.taakrol("beschikking", Rol.BACKOFFICE), een.zonder_rollen) == (Rol.CONSULENT, (Rol.FRONTOFFICE,))
    assert regio.kalender == Kalender(Werkdagregels(vijf_mei_vrij=False))


@pytest.mark.parametrize(
    ("oud", "nieuw", "waarom"),
    [
        ('code = "klein"', "code =", "klopt niet"),
        ('naam = "Klein"', "", "klopt niet: 'naam'"),
        ('soort = "toegang"', 'soort = "loket"', "klopt niet: 'loket' is not a valid Teamsoort"),
        ('email = "een@gemeente.example"', 'post = "x"', "klopt niet"),
        ('cbs = "0003"', 'cbs = "0001"', "komt twee keer voor"),
        ('centrumgemeente = "0001"', 'centrumgemeente = "0009"', r"gemeenten die er niet zijn: \['0009'\]"),
        ('cbs = "0003"', 'cbs = "14"', "een CBS-code heeft vier cijfers"),
    ],
)
def test_a_region_file_that_contradicts_itself_is_refused(oud: str, nieuw: str, waarom: str) -> None:
    with pytest.raises(FouteRegio, match=waarom):
        regio_uit(KLEIN.replace(oud, nieuw))
