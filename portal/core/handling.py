"""Handling: the one function that makes an overgang, for every act of every mailbox.

What needs the vault is asked before the transaction; one commit then holds the new status, the sealed
text, clocks, taken, audit line and outbox rows. Two people at once: the bericht's versie lets one win, the
other keeps his text and sees what happened. The same request twice is one overgang (`sleutel`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import klokken
from portal.core.accounts import Gebruiker
from portal.core.antwoorden import read_antwoorden
from portal.core.audit import record
from portal.core.intake import ANTWOORDEN
from portal.core.opening import NietGevonden, open_items, open_request
from portal.core.outbox import enqueue_mail, enqueue_opnemen
from portal.core.services import Services
from portal.core.verzegelen import Sealed
from portal.core.zicht import BerichtKop, allowed, bericht_for, declaration
from portal.domain.datums import datum_in_nederland, kort_moment
from portal.domain.levensloop import Actie, Fase, Levensloop, Tekst, Toestand
from portal.domain.levensloop import Overgang as Regel
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import RECHT_VOOR
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Concept, Lijstregel, Ontvanger, Overgang, Seal, SealedItem, Taak, Team, Zoekterm
from portal.sealing.envelope import new_id

TEKST: Final = "overgang.tekst"
LONGEST: Final = 4000


class NietMogelijk(Exception):
    """This act cannot be done now; `tekst` says why and what can."""

    def __init__(self, tekst: str) -> None:
        """Keep the text for the page."""
        super().__init__(tekst)
        self.tekst = tekst


class Ingehaald(NietMogelijk):
    """Someone else was first; `tekst` says who did what. What was typed is still on the page."""


class TekstNodig(NietMogelijk):
    """The act needs a text, or its text is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stap:
    """An overgang that is about to be made, with all that was prepared outside the transaction."""

    bericht: Bericht
    mailbox: Mailbox
    regel: Regel
    is_afzender: bool
    feiten: Feiten
    sleutel: UUID
    versie: int
    doel: str
    tekst: Sealed | None
    seals: tuple[Seal, ...]
    now: datetime

    @property
    def naar(self) -> Toestand:
        """The toestand this step leads to."""
        return self.mailbox.levensloop.toestand(self.regel.naar or self.bericht.status)


def doe(
    services: Services,
    gebruiker: Gebruiker,
    *,
    bericht: UUID,
    code: str,
    sleutel: UUID,
    versie: int,
    now: datetime,
    tekst: str = "",
    doel: str = "",
) -> None:
    """Make the overgang `code` on a bericht; `versie` is what the page was drawn from, `doel` a team code.

    Raises NietGevonden, NietMogelijk, Ingehaald, TekstNodig, UnsignedKey, and what the vault raises.
    """
    with services.database.lezen() as session:
        if session.scalar(select(Overgang.id).where(Overgang.sleutel == sleutel, Overgang.bericht == bericht)):
            return
        rij, is_afzender = bericht_for(session, gebruiker, bericht)
    mailbox = declaration(services, rij.mailbox)
    regel = _rule(services, gebruiker, mailbox, rij, code, versie=versie, is_afzender=is_afzender)
    tekst = _checked_text(regel, tekst)
    if regel.actie is Actie.DOORSTUREN and doel not in {team.code for team in doelteams(services, gebruiker, bericht)}:
        raise NietMogelijk("Kies een team uit de lijst.")
    stap = _Stap(
        bericht=rij,
        mailbox=mailbox,
        regel=regel,
        is_afzender=is_afzender,
        feiten=_facts(services, gebruiker, mailbox, bericht, regel),
        sleutel=sleutel,
        versie=versie,
        doel=doel,
        tekst=_sealed_text(services, rij, tekst, doel=doel, now=now),
        seals=_resealed(services, gebruiker, bericht, doel) if doel else (),
        now=now,
    )
    try:
        with services.database.schrijven() as session:
            _make(session, services, gebruiker, stap)
    except IntegrityError:
        # The same request twice at the same moment: the unique key let one through.
        with services.database.lezen() as session:
            if session.scalar(select(Overgang.id).where(Overgang.sleutel == sleutel)) is None:
                raise Ingehaald("Een collega was u net voor. Bekijk het bericht opnieuw.") from None


def doelteams(services: Services, gebruiker: Gebruiker, bericht: UUID) -> tuple[Team, ...]:
    """Return the teams a bericht can be handed on to: of the same kind, in the same region."""
    with services.database.lezen() as session:
        rij, _ = bericht_for(session, gebruiker, bericht)
        nu = session.get_one(Team, rij.team)
        return tuple(
            session.scalars(
                select(Team)
                .where(Team.soort == nu.soort, Team.regio == nu.regio, Team.code != nu.code)
                .order_by(Team.naam)
            ).all()
        )


def mark_opened(services: Services, gebruiker: Gebruiker, zicht: BerichtKop, *, now: datetime) -> bool:
    """Note that the team has seen the bericht, once; return whether this was the first time."""
    regel = zicht.mailbox.levensloop.overgang("openen")
    if zicht.is_afzender or regel is None or zicht.toestand.code not in regel.van or not gebruiker.mag(RECHT_VOOR[regel.actie]):
        return False
    with services.database.schrijven() as session:
        rij = session.get_one(Bericht, zicht.id, with_for_update=True)
        if rij.status not in regel.van or rij.team != gebruiker.namens.code:
            return False
        stap = _Stap(
            bericht=rij,
            mailbox=zicht.mailbox,
            regel=regel,
            is_afzender=False,
            feiten={},
            sleutel=new_id(),
            versie=rij.versie,
            doel="",
            tekst=None,
            seals=(),
            now=now,
        )
        _advance(session, gebruiker, rij, stap)
    return True


def is_terminal(levensloop: Levensloop, toestand: Toestand) -> bool:
    """Tell whether nothing more can happen from here, so that every clock ends."""
    return toestand.fase is Fase.KLAAR and not any(toestand.code in o.van and o.naar for o in levensloop.overgangen)


def _rule(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, rij: Bericht, code: str, *, versie: int, is_afzender: bool
) -> Regel:
    """Return the declared overgang when it is allowed now; explain when it no longer is."""
    regel = mailbox.levensloop.overgang(code)
    if regel is None or regel.actie not in RECHT_VOOR or code == "openen":
        raise NietGevonden
    gebruiker.eis(RECHT_VOOR[regel.actie])
    if rij.versie != versie:
        raise _overtaken(services, rij.id)
    if regel not in allowed(gebruiker, mailbox, rij, is_afzender=is_afzender):
        titel = mailbox.levensloop.toestand(rij.status).titel.lower()
        raise NietMogelijk(f"Dit kan nu niet: het bericht heeft de status '{titel}'.")
    return regel


def _overtaken(services: Services, bericht: UUID) -> Ingehaald:
    with services.database.lezen() as session:
        laatste = session.scalars(
            select(Overgang).where(Overgang.bericht == bericht).order_by(Overgang.volgnummer.desc()).limit(1)
        ).one()
    return Ingehaald(
        f"Het bericht is intussen veranderd ({laatste.code.replace('-', ' ')}, {kort_moment(laatste.moment)}). "
        "Uw tekst staat er nog. Kijk of uw actie nog nodig is."
    )


def _checked_text(regel: Regel, tekst: str) -> str:
    tekst = tekst.strip()
    if regel.tekst is Tekst.MOET and not tekst:
        raise TekstNodig(f"Vul in: {regel.tekstlabel.rstrip('?').lower()}.")
    if len(tekst) > LONGEST:
        raise TekstNodig(f"Deze tekst is te lang: {len(tekst)} tekens. Maak hem korter dan {LONGEST} tekens.")
    return "" if regel.tekst is Tekst.GEEN else tekst


def _facts(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, bericht: UUID, regel: Regel) -> Feiten:
    """Open the answers when the act or a clock depends on them; raises NietMogelijk when they do not allow it."""
    voorwaardelijk = regel.soms is not None or any(g.als is not None for g in regel.gevolgen)
    if not voorwaardelijk and not any(t.als is not None for t in mailbox.termijnen):
        return {}
    if regel.actie is not Actie.BESLUITEN:
        return {}
    with services.database.lezen() as session:
        item = session.scalars(
            select(SealedItem.id).where(SealedItem.subject == bericht, SealedItem.purpose == ANTWOORDEN)
        ).one()
    geopend = open_items(services, gebruiker, [item])
    if item not in geopend:
        raise NietGevonden
    feiten = read_antwoorden(geopend[item]).antwoorden.feiten()
    if regel.soms is not None and not regel.soms.geldt(feiten):
        raise NietMogelijk("Dit besluit past niet bij de antwoorden in het bericht. Kies een ander besluit.")
    return feiten


def _sealed_text(services: Services, rij: Bericht, tekst: str, *, doel: str, now: datetime) -> Sealed | None:
    if not tekst:
        return None
    aan = [("team", doel or rij.team), (rij.afzender_soort, rij.afzender)]
    with services.database.lezen() as session:
        keys = services.sealer.keys(session, aan)
    return services.sealer.seal(tekst.encode(), purpose=TEKST, subject=rij.id, keys=keys, now=now)


def _resealed(services: Services, gebruiker: Gebruiker, bericht: UUID, doel: str) -> tuple[Seal, ...]:
    """Ask the vault for new seals of everything in the bericht; content is not touched."""
    with services.database.lezen() as session:
        paren = session.execute(
            select(SealedItem, Seal)
            .join(Seal, Seal.item == SealedItem.id)
            .where(
                SealedItem.subject == bericht, Seal.recipient_kind == "team", Seal.recipient == gebruiker.namens.code
            )
        ).all()
    requests = [open_request(services, item, seal) for item, seal in paren]
    nieuw = services.vault.reseal(
        gebruiker.token, namens=gebruiker.namens.sleutel, requests=requests, to=("team", doel), herkomst=gebruiker.herkomst
    )
    return tuple(
        Seal(item=item.id, recipient_kind="team", recipient=doel, epoch=dek.epoch, key_id=dek.key_id, sealed=dek.sealed)
        for (item, _), dek in zip(paren, nieuw, strict=True)
    )


def _make(session: Session, services: Services, gebruiker: Gebruiker, stap: _Stap) -> None:
    rij = session.get_one(Bericht, stap.bericht.id, with_for_update=True)
    if rij.versie != stap.versie or rij.team != stap.bericht.team:
        raise Ingehaald("Een collega was u net voor. Uw tekst staat er nog. Bekijk het bericht opnieuw.")
    if stap.tekst is not None:
        stap.tekst.add_to(session)
    overgang = _advance(session, gebruiker, rij, stap)
    if stap.doel:
        _hand_on(session, rij, stap)
    if stap.regel.actie in {Actie.OPPAKKEN, Actie.VRAAG_STELLEN} and (
        rij.behandelaar is None or stap.regel.actie is Actie.OPPAKKEN
    ):
        rij.behandelaar = gebruiker.persoon
    _start_clocks(session, services, rij, stap)
    _add_taken(session, services, rij, overgang, stap)
    session.execute(delete(Concept).where(Concept.bericht == rij.id, Concept.actie == stap.regel.code, Concept.persoon == gebruiker.persoon))
    _notify(session, rij, stap)


def _advance(session: Session, gebruiker: Gebruiker, rij: Bericht, stap: _Stap) -> Overgang:
    """Move the bericht one step, with its audit line and the clocks that end."""
    volgnummer = session.scalar(select(func.max(Overgang.volgnummer)).where(Overgang.bericht == rij.id)) or 0
    overgang = Overgang(
        id=new_id(),
        bericht=rij.id,
        volgnummer=volgnummer + 1,
        code=stap.regel.code,
        actie=stap.regel.actie.value,
        van=rij.status,
        naar=stap.naar.code,
        moment=stap.now,
        door=gebruiker.persoon,
        namens_soort=gebruiker.namens.soort,
        namens=gebruiker.namens.code,
        naar_team=stap.doel or None,
        item=stap.tekst.item.id if stap.tekst else None,
        sleutel=stap.sleutel,
    )
    session.add(overgang)
    rij.status, rij.fase, rij.versie = stap.naar.code, stap.naar.fase.value, rij.versie + 1
    klaar = is_terminal(stap.mailbox.levensloop, stap.naar)
    lopend = klokken.stop(session, stap.mailbox, rij.id, stap.regel.code, klaar=klaar, now=stap.now)
    rij.urgent = klokken.most_urgent(t.datum for t in lopend)
    record(
        session,
        gebruiker.actor,
        actie=stap.regel.code,
        onderwerp=str(rij.id),
        now=stap.now,
        items=[stap.tekst.item] if stap.tekst else [],
        uitkomst=stap.doel or stap.naar.code,
    )
    return overgang


def _hand_on(session: Session, rij: Bericht, stap: _Stap) -> None:
    """Give the bericht, its keys and its history to the other team; the old one loses its seals."""
    over = select(SealedItem.id).where(SealedItem.subject == rij.id)
    session.execute(
        delete(Seal).where(Seal.item.in_(over), Seal.recipient_kind == "team", Seal.recipient == stap.bericht.team)
    )
    for tabel in (Lijstregel, Zoekterm):
        session.execute(
            delete(tabel).where(
                tabel.bericht == rij.id, tabel.recipient_kind == "team", tabel.recipient == stap.bericht.team
            )
        )
    session.add_all(stap.seals)
    oud = session.get(Ontvanger, (rij.id, stap.bericht.team))
    deel = oud.deel if oud is not None else "heel"
    if oud is not None:
        oud.tot = stap.now
    terug = session.get(Ontvanger, (rij.id, stap.doel))
    if terug is not None:
        terug.tot = None
    else:
        session.add(Ontvanger(bericht=rij.id, team=stap.doel, deel=deel, regel="doorgestuurd", vanaf=stap.now))
    rij.team, rij.behandelaar = stap.doel, None
    enqueue_opnemen(session, rij.id, now=stap.now)


def _start_clocks(session: Session, services: Services, rij: Bericht, stap: _Stap) -> None:
    op = datum_in_nederland(stap.now)
    nieuw = klokken.bij_overgang(services, stap.mailbox, stap.regel.code, stap.feiten, op=op)
    session.add_all(klokken.row(rij.id, stap.mailbox, berekening) for berekening in nieuw)
    rij.urgent = klokken.most_urgent([rij.urgent, *(berekening.datum for berekening in nieuw)])


def _add_taken(session: Session, services: Services, rij: Bericht, overgang: Overgang, stap: _Stap) -> None:
    regels = stap.regel.taken(stap.feiten)
    if not regels:
        return
    session.flush()  # the taken refer to the overgang
    team = session.get_one(Team, rij.team)
    gemeente = services.regio.gemeente(team.gemeenten.split(",")[0])
    for nummer, regel in enumerate(regels, start=1):
        uiterlijk = klokken.taak_datum(services, regel, op=datum_in_nederland(stap.now))
        session.add(
            Taak(
                id=new_id(),
                bericht=rij.id,
                overgang=overgang.id,
                volgnummer=nummer,
                team=rij.team,
                rol=(gemeente.taakrol(regel.code, regel.rol) if gemeente else regel.rol).value,
                code=regel.code,
                titel=regel.titel,
                status="open",
                uiterlijk=uiterlijk,
                verzonden=None,
                gedaan=None,
                gedaan_door=None,
            )
        )


def _notify(session: Session, rij: Bericht, stap: _Stap) -> None:
    """Tell the other side that something waits, never what."""
    if stap.doel:
        enqueue_mail(
            session, aan=("team", stap.doel), sjabloon="nieuw", nummer=rij.nummer, pad=f"/berichten/{rij.id}", now=stap.now
        )
    if stap.is_afzender:
        aan = ("team", rij.team)
    elif stap.regel.actie in {Actie.VRAAG_STELLEN, Actie.BESLUITEN, Actie.DOORSTUREN, Actie.HERVATTEN}:
        aan = (rij.afzender_soort, rij.afzender)
    else:
        return
    sjabloon = "vraag" if stap.regel.actie is Actie.VRAAG_STELLEN else "gewijzigd"
    enqueue_mail(session, aan=aan, sjabloon=sjabloon, nummer=rij.nummer, pad=f"/berichten/{rij.id}", now=stap.now)
