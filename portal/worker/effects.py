"""One pass over the outbox: claim what is due, make each effect, write down what became of it."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from portal.core.audit import Actor
from portal.core.behandelen.na_overlijden import find_death
from portal.core.herinneren.doorgeven import pass_on
from portal.core.herinneren.mailinhoud import mail_of
from portal.core.herinneren.stilmail import keep_still
from portal.core.herinneren.verdeling import verdeel
from portal.core.herinneren.waarneempost import hand_over
from portal.core.post import outbox
from portal.core.post.bundel import bundle
from portal.core.post.ladingen import MAIL, OPNEMEN, PER_PERSOON, TERMIJNMAIL
from portal.core.post.notifications import MailNietVerzonden, PostbusWeg
from portal.core.post.outbox import Claimed
from portal.core.post.postbode import Geduld, GeenPostbus, Postbode
from portal.core.post.verspreiding import expand
from portal.core.services import Services
from portal.sealing.client import VaultDown, VaultRefusal

ACTOR: Final = Actor(persoon="worker", namens="portaal", herkomst="worker")
BATCH: Final = 20
# One effect may take this long; a row whose lease ends sooner is left to who claims it next.
LEASE_MARGIN: Final = {
    **dict.fromkeys((OPNEMEN, MAIL, TERMIJNMAIL), timedelta(seconds=15)),
    **dict.fromkeys(PER_PERSOON, timedelta(minutes=4)),
}
VAULT_AWAY: Final = timedelta(seconds=10)
NO_MAIL_SERVER: Final = timedelta(minutes=10)


class Effect(Protocol):
    """What makes a row; True when that is still to be written down."""

    def __call__(self, services: Services, row: Claimed, *, now: datetime) -> bool:
        """Make it."""
        ...


log = logging.getLogger("portal.worker")


def drain(
    services: Services,
    *,
    holder: UUID,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
    made: dict[UUID, Claimed] | None = None,
) -> int:
    """Make the effects that are due and need no mail server, one batch; returns how many rows were claimed.

    `made` holds what was made and could not be written down, because the database went away right then: it is
    written down first, and never made again by this process.
    """
    made = {} if made is None else made
    _write_down_all(services, made, now=clock())
    claimed = outbox.claim(services.database, holder=holder, now=clock(), limit=BATCH, per_persoon=False)
    _make_each(services, claimed, _effect, made, clock=clock, stopping=stopping)
    return len(claimed)


def deliver(
    services: Services,
    *,
    holder: UUID,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
    made: dict[UUID, Claimed] | None = None,
    geduld: Geduld | None = None,
) -> int:
    """Send the mail that is due, at most one batch; returns how many rows were claimed.

    Nothing is claimed before the mail server has answered: while it is away all mail waits together. Each mail is claimed
    when its turn has come, so that a worker which dies keeps no other waiting for its lease. `made` as in drain, `geduld`
    is for the mail server.
    """
    made = {} if made is None else made
    _write_down_all(services, made, now=clock())
    if not outbox.is_due(services.database, now=clock(), per_persoon=True):
        return 0
    with Postbode(services.settings, geduld) as postbode:
        fout = _not_open(postbode)
        if fout:
            now = clock()
            outbox.postpone_mail(services.database, fout=fout, now=now, until=now + NO_MAIL_SERVER)
            log.warning("Alle mail wacht: %s.", fout)
            return 0
        now = clock()
        hand_over(services, now=now)
        bundle(services.database, now=now)

        def send(services: Services, row: Claimed, *, now: datetime) -> bool:
            mail = mail_of(services, pass_on(services, keep_still(services, row, now=now), now=now), now=now)
            if mail is not None:
                postbode.deliver(mail)
            return True

        handled = 0
        while handled < BATCH and not stopping():
            claimed = outbox.claim(services.database, holder=holder, now=clock(), limit=1, per_persoon=True)
            if not claimed:
                break
            _make_each(services, claimed, send, made, clock=clock, stopping=lambda: False)
            handled += 1
    return handled


def _not_open(postbode: Postbode) -> str:
    """Say why no mail can leave at all; '' when it can."""
    try:
        postbode.open()
    except GeenPostbus:
        return "geen mailserver ingesteld"
    except PostbusWeg as weg:
        return weg.reden
    return ""


def _make_each(
    services: Services,
    claimed: Sequence[Claimed],
    effect: Effect,
    made: dict[UUID, Claimed],
    *,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
) -> None:
    for row in claimed:
        if stopping():
            return
        if row.until - clock() < LEASE_MARGIN[row.soort]:
            continue
        if _make(services, row, effect, clock=clock):
            made[row.id] = row
            _write_down(services, row, made, now=clock())


def _write_down_all(services: Services, made: dict[UUID, Claimed], *, now: datetime) -> None:
    for row in list(made.values()):
        _write_down(services, row, made, now=now)


def _write_down(services: Services, row: Claimed, made: dict[UUID, Claimed], *, now: datetime) -> None:
    """Say in the database that it was made; when that cannot be now, the whole pass ends and this is tried again."""
    outbox.done(services.database, row, now=now)
    del made[row.id]


def _make(services: Services, row: Claimed, effect: Effect, *, clock: Callable[[], datetime]) -> bool:
    """Make one effect; True when that is still to be written down, else the row says what became of it."""
    database = services.database
    try:
        return effect(services, row, now=clock())
    except VaultDown:
        outbox.postpone(database, row, fout="kluis gesloten", until=clock() + VAULT_AWAY)
    except PostbusWeg as weg:
        outbox.postpone(database, row, fout=weg.reden, until=clock() + NO_MAIL_SERVER)
    except MailNietVerzonden as error:
        _failed(services, row, error.reden, now=clock(), blijvend=error.blijvend)
    except VaultRefusal as error:
        _failed(services, row, f"kluis weigert: {error.code}", now=clock())
    except Exception as error:  # noqa: BLE001 - one row that cannot be handled must not stop the others
        _failed(services, row, type(error).__name__, now=clock())
    return False


def _effect(services: Services, row: Claimed, *, now: datetime) -> bool:
    """Take a bericht in, or spread a mail over people; False for what is written down by that itself."""
    if row.soort == OPNEMEN:
        bericht = UUID(row.lading["bericht"])
        services.vault.take_in(bericht)
        find_death(services, ACTOR, bericht, now=now)
        return True
    delen = verdeel(services, row.lading, now=now)
    if not delen:
        log.warning("Niemand bij %s %s krijgt mail over dit bericht.", row.lading["aan_soort"], row.lading["aan"])
    momenten, voor = (
        {wie: deel.moment for wie, deel in delen.items()},
        {wie: deel.voor for wie, deel in delen.items()},
    )
    expand(services.database, row, momenten, voor=voor, now=now)
    return False


def _failed(services: Services, row: Claimed, fout: str, *, now: datetime, blijvend: bool = False) -> None:
    status = outbox.fail(services.database, row, fout=fout, now=now, blijvend=blijvend)
    level = logging.ERROR if status == outbox.DOOD else logging.WARNING
    log.log(level, "%s %s poging %d mislukt (%s): %s", row.soort, row.id, row.pogingen, fout, status)
