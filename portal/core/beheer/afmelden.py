"""Logging out: the session ends, and what it could open without the vault is gone."""

from contextlib import suppress
from datetime import datetime

from portal.core.accounts import Gebruiker, token_hash
from portal.core.audit import record
from portal.core.insturen.concepten import end_session_seals
from portal.core.services import Services
from portal.models import Sessie
from portal.sealing.client import VaultDown, VaultRefusal


def log_out(services: Services, gebruiker: Gebruiker, *, now: datetime) -> None:
    """End this session; with the vault down it ends by its row, which the vault reads when it is back."""
    with suppress(VaultDown, VaultRefusal):  # the vault writes its own line; without it ours stands below
        services.vault.logout(gebruiker.token, herkomst=gebruiker.herkomst)
    with services.database.schrijven() as session:
        end_session_seals(session, gebruiker.sessie)
        sessie = session.get(Sessie, token_hash(gebruiker.token))
        if sessie is not None and sessie.ingetrokken is None:
            sessie.ingetrokken = now
            record(session, gebruiker.actor, actie="uitloggen", onderwerp=str(gebruiker.persoon), now=now)
