"""Casus voor de experttafel: een vastgelopen casus gaat zonder persoonsgegevens naar de regioadviseur.

Bronnen: Handboek §6 (experttafel): voor een casus die vastloopt terwijl de gewone routes en de escalatieladders zijn
doorlopen; minstens een week voor de vergadering, anoniem en beveiligd, met de stappen die al zijn gezet; de
regioadviseur kijkt of de casus volledig is en nodigt uit; de experttafel komt eens in de vier weken bij elkaar.

Voorstellen, die in geen bron staan:
- de vergaderdagen staan bij de regio: een eerste dag, en dan elke vier weken;
- een casus die later komt wordt aangenomen, met de markering dat hij te laat is;
- is de vergadering geweest, of is de casus er nog niet klaar voor, dan zet de regioadviseur hem op de agenda van een latere;
- een burgerservicenummer in een tekst wordt geweigerd; bij de vragen staat dat er geen namen en geboortedata horen;
- wie een casus in concept heeft, krijgt een herinnering drie werkdagen voor de laatste dag om hem te sturen;
- aanbieders nodigt de regioadviseur uit met een bericht aan de aanbieders die hij kiest; gemeenten en anderen buiten het portaal;
- de waarschuwing aan de regioadviseur, twee werkdagen voor de vergadering.
"""

from dataclasses import replace

from portal.domain.basisloop import BIJ_TEAM, IN_HANDEN, STUKKEN, basisloop, besluit, stap
from portal.domain.bron import Bron
from portal.domain.gevolg import Taak, TakenVervallen
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.termijn import INDIENEN, BijAntwoord, Eenheid, Karakter, OpDatum, Richting, Termijn
from portal.domain.vergadering import Vergadering
from portal.forms import AnoniemeTekstVeld, BerichtFormulier, VergaderingVeld
from portal.mailboxes import waarschuwingen, wie

PARAGRAAF_6 = Bron(plaats="Handboek §6")
VOORSTEL = Bron(plaats="naar Handboek §6", voorstel=True)
EERSTE_DAG = "experttafel_eerste"
GEEN_NAMEN = "Noem geen namen, geboortedata of andere gegevens waaraan iemand de burger herkent."
ONVOLLEDIG = Toestand("onvolledig", "Onvolledig", Fase.BIJ_AFZENDER)
OP_AGENDA = Toestand("op_agenda", "Op de agenda", Fase.BIJ_TEAM)


class Formulier(BerichtFormulier):
    """De vragen van een casus voor de experttafel, zonder cliënt."""

    versie = 1
    secties = (
        ("De vergadering", ("vergadering",)),
        ("De casus", ("casus", "vraag", "stappen", "partijen")),
    )
    in_lijst = ("vergadering",)

    vergadering = VergaderingVeld(
        "Voor welke vergadering is de casus?",
        hint="De casus moet minstens een week ervoor binnen zijn.",
        instelling=EERSTE_DAG,
        leeg="Kies voor welke vergadering de casus is.",
    )
    casus = AnoniemeTekstVeld("Wat is de casus?", hint=GEEN_NAMEN, leeg="Schrijf op wat de casus is.")
    vraag = AnoniemeTekstVeld("Wat vraagt u aan de experttafel?", hint=GEEN_NAMEN, leeg="Schrijf op wat u vraagt.")
    stappen = AnoniemeTekstVeld(
        "Welke stappen zijn al gezet?",
        hint="De gewone routes en de escalatieladders horen eerst te zijn doorlopen. Noem geen namen.",
        leeg="Schrijf op welke stappen al zijn gezet.",
    )
    partijen = AnoniemeTekstVeld(
        "Welke organisaties zijn betrokken?",
        hint="Noem organisaties, geen mensen.",
        leeg="Schrijf op welke organisaties betrokken zijn.",
    )


class LatereVergadering(BerichtFormulier):
    """Wat de regioadviseur kiest als een casus doorschuift."""

    versie = 1
    secties = (("De vergadering", ("vergadering",)),)

    vergadering = VergaderingVeld(
        "Naar welke vergadering schuift de casus door?",
        hint="De experttafel komt eens in de vier weken bij elkaar.",
        instelling=EERSTE_DAG,
        leeg="Kies naar welke vergadering de casus doorschuift.",
    )


UITNODIGEN = Taak(
    code="uitnodigen",
    titel="Nodig de betrokken partijen uit voor de vergadering",
    rol=Rol.REGIOADVISEUR,
    bron=PARAGRAAF_6,
    uitleg="Alle partners die nodig zijn om de casus te bespreken. Aanbieders kunt u hier uitnodigen, met 'Bericht aan alle aanbieders'. "
    "Gemeenten en partijen buiten het portaal belt of mailt u. Stuur geen namen of andere persoonsgegevens mee.",
)
VOLLEDIG = replace(
    stap(
        code="volledig",
        titel="Volledig: op de agenda",
        van=IN_HANDEN,
        naar="op_agenda",
        uitleg="De inbrenger ziet dat de casus op de agenda staat. Er volgt een taak om de betrokken partijen uit te nodigen.",
        tekstlabel="Bericht voor de inbrenger",
    ),
    tot_en_met="vergadering",
    gevolgen=(UITNODIGEN,),
)
LATER = replace(
    stap(
        code="later",
        titel="Op de agenda van een latere vergadering",
        van=(*IN_HANDEN, OP_AGENDA.code),
        naar=OP_AGENDA.code,
        uitleg="De casus schuift door. De inbrenger leest naar welke vergadering. U nodigt de partijen daarvoor uit. Koos hij een "
        "te late vergadering? Dan trekt hij de casus in, en stuurt hij hem opnieuw.",
        tekst=Tekst.MOET,
        tekstlabel="Waarom schuift de casus door?",
    ),
    formulier=LatereVergadering,
    gevolgen=(
        TakenVervallen(bron=VOORSTEL),
        replace(
            UITNODIGEN, code="uitnodigen-later", titel="Nodig de betrokken partijen uit voor de latere vergadering"
        ),
    ),
)
NIET_VOLLEDIG = stap(
    code="onvolledig",
    titel="Onvolledig",
    van=BIJ_TEAM,
    naar="onvolledig",
    uitleg="De inbrenger leest wat er ontbreekt en vult het aan.",
    tekst=Tekst.MOET,
    tekstlabel="Wat ontbreekt er?",
)
AANVULLEN = Overgang(
    code="aanvullen",
    actie=Actie.AANVULLEN,
    van=("onvolledig",),
    naar="aangevuld",
    door=Partij.AFZENDER,
    titel="Aanvullen",
    uitleg="De regioadviseur ziet meteen wat u toevoegt. Noem geen namen.",
    tekst=Tekst.MOET,
    tekstlabel="Wat vult u aan?",
    bijlagen=STUKKEN,
)
BESPROKEN = replace(
    besluit(
        code="besproken",
        titel="Besproken: leg de uitkomst vast",
        van=("op_agenda",),
        uitleg="De inbrenger leest de uitkomst. Noem geen namen.",
    ),
    naar="afgehandeld",
    tekstlabel="Wat is de uitkomst?",
)
NIET_GESCHIKT = replace(
    besluit(
        code="niet-geschikt",
        titel="Hoort niet aan de experttafel",
        uitleg="De inbrenger leest waarom, en welke weg er wel is.",
        van=(*IN_HANDEN, "op_agenda"),
    ),
    naar="afgehandeld",
)

EINDE = ("besproken", "niet-geschikt")
VOORAF = (waarschuwingen.vooraf(2, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM),)

MAILBOX = Mailbox(
    code="experttafel-casus",
    titel="Casus voor de experttafel",
    omschrijving="Een casus loopt vast en alle gewone wegen zijn geprobeerd.",
    zoekwoorden=(
        "experttafel",
        "vastgelopen",
        "casus",
        "regioadviseur",
        "escalatie",
        "niemand wil",
        "past nergens",
        "complex",
    ),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(
        wie.AANBIEDER,
        Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.CONSULENT,)),
    ),
    clientblok=Clientblok.ANONIEM,
    formulier=Formulier,
    routering=VastTeam(regel="regioadviseur", soort=Teamsoort.REGIOADVISEUR),
    levensloop=basisloop(
        VOLLEDIG,
        LATER,
        NIET_VOLLEDIG,
        AANVULLEN,
        BESPROKEN,
        NIET_GESCHIKT,
        intrekbaar=True,
        toestanden=(ONVOLLEDIG, OP_AGENDA),
        zonder=("doorsturen",),
    ),
    termijnen=(
        Termijn(
            code="insturen",
            titel="Casus insturen",
            aantal=1,
            eenheid=Eenheid.WEEK,
            richting=Richting.TERUG,
            begint=OpDatum("vergadering"),
            begin_in_woorden="de dag van de experttafel",
            eigenaar=Partij.AFZENDER,
            bron=PARAGRAAF_6,
            eindigt=(INDIENEN,),
            waarschuwingen=(waarschuwingen.vooraf(3, Eenheid.WERKDAG, Partij.AFZENDER),),
        ),
        Termijn(
            code="vergadering",
            titel="Vergadering van de experttafel",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            karakter=Karakter.MIJLPAAL,
            begint=OpDatum("vergadering"),
            begin_in_woorden="de dag van de experttafel",
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=PARAGRAAF_6,
            eindigt=EINDE,
            vervalt=("later",),
            waarschuwingen=VOORAF,
        ),
        Termijn(
            code="vergadering-later",
            titel="Latere vergadering van de experttafel",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            karakter=Karakter.MIJLPAAL,
            begint=BijAntwoord("later", veld="vergadering", na="vergadering"),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=VOORSTEL,
            eindigt=EINDE,
            vervalt=("later",),
            waarschuwingen=VOORAF,
        ),
    ),
    vergadering=Vergadering(
        titel="Experttafel",
        veld="vergadering",
        instelling=EERSTE_DAG,
        weken=VergaderingVeld.weken,
        termijn="vergadering",
        later="vergadering-later",
    ),
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=Bron(plaats="", voorstel=True)),
    bronnen=(PARAGRAAF_6,),
    bevestiging="De regioadviseur kijkt of de casus volledig is en zet hem op de agenda. U hoort de uitkomst.",
)
