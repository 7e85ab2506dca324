"""Rapport van de toezichthouder: de bevindingen na een calamiteit, een geweldsincident of een ander onderzoek.

Bronnen: Handboek §7: de toezichthouder rapporteert aan het college van de centrumgemeente en aan het college van de gemeente
waar het voorval was; het college besluit over handhaving, op voorstel van de toezichthouder (Handhavingsprotocol).

Voorstellen, die in geen bron staan:
- dat het rapport via het portaal gaat;
- elk college krijgt een eigen bericht en besluit voor zich; is het hetzelfde college, dan krijgt het er een;
- was het voorval buiten de regio, dan krijgt alleen het college van de centrumgemeente het rapport hier; aan het college van de
  gemeente van het voorval stuurt toezicht het buiten het portaal (een taak bij de melding);
- het rapport noemt geen cliënt: wie het zijn, blijft bij toezicht; hoort het bij een melding, dan is de gemeente die van de
  melding;
- het besluit gaat met een bericht aan de aanbieder; dat is een taak van het college;
- de bewaartermijn van vijftien jaar, gelijk aan die van de melding.
"""

from dataclasses import replace

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, Taak, TaakGedaan
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox, Verband
from portal.domain.rollen import Rol
from portal.domain.routering import BUITEN_DE_REGIO, HEEL, Delen, Keuze, OpAntwoord, VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.voorwaarde import Is
from portal.forms import (
    ANDERE_AANBIEDER,
    JA,
    AanbiederVeld,
    AnoniemeTekstVeld,
    BerichtFormulier,
    GemeenteVeld,
    JaNeeVeld,
    TekstVeld,
    VerbandVeld,
)

PARAGRAAF_7 = Bron(plaats="Handboek §7")
VOORSTEL = Bron(plaats="naar Handboek §7", voorstel=True)


class Formulier(BerichtFormulier):
    """De vragen van een rapport."""

    versie = 1
    secties = (
        ("Waar het over gaat", ("melding", "opvolging", "gemeente_voorval", "aanbieder", "aanbieder_naam", "locatie")),
        ("Het rapport", ("bevindingen", "conclusies", "voorstel", "voorstel_wat")),
    )
    in_lijst = ("aanbieder", "aanbieder_naam", "locatie")

    melding = VerbandVeld(
        "Bij welke eerste melding hoort het rapport?",
        hint="Laat dit leeg als er geen melding in het portaal was. Het college leest alleen het nummer.",
        verplicht=False,
    )
    opvolging = VerbandVeld(
        "Bij welke opvolging hoort het rapport?",
        hint="Alleen als de opvolging door de aanbieder niet voldoende was. Het college leest alleen het nummer.",
        verplicht=False,
    )
    gemeente_voorval = GemeenteVeld(
        "In welke gemeente was het voorval?",
        hint="Het college van deze gemeente en dat van de centrumgemeente krijgen het rapport. Ligt zij buiten de regio, dan "
        "stuurt u het daar zelf heen.",
        buiten=True,
        leeg="Kies in welke gemeente het voorval was.",
    )
    aanbieder = AanbiederVeld(
        "Over welke aanbieder gaat het?",
        hint="De aanbieder met het contract.",
        leeg="Kies over welke aanbieder het gaat.",
    )
    aanbieder_naam = TekstVeld(
        "Hoe heet die aanbieder?",
        hint="De naam van de organisatie en de plaats.",
        toon_als=Is("aanbieder", ANDERE_AANBIEDER),
        alleen_als="Alleen als de aanbieder niet in de lijst staat.",
        leeg="Vul de naam van de aanbieder in.",
    )
    locatie = TekstVeld(
        "Over welke locatie gaat het?", hint="Noem geen cliënten.", leeg="Vul in over welke locatie het gaat."
    )
    bevindingen = AnoniemeTekstVeld(
        "Wat zijn de bevindingen?", hint="Noem geen cliënten.", leeg="Schrijf op wat de bevindingen zijn."
    )
    conclusies = AnoniemeTekstVeld(
        "Wat zijn de conclusies?", hint="Noem geen cliënten.", leeg="Schrijf op wat de conclusies zijn."
    )
    voorstel = JaNeeVeld(
        "Stelt u een maatregel voor?",
        hint="Het college besluit erover.",
        leeg="Kies of u een maatregel voorstelt.",
    )
    voorstel_wat = AnoniemeTekstVeld(
        "Welke maatregel stelt u voor?",
        hint="Volgens het Handhavingsprotocol.",
        toon_als=Is("voorstel", JA),
        alleen_als="Alleen als u een maatregel voorstelt.",
        leeg="Schrijf op welke maatregel u voorstelt.",
    )


HANDHAVEN = besluit(
    code="handhaven",
    titel="Handhaven",
    uitleg="Toezicht leest uw besluit. Schrijf daarna de aanbieder.",
    gevolgen=(
        Taak(
            code="besluit-aan-aanbieder",
            titel="Stuur het handhavingsbesluit aan de aanbieder",
            rol=Rol.COLLEGE,
            bron=PARAGRAAF_7,
            uitleg="Met 'Bericht aan een aanbieder' bij dit rapport, of op papier.",
        ),
        NieuwBericht(mailbox="bericht-aan-aanbieder", velden=(("aanbieder", "ontvanger"),), bron=VOORSTEL),
    ),
)
GEEN_HANDHAVING = replace(
    besluit(
        code="geen-handhaving",
        titel="Niet handhaven: voor kennisgeving aangenomen",
        uitleg="Toezicht leest uw besluit en de reden.",
    ),
    naar="afgehandeld",
)

CENTRUM = VastTeam(regel="college-centrumgemeente", soort=Teamsoort.COLLEGE)
VOORVAL = OpAntwoord(
    regel="college-voorval",
    veld="gemeente_voorval",
    rol="gemeente van het voorval",
    soort=Teamsoort.COLLEGE,
)

MAILBOX = Mailbox(
    code="toezicht-rapport",
    titel="Rapport van de toezichthouder",
    omschrijving="Toezicht rapporteert aan het college van de centrumgemeente en dat van de gemeente van het voorval.",
    zoekwoorden=("rapport", "toezicht", "bevindingen", "handhaving", "college"),
    groep=Groep.CALAMITEIT,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.TOEZICHT, rollen=(Rol.TOEZICHTHOUDER,)),),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=Delen(
        delen=(
            (HEEL, CENTRUM),
            (
                HEEL,
                Keuze(als=Is("gemeente_voorval", BUITEN_DE_REGIO), dan=CENTRUM, anders=VOORVAL),
            ),
        )
    ),
    per_ontvanger=True,
    verbanden=(
        Verband(
            code="melding",
            titel="De eerste melding",
            mailboxen=("calamiteit-geweld",),
            gelijk=(("gemeente_voorval", "gemeente"),),
        ),
        Verband(code="opvolging", titel="De opvolging", mailboxen=("opvolging-toezicht",)),
    ),
    # Wat toezicht nog moest sturen, is hiermee gestuurd; aan een college buiten het portaal stuurt het apart.
    bij_indienen=(
        TaakGedaan(verband="melding", taken=("rapport-colleges",), bron=PARAGRAAF_7),
        TaakGedaan(verband="opvolging", taken=("voorstel-college",), bron=PARAGRAAF_7),
    ),
    levensloop=basisloop(HANDHAVEN, GEEN_HANDHAVING, intrekbaar=False, zonder=("doorsturen",)),
    bijlagen=(BijlageEis(code="rapport", titel="Rapport", bron=PARAGRAAF_7),),
    geen_termijn="Het handboek noemt geen termijn voor het besluit van het college.",
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=VOORSTEL),
    bronnen=(PARAGRAAF_7,),
    bevestiging="Elk college leest het rapport en besluit voor zich. U leest het besluit hier.",
)
