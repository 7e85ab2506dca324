"""Hoe een gemeente van herkomst onderzoekt en besluit over maatschappelijke opvang; voor elke mailbox van de opvang.

Bronnen: Werkproces MO stap 3 en 4: de consulent van de gemeente van herkomst onderzoekt en stuurt het onderzoeksverslag, met de
hoogte van de eigen bijdrage, ter tekening aan de inwoner; is het getekend terug, dan volgen de beschikking (met de gemeentecode
van de gemeente van herkomst) en binnen vijf werkdagen het iWmo 301-bericht. De opdrachtnemer int de eigen bijdrage, het CAK
krijgt niets. Verder Wmo 2.3.2 lid 1 (onderzoek binnen zes weken) en lid 2 (persoonlijk plan binnen zeven dagen) en 2.3.5 lid 2 (beschikking binnen twee weken).

Voorstellen, die in geen bron staan:
- de vijf werkdagen voor het 301-bericht tellen vanaf de dag waarop het getekende verslag binnenkwam (stap 4b noemt geen begin);
- komt er geen getekend verslag, dan sluit de consulent af en neemt contact op met de inwoner;
- is er na zes weken geen verslag, dan kan de inwoner toch een aanvraag doen (Wmo 2.3.2 lid 9): wie de melding stuurde, stuurt
  haar mee, of de gemeente legt haar vast; de beschikking en het 301-bericht tellen vanaf die dag;
- wie de melding stuurde, kan alleen vragen om haar in te trekken, zoals in Handboek §4: geen daad van hem beëindigt een termijn
  van de inwoner; de gemeente kan ook zelf stoppen, bijvoorbeeld als de inwoner is vertrokken of overleden;
- wie besluit, zegt van welke gemeente: een van die waarvoor het team werkt; van wat de melding ervan zegt, is niets zeker (stap 2);
- de waarschuwingen bij de termijnen;
- wie geen adres heeft, wordt zonder adres gemeld, en wiens burgerservicenummer nog niet bekend is, zonder dat nummer: wordt opvang
  toegekend, dan zoekt de backoffice het op voor het 301-bericht (naar Wmo 5.2.9);
- heeft het team ook een besluit acute opvang over de inwoner, dan waarschuwt het 301-bericht daarvoor: wat daar geheim moet blijven,
  geldt ook hier (iWmo OP003).
Met welk product en aan wie het 301-bericht gaat, zeggen de gegevens van de regio (`opvang_301`).
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import OPEN, besluit, stap
from portal.domain.bron import Bron
from portal.domain.gevolg import EerstKijken, Taak
from portal.domain.levensloop import Fase, Overgang, Tekst, Toestand
from portal.domain.mailbox import Bewaring
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import Begin, BijAankomst, BijOvergang, Eenheid, Termijn
from portal.forms import BSN_ONBEKEND, BerichtFormulier, EigenGemeenteVeld
from portal.mailboxes import intrekken_vragen, persoonlijk_plan, taken, waarschuwingen, wmo, zonder_verslag

# Waarmee iemand in gewone woorden een melding zoekt.
# fmt: off
ZOEKWOORDEN: Final = (
    "opvang", "dakloos", "daklozen", "maatschappelijke opvang", "onderdak", "screening", "1e opvang", "zwerver",
    "zwerft", "straat", "slaapplek", "slapen", "bed", "nachtopvang", "geen huis", "huisuitzetting", "uitgezet",
    "uit huis gezet", "passant", "buiten slapen", "onderkomen", "thuisloos", "bankslaper", "crisisopvang",
    "aanmelden", "aanmelding", "slaapt", "auto", "uithuisgezet", "ontruimd",
    "ontruiming", "huis kwijt",
)
# fmt: on

STAP_1: Final = Bron(plaats="Werkproces MO stap 1")
STAP_2: Final = Bron(plaats="Werkproces MO stap 2")
STAP_3: Final = Bron(plaats="Werkproces MO stap 3")
STAP_4: Final = Bron(plaats="Werkproces MO stap 4")
GIA: Final = Bron(plaats="Werkproces MO, geweld in afhankelijkheidsrelaties")

ONDERZOEK: Final = Toestand("onderzoek", "In onderzoek", Fase.BIJ_TEAM)
VERSLAG_UIT: Final = Toestand("verslag_uit", "Verslag ter ondertekening", Fase.BIJ_TEAM)
AANVRAAG: Final = Toestand("aanvraag", "Aanvraag ontvangen", Fase.BIJ_TEAM)
TOESTANDEN: Final = (ONDERZOEK, VERSLAG_UIT, AANVRAAG)


class Herkomst(BerichtFormulier):
    """Van welke gemeente het besluit is, zoals de screening haar vond (Werkproces MO stap 2 en 'Gebruik gemeentecode')."""

    versie = 1
    secties = (("De gemeente van herkomst", ("gemeente_herkomst",)),)

    gemeente_herkomst = EigenGemeenteVeld(
        "Wat is de gemeente van herkomst?",
        hint="Zoals de screening haar vond, ook als in de melding een andere staat. Haar code komt op de beschikking en het "
        "301-bericht. Staat zij er niet bij? Dan besluit een ander team.",
        leeg="Kies de gemeente van herkomst.",
    )


BEWARING: Final = Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="Wmo 5.3.4"))
BESCHIKKING: Final = replace(
    taken.papieren_beschikking("Stuur de beschikking aan de inwoner"),
    bron=Bron(plaats="Werkproces MO stap 4a"),
    uitleg="Maatwerkvoorziening maatschappelijke opvang, met de hoogte van de eigen bijdrage. Gebruik de gemeentecode van de "
    "gemeente van herkomst, ook als een andere gemeente het werk doet. De code staat bij deze taak in het bericht.",
    gemeente="gemeente_herkomst",
)
AFWIJZING: Final = replace(
    BESCHIKKING,
    titel="Stuur de afwijzende beschikking aan de inwoner",
    uitleg="Gebruik de gemeentecode van de gemeente van herkomst, ook als een andere gemeente het werk doet. De code staat bij deze "
    "taak in het bericht.",
)
BSN_OPZOEKEN: Final = Taak(
    code="bsn-opzoeken",
    titel="Zoek het burgerservicenummer van de inwoner op",
    rol=Rol.BACKOFFICE,
    bron=Bron(plaats="naar Wmo 5.2.9", voorstel=True),
    uitleg="Het was niet bekend toen de inwoner zich meldde. Zonder dat nummer kan het iWmo 301-bericht niet weg.",
    als=BSN_ONBEKEND,
)
TOEWIJZING_301: Final = Taak(
    code="301-toewijzing",
    titel="Stuur het iWmo 301-bericht (toewijzing) aan de opdrachtnemer",
    rol=Rol.BACKOFFICE,
    bron=Bron(plaats="Werkproces MO stap 4b"),
    uitleg="{opvang_301} Met de gemeentecode van de gemeente van herkomst. De code staat bij deze taak in het bericht, en ook welke "
    "opdrachtnemer het is, als het bericht dat zegt. Anders staat hij in het onderzoeksverslag. Zegt een "
    "besluit acute opvang dat geheim moet blijven waar de inwoner is? Dan gaat er geen iWmo-bericht (iWmo OP003).",
    gemeente="gemeente_herkomst",
    aan="opdrachtnemer",
    na_overlijden=True,
    vervalt_als=taken.NIET_BEGONNEN,
    eerst=EerstKijken(
        mailboxen=("gia-besluit",),
        tekst="Lees of geheim moet blijven dat de inwoner in de opvang is. Is dat zo, dan gaat er geen iWmo-bericht (iWmo OP003): laat "
        "deze taak vervallen en bel de opdrachtnemer.",
    ),
)

BESLUITEN: Final = (
    replace(
        besluit(
            code="toegekend",
            titel="Toekennen: maatwerkvoorziening maatschappelijke opvang",
            van=("aanvraag",),
            uitleg="De inwoner krijgt de beschikking op papier, de opdrachtnemer een iWmo 301-bericht. Een traject duurt 3 tot hoogstens 6 "
            "maanden. Het portaal telt dat niet: wanneer het begint, staat in het 305-bericht (Werkproces MO, Bekostiging).",
            gevolgen=(BESCHIKKING, BSN_OPZOEKEN, TOEWIJZING_301),
        ),
        formulier=Herkomst,
    ),
    replace(
        besluit(
            code="afgewezen",
            titel="Afwijzen",
            van=("aanvraag",),
            uitleg="De inwoner krijgt de beschikking op papier.",
            gevolgen=(AFWIJZING,),
        ),
        formulier=Herkomst,
    ),
    besluit(
        code="zonder-aanvraag",
        titel="Afsluiten: er komt geen getekend verslag",
        van=("verslag_uit",),
        uitleg="Er volgt geen beschikking.",
        gevolgen=(
            replace(
                taken.contact_burger("Vraag waarom er geen getekend verslag komt, en zeg wat het gevolg is."),
                bron=Bron(plaats="naar Werkproces MO stap 3", voorstel=True),
            ),
        ),
    ),
)


def onderzoek_en_besluit(
    *van: str, namens_inwoner: bool = True, aanvraag_van: tuple[str, ...] = OPEN
) -> tuple[Overgang, ...]:
    """De stappen van het onderzoek tot het besluit, vanuit deze toestanden; een afzender die niet `namens_inwoner` stuurt, zet er geen.

    Een aanvraag zonder verslag kan ook vanuit `aanvraag_van` komen, dus voor het onderzoek begint.
    """
    zonder = zonder_verslag.stappen(van=tuple(dict.fromkeys((*aanvraag_van, *van, ONDERZOEK.code))))
    return (
        stap(
            code="onderzoek-begint",
            titel="Onderzoek beginnen",
            van=van,
            naar="onderzoek",
            uitleg="U bent de gemeente van herkomst, of de inwoner komt uit het buitenland. Stem af met de opdrachtnemer "
            "en, als dat nodig is, met de Participatiewet.",
        ),
        stap(
            code="verslag-verstuurd",
            titel="Verslag ter ondertekening verstuurd",
            van=("onderzoek",),
            naar="verslag_uit",
            uitleg="De inwoner tekent het onderzoeksverslag voor akkoord.",
            dag="Op welke dag is het verslag verstuurd?",
            tekst=Tekst.MOET,
            tekstlabel="Wat is uw advies, en hoe hoog is de eigen bijdrage?",
        ),
        stap(
            code="aanvraag-ontvangen",
            titel="Getekend verslag ontvangen",
            van=("verslag_uit",),
            naar="aanvraag",
            uitleg="Vanaf deze dag tellen de termijnen voor de beschikking en het 301-bericht.",
            getekend_na="verslag-verstuurd",
            dag="Op welke dag kwam het getekende verslag binnen?",
        ),
        persoonlijk_plan.ontvangen(*van, ONDERZOEK.code),
        *(stap for stap in zonder if namens_inwoner or stap.code != zonder_verslag.GESTUURD),
        *BESLUITEN,
    )


def intrekking(*van: Toestand | str) -> tuple[Overgang, ...]:
    """De stappen om in te trekken, vanuit deze toestanden en tot het besluit: de afzender vraagt, de gemeente besluit."""
    return intrekken_vragen.stappen(*van, ONDERZOEK, VERSLAG_UIT, AANVRAAG)


def termijnen(
    *,
    begint: Begin,
    eindigt: tuple[str, ...] = (),
    vervalt: tuple[str, ...] = (),
    toewijzing: tuple[str, ...] = ("taak:301-toewijzing",),
    namens_inwoner: bool = True,
    overgedragen: tuple[str, ...] = (),
) -> tuple[Termijn, ...]:
    """De termijnen van de gemeente van herkomst: plan en onderzoek tellen vanaf `begint`; het onderzoek eindigt of vervalt ook hiermee.

    Met `overgedragen` is ook een aanvraag van een andere gemeente.
    """
    einde = tuple(code for code in zonder_verslag.EINDE_ONDERZOEK if namens_inwoner or code != zonder_verslag.GESTUURD)
    gemeld = "" if isinstance(begint, BijAankomst) else "de melding van de inwoner"
    beschikking = wmo.beschikking(begint=BijOvergang("aanvraag-ontvangen"), vervalt=overgedragen)
    bericht_301 = Termijn(
        code="301",
        titel="iWmo 301-bericht",
        aantal=5,
        eenheid=Eenheid.WERKDAG,
        begint=BijOvergang("aanvraag-ontvangen"),
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=Bron(plaats="Werkproces MO stap 4b"),
        eindigt=toewijzing,
        vervalt=("afgewezen", *overgedragen),
        waarschuwingen=waarschuwingen.KORT_VAN_HET_TEAM,
    )
    return (
        replace(persoonlijk_plan.termijn(begint), begin_in_woorden=gemeld, vervalt=vervalt),
        replace(
            wmo.onderzoek(
                titel="Onderzoek en onderzoeksverslag",
                bron=Bron(plaats="Wmo 2.3.2 lid 1 en Werkproces MO stap 3"),
                eindigt=(*einde, *eindigt),
            ),
            begint=begint,
            begin_in_woorden=gemeld,
            vervalt=vervalt,
        ),
        beschikking,
        bericht_301,
        *zonder_verslag.termijnen(beschikking, namens_inwoner=namens_inwoner),
        *zonder_verslag.termijnen(bericht_301, namens_inwoner=namens_inwoner),
    )
