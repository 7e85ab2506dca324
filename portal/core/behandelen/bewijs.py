"""What the vault signs of a step when a person makes it: no text, file, day or outcome is shown that is not so.

Core and vault compute the facts here in one way, as `submitted` does for what was submitted.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.behandelen.overgang import Stap
from portal.core.bericht.kwitantie import KloptNiet, confirm
from portal.core.bericht.stapfeiten import Klok, clock_facts, digest_of, is_signed, step_facts
from portal.core.services import Services
from portal.domain.levensloop import Actie, Tekst
from portal.domain.mailbox import Mailbox
from portal.domain.termijnstappen import KLOKACTIES
from portal.models import Bijlage, Overgang, SealedItem


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
    feiten = step_facts(
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
            klok.uiterlijk.isoformat() if (stil or langer) and klok.uiterlijk else "",
        ]
    ]


def _digests(session: Session, verloop: Sequence[Overgang], stukken: Sequence[Bijlage]) -> dict[str, bytes]:
    teksten = [stap.item for stap in verloop if stap.item]
    ids = [*teksten, *(item for rij in stukken for item in (rij.item, rij.deel))]
    if not ids:
        return {}
    query = select(SealedItem.id, SealedItem.content, SealedItem.digest).where(SealedItem.id.in_(ids))
    return {str(item): digest_of(content, digest) for item, content, digest in session.execute(query)}
