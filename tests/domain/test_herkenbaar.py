"""What makes somebody recognisable in a text that must be anonymous."""

import pytest

from portal.domain.herkenbaar import noemt_persoon


@pytest.mark.parametrize(
    ("tekst", "herkenbaar"),
    [
        ("Client Jan de Vries, geboren 12-5-1987, woont aan de Dorpsstraat 3", True),
        ("Cliënt Visser belt vaak.", True),
        ("Het gaat om J. de Boer.", True),
        ("Mevrouw van der Veen wil dit niet.", True),
        ("dhr. Hoekstra", True),
        ("Hij is van 3 mei 1975.", True),
        ("Geboortedatum volgt.", True),
        ("De burger zit vast tussen twee aanbieders.", False),
        ("Stichting De Schakel en de gemeente Groningen overlegden op 3 maart.", False),
        ("De client wil verhuizen. Er was op 12-5 overleg.", False),
        ("Sinds 2023 is er geen plek.", False),
    ],
)
def test_a_name_or_a_birth_date_is_seen(tekst: str, *, herkenbaar: bool) -> None:
    assert noemt_persoon(tekst) is herkenbaar
