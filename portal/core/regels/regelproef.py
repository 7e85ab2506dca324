"""The rehearsal of a change of rules: which running clocks would move, and from which last day to which.

Nothing is written. Clocks that start on the same day under the same rules are counted once, so that a million clocks cost a
scan and a few thousand sums. A clock of a bericht to toezicht moves like any other, and is neither shown nor counted: that it
runs would tell that the bericht is there.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, tuple_
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.cursor import read_cursor, write_cursor
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.klokperioden import GEEN, perioden_of
from portal.core.klokken.toezichtgrens import not_of_toezicht
from portal.core.post.notifications import roles_of
from portal.core.regelbron import read_rules
from portal.core.regels.afgelopen import ZELFDE, Oordeel, judged_anew
from portal.core.regels.raakpunten import MAILBOX, joined, set_here, that_may_move, touched
from portal.core.services import Mailboxen, Services
from portal.domain.rechten import Recht
from portal.domain.regels import NieuweTaakrol, Regelboek, Wijziging
from portal.domain.rollen import Rol, valt_toe
from portal.domain.verschuiving import Raakvlak, Verschuiver, Verschuiving, geldt_bij_wet, raakvlak
from portal.models import Bericht, Organisatie, Taak, Team, Termijn, Termijnperiode, Verplichting

PAGE: Final = 25
BATCH: Final = 200
# A page looks at no more than this many clocks, so that it comes at once however few of them move.
LOOKED_AT: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Soortregel:
    """How many clocks of one kind move, and how many of them would have passed already."""

    mailbox: str
    klok: str
    aantal: int
    dan_voorbij: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Klokregel:
    """One clock that moves; `van` is a team, or the organisation whose duty it is. `nummer` is empty for a duty."""

    nummer: str
    van: str
    datum: date
    verschuiving: Verschuiving


@dataclass(frozen=True, slots=True, kw_only=True)
class Taakproef:
    """What another role for a taak would do today: who is there to do it, and how many of these taken are open and keep theirs."""

    rol: Rol
    doet: Rol
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proef:
    """What a change would do; `volgende` is the cursor of the next page, empty at the end.

    `staat_stil` are clocks that it may touch and that have no last day now: they are counted by it when they run again.
    `afgelopen` is what becomes of those that have ended, where the law lets it hold for them.
    `taak` is there when the change is about a taak, which moves no clock.
    """

    soorten: tuple[Soortregel, ...]
    klokken: tuple[Klokregel, ...]
    volgende: str
    staat_stil: int = 0
    afgelopen: Oordeel = ZELFDE
    taak: Taakproef | None = None

    @property
    def aantal(self) -> int:
        """How many clocks move."""
        return sum(soort.aantal for soort in self.soorten)

    @property
    def dan_voorbij(self) -> int:
        """How many of them would have their last day behind them."""
        return sum(soort.dan_voorbij for soort in self.soorten)


def proef(services: Services, gebruiker: Gebruiker, wijziging: Wijziging, *, na: str, vandaag: date) -> Proef:
    """Rehearse a change against the rules as they are now; raises NietToegestaan."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    vlak = raakvlak(wijziging)
    if vlak is None:
        taak = _of_taak(services, wijziging, vandaag) if isinstance(wijziging, NieuweTaakrol) else None
        return Proef(soorten=(), klokken=(), volgende="", taak=taak)
    with services.database.lezen() as session:
        boek = read_rules(session, services.regels.boek.basis)
        verschuiver = Verschuiver(boek, boek.met(wijziging, ook_lopende=True))
        kunnen = that_may_move(session, services.mailboxen, verschuiver, vlak)
        zichtbaar = and_(touched(services.mailboxen, boek, vlak), kunnen, not_of_toezicht(session))
        soorten = _kinds(session, services.mailboxen, verschuiver, zichtbaar, vandaag)
        klokken, volgende = _page(session, services.mailboxen, verschuiver, zichtbaar, na) if soorten else ([], "")
        stil = _standing_still(session, services.mailboxen, boek, vlak)
        wet = geldt_bij_wet(wijziging)
        oordeel = judged_anew(session, services.mailboxen, verschuiver, boek, vlak) if wet else ZELFDE
        namen = {code: naam for tabel in (Team, Organisatie) for code, naam in session.execute(_names(tabel))}
    return Proef(
        soorten=soorten,
        klokken=tuple(_line(namen, rij, hoe) for rij, hoe in klokken),
        volgende=volgende,
        staat_stil=stil,
        afgelopen=oordeel,
    )


def _of_taak(services: Services, wijziging: NieuweTaakrol, vandaag: date) -> Taakproef:
    with services.database.lezen() as session:
        aanwezig = roles_of(session, services.sealer.pinned, team=wijziging.team, vandaag=vandaag)
        deze = (Taak.team == wijziging.team, Taak.code == wijziging.taak, Taak.status == "open")
        aantal = session.scalar(select(func.count(Taak.id)).where(*deze)) or 0
    return Taakproef(rol=wijziging.rol, doet=valt_toe(wijziging.rol, aanwezig), open=aantal)


def _standing_still(session: Session, mailboxen: Mailboxen, boek: Regelboek, vlak: Raakvlak) -> int:
    """Count the clocks without a last day that began before the change is over, so that it may meet them when they go on."""
    begonnen = Termijn.vanaf >= vlak.van if vlak.instelling else Termijn.vanaf <= vlak.tot
    stil = and_(Termijn.status == Klokstatus.OPGESCHORT.value, begonnen)
    query = joined(select(func.count(Termijn.id))).where(
        stil, set_here(mailboxen, boek, vlak), not_of_toezicht(session)
    )
    return session.scalar(query) or 0


def _kinds(
    session: Session, mailboxen: Mailboxen, verschuiver: Verschuiver, zichtbaar: ColumnElement[bool], vandaag: date
) -> tuple[Soortregel, ...]:
    """Count per kind of clock; all that start on one day under the same rules and that nothing changed are one row."""
    sleutel = (MAILBOX, Termijn.code, Termijn.vanaf, Termijn.regels)
    gewijzigd = select(Termijnperiode.id).where(Termijnperiode.termijn == Termijn.id).exists()
    gelijk = joined(select(*sleutel, func.count())).where(zichtbaar, ~gewijzigd).group_by(*sleutel)
    apart = session.execute(joined(select(*sleutel, Termijn.id)).where(zichtbaar, gewijzigd)).all()
    perioden = perioden_of(session, [klok for *_, klok in apart])
    rijen = [
        *((*rij, GEEN) for rij in session.execute(gelijk)),
        *((*rij[:-1], 1, perioden.get(rij[-1], GEEN)) for rij in apart),
    ]
    aantal: Counter[tuple[str, str]] = Counter()
    voorbij: Counter[tuple[str, str]] = Counter()
    for code, klok, vanaf, regels, hoeveel, anders in rijen:
        hoe = verschuiver.verschuif(mailboxen.met_code(code), klok, vanaf=vanaf, regels=regels, perioden=anders)
        if hoe is not None:
            aantal[hoe.mailbox, hoe.klok] += hoeveel
            voorbij[hoe.mailbox, hoe.klok] += hoeveel if hoe.nieuw.datum < vandaag else 0
    return tuple(
        Soortregel(mailbox=titel, klok=klok, aantal=aantal[titel, klok], dan_voorbij=voorbij[titel, klok])
        for titel, klok in sorted(aantal)
    )


def _page(
    session: Session, mailboxen: Mailboxen, verschuiver: Verschuiver, zichtbaar: ColumnElement[bool], na: str
) -> tuple[list[tuple[Row[Any], Verschuiving]], str]:
    """Return the clocks of a page in order of their last day, and the cursor after it, empty at the end."""
    gevonden: list[tuple[Row[Any], Verschuiving]] = []
    gezien: list[Row[Any]] = []
    for rijen in session.execute(_after(zichtbaar, na)).partitions(BATCH):
        perioden = perioden_of(session, [rij.id for rij in rijen])
        for rij in rijen:
            mailbox, anders = mailboxen.met_code(rij.mailbox), perioden.get(rij.id, GEEN)
            hoe = verschuiver.verschuif(mailbox, rij.code, vanaf=rij.vanaf, regels=rij.regels, perioden=anders)
            if hoe is not None and len(gevonden) == PAGE:
                return gevonden, _cursor(gevonden[-1][0])
            if hoe is not None:
                gevonden.append((rij, hoe))
        gezien += rijen
    return gevonden, _cursor(gezien[-1]) if len(gezien) == LOOKED_AT else ""


def _cursor(rij: Row[Any]) -> str:
    return write_cursor(rij.datum.isoformat(), rij.id)


def _after(zichtbaar: ColumnElement[bool], na: str) -> Select[*tuple[Any, ...]]:
    velden = select(
        Termijn.id,
        Termijn.code,
        Termijn.vanaf,
        Termijn.datum,
        Termijn.regels,
        MAILBOX.label("mailbox"),
        func.coalesce(Bericht.nummer, "").label("nummer"),
        func.coalesce(Bericht.team, Verplichting.organisatie).label("van"),
    )
    query = joined(velden).where(zichtbaar).order_by(Termijn.datum, Termijn.id).limit(LOOKED_AT)
    hier = read_cursor(na, date.fromisoformat, UUID)
    return query if hier is None else query.where(tuple_(Termijn.datum, Termijn.id) > tuple_(*hier))


def _names(tabel: type[Team | Organisatie]) -> Select[str, str]:
    return select(tabel.code, tabel.naam)


def _line(namen: dict[str, str], rij: Row[Any], hoe: Verschuiving) -> Klokregel:
    return Klokregel(
        nummer=rij.nummer,
        van=namen.get(rij.van, rij.van),
        datum=rij.datum,
        verschuiving=hoe,
    )
