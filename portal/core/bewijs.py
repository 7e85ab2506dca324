"""What the vault signs of a step when a person makes it: no text, file, day or outcome is shown that is not so.

Core and vault compute the facts here in one way, as `submitted` does for what was submitted.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.klokhistorie import GEKOZEN, Gebeurtenis
from portal.core.kwitantie import KloptNiet, confirm
from portal.core.overgang import Stap
from portal.core.services import Services
from portal.domain.levensloop import Actie, Tekst
from portal.domain.mailbox import Mailbox
from portal.domain.termijnstappen import KLOKACTIES
from portal.models import Bijlage, Overgang, SealedItem, Termijnhistorie, Termijnperiode
from portal.sealing.sessie import Ongeldig, verify_step

Facts: TypeAlias = dict[str, Any]
# What the item of a text or manifest holds, and the header of a file, by the text of the id of the item.
Digests: TypeAlias = Mapping[str, bytes]
# Each clock that a step changed: id, ground, number, the day it counts from and the last day of the time that was given.
Klok: TypeAlias = list[list[str]]
NERGENS: Final = UUID(int=0)

# The same bytes need no second look.
_verified: Final = lru_cache(maxsize=4096)(verify_step)


def sign(services: Services, gebruiker: Gebruiker, stap: Stap) -> bytes | None:
    """Let the vault sign a step that can carry a text; None for another.

    Raises NogNietOpgenomen, KloptNiet, VaultDown, Refused.
    """
    if stap.regel.tekst is Tekst.GEEN:
        return None
    confirm(services, stap.bericht)
    tekst = [stap.tekst.item] if stap.tekst else []
    stukken = stap.stukken
    items = [*tekst, *(stukken.items if stukken else ())]
    feiten = _facts(
        bericht=stap.bericht.id,
        overgang=stap.id,
        code=stap.regel.code,
        actie=stap.regel.actie.value,
        dag=stap.dag,
        doel=stap.doel,
        item=tekst[0].id if tekst else None,
        stukken=stukken.rijen if stukken else (),
        digests={str(item.id): digest_of(item.content, item.digest) for item in items},
        klok=_chosen(stap),
    )
    return services.vault.sign_step(gebruiker.token, gebruiker.namens.sleutel, feiten, herkomst=gebruiker.herkomst)


def confirm_steps(
    session: Session, public: bytes, mailbox: Mailbox, verloop: Sequence[Overgang], stukken: Sequence[Bijlage]
) -> None:
    """Check that a person made each of these steps with this text and these files; raises KloptNiet.

    Whoever writes in the database can seal a text of his own for this bericht, and take one away.
    """
    bij: dict[UUID, list[Bijlage]] = defaultdict(list)
    for rij in stukken:
        bij[rij.bij].append(rij)
    digests, klokken = _digests(session, verloop, stukken), clock_facts(session, verloop)
    for stap in verloop:
        regel = mailbox.levensloop.overgang(stap.code)
        is_bare = stap.item is None and not bij[stap.id] and (regel is None or regel.tekst is Tekst.GEEN)
        if not is_bare and not is_signed(public, stap, bij[stap.id], digests, klokken.get(stap.id, [])):
            raise KloptNiet


def is_signed(
    public: bytes, stap: Overgang | Row[Any], stukken: Sequence[Bijlage], digests: Digests, klok: Klok
) -> bool:
    """Tell whether the vault signed the step as its rows say it now; `klok` is what it changed of a clock."""
    try:
        getekend = _verified(public, stap.bewijs or b"")
    except Ongeldig:
        return False
    nu = _facts(
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


def _chosen(stap: Stap) -> Klok:
    """Return what a step is about to change of a clock: which, and where it asks them ground, length and days."""
    klok, actie = stap.klok, stap.regel.actie
    if klok is None or actie not in KLOKACTIES:
        return []
    stil, langer = actie is Actie.OPSCHORTEN, actie is Actie.VERLENGEN
    return [
        [
            str(klok.termijn),
            klok.grond if stil or langer else "",
            str(klok.aantal) if langer else "0",
            stap.op.isoformat() if stil or langer else "",
            klok.uiterlijk.isoformat() if stil and klok.uiterlijk else "",
        ]
    ]


def digest_of(content: bytes | None, digest: bytes) -> bytes:
    """Name what an item holds; of a file, which lies in the store, what its row says: that is compared when it is opened."""
    return digest if content is None else hashlib.sha256(content).digest()


def _digests(session: Session, verloop: Sequence[Overgang], stukken: Sequence[Bijlage]) -> dict[str, bytes]:
    teksten = [stap.item for stap in verloop if stap.item]
    ids = [*teksten, *(item for rij in stukken for item in (rij.item, rij.deel))]
    if not ids:
        return {}
    query = select(SealedItem.id, SealedItem.content, SealedItem.digest).where(SealedItem.id.in_(ids))
    return {str(item): digest_of(content, digest) for item, content, digest in session.execute(query)}


def _facts(
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
