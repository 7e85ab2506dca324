"""A number is read however it is typed, and what is no number is not."""

import pytest

from portal.domain.nummer import lees, schrijf


@pytest.mark.parametrize("getypt", ["BP-2F7K-9QXA", "bp 2f7k 9qxa", "2f7k9qxa", " BP2F7K9QXA ", "2F7K-9QXA"])
def test_a_number_is_read_with_or_without_dashes_spaces_and_capitals(getypt: str) -> None:
    assert lees(getypt) == schrijf("2F7K9QXA") == "BP-2F7K-9QXA"


@pytest.mark.parametrize("getypt", ["", "BP", "BP-2F7K", "2F7K9QXAB", "BP-2F7K-9QXU", "XX-2F7K-9QXA", "999900006"])
def test_what_is_no_number_is_not_read(getypt: str) -> None:
    assert lees(getypt) == ""


def test_letters_that_stand_before_every_number_may_begin_one() -> None:
    assert lees("BP2F7K9Q") == "BP-BP2F-7K9Q"
