"""Answers that are posted for a concept after it was submitted: kept beside the bericht, unless they are what was submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.bericht.antwoorden import read_antwoorden
from portal.core.bericht.inhoud import apart, fingerprint
from portal.core.bericht.submitted import ANTWOORDEN
from portal.core.insturen.concepten import Bewaard, bewaar_ernaast
from portal.core.insturen.conceptrij import NieuwConcept
from portal.core.opening import open_items, single_item
from portal.core.services import Services
from portal.domain.formulier import Antwoorden, Kader
from portal.domain.mailbox import Mailbox
from portal.models import Bericht, Bijlage


def keep_beside(
    services: Services,
    gebruiker: Gebruiker,
    bericht: UUID,
    *,
    mailbox: Mailbox,
    kader: Kader,
    ruw: Mapping[str, Sequence[str]],
    now: datetime,
    levend: bool = True,
) -> Bewaard | None:
    """Keep the answers as a new concept; None when nothing was typed, or only what was submitted.

    What cannot be compared is kept: the session is over (`levend` False), the vault is away, or it is sealed apart and another
    session sent it.
    """
    if not ruw or (levend and _is_submitted(services, gebruiker, bericht, mailbox, kader, ruw=ruw)):
        return None
    van = NieuwConcept(concept=bericht, mailbox=mailbox.code, bericht=None, actie="", now=now)
    return replace(bewaar_ernaast(services, gebruiker, van, ruw, levend=levend), ingediend=True)


def _is_submitted(
    services: Services,
    gebruiker: Gebruiker,
    bericht: UUID,
    mailbox: Mailbox,
    kader: Kader,
    *,
    ruw: Mapping[str, Sequence[str]],
) -> bool:
    """Tell whether these are the answers of the bericht, as its form reads them."""
    with services.database.lezen() as session:
        bijlagen = frozenset(session.scalars(select(Bijlage.eis).where(Bijlage.bij == bericht)))
        item = single_item(session, bericht, ANTWOORDEN)
        afdruk = session.get_one(Bericht, bericht).afdruk
    gelezen = mailbox.formulier.lees(ruw, replace(kader, bijlagen=bijlagen))
    if not isinstance(gelezen, Antwoorden):
        return False
    try:
        ingediend = read_antwoorden(open_items(services, gebruiker, [item])[item])
    except Exception:  # noqa: BLE001 - whatever keeps the bericht shut, what was typed must be kept
        return False
    if gelezen.zonder(apart(mailbox)).feiten() != ingediend.antwoorden.feiten():
        return False
    return fingerprint(mailbox, gelezen, bericht, gebruiker.session_key) == afdruk
