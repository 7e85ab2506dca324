"""Duties that have ended and are judged anew: whether a day is one by royal decree holds for them too (Atw art. 1 and 3 lid 3)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.core.klokken.klokperioden import GEEN, perioden_of
from portal.core.klokken.kloktelling import judged
from portal.core.klokken.toezichtgrens import not_of_toezicht
from portal.core.regels.raakpunten import KLAAR, MAILBOX, joined, that_may_move, touched
from portal.core.services import Mailboxen
from portal.domain.regels import Regelboek
from portal.domain.termijn import Karakter
from portal.domain.verschuiving import Raakvlak, Verschuiver
from portal.models import Termijn, Termijnperiode


@dataclass(frozen=True, slots=True, kw_only=True)
class Oordeel:
    """How many duties that have ended were late and are not any more, and how many become late after all."""

    niet_meer_te_laat: int = 0
    alsnog_te_laat: int = 0


ZELFDE: Final = Oordeel()


def judged_anew(
    session: Session, mailboxen: Mailboxen, verschuiver: Verschuiver, boek: Regelboek, vlak: Raakvlak
) -> Oordeel:
    """Count the ended duties of which a change turns late to in time, or back; those of toezicht are not counted.

    All that began, was due and ended on the same days under the same rules, and that nothing changed, are one row.
    """
    zichtbaar = and_(
        touched(mailboxen, boek, vlak, in_stand=KLAAR),
        that_may_move(session, mailboxen, verschuiver, vlak, in_stand=KLAAR),
        not_of_toezicht(session),
        Termijn.karakter == Karakter.PLICHT.value,
        Termijn.geeindigd_op.is_not(None),
    )
    wat = (MAILBOX, Termijn.code, Termijn.vanaf, Termijn.regels, Termijn.datum, Termijn.geeindigd_op)
    gewijzigd = select(Termijnperiode.id).where(Termijnperiode.termijn == Termijn.id).exists()
    gelijk = joined(select(*wat, func.count())).where(zichtbaar, ~gewijzigd).group_by(*wat)
    apart = session.execute(joined(select(*wat, Termijn.id)).where(zichtbaar, gewijzigd)).all()
    perioden = perioden_of(session, [rij[-1] for rij in apart])
    rijen = [
        *((*rij, GEEN) for rij in session.execute(gelijk)),
        *((*rij[:-1], 1, judged(perioden.get(rij[-1], GEEN), rij[-2])) for rij in apart),
    ]
    over, alsnog = 0, 0
    for code, klok, vanaf, regels, datum, op, hoeveel, anders in rijen:
        hoe = verschuiver.verschuif(mailboxen.met_code(code), klok, vanaf=vanaf, regels=regels, perioden=anders)
        nieuw: date = hoe.nieuw.datum if hoe is not None else datum
        over += hoeveel if nieuw >= op > datum else 0
        alsnog += hoeveel if datum >= op > nieuw else 0
    return Oordeel(niet_meer_te_laat=over, alsnog_te_laat=alsnog)
