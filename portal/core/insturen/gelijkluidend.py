"""Answers that must be those of the bericht to which a new one belongs: it is opened, with the rights of who sends it, and compared."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from portal.core.accounts import Gebruiker
from portal.core.bericht.kwitantie import KloptNiet, NogNietOpgenomen
from portal.core.bericht.verbanden import Verbonden
from portal.core.lezen.reading import open_bericht
from portal.core.services import Services
from portal.domain.formulier import Fout
from portal.domain.mailbox import Mailbox, Verband
from portal.domain.voorwaarde import Feiten
from portal.sealing.client import TeVeel, VaultDown

ANDERS: Final = "In het bericht waar dit bij hoort, staat iets anders. Kijk na welk bericht u koos en wat daar staat."
DICHT: Final = "Het bericht waar dit bij hoort, kan nu niet worden geopend. Probeer het over een paar minuten opnieuw."


def differences(
    services: Services,
    gebruiker: Gebruiker,
    mailbox: Mailbox,
    feiten: Feiten,
    verbonden: Sequence[Verbonden],
    *,
    now: datetime,
) -> tuple[Fout, ...]:
    """Return what differs from the bericht it belongs to, or that this cannot be seen now."""
    gekozen = {verbinding.code: verbinding.bericht for verbinding in verbonden}
    fouten: list[Fout] = []
    for verband in mailbox.verbanden:
        if not verband.gelijk or verband.code not in gekozen:
            continue
        try:
            ginds = open_bericht(services, gebruiker, gekozen[verband.code], now=now).feiten
        except (VaultDown, TeVeel, NogNietOpgenomen, KloptNiet):
            fouten.append(Fout(veld=verband.code, tekst=DICHT))
        else:
            fouten.extend(_differing(verband, feiten, ginds))
    return tuple(fouten)


def _differing(verband: Verband, feiten: Feiten, ginds: Feiten) -> Iterator[Fout]:
    """Yield the answers that differ; what was not answered there is compared with nothing."""
    for hier, daar in verband.gelijk:
        if ginds.get(daar) not in {None, "", feiten.get(hier)}:
            yield Fout(veld=hier, tekst=ANDERS)
