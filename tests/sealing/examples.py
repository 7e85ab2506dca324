"""Places, receivers and keys for the tests of sealing: two of each, different in every field."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any
from uuid import UUID

from portal.sealing.envelope import Context
from portal.sealing.seal import Recipient

HERE = Context(
    installation="demo",
    purpose="bericht.antwoorden",
    subject=UUID(int=1),
    item=UUID(int=2),
    form_version=1,
)
ELSEWHERE: dict[str, Any] = {
    "installation": "proef",
    "purpose": "bericht.onderwerp",
    "subject": UUID(int=3),
    "item": UUID(int=4),
    "form_version": 2,
}
TEAM = Recipient(kind="team", id="toegang-groningen", key_id=UUID(int=5), epoch=1)
OTHER: dict[str, Any] = {"kind": "organisatie", "id": "toegang-eemsdelta", "key_id": UUID(int=6), "epoch": 2}


def every_one_or_two(fields: dict[str, Any]) -> list[tuple[str, ...]]:
    """Give every single field and every pair of fields."""
    return [*combinations(fields, 1), *combinations(fields, 2)]


def flips(sealed: bytes) -> Iterator[bytes]:
    """Give the value with one byte changed, for each place: its lowest bit, and its highest."""
    for place in range(len(sealed)):
        for bit in (0x01, 0x80):
            yield sealed[:place] + bytes([sealed[place] ^ bit]) + sealed[place + 1 :]
