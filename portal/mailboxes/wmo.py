"""De termijnen die de Wmo 2015 aan de gemeente stelt, wat daaraan mag veranderen, en wie wordt gewaarschuwd (voorstel); voor elke mailbox dezelfde."""

from typing import Final

from portal.domain.bron import Bron
from portal.domain.grond import OPSCHORTINGSGRONDEN, VERTRAGING
from portal.domain.mailbox import Bewaring
from portal.domain.partij import Partij
from portal.domain.termijn import Begin, BijAankomst, Eenheid, NietNa, Soort, Termijn, Verlengbaar
from portal.mailboxes import waarschuwingen

# De beschikking is gegeven op de dag dat zij is verstuurd (Awb 3:40 en 3:41), niet op de dag van het besluit in het portaal.
GEGEVEN: Final = ("taak:beschikking",)
DOSSIER: Final = Bewaring(jaren=15, vanaf="ontvangst", bron=Bron(plaats="Wmo 5.3.4"))


def onderzoek(*, titel: str, bron: Bron, eindigt: tuple[str, ...]) -> Termijn:
    """Het onderzoek na de melding: 6 weken (Wmo 2.3.2 lid 1).

    Geen wet laat het stilstaan of langer duren: na 6 weken mag de burger een aanvraag doen (Wmo 2.3.2 lid 9).
    """
    return Termijn(
        code="onderzoek",
        titel=titel,
        aantal=6,
        eenheid=Eenheid.WEEK,
        soort=Soort.WETTELIJK,
        begint=BijAankomst(),
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=bron,
        eindigt=eindigt,
        waarschuwingen=waarschuwingen.VAN_HET_TEAM,
    )


def beschikking(*, begint: Begin, vervalt: tuple[str, ...] = (), niet_na: NietNa | None = None) -> Termijn:
    """De beschikking na de aanvraag: 2 weken (Wmo 2.3.5 lid 2), die kan stilstaan (Awb 4:15).

    Zij loopt door na het besluit in het portaal, tot de beschikking is verstuurd: dan pas is zij gegeven.

    Een bericht van vertraging (Awb 4:14) noemt een latere dag, tot 8 weken later (voorstel), en laat de termijn staan.
    """
    return Termijn(
        code="beschikking",
        titel="Beschikking",
        aantal=2,
        eenheid=Eenheid.WEEK,
        soort=Soort.WETTELIJK,
        begint=begint,
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=Bron(plaats="Wmo 2.3.5 lid 2"),
        eindigt=GEGEVEN,
        vervalt=vervalt,
        opschorten=OPSCHORTINGSGRONDEN,
        # De wet noemt geen grens aan hoe vaak (Awb 4:14 lid 1); 8 weken per keer is een voorstel.
        verlengen=(Verlengbaar(grond=VERTRAGING, aantal=8, eenheid=Eenheid.WEEK, keer=None),),
        niet_na=niet_na,
        waarschuwingen=waarschuwingen.KORT_VAN_HET_TEAM,
    )
