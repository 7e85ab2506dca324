"""On which side of a bericht somebody is, and what the side that sent it does not get to know."""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.db import Base
from portal.domain.levensloop import Actie, Overgang
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.teams import plek_van
from portal.models import Bericht
from portal.prepared import Prepared, Row

# Asked whenever a bericht is shown, so made once.
_ORGANISATIE: Final = Base.metadata.tables["organisaties"].c
_NAAM: Final = Prepared(select(_ORGANISATIE.naam).where(_ORGANISATIE.code == bindparam("code")))
BEIDE: Final = frozenset({Partij.AFZENDER, Partij.BEHANDELEND_TEAM})
# What a team says to who sent it, also once it took it over from him.
TOT_DE_AFZENDER: Final = frozenset({Actie.VRAAG_STELLEN, Actie.SCHRIJVEN, Actie.HERVATTEN})
# What who handed it over can still do once it was taken over.
DOORSTUREN: Final = "doorsturen"
NA_OVERNAME: Final = frozenset({Actie.BEANTWOORDEN, Actie.TOEVOEGEN})


def sides(gebruiker: Gebruiker, rij: Bericht | Row) -> frozenset[Partij]:
    """Return on which side of a bericht this person is; both when his own team registered it, none when it is not his."""
    van = {Partij.BEHANDELEND_TEAM: plek_van(rij.team), Partij.AFZENDER: (rij.afzender_soort, rij.afzender)}
    return frozenset(partij for partij, plek in van.items() if plek == gebruiker.namens.sleutel)


def sender_name(session: Session, rij: Bericht, teams: Mapping[str, Row]) -> str:
    """Return the name of the team or organisation that sent it, of these teams by code."""
    if rij.afzender_soort == "team":
        return str(teams[rij.afzender].naam)
    return str(_NAAM.values(session, code=rij.afzender)[0])


def keeps_from(mailbox: Mailbox, rij: Bericht, gebruiker: Gebruiker) -> bool:
    """Tell whether this person learns no more of it than that it was received: what he sent goes on in silence."""
    return mailbox.stil and sides(gebruiker, rij) == {Partij.AFZENDER}


def quiet_codes(services: Services) -> list[str]:
    """Return the mailboxes of which the sender learns no more than that it was received."""
    return [mailbox.code for mailbox in services.mailboxen.alle() if mailbox.stil]


def taken_over_by(mailbox: Mailbox, afzender_soort: str) -> str:
    """Return the code of the step after which it is no longer of who sent it, '' when it stays his.

    Of a hand-over that is the acceptance; of what a gemeente registered for a burger, that it was handed on to another.
    """
    if mailbox.overdracht is not None:
        return mailbox.overdracht.aanvaard
    return DOORSTUREN if mailbox.is_registratie(afzender_soort) else ""


def is_taken_over(mailbox: Mailbox, rij: Bericht | Row, gedaan: Iterable[str]) -> bool:
    """Tell whether another than who sent it has it now as its own, by the codes of the steps that were made."""
    elders = plek_van(rij.team) != (rij.afzender_soort, rij.afzender)
    return elders and taken_over_by(mailbox, rij.afzender_soort) in gedaan


def is_kept_from_sender(regel: Overgang) -> bool:
    """Tell whether what is written in this step is not for who sent it, once the team took it over."""
    return regel.door is not Partij.AFZENDER and regel.actie not in TOT_DE_AFZENDER


def hides_clock(mailbox: Mailbox | None, rij: Bericht, gebruiker: Gebruiker, klok: str | None) -> bool:
    """Tell whether a list keeps the clock with this code from who handed it over: all but those that both agreed on."""
    over = mailbox.overdracht if mailbox is not None else None
    return over is not None and sides(gebruiker, rij) == {Partij.AFZENDER} and klok not in over.termijnen


def sender_fact(soort: str) -> dict[str, str]:
    """Return as a fact what kind of sender it is: "organisatie" or "team"."""
    return {"afzender.soort": soort}


def came_in(rij: Bericht) -> dict[str, str]:
    """Return as facts what kind of sender a bericht has, and the day on which it arrived."""
    return sender_fact(rij.afzender_soort) | {"bericht.aankomst": rij.aankomst.isoformat()}
