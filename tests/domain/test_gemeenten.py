"""A region answers by value: its gemeenten, teams, settings and who does what."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.domain.bron import Bron
from portal.domain.kalender import Werkdagregels
from portal.domain.partij import Partij
from portal.domain.rollen import Rol, valt_toe
from portal.domain.teams import Teamsoort
from portal.domain.termijn import BijAankomst, Eenheid, Karakter, Termijn
from portal.mailboxes import waarschuwingen
from portal.regios import laad_regio

REGIO = laad_regio("groningen")
EEMSDELTA = REGIO.gemeenten[0]
DAG = date(2026, 4, 2)


def test_a_gemeente_is_found_by_its_cbs_code() -> None:
    assert (REGIO.gemeente("1979"), REGIO.gemeente("9999")) == (EEMSDELTA, None)


def test_the_contact_line_stands_as_printed() -> None:
    assert EEMSDELTA.contact == "beschermdwonen@eemsdelta.nl, 0596-639010"


@pytest.mark.parametrize(
    ("taak", "zonder", "verwacht"),
    [
        ("melding-cak", (), Rol.BACKOFFICE),
        ("beschikking", (), Rol.FRONTOFFICE),
        ("beschikking", (Rol.FRONTOFFICE,), Rol.CONSULENT),
        ("melding-cak", (Rol.BACKOFFICE,), Rol.CONSULENT),
    ],
)
def test_a_gemeente_divides_its_taken_itself(taak: str, zonder: tuple[Rol, ...], verwacht: Rol) -> None:
    gemeente = replace(EEMSDELTA, taakrollen=(("beschikking", Rol.FRONTOFFICE),), zonder_rollen=zonder)
    assert gemeente.taakrol(taak, Rol.BACKOFFICE) == verwacht


@pytest.mark.parametrize(
    ("aanwezig", "doet"),
    [
        ({Rol.FRONTOFFICE, Rol.CONSULENT, Rol.BACKOFFICE}, Rol.FRONTOFFICE),
        ({Rol.CONSULENT, Rol.BACKOFFICE}, Rol.CONSULENT),
        ({Rol.BACKOFFICE, Rol.BELEID}, Rol.BACKOFFICE),
        ({Rol.BELEID}, Rol.FRONTOFFICE),
        (set(), Rol.FRONTOFFICE),
    ],
)
def test_a_taak_whose_role_nobody_holds_falls_to_one_that_is_there(aanwezig: set[Rol], doet: Rol) -> None:
    assert valt_toe(Rol.FRONTOFFICE, aanwezig) == doet


def test_a_team_is_found_by_kind_and_gemeente_or_by_code() -> None:
    team = REGIO.team(Teamsoort.TOEGANG, "0047")
    assert team is not None
    assert (team.code, REGIO.team_met_code("toegang-0047"), REGIO.team_met_code("weg")) == ("toegang-0047", team, None)
    assert REGIO.team(Teamsoort.COLLEGE, "9999") is None


def test_a_setting_that_is_not_there_is_what_was_asked_instead() -> None:
    gevonden = (REGIO.instelling("vijf_mei_vrij", op=DAG), REGIO.instelling("weg", "5", op=DAG))
    assert (*gevonden, REGIO.instelling("weg", op=DAG)) == ("ja", "5", "")


def test_the_settings_of_a_region_make_its_calendar() -> None:
    anders = replace(REGIO, instellingen=(("goede_vrijdag_vrij", "nee"), ("gelijkgestelde_dagen_vrij", "nee")))
    assert anders.kalender.werkdagregels == Werkdagregels(goede_vrijdag_vrij=False, gelijkgestelde_dagen_vrij=False)


def test_every_kind_of_team_has_a_name_for_a_sentence() -> None:
    assert [soort.titel for soort in Teamsoort if not soort.titel] == []
    assert Teamsoort.COLLEGE.titel == "het college"


def test_a_role_is_said_in_words() -> None:
    assert (Rol.FUNCTIONEEL_BEHEERDER.titel, Rol.CONSULENT.titel) == ("functioneel beheerder", "consulent")


OP_DE_DAG = (date(2027, 1, 1), "herinnering_laatste_dag", "ja")


@pytest.mark.parametrize(
    ("anders", "erbij"),
    [
        ({}, 1),
        ({"karakter": Karakter.KANS}, 0),
        ({"waarschuwingen": (waarschuwingen.op_de_dag(Partij.AANBIEDER),)}, 0),
        ({"waarschuwingen": (waarschuwingen.op_de_dag(Partij.BEHANDELEND_TEAM),)}, 1),
    ],
    ids=["a duty", "a chance", "declared so already", "another is"],
)
def test_a_region_has_the_owner_of_a_duty_reminded_on_the_last_day_itself(anders: dict[str, Any], erbij: int) -> None:
    klok = Termijn(
        code="klok",
        titel="Klok",
        aantal=3,
        eenheid=Eenheid.WERKDAG,
        begint=BijAankomst(),
        eigenaar=Partij.AANBIEDER,
        bron=Bron(plaats="afspraak"),
    )
    termijn, regio = replace(klok, **anders), replace(REGIO, later=(OP_DE_DAG,))
    ervoor, erna = (regio.ingesteld(termijn, op=dag) for dag in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (ervoor, len(erna.waarschuwingen) - len(termijn.waarschuwingen)) == (termijn, erbij)
    assert [w.aan for w in erna.waarschuwingen[len(termijn.waarschuwingen) :]] == [Partij.AANBIEDER] * erbij
