"""The berichten by which the death of a client was recorded, for who may know: the team that did so, and who told it."""

from collections.abc import Collection, Mapping
from functools import cache
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.services import Mailboxen, Services
from portal.core.verwant import CODE, DIT, OF_ASKED, SOORT, asked
from portal.core.zelfde_client import SAME_BSN, same_client
from portal.domain.gevolg import BeeindigClient
from portal.models import Bericht, Overgang


def recorded(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    *,
    welke: Collection[UUID] = (),
    van: UUID | None = None,
) -> Mapping[UUID, str]:
    """Return the id and number of berichten of the asker's own sides in which a step ended a client.

    Of these berichten, or of the others about the client of the bericht `van`.
    """
    stappen = services.regels.eens("sterfstappen", lambda: _ending_steps(services.mailboxen))
    if not stappen:
        return {}
    wie = {**asked(gebruiker, van), "welke": list(welke)}
    rijen = session.connection().execute(_query(stappen, van_client=van is not None), wie)
    return {bericht: nummer for bericht, nummer in rijen}  # noqa: C416 - a Row is no pair to mypy


def _ending_steps(mailboxen: Mailboxen) -> tuple[tuple[str, str], ...]:
    """Return the mailbox and the step of each declared step that ends a client."""
    return tuple(
        (mailbox.code, overgang.code)
        for mailbox in mailboxen.alle()
        for overgang in mailbox.levensloop.overgangen
        if any(isinstance(gevolg, BeeindigClient) for gevolg in overgang.gevolgen)
    )


@cache
def _query(stappen: tuple[tuple[str, str], ...], *, van_client: bool) -> Select[UUID, str]:
    """Ask for them; made once."""
    deze: BindParameter[list[UUID]] = bindparam("welke", expanding=True)
    welke = Bericht.id.in_(same_client((SOORT, CODE), DIT, op=SAME_BSN)) if van_client else Bericht.id.in_(deze)
    gezet = (and_(Bericht.mailbox == mailbox, Overgang.code == code) for mailbox, code in stappen)
    return (
        select(Bericht.id, Bericht.nummer)
        .join(Overgang, Overgang.bericht == Bericht.id)
        .where(welke, or_(*gezet), OF_ASKED)
        .order_by(Bericht.ingediend)
    )
