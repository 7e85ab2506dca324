"""A taak that brings something back signed: on which day the burger signed, and who saw it, are kept in a note of the team.

The note is sealed like every other: the name of who saw it stands nowhere in clear.
"""

import hashlib
import hmac
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.handling import doe
from portal.core.behandelen.stapcontrole import Getekend, signature
from portal.core.services import Services
from portal.core.taken.toewijzingtaak import declared
from portal.models import Bericht, Taak

NOTITIE = "notitie"


def note_signature(
    services: Services, gebruiker: Gebruiker, taak: UUID, *, getekend: Getekend | None, terug: date, now: datetime
) -> None:
    """Keep the signature that an open taak of this team asks, once; `terug` is the day it came in. Raises HandtekeningNodig.

    Nothing when it asks none, or when its turn has not come: whoever ticks it off hears that.
    """
    with services.database.lezen() as session:
        rij = session.get(Taak, taak)
        if rij is None or gebruiker.namens.sleutel != ("team", rij.team) or rij.status != "open":
            return
        bericht = session.get_one(Bericht, rij.bericht)
        regel = declared(services, session, bericht, rij)
        eerst = select(Taak).where(Taak.overgang == rij.overgang, Taak.code.in_(rij.na.split(",")))
        eerder = session.scalars(eerst).all()
    if regel is None or not regel.getekend or any(ander.status == "open" for ander in eerder):
        return
    verstuurd = max((ander.verzonden for ander in eerder if ander.verzonden is not None), default=None)
    tekst = f"{rij.titel}. {signature(getekend, verstuurd=verstuurd, dag=terug, now=now)}"
    # the same note twice is one; keyed by the session, so that who reads the database cannot try names
    sleutel = hmac.digest(gebruiker.token.encode(), b"getekend" + taak.bytes + tekst.encode(), hashlib.sha256)
    doe(
        services,
        gebruiker,
        bericht=bericht.id,
        code=NOTITIE,
        sleutel=UUID(bytes=sleutel[:16]),
        versie=bericht.versie,
        tekst=tekst,
        now=now,
    )
