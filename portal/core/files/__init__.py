"""Attached files: which kinds there are, the check of each, and where their sealed parts are kept."""

from portal.core.files.checks import Controle, check, check_name
from portal.core.files.kinds import Bestandssoort
from portal.core.files.refusal import Bestandsfout, Reden
from portal.core.files.store import (
    AlreadyStored,
    LocalStore,
    NietOpgeslagen,
    NotStored,
    OpslagStuk,
    OpslagVol,
    Store,
    Writer,
)
from portal.core.files.upload import Sealer, SealingUpload

__all__ = [
    "AlreadyStored",
    "Bestandsfout",
    "Bestandssoort",
    "Controle",
    "LocalStore",
    "NietOpgeslagen",
    "NotStored",
    "OpslagStuk",
    "OpslagVol",
    "Reden",
    "Sealer",
    "SealingUpload",
    "Store",
    "Writer",
    "check",
    "check_name",
]
