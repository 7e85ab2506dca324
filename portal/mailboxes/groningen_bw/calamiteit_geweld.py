"""Eerste melding calamiteit of geweldsincident: de aanbieder meldt aan de toezichthouder Wmo wat er is gebeurd.

Bronnen: Wmo 3.4 lid 1 (onverwijld melden) en 1.1.1 (wat een calamiteit en wat geweld is); Handboek §7 en het protocol
Meldingen Calamiteiten en geweld (bijlage 8, formulier bijlage 20): uiterlijk drie werkdagen na de gebeurtenis, één
toezicht voor alle gemeenten; een incident wordt niet gemeld maar geregistreerd; bij twijfel contact met de toezichthouder;
toezicht vraagt eigen onderzoek of onderzoekt zelf, en rapporteert aan twee colleges.

Voorstellen, die in geen bron staan:
- wie erbij betrokken waren staat apart verzegeld: toezicht en de aanbieder openen dat met een reden, en elke keer wordt vastgelegd;
  in een concept, dat nog niet is verstuurd, leest wie voor de aanbieder mag indienen dat zonder reden mee;
- een melding die later komt wordt aangenomen, met de markering dat zij te laat is;
- hoe lang toezicht doet over bevestigen en het eerste oordeel, en de aanbieder over eigen onderzoek, stelt de regio in;
- de melding kan niet worden ingetrokken, en toezicht stuurt haar niet door;
- de bewaartermijn is die van een dossier (Wmo 5.3.4).
"""

from datetime import date
from types import MappingProxyType

from portal.domain.bron import Bron
from portal.domain.datums import dag_en_maand
from portal.domain.formulier import Client
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Deel, Groep, Mailbox, Verwijzing
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.termijn import INDIENEN, Eenheid, OpDatum, Termijn
from portal.domain.voorwaarde import En, Feiten, Is, Of, Voorwaarde
from portal.forms import (
    BETROKKENVELDEN,
    NEE,
    BetrokkenenFormulier,
    DatumVeld,
    GemeenteVeld,
    JaNeeVeld,
    KeuzeVeld,
    LangeTekstVeld,
    TekstVeld,
)
from portal.mailboxes import toezicht

BEGRIPPEN = Bron(plaats="Wmo 1.1.1")

CALAMITEIT = Is("soort", "calamiteit")
GEWELD = Is("soort", "geweld")
# De keuzehulp: pas als alle onderdelen uit de wet er zijn, volgt de rest van het formulier.
MELDEN = Of(
    En(
        CALAMITEIT,
        Of(Is("gevolg", "overleden"), Is("gevolg", "ernstig")),
        Of(Is("verband", "ja"), Is("verband", "onzeker")),
    ),
    En(GEWELD, Of(Is("door_wie", "beroepskracht"), Is("door_wie", "client"))),
)
ALLEEN = "Alleen als u een calamiteit of geweld meldt."


class Formulier(BetrokkenenFormulier):
    """De vragen van de eerste melding: eerst of dit gemeld moet worden, dan wat er is gebeurd."""

    versie = 1
    secties = (
        ("Is dit een calamiteit of geweld?", ("soort", "gevolg", "verband", "door_wie")),
        ("Wat er is gebeurd", ("gebeurd_op", "gebeurd_om", "gemeente", "locatie", "beschrijving")),
        ("Wat u heeft gedaan", ("veilig", "maatregelen", "geinformeerd")),
        ("Wie toezicht kan bellen", ("contactpersoon", "telefoon", "kenmerk")),
        ("Om wie het gaat (apart verzegeld)", BETROKKENVELDEN),
    )
    alleen_bij = MappingProxyType({titel: (MELDEN, ALLEEN) for titel, _ in secties[1:]})

    soort = KeuzeVeld(
        "Wat is er gebeurd?",
        keuzes=(
            ("calamiteit", "Een calamiteit"),
            ("geweld", "Geweld bij de ondersteuning"),
            ("incident", "Een incident"),
            ("twijfel", "Dat weet ik niet zeker"),
        ),
        uitleg={
            "calamiteit": "Onbedoeld of onverwacht, het gaat over de kwaliteit van de ondersteuning, en een cliënt is overleden of "
            "heeft ernstige schade (Wmo 1.1.1).",
            "geweld": "Lichamelijk of geestelijk geweld tegen een cliënt, of seksueel misbruik, door een beroepskracht of door een "
            "andere cliënt in dezelfde accommodatie (Wmo 1.1.1).",
            "incident": "Een fout, een ongeluk of een bijna-ongeluk zonder ernstig gevolg (Handboek §7).",
            "twijfel": "Neem bij twijfel altijd contact op met de toezichthouder (Handboek §7).",
        },
        leeg="Kies wat er is gebeurd.",
    )
    gevolg = KeuzeVeld(
        "Wat was het gevolg voor de cliënt?",
        keuzes=(("overleden", "Overleden"), ("ernstig", "Ernstige schade"), ("licht", "Geen van beide")),
        toon_als=CALAMITEIT,
        alleen_als="Alleen bij een calamiteit.",
        leeg="Kies wat het gevolg was.",
    )
    verband = KeuzeVeld(
        "Heeft het te maken met de kwaliteit van de ondersteuning?",
        keuzes=(("ja", "Ja"), ("onzeker", "Dat kan ik nog niet zeggen"), ("nee", "Nee")),
        toon_als=CALAMITEIT,
        alleen_als="Alleen bij een calamiteit.",
        leeg="Kies of het met de ondersteuning te maken heeft.",
    )
    door_wie = KeuzeVeld(
        "Wie pleegde het geweld?",
        keuzes=(
            ("beroepskracht", "Een beroepskracht"),
            ("client", "Een andere cliënt in dezelfde accommodatie"),
            ("anders", "Iemand anders"),
        ),
        toon_als=GEWELD,
        alleen_als="Alleen bij geweld.",
        leeg="Kies wie het geweld pleegde.",
    )
    gebeurd_op = DatumVeld(
        "Op welke dag is het gebeurd?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag in waarop het is gebeurd.",
    )
    gebeurd_om = TekstVeld(
        "Hoe laat ongeveer?",
        hint="Bijvoorbeeld rond 21 uur.",
        maximaal=40,
        verplicht=False,
    )
    gemeente = GemeenteVeld(
        "In welke gemeente is het gebeurd?",
        hint="Toezicht is er voor alle gemeenten in de regio.",
        buiten=True,
        leeg="Kies de gemeente waar het is gebeurd.",
    )
    locatie = TekstVeld(
        "Waar precies?",
        hint="Bijvoorbeeld de naam van de locatie.",
        leeg="Vul in waar het is gebeurd.",
    )
    beschrijving = LangeTekstVeld(
        "Wat is er gebeurd?",
        hint="Noem hier geen namen. Wie erbij waren, vult u onderaan in.",
        leeg="Schrijf op wat er is gebeurd.",
    )
    veilig = JaNeeVeld(
        "Is iedereen nu veilig?",
        hint="Is er nu direct gevaar? Bel 112.",
        leeg="Kies of iedereen nu veilig is.",
    )
    maatregelen = LangeTekstVeld(
        "Welke maatregelen heeft u genomen?",
        hint="Noem hier geen namen.",
        leeg="Schrijf op welke maatregelen u heeft genomen.",
    )
    geinformeerd = LangeTekstVeld(
        "Wie heeft u geïnformeerd?",
        hint="Bijvoorbeeld de naasten, de huisarts of de politie. Noem hier geen namen.",
        leeg="Schrijf op wie u heeft geïnformeerd.",
    )
    contactpersoon = TekstVeld(
        "Wie kan toezicht bellen?",
        hint="Naam en functie van de medewerker.",
        leeg="Vul in wie toezicht kan bellen.",
    )
    telefoon = TekstVeld(
        "Op welk telefoonnummer?",
        hint="Bij voorkeur een nummer dat ook vandaag wordt opgenomen.",
        maximaal=20,
        leeg="Vul het telefoonnummer in.",
    )
    kenmerk = TekstVeld(
        "Uw kenmerk",
        hint="Het nummer van deze melding in uw eigen systeem. Geen naam of geboortedatum.",
        maximaal=50,
        verplicht=False,
    )

    def client_uit(self, feiten: Feiten) -> Client | None:
        """Geef voor lijsten soort, gemeente en dag van het voorval; nooit wie het betreft."""
        if "gebeurd_op" not in feiten:
            return None
        soort = str(feiten["soort"]).capitalize()
        dag = dag_en_maand(date.fromisoformat(str(feiten["gebeurd_op"])))
        gemeente = self["gemeente"].toon(feiten["gemeente"])
        return Client(kenmerk=str(feiten.get("kenmerk", "")), aanduiding=f"{soort} · {gemeente} · {dag}")


def _elders(als: Voorwaarde, tekst: str, bron: Bron = BEGRIPPEN, *, veld: str = "soort") -> Verwijzing:
    """Dit hoort niet in deze mailbox; de contactregel van toezicht staat erachter."""
    return Verwijzing(als=als, tekst=tekst, bron=bron, veld=veld, met_contact=True)


MAILBOX = Mailbox(
    code="calamiteit-geweld",
    titel="Eerste melding calamiteit of geweldsincident",
    omschrijving="Er is iets ernstigs gebeurd met een cliënt, of er was geweld tegen een cliënt.",
    zoekwoorden=(
        "calamiteit",
        "geweld",
        "geweldsincident",
        "agressie",
        "mishandeling",
        "slaan",
        "slaat",
        "geslagen",
        "zelfdoding",
        "overleden",
        "ernstig letsel",
        "suïcide",
        "misbruik",
        "incident",
        "zelfmoord",
        "suicide",
        "zelfmoordpoging",
        "steekpartij",
        "gestoken",
        "mes",
        "wapen",
        "bedreiging",
        "bedreigd",
        "vechtpartij",
        "vechten",
        "gevochten",
        "aanranding",
        "verkrachting",
        "overdosis",
        "doodgeslagen",
        "zwaargewond",
        "gewond",
        "onverwachte dood",
        "huiselijk geweld",
    ),
    groep=Groep.CALAMITEIT,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),),
    clientblok=Clientblok.APART,
    formulier=Formulier,
    delen=(Deel(code="identiteit", titel="Om wie het gaat", velden=BETROKKENVELDEN, reden_nodig=True),),
    routering=VastTeam(regel="toezicht", soort=Teamsoort.TOEZICHT),
    verwijzingen=(
        _elders(
            Of(Is("soort", "incident"), En(CALAMITEIT, Is("gevolg", "licht"))),
            "Dit is een incident. Een incident meldt u niet. Registreer en analyseer het in uw eigen organisatie. "
            "Twijfelt u? Neem contact op met de toezichthouder:",
        ),
        _elders(
            Is("soort", "twijfel"),
            "Twijfelt u? Neem altijd eerst contact op met de toezichthouder:",
            toezicht.PARAGRAAF_7,
        ),
        _elders(
            En(CALAMITEIT, Is("verband", NEE)),
            "Zonder verband met de ondersteuning is dit geen calamiteit in de zin van de wet. Twijfelt u? "
            "Neem contact op met de toezichthouder:",
            veld="verband",
        ),
        _elders(
            En(GEWELD, Is("door_wie", "anders")),
            "Geweld door iemand anders valt niet onder deze meldplicht. Was het gevolg ernstig? Kijk dan of het een calamiteit is. "
            "Twijfelt u? Neem contact op met de toezichthouder:",
            veld="door_wie",
        ),
    ),
    levensloop=toezicht.behandeling(),
    termijnen=(
        Termijn(
            code="melden",
            titel="Melding aan toezicht",
            aantal=3,
            eenheid=Eenheid.WERKDAG,
            onverwijld=True,
            begint=OpDatum("gebeurd_op"),
            begin_in_woorden="de gebeurtenis",
            eigenaar=Partij.AANBIEDER,
            bron=Bron(plaats="Wmo 3.4 lid 1 en Handboek §7"),
            eindigt=(INDIENEN,),
        ),
        *toezicht.termijnen(),
    ),
    na_contract=12,
    na_overlijden="Een overlijden kan zelf een calamiteit zijn (Wmo 3.4).",
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="naar Wmo 5.3.4", voorstel=True)),
    bronnen=(toezicht.PARAGRAAF_7, BEGRIPPEN, Bron(plaats="Wmo 3.4")),
    bevestiging="De toezichthouder bevestigt de ontvangst en kiest wie onderzoekt. Wie erbij betrokken waren, is apart verzegeld.",
)
