"""Verzoek overdracht toewijzing: een burger met een lopende indicatie gaat naar een andere aanbieder.

Bronnen: Handboek §5.7 (wisseling zorgaanbieder), §4 verhuizing werkwijze B en C stap 2. 'Verzoek overdracht toewijzing'
is het enige mapje van het BZG dat het handboek bij naam noemt. De Toegang van de latende gemeente besluit: die waar de
burger staat ingeschreven (§4 B.1, §5.7), en buiten de regio die tot welke hij zich wendt (Wmo 1.2.1 onder b).

Voorstellen, die in geen bron staan:
- bij een verhuizing wordt om het toestemmingsformulier gevraagd (§4 B.1 noemt alleen de onderbouwing); ontbreekt het: waarom;
- een burger die zelf meldt (§4 B.1) wordt niet gevraagd wat alleen een aanbieder heeft; hij tekent het verkort verslag (B.6);
- bij 'weet ik niet' en bij een inschrijving buiten de regio krijgt de gemeente van verblijf het verzoek;
- noemen de aanbieders verschillende datums, dan leidt die van de latende kant (§5.7); de toewijzing loopt daar tot de dag ervoor, of tot wat u invult;
- de ontvangende gemeente reageert naar verwachting in 3 werkdagen (naar §4 A.3); er loopt geen termijn van de burger: de aanbieder kan intrekken;
- is de indicatie of de overgangsdatum voorbij, of de toestemming meer dan een jaar oud, dan waarschuwt het formulier;
- in de regio gaan de stukken met het bericht Overdracht bij wisseling; buiten de regio is dat een taak buiten het portaal;
- gaat de wisseling na het akkoord toch niet door, dan vervallen de open taken: zie `mailboxes/niet_door.py`.
"""

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bijlagen import SCAN, BijlageEis, Eis, Handtekening
from portal.domain.bron import Bron
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verwijzing
from portal.domain.partij import Partij
from portal.domain.routering import BUITEN_DE_REGIO, OpAntwoord
from portal.domain.termijn import BijOvergang, BijTaak, Eenheid, Karakter, OpDatum, Termijn
from portal.domain.termijnstappen import VERBETERINGEN
from portal.domain.voorwaarde import En, Gelijk, Is, Niet, Of
from portal.forms import (
    ANDERE_AANBIEDER,
    CLIENTVELDEN,
    EIGEN_ORGANISATIE,
    INWONINGVELDEN,
    JA,
    NEE,
    TOEWIJZINGVELDEN,
    ClientFormulier,
    DatumVeld,
    GemeenteVeld,
    InwoningFormulier,
    JaNeeVeld,
    KeuzeVeld,
    LangeTekstVeld,
    PlaatsingVeld,
    TekstVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import indicatie, niet_door, overdracht, taken, verhuizing, waarschuwingen, wie, wmo

WISSELING = Is("soort", "wisseling")
VERHUIZING = Is("soort", "verhuizing")
VERHUIST = Of(VERHUIZING, Is("verhuist", JA))
BUITEN_DE_REGIO_ERHEEN = En(VERHUIST, Is("nieuwe_gemeente", BUITEN_DE_REGIO))
ZELFDE_GEMEENTE = Of(Niet(VERHUIST), Gelijk("nieuwe_gemeente", "team.gemeente"))  # ook na doorsturen
ANDERE_GEMEENTE = En(Niet(ZELFDE_GEMEENTE), Niet(BUITEN_DE_REGIO_ERHEEN))

TOESTEMMING = ("toestemming", "geen_toestemming", "ondertekend_op", "gezien_door")
ONDERTEKEND = Of(WISSELING, Is("toestemming", JA))


class Formulier(ClientFormulier, InwoningFormulier, ToewijzingFormulier):
    """De vragen van het verzoek, in de woorden van het handboek."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("Wat er verandert", ("soort", "reden", "verhuist", "nieuwe_gemeente", "nieuwe_gemeente_naam")),
        ("Waar de burger nu woont", INWONINGVELDEN),
        ("De nieuwe aanbieder", ("nieuwe_aanbieder", "nieuwe_aanbieder_naam", "afgesproken_met", "afgesproken_op")),
        ("De overgang", ("overgangsdatum", "andere_datum", "overgangsdatum_nieuw")),
        ("De lopende toewijzing", TOEWIJZINGVELDEN),
        ("Toestemming van de burger", TOESTEMMING),
    )
    burger_mag = ("nieuwe_aanbieder", "afgesproken_met", "afgesproken_op", "overgangsdatum", *TOEWIJZINGVELDEN)
    burger_niet = ("andere_datum", "overgangsdatum_nieuw", *TOESTEMMING)

    soort = KeuzeVeld(
        "Wat wil de burger?",
        keuzes=(
            ("wisseling", "Wisselen van zorgaanbieder"),
            ("verhuizing", "Verhuizen, en daarom naar een andere aanbieder of locatie"),
        ),
        leeg="Kies of de burger wil wisselen of verhuizen.",
    )
    reden = LangeTekstVeld(
        "Waarom wil de burger overstappen?",
        hint="Schrijf op wat de burger zelf zegt. Noem geen medische details die niet nodig zijn.",
        leeg="Schrijf op waarom de burger wil overstappen.",
    )
    verhuist = JaNeeVeld(
        "Verhuist de burger daarbij?",
        hint="Ook een verhuizing binnen de gemeente telt mee.",
        toon_als=WISSELING,
        alleen_als="Alleen als de burger wisselt van zorgaanbieder.",
        leeg="Kies of de burger verhuist.",
    )
    nieuwe_gemeente = GemeenteVeld(
        "Naar welke gemeente verhuist de burger?",
        hint="Blijft de burger in dezelfde gemeente wonen? Kies dan die gemeente.",
        buiten=True,
        toon_als=VERHUIST,
        alleen_als="Alleen als de burger verhuist.",
        leeg="Kies de gemeente waar de burger naartoe verhuist.",
    )
    nieuwe_gemeente_naam = TekstVeld(
        "Hoe heet die gemeente?",
        hint="De gemeente buiten de regio waar de burger gaat wonen.",
        toon_als=BUITEN_DE_REGIO_ERHEEN,
        alleen_als="Alleen als de burger naar een gemeente buiten de regio verhuist.",
        leeg="Vul de naam in van de gemeente waar de burger naartoe verhuist.",
    )
    nieuwe_aanbieder = PlaatsingVeld(
        "Naar welke aanbieder gaat de burger?",
        hint="Kies de aanbieder met het contract, niet de onderaannemer.",
        eigen="Onze eigen organisatie, op een locatie in een andere gemeente",
        leeg="Kies de nieuwe aanbieder.",
    )
    nieuwe_aanbieder_naam = TekstVeld(
        "Hoe heet die aanbieder?",
        hint="De naam van de organisatie en de plaats.",
        toon_als=Is("nieuwe_aanbieder", ANDERE_AANBIEDER),
        alleen_als="Alleen als de aanbieder niet in de lijst staat.",
        leeg="Vul de naam van de nieuwe aanbieder in.",
    )
    afgesproken_met = TekstVeld(
        "Met wie is dit daar afgesproken?",
        hint="Naam en functie van uw contactpersoon bij de nieuwe aanbieder.",
        leeg="Vul in met wie bij de nieuwe aanbieder dit is afgesproken.",
    )
    afgesproken_op = DatumVeld(
        "Wanneer is dit afgesproken?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul in op welke dag dit is afgesproken.",
    )
    overgangsdatum = DatumVeld(
        "Overgangsdatum",
        hint="De eerste dag bij de nieuwe aanbieder. Een burger die verhuist, schrijft zich op deze dag in.",
        leeg="Vul de overgangsdatum in.",
    )
    andere_datum = JaNeeVeld(
        "Noemt de nieuwe aanbieder een andere datum?",
        hint="De gemeente ziet dan beide datums. De datum hierboven is leidend.",
        leeg="Kies of de nieuwe aanbieder een andere datum noemt.",
    )
    overgangsdatum_nieuw = DatumVeld(
        "Overgangsdatum volgens de nieuwe aanbieder (de overgangsdatum hierboven is leidend)",
        hint="Bijvoorbeeld 31-12-2026.",
        anders_dan="overgangsdatum",
        toon_als=Is("andere_datum", JA),
        alleen_als="Alleen als de nieuwe aanbieder een andere datum noemt.",
        leeg="Vul de datum in die de nieuwe aanbieder noemt.",
    )
    toestemming = JaNeeVeld(
        "Heeft de burger het toestemmingsformulier ondertekend?",
        hint="Voeg het formulier dan toe als bijlage.",
        toon_als=VERHUIZING,
        alleen_als="Alleen als de burger verhuist. Bij een wisseling van aanbieder moet het formulier ondertekend zijn.",
        leeg="Kies of de burger het toestemmingsformulier heeft ondertekend.",
    )
    geen_toestemming = LangeTekstVeld(
        "Waarom is er geen ondertekend formulier?",
        hint="Schrijf ook op hoe u de burger heeft gevraagd wat hij ervan vindt.",
        toon_als=En(VERHUIZING, Is("toestemming", NEE)),
        alleen_als="Alleen als de burger het formulier niet heeft ondertekend.",
        leeg="Schrijf op waarom er geen ondertekend formulier is.",
    )
    ondertekend_op = DatumVeld(
        "Op welke dag heeft de burger getekend?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        toon_als=ONDERTEKEND,
        alleen_als="Alleen als de burger het toestemmingsformulier heeft ondertekend.",
        leeg="Vul in op welke dag de burger heeft getekend.",
    )
    gezien_door = TekstVeld(
        "Wie heeft gezien dat de burger tekende?",
        hint="Naam en functie van de medewerker.",
        toon_als=ONDERTEKEND,
        alleen_als="Alleen als de burger het toestemmingsformulier heeft ondertekend.",
        leeg="Vul in wie heeft gezien dat de burger tekende.",
    )


AKKOORD_ZELFDE_GEMEENTE = besluit(
    code="akkoord-zelfde-gemeente",
    titel="Akkoord: uw gemeente handelt de wisseling af",
    uitleg="Formulier wisseling aan de backoffice, 301 intrekking, 301 toewijzing, melding CAK en de beschikking.",
    soms=ZELFDE_GEMEENTE,
    gevolgen=(
        taken.formulier_wisseling(),
        taken.intrekking_301("formulier-wisseling"),
        taken.toewijzing_301("301-intrekking", begint=BijOvergang("akkoord-zelfde-gemeente"), vanaf=taken.OVERGANG),
        taken.melding_cak("301-toewijzing"),
        taken.papieren_beschikking("Stuur de beschikking aan de burger", na=("formulier-wisseling",)),
    ),
)
AKKOORD_ANDERE_GEMEENTE = besluit(
    code="akkoord-andere-gemeente",
    titel="Akkoord: de burger verhuist naar een andere gemeente in de regio",
    uitleg="Formulier wisseling aan de backoffice, afstemming met de ontvangende gemeente, verkort verslag ter "
    "ondertekening. Na ondertekening: beëindigingsbeschikking, 301 intrekking, overdracht en melding CAK.",
    soms=ANDERE_GEMEENTE,
    gevolgen=(*verhuizing.bij_verhuizing(), overdracht.NAAR_WISSELING),
)
AKKOORD_BUITEN_DE_REGIO = besluit(
    code="akkoord-buiten-de-regio",
    titel="Akkoord: de burger verhuist naar een gemeente buiten de regio",
    uitleg="Als bij een andere gemeente. De afstemming en de overdracht doet u buiten het portaal.",
    soms=BUITEN_DE_REGIO_ERHEEN,
    gevolgen=verhuizing.bij_verhuizing_buiten_de_regio(),
)
AFGEWEZEN = besluit(
    code="afgewezen",
    titel="Afwijzen",
    uitleg="De indicatie blijft bij de huidige aanbieder.",
    gevolgen=(taken.papieren_beschikking("Stuur de afwijzende beschikking aan de burger"),),
)
UITKOMSTEN = (AKKOORD_ZELFDE_GEMEENTE, AKKOORD_ANDERE_GEMEENTE, AKKOORD_BUITEN_DE_REGIO, AFGEWEZEN)

MAILBOX = Mailbox(
    code="verzoek-overdracht-toewijzing",
    titel="Verzoek overdracht toewijzing",
    omschrijving="Een burger met een indicatie gaat naar een andere aanbieder, of verhuist en wisselt daarom.",
    zoekwoorden=("verhuizing", "verhuizen", "overstappen", "wisseling", "andere aanbieder", "andere gemeente"),
    groep=Groep.VERHUIZING,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=OpAntwoord(
        regel="latende-gemeente",
        veld="gemeente_inschrijving",
        rol="latende gemeente",
        onbekend="gemeente_verblijf",
        buiten="gemeente_verblijf",
        reserve="gemeente van verblijf",
    ),
    levensloop=basisloop(*UITKOMSTEN, *niet_door.bij_het_verzoek(), intrekbaar=True, termijnstappen=VERBETERINGEN),
    bijlagen=(
        BijlageEis(
            code="toestemmingsformulier",
            titel="Toestemmingsformulier, door de burger ondertekend",
            hint="Bijlage 14 van het handboek.",
            nummer=14,
            bron=taken.PARAGRAAF_5_7,
            eis=Eis.GEWENST,
            verplicht_als=ONDERTEKEND,
            motivering="geen_toestemming",
            handtekening=Handtekening(datum="ondertekend_op", gezien_door="gezien_door"),
            soorten=SCAN,
            burger_mag=True,
        ),
        BijlageEis(
            code="onderbouwing",
            titel="Onderbouwing van de wisseling",
            hint="Waarom de nieuwe plek past bij de burger.",
            bron=Bron(plaats="Handboek §4 B.1 en §5.7"),
            burger_mag=True,
        ),
    ),
    termijnen=(
        Termijn(
            code="overgang",
            titel="Overgangsdatum",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            karakter=Karakter.MIJLPAAL,
            begint=OpDatum("overgangsdatum"),
            eigenaar=Partij.AANBIEDER,
            bron=taken.PARAGRAAF_5_7,
        ),
        Termijn(
            code="reactie-ontvangende",
            titel="Reactie van de ontvangende gemeente",
            aantal=3,
            eenheid=Eenheid.WERKDAG,
            karakter=Karakter.VERWACHTING,
            begint=BijTaak("afstemming"),
            eigenaar=Partij.ONTVANGENDE_GEMEENTE,
            bron=Bron(plaats="naar Handboek §4 A.3", voorstel=True),
            eindigt=("taak:afspraken",),
            waarschuwingen=waarschuwingen.BIJ_EEN_VOORSTEL,
        ),
    ),
    geen_termijn="Het handboek noemt geen termijn voor het besluit van de Toegang.",
    verwijzingen=(
        Verwijzing(
            als=En(Is("nieuwe_aanbieder", EIGEN_ORGANISATIE), ZELFDE_GEMEENTE),
            tekst="Blijft de burger bij uw organisatie en in dezelfde gemeente? Dan is dit een wijziging van locatie.",
            mailbox="wijziging-locatie",
            bron=Bron(plaats="Handboek §4 C.3"),
            veld="nieuwe_aanbieder",
        ),
    ),
    verstreken=indicatie.BIJ_OVERDRACHT,
    dubbel="Er loopt al een verzoek over een overstap van deze cliënt. Kijk of dit hetzelfde is, en welk verzoek geldt.",
    dubbel_ook=("overdracht-wisseling",),
    bewaring=wmo.DOSSIER,
    bronnen=(taken.PARAGRAAF_5_7, Bron(plaats="Handboek §4 B.1 tot en met B.9"), Bron(plaats="Handboek §4 C.2")),
    bevestiging="De Toegang besluit of de wisseling akkoord is. U krijgt bericht bij een vraag en bij het besluit.",
)
