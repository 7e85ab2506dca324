"""What pages and lists show of a bericht in clear: kop, verloop, clocks, taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker, names_in
from portal.core.bericht.achterhouden import held_back
from portal.core.bericht.bijlagen import BijlageZicht
from portal.core.bericht.een_ontvanger import stands_with
from portal.core.bericht.gevraagd import asked_in
from portal.core.bericht.kanten import BEIDE, sender_name, sides
from portal.core.bericht.klokzicht import TermijnZicht, clock_rows, clock_views, without_death
from portal.core.bericht.kwitantie import KloptNiet
from portal.core.bericht.taakzicht import TaakZicht, taak_zicht
from portal.core.client.overleden import knew_of
from portal.core.klokken.klokkeuze import Klokkeuze, choices
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.db import Base
from portal.domain.formulier import Sectie
from portal.domain.gemeenten import Regio
from portal.domain.levensloop import Actie, Fase, Toestand
from portal.domain.levensloop import Overgang as OvergangRegel
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import RECHT_VOOR
from portal.domain.teams import als_team
from portal.domain.termijnstappen import KLOKACTIES
from portal.models import Bericht, Overgang, Taak
from portal.prepared import Prepared, Row

# Asked whenever a bericht is shown, so made once.
_BERICHT: BindParameter[UUID] = bindparam("bericht")
BERICHT = Prepared(select(Bericht).where(Bericht.id == _BERICHT))
OVERGANGEN = Prepared(select(Overgang).where(Overgang.bericht == _BERICHT).order_by(Overgang.volgnummer))
TAKEN = Prepared(select(Taak).where(Taak.bericht == _BERICHT).order_by(Taak.volgnummer))
_TEAM = Base.metadata.tables["teams"].c
TEAMS = Prepared(select(_TEAM.code, _TEAM.naam, _TEAM.contact))
# Who has what he sent himself does not write to himself; a note says it.
ZICHZELF = frozenset({Actie.SCHRIJVEN, Actie.TOEVOEGEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class VerloopRegel:
    """A step that was made, and its row; `tekst`, `secties` (what its form asked) and `stukken` only once they were opened.

    `intern`: this team's alone. `dicht`: that it was made is all that this reader gets to know.
    """

    rij: Overgang
    overgang: UUID
    code: str
    titel: str
    moment: datetime
    wie: str
    naar_team: str
    item: UUID | None
    tekst: str = ""
    secties: tuple[Sectie, ...] = ()
    dag: date | None = None
    intern: bool = False
    stukken: tuple[BijlageZicht, ...] = ()
    dicht: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BerichtKop:
    """All of a bericht that stands in clear, as this person may see it.

    `overleden` is the number of the bericht that told him that the client has died; `al_bij` names the other receiver
    of the same submission who has what only one of them may have.
    """

    id: UUID
    nummer: str
    mailbox: Mailbox
    toestand: Toestand
    versie: int
    kanten: frozenset[Partij]
    afzender_naam: str
    team: str
    team_naam: str
    team_contact: str
    ingediend: datetime
    ingediend_door: str
    aankomst: date
    behandelaar: UUID | None
    behandelaar_naam: str
    opgenomen: datetime | None
    kwitantie: bytes | None
    termijnen: tuple[TermijnZicht, ...]
    taken: tuple[TaakZicht, ...]
    verloop: tuple[VerloopRegel, ...]
    acties: tuple[OvergangRegel, ...]
    klokkeuzes: Mapping[Actie, tuple[Klokkeuze, ...]]
    gevraagd_in: str = ""
    voor_burger: bool = False
    overleden: str = ""
    al_bij: str = ""

    @property
    def is_afzender(self) -> bool:
        """Whether this person sees what his side sent, and another has."""
        return self.kanten == {Partij.AFZENDER}

    @property
    def is_beide(self) -> bool:
        """Whether his team has it and sent it as well: it registered it for a burger."""
        return self.kanten == BEIDE

    def naar(self, overgang: OvergangRegel) -> Toestand:
        """Return the toestand that this act leads to."""
        levensloop = self.mailbox.levensloop
        return levensloop.waarheen(overgang, status=self.toestand.code, gevraagd_in=self.gevraagd_in)

    @property
    def is_teruggehaald(self) -> bool:
        """Whether who sent it took it back, for the team that had it."""
        gehaald = any(regel.rij.actie == Actie.TERUGHALEN.value for regel in self.verloop)
        return gehaald and Partij.AFZENDER not in self.kanten

    @property
    def titel(self) -> str:
        """The title of its mailbox."""
        return self.mailbox.titel

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something before it is decided."""
        return self.toestand.fase is not Fase.KLAAR


def bericht_for(session: Session, gebruiker: Gebruiker, bericht: UUID) -> tuple[Bericht, bool]:
    """Return the row and whether this person is on the sender's side; raises NietGevonden for anyone else."""
    rij = next(iter(BERICHT.into(Bericht, session, bericht=bericht)), None)
    kanten = sides(gebruiker, rij) if rij is not None else frozenset()
    if rij is None or not kanten:
        raise NietGevonden
    return rij, Partij.BEHANDELEND_TEAM not in kanten


def kop(services: Services, gebruiker: Gebruiker, bericht: UUID) -> BerichtKop:
    """Return everything in clear; raises NietGevonden, KloptNiet. Needs no vault."""
    with services.database.lezen() as session:
        rij, _ = bericht_for(session, gebruiker, bericht)
        return read_kop(session, services, gebruiker, rij)


def read_kop(session: Session, services: Services, gebruiker: Gebruiker, rij: Bericht) -> BerichtKop:
    """Return what `kop` does of a row of `bericht_for`, read with what else is read."""
    bericht, is_afzender = rij.id, Partij.BEHANDELEND_TEAM not in sides(gebruiker, rij)
    mailbox = declaration(services, rij.mailbox)
    overgangen = OVERGANGEN.into(Overgang, session, bericht=bericht)
    klokken = clock_rows(session, bericht)
    taken = _taken(session, bericht, None if not is_afzender else gebruiker.namens.als_team)
    teams = {team.code: team for team in TEAMS.rows(session)}
    overleden, weet = knew_of(session, gebruiker.namens.sleutel, bericht)
    klokken = klokken if weet else without_death(klokken)
    personen = {o.door for o in overgangen if o.door} | klokken.personen
    namen = names_in(session, services, personen | {rij.behandelaar or rij.ingediend_door, rij.ingediend_door})
    eigen = {o.door: namen[o.door] for o in overgangen if o.door in namen and _by_sender(rij, o)}
    te_zien = [o for o in overgangen if _may_see(gebruiker, o)]
    keuzes = {} if is_afzender else choices(mailbox, klokken, aankomst=rij.aankomst)
    al_bij = stands_with(session, mailbox, rij) if is_afzender else ""
    zicht = BerichtKop(
        id=rij.id,
        nummer=rij.nummer,
        mailbox=mailbox,
        toestand=toestand_of(mailbox, rij.status),
        versie=rij.versie,
        kanten=sides(gebruiker, rij),
        afzender_naam=sender_name(session, rij, teams),
        team=rij.team,
        team_naam=teams[rij.team].naam,
        team_contact=contact_of(services.regio, teams[rij.team]),
        ingediend=rij.ingediend,
        ingediend_door=namen.get(rij.ingediend_door, ""),
        aankomst=rij.aankomst,
        behandelaar=rij.behandelaar,
        behandelaar_naam=namen.get(rij.behandelaar, "") if rij.behandelaar else "",
        opgenomen=rij.opgenomen,
        kwitantie=rij.kwitantie,
        termijnen=clock_views(services, mailbox, klokken, eigen if is_afzender else namen, team=teams[rij.team].naam),
        taken=_views(rij, taken, mailbox, wie=gebruiker.namens.als_team, overleden=overleden),
        verloop=tuple(_step(mailbox, rij, o, namen, teams, is_afzender=is_afzender, weet=weet) for o in te_zien),
        acties=tuple(o for o in allowed(gebruiker, mailbox, rij, keuzes) if not _waits(o, al_bij, overleden)),
        klokkeuzes=keuzes,
        gevraagd_in=asked_in(overgangen, rij.status),
        voor_burger=mailbox.is_registratie(rij.afzender_soort),
        overleden=overleden,
        al_bij=al_bij,
    )
    return held_back(zicht)


def _taken(session: Session, bericht: UUID, wie: str | None) -> list[Taak]:
    """Return the taken of a bericht; of the side that sent it only its own."""
    return [taak for taak in TAKEN.into(Taak, session, bericht=bericht) if wie is None or taak.team == wie]


def _views(rij: Bericht, taken: Sequence[Taak], mailbox: Mailbox, *, wie: str, overleden: str) -> tuple[TaakZicht, ...]:
    return tuple(taak_zicht(rij, taak, taken, mailbox, wie=wie, overleden=overleden) for taak in taken)


def contact_of(regio: Regio, team: Row) -> str:
    """Return whom to call: as the data of the region say, which nobody changes by writing in the database."""
    bekend = regio.team_met_code(team.code)
    return bekend.contact if bekend is not None else str(team.contact)


def _may_see(gebruiker: Gebruiker, rij: Overgang) -> bool:
    """Tell whether a step is no note of another team."""
    return rij.actie != Actie.NOTEREN.value or (rij.namens_soort, rij.namens) == gebruiker.namens.sleutel


def declaration(services: Services, code: str) -> Mailbox:
    """Return the declaration of a stored bericht; a mailbox that is closed keeps its old berichten."""
    mailbox = services.mailboxen.met_code(code)
    if mailbox is None:
        raise NietGevonden
    return mailbox


def toestand_of(mailbox: Mailbox, status: str) -> Toestand:
    """Return the toestand of a stored status; raises KloptNiet for one that no act leads to."""
    gevonden = next((t for t in mailbox.levensloop.toestanden if t.code == status), None)
    if gevonden is None:
        raise KloptNiet
    return gevonden


def allowed(
    gebruiker: Gebruiker,
    mailbox: Mailbox,
    rij: Bericht,
    keuzes: Mapping[Actie, tuple[Klokkeuze, ...]],
) -> tuple[OvergangRegel, ...]:
    """Return the acts the lifecycle offers now and this person's role may do; conditions on answers come later."""
    kanten = sides(gebruiker, rij)
    return tuple(
        o
        for o in mailbox.levensloop.overgangen
        if rij.status in o.van
        and o.door in kanten
        and not (kanten == BEIDE and o.actie in ZICHZELF)
        and o.code != "openen"
        and gebruiker.mag(RECHT_VOOR[o.actie])
        and not (o.code == "overnemen" and rij.behandelaar == gebruiker.persoon)
        and (o.actie not in KLOKACTIES or keuzes.get(o.actie))
    )


def _waits(regel: OvergangRegel, al_bij: str, overleden: str) -> bool:
    """Tell whether an act waits: another receiver has it, or of what is opened again the client has died."""
    return bool(al_bij and regel.een_ontvanger) or bool(overleden and regel.actie is Actie.HEROPENEN)


def _by_sender(rij: Bericht, overgang: Overgang) -> bool:
    return (overgang.namens_soort, overgang.namens) == (rij.afzender_soort, rij.afzender)


def _step(
    mailbox: Mailbox,
    bericht: Bericht,
    rij: Overgang,
    namen: Mapping[UUID, str],
    teams: Mapping[str, Row],
    *,
    is_afzender: bool,
    weet: bool,
) -> VerloopRegel:
    regel = mailbox.levensloop.overgang(rij.code)
    # The sender sees which team acted, not which consulent; the team sees both.
    wie = namen.get(rij.door, "") if rij.door and (_by_sender(bericht, rij) or not is_afzender) else ""
    if not wie:
        team = teams.get(als_team(rij.namens_soort, rij.namens))
        wie = team.naam if team is not None else "het portaal"
    return VerloopRegel(
        rij=rij,
        overgang=rij.id,
        code=rij.code,
        titel="Ingediend"
        if rij.code == "indienen"
        else (regel.titel_voor(wie_weet=weet or not is_afzender) if regel else rij.code),
        moment=rij.moment,
        wie=wie,
        naar_team=teams[rij.naar_team].naam if rij.naar_team else "",
        item=rij.item,
        dag=rij.dag,
        intern=rij.actie == Actie.NOTEREN.value,
    )
