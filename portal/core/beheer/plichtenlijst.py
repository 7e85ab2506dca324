"""The list of yearly duties for who manages the contract: aanbieder by stuk by year, with exemptions one by one or many at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.behandelen.in_een_keer import offered
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.verplichtingen import Plichtstatus, ask_again, close, is_open_here
from portal.core.registers.registers import since
from portal.core.services import Services
from portal.domain.basisloop import INGETROKKEN
from portal.domain.datums import datum_in_nederland
from portal.domain.levensloop import Overgang
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.domain.registers import AFGEKOPPELD
from portal.domain.routering import VastTeam
from portal.domain.termijn import Jaarlijks
from portal.models import Bericht, Organisatie, Verplichting
from portal.models import Termijn as TermijnRij


@dataclass(frozen=True, slots=True, kw_only=True)
class Cel:
    """How one duty of one aanbieder stands; `stand` is the status of the bericht about it, once there is one.

    A duty that is OPEN with a `stand` was met, until that bericht was found incomplete or withdrawn; of the last `bericht` is None.

    `kan` are the codes of what can be done with that bericht together with others, from its `versie`.
    """

    verplichting: UUID
    status: Plichtstatus
    datum: date
    te_laat: bool
    bericht: UUID | None
    stand: str
    versie: int = 0
    kan: tuple[str, ...] = ()

    @property
    def woord(self) -> str:
        """How it stands, in a word or two."""
        if self.status is Plichtstatus.GEHAALD:
            return self.stand.lower() or "ontvangen"
        if self.status is not Plichtstatus.OPEN:
            return self.status.value
        laat = "te laat" if self.te_laat else ""
        return ", ".join(filter(None, (self.stand.lower(), laat))) or "nog niet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rij:
    """An aanbieder with his cells, in the order of the columns; None where nothing is asked of him."""

    organisatie: str
    naam: str
    cellen: tuple[Cel | None, ...]
    afgekoppeld: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plichtenlijst:
    """The duties of one mailbox over one year."""

    mailbox: Mailbox
    jaar: str
    kolommen: tuple[str, ...]
    rijen: tuple[Rij, ...]

    @property
    def samen(self) -> tuple[Overgang, ...]:
        """What can be done with berichten in this list together, in the order of the levensloop."""
        codes = {code for rij in self.rijen for cel in rij.cellen if cel for code in cel.kan}
        return tuple(overgang for overgang in self.mailbox.levensloop.overgangen if overgang.code in codes)

    @property
    def open(self) -> int:
        """How many are still to come in."""
        return sum(1 for rij in self.rijen for cel in rij.cellen if cel and cel.status is Plichtstatus.OPEN)


def jaren(services: Services, gebruiker: Gebruiker) -> tuple[str, ...]:
    """Return the years there are duties of, newest first; raises NietToegestaan."""
    gebruiker.eis(Recht.VERPLICHTINGEN_BEHEREN)
    codes = [code for mailbox in _yearly_of_team(services, gebruiker) for code in _yearly(mailbox)]
    with services.database.lezen() as session:
        query = select(Verplichting.kenmerk).where(Verplichting.code.in_(codes)).distinct()
        return tuple(sorted(session.scalars(query), reverse=True))


def plichtenlijsten(services: Services, gebruiker: Gebruiker, jaar: str, *, now: datetime) -> tuple[Plichtenlijst, ...]:
    """Return the duties over this year of each mailbox that comes to this team; raises NietToegestaan."""
    gebruiker.eis(Recht.VERPLICHTINGEN_BEHEREN)
    with services.database.lezen() as session:
        return tuple(
            _list_of(session, mailbox, jaar, vandaag=datum_in_nederland(now))
            for mailbox in _yearly_of_team(services, gebruiker)
        )


def stel_vrij(services: Services, gebruiker: Gebruiker, ids: Collection[UUID], *, now: datetime) -> int:
    """Ask these open duties no longer, one or many; returns how many. Raises NietToegestaan."""
    with services.database.schrijven() as session:
        rijen = _chosen(session, services, gebruiker, ids, Plichtstatus.OPEN)
        for rij in rijen:
            close(session, rij, Plichtstatus.VRIJGESTELD, door=Aanleiding(now=now, door=gebruiker.persoon))
            record(
                session, gebruiker.actor, actie="vrijstellen", onderwerp=str(rij.id), now=now, uitkomst=rij.code[:48]
            )
        return len(rijen)


def vraag_weer(services: Services, gebruiker: Gebruiker, ids: Collection[UUID], *, now: datetime) -> int:
    """Ask these duties again that somebody was exempted from; returns how many. Raises NietToegestaan."""
    with services.database.schrijven() as session:
        rijen = _chosen(session, services, gebruiker, ids, Plichtstatus.VRIJGESTELD)
        for rij in rijen:
            ask_again(session, rij, door=Aanleiding(now=now, door=gebruiker.persoon))
            record(
                session, gebruiker.actor, actie="weer vragen", onderwerp=str(rij.id), now=now, uitkomst=rij.code[:48]
            )
        return len(rijen)


def of_team(services: Services, gebruiker: Gebruiker) -> Sequence[Mailbox]:
    """Return the mailboxes whose berichten come to the team he acts for."""
    return [
        mailbox
        for mailbox in services.mailboxen.alle()
        if is_open_here(services, mailbox)
        and isinstance(mailbox.routering, VastTeam)
        and (team := services.regio.team(mailbox.routering.soort)) is not None
        and gebruiker.namens.sleutel == ("team", team.code)
    ]


def _yearly_of_team(services: Services, gebruiker: Gebruiker) -> Sequence[Mailbox]:
    """Return those with yearly duties."""
    return [mailbox for mailbox in of_team(services, gebruiker) if _yearly(mailbox)]


def _yearly(mailbox: Mailbox) -> list[str]:
    return [termijn.code for termijn in mailbox.termijnen if isinstance(termijn.begint, Jaarlijks)]


def _chosen(
    session: Session, services: Services, gebruiker: Gebruiker, ids: Collection[UUID], status: Plichtstatus
) -> Sequence[Verplichting]:
    gebruiker.eis(Recht.VERPLICHTINGEN_BEHEREN)
    mailboxen = {mailbox.code for mailbox in _yearly_of_team(services, gebruiker)}
    query = (
        select(Verplichting)
        .where(Verplichting.id.in_({*ids}), Verplichting.mailbox.in_(mailboxen), Verplichting.status == status.value)
        .order_by(Verplichting.id)
        .with_for_update()
    )
    return [rij for rij in session.scalars(query) if rij.mailbox in mailboxen]


def _list_of(session: Session, mailbox: Mailbox, jaar: str, *, vandaag: date) -> Plichtenlijst:
    codes = _yearly(mailbox)
    query = (
        select(Verplichting, TermijnRij, Organisatie, Bericht)
        .join(TermijnRij, TermijnRij.verplichting == Verplichting.id)
        .join(Organisatie, Organisatie.code == Verplichting.organisatie)
        .outerjoin(Bericht, Bericht.id == Verplichting.bericht)
        .where(Verplichting.mailbox == mailbox.code, Verplichting.kenmerk == jaar)
        .order_by(Organisatie.naam, Organisatie.code)
    )
    cellen: dict[tuple[str, str], dict[str, Cel]] = {}
    for plicht, klok, organisatie, bericht in session.execute(query).all():
        cel = _cel(mailbox, plicht, klok, bericht, vandaag)
        cellen.setdefault((organisatie.code, organisatie.naam), {})[plicht.code] = cel
    sinds = since(session, AFGEKOPPELD, [code for code, _ in cellen])
    return Plichtenlijst(
        mailbox=mailbox,
        jaar=jaar,
        kolommen=tuple(_titles(mailbox, codes)),
        rijen=tuple(
            Rij(
                organisatie=code,
                naam=naam,
                cellen=tuple(gevonden.get(stuk) for stuk in codes),
                afgekoppeld=sinds.get(code),
            )
            for (code, naam), gevonden in cellen.items()
        ),
    )


def _titles(mailbox: Mailbox, codes: Iterable[str]) -> Iterable[str]:
    return (termijn.titel for code in codes if (termijn := mailbox.termijn(code)))


def _cel(mailbox: Mailbox, plicht: Verplichting, klok: TermijnRij, bericht: Bericht | None, vandaag: date) -> Cel:
    status = Plichtstatus(plicht.status)
    gehaald = datum_in_nederland(plicht.geeindigd) if plicht.geeindigd else vandaag
    stand = next((t.titel for t in mailbox.levensloop.toestanden if bericht and t.code == bericht.status), "")
    telt_mee = bericht if status is Plichtstatus.GEHAALD or (bericht and bericht.status != INGETROKKEN.code) else None
    return Cel(
        verplichting=plicht.id,
        status=status,
        datum=klok.datum,
        te_laat=status in {Plichtstatus.OPEN, Plichtstatus.GEHAALD} and gehaald > klok.datum,
        bericht=telt_mee.id if telt_mee is not None else None,
        stand=stand,
        versie=telt_mee.versie if telt_mee is not None else 0,
        kan=offered(mailbox, telt_mee),
    )
