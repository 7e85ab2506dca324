"""Closing because a client has died: what the page says before it, and the one act over all that is open about him."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.bericht.overlijden import endings, recorded
from portal.core.bericht.zicht import BerichtKop, kop
from portal.core.insturen.kader import sendable
from portal.core.opening import NietGevonden
from portal.core.taken.na_overlijden import lapse_of_no_use
from portal.domain.afsluiten import AFSLUITEN
from portal.domain.levensloop import Actie, Overgang
from portal.domain.rechten import RECHT_VOOR
from portal.web.guard import Zonder, page
from portal.web.in_een_keer import do_ticked
from portal.web.kader import gebruiker, now, services

bp = Blueprint("afsluiten", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vastgelegd:
    """Where the own team recorded the death, by id and number; where it did not, with which berichten this person can (title, address)."""

    waar: tuple[tuple[UUID, str], ...]
    hoe: tuple[tuple[str, str], ...]


@page(
    bp,
    "/berichten/<uuid:bericht>/afsluiten",
    methods=["POST"],
    recht=RECHT_VOOR[Actie.AFSLUITEN],
    bij_verlopen=Zonder.KNOP,
)
def alle(bericht: UUID) -> ResponseReturnValue:
    """Close those that were ticked on the page of a death, which lies with this team, and let taken lapse; raises NietGevonden."""
    zicht = kop(services(), gebruiker(), bericht)
    if zicht.is_afzender:
        raise NietGevonden
    besloten, ook = (request.form.getlist(veld) for veld in ("taken", "ook"))
    vervallen = lapse_of_no_use(services(), gebruiker(), zicht, besloten, ook=ook, now=now())
    if vervallen:
        flash(f"{vervallen} {'taak is' if vervallen == 1 else 'taken zijn'} vervallen.", "goed")
    if not do_ticked(AFSLUITEN) and not vervallen:
        flash("Er is niets veranderd. Vink eerst aan wat u wilt afsluiten.", "let-op")
    return redirect(url_for("berichten.tonen", bericht=bericht), 303)


def death_before(zicht: BerichtKop, regel: Overgang) -> Vastgelegd | None:
    """Return whether the death was recorded, or how to do that, for the page that closes a bericht because of it; None on any other."""
    if regel.actie is not Actie.AFSLUITEN:
        return None
    with services().database.lezen() as session:
        waar = tuple(recorded(session, services(), gebruiker(), van=zicht.id).items())
    codes = {einde.mailbox for einde in endings(services().mailboxen)}
    kan = [m for m in sendable(services(), gebruiker()) if m.code in codes] if not waar else []
    return Vastgelegd(waar=waar, hoe=tuple((m.titel, url_for("nieuw.begin", code=m.code)) for m in kan))
