"""Warnings of a text that must be anonymous and seems to say who it is about: for who sends it, and for who may not know."""

from typing import Final

from portal.core.insturen.waarschuwing import Waarschuwing
from portal.domain.herkenbaar import noemt_persoon
from portal.domain.mailbox import Clientblok, Mailbox
from portal.domain.voorwaarde import Feiten

# Who reads this answer knows who the client is.
BEKEND: Final = "achternaam"


def recognised(mailbox: Mailbox, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn who sends of a name or birth date where some who read it may not know who it is."""
    return _named_in(
        mailbox,
        feiten,
        "Niet iedereen die dit leest, mag weten wie het is. Haal namen, geboortedata en adressen weg voor u het verstuurt.",
    )


def read_as_somebody(mailbox: Mailbox, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn who got it of the same, unless he was told who the client is."""
    if BEKEND in feiten:
        return ()
    tekst = "Dit hoort anoniem te zijn. Deel het niet verder, en vraag de afzender om het zonder namen te schrijven."
    return _named_in(mailbox, feiten, tekst)


def _named_in(mailbox: Mailbox, feiten: Feiten, tekst: str) -> tuple[Waarschuwing, ...]:
    """Return this warning for each text that must be anonymous and seems to name somebody."""
    anoniem = mailbox.clientblok is Clientblok.ANONIEM
    return tuple(
        Waarschuwing(titel=f"Bij '{veld.label}' staat misschien wie het is", tekst=tekst)
        for veld in mailbox.formulier.veldinfo()
        if (veld.soort == "anonieme_tekst" or (anoniem and veld.soort.endswith("tekst")))
        and noemt_persoon(str(feiten.get(veld.naam, "")))
    )
