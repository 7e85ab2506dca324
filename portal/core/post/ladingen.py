"""The kinds of row in the outbox, and what a row of each says: no more and no less."""

import json
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from portal.domain.mailsoort import MET_SPOED

MAIL: Final = "mail"
MAIL_EEN: Final = "mail-een"
TERMIJNMAIL: Final = "termijnmail"
TERMIJNMAIL_EEN: Final = "termijnmail-een"
MAILBUNDEL: Final = "mailbundel"
OPNEMEN: Final = "opnemen"

# A mail to a team or organisation, and the mail to one person that it becomes.
AAN_EEN: Final = {MAIL: MAIL_EEN, TERMIJNMAIL: TERMIJNMAIL_EEN}
# What goes to a mail server; the rest needs the database and the vault only.
PER_PERSOON: Final = frozenset({MAIL_EEN, TERMIJNMAIL_EEN, MAILBUNDEL})

_MAIL: Final = frozenset({"aan_soort", "aan", "sjabloon", "nummer", "pad"})
_TERMIJNMAIL: Final = frozenset({"aan_soort", "aan", "rol", "sjabloon", "termijnen", "rest"})
VELDEN: Final = {
    MAIL: _MAIL,
    MAIL_EEN: _MAIL | {"persoon"},
    TERMIJNMAIL: _TERMIJNMAIL,
    TERMIJNMAIL_EEN: _TERMIJNMAIL | {"persoon"},
    MAILBUNDEL: frozenset({"persoon"}),
    OPNEMEN: frozenset({"bericht"}),
}
# Of a mail to one person: the mail to a team that it came from, and for whom it is when that is not he alone.
BRON: Final = "bron"
VOOR: Final = "voor"
# A mail to all of a team, or to who holds this role there; of a bundle the kind of mail in it that goes before other mail.
MAG_OOK: Final = {
    MAIL: frozenset({"rol"}),
    MAIL_EEN: frozenset({"rol", BRON, VOOR}),
    TERMIJNMAIL_EEN: frozenset({BRON, VOOR}),
    MAILBUNDEL: frozenset({"sjabloon"}),
}
# How a row that says this kind of mail is written, which goes before all other.
SPOED_IN: Final = tuple(f'"sjabloon": "{code}"' for code in MET_SPOED)


def presses(tekst: str) -> bool:
    """Tell whether the lading of a row, as it is written, goes before other mail."""
    return any(deel in tekst for deel in SPOED_IN)


def lading_of(soort: str, tekst: str) -> Mapping[str, str] | None:
    """Read the lading of a row; None when it does not say what its kind says."""
    try:
        lading = json.loads(tekst)
    except (ValueError, RecursionError):
        return None
    velden = VELDEN.get(soort)
    if not isinstance(lading, dict) or velden is None or lading.keys() - MAG_OOK.get(soort, frozenset()) != velden:
        return None
    return lading if all(isinstance(waarde, str) for waarde in lading.values()) else None


def for_one(lading: Mapping[str, str], persoon: UUID, voor: Sequence[UUID] = ()) -> dict[str, str]:
    """Return what a mail to this person says, for these whose work he does."""
    anders = {VOOR: ",".join(map(str, voor))} if set(voor) - {persoon} else {}
    return {**{naam: waarde for naam, waarde in lading.items() if naam != VOOR}, "persoon": str(persoon), **anders}


def for_whom(lading: Mapping[str, str]) -> tuple[UUID, ...]:
    """Return for whom a mail to one person is: for himself, or for those whose work he did when it was spread."""
    return tuple(UUID(wie) for wie in (lading.get(VOOR) or lading["persoon"]).split(","))
