"""One act over many berichten: each its own step, with its own line in the log; one that cannot be done stops no other."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.handling import doe
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.core.weigeren import NietMogelijk
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import NietToegestaan
from portal.models import Bericht
from portal.sealing.client import TeVeel, VaultDown
from portal.sealing.seal import UnsignedKey

HOOGSTENS: Final = 200
GEEN_KLUIS: Final = "De kluis is even niet bereikbaar. Probeer het zo weer."
TE_VEEL: Final = "Dit zijn er te veel tegelijk. Vink deze opnieuw aan."


@dataclass(frozen=True, slots=True)
class Mislukt:
    """A bericht of which the step was not made, and why."""

    nummer: str
    reden: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitkomst:
    """Of how many berichten the step was made, and of which it was not."""

    gedaan: int
    mislukt: tuple[Mislukt, ...]


def doe_in_een_keer(
    services: Services,
    gebruiker: Gebruiker,
    berichten: Iterable[tuple[UUID, int]],
    code: str,
    *,
    sleutel: UUID,
    now: datetime,
    hoogstens: int = HOOGSTENS,
) -> Uitkomst:
    """Make a step on each of these berichten, given with the versie the page was drawn from.

    Only a step that its mailbox offers so. What the asker does not have is left out, as if it were not there; the same
    request twice makes each step once.
    """
    gedaan, mislukt, dicht = 0, [], False
    for nummer, (bericht, versie) in enumerate(dict(berichten).items()):
        rij = _of_asker(services, gebruiker, bericht, code)
        if rij is None:
            continue
        reden = GEEN_KLUIS if dicht else TE_VEEL if nummer >= hoogstens else ""
        reden = reden or _refusal(services, gebruiker, bericht, code, versie=versie, sleutel=sleutel, now=now)
        dicht = reden == GEEN_KLUIS
        gedaan += not reden
        mislukt += [Mislukt(rij.nummer, reden)] if reden else []
    return Uitkomst(gedaan=gedaan, mislukt=tuple(mislukt))


def offered(mailbox: Mailbox, bericht: Bericht | None) -> tuple[str, ...]:
    """Return the codes of the steps that can be made on a bericht together with others, as it stands now."""
    status = bericht.status if bericht is not None else ""
    return tuple(o.code for o in mailbox.levensloop.overgangen if o.ook_samen and status in o.van)


def _of_asker(services: Services, gebruiker: Gebruiker, bericht: UUID, code: str) -> Bericht | None:
    """Return a bericht of the team the asker acts for, whose mailbox offers this step over many."""
    with services.database.lezen() as session:
        van_team = select(Bericht).where(Bericht.id == bericht, Bericht.team == gebruiker.namens.code)
        rij = session.scalars(van_team).first() if gebruiker.namens.soort == "team" else None
    mailbox = services.mailboxen.met_code(rij.mailbox) if rij is not None else None
    regel = mailbox.levensloop.overgang(code) if mailbox is not None else None
    return rij if regel is not None and regel.ook_samen else None


def _refusal(
    services: Services, gebruiker: Gebruiker, bericht: UUID, code: str, *, versie: int, sleutel: UUID, now: datetime
) -> str:
    """Make the step on one bericht; returns why it was not made, empty when it was."""
    eigen = uuid.uuid5(sleutel, str(bericht))
    try:
        doe(services, gebruiker, bericht=bericht, code=code, sleutel=eigen, versie=versie, now=now)
    except (NietMogelijk, UnsignedKey) as niet:
        return niet.tekst
    except (VaultDown, TeVeel):
        return GEEN_KLUIS
    except (NietGevonden, NietToegestaan):
        return "Dit mag u niet, of het bericht is intussen bij een ander."
    return ""
