"""Onderzoeksrapport na een calamiteit: de aanbieder onderzocht zelf wat er gebeurde, en stuurt het rapport aan toezicht.

Bronnen: Handboek §7 en het protocol Meldingen Calamiteiten en geweld (bijlage 8): toezicht kan de aanbieder vragen zelf te
onderzoeken, en beoordeelt dat onderzoek; Wmo 3.4 lid 1.

Voorstellen, die in geen bron staan:
- het rapport hoort altijd bij een eerste melding; wie het betreft staat daar, apart verzegeld, en niet in dit bericht;
- de termijn is die van de melding: de regio stelt hem in, vanaf de dag waarop toezicht het onderzoek vroeg;
- een rapport dat niet gevraagd is of later komt, wordt aangenomen;
- de melding krijgt vanzelf de status dat het rapport er is; de conclusies legt toezicht daar vast;
- het rapport kan niet worden ingetrokken; toezicht stuurt het niet door.
"""

from dataclasses import replace

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.gevolg import StapOpVerband
from portal.domain.mailbox import Bewaring, Clientblok, Groep, Mailbox, Verband, Verbandsoort
from portal.domain.partij import Partij
from portal.domain.routering import VastTeam
from portal.domain.teams import Teamsoort
from portal.domain.termijn import INDIENEN, Eenheid, Termijn, VanVerband
from portal.domain.termijnstappen import VERBETERINGEN
from portal.forms import BerichtFormulier, LangeTekstVeld, TekstVeld, VerbandVeld
from portal.mailboxes import toezicht, wie


class Formulier(BerichtFormulier):
    """De vragen bij het onderzoeksrapport."""

    versie = 1
    secties = (
        ("De melding", ("melding", "kenmerk")),
        ("Uw onderzoek", ("aanpak", "conclusie", "maatregelen")),
    )
    in_lijst = ("melding",)

    melding = VerbandVeld(
        "Bij welke eerste melding hoort dit rapport?",
        hint="Het nummer staat bovenaan de melding en in de ontvangstbevestiging.",
        leeg="Kies de eerste melding, of vul het nummer in.",
    )
    kenmerk = TekstVeld(
        "Uw kenmerk",
        hint="Het nummer van deze melding in uw eigen systeem. Geen naam of geboortedatum.",
        maximaal=50,
        verplicht=False,
    )
    aanpak = LangeTekstVeld(
        "Hoe heeft u onderzocht wat er gebeurde?",
        hint="Bijvoorbeeld met wie is gesproken, en of iemand van buiten meedeed. Noem geen namen.",
        leeg="Schrijf op hoe u heeft onderzocht wat er gebeurde.",
    )
    conclusie = LangeTekstVeld(
        "Wat is uw conclusie?",
        hint="In het kort. De rest staat in het rapport. Noem hier geen namen.",
        leeg="Schrijf op wat uw conclusie is.",
    )
    maatregelen = LangeTekstVeld(
        "Welke maatregelen neemt u?",
        hint="Wat verandert er, wanneer, en wie zorgt daarvoor?",
        leeg="Schrijf op welke maatregelen u neemt.",
    )


AANVAARD = replace(
    besluit(
        code="aanvaard",
        titel="Rapport aanvaarden",
        uitleg="Het onderzoek is voldoende. De conclusies legt u bij de melding vast.",
    ),
    naar="afgehandeld",
)

MAILBOX = Mailbox(
    code="onderzoeksrapport-aanbieder",
    titel="Onderzoeksrapport na een calamiteit",
    omschrijving="U heeft zelf onderzocht wat er gebeurde bij een calamiteit of geweld, en stuurt het rapport.",
    zoekwoorden=("onderzoeksrapport", "rapport", "eigen onderzoek", "analyse", "calamiteit", "geweld"),
    groep=Groep.CALAMITEIT,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="toezicht", soort=Teamsoort.TOEZICHT),
    verbanden=(
        Verband(
            code="melding",
            titel="De eerste melding",
            mailboxen=("calamiteit-geweld",),
            soort=Verbandsoort.MOET,
            bij=("onderzoek_gevraagd",),
            meenemen=("kenmerk",),
        ),
    ),
    bijlagen=(
        BijlageEis(
            code="rapport",
            titel="Onderzoeksrapport",
            hint="Laat namen weg waar dat kan.",
            bron=toezicht.PARAGRAAF_7,
            aantal=5,
        ),
    ),
    levensloop=basisloop(AANVAARD, intrekbaar=False, zonder=("doorsturen",), termijnstappen=VERBETERINGEN),
    termijnen=(
        Termijn(
            code="rapport",
            titel="Onderzoeksrapport",
            aantal=6,
            eenheid=Eenheid.WEEK,
            instelling="toezicht_eigen-onderzoek",
            begint=VanVerband("melding", toezicht.EIGEN_ONDERZOEK.code),
            begin_in_woorden="de dag waarop de toezichthouder om eigen onderzoek vroeg",
            eigenaar=Partij.AANBIEDER,
            bron=toezicht.DOOR_REGIO,
            eindigt=(INDIENEN,),
        ),
    ),
    bij_indienen=(
        StapOpVerband(
            verband="melding",
            stap=toezicht.RAPPORT_ONTVANGEN.code,
            bron=Bron(plaats="naar Handboek §7", voorstel=True),
        ),
    ),
    na_contract=12,
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="naar Wmo 5.3.4", voorstel=True)),
    bronnen=(toezicht.PARAGRAAF_7, Bron(plaats="Wmo 3.4")),
    bevestiging="De toezichthouder beoordeelt het rapport. De conclusies leest u bij de eerste melding.",
)
