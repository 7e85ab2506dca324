"""A day that was set at a decision to prolong a term, and that the corrected begin of that term has overtaken."""

from collections.abc import Iterator

from portal.core.bericht.zicht import BerichtKop
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.klokken.klokken import LEVEND, Klokstatus
from portal.domain.datums import voluit
from portal.domain.termijn import BijAntwoord


def overtaken(zicht: BerichtKop) -> Iterator[Waarschuwing]:
    """Warn the team of each day that lies no longer after the term that it prolongs: it was named to another, so only a person moves it."""
    for klok in zicht.termijnen if not zicht.is_afzender else ():
        termijn = zicht.mailbox.termijn(klok.code)
        if termijn is None or klok.status not in LEVEND or not isinstance(termijn.begint, BijAntwoord):
            continue
        eerder = (t for t in zicht.termijnen if t.code == termijn.begint.na and t.status is not Klokstatus.VERVALLEN)
        stap = zicht.mailbox.levensloop.overgang(termijn.begint.overgang)
        for verlengd in eerder:
            if verlengd.datum >= klok.datum and stap is not None:
                yield Waarschuwing(
                    titel=f"{klok.titel} ligt niet na de laatste dag van '{verlengd.titel}'",
                    tekst=f"De laatste dag daarvan is nu {voluit(verlengd.datum)}. Bij de beslissing is {voluit(klok.datum)} "
                    f"vastgelegd, en die dag verandert niet mee. Moet het een latere dag zijn? Kies dan nog eens '{stap.titel}'.",
                )
