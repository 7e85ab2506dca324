"""Evaluatie of bijstelling Plan van Aanpak: de aanbieder evalueerde met de burger, of het plan moet anders.

Bronnen: Handboek §3 (de aanbieder evalueert met de cliënt op de evaluatiemomenten van het Plan van Aanpak; de Toegang volgt de
voortgang en neemt het initiatief tot overleg, dat kan de aanbieder ook; er is contact als het Plan van Aanpak bijgesteld moet
worden); bijlage 16 (format evaluatiedocument).

Voorstellen, die in geen bron staan:
- de Toegang van de gemeente die de indicatie gaf krijgt het bericht; bij 'weet ik niet' die van verblijf;
- het evaluatiedocument gaat altijd mee, in het format van bijlage 16;
- de Toegang spreekt een gesprek af of neemt kennis, en schrijft wat er volgt.
"""

from portal.domain.basisloop import basisloop
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.mailbox import Clientblok, Groep, Mailbox
from portal.domain.voorwaarde import Is
from portal.forms import (
    CLIENTVELDEN,
    INDICATIEVELDEN,
    ClientFormulier,
    DatumVeld,
    IndicatieFormulier,
    JaNeeVeld,
    KeuzeVeld,
    LangeTekstVeld,
)
from portal.mailboxes import antwoord, wie, wmo

PARAGRAAF_3 = Bron(plaats="Handboek §3")
BIJSTELLING = Is("soort", "bijstelling")


class Formulier(ClientFormulier, IndicatieFormulier):
    """De vragen over de voortgang."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De indicatie", INDICATIEVELDEN),
        ("De evaluatie", ("soort", "gehouden_op", "bijstelling", "overleg")),
    )

    soort = KeuzeVeld(
        "Waarom stuurt u dit?",
        keuzes=(
            ("evaluatie", "Een evaluatiemoment uit het Plan van Aanpak"),
            ("bijstelling", "Het Plan van Aanpak moet worden bijgesteld"),
        ),
        leeg="Kies waarom u dit stuurt.",
    )
    gehouden_op = DatumVeld(
        "Op welke dag heeft u met de burger geëvalueerd?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de dag van de evaluatie in.",
    )
    bijstelling = LangeTekstVeld(
        "Wat moet er anders in het Plan van Aanpak?",
        hint="In het kort. De rest staat in het evaluatiedocument.",
        toon_als=BIJSTELLING,
        alleen_als="Alleen als het Plan van Aanpak moet worden bijgesteld.",
        leeg="Schrijf op wat er anders moet.",
    )
    overleg = JaNeeVeld(
        "Wilt u overleg met de Toegang?",
        hint="Bijvoorbeeld over doorstroom of uitstroom.",
        leeg="Kies of u overleg wilt.",
    )


MAILBOX = Mailbox(
    code="voortgang-evaluatie",
    titel="Evaluatie of bijstelling Plan van Aanpak",
    omschrijving="U heeft met een cliënt geëvalueerd, of het Plan van Aanpak moet anders.",
    zoekwoorden=("evaluatie", "voortgang", "plan van aanpak", "bijstelling", "uitstroom", "evaluatiegesprek"),
    groep=Groep.WIJZIGING,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    levensloop=basisloop(
        *antwoord.overleg_of_kennisgenomen(waarover="de voortgang"),
        intrekbaar=True,
        toestanden=(antwoord.OVERLEG,),
    ),
    termijnen=(antwoord.OVERLEGDAG,),
    bijlagen=(
        BijlageEis(
            code="evaluatiedocument",
            titel="Evaluatiedocument",
            hint="Bijlage 16 van het handboek.",
            nummer=16,
            bron=PARAGRAAF_3,
        ),
    ),
    geen_termijn="De evaluatiemomenten staan in het Plan van Aanpak. Het handboek noemt geen andere termijn.",
    dubbel="Er ligt al een voortgangsbericht over deze cliënt. Kijk of dit hetzelfde is.",
    bewaring=wmo.DOSSIER,
    bronnen=(PARAGRAAF_3,),
    bevestiging="De Toegang leest de evaluatie en spreekt een gesprek af of schrijft wat er volgt.",
)
