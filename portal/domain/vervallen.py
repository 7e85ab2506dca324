"""What lapses when a decision cannot be carried out after all."""

from dataclasses import dataclass

from portal.domain.bron import Bron
from portal.domain.voorwaarde import Voorwaarde


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenVervallen:
    """The step lets the open taken of this bericht lapse, with every clock that still runs for it; before its own begin.

    Conditions see the taken as facts: 'taak.<code>' is "open", "gedaan" or "vervallen".
    """

    bron: Bron
    als: Voorwaarde | None = None
