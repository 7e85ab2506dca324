"""What the examples of the demo say fits what they are about."""

from datetime import date

from portal.demo.voorbeelden import MELDING, VOORBEELDEN, antwoorden


def test_what_happened_fits_the_kind_of_melding() -> None:
    meldingen = [antwoorden(v, "999900006", vandaag=date(2026, 4, 7)) for v in VOORBEELDEN if v.mailbox == MELDING]
    assert {ruw["soort"][0]: "sloeg" in ruw["beschrijving"][0] for ruw in meldingen} == {
        "geweld": True,
        "calamiteit": False,
    }
