"""Melding maatschappelijke opvang: een inwoner zoekt opvang en meldt zich bij een opdrachtnemer of bij een gemeente.

Bronnen: Werkproces MO stap 1 en voetnoot 7 (de opdrachtnemer kijkt eerst of 1e opvang nodig is en zet de melding dezelfde
werkdag, of de eerste werkdag na het weekend, door naar de gemeente van melding; is vrijwel zeker dat de gemeente van herkomst
een andere is, dan rechtstreeks daarheen); stap 1 (de gemeente van melding screent; 1e opvang is een algemene voorziening,
zonder beschikking; ook andere ondersteuning wordt vastgelegd); stap 2 (overdracht aan de gemeente van herkomst, zie
`opvang_overdracht.py`);
'Bekostiging' (alleen Moveoo en het Leger des Heils); voetnoot 1 en 2 (Gennep, Bergen). Onderzoek en besluit: `opvang.py`.

Voorstellen, die in geen bron staan:
- 'dezelfde werkdag, of de eerste werkdag na het weekend' lezen wij zo: wie zich op een werkdag meldt, ook op vrijdag, wordt die dag
  doorgezet; wie zich in het weekend meldt, de eerste werkdag erna; en op een feestdag ook (het werkproces noemt alleen het weekend);
- ligt de gemeente van herkomst buiten de regio, dan houdt de gemeente van melding het bericht en is de overdracht een taak
  buiten het portaal; de melding vraagt welke gemeente het is;
- komt de inwoner uit het buitenland, dan is er geen gemeente om aan over te dragen: de gemeente van melding onderzoekt zelf;
- het onderzoek van zes weken telt vanaf de dag van melding, ook na een overdracht (Wmo 2.3.2 lid 1 noemt de melding);
- de screening heeft drie uitkomsten, en elke kan naar overdracht, onderzoek of afsluiten leiden; afsluiten zonder onderzoek zegt of er
  1e opvang is gegeven.
"""

from collections.abc import Iterable
from dataclasses import replace

from portal.domain.basisloop import IN_HANDEN, OPEN, basisloop, besluit, stap
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.levensloop import Overgang, Tekst
from portal.domain.mailbox import Afzender, Clientblok, Groep, Mailbox, Verwijzing
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import BUITEN_DE_REGIO, BUITENLAND, WEET_IK_NIET, Keuze, OpAntwoord, buiten_regio
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import INDIENEN, Eenheid, OpDatum, Termijn
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import En, Feiten, Gelijk, Is, Niet, Of
from portal.forms import (
    INWONERVELDEN,
    JA,
    DatumVeld,
    GemeenteVeld,
    InwonerFormulier,
    JaNeeVeld,
    KeuzeVeld,
    LangeTekstVeld,
    TekstVeld,
)
from portal.mailboxes import intrekken_vragen, opvang, opvang_overdracht
from portal.mailboxes.opvang_overdracht import SCREENING_KLAAR, STAPPEN

HERKOMST_NIET_HIER = Of(Is("gemeente_herkomst", BUITEN_DE_REGIO), Is("gemeente_herkomst", BUITENLAND))
HERKOMST_ELDERS = Niet(Gelijk("gemeente_melding", "gemeente_herkomst"))


class Formulier(InwonerFormulier):
    """De vragen van de melding maatschappelijke opvang."""

    versie = 2
    secties = (
        ("Inwoner", INWONERVELDEN),
        ("De melding", ("gemeld_op", "gemeente_melding", "eerste_opvang", "reden")),
        ("Waar de inwoner vandaan komt", ("gemeente_herkomst", "gemeente_herkomst_naam", "zekerheid", "toelichting")),
    )

    gemeld_op = DatumVeld(
        "Op welke dag meldde de inwoner zich?",
        hint="Bijvoorbeeld 31-12-2026. Op een werkdag, ook op vrijdag: zet de melding die dag door. In het weekend of op een feestdag: de "
        "eerste werkdag erna.",
        verleden=True,
        leeg="Vul de dag in waarop de inwoner zich meldde.",
    )
    gemeente_melding = GemeenteVeld(
        "In welke gemeente meldde de inwoner zich?",
        hint="De gemeente van melding doet de screening.",
        buiten=True,
        leeg="Kies de gemeente van melding.",
    )
    eerste_opvang = JaNeeVeld(
        "Is 1e opvang nodig?",
        hint="Wat u er nu van ziet. De gemeente screent en beslist.",
        leeg="Kies of 1e opvang nodig is.",
    )
    reden = LangeTekstVeld(
        "Waarom heeft de inwoner opvang nodig?",
        hint="Bijvoorbeeld waar hij nu slaapt en wat er is gebeurd.",
        leeg="Schrijf op waarom de inwoner opvang nodig heeft.",
    )
    gemeente_herkomst = GemeenteVeld(
        "Wat is de gemeente van herkomst?",
        hint="De gemeente die de regie krijgt en besluit. Anders blijkt het uit de screening.",
        weet_ik_niet=True,
        buiten=True,
        buitenland=True,
        leeg="Kies de gemeente van herkomst.",
    )
    gemeente_herkomst_naam = TekstVeld(
        "Welke gemeente, of welk land?",
        hint="Naar die gemeente gaat de overdracht. Komt de inwoner uit het buitenland? Noem ook de laatste gemeente in Nederland, als die er is.",
        toon_als=HERKOMST_NIET_HIER,
        alleen_als="Alleen als de inwoner van buiten de regio of uit het buitenland komt.",
        leeg="Vul in uit welke gemeente of uit welk land de inwoner komt.",
    )
    zekerheid = KeuzeVeld(
        "Hoe zeker is de gemeente van herkomst?",
        keuzes=(("vrijwel_zeker", "Vrijwel zeker"), ("onzeker", "Niet zeker")),
        uitleg={
            "vrijwel_zeker": "Is het een andere gemeente dan die van melding, dan gaat de melding van een opdrachtnemer er rechtstreeks heen.",
            "onzeker": "De melding gaat naar de gemeente van melding.",
        },
        leeg="Kies hoe zeker de gemeente van herkomst is.",
    )
    toelichting = LangeTekstVeld(
        "Wat wilt u nog meegeven?", hint="Bijvoorbeeld waaruit de gemeente van herkomst blijkt.", verplicht=False
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Van wie niet bekend is waar hij vandaan komt, is dat ook niet zeker."""
        if En(Is("gemeente_herkomst", WEET_IK_NIET), Is("zekerheid", "vrijwel_zeker")).geldt(feiten):
            yield Fout(
                veld="zekerheid",
                tekst="U koos dat u de gemeente van herkomst niet weet. Kies dan 'Niet zeker', of kies hierboven de gemeente.",
            )


def _gescreend(code: str, titel: str, uitleg: str, *, tekst: Tekst = Tekst.MAG) -> Overgang:
    """Een uitkomst van de screening door de gemeente van melding (stap 1)."""
    return stap(
        code=code,
        titel=titel,
        van=IN_HANDEN,
        naar="screening_klaar",
        uitleg=uitleg,
        tekst=tekst,
        tekstlabel="Welke ondersteuning?" if tekst is Tekst.MOET else "Toelichting voor de afzender",
    )


GEEN_OPVANG = replace(
    besluit(
        code="geen-opvang",
        titel="Afsluiten: geen opvang",
        van=("screening_klaar",),
        uitleg="Er komt geen onderzoek. De afzender leest waarom en wat er wel gebeurt. Kreeg de inwoner wel 1e opvang? Kies dan dat.",
    ),
    naar="afgehandeld",
)
# Dat hij 1e opvang kreeg, blijft genoteerd, ook als er verder niets komt (stap 1).
ALLEEN_EERSTE_OPVANG = replace(
    GEEN_OPVANG,
    code="eerste-opvang-gegeven",
    titel="Afsluiten: 1e opvang gegeven, geen onderzoek",
    uitleg="Bijvoorbeeld omdat de inwoner na de 1e opvang is vertrokken. Leg ook in uw eigen systeem vast dat hij 1e opvang kreeg. De "
    "afzender leest waarom er geen onderzoek komt.",
)
DOORZETTEN = Termijn(
    code="doorzetten",
    titel="Melding doorzetten aan de gemeente",
    aantal=0,  # dezelfde werkdag, of de eerste erna
    eenheid=Eenheid.WERKDAG,
    begint=OpDatum("gemeld_op"),
    begin_in_woorden="de melding van de inwoner",
    eigenaar=Partij.AFZENDER,
    bron=opvang.STAP_1,
    # alleen de opdrachtnemer zet door, en alleen als er opvang nodig is
    als=En(Is("afzender.soort", "organisatie"), Is("eerste_opvang", JA)),
    eindigt=(INDIENEN,),
)

NAAR_MELDING = OpAntwoord(regel="gemeente-van-melding", veld="gemeente_melding", rol="gemeente van melding")
MAILBOX = Mailbox(
    code="mo-melding",
    titel="Melding maatschappelijke opvang",
    omschrijving="Een inwoner zoekt opvang, of dreigt zijn plek te verliezen.",
    zoekwoorden=opvang.ZOEKWOORDEN,
    groep=Groep.OPVANG,
    regios=("noord-midden-limburg",),
    afzenders=(
        Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,), register="opdrachtnemers-mo"),
        Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.FRONTOFFICE, Rol.CONSULENT), voor_burger=True),
    ),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    # Alleen de opdrachtnemer zet rechtstreeks door; wie zich bij een gemeente meldt, screent zij zelf (stap 1 en voetnoot 7).
    routering=Keuze(
        als=Is("afzender.soort", "team"),
        dan=NAAR_MELDING,
        anders=Keuze(
            als=En(Is("zekerheid", "vrijwel_zeker"), HERKOMST_ELDERS),
            dan=OpAntwoord(
                regel="gemeente-van-herkomst",
                veld="gemeente_herkomst",
                rol="gemeente van herkomst",
                onbekend="gemeente_melding",
                buiten="gemeente_melding",
                reserve="gemeente van melding",
            ),
            anders=NAAR_MELDING,
        ),
    ),
    verwijzingen=(
        # Ook als de gemeente van herkomst vrijwel zeker is: wie zich buiten de regio meldt, hoort bij die gemeente.
        Verwijzing(
            als=buiten_regio("gemeente_melding"),
            tekst="Deze gemeente hoort niet bij de regio.",
            bron=Bron(plaats="Werkproces MO, voetnoot 1"),
            veld="gemeente_melding",
            met_regio=True,
        ),
    ),
    levensloop=opvang_overdracht.met_terughalen(
        basisloop(
            _gescreend(
                "eerste-opvang",
                "Screening: 1e opvang nodig",
                "1e opvang is een algemene voorziening: er komt geen beschikking. Leg het vast in uw eigen systeem.",
            ),
            _gescreend(
                "andere-ondersteuning",
                "Screening: geen 1e opvang, wel andere ondersteuning",
                "Bijvoorbeeld verblijf in het eigen netwerk. Leg het vast in uw eigen systeem.",
                tekst=Tekst.MOET,
            ),
            _gescreend(
                "geen-eerste-opvang",
                "Screening: 1e opvang niet nodig",
                "Leg het vast in uw eigen systeem.",
            ),
            *opvang.onderzoek_en_besluit(SCREENING_KLAAR.code, aanvraag_van=(*OPEN, *opvang_overdracht.ONDERWEG)),
            *STAPPEN,
            GEEN_OPVANG,
            ALLEEN_EERSTE_OPVANG,
            *opvang.intrekking(*OPEN, SCREENING_KLAAR, *opvang_overdracht.TOESTANDEN),
            intrekbaar=False,
            termijnstappen=TERMIJNSTAPPEN,
            toestanden=(SCREENING_KLAAR, *opvang_overdracht.TOESTANDEN, *opvang.TOESTANDEN, intrekken_vragen.GEVRAAGD),
        )
    ),
    termijnen=(
        DOORZETTEN,
        *opvang.termijnen(
            begint=OpDatum("gemeld_op"),
            eindigt=("geen-opvang", "eerste-opvang-gegeven"),
            vervalt=(*opvang_overdracht.OVERGENOMEN_MET, "taak:overdracht-buiten"),
            overgedragen=opvang_overdracht.OVERGENOMEN_MET,
        ),
    ),
    dubbel="Er loopt al een melding maatschappelijke opvang voor deze inwoner.",
    dubbel_ook=("mo-screening-overdracht", "gia-besluit"),
    bewaring=opvang.BEWARING,
    bronnen=(opvang.STAP_1, opvang.STAP_2, opvang.STAP_3, opvang.STAP_4),
    bevestiging="De gemeente van melding screent of 1e opvang nodig is. De gemeente van herkomst onderzoekt en besluit. "
    "De inwoner kan de gemeente in de eerste zeven dagen na zijn melding een persoonlijk plan geven: wijs hem daarop.",
)
