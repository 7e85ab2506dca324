"""Ambulante overbrugging aanvragen: een burger met een indicatie wacht op een plek en heeft nu al hulp nodig.

Bronnen: Handboek §5.9 (overbruggingszorg: de toegewezen aanbieder is verantwoordelijk; is er geen passende plek, dan kan een
andere organisatie een tijdelijke plek bieden, of krijgt de burger tijdelijk ambulante hulp; daarvoor wordt bij de gemeente
van inwoning een ambulante indicatie aangevraagd, in samenspraak met de Toegang); Wmo 2.3.2 en 2.3.5.

Voorstellen, die in geen bron staan:
- de aanvraag loopt als een melding: onderzoek, verslag, ondertekende aanvraag, beschikking (§5.9 noemt geen weg);
- bij 'weet ik niet' en bij een inschrijving buiten de regio krijgt de gemeente van verblijf het bericht;
- §5.9 zegt niet wie de indicatie aanvraagt: vraagt de burger er zelf om, dan legt de gemeente van inwoning dat vast, zonder wat alleen de
  aanbieder weet;
- het 301-bericht gaat binnen vijf werkdagen na het besluit weg en plant geen herindicatie.
"""

from portal.domain.bron import Bron
from portal.domain.mailbox import Clientblok, Groep, Mailbox
from portal.forms import (
    CLIENTVELDEN,
    INWONINGVELDEN,
    TOEWIJZINGVELDEN,
    ClientFormulier,
    DatumVeld,
    InwoningFormulier,
    LangeTekstVeld,
    TekstVeld,
    ToewijzingFormulier,
)
from portal.mailboxes import indicatie, onderzoek, persoonlijk_plan, taken, wie, wmo

PARAGRAAF_5_9 = Bron(plaats="Handboek §5.9")


class Formulier(ClientFormulier, InwoningFormulier, ToewijzingFormulier):
    """De vragen van de ambulante overbrugging."""

    versie = 1
    secties = (
        ("Cliënt", CLIENTVELDEN),
        ("Waar de burger woont", INWONINGVELDEN),
        ("De indicatie", TOEWIJZINGVELDEN),
        ("Het wachten op een plek", ("wacht_sinds", "wachtlijst", "geen_plek", "hulp")),
    )
    burger_mag = ("wacht_sinds", "wachtlijst", "geen_plek", *TOEWIJZINGVELDEN)

    wacht_sinds = DatumVeld(
        "Sinds welke dag staat de burger op de wachtlijst?",
        hint="Bijvoorbeeld 31-12-2026.",
        verleden=True,
        leeg="Vul in sinds welke dag de burger wacht.",
    )
    wachtlijst = TekstVeld(
        "Op welke wachtlijst staat de burger?",
        hint="De locatie of het soort plek, en hoe lang het ongeveer duurt.",
        leeg="Vul in op welke wachtlijst de burger staat.",
    )
    geen_plek = LangeTekstVeld(
        "Waarom is er geen tijdelijke plek?",
        hint="Bij u, of bij een andere organisatie.",
        leeg="Schrijf op waarom er geen tijdelijke plek is.",
    )
    hulp = LangeTekstVeld(
        "Welke ambulante hulp heeft de burger nodig tot er plek is?",
        hint="Wat is er nodig, en hoeveel uur per week?",
        leeg="Schrijf op welke hulp de burger nodig heeft.",
    )


TOEGEKEND = onderzoek.toegekend(
    titel="Toekennen: een ambulante indicatie",
    uitleg="De burger krijgt de beschikking op papier, de aanbieder een iWmo 301-bericht.",
    taak_301=taken.product_301(),
)
AFGEWEZEN = onderzoek.afgewezen(titel="Afwijzen", uitleg="De indicatie voor beschermd wonen blijft zoals zij is.")

MAILBOX = Mailbox(
    code="overbrugging-ambulant",
    titel="Ambulante overbrugging aanvragen",
    omschrijving="Een burger met een indicatie wacht op een plek en heeft tot die tijd ambulante hulp nodig.",
    zoekwoorden=("overbrugging", "overbruggingszorg", "wachtlijst", "ambulant", "geen plek", "wachten"),
    groep=Groep.INDICATIE,
    regios=("groningen",),
    afzenders=(wie.AANBIEDER, wie.VOOR_BURGER),
    clientblok=Clientblok.VOLLEDIG,
    formulier=Formulier,
    routering=wie.gemeente_van_inwoning(),
    levensloop=onderzoek.loop(TOEGEKEND, AFGEWEZEN, zonder="De indicatie voor beschermd wonen blijft zoals zij is."),
    termijnen=(persoonlijk_plan.termijn(), *onderzoek.termijnen(bron=Bron(plaats="naar Handboek §4", voorstel=True))),
    verstreken=(indicatie.is_afgelopen("te overbruggen", bron=Bron(plaats="naar Handboek §5.9", voorstel=True)),),
    dubbel="Er loopt al een aanvraag voor ambulante overbrugging voor deze cliënt. Kijk of dit daarbij hoort.",
    bewaring=wmo.DOSSIER,
    bronnen=(PARAGRAAF_5_9, Bron(plaats="Wmo 2.3.2"), Bron(plaats="Wmo 2.3.5")),
    bevestiging=f"De aanbieder blijft verantwoordelijk voor de burger tot er een plek is. {onderzoek.BEVESTIGING}",
)
