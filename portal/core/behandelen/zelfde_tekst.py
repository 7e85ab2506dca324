"""Which kept texts go when one is sent: that one, and what one kept oneself with the same words; every other stays to be found."""

import hmac
import json
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.nogmaals import fingerprint_of
from portal.core.opening import NietGevonden, open_items
from portal.core.services import Services
from portal.models import Bijlage, Concept
from portal.sealing.client import Refused, TeVeel, VaultDown
from portal.sealing.envelope import NotGenuine


def same_texts(
    services: Services, gebruiker: Gebruiker, bericht: UUID, code: str, *, sleutel: UUID, afdruk: bytes | None
) -> tuple[tuple[UUID, int], ...]:
    """Return the own kept texts of this act that say what is sent now, without files, each with its version.

    `afdruk` is what `fingerprint_of` gave of it. None while the vault is away: what cannot be compared stays.
    """
    query = select(Concept.id, Concept.versie, Concept.item).where(
        Concept.bericht == bericht,
        Concept.actie == code,
        Concept.persoon == gebruiker.persoon,
        Concept.eigenaar_soort == gebruiker.namens.soort,
        Concept.eigenaar == gebruiker.namens.code,
        Concept.id.not_in(select(Bijlage.bij)),
    )
    with services.database.lezen() as session:
        rijen = session.execute(query).all() if afdruk is not None else ()
    if not rijen or afdruk is None:
        return ()
    try:
        geopend = open_items(services, gebruiker, [item for _, _, item in rijen if item is not None])
    except (NietGevonden, NotGenuine, Refused, TeVeel, VaultDown):
        return ()
    return tuple(
        (concept, versie)
        for concept, versie, item in rijen
        if item in geopend and hmac.compare_digest(fingerprint_of(sleutel, json.loads(geopend[item])), afdruk)
    )
