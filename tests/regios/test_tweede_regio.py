"""A second region for the opvang is a file of data and nothing else: it uses the mailboxes of the first, in words of its own."""

from dataclasses import replace
from importlib.resources import files

import pytest

from portal.domain.formulier import Kader
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import FouteDeclaratie
from portal.domain.regiowoorden import OnbekendWoord, in_regio
from portal.mailboxes import Register, laad_mailboxen
from portal.regios import laad_regio, laad_regios, regio_uit
from tests.voorbeelden import VANDAAG

EERSTE = "noord-midden-limburg"
DAAR = (
    "Product 16L01, 1 stuks, geldigheidsduur. Een traject duurt, afhankelijk van de doelgroep, 3 tot hoogstens 6 maanden. "
    "Alleen Moveoo en het Leger des Heils krijgen het."
)
WOORD = f'opvang_301 = "{DAAR}"'
ANDERS = "Product 16X99. Aan Stichting Onderdak."


@pytest.fixture(scope="module")
def tweede() -> Regio:
    """The file of the first with another code, other words, and whose mailboxes it uses."""
    tekst = files("portal.regios").joinpath(f"{EERSTE}.toml").read_text(encoding="utf-8")
    tekst = tekst.replace(f'code = "{EERSTE}"', f'code = "elders"\nmapjes_van = "{EERSTE}"', 1)
    return regio_uit(tekst.replace(WOORD, f'opvang_301 = "{ANDERS}"'))


@pytest.fixture(scope="module")
def register(tweede: Regio) -> Register:
    return laad_mailboxen((*laad_regios(), tweede))


def test_it_has_the_mailboxes_of_the_first_and_no_other(register: Register) -> None:
    def codes(regio: str) -> set[str]:
        return {m.code for m in register.alle() if regio in m.regios}

    assert (
        codes("elders")
        == codes(EERSTE)
        == {"mo-melding", "mo-overlijden", "mo-screening-overdracht", "gia-verwijzing", "gia-besluit"}
    )


def test_what_is_not_for_the_portal_there_is_not_for_it_here(register: Register, tweede: Regio) -> None:
    assert [z.titel for z in register.buiten(tweede)] == [z.titel for z in register.buiten(laad_regio(EERSTE))]


def test_a_taak_names_the_product_and_the_aanbieders_of_the_region(register: Register, tweede: Regio) -> None:
    melding = register.met_code("mo-melding")
    assert melding is not None
    (taak,) = {taak.uitleg for taak in melding.taken() if taak.code == "301-toewijzing"}
    rest = (
        " Met de gemeentecode van de gemeente van herkomst. De code staat bij deze taak in het bericht, en ook welke "
        "opdrachtnemer het is, als het bericht dat zegt. Anders staat hij in het onderzoeksverslag. Zegt een besluit acute opvang dat "
        "geheim moet blijven waar de inwoner is? Dan gaat er geen iWmo-bericht (iWmo OP003)."
    )
    assert in_regio(taak, tweede) == ANDERS + rest
    eerste = in_regio(taak, laad_regio(EERSTE))
    assert eerste == f"{DAAR}{rest}"


def test_a_form_asks_in_the_words_of_the_region() -> None:
    regio = laad_regio("groningen")
    mailbox = laad_mailboxen(laad_regios()).met_code("verantwoording")
    assert mailbox is not None
    for grens in ("€ 100.000", "€ 250.000"):
        kader = Kader(vandaag=VANDAAG, regio=replace(regio, woorden=(("omzetgrens", grens),)))
        veld = next(v for v in mailbox.formulier.vul({}, kader).velden() if v.short_name == "omzet")  # type: ignore[attr-defined]  # the Protocol names what the core needs
        assert veld.label.text == f"Was uw omzet in deze overeenkomst hoger dan {grens}?"
        assert veld.leeg == f"Kies of uw omzet hoger was dan {grens}."


def test_a_word_that_a_region_does_not_say_is_refused(tweede: Regio) -> None:
    with pytest.raises(FouteDeclaratie, match="opvang_301"):
        laad_mailboxen((*laad_regios(), replace(tweede, woorden=())))
    with pytest.raises(OnbekendWoord, match="opvang_301"):
        in_regio("{opvang_301}", replace(tweede, woorden=()))
    assert in_regio("Geen woord van de regio.", tweede) == "Geen woord van de regio."
