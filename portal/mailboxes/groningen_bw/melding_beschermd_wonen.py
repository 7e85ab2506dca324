"""Melding Beschermd Wonen: een burger heeft voor het eerst beschermd wonen nodig.

Bronnen: Handboek §4 (melding met het format Levensloop/Situatieschets, bijlage 15; onderzoeksverslag binnen zes weken; de
burger ondertekent en dan is er een aanvraag; besluit op papier aan de burger, iWmo 301-bericht aan de aanbieder), §4 A.1
(gemeente van inwoning), §4 A.8 en A.9 (overdracht van het dossier); Wmo 2.3.2 (bevestiging, cliëntondersteuning,
persoonlijk plan, onderzoek, aanvraag na zes weken) en 2.3.5 lid 2 (beschikking in twee weken).

Voorstellen, die in geen bron staan:
- bij 'weet ik niet' en bij een inschrijving buiten de regio krijgt de gemeente van verblijf de melding (naar Wmo 1.2.1 b);
- de zeven dagen voor het persoonlijk plan zijn een kans van de burger en nooit te laat;
- de wensgemeente is een wens: zij verandert niet wie de melding krijgt;
- het 301-bericht gaat binnen vijf werkdagen na het besluit weg (het handboek noemt geen termijn; de regio stelt hem in);
- gaat de burger in een andere gemeente wonen, dan draagt de Toegang het dossier over met het bericht Overdracht dossier, dat
  hieruit volgt en de taken daarvoor afhandelt; het ondertekende verslag is daar de aanvraag (§4 A.8); de melding sluit als de
  andere gemeente aanvaardt, en is anders weer van deze Toegang: zie `mailboxes/in_overdracht.py`;
- gaat hij buiten de regio wonen, dan zijn de afspraken en het dossier taken buiten het portaal;
- een aanvraag na zes weken zonder verslag, en de rest van de weg naar het besluit: zie `mailboxes/onderzoek.py`.
"""

from dataclasses import replace

from portal.domain.basisloop import besluit
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht
from portal.domain.mailbox import Clientblok, Groep, Mailbox
from portal.forms import (
    CLIENTVELDEN,
    INWONINGVELDEN,
    ClientFormulier,
    GemeenteVeld,
    InwoningFormulier,
    KeuzeVeld,
    LangeTekstVeld,
    TekstVeld,
)
from portal.mailboxes import in_overdracht, onderzoek, persoonlijk_plan, taken, verhuizing, wie, wmo

OVERDRACHT = Bron(plaats="Handboek §4 A.8 en A.9")


class Formulier(ClientFormulier, InwoningFormulier):
    """De vragen van de eerste melding."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("Waar de burger woont", INWONINGVELDEN),
        ("De hulpvraag", ("hulpvraag", "arrangement", "wensgemeente", "bereikbaar")),
    )

    hulpvraag = LangeTekstVeld(
        "Welke hulp heeft de burger nodig, en waarom?",
        hint="In het kort. De rest staat in de levensloop en situatieschets.",
        leeg="Schrijf op welke hulp de burger nodig heeft.",
    )
    arrangement = KeuzeVeld(
        "Aan welk arrangement denkt de burger?",
        hint="De consulent onderzoekt wat nodig is. Dit is een wens.",
        keuzes=(
            ("verblijf-24-uur", "Verblijf met 24-uurs toezicht"),
            ("verblijf-nabij", "Verblijf met toezicht nabij en op afroep"),
            ("thuis-plus", "Thuis Plus"),
            ("weet-ik-niet", "Dat is nog niet bekend"),
        ),
        leeg="Kies een arrangement, of kies dat het nog niet bekend is.",
    )
    wensgemeente = GemeenteVeld(
        "In welke gemeente wil de burger graag wonen?",
        hint="Laat dit leeg als de burger geen voorkeur heeft. Het verandert niet wie de melding krijgt.",
        buiten=True,
        verplicht=False,
    )
    bereikbaar = TekstVeld(
        "Hoe kan de gemeente de burger bereiken?",
        hint="Telefoonnummer of e-mailadres van de burger, of van wie hem helpt.",
        verplicht=False,
    )


TOEGEKEND = onderzoek.toegekend(
    titel="Toekennen: de burger krijgt een indicatie",
    uitleg="De burger krijgt de beschikking op papier, de aanbieder een iWmo 301-bericht.",
    taak_301=taken.eerste_301(),
)
AFGEWEZEN = onderzoek.afgewezen(titel="Afwijzen: geen indicatie", uitleg="De burger krijgt de beschikking op papier.")
OVERGEDRAGEN = replace(
    besluit(
        code="overgedragen",
        titel="Overdragen: de burger gaat in een andere gemeente wonen",
        van=("aanvraag",),
        uitleg="Het ondertekende verslag is de aanvraag bij de ontvangende gemeente. Tot die het dossier aanvaardt, loopt de termijn "
        "voor de beschikking hier door.",
        gevolgen=(
            *verhuizing.naar_andere_gemeente("dossier", bron=Bron(plaats="Handboek §4 A.8")),
            NieuwBericht(
                mailbox="overdracht-dossier",
                velden=(("wensgemeente", "gemeente"),),
                bron=Bron(plaats="Handboek §4 A.8"),
            ),
        ),
    ),
    naar=in_overdracht.IN_OVERDRACHT.code,
)
OVERGEDRAGEN_BUITEN = besluit(
    code="overgedragen-buiten",
    titel="Overdragen: de burger gaat in een gemeente buiten de regio wonen",
    van=("aanvraag",),
    uitleg="Die gemeente besluit. De afspraken en het dossier gaan buiten het portaal.",
    gevolgen=verhuizing.dossier_buiten_de_regio(),
)

MAILBOX = Mailbox(
    code="melding-beschermd-wonen",
    titel="Melding Beschermd Wonen",
    omschrijving="Een burger heeft nog geen indicatie en heeft beschermd wonen nodig.",
    zoekwoorden=(
        "melding",
        "aanmelden",
        "nieuwe cliënt",
        "eerste indicatie",
        "aanvraag",
        "levensloop",
        "thuis plus",
        "dakloos",
        "nieuwe bewoner",
        "nieuwe aanmelding",
        "intake",
        "plaatsing",
        "instroom",
        "meldt zich",
        "balie",
        "loket",
        "telefonische melding",
    ),
    groep=Groep.INDICATIE,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.gemeente_van_inwoning(),
    levensloop=onderzoek.loop(
        TOEGEKEND,
        AFGEWEZEN,
        OVERGEDRAGEN,
        OVERGEDRAGEN_BUITEN,
        *in_overdracht.stappen("aanvraag"),
        zonder="De burger krijgt geen indicatie.",
        toestanden=(in_overdracht.IN_OVERDRACHT,),
        onderweg=(in_overdracht.VERSTUURD,),
    ),
    bijlagen=(
        BijlageEis(
            code="levensloop",
            titel="Levensloop en situatieschets",
            hint="Bijlage 15 van het handboek.",
            nummer=15,
            burger_mag=True,
            bron=onderzoek.PARAGRAAF_4,
        ),
    ),
    termijnen=(
        persoonlijk_plan.termijn(),
        *onderzoek.termijnen(
            bron=Bron(plaats="naar Handboek §4", voorstel=True), ook_klaar=(*in_overdracht.KLAAR, "overgedragen-buiten")
        ),
    ),
    dubbel="Er loopt al een melding voor deze cliënt. Kijk of dit daarbij hoort.",
    dubbel_ook=("overdracht-dossier",),
    bewaring=wmo.DOSSIER,
    bronnen=(onderzoek.PARAGRAAF_4, Bron(plaats="Handboek §4 A.1"), Bron(plaats="Wmo 2.3.2"), Bron(plaats="Wmo 2.3.5")),
    bevestiging="De gemeente heeft zes weken voor het onderzoek. Vertel de burger dat hij gratis cliëntondersteuning kan krijgen: "
    "de gemeente zegt waar. Hij kan de gemeente in de eerste zeven dagen een persoonlijk plan geven. De burger tekent straks "
    "het onderzoeksverslag. Dan is er een aanvraag, en besluit de gemeente binnen twee weken.",
)
