"""The page 'Wat kan ik hier?' is there for every role, and leads only where that role may come."""

import re

import pytest

from tests.bezoeker import Portaal
from tests.installatie import PERSONEN

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def test_every_role_reads_what_it_may_and_each_link_opens(portal: Portaal) -> None:
    for wie in PERSONEN:
        bezoeker = portal.bezoek(wie)
        pagina = bezoeker.get("/wat-kan-ik")
        assert pagina.status_code == 200, wie
        inhoud = pagina.text.partition("<main")[2].partition("</main>")[0]
        adressen = sorted(
            {adres for adres in re.findall(r'href="(/[^"]+)"', inhoud) if not adres.startswith("/nieuw/")}
        )
        assert [(wie, a) for a in adressen if bezoeker.get(a).status_code not in {200, 303}] == []
