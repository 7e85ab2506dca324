"""How an address, a telephone number and a plain date are written on a page."""

from datetime import date

import pytest

from portal.web.filters import plain_date, reachable


@pytest.mark.parametrize(
    ("tekst", "html"),
    [
        ("wmo@gemeente.nl, 050-3674200", 'wmo<wbr>@gemeente<wbr>.nl, <span class="bp-heel">050-3674200</span>'),
        ("<b>@x.nl", "&lt;b&gt;@x<wbr>.nl"),
        ("14-0594 (optie 3).", '<span class="bp-heel">14-0594</span> (optie 3).'),
        ("", ""),
    ],
)
def test_an_address_breaks_at_its_parts_and_a_number_nowhere(tekst: str, html: str) -> None:
    assert reachable(tekst) == html


def test_a_plain_date_has_a_month_in_words_and_no_day_of_the_week() -> None:
    assert plain_date(date(2026, 5, 1)) == "1 mei 2026"
