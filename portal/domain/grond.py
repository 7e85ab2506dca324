"""The grounds on which a clock may stand still or be lengthened: a fixed list, so that a ground may stand in clear."""

from dataclasses import dataclass
from typing import Final

from portal.domain.bron import Bron


@dataclass(frozen=True, slots=True, kw_only=True)
class Grond:
    """A ground; `titel` follows 'want' in the explanation, `uitleg` is what the team must see to.

    `toezegging` marks a day that is promised while the term itself stays as it is. `vraagt_einde`: a clock stands still on
    it only until a last day that was given; `loopt_vanzelf`: once such a day has passed the clock runs on by itself.
    """

    code: str
    titel: str
    bron: Bron
    uitleg: str = ""
    toezegging: bool = False
    vraagt_einde: bool = False
    loopt_vanzelf: bool = False

    @property
    def met_bron(self) -> str:
        """The ground with its source: 'er is overmacht (Awb 4:15 lid 2 onder c)'."""
        bron = str(self.bron).replace(" (", ", ").replace(")", "")
        return f"{self.titel} ({bron})"


AANVULLING: Final = Grond(
    code="awb-4-15-1-a",
    titel="de aanvrager is gevraagd de aanvraag aan te vullen",
    bron=Bron(plaats="Awb 4:15 lid 1 onder a"),
    uitleg="Noem in uw brief tot wanneer de aanvrager de tijd heeft. Zonder die termijn staat de klok niet stil "
    "(Raad van State 21 september 2016, ECLI:NL:RVS:2016:2527).",
    vraagt_einde=True,
    loopt_vanzelf=True,  # 'of de daarvoor gestelde termijn ongebruikt is verstreken'
)
BUITENLAND: Final = Grond(
    code="awb-4-15-1-b",
    titel="er is informatie gevraagd aan een buitenlandse instantie",
    bron=Bron(plaats="Awb 4:15 lid 1 onder b"),
    uitleg="Laat de aanvrager weten wanneer de termijn weer loopt (Awb 4:15 lid 4).",
)
INSTEMMING: Final = Grond(
    code="awb-4-15-2-a",
    titel="de aanvrager stemde schriftelijk in met uitstel",
    bron=Bron(plaats="Awb 4:15 lid 2 onder a"),
    uitleg="Bewaar de schriftelijke instemming bij het dossier.",
    loopt_vanzelf=True,  # 'gedurende de termijn waarvoor de aanvrager schriftelijk met uitstel heeft ingestemd'
)
TOEREKENBAAR: Final = Grond(
    code="awb-4-15-2-b",
    titel="de vertraging komt door de aanvrager",
    bron=Bron(plaats="Awb 4:15 lid 2 onder b"),
    uitleg="Laat de aanvrager weten wanneer de termijn weer loopt (Awb 4:15 lid 4).",
)
OVERMACHT: Final = Grond(
    code="awb-4-15-2-c",
    titel="er was overmacht",
    bron=Bron(plaats="Awb 4:15 lid 2 onder c"),
    uitleg="Laat de aanvrager meteen weten dat de termijn stilstaat en wanneer de beschikking dan komt (Awb 4:15 lid 3).",
)
VRAAG: Final = Grond(
    code="vraag",
    titel="er stond een vraag uit",
    bron=Bron(plaats="zoals de mailbox zegt", voorstel=True),
)
VERTRAGING: Final = Grond(
    code="awb-4-14",
    titel="er is een bericht van vertraging gestuurd",
    bron=Bron(plaats="Awb 4:14 lid 1", uit_geheugen=True),
    uitleg="Noem in uw brief een zo kort mogelijke termijn. De wettelijke termijn zelf wordt er niet langer van.",
    toezegging=True,
)
VERDAGING_KLACHT: Final = Grond(
    code="awb-9-11-2",
    titel="de afhandeling van de klacht is verdaagd",
    bron=Bron(plaats="Awb 9:11 lid 2", uit_geheugen=True),
    uitleg="Laat dit schriftelijk weten aan de klager en aan degene over wie wordt geklaagd.",
)
UITSTEL_KLACHT: Final = Grond(
    code="awb-9-11-3",
    titel="de klager stemde schriftelijk in met verder uitstel",
    bron=Bron(plaats="Awb 9:11 lid 3", uit_geheugen=True),
    uitleg="Bewaar de schriftelijke instemming bij het dossier. Laat het ook weten aan degene over wie wordt geklaagd.",
)
AFSPRAAK: Final = Grond(
    code="afspraak",
    titel="de betrokkenen spraken een langere termijn af",
    bron=Bron(plaats="", voorstel=True),
)
# Why a clock ended, or runs again, that has nothing to do with its own time.
OVERLIJDEN: Final = Grond(
    code="overlijden",
    titel="er is vastgelegd dat de cliënt is overleden",
    bron=Bron(plaats="naar Handboek §5.8", voorstel=True),
)
TOCH_NIET_OVERLEDEN: Final = Grond(
    code="toch-niet-overleden",
    titel="het overlijden was ten onrechte vastgelegd",
    bron=Bron(plaats="naar Handboek §5.8", voorstel=True),
)
# Why a clock counts from another day: somebody corrected it where it was said.
BIJ_VERBAND: Final = Grond(
    code="bij-verband",
    titel="de dag waarvan hij telt, is verbeterd bij het bericht waar dit bij hoort",
    bron=Bron(plaats="", voorstel=True),
)

OPSCHORTINGSGRONDEN: Final = (AANVULLING, BUITENLAND, INSTEMMING, TOEREKENBAAR, OVERMACHT)
GRONDEN: Final = {
    grond.code: grond
    for grond in (
        *OPSCHORTINGSGRONDEN,
        VRAAG,
        VERTRAGING,
        VERDAGING_KLACHT,
        UITSTEL_KLACHT,
        AFSPRAAK,
        OVERLIJDEN,
        TOCH_NIET_OVERLEDEN,
        BIJ_VERBAND,
    )
}


def grond_met(code: str) -> Grond:
    """Return the ground with this code; raises ValueError for one that no declaration has."""
    if code not in GRONDEN:
        raise ValueError(f"geen grond: {code}")
    return GRONDEN[code]
