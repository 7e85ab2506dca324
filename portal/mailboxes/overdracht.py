"""Wat elke overdracht tussen gemeenten deelt: aanvaarden of niet, terughalen, en wat de aanbieder over de inschrijving moet weten.

Bronnen: Handboek §4 (algemeen: de inschrijfdatum in de nieuwe gemeente is de ingangsdatum van de zorg daar). Voorstellen: de
ontvangende gemeente aanvaardt met een eigen stap; tot dan kan de latende gemeente terughalen, en daarna ziet die alleen de
status en de datums die samen zijn afgesproken; een overdracht wordt niet doorgestuurd, want de burger stemde alleen met deze
gemeente in; wie niet aanvaardt, schrijft waarom. De twee gemeenten schrijven elkaar bij de overdracht, ook na het besluit en als
alles klaar is: de ontvangende gemeente kan dan nog iets willen weten, bijvoorbeeld bij een bezwaar (§4 A.12). Verhuist de burger
intussen nog eens, dan draagt de ontvangende gemeente na het aanvaarden zelf verder over, met een nieuwe handtekening: de vorige gold
niet voor die gemeente. Dat geldt ook als de eerste gemeente niet aanvaardt, of de latende het terughaalt, en het dossier daarna
naar een andere gaat; naar dezelfde gemeente geldt de handtekening nog.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import BIJ_TEAM, OPEN, basisloop, besluit, stap
from portal.domain.bron import Bron
from portal.domain.gevolg import Gevolg, NieuwBericht, Taak
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Tekst, Toestand
from portal.domain.mailbox import Afzender, Verwijzing
from portal.domain.overdracht import VORIGE_GEMEENTEN, VORIGE_TOT
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.domain.voorwaarde import Eerder, En, Gelijk, Ingevuld, Niet
from portal.mailboxes import verhuizing

ALGEMEEN: Final = Bron(plaats="Handboek §4, algemeen")
CONSULENT: Final = Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.CONSULENT,))
AANVAARD: Final = Toestand("aanvaard", "Aanvaard", Fase.BIJ_TEAM)
VERDER: Final = "verder-overgedragen"
TERUGGEHAALD: Final = Toestand("teruggehaald", "Teruggehaald", Fase.KLAAR)

# De vragen van het verzoek overdracht toewijzing, en hoe zij bij de overdracht heten (Handboek §4 B.8).
NAAR_WISSELING: Final = NieuwBericht(
    mailbox="overdracht-wisseling",
    velden=(
        ("nieuwe_gemeente", "gemeente"),
        ("nieuwe_aanbieder", "nieuwe_aanbieder"),
        ("nieuwe_aanbieder_naam", "nieuwe_aanbieder_naam"),
        ("overgangsdatum", "verhuisdatum"),
    ),
    bron=Bron(plaats="Handboek §4 B.8"),
)
AANVAARDEN: Final = stap(
    code="aanvaarden",
    titel="Overdracht aanvaarden",
    van=BIJ_TEAM,
    naar=AANVAARD.code,
    uitleg="Vanaf nu is het dossier van uw gemeente. De andere gemeente kan niet meer terughalen en ziet alleen nog de status "
    "en wat samen is afgesproken.",
    tekstlabel="Toelichting voor de andere gemeente",
)
# De taken die om de overdracht vroegen, zijn gedaan toen zij wegging: deze taak zegt dat de burger weer bij deze gemeente is.
WEER_BIJ_ONS: Final = Taak(
    code="weer-bij-ons",
    titel="Bespreek met de burger hoe het verder gaat",
    rol=Rol.CONSULENT,
    team=Partij.AFZENDER,
    bron=Bron(plaats="naar Handboek §4 A.3 en B.4", voorstel=True),
    uitleg="De andere gemeente heeft het dossier niet. Bij het bericht waar de overdracht bij hoort, staat wat uw team nu doet.",
)
NIET_AANVAARDEN: Final = replace(
    besluit(
        code="niet-aanvaarden",
        titel="Niet aanvaarden: terug naar de andere gemeente",
        van=BIJ_TEAM,
        uitleg="Het dossier blijft bij de andere gemeente. Die leest waarom, en krijgt de taak het met de burger te bespreken.",
        gevolgen=(WEER_BIJ_ONS,),
    ),
    naar="afgehandeld",
    tekstlabel="Waarom neemt uw gemeente dit niet over?",
)
TERUGHALEN: Final = Overgang(
    code="terughalen",
    actie=Actie.TERUGHALEN,
    van=OPEN,
    naar=TERUGGEHAALD.code,
    door=Partij.AFZENDER,
    titel="Terughalen",
    uitleg="De andere kant kan het daarna niet meer openen. Uw eigen kopie blijft. Dit kan tot het is aanvaard.",
    tekst=Tekst.MOET,
    tekstlabel="Waarom haalt u dit terug?",
    gevolgen=(WEER_BIJ_ONS,),
)


def loop(
    *stappen: Overgang,
    aanvaard: tuple[Gevolg, ...] = (),
    niet_aanvaard: tuple[Gevolg, ...] = (),
    teruggehaald: tuple[Gevolg, ...] = (),
    toestanden: tuple[Toestand, ...] = (),
    termijnstappen: tuple[Overgang, ...] = (),
) -> Levensloop:
    """De levensloop van een overdracht, met de eigen stappen na het aanvaarden, en wat er dan of anders bij de latende gebeurt."""
    return basisloop(
        replace(AANVAARDEN, gevolgen=(*AANVAARDEN.gevolgen, *aanvaard)),
        replace(NIET_AANVAARDEN, gevolgen=(*NIET_AANVAARDEN.gevolgen, *niet_aanvaard)),
        replace(TERUGHALEN, gevolgen=(*TERUGHALEN.gevolgen, *teruggehaald)),
        *stappen,
        intrekbaar=False,
        zonder=("doorsturen",),
        termijnstappen=termijnstappen,
        gesprek_blijft=True,
        toestanden=(AANVAARD, *toestanden, TERUGGEHAALD),
    )


def verder(mailbox: str, *, van: tuple[str, ...], bron: Bron, taak: str, tekenen: tuple[Taak, ...]) -> Overgang:
    """De burger gaat toch in nog een andere gemeente wonen: deze gemeente sluit af en draagt het dossier zelf over.

    `tekenen` zijn de taken waarmee de burger voor die gemeente tekent.
    """
    return besluit(
        code=VERDER,
        titel="Verder overdragen: de burger gaat in nog een andere gemeente wonen",
        van=van,
        uitleg="Uw gemeente besluit niet. De burger tekent eerst voor de overdracht aan die gemeente.",
        gevolgen=(
            *verhuizing.naar_andere_gemeente(taak, bron=bron, tekenen=tekenen),
            NieuwBericht(mailbox=mailbox, velden=(), bron=bron),
        ),
    )


def oude_handtekening(verband: str, *, bron: Bron) -> tuple[Verwijzing, Verwijzing]:
    """De burger tekent voor een gemeente: wat hij voor de vorige tekende, geldt niet voor de volgende."""
    return (
        Verwijzing(
            als=Eerder("ondertekend_op", f"verband.{verband}.{VERDER}"),
            tekst="De burger tekende voordat uw gemeente besloot om verder over te dragen. Die handtekening gold voor uw gemeente. Laat "
            "hem opnieuw tekenen, voor deze gemeente.",
            bron=bron,
            veld="ondertekend_op",
        ),
        voor_de_vorige(
            verband,
            gemeente="gemeente",
            dag="ondertekend_op",
            bron=bron,
            tekst="De burger tekende toen dit nog naar een andere gemeente zou gaan. Die handtekening gold voor die gemeente. Laat hem "
            "opnieuw tekenen, voor deze gemeente.",
        ),
    )


def voor_de_vorige(verband: str, *, gemeente: str, dag: str, bron: Bron, tekst: str) -> Verwijzing:
    """Het ging eerder naar een andere gemeente, en wat de burger op deze `dag` zei, was toen dat nog liep."""
    vorige = f"verband.{verband}.{VORIGE_GEMEENTEN}"
    return Verwijzing(
        als=En(Ingevuld(vorige), Niet(Gelijk(gemeente, vorige)), Eerder(dag, f"verband.{verband}.{VORIGE_TOT}")),
        tekst=tekst,
        bron=bron,
        veld=dag,
    )


def inschrijving(*na: str) -> Taak:
    """De aanbieder zorgt dat de burger zich op de goede dag inschrijft (Handboek §4, algemeen)."""
    return Taak(
        code="inschrijving",
        titel="Wijs de aanbieder op de inschrijfdatum",
        rol=Rol.CONSULENT,
        bron=ALGEMEEN,
        uitleg="De aanbieder zorgt dat de burger zich inschrijft op de dag waarop de zorg ingaat. Die twee dagen zijn gelijk.",
        na=na,
    )
