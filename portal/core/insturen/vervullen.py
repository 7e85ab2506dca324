"""What a new bericht fulfils: clocks that waited for the next one of its sender, and verplichtingen it is about."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.klokken import klokken
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.urgentie import earliest
from portal.core.klokken.verplichtingen import Plichtstatus, meet
from portal.core.registers.registers import apply_to_registers
from portal.core.services import Services
from portal.db import Base
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Antwoorden, Client
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import VOLGEND_BERICHT
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Termijn, Zoekterm
from portal.prepared import Prepared
from portal.sealing.client import Refused, TeVeel, VaultDown


@dataclass(frozen=True, slots=True, kw_only=True)
class Vervulling:
    """What a bericht may fulfil: the verplichtingen of its sender, its answers, and his berichten about the same client.

    Those that were met already only where they are about no client: it may be sent again.
    """

    plichten: frozenset[UUID]
    feiten: Feiten
    verwant: frozenset[UUID]


# Asked at every submission, so made once and run below the ORM.
_PLICHT: Final = Base.metadata.tables["verplichtingen"].c
PLICHTEN: Final = Prepared(
    select(_PLICHT.id, func.coalesce(_PLICHT.bron_bericht, _PLICHT.toewijzing)).where(
        _PLICHT.organisatie == bindparam("organisatie"),
        _PLICHT.mailbox == bindparam("mailbox"),
        or_(
            _PLICHT.status == Plichtstatus.OPEN.value,
            and_(
                _PLICHT.status == Plichtstatus.GEHAALD.value,
                _PLICHT.bron_bericht.is_(None),
                _PLICHT.toewijzing.is_(None),
            ),
        ),
    )
)
NIETS: Final = Vervulling(plichten=frozenset(), feiten={}, verwant=frozenset())


def what_is_due(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, antwoorden: Antwoorden) -> Vervulling:
    """Look up, before the transaction, what this bericht may fulfil; the vault is asked only when it matters."""
    with services.database.lezen() as session:
        plichten = PLICHTEN.rows(session, organisatie=gebruiker.namens.code, mailbox=mailbox.code)
    if gebruiker.namens.soort != "organisatie" or not plichten:
        return replace(NIETS, feiten=antwoorden.feiten())
    van_client = any(bron is not None for _, bron in plichten)
    return Vervulling(
        plichten=frozenset(id_ for id_, _ in plichten),
        feiten=antwoorden.feiten(),
        verwant=_about_same_client(services, gebruiker, antwoorden) if van_client else frozenset(),
    )


def meet_what_was_due(
    session: Session, gebruiker: Gebruiker, mailbox: Mailbox, bericht: Bericht, wat: Vervulling, *, door: Aanleiding
) -> None:
    """End the clocks and verplichtingen that waited for this bericht, and write what follows from it in registers."""
    meet_by_next(session, mailbox, bericht, door=door)
    if wat.plichten:
        meet(session, mailbox, bericht, wat.feiten, plichten=wat.plichten, verwant=wat.verwant, door=door)
    apply_to_registers(
        session,
        gebruiker.actor,
        [g for g in mailbox.bij_indienen if g.als is None or g.als.geldt(wat.feiten)],
        organisatie=bericht.afzender,
        bericht=bericht.id,
        now=door.now,
        feiten=wat.feiten,
    )


def meet_by_next(session: Session, mailbox: Mailbox, bericht: Bericht, *, door: Aanleiding) -> None:
    """End the clocks of earlier berichten of this sender that wait for his next one in this mailbox."""
    codes = [termijn.code for termijn in mailbox.termijnen if VOLGEND_BERICHT in termijn.eindigt]
    if not codes:
        return
    eerder = (
        Bericht.afzender_soort == bericht.afzender_soort,
        Bericht.afzender == bericht.afzender,
        Bericht.mailbox == bericht.mailbox,
        Bericht.id != bericht.id,
    )
    rijen = session.scalars(
        select(Termijn)
        .join(Bericht, Bericht.id == Termijn.bericht)
        .where(*eerder, Termijn.code.in_(codes), Termijn.status == Klokstatus.LOOPT.value)
    ).all()
    klokken.end(session, rijen, Gebeurtenis.GEHAALD, door=door)
    ids = {rij.bericht for rij in rijen}
    for rij in session.scalars(select(Bericht).where(Bericht.id.in_(ids))):
        rij.urgent = earliest(session, rij.id, vandaag=datum_in_nederland(door.now))


def _about_same_client(services: Services, gebruiker: Gebruiker, antwoorden: Antwoorden) -> frozenset[UUID]:
    """Return the berichten of this organisation about the same client; none while the vault cannot say.

    By the name and birth date too, where this bericht or the other one knows no BSN.
    """
    client = antwoorden.client or Client()
    try:
        met_bsn = _search(services, gebruiker, "bsn", client.bsn)
        zelfde_naam = _search(services, gebruiker, "persoon", client.persoon)
    except (VaultDown, TeVeel, Refused):
        return frozenset()
    return met_bsn | (_without_bsn(services, gebruiker, zelfde_naam) if client.bsn else zelfde_naam)


def _search(services: Services, gebruiker: Gebruiker, soort: str, waarde: str) -> frozenset[UUID]:
    if not waarde:
        return frozenset()
    plek = gebruiker.namens.sleutel
    return frozenset(services.vault.search(gebruiker.token, plek, soort, waarde, herkomst=gebruiker.herkomst))


def _without_bsn(services: Services, gebruiker: Gebruiker, berichten: frozenset[UUID]) -> frozenset[UUID]:
    soort, code = gebruiker.namens.sleutel
    query = select(Zoekterm.bericht).where(
        Zoekterm.bericht.in_(berichten),
        Zoekterm.recipient_kind == soort,
        Zoekterm.recipient == code,
        Zoekterm.soort == "bsn",
    )
    with services.database.lezen() as session:
        return berichten - frozenset(session.scalars(query))
