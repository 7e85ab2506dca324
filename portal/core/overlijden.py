"""The berichten by which the death of a client was recorded, for who may know: the team that did so, and who told it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.services import Mailboxen
from portal.core.verwant import of_asker
from portal.domain.gevolg import BeeindigClient
from portal.models import Bericht, Overgang


def recorded(
    session: Session, mailboxen: Mailboxen, gebruiker: Gebruiker, welke: "Select[UUID] | Collection[UUID]"
) -> Mapping[UUID, str]:
    """Return the id and number of those of these berichten, of the asker's own sides, in which a step ended a client."""
    stappen = [
        and_(Bericht.mailbox == mailbox.code, Overgang.code == overgang.code)
        for mailbox in mailboxen.alle()
        for overgang in mailbox.levensloop.overgangen
        if any(isinstance(gevolg, BeeindigClient) for gevolg in overgang.gevolgen)
    ]
    if not stappen:
        return {}
    query = (
        select(Bericht.id, Bericht.nummer)
        .join(Overgang, Overgang.bericht == Bericht.id)
        .where(Bericht.id.in_(welke), or_(*stappen), of_asker(gebruiker))
        .order_by(Bericht.ingediend)
    )
    return {bericht: nummer for bericht, nummer in session.execute(query)}  # noqa: C416 - a Row is no pair to mypy
