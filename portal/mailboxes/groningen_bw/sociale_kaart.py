"""Sociale kaart bijwerken: de aanbieder geeft elke twee weken zijn vrije plekken en wijzigingen door, of meldt dat er geen zijn.

Bronnen: Handboek §2.4 (sociale kaart): elke twee weken bijwerken of 'geen wijzigingen' melden; wie dat niet doet, krijgt een
herinnering, twee weken later een aanmaning en twee weken daarna een melding van afkoppeling: er komen geen plaatsingen
meer. Vrije plekken zijn alleen voor de Toegang en Beleid, adressen alleen voor zorgprofessionals.

Voorstellen, die in geen bron staan:
- één bericht voor alle locaties, aan CMO, die het dus met de vrije plekken leest; de openbare kaart zelf staat buiten het portaal;
- wie nog nooit iets doorgaf, heeft daar twee weken voor vanaf de dag waarop hij meedoet; daarna krijgt hij dezelfde herinnering en
  aanmaning, maar of hij wordt afgekoppeld, beslist de contractmanager: er was nog niets om af te koppelen;
- wie meer geaccepteerde locaties heeft, geeft het aantal per locatie én het totaal; beide staan in het register, voor de
  Toegang en Beleid;
- wie is afgekoppeld en bijwerkt, is meteen weer aangesloten;
- na de laatste dag van het contract, en vóór de eerste, vraagt het portaal niets voor de sociale kaart; gaat een contract weer
  lopen, dan heeft de aanbieder weer twee weken voor een eerste opgave;
- de contractmanager hoort van een afkoppeling;
- de herinneringen gaan naar alle collega's die versturen, want een beheerder hoeft hier geen account te hebben; wie het is, lezen zij
  bij wat zij nog moeten sturen;
- de herinnering vooraf, een werkdag voor de laatste dag.
"""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from portal.domain import mailsoort
from portal.domain.basisloop import BASIS_OVERGANGEN
from portal.domain.bron import Bron
from portal.domain.formulier import Fout
from portal.domain.gevolg import LeegRegister, VulRegister
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Toestand
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Direct, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.domain.termijn import VOLGEND_BERICHT, Begin, BijAankomst, BijDeelname, Eenheid, NaTermijn, Termijn
from portal.domain.trede import Trede
from portal.domain.voorwaarde import En, Feiten, Ingevuld, Is
from portal.forms import AantallenVeld, BerichtFormulier, KeuzeVeld, LangeTekstVeld, NummerVeld, TekstVeld
from portal.mailboxes import waarschuwingen

PARAGRAAF_2_4 = Bron(plaats="Handboek §2.4, sociale kaart")
WIJZIGINGEN = Is("wijziging", "ja")

BIJGEWERKT = Toestand("bijgewerkt", "Bijgewerkt", Fase.KLAAR)
HERINNERD = Toestand("herinnerd", "Herinnerd", Fase.KLAAR)
AANGEMAAND = Toestand("aangemaand", "Aangemaand", Fase.KLAAR)
AFGEKOPPELD = Toestand("afgekoppeld", "Afgekoppeld", Fase.KLAAR)
ALLE = (BIJGEWERKT, HERINNERD, AANGEMAAND, AFGEKOPPELD)


class Formulier(BerichtFormulier):
    """De vragen van de sociale kaart."""

    versie = 2
    secties = (
        ("Is er iets veranderd?", ("wijziging",)),
        ("Wat is er veranderd?", ("vrij", "per_locatie", "wijzigingen", "beheerder")),
    )
    in_lijst = ("wijziging",)
    alleen_bij = MappingProxyType({"Wat is er veranderd?": (WIJZIGINGEN, "Alleen als er iets is veranderd.")})

    wijziging = KeuzeVeld(
        "Is er sinds de vorige keer iets veranderd?",
        keuzes=(("nee", "Nee, geen wijzigingen"), ("ja", "Ja, er is iets veranderd")),
        leeg="Kies of er iets is veranderd.",
    )
    vrij = NummerVeld(
        "Hoeveel plekken zijn er in totaal vrij?",
        hint="Een getal, 0 als alles bezet is. In het register zien alleen de Toegang en Beleid dit. De afdeling CMO, die uw opgave "
        "krijgt, leest het in dit bericht.",
        cijfers=4,
        leeg="Vul in hoeveel plekken er in totaal vrij zijn.",
    )
    per_locatie = AantallenVeld(
        "Hoeveel plekken zijn er vrij, per locatie?",
        register="locaties",
        hint="Uw geaccepteerde locaties. Een getal, 0 als alles bezet is. Wie dit leest, is gelijk aan het totaal hierboven.",
        leeg="Vul bij elke locatie in hoeveel plekken er vrij zijn.",
    )
    wijzigingen = LangeTekstVeld(
        "Wat is er nog meer veranderd?",
        hint="Bijvoorbeeld een nieuwe locatie, een ander aanbod of een ander telefoonnummer.",
        verplicht=False,
    )
    beheerder = TekstVeld(
        "Wie beheert de sociale kaart bij u?",
        hint="Vul dit in als het iemand anders is geworden, of als u het nog niet doorgaf: naam en e-mailadres. Uw collega's lezen het bij wat "
        "u nog moet sturen, de afdeling CMO in het register.",
        verplicht=False,
    )

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """De locaties tellen op tot het totaal."""
        samen = sum(int(regel.rpartition(" ")[2]) for regel in feiten.get("per_locatie", ()))
        if "per_locatie" in feiten and "vrij" in feiten and samen != int(str(feiten["vrij"])):
            yield Fout(
                veld="per_locatie",
                tekst=f"Samen zijn dit {samen} plekken, en u vulde als totaal {feiten['vrij']} in. Verbeter wat niet klopt.",
            )


def _vanzelf(code: str, titel: str, van: Toestand, naar: Toestand, *, na: str, mail: str) -> Overgang:
    """Een trede van de ladder, die het portaal zelf zet als de termijn is verlopen."""
    return Overgang(
        code=code,
        actie=Actie.AFRONDEN,
        van=(van.code,),
        naar=naar.code,
        door=Partij.PORTAAL,
        titel=titel,
        uitleg="De aanbieder krijgt een e-mail. Werkt hij bij, dan begint de termijn opnieuw.",
        bij_verlopen=na,
        mail=mail,
    )


AFKOPPELEN = replace(
    _vanzelf(
        "afkoppelen", "Melding van afkoppeling", AANGEMAAND, AFGEKOPPELD, na="na-aanmaning", mail=mailsoort.AFKOPPELING
    ),
    uitleg="De aanbieder en de contractmanager krijgen een e-mail. Werkt hij bij, dan is hij weer aangesloten.",
    ook_aan=(Partij.CONTRACTMANAGER,),
    gevolgen=(VulRegister(register="afgekoppeld", velden=(), bron=PARAGRAAF_2_4),),
)


NAAR_2_4 = Bron(plaats="naar Handboek §2.4", voorstel=True)
EERSTE_HERINNERING = Trede(
    code="eerste-herinnering", titel="Herinnering", gezet="herinnerd", mail=mailsoort.HERINNERD, bron=NAAR_2_4
)
EERSTE_AANMANING = Trede(
    code="eerste-aanmaning", titel="Aanmaning", gezet="aangemaand", mail=mailsoort.AANMANING, bron=NAAR_2_4
)
EERSTE_AFKOPPELING = Trede(
    code="eerste-afkoppeling",
    titel="Afkoppelen",
    gezet="afgekoppeld",
    mail=mailsoort.AFKOPPELING,
    bron=NAAR_2_4,
    door=Partij.CONTRACTMANAGER,
    register="afgekoppeld",
    gevolg="Er komen geen plaatsingen meer bij de aanbieder, tot hij zijn eerste opgave stuurt. Hij krijgt een e-mail.",
)


def _eerste(code: str, titel: str, begint: Begin, trede: Trede) -> Termijn:
    """Twee weken voor wie nog nooit iets doorgaf, of niet meer sinds zijn contract weer loopt; zijn eerste opgave maakt er een einde aan."""
    return Termijn(
        code=code,
        titel=titel,
        aantal=2,
        eenheid=Eenheid.WEEK,
        begint=begint,
        eigenaar=Partij.AANBIEDER,
        bron=NAAR_2_4,
        lengte=PARAGRAAF_2_4,
        waarschuwingen=(waarschuwingen.vooraf(1, Eenheid.WERKDAG, Partij.AANBIEDER),),
        trede=trede,
    )


def _trede(code: str, titel: str, begint: Begin) -> Termijn:
    """Twee weken om bij te werken; de volgende opgave maakt er een einde aan."""
    return Termijn(
        code=code,
        titel=titel,
        aantal=2,
        eenheid=Eenheid.WEEK,
        begint=begint,
        eigenaar=Partij.AANBIEDER,
        bron=PARAGRAAF_2_4,
        eindigt=(VOLGEND_BERICHT,),
        waarschuwingen=(waarschuwingen.vooraf(1, Eenheid.WERKDAG, Partij.AANBIEDER),),
    )


MAILBOX = Mailbox(
    code="sociale-kaart",
    titel="Sociale kaart bijwerken",
    omschrijving="U geeft uw vrije plekken en wijzigingen door, of meldt dat er niets is veranderd.",
    zoekwoorden=(
        "sociale kaart",
        "vrije plekken",
        "bedden",
        "geen wijzigingen",
        "locatie",
        "bed vrij",
        "vrije kamer",
        "kamer vrij",
        "leeg bed",
        "afgekoppeld",
    ),
    groep=Groep.CONTRACT,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="cmo", soort=Teamsoort.CMO),
    levensloop=Levensloop(
        begin="bijgewerkt",
        toestanden=ALLE,
        overgangen=(
            _vanzelf("herinneren", "Herinnering", BIJGEWERKT, HERINNERD, na="bijwerken", mail=mailsoort.HERINNERD),
            _vanzelf("aanmanen", "Aanmaning", HERINNERD, AANGEMAAND, na="na-herinnering", mail=mailsoort.AANMANING),
            AFKOPPELEN,
            *(
                replace(o, van=tuple(toestand.code for toestand in ALLE))
                for o in BASIS_OVERGANGEN
                if o.code in {"bericht-sturen", "toevoegen", "notitie"}
            ),
        ),
    ),
    termijnen=(
        _trede("bijwerken", "Sociale kaart bijwerken", BijAankomst()),
        _trede("na-herinnering", "Bijwerken na de herinnering", NaTermijn("bijwerken")),
        _trede("na-aanmaning", "Bijwerken na de aanmaning", NaTermijn("na-herinnering")),
        replace(
            _eerste("eerste-opgave", "Eerste opgave voor de sociale kaart", BijDeelname(), EERSTE_HERINNERING),
            waarschuwingen=waarschuwingen.VAN_DE_AANBIEDER,
        ),
        _eerste(
            "eerste-na-herinnering",
            "Eerste opgave, na de herinnering",
            NaTermijn("eerste-opgave"),
            EERSTE_AANMANING,
        ),
        _eerste(
            "eerste-na-aanmaning",
            "Eerste opgave, na de aanmaning",
            NaTermijn("eerste-na-herinnering"),
            EERSTE_AFKOPPELING,
        ),
    ),
    direct=Direct(
        titel="Geen wijzigingen melden",
        uitleg="Is er niets veranderd? Dan is één klik genoeg.",
        antwoorden=(("wijziging", "nee"),),
    ),
    bij_indienen=(
        LeegRegister(register="afgekoppeld", bron=NAAR_2_4),
        VulRegister(
            register="vrije-plekken",
            velden=(("vrij", "vrij"), ("per_locatie", "per_locatie")),
            bron=PARAGRAAF_2_4,
            als=WIJZIGINGEN,
        ),
        VulRegister(
            register="kaartbeheer",
            velden=(("beheerder", "beheerder"),),
            bron=PARAGRAAF_2_4,
            als=En(WIJZIGINGEN, Ingevuld("beheerder")),
        ),
    ),
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=Bron(plaats="", voorstel=True)),
    bronnen=(PARAGRAAF_2_4,),
    bevestiging="CMO heeft uw opgave. Over twee weken werkt u de sociale kaart weer bij, of meldt u dat er niets is veranderd.",
)
