"""Overdracht dossier: na een nieuwe melding gaat de burger in een andere gemeente wonen (werkwijze A).

Bronnen: Handboek §4 A.4 tot en met A.12: het ondertekende onderzoeksverslag is de instemming met de overdracht (A.4, A.6) en
de aanvraag bij de ontvangende gemeente (A.8); meldformulier en aangeleverde documenten gaan mee, PGB-formulieren naar keuze
(A.8); in het verslag staat niet op welk artikel het besluit steunt (A.4); de ontvangende gemeente vergewist zich in zeven
werkdagen van vier punten, in plaats van zes weken onderzoek (A.10); zij registreert de aanvraag, sluit de melding en noemt in
de beschikking het verslag en de grondslag (A.11); bezwaar loopt via haar (A.12). D.4: ook als de burger op een plaats wachtte.
Wmo 2.3.5 lid 2: beschikking in twee weken na de aanvraag.

Voorstellen, die in geen bron staan:
- de zeven werkdagen en de twee weken tellen vanaf de ontvangst in het portaal;
- alle stukken van de melding gaan mee; wie er een weglaat, schrijft waarom; notities van een team gaan nooit mee;
- is het onderzoek niet compleet, dan vraagt de gemeente aan de latende gemeente, of onderzoekt zij zelf in zes weken vanaf
  die stap (A.10 zegt dat de zes weken anders opnieuw gaan lopen); een aanvraag kan pas na dat onderzoek (Wmo 2.3.2 lid 9), dus
  de beschikkingstermijn van het overgedragen verslag vervalt en begint opnieuw bij de aanvraag erna (Wmo 2.3.5 lid 2);
- wil de burger na het aanvaarden niet verder, of is hij overleden, dan trekt de consulent de aanvraag in, met een brief;
- een ingangsdatum die al voorbij of ver weg is, en een oude handtekening, worden aangenomen; beide gemeenten lezen het;
- aanvaarden, niet aanvaarden en terughalen: zie `mailboxes/overdracht.py`, en `mailboxes/in_overdracht.py` voor de latende gemeente.
De twee weken voor het ondertekende verslag terug (A.6) lopen bij de melding, waar de latende gemeente ze bewaakt; draagt deze
gemeente verder over, dan lopen zij hier opnieuw.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from portal.domain.bijlagen import SCAN, BijlageEis, Eis, Handtekening
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import TaakGedaan
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verband, Verwijzing
from portal.domain.overdracht import Meesturen, Overdracht
from portal.domain.partij import Partij
from portal.domain.routering import OpAntwoord
from portal.domain.termijn import BijAankomst, BijOvergang, Eenheid, Karakter, OpDatum, Termijn
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import Eerder, En, Feiten, Ingevuld, Is, Niet
from portal.forms import (
    ANDERE_AANBIEDER,
    CLIENTVELDEN,
    JA,
    NEE,
    DatumVeld,
    GemeenteVeld,
    JaNeeVeld,
    LangeTekstVeld,
    PlaatsingVeld,
    StukkenVeld,
    TekstVeld,
    VerbandVeld,
    VinkVeld,
)
from portal.mailboxes import in_overdracht, indicatie, intrekken, overdracht, vergewissen, waarschuwingen, wmo
from portal.mailboxes.getekend import GetekendFormulier

A_4: Final = Bron(plaats="Handboek §4 A.4")
A_6: Final = Bron(plaats="Handboek §4 A.6")
NAAR_A_6: Final = Bron(plaats="naar Handboek §4 A.6", voorstel=True)
A_8: Final = Bron(plaats="Handboek §4 A.8")
A_10: Final = Bron(plaats="Handboek §4 A.10")
A_11: Final = Bron(plaats="Handboek §4 A.11")
VOORSTEL: Final = Bron(plaats="", voorstel=True)

IN_HANDEN: Final = ("aanvaard", *(toestand.code for toestand in vergewissen.TOESTANDEN))
BIJ_MELDING: Final = Ingevuld("melding")
TERUG: Final = (in_overdracht.bij("melding", in_overdracht.NIET_AANVAARD),)
VERDER: Final = overdracht.verder(
    "overdracht-dossier", van=IN_HANDEN, bron=A_8, taak="dossier", tekenen=in_overdracht.TEKENEN
)
IN_DOSSIER: Final = Is("verslag_in_dossier", JA)


class Formulier(GetekendFormulier):
    """De vragen van de overdracht van een dossier."""

    versie = 1
    secties = (
        ("De melding en haar stukken", ("melding", "stukken")),
        ("Cliënt", CLIENTVELDEN),
        ("De ontvangende gemeente", ("gemeente", "aanbieder", "aanbieder_naam", "afspraken", "ingangsdatum")),
        (
            "Het onderzoeksverslag",
            ("verslag_op", "geen_artikel", "handtekening", "ondertekend_op", "gezien_door", "verslag_in_dossier"),
        ),
    )

    melding = VerbandVeld(
        "Bij welke melding hoort dit dossier?",
        hint="Kies de melding die uw team heeft onderzocht, of het dossier dat uw team eerder aanvaardde. Laat leeg als het niet via "
        "het portaal kwam.",
        verplicht=False,
    )
    stukken = StukkenVeld(
        "Welke stukken gaan mee?",
        hint="Alles gaat mee, tenzij u een stuk uitvinkt en opschrijft waarom. Interne notities gaan nooit mee.",
        verplicht=False,
        toon_als=BIJ_MELDING,
        alleen_als="Alleen als u een melding koos.",
    )
    gemeente = GemeenteVeld(
        "Naar welke gemeente gaat het dossier?",
        hint="De gemeente waar de locatie staat. Een gemeente buiten de regio krijgt het dossier buiten het portaal.",
        leeg="Kies de gemeente die het dossier krijgt.",
    )
    aanbieder = PlaatsingVeld(
        "Bij welke aanbieder komt de burger?",
        hint="Dit heeft u vooraf met de andere gemeente besproken.",
        weigert=True,
    )
    aanbieder_naam = TekstVeld(
        "Hoe heet die aanbieder?",
        hint="De naam van de organisatie en de plaats.",
        toon_als=Is("aanbieder", ANDERE_AANBIEDER),
        alleen_als="Alleen als de aanbieder niet in de lijst staat.",
        leeg="Vul de naam van de aanbieder in.",
    )
    afspraken = LangeTekstVeld(
        "Wat heeft u met de andere gemeente afgesproken?",
        hint="Over de aanbieder, het arrangement en de groep, en met wie. Dit is de schriftelijke bevestiging.",
        leeg="Schrijf op wat u heeft afgesproken.",
    )
    ingangsdatum = DatumVeld(
        "Op welke datum gaat de zorg daar in?",
        hint="Laat leeg als dat nog niet is afgesproken.",
        verplicht=False,
    )
    verslag_op = DatumVeld(
        "Op welke dag is het onderzoeksverslag aan de burger verstuurd?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul in op welke dag het verslag is verstuurd.",
    )
    geen_artikel = VinkVeld(
        "Het verslag noemt geen wetsartikel",
        hint="De ontvangende gemeente kiest zelf op welke grondslag zij besluit.",
        leeg="Kijk het verslag na en vink dit aan. Noemt het een wetsartikel? Pas het verslag dan eerst aan.",
    )
    handtekening = JaNeeVeld(
        "Heeft de burger het onderzoeksverslag ondertekend?",
        hint="Met zijn handtekening stemt hij in met de overdracht aan deze gemeente.",
        leeg="Kies of de burger het verslag heeft ondertekend.",
    )
    verslag_in_dossier = JaNeeVeld(
        "Zit het ondertekende verslag bij de stukken die meegaan?",
        hint="Zo niet, voeg het dan hieronder toe.",
        toon_als=BIJ_MELDING,
        alleen_als="Alleen als u een melding koos.",
        leeg="Kies of het ondertekende verslag bij de stukken zit.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Niemand tekent een verslag voordat het is verstuurd."""
        if Eerder("ondertekend_op", "verslag_op").geldt(feiten):
            yield Fout(
                veld="ondertekend_op",
                tekst="Deze dag ligt voor de dag waarop het verslag is verstuurd. Controleer beide datums.",
            )


MAILBOX = Mailbox(
    code="overdracht-dossier",
    titel="Overdracht dossier",
    omschrijving="Na een nieuwe melding gaat de burger in een andere gemeente van de regio beschermd wonen.",
    zoekwoorden=("overdracht", "dossier", "overdragen", "andere gemeente", "verhuizing", "nieuwe melding"),
    groep=Groep.GEMEENTEN,
    regios=("groningen",),
    afzenders=(overdracht.CONSULENT,),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=OpAntwoord(regel="ontvangende-gemeente", veld="gemeente", rol="ontvangende gemeente", voorstellen=False),
    levensloop=overdracht.loop(
        *vergewissen.STAPPEN,
        replace(VERDER, naar=in_overdracht.IN_OVERDRACHT.code),
        *in_overdracht.stappen("aanvaard"),
        *intrekken.stappen(*IN_HANDEN, in_overdracht.IN_OVERDRACHT),
        aanvaard=(in_overdracht.bij("melding", in_overdracht.AANVAARD),),
        niet_aanvaard=TERUG,
        teruggehaald=TERUG,
        toestanden=(*vergewissen.TOESTANDEN, *in_overdracht.TOESTANDEN),
        termijnstappen=TERMIJNSTAPPEN,
    ),
    verbanden=(
        Verband(
            code="melding",
            titel="De melding of het dossier",
            mailboxen=("melding-beschermd-wonen", "overdracht-dossier"),
            bij=("in_overdracht",),
            meenemen=CLIENTVELDEN,
        ),
    ),
    bij_indienen=(
        in_overdracht.bij("melding", in_overdracht.MET_BERICHT),
        TaakGedaan(verband="melding", taken=("afspraken", "dossier"), bron=A_8),
    ),
    meesturen=Meesturen(verband="melding", veld="stukken", bron=A_8),
    overdracht=Overdracht(aanvaard="aanvaarden", termijnen=("vergewischeck", "ingangsdatum")),
    verwijzingen=(
        Verwijzing(
            als=Is("handtekening", NEE),
            tekst="Zonder handtekening van de burger mag het dossier niet naar een andere gemeente. Laat hem eerst tekenen.",
            bron=A_6,
            veld="handtekening",
        ),
        Verwijzing(
            als=En(IN_DOSSIER, Niet(Ingevuld("dossier.bestanden"))),
            tekst="Er gaat geen bestand uit het dossier mee. Vink het ondertekende verslag aan, of kies 'Nee' en voeg het toe.",
            bron=A_8,
            veld="verslag_in_dossier",
        ),
        Verwijzing(
            als=Eerder("ondertekend_op", "verband.melding.verslag-verstuurd"),
            tekst="Deze dag ligt voor de dag waarop het verslag is verstuurd. Kijk bij de melding welke dag dat was.",
            bron=VOORSTEL,
            veld="ondertekend_op",
        ),
        *in_overdracht.niet_te_sturen("melding"),
        *overdracht.oude_handtekening("melding", bron=A_6),
    ),
    bijlagen=(
        BijlageEis(
            code="verslag",
            titel="Ondertekend onderzoeksverslag",
            hint="Met motivering, conclusie en advies, en met de handtekening.",
            bron=A_8,
            eis=Eis.MAG,
            als=Niet(IN_DOSSIER),
            verplicht_als=Niet(IN_DOSSIER),
            handtekening=Handtekening(datum="ondertekend_op", gezien_door="gezien_door"),
            soorten=SCAN,
        ),
        BijlageEis(
            code="meldformulier",
            titel="Meldformulier",
            hint="Alleen als de melding niet via het portaal kwam.",
            bron=A_8,
            eis=Eis.MAG,
            als=Niet(BIJ_MELDING),
            verplicht_als=Niet(BIJ_MELDING),
        ),
        BijlageEis(code="documenten", titel="Andere documenten van het dossier", bron=A_8, eis=Eis.MAG, aantal=10),
        BijlageEis(code="pgb", titel="PGB-formulieren", bron=A_8, eis=Eis.MAG, aantal=5),
    ),
    termijnen=(
        Termijn(
            code="vergewischeck",
            titel="Vergewischeck",
            aantal=7,
            eenheid=Eenheid.WERKDAG,
            begint=BijAankomst(),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=A_10,
            eindigt=("vergewischeck", "zelf-onderzoeken", "niet-aanvaarden"),
            vervalt=in_overdracht.KLAAR,
            waarschuwingen=waarschuwingen.KORT_VAN_HET_TEAM,
        ),
        wmo.beschikking(begint=BijAankomst(), vervalt=("zelf-onderzoeken", *in_overdracht.KLAAR)),
        replace(
            wmo.beschikking(begint=BijOvergang("aanvraag-na-onderzoek")),
            code="beschikking-na-onderzoek",
            vervalt=in_overdracht.KLAAR,
        ),
        replace(
            wmo.onderzoek(
                titel="Eigen onderzoek",
                bron=Bron(plaats="Wmo 2.3.2 lid 1 en Handboek §4 A.10"),
                eindigt=("aanvraag-na-onderzoek",),
            ),
            begint=BijOvergang("zelf-onderzoeken"),
            vervalt=("zonder-aanvraag", *in_overdracht.KLAAR),
        ),
        Termijn(
            code="ingangsdatum",
            titel="Ingangsdatum van de zorg",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            karakter=Karakter.MIJLPAAL,
            begint=OpDatum("ingangsdatum"),
            eigenaar=Partij.AANBIEDER,
            bron=overdracht.ALGEMEEN,
        ),
    ),
    verstreken=indicatie.bij_een_andere_gemeente("ingangsdatum", naam="ingangsdatum", bron=NAAR_A_6),
    dubbel="Er loopt al een overdracht van deze cliënt. Kijk of dit dezelfde is.",
    dubbel_ook=("melding-beschermd-wonen",),
    bewaring=wmo.DOSSIER,
    bronnen=(A_4, A_6, A_8, A_10, A_11, Bron(plaats="Handboek §4 A.12 en D.4"), Bron(plaats="Wmo 2.3.5 lid 2")),
    bevestiging="De andere gemeente controleert het dossier binnen zeven werkdagen en besluit. Tot zij het aanvaardt, kunt u het "
    "terughalen. Daarna ziet u alleen de status en wat u samen heeft afgesproken. U kunt elkaar dan bij dit bericht blijven schrijven.",
)
