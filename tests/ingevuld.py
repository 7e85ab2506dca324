"""Any form filled in by itself, rightly and no more than is asked: what every mailbox promises is tried with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from portal.domain.formulier import Formulier, Kader
from portal.domain.mailbox import Mailbox
from portal.forms import AantallenVeld, BerichtFormulier, DatumVeld, Veld
from tests.voorbeelden import BSN, VANDAAG, kader

_BY_KIND = {
    "bsn": BSN,
    "lange_tekst": "Een toelichting zonder namen.",
    "anonieme_tekst": "Een toelichting zonder namen.",
    "nummer": "12",
    "jaar": str(VANDAAG.year),
    "vink": "ja",
    "ja_nee": "nee",
    "verband": "BP-2F7K-9QXA",
}
_BY_NAME = {
    "voorletters": "J.",
    "geboortedatum": "12-5-1987",
    "postcode": "9712 HW",
    "huisnummer": "12a",
    "gemeente_inschrijving": "1979",
    "gemeente_indicatie": "1979",
    "gewenst": "verblijf-nabij",
    "verband": "ja",  # who is in no samenwerkingsverband asks no place
    "kvk": "12345678",
    "nieuwe_gemeente": "1979",
    "nieuwe_locatie": "1979.twee",
}
# Not required, as the core looks them up first; for a client it knows nothing of they are needed.
OPGEZOCHT = frozenset({"gemeente_indicatie"})


def met_registers() -> Kader:
    """Return what a form may know, with two locations in Eemsdelta, one in Groningen and an onderaannemer to choose from."""
    locaties = (("1979.een", "De Wilgen, Delfzijl"), ("1979.twee", "De Eiken, Appingedam"), ("0014.drie", "De Linden"))
    return replace(kader(), keuzes={"locaties": locaties, "onderaannemers": ((".vier", "Zorg Apart"),)})


def ingevuld(mailbox: Mailbox, **anders: Sequence[str]) -> dict[str, list[str]]:
    """Return what is typed for a form that passes in region Groningen, with these answers in it."""
    return ingevuld_met(mailbox, met_registers(), anders)


def ingevuld_met(mailbox: Mailbox, weet: Kader, anders: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what is typed for a form that passes: every required question that is asked, with 'nee' or the first choice.

    `weet` is what the form may know; `anders` are answers to give instead.
    """
    return ingevuld_formulier(mailbox.formulier, weet, anders)


def ingevuld_formulier(
    formulier: type[Formulier], weet: Kader, anders: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return the same for the form of a step."""
    assert issubclass(formulier, BerichtFormulier)
    ruw = {naam: [waarden] if isinstance(waarden, str) else list(waarden) for naam, waarden in anders.items()}
    while nieuw := _missing(formulier.vul(ruw, weet), weet, ruw):
        ruw |= nieuw
    return ruw


def _missing(formulier: BerichtFormulier, weet: Kader, ruw: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        veld.short_name: _value(veld, weet)
        for veld in formulier.velden()
        if (veld.verplicht or veld.short_name in OPGEZOCHT)
        and veld.short_name not in ruw
        and formulier.wordt_gevraagd(veld.short_name)
    }


def _value(veld: Veld, weet: Kader) -> list[str]:
    naam = veld.short_name
    geboden = {keuze.value for keuze in getattr(veld, "choices", None) or ()}
    if naam in _BY_NAME and _BY_NAME[naam] in (geboden or {_BY_NAME[naam]}):
        return [_BY_NAME[naam]]
    if isinstance(veld, AantallenVeld):
        return [deel for sleutel, _ in veld.regels for deel in (f"regel:{sleutel}", "4")]  # three lines, twelve in all
    if isinstance(veld, DatumVeld):
        dagen = -3 if veld.verleden else 200
        return [(weet.vandaag + timedelta(days=dagen)).isoformat()]
    if veld.soort in _BY_KIND:
        return [_BY_KIND[veld.soort]]
    keuzes = [keuze.value for keuze in getattr(veld, "choices", None) or () if keuze.value]
    return [keuzes[0] if keuzes else "Antwoord"]
