"""Vraag aan contractmanager: een aanbieder vraagt iets over zijn overeenkomst.

Bron: Handboek §1 (de contractmanager Beschermd Wonen van de afdeling CMO is het eerste aanspreekpunt voor de overeenkomst).

Voorstel: de vraag gaat niet over een cliënt; die hoort bij de Toegang.
"""

from portal.domain.basisloop import basisloop
from portal.domain.bron import Bron
from portal.domain.mailbox import Bewaring, Clientblok, Groep, Mailbox
from portal.domain.routering import VastTeam
from portal.domain.teams import Teamsoort
from portal.forms import BerichtFormulier, LangeTekstVeld, TekstVeld
from portal.mailboxes import antwoord, wie


class Formulier(BerichtFormulier):
    """De vraag aan de contractmanager."""

    versie = 1
    secties = (("Uw vraag", ("onderwerp", "vraag")),)
    in_lijst = ("onderwerp",)

    onderwerp = TekstVeld(
        "Waar gaat uw vraag over?", hint="In een paar woorden.", leeg="Vul in waar uw vraag over gaat."
    )
    vraag = LangeTekstVeld(
        "Wat wilt u weten?",
        hint="Noem hier geen cliënten. Een vraag over een cliënt stuurt u aan de Toegang.",
        leeg="Schrijf uw vraag op.",
    )


MAILBOX = Mailbox(
    code="contractvraag",
    titel="Vraag aan contractmanager",
    omschrijving="U vraagt iets over uw overeenkomst met de centrumgemeente.",
    zoekwoorden=(
        "contract",
        "overeenkomst",
        "contractmanager",
        "tarief",
        "tarieven",
        "cmo",
        "prijs",
        "prijzen",
        "indexatie",
        "naamswijziging",
        "stichting",
        "fusie",
        "fuseren",
        "overname",
        "organisatie",
        "rechtsvorm",
        "nieuwe naam",
    ),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="cmo", soort=Teamsoort.CMO),
    levensloop=basisloop(
        antwoord.afgehandeld(
            code="beantwoord",
            titel="Vraag beantwoorden",
            uitleg="De afzender leest uw antwoord en het bericht is klaar.",
            tekstlabel="Uw antwoord",
        ),
        intrekbaar=True,
        zonder=("doorsturen",),
    ),
    geen_termijn="Het handboek noemt geen termijn voor het antwoord.",
    na_contract=18,
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=Bron(plaats="", voorstel=True)),
    bronnen=(Bron(plaats="Handboek §1"),),
    bevestiging="De contractmanager beantwoordt uw vraag hier in het portaal.",
)
