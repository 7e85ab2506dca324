"""Conditions: when they hold, which fields they look at, and how they read."""

from itertools import product

import pytest

from portal.domain.voorwaarde import Eerder, En, Feiten, Gelijk, Ingevuld, Is, Niet, Of, Voorwaarde, in_woorden

VERHUIST = Is("verhuist", "ja")
NA_DRIE_MAANDEN = Eerder("stop", "einde", maanden=3)
NACHT = Is("producten", "15A77")


@pytest.mark.parametrize(
    ("voorwaarde", "feiten", "geldt"),
    [
        (VERHUIST, {"verhuist": "ja"}, True),
        (VERHUIST, {"verhuist": "nee"}, False),
        (VERHUIST, {"verhuist": "jawel"}, False),
        (VERHUIST, {}, False),
        (NACHT, {"producten": ("15A76", "15A77")}, True),
        (NACHT, {"producten": ("15A76",)}, False),
        (NACHT, {"producten": ()}, False),
        (Ingevuld("reden"), {"reden": "x"}, True),
        (Ingevuld("reden"), {"reden": ""}, False),
        (Ingevuld("reden"), {"reden": ()}, False),
        (Ingevuld("reden"), {}, False),
        (Gelijk("oud", "nieuw"), {"oud": "0014", "nieuw": "0014"}, True),
        (Gelijk("oud", "nieuw"), {"oud": "0014", "nieuw": "0010"}, False),
        (Gelijk("oud", "nieuw"), {"oud": "0014"}, False),
        (NA_DRIE_MAANDEN, {"stop": "2026-11-30", "einde": "2027-03-01"}, True),
        (NA_DRIE_MAANDEN, {"stop": "2026-11-30", "einde": "2027-02-28"}, False),
        (NA_DRIE_MAANDEN, {"stop": "", "einde": "2027-02-28"}, False),
        (NA_DRIE_MAANDEN, {"stop": "2026-11-30"}, False),
    ],
)
def test_a_condition_holds_by_the_answers(voorwaarde: Voorwaarde, feiten: Feiten, geldt: bool) -> None:
    assert voorwaarde.geldt(feiten) is geldt
    assert Niet(voorwaarde).geldt(feiten) is not geldt


def test_two_fields_left_empty_are_not_equal() -> None:
    assert Gelijk("oud", "nieuw").geldt({"oud": "", "nieuw": ""}) is False
    assert Gelijk("oud", "nieuw").geldt({}) is False


@pytest.mark.parametrize(("een", "twee"), list(product(("ja", "nee"), repeat=2)))
def test_and_needs_all_and_or_needs_one(een: str, twee: str) -> None:
    feiten = {"een": een, "twee": twee}
    delen = (Is("een", "ja"), Is("twee", "ja"))
    assert En(*delen).geldt(feiten) is (een == twee == "ja")
    assert Of(*delen).geldt(feiten) is ("ja" in {een, twee})


def test_a_condition_names_every_field_it_looks_at() -> None:
    voorwaarde = En(Of(Is("a", "1"), Ingevuld("b")), Niet(Gelijk("c", "d")))
    assert voorwaarde.velden() == frozenset({"a", "b", "c", "d"})


def test_a_condition_of_nothing_looks_at_nothing() -> None:
    assert NA_DRIE_MAANDEN.velden() == frozenset({"stop", "einde"})
    assert (En().velden(), Of().velden()) == (frozenset(), frozenset())
    assert (En().geldt({}), Of().geldt({})) == (True, False)


def test_conditions_are_equal_by_value() -> None:
    assert En(VERHUIST, Niet(NACHT)) == En(Is("verhuist", "ja"), Niet(Is("producten", "15A77")))
    assert len({En(VERHUIST), Of(VERHUIST), En(VERHUIST)}) == 2


def test_a_condition_reads_as_dutch() -> None:
    voorwaarde = Of(En(VERHUIST, Ingevuld("reden")), Niet(Gelijk("oud", "nieuw")))
    assert in_woorden(voorwaarde) == ("((verhuist is 'ja') en (reden is ingevuld)) of (niet (oud is gelijk aan nieuw))")
    assert in_woorden(NA_DRIE_MAANDEN) == "stop plus 3 maanden is eerder dan einde"
