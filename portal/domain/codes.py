"""The codes of a mailbox stand in addresses and in the names of fields: letters, digits and dashes, as long as a column holds."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from portal.domain.mailbox import Mailbox

CODE: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
MOST: Final = 64


def codefouten(mailbox: "Mailbox") -> Iterator[str]:
    """Yield the codes of this mailbox, its steps and its attachments that no address can hold, in words that follow its name."""
    codes = (
        ("de code", mailbox.code),
        *(("de code van de stap", stap.code) for stap in mailbox.levensloop.overgangen),
        *(("de code van de bijlage", eis.code) for eis in mailbox.bijlagen),
    )
    for wat, code in codes:
        if not CODE.fullmatch(code) or len(code) > MOST:
            yield f"kan zo niet op de site: {wat} '{code}' mag alleen kleine letters, cijfers en streepjes hebben, hoogstens {MOST}"
