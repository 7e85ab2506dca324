"""The day on which a client died, as it was told: in clear where a clock counts from it, and nowhere else."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.services import Mailboxen
from portal.domain.gevolg import BeeindigClient
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import OpDatum
from portal.models import Bericht, Termijn

# The fact that a mailbox can compare an answered day with.
FEIT: Final = "client.overleden"


def day_of_death(session: Session, mailboxen: Mailboxen, doden: Collection[UUID]) -> date | None:
    """Return the first of the days of death that these berichten tell; None where none of them has a clock that counts from it."""
    dagen = list[date]()
    for dood in session.scalars(select(Bericht).where(Bericht.id.in_(doden))).all() if doden else ():
        mailbox = mailboxen.met_code(dood.mailbox)
        if mailbox is not None:
            gevolgen = (g for o in mailbox.levensloop.overgangen for g in o.gevolgen)
            velden = {g.dag for g in gevolgen if isinstance(g, BeeindigClient)}
            dagen += [dag for veld, dag in answered_days(session, mailbox, dood.id).items() if veld in velden]
    return min(dagen, default=None)


def answered_days(session: Session, mailbox: Mailbox, bericht: UUID) -> Mapping[str, date]:
    """Return by field the days that were answered and that a clock of this bericht counts from, as they were corrected."""
    velden = {t.code: t.begint.veld for t in mailbox.termijnen if isinstance(t.begint, OpDatum)}
    query = select(Termijn.code, Termijn.vanaf).where(Termijn.bericht == bericht, Termijn.code.in_(velden))
    return {velden[code]: vanaf for code, vanaf in session.execute(query)}
