"""A melding that one gemeente hands over to another, and what it types then."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from portal.core.behandelen.stapcontrole import Getekend
from portal.core.bericht.taakzicht import taak_facts
from portal.core.bericht.zicht import kop
from portal.core.insturen.meenemen import start_from
from portal.core.taken.indicatie import DOET_NIET_MEE, Indicatie
from portal.core.taken.taken import taak_gedaan
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


def stand(huis: Installatie, bericht: UUID) -> dict[str, str]:
    """How each taak of a bericht stands."""
    with huis.services.database.lezen() as session:
        return {naam.removeprefix("taak."): staat for naam, staat in taak_facts(session, bericht).items()}


def gedaan(huis: Installatie, bericht: UUID, *, account: str = "consulent", tot: str = "") -> None:
    """Do the taken of a bericht in their turn, until the one with this code is next."""
    getekend = Getekend(op=huis.now.date(), gezien_door="K. Wiersma")
    indicatie = Indicatie(einddatum=date(2027, 1, 1), aanbieder=DOET_NIET_MEE)
    wie = huis.gebruiker(account)
    while te_doen := [t for t in kop(huis.services, wie, bericht).taken if t.open and not t.wacht_op]:
        if te_doen[0].code == tot:
            return
        taak_gedaan(
            huis.services,
            wie,
            taak=te_doen[0].id,
            verzonden=huis.now.date(),
            now=huis.now,
            indicatie=indicatie if te_doen[0].vraag else Indicatie(),
            getekend=getekend if te_doen[0].getekend else None,
        )


def getypt(
    huis: Installatie, melding: UUID | None, account: str = "consulent", /, **anders: str | Sequence[str]
) -> dict[str, list[str]]:
    """What is typed for the hand-over of this melding, or of a dossier that was taken over."""
    mailbox, consulent = huis.services.mailboxen.met_code(DOSSIER), huis.gebruiker(account)
    assert mailbox is not None
    begin = start_from(huis.services, consulent, mailbox, melding, now=huis.now) if melding else {"gemeente": ["0014"]}
    eigen: dict[str, str | Sequence[str]] = {
        "verslag_op": "4-4-2026",
        "handtekening": "ja",
        "ondertekend_op": "6-4-2026",
        "gezien_door": "K. Wiersma",
    }
    return ingevuld(mailbox, **(begin | eigen | anders))
