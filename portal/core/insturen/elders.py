"""Where a bericht is that somebody was writing on: with another of his teams, or handed on by one of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker, keuzes, names_of
from portal.core.services import Services
from portal.domain.levensloop import Actie
from portal.domain.rechten import WIE_MAG, Recht
from portal.domain.teams import plek_van
from portal.models import Bericht, Overgang, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Elders:
    """Why a bericht is not here: it is for `hoort_bij`, or `door` has handed it on to `naar` at `moment`."""

    nummer: str
    mailbox: str
    hoort_bij: str = ""
    naar: str = ""
    door: str = ""
    moment: datetime | None = None


def elders(services: Services, gebruiker: Gebruiker, bericht: UUID) -> Elders | None:
    """Return where a bericht is that this person cannot reach now; None when none of his teams ever had it.

    Only what he knew already is said: that his team has it, or to which team his own has handed it on.
    """
    leest = {
        (lid.soort, lid.code)
        for lid in gebruiker.lidmaatschappen
        if lid.rol in WIE_MAG[Recht.BERICHT_LEZEN] | WIE_MAG[Recht.BERICHT_VOLGEN]
    }
    with services.database.lezen() as session:
        rij = session.get(Bericht, bericht)
        gestuurd = session.execute(
            select(Overgang.door, Overgang.moment, Team.naam)
            .join(Team, Team.code == Overgang.naar_team)
            .where(
                Overgang.bericht == bericht,
                Overgang.actie == Actie.DOORSTUREN.value,
                Overgang.namens.in_({code for soort, code in leest if soort == "team"}),
            )
            .order_by(Overgang.volgnummer.desc())
        ).first()
    # Another's costs what none at all costs: whatever more is asked, is asked of one's own.
    kanten = set() if rij is None else {plek_van(rij.team), (rij.afzender_soort, rij.afzender)}
    if rij is None or gebruiker.namens.sleutel in kanten:
        return None
    if kanten & leest:
        hier = next(keuze for keuze in keuzes(services, gebruiker) if keuze.sleutel in kanten & leest)
        return Elders(nummer=rij.nummer, mailbox=rij.mailbox, hoort_bij=hier.naam)
    if gestuurd is None:
        return None
    door, moment, naar = gestuurd
    naam = names_of(services, {door})[door] if door else ""
    return Elders(nummer=rij.nummer, mailbox=rij.mailbox, naar=naar, door=naam, moment=moment)
