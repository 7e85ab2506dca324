"""A new bericht that belongs to one that is there: which can be made from its page, and what they start with.

Nothing typed twice: the link is set, and the answers that the declarations name are taken along from the asker's own copy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.kwitantie import KloptNiet, NogNietOpgenomen
from portal.core.bericht.verbanden import own_bericht
from portal.core.bericht.verwant import of_asker
from portal.core.bericht.zicht import BerichtKop, kop
from portal.core.insturen.kader import sendable
from portal.core.lezen.reading import open_bericht
from portal.core.services import Services
from portal.domain.gevolg import NieuwBericht
from portal.domain.levensloop import Fase
from portal.domain.levensloop import Overgang as OvergangRegel
from portal.domain.mailbox import Mailbox
from portal.domain.overdracht import hands_over
from portal.domain.rechten import Recht
from portal.domain.voorwaarde import Feit, Feiten
from portal.models import Bericht, Overgang, Verband
from portal.sealing.client import TeVeel, VaultDown

# Which aanbieder sent it, as an answer that can be taken along.
AFZENDER: Final = "afzender.organisatie"
TERUGGENOMEN: Final = ("ingetrokken", "teruggehaald")
_DATUM: Final = re.compile(r"\A([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vervolg:
    """A bericht that can be made from the page of another.

    `volgt` when a step that was made leads to it, `registratie` when it is registered for a burger.
    """

    code: str
    titel: str
    omschrijving: str
    volgt: bool
    registratie: bool


def follow_ups(
    services: Services, gebruiker: Gebruiker, zicht: BerichtKop, feiten: Feiten | None
) -> tuple[Vervolg, ...]:
    """Return what the asker can send that belongs to this bericht as it stands; without facts only what needs none follows.

    What a step has to lead to is not offered without that step, and what was made already is not said to follow.
    """
    van = zicht.mailbox.code
    if not gebruiker.mag(Recht.BERICHT_INDIENEN) or not any(m.verband_met(van) for m in services.mailboxen.alle()):
        return ()
    volgt = {gevolg.mailbox for gevolg in _leads_to(zicht, feiten)}
    na_een_stap = {g.mailbox for o in zicht.mailbox.levensloop.overgangen for g in _new(o)} - volgt
    gemaakt = _made(services, gebruiker, zicht) if volgt else frozenset()
    return tuple(
        Vervolg(
            code=mailbox.code,
            titel=mailbox.titel,
            omschrijving=mailbox.omschrijving,
            volgt=mailbox.code in volgt - gemaakt,
            registratie=mailbox.is_registratie(gebruiker.namens.soort),
        )
        for mailbox in sendable(services, gebruiker)
        if mailbox.code not in na_een_stap
        and (verband := mailbox.verband_met(van)) is not None
        and (zicht.is_open or not verband.open)
        and (not verband.bij or zicht.toestand.code in verband.bij)
        and not (hands_over(mailbox, verband.code) and zicht.is_afzender)
    )


def _made(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> frozenset[str]:
    """Return the mailboxes of what the asker has or sent that belongs to this bericht, and was not taken back, nor refused."""
    query = (
        select(Bericht.mailbox, Bericht.id, Bericht.fase)
        .join(Verband, Verband.bericht == Bericht.id)
        .where(Verband.naar == zicht.id, of_asker(gebruiker), Bericht.status.not_in(TERUGGENOMEN))
    )
    with services.database.lezen() as session:
        rijen = session.execute(query).all()
        return frozenset(rij.mailbox for rij in rijen if not _is_refused(session, services, rij))


def _is_refused(session: Session, services: Services, rij: Row[*tuple[Any, ...]]) -> bool:
    """Tell whether this is a hand-over that ended and that nobody took over."""
    mailbox = services.mailboxen.met_code(rij.mailbox)
    if mailbox is None or mailbox.overdracht is None or rij.fase != Fase.KLAAR.value:
        return False
    aanvaard = select(Overgang.id).where(Overgang.bericht == rij.id, Overgang.code == mailbox.overdracht.aanvaard)
    return session.scalar(aanvaard.limit(1)) is None


def start_from(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, bericht: UUID, *, now: datetime
) -> dict[str, list[str]]:
    """Return what the form of a new bericht starts with, as it would be typed; nothing for a bericht of somebody else.

    While the vault is away, or what is sealed cannot be shown, the link alone is set.
    """
    with services.database.lezen() as session:
        rij = own_bericht(session, gebruiker, bericht)
    verband = mailbox.verband_met(rij.mailbox) if rij is not None else None
    if rij is None or verband is None:
        return {}
    zicht, begin = kop(services, gebruiker, bericht), {verband.code: [rij.nummer]}
    begin |= {veld: [waarde] for veld, waarde in verband.zet}
    kan_mee = verband.meenemen or any(g.mailbox == mailbox.code for g in _declared(zicht))
    if not kan_mee:
        return begin
    try:
        feiten = open_bericht(services, gebruiker, bericht, now=now).feiten
    except (VaultDown, TeVeel, NogNietOpgenomen, KloptNiet):
        return begin
    paren = [(veld, veld) for veld in verband.meenemen]
    paren += [paar for g in _leads_to(zicht, feiten) if g.mailbox == mailbox.code for paar in g.velden]
    velden = {veld.naam for veld in mailbox.formulier.veldinfo()}
    feiten = {**feiten, AFZENDER: rij.afzender} if rij.afzender_soort == "organisatie" else feiten
    return begin | {naar: _typed(feiten[van]) for van, naar in paren if naar in velden and feiten.get(van)}


def _leads_to(zicht: BerichtKop, feiten: Feiten | None) -> Iterator[NieuwBericht]:
    """Yield what the steps that were made lead to."""
    for gevolg in _declared(zicht):
        if gevolg.als is None or (feiten is not None and gevolg.als.geldt(feiten)):
            yield gevolg


def _declared(zicht: BerichtKop) -> Iterator[NieuwBericht]:
    gemaakt = {regel.code for regel in zicht.verloop}
    for overgang in zicht.mailbox.levensloop.overgangen:
        if overgang.code in gemaakt:
            yield from _new(overgang)


def _new(overgang: OvergangRegel) -> Iterator[NieuwBericht]:
    """Yield to which new berichten a step leads."""
    yield from (gevolg for gevolg in overgang.gevolgen if isinstance(gevolg, NieuwBericht))


def _typed(waarde: Feit) -> list[str]:
    """Write an answer as one types it: a date as day, month and year."""
    return [_DATUM.sub(_day_first, deel) for deel in ((waarde,) if isinstance(waarde, str) else waarde)]


def _day_first(datum: re.Match[str]) -> str:
    jaar, maand, dag = datum.groups()
    return f"{int(dag)}-{int(maand)}-{jaar}"
