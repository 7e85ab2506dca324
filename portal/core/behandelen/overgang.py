"""One overgang inside its transaction: status, keys, clocks, taken, audit line and mail, whole or not at all."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.behandelen.beeindigen import Samen, lock, to_look_at, together
from portal.core.behandelen.gevolgen import add_taken, carry_out, lapse_taken, set_once
from portal.core.behandelen.meeschuiven import change_clock
from portal.core.behandelen.nogmaals import stored_key
from portal.core.behandelen.plichtstand import follow_step
from portal.core.behandelen.stukken import AndereStukken, Stukken, hang_on
from portal.core.behandelen.verloop import is_terminal, next_step
from portal.core.bericht.bijlagen import remove_bijlagen
from portal.core.bericht.een_ontvanger import stands_with
from portal.core.klokken import klokken, klokwijziging
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.klokken.klokeinde import stop
from portal.core.klokken.klokhistorie import by_step
from portal.core.klokken.taakklokken import follow
from portal.core.klokken.urgentie import earliest
from portal.core.post.outbox import enqueue_mail, enqueue_opnemen
from portal.core.services import Services
from portal.core.verzegelen import Sealed
from portal.core.weigeren import Ingehaald, NietMogelijk
from portal.domain.datums import datum_in_nederland
from portal.domain.gevolg import Gevolg
from portal.domain.levensloop import Actie, Toestand
from portal.domain.levensloop import Overgang as Regel
from portal.domain.mailbox import Mailbox
from portal.domain.mailsoort import GEWIJZIGD, NIEUW, SPOED, VRAAG
from portal.domain.teams import plek_van
from portal.domain.termijnstappen import KLOKACTIES
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Concept, Lijstregel, Ontvanger, Overgang, Seal, SealedItem, Zoekterm
from portal.sealing.envelope import new_id

# Whoever does one of these becomes the behandelaar when there is none.
TAKES_UP: Final = frozenset({Actie.OPPAKKEN, Actie.VRAAG_STELLEN, Actie.BEVESTIGEN, Actie.VASTLEGGEN})
# The sender gets a mail of these acts of the team.
TELLS_SENDER: Final = frozenset(
    {
        Actie.VRAAG_STELLEN,
        Actie.SCHRIJVEN,
        Actie.BESLUITEN,
        Actie.DOORSTUREN,
        Actie.HERVATTEN,
        Actie.BEVESTIGEN,
        Actie.VASTLEGGEN,
        Actie.AFSLUITEN,
        Actie.HEROPENEN,
        *KLOKACTIES,
    }
)
# Words alone change nothing that somebody else may just have changed, so nobody is too late with them.
ALWAYS: Final = frozenset({Actie.SCHRIJVEN, Actie.TOEVOEGEN, Actie.NOTEREN})
NOTITIE: Final = "overgang.notitie"
ANDER_BERICHT: Final = "Er kwam net een ander bericht over deze cliënt bij uw team. Uw tekst staat er nog. Verstuur opnieuw, dan telt het mee."
AL_BIJ_EEN: Final = (
    "U stuurde dit al aan {naam}. Het kan pas hier als die alsnog nee zegt, of als u uw vraag daar intrekt. "
    "Uw tekst staat er nog."
)
AANVAARD: Final = (
    "Dit is al overgenomen door het andere team, dus dit kan niet meer. Uw tekst staat er nog. Bel het andere team."
)
ANDERE_STUKKEN: Final = (
    "De bestanden bij uw tekst zijn net gewijzigd. Uw tekst staat er nog. Kijk ze na en verstuur opnieuw."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
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
    dag: date | None = None
    gevraagd_in: str = ""
    stukken: Stukken | None = None
    concept: UUID | None = None
    tekstversie: int | None = None
    zelfde: tuple[tuple[UUID, int], ...] = ()
    id: UUID = field(default_factory=new_id)
    bewijs: bytes | None = None
    afdruk: bytes | None = None
    klok: Wijziging | None = None
    samen: Samen | None = None
    verbonden: tuple[UUID, ...] = ()

    @property
    def naar(self) -> Toestand:
        """The toestand this step leads to."""
        return self.mailbox.levensloop.waarheen(self.regel, status=self.bericht.status, gevraagd_in=self.gevraagd_in)

    @property
    def gevolgen(self) -> tuple[Gevolg, ...]:
        """What follows from this step with these facts."""
        return tuple(g for g in self.regel.gevolgen if g.als is None or g.als.geldt(self.feiten))

    @property
    def op(self) -> date:
        """The day that counts: on which the thing was sent or received, else today."""
        return self.dag or datum_in_nederland(self.now)


def make(session: Session, services: Services, gebruiker: Gebruiker, stap: Stap) -> None:
    """Make the step with all that follows from it; raises Ingehaald when someone was first, and NietMogelijk."""
    lock(session, stap.bericht.id, stap.samen, stap.verbonden)
    rij = session.get_one(Bericht, stap.bericht.id, populate_existing=True)
    if stap.samen is not None and together(session, rij, stap.regel, stap.feiten) != stap.samen:
        raise NietMogelijk(ANDER_BERICHT)
    if (rij.versie != stap.versie and stap.regel.actie not in ALWAYS) or rij.team != stap.bericht.team:
        raise Ingehaald("Een collega was u net voor. Uw tekst staat er nog. Bekijk het bericht opnieuw.")
    if stap.regel.een_ontvanger and (naam := stands_with(session, stap.mailbox, rij)):
        raise NietMogelijk(AL_BIJ_EEN.format(naam=naam))
    if stap.tekst is not None:
        stap.tekst.add_to(session)
    overgang = advance(session, services, gebruiker, rij, stap)
    if stap.stukken is not None:
        _send_along(session, stap.stukken, overgang)
    if stap.doel:
        _hand_on(session, rij, stap)
    if stap.regel.actie is Actie.TERUGHALEN:
        _take_away(session, rij)
    if stap.regel.actie in TAKES_UP and (rij.behandelaar is None or stap.regel.actie is Actie.OPPAKKEN):
        rij.behandelaar = gebruiker.persoon
    lapse_taken(session, services, stap.mailbox, rij, stap.gevolgen, door=by_step(overgang))
    _move_clocks(session, services, gebruiker, rij, overgang=overgang, stap=stap)
    zelf, elders = set_once(session, services, rij, stap.regel.taken(stap.feiten))
    regels = (*zelf, *to_look_at(session, stap.regel, stap.samen))
    add_taken(session, services, stap.mailbox, rij, overgang=overgang, regels=regels, elders=elders)
    carry_out(
        session,
        services,
        gebruiker.actor,
        rij,
        gevolgen=stap.gevolgen,
        samen=stap.samen,
        feiten=stap.feiten,
        door=by_step(overgang),
    )
    _end_concept(session, gebruiker, stap)
    _notify(session, rij, stap)


def advance(session: Session, services: Services, gebruiker: Gebruiker, rij: Bericht, stap: Stap) -> Overgang:
    """Move the bericht one step, with its audit line and the clocks that end."""
    volgnummer, moment = next_step(session, rij.id, now=stap.now)
    overgang = Overgang(
        id=stap.id,
        bericht=rij.id,
        volgnummer=volgnummer,
        code=stap.regel.code,
        actie=stap.regel.actie.value,
        van=rij.status,
        naar=stap.naar.code,
        moment=moment,
        door=gebruiker.persoon,
        namens_soort=gebruiker.namens.soort,
        namens=gebruiker.namens.code,
        naar_team=stap.doel or None,
        dag=stap.dag,
        item=stap.tekst.item.id if stap.tekst else None,
        sleutel=stored_key(stap.sleutel),
        bewijs=stap.bewijs,
        afdruk=stap.afdruk,
    )
    session.add(overgang)
    rij.status, rij.fase = stap.naar.code, stap.naar.fase.value
    if not stap.regel.intern:
        rij.versie += 1  # nobody is overtaken by what he may not know of
    klaar = is_terminal(stap.mailbox.levensloop, stap.naar)
    door, grond = by_step(overgang), stap.regel.grond
    stop(session, services, stap.mailbox, rij.id, stap.regel.code, klaar=klaar, door=door, grond=grond)
    follow_step(session, services, gebruiker.actor, stap.mailbox, rij, overgang=overgang)
    rij.urgent = earliest(session, rij.id, vandaag=datum_in_nederland(moment))
    record(
        session,
        gebruiker.actor,
        actie=stap.regel.code,
        onderwerp=str(rij.id),
        now=moment,
        items=[*([stap.tekst.item] if stap.tekst else []), *(stap.stukken.items if stap.stukken else [])],
        uitkomst=stap.doel or (stap.klok.grond if stap.klok is not None else "") or stap.naar.code,
    )
    return overgang


def _send_along(session: Session, stukken: Stukken, overgang: Overgang) -> None:
    try:
        hang_on(session, stukken, overgang.id)
    except AndereStukken:
        raise NietMogelijk(ANDERE_STUKKEN) from None


def _hand_on(session: Session, rij: Bericht, stap: Stap) -> None:
    """Give the bericht, its keys and its history to the other team; the old one loses its seals."""
    if (rij.afzender_soort, rij.afzender) != ("team", rij.team):
        _take_away(session, rij)
    there = select(Seal.item).where(Seal.recipient_kind == "team", Seal.recipient == stap.doel)
    eigen = set(session.scalars(there.where(Seal.item.in_([seal.item for seal in stap.seals]))))
    session.add_all(seal for seal in stap.seals if seal.item not in eigen)  # who sent it has his own copy
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


def _take_away(session: Session, rij: Bericht) -> None:
    """Remove what the team could open and find of a bericht; its own notes stay."""
    over = select(SealedItem.id).where(SealedItem.subject == rij.id, SealedItem.purpose != NOTITIE)
    session.execute(delete(Seal).where(Seal.item.in_(over), Seal.recipient_kind == "team", Seal.recipient == rij.team))
    for tabel in (Lijstregel, Zoekterm):
        session.execute(
            delete(tabel).where(tabel.bericht == rij.id, tabel.recipient_kind == "team", tabel.recipient == rij.team)
        )


def _move_clocks(
    session: Session, services: Services, gebruiker: Gebruiker, rij: Bericht, *, overgang: Overgang, stap: Stap
) -> None:
    mailbox, code, door = stap.mailbox, stap.regel.code, by_step(overgang)
    nieuw = klokken.bij_overgang(services, mailbox, code, stap.feiten, op=stap.op, team=rij.team)
    klokken.start(session, mailbox, rij.id, nieuw, door=door)
    klokwijziging.by_step(session, services, mailbox, rij.id, code, op=stap.op, door=door)
    if stap.klok is not None:
        actie = stap.regel.actie
        change_clock(
            session, services, gebruiker, mailbox, rij, actie=actie, wijziging=stap.klok, op=stap.op, door=door
        )
    follow(session, mailbox, rij.id)
    rij.urgent = earliest(session, rij.id, vandaag=datum_in_nederland(stap.now))


def _end_concept(session: Session, gebruiker: Gebruiker, stap: Stap) -> None:
    """Throw away the text as it was kept while it was typed, and what said the same; what was sent is an item of the bericht now.

    Another text, and what somebody wrote on in this one meanwhile, was not sent, and stays.
    """
    zoals_verstuurd = () if stap.tekstversie is None else (Concept.versie == stap.tekstversie,)
    zelfde = (and_(Concept.id == concept, Concept.versie == versie) for concept, versie in stap.zelfde)
    concepten = session.scalars(
        select(Concept.id).where(
            Concept.bericht == stap.bericht.id,
            Concept.actie == stap.regel.code,
            or_(and_(Concept.id == stap.concept, *zoals_verstuurd), *zelfde),
            Concept.eigenaar_soort == gebruiker.namens.soort,
            Concept.eigenaar == gebruiker.namens.code,
        )
    ).all()
    remove_bijlagen(session, concepten)  # what was attached to another try; the sweep removes the parts
    session.execute(delete(SealedItem).where(SealedItem.subject.in_(concepten)))
    session.execute(delete(Concept).where(Concept.id.in_(concepten)))


def _notify(session: Session, rij: Bericht, stap: Stap) -> None:
    """Tell the other side that something waits, never what."""
    if stap.doel:
        enqueue_mail(
            session,
            aan=("team", stap.doel),
            sjabloon=SPOED if stap.mailbox.is_spoed else NIEUW,
            nummer=rij.nummer,
            pad=f"/berichten/{rij.id}",
            now=stap.now,
        )
    if stap.regel.intern:
        return
    team, afzender = plek_van(rij.team), (rij.afzender_soort, rij.afzender)
    if team == afzender or stap.mailbox.stil or not (stap.is_afzender or stap.regel.actie in TELLS_SENDER):
        return
    aan = team if stap.is_afzender else afzender
    sjabloon = VRAAG if stap.regel.actie is Actie.VRAAG_STELLEN else GEWIJZIGD
    enqueue_mail(session, aan=aan, sjabloon=sjabloon, nummer=rij.nummer, pad=f"/berichten/{rij.id}", now=stap.now)
