"""A melding that one gemeente hands over to another, and what it types then."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from portal.core.meenemen import start_from
from portal.core.stapcontrole import Getekend
from tests.ingevuld import ingevuld
from tests.installatie import Installatie

DOSSIER = "overdracht-dossier"
MELDING = "melding-beschermd-wonen"
NOTITIE = "Alleen voor ons team: bel eerst de moeder."
VIER = {"hulpvraag": ["ja"], "bw_nodig": ["ja"], "ondersteuning": ["ja"], "duur": ["ja"]}


def overgedragen(huis: Installatie) -> UUID:
    """A melding that Eemsdelta investigated, with a signed verslag and a note, and that it hands over."""
    mailbox = huis.services.mailboxen.met_code(MELDING)
    assert mailbox is not None
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, ingevuld(mailbox, wensgemeente="0014"))
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "notitie", tekst=NOTITIE)
    huis.later(days=5)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "gesprek-gevoerd", dag=date(2026, 4, 3))
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=date(2026, 4, 4))
    getekend = Getekend(op=date(2026, 4, 6), gezien_door="K. Wiersma")
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=date(2026, 4, 7), getekend=getekend)
    huis.doe(consulent, bericht, "overgedragen", tekst="De burger gaat in Groningen wonen.")
    return bericht


def getypt(huis: Installatie, melding: UUID | None, **anders: str | Sequence[str]) -> dict[str, list[str]]:
    mailbox, consulent = huis.services.mailboxen.met_code(DOSSIER), huis.gebruiker("consulent")
    assert mailbox is not None
    begin = start_from(huis.services, consulent, mailbox, melding, now=huis.now) if melding else {"gemeente": ["0014"]}
    eigen: dict[str, str | Sequence[str]] = {
        "verslag_op": "4-4-2026",
        "handtekening": "ja",
        "ondertekend_op": "6-4-2026",
        "gezien_door": "K. Wiersma",
    }
    return ingevuld(mailbox, **(begin | eigen | anders))
