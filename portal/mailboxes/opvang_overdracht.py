"""Hoe een melding maatschappelijke opvang van de gemeente van melding naar die van herkomst gaat; de andere kant is `mo_screening_overdracht`.

Bronnen: Werkproces MO stap 2 (de gegevens uit de screening gaan naar de gemeente van herkomst), stap 3 (zij stemt af met de
opdrachtnemer) en stap 4b (zij stuurt hem het 301-bericht). Daarom gaat mee welke opdrachtnemer de melding stuurde. Verder Wmo
2.3.2 lid 1 en lid 9 (het onderzoek telt vanaf de melding; na zes weken kan de inwoner een aanvraag doen) en Awb 2:3 lid 1 (wie niet
bevoegd is, stuurt onverwijld door).

Voorstellen, die in geen bron staan (over een herkomst buiten de regio: bij `mo_melding`):
- de melding blijft open bij de gemeente van melding tot de gemeente van herkomst haar overneemt; neemt zij haar niet over, dan
  gaat de melding verder bij de gemeente van melding, ook als zij op een antwoord wachtte; al die tijd loopt het onderzoek;
- er gaat één overdracht tegelijk uit; stopt de gemeente van melding ermee, of besluit zij zelf, dan is de overdracht teruggehaald en
  is er niets meer over te nemen: zo is een melding nooit van niemand en nooit van twee gemeenten;
- doet de inwoner zijn aanvraag in die tijd, dan loopt de termijn bij de gemeente van melding; neemt de ander over, dan stuurt zij de
  aanvraag door, en legt die gemeente haar vast met de dag waarop zij binnenkwam.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import VRAAG_UIT, besluit, stap
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht, StapBijVolgers, Taak
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.mailboxes import opvang

SCREENING_KLAAR = Toestand("screening_klaar", "Gescreend", Fase.BIJ_TEAM)
OVERDRACHT = Toestand("overdracht", "Overdracht aan de gemeente van herkomst", Fase.BIJ_TEAM)
UIT = Toestand("overdracht_uit", "Overdracht verstuurd aan de gemeente van herkomst", Fase.BIJ_TEAM)
TOESTANDEN: Final = (OVERDRACHT, UIT)
ONDERWEG: Final = (OVERDRACHT.code, UIT.code)
TERUGGEHAALD: Final = "overdracht-teruggehaald"
TERUGHALEN: Final = StapBijVolgers(
    mailbox="mo-screening-overdracht",
    verband="melding",
    stap=TERUGGEHAALD,
    bron=Bron(plaats="naar Werkproces MO stap 2", voorstel=True),
)
# Hiermee gaat de gemeente van melding zelf verder, of is er niets meer over te nemen.
ZELF_VERDER: Final = ("overdracht-gestopt", "intrekking-akkoord", "intrekking-toegang", "toegekend", "afgewezen")
AANVRAAG_DOORSTUREN = Taak(
    code="aanvraag-doorsturen",
    titel="Stuur de aanvraag van de inwoner door aan de gemeente van herkomst",
    rol=Rol.CONSULENT,
    bron=Bron(plaats="Awb 2:3 lid 1"),
    uitleg="Zij nam de melding over nadat de aanvraag bij u was binnengekomen. Schrijf in het gesprek bij de overdracht op welke dag dat "
    "was: vanaf die dag telt de termijn voor de beschikking. Laat de inwoner weten dat u de aanvraag doorstuurde.",
)
OVERGEDRAGEN_BUITEN = Taak(
    code="overdracht-buiten",
    titel="Draag de gegevens van de screening over aan de gemeente van herkomst",
    rol=Rol.CONSULENT,
    bron=Bron(plaats="naar Werkproces MO stap 2", voorstel=True),
    uitleg="De gemeente van herkomst doet niet mee in het portaal. Welke het is, staat in uw motivering. Stuur de gegevens op een veilige "
    "manier, ook welke opdrachtnemer de inwoner nu opvangt.",
)
AAN_HERKOMST = replace(
    stap(
        code="overdragen-aan-herkomst",
        titel="Overdragen aan de gemeente van herkomst",
        van=("screening_klaar",),
        naar=OVERDRACHT.code,
        uitleg="Uit de screening blijkt een andere gemeente van herkomst. Werkt uw team ook voor die gemeente (voetnoot 2)? Begin dan het "
        "onderzoek. Na deze stap maakt u de overdracht, met wat er al is ingevuld. Tot die gemeente haar overneemt, blijft de melding "
        "bij u en loopt de termijn door.",
        tekst=Tekst.MOET,
        tekstlabel="Motivering",
    ),
    gevolgen=(
        # met wie hij zich meldde, en nu misschien in de 1e opvang is
        NieuwBericht(
            mailbox="mo-screening-overdracht", velden=(("afzender.organisatie", "opdrachtnemer"),), bron=opvang.STAP_2
        ),
    ),
)
VERSTUURD = Overgang(
    code="overdracht-verstuurd",
    actie=Actie.VASTLEGGEN,
    van=(SCREENING_KLAAR.code, OVERDRACHT.code),
    naar=UIT.code,
    door=Partij.PORTAAL,
    titel="Overdracht verstuurd met een bericht dat hierbij hoort",
    uitleg="Tot de gemeente van herkomst de melding overneemt, blijft zij bij u.",
)
TOCH_ZELF = stap(
    code="overdracht-gestopt",
    titel="Overdracht stoppen: verder met deze melding",
    van=ONDERWEG,
    naar=SCREENING_KLAAR.code,
    uitleg="Bijvoorbeeld omdat u toch de gemeente van herkomst bent. Een overdracht die al is verstuurd, is hiermee teruggehaald.",
)
OVERGENOMEN = Overgang(
    code="herkomst-neemt-over",
    actie=Actie.VASTLEGGEN,
    van=(*ONDERWEG, VRAAG_UIT.code),
    naar="afgehandeld",
    door=Partij.PORTAAL,
    titel="Overgenomen door de gemeente van herkomst",
    uitleg="Zij onderzoekt en besluit. De termijn van het onderzoek loopt daar verder, vanaf dezelfde dag. Een aanvraag van de "
    "inwoner gaat vanaf nu naar die gemeente.",
)
AANVRAAG_OVERGENOMEN = replace(
    OVERGENOMEN,
    code="herkomst-neemt-aanvraag-over",
    van=(opvang.AANVRAAG.code,),
    titel="Met de aanvraag overgenomen door de gemeente van herkomst",
    uitleg="Zij besluit. De gemeente van melding stuurt haar de aanvraag die al was binnengekomen.",
    gevolgen=(AANVRAAG_DOORSTUREN,),
)
OVERGENOMEN_MET: Final = (OVERGENOMEN.code, AANVRAAG_OVERGENOMEN.code)
NIET_OVERGENOMEN = Overgang(
    code="herkomst-neemt-niet-over",
    actie=Actie.VASTLEGGEN,
    van=(*ONDERWEG, VRAAG_UIT.code),
    naar=SCREENING_KLAAR.code,
    door=Partij.PORTAAL,
    titel="Niet overgenomen",
    uitleg="De melding is weer bij de gemeente van melding. De termijnen liepen door. Stond er een vraag aan de afzender "
    "uit? Die vervalt.",
)
OVERGEDRAGEN = replace(
    besluit(
        code="overdragen-buiten-de-regio",
        titel="Overdragen aan een gemeente buiten de regio",
        van=("screening_klaar",),
        uitleg="De gemeente van herkomst ligt buiten de regio. U draagt de gegevens buiten het portaal over. De afzender leest welke gemeente "
        "het is.",
        gevolgen=(OVERGEDRAGEN_BUITEN,),
    ),
    tekstlabel="Aan welke gemeente draagt u over, en waaruit blijkt dat?",
)
STAPPEN = (AAN_HERKOMST, VERSTUURD, TOCH_ZELF, OVERGENOMEN, AANVRAAG_OVERGENOMEN, NIET_OVERGENOMEN, OVERGEDRAGEN)


def met_terughalen(loop: Levensloop) -> Levensloop:
    """Deze levensloop, waarin de gemeente van melding een overdracht terughaalt zodra zij zelf verdergaat."""
    return replace(
        loop,
        overgangen=tuple(
            replace(o, gevolgen=(*o.gevolgen, TERUGHALEN)) if o.code in ZELF_VERDER else o for o in loop.overgangen
        ),
    )
