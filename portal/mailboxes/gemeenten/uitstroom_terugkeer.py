"""Terugkeer naar de gemeente van herkomst: een burger stroomt uit en gaat terug naar waar hij vandaan komt.

Bronnen: Handboek §4, algemeen (wie uitstroomt gaat terug naar de gemeente waar hij vandaan komt, zoals in het convenant Wonen;
de gemeente waar hij verblijft ziet daarop toe) en §3 (Toegang of aanbieder neemt het initiatief voor een gesprek over uitstroom).

Voorstellen, die in geen bron staan:
- het bericht zelf, en dat een aanbieder het kan beginnen: dan krijgt de gemeente van verblijf het, en die legt het met een
  bericht dat hierbij hoort voor aan de gemeente van herkomst, met de stukken;
- zonder toestemming van de burger gaan zijn gegevens niet naar de gemeente van herkomst;
- de gemeente van herkomst neemt over, of er is eerst overleg; tot zij overneemt kan de afzender terughalen;
- is de datum van uitstroom voorbij, of de toestemming meer dan een jaar oud, dan waarschuwt het formulier;
- een gemeente van herkomst buiten de regio: de gemeente van verblijf neemt zelf contact op, buiten het portaal.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import BIJ_TEAM, basisloop, besluit, stap
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, Taak
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verband, Verwijzing
from portal.domain.overdracht import Meesturen, Overdracht
from portal.domain.rollen import Rol
from portal.domain.routering import BUITEN_DE_REGIO, Keuze, OpAntwoord
from portal.domain.voorwaarde import En, Gelijk, Ingevuld, Is, Niet
from portal.forms import (
    CLIENTVELDEN,
    JA,
    NEE,
    ClientFormulier,
    DatumVeld,
    GemeenteVeld,
    JaNeeVeld,
    LangeTekstVeld,
    StukkenVeld,
    TekstVeld,
    VerbandVeld,
)
from portal.mailboxes import antwoord, indicatie, overdracht, wie, wmo

PARAGRAAF_3: Final = Bron(plaats="Handboek §3")
VOORSTEL: Final = Bron(plaats="naar Handboek §4, algemeen", voorstel=True)
VAN_AANBIEDER: Final = Is("afzender.soort", "organisatie")
VAN_BUITEN: Final = Is("gemeente_herkomst", BUITEN_DE_REGIO)
TOESTEMMING: Final = Is("toestemming", JA)
ALLEEN_TOESTEMMING: Final = "Alleen als de burger toestemming gaf."
VELDEN: Final = (
    "gemeente_verblijf",
    "gemeente_herkomst",
    "gemeente_herkomst_naam",
    "gesprek_op",
    "uitstroomdatum",
    "wensen",
    "nodig",
    "toestemming",
    "toestemming_op",
    "gezien_door",
)


class Formulier(ClientFormulier):
    """De vragen over de terugkeer."""

    versie = 1
    secties = (
        ("Waar dit bij hoort", ("eerder", "stukken")),
        ("Cliënt", CLIENTVELDEN),
        ("De gemeenten", VELDEN[:3]),
        ("De uitstroom", VELDEN[3:7]),
        ("Toestemming van de burger", VELDEN[7:]),
    )

    eerder = VerbandVeld(
        "Hoort dit bij een bericht van de aanbieder over deze uitstroom?",
        hint="Kies het dan. Anders laat u dit leeg.",
        verplicht=False,
    )
    stukken = StukkenVeld(
        "Welke stukken gaan mee?",
        hint="Alles gaat mee, tenzij u een stuk uitvinkt en opschrijft waarom.",
        verplicht=False,
        toon_als=Ingevuld("eerder"),
        alleen_als="Alleen als u een bericht koos.",
    )
    gemeente_verblijf = GemeenteVeld(
        "In welke gemeente verblijft de burger nu?",
        hint="Deze gemeente ziet erop toe dat de burger terug kan.",
        leeg="Kies de gemeente waar de burger nu verblijft.",
    )
    gemeente_herkomst = GemeenteVeld(
        "Uit welke gemeente komt de burger?",
        hint="Waar hij woonde voordat hij beschermd ging wonen.",
        buiten=True,
        leeg="Kies de gemeente waar de burger vandaan komt.",
    )
    gemeente_herkomst_naam = TekstVeld(
        "Hoe heet die gemeente?",
        hint="De gemeente buiten de regio waar de burger vandaan komt.",
        toon_als=VAN_BUITEN,
        alleen_als="Alleen als de burger van buiten de regio komt.",
        leeg="Vul de naam van de gemeente in.",
    )
    gesprek_op = DatumVeld(
        "Op welke dag was het uitstroomgesprek?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag van het uitstroomgesprek in.",
    )
    uitstroomdatum = DatumVeld(
        "Op welke datum wil de burger uitstromen?",
        hint="Een verwachting is genoeg.",
        leeg="Vul de datum in waarop de burger wil uitstromen.",
    )
    wensen = LangeTekstVeld(
        "Wat wil de burger?",
        hint="Waar en hoe wil hij wonen? Schrijf op wat hij zelf zegt.",
        leeg="Schrijf op wat de burger wil.",
    )
    nodig = LangeTekstVeld(
        "Welke hulp heeft de burger daarna nog nodig?", hint="Bijvoorbeeld ambulante begeleiding.", verplicht=False
    )
    toestemming = JaNeeVeld(
        "Vindt de burger het goed dat zijn gegevens naar de gemeente van herkomst gaan?",
        hint="Vraag het hem, en zeg wat u stuurt.",
        leeg="Kies of de burger toestemming geeft.",
    )
    toestemming_op = DatumVeld(
        "Op welke dag gaf de burger toestemming?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        toon_als=TOESTEMMING,
        alleen_als=ALLEEN_TOESTEMMING,
        leeg="Vul in op welke dag de burger toestemming gaf.",
    )
    gezien_door = TekstVeld(
        "Wie was daarbij?",
        hint="Naam en functie.",
        toon_als=TOESTEMMING,
        alleen_als=ALLEEN_TOESTEMMING,
        leeg="Vul in wie erbij was.",
    )


OVERNEMEN = replace(
    besluit(
        code="overnemen-burger",
        titel="Overnemen: de burger komt terug in uw gemeente",
        van=(*BIJ_TEAM, antwoord.OVERLEG.code),
        uitleg="De andere gemeente en de aanbieder regelen met u hoe en wanneer de burger terugkomt.",
        soms=Niet(VAN_AANBIEDER),
        gevolgen=(
            Taak(
                code="contact-burger",
                titel="Neem contact op met de burger over de terugkeer",
                rol=Rol.CONSULENT,
                bron=VOORSTEL,
                uitleg="Over wonen, hulp en de dag waarop hij zich inschrijft.",
            ),
        ),
    ),
    tekstlabel="Wat spreekt u af?",
)
VOORLEGGEN = besluit(
    code="voorleggen",
    titel="Voorleggen aan de gemeente van herkomst",
    van=(*BIJ_TEAM, antwoord.OVERLEG.code),
    uitleg="Daarna maakt u het bericht aan die gemeente. Uw antwoorden en de stukken gaan mee.",
    soms=En(VAN_AANBIEDER, Niet(VAN_BUITEN)),
    gevolgen=(
        NieuwBericht(mailbox="uitstroom-terugkeer", velden=tuple((veld, veld) for veld in VELDEN), bron=VOORSTEL),
    ),
)
BUITEN = besluit(
    code="voorleggen-buiten",
    titel="Zelf contact opnemen met de gemeente buiten de regio",
    van=(*BIJ_TEAM, antwoord.OVERLEG.code),
    uitleg="Die gemeente doet niet mee in het portaal.",
    soms=En(VAN_AANBIEDER, VAN_BUITEN),
    gevolgen=(
        Taak(
            code="contact-herkomst",
            titel="Bespreek de terugkeer met de gemeente van herkomst",
            rol=Rol.CONSULENT,
            bron=VOORSTEL,
            uitleg="Deze gemeente doet niet mee in het portaal. Stuur gegevens alleen op een veilige manier.",
        ),
    ),
)
OVERLEG = stap(
    code="overleg",
    titel="Eerst overleggen",
    van=BIJ_TEAM,
    naar=antwoord.OVERLEG.code,
    uitleg="De afzender leest wanneer en met wie het overleg is.",
    tekstlabel="Wanneer en met wie is het overleg?",
)
NIET = antwoord.afgehandeld(
    code="niet-overnemen",
    titel="Geen terugkeer",
    van=(*BIJ_TEAM, antwoord.OVERLEG.code),
    uitleg="De burger komt niet terug, bijvoorbeeld omdat hij ergens anders gaat wonen.",
    tekstlabel="Waarom gaat dit niet door?",
)


def _naar(veld: str, rol: str) -> OpAntwoord:
    return OpAntwoord(regel=veld.replace("_", "-"), veld=veld, rol=rol, voorstellen=False)


MAILBOX = Mailbox(
    code="uitstroom-terugkeer",
    titel="Terugkeer naar de gemeente van herkomst",
    omschrijving="Een burger stroomt uit en gaat terug naar de gemeente waar hij vandaan komt.",
    zoekwoorden=(
        "uitstroom",
        "terugkeer",
        "herkomst",
        "uitstromen",
        "zelfstandig wonen",
        "convenant wonen",
        "zelfstandig",
        "eigen woning",
        "op zichzelf",
        "terug naar huis",
    ),
    groep=Groep.VERHUIZING,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, overdracht.CONSULENT),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=Keuze(
        als=VAN_AANBIEDER,
        dan=_naar("gemeente_verblijf", "gemeente van verblijf"),
        anders=_naar("gemeente_herkomst", "gemeente van herkomst"),
    ),
    levensloop=basisloop(
        OVERNEMEN,
        VOORLEGGEN,
        BUITEN,
        OVERLEG,
        NIET,
        overdracht.TERUGHALEN,
        intrekbaar=False,
        gesprek_blijft=True,
        zonder=("doorsturen",),
        toestanden=(antwoord.OVERLEG, overdracht.TERUGGEHAALD),
    ),
    verbanden=(
        Verband(
            code="eerder",
            titel="Het bericht van de aanbieder",
            mailboxen=("uitstroom-terugkeer",),
            meenemen=CLIENTVELDEN,
        ),
    ),
    meesturen=Meesturen(verband="eerder", veld="stukken", bron=VOORSTEL),
    verstreken=indicatie.bij_terugkeer(VOORSTEL),
    overdracht=Overdracht(aanvaard="overnemen-burger"),
    verwijzingen=(
        Verwijzing(
            als=En(Niet(VAN_AANBIEDER), Niet(Gelijk("gemeente_verblijf", "afzender.gemeente"))),
            tekst="De gemeente waar de burger verblijft, ziet op de terugkeer toe en stuurt dit bericht. Verblijft hij in een andere "
            "gemeente? Laat die het versturen, of de aanbieder.",
            bron=Bron(plaats="Handboek §4, algemeen"),
            veld="gemeente_verblijf",
        ),
        Verwijzing(
            als=Is("toestemming", NEE),
            tekst="Zonder toestemming gaan de gegevens van de burger niet naar een andere gemeente. Vraag hem eerst of hij dat goed vindt.",
            bron=VOORSTEL,
            veld="toestemming",
        ),
        overdracht.voor_de_vorige(
            "eerder",
            gemeente="gemeente_herkomst",
            dag="toestemming_op",
            bron=VOORSTEL,
            tekst="De burger gaf toestemming toen dit nog naar een andere gemeente zou gaan. Vraag hem opnieuw of zijn gegevens naar deze "
            "gemeente mogen.",
        ),
        Verwijzing(
            als=Gelijk("gemeente_verblijf", "gemeente_herkomst"),
            tekst="De burger verblijft al in de gemeente waar hij vandaan komt. Dan hoeft dit bericht niet.",
            bron=VOORSTEL,
            veld="gemeente_herkomst",
        ),
    ),
    bijlagen=(BijlageEis(code="gesprek", titel="Verslag van het uitstroomgesprek", bron=PARAGRAAF_3, eis=Eis.MAG),),
    geen_termijn="Het handboek noemt geen termijn voor de gemeente van herkomst.",
    bewaring=wmo.DOSSIER,
    bronnen=(overdracht.ALGEMEEN, PARAGRAAF_3),
    bevestiging="Begint de aanbieder hiermee, dan legt de gemeente van verblijf het voor aan de gemeente van herkomst. "
    "U leest wat er is afgesproken.",
)
