"""The same form of an act for the second time: one step, and whoever sent another text with it hears that the first one stands.

What was typed is compared without being kept: of the key of the form only a hash is stored, and what was typed under it by a
digest whose key is that form key itself, which stands in the page alone.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.domain.formulier import Ruw
from portal.models import Overgang

AFDRUK_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Gekozen:
    """A file that came with a form: its field, its name and the SHA-256 of its content."""

    veld: str
    naam: str
    digest: str


class AndersGedaan(Exception):
    """This form was done before, with another text or other files: the first ones stand."""


def stored_key(sleutel: UUID) -> UUID:
    """Return what is stored of the key of a form: nobody finds the key with it."""
    return UUID(bytes=hashlib.sha256(b"sleutel" + sleutel.bytes).digest()[:16])


def fingerprint_of(sleutel: UUID, ruw: Ruw, bestanden: Sequence[Gekozen] = ()) -> bytes:
    """Give 16 bytes by which what was typed in a form is known again; to who has not the key of the form they are random.

    Space around a value, and a field that was left empty, make no other text.
    """
    velden = {naam: [waarde.strip() for waarde in waarden] for naam, waarden in ruw.items()}
    ingevuld = {naam: waarden for naam, waarden in velden.items() if any(waarden)}
    files = sorted([bestand.veld, bestand.naam, bestand.digest] for bestand in bestanden)
    inhoud = json.dumps([ingevuld, files], sort_keys=True).encode()
    return hmac.digest(sleutel.bytes, b"stap" + inhoud, hashlib.sha256)[:AFDRUK_BYTES]


def is_done(
    services: Services, gebruiker: Gebruiker, bericht: UUID, code: str, *, sleutel: UUID, afdruk: bytes | None = None
) -> bool:
    """Tell whether this person has just done this very thing; to anyone else it says nothing.

    Raises AndersGedaan when he did it with something else than this `afdruk`; without one nothing is compared.
    """
    query = select(Overgang.afdruk).where(
        Overgang.sleutel.in_((stored_key(sleutel), sleutel)),  # the key itself in what was done before hashes were kept
        Overgang.bericht == bericht,
        Overgang.code == code,
        Overgang.door == gebruiker.persoon,
    )
    with services.database.lezen() as session:
        gevonden = session.execute(query).first()
    if gevonden is None:
        return False
    if afdruk is not None and not hmac.compare_digest(gevonden.afdruk or b"", afdruk):
        raise AndersGedaan
    return True
