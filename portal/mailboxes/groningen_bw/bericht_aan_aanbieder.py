"""Bericht aan een aanbieder: een vraag of een brief van een gemeente, de afdeling CMO of toezicht.

Bronnen: Handboek §4: de gemeente schrijft de aanbieder over een indicatie en over wat daarop volgt.

Voorstellen, die in geen bron staan:
- dat dit via het portaal gaat, en wie er schrijft: de Toegang, een college, de afdeling CMO of toezicht;
- het handhavingsbesluit van een college (§7) gaat zo naar de aanbieder, bij het rapport van de toezichthouder;
- bij een vraag noemt de afzender de dag waarop hij het antwoord wil hebben; een brief heeft geen termijn;
- de afzender ziet wanneer het bericht is geopend en gelezen;
- de waarschuwing aan de aanbieder, twee werkdagen voor die dag;
- de bewaartermijn.
"""

from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox, Verband
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpAfzender
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import Eenheid, OpDatum, Termijn
from portal.domain.voorwaarde import Is
from portal.forms import BerichtFormulier, DatumVeld, KeuzeVeld, LangeTekstVeld, OntvangerVeld, TekstVeld, VerbandVeld
from portal.mailboxes import ontvanger, waarschuwingen

PARAGRAAF_4 = Bron(plaats="Handboek §4")
VOORSTEL = Bron(plaats="naar Handboek §4", voorstel=True)
VRAAG, BRIEF = Is("soort", "vraag"), Is("soort", "brief")


class Formulier(BerichtFormulier):
    """De vragen van een bericht aan een aanbieder."""

    versie = 1
    secties = (
        ("Aan wie", ("ontvanger", "soort", "antwoord_voor", "rapport")),
        ("Uw bericht", ("onderwerp", "kenmerk", "tekst")),
    )
    in_lijst = ("onderwerp",)

    ontvanger = OntvangerVeld(
        "Aan welke aanbieder schrijft u?",
        hint="Iedereen die daar berichten mag lezen, kan dit openen.",
        leeg="Kies aan welke aanbieder u schrijft.",
    )
    soort = KeuzeVeld(
        "Is het een vraag of een brief?",
        keuzes=(
            ("vraag", "Een vraag: ik wil een antwoord"),
            ("brief", "Een brief: de aanbieder hoeft niet te antwoorden"),
        ),
        leeg="Kies of het een vraag of een brief is.",
    )
    antwoord_voor = DatumVeld(
        "Op welke dag wilt u het antwoord uiterlijk hebben?",
        hint="Bijvoorbeeld 31-12-2026.",
        toon_als=VRAAG,
        alleen_als="Alleen bij een vraag.",
        leeg="Vul de dag in waarop u het antwoord uiterlijk wilt hebben.",
    )
    rapport = VerbandVeld(
        "Hoort de brief bij een rapport van de toezichthouder?",
        hint="Alleen bij een besluit over handhaving. De aanbieder leest alleen het nummer.",
        verplicht=False,
        toon_als=BRIEF,
        alleen_als="Alleen bij een brief.",
    )
    onderwerp = TekstVeld("Waar gaat het over?", hint="In een paar woorden.", leeg="Vul in waar het over gaat.")
    kenmerk = TekstVeld(
        "Kenmerk van de aanbieder",
        hint="Als het over een cliënt gaat: het nummer van de cliënt bij de aanbieder.",
        maximaal=50,
        verplicht=False,
    )
    tekst = LangeTekstVeld("Wat wilt u schrijven?", hint="Uw vraag of uw brief.", leeg="Schrijf uw bericht.")


MAILBOX = Mailbox(
    code="bericht-aan-aanbieder",
    titel="Bericht aan een aanbieder",
    omschrijving="U stelt een aanbieder een vraag of stuurt een brief.",
    zoekwoorden=("aanbieder", "brief", "vraag aan aanbieder", "schrijven", "brief sturen"),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(
        Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.FRONTOFFICE, Rol.CONSULENT, Rol.COLLEGE)),
        Afzender(soort=Organisatiesoort.CENTRUMGEMEENTE, rollen=(Rol.CONTRACTMANAGER,)),
        Afzender(soort=Organisatiesoort.TOEZICHT, rollen=(Rol.TOEZICHTHOUDER,)),
    ),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=OpAfzender(regel="gekozen-aanbieder", veld="ontvanger"),
    verbanden=(
        Verband(
            code="rapport",
            titel="Het rapport van de toezichthouder",
            mailboxen=("toezicht-rapport",),
            zet=(("soort", "brief"), ("onderwerp", "Besluit over handhaving")),
        ),
    ),
    levensloop=ontvanger.loop(ontvanger.antwoorden(soms=VRAAG), ontvanger.gelezen(soms=BRIEF)),
    bijlagen=(BijlageEis(code="stukken", titel="Bijlagen bij uw bericht", bron=VOORSTEL, eis=Eis.MAG, aantal=5),),
    termijnen=(
        Termijn(
            code="antwoord",
            titel="Antwoord op de vraag",
            aantal=0,
            eenheid=Eenheid.KALENDERDAG,
            begint=OpDatum("antwoord_voor"),
            begin_in_woorden="de dag die de afzender noemde",
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=VOORSTEL,
            eindigt=("beantwoord",),
            waarschuwingen=(
                waarschuwingen.vooraf(2, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM),
                *waarschuwingen.DE_AFZENDER_WACHT,
            ),
        ),
    ),
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=VOORSTEL),
    bronnen=(PARAGRAAF_4,),
    bevestiging="De aanbieder krijgt een e-mail dat er iets klaarstaat. U ziet wanneer hij het opent, en u leest hier zijn antwoord.",
)
