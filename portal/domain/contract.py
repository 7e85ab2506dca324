"""What an aanbieder may still send when its contract is over, or when it takes part no longer."""

from datetime import date

from portal.domain.datums import maanden_later
from portal.domain.mailbox import Mailbox


def mag_nog_sturen(mailbox: Mailbox, *, actief: bool, einde: date | None, vandaag: date) -> bool:
    """Tell whether an aanbieder may send to this mailbox today; `einde` is the last day of its contract, None while it runs on.

    One that takes part no longer (not `actief`) sends at once what is still due after a contract, and nothing else.
    """
    if einde is None:
        return actief
    if not actief and not mailbox.na_contract:
        return False
    return vandaag <= maanden_later(einde, mailbox.na_contract)
