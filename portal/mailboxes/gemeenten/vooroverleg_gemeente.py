"""Vooroverleg met een andere gemeente: is er een passende plek, of past beschermd wonen wel, voordat een dossier overgaat.

Bronnen: Handboek §4 A.3: blijkt dat de burger buiten de gemeente ondersteuning wenst, dan neemt de latende gemeente direct
contact op met de consulent van de gemeente waar de locatie staat; die reageert binnen drie werkdagen. A.9: de latende
gemeente bevestigt de afspraken schriftelijk. D.2: ook bij twijfel of beschermd wonen past.

Voorstellen, die in geen bron staan:
- dat het contact via het portaal gaat;
- er gaan geen gegevens mee die naar de burger herleiden: een burgerservicenummer wordt geweigerd, want de burger heeft nog
  niet getekend;
- de drie werkdagen tellen vanaf de ontvangst, en een reactie is een uitkomst of het begin van een overleg;
- de waarschuwing aan de ontvangende gemeente, een werkdag voor de laatste dag;
- de bewaartermijn van een jaar: het dossier zelf komt met de overdracht.
"""

from dataclasses import replace

from portal.domain.basisloop import STUKKEN, basisloop, stap
from portal.domain.bron import Bron
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpAntwoord
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import BijAankomst, Eenheid, Termijn
from portal.domain.voorwaarde import Is
from portal.forms import AnoniemeTekstVeld, BerichtFormulier, GemeenteVeld, KeuzeVeld, ProductenVeld, TekstVeld
from portal.mailboxes import waarschuwingen

A_3 = Bron(plaats="Handboek §4 A.3")
A_9 = Bron(plaats="Handboek §4 A.9")
GEEN_NAMEN = "Noem geen namen, geboortedata of adressen: de burger heeft nog niet getekend."

OVERLEG = Toestand("overleg", "In overleg", Fase.BIJ_TEAM)
REACTIE = Toestand("reactie", "Reactie gegeven", Fase.BIJ_AFZENDER)
NOG_GEEN_REACTIE = ("ingediend", "geopend", "in_behandeling", "aangevuld")


class Formulier(BerichtFormulier):
    """De vragen van een vooroverleg, zonder gegevens van de burger."""

    versie = 1
    secties = (
        ("Met wie u overlegt", ("gemeente", "vraag", "locatie")),
        ("Wat de burger nodig heeft", ("producten", "groep", "behoefte", "periode")),
    )
    in_lijst = ("groep",)

    gemeente = GemeenteVeld(
        "Met welke gemeente wilt u overleggen?",
        hint="De gemeente waar de locatie staat. Haar consulent reageert binnen drie werkdagen.",
        leeg="Kies met welke gemeente u wilt overleggen.",
    )
    vraag = KeuzeVeld(
        "Wat is uw vraag?",
        keuzes=(
            ("plek", "Is er een passende plek?"),
            ("twijfel", "Past beschermd wonen bij deze burger?"),
        ),
        leeg="Kies wat u wilt vragen.",
    )
    locatie = TekstVeld(
        "Aan welke aanbieder of locatie denkt u?",
        hint="Laat leeg als u dat nog niet weet.",
        toon_als=Is("vraag", "plek"),
        alleen_als="Alleen als u vraagt of er een plek is.",
        verplicht=False,
    )
    producten = ProductenVeld(
        "Welke ondersteuning zoekt u?", hint="Kies alles wat nodig is.", leeg="Kies welke ondersteuning u zoekt."
    )
    groep = TekstVeld(
        "Om welke groep gaat het?",
        hint=f"Bijvoorbeeld: volwassene met een psychische aandoening. {GEEN_NAMEN}",
        leeg="Vul in om welke groep het gaat.",
    )
    behoefte = AnoniemeTekstVeld(
        "Wat heeft de burger nodig?", hint=GEEN_NAMEN, leeg="Schrijf op wat de burger nodig heeft."
    )
    periode = TekstVeld(
        "Vanaf wanneer en hoe lang?",
        hint="Bijvoorbeeld: vanaf 1 juni, voor een jaar.",
        leeg="Vul in vanaf wanneer en hoe lang.",
    )


def _reactie(code: str, titel: str, uitleg: str) -> Overgang:
    return replace(
        stap(code=code, titel=titel, van=(*NOG_GEEN_REACTIE, "overleg"), naar="reactie", uitleg=uitleg),
        tekst=Tekst.MOET,
        tekstlabel="Uw reactie",
    )


PASSEND = _reactie(
    "passend", "Passend: er is een plek, of beschermd wonen past", "De latende gemeente bevestigt daarna de afspraken."
)
NIET_PASSEND = _reactie(
    "niet-passend", "Niet passend", "Schrijf op waarom, en wat volgens u wel past. De latende gemeente sluit daarna af."
)
OVERLEGGEN = stap(
    code="overleggen",
    titel="Eerst overleggen",
    van=NOG_GEEN_REACTIE,
    naar="overleg",
    uitleg="U heeft gereageerd. Spreek samen af wanneer u overlegt, en leg daarna vast of het past.",
    tekst=Tekst.MOET,
    tekstlabel="Wanneer kunt u overleggen, en met wie?",
)
BEVESTIGEN = Overgang(
    code="afspraken-bevestigen",
    actie=Actie.AANVULLEN,
    van=("reactie",),
    naar="afgehandeld",
    door=Partij.AFZENDER,
    titel="Afspraken schriftelijk bevestigen",
    uitleg="Het overleg is daarmee afgerond. De andere gemeente leest wat is afgesproken. Dit kunt u niet terugdraaien.",
    tekst=Tekst.MOET,
    tekstlabel="Wat is afgesproken?",
    bijlagen=STUKKEN,
)

MAILBOX = Mailbox(
    code="vooroverleg-gemeente",
    titel="Vooroverleg met een andere gemeente",
    omschrijving="U zoekt een plek voor een burger in een andere gemeente, of twijfelt of beschermd wonen past.",
    zoekwoorden=(
        "vooroverleg",
        "andere gemeente",
        "passende plek",
        "overleg",
        "wensgemeente",
        "twijfel",
        "past het daar",
        "andere toegang",
    ),
    groep=Groep.GEMEENTEN,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.CONSULENT,)),),
    clientblok=Clientblok.ANONIEM,
    formulier=Formulier,
    routering=OpAntwoord(regel="ontvangende-gemeente", veld="gemeente", rol="ontvangende gemeente"),
    levensloop=basisloop(
        PASSEND,
        NIET_PASSEND,
        OVERLEGGEN,
        BEVESTIGEN,
        intrekbaar=True,
        toestanden=(OVERLEG, REACTIE),
    ),
    termijnen=(
        Termijn(
            code="reactie",
            titel="Reactie op het vooroverleg",
            aantal=3,
            eenheid=Eenheid.WERKDAG,
            begint=BijAankomst(),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=A_3,
            eindigt=("passend", "niet-passend", "overleggen"),
            waarschuwingen=(*waarschuwingen.KORT_VAN_HET_TEAM, *waarschuwingen.DE_AFZENDER_WACHT),
        ),
    ),
    bewaring=Bewaring(jaren=1, vanaf="ontvangst", bron=Bron(plaats="", voorstel=True)),
    bronnen=(A_3, A_9, Bron(plaats="Handboek §4 D.2")),
    bevestiging="De consulent van de andere gemeente reageert binnen drie werkdagen. U bevestigt daarna de afspraken.",
)
