"""Vraag over een cliënt of indicatie: een aanbieder vraagt iets aan de Toegang.

Bronnen: Handboek §1 (voor cliëntgebonden zaken zoals indicaties is de Toegang van de betreffende gemeente het aanspreekpunt) en
de lijst 'Contactgegevens gemeenten' (voor vragen over meldingen of indicaties).

Voorstel: de Toegang van de gemeente die de indicatie gaf krijgt de vraag; bij 'weet ik niet' die van verblijf.
"""

from portal.domain.basisloop import basisloop
from portal.domain.bron import Bron
from portal.domain.mailbox import Clientblok, Groep, Mailbox
from portal.forms import CLIENTVELDEN, INDICATIEVELDEN, ClientFormulier, IndicatieFormulier, LangeTekstVeld
from portal.mailboxes import antwoord, wie, wmo


class Formulier(ClientFormulier, IndicatieFormulier):
    """De vraag aan de Toegang."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De indicatie", INDICATIEVELDEN),
        ("Uw vraag", ("vraag",)),
    )

    vraag = LangeTekstVeld(
        "Wat wilt u weten?",
        hint="Hoort uw vraag bij een bericht dat al loopt? Schrijf dan daar.",
        leeg="Schrijf uw vraag op.",
    )


MAILBOX = Mailbox(
    code="vraag-toegang",
    titel="Vraag over een cliënt of indicatie",
    omschrijving="U vraagt de Toegang iets over een cliënt, en er loopt geen bericht waar de vraag bij hoort.",
    zoekwoorden=(
        "vraag",
        "vragen",
        "indicatie",
        "contact",
        "consulent",
        "toegang",
        "waar blijft het besluit",
        "wanneer krijg ik de beschikking",
        "301 niet ontvangen",
        "toewijzing klopt niet",
        "foute toewijzing",
        "geen 301",
        "verkeerde toewijzing",
    ),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    levensloop=basisloop(
        antwoord.afgehandeld(
            code="beantwoord",
            titel="Vraag beantwoorden",
            uitleg="De afzender leest uw antwoord en het bericht is klaar.",
            tekstlabel="Uw antwoord",
        ),
        intrekbaar=True,
    ),
    geen_termijn="Het handboek noemt geen termijn voor het antwoord.",
    na_overlijden="Ook dan is er nog iets te vragen, bijvoorbeeld over een toewijzing of declaratie.",
    bewaring=wmo.DOSSIER,
    bronnen=(Bron(plaats="Handboek §1"), Bron(plaats="Handboek, contactgegevens gemeenten")),
    bevestiging="De Toegang beantwoordt uw vraag hier in het portaal.",
)
