"""What a step seals: its text and files to those who read them, and all of a bericht anew to the team it is handed on to."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CompoundSelect, select, union_all

from portal.core.accounts import Gebruiker
from portal.core.behandelen.overgang import ANDERE_STUKKEN, NOTITIE
from portal.core.behandelen.stapinhoud import Stapinhoud
from portal.core.behandelen.stukken import AndereStukken, Stukken, for_sending
from portal.core.bericht.kanten import is_kept_from_sender
from portal.core.bericht.kwitantie import confirm
from portal.core.opening import open_request
from portal.core.services import Services
from portal.core.verzegelen import Aan, Sealed
from portal.core.weigeren import NietMogelijk
from portal.domain.levensloop import Overgang as Regel
from portal.domain.mailbox import Mailbox
from portal.domain.teams import plek_van
from portal.models import Bericht, Bijlage, Concept, Seal, SealedItem

TEKST: Final = "overgang.tekst"


def readers(rij: Bericht, mailbox: Mailbox, regel: Regel, doel: str, *, over: bool) -> list[Aan]:
    """Return who reads what is written in this step; `over` when the team took it over from who sent it."""
    team: Aan = plek_van(doel or rij.team)
    van_team = over and is_kept_from_sender(regel)
    return [team] if regel.intern or mailbox.stil or van_team else [team, (rij.afzender_soort, rij.afzender)]


def sealed_text(
    services: Services, rij: Bericht, regel: Regel, inhoud: Stapinhoud, *, aan: list[Aan], now: datetime
) -> Sealed | None:
    """Seal what was written in this step, None when nothing was; raises NogNietOpgenomen, KloptNiet, UnsignedKey."""
    geschreven = inhoud.write()
    if not geschreven:
        return None
    confirm(services, rij)
    with services.database.lezen() as session:
        keys = services.sealer.keys(session, aan)
    return services.sealer.seal(
        geschreven,
        purpose=NOTITIE if regel.intern else TEKST,
        subject=rij.id,
        keys=keys,
        now=now,
        form_version=inhoud.formulierversie,
    )


def files_for(services: Services, gebruiker: Gebruiker, rij: Bericht, concept: UUID, *, aan: list[Aan]) -> Stukken:
    """Seal the files that hang on a text to its readers; raises NietMogelijk and what `sealed_text` raises."""
    confirm(services, rij)
    try:
        return for_sending(services, gebruiker, concept, bericht=rij.id, aan=aan)
    except AndereStukken:
        raise NietMogelijk(ANDERE_STUKKEN) from None


def resealed(services: Services, gebruiker: Gebruiker, bericht: UUID, doel: str) -> tuple[Seal, ...]:
    """Ask the vault for new seals of everything in the bericht but the notes of this team; content is not touched."""
    with services.database.lezen() as session:
        paren = session.execute(
            select(SealedItem, Seal)
            .join(Seal, Seal.item == SealedItem.id)
            .where(
                SealedItem.subject == bericht,
                SealedItem.purpose != NOTITIE,
                SealedItem.id.not_in(_unsent(bericht)),
                Seal.recipient_kind == "team",
                Seal.recipient == gebruiker.namens.code,
            )
        ).all()
    requests = [open_request(services, item, seal) for item, seal in paren]
    nieuw = services.vault.reseal(
        gebruiker.token, gebruiker.namens.sleutel, requests, to=doel, herkomst=gebruiker.herkomst
    )
    return tuple(
        Seal(item=item.id, recipient_kind="team", recipient=doel, epoch=dek.epoch, key_id=dek.key_id, sealed=dek.sealed)
        for (item, _), dek in zip(paren, nieuw, strict=True)
    )


def _unsent(bericht: UUID) -> "CompoundSelect[UUID]":
    """Give the items of files that hang on a text which nobody has sent."""
    hier = select(Concept.id).where(Concept.bericht == bericht)
    rijen = select(Bijlage).where(Bijlage.bij.in_(hier))
    return union_all(rijen.with_only_columns(Bijlage.item), rijen.with_only_columns(Bijlage.deel))
