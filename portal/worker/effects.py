"""One pass over the outbox: claim what is due, make each effect, write down what became of it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from portal.core import outbox
from portal.core.notifications import GeenPostbus, Mail, MailNietVerzonden, Postbode, address, recipients
from portal.core.outbox import Claimed
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.sealing.client import VaultDown, VaultRefusal

BATCH: Final = 20
# One effect may take this long; a row whose lease ends sooner is left to who claims it next.
LEASE_MARGIN: Final = {
    outbox.OPNEMEN: timedelta(seconds=15),
    outbox.MAIL: timedelta(minutes=4),
    outbox.MAIL_EEN: timedelta(minutes=4),
}
VAULT_AWAY: Final = timedelta(seconds=10)
NO_MAIL_SERVER: Final = timedelta(minutes=10)

log = logging.getLogger("portal.worker")


def drain(services: Services, *, holder: UUID, clock: Callable[[], datetime], stopping: Callable[[], bool]) -> int:
    """Make the effects that are due, one batch; returns how many rows were claimed."""
    claimed = outbox.claim(services.database, holder=holder, now=clock(), limit=BATCH)
    if claimed:
        with Postbode(services.settings) as postbode:
            for row in claimed:
                if stopping():
                    break
                if row.until - clock() < LEASE_MARGIN[row.soort]:
                    continue
                _make(services, postbode, row, clock=clock)
    return len(claimed)


def _make(services: Services, postbode: Postbode, row: Claimed, *, clock: Callable[[], datetime]) -> None:
    database = services.database
    try:
        _effect(services, postbode, row, now=clock())
    except VaultDown:
        outbox.postpone(database, row, fout="kluis gesloten", until=clock() + VAULT_AWAY)
    except GeenPostbus:
        outbox.postpone(database, row, fout="geen mailserver ingesteld", until=clock() + NO_MAIL_SERVER)
    except MailNietVerzonden as error:
        _failed(services, row, error.reden, now=clock(), blijvend=error.blijvend)
    except VaultRefusal as error:
        _failed(services, row, f"kluis weigert: {error.code}", now=clock())
    except Exception as error:  # noqa: BLE001 - one row that cannot be handled must not stop the others
        _failed(services, row, type(error).__name__, now=clock())


def _effect(services: Services, postbode: Postbode, row: Claimed, *, now: datetime) -> None:
    match row.soort:
        case outbox.OPNEMEN:
            services.vault.take_in(UUID(row.lading["bericht"]))
            outbox.done(services.database, row, now=now)
        case outbox.MAIL:
            _spread(services, row, now=now)
        case outbox.MAIL_EEN:
            _mail(services, postbode, row, now=now)
            outbox.done(services.database, row, now=now)
        case _:
            raise LookupError(row.soort)


def _spread(services: Services, row: Claimed, *, now: datetime) -> None:
    soort, code = row.lading["aan_soort"], row.lading["aan"]
    with services.database.lezen() as session:
        personen = recipients(session, services.sealer.pinned, soort=soort, code=code, vandaag=datum_in_nederland(now))
    if not personen:
        log.warning("Niemand bij %s %s krijgt mail over dit bericht.", soort, code)
    outbox.expand(services.database, row, personen, now=now)


def _mail(services: Services, postbode: Postbode, row: Claimed, *, now: datetime) -> None:
    lading = row.lading
    with services.database.lezen() as session:
        aan = address(
            session,
            services.sealer.pinned,
            UUID(lading["persoon"]),
            soort=lading["aan_soort"],
            code=lading["aan"],
            vandaag=datum_in_nederland(now),
        )
    if aan:
        postbode.deliver(
            Mail(
                id=row.id,
                aan=aan,
                sjabloon=lading["sjabloon"],
                nummer=lading["nummer"],
                pad=lading["pad"],
                moment=row.gemaakt,
            )
        )


def _failed(services: Services, row: Claimed, fout: str, *, now: datetime, blijvend: bool = False) -> None:
    status = outbox.fail(services.database, row, fout=fout, now=now, blijvend=blijvend)
    level = logging.ERROR if status == outbox.DOOD else logging.WARNING
    log.log(level, "%s %s poging %d mislukt (%s): %s", row.soort, row.id, row.pogingen, fout, status)
