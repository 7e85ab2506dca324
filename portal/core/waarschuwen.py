"""Warnings that go with a bericht: a clock that would end too late, and a second one about the same client.

A warning never tells what another organisation sent: only terms of the asker's own team or organisation are compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from portal.core.accounts import Gebruiker
from portal.core.klokken import Klokstatus
from portal.core.services import Services
from portal.core.zicht import BerichtKop
from portal.domain.datums import voluit
from portal.domain.formulier import Client
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.domain.vooruitblik import overschrijdingen
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Zoekterm
from portal.sealing.client import Refused, TeVeel, VaultDown

SAME_CLIENT: Final = ("bsn", "geboren")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ander:
    """Another open bericht about the same client."""

    id: UUID
    nummer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waarschuwing:
    """What the reader should know before he acts, and the berichten it is about."""

    titel: str
    tekst: str
    andere: tuple[Ander, ...] = ()


def warnings_for(
    services: Services, gebruiker: Gebruiker, zicht: BerichtKop, feiten: Feiten
) -> tuple[Waarschuwing, ...]:
    """Return the warnings on an open bericht; that a clock would end too late is for the team."""
    if not zicht.is_open:
        return ()
    te_laat = () if zicht.is_afzender else _too_late(services, zicht, feiten)
    return (*te_laat, *_second(zicht.mailbox, _same_client(services, gebruiker, zicht)))


def before_submitting(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, client: Client | None
) -> tuple[Waarschuwing, ...]:
    """Return the warning that the own organisation has such a bericht open; none while the vault cannot say."""
    if not mailbox.dubbel or client is None or not client.bsn:
        return ()
    try:
        gevonden = services.vault.search(
            gebruiker.token, gebruiker.namens.sleutel, "bsn", client.bsn, herkomst=gebruiker.herkomst
        )
    except (VaultDown, TeVeel, Refused):
        return ()
    with services.database.lezen() as session:
        return _second(mailbox, _open(session, gebruiker, mailbox, Bericht.id.in_(gevonden)))


def _too_late(services: Services, zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    bekend = {t.code: t.gehaald or t.datum for t in zicht.termijnen if t.status is not Klokstatus.VERVALLEN}
    return tuple(
        Waarschuwing(
            titel=f"{o.termijn.titel} kan na {voluit(o.grens)} komen",
            tekst=f"Gebruikt iedereen de hele termijn, dan komt dit uiterlijk {voluit(o.datum)}. {o.niet_na.tekst}",
        )
        for o in overschrijdingen(zicht.mailbox.termijnen, bekend, feiten, services.kalender)
    )


def _second(mailbox: Mailbox, andere: Sequence[Ander]) -> tuple[Waarschuwing, ...]:
    return (Waarschuwing(titel="Dit is er misschien al", tekst=mailbox.dubbel, andere=tuple(andere)),) if andere else ()


def _same_client(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> Sequence[Ander]:
    """Return other open berichten of this mailbox under the same term of the asker's own team or organisation."""
    if not zicht.mailbox.dubbel:
        return ()
    eigen, ander = aliased(Zoekterm), aliased(Zoekterm)
    soort, code = gebruiker.namens.sleutel
    query = (
        select(ander.bericht)
        .join(
            eigen,
            and_(
                eigen.recipient_kind == ander.recipient_kind,
                eigen.recipient == ander.recipient,
                eigen.soort == ander.soort,
                eigen.term == ander.term,
            ),
        )
        .where(
            eigen.bericht == zicht.id,
            eigen.recipient_kind == soort,
            eigen.recipient == code,
            eigen.soort.in_(SAME_CLIENT),
            ander.bericht != zicht.id,
        )
    )
    with services.database.lezen() as session:
        return _open(session, gebruiker, zicht.mailbox, Bericht.id.in_(query))


def _open(session: Session, gebruiker: Gebruiker, mailbox: Mailbox, welke: ColumnElement[bool]) -> tuple[Ander, ...]:
    soort, code = gebruiker.namens.sleutel
    van_ons = and_(Bericht.afzender_soort == soort, Bericht.afzender == code)
    rijen = session.execute(
        select(Bericht.id, Bericht.nummer)
        .where(welke, Bericht.mailbox == mailbox.code, Bericht.fase != Fase.KLAAR.value)
        .where((Bericht.team == code) if soort == "team" else van_ons)
        .order_by(Bericht.ingediend)
    ).all()
    return tuple(Ander(id=i, nummer=nummer) for i, nummer in rijen)
