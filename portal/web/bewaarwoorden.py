"""What somebody hears when the concept that he was filling in did not stand where he left it."""

from typing import Final
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import kop
from portal.core.insturen.concepten import Bewaard
from portal.web.kader import services

VERSTUURD: Final = (
    "U of een collega heeft dit bericht intussen verstuurd, met nummer {nummer}. Wat u hier typte, is niet mee verstuurd. "
    "Uw tekst staat in dit nieuwe concept. Voeg de bijlagen hier opnieuw toe, of verwijder het concept als u het niet "
    "nodig heeft."
)
VERWIJDERD: Final = (
    "Dit concept is intussen verwijderd: door een collega, of door uzelf in een ander venster. Uw tekst is bewaard als een "
    "nieuw concept. Bijlagen die er al bij stonden, zijn weg: voeg ze opnieuw toe. Verwijder het concept als u het niet "
    "nodig heeft."
)
KOPIE: Final = (
    "Dit concept is intussen ook ergens anders gewijzigd: door een collega, of door uzelf in een ander venster. Uw tekst is "
    "bewaard als een nieuw concept daarnaast. Voeg de bijlagen hier opnieuw toe."
)


def kept_elsewhere(wie: Gebruiker, concept: UUID, bewaard: Bewaard) -> str:
    """Say why a text stands in a concept of its own; empty when it stands where it stood."""
    if bewaard.ingediend:
        return VERSTUURD.format(nummer=kop(services(), wie, concept).nummer)
    if bewaard.verdwenen:
        return VERWIJDERD
    return KOPIE if bewaard.kopie else ""
