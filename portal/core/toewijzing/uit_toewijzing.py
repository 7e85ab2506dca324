"""A new bericht about a toewijzing: which can be made from it, and what they start with, so that nothing is typed twice."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.insturen.kader import sendable
from portal.core.opening import NietGevonden
from portal.core.registers.toewijzingen import Toegewezen
from portal.core.services import Services
from portal.core.toewijzing.toewijzingenlijst import open_toewijzing
from portal.domain.mailbox import Groep, Mailbox
from portal.domain.rechten import NietToegestaan, Recht
from portal.sealing.client import Refused, TeVeel, VaultDown
from portal.sealing.envelope import NotGenuine

# A form that asks one of these is about a toewijzing.
GAAT_EROVER: Final = frozenset({"toewijzingnummer", "gemeente_indicatie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Nieuw:
    """A bericht that can be made from a toewijzing."""

    code: str
    titel: str
    omschrijving: str


def can_be_made(services: Services, gebruiker: Gebruiker) -> tuple[Nieuw, ...]:
    """Return what the asker can send about a toewijzing."""
    if not gebruiker.mag(Recht.BERICHT_INDIENEN):
        return ()
    return tuple(
        Nieuw(code=mailbox.code, titel=mailbox.titel, omschrijving=mailbox.omschrijving)
        for mailbox in sendable(services, gebruiker)
        if _is_about(mailbox) and not mailbox.is_registratie(gebruiker.namens.soort)
    )


def start_from_toewijzing(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, toewijzing: UUID, *, vandaag: date
) -> dict[str, list[str]]:
    """Return what the form of a new bericht starts with, as it would be typed; nothing while the vault cannot say it.

    Nothing either for a toewijzing of somebody else, which is as one that is not there.
    """
    try:
        wat = open_toewijzing(services, gebruiker, toewijzing, vandaag=vandaag).inhoud
    except (NietGevonden, NietToegestaan, VaultDown, TeVeel, Refused, NotGenuine):
        return {}
    velden = _fields(mailbox)
    return {naam: waarden for naam, waarden in _typed(wat).items() if naam in velden and any(waarden)}


def _is_about(mailbox: Mailbox) -> bool:
    """Tell whether a bericht is about a toewijzing, or about a change for a client who has one."""
    velden = _fields(mailbox)
    return bool(GAAT_EROVER & velden) or (mailbox.groep is Groep.WIJZIGING and "bsn" in velden)


def _typed(wat: Toegewezen) -> dict[str, list[str]]:
    client = wat.client
    geboren = date.fromisoformat(client.geboortedatum) if client.geboortedatum else None
    return {
        "bsn": [client.bsn],
        "geen_bsn": ["" if client.bsn else "ja"],
        "voorletters": [client.voorletters],
        "achternaam": [client.achternaam],
        "geboortedatum": [_day_first(geboren) if geboren else ""],
        "kenmerk": [client.kenmerk],
        "toewijzingnummer": [wat.nummer],
        "producten": list(wat.producten),
        "einddatum": [_day_first(wat.einddatum)],
        "gemeente_indicatie": [wat.gemeente],
    }


def _day_first(dag: date) -> str:
    return f"{dag.day}-{dag.month}-{dag.year}"


def _fields(mailbox: Mailbox) -> frozenset[str]:
    return frozenset(veld.naam for veld in mailbox.formulier.veldinfo())
