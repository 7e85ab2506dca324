"""The facts of a step that the vault signs, as its rows say them now; core and vault compute them here in one way."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from portal.core.klokken.klokhistorie import GEKOZEN, Gebeurtenis
from portal.domain.termijnstappen import KLOKACTIES
from portal.models import Bijlage, Overgang, Termijnhistorie, Termijnperiode
from portal.sealing.sessie import Ongeldig, verify_step

Facts: TypeAlias = dict[str, Any]
# What the item of a text or manifest holds, and the header of a file, by the text of the id of the item.
Digests: TypeAlias = Mapping[str, bytes]
# Each clock that a step changed: id, ground, number, the day it counts from and the last day of the time that was given.
Klok: TypeAlias = list[list[str]]
NERGENS: Final = UUID(int=0)

# The same bytes need no second look.
_verified: Final = lru_cache(maxsize=4096)(verify_step)


def is_signed(
    public: bytes, stap: Overgang | Row[Any], stukken: Sequence[Bijlage], digests: Digests, klok: Klok
) -> bool:
    """Tell whether the vault signed the step as its rows say it now; `klok` is what it changed of a clock."""
    try:
        getekend = _verified(public, stap.bewijs or b"")
    except Ongeldig:
        return False
    nu = step_facts(
        bericht=stap.bericht,
        overgang=stap.id,
        code=stap.code,
        actie=stap.actie,
        dag=stap.dag,
        doel=stap.naar_team or "",
        item=stap.item,
        stukken=stukken,
        digests=digests,
        klok=klok,
    )
    if "klok" not in getekend:
        nu.pop("klok", None)  # signed before version 2 of the facts
    return getekend == nu | {"door": str(stap.door), "namens": [stap.namens_soort, stap.namens]}


def clock_facts(session: Session, verloop: Sequence[Overgang | Row[Any]]) -> Mapping[UUID, Klok]:
    """Return what each of these steps that change a clock changed, as its rows say it now."""
    ids = [stap.id for stap in verloop if stap.actie in KLOKACTIES]
    gevonden: dict[UUID, Klok] = defaultdict(list)
    if not ids:
        return gevonden
    for rij in session.scalars(select(Termijnperiode).where(Termijnperiode.overgang.in_(ids))):
        dag, tot = rij.van or rij.besloten, rij.uiterlijk.isoformat() if rij.uiterlijk else ""
        gevonden[rij.overgang or NERGENS].append([str(rij.termijn), rij.grond, str(rij.aantal), dag.isoformat(), tot])
    hervat = Termijnhistorie.soort == Gebeurtenis.HERVAT.value
    query = select(Termijnhistorie.overgang, Termijnhistorie.termijn).where(
        Termijnhistorie.overgang.in_(ids), or_(hervat, Termijnhistorie.grond == GEKOZEN)
    )
    for overgang, termijn in session.execute(query):
        gevonden[overgang or NERGENS].append([str(termijn), "", "0", "", ""])
    return gevonden


def digest_of(content: bytes | None, digest: bytes) -> bytes:
    """Name what an item holds; of a file, which lies in the store, what its row says: that is compared when it is opened."""
    return digest if content is None else hashlib.sha256(content).digest()


def step_facts(
    *,
    bericht: UUID,
    overgang: UUID,
    code: str,
    actie: str,
    dag: date | None,
    doel: str,
    item: UUID | None,
    stukken: Sequence[Bijlage],
    digests: Digests,
    klok: Klok,
) -> Facts:
    """Give the facts of one step."""

    def named(which: UUID) -> list[str]:
        return [str(which), digests.get(str(which), b"").hex()]

    return ({"klok": klok} if actie in KLOKACTIES else {}) | {
        "bericht": str(bericht),
        "overgang": str(overgang),
        "code": code,
        "actie": actie,
        "dag": dag.isoformat() if dag else "",
        "doel": doel,
        "tekst": named(item) if item else [],
        "stukken": sorted([rij.eis, *named(rij.item), *named(rij.deel)] for rij in stukken),
    }
