"""A product that must have run on a day that was answered: what the register of toewijzingen knows of it, to who sends and who decides."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from portal.core.accounts import Gebruiker
from portal.core.insturen.opzoeken import running
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.services import Services
from portal.domain.datums import voluit
from portal.domain.formulier import Client, Fout, VeldInfo
from portal.domain.mailbox import Mailbox
from portal.domain.voorwaarde import Feiten
from portal.sealing.client import Refused, TeVeel, VaultDown
from portal.sealing.envelope import NotGenuine


class Weet(StrEnum):
    """What the register knows of a product on that day."""

    LIEP = "liep"
    LIEP_NIET = "liep niet"
    NIETS = "niets"


def refused(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten) -> tuple[Fout, ...]:
    """Return what is wrong for who sends: a product that did not run, as his own toewijzingen of this client say."""
    return tuple(
        Fout(
            veld=veld.naam,
            tekst=f"Dit product liep niet op {voluit(dag)}, volgens de toewijzingen die u van deze cliënt heeft. Kies een product "
            "dat toen liep, of bel de Toegang als het register niet klopt.",
        )
        for veld, dag in _asked(mailbox, feiten)
        if _knows(services, gebruiker, feiten, veld, dag) is Weet.LIEP_NIET
    )


def not_running(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn of a product that did not run on that day, or of which the register of the asker knows nothing."""
    gevonden = [(dag, _knows(services, gebruiker, feiten, veld, dag)) for veld, dag in _asked(mailbox, feiten)]
    return tuple(
        Waarschuwing(
            titel=f"Dit product liep niet op {voluit(dag)}",
            tekst="Dat zegt het register van toewijzingen. Controleer het voor u beslist.",
        )
        if weet is Weet.LIEP_NIET
        else Waarschuwing(
            titel=f"Of dit product liep op {voluit(dag)}, weet het register niet",
            tekst="Er staat geen toewijzing van deze cliënt in die op die dag liep. Controleer het zelf.",
        )
        for dag, weet in gevonden
        if weet is not Weet.LIEP
    )


def _asked(mailbox: Mailbox, feiten: Feiten) -> Iterator[tuple[VeldInfo, date]]:
    """Yield the products that were chosen with the day on which they must have run."""
    for veld in mailbox.formulier.veldinfo():
        if veld.op and feiten.get(veld.naam) and feiten.get(veld.op):
            yield veld, date.fromisoformat(str(feiten[veld.op]))


def _knows(services: Services, gebruiker: Gebruiker, feiten: Feiten, veld: VeldInfo, dag: date) -> Weet:
    """Look in the own toewijzingen; nothing found, not allowed and a vault that is away are the same."""
    client = Client(
        **{naam: str(feiten.get(naam, "")) for naam in ("bsn", "geboortedatum", "voorletters", "achternaam")}
    )
    try:
        lopend = running(services, gebruiker, client, vandaag=dag)
    except (VaultDown, TeVeel, Refused, NotGenuine):
        return Weet.NIETS
    producten = {product for wat in lopend for product in wat.producten}
    if not producten:
        return Weet.NIETS
    return Weet.LIEP if any(p.startswith(str(feiten[veld.naam])) for p in producten) else Weet.LIEP_NIET
