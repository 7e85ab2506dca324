"""Opvolging en verbeterplan: de aanbieder laat toezicht zien wat hij met de conclusies of een handhavingsbesluit doet.

Bronnen: Handboek §7 (de aanbieder geeft opvolging aan de conclusies van een onderzoek, ook van preventief toezicht en toezicht op
de rechtmatigheid, en aan een handhavingsbesluit; toezicht kan de colleges een sanctie voorstellen) en het protocol Meldingen
Calamiteiten en geweld (bijlage 8).

Voorstellen, die in geen bron staan:
- het plan hoort bij de eerste melding, het onderzoeksrapport, een verzoek van toezicht of een brief met het besluit; hoort het
  bij niets in het portaal, dan schrijft de aanbieder waarop het volgt; wie het betreft staat bij de melding en niet hier;
- de dag waarop het er uiterlijk is, noemt toezicht bij zijn conclusies; die termijn loopt bij de melding en eindigt met dit bericht;
- is de opvolging niet voldoende, dan vraagt toezicht door, of legt het voor aan het college;
- het bericht kan niet worden ingetrokken; toezicht stuurt het niet door.
"""

from dataclasses import replace

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, Taak, TaakGedaan
from portal.domain.mailbox import Bewaring, Clientblok, Groep, Mailbox, Verband
from portal.domain.rollen import Rol
from portal.domain.routering import VastTeam
from portal.domain.teams import Teamsoort
from portal.domain.voorwaarde import Ingevuld, Niet
from portal.forms import BerichtFormulier, KeuzeVeld, LangeTekstVeld, TekstVeld, VerbandVeld
from portal.mailboxes import toezicht, wie


class Formulier(BerichtFormulier):
    """De vragen bij de opvolging."""

    versie = 1
    secties = (
        ("Waar dit bij hoort", ("melding", "waarop", "kenmerk")),
        ("De opvolging", ("stand", "plan", "voortgang")),
    )
    in_lijst = ("stand",)

    melding = VerbandVeld(
        "Bij welk bericht hoort dit?",
        hint="De melding, uw onderzoeksrapport, het verzoek van toezicht of de brief met het besluit. Het nummer staat bovenaan "
        "het bericht. Laat dit leeg als er in het portaal geen bericht was.",
        verplicht=False,
    )
    waarop = TekstVeld(
        "Waarop geeft u opvolging?",
        hint="Bijvoorbeeld: het rapport van het kwaliteitsbezoek van 3 maart, of een handhavingsbesluit. Noem geen namen.",
        toon_als=Niet(Ingevuld("melding")),
        alleen_als="Alleen als het niet bij een bericht in het portaal hoort.",
        leeg="Vul in waarop u opvolging geeft, of kies het bericht waar dit bij hoort.",
    )
    kenmerk = TekstVeld(
        "Uw kenmerk",
        hint="Het nummer van deze melding in uw eigen systeem. Geen naam of geboortedatum.",
        maximaal=50,
        verplicht=False,
    )
    stand = KeuzeVeld(
        "Wat stuurt u?",
        keuzes=(
            ("plan", "Een verbeterplan"),
            ("voortgang", "Hoe het met het plan gaat"),
            ("klaar", "Het plan is uitgevoerd"),
        ),
        leeg="Kies wat u stuurt.",
    )
    plan = LangeTekstVeld(
        "Wat verandert er, wanneer, en wie zorgt daarvoor?",
        hint="In het kort. Noem geen namen van cliënten.",
        leeg="Schrijf op wat er verandert.",
    )
    voortgang = LangeTekstVeld(
        "Wat is er al gedaan?",
        hint="Noem geen namen van cliënten.",
        leeg="Schrijf op wat er al is gedaan. Is dat nog niets? Schrijf dat dan op.",
    )


# Alleen van een eerste melding heeft toezicht de ontvangst bevestigd.
BIJ_MELDING = Ingevuld(f"verband.melding.{toezicht.BEVESTIGEN.code}")

VOLDOENDE = replace(
    besluit(
        code="voldoende",
        titel="Opvolging voldoende",
        uitleg="U sluit de opvolging. De aanbieder leest uw motivering.",
    ),
    naar="afgehandeld",
)
NAAR_COLLEGE = besluit(
    code="naar-college",
    titel="Voorleggen aan het college",
    uitleg="De opvolging is niet voldoende. Het college besluit of er een maatregel komt.",
    gevolgen=(
        Taak(
            code="voorstel-college",
            titel="Stuur uw bevindingen en uw voorstel aan het college van de centrumgemeente en van de gemeente van het voorval",
            rol=Rol.TOEZICHTHOUDER,
            bron=toezicht.PARAGRAAF_7,
            uitleg="Met 'Rapport van de toezichthouder' bij deze opvolging. Is dat dezelfde gemeente? Dan gaat het één keer.",
        ),
        NieuwBericht(
            mailbox="toezicht-rapport",
            velden=(("melding", "melding"),),
            bron=toezicht.PARAGRAAF_7,
            als=BIJ_MELDING,
        ),
        NieuwBericht(
            mailbox="toezicht-rapport",
            velden=(("afzender.organisatie", "aanbieder"),),
            bron=toezicht.PARAGRAAF_7,
        ),
    ),
)

MAILBOX = Mailbox(
    code="opvolging-toezicht",
    titel="Opvolging en verbeterplan",
    omschrijving="Toezicht trok conclusies of een college nam een handhavingsbesluit, en u laat zien wat u daarmee doet.",
    zoekwoorden=(
        "opvolging",
        "verbeterplan",
        "verbetermaatregelen",
        "voortgang",
        "toezicht",
        "calamiteit",
        "handhavingsbesluit",
    ),
    groep=Groep.CALAMITEIT,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="toezicht", soort=Teamsoort.TOEZICHT),
    verbanden=(
        Verband(
            code="melding",
            titel="Het bericht waar dit op volgt",
            mailboxen=(
                "calamiteit-geweld",
                "onderzoeksrapport-aanbieder",
                "vordering-toezicht",
                "bericht-aan-aanbieder",
            ),
            bij=("besloten", "afgehandeld"),
            meenemen=("kenmerk",),
        ),
    ),
    bijlagen=(
        BijlageEis(
            code="verbeterplan",
            titel="Verbeterplan",
            hint="Laat namen weg waar dat kan.",
            bron=toezicht.PARAGRAAF_7,
            eis=Eis.MAG,
            aantal=5,
        ),
    ),
    levensloop=basisloop(VOLDOENDE, NAAR_COLLEGE, intrekbaar=False, zonder=("doorsturen",)),
    geen_termijn="Noemde toezicht een dag waarop de opvolging er uiterlijk is, dan loopt die termijn bij de melding.",
    bij_indienen=(
        # Bij de melding zelf, of bij het onderzoeksrapport dat daar weer bij hoort.
        TaakGedaan(verband="melding", taken=(toezicht.OPVOLGING,), bron=toezicht.PARAGRAAF_7),
        TaakGedaan(verband="melding", door="melding", taken=(toezicht.OPVOLGING,), bron=toezicht.PARAGRAAF_7),
    ),
    na_contract=12,
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="naar Wmo 5.3.4", voorstel=True)),
    bronnen=(toezicht.PARAGRAAF_7,),
    bevestiging="De toezichthouder kijkt of de opvolging voldoende is, en vraagt door als dat nodig is.",
)
