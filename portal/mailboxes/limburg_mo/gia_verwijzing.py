"""Verwijzing naar Veilig Thuis: een inwoner is slachtoffer van geweld in een afhankelijkheidsrelatie en meldt zich voor opvang.

Bronnen: Werkproces MO, geweld in afhankelijkheidsrelaties, stap 1 (meldt de inwoner zich bij de gemeente of de opdrachtnemer, dan
verwijzen die door naar Veilig Thuis, dat de eerste screening doet) en stap 2 (Veilig Thuis bepaalt met de opdrachtnemer of 1e
acute opvang nodig is, en brengt de gemeente van herkomst dan op de hoogte).

Voorstellen, die in geen bron staan:
- het bericht zelf: het werkproces verwijst de inwoner, niet een bericht;
- zo weinig mogelijk gegevens, en geen adres of verblijfplaats; geen naam en geen burgerservicenummer;
- het bericht staat in geen lijst dan die van Veilig Thuis en van het team of de organisatie die het stuurt, zodat een collega een
  vraag van Veilig Thuis kan beantwoorden als de afzender er niet is; geen bron vraagt het smaller dan dat, en daarom staat er
  niemand met naam of adres in; het wordt niet doorgestuurd;
- de bewaartermijn.
"""

from portal.domain.basisloop import IN_HANDEN, basisloop, besluit, stap
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, Taak
from portal.domain.levensloop import Fase, Toestand
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox
from portal.domain.rollen import Rol
from portal.domain.routering import VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.forms import AnoniemeTekstVeld, BerichtFormulier, JaNeeVeld, TekstVeld
from portal.mailboxes import opvang

SCREENING = Toestand("gescreend", "Gescreend door Veilig Thuis", Fase.BIJ_TEAM)


class Formulier(BerichtFormulier):
    """De vragen van de verwijzing naar Veilig Thuis: niet meer dan nodig is om te bellen."""

    versie = 1
    secties = (
        ("Het contact", ("veilig", "bereikbaar", "contactpersoon", "telefoon")),
        ("De verwijzing", ("situatie", "kinderen", "kenmerk")),
    )
    in_lijst = ("kenmerk",)

    veilig = JaNeeVeld(
        "Is de inwoner nu veilig?",
        hint="Is er nu direct gevaar? Bel 112.",
        leeg="Kies of de inwoner nu veilig is.",
    )
    bereikbaar = AnoniemeTekstVeld(
        "Hoe en wanneer kan Veilig Thuis de inwoner veilig bereiken?",
        hint="Schrijf niet op waar de inwoner verblijft.",
        leeg="Schrijf op hoe Veilig Thuis de inwoner veilig kan bereiken.",
    )
    contactpersoon = TekstVeld(
        "Wie kan Veilig Thuis bij u bellen?", hint="Naam en functie.", leeg="Vul in wie Veilig Thuis kan bellen."
    )
    telefoon = TekstVeld(
        "Op welk telefoonnummer?",
        hint="Bij voorkeur een nummer dat ook vandaag wordt opgenomen.",
        maximaal=20,
        leeg="Vul het telefoonnummer in.",
    )
    situatie = AnoniemeTekstVeld(
        "Wat is er aan de hand?",
        hint="Zo kort als kan. Noem geen adressen. Wie in uw team of organisatie berichten volgt, kan dit ook lezen.",
        leeg="Schrijf op wat er aan de hand is.",
    )
    kinderen = JaNeeVeld(
        "Zijn er kinderen bij betrokken?",
        hint="Ook als zij elders zijn.",
        leeg="Kies of er kinderen bij betrokken zijn.",
    )
    kenmerk = TekstVeld(
        "Uw kenmerk",
        hint="Het nummer in uw eigen systeem. Geen naam, geboortedatum of burgerservicenummer.",
        maximaal=50,
        verplicht=False,
    )


MAILBOX = Mailbox(
    code="gia-verwijzing",
    titel="Verwijzing naar Veilig Thuis",
    omschrijving="Een inwoner is slachtoffer van geweld in een afhankelijkheidsrelatie en heeft misschien opvang nodig.",
    zoekwoorden=(
        "geweld",
        "huiselijk geweld",
        "veilig thuis",
        "mishandeling",
        "vrouwenopvang",
        "afhankelijkheidsrelatie",
        "geslagen",
        "slaan",
        "slaat",
        "partner",
        "ex",
        "bedreigd",
        "bedreiging",
        "stalking",
        "eerwraak",
        "mishandeld",
        "onveilig thuis",
        "blijf van mijn lijf",
        "gevlucht",
        "kinderen",
        "loverboy",
        "uitbuiting",
    ),
    groep=Groep.OPVANG,
    regios=("noord-midden-limburg",),
    afzenders=(
        Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,), register="opdrachtnemers-mo"),
        Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.FRONTOFFICE, Rol.CONSULENT)),
    ),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="veilig-thuis", soort=Teamsoort.VEILIG_THUIS),
    levensloop=basisloop(
        stap(
            code="gescreend",
            titel="Eerste screening gedaan",
            van=IN_HANDEN,
            naar="gescreend",
            uitleg="Overleg met de opdrachtnemer of 1e acute opvang nodig is.",
        ),
        besluit(
            code="acute-opvang",
            titel="1e acute opvang nodig",
            van=("gescreend",),
            uitleg="U en de opdrachtnemer zijn het eens. U brengt de gemeente van herkomst op de hoogte met het bericht dat hieruit volgt.",
            gevolgen=(
                Taak(
                    code="besluit-sturen",
                    titel="Breng de gemeente van herkomst op de hoogte",
                    rol=Rol.VEILIG_THUIS,
                    bron=opvang.GIA,
                    uitleg="Maak bij deze verwijzing het bericht 'Besluit acute opvang'. De taak is dan gedaan.",
                ),
                NieuwBericht(mailbox="gia-besluit", velden=(), bron=opvang.GIA),
            ),
        ),
        besluit(
            code="geen-acute-opvang",
            titel="Geen acute opvang nodig",
            van=("gescreend",),
            uitleg="De afzender leest uw motivering.",
        ),
        intrekbaar=True,
        zonder=("doorsturen",),
        toestanden=(SCREENING,),
    ),
    geen_termijn="Het werkproces noemt geen termijn voor Veilig Thuis.",
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="naar Wmo 5.3.4", voorstel=True)),
    bronnen=(opvang.GIA,),
    bevestiging="Veilig Thuis neemt contact op. Alleen Veilig Thuis en wie in uw team of organisatie berichten volgt, kunnen dit "
    "bericht zien.",
)
