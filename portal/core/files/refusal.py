"""The refusal of a file: why, and the Dutch sentence that tells the sender what to do."""

from enum import StrEnum


class Reden(StrEnum):
    """Why a file is refused; the code goes to scripts and tests, the text to the page."""

    LEEG = "leeg"
    TE_GROOT = "te_groot"
    TE_VEEL = "te_veel"
    EXTENSIE_ONBEKEND = "extensie_onbekend"
    EXTENSIE_NIET_TOEGESTAAN = "extensie_niet_toegestaan"
    INHOUD_PAST_NIET_BIJ_NAAM = "inhoud_past_niet_bij_naam"
    BESCHADIGD = "beschadigd"
    WACHTWOORD = "wachtwoord"
    MACROS = "macros"
    PROGRAMMA = "programma"
    INGESLOTEN = "ingesloten"
    SJABLOON = "sjabloon"
    ZIPBOM = "zipbom"
    PIXELBOM = "pixelbom"
    NAAM_ONGELDIG = "naam_ongeldig"
    NAAM_BSN = "naam_bsn"


class Bestandsfout(Exception):
    """A file that is not accepted: `reden` for the machine, `tekst` for the page."""

    def __init__(self, reden: Reden, tekst: str) -> None:
        """Keep both; the text never holds anything from inside the file."""
        super().__init__(tekst)
        self.reden = reden
        self.tekst = tekst


def refusal(reden: Reden, **details: str) -> Bestandsfout:
    """Make the refusal for this reason; `details` fill the places in its text."""
    return Bestandsfout(reden, _TEXTS[reden].format(**details))


def too_large(maximaal_bytes: int) -> Bestandsfout:
    """Make the refusal for a file above this many bytes."""
    return refusal(Reden.TE_GROOT, grens=readable_size(maximaal_bytes))


def readable_size(count: int) -> str:
    """Write a number of bytes as people read it: '25 MB', '512 kB', '300 bytes'."""
    for unit, size in (("MB", 1024 * 1024), ("kB", 1024)):
        if count >= size:
            return f"{count // size} {unit}"
    return f"{count} bytes"


_TEXTS = {
    Reden.LEEG: "Dit bestand is leeg. Kijk of u het goede bestand koos en voeg het opnieuw toe.",
    Reden.TE_GROOT: "Dit bestand is te groot. Het mag hoogstens {grens} zijn. "
    "Maak het kleiner of verdeel het over meer bestanden.",
    Reden.TE_VEEL: "Bij '{titel}' kunt u hoogstens {aantal} bestanden toevoegen. "
    "Verwijder eerst een ander bestand als u dit wilt meesturen.",
    Reden.EXTENSIE_ONBEKEND: "Dit soort bestand nemen wij niet aan. "
    "Sla het op als {toegestaan} en voeg het opnieuw toe.",
    Reden.EXTENSIE_NIET_TOEGESTAAN: "Een {soort}-bestand kan hier niet. "
    "Sla het op als {toegestaan} en voeg het opnieuw toe.",
    Reden.INHOUD_PAST_NIET_BIJ_NAAM: "Dit is geen echt {soort}-bestand: de inhoud past niet bij de naam. "
    "Open het bestand, sla het op als {soort} en voeg het opnieuw toe.",
    Reden.BESCHADIGD: "Wij kunnen dit bestand niet lezen. Het is beschadigd of niet compleet. "
    "Open het bestand, sla het opnieuw op en voeg het nog een keer toe.",
    Reden.WACHTWOORD: "Dit bestand is beveiligd, bijvoorbeeld met een wachtwoord. "
    "Sla het op zonder beveiliging en voeg het opnieuw toe.",
    Reden.MACROS: "In dit bestand zitten macro's (kleine programma's). Die nemen wij niet aan. "
    "Sla het op zonder macro's en voeg het opnieuw toe.",
    Reden.PROGRAMMA: "In dit bestand zit een programma, of een bestand dat er een kan starten. Dat nemen wij niet aan. "
    "Haal het eruit en voeg het bestand opnieuw toe, of sla het op als pdf.",
    Reden.INGESLOTEN: "In dit bestand zit een ander bestand ingesloten dat wij niet kunnen nakijken. "
    "Sla het op als pdf en voeg die toe. Hoort het andere bestand erbij? Voeg het dan apart toe.",
    Reden.SJABLOON: "Dit bestand haalt bij het openen iets van een andere plek, zoals een sjabloon. Dat nemen wij niet aan. "
    "Sla het op als pdf en voeg die toe.",
    Reden.ZIPBOM: "Dit bestand wordt bij het openen veel te groot. "
    "Maak het kleiner of verdeel het over meer bestanden.",
    Reden.PIXELBOM: "Deze afbeelding heeft te veel beeldpunten. Hoogstens 50 miljoen is mogelijk. "
    "Maak de afbeelding kleiner en voeg haar opnieuw toe.",
    Reden.NAAM_ONGELDIG: "De naam van dit bestand is te lang of bevat vreemde tekens. "
    "Geef het bestand een korte, gewone naam en voeg het opnieuw toe.",
    Reden.NAAM_BSN: "In de naam van dit bestand staat een burgerservicenummer, en wie dit leest, mag niet weten om wie het gaat. "
    "Geef het bestand een andere naam en voeg het opnieuw toe.",
}
