"""The reasons to open an identiteit: each has words to choose by, and a code that tells nothing about anyone."""

import re

from portal.domain.openingsreden import Openingsreden


def test_each_reason_has_its_own_words_and_a_plain_code() -> None:
    assert len({reden.titel for reden in Openingsreden}) == len(Openingsreden)
    assert [reden for reden in Openingsreden if not re.fullmatch(r"[a-z]+", reden)] == []
