"""Bericht aan alle aanbieders: de afdeling CMO of de regioadviseur schrijft alle aanbieders, of een aantal, tegelijk.

Bronnen: Handboek §2.2 (jaarlijkse toelichting), §2.4 (voortgangsbericht, nieuw handboek of overzicht) en §6 (de regioadviseur nodigt
alle benodigde partners uit voor de experttafel).

Voorstellen, die in geen bron staan:
- dat dit via het portaal gaat;
- elke aanbieder krijgt een eigen bericht: wie stuurt, ziet per aanbieder wanneer het is geopend en gelezen, en een
  aanbieder ziet niet wie het nog meer kreeg;
- een aanbieder mag iets terugvragen;
- de bewaartermijn.
"""

from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox
from portal.domain.rollen import Rol
from portal.domain.routering import OpAfzender
from portal.domain.teams import Organisatiesoort
from portal.forms import AnoniemeTekstVeld, BerichtFormulier, KeuzeVeld, OntvangersVeld, TekstVeld
from portal.mailboxes import ontvanger

PARAGRAAF_2 = Bron(plaats="Handboek §2.2 en §2.4")
VOORSTEL = Bron(plaats="naar Handboek §2.4", voorstel=True)


class Formulier(BerichtFormulier):
    """De vragen van een bericht aan alle aanbieders."""

    versie = 2
    secties = (
        ("Aan wie", ("ontvangers",)),
        ("Uw bericht", ("soort", "onderwerp", "tekst")),
    )
    in_lijst = ("onderwerp",)

    ontvangers = OntvangersVeld(
        "Aan welke aanbieders schrijft u?", hint="Elke aanbieder krijgt een eigen bericht en ziet de andere niet."
    )
    soort = KeuzeVeld(
        "Wat stuurt u?",
        keuzes=(
            ("toelichting", "Jaarlijkse toelichting"),
            ("voortgang", "Voortgangsbericht"),
            ("handboek", "Nieuw handboek of overzicht"),
            ("uitnodiging", "Uitnodiging voor een overleg of een vergadering"),
            ("anders", "Iets anders"),
        ),
        leeg="Kies wat u stuurt.",
    )
    onderwerp = TekstVeld("Waar gaat het over?", hint="In een paar woorden.", leeg="Vul in waar het over gaat.")
    tekst = AnoniemeTekstVeld("Wat wilt u schrijven?", hint="Noem geen cliënten.", leeg="Schrijf uw bericht.")


MAILBOX = Mailbox(
    code="bericht-aan-aanbieders",
    titel="Bericht aan alle aanbieders",
    omschrijving="U stuurt alle aanbieders, of een aantal, hetzelfde bericht: een toelichting, het handboek of een overzicht.",
    zoekwoorden=(
        "alle aanbieders",
        "handboek",
        "voortgangsbericht",
        "toelichting",
        "rondsturen",
        "brief aan alle aanbieders",
        "rondschrijven",
        "nieuwsbrief",
        "mailing",
        "circulaire",
        "uitnodigen",
        "uitnodiging",
    ),
    groep=Groep.CONTRACT,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.CENTRUMGEMEENTE, rollen=(Rol.CONTRACTMANAGER, Rol.REGIOADVISEUR)),),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=OpAfzender(regel="gekozen-aanbieders", veld="ontvangers"),
    per_ontvanger=True,
    levensloop=ontvanger.loop(ontvanger.gelezen()),
    bijlagen=(BijlageEis(code="stukken", titel="Bijlagen bij uw bericht", bron=VOORSTEL, eis=Eis.MAG, aantal=5),),
    geen_termijn="Er is geen termijn: de aanbieder leest het bericht.",
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=VOORSTEL),
    bronnen=(PARAGRAAF_2, Bron(plaats="Handboek §6")),
    bevestiging="Elke aanbieder krijgt een e-mail dat er iets klaarstaat. U ziet per aanbieder wanneer het is geopend.",
)
