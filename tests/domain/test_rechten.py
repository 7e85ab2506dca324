"""One table says who may do what; what is not listed is refused."""

from datetime import date, timedelta

import pytest

from portal.domain.levensloop import Actie
from portal.domain.rechten import RECHT_VOOR, WAAR, WIE_MAG, Lidmaatschap, NietToegestaan, Recht, eis, mag
from portal.domain.rollen import Rol
from portal.domain.teams import Teamsoort

VANDAAG = date(2026, 4, 7)
DAG = timedelta(days=1)


def lid(rol: Rol, *, tot: date | None = None, vanaf: date = VANDAAG) -> Lidmaatschap:
    return Lidmaatschap(soort="team", code="toegang-0014", rol=rol, vanaf=vanaf, tot=tot)


def kan(
    rol: Rol,
    recht: Recht,
    *,
    soort: str = "team",
    code: str = "toegang-0014",
    teamsoort: Teamsoort | None = Teamsoort.TOEGANG,
) -> bool:
    return mag([lid(rol)], recht, soort=soort, code=code, vandaag=VANDAAG, teamsoort=teamsoort or "")


def rechten(rol: Rol) -> set[Recht]:
    return {recht for recht in Recht if kan(rol, recht)}


def test_every_right_is_in_the_table() -> None:
    assert set(WIE_MAG) == set(Recht)


def test_every_act_of_a_person_asks_a_right() -> None:
    assert set(Actie) - set(RECHT_VOOR) == {Actie.AFRONDEN}


def test_a_functioneel_beheerder_can_read_no_bericht() -> None:
    lezen = {Recht.BERICHT_LEZEN, Recht.LIJST_LEZEN, Recht.ZOEKEN, Recht.IDENTITEIT_LEZEN, Recht.BERICHT_VOLGEN}
    assert rechten(Rol.FUNCTIONEEL_BEHEERDER) & lezen == set()


def test_an_organisatiebeheerder_admits_and_reads_nothing() -> None:
    assert rechten(Rol.ORGANISATIEBEHEERDER) == {Recht.COLLEGA_TOELATEN}


def test_beleid_sees_numbers_and_registers_only() -> None:
    assert rechten(Rol.BELEID) == {Recht.CIJFERS_LEZEN, Recht.REGISTERS_LEZEN}


def test_a_team_sends_in_the_roles_that_do_its_work_and_registers_for_a_burger_in_two_of_them() -> None:
    assert {rol for rol in Rol if kan(rol, Recht.BERICHT_INDIENEN)} == {
        Rol.INDIENER,
        Rol.FRONTOFFICE,
        Rol.CONSULENT,
        Rol.TOEZICHTHOUDER,
        Rol.CONTRACTMANAGER,
        Rol.REGIOADVISEUR,
        Rol.COLLEGE,
        Rol.VEILIG_THUIS,
    }
    assert {rol for rol in Rol if kan(rol, Recht.BERICHT_REGISTREREN)} == {Rol.FRONTOFFICE, Rol.CONSULENT}


def test_an_indiener_sends_follows_and_answers_what_comes_in_but_hands_nothing_on_and_opens_no_identities() -> None:
    assert rechten(Rol.INDIENER) == {
        Recht.BERICHT_INDIENEN,
        Recht.BERICHT_VOLGEN,
        Recht.BERICHT_LEZEN,
        Recht.BERICHT_OPPAKKEN,
        Recht.VRAAG_STELLEN,
        Recht.NOTEREN,
        Recht.BESLUITEN,
        Recht.LIJST_LEZEN,
        Recht.ZOEKEN,
        Recht.REGISTERS_LEZEN,
        Recht.TAAK_AFHANDELEN,
        Recht.TOEWIJZING_LEZEN,
    }


def test_toewijzingen_are_of_the_toegang_and_the_aanbieder_and_two_roles_write_them_down() -> None:
    lezen = {Rol.FRONTOFFICE, Rol.CONSULENT, Rol.BACKOFFICE, Rol.TEAMLEIDER, Rol.INDIENER}
    assert {rol for rol in Rol if kan(rol, Recht.TOEWIJZING_LEZEN)} == lezen
    assert {rol for rol in Rol if kan(rol, Recht.TOEWIJZING_VASTLEGGEN)} == {Rol.CONSULENT, Rol.BACKOFFICE}


@pytest.mark.parametrize("teamsoort", [*Teamsoort, None])
def test_of_the_teams_only_a_toegang_has_toewijzingen_whatever_the_role(teamsoort: Teamsoort | None) -> None:
    rechten_ = (Recht.TOEWIJZING_LEZEN, Recht.TOEWIJZING_VASTLEGGEN)
    hier = {(rol, recht) for rol in Rol for recht in rechten_ if kan(rol, recht, teamsoort=teamsoort)}
    bij_toegang = {(rol, recht) for rol in Rol for recht in rechten_ if kan(rol, recht)}
    assert hier == (bij_toegang if teamsoort is Teamsoort.TOEGANG else set())


def test_an_aanbieder_reads_his_toewijzingen_and_every_other_right_is_held_wherever_its_role_is() -> None:
    hier = [Lidmaatschap(soort="organisatie", code="de-schakel", rol=Rol.INDIENER, vanaf=VANDAAG)]
    assert mag(hier, Recht.TOEWIJZING_LEZEN, soort="organisatie", code="de-schakel", vandaag=VANDAAG)
    elders = {(rol, recht) for rol in Rol for recht in set(Recht) - set(WAAR) if kan(rol, recht, teamsoort=None)}
    assert elders == {(rol, recht) for rol in Rol for recht in set(Recht) - set(WAAR) if rol in WIE_MAG[recht]}


@pytest.mark.parametrize(("rol", "besluit"), [(Rol.CONSULENT, True), (Rol.FRONTOFFICE, False), (Rol.BACKOFFICE, False)])
def test_of_the_toegang_only_the_consulent_decides(rol: Rol, besluit: bool) -> None:
    assert kan(rol, Recht.BESLUITEN) is besluit


def test_identities_of_a_calamiteit_are_for_toezicht() -> None:
    assert {rol for rol in Rol if kan(rol, Recht.IDENTITEIT_LEZEN)} == {Rol.TOEZICHTHOUDER}


@pytest.mark.parametrize(("soort", "code"), [("organisatie", "toegang-0014"), ("team", "toegang-0047")])
def test_a_right_holds_in_its_own_team_or_organisation_only(soort: str, code: str) -> None:
    assert not kan(Rol.CONSULENT, Recht.BERICHT_LEZEN, soort=soort, code=code)


@pytest.mark.parametrize(
    ("vanaf", "tot", "loopt"),
    [
        (VANDAAG, None, True),
        (VANDAAG, VANDAAG, True),
        (VANDAAG + DAG, None, False),
        (VANDAAG - DAG, VANDAAG - DAG, False),
    ],
)
def test_a_membership_runs_from_its_first_to_its_last_day(vanaf: date, tot: date | None, loopt: bool) -> None:
    lidmaatschap = lid(Rol.CONSULENT, vanaf=vanaf, tot=tot)
    assert mag([lidmaatschap], Recht.BERICHT_LEZEN, soort="team", code="toegang-0014", vandaag=VANDAAG) is loopt


def test_who_has_no_right_is_refused_by_the_name_of_the_right() -> None:
    eis([lid(Rol.CONSULENT)], Recht.BESLUITEN, soort="team", code="toegang-0014", vandaag=VANDAAG)
    with pytest.raises(NietToegestaan, match=r"^besluiten$"):
        eis([lid(Rol.BACKOFFICE)], Recht.BESLUITEN, soort="team", code="toegang-0014", vandaag=VANDAAG)
