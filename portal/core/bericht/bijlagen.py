"""Bijlagen: streamed in, checked on their sealed parts, listed by their sealed manifest, read back chunk by chunk."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.files.checks import Controle, check
from portal.core.files.kinds import Bestandssoort
from portal.core.files.refusal import Bestandsfout, Reden, refusal
from portal.core.files.upload import SealingUpload
from portal.core.opening import NietGevonden, find_sealing, open_deks, unseal
from portal.core.services import Services
from portal.core.verzegelen import Sealed
from portal.db import Base, insert_rows
from portal.domain.anoniem import is_anoniem
from portal.domain.bijlagen import BijlageEis
from portal.domain.bsn import noemt_bsn
from portal.domain.openingsreden import Openingsreden
from portal.models import Bijlage, Concept, SealedItem
from portal.prepared import Prepared
from portal.sealing.envelope import Context, NotGenuine, digest, new_dek, new_id
from portal.sealing.stream import HEADER_BYTES, SealedReader, StreamSealer, open_stream

DEEL = "bijlage.deel"
MANIFEST = "bijlage.manifest"
_BIJLAGE = Base.metadata.tables["bijlagen"]
BIJ = Prepared(select(_BIJLAGE).where(_BIJLAGE.c.bij == bindparam("bij")).order_by(_BIJLAGE.c.gemaakt, _BIJLAGE.c.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class BijlageZicht:
    """A bijlage as a page shows it; `bladzijden` only for a pdf."""

    id: UUID
    eis: str
    naam: str
    soort: Bestandssoort
    bytes: int
    bladzijden: int | None
    gemaakt: datetime


class Upload(SealingUpload):
    """A file on its way in, with the data key and the place it is sealed for."""

    dek: bytes
    context: Context
    sealer: StreamSealer


def begin_upload(services: Services, *, concept: UUID, eis: BijlageEis) -> Upload:
    """Return the stream that the form parser writes a file to; nothing is stored before the first byte.

    `concept` is the bericht that it is or will be part of, also for a file that goes with a text on it.
    """
    item, dek = new_id(), new_dek()
    context = services.sealer.context(purpose=DEEL, subject=concept, item=item)
    sealer = StreamSealer(dek, context)
    upload = Upload(
        services.store,
        item.hex,
        sealer=sealer,
        maximaal_bytes=eis.maximaal_bytes,
        open_reader=lambda sealed: SealedReader(dek, sealed, context),
    )
    upload.dek, upload.context, upload.sealer = dek, context, sealer
    return upload


def voltooi(
    services: Services,
    gebruiker: Gebruiker,
    upload: Upload,
    *,
    concept: UUID,
    eis: BijlageEis,
    naam: str,
    now: datetime,
) -> BijlageZicht:
    """Check an uploaded file and attach it to the concept, which must exist: of the bericht, or of a text on it.

    Raises Bestandsfout (nothing is kept then), NietOpgeslagen, NietGevonden.
    """
    try:
        controle = check(
            naam,
            upload.reader(),
            toegestaan=frozenset(Bestandssoort(soort) for soort in eis.soorten),
            maximaal_bytes=eis.maximaal_bytes,
        )
        with services.database.lezen() as session:
            keys = services.sealer.keys(session, [gebruiker.namens.sleutel])
        deel = services.sealer.seal_part(
            upload.dek, upload.context, header=upload.sealer.header, keys=keys, now=now, sessie=gebruiker.session_key
        )
        manifest = services.sealer.seal(
            _manifest(controle),
            purpose=MANIFEST,
            subject=upload.context.subject,
            keys=keys,
            now=now,
            sessie=gebruiker.session_key,
        )
        zicht = _attach(services, gebruiker, (deel, manifest), controle, concept=concept, eis=eis, now=now)
    except BaseException:
        upload.discard()
        raise
    upload.close()
    return zicht


def verwijder_bijlage(services: Services, gebruiker: Gebruiker, *, concept: UUID, bijlage: UUID, now: datetime) -> None:
    """Take a file off a concept; raises NietGevonden."""
    with services.database.schrijven() as session:
        _own_concept(session, gebruiker, concept)
        rij = session.get(Bijlage, bijlage)
        if rij is None or rij.bij != concept:
            raise NietGevonden
        session.delete(rij)
        session.execute(delete(SealedItem).where(SealedItem.id.in_([rij.item, rij.deel])))
        record(session, gebruiker.actor, actie="bijlage verwijderen", onderwerp=str(concept), now=now)
    remove_stored(services, [rij.deel])


def manifests_of(
    services: Services, gebruiker: Gebruiker, bij: UUID, *, reden: Openingsreden | None = None
) -> tuple[BijlageZicht, ...]:
    """Return the bijlagen of a concept or bericht that this person can open, oldest first."""
    with services.database.lezen() as session:
        rijen = bijlagen_of(session, bij)
        sealing = find_sealing(session, gebruiker, [rij.item for rij in rijen])
    geopend = unseal(services, gebruiker, sealing, reden=reden)
    return tuple(zicht_van(rij, geopend[rij.item]) for rij in rijen if rij.item in geopend)


def bijlagen_of(session: Session, bij: UUID) -> tuple[Bijlage, ...]:
    """Return the rows of what hangs on a concept, bericht or overgang, oldest first."""
    return tuple(BIJ.into(Bijlage, session, bij=bij))


def zicht_van(rij: Bijlage, manifest: bytes) -> BijlageZicht:
    """Read an opened manifest."""
    inhoud = json.loads(manifest)
    return BijlageZicht(
        id=rij.id,
        eis=rij.eis,
        naam=inhoud["naam"],
        soort=Bestandssoort(inhoud["soort"]),
        bytes=inhoud["bytes"],
        bladzijden=inhoud["bladzijden"],
        gemaakt=rij.gemaakt,
    )


def lees_inhoud(
    services: Services, gebruiker: Gebruiker, *, subject: UUID, bijlage: UUID
) -> tuple[BijlageZicht, Iterator[bytes]]:
    """Return a file's manifest and its plaintext chunk by chunk; raises NietGevonden, VaultDown, NotGenuine."""
    with services.database.lezen() as session:
        rij = session.get(Bijlage, bijlage)
    if rij is None or rij.subject != subject:
        raise NietGevonden
    geopend = {item.id: (item, dek) for item, dek in open_deks(services, gebruiker, [rij.item, rij.deel])}
    if len(geopend) != 2:
        raise NietGevonden
    (manifest, manifest_dek), (deel, dek) = geopend[rij.item], geopend[rij.deel]
    zicht = zicht_van(rij, services.sealer.open_with(manifest_dek, manifest))
    return zicht, _chunks(services, deel, dek)


def remove_bijlagen(session: Session, bij: Sequence[UUID]) -> tuple[UUID, ...]:
    """Remove the bijlagen of these concepten with their keys; return the parts, to be removed after the commit."""
    paren = session.execute(select(Bijlage.item, Bijlage.deel).where(Bijlage.bij.in_(bij))).all()
    session.execute(delete(Bijlage).where(Bijlage.bij.in_(bij)))
    session.execute(delete(SealedItem).where(SealedItem.id.in_([item for paar in paren for item in paar])))
    return tuple(deel for _, deel in paren)


def remove_stored(services: Services, delen: Sequence[UUID]) -> None:
    """Remove sealed parts whose keys are gone; one that is gone already is fine."""
    for deel in delen:
        services.store.delete(deel.hex)


def _chunks(services: Services, deel: SealedItem, dek: bytes) -> Iterator[bytes]:
    with services.store.open(deel.id.hex) as sealed:
        if digest(sealed.read(HEADER_BYTES)) != deel.digest:
            raise NotGenuine  # another file under the same name, with a data key of its own
        sealed.seek(0)
        yield from open_stream(dek, sealed, services.sealer.context_of(deel))


def _manifest(controle: Controle) -> bytes:
    return _as_json(controle.name, controle.soort, controle.bytes, controle.pages)


def manifest_json(zicht: BijlageZicht) -> bytes:
    """Write the manifest of a bijlage anew, for a copy of it."""
    return _as_json(zicht.naam, zicht.soort, zicht.bytes, zicht.bladzijden)


def _as_json(naam: str, soort: Bestandssoort, aantal: int, bladzijden: int | None) -> bytes:
    inhoud = {"naam": naam, "soort": soort.value, "bytes": aantal, "bladzijden": bladzijden}
    return json.dumps(inhoud, ensure_ascii=False).encode()


def _attach(
    services: Services,
    gebruiker: Gebruiker,
    sealed: tuple[Sealed, Sealed],
    controle: Controle,
    *,
    concept: UUID,
    eis: BijlageEis,
    now: datetime,
) -> BijlageZicht:
    deel, manifest = sealed
    with services.database.schrijven() as session:
        mailbox = services.mailboxen.met_code(_own_concept(session, gebruiker, concept).mailbox)
        if mailbox is not None and is_anoniem(mailbox) and noemt_bsn(controle.name):
            raise refusal(Reden.NAAM_BSN)
        aantal = session.scalar(
            select(func.count()).select_from(Bijlage).where(Bijlage.bij == concept, Bijlage.eis == eis.code)
        )
        if (aantal or 0) >= eis.aantal:
            raise _too_many(eis)
        deel.add_to(session)
        manifest.add_to(session)
        rij = Bijlage(
            id=new_id(),
            subject=deel.item.subject,
            bij=concept,
            eis=eis.code,
            item=manifest.item.id,
            deel=deel.item.id,
            sealed_bytes=services.store.size(deel.item.id.hex),
            gemaakt=now,
        )
        insert_rows(session, [rij])
        record(
            session,
            gebruiker.actor,
            actie="bijlage toevoegen",
            onderwerp=str(concept),
            now=now,
            items=[deel.item, manifest.item],
        )
    return zicht_van(rij, _manifest(controle))


def _too_many(eis: BijlageEis) -> Bestandsfout:
    return refusal(Reden.TE_VEEL, aantal=str(eis.aantal), titel=eis.titel)


def _own_concept(session: Session, gebruiker: Gebruiker, concept: UUID) -> Concept:
    rij = session.get(Concept, concept, with_for_update=True)
    if rij is None or (rij.eigenaar_soort, rij.eigenaar) != gebruiker.namens.sleutel:
        raise NietGevonden
    return rij
