"""Where a bericht stood when that was asked which it waits for now, or when it was closed or decided for what may turn out to be wrong."""

from collections.abc import Sequence
from typing import Final

from portal.domain.levensloop import Actie
from portal.models import Overgang

# What is said on one of these leads back to where it was asked (also by the sender: may this be withdrawn?); what undoes a
# closing, to where that was done.
VRAGEN: Final = frozenset({Actie.VRAAG_STELLEN.value, Actie.AANVULLEN.value, Actie.AFSLUITEN.value})


def asked_in(overgangen: Sequence[Overgang], status: str) -> str:
    """Return the toestand in which this status was asked for, empty when nothing is open; steps in their order.

    One question may be asked while another is open: each is closed by the step that leaves the toestand it led to. A besluit
    closes what it leaves, and may be opened again from where it led; not one that only answers what was asked.
    """
    gevraagd: list[Overgang] = []
    for overgang in overgangen:
        beantwoord = None
        if overgang.actie in VRAGEN and overgang.van != overgang.naar:
            gevraagd.append(overgang)
        elif gevraagd and overgang.van == gevraagd[-1].naar != overgang.naar:
            beantwoord = gevraagd.pop().van
        if overgang.actie == Actie.BESLUITEN.value and overgang.naar not in {overgang.van, beantwoord}:
            gevraagd.append(overgang)
    return gevraagd[-1].van if gevraagd and gevraagd[-1].naar == status else ""
