"""Fictional persons with records signed by an installation of the test itself."""

import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Persoon
from portal.sealing.sessie import PersoonRecord, sign_record


@dataclass(frozen=True, slots=True)
class Installatie:
    """A signing key and its public half."""

    private: bytes
    pinned: bytes

    @classmethod
    def fresh(cls) -> "Installatie":
        key = Ed25519PrivateKey.generate()
        return cls(key.private_bytes_raw(), key.public_key().public_bytes_raw())

    def put_person(
        self,
        session: Session,
        account: str,
        *lidmaatschappen: Lidmaatschap,
        actief: bool = True,
    ) -> UUID:
        """Add a person whose record this installation signed."""
        record = PersoonRecord(
            id=uuid.uuid4(),
            account=account,
            naam=f"Naam van {account}",
            email=f"{account}@mail.example",
            organisatie="organisatie-x",
            actief=actief,
            versie=1,
            lidmaatschappen=lidmaatschappen,
            verifiers="",
        )
        text, signature = sign_record(self.private, record)
        session.add(
            Persoon(id=record.id, account=account, email=record.email, record=text, signature=signature, versie=1)
        )
        session.flush()
        return record.id


def lid(code: str, rol: Rol, *, soort: str = "team", tot: date | None = None) -> Lidmaatschap:
    return Lidmaatschap(soort=soort, code=code, rol=rol, vanaf=date(2026, 1, 1), tot=tot)
