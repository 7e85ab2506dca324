"""Verlenging van een onderbreking vragen: until a day after the three maanden (Handboek §5.4)."""

import pytest

from portal.domain.formulier import Antwoorden, Fouten
from portal.mailboxes.groningen_bw.verlenging_onderbreking import MAILBOX
from tests.voorbeelden import kader, volledige_onderbreking


@pytest.mark.parametrize(
    ("tot", "begin"),
    [
        ("1-2-2026", "Deze dag ligt voor de dag waarop de zorg stopte."),
        ("2-5-2026", "Deze dag valt binnen de drie maanden"),
    ],
    ids=["voor de stopdatum", "binnen de drie maanden"],
)
def test_a_day_that_needs_no_verlenging_is_refused_and_says_why(tot: str, begin: str) -> None:
    gelezen = MAILBOX.formulier.lees(volledige_onderbreking(tot=tot), kader())
    assert isinstance(gelezen, Fouten)
    assert [(fout.veld, fout.tekst[: len(begin)]) for fout in gelezen.fouten] == [("tot", begin)]


def test_the_day_after_the_three_maanden_may_be_asked() -> None:
    assert isinstance(MAILBOX.formulier.lees(volledige_onderbreking(tot="3-5-2026"), kader()), Antwoorden)
