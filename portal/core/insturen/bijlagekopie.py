"""A bijlage for one more receiver: its plaintext goes chunk by chunk from one stream into another, sealed for that bericht alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.bericht.bijlagen import MANIFEST, BijlageZicht, begin_upload, lees_inhoud, manifest_json
from portal.core.services import Services
from portal.core.verzegelen import Aan, Sealed
from portal.domain.bijlagen import BijlageEis
from portal.models import Bijlage
from portal.sealing.envelope import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Kopie:
    """The row of a bijlage of another bericht, with its sealed manifest and part."""

    rij: Bijlage
    manifest: Sealed
    deel: Sealed


def copied(
    services: Services,
    gebruiker: Gebruiker,
    bijlage: BijlageZicht,
    eis: BijlageEis,
    *,
    van: UUID,
    naar: UUID,
    aan: list[Aan],
    now: datetime,
) -> Kopie:
    """Copy a bijlage of the concept `van` to the bericht `naar`; raises NietGevonden, VaultDown, NietOpgeslagen.

    What is stored before the commit and then not named by it is removed by the sweep.
    """
    zicht, stukken = lees_inhoud(services, gebruiker, subject=van, bijlage=bijlage.id)
    upload = begin_upload(services, concept=naar, eis=eis)
    try:
        for stuk in stukken:
            upload.write(stuk)
        upload.reader()
    except BaseException:
        upload.discard()
        raise
    upload.close()
    with services.database.lezen() as session:
        keys = services.sealer.keys(session, aan)
    deel = services.sealer.seal_part(upload.dek, upload.context, header=upload.sealer.header, keys=keys, now=now)
    manifest = services.sealer.seal(manifest_json(zicht), purpose=MANIFEST, subject=naar, keys=keys, now=now)
    rij = Bijlage(
        id=new_id(),
        subject=naar,
        bij=naar,
        eis=eis.code,
        item=manifest.item.id,
        deel=deel.item.id,
        sealed_bytes=services.store.size(deel.item.id.hex),
        gemaakt=bijlage.gemaakt,
    )
    return Kopie(rij=rij, manifest=manifest, deel=deel)
