"""Examples that many tests need: a valid verzoek as typed, fictional burgerservicenummers, and a small pdf."""

from collections.abc import Mapping, Sequence
from datetime import date

from portal.domain.formulier import Kader
from portal.regios import laad_regio

# From the range that is never given out; each passes the elfproef.
BSNS = (
    "999900006",
    "999900018",
    "999900031",
    "999900043",
    "999900055",
    "999900067",
    "999900079",
    "999900080",
    "999900092",
    "999900109",
)
BSN = BSNS[0]

VANDAAG = date(2026, 4, 7)
AANBIEDERS = (("huis-aan-het-diep", "Huis aan het Diep"), ("de-schakel", "Stichting De Schakel"))

_VERZOEK = {
    "bsn": BSN,
    "voorletters": "J.",
    "achternaam": "Visser",
    "geboortedatum": "12-5-1987",
    "kenmerk": "DS-0412",
    "soort": "wisseling",
    "reden": "Burger wil dichter bij zijn dochter wonen en heeft een plek gevonden.",
    "verhuist": "ja",
    "nieuwe_gemeente": "0014",
    "gemeente_inschrijving": "1979",
    "nieuwe_aanbieder": "andere-aanbieder",
    "nieuwe_aanbieder_naam": "Huis aan het Diep, Groningen",
    "afgesproken_met": "M. de Boer, teamleider",
    "afgesproken_op": "30-3-2026",
    "overgangsdatum": "1-5-2026",
    "andere_datum": "nee",
    "toewijzingnummer": "412",
    "producten": ("thuis-plus-4-6",),
    "einddatum": "31-10-2026",
    "ondertekend_op": "31-3-2026",
    "gezien_door": "K. Wiersma, woonbegeleider",
}


_MO_MELDING = {
    "bsn": BSN,
    "voorletters": "J.",
    "achternaam": "Visser",
    "geboortedatum": "12-5-1987",
    "gemeld_op": "2-4-2026",
    "gemeente_melding": "0957",
    "eerste_opvang": "ja",
    "reden": "De inwoner slaapt sinds gisteren op straat.",
    "gemeente_herkomst": "0957",
    "zekerheid": "vrijwel_zeker",
}


def volledige_mo_melding(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a valid mo-melding in Roermond (0957); `anders` changes answers."""
    return _typed({**_MO_MELDING, **anders})


def volledig_verzoek(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a valid verzoek-overdracht-toewijzing; `anders` changes answers, None leaves one out.

    From Eemsdelta (1979) to Groningen (0014), on 1 May 2026; fields that are asked only sometimes are added
    by name. Needs the bijlagen 'toestemmingsformulier' and 'onderbouwing'.
    """
    return _typed({**_VERZOEK, **anders})


_HERINDICATIE = {
    "bsn": BSN,
    "voorletters": "J.",
    "achternaam": "Visser",
    "geboortedatum": "12-5-1987",
    "kenmerk": "DS-0412",
    "gemeente_inschrijving": "1979",
    "verblijft_elders": "nee",
    "toewijzingnummer": "412",
    "producten": ("verblijf-24-uur",),
    "einddatum": "30-6-2026",
}


def volledige_herindicatie(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a valid herindicatie in Eemsdelta; needs the bijlage 'evaluatiedocument'."""
    return _typed({**_HERINDICATIE, **anders})


def volledig_overlijden(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a valid overlijden in Eemsdelta on 30 March 2026, without nazorgdagen."""
    client = ("bsn", "voorletters", "achternaam", "geboortedatum", "kenmerk")
    gemeente = {"gemeente_indicatie": "1979"}
    return _typed(
        {
            **{naam: _HERINDICATIE[naam] for naam in client},
            **gemeente,
            "overlijdensdatum": "30-3-2026",
            "nazorg": "nee",
            **anders,
        }
    )


_MELDING = {
    "soort": "geweld",
    "door_wie": "client",
    "gebeurd_op": "31-3-2026",
    "gebeurd_om": "rond 22 uur",
    "gemeente": "1979",
    "locatie": "De Vuurtoren, tweede verdieping",
    "beschrijving": "Een cliënt sloeg een andere cliënt in de gang.",
    "veilig": "ja",
    "maatregelen": "De cliënten zijn uit elkaar gehaald en er is nachtdienst bij gezet.",
    "geinformeerd": "De huisarts en de naasten.",
    "contactpersoon": "K. Wiersma, locatiemanager",
    "telefoon": "050 123 45 67",
    "kenmerk": "VIM-88",
    "voorletters": "J.",
    "achternaam": "Visser",
    "geboortedatum": "12-5-1987",
    "bsn": BSN,
    "anderen": "P. Purmer, cliënt, en L. Langhout, begeleider.",
}


def volledige_melding(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a valid calamiteit-geweld: geweld in Eemsdelta on 31 March 2026."""
    return _typed({**_MELDING, **anders})


def volledige_intrekking(melding: str, **anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed to withdraw the melding with this number, because the burger wants it."""
    client = {naam: _HERINDICATIE[naam] for naam in ("bsn", "voorletters", "achternaam", "geboortedatum", "kenmerk")}
    waarom = {"melding": melding, "wens": "burger", "reden": "De burger gaat bij familie wonen."}
    return _typed({**client, **waarom, **anders})


def volledige_aanvraag(verslag: str, **anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed to send back the signed verslag of the melding with this number, signed on 2 April 2026."""
    client = {naam: _HERINDICATIE[naam] for naam in ("bsn", "voorletters", "achternaam", "geboortedatum", "kenmerk")}
    getekend = {"uitkomst": "getekend", "ondertekend_op": "2-4-2026", "gezien_door": "K. Wiersma, woonbegeleider"}
    return _typed({"via": "portaal", "verslag": verslag, **client, **getekend, **anders})


def volledige_onderbreking(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a valid verlenging of an onderbreking that began on 2 February 2026, in Eemsdelta."""
    client = {naam: _HERINDICATIE[naam] for naam in ("bsn", "voorletters", "achternaam", "geboortedatum")}
    onderbreking = {"stopdatum": "2-2-2026", "grond": "kliniek", "tot": "1-7-2026", "waarom": "De opname duurt langer."}
    indicatie = {"toewijzingnummer": "412", "producten": ("verblijf-24-uur",), "einddatum": "31-12-2026"}
    return _typed({**client, "gemeente_indicatie": "1979", **indicatie, **onderbreking, **anders})


def volledige_casus(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a casus for the experttafel of 30 April 2026."""
    basis = {
        "vergadering": "2026-04-30",
        "casus": "Een burger past nergens.",
        "vraag": "Wie kan helpen?",
        "stappen": "Overleg met drie aanbieders.",
        "partijen": "Twee aanbieders en de GGZ.",
    }
    return _typed({**basis, **anders})


def volledige_kaart(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a sociale kaart with changes."""
    return _typed({"wijziging": "ja", "vrij": "2", **anders})


def volledige_verantwoording(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is typed for a stuk of the verantwoording over 2025."""
    return _typed({"stuk": "posten", "boekjaar": "2025", **anders})


def verhuizing(**anders: str | Sequence[str] | None) -> dict[str, list[str]]:
    """Return a valid verzoek by verhuizing, without a signed toestemmingsformulier."""
    basis: dict[str, str | Sequence[str] | None] = {
        "soort": "verhuizing",
        "verhuist": None,
        "toestemming": "nee",
        "geen_toestemming": "De burger is opgenomen en tekent later.",
        "ondertekend_op": None,
        "gezien_door": None,
    }
    return volledig_verzoek(**{**basis, **anders})


def _typed(waarden: Mapping[str, str | Sequence[str] | None]) -> dict[str, list[str]]:
    return {naam: [w] if isinstance(w, str) else list(w) for naam, w in waarden.items() if w is not None}


def kader(*, organisatie: str = "de-schakel", teams: tuple[tuple[str, str], ...] = ()) -> Kader:
    """Return what a form may know in tests: region Groningen on dinsdag 7 april 2026."""
    return Kader(
        vandaag=VANDAAG, regio=laad_regio("groningen"), organisatie=organisatie, aanbieders=AANBIEDERS, teams=teams
    )


def pdf() -> bytes:
    """Return the smallest pdf with one empty page, whole and well-formed."""
    objecten = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    inhoud, plaatsen = b"%PDF-1.4\n", []
    for nummer, object_ in enumerate(objecten, start=1):
        plaatsen.append(len(inhoud))
        inhoud += b"%d 0 obj\n%s\nendobj\n" % (nummer, object_)
    xref = b"".join(b"%010d 00000 n \n" % plaats for plaats in plaatsen)
    return (
        inhoud
        + b"xref\n0 4\n0000000000 65535 f \n"
        + xref
        + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(inhoud)
    )
