"""Overdracht bij wisseling: een burger met een lopende indicatie gaat naar een andere gemeente en aanbieder (werkwijze B).

Bronnen: Handboek §4 B.4 (de gemeenten spreken de aanbieder en de verhuisdatum af), B.5 en B.6 (verkort verslag, ondertekend
terug bij de latende gemeente), B.7 (beëindigingsbeschikking), B.8 (wijzigingsformulier zorgaanbieder, eventueel een kort
gespreksverslag, de oorspronkelijke toekenningsbeschikking en het onderzoeksverslag van de lopende indicatie) en B.9 (de
ontvangende gemeente zorgt dat de backoffice dit krijgt; die stuurt de toekenningsbeschikking en archiveert); §4 C.2 (ook bij
een andere locatie van dezelfde aanbieder in een andere gemeente); §5.7 (301-berichten, CAK; de datum van de latende kant leidt).

Voorstellen, die in geen bron staan:
- zonder handtekening van de burger onder het verkort verslag gaat er niets naar de andere gemeente;
- de ontvangende gemeente reageert naar verwachting in drie werkdagen (naar §4 A.3);
- wanneer de 301-berichten gaan: eerst de beëindiging bij de latende gemeente, dan de toekenning bij de ontvangende;
- de overdracht gaat pas weg als bij het verzoek is besloten en de taken van B.6 en B.7 zijn gedaan: zij komen voor B.8;
- het CAK hoort het van de latende gemeente, als taak bij het verzoek; de ontvangende gaat dat na;
- gaat de wisseling na het aanvaarden toch niet door, dan sluit ook de ontvangende gemeente af, en herstelt wat al was verstuurd;
- een verhuisdatum die al voorbij of ver weg is, en een oude handtekening, worden aangenomen; beide gemeenten lezen het;
- aanvaarden, niet aanvaarden en terughalen: zie `mailboxes/overdracht.py`.
"""

from collections.abc import Iterable
from typing import Final

from portal.domain.basisloop import besluit
from portal.domain.bijlagen import SCAN, BijlageEis, Eis, Handtekening
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import Taak, TaakGedaan
from portal.domain.mailbox import Clientblok, Groep, Mailbox, Verband, Verwijzing
from portal.domain.overdracht import Meesturen, Overdracht
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpAntwoord
from portal.domain.termijn import BijAankomst, BijTaak, Eenheid, Karakter, OpDatum, Termijn
from portal.domain.voorwaarde import Eerder, En, Feiten, Ingevuld, Is, Niet, Of
from portal.forms import (
    ANDERE_AANBIEDER,
    CLIENTVELDEN,
    NEE,
    TOEWIJZINGVELDEN,
    DatumVeld,
    GemeenteVeld,
    JaNeeVeld,
    PlaatsingVeld,
    StukkenVeld,
    TekstVeld,
    ToewijzingFormulier,
    VerbandVeld,
)
from portal.mailboxes import in_overdracht, indicatie, niet_door, overdracht, taken, verhuizing, waarschuwingen, wmo
from portal.mailboxes.getekend import GetekendFormulier

B_4: Final = Bron(plaats="Handboek §4 B.4")
B_6: Final = Bron(plaats="naar Handboek §4 B.6", voorstel=True)
B_8: Final = Bron(plaats="Handboek §4 B.8")
B_9: Final = Bron(plaats="Handboek §4 B.9")
BESLOTEN: Final = Is("verband.verzoek.taak.overdracht", "open")
NIET_BESLOTEN: Final = En(Ingevuld("verzoek"), Niet(BESLOTEN))
VOORAF: Final = ("verslag-ondertekend", "beschikking", "301-intrekking")
NOG_OPEN: Final = En(BESLOTEN, Of(*(Is(f"verband.verzoek.taak.{taak}", "open") for taak in VOORAF)))
VOLGORDE: Final = (
    ("ondertekend_op", "afgestemd_op", "de gemeenten dit hebben afgestemd"),
    ("beeindigd_op", "ondertekend_op", "de burger tekende"),
)


class Formulier(GetekendFormulier, ToewijzingFormulier):
    """De vragen van de overdracht bij een wisseling."""

    versie = 1
    secties = (
        ("Het verzoek en zijn stukken", ("verzoek", "stukken")),
        ("Cliënt", CLIENTVELDEN),
        (
            "Wat is afgesproken",
            ("gemeente", "afgestemd_met", "afgestemd_op", "nieuwe_aanbieder", "nieuwe_aanbieder_naam", "verhuisdatum"),
        ),
        ("De lopende toewijzing", TOEWIJZINGVELDEN),
        ("Het verkort verslag", ("handtekening", "ondertekend_op", "gezien_door", "beeindigd_op")),
    )

    verzoek = VerbandVeld(
        "Bij welk verzoek hoort deze overdracht?",
        hint="Het verzoek overdracht toewijzing waarop uw team besloot. Laat leeg als het niet via het portaal kwam.",
        verplicht=False,
    )
    stukken = StukkenVeld(
        "Welke stukken gaan mee?",
        hint="Alles gaat mee, tenzij u een stuk uitvinkt en opschrijft waarom. Interne notities gaan nooit mee.",
        verplicht=False,
        toon_als=Ingevuld("verzoek"),
        alleen_als="Alleen als u een verzoek koos.",
    )
    gemeente = GemeenteVeld(
        "Naar welke gemeente verhuist de burger?",
        hint="Een gemeente buiten de regio krijgt de stukken buiten het portaal.",
        leeg="Kies de gemeente waar de burger naartoe verhuist.",
    )
    afgestemd_met = TekstVeld(
        "Met wie bij die gemeente is dit afgestemd?", hint="Naam en functie.", leeg="Vul in met wie dit is afgestemd."
    )
    afgestemd_op = DatumVeld(
        "Wanneer is dit afgestemd?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul in wanneer dit is afgestemd.",
    )
    nieuwe_aanbieder = PlaatsingVeld(
        "Naar welke aanbieder gaat de burger?",
        hint="Kies de aanbieder met het contract, niet de onderaannemer.",
        leeg="Kies de nieuwe aanbieder.",
    )
    nieuwe_aanbieder_naam = TekstVeld(
        "Hoe heet die aanbieder?",
        hint="De naam van de organisatie en de plaats.",
        toon_als=Is("nieuwe_aanbieder", ANDERE_AANBIEDER),
        alleen_als="Alleen als de aanbieder niet in de lijst staat.",
        leeg="Vul de naam van de nieuwe aanbieder in.",
    )
    verhuisdatum = DatumVeld(
        "Verhuisdatum",
        hint="Zoals beide gemeenten hebben afgesproken. Op deze dag gaat de zorg daar in en schrijft de burger zich in.",
        leeg="Vul de verhuisdatum in die u samen heeft afgesproken.",
    )
    handtekening = JaNeeVeld(
        "Heeft de burger het verkort verslag ondertekend?",
        hint="De burger stuurt het ondertekend terug naar uw gemeente.",
        leeg="Kies of de burger het verkort verslag heeft ondertekend.",
    )
    beeindigd_op = DatumVeld(
        "Op welke dag waren de beëindigingsbeschikking en de 301-intrekking verstuurd?",
        hint="Die gaan voor: pas daarna besluit de andere gemeente.",
        verleden=True,
        leeg="Vul in op welke dag beide waren verstuurd. Is dat nog niet gebeurd? Doe dat dan eerst.",
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Eerst stemmen de gemeenten af, dan tekent de burger, en dan eindigt de indicatie (Handboek §4 B.4 tot en met B.7)."""
        for veld, eerder, wat in VOLGORDE:
            if Eerder(veld, eerder).geldt(feiten):
                yield Fout(veld=veld, tekst=f"Deze dag ligt voor de dag waarop {wat}. Controleer beide datums.")


OVERGENOMEN = besluit(
    code="overgenomen",
    titel="Overnemen: de stukken gaan naar de backoffice",
    van=("aanvaard",),
    uitleg="De backoffice stuurt de toekenningsbeschikking en de 301-toewijzing, en archiveert het dossier.",
    gevolgen=(
        Taak(
            code="beeindiging",
            titel="Ga na dat de latende gemeente de indicatie heeft beëindigd",
            rol=Rol.CONSULENT,
            bron=Bron(plaats="Handboek §4 B.7"),
            uitleg="De beëindigingsbeschikking en de 301-intrekking gaan voor. Vul de dag in waarop u het weet.",
            na_overlijden=True,
            vanaf=taken.VERHUIZING,
        ),
        Taak(
            code="backoffice",
            titel="Geef de stukken aan de backoffice",
            rol=Rol.CONSULENT,
            bron=B_9,
            na=("beeindiging",),
        ),
        taken.papieren_beschikking("Stuur de toekenningsbeschikking aan de burger", na=("backoffice",)),
        taken.toewijzing_301("beschikking", begint=BijTaak("beeindiging"), vanaf=taken.VERHUIZING),
        Taak(
            code="melding-cak",
            titel="Ga na dat het CAK de wijziging heeft",
            rol=Rol.BACKOFFICE,
            bron=taken.PARAGRAAF_5_7,
            uitleg="De latende gemeente geeft de wijziging door.",
            na=("301-toewijzing",),
            na_overlijden=True,
            vanaf=taken.VERHUIZING,
        ),
        Taak(
            code="archief",
            titel="Archiveer het dossier",
            rol=Rol.BACKOFFICE,
            bron=B_9,
            na=("melding-cak",),
            na_overlijden=True,
        ),
        overdracht.inschrijving(),
    ),
)

MAILBOX = Mailbox(
    code="overdracht-wisseling",
    titel="Overdracht bij wisseling",
    omschrijving="Een burger met een indicatie verhuist naar een andere gemeente in de regio en wisselt van aanbieder.",
    zoekwoorden=("overdracht", "wisseling", "verhuizing", "andere gemeente", "lopende indicatie", "verkort verslag"),
    groep=Groep.GEMEENTEN,
    regios=("groningen",),
    afzenders=(overdracht.CONSULENT,),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=OpAntwoord(regel="ontvangende-gemeente", veld="gemeente", rol="ontvangende gemeente", voorstellen=False),
    levensloop=overdracht.loop(
        OVERGENOMEN,
        *niet_door.bij_de_ontvangende(),
        overdracht.verder(
            "overdracht-wisseling", van=("aanvaard",), bron=B_8, taak="overdracht", tekenen=verhuizing.verkort_verslag()
        ),
        niet_aanvaard=(in_overdracht.bij("verzoek", niet_door.NIET_AANVAARD),),
        teruggehaald=(in_overdracht.bij("verzoek", niet_door.TERUGGEHAALD),),
    ),
    bij_indienen=(TaakGedaan(verband="verzoek", taken=("afspraken", "overdracht"), bron=B_8),),
    verbanden=(
        Verband(
            code="verzoek",
            titel="Het verzoek overdracht toewijzing, of de overdracht",
            mailboxen=("verzoek-overdracht-toewijzing", "overdracht-wisseling"),
            meenemen=(*CLIENTVELDEN, *TOEWIJZINGVELDEN),
        ),
    ),
    meesturen=Meesturen(verband="verzoek", veld="stukken", bron=Bron(plaats="Handboek §4 B.3")),
    overdracht=Overdracht(aanvaard="aanvaarden", termijnen=("reactie", "verhuisdatum")),
    verwijzingen=(
        Verwijzing(
            als=Is("handtekening", NEE),
            tekst="Zonder handtekening onder het verkort verslag gaat er niets naar de andere gemeente. Laat de burger eerst tekenen.",
            bron=B_6,
            veld="handtekening",
        ),
        Verwijzing(
            als=NIET_BESLOTEN,
            tekst="Bij dit bericht staat geen taak open om de stukken over te dragen. Besluit daar eerst dat de burger naar een andere "
            "gemeente gaat. Ging er al een overdracht weg? Haal die dan eerst terug.",
            bron=B_8,
            veld="verzoek",
        ),
        Verwijzing(
            als=NOG_OPEN,
            tekst="Bij dit verzoek staan nog taken open die voor de overdracht komen: het ondertekende verkort verslag, de "
            "beëindigingsbeschikking of de 301-intrekking. Doe die eerst.",
            bron=Bron(plaats="Handboek §4 B.6 en B.7"),
            veld="verzoek",
        ),
        *overdracht.oude_handtekening("verzoek", bron=B_6),
    ),
    bijlagen=(
        BijlageEis(code="wijzigingsformulier", titel="Wijzigingsformulier zorgaanbieder", bron=B_8),
        BijlageEis(code="toekenningsbeschikking", titel="Oorspronkelijke toekenningsbeschikking", bron=B_8),
        BijlageEis(code="onderzoeksverslag", titel="Onderzoeksverslag van de lopende indicatie", bron=B_8),
        BijlageEis(code="gespreksverslag", titel="Kort gespreksverslag", bron=B_8, eis=Eis.MAG),
        BijlageEis(
            code="verkort-verslag",
            titel="Verkort verslag, door de burger ondertekend",
            bron=B_6,
            eis=Eis.MAG,
            handtekening=Handtekening(datum="ondertekend_op", gezien_door="gezien_door"),
            soorten=SCAN,
        ),
    ),
    termijnen=(
        Termijn(
            code="reactie",
            titel="Reactie van de ontvangende gemeente",
            aantal=3,
            eenheid=Eenheid.WERKDAG,
            karakter=Karakter.VERWACHTING,
            begint=BijAankomst(),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=Bron(plaats="naar Handboek §4 A.3", voorstel=True),
            eindigt=("aanvaarden", "niet-aanvaarden"),
            waarschuwingen=waarschuwingen.BIJ_EEN_VOORSTEL,
        ),
        Termijn(
            code="verhuisdatum",
            titel="Verhuisdatum",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            karakter=Karakter.MIJLPAAL,
            begint=OpDatum("verhuisdatum"),
            eigenaar=Partij.AANBIEDER,
            bron=B_4,
        ),
    ),
    geen_termijn="Het handboek noemt bij een wisseling geen termijn voor de reactie.",
    verstreken=indicatie.bij_een_andere_gemeente("verhuisdatum", naam="verhuisdatum", bron=B_6),
    dubbel="Er loopt al een overdracht van deze cliënt. Kijk of dit dezelfde is.",
    dubbel_ook=("verzoek-overdracht-toewijzing",),
    bewaring=wmo.DOSSIER,
    bronnen=(B_4, B_8, B_9, Bron(plaats="Handboek §4 B.7 en C.2"), taken.PARAGRAAF_5_7),
    bevestiging="De andere gemeente reageert naar verwachting binnen drie werkdagen; het handboek noemt geen termijn. "
    "Tot zij aanvaardt, kunt u terughalen. Daarna ziet u alleen de "
    "status en wat u samen heeft afgesproken. U kunt elkaar dan bij dit bericht blijven schrijven.",
)
