"""The reasons to open an identiteit: each has words to choose by, and a code that tells nothing about anyone."""

import re

from portal.domain.openingsreden import REDENEN, Openingsreden


def test_each_reason_has_its_own_words_and_a_plain_code() -> None:
    assert len({reden.titel for reden in Openingsreden}) == len(Openingsreden)
    assert [reden for reden in Openingsreden if not re.fullmatch(r"[a-z]+", reden)] == []


def test_every_reason_is_for_a_team_or_for_the_sender() -> None:
    assert {reden for redenen in REDENEN.values() for reden in redenen} == set(Openingsreden)
    assert set(REDENEN) == {"team", "organisatie"}
