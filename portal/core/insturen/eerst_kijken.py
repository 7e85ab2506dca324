"""What the own team has about the same client that may forbid an open taak, such as a 301 about who must stay hidden (iWmo OP003)."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam, select

from portal.core.accounts import Gebruiker
from portal.core.bericht.verwant import CODE, DIT, OF_ASKED, SOORT, asked
from portal.core.bericht.zicht import BerichtKop
from portal.core.client.zelfde_client import seems_same
from portal.core.insturen.waarschuwing import Ander, Waarschuwing
from portal.core.services import Services
from portal.domain.basisloop import INGETROKKEN
from portal.models import Bericht
from portal.prepared import Prepared, Row

# What was decided there counts as well: who was in danger then may still be so.
_STANDS: Final = Prepared(
    select(Bericht.id, Bericht.nummer, Bericht.mailbox)
    .where(
        Bericht.id.in_(seems_same((SOORT, CODE), DIT)),
        Bericht.mailbox.in_(bindparam("mailboxen", expanding=True)),
        Bericht.status != INGETROKKEN.code,
        OF_ASKED,
    )
    .order_by(Bericht.ingediend, Bericht.nummer)
)


def look_first(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> tuple[Waarschuwing, ...]:
    """Warn at an open taak of what the asker himself may read and should read before he does it."""
    open_ = {taak.code for taak in zicht.taken if taak.open}
    taken = [taak for taak in zicht.mailbox.taken() if taak.eerst is not None and taak.code in open_]
    if not taken:
        return ()
    mailboxen = sorted({code for taak in taken if taak.eerst for code in taak.eerst.mailboxen})
    with services.database.lezen() as session:
        rijen = _STANDS.rows(session, **asked(gebruiker, zicht.id), mailboxen=mailboxen)
    return tuple(
        Waarschuwing(
            titel=f"Kijk eerst daar: {taak.titel}", tekst=taak.eerst.tekst, andere=_of(rijen, taak.eerst.mailboxen)
        )
        for taak in {taak.code: taak for taak in taken}.values()
        if taak.eerst and _of(rijen, taak.eerst.mailboxen)
    )


def _of(rijen: Collection[Row], mailboxen: Collection[str]) -> tuple[Ander, ...]:
    return tuple(Ander(id=id_, nummer=nummer) for id_, nummer, welke in rijen if welke in mailboxen)
