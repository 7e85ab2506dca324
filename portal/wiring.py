"""The wiring: settings become the services that the use cases work with, for website, worker and command line alike."""

from portal.config import Settings
from portal.core.files.store import LocalStore
from portal.core.insturen.uitvoerbaar import check_uitvoerbaar
from portal.core.regelbron import Regelbron
from portal.core.services import Services
from portal.core.verzegelen import Sealer
from portal.db import Database, is_writing
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios
from portal.sealing.client import VaultClient
from portal.sealing.sessie import Pinned


def make_services(settings: Settings) -> Services:
    """Wire the parts the use cases work with; raises OSError when the installation was not made yet."""
    pinned = Pinned.read(settings.pinned_key_file)
    database = Database(settings.database_url)
    mailboxen = laad_mailboxen(laad_regios(), hier=settings.regio)
    check_uitvoerbaar(mailboxen.alle())
    return Services(
        settings=settings,
        database=database,
        mailboxen=mailboxen,
        regels=Regelbron(database, laad_regio(settings.regio)),
        sealer=Sealer(pinned.installation, pinned.public),
        vault=VaultClient(settings.vault_socket, is_writing),
        store=LocalStore(settings.files_dir),
    )
