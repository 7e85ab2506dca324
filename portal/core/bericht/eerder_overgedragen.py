"""To which team a dossier was handed over before, and until when: what a burger signed for the one holds for no other."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.levensloop import Actie, Fase
from portal.domain.mailbox import Mailbox
from portal.domain.overdracht import VORIGE_GEMEENTEN, VORIGE_TOT, hands_over
from portal.domain.voorwaarde import Feit
from portal.models import Bericht, Overgang, Verband

# A note says nothing about where the dossier is.
_STAP: Final = Overgang.actie != Actie.NOTEREN.value


def previous_hand_over(
    session: Session, services: Services, gebruiker: Gebruiker, mailbox: Mailbox, *, code: str, bericht: Bericht
) -> dict[str, Feit]:
    """Return as facts the gemeenten (CBS codes) of the team that the asker's side last sent this dossier to, and the day until when.

    Nothing where the link hands nothing over, this is the first time, or it is still there.
    """
    if not hands_over(mailbox, code):
        return {}
    soort, wie = gebruiker.namens.sleutel
    vorige = session.execute(
        select(Bericht.id, Bericht.team)
        .join(Verband, Verband.bericht == Bericht.id)
        .where(
            Verband.naar == bericht.id,
            Verband.code == code,
            Bericht.mailbox == mailbox.code,
            Bericht.afzender_soort == soort,
            Bericht.afzender == wie,
            Bericht.fase == Fase.KLAAR.value,
        )
        .order_by(Bericht.ingediend.desc(), Bericht.nummer.desc())
        .limit(1)
    ).one_or_none()
    team = services.regio.team_met_code(vorige.team) if vorige is not None else None
    if vorige is None or team is None:
        return {}
    tot = session.execute(select(func.max(Overgang.moment)).where(Overgang.bericht == vorige.id, _STAP)).scalar_one()
    return {VORIGE_GEMEENTEN: team.gemeenten, VORIGE_TOT: datum_in_nederland(tot).isoformat()}
