"""One pass over the outbox: claim what is due, make each effect, write down what became of it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from portal.core import outbox
from portal.core.notifications import (
    GeenPostbus,
    Mail,
    MailNietVerzonden,
    Postbode,
    PostbusWeg,
    address,
    recipients,
)
from portal.core.outbox import Claimed
from portal.core.services import Services
from portal.core.termijnmail import onderwerp
from portal.domain.datums import datum_in_nederland
from portal.sealing.client import VaultDown, VaultRefusal

BATCH: Final = 20
# One effect may take this long; a row whose lease ends sooner is left to who claims it next.
LEASE_MARGIN: Final = {
    outbox.OPNEMEN: timedelta(seconds=15),
    outbox.MAIL: timedelta(minutes=4),
    outbox.MAIL_EEN: timedelta(minutes=4),
    outbox.TERMIJNMAIL: timedelta(minutes=4),
    outbox.TERMIJNMAIL_EEN: timedelta(minutes=4),
}
VAULT_AWAY: Final = timedelta(seconds=10)
NO_MAIL_SERVER: Final = timedelta(minutes=10)

log = logging.getLogger("portal.worker")


def drain(
    services: Services,
    *,
    holder: UUID,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
    made: dict[UUID, Claimed] | None = None,
) -> int:
    """Make the effects that are due, one batch; returns how many rows were claimed.

    `made` holds what was made and could not be written down, because the database went away right then: it is
    written down first, and never made again by this process.
    """
    made = {} if made is None else made
    for row in list(made.values()):
        _write_down(services, row, made, now=clock())
    claimed = outbox.claim(services.database, holder=holder, now=clock(), limit=BATCH)
    if claimed:
        with Postbode(services.settings) as postbode:
            for row in claimed:
                if stopping():
                    break
                if row.until - clock() < LEASE_MARGIN[row.soort]:
                    continue
                if _make(services, postbode, row, clock=clock):
                    made[row.id] = row
                    _write_down(services, row, made, now=clock())
    return len(claimed)


def _write_down(services: Services, row: Claimed, made: dict[UUID, Claimed], *, now: datetime) -> None:
    """Say in the database that it was made; when that cannot be now, the whole pass ends and this is tried again."""
    outbox.done(services.database, row, now=now)
    del made[row.id]


def _make(services: Services, postbode: Postbode, row: Claimed, *, clock: Callable[[], datetime]) -> bool:
    """Make one effect; True when that is still to be written down, else the row says what became of it."""
    database = services.database
    try:
        return _effect(services, postbode, row, now=clock())
    except VaultDown:
        outbox.postpone(database, row, fout="kluis gesloten", until=clock() + VAULT_AWAY)
    except GeenPostbus:
        outbox.postpone(database, row, fout="geen mailserver ingesteld", until=clock() + NO_MAIL_SERVER)
    except PostbusWeg as weg:
        outbox.postpone(database, row, fout=weg.reden, until=clock() + NO_MAIL_SERVER)
    except MailNietVerzonden as error:
        _failed(services, row, error.reden, now=clock(), blijvend=error.blijvend)
    except VaultRefusal as error:
        _failed(services, row, f"kluis weigert: {error.code}", now=clock())
    except Exception as error:  # noqa: BLE001 - one row that cannot be handled must not stop the others
        _failed(services, row, type(error).__name__, now=clock())
    return False


def _effect(services: Services, postbode: Postbode, row: Claimed, *, now: datetime) -> bool:
    """Make it; False for a mail to a team, which is written down when it is spread."""
    match row.soort:
        case outbox.OPNEMEN:
            services.vault.take_in(UUID(row.lading["bericht"]))
        case outbox.MAIL | outbox.TERMIJNMAIL:
            _spread(services, row, now=now)
            return False
        case outbox.MAIL_EEN | outbox.TERMIJNMAIL_EEN:
            _mail(services, postbode, row, now=now)
        case _:
            raise LookupError(row.soort)
    return True


def _spread(services: Services, row: Claimed, *, now: datetime) -> None:
    soort, code = row.lading["aan_soort"], row.lading["aan"]
    with services.database.lezen() as session:
        personen = recipients(
            session,
            services.sealer.pinned,
            soort=soort,
            code=code,
            vandaag=datum_in_nederland(now),
            rol=row.lading.get("rol", ""),
        )
    if not personen:
        log.warning("Niemand bij %s %s krijgt mail over dit bericht.", soort, code)
    outbox.expand(services.database, row, personen, now=now)


def _mail(services: Services, postbode: Postbode, row: Claimed, *, now: datetime) -> None:
    """Mail to whom it still concerns, when there is still something to say."""
    lading = row.lading
    with services.database.lezen() as session:
        aan = address(
            session,
            services.sealer.pinned,
            UUID(lading["persoon"]),
            soort=lading["aan_soort"],
            code=lading["aan"],
            vandaag=datum_in_nederland(now),
            rol=lading.get("rol", ""),
        )
    waarover = onderwerp(services, lading)
    if aan and waarover is not None:
        postbode.deliver(
            Mail(
                id=row.id,
                aan=aan,
                sjabloon=lading["sjabloon"],
                nummer=waarover.nummer,
                pad=waarover.pad,
                moment=row.gemaakt,
                uitleg=waarover.uitleg,
            )
        )


def _failed(services: Services, row: Claimed, fout: str, *, now: datetime, blijvend: bool = False) -> None:
    status = outbox.fail(services.database, row, fout=fout, now=now, blijvend=blijvend)
    level = logging.ERROR if status == outbox.DOOD else logging.WARNING
    log.log(level, "%s %s poging %d mislukt (%s): %s", row.soort, row.id, row.pogingen, fout, status)
