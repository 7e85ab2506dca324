"""The door: the verbs of the vault by name, and what goes out when one is refused or fails."""

import logging
import sqlite3
import time
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from portal import VERSION
from portal.config import Settings
from portal.sealing.verbs import Refused, VaultRefusal
from portal.vault import admission, login, opening, organisations, pending, reset, steps, taking_in
from portal.vault.chain import Chain
from portal.vault.examination import Examination
from portal.vault.gate import Gate

LOG: Final = logging.getLogger(__name__)
VERBS: Final[dict[str, Callable[..., Any]]] = {
    "login": login.login,
    "logout": login.logout,
    "password": login.password,
    "totp_begin": login.totp_begin,
    "totp_confirm": login.totp_confirm,
    "open": opening.open_items,
    "open_list": opening.open_list,
    "search": opening.search,
    "reseal": opening.reseal,
    "sign_step": steps.sign_step,
    "take_in": taking_in.take_in,
    "admit": admission.admit,
    "add_aanbieder": organisations.add_aanbieder,
    "reset": reset.reset,
    "pending": pending.pending,
    "confirm": pending.confirm,
    "decline": pending.decline,
    "add_membership": admission.add_membership,
    "end_membership": admission.end_membership,
    "block": admission.block,
}


class Vault(Gate):
    """The whole vault in process; over the socket the server stands before it."""

    def __init__(self, settings: Settings, **options: Any) -> None:  # noqa: ANN401 - the options of the gate
        """Open everything; see Gate."""
        super().__init__(settings, **options)
        self.chain = Chain(self)
        self.examination = Examination(self)
        self._own: dict[str, Callable[..., Any]] = {
            "status": self.status,
            "verify": self.examination.begin,
            "verified": self.examination.outcome,
        }
        self._started = time.monotonic()

    def handle(self, verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Do one verb; a refusal is an answer too."""
        try:
            value = self._own[verb](**arguments) if verb in self._own else VERBS[verb](self, **arguments)
        except VaultRefusal as refusal:
            return _refusal(refusal)
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
            # The kind only: a message may repeat what was typed.
            LOG.warning("onjuiste vraag aan de kluis: %s", type(wrong).__name__)
            return _refusal(Refused("onjuiste_vraag"))
        except (SQLAlchemyError, sqlite3.Error) as failure:
            if isinstance(failure, StatementError) and not isinstance(failure, DBAPIError):
                # A value that no column takes never reached the database.
                LOG.warning("onjuiste vraag aan de kluis: %s", type(failure).__name__)
                return _refusal(Refused("onjuiste_vraag"))
            LOG.error("de kluis kan niet lezen of schrijven: %s", type(failure).__name__)  # noqa: TRY400 - the traceback shows values
            return _refusal(Refused("storing"))
        return {"value": value}

    def status(self) -> dict[str, Any]:
        """Say how the vault is."""
        nummer, keten = self.state.head()
        with self.database.lezen() as session:
            unchained = self.chain.unchained(session)
        return {
            "version": VERSION,
            "epochs": self.keys.count(),
            "head": nummer,
            "keten": keten,
            "unchained": unchained,
            "broken": self.chain.broken,
            "uptime": int(time.monotonic() - self._started),
        }


def _refusal(refusal: VaultRefusal) -> dict[str, Any]:
    return {"refusal": type(refusal).__name__, "code": refusal.code, "until": refusal.until}
