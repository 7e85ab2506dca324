"""The words for what a declaration says by a code: a kind of clock, who is waited for, what follows."""

from portal.domain.bijlagen import Eis
from portal.domain.gevolg import Taak
from portal.domain.levensloop import Fase, Tekst
from portal.domain.mailbox import Clientblok, Mailbox
from portal.domain.partij import Partij
from portal.domain.termijn import INDIENEN, VOLGEND_BERICHT, Karakter

CLIENT = {
    Clientblok.VOLLEDIG: "Het bericht gaat over één cliënt, met naam, geboortedatum en burgerservicenummer",
    Clientblok.APART: "Wie het zijn staat in een apart verzegeld deel, dat met een reden wordt geopend",
    Clientblok.ANONIEM: "Zonder gegevens die naar een cliënt herleiden",
    Clientblok.GEEN: "Het bericht gaat niet over een cliënt",
}
KARAKTER = {
    Karakter.PLICHT: "een plicht: na de laatste dag is het te laat",
    Karakter.KANS: "een kans: later mag ook",
    Karakter.AANSPRAAK: "een aanspraak: na de laatste dag kan het niet meer",
    Karakter.VERWACHTING: "een verwachting, geen termijn",
    Karakter.MIJLPAAL: "een datum om te onthouden, er loopt niets af",
}
FASE = {Fase.BIJ_TEAM: "het team", Fase.BIJ_AFZENDER: "de afzender", Fase.KLAAR: "niemand meer"}
EIS = {
    Eis.VERPLICHT: "altijd verplicht",
    Eis.GEWENST: "gewenst: zonder dit stuk vraagt het portaal waarom",
    Eis.MAG: "mag, hoeft niet",
}
NIET_NA_OVERLIJDEN = "Niet meer als de afzender weet dat het overlijden van deze cliënt is vastgelegd"
BURGER_MAG = "Meldt de burger het zelf, dan hoeft het niet."
BURGER_NIET = "Meldt de burger het zelf, dan wordt dit niet gevraagd."
HET = frozenset({Partij.BEHANDELEND_TEAM, Partij.COLLEGE, Partij.PORTAAL})
ZONDER_LIDWOORD = {Partij.TOEZICHT: "toezicht", Partij.VEILIG_THUIS: "Veilig Thuis"}
CONTACT = " (hier komt de contactregel van het team)"
MOMENTEN = {INDIENEN: "het versturen zelf", VOLGEND_BERICHT: "het volgende bericht in deze mailbox"}
GEVOLG = {
    "NieuwBericht": "Begint een nieuw bericht, met de antwoorden die al bekend zijn",
    "SluitVerband": "Sluit het bericht waar dit bij hoort, met zijn termijnen en taken",
    "StapBijClient": "Zet een stap op een ander bericht van uw team over deze cliënt",
    "StapBijMede": "Zet een stap op wat de andere ontvangers van deze verzending hebben",
    "StapBijVolgers": "Zet een stap op wat bij dit bericht hoort en al is verstuurd",
    "StapOpVerband": "Zet een stap op het bericht waar dit bij hoort",
    "BeeindigClient": "Beëindigt alle andere termijnen van deze cliënt",
    "HerstelClient": "Laat terugkomen wat dit bericht van deze cliënt beëindigde",
    "VulRegister": "Schrijft in een register",
    "TaakGedaan": "Handelt de taak af bij het bericht waar dit bij hoort",
    "TakenVervallen": "Laat de open taken van dit bericht vervallen",
    "LeegRegister": "Haalt uit een register",
}
TEKST = {Tekst.GEEN: "", Tekst.MAG: "Een toelichting mag", Tekst.MOET: "Een tekst is verplicht"}


def party(partij: Partij) -> str:
    """Name a party with its article: 'het behandelend team'."""
    naam = partij.value.replace("_", " ")
    return ZONDER_LIDWOORD.get(partij) or f"{'het' if partij in HET else 'de'} {naam}"


def na_overlijden(mailbox: Mailbox | Taak) -> list[str]:
    """Say whether it may still be sent after a recorded death; nothing where it is not about a client that all can read.

    Of a taak, that it is still owed then.
    """
    if isinstance(mailbox, Taak):
        uitzondering = mailbox.vanaf.behalve if mailbox.vanaf is not None else mailbox.vervalt_als
        behalve = f", behalve {uitzondering}" if uitzondering else ""
        return [f"Moet ook nog als de cliënt is overleden{behalve} [I]."] if mailbox.na_overlijden else []
    waarom = mailbox.na_overlijden
    if mailbox.clientblok is not Clientblok.VOLLEDIG:
        return []
    return [f"Ook na een vastgelegd overlijden: {waarom[0].lower()}{waarom[1:]}" if waarom else NIET_NA_OVERLIJDEN]
