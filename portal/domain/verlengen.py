"""How much longer a clock may become: what its declaration, and so the law or the agreement, allows."""

from collections.abc import Sequence

from portal.domain.grond import Grond
from portal.domain.termijn import Verlengbaar
from portal.domain.uitleg import hoeveel


def te_lang(verlengen: Sequence[Verlengbaar], grond: Grond, aantal: int, *, eerder: int = 0) -> str:
    """Say why a clock may not be lengthened so on this ground; empty when it may. `eerder` is how often it was already."""
    verlengbaar = next((v for v in verlengen if v.grond == grond), None)
    if verlengbaar is None:
        return "Deze termijn kan niet worden verlengd."
    if not mag_nog(verlengbaar, eerder):
        return "Deze termijn kan op deze grond niet nog een keer worden verlengd."
    if 1 <= aantal <= verlengbaar.aantal:
        return ""
    hoogstens = hoeveel(verlengbaar.aantal, verlengbaar.eenheid)
    return f"Vul een getal in van 1 tot en met {verlengbaar.aantal}. Het kan hoogstens {hoogstens} zijn."


def mag_nog(verlengbaar: Verlengbaar, eerder: int) -> bool:
    """Tell whether a clock may be lengthened in this way once more, after so many times."""
    return verlengbaar.keer is None or eerder < verlengbaar.keer
