"""A form reads once what was typed: asked or not asked, answered or refused, and nothing typed is lost."""

from collections.abc import Iterable
from types import MappingProxyType

import pytest

from portal.domain.formulier import Antwoorden, Client, Fout, Fouten, VeldInfo
from portal.domain.voorwaarde import Feiten, Is
from portal.forms import (
    ANDERE_AANBIEDER,
    CLIENTVELDEN,
    AanbiederVeld,
    BerichtFormulier,
    ClientFormulier,
    DatumVeld,
    FoutFormulier,
    JaNeeVeld,
    KeuzeVeld,
    TekstVeld,
)
from tests.voorbeelden import BSN, kader

CLIENT = {"bsn": [BSN], "voorletters": ["j. v"], "achternaam": ["Visser"], "geboortedatum": ["12-5-1987"]}
ZONDER_BSN = {
    **CLIENT,
    "bsn": [""],
    "geen_bsn": ["ja"],
    "voornamen": ["Jan Victor"],
    "postcode": ["9712hw"],
    "huisnummer": ["12a"],
}


class Verblijf(BerichtFormulier):
    versie = 3
    secties = (("Waar", ("weg", "waarheen", "adres")), ("Wanneer", ("van", "tot")))

    weg = JaNeeVeld("Gaat hij weg?")
    waarheen = TekstVeld("Waarheen?", toon_als=Is("weg", "ja"), alleen_als="Alleen als hij weggaat.")
    adres = TekstVeld("Op welk adres?", toon_als=Is("waarheen", "thuis"), verplicht=False)
    van = DatumVeld("Van")
    tot = DatumVeld("Tot", verplicht=False)

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        if str(feiten.get("tot", "9")) < str(feiten.get("van", "")):
            yield Fout(veld="tot", tekst="Deze dag ligt voor de eerste dag.")
            yield Fout(veld="van", tekst="Deze dag ligt na de laatste dag.")


class OverClient(ClientFormulier):
    secties = (("Cliënt", CLIENTVELDEN),)


def waarden(antwoorden: Antwoorden | Fouten) -> dict[str, object]:
    assert isinstance(antwoorden, Antwoorden), antwoorden
    return dict(antwoorden.feiten())


def fouten(antwoorden: Antwoorden | Fouten) -> list[tuple[str, str]]:
    assert isinstance(antwoorden, Fouten), antwoorden
    return [(fout.veld, fout.tekst) for fout in antwoorden.fouten]


def test_answers_come_in_sections_with_their_labels_and_the_version() -> None:
    gelezen = Verblijf.lees({"weg": ["nee"], "van": ["1-5-2026"]}, kader())
    assert isinstance(gelezen, Antwoorden)
    assert gelezen.formulierversie == 3
    assert [(s.titel, [(a.label, a.tekst) for a in s.antwoorden]) for s in gelezen.secties] == [
        ("Waar", [("Gaat hij weg?", "Nee")]),
        ("Wanneer", [("Van", "vrijdag 1 mei 2026")]),
    ]
    assert gelezen.client is None


def test_an_answer_that_is_not_asked_is_dropped() -> None:
    typed = {"weg": ["nee"], "waarheen": ["thuis"], "adres": ["Diep 1"], "van": ["1-5-2026"]}
    assert waarden(Verblijf.lees(typed, kader())) == {"weg": "nee", "van": "2026-05-01"}
    assert waarden(Verblijf.lees({**typed, "weg": ["ja"]}, kader())) == {
        "weg": "ja",
        "waarheen": "thuis",
        "adres": "Diep 1",
        "van": "2026-05-01",
    }


def test_what_is_wrong_in_a_field_that_is_not_asked_does_not_matter() -> None:
    typed = {"weg": ["nee"], "waarheen": ["x" * 999], "van": ["1-5-2026"]}
    assert waarden(Verblijf.lees(typed, kader())) == {"weg": "nee", "van": "2026-05-01"}


def test_a_field_that_is_asked_must_be_answered() -> None:
    assert fouten(Verblijf.lees({"weg": ["ja"]}, kader())) == [
        ("waarheen", "Vul in: Waarheen."),
        ("van", "Vul een datum in bij: Van."),
    ]


def test_what_answers_say_together_is_checked_after_the_fields() -> None:
    typed = {"weg": ["nee"], "van": ["2-5-2026"], "tot": ["1-5-2026"]}
    assert fouten(Verblijf.lees(typed, kader())) == [
        ("van", "Deze dag ligt na de laatste dag."),
        ("tot", "Deze dag ligt voor de eerste dag."),
    ]


def test_one_message_per_field_is_enough() -> None:
    typed = {"weg": ["nee"], "van": ["2-5-2026"], "tot": ["31-2-2026"]}
    assert fouten(Verblijf.lees(typed, kader())) == [("tot", "Deze datum bestaat niet. Controleer de dag en de maand.")]


def test_names_that_the_form_does_not_know_are_left_out() -> None:
    formulier = Verblijf.vul({"weg": ["nee"], "rol": ["beheerder"], "versie": ["9"]}, kader())
    assert (formulier.getypt(), formulier.versie) == ({"weg": ["nee"]}, 3)


def test_nothing_that_was_typed_is_lost_not_even_what_is_wrong_or_not_asked() -> None:
    typed = {"weg": ["nee"], "waarheen": ["  thuis\x00"], "van": ["morgen"]}
    assert Verblijf.vul(typed, kader()).getypt() == typed


def test_a_form_can_be_drawn_without_anything_typed() -> None:
    formulier = Verblijf.vul({}, kader())
    assert [(titel, [v.short_name for v in velden]) for titel, velden in formulier.per_sectie()] == [
        ("Waar", ["weg", "waarheen", "adres"]),
        ("Wanneer", ["van", "tot"]),
    ]
    assert [veld.errors for veld in formulier.velden()] == [()] * 5


def test_messages_of_elsewhere_stand_at_their_field_or_come_back() -> None:
    formulier = Verblijf.vul({}, kader())
    over = formulier.toon_fouten([Fout(veld="van", tekst="Te laat."), Fout(veld="bijlage-x", tekst="Voeg toe.")])
    assert (formulier["van"].errors, over) == (["Te laat."], (Fout(veld="bijlage-x", tekst="Voeg toe."),))


def test_checking_twice_gives_the_same_messages() -> None:
    formulier = Verblijf.vul({"weg": ["ja"]}, kader())
    assert formulier.fouten() == formulier.fouten()


def test_a_form_tells_its_fields_without_being_filled() -> None:
    assert Verblijf.veldinfo()[:2] == (
        VeldInfo(naam="weg", label="Gaat hij weg?", hint="", soort="ja_nee", verplicht=True),
        VeldInfo(naam="waarheen", label="Waarheen?", hint="", soort="tekst", verplicht=True),
    )


def test_a_client_is_found_by_number_birth_date_initials_and_kenmerk() -> None:
    gelezen = OverClient.lees({**CLIENT, "kenmerk": ["K-1"]}, kader())
    assert isinstance(gelezen, Antwoorden)
    assert gelezen.client == Client(
        bsn=BSN, geboortedatum="1987-05-12", voorletters="JV", achternaam="Visser", kenmerk="K-1"
    )


def test_without_a_bsn_names_and_address_are_asked_instead() -> None:
    gelezen = OverClient.lees(ZONDER_BSN, kader())
    assert waarden(gelezen) == {
        "geen_bsn": "ja",
        "voorletters": "JV",
        "achternaam": "Visser",
        "geboortedatum": "1987-05-12",
        "voornamen": "Jan Victor",
        "postcode": "9712 HW",
        "huisnummer": "12a",
    }
    assert fouten(OverClient.lees({**CLIENT, "geen_bsn": ["ja"]}, kader())) == [
        ("voornamen", "Vul de voornamen in."),
        ("postcode", "Vul de postcode in."),
        ("huisnummer", "Vul het huisnummer in."),
    ]


def test_a_client_without_any_identity_is_refused() -> None:
    assert fouten(OverClient.lees({}, kader())) == [
        ("bsn", "Vul het burgerservicenummer in."),
        ("voorletters", "Vul de voorletters in."),
        ("achternaam", "Vul de achternaam in."),
        ("geboortedatum", "Vul de geboortedatum in."),
    ]


def test_a_form_whose_sections_leave_a_field_out_is_refused() -> None:
    with pytest.raises(FoutFormulier, match=r"secties en velden verschillen: \['b'\]"):
        type("Fout", (BerichtFormulier,), {"secties": (("", ("a",)),), "a": TekstVeld("A"), "b": TekstVeld("B")})


def test_a_form_that_names_a_field_twice_is_refused() -> None:
    with pytest.raises(FoutFormulier, match="een veld staat er twee keer"):
        type("Fout", (BerichtFormulier,), {"secties": (("", ("a", "a")),), "a": TekstVeld("A")})


def test_a_form_that_spares_a_burger_a_question_it_has_not_is_refused() -> None:
    with pytest.raises(FoutFormulier, match=r"vraagt een burger niet wat er niet is: \['b'\]"):
        type("Fout", (BerichtFormulier,), {"secties": (("", ("a",)),), "a": TekstVeld("A"), "burger_mag": ("b",)})


def test_a_form_that_shows_in_lists_what_it_does_not_ask_is_refused() -> None:
    with pytest.raises(FoutFormulier, match=r"in een lijst staat wat er niet is: \['b'\]"):
        type("Fout", (BerichtFormulier,), {"secties": (("", ("a",)),), "a": TekstVeld("A"), "in_lijst": ("a", "b")})


class OverEenLocatie(BerichtFormulier):
    secties = (("Wat", ("aanbieder", "naam", "plaats")),)
    in_lijst = ("aanbieder", "naam", "plaats")

    aanbieder = AanbiederVeld("Welke?")
    naam = TekstVeld("Hoe heet zij?", toon_als=Is("aanbieder", ANDERE_AANBIEDER), verplicht=False)
    plaats = TekstVeld("Waar?", verplicht=False)


@pytest.mark.parametrize(
    ("ruw", "aanduiding"),
    [
        (
            {"aanbieder": ["huis-aan-het-diep"], "naam": ["Zorg Noord"], "plaats": ["Delfzijl"]},
            "Huis aan het Diep · Delfzijl",
        ),
        ({"aanbieder": [ANDERE_AANBIEDER], "naam": ["Zorg Noord"]}, "Zorg Noord"),
    ],
)
def test_a_form_about_no_client_says_in_lists_what_it_is_about(ruw: dict[str, list[str]], aanduiding: str) -> None:
    gelezen = OverEenLocatie.lees(ruw, kader())
    assert isinstance(gelezen, Antwoorden)
    assert gelezen.client == Client(aanduiding=aanduiding)


def test_a_form_that_shows_nothing_in_lists_has_no_client() -> None:
    gelezen = OverEenLocatie.lees({"aanbieder": [ANDERE_AANBIEDER]}, kader())
    assert isinstance(gelezen, Antwoorden)
    assert gelezen.client is None


def test_a_field_cannot_take_a_name_of_the_form_itself() -> None:
    with pytest.raises(FoutFormulier, match=r"deze namen zijn van het formulier zelf: \['fouten'\]"):
        type("Fout", (BerichtFormulier,), {"secties": (("", ("fouten",)),), "fouten": TekstVeld("A")})


@pytest.mark.parametrize("naam", ["actie", "csrf_token", "later", "verder", "versie"])
def test_a_field_cannot_take_a_name_that_the_page_around_the_form_sends(naam: str) -> None:
    with pytest.raises(FoutFormulier, match=rf"deze namen zijn van het formulier zelf: \['{naam}'\]"):
        type("Fout", (BerichtFormulier,), {"secties": (("", (naam,)),), naam: TekstVeld("A")})


class PerSectie(BerichtFormulier):
    secties = (("Eerst", ("soort",)), ("Dan", ("wat", "waar")))
    alleen_bij = MappingProxyType({"Dan": (Is("soort", "ja"), "Alleen bij ja.")})

    soort = KeuzeVeld("Soort", keuzes=(("ja", "Ja"), ("nee", "Nee")), uitleg={"ja": "Als het zo is."})
    wat = TekstVeld("Wat?")
    waar = TekstVeld("Waar?", toon_als=Is("wat", "iets"), alleen_als="Alleen bij iets.")


def test_a_section_under_a_condition_asks_none_of_its_fields_without_it() -> None:
    assert isinstance(PerSectie.lees({"soort": ["nee"]}, kader()), Antwoorden)
    fouten = PerSectie.lees({"soort": ["ja"]}, kader())
    assert isinstance(fouten, Fouten)
    assert [fout.veld for fout in fouten.fouten] == ["wat"]
    antwoorden = PerSectie.lees({"soort": ["nee"], "wat": ["iets"], "waar": ["hier"]}, kader())
    assert isinstance(antwoorden, Antwoorden)
    assert antwoorden.feiten() == {"soort": "nee"}


def test_a_field_of_such_a_section_keeps_its_own_condition_and_words() -> None:
    formulier = PerSectie.vul({"soort": ["ja"], "wat": ["iets"]}, kader())
    assert formulier.wordt_gevraagd("waar")
    assert [veld.alleen_als for veld in formulier.velden()] == ["", "Alleen bij ja.", "Alleen bij iets."]
    assert formulier.soort.uitleg == {"ja": "Als het zo is."}


def test_answers_can_be_parted_without_a_word_in_both() -> None:
    alle = PerSectie.lees({"soort": ["ja"], "wat": ["iets"], "waar": ["hier"]}, kader())
    assert isinstance(alle, Antwoorden)
    assert (alle.deel(["waar"]).feiten(), alle.zonder(["waar"]).feiten()) == (
        {"waar": "hier"},
        {"soort": "ja", "wat": "iets"},
    )
