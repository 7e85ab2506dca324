"""Signaal aan toezicht: iets wijst erop dat de ondersteuning niet goed gaat of dat geld niet goed wordt besteed.

Bronnen: Handboek §7 (toezicht): de toezichthouders kunnen ook preventief, op basis van signalen of een risicoprofiel, het
aanbod op kwaliteit of naleving toetsen, en de rechtmatigheid.

Voorstellen, die in geen bron staan:
- dat een signaal via het portaal gaat, en wie er een stuurt: een aanbieder, een gemeente of de afdeling CMO;
- de afzender hoort alleen dat het signaal is ontvangen: geen status, geen behandelaar, geen vraag en geen uitkomst, zodat
  niemand van een onderzoek weet voordat toezicht er zelf over schrijft;
- een signaal noemt een organisatie en geen cliënt;
- de bewaartermijn.
"""

from dataclasses import replace

from portal.domain.basisloop import (
    AFGEHANDELD,
    BASIS_OVERGANGEN,
    GEOPEND,
    IN_BEHANDELING,
    INGEDIEND,
    besluit,
    stap,
)
from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.levensloop import Fase, Levensloop, Overgang, Toestand
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox
from portal.domain.rollen import Rol
from portal.domain.routering import VastTeam
from portal.domain.teams import Organisatiesoort, Teamsoort
from portal.forms import AnoniemeTekstVeld, BerichtFormulier, KeuzeVeld, TekstVeld

PARAGRAAF_7 = Bron(plaats="Handboek §7")
VOORSTEL = Bron(plaats="naar Handboek §7", voorstel=True)
IN_ONDERZOEK = Toestand("in_onderzoek", "In onderzoek", Fase.BIJ_TEAM)
OPEN = ("ingediend", "geopend", "in_behandeling", "in_onderzoek")


class Formulier(BerichtFormulier):
    """De vragen van een signaal."""

    versie = 1
    secties = (
        ("Het signaal", ("soort", "over_wie", "wat", "hoe_bekend")),
        ("Wie toezicht kan bellen", ("contactpersoon", "telefoon")),
    )
    in_lijst = ("over_wie",)

    soort = KeuzeVeld(
        "Waar gaat het signaal over?",
        keuzes=(
            ("kwaliteit", "De kwaliteit van de ondersteuning"),
            ("veiligheid", "De veiligheid van cliënten of medewerkers"),
            ("rechtmatigheid", "Hoe geld wordt besteed of gedeclareerd"),
            ("anders", "Iets anders"),
        ),
        leeg="Kies waar het signaal over gaat.",
    )
    over_wie = TekstVeld(
        "Over welke organisatie of locatie gaat het?",
        hint="Noem de organisatie of de locatie, geen cliënt.",
        leeg="Vul in over welke organisatie of locatie het gaat.",
    )
    wat = AnoniemeTekstVeld(
        "Wat is er aan de hand?",
        hint="Schrijf op wat u zag of hoorde, en wanneer. Noem geen namen van cliënten.",
        leeg="Schrijf op wat er aan de hand is.",
    )
    hoe_bekend = AnoniemeTekstVeld(
        "Hoe weet u dit?",
        hint="Bijvoorbeeld: zelf gezien, gehoord van een medewerker, of uit een rapport.",
        leeg="Schrijf op hoe u dit weet.",
    )
    contactpersoon = TekstVeld(
        "Met wie kan toezicht hierover praten?", hint="Naam en functie.", leeg="Vul in met wie toezicht kan praten."
    )
    telefoon = TekstVeld(
        "Op welk nummer?", hint="Een nummer waarop u overdag bereikbaar bent.", leeg="Vul een telefoonnummer in."
    )


def _basis(code: str, *van: str) -> Overgang:
    return replace(next(o for o in BASIS_OVERGANGEN if o.code == code), van=van)


ONDERZOEKEN = stap(
    code="onderzoeken",
    titel="Onderzoeken",
    van=("in_behandeling",),
    naar="in_onderzoek",
    uitleg="De afzender hoort dit niet.",
    tekstlabel="Notitie bij het onderzoek",
)
GENOTEERD = replace(
    besluit(
        code="genoteerd",
        titel="Genoteerd: er volgt nu geen onderzoek",
        van=("in_behandeling",),
        uitleg="De afzender hoort dit niet.",
    ),
    naar="afgehandeld",
)
ONDERZOCHT = replace(
    besluit(
        code="onderzocht",
        titel="Onderzocht: leg vast wat eruit kwam",
        van=("in_onderzoek",),
        uitleg="De afzender hoort dit niet. Schrijf een rapport of een bericht aan de aanbieder als dat nodig is.",
    ),
    naar="afgehandeld",
)

MAILBOX = Mailbox(
    code="signaal-toezicht",
    titel="Signaal aan toezicht",
    omschrijving="Iets wijst erop dat de ondersteuning ergens niet goed of niet veilig is, of dat geld niet goed wordt besteed.",
    zoekwoorden=(
        "signaal",
        "toezicht",
        "zorgen over kwaliteit",
        "fraude",
        "rechtmatigheid",
        "misstand",
        "calamiteit",
        "agressie",
        "sjoemelen",
        "onveilig",
        "slechte zorg",
        "verwaarlozing",
    ),
    groep=Groep.CALAMITEIT,
    regios=("groningen",),
    afzenders=(
        Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),
        Afzender(soort=Organisatiesoort.GEMEENTE, rollen=(Rol.FRONTOFFICE, Rol.CONSULENT)),
        Afzender(soort=Organisatiesoort.CENTRUMGEMEENTE, rollen=(Rol.CONTRACTMANAGER,)),
    ),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=VastTeam(regel="toezicht", soort=Teamsoort.TOEZICHT),
    stil=True,
    levensloop=Levensloop(
        toestanden=(INGEDIEND, GEOPEND, IN_BEHANDELING, IN_ONDERZOEK, AFGEHANDELD),
        overgangen=(
            _basis("openen", "ingediend"),
            _basis("oppakken", "ingediend", "geopend"),
            _basis("overnemen", "in_behandeling", "in_onderzoek"),
            _basis("notitie", *OPEN, "afgehandeld"),
            ONDERZOEKEN,
            GENOTEERD,
            ONDERZOCHT,
        ),
    ),
    bijlagen=(BijlageEis(code="stukken", titel="Stukken bij het signaal", bron=VOORSTEL, eis=Eis.MAG, aantal=5),),
    geen_termijn="Het handboek noemt geen termijn voor een signaal.",
    bewaring=Bewaring(jaren=7, vanaf="ontvangst", bron=VOORSTEL),
    bronnen=(PARAGRAAF_7,),
    bevestiging="Toezicht heeft uw signaal ontvangen. Wat toezicht ermee doet, staat hier niet. Toezicht neemt contact op als dat nodig is.",
)
