"""The documents of a dossier on a form: all go along, unless one is left out with a reason."""

from uuid import UUID

import pytest

from portal.forms import BerichtFormulier, StukkenVeld
from portal.forms.stukken import Stuk
from tests.voorbeelden import kader

EEN, TWEE = UUID(int=1).hex, UUID(int=2).hex


class Formulier(BerichtFormulier):
    """Ask what goes along."""

    secties = (("Stukken", ("stukken",)),)

    stukken = StukkenVeld("Welke stukken gaan mee?", verplicht=False)


@pytest.mark.parametrize(
    ("getypt", "waarde"),
    [
        ([], ()),
        ([f"stuk:{EEN}", f"mee:{EEN}", "", f"stuk:{TWEE}", f"mee:{TWEE}", ""], ()),
        (
            [f"stuk:{EEN}", f"mee:{EEN}", "Een reden die niet telt.", f"stuk:{TWEE}", " Verouderd. "],
            (f"{TWEE} Verouderd.",),
        ),
        (["los", "mee:niets", f"stuk:{EEN}", "Dubbel."], (f"{EEN} Dubbel.",)),
    ],
)
def test_what_is_left_out_is_kept_with_its_reason(getypt: list[str], waarde: tuple[str, ...]) -> None:
    formulier = Formulier.vul({"stukken": getypt}, kader())
    assert (formulier.fouten(), formulier.feiten().get("stukken", ())) == ((), waarde)


@pytest.mark.parametrize(
    ("reden", "fout"), [("", "Schrijf bij elk stuk"), (" ", "Schrijf bij"), ("x" * 201, "Maak de reden korter")]
)
def test_a_reason_is_needed_and_stays_short(reden: str, fout: str) -> None:
    formulier = Formulier.vul({"stukken": [f"stuk:{EEN}", reden]}, kader())
    assert [f.tekst.startswith(fout) for f in formulier.fouten()] == [True]


def test_the_page_shows_what_is_offered_as_it_was_ticked() -> None:
    veld = Formulier.vul({"stukken": [f"stuk:{EEN}", "Dubbel."]}, kader()).stukken
    veld.bied_aan([(EEN, "Levensloop"), (TWEE, "Verslag")])
    assert veld.stukken == (
        Stuk(EEN, "Levensloop", mee=False, reden="Dubbel."),
        Stuk(TWEE, "Verslag", mee=True, reden=""),
    )
    assert (veld.toon((f"{EEN} Dubbel.",)), list(veld.getypt())) == ("1 niet mee", [f"stuk:{EEN}", "Dubbel."])
