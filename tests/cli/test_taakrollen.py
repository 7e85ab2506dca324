"""What the command line says of who does which taak in a Toegang."""

from datetime import date

import pytest

from portal.domain.rollen import Rol
from tests.cli.running import portal
from tests.core.regels import beslis, stel, twee_beheerders
from tests.domain.test_regels import taakrol
from tests.installatie import Installatie


def test_without_an_installation_the_proposals_and_the_file_are_told() -> None:
    shown = portal("taakrollen", "--team", "toegang-1979")
    assert shown.out.splitlines()[0] == "Toegang Eemsdelta (toegang-1979)"
    assert "  beschikking: backoffice\n" in shown.out
    refused = portal("taakrollen", "--team", "cmo")
    assert (refused.code, "De Toegang 'cmo' is er niet. Kies uit: toegang-" in refused.err) == (1, True)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_was_decided_is_told_with_what_comes_later(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    for wijziging in (taakrol(Rol.CONSULENT, date(2026, 1, 1)), taakrol(Rol.FRONTOFFICE, date(2099, 1, 1))):
        beslis(huis, twee, stel(huis, een, wijziging), ook_lopende=False)
    settings = {"data": str(huis.services.settings.data), "database_url": huis.services.settings.database_url}
    shown = portal("taakrollen", "--team", "toegang-1979", **settings)
    assert "  beschikking: consulent, voorstel backoffice\n" in shown.out
    assert "  Vanaf donderdag 1 januari 2099 beschikking: frontoffice\n" in shown.out
