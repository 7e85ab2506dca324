"""Melding Activering & Participatie en Vervoer: een burger met een indicatie heeft er een van deze producten bij nodig.

Bronnen: Handboek §4 (aanpassing indicatie: een nieuw product is een nieuwe maatwerkvoorziening en volgt het meldingsproces,
met het meldingsformulier van bijlage 17); §3 (Vervoer en Vervoer met rolstoel kunnen alleen gelijktijdig met Activering en
participatie); Wmo 2.3.2 en 2.3.5.

Voorstellen, die in geen bron staan:
- 'gelijktijdig' is: Activering en participatie wordt hier ook gevraagd, of loopt voor de hele gevraagde periode;
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
from portal.domain.voorwaarde import En, Feiten, Is, Niet, Of
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

ACTIVERING = "activering-participatie"
PARAGRAAF_3 = Bron(plaats="Handboek §3")
VERVOER_GEVRAAGD = Of(Is("gevraagd", "vervoer"), Is("gevraagd", "vervoer-rolstoel"))
VERVOER_ALLEEN = En(VERVOER_GEVRAAGD, Niet(Is("gevraagd", ACTIVERING)))
NAAST_LOPENDE = En(VERVOER_ALLEEN, Is("producten", ACTIVERING))
ALLEEN_SAMEN = "Vervoer kan alleen samen met Activering en participatie"


class Formulier(ClientFormulier, IndicatieFormulier, ToewijzingFormulier):
    """De vragen van de melding voor Activering & Participatie en Vervoer."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De lopende indicatie", (*INDICATIEVELDEN, *TOEWIJZINGVELDEN)),
        ("Wat u vraagt", ("gevraagd", "vanaf", "tot", "loopt_vanaf", "loopt_tot", "waarom")),
    )
    # Het portaal kijkt naar wat loopt en tot wanneer; de gemeente die vastlegt, heeft de beschikking.
    burger_mag = ("toewijzingnummer",)

    gevraagd = ProductenVeld(
        "Welke producten vraagt u?",
        hint=f"{ALLEEN_SAMEN}.",
        alleen=(ACTIVERING, "vervoer", "vervoer-rolstoel"),
        leeg="Kies minstens één product dat u vraagt.",
    )
    vanaf = DatumVeld("Vanaf welke dag?", hint="De eerste dag, bijvoorbeeld 31-12-2026.", leeg="Vul de eerste dag in.")
    tot = DatumVeld("Tot en met welke dag?", hint="De laatste dag.", leeg="Vul de laatste dag in.")
    loopt_vanaf = DatumVeld(
        "Vanaf welke dag loopt Activering en participatie?",
        hint="Staat in het iWmo 301-bericht.",
        toon_als=NAAST_LOPENDE,
        alleen_als="Alleen als u Vervoer vraagt naast Activering en participatie die al loopt.",
        leeg="Vul in vanaf welke dag Activering en participatie loopt.",
    )
    loopt_tot = DatumVeld(
        "Tot en met welke dag loopt Activering en participatie?",
        hint="Staat in het iWmo 301-bericht.",
        toon_als=NAAST_LOPENDE,
        alleen_als="Alleen als u Vervoer vraagt naast Activering en participatie die al loopt.",
        leeg="Vul in tot en met welke dag Activering en participatie loopt.",
    )
    waarom = LangeTekstVeld(
        "Waarom is dit nodig?",
        hint="In het kort. De rest staat in het meldingsformulier.",
        leeg="Schrijf op waarom dit nodig is.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """De periode klopt, en vervoer staat er nooit alleen (Handboek §3)."""
        vanaf, tot = str(feiten.get("vanaf", "")), str(feiten.get("tot", ""))
        if vanaf and tot and tot < vanaf:
            yield Fout(veld="tot", tekst="De laatste dag ligt voor de eerste dag. Controleer beide datums.")
        if not VERVOER_ALLEEN.geldt(feiten):
            return
        if not NAAST_LOPENDE.geldt(feiten):
            yield Fout(veld="gevraagd", tekst=f"{ALLEEN_SAMEN}. Kruis dat ook aan, of vraag geen vervoer.")
        elif str(feiten.get("loopt_vanaf", "")) > vanaf:
            yield Fout(veld="vanaf", tekst=f"{ALLEEN_SAMEN}. Kies een dag waarop Activering en participatie al loopt.")
        elif "loopt_tot" in feiten and str(feiten["loopt_tot"]) < tot:
            yield Fout(veld="tot", tekst=f"{ALLEEN_SAMEN}. Kies een dag waarop Activering en participatie nog loopt.")


TOEGEKEND = onderzoek.toegekend(
    titel="Toekennen",
    uitleg="De burger krijgt de beschikking op papier, de aanbieder een iWmo 301-bericht.",
    taak_301=taken.product_301(veld="gevraagd"),
)
AFGEWEZEN = onderzoek.afgewezen(titel="Afwijzen", uitleg="De lopende indicatie blijft zoals zij is.")

MAILBOX = Mailbox(
    code="melding-activering-vervoer",
    titel="Melding Activering & Participatie en Vervoer",
    omschrijving="Een burger met een indicatie heeft dagbesteding of vervoer nodig.",
    zoekwoorden=(
        "activering",
        "participatie",
        "dagbesteding",
        "vervoer",
        "rolstoel",
        "nieuw product",
        "bijlage 17",
        "taxi",
        "rolstoeltaxi",
        "werk",
        "dagactiviteit",
        "daginvulling",
        "reizen",
        "halen en brengen",
    ),
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
            titel="Meldingsformulier Activering en Participatie en Vervoer",
            hint="Bijlage 17 van het handboek.",
            burger_mag=True,
            nummer=17,
            bron=onderzoek.AANPASSING,
        ),
    ),
    termijnen=(persoonlijk_plan.termijn(), *onderzoek.termijnen(bron=Bron(plaats="naar Handboek §4", voorstel=True))),
    verstreken=(indicatie.voor_de_gevraagde_periode("tot"),),
    dubbel="Er loopt al een melding voor deze cliënt. Kijk of dit daarbij hoort.",
    bewaring=wmo.DOSSIER,
    bronnen=(onderzoek.AANPASSING, PARAGRAAF_3, Bron(plaats="Wmo 2.3.2"), Bron(plaats="Wmo 2.3.5")),
    bevestiging=onderzoek.BEVESTIGING,
)
