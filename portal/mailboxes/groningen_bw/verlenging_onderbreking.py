"""Verlenging van een onderbreking vragen: de zorg ligt tijdelijk stil en dat gaat langer duren dan drie maanden.

Bronnen: Handboek §5.4 (tijdelijke onderbreking): gronden ziekenhuis, kliniek en detentie; de onderbreking zelf meldt de
aanbieder met een iWmo 307-bericht (code 20) en de hervatting met een 305-bericht; hoogstens drie maanden, en bij hoge
uitzondering langer; daarna trekt de gemeente de indicatie in, met een 301-bericht aan de aanbieder en, als dat voor de
einddatum van de indicatie is, een intrekkingsbeschikking aan de burger.

Voorstellen, die in geen bron staan:
- de Toegang van de gemeente die de indicatie gaf krijgt het bericht; bij 'weet ik niet' die van verblijf;
- drie maanden na de stopdatum schuift niet op;
- de waarschuwingen na 8, 10 en 12 weken, aan de Toegang en aan de aanbieder;
- intrekken gaat nooit vanzelf: een mens besluit, en het portaal waarschuwt;
- is de zorg hervat, dan legt de Toegang dat vast en sluit het bericht.
"""

from dataclasses import replace

from portal.domain.basisloop import IN_HANDEN, basisloop, besluit
from portal.domain.mailbox import Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.forms import (
    CLIENTVELDEN,
    INDICATIEVELDEN,
    TOEWIJZINGVELDEN,
    ClientFormulier,
    DatumVeld,
    IndicatieFormulier,
    KeuzeVeld,
    LangeTekstVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import onderbreking, taken, wie, wmo


class Formulier(ClientFormulier, IndicatieFormulier, ToewijzingFormulier):
    """De vragen van de verlenging van een onderbreking."""

    versie = 2
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De lopende indicatie", (*INDICATIEVELDEN, *TOEWIJZINGVELDEN)),
        ("De onderbreking", ("stopdatum", "grond", "tot", "waarom")),
    )

    stopdatum = DatumVeld(
        "Op welke dag is de zorg gestopt?",
        hint="De stopdatum in uw iWmo 307-bericht, bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul de stopdatum van het 307-bericht in.",
    )
    grond = KeuzeVeld(
        "Waarom ligt de zorg stil?",
        keuzes=onderbreking.GRONDEN,
        leeg="Kies waarom de zorg stilligt.",
    )
    tot = DatumVeld(
        "Tot welke dag vraagt u verlenging?",
        hint="De dag waarop u verwacht dat de zorg weer begint.",
        leeg="Vul in tot welke dag u verlenging vraagt.",
    )
    waarom = LangeTekstVeld(
        "Waarom duurt het langer?",
        hint="Verlenging kan alleen bij hoge uitzondering.",
        leeg="Schrijf op waarom het langer duurt.",
    )


VERLENGD = replace(
    besluit(
        code="verlengd",
        titel="Verlengen, bij hoge uitzondering",
        uitleg="De indicatie blijft. De aanbieder leest tot wanneer en waarom.",
    ),
    naar="afgehandeld",
)
NIET_VERLENGD = besluit(
    code="niet-verlengd",
    titel="Niet verlengen: de indicatie wordt ingetrokken",
    uitleg="De aanbieder krijgt een 301-bericht. Is het voor de einddatum, dan krijgt de burger een beschikking.",
    gevolgen=onderbreking.INTREKKING,
)
HERVAT = replace(
    besluit(
        code="hervat",
        titel="De zorg is hervat",
        uitleg="De aanbieder heeft een iWmo 305-bericht met de nieuwe startdatum gestuurd.",
        van=(*IN_HANDEN, "vraag_uit"),
    ),
    naar="afgehandeld",
)

MAILBOX = Mailbox(
    code="verlenging-onderbreking",
    titel="Verlenging van een onderbreking vragen",
    omschrijving="De zorg ligt tijdelijk stil door ziekenhuis, kliniek of detentie, en dat duurt langer dan drie maanden.",
    zoekwoorden=("onderbreking", "ziekenhuis", "kliniek", "opname", "detentie", "307"),
    groep=Groep.WIJZIGING,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    levensloop=basisloop(VERLENGD, NIET_VERLENGD, HERVAT, intrekbaar=True),
    termijnen=(onderbreking.drie_maanden("verlengd", "niet-verlengd", "hervat", ook_aan=(Partij.AANBIEDER,)),),
    dubbel="Er loopt al een verzoek over een onderbreking van deze cliënt. Kijk of dit daarbij hoort.",
    bewaring=wmo.DOSSIER,
    bronnen=(taken.PARAGRAAF_5_4,),
    bevestiging="De Toegang besluit of de onderbreking langer mag duren. Intussen mag u Verblijf en Thuis Plus declareren. "
    "Woonbegeleiding complex, Activering en participatie en Vervoer mag u niet declareren.",
)
