"""Overdracht screening: de gemeente van melding draagt een melding maatschappelijke opvang over aan de gemeente van herkomst.

Bronnen: Werkproces MO stap 2 (blijkt uit de screening dat de gemeente van melding niet de gemeente van herkomst is, dan worden de
gegevens uit de screening overgedragen); stap 3 en NB 1 (de gemeente van herkomst onderzoekt en voert de regie). Onderzoek en
besluit: `opvang.py`.

Voorstellen, die in geen bron staan:
- het bericht begint bij de melding, met de antwoorden die er al zijn: niets wordt twee keer getypt; ook welke
  opdrachtnemer haar stuurde en wat hij meegaf, want met hem stemt de gemeente van herkomst af (stap 3) en hij krijgt het
  301-bericht (stap 4b);
- de gemeente van herkomst bevestigt dat zij de melding overneemt; het onderzoek telt vanaf de dag van de melding zelf
  (Wmo 2.3.2 lid 1 noemt de melding), dus niet opnieuw;
- er gaat een overdracht tegelijk uit, en over te nemen is alleen wat nog in overdracht is (zie `opvang_overdracht.py`);
- neemt de gemeente van herkomst de melding niet over, dan schrijft zij waarom, en gaat de melding verder bij de gemeente van
  melding; ook als die de overdracht intrekt voordat zij is overgenomen;
- wie de melding stuurde, leest welk team haar overnam en hoe hij dat bereikt: in het onderzoek stemmen zij af (stap 3);
- vanaf de overname ziet de gemeente van melding alleen nog de status en wat de twee gemeenten elkaar schrijven, ook na het besluit;
  zij vraagt of doet niets meer voor de inwoner;
- bij een gemeente buiten de regio is de overdracht een taak op de melding zelf.
"""

from dataclasses import replace

from portal.domain.basisloop import IN_HANDEN, INGETROKKEN, INTREKKEN, OPEN, basisloop, besluit, stap
from portal.domain.bron import Bron
from portal.domain.gevolg import StapOpVerband
from portal.domain.levensloop import Actie, Fase, Overgang, Toestand
from portal.domain.mailbox import Afzender, Clientblok, Groep, Mailbox, Verband, Verbandsoort, Verwijzing
from portal.domain.overdracht import Overdracht
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpAntwoord
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import OpDatum
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import En, Ingevuld, Is, Niet, Of
from portal.forms import (
    INWONERVELDEN,
    AanbiederVeld,
    DatumVeld,
    GemeenteVeld,
    InwonerFormulier,
    JaNeeVeld,
    KeuzeVeld,
    LangeTekstVeld,
    VerbandVeld,
)
from portal.mailboxes import opvang, opvang_overdracht

OVERGENOMEN = Toestand("overgenomen", "Overgenomen", Fase.BIJ_TEAM)
MEE = (*INWONERVELDEN, "gemeld_op", "gemeente_herkomst", "reden", "eerste_opvang", "toelichting")


class Formulier(InwonerFormulier):
    """De gegevens uit de screening."""

    versie = 2
    secties = (
        ("De melding", ("melding", "gemeld_op", "opdrachtnemer", "eerste_opvang", "reden", "toelichting")),
        ("Inwoner", INWONERVELDEN),
        ("De screening", ("screening", "gegevens")),
        ("De gemeente van herkomst", ("gemeente_herkomst", "waaruit")),
    )

    melding = VerbandVeld(
        "Welke melding draagt u over?",
        hint="Het nummer staat bovenaan de melding.",
        leeg="Kies de melding die u overdraagt, of vul het nummer in.",
    )
    gemeld_op = DatumVeld(
        "Op welke dag meldde de inwoner zich?",
        hint="Vanaf die dag telt het onderzoek.",
        verleden=True,
        leeg="Vul de dag van de melding in.",
    )
    opdrachtnemer = AanbiederVeld(
        "Bij welke opdrachtnemer is de inwoner?",
        hint="Wie de melding stuurde, of wie hem 1e opvang geeft. Met hem stemt de gemeente van herkomst af. Laat leeg als er nog geen is.",
        verplicht=False,
    )
    eerste_opvang = JaNeeVeld(
        "Vond wie de melding opnam dat 1e opvang nodig is?",
        hint="Zoals de melding het zegt. Wat u zelf vond, staat bij de screening.",
        verplicht=False,
    )
    reden = LangeTekstVeld(
        "Waarom heeft de inwoner opvang nodig?",
        hint="Zoals de melding het zegt.",
        leeg="Schrijf op waarom de inwoner opvang nodig heeft.",
    )
    toelichting = LangeTekstVeld("Wat gaf de melding verder mee?", hint="Zoals de melding het zegt.", verplicht=False)
    screening = KeuzeVeld(
        "Wat is de uitkomst van de screening?",
        keuzes=(
            ("eerste-opvang", "1e opvang nodig"),
            ("andere-ondersteuning", "Geen 1e opvang, wel andere ondersteuning"),
            ("geen-eerste-opvang", "1e opvang niet nodig"),
        ),
        leeg="Kies de uitkomst van de screening.",
    )
    gegevens = LangeTekstVeld(
        "Wat moet de gemeente van herkomst weten?",
        hint="De gegevens uit de screening, en wat er al is geregeld.",
        leeg="Schrijf op wat uit de screening kwam.",
    )
    gemeente_herkomst = GemeenteVeld(
        "Wat is de gemeente van herkomst?",
        hint="Zij krijgt dit bericht, onderzoekt en besluit.",
        leeg="Kies de gemeente van herkomst.",
    )
    waaruit = LangeTekstVeld(
        "Waaruit blijkt dat dit de gemeente van herkomst is?",
        hint="Bijvoorbeeld het netwerk, de inschrijving of het werk van de inwoner.",
        leeg="Schrijf op waaruit de gemeente van herkomst blijkt.",
    )


OVER_TE_DRAGEN = ("screening_klaar", opvang_overdracht.OVERDRACHT.code)
VOORSTEL = Bron(plaats="naar Werkproces MO stap 2", voorstel=True)
MELDING_TERUG = StapOpVerband(verband="melding", stap=opvang_overdracht.NIET_OVERGENOMEN.code, bron=VOORSTEL)
OVERNEMEN = replace(
    stap(
        code="overgenomen",
        titel="Overnemen: wij zijn de gemeente van herkomst",
        van=IN_HANDEN,
        naar="overgenomen",
        uitleg="De gemeente van melding leest dat u de regie overneemt. Haar melding sluit. Kwam er een aanvraag van de inwoner binnen? Leg "
        "die hierna vast, met de dag waarop zij kwam, ook als dat bij de andere gemeente was.",
        tekstlabel="Bericht voor de gemeente van melding",
    ),
    gevolgen=(
        StapOpVerband(verband="melding", stap=opvang_overdracht.AANVRAAG_OVERGENOMEN.code, bron=VOORSTEL),
        # Is de melding niet meer over te nemen, dan is zij van een ander: nooit van twee gemeenten.
        StapOpVerband(
            verband="melding", stap=opvang_overdracht.OVERGENOMEN.code, bron=opvang.STAP_2, moet=True, eerste=True
        ),
    ),
)
NIET_OVERNEMEN = replace(
    besluit(
        code="niet-overgenomen",
        titel="Niet overnemen: wij zijn niet de gemeente van herkomst",
        uitleg="Schrijf waarom. De melding gaat verder bij de gemeente van melding. Haar termijn liep door.",
        gevolgen=(MELDING_TERUG,),
    ),
    naar="afgehandeld",
)
# Tot de overname loopt de termijn van de inwoner bij de melding: dan eindigt intrekken er geen.
INTREKKEN_VOOR_OVERNAME = replace(INTREKKEN, gevolgen=(MELDING_TERUG,))
TERUGGEHAALD = Overgang(
    code=opvang_overdracht.TERUGGEHAALD,
    actie=Actie.VASTLEGGEN,
    van=OPEN,
    naar=INGETROKKEN.code,
    door=Partij.PORTAAL,
    titel="Teruggehaald door de gemeente van melding",
    uitleg="Zij gaat zelf verder met de melding. U hoeft niets meer te doen.",
)

MAILBOX = Mailbox(
    code="mo-screening-overdracht",
    titel="Overdracht screening",
    omschrijving="Uit de screening blijkt dat een andere gemeente de gemeente van herkomst is.",
    zoekwoorden=(
        "overdracht",
        "screening",
        "gemeente van herkomst",
        "opvang",
        "overdragen",
        "doorgeven",
        "andere gemeente",
    ),
    groep=Groep.OPVANG,
    regios=("noord-midden-limburg",),
    afzenders=(Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.CONSULENT,)),),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=OpAntwoord(regel="gemeente-van-herkomst", veld="gemeente_herkomst", rol="gemeente van herkomst"),
    verbanden=(
        Verband(
            code="melding",
            titel="De melding maatschappelijke opvang",
            mailboxen=("mo-melding",),
            soort=Verbandsoort.MOET,
            open=True,
            bij=("overdracht",),
            meenemen=MEE,
        ),
    ),
    verwijzingen=(
        Verwijzing(
            als=En(Ingevuld("melding"), Niet(Of(*(Is("verband.melding.toestand", code) for code in OVER_TE_DRAGEN)))),
            tekst="Deze melding is nu niet over te dragen. Ging er al een overdracht weg? Trek die dan eerst in, of kies bij de melding "
            "'Overdracht stoppen'. Is de screening nog niet vastgelegd, doe dat dan eerst.",
            bron=VOORSTEL,
            veld="melding",
        ),
    ),
    levensloop=basisloop(
        OVERNEMEN,
        NIET_OVERNEMEN,
        # Pas na de overname: anders is de aanvraag van twee gemeenten.
        *opvang.onderzoek_en_besluit(OVERGENOMEN.code, namens_inwoner=False, aanvraag_van=()),
        INTREKKEN_VOOR_OVERNAME,
        TERUGGEHAALD,
        *(stap for stap in opvang.intrekking(OVERGENOMEN) if stap.code == "intrekking-toegang"),
        intrekbaar=False,
        gesprek_blijft=True,
        termijnstappen=TERMIJNSTAPPEN,
        toestanden=(OVERGENOMEN, *opvang.TOESTANDEN),
    ),
    bij_indienen=(StapOpVerband(verband="melding", stap=opvang_overdracht.VERSTUURD.code, bron=opvang.STAP_2),),
    overdracht=Overdracht(aanvaard=OVERNEMEN.code, afzender_leest=True),
    termijnen=opvang.termijnen(begint=OpDatum("gemeld_op"), namens_inwoner=False),
    dubbel="Er loopt al een overdracht voor deze inwoner.",
    dubbel_ook=("mo-melding", "gia-besluit"),
    bewaring=opvang.BEWARING,
    bronnen=(opvang.STAP_2, opvang.STAP_3, opvang.STAP_4),
    bevestiging="De gemeente van herkomst neemt de melding over, onderzoekt en besluit; of zij schrijft waarom niet. Tot dan blijft de "
    "melding bij u. Daarna ziet u alleen nog de status, en kunt u elkaar bij dit bericht blijven schrijven.",
)
