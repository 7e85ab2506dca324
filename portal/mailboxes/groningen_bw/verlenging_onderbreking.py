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
- wie niet verlengt, trekt de indicatie nog niet in: de drie maanden, of de dag die eerder was afgesproken, lopen door. Tot dan kan de
  zorg hervatten; intrekken kan pas daarna;
- het 301-bericht volgt ook als de einddatum van de indicatie al is geweest, want §5.4 noemt geen uitzondering (te bevestigen door
  de regio); een beschikking volgt dan niet, en de toewijzing in het register houdt haar einddatum;
- wie verlengt, noemt tot en met welke dag, na de drie maanden; tot die dag loopt een termijn, met waarschuwingen vier en
  twee weken ervoor; daarna zijn de uitkomsten dezelfde; wordt de stopdatum verbeterd zodat de drie maanden pas dan of later
  eindigen, dan blijft die dag, want de aanbieder las hem, en het portaal waarschuwt de Toegang;
- met elk besluit eindigt ook de klok van een onderbreking die dit team zelf vastlegde over dezelfde burger;
- is de zorg hervat, dan legt de Toegang dat vast en sluit het bericht; vinkt de aanbieder na een besluit het 305-bericht af, dan
  doet het portaal dat, en hoort de Toegang het.
"""

from collections.abc import Iterable
from dataclasses import replace

from portal.domain.basisloop import IN_HANDEN, INTREKKEN, basisloop, besluit
from portal.domain.basisloop import OPEN as NIET_KLAAR
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.levensloop import Actie, Fase, Overgang, Toestand
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verstreken
from portal.domain.partij import Partij
from portal.domain.termijn import BijAntwoord, Eenheid, NietNa, Termijn
from portal.domain.termijnstappen import VERBETERINGEN
from portal.domain.voorwaarde import Eerder, Feiten, Is
from portal.forms import (
    CLIENTVELDEN,
    INDICATIEVELDEN,
    TOEWIJZINGVELDEN,
    BerichtFormulier,
    ClientFormulier,
    DatumVeld,
    IndicatieFormulier,
    KeuzeVeld,
    LangeTekstVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import indicatie, onderbreking, taken, waarschuwingen, wie, wmo

NA_DRIE_MAANDEN = Eerder("stopdatum", "tot", maanden=3)


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

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Verlenging gaat over de tijd na de drie maanden (§5.4)."""
        if Eerder("tot", "stopdatum").geldt(feiten):
            yield Fout(veld="tot", tekst="Deze dag ligt voor de dag waarop de zorg stopte. Controleer beide datums.")
        elif "tot" in feiten and "stopdatum" in feiten and not NA_DRIE_MAANDEN.geldt(feiten):
            yield Fout(
                veld="tot",
                tekst="Deze dag valt binnen de drie maanden na de stopdatum. Daarvoor is geen verlenging nodig. Duurt het "
                "langer, vul dan een latere dag in.",
            )


class Verlenging(BerichtFormulier):
    """Wat het besluit om te verlengen noemt."""

    versie = 1
    secties = (("De verlenging", ("tot",)),)

    tot = DatumVeld(
        "Tot en met welke dag mag de onderbreking duren?",
        hint="Na deze dag is de zorg hervat, of trekt u de indicatie in. Het portaal waarschuwt u en de aanbieder ervoor.",
        leeg="Vul in tot en met welke dag de onderbreking mag duren.",
    )


TOESTAND = Toestand("verlengd", "Onderbreking verlengd", Fase.BIJ_TEAM)
AFGEWEZEN = Toestand("niet_verlengd", "Onderbreking niet verlengd", Fase.BIJ_TEAM)
TOESTANDEN = (TOESTAND, AFGEWEZEN)
OPEN = (*IN_HANDEN, TOESTAND.code, AFGEWEZEN.code)
VERLENGD = replace(
    besluit(
        code="verlengd",
        titel="Verlengen, bij hoge uitzondering",
        van=OPEN,
        uitleg="De indicatie blijft. De aanbieder leest tot wanneer en waarom. Tot die dag loopt een termijn.",
    ),
    naar=TOESTAND.code,
    formulier=Verlenging,
    gevolgen=(onderbreking.hervatting_305(), onderbreking.NEEMT_OVER),
)
NIET_VERLENGD = replace(
    besluit(
        code="niet-verlengd",
        titel="Niet verlengen",
        van=(*IN_HANDEN, TOESTAND.code),
        uitleg="De indicatie blijft tot de onderbreking lang genoeg heeft geduurd. Tot dan kan de zorg hervatten. Daarna trekt u haar in.",
        gevolgen=(onderbreking.hervatting_305(), onderbreking.NEEMT_OVER),
    ),
    naar=AFGEWEZEN.code,
)
INGETROKKEN = replace(
    besluit(
        code="indicatie-ingetrokken",
        titel="De indicatie wordt ingetrokken",
        van=OPEN,
        uitleg=f"{onderbreking.UITLEG_INTREKKING} Heeft u verlengd? Dan kan dit pas na de dag die u noemde.",
        gevolgen=(onderbreking.VERVALLEN, *onderbreking.INTREKKING, onderbreking.NEEMT_OVER),
    ),
    pas_na=onderbreking.KLOK,
)
HERVAT = replace(
    besluit(
        code="hervat",
        titel="De zorg is hervat",
        uitleg="De aanbieder heeft een iWmo 305-bericht met de nieuwe startdatum gestuurd.",
        van=(*OPEN, "vraag_uit"),
        gevolgen=(onderbreking.VERVALLEN, onderbreking.NEEMT_OVER),
    ),
    naar="afgehandeld",
)
HERVAT_GEMELD = Overgang(
    code="hervat-gemeld",
    actie=Actie.AFRONDEN,
    van=(*NIET_KLAAR, *(toestand.code for toestand in TOESTANDEN)),
    naar="afgehandeld",
    door=Partij.PORTAAL,
    titel="De aanbieder meldt dat de zorg is hervat",
    uitleg="De aanbieder stuurde het iWmo 305-bericht met de nieuwe startdatum.",
    soms=Is("taak.hervatting-305", "gedaan"),
)

UITKOMSTEN = ("verlengd", "indicatie-ingetrokken", "hervat", "hervat-gemeld")

MAILBOX = Mailbox(
    code="verlenging-onderbreking",
    titel="Verlenging van een onderbreking vragen",
    omschrijving="De zorg ligt tijdelijk stil door ziekenhuis, kliniek of detentie, en dat duurt langer dan drie maanden.",
    zoekwoorden=(
        "onderbreking",
        "ziekenhuis",
        "kliniek",
        "opname",
        "detentie",
        "gevangenis",
        "307",
        "opgenomen",
        "ziekenhuisopname",
        "psychiatrie",
        "verslavingskliniek",
        "afkicken",
        "opgepakt",
        "vastzitten",
        "gearresteerd",
        "cel",
        "langer weg",
        "tijdelijk weg",
        "zit vast",
    ),
    groep=Groep.WIJZIGING,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    # Na het besluit is intrekken te laat: dan zegt de aanbieder dat de zorg is hervat.
    levensloop=basisloop(
        VERLENGD,
        NIET_VERLENGD,
        INGETROKKEN,
        HERVAT,
        HERVAT_GEMELD,
        INTREKKEN,
        intrekbaar=False,
        toestanden=TOESTANDEN,
        termijnstappen=VERBETERINGEN,
    ),
    termijnen=(
        onderbreking.drie_maanden(*UITKOMSTEN, ook_aan=(Partij.AANBIEDER,)),
        Termijn(
            code="verlengd-tot",
            titel="Einde van de verlengde onderbreking",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            begint=BijAntwoord("verlengd", veld="tot", na=onderbreking.KLOK),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=Bron(plaats="naar Handboek §5.4", voorstel=True),
            schuift=False,
            eindigt=UITKOMSTEN,
            niet_na=NietNa(
                veld="einddatum",
                tekst="Na de einddatum is er geen indicatie meer om te onderbreken. Spreek een herindicatie af, of een eerdere dag.",
                bron=Bron(plaats="naar Handboek §5.4", voorstel=True),
            ),
            waarschuwingen=(
                *(
                    waarschuwingen.vooraf(n, Eenheid.WEEK, aan)
                    for aan in (Partij.BEHANDELEND_TEAM, Partij.AANBIEDER)
                    for n in (4, 2)
                ),
                waarschuwingen.escalatie(1, Eenheid.KALENDERDAG, Partij.AANBIEDER),
                waarschuwingen.escalatie(3, Eenheid.WERKDAG),
            ),
        ),
    ),
    dubbel="Er loopt al een verzoek over een onderbreking van deze cliënt. Kijk of dit daarbij hoort.",
    verstreken=(
        Verstreken(
            veld="stopdatum",
            maanden=3,
            titel="De zorg ligt al langer dan drie maanden stil",
            voor_afzender="U kunt dit versturen, maar na drie maanden trekt de gemeente de indicatie in. Bel de Toegang, en schrijf op waarom "
            "u dit nu pas vraagt.",
            voor_team="Het verzoek kwam na de drie maanden en is aangenomen. Besluit of de hoge uitzondering er is; anders trekt u de "
            "indicatie in.",
            bron=Bron(plaats="naar Handboek §5.4", voorstel=True),
        ),
        indicatie.is_afgelopen("te verlengen", bron=Bron(plaats="naar Handboek §5.4", voorstel=True)),
        Verstreken(
            veld="einddatum",
            voor="tot",
            titel="De indicatie eindigt voor de dag tot wanneer verlenging wordt gevraagd",
            voor_afzender="U kunt dit versturen, maar na de einddatum is er geen indicatie meer. Doe ook een herindicatie.",
            voor_team="Na de einddatum is er geen indicatie meer om te onderbreken. Kijk of er een herindicatie komt.",
            bron=Bron(plaats="naar Handboek §5.4", voorstel=True),
        ),
    ),
    bewaring=wmo.DOSSIER,
    bronnen=(taken.PARAGRAAF_5_4,),
    bevestiging="De Toegang besluit of de onderbreking langer mag duren. Intussen mag u Verblijf en Thuis Plus declareren. "
    "Woonbegeleiding complex, Activering en participatie en Vervoer mag u niet declareren.",
)
