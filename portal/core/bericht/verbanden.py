"""Links from a new bericht to one of the sender's own: what he may choose, what he chose, and what follows from it as facts.

Only berichten that he sent or that his team has are ever looked at: another's number is answered as one of nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.eerder_overgedragen import previous_hand_over
from portal.core.bericht.kwitantie import KloptNiet
from portal.core.bericht.lijstrijen import shorthands
from portal.core.bericht.overgedragen import handed_on
from portal.core.bericht.taakzicht import taak_facts
from portal.core.bericht.verwant import of_asker, sides_of
from portal.core.klokken.klokverband import AANKOMST, corrected_begins
from portal.core.services import Services
from portal.db import insert_rows
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Fout
from portal.domain.gevolg import SluitVerband
from portal.domain.levensloop import Actie, Fase
from portal.domain.mailbox import Mailbox, Verband
from portal.domain.overdracht import hands_over
from portal.domain.teams import plek_van
from portal.domain.voorwaarde import Feit, Feiten
from portal.models import Bericht, Overgang
from portal.models import Verband as VerbandRij

# What the list offers; an older one is found by its number.
MOST: Final = 25
ONBEKEND: Final = (
    "Wij vinden geen bericht met dit nummer bij uw eigen berichten. Controleer het nummer, of kies uit de lijst."
)
ANDERE_SOORT: Final = "Dit bericht kan hier niet bij horen. Kies een bericht uit de lijst, of controleer het nummer."
AL_KLAAR: Final = "Dit bericht is al afgehandeld. Kies een bericht dat nog loopt, of bel het team dat het had."
NIET_BIJ_U: Final = "Dit bericht is niet bij uw team. Alleen het team dat een dossier heeft, kan het overdragen."
VERANDERD: Final = (
    "Het bericht waar dit bij hoort, is net doorgestuurd of afgehandeld. Controleer uw antwoorden opnieuw."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keuze:
    """A bericht that can be chosen; `client` in short as lists show it, empty while it cannot be opened."""

    nummer: str
    titel: str
    ingediend: datetime
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbonden:
    """A link that was chosen: to which bericht, where that was when it was checked, and the facts that it gives.

    `status` is empty where what is sent does not depend on it: who opens a bericht keeps nobody from sending.
    """

    code: str
    bericht: UUID
    team: str
    fase: str
    status: str
    feiten: Feiten


def keuzes(services: Services, gebruiker: Gebruiker, mailbox: Mailbox) -> Mapping[str, tuple[Keuze, ...]]:
    """Return for each link the newest berichten of the asker that it can lead to, newest first."""
    with services.database.lezen() as session:
        per_verband = {v.code: _own(session, gebruiker, mailbox, v) for v in mailbox.verbanden}
    alle = {rij.id for rijen in per_verband.values() for rij in rijen}
    verkort, _ = shorthands(services, gebruiker, sorted(alle))
    return {
        code: tuple(
            Keuze(
                nummer=rij.nummer,
                titel=gevonden.titel if (gevonden := services.mailboxen.met_code(rij.mailbox)) else rij.mailbox,
                ingediend=rij.ingediend,
                client=verkort.get(rij.id, ""),
            )
            for rij in rijen
        )
        for code, rijen in per_verband.items()
    }


def find(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten
) -> tuple[tuple[Verbonden, ...], tuple[Fout, ...]]:
    """Return the links that were chosen in these answers, and what is wrong with them."""
    gevonden: list[Verbonden] = []
    fouten: list[Fout] = []
    with services.database.lezen() as session:
        for verband in mailbox.verbanden:
            nummer = feiten.get(verband.code)
            if not nummer:
                continue
            rij = session.scalars(select(Bericht).where(Bericht.nummer == nummer, of_asker(gebruiker))).one_or_none()
            fout = _wrong(session, services, gebruiker, mailbox, verband=verband, rij=rij)
            if rij is None or fout:
                fouten.append(Fout(veld=verband.code, tekst=fout))
            else:
                gevonden.append(_of(session, services, gebruiker, mailbox, code=verband.code, rij=rij))
    return tuple(gevonden), tuple(fouten)


def led_to(session: Session, bericht: UUID, code: str, door: str = "") -> UUID | None:
    """Return the bericht that this one is linked to, or with `door` what that one is linked to; None when a link was left open."""
    naar: UUID | None = bericht
    for verband in filter(None, (code, door)):
        naar = session.scalar(select(VerbandRij.naar).where(VerbandRij.bericht == naar, VerbandRij.code == verband))
    return naar


def own_bericht(session: Session, gebruiker: Gebruiker, bericht: UUID) -> Bericht | None:
    """Return a bericht that the asker sent or that his team has; None for any other."""
    return session.scalars(select(Bericht).where(Bericht.id == bericht, of_asker(gebruiker))).one_or_none()


def facts_of(verbanden: Iterable[Verbonden]) -> dict[str, Feit]:
    """Return all facts that these links give: 'verband.melding' and what begins with it."""
    return {naam: feit for verbonden in verbanden for naam, feit in verbonden.feiten.items()}


def facts_now(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, bericht: UUID, antwoorden: Feiten
) -> dict[str, Feit]:
    """Return the facts of the links of a bericht as they are now, of those of which the asker may see the other end.

    Raises KloptNiet unless the links are those of the answers, which the vault signed: whoever writes in the database can
    lead a link elsewhere, and have another bericht closed.
    """
    if not mailbox.verbanden:
        return {}
    query = select(VerbandRij.code, Bericht, of_asker(gebruiker)).join(Bericht, Bericht.id == VerbandRij.naar)
    with services.database.lezen() as session:
        rijen = session.execute(query.where(VerbandRij.bericht == bericht)).all()
        eigen = [(code, rij) for code, rij, is_eigen in rijen if is_eigen]
        gevonden = [_of(session, services, gebruiker, mailbox, code=code, rij=rij) for code, rij in eigen]
    gekozen = {verband.code: antwoorden[verband.code] for verband in mailbox.verbanden if verband.code in antwoorden}
    if {code: rij.nummer for code, rij, _ in rijen} != gekozen:
        raise KloptNiet
    return facts_of(gevonden)


def hold(session: Session, verbanden: Sequence[Verbonden]) -> bool:
    """Lock the linked berichten, in the order in which everybody does, and tell whether each still is as it was checked.

    Those that they are linked to in turn are held as well: a step may follow there.
    """
    if not verbanden:
        return True
    ids = {verbonden.bericht for verbonden in verbanden}
    ids |= {*session.scalars(select(VerbandRij.naar).where(VerbandRij.bericht.in_(ids)))}
    query = select(Bericht).where(Bericht.id.in_(ids)).order_by(Bericht.id).with_for_update()
    nu = {rij.id: (rij.team, rij.fase, rij.status) for rij in session.scalars(query)}
    return all(
        (gevonden := nu.get(v.bericht)) is not None and gevonden == (v.team, v.fase, v.status or gevonden[2])
        for v in verbanden
    )


def store(session: Session, bericht: UUID, verbanden: Sequence[Verbonden]) -> None:
    """Keep the links of a new bericht."""
    insert_rows(session, [VerbandRij(bericht=bericht, code=v.code, naar=v.bericht) for v in verbanden])


def _own(session: Session, gebruiker: Gebruiker, mailbox: Mailbox, verband: Verband) -> Sequence[Bericht]:
    """Return the newest of each side and fase together: a page of each reads its index in order and stops."""
    fases = [fase for fase in Fase if fase is not Fase.KLAAR or not verband.open]
    van_soort = select(Bericht).where(Bericht.mailbox.in_(verband.mailboxen)).order_by(Bericht.ingediend.desc())
    kanten = [Bericht.team == gebruiker.namens.als_team] if hands_over(mailbox, verband.code) else sides_of(gebruiker)
    delen = (van_soort.where(kant, Bericht.fase == fase.value) for kant in kanten for fase in fases)
    gevonden = {rij.id: rij for deel in delen for rij in session.scalars(deel.limit(MOST))}
    return sorted(gevonden.values(), key=lambda rij: (rij.ingediend, rij.nummer), reverse=True)[:MOST]


def _wrong(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    mailbox: Mailbox,
    *,
    verband: Verband,
    rij: Bericht | None,
) -> str:
    if rij is None:
        return ONBEKEND
    if rij.mailbox not in verband.mailboxen:
        return ANDERE_SOORT
    if hands_over(mailbox, verband.code) and rij.team != gebruiker.namens.als_team:
        return NIET_BIJ_U
    klaar = verband.open and rij.fase == Fase.KLAAR.value
    ook_over = any(isinstance(g, SluitVerband) and g.ook_overgedragen for g in mailbox.op_verbanden())
    return AL_KLAAR if klaar and not (ook_over and handed_on(session, services, rij.id)) else ""


def _of(
    session: Session, services: Services, gebruiker: Gebruiker, mailbox: Mailbox, *, code: str, rij: Bericht
) -> Verbonden:
    """Return a link with the facts that it gives; of the taken and the toestand at another team nothing."""
    hier, naam = plek_van(rij.team) == gebruiker.namens.sleutel, f"verband.{code}"
    taken = {**taak_facts(session, rij.id), "toestand": rij.status} if hier else {}
    vorige = previous_hand_over(session, services, gebruiker, mailbox, code=code, bericht=rij)
    gezegd = _said(session, services, rij) | taken | vorige
    feiten = {f"{naam}.{feit}": waarde for feit, waarde in gezegd.items()}
    van = _other_side(gebruiker, mailbox, rij)
    weegt = any(f"{naam}.toestand" in verwijzing.als.velden() for verwijzing in mailbox.verwijzingen)
    status = rij.status if weegt else ""
    return Verbonden(
        code=code, bericht=rij.id, team=rij.team, fase=rij.fase, status=status, feiten={naam: van, **feiten}
    )


def _other_side(gebruiker: Gebruiker, mailbox: Mailbox, rij: Bericht) -> str:
    """Return the team that has it, for who sent it or registers for a burger; for the team that has it, who sent it."""
    soort, _ = eigen = gebruiker.namens.sleutel
    van_team = eigen != (rij.afzender_soort, rij.afzender) and not mailbox.is_registratie(soort)
    return rij.afzender if van_team else rij.team


def _said(session: Session, services: Services, rij: Bericht) -> dict[str, str]:
    """Say of a bericht on which day it came, on which each step was last made, and what it belongs to itself.

    A day that was corrected since is said as corrected. Notes of a team are nobody else's.
    """
    gemaakt = select(Overgang).where(Overgang.bericht == rij.id, Overgang.actie != Actie.NOTEREN.value)
    stappen = session.scalars(gemaakt.order_by(Overgang.volgnummer)).all()
    dagen = {stap.code: (stap.dag or datum_in_nederland(stap.moment)).isoformat() for stap in stappen}
    mailbox, aankomst = services.mailboxen.met_code(rij.mailbox), rij.aankomst
    laatste = {stap.code: stap.id for stap in stappen}
    for code, stap_id, dag in corrected_begins(session, mailbox, rij.id) if mailbox is not None else ():
        if code == AANKOMST:
            aankomst = dag
        elif laatste.get(code) == stap_id:
            dagen[code] = dag.isoformat()
    getekend = {o.code for o in mailbox.levensloop.overgangen if o.getekend_na} if mailbox is not None else set()
    hoort_bij = session.scalars(select(VerbandRij.code).where(VerbandRij.bericht == rij.id)).all()
    return {
        **dagen,
        **dict.fromkeys(hoort_bij, "ja"),
        AANKOMST: aankomst.isoformat(),
        "getekend": "ja" if getekend & dagen.keys() else "nee",
    }
