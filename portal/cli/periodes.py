"""What the command line understands of a clock that stands still or becomes longer: '2026-04-10:2026-04-20', '2 weken'."""

import re
from datetime import date
from typing import Final

from portal.cli import Geweigerd
from portal.domain.grond import AFSPRAAK, VRAAG
from portal.domain.stilstand import Opschorting, Verlenging
from portal.domain.termijn import Eenheid, OnmogelijkeTermijn, Soort, Termijn
from portal.domain.uitleg import hoeveel
from portal.domain.verlengen import te_lang

_EENHEDEN: Final = {
    "werkdag": Eenheid.WERKDAG,
    "werkdagen": Eenheid.WERKDAG,
    "dag": Eenheid.KALENDERDAG,
    "dagen": Eenheid.KALENDERDAG,
    "week": Eenheid.WEEK,
    "weken": Eenheid.WEEK,
    "maand": Eenheid.MAAND,
    "maanden": Eenheid.MAAND,
}


def opgeschort(termijn: Termijn, waarden: tuple[str, ...]) -> tuple[Opschorting, ...]:
    """Read each 'VAN:TOT', TOT empty while it stands still, on the first ground the clock declares; raises Geweigerd."""
    grond = termijn.opschorten[0] if termijn.opschorten else VRAAG
    gelezen = []
    for waarde in waarden:
        van, _, tot = waarde.partition(":")
        try:
            tot_dag = date.fromisoformat(tot) if tot else None
            gelezen.append(Opschorting(van=date.fromisoformat(van), tot=tot_dag, grond=grond))
        except OnmogelijkeTermijn as fout:
            raise Geweigerd(str(fout)) from None
        except ValueError:
            raise Geweigerd(f"'{waarde}' is geen periode. Schrijf VAN:TOT, zoals 2026-04-10:2026-04-20.") from None
    return tuple(gelezen)


def verlengd(termijn: Termijn, waarden: tuple[str, ...]) -> tuple[Verlenging, ...]:
    """Read each '2 weken', on the first ground the clock declares; raises Geweigerd.

    A wettelijke termijn becomes no longer than the law lets it; an agreed one without a ground as long as was agreed.
    """
    grond = termijn.verlengen[0].grond if termijn.verlengen else AFSPRAAK
    vrij = not termijn.verlengen and termijn.soort is Soort.AFSPRAAK
    gelezen: list[Verlenging] = []
    for waarde in waarden:
        deel = re.fullmatch(r"([1-9][0-9]{0,3}) ([a-z]+)", waarde)
        if deel is None or deel[2] not in _EENHEDEN:
            raise Geweigerd(f"'{waarde}' is geen lengte. Schrijf een getal en een eenheid, zoals '2 weken'.")
        aantal, eenheid = int(deel[1]), _EENHEDEN[deel[2]]
        anders = not vrij and any(v.eenheid is not eenheid for v in termijn.verlengen)
        tekst = "" if vrij else te_lang(termijn.verlengen, grond, aantal, eerder=len(gelezen))
        if anders or tekst:
            eenheden = f"Tel in: {hoeveel(2, termijn.verlengen[0].eenheid)[2:]}." if anders else tekst
            raise Geweigerd(f"Termijn '{termijn.code}' kan niet worden verlengd met {waarde}. {eenheden}")
        gelezen.append(Verlenging(aantal=aantal, eenheid=eenheid, grond=grond))
    return tuple(gelezen)
