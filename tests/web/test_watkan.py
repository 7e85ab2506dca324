"""The page 'Wat kan ik hier?' is there for every role, and leads only where that role may come."""

import re

import pytest

from portal.domain.passend import WAT_MAG
from portal.domain.rechten import WIE_MAG, Recht
from portal.domain.rollen import Rol
from tests.bezoeker import Portaal, page_text
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


def test_what_is_offered_under_way_and_what_one_is_said_to_send_is_there_to_do(portal: Portaal) -> None:
    """A button that leads nowhere, and a promise without a mailbox to send, are none."""
    leeg, beloofd = {}, {}
    for wie in PERSONEN:
        bezoeker = portal.bezoek(wie)
        onderweg = bezoeker.get("/onderweg")
        knop = "Nieuw bericht</a>" in onderweg.text.partition("<main")[2]
        leeg[wie] = onderweg.status_code == 200 and knop and bezoeker.get("/nieuw").status_code != 200
        zegt = "een bericht versturen" in page_text(bezoeker.get("/wat-kan-ik"))
        beloofd[wie] = zegt and "U kunt hier nog niets versturen" in page_text(bezoeker.get("/nieuw"))
    assert ([wie for wie, niets in leeg.items() if niets], [wie for wie, niets in beloofd.items() if niets]) == ([], [])
    regioadviseur = page_text(portal.bezoek("regioadviseur").get("/nieuw"))
    assert "Bericht aan alle aanbieders" in regioadviseur


def test_the_words_for_beleid_say_what_the_rights_give(portal: Portaal) -> None:
    assert portal.bezoek("beleid").get("/registers").status_code == 200
    assert ("registers" in WAT_MAG[Rol.BELEID], "aantallen" in WAT_MAG[Rol.BELEID]) == (
        Rol.BELEID in WIE_MAG[Recht.REGISTERS_LEZEN],
        Rol.BELEID in WIE_MAG[Recht.CIJFERS_LEZEN],
    )


def test_each_search_field_of_the_page_has_a_name_of_its_own(portal: Portaal) -> None:
    namen = re.findall(r'<label[^>]*for="[a-z-]+-filter">([^<]+)<', portal.bezoek("consulent").get("/wat-kan-ik").text)
    assert namen == ["Zoek een mapje om te versturen", "Zoek een mapje dat u kunt krijgen"]


def test_beheer_reads_which_teams_are_not_there_at_the_start_and_on_the_page_of_the_region(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    regio, begin = (" ".join(page_text(beheerder.get(adres)).split()) for adres in ("/beheer/regio", "/beheer"))
    assert "In geen enkele gemeente is er een klachtteam ingesteld." in regio
    assert "Teams die er niet zijn het klachtteam" in begin
