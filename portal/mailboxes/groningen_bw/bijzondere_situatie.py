"""Andere reden of wijziging in de situatie: er verandert iets voor een burger waar geen ander bericht bij past.

Bronnen: Handboek §5.4, laatste alinea (een andere reden voor een onderbreking of een wijziging in de situatie: neem direct
contact op met de Toegang en overleg samen); §4 (bij een bijzondere situatie neemt u altijd direct contact op met de Toegang).

Voorstellen, die in geen bron staan:
- de Toegang van de gemeente die de indicatie gaf krijgt het bericht; bij 'weet ik niet' die van verblijf;
- de Toegang spreekt een overleg af of neemt kennis, en schrijft in beide gevallen wat er volgt;
- wie haast heeft, belt: dat staat bij het formulier.
"""

from portal.domain.basisloop import basisloop
from portal.domain.mailbox import Clientblok, Groep, Mailbox
from portal.forms import (
    CLIENTVELDEN,
    INDICATIEVELDEN,
    ClientFormulier,
    DatumVeld,
    IndicatieFormulier,
    JaNeeVeld,
    LangeTekstVeld,
)
from portal.mailboxes import antwoord, onderzoek, taken, wie, wmo


class Formulier(ClientFormulier, IndicatieFormulier):
    """De vragen over een bijzondere situatie."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De indicatie", INDICATIEVELDEN),
        ("De situatie", ("wat", "sinds", "overleg")),
    )

    wat = LangeTekstVeld(
        "Wat is er aan de hand?",
        hint="Heeft het haast? Bel dan de Toegang.",
        leeg="Schrijf op wat er aan de hand is.",
    )
    sinds = DatumVeld(
        "Sinds welke dag?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul in sinds welke dag dit zo is.",
    )
    overleg = JaNeeVeld(
        "Wilt u overleg met de Toegang?",
        hint="De Toegang kan ook zelf om overleg vragen.",
        leeg="Kies of u overleg wilt.",
    )


MAILBOX = Mailbox(
    code="bijzondere-situatie",
    titel="Andere reden of wijziging in de situatie",
    omschrijving="Er verandert iets voor een cliënt en geen ander bericht past daarbij.",
    zoekwoorden=(
        "bijzondere situatie",
        "bijzonder",
        "overleg",
        "vermist",
        "weggelopen",
        "wlz",
        "situatie",
        "dakloos",
        "kwijt",
        "spoorloos",
        "zwanger",
        "samenwonen",
        "trouwen",
        "scheiding",
        "verpleeghuis",
        "zorgkantoor",
        "langer weg",
        "emigratie",
        "emigreert",
        "buitenland",
        "verdwenen",
    ),
    groep=Groep.WIJZIGING,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    levensloop=basisloop(
        *antwoord.overleg_of_kennisgenomen(waarover="deze situatie"),
        intrekbaar=True,
        toestanden=(antwoord.OVERLEG,),
    ),
    termijnen=(antwoord.OVERLEGDAG,),
    geen_termijn="Neem direct contact op, zegt het handboek. Het noemt geen termijn.",
    dubbel="Er loopt al een bericht over een bijzondere situatie van deze cliënt. Kijk of dit erbij hoort.",
    na_overlijden="Ook na een overlijden kan er iets te overleggen zijn.",
    bewaring=wmo.DOSSIER,
    bronnen=(taken.PARAGRAAF_5_4, onderzoek.PARAGRAAF_4),
    bevestiging="De Toegang leest dit en spreekt een overleg af of schrijft wat er volgt.",
)
