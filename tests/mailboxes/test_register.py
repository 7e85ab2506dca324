"""Discovery finds every mailbox, and refuses what is wrong before anything starts."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from portal.domain.mailbox import FouteDeclaratie, Groep
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.mailboxes import PAKKETTEN, laad_mailboxen
from portal.regios import laad_regio, laad_regios

GRONINGEN = laad_regio("groningen")
NIEUW = """
from dataclasses import replace
from tests.mailboxes import vreemde_mailboxen
MAILBOX = replace(vreemde_mailboxen.CALAMITEIT, code="{code}")
"""


def pakket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **modules: str) -> str:
    naam = f"proef_{tmp_path.name}"
    (tmp_path / naam).mkdir()
    (tmp_path / naam / "__init__.py").write_text("", encoding="utf-8")
    for module, tekst in modules.items():
        (tmp_path / naam / f"{module}.py").write_text(tekst, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return naam


def test_all_mailboxes_are_found_and_load() -> None:
    bestanden = [import_module(naam).__path__ for naam in PAKKETTEN]
    modules = {m.name.replace("_", "-") for paden in bestanden for m in iter_modules(paden)}
    assert {m.code for m in laad_mailboxen(laad_regios()).alle()} == modules


def test_they_stand_in_the_order_of_their_groups() -> None:
    groepen = [list(Groep).index(m.groep) for m in laad_mailboxen(laad_regios()).alle()]
    assert groepen == sorted(groepen)


def test_a_mailbox_that_was_never_seen_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nieuw = pakket(tmp_path, monkeypatch, nieuw=NIEUW.format(code="nieuw"))
    register = laad_mailboxen(laad_regios(), pakketten=(*PAKKETTEN, nieuw))
    assert {m.code for m in register.alle()} - {m.code for m in laad_mailboxen(laad_regios()).alle()} == {"nieuw"}


def test_a_mailbox_is_found_by_its_code() -> None:
    register = laad_mailboxen(laad_regios())
    mailbox = register.alle()[0]
    assert (register.met_code(mailbox.code), register.met_code("onbekend")) == (mailbox, None)


@pytest.mark.parametrize(
    ("soort", "rollen", "gezien"),
    [
        (Organisatiesoort.AANBIEDER, {Rol.INDIENER}, {"herindicatie", "sociale-kaart"}),
        (Organisatiesoort.AANBIEDER, {Rol.ORGANISATIEBEHEERDER}, set()),
        (Organisatiesoort.GEMEENTE, {Rol.FRONTOFFICE}, {"herindicatie"}),
        (Organisatiesoort.GEMEENTE, {Rol.BELEID}, set()),
    ],
)
def test_who_may_send_sees_a_mailbox(soort: Organisatiesoort, rollen: set[Rol], gezien: set[str]) -> None:
    voor = {m.code for m in laad_mailboxen(laad_regios()).voor(GRONINGEN, soort, rollen)}
    assert voor & {"herindicatie", "sociale-kaart"} == gezien


def test_a_mailbox_closed_in_the_region_or_not_of_it_is_not_offered_but_keeps_its_berichten() -> None:
    register = laad_mailboxen(laad_regios())
    alle = register.alle()
    dicht = replace(GRONINGEN, gesloten_mailboxen=tuple(mailbox.code for mailbox in alle))
    elders = replace(GRONINGEN, code="elders")
    for regio in (dicht, elders):
        assert register.voor(regio, Organisatiesoort.AANBIEDER, {Rol.INDIENER}) == ()
    assert register.alle() == alle


@pytest.mark.parametrize(
    "tekst",
    ["", "MAILBOX = 1", NIEUW.format(code="een") + "TWEEDE = replace(MAILBOX, code='twee')"],
    ids=["none", "no mailbox", "two"],
)
def test_a_module_without_exactly_one_mailbox_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tekst: str
) -> None:
    naam = pakket(tmp_path, monkeypatch, fout=tekst)
    with pytest.raises(FouteDeclaratie, match="precies één mailbox"):
        laad_mailboxen(laad_regios(), pakketten=[naam])


def test_two_mailboxes_with_one_code_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    naam = pakket(tmp_path, monkeypatch, een=NIEUW.format(code="zelfde"), twee=NIEUW.format(code="zelfde"))
    with pytest.raises(FouteDeclaratie, match=r"twee keer voor: \['zelfde'\]"):
        laad_mailboxen(laad_regios(), pakketten=[naam])


BIJ_STAP = """
from dataclasses import replace
from portal.mailboxes.groningen_bw.herindicatie import MAILBOX as ECHT
from tests.mailboxes.proefformulier import proefformulier
def vraag(stap):
    return replace(stap, formulier=proefformulier("{naam}")) if stap.code == "vraag-stellen" else stap
LOOP = replace(ECHT.levensloop, overgangen=tuple(vraag(stap) for stap in ECHT.levensloop.overgangen))
MAILBOX = replace(ECHT, code="nieuw", levensloop=LOOP)
del ECHT
"""
VAN_FORMULIER = """
from portal.forms import BerichtFormulier, TekstVeld
class Vraag(BerichtFormulier):
    secties = (("", ("versie",)),)
    versie = TekstVeld("Versie")
"""


@pytest.mark.parametrize(
    ("tekst", "reden"),
    [
        *(
            (
                BIJ_STAP.format(naam=naam),
                rf"mailbox 'nieuw' vraagt bij stap 'vraag-stellen' .* de pagina zelf: \['{naam}'\]",
            )
            for naam in ("sleutel", "versie", "stukken", "tekstversie", "getoond", "tekst", "dag")
        ),
        (VAN_FORMULIER, r"module .*\.fout heeft een formulier dat niet kan: Vraag: .*: \['versie'\]"),
    ],
)
def test_a_question_of_a_step_with_a_name_of_its_page_is_refused_with_mailbox_step_and_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tekst: str, reden: str
) -> None:
    with pytest.raises(FouteDeclaratie, match=reden):
        laad_mailboxen(laad_regios(), pakketten=[pakket(tmp_path, monkeypatch, fout=tekst)])


def test_a_mailbox_for_a_region_that_is_not_there_is_refused() -> None:
    with pytest.raises(FouteDeclaratie, match=r"regio's die er niet zijn: \['groningen'\]"):
        laad_mailboxen(())


def test_a_mailbox_to_a_team_that_the_region_has_not_is_refused() -> None:
    zonder = replace(GRONINGEN, teams=tuple(t for t in GRONINGEN.teams if t.soort is not Teamsoort.TOEGANG))
    with pytest.raises(FouteDeclaratie, match=r"naar teams die er niet zijn: \['toegang'\]"):
        laad_mailboxen([zonder])
