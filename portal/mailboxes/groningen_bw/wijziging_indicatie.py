"""Wijzigingsformulier op- of afschalen: de producten van een lopende indicatie passen niet meer.

Bronnen: Handboek §4 (proces voor aanpassing indicatie: in een wijzigingsformulier staat wat in de indicatie zou moeten worden
gewijzigd, bijvoorbeeld op- of afschalen; een nieuw product, dus Woonbegeleiding complex, Activering en participatie of
Vervoer, volgt het meldingsproces); §3 (arrangementen en bandbreedtes).

Voorstellen, die in geen bron staan:
- dit formulier is het wijzigingsformulier: het handboek geeft er geen als bijlage;
- vraagt een burger zelf om meer of minder zorg, dan legt de gemeente dat vast; welk product het wordt en vanaf wanneer, hoeft hij niet
  te weten;
- een nieuw product wordt hier niet aangenomen; de afzender gaat met zijn antwoorden verder in de melding die erbij hoort;
- de Toegang van de gemeente die de indicatie gaf krijgt het bericht; bij 'weet ik niet' die van verblijf;
- de Toegang streeft naar een besluit binnen twee weken: geen bron noemt daar een termijn voor (Wmo 2.3.5 lid 2 gaat over een
  aanvraag van de burger, 2.3.9 over heronderzoek zonder termijn), dus is het een verwachting en nooit te laat;
- een ingangsdag of indicatie die al voorbij is, wordt aangenomen; beide kanten lezen het;
- de wijziging verandert de einddatum van de indicatie niet en plant geen herindicatie.
"""

from collections.abc import Iterable

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verwijzing
from portal.domain.partij import Partij
from portal.domain.termijn import BijAankomst, Eenheid, Karakter, Termijn
from portal.domain.termijnstappen import VERBETERINGEN
from portal.domain.voorwaarde import En, Feiten, Is, Niet, Of, Voorwaarde
from portal.forms import (
    CLIENTVELDEN,
    INDICATIEVELDEN,
    TOEWIJZINGVELDEN,
    ClientFormulier,
    DatumVeld,
    IndicatieFormulier,
    LangeTekstVeld,
    ProductenVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import indicatie, onderzoek, taken, waarschuwingen, wie, wmo

NAAR_HANDBOEK = Bron(plaats="naar Handboek §4", voorstel=True)


def nieuw(product: str) -> Voorwaarde:
    """Het product is gevraagd en loopt nog niet."""
    return En(Is("gewenst", product), Niet(Is("producten", product)))


class Formulier(ClientFormulier, IndicatieFormulier, ToewijzingFormulier):
    """De vragen van het wijzigingsformulier."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("De lopende indicatie", (*INDICATIEVELDEN, *TOEWIJZINGVELDEN)),
        ("De wijziging", ("gewenst", "vanaf", "waarom")),
    )
    burger_mag = ("toewijzingnummer", "gewenst", "vanaf")

    gewenst = ProductenVeld(
        "Welke producten moeten het worden?",
        hint="Kruis alles aan wat er na de wijziging loopt, ook wat hetzelfde blijft.",
        leeg="Kies minstens één product.",
    )
    vanaf = DatumVeld("Vanaf welke dag?", hint="De eerste dag, bijvoorbeeld 31-12-2026.", leeg="Vul de eerste dag in.")
    waarom = LangeTekstVeld(
        "Waarom moet de indicatie worden gewijzigd?",
        hint="Wat is er veranderd voor de burger?",
        leeg="Schrijf op waarom de indicatie moet worden gewijzigd.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Er verandert iets, en vervoer is er alleen bij activering en participatie (Handboek §3)."""
        gewenst = set(feiten.get("gewenst", ()))
        blijft = gewenst & set(feiten.get("producten", ()))  # wat nieuw is, hoort in een ander bericht
        if {"vervoer", "vervoer-rolstoel"} & blijft and "activering-participatie" not in gewenst:
            yield Fout(
                veld="gewenst",
                tekst="Vervoer kan alleen samen met activering en participatie. Kruis dat ook aan, of haal vervoer weg.",
            )
        if feiten.get("gewenst") == feiten.get("producten", ()):
            yield Fout(veld="gewenst", tekst="Dit zijn de producten die nu lopen. Kruis aan wat het moet worden.")


AKKOORD = besluit(
    code="akkoord",
    titel="Akkoord: de indicatie wordt gewijzigd",
    uitleg="De burger krijgt de beschikking op papier, de aanbieder een iWmo 301-bericht.",
    gevolgen=(
        taken.papieren_beschikking("Stuur de gewijzigde beschikking aan de burger"),
        taken.wijziging_301(),
    ),
)
AFGEWEZEN = besluit(
    code="afgewezen",
    titel="Afwijzen",
    uitleg="De indicatie blijft zoals zij is.",
    gevolgen=(taken.papieren_beschikking("Stuur de afwijzende beschikking aan de burger"),),
)

MAILBOX = Mailbox(
    code="wijziging-indicatie",
    titel="Wijzigingsformulier op- of afschalen",
    omschrijving="Een cliënt heeft meer of minder zorg nodig dan in de lopende indicatie staat.",
    zoekwoorden=(
        "opschalen",
        "afschalen",
        "ophogen",
        "meer uren",
        "minder uren",
        "wijziging indicatie",
        "bandbreedte",
        "extra uren",
        "te weinig uren",
        "zwaardere zorg",
        "lichtere zorg",
        "meer begeleiding",
        "minder begeleiding",
        "meer zorg",
        "minder zorg",
        "op schalen",
        "af schalen",
        "thuis plus",
    ),
    groep=Groep.INDICATIE,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.GEMEENTE_VAN_INDICATIE,
    levensloop=basisloop(AKKOORD, AFGEWEZEN, intrekbaar=True, termijnstappen=VERBETERINGEN),
    bijlagen=(
        BijlageEis(
            code="onderbouwing",
            titel="Onderbouwing van de wijziging",
            hint="Als die er is, bijvoorbeeld een evaluatie.",
            bron=NAAR_HANDBOEK,
            eis=Eis.MAG,
        ),
    ),
    termijnen=(
        Termijn(
            code="besluit",
            titel="Besluit over de wijziging",
            aantal=2,
            eenheid=Eenheid.WEEK,
            karakter=Karakter.VERWACHTING,
            begint=BijAankomst(),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=NAAR_HANDBOEK,
            eindigt=("akkoord", "afgewezen"),
            waarschuwingen=waarschuwingen.BIJ_EEN_VOORSTEL,
        ),
    ),
    geen_termijn="Het handboek noemt geen termijn voor dit besluit.",
    verwijzingen=(
        Verwijzing(
            als=Of(nieuw("activering-participatie"), nieuw("vervoer"), nieuw("vervoer-rolstoel")),
            tekst="Activering en participatie en Vervoer zijn een nieuwe voorziening. Meld die apart.",
            bron=onderzoek.AANPASSING,
            mailbox="melding-activering-vervoer",
            veld="gewenst",
        ),
        Verwijzing(
            als=nieuw("woonbegeleiding-complex"),
            tekst="Woonbegeleiding complex is een nieuwe voorziening. Meld die apart.",
            bron=onderzoek.AANPASSING,
            mailbox="melding-woonbegeleiding-complex",
            veld="gewenst",
        ),
    ),
    verstreken=(
        *indicatie.bij_wijziging("vanaf", titel="De wijziging zou al zijn ingegaan", bron=NAAR_HANDBOEK),
        indicatie.voor_de_gevraagde_periode("vanaf", titel="De indicatie eindigt voordat de wijziging ingaat"),
    ),
    dubbel="Er loopt al een wijziging voor deze cliënt. Kijk of dit daarbij hoort.",
    bewaring=wmo.DOSSIER,
    bronnen=(onderzoek.AANPASSING, Bron(plaats="Handboek §3")),
    bevestiging="De Toegang besluit over de wijziging. Bij akkoord krijgt u een iWmo 301-bericht en de burger een beschikking.",
)
