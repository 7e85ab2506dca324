"""What is sealed of a bericht at submission: the answers, the part about who is involved apart, and the search block."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from portal.core.bericht.antwoorden import Apart, antwoorden_json
from portal.core.bericht.submitted import ANTWOORDEN
from portal.core.services import Services
from portal.core.verzegelen import Aan, Sealed, SessionKey
from portal.domain.formulier import Antwoorden, Client
from portal.domain.mailbox import Mailbox
from portal.domain.routering import Bestemming

IDENTITEIT: Final = "bericht.identiteit"
ZOEKBLOK: Final = "bericht.zoekblok"
AFDRUK_BYTES: Final = 16


def seal_inhoud(
    services: Services,
    mailbox: Mailbox,
    aan: Sequence[Aan],
    *,
    bericht: UUID,
    antwoorden: Antwoorden,
    bestemmingen: Sequence[Bestemming],
    now: datetime,
) -> tuple[Sealed, ...]:
    """Seal each part as an item of its own to the teams and the sender.

    The answers name the digest of what is sealed apart: the vault signs for the answers, so no other identities can be
    put beside them.
    """
    with services.database.lezen() as session:
        keys = services.sealer.keys(session, aan)

    def sealed(purpose: str, plaintext: bytes) -> Sealed:
        return services.sealer.seal(
            plaintext,
            purpose=purpose,
            subject=bericht,
            keys=keys,
            now=now,
            form_version=antwoorden.formulierversie,
        )

    delen, romp, apart = [], antwoorden, []
    for deel in (deel for deel in mailbox.delen if deel.reden_nodig):
        item = sealed(IDENTITEIT, antwoorden_json(antwoorden.deel(deel.velden)))
        delen.append(item)
        apart.append(Apart(code=deel.code, titel=deel.titel, digest=item.item.digest.hex()))
        romp = romp.zonder(deel.velden)
    block = sealed(ZOEKBLOK, _search_block(antwoorden.client or Client()))
    return (sealed(ANTWOORDEN, antwoorden_json(romp, bestemmingen, apart)), *delen, block)


def fingerprint(mailbox: Mailbox, antwoorden: Antwoorden, bericht: UUID, sessie: SessionKey) -> bytes | None:
    """Give 16 bytes by which this session alone knows again what is sealed apart of a bericht; None where nothing is.

    Its key is the raw token of the session, which stands nowhere: to anyone else they are random.
    """
    velden = apart(mailbox)
    if not velden:
        return None
    feiten = json.dumps(antwoorden.deel(velden).feiten(), sort_keys=True, default=list).encode()
    return hmac.digest(sessie.token.encode(), b"afdruk" + bericht.bytes + feiten, hashlib.sha256)[:AFDRUK_BYTES]


def apart(mailbox: Mailbox) -> frozenset[str]:
    """Name the fields that are sealed apart."""
    return frozenset(veld for deel in mailbox.delen for veld in deel.velden)


def _search_block(client: Client) -> bytes:
    return json.dumps(
        {
            "bsn": client.bsn,
            "geboortedatum": client.geboortedatum,
            "voorletters": client.voorletters,
            "achternaam": client.achternaam,
            "kenmerk": client.kenmerk,
            "verkort": client.verkort,
        },
        ensure_ascii=False,
    ).encode()
