"""Each field takes what people type, refuses what is no answer, and says in plain Dutch what to do."""

import pytest

from portal.domain.formulier import Antwoorden, Fouten, Kader
from portal.domain.gemeenten import Buitengemeente
from portal.domain.voorwaarde import En, Gelijk, Ingevuld, Is, Niet, Of
from portal.forms import (
    AanbiederVeld,
    BerichtFormulier,
    BsnVeld,
    DatumVeld,
    GemeenteVeld,
    HuisnummerVeld,
    JaNeeVeld,
    KeuzeVeld,
    LangeTekstVeld,
    NummerVeld,
    PostcodeVeld,
    ProductenVeld,
    TekstVeld,
    Veld,
    VinkVeld,
    VoorlettersVeld,
)
from tests.voorbeelden import BSNS, kader

KIES = "Deze keuze bestaat niet. Kies een van de mogelijkheden."
SCHRIJF = "Schrijf de datum als dag-maand-jaar, bijvoorbeeld 31-12-2026."
BESTAAT_NIET = "Deze datum bestaat niet. Controleer de dag en de maand."


class Proef(BerichtFormulier):
    secties = (
        (
            "Alles",
            (
                "bsn", "datum", "gebeurd", "geboren", "gemeente", "ergens", "aanbieder", "elders", "producten", "aanbod",
                "janee", "keuze", "vink", "tekst", "lang", "letters", "postcode", "huisnummer", "nummer", "los", "code",
            ),
        ),
    )  # fmt: skip

    bsn = BsnVeld("Burgerservicenummer", verplicht=False)
    datum = DatumVeld("Wanneer?", verplicht=False)
    gebeurd = DatumVeld("Gebeurd op", verplicht=False, verleden=True)
    geboren = DatumVeld("Geboren", verplicht=False, vanaf_jaar=1900, met_weekdag=False)
    gemeente = GemeenteVeld("Gemeente", verplicht=False)
    ergens = GemeenteVeld("Ergens", verplicht=False, weet_ik_niet=True, buiten=True)
    aanbieder = AanbiederVeld("Aanbieder", verplicht=False)
    elders = AanbiederVeld("Elders", verplicht=False, eigen="Wijzelf")
    producten = ProductenVeld("Producten", verplicht=False)
    aanbod = ProductenVeld("Aanbod van een locatie", verplicht=False, van_burger=False)
    janee = JaNeeVeld("Ja of nee", verplicht=False)
    keuze = KeuzeVeld("Keuze", verplicht=False, keuzes=(("a", "De eerste"), ("b", "De tweede")))
    vink = VinkVeld("Vink", verplicht=False)
    tekst = TekstVeld("Tekst", verplicht=False)
    lang = LangeTekstVeld("Lang", verplicht=False)
    letters = VoorlettersVeld("Voorletters", verplicht=False)
    postcode = PostcodeVeld("Postcode", verplicht=False)
    huisnummer = HuisnummerVeld("Huisnummer", verplicht=False)
    nummer = NummerVeld("Nummer", verplicht=False, cijfers=9)
    los = Veld("Los", verplicht=False)
    code = NummerVeld("Code", verplicht=False, cijfers=6, precies=True)


def gelezen(veld: str, *getypt: str, binnen: Kader | None = None) -> tuple[object, str]:
    antwoorden = Proef.lees({veld: list(getypt)}, binnen or kader())
    assert isinstance(antwoorden, Antwoorden), antwoorden
    (sectie,) = antwoorden.secties
    (antwoord,) = sectie.antwoorden
    return antwoord.waarde, antwoord.tekst


def test_a_burger_has_one_arrangement_at_a_time_with_other_products_beside_it() -> None:
    assert geweigerd("producten", "verblijf-24-uur", "verblijf-nabij", "vervoer") == (
        "Een burger heeft één arrangement tegelijk. Kies één van deze: Verblijf met 24-uurs toezicht en Verblijf met toezicht nabij en "
        "op afroep."
    )
    naast = ("thuis-plus-1-3", "woonbegeleiding-complex", "activering-participatie")
    assert gelezen("producten", *naast)[0] == naast
    assert gelezen("aanbod", "verblijf-24-uur", "verblijf-nabij")[0] == ("verblijf-24-uur", "verblijf-nabij")


def geweigerd(veld: str, *getypt: str) -> str:
    fouten = Proef.lees({veld: list(getypt)}, kader())
    assert isinstance(fouten, Fouten), fouten
    (fout,) = fouten.fouten
    assert fout.veld == veld
    return fout.tekst


def labels(veld: str, binnen: Kader | None = None) -> list[str]:
    return [keuze.label for keuze in Proef.vul({}, binnen or kader())[veld].choices]


@pytest.mark.parametrize("bsn", BSNS)
@pytest.mark.parametrize("vorm", ["{}", " {} ", "{0[0]}{0[1]}{0[2]}.{0[3]}{0[4]}{0[5]}.{0[6]}{0[7]}{0[8]}"])
def test_a_bsn_may_be_typed_with_dots_and_spaces(bsn: str, vorm: str) -> None:
    assert gelezen("bsn", vorm.format(bsn)) == (bsn, bsn)


def test_a_bsn_of_eight_digits_gets_its_leading_zero() -> None:
    assert gelezen("bsn", "10000008") == ("010000008", "010000008")


@pytest.mark.parametrize("getypt", ["1234567", "1234567890", "99990000a", "٩٩٩٩٠٠٠٠٦"])
def test_a_bsn_has_nine_digits(getypt: str) -> None:
    assert geweigerd("bsn", getypt) == "Een burgerservicenummer heeft 9 cijfers. Controleer wat u heeft ingevuld."


@pytest.mark.parametrize("getypt", ["999900007", "000000000", "99990001"])
def test_a_bsn_passes_the_elfproef(getypt: str) -> None:
    assert geweigerd("bsn", getypt) == "Dit nummer klopt niet. Controleer de cijfers."


def test_a_bsn_is_hidden_until_it_is_asked_for() -> None:
    antwoorden = Proef.lees({"bsn": [BSNS[0]]}, kader())
    assert isinstance(antwoorden, Antwoorden)
    assert antwoorden.secties[0].antwoorden[0].gevoelig


@pytest.mark.parametrize("getypt", ["1-5-2026", "01-05-2026", "1/5/2026", "1.5.2026", "2026-05-01", " 1 - 5 - 2026 "])
def test_a_date_may_be_typed_in_three_ways(getypt: str) -> None:
    assert gelezen("datum", getypt) == ("2026-05-01", "vrijdag 1 mei 2026")


@pytest.mark.parametrize("getypt", ["1 mei 2026", "1-5-26", "1-5/2026", "20260501", "2026-5-1", "gisteren"])
def test_another_way_to_type_a_date_says_how(getypt: str) -> None:
    assert geweigerd("datum", getypt) == SCHRIJF


@pytest.mark.parametrize("getypt", ["31-2-2026", "2026-13-01", "0-1-2026", "1-1-0000"])
def test_a_date_exists(getypt: str) -> None:
    assert geweigerd("datum", getypt) == BESTAAT_NIET


@pytest.mark.parametrize(("veld", "getypt", "vanaf"), [("datum", "1-1-1989", 1990), ("geboren", "1-1-1899", 1900)])
def test_a_date_of_long_ago_is_a_typing_error(veld: str, getypt: str, vanaf: int) -> None:
    jaar = getypt[-4:]
    assert geweigerd(veld, getypt) == f"Het jaar {jaar} kan hier niet. Kies een jaar van {vanaf} tot en met 2100."


def test_what_has_happened_is_not_tomorrow() -> None:
    assert gelezen("gebeurd", "7-4-2026")[0] == "2026-04-07"
    assert geweigerd("gebeurd", "8-4-2026") == (
        "Deze datum ligt in de toekomst. Vul de dag in waarop het is gebeurd, of vandaag."
    )


def test_a_birth_date_is_shown_without_its_day_of_the_week() -> None:
    assert gelezen("geboren", "12-5-1987") == ("1987-05-12", "12 mei 1987")


def test_the_gemeenten_stand_in_order_of_name() -> None:
    assert labels("gemeente") == [
        "Kies een gemeente", "Eemsdelta", "Groningen", "Het Hogeland", "Midden-Groningen", "Oldambt", "Pekela",
        "Stadskanaal", "Veendam", "Westerkwartier", "Westerwolde",
    ]  # fmt: skip


def test_weet_ik_niet_and_outside_are_offered_where_asked() -> None:
    assert labels("ergens")[-2:] == ["Weet ik niet", "Een gemeente buiten de regio"]
    assert gelezen("ergens", "weet-ik-niet") == ("weet-ik-niet", "Weet ik niet")
    assert geweigerd("gemeente", "weet-ik-niet") == KIES


def test_a_gemeente_near_the_region_is_offered_by_name() -> None:
    from dataclasses import replace

    basis = kader()
    gennep = Buitengemeente(cbs="0907", naam="Gennep", verwijzing="Bel regio Nijmegen.")
    binnen = replace(basis, regio=replace(basis.regio, buiten=(gennep,)))
    assert labels("ergens", binnen)[-2:] == ["Gennep", "Een gemeente buiten de regio"]
    assert gelezen("ergens", "0907", binnen=binnen) == ("0907", "Gennep")


def test_a_gemeente_is_chosen_by_its_code() -> None:
    assert gelezen("gemeente", "0014") == ("0014", "Groningen")


def test_ones_own_organisation_is_no_new_aanbieder_unless_asked() -> None:
    assert labels("aanbieder") == [
        "Kies een aanbieder", "Huis aan het Diep", "Een aanbieder die niet in de lijst staat",
    ]  # fmt: skip
    assert labels("elders")[2] == "Wijzelf"


def test_another_organisation_is_refused_when_it_is_not_offered() -> None:
    assert geweigerd("aanbieder", "de-schakel") == KIES


def test_products_keep_the_order_of_the_region_and_show_their_code() -> None:
    assert gelezen("producten", "vervoer", "thuis-plus-4-6") == (
        ("thuis-plus-4-6", "vervoer"),
        "15A77 Thuis Plus 4-6 uur per week en Vervoer",
    )
    assert geweigerd("producten", "16L01") == KIES


@pytest.mark.parametrize(
    ("veld", "getypt", "uitkomst"),
    [
        ("janee", "ja", ("ja", "Ja")),
        ("keuze", "b", ("b", "De tweede")),
        ("vink", "ja", ("ja", "Ja")),
        ("letters", "j.p. m", ("JPM", "J.P.M.")),
        ("postcode", "9712hw", ("9712 HW", "9712 HW")),
        ("huisnummer", "12 a", ("12 a", "12 a")),
        ("nummer", "412", ("412", "412")),
        ("code", "123 456", ("123456", "123456")),
        ("los", " een\nregel ", ("een regel", "een regel")),
        ("tekst", "  Jansen & Zn <b>  ", ("Jansen & Zn <b>", "Jansen & Zn <b>")),
    ],
)
def test_an_answer_is_kept_as_value_and_as_text(veld: str, getypt: str, uitkomst: tuple[str, str]) -> None:
    assert gelezen(veld, getypt) == uitkomst


@pytest.mark.parametrize(
    ("veld", "getypt", "tekst"),
    [
        ("janee", "misschien", KIES),
        ("keuze", "c", KIES),
        ("letters", "J3", "Vul alleen de voorletters in, bijvoorbeeld J.P."),
        ("letters", "ABCDEFGHIJK", "Vul alleen de voorletters in, bijvoorbeeld J.P."),
        ("postcode", "0712 HW", "Een postcode heeft 4 cijfers en 2 letters, bijvoorbeeld 1234 AB."),
        ("postcode", "9712 SS", "Een postcode heeft 4 cijfers en 2 letters, bijvoorbeeld 1234 AB."),
        ("huisnummer", "a12", "Vul een huisnummer in, eventueel met een toevoeging, bijvoorbeeld 12a."),
        ("nummer", "1234567890", "Dit nummer heeft hoogstens 9 cijfers. Controleer wat u heeft ingevuld."),
        ("code", "12345", "Dit nummer heeft 6 cijfers. Controleer wat u heeft ingevuld."),
        ("tekst", "x" * 201, "Maak deze tekst korter: hoogstens 200 tekens, u heeft er nu 201."),
        ("lang", "x" * 4001, "Maak deze tekst korter: hoogstens 4000 tekens, u heeft er nu 4001."),
    ],
)
def test_what_is_no_answer_is_refused_with_what_to_do(veld: str, getypt: str, tekst: str) -> None:
    assert geweigerd(veld, getypt) == tekst


def test_a_text_of_exactly_the_limit_passes() -> None:
    assert gelezen("lang", "x" * 4000)[0] == "x" * 4000


def test_what_is_left_empty_is_no_answer() -> None:
    assert Proef.lees(
        {veld.naam: [""] for veld in Proef.veldinfo() if veld.soort != "producten"}, kader()
    ) == Antwoorden(formulierversie=1, secties=())


def test_lines_stay_lines_and_control_characters_go() -> None:
    assert gelezen("lang", "een\r\ntwee\x00\x07\u202e \n\n\tdrie\ud800\n")[0] == "een\ntwee\n\n drie"
    assert gelezen("tekst", "een\r\n\ttwee\u2028drie\x7f")[0] == "een twee drie"


def test_letters_have_one_form() -> None:
    assert gelezen("tekst", "Zoe\u0308")[0] == "Zoë"


def test_what_was_typed_is_shown_again_escaped() -> None:
    veld = Proef.vul({"tekst": ['"><script>']}, kader())["tekst"]
    assert str(veld()) == (
        '<input autocomplete="off" id="tekst" name="tekst" type="text" value="&#34;&gt;&lt;script&gt;">'
    )


def test_a_wrong_date_is_shown_as_it_was_typed() -> None:
    formulier = Proef.vul({"datum": ["31-2-2026"]}, kader())
    formulier.fouten()
    assert (formulier["datum"]._value(), formulier["datum"].errors) == ("31-2-2026", [BESTAAT_NIET])


def test_boxes_that_were_ticked_are_ticked_again() -> None:
    formulier = Proef.vul({"producten": ["vervoer"], "vink": ["ja"]}, kader())
    assert [keuze.data for keuze in formulier["producten"] if keuze.checked] == ["vervoer"]
    assert formulier.getypt() == {"producten": ["vervoer"], "vink": ["ja"]}
    assert str(formulier["vink"]()) == '<input checked id="vink" name="vink" type="checkbox" value="ja">'


def test_a_link_to_a_field_leads_to_its_first_input() -> None:
    formulier = Proef.vul({}, kader())
    assert [formulier[n].anker for n in ("tekst", "keuze", "producten", "gemeente")] == [
        "tekst", "keuze-0", "producten-0", "gemeente",
    ]  # fmt: skip


def test_a_field_says_without_its_own_message_what_to_do() -> None:
    leeg = {veld.short_name: veld.leeg for veld in Proef.vul({}, kader())}
    assert [leeg[n] for n in ("tekst", "datum", "keuze", "producten")] == [
        "Vul in: Tekst.",
        "Vul een datum in bij: Wanneer.",
        "Kies een antwoord bij: Keuze.",
        "Kies minstens een product bij: Producten.",
    ]


def test_a_condition_is_data_for_the_script_too() -> None:
    class Voorwaardelijk(BerichtFormulier):
        secties = (("", ("a", "b")),)
        a = TekstVeld("A")
        b = TekstVeld(
            "B", toon_als=En(Of(Is("a", "x"), Niet(Ingevuld("a"))), Gelijk("a", "b")), alleen_als="Alleen soms."
        )

    formulier = Voorwaardelijk()
    assert formulier["a"].toon_als_json == ""
    assert formulier["b"].toon_als_json == (
        '{"en": [{"of": [{"is": ["a", "x"]}, {"niet": {"ingevuld": "a"}}]}, {"gelijk": ["a", "b"]}]}'
    )
