"""The field of a link: chosen from a list or typed, never both, and never drawn for somebody else."""

import pytest

from portal.domain.formulier import Fouten
from portal.forms import BerichtFormulier, VerbandVeld
from tests.voorbeelden import kader

NUMMER, ANDER = "BP-2F7K-9QXA", "BP-0000-0001"


class Formulier(BerichtFormulier):
    """Only a link."""

    secties = (("Waarbij", ("melding",)),)

    melding = VerbandVeld("Bij welke melding?")


@pytest.mark.parametrize("getypt", [[NUMMER], ["", NUMMER], [NUMMER, ""], [NUMMER, "bp2f7k9qxa"]])
def test_the_value_is_the_number_wherever_it_was_given(getypt: list[str]) -> None:
    gelezen = Formulier.lees({"melding": getypt}, kader())
    assert not isinstance(gelezen, Fouten)
    assert gelezen.feiten() == {"melding": NUMMER}


@pytest.mark.parametrize(
    ("getypt", "tekst"),
    [
        ([], "Kies het bericht waar dit bij hoort, of vul het nummer in."),
        (["", " "], "Kies het bericht waar dit bij hoort, of vul het nummer in."),
        (["gisteren"], "Dit is geen nummer van een bericht. Het ziet eruit als BP-2F7K-9QXA."),
        ([NUMMER, ANDER], "U koos een bericht en vulde een ander nummer in. Maak een van beide leeg."),
    ],
)
def test_what_is_no_choice_says_what_to_do(getypt: list[str], tekst: str) -> None:
    gelezen = Formulier.lees({"melding": getypt}, kader())
    assert isinstance(gelezen, Fouten)
    assert [(fout.veld, fout.tekst) for fout in gelezen.fouten] == [("melding", tekst)]


@pytest.mark.parametrize(
    ("getypt", "gekozen", "zelf"),
    [
        ([NUMMER], NUMMER, ""),
        (["", "2f7k9qxa"], NUMMER, ""),
        (["", ANDER], "", ANDER),
        ([NUMMER, "gisteren"], NUMMER, "gisteren"),
        ([], "", ""),
    ],
)
def test_what_was_typed_is_shown_where_it_belongs(getypt: list[str], gekozen: str, zelf: str) -> None:
    veld = Formulier.vul({"melding": getypt}, kader())["melding"]
    veld.kies_uit([(NUMMER, "Melding van 2 april")])
    assert (veld.gekozen, veld.zelf_getypt, veld.anker) == (gekozen, zelf, "melding-nummer")


def test_it_is_drawn_anew_for_everybody_and_keeps_what_was_typed() -> None:
    leeg = Formulier.vul({}, kader())
    assert (leeg.is_blanco(leeg["melding"]), leeg.getypt()) == (False, {})
    assert Formulier.vul({"melding": ["", "x"]}, kader()).getypt() == {"melding": ["", "x"]}
