"""The source of a rule, as a reader sees it."""

from portal.domain.bron import Bron


def test_a_source_is_its_place() -> None:
    assert str(Bron(plaats="Wmo 2.3.2 lid 1")) == "Wmo 2.3.2 lid 1"


def test_a_proposal_of_our_own_says_so() -> None:
    assert str(Bron(plaats="Handboek §5.7", voorstel=True)) == "voorstel van het portaal, Handboek §5.7"
    assert str(Bron(plaats="", voorstel=True)) == "voorstel van het portaal"


def test_a_fact_from_memory_says_that_it_must_be_checked() -> None:
    assert str(Bron(plaats="Awb 9:11", uit_geheugen=True)) == "Awb 9:11 (nog te controleren)"
