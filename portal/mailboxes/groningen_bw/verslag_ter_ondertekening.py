"""Verslag ter ondertekening: de Toegang stuurt het onderzoeksverslag aan de aanbieder, die het met de burger bespreekt.

Bronnen: Handboek §4: de consulent stuurt het onderzoeksverslag of het verkort verslag; het noemt geen wetsartikel; de burger
tekent, en de aanbieder stuurt de ondertekende aanvraag binnen twee weken terug.

Voorstellen, die in geen bron staan:
- dat het verslag via het portaal naar de aanbieder gaat;
- de twee weken tellen vanaf de dag van verzending;
- de aanbieder stuurt de aanvraag met het bericht 'Ondertekende aanvraag terugsturen' en legt hier vast op welke dag;
- hoort het verslag bij een melding in het portaal, dan kiest de consulent die melding;
- komt de ondertekende aanvraag met een bericht dat hierbij hoort, dan is dit bericht daarmee afgehandeld;
- tekent de burger niet, dan schrijft de aanbieder waarom en neemt de Toegang contact op met de burger;
- de waarschuwing aan de aanbieder, drie werkdagen voor de laatste dag.
"""

from dataclasses import replace

from portal.domain.basisloop import BIJ_TEAM
from portal.domain.bijlagen import SCAN, BijlageEis
from portal.domain.bron import Bron
from portal.domain.levensloop import Tekst
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox, Verband
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpAfzender
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import BijAankomst, Eenheid, Termijn
from portal.forms import CLIENTVELDEN, ClientFormulier, KeuzeVeld, LangeTekstVeld, OntvangerVeld, VerbandVeld, VinkVeld
from portal.mailboxes import met_bericht, ontvanger, taken, waarschuwingen

PARAGRAAF_4 = Bron(plaats="Handboek §4")


class Formulier(ClientFormulier):
    """De vragen bij een verslag ter ondertekening."""

    versie = 1
    secties = (
        ("Aan wie", ("ontvanger",)),
        ("De melding", ("melding",)),
        ("Cliënt", CLIENTVELDEN),
        ("Het verslag", ("soort", "geen_artikel", "toelichting")),
    )

    ontvanger = OntvangerVeld(
        "Welke aanbieder bespreekt het verslag met de burger?",
        hint="De aanbieder stuurt de ondertekende aanvraag binnen twee weken terug.",
        leeg="Kies welke aanbieder het verslag krijgt.",
    )
    melding = VerbandVeld(
        "Bij welke melding hoort het verslag?",
        hint="Laat dit leeg als de melding niet in het portaal staat.",
        verplicht=False,
    )
    soort = KeuzeVeld(
        "Welk verslag is het?",
        keuzes=(("onderzoeksverslag", "Onderzoeksverslag"), ("verkort", "Verkort verslag")),
        leeg="Kies welk verslag het is.",
    )
    geen_artikel = VinkVeld(
        "Het verslag noemt geen wetsartikel",
        hint="Het wetsartikel hoort in de beschikking, niet in het verslag. Controleer dat voordat u het stuurt.",
        leeg="Controleer dat het verslag geen wetsartikel noemt, en kruis dit daarna aan.",
    )
    toelichting = LangeTekstVeld("Wat wilt u nog meegeven?", hint="Mag leeg blijven.", verplicht=False)


TERUGGESTUURD = replace(
    ontvanger.antwoorden(),
    code="teruggestuurd",
    titel="Ondertekende aanvraag is teruggestuurd",
    uitleg="Stuur eerst het bericht 'Ondertekende aanvraag terugsturen'. Leg daarna hier vast op welke dag dat was.",
    tekst=Tekst.MAG,
    tekstlabel="Toelichting voor de Toegang",
    dag="Op welke dag is de aanvraag teruggestuurd?",
)
NIET_GETEKEND = replace(
    ontvanger.antwoorden(),
    code="niet-getekend",
    van=BIJ_TEAM,
    titel="De burger tekent niet",
    uitleg="De Toegang leest waarom en neemt contact op met de burger.",
    tekstlabel="Waarom tekent de burger niet?",
    gevolgen=(
        replace(
            taken.contact_burger("Vraag waarom hij niet tekent, en zeg wat het gevolg is. Sluit daarna de melding af."),
            team=Partij.AFZENDER,
        ),
    ),
)

MAILBOX = Mailbox(
    code="verslag-ter-ondertekening",
    titel="Verslag ter ondertekening",
    omschrijving="U stuurt het onderzoeksverslag naar de aanbieder, die het met de burger bespreekt en laat tekenen.",
    zoekwoorden=("verslag", "onderzoeksverslag", "verkort verslag", "ondertekenen", "handtekening", "verslag sturen"),
    groep=Groep.INDICATIE,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.CONSULENT,)),),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=OpAfzender(regel="gekozen-aanbieder", veld="ontvanger"),
    verbanden=(
        Verband(
            code="melding",
            titel="De melding",
            mailboxen=met_bericht.MELDINGEN,
            open=True,
            bij=("verslag_uit",),
            meenemen=CLIENTVELDEN,
        ),
    ),
    levensloop=ontvanger.loop(TERUGGESTUURD, NIET_GETEKEND, met_bericht.BEANTWOORD),
    bijlagen=(
        BijlageEis(
            code="verslag", titel="Verslag", hint="Het verslag dat de burger tekent.", bron=PARAGRAAF_4, soorten=SCAN
        ),
    ),
    termijnen=(
        Termijn(
            code="aanvraag",
            titel="Ondertekende aanvraag terug",
            aantal=2,
            eenheid=Eenheid.WEEK,
            begint=BijAankomst(),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=PARAGRAAF_4,
            eindigt=("teruggestuurd", met_bericht.BEANTWOORD.code),
            vervalt=("niet-getekend",),
            waarschuwingen=(
                waarschuwingen.vooraf(3, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM),
                *waarschuwingen.DE_AFZENDER_WACHT,
            ),
        ),
    ),
    dubbel="Er is al een verslag van deze cliënt ter ondertekening verstuurd. Kijk of dit hetzelfde is.",
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="Wmo 5.3.4")),
    bronnen=(PARAGRAAF_4,),
    bevestiging="De aanbieder bespreekt het verslag met de burger en stuurt de ondertekende aanvraag binnen twee weken terug.",
)
