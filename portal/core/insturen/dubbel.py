"""A second bericht about the same client: what runs already, and what was decided already about the very same thing.

Only what the asker's own team or organisation has or sent is looked at.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from portal.core.accounts import Gebruiker
from portal.core.bericht.verwant import CODE, DIT, OF_ASKED, SOORT, asked, of_asker
from portal.core.client.zelfde_client import seems_same
from portal.core.insturen.waarschuwing import Ander, Waarschuwing
from portal.core.services import Services
from portal.domain.basisloop import BESLOTEN, INGETROKKEN
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import OpDatum
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Taak, Termijn, Verband
from portal.prepared import Prepared, Row

BESLIST: Final = (
    "Bij een ander bericht van deze soort over deze cliënt is {wat} dezelfde. Dat is al afgehandeld. Kijk daar eerst, of er nog iets "
    "nodig is."
)
# What was decided but is not carried out yet runs as well: two akkoorden for one client would cross.
RUNS: Final = or_(
    Bericht.fase != Fase.KLAAR.value,
    and_(
        Bericht.status == BESLOTEN.code,
        select(Taak.id).where(Taak.bericht == Bericht.id, Taak.status == "open").exists(),
    ),
)
OOK: Final = "Over deze cliënt loopt al '{titel}'. Kijk of dit daarbij hoort, voor u iets besluit."
# What runs about the client of a bericht in other mailboxen, of the asker's own sides; what is linked to it is no second one.
_ELSEWHERE: Final = Prepared(
    select(Bericht.id, Bericht.nummer, Bericht.mailbox)
    .where(
        Bericht.id.in_(seems_same((SOORT, CODE), DIT)),
        Bericht.mailbox.in_(bindparam("ook", expanding=True)),
        RUNS,
        OF_ASKED,
        ~exists().where(
            or_(
                and_(Verband.bericht == DIT, Verband.naar == Bericht.id),
                and_(Verband.bericht == Bericht.id, Verband.naar == DIT),
            )
        ),
    )
    .order_by(Bericht.ingediend, Bericht.nummer)
)
_DECIDED: Final = and_(~RUNS, Bericht.status != INGETROKKEN.code)


def second_of(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, bericht: UUID) -> tuple[Waarschuwing, ...]:
    """Warn, at a bericht, of others of this mailbox about who seems the same client."""
    if not mailbox.dubbel:
        return ()
    wie = {
        **asked(gebruiker, bericht),
        "mailbox": mailbox.code,
        "klok": mailbox.dubbel_klok,
        "ook": [*mailbox.dubbel_ook],
    }
    with services.database.lezen() as session:
        rijen = _others(over=bool(mailbox.dubbel_klok)).rows(session, **wie)
        ook = _ELSEWHERE.rows(session, **wie) if mailbox.dubbel_ook else ()
    return (*_warned(mailbox, rijen), *_also(services, ook))


def second_before(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten, *, welke: Collection[UUID]
) -> tuple[Waarschuwing, ...]:
    """Warn, before it is sent with these answers, of the own ones of this mailbox among `welke`, which are about this client.

    And of what runs in the mailboxen that it names beside itself.
    """
    if not mailbox.dubbel:
        return ()
    dag = _day_about(mailbox, feiten)
    zelfde = exists().where(Termijn.bericht == Bericht.id, Termijn.code == mailbox.dubbel_klok, Termijn.vanaf == dag)
    telt = RUNS if dag is None else or_(RUNS, and_(_DECIDED, zelfde))
    query = select(Bericht.id, Bericht.nummer, RUNS.label("loopt")).where(
        Bericht.id.in_(welke), Bericht.mailbox == mailbox.code, telt, of_asker(gebruiker)
    )
    elders = select(Bericht.id, Bericht.nummer, Bericht.mailbox).where(
        Bericht.id.in_(welke), Bericht.mailbox.in_(mailbox.dubbel_ook), RUNS, of_asker(gebruiker)
    )
    with services.database.lezen() as session:
        rijen = session.execute(query.order_by(Bericht.ingediend, Bericht.nummer)).all()
        ook = session.execute(elders.order_by(Bericht.ingediend, Bericht.nummer)).all() if mailbox.dubbel_ook else ()
    return (*_warned(mailbox, rijen), *_also(services, ook))


def _day_about(mailbox: Mailbox, feiten: Feiten) -> date | None:
    """Return the day that says what it is about; None where the mailbox has none, or it was not answered."""
    klok = mailbox.termijn(mailbox.dubbel_klok) if mailbox.dubbel_klok else None
    if klok is None or not isinstance(klok.begint, OpDatum):
        return None
    dag = str(feiten.get(klok.begint.veld, ""))
    return date.fromisoformat(dag) if dag else None


@cache
def _others(*, over: bool) -> Prepared:
    """Ask for the others about the client of a bericht that run, and with `over` for those decided about the same; made once."""
    telt: ColumnElement[bool] = or_(RUNS, and_(_DECIDED, _same_day())) if over else RUNS
    waar = (Bericht.id.in_(seems_same((SOORT, CODE), DIT)), Bericht.mailbox == bindparam("mailbox"), telt, OF_ASKED)
    return Prepared(
        select(Bericht.id, Bericht.nummer, RUNS.label("loopt")).where(*waar).order_by(Bericht.ingediend, Bericht.nummer)
    )


def _same_day() -> ColumnElement[bool]:
    """Only where the clock that says what it is about counts from the same day in both."""
    eigen, ander = aliased(Termijn), aliased(Termijn)
    klok = bindparam("klok", type_=Termijn.code.type)
    return exists().where(
        eigen.bericht == DIT,
        ander.bericht == Bericht.id,
        eigen.code == klok,
        ander.code == klok,
        eigen.vanaf == ander.vanaf,
    )


def _warned(mailbox: Mailbox, rijen: Iterable[Row]) -> Iterator[Waarschuwing]:
    lopend = tuple(Ander(id=id_, nummer=nummer) for id_, nummer, loopt in rijen if loopt)
    if lopend:
        yield Waarschuwing(titel="Dit is er misschien al", tekst=mailbox.dubbel, andere=lopend)
    beslist = tuple(Ander(id=id_, nummer=nummer) for id_, nummer, loopt in rijen if not loopt)
    klok = mailbox.termijn(mailbox.dubbel_klok) if beslist else None
    if klok is not None:
        tekst = BESLIST.format(wat=klok.begin_in_woorden)
        yield Waarschuwing(titel="Hierover is misschien al besloten", tekst=tekst, andere=beslist)


def _also(services: Services, rijen: Collection[Row]) -> Iterator[Waarschuwing]:
    titels = {mailbox.code: mailbox.titel for mailbox in services.mailboxen.alle()}
    for code in dict.fromkeys(code for _, _, code in rijen):
        andere = tuple(Ander(id=id_, nummer=nummer) for id_, nummer, welke in rijen if welke == code)
        yield Waarschuwing(
            titel="Dit is er misschien al", tekst=OOK.format(titel=titels.get(code, code)), andere=andere
        )
