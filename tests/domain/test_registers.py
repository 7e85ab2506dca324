"""Who sees which field of a register: vrije plekken are for the Toegang and Beleid of a gemeente (Handboek §2.4)."""

import pytest

from portal.domain.registers import LOCATIES, VRIJE_PLEKKEN
from portal.domain.rollen import Rol
from portal.domain.teams import Teamsoort

VAN_EEN_GEMEENTE = {Teamsoort.TOEGANG, Teamsoort.KLACHTTEAM, Teamsoort.COLLEGE}


@pytest.mark.parametrize("soort", [*Teamsoort, None])
def test_beleid_sees_places_at_a_gemeente_only_whatever_else_he_is(soort: Teamsoort | None) -> None:
    plekken = {"capaciteit", "vrij", "per_locatie"}
    gezien = {
        veld.code
        for register in (LOCATIES, VRIJE_PLEKKEN)
        for veld in register.zichtbaar({Rol.BELEID}, soort)
        if veld.code in plekken
    }
    assert gezien == (plekken if soort in VAN_EEN_GEMEENTE else set())


def test_places_are_for_who_works_at_the_toegang_and_for_no_other_role_at_a_gemeente() -> None:
    zien = {
        (soort, rol)
        for soort in Teamsoort
        for rol in Rol
        if "vrij" in {veld.code for veld in VRIJE_PLEKKEN.zichtbaar({rol}, soort)}
    }
    toegang = {Rol.FRONTOFFICE, Rol.CONSULENT, Rol.BACKOFFICE, Rol.TEAMLEIDER}
    assert zien == {(Teamsoort.TOEGANG, rol) for rol in toegang} | {(soort, Rol.BELEID) for soort in VAN_EEN_GEMEENTE}
