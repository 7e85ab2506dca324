"""Opening who a bericht is about, where that is sealed apart: with a reason, each time on record, by either side."""

from dataclasses import dataclass
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.bericht.antwoorden import Apart, read_antwoorden
from portal.core.bericht.inhoud import IDENTITEIT
from portal.core.bericht.kwitantie import KloptNiet, confirm
from portal.core.bericht.submitted import ANTWOORDEN
from portal.core.bericht.zicht import BerichtKop, kop
from portal.core.opening import NietGevonden, open_deks, single_item
from portal.core.services import Services
from portal.domain.formulier import Antwoorden
from portal.domain.openingsreden import REDENEN, Openingsreden
from portal.domain.rechten import Recht
from portal.models import Bericht


class RedenNodig(Exception):
    """Identities open only with a reason from the list of this side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeopendDeel:
    """A part that was opened apart, of which bericht, and why."""

    kop: BerichtKop
    deel: Apart
    antwoorden: Antwoorden
    reden: Openingsreden


def has_identiteit(services: Services, gebruiker: Gebruiker, bericht: UUID) -> BerichtKop:
    """Return the bericht of which this person may open the identities; raises NietGevonden, NietToegestaan."""
    zicht = kop(services, gebruiker, bericht)
    gebruiker.eis(Recht.BERICHT_VOLGEN if zicht.is_afzender else Recht.IDENTITEIT_LEZEN)
    if not any(deel.reden_nodig for deel in zicht.mailbox.delen):
        raise NietGevonden
    return zicht


def open_identiteit(
    services: Services, gebruiker: Gebruiker, bericht: UUID, *, reden: Openingsreden | None = None
) -> GeopendDeel:
    """Open the part with the identities; the sender needs a reason for his own too, since all his colleagues can ask it.

    Raises RedenNodig, NietGevonden, NietToegestaan, VaultDown, TeVeel, NotGenuine, NogNietOpgenomen, KloptNiet.
    """
    zicht = has_identiteit(services, gebruiker, bericht)
    if reden not in REDENEN[gebruiker.namens.soort]:
        raise RedenNodig
    with services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
        items = [single_item(session, bericht, purpose) for purpose in (ANTWOORDEN, IDENTITEIT)]
    geopend = open_deks(services, gebruiker, items, reden=reden)
    if len(geopend) != len(items):
        raise NietGevonden
    confirm(services, rij)
    (antwoorden, dek), (apart, apart_dek) = geopend
    bekend = read_antwoorden(services.sealer.open_with(dek, antwoorden)).apart
    deel = next((d for d in bekend if d.digest == apart.digest.hex()), None)
    if deel is None:
        raise KloptNiet  # other identities than those that were submitted with these answers
    inhoud = read_antwoorden(services.sealer.open_with(apart_dek, apart)).antwoorden
    return GeopendDeel(kop=zicht, deel=deel, antwoorden=inhoud, reden=reden)
