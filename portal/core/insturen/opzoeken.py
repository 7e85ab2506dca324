"""What is looked up before routing: the gemeente of the running toewijzing of this client to the sender's own organisation, or of his team."""

from datetime import date
from typing import Final

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.opening import open_items, single_item
from portal.core.registers.toewijzingen import INHOUD, LAATSTE_DAG, Toegewezen, own, read
from portal.core.services import Services
from portal.domain.formulier import Antwoorden, Client
from portal.domain.mailbox import Mailbox
from portal.domain.routering import OpAntwoord, OpRegister
from portal.domain.voorwaarde import Feiten
from portal.models import Toewijzing
from portal.sealing.client import Refused, TeVeel, VaultDown
from portal.sealing.envelope import NotGenuine

# The registers in which something is looked up.
OPGEZOCHT: Final = frozenset({"toewijzing"})
# Somebody with more running toewijzingen than this is asked: more is not opened for one bericht.
MOST: Final = 5


def looked_up(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, antwoorden: Antwoorden, *, vandaag: date
) -> Feiten:
    """Return the facts 'register.toewijzing' and where they were found; nothing when the sender answered it himself.

    Nothing found, not allowed, several gemeenten and a vault that is away are the same: it is asked.
    """
    regel = mailbox.routering
    if not isinstance(regel, OpRegister):
        return {}
    if isinstance(regel.anders, OpAntwoord) and antwoorden.feiten().get(regel.anders.veld):
        return {}
    try:
        lopend = running(services, gebruiker, antwoorden.client or Client(), vandaag=vandaag)
    except (VaultDown, TeVeel, Refused, NotGenuine):
        return {}
    if len({wat.gemeente for wat in lopend}) != 1 or services.regio.gemeente(lopend[0].gemeente) is None:
        return {}
    nummers = " en ".join(sorted({wat.nummer for wat in lopend if wat.nummer}))
    naam = f"register.{regel.register}"
    return {naam: lopend[0].gemeente, f"{naam}.uit": f"toewijzing {nummers}" if nummers else "het register"}


def running(services: Services, gebruiker: Gebruiker, client: Client, *, vandaag: date) -> list[Toegewezen]:
    """Open the toewijzingen of this client to the own organisation, or of the own team, that run on this day."""
    soort, waarde = ("bsn", client.bsn) if client.bsn else ("persoon", client.persoon)
    plek = gebruiker.namens.sleutel
    gevonden = services.vault.search(gebruiker.token, plek, soort, waarde, herkomst=gebruiker.herkomst)
    query = select(Toewijzing.id).where(
        own(plek), Toewijzing.id.in_(gevonden), Toewijzing.vanaf <= vandaag, vandaag <= LAATSTE_DAG
    )
    with services.database.lezen() as session:
        ids = session.scalars(query.order_by(Toewijzing.id).limit(MOST + 1)).all()
        items = [single_item(session, toewijzing, INHOUD) for toewijzing in ids] if len(ids) <= MOST else []
    geopend = open_items(services, gebruiker, items) if items else {}
    return [read(inhoud) for inhoud in geopend.values()]
