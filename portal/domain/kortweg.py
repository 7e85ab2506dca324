"""A clock and its warnings in a few words, as they are declared."""

from portal.domain.termijn import Karakter, Richting, Termijn, Waarschuwing
from portal.domain.trede import Trede
from portal.domain.uitleg import WIE, hoeveel


def in_het_kort(termijn: Termijn) -> str:
    """Say how long a clock is in a few words; a duty that is due at once never reads as a free period."""
    if termijn.karakter is Karakter.MIJLPAAL:
        return "de datum zelf"
    duur = hoeveel(termijn.aantal, termijn.eenheid)
    if termijn.onverwijld:
        return f"onverwijld, uiterlijk {duur}"
    return f"uiterlijk {duur} ervoor" if termijn.richting is Richting.TERUG else duur


def waarschuwing_in_het_kort(waarschuwing: Waarschuwing) -> str:
    """Say when a warning comes and to whom: 'Waarschuwing 1 week voor de laatste dag, aan de aanbieder.'."""
    ijkdag = "begin van de termijn" if waarschuwing.vanaf_begin else "laatste dag"
    lidwoord = "het" if waarschuwing.vanaf_begin else "de"
    if waarschuwing.aantal == 0:
        wanneer = f"op {lidwoord} {ijkdag}"
    else:
        kant = "voor" if waarschuwing.aantal < 0 else "na"
        wanneer = f"{hoeveel(abs(waarschuwing.aantal), waarschuwing.eenheid)} {kant} {lidwoord} {ijkdag}"
    return f"Waarschuwing {wanneer}, aan {WIE[waarschuwing.aan]}."


def trede_in_het_kort(trede: Trede) -> str:
    """Say which rung follows and who takes it: "'Herinnering', vanzelf"."""
    wie = "vanzelf" if trede.is_vanzelf else f"als {WIE[trede.door]} dat beslist"
    return f"'{trede.titel}', {wie}"
