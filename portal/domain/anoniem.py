"""What may not name a client: a mailbox that is anonymous is so in every text, of its form, of its steps and in the names of its files."""

from typing import Final

from portal.domain.bsn import noemt_bsn
from portal.domain.formulier import Antwoorden, Formulier, Fout
from portal.domain.mailbox import Clientblok, Mailbox

# The kind of field that may not say who it is, and the one that asks a burgerservicenummer, where a step may ask it.
TEKST: Final = "anonieme_tekst"
NUMMER: Final = "bsn"
BSN_IN_TEKST: Final = (
    "In deze tekst staat een burgerservicenummer. Haal het weg: wie dit leest, mag niet weten om wie het gaat."
)


def is_anoniem(mailbox: Mailbox) -> bool:
    """Tell whether nothing in a bericht of this mailbox may lead to a client: declared so, or about no client and with a text that may not."""
    if mailbox.clientblok is Clientblok.GEEN:
        return any(veld.soort == TEKST for veld in mailbox.formulier.veldinfo())
    return mailbox.clientblok is Clientblok.ANONIEM


def nummers_in(formulier: type[Formulier], antwoorden: Antwoorden) -> tuple[Fout, ...]:
    """Return each answer in which a burgerservicenummer stands, but those to a field that asks for one."""
    gevraagd = {veld.naam for veld in formulier.veldinfo() if veld.soort == NUMMER}
    return tuple(
        Fout(veld=antwoord.veld, tekst=BSN_IN_TEKST)
        for sectie in antwoorden.secties
        for antwoord in sectie.antwoorden
        if antwoord.veld not in gevraagd and noemt_bsn(antwoord.tekst)
    )
