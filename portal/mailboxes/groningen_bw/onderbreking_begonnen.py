"""Onderbreking begonnen vastleggen: de Toegang noteert de stopdatum uit een 307-bericht, zodat de drie maanden lopen.

Bronnen: Handboek §5.4 (tijdelijke onderbreking): de aanbieder meldt de onderbreking met een iWmo 307-bericht (code 20) en de
hervatting met een 305-bericht; hoogstens drie maanden, en bij hoge uitzondering langer; daarna trekt de gemeente de
indicatie in. §4: telefoontjes verwerkt de frontoffice, als die er is; daarom legt de backoffice dit niet vast.

Voorstellen, die in geen bron staan:
- de Toegang van de gemeente die de indicatie gaf krijgt het bericht (zij trekt haar in); bij 'weet ik niet' die van verblijf;
- dat de Toegang de stopdatum in het portaal vastlegt: het portaal leest nog geen iWmo-berichten;
- de waarschuwingen na 8, 10 en 12 weken, aan de Toegang;
- vraagt de aanbieder verlenging, dan gaat het daar verder en stopt deze klok;
- intrekken gaat nooit vanzelf: een mens besluit, pas na de drie maanden, en het portaal waarschuwt;
- het 301-bericht volgt ook als de einddatum van de indicatie al is geweest, want §5.4 noemt geen uitzondering (te bevestigen door
  de regio); een beschikking volgt dan niet, en de toewijzing in het register houdt haar einddatum.
"""

from dataclasses import replace

from portal.domain.basisloop import BIJ_TEAM, basisloop, besluit, stap
from portal.domain.levensloop import Actie, Overgang
from portal.domain.mailbox import Afzender, Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.domain.termijnstappen import VERBETERINGEN
from portal.forms import (
    CLIENTVELDEN,
    INDICATIEVELDEN,
    TOEWIJZINGVELDEN,
    AanbiederVeld,
    ClientFormulier,
    DatumVeld,
    IndicatieFormulier,
    KeuzeVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import onderbreking, taken, wie, wmo


class Formulier(ClientFormulier, IndicatieFormulier, ToewijzingFormulier):
    """De vragen over een onderbreking die in een 307-bericht staat."""

    versie = 2
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De lopende indicatie", ("aanbieder", *INDICATIEVELDEN, *TOEWIJZINGVELDEN)),
        ("De onderbreking", ("stopdatum", "grond")),
    )

    aanbieder = AanbiederVeld(
        "Welke aanbieder meldde de onderbreking?",
        hint="De aanbieder krijgt dit bericht niet.",
        leeg="Kies welke aanbieder de onderbreking meldde.",
    )
    stopdatum = DatumVeld(
        "Op welke dag is de zorg gestopt?",
        hint="De stopdatum in het iWmo 307-bericht met code 20, bijvoorbeeld 31-12-2026. Belde de aanbieder? Vraag hem dat bericht ook te sturen.",
        verleden=True,
        leeg="Vul in op welke dag de zorg is gestopt.",
    )
    grond = KeuzeVeld("Waarom ligt de zorg stil?", keuzes=onderbreking.GRONDEN, leeg="Kies waarom de zorg stilligt.")


HERVAT = stap(
    code="hervat",
    titel="De zorg is hervat",
    uitleg="De aanbieder heeft een iWmo 305-bericht met de nieuwe startdatum gestuurd.",
    van=BIJ_TEAM,
    naar="afgehandeld",
)
VERLENGING = stap(
    code="verlenging-gevraagd",
    titel="De aanbieder vraagt verlenging",
    uitleg="Deze klok stopt. De drie maanden lopen verder bij het verzoek van de aanbieder.",
    van=BIJ_TEAM,
    naar="afgehandeld",
)
VERDER = Overgang(
    code=onderbreking.VERDER,
    actie=Actie.VASTLEGGEN,
    van=BIJ_TEAM,
    naar="afgehandeld",
    door=Partij.PORTAAL,
    titel="Verder bij het verzoek van de aanbieder",
    uitleg="Op het verzoek om verlenging is besloten. Deze klok stopt.",
)
INGETROKKEN = replace(
    besluit(
        code="indicatie-ingetrokken",
        titel="De indicatie wordt ingetrokken",
        uitleg=onderbreking.UITLEG_INTREKKING,
        van=BIJ_TEAM,
        gevolgen=onderbreking.INTREKKING,
    ),
    pas_na=onderbreking.KLOK,
)

MAILBOX = Mailbox(
    code=onderbreking.VASTGELEGD,
    titel="Onderbreking begonnen vastleggen",
    omschrijving="Een aanbieder meldde met een iWmo 307-bericht, of belde, dat de zorg tijdelijk stilligt. U laat de drie maanden lopen.",
    zoekwoorden=(
        "onderbreking",
        "307",
        "stopdatum",
        "tijdelijk beëindigd",
        "ziekenhuis",
        "kliniek",
        "detentie",
        "gevangenis",
        "opgenomen",
        "opname",
        "ziekenhuisopname",
        "psychiatrie",
        "opgepakt",
        "vastzitten",
        "gearresteerd",
        "tijdelijk weg",
        "zit vast",
    ),
    groep=Groep.WIJZIGING,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.FRONTOFFICE, Rol.CONSULENT), voor_zichzelf=True),),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    levensloop=basisloop(HERVAT, VERLENGING, VERDER, INGETROKKEN, intrekbaar=True, termijnstappen=VERBETERINGEN),
    termijnen=(
        onderbreking.drie_maanden("hervat", "indicatie-ingetrokken", vervalt=("verlenging-gevraagd", VERDER.code)),
    ),
    dubbel="Er loopt al een onderbreking van deze cliënt. Kijk of dit dezelfde is.",
    bewaring=wmo.DOSSIER,
    bronnen=(taken.PARAGRAAF_5_4,),
    bevestiging="De Toegang krijgt na 8, 10 en 12 weken een herinnering. Leg vast als de zorg is hervat.",
)
