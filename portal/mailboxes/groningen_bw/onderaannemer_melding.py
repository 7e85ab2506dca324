"""Beroep op een derde (onderaannemer): een aanbieder wil een andere zorgaanbieder als onderaannemer inzetten.

Bronnen: Handboek §2.2 (alleen na schriftelijke toestemming van CMO; met het meldingsformulier van bijlage 13 en alle
bewijsmiddelen; de beoordeling kan 2 tot 4 weken in beslag nemen; een onderaannemer die met instemming al bij een andere
aanbieder werkt vraagt een eenvoudige melding; door de melding tekent de hoofdaanbieder voor hoofdelijke aansprakelijkheid; de
centrumgemeente publiceert een overzicht van toegelaten aanbieders en onderaannemers).

Voorstellen, die in geen bron staan:
- de melding gaat via dit portaal (het handboek noemt het inkoopplatform); de inkoopdocumenten gaan voor;
- wie al is toegelaten, kiest u uit het register: dan is het formulier kort en zijn er geen bijlagen nodig;
- het besluit in dit portaal is de schriftelijke toestemming; 2 tot 4 weken is een verwachting en nooit te laat;
- met de toestemming komt de onderaannemer in het register, dat elke aanbieder kan lezen; trekt CMO de toestemming in, dan gaat
  hij eruit.
"""

from dataclasses import replace

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.gevolg import LeegRegister, VulRegister
from portal.domain.levensloop import Fase, Overgang, Toestand
from portal.domain.mailbox import Bewaring, Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.routering import VastTeam
from portal.domain.teams import Teamsoort
from portal.domain.termijn import BijAankomst, Eenheid, Karakter, Termijn
from portal.domain.voorwaarde import Is, Niet
from portal.forms import (
    ANDERS,
    BerichtFormulier,
    DatumVeld,
    LangeTekstVeld,
    NummerVeld,
    ProductenVeld,
    RegisterVeld,
    TekstVeld,
    VinkVeld,
)
from portal.mailboxes import antwoord, wie

PARAGRAAF_2_2 = Bron(plaats="Handboek §2.2")
NAAR_2_2 = Bron(plaats="naar Handboek §2.2", voorstel=True)
NIEUW = Is("onderaannemer", ANDERS)
TOEGELATEN = Toestand("toegelaten", "Toegelaten", Fase.KLAAR)


class Formulier(BerichtFormulier):
    """De vragen bij een onderaannemer."""

    versie = 1
    secties = (
        ("De onderaannemer", ("onderaannemer", "naam", "kvk")),
        ("De inzet", ("producten", "vanaf", "waarom")),
        ("Uw verklaring", ("aansprakelijk",)),
    )
    in_lijst = ("onderaannemer", "naam")

    onderaannemer = RegisterVeld(
        "Wie wilt u inzetten?",
        hint="In de lijst staat wie al is toegelaten bij een aanbieder. Dan zijn er geen bijlagen nodig.",
        register="onderaannemers",
        anders="Een organisatie die niet in de lijst staat",
        leeg="Kies wie u wilt inzetten.",
    )
    naam = TekstVeld(
        "Hoe heet de organisatie?",
        hint="De naam zoals die in het handelsregister staat.",
        toon_als=NIEUW,
        alleen_als="Alleen als de organisatie niet in de lijst staat.",
        leeg="Vul de naam van de organisatie in.",
    )
    kvk = NummerVeld(
        "KvK-nummer",
        hint="8 cijfers.",
        cijfers=8,
        precies=True,
        toon_als=NIEUW,
        alleen_als="Alleen als de organisatie niet in de lijst staat.",
        leeg="Vul het KvK-nummer in.",
    )
    producten = ProductenVeld(
        "Voor welke producten?",
        hint="Kruis alles aan wat de onderaannemer gaat doen.",
        leeg="Kies minstens één product.",
        van_burger=False,
    )
    vanaf = DatumVeld(
        "Vanaf welke dag wilt u de onderaannemer inzetten?",
        hint="Dat mag pas na de toestemming.",
        leeg="Vul in vanaf welke dag.",
    )
    waarom = LangeTekstVeld(
        "Waarom is dit nodig?", hint="Noem hier geen cliënten.", leeg="Schrijf op waarom dit nodig is."
    )
    aansprakelijk = VinkVeld(
        "Wij zijn hoofdelijk aansprakelijk voor alles wat de onderaannemer doet",
        hint="Met deze melding tekent u voor de hele opdracht, ook voor het deel van de onderaannemer.",
        leeg="Kruis aan dat u hoofdelijk aansprakelijk bent. Zonder die verklaring kan het niet.",
    )


def _toegelaten(code: str, titel: str, *velden: tuple[str, str], soms: Is | Niet) -> Overgang:
    """De toestemming, met wat er dan in het register komt."""
    return replace(
        besluit(
            code=code,
            titel=titel,
            uitleg="Dit is de schriftelijke toestemming. De onderaannemer komt in het register.",
            soms=soms,
            gevolgen=(
                VulRegister(
                    register="onderaannemers", velden=(*velden, ("producten", "producten")), bron=PARAGRAAF_2_2
                ),
            ),
        ),
        naar=TOEGELATEN.code,
    )


TOESTEMMING = _toegelaten("toestemming", "Toestemming geven", ("naam", "naam"), ("kvk", "kvk"), soms=NIEUW)
TOESTEMMING_BEKEND = _toegelaten(
    "toestemming-bekend",
    "Toestemming geven: al toegelaten bij een ander",
    ("naam", "onderaannemer"),
    soms=Niet(NIEUW),
)
GEWEIGERD = antwoord.afgehandeld(
    code="geweigerd",
    titel="Toestemming weigeren",
    uitleg="De aanbieder leest waarom. Hij mag de onderaannemer niet inzetten.",
    tekstlabel="Motivering",
)
INGETROKKEN = antwoord.afgehandeld(
    code="toestemming-ingetrokken",
    titel="Toestemming intrekken",
    van=(TOEGELATEN.code,),
    uitleg="De onderaannemer gaat uit het register. De aanbieder leest waarom. Staat er een locatie van deze onderaannemer in het register, "
    "sluit die dan ook.",
    tekstlabel="Motivering",
)

MAILBOX = Mailbox(
    code="onderaannemer-melding",
    titel="Beroep op een derde (onderaannemer)",
    omschrijving="U wilt een andere zorgaanbieder als onderaannemer inzetten.",
    zoekwoorden=(
        "onderaannemer",
        "derde",
        "beroep op een derde",
        "uitbesteden",
        "bijlage 13",
        "zzp",
        "inhuren",
        "uitzendkracht",
        "ingehuurd",
    ),
    groep=Groep.CONTRACT,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="cmo", soort=Teamsoort.CMO),
    levensloop=basisloop(
        TOESTEMMING,
        TOESTEMMING_BEKEND,
        GEWEIGERD,
        replace(INGETROKKEN, gevolgen=(LeegRegister(register="onderaannemers", bron=NAAR_2_2),)),
        intrekbaar=True,
        zonder=("doorsturen",),
        toestanden=(TOEGELATEN,),
    ),
    bijlagen=(
        BijlageEis(
            code="meldingsformulier",
            titel="Meldingsformulier 'Beroep op een derde'",
            hint="Bijlage 13 van het handboek.",
            nummer=13,
            bron=PARAGRAAF_2_2,
            eis=Eis.MAG,
            als=NIEUW,
            verplicht_als=NIEUW,
        ),
        BijlageEis(
            code="bewijsmiddelen",
            titel="Bewijsmiddelen",
            hint="Alle bewijsmiddelen uit het aanmeldingsdocument.",
            bron=PARAGRAAF_2_2,
            eis=Eis.MAG,
            als=NIEUW,
            verplicht_als=NIEUW,
            aantal=20,
        ),
    ),
    termijnen=(
        Termijn(
            code="beoordeling",
            titel="De beoordeling duurt meestal 2 tot 4 weken",
            aantal=4,
            eenheid=Eenheid.WEEK,
            karakter=Karakter.VERWACHTING,
            begint=BijAankomst(),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=PARAGRAAF_2_2,
            eindigt=("toestemming", "toestemming-bekend", "geweigerd"),
        ),
    ),
    geen_termijn="Het handboek noemt een verwachting van 2 tot 4 weken, geen termijn.",
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=Bron(plaats="", voorstel=True)),
    bronnen=(PARAGRAAF_2_2,),
    bevestiging="Zet de onderaannemer pas in als CMO toestemming geeft. Dat duurt meestal 2 tot 4 weken. Met deze melding bent u "
    "hoofdelijk aansprakelijk voor de hele opdracht, ook voor het deel van de onderaannemer.",
)
