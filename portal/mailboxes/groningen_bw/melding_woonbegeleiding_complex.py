"""Melding Woonbegeleiding Complex: een burger met een indicatie heeft tijdelijk zwaardere begeleiding nodig.

Bronnen: Handboek §4 (aanpassing indicatie: een nieuw product is een nieuwe maatwerkvoorziening en volgt het meldingsproces,
met het meldingsformulier van bijlage 18); §3 (Woonbegeleiding complex kan tijdelijk, naast een ander product); Wmo 2.3.2 en
2.3.5.

Voorstellen, die in geen bron staan:
- 'naast een ander product' is: er loopt minstens één van de producten van een arrangement, en u noemt welk;
- 'tijdelijk' is: met een laatste dag;
- de Toegang van de gemeente die de indicatie gaf krijgt de melding; bij 'weet ik niet' die van verblijf;
- brengt een burger zijn vraag per telefoon, brief of aan de balie, dan legt de gemeente haar vast (Wmo 2.3.2 lid 1: een melding heeft geen
  vorm): zonder het meldingsformulier en het toewijzingsnummer;
- eindigt de indicatie eerder dan de gevraagde periode, dan waarschuwt het formulier;
- het 301-bericht gaat binnen vijf werkdagen na het besluit weg en plant geen nieuwe herindicatie;
- de weg van melding naar besluit, zoals in `mailboxes/onderzoek.py`.
"""

from collections.abc import Iterable

from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.mailbox import Clientblok, Groep, Mailbox
from portal.domain.voorwaarde import Feiten
from portal.forms import (
    CLIENTVELDEN,
    INDICATIEVELDEN,
    TOEWIJZINGVELDEN,
    ClientFormulier,
    DatumVeld,
    IndicatieFormulier,
    LangeTekstVeld,
    ProductenVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import indicatie, onderzoek, persoonlijk_plan, taken, wie, wmo

ARRANGEMENT = ("verblijf-24-uur", "verblijf-nabij", "thuis-plus-1-3", "thuis-plus-4-6", "thuis-plus-7-10")


class Formulier(ClientFormulier, IndicatieFormulier, ToewijzingFormulier):
    """De vragen van de melding voor Woonbegeleiding Complex."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De lopende indicatie", (*INDICATIEVELDEN, *TOEWIJZINGVELDEN)),
        ("Wat u vraagt", ("naast", "vanaf", "tot", "waarom")),
    )
    # Het portaal kijkt naar wat loopt en tot wanneer; de gemeente die vastlegt, heeft de beschikking.
    burger_mag = ("toewijzingnummer",)

    naast = ProductenVeld(
        "Naast welk product?",
        hint="Woonbegeleiding complex kan alleen naast een product dat al loopt.",
        alleen=ARRANGEMENT,
        leeg="Kies naast welk product u dit vraagt.",
    )
    vanaf = DatumVeld("Vanaf welke dag?", hint="De eerste dag, bijvoorbeeld 31-12-2026.", leeg="Vul de eerste dag in.")
    tot = DatumVeld(
        "Tot en met welke dag?",
        hint="De laatste dag. Woonbegeleiding complex is tijdelijk.",
        leeg="Vul de laatste dag in.",
    )
    waarom = LangeTekstVeld(
        "Waarom is dit nodig?",
        hint="In het kort. De rest staat in het meldingsformulier.",
        leeg="Schrijf op waarom dit nodig is.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """De periode klopt, en het product ernaast loopt (Handboek §3)."""
        if "vanaf" in feiten and "tot" in feiten and str(feiten["tot"]) < str(feiten["vanaf"]):
            yield Fout(veld="tot", tekst="De laatste dag ligt voor de eerste dag. Controleer beide datums.")
        if set(feiten.get("naast", ())) - set(feiten.get("producten", ())):
            yield Fout(veld="naast", tekst="Kies een product dat nu loopt, of kruis het ook aan bij wat er loopt.")


TOEGEKEND = onderzoek.toegekend(
    titel="Toekennen",
    uitleg="De burger krijgt de beschikking op papier, de aanbieder een iWmo 301-bericht.",
    taak_301=taken.product_301(product="woonbegeleiding-complex"),
)
AFGEWEZEN = onderzoek.afgewezen(titel="Afwijzen", uitleg="De lopende indicatie blijft zoals zij is.")

MAILBOX = Mailbox(
    code="melding-woonbegeleiding-complex",
    titel="Melding Woonbegeleiding Complex",
    omschrijving="Een burger met een indicatie heeft tijdelijk extra begeleiding nodig.",
    zoekwoorden=("woonbegeleiding", "complex", "extra begeleiding", "zwaarder", "nieuw product", "bijlage 18"),
    groep=Groep.INDICATIE,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    levensloop=onderzoek.loop(TOEGEKEND, AFGEWEZEN, zonder="De lopende indicatie blijft zoals zij is."),
    bijlagen=(
        BijlageEis(
            code="meldingsformulier",
            titel="Meldingsformulier indicatie Woonbegeleiding Complex",
            hint="Bijlage 18 van het handboek.",
            burger_mag=True,
            nummer=18,
            bron=onderzoek.AANPASSING,
        ),
    ),
    termijnen=(persoonlijk_plan.termijn(), *onderzoek.termijnen(bron=Bron(plaats="naar Handboek §4", voorstel=True))),
    verstreken=(indicatie.voor_de_gevraagde_periode("tot"),),
    dubbel="Er loopt al een melding voor deze cliënt. Kijk of dit daarbij hoort.",
    bewaring=wmo.DOSSIER,
    bronnen=(
        onderzoek.AANPASSING,
        Bron(plaats="Handboek §3"),
        Bron(plaats="Wmo 2.3.2"),
        Bron(plaats="Wmo 2.3.5"),
    ),
    bevestiging=onderzoek.BEVESTIGING,
)
