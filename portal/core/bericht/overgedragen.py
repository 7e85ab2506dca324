"""By which hand-over a bericht went on to another team: what is asked about it has to be asked there."""

from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.core.services import Services
from portal.models import Bericht, Overgang, Verband


def handed_on(session: Session, services: Services, bericht: UUID) -> Bericht | None:
    """Return the last hand-over with which this dossier went on and that was accepted; None when it is where it was.

    A team that took it over may have handed it on in turn.
    """
    soorten = [(m.code, m.overdracht.aanvaard) for m in services.mailboxen.alle() if m.overdracht is not None]
    laatste: Bericht | None = None
    gezien = [bericht]
    while soorten:
        aanvaard = or_(*(and_(Bericht.mailbox == code, Overgang.code == stap) for code, stap in soorten))
        query = (
            select(Bericht)
            .join(Verband, Verband.bericht == Bericht.id)
            .join(Overgang, Overgang.bericht == Bericht.id)
            .where(Verband.naar == gezien[-1], aanvaard, Bericht.id.not_in(gezien))
            .order_by(Bericht.ingediend.desc(), Bericht.nummer.desc())
        )
        verder = session.scalars(query.limit(1)).first()
        if verder is None:
            break
        laatste = verder
        gezien.append(verder.id)
    return laatste
