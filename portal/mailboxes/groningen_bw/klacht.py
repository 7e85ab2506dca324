"""Klacht over de gemeente: een aanbieder vindt dat de gemeente hem of een burger niet goed behandelde.

Bronnen: Handboek §10 (klachtenprotocol: de klacht gaat naar de gemeente waar de melding is gedaan); Awb 9:11 (afhandelen binnen
zes weken, een keer vier weken verdagen), Awb 9:7 en 9:12 (door iemand die er niet bij betrokken was; de klager hoort de
bevindingen), uit het geheugen en nog te controleren.

Voorstellen, die in geen bron staan:
- de gemeente wordt gevraagd en nooit ingevuld: het is die van de melding, niet die waar de burger nu woont;
- de klacht gaat naar het klachtteam van die gemeente; heeft een gemeente in het portaal geen klachtteam, dan naar haar
  Toegang, die haar geeft aan wie er niet bij betrokken was;
- een klacht over een besluit is een bezwaar en hoort niet in het portaal.
"""

from dataclasses import replace

from portal.domain.basisloop import basisloop
from portal.domain.bron import Bron
from portal.domain.grond import UITSTEL_KLACHT, VERDAGING_KLACHT
from portal.domain.mailbox import Bewaring, Clientblok, Groep, Mailbox, Verwijzing
from portal.domain.partij import Partij
from portal.domain.routering import OpAntwoord
from portal.domain.teams import Teamsoort
from portal.domain.termijn import BijAankomst, Eenheid, Soort, Termijn, Verlengbaar
from portal.domain.termijnstappen import LANGER, VERBETERINGEN
from portal.domain.voorwaarde import Is
from portal.forms import JA, BerichtFormulier, DatumVeld, GemeenteVeld, JaNeeVeld, LangeTekstVeld
from portal.mailboxes import antwoord, waarschuwingen, wie

PARAGRAAF_10 = Bron(plaats="Handboek §10")
BINNEN_ZES_WEKEN = Bron(plaats="Awb 9:11", uit_geheugen=True)


class Formulier(BerichtFormulier):
    """De vragen bij een klacht."""

    versie = 1
    secties = (
        ("De gemeente", ("gemeente_melding",)),
        ("Uw klacht", ("besluit", "wat", "wanneer", "wens")),
    )
    in_lijst = ("wanneer",)

    gemeente_melding = GemeenteVeld(
        "In welke gemeente is de melding gedaan?",
        hint="Dat kan een andere gemeente zijn dan waar de burger nu woont.",
        leeg="Kies de gemeente waar de melding is gedaan.",
    )
    besluit = JaNeeVeld(
        "Gaat uw klacht over een besluit, zoals een beschikking?",
        hint="Een klacht gaat over hoe iemand is behandeld.",
        leeg="Kies of uw klacht over een besluit gaat.",
    )
    wat = LangeTekstVeld(
        "Wat is er gebeurd?",
        hint="Noem alleen namen als dat nodig is om uw klacht te begrijpen.",
        leeg="Schrijf op wat er is gebeurd.",
    )
    wanneer = DatumVeld(
        "Wanneer was dat?",
        hint="De laatste keer, bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul in wanneer het was.",
    )
    wens = LangeTekstVeld(
        "Wat wilt u dat de gemeente doet?",
        hint="Bijvoorbeeld uitleg, of een gesprek.",
        leeg="Schrijf op wat u wilt dat de gemeente doet.",
    )


AFGEHANDELD = antwoord.afgehandeld(
    code="afgehandeld",
    titel="Klacht afhandelen",
    uitleg="De klager leest wat u vond, wat u ervan vindt en wat er verandert. Dat doet iemand die er niet bij betrokken was.",
    tekstlabel="Uw bevindingen en conclusies",
)
NIET_IN_BEHANDELING = antwoord.afgehandeld(
    code="niet-in-behandeling",
    titel="Niet in behandeling nemen",
    uitleg="De klager leest waarom niet, en waar hij wel terechtkan.",
    tekstlabel="Motivering",
)

MAILBOX = Mailbox(
    code="klacht",
    titel="Klacht over de gemeente",
    omschrijving="U vindt dat de gemeente u of een burger niet goed heeft behandeld.",
    zoekwoorden=(
        "klacht",
        "klagen",
        "ontevreden",
        "bejegening",
        "niet goed behandeld",
        "boos op gemeente",
        "slecht behandeld",
        "onheus",
        "klaagt",
    ),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER,),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=OpAntwoord(
        regel="gemeente-van-melding",
        veld="gemeente_melding",
        rol="gemeente waar de melding is gedaan",
        soort=Teamsoort.KLACHTTEAM,
        anders_soort=Teamsoort.TOEGANG,
        voorstellen=False,
    ),
    levensloop=basisloop(AFGEHANDELD, NIET_IN_BEHANDELING, intrekbaar=True, termijnstappen=(*LANGER, *VERBETERINGEN)),
    termijnen=(
        Termijn(
            code="klacht",
            titel="Klacht afhandelen",
            aantal=6,
            eenheid=Eenheid.WEEK,
            soort=Soort.WETTELIJK,
            begint=BijAankomst(),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=BINNEN_ZES_WEKEN,
            eindigt=("afgehandeld", "niet-in-behandeling"),
            verlengen=(
                Verlengbaar(grond=VERDAGING_KLACHT, aantal=4, eenheid=Eenheid.WEEK),
                # De wet noemt geen grens; 12 weken per keer is een voorstel, zodat een tikfout geen jaar uitstel wordt.
                Verlengbaar(grond=UITSTEL_KLACHT, aantal=12, eenheid=Eenheid.WEEK, keer=None),
            ),
            waarschuwingen=waarschuwingen.VAN_HET_TEAM,
        ),
    ),
    verwijzingen=(
        Verwijzing(
            als=Is("besluit", JA),
            tekst="Bent u het niet eens met een besluit? Dan kan de burger bezwaar maken. Dat gaat niet via dit portaal: "
            "op de beschikking staat hoe en tot wanneer.",
            bron=replace(PARAGRAAF_10, plaats="naar Handboek §10", voorstel=True),
            veld="besluit",
        ),
    ),
    na_contract=12,
    bewaring=Bewaring(
        jaren=5, vanaf="ontvangst", bron=Bron(plaats="Selectielijst gemeenten, klachten", uit_geheugen=True)
    ),
    bronnen=(PARAGRAAF_10, BINNEN_ZES_WEKEN),
    bevestiging="De gemeente handelt uw klacht binnen zes weken af. Zij mag dat één keer vier weken verdagen en schrijft u dat dan.",
)
