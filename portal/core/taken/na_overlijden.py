"""The open taken of what was decided about a client who has died: of no use any more, and lapsed at once from the page of that death."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.behandelen.gevolgen import owed_after_death
from portal.core.bericht.overlijden import endings
from portal.core.bericht.overlijdensdag import answered_days, day_of_death
from portal.core.bericht.zicht import BerichtKop, declaration
from portal.core.services import Services
from portal.core.taken.taken import is_of_aanbieder, taak_vervalt
from portal.domain.levensloop import Fase
from portal.domain.partij import Partij
from portal.domain.rechten import Recht
from portal.models import Bericht, Overleden, Taak


@dataclass(frozen=True, slots=True, kw_only=True)
class NogTaken:
    """A bericht that was decided, with the open taken of the team that may lapse, and the titles of those that are still owed.

    `misschien` are those that may lapse only in a case that a person must know, each with that case.
    """

    id: UUID
    nummer: str
    titel: str
    vervalt: tuple[Taak, ...]
    misschien: tuple[tuple[Taak, str], ...]
    blijft: tuple[str, ...]


def of_no_use(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> tuple[NogTaken, ...]:
    """Return what the team decided about the client whose death this bericht recorded and that has taken of no use any more.

    Only of what this death marked, so that it comes back when that is undone; nothing for who may not do taken there. What begins
    only after the death is of no use either. What an aanbieder who sent it had to do there goes along; of another gemeente nothing does.
    """
    eindes = services.regels.eens("eindes", lambda: endings(services.mailboxen))
    mag = Partij.BEHANDELEND_TEAM in zicht.kanten and gebruiker.mag(Recht.TAAK_AFHANDELEN)
    if not mag or zicht.mailbox.code not in {einde.mailbox for einde in eindes}:
        return ()
    gemerkt = select(Overleden.bericht).where(
        Overleden.gemeld_in == zicht.id, Overleden.ongedaan.is_(None), Overleden.team == zicht.team
    )
    query = (
        select(Taak, Bericht)
        .join(Bericht, Bericht.id == Taak.bericht)
        .where(Bericht.id.in_(gemerkt), Bericht.fase == Fase.KLAAR.value, Taak.status == "open")
        .order_by(Bericht.ingediend, Bericht.id, Taak.volgnummer)
    )
    with services.database.lezen() as session:
        rijen = [(t, b) for t, b in session.execute(query) if t.team == zicht.team or is_of_aanbieder(t, b)]
        dood = day_of_death(session, services.mailboxen, [zicht.id])
        gevonden = [
            _told(session, services, bericht, [taak for taak, van in rijen if van is bericht], dood=dood)
            for bericht in dict.fromkeys(bericht for _, bericht in rijen)
        ]
    return tuple(nog for nog in gevonden if nog.vervalt or nog.misschien)


def lapse_of_no_use(
    services: Services,
    gebruiker: Gebruiker,
    zicht: BerichtKop,
    berichten: Collection[str],
    *,
    ook: Collection[str] = (),
    now: datetime,
) -> int:
    """Let the taken of no use of these berichten lapse, and `ook` these that perhaps are, each as by itself; returns how many.

    Both are ids as a form sends them; what is not offered stays.
    """
    nog_taken = of_no_use(services, gebruiker, zicht)
    taken = [taak for nog in nog_taken if str(nog.id) in berichten for taak in nog.vervalt]
    taken += [taak for nog in nog_taken for taak, _ in nog.misschien if str(taak.id) in ook]
    for taak in taken:
        taak_vervalt(services, gebruiker, taak=taak.id, ook_van_aanbieder=True, now=now)
    return len(taken)


def _told(
    session: Session, services: Services, bericht: Bericht, taken: Collection[Taak], *, dood: date | None
) -> NogTaken:
    mailbox = declaration(services, bericht.mailbox)
    dagen = answered_days(session, mailbox, bericht.id)
    blijft = {taak.code for taak in owed_after_death(mailbox) if not taak.begint_na(dood, dagen)}
    als = {taak.code: taak.vervalt_als for taak in mailbox.taken() if taak.vervalt_als and taak.code in blijft}
    return NogTaken(
        id=bericht.id,
        nummer=bericht.nummer,
        titel=mailbox.titel,
        vervalt=tuple(taak for taak in taken if taak.code not in blijft),
        misschien=tuple((taak, als[taak.code]) for taak in taken if taak.code in als),
        blijft=tuple(taak.titel for taak in taken if taak.code in blijft and taak.code not in als),
    )
