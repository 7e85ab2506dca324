"""What could be a burgerservicenummer in a text is found however it is written, and other numbers are not."""

import pytest

from portal.domain.bsn import noemt_bsn
from tests.voorbeelden import BSNS


@pytest.mark.parametrize("bsn", BSNS)
def test_a_number_that_passes_the_elfproef_is_found(bsn: str) -> None:
    anders = (bsn, f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}", f"{bsn[:3]} {bsn[3:6]} {bsn[6:]}", f"{bsn[:3]}-{bsn[3:]}")
    assert [noemt_bsn(f"De burger ({vorm}) viel.") for vorm in anders] == [True] * 4


@pytest.mark.parametrize(
    "tekst", ["", "999900007", "Bel 050 123 45 67.", "Op 31-12-2026 om 22:00", "0000000000", "000000000", "19999000060"]
)
def test_what_is_no_burgerservicenummer_is_left_alone(tekst: str) -> None:
    assert not noemt_bsn(tekst)
