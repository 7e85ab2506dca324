"""A matter is found from plain words: other forms, slips of typing, and words that say nothing."""

import pytest

from portal.domain.vinden import Vindbaar, vind, woorden_van

ZAKEN = [
    ("verhuizing", Vindbaar(woorden=("verhuizing", "andere locatie"), tekst="Wijziging locatie")),
    ("overlijden", Vindbaar(woorden=("overleden", "nazorg"), tekst="Overlijden melden")),
    ("wijziging", Vindbaar(woorden=("opschalen", "afschalen"), tekst="Wijzigingsformulier: meer of minder zorg")),
    ("café", Vindbaar(woorden=("café",), tekst="Overleg in het café")),
]


@pytest.mark.parametrize(
    ("zoek", "gevonden"),
    [
        ("verhuizing", ["verhuizing"]),
        ("Mijn cliënt gaat verhuizen", ["verhuizing"]),
        ("verhuist", ["verhuizing"]),
        ("verhuizng", ["verhuizing"]),
        ("vehruizing", ["verhuizing"]),
        ("overleden", ["overlijden"]),
        ("overledne", ["overlijden"]),
        ("opshcalen", ["wijziging"]),
        ("CAFE", ["café"]),
        ("locatie", ["verhuizing"]),
        ("qqqqqq", []),
        ("de", []),
        ("", []),
        ("xyz", []),
    ],
)
def test_what_is_meant_is_found(zoek: str, gevonden: list[str]) -> None:
    assert list(vind(zoek, ZAKEN)) == gevonden


def test_two_slips_and_another_beginning_are_another_word() -> None:
    zaken = [("inkoop", Vindbaar(woorden=("aanbesteding",), tekst="Inkoop"))]
    assert [list(vind(zoek, zaken)) for zoek in ("dagbesteding", "aanbetseidng", "vanbestedimg")] == [
        [],
        ["inkoop"],
        [],
    ]


def test_what_is_said_in_so_many_words_comes_before_what_is_only_named() -> None:
    zaken = [
        ("genoemd", Vindbaar(woorden=(), tekst="Overleg over locatie")),
        ("gezegd", Vindbaar(woorden=("locatie",), tekst="Opgave")),
    ]
    assert vind("locatie", zaken) == ("gezegd", "genoemd")


def test_what_something_is_for_counts_only_where_no_word_is_said_for_anything() -> None:
    zaken = [
        ("gezegd", Vindbaar(woorden=("brief",), tekst="Opgave")),
        (
            "waarvoor",
            Vindbaar(woorden=(), tekst="Overleg", uitleg="U stuurt een brief over het overleggen van een locatie"),
        ),
    ]
    assert [vind(zoek, zaken) for zoek in ("brief locatie", "locatie", "locaties")] == [
        ("gezegd",),
        ("waarvoor",),
        ("waarvoor",),
    ]


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others() -> None:
    assert woorden_van("Wat is de wachtlijst van één cliënt?") == ("wachtlijst",)
    assert woorden_van("de wat") == ("de", "wat")
