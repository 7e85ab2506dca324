"""Tijdelijke plek vragen: een aanbieder vraagt andere aanbieders om een plek voor een time-out of een overbrugging.

Bronnen: Handboek §5.9 (overbrugging: tijdelijk bij een andere aanbieder) en de time-outregeling van het handboek: aanbieders
vullen elkaars plekken; toezeggen en vragen is een plicht, met een bestuurlijke verklaring; wie in geen samenwerkingsverband zit,
regelt het zelf; voor de overdracht is er een risicoformat; niet voor een acute psychische crisis. De indicatie blijft. Verband en
verklaring horen bij de time-out: §5.9 vraagt ze niet bij een overbrugging, dus het portaal ook niet.

Voorstellen, die in geen bron staan:
- dat de vraag via het portaal gaat, aan meer aanbieders tegelijk, en elk voor zich antwoordt;
- in de eerste ronde gaat er niets mee waaraan iemand de burger herkent: een burgerservicenummer wordt geweigerd;
- na een toezegging stuurt de vrager het risicoformat en de gegevens van de cliënt, alleen aan wie toezegde, en aan één aanbieder
  tegelijk: naar een andere gaan ze pas als de eerste alsnog nee zegt, of als de vrager daar zijn vraag intrekt;
- dat de bestuurlijke verklaring is getekend, zegt de vrager bij de vraag en de ander bij de toezegging van een time-out; het
  portaal bewaart haar niet en vraagt haar niet als bijlage, want geen bron zegt wie haar bijhoudt, wie haar krijgt en wat erin staat;
- in welk verband een aanbieder meedoet, staat nergens: geen bron vraagt om een register;
- het risicoformat mag mee en moet niet: de bron zegt dat het beschikbaar is, en dat de aanbieders zelf afspreken;
- wie niet kan, zegt waarom; wie toezegde en toch niet kan, ook, zolang de cliënt er niet is geplaatst;
- de bewaartermijn.
"""

from dataclasses import replace

from portal.domain.basisloop import BIJ_TEAM, basisloop
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox, Verwijzing
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpAfzender
from portal.domain.teams import Organisatiesoort
from portal.domain.voorwaarde import Is, Niet
from portal.forms import (
    CLIENTVELDEN,
    JA,
    NEE,
    AnoniemeTekstVeld,
    BerichtFormulier,
    ClientFormulier,
    DatumVeld,
    JaNeeVeld,
    KeuzeVeld,
    OntvangersVeld,
    TekstVeld,
    VinkVeld,
)
from portal.mailboxes import afspraak, ontvanger

TIME_OUT = Bron(plaats="Handboek, time-outregeling")
VOORSTEL = Bron(plaats="naar Handboek, time-outregeling", voorstel=True)
GEEN_NAMEN = "Noem geen namen, geboortedata of adressen: de cliënt noemt u pas na een toezegging."
IS_TIME_OUT = Is("soort", "time-out")
TOEGEZEGD = Toestand("toegezegd", "Toegezegd", Fase.BIJ_AFZENDER)
CLIENT_BEKEND = Toestand("client_bekend", "Gegevens van de cliënt ontvangen", Fase.BIJ_TEAM)


class Formulier(BerichtFormulier):
    """De vragen om een tijdelijke plek, zonder gegevens van de burger."""

    versie = 2
    secties = (
        ("Of dit de weg is", ("soort", "crisis", "verband", "verklaring")),
        ("Aan wie u het vraagt", ("ontvangers",)),
        ("Welke plek u zoekt", ("plek", "periode", "groep", "risico")),
    )
    in_lijst = ("soort", "groep")

    soort = KeuzeVeld(
        "Waarvoor is de plek?",
        keuzes=(("time-out", "Time-out"), ("overbrugging", "Overbrugging tot er een plek vrijkomt")),
        leeg="Kies waarvoor de plek is.",
    )
    crisis = JaNeeVeld(
        "Is het een acute psychische crisis?",
        hint="Dan gaat het niet via dit portaal.",
        leeg="Kies of het een acute psychische crisis is.",
    )
    verband = JaNeeVeld(
        "Doet u mee in een regionaal samenwerkingsverband voor time-out?",
        hint="Zo niet, dan regelt u zelf een plek.",
        toon_als=IS_TIME_OUT,
        alleen_als="Alleen bij een time-out.",
        leeg="Kies of u meedoet in een samenwerkingsverband.",
    )
    verklaring = VinkVeld(
        "Onze bestuurlijke verklaring voor de time-outregeling is getekend",
        hint="Zonder die verklaring kunt u geen plek vragen.",
        toon_als=IS_TIME_OUT,
        alleen_als="Alleen bij een time-out.",
        leeg="Laat de bestuurlijke verklaring eerst tekenen, en kruis dit daarna aan.",
    )
    ontvangers = OntvangersVeld(
        "Aan welke aanbieders vraagt u een plek?", hint="Elke aanbieder antwoordt voor zich en ziet de andere niet."
    )
    plek = TekstVeld(
        "Wat voor plek zoekt u?",
        hint=f"Bijvoorbeeld: met 24-uurs toezicht. {GEEN_NAMEN}",
        leeg="Vul in wat voor plek u zoekt.",
    )
    periode = TekstVeld(
        "Vanaf wanneer en hoe lang?",
        hint="Bijvoorbeeld: vanaf 1 juni, twee weken.",
        leeg="Vul in vanaf wanneer en hoe lang.",
    )
    groep = TekstVeld("Om welke groep gaat het?", hint=GEEN_NAMEN, leeg="Vul in om welke groep het gaat.")
    risico = AnoniemeTekstVeld(
        "Welke risico's zijn er, in het algemeen?", hint=GEEN_NAMEN, leeg="Schrijf op welke risico's er zijn."
    )


class Client(ClientFormulier):
    """Wie de cliënt is, in de tweede ronde: alleen voor de aanbieder die toezegde."""

    versie = 1
    secties = (("Cliënt", CLIENTVELDEN),)


class VrijePlek(BerichtFormulier):
    """Wat de aanbieder zegt die een plek voor een overbrugging toezegt."""

    versie = 1
    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("De plek", ("vrij_op",)),)

    vrij_op = DatumVeld("Vanaf welke dag is de plek er?", hint=afspraak.HINT, verplicht=False)


class Toezegging(VrijePlek):
    """Wat de aanbieder zegt die een plek voor een time-out toezegt."""

    versie = 3
    secties = (("De time-outregeling", ("verklaring",)), *VrijePlek.secties)

    verklaring = VinkVeld(
        "Onze bestuurlijke verklaring voor de time-outregeling is getekend",
        hint="Zonder die verklaring kunt u geen plek voor een time-out toezeggen.",
        leeg="Laat de bestuurlijke verklaring eerst tekenen, en kruis dit daarna aan.",
    )


TOEZEGGEN = Overgang(
    code="toezeggen",
    actie=Actie.VASTLEGGEN,
    van=BIJ_TEAM,
    naar="toegezegd",
    door=Partij.BEHANDELEND_TEAM,
    titel="Plek toezeggen voor een time-out",
    uitleg="De vrager stuurt u daarna het risicoformat en de gegevens van de cliënt.",
    tekst=Tekst.MOET,
    tekstlabel="Welke plek, vanaf wanneer en voor hoe lang?",
    formulier=Toezegging,
    soms=IS_TIME_OUT,
)
TOEZEGGEN_OVERBRUGGING = replace(
    TOEZEGGEN,
    code="toezeggen-overbrugging",
    titel="Plek toezeggen voor een overbrugging",
    formulier=VrijePlek,
    soms=Niet(IS_TIME_OUT),
)
CLIENT_STUREN = Overgang(
    code="client-sturen",
    actie=Actie.AANVULLEN,
    van=("toegezegd",),
    naar="client_bekend",
    door=Partij.AFZENDER,
    titel="Cliënt en risicoformat sturen",
    uitleg="Alleen de aanbieder die deze plek toezegde, leest dit. Stuur het aan één aanbieder: pas als die alsnog nee zegt, kan het "
    "naar een andere. De indicatie blijft zoals zij is.",
    tekst=Tekst.MOET,
    tekstlabel="Wat moet de aanbieder nog weten?",
    formulier=Client,
    een_ontvanger=("niet-mogelijk", "intrekken"),
    bijlagen=(BijlageEis(code="risicoformat", titel="Risicoformat", bron=TIME_OUT, eis=Eis.MAG, aantal=3),),
)
GEPLAATST = replace(
    ontvanger.antwoorden(),
    code="geplaatst",
    van=("client_bekend",),
    titel="Geplaatst",
    uitleg="U en de vrager spreken samen de overdracht en het vervolg af.",
    tekst=Tekst.MAG,
    tekstlabel="Wat is afgesproken?",
)
NIET_MOGELIJK = replace(
    ontvanger.weigeren(titel="Niet mogelijk", tekstlabel="Waarom is het niet mogelijk?"),
    code="niet-mogelijk",
    van=(*BIJ_TEAM, "toegezegd", "client_bekend"),
    uitleg="Toezeggen is een plicht als u een plek heeft. De vrager leest waarom het niet kan. Uw toezegging vervalt, als u die deed.",
)

MAILBOX = Mailbox(
    code="tijdelijke-plek",
    titel="Tijdelijke plek vragen",
    omschrijving="U vraagt andere aanbieders om een plek voor een time-out of een overbrugging.",
    zoekwoorden=(
        "time-out",
        "tijdelijke plek",
        "overbrugging",
        "logeren",
        "plek vragen",
        "afkoelen",
        "even ergens anders",
        "schorsing",
        "geschorst",
        "tijdelijk ergens anders",
        "logeerplek",
        "huisregels overtreden",
    ),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),),
    clientblok=Clientblok.ANONIEM,
    formulier=Formulier,
    routering=OpAfzender(regel="gevraagde-aanbieders", veld="ontvangers"),
    per_ontvanger=True,
    verwijzingen=(
        Verwijzing(
            als=Is("crisis", JA),
            tekst="Bel bij een acute psychische crisis de huisarts of de regionale crisisdienst van de GGZ.",
            bron=TIME_OUT,
            veld="crisis",
        ),
        Verwijzing(
            als=Is("verband", NEE),
            tekst="Zonder samenwerkingsverband regelt u zelf een tijdelijke plek. Dat gaat niet via dit portaal.",
            bron=TIME_OUT,
            veld="verband",
        ),
    ),
    levensloop=basisloop(
        TOEZEGGEN,
        TOEZEGGEN_OVERBRUGGING,
        CLIENT_STUREN,
        GEPLAATST,
        NIET_MOGELIJK,
        intrekbaar=True,
        zonder=ontvanger.ZONDER,
        toestanden=(TOEGEZEGD, CLIENT_BEKEND),
    ),
    termijnen=tuple(
        afspraak.dag(
            stap.code,
            "vrij_op",
            titel="Toegezegde plek",
            begin="de dag vanaf wanneer de plek is toegezegd",
            eindigt=(GEPLAATST.code,),
            bron=VOORSTEL,
        )
        for stap in (TOEZEGGEN, TOEZEGGEN_OVERBRUGGING)
    ),
    geen_termijn="Het handboek noemt geen termijn voor het antwoord. Spreek hem zo nodig telefonisch af.",
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=VOORSTEL),
    bronnen=(TIME_OUT, Bron(plaats="Handboek §5.9")),
    bevestiging="Elke aanbieder antwoordt voor zich. Na een toezegging stuurt u daar het risicoformat en de gegevens van de cliënt.",
)
