"""The berichten by which the death of a client was recorded and still stands: for who may know, and of whom it tells."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.verwant import CODE, DIT, OF_ASKED, SOORT, asked
from portal.core.client.zelfde_client import perhaps_same, same_person
from portal.core.services import Mailboxen, Services
from portal.core.zonder_index import unindexed
from portal.domain.datums import opsomming
from portal.domain.formulier import Antwoorden, Fout
from portal.domain.gevolg import BeeindigClient, Gevolg, HerstelClient
from portal.domain.mailbox import Mailbox
from portal.domain.teams import plek_van
from portal.models import Bericht, Overgang
from portal.prepared import Prepared
from portal.sealing.client import Refused, TeVeel, VaultDown

OVERLEDEN: Final = (
    "Van deze cliënt is vastgelegd dat hij is overleden ({nummers}). Dit bericht kan dan niet meer. Uw antwoorden blijven "
    "bewaard. Klopt het burgerservicenummer niet? Verbeter het. Is de cliënt niet overleden? Dan kan het team dat dit "
    "vastlegde het bij {nummers} ongedaan maken; verstuur dit daarna. Na een overlijden kunt u nog sturen: {wel}."
)


@dataclass(frozen=True, slots=True)
class Einde:
    """How a mailbox records a death: the steps that do, and the toestanden in which that was undone."""

    mailbox: str
    stappen: tuple[str, ...]
    ongedaan: tuple[str, ...]


def endings(mailboxen: Mailboxen) -> tuple[Einde, ...]:
    """Return each mailbox that can record a death."""
    return tuple(
        Einde(
            mailbox=mailbox.code,
            stappen=stappen,
            ongedaan=tuple(str(o.naar) for o in mailbox.levensloop.overgangen if _has(o.gevolgen, HerstelClient)),
        )
        for mailbox in mailboxen.alle()
        if (stappen := _ending(mailbox))
    )


def recorded(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    *,
    welke: Collection[UUID] = (),
    van: UUID | None = None,
    misschien: bool = False,
) -> Mapping[UUID, str]:
    """Return the id and number of berichten of the asker's own sides in which a step ended a client, and none undid it.

    Of these berichten, or of the others about the client of the bericht `van`; with `misschien` about who may be that client
    and is not surely so.
    """
    eindes = services.regels.eens("eindes", lambda: endings(services.mailboxen))
    if not eindes:
        return {}
    query = _query(eindes, van_client=van is not None, misschien=misschien)
    return {rij.id: rij.nummer for rij in query.rows(session, **asked(gebruiker, van), welke=list(welke))}


def known_of(services: Services, gebruiker: Gebruiker, bsn: str) -> Mapping[UUID, str]:
    """Return what `recorded` does about the client with this BSN; nothing while the vault cannot say.

    The vault is asked only where some death is known on the asker's side: what it is asked, it writes down.
    """
    eindes = endings(services.mailboxen)
    with services.database.lezen() as session:
        if not eindes or _any(eindes).row(session, **asked(gebruiker, None)) is None:
            return {}
    try:
        plek = gebruiker.namens.sleutel
        gevonden = services.vault.search(gebruiker.token, plek, "bsn", bsn, herkomst=gebruiker.herkomst)
    except (VaultDown, TeVeel, Refused):
        return {}
    with services.database.lezen() as session:
        return recorded(session, services, gebruiker, welke=gevonden)


def refused_after(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, antwoorden: Antwoorden
) -> tuple[Fout, ...]:
    """Refuse what makes no sense after a death that the sender's own side knows of; to others it says nothing."""
    client = antwoorden.client
    if mailbox.na_overlijden or client is None or not client.bsn:
        return ()
    dood = known_of(services, gebruiker, client.bsn)
    hier = (m for m in services.mailboxen.alle() if services.regio.code in m.regios and m.na_overlijden)
    wel = [f"'{m.titel}'" for m in hier if any(gebruiker.rollen & {*afzender.rollen} for afzender in m.afzenders)]
    tekst = OVERLEDEN.format(nummers=opsomming(list(dood.values())), wel=opsomming(wel)) if dood else ""
    return (Fout(veld="bsn", tekst=tekst),) if dood else ()


def deaths_here(session: Session, rij: Bericht, eindes: Collection[Einde]) -> list[UUID]:
    """Return the berichten by which the team of this one recorded the death of its client, also before this one was sent."""
    if not eindes:
        return []
    van_team = (unindexed(Bericht.team) == rij.team, Bericht.id.in_(same_person(plek_van(rij.team), rij.id)))
    query = select(Bericht.id).join(Overgang, Overgang.bericht == Bericht.id).where(*van_team, stands(eindes))
    return list(session.scalars(query.order_by(Bericht.id).distinct()))


def recorded_at(session: Session, services: Services, team: str, berichten: Collection[UUID]) -> list[Bericht]:
    """Return which of these berichten recorded a death at this team that nobody undid."""
    eindes = endings(services.mailboxen)
    if not eindes or not berichten:
        return []
    query = select(Bericht).join(Overgang, Overgang.bericht == Bericht.id)
    hier = query.where(Bericht.id.in_(berichten), unindexed(Bericht.team) == team, stands(eindes))
    return list(session.scalars(hier.order_by(Bericht.id).distinct()))


def deaths_of(
    session: Session, rij: Bericht, eindes: Collection[Einde], *, ook_eerder: bool = False
) -> Iterator[Bericht]:
    """Yield the berichten that told the death of this client to this team, or by this sender, after this one was sent.

    With `ook_eerder` those of before that too: of a bericht that itself told a death.
    """
    afzender = (rij.afzender_soort, rij.afzender)
    hier = (unindexed(Bericht.team) == rij.team, Bericht.id.in_(same_person(plek_van(rij.team), rij.id)))
    elders = (
        Bericht.team != rij.team,
        unindexed(Bericht.afzender_soort) == rij.afzender_soort,
        unindexed(Bericht.afzender) == rij.afzender,
        Bericht.id.in_(same_person(afzender, rij.id)),
    )
    for waar in (hier, elders) if eindes else ():
        query = select(Bericht).join(Overgang, Overgang.bericht == Bericht.id).where(*waar, stands(eindes))
        query = query if ook_eerder else query.where(Overgang.moment >= rij.ingediend)
        yield from session.scalars(query.order_by(Bericht.id).distinct())


def stands(eindes: Iterable[Einde]) -> ColumnElement[bool]:
    """Only where this step of this bericht recorded a death that nobody undid."""
    return or_(
        *(
            and_(
                Bericht.mailbox == einde.mailbox,
                Overgang.code.in_(einde.stappen),
                Bericht.status.not_in(einde.ongedaan),
            )
            for einde in eindes
        )
    )


@cache
def _query(eindes: tuple[Einde, ...], *, van_client: bool, misschien: bool) -> Prepared:
    """Ask for them; made once."""
    deze: BindParameter[list[UUID]] = bindparam("welke", expanding=True)
    zelfde = perhaps_same if misschien else same_person
    welke = Bericht.id.in_(zelfde((SOORT, CODE), DIT)) if van_client else Bericht.id.in_(deze)
    return Prepared(
        select(Bericht.id, Bericht.nummer)
        .join(Overgang, Overgang.bericht == Bericht.id)
        .where(welke, stands(eindes), OF_ASKED)
        .order_by(Bericht.ingediend)
    )


@cache
def _any(eindes: tuple[Einde, ...]) -> Prepared:
    """Ask for a bericht of the asker's sides in a mailbox that records deaths, and that was not undone; made once."""
    soort = or_(*(and_(Bericht.mailbox == e.mailbox, Bericht.status.not_in(e.ongedaan)) for e in eindes))
    return Prepared(select(Bericht.id).where(soort, OF_ASKED).limit(1))


def _ending(mailbox: Mailbox) -> tuple[str, ...]:
    return tuple(o.code for o in mailbox.levensloop.overgangen if _has(o.gevolgen, BeeindigClient))


def _has(gevolgen: Iterable[Gevolg], soort: type[Gevolg]) -> bool:
    return any(isinstance(gevolg, soort) for gevolg in gevolgen)
