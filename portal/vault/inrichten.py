"""Setting up on the vault's own machine, without a session: the installation, its recipients, its first persons."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Persoon, SignedKey
from portal.sealing.envelope import new_dek, new_id
from portal.sealing.seal import Recipient, generate_private, public_of, sign_key
from portal.sealing.sessie import PersoonRecord, Pinned
from portal.sealing.verbs import Refused
from portal.vault.admission import close_person, create_person, new_one_time
from portal.vault.gate import Act, Gate, owner
from portal.vault.keys import create_store
from portal.vault.reset import renew
from portal.vault.state import State
from portal.vault.wrapping import KeyFileRefused, write_whole

T = TypeVar("T")


def init_installation(settings: Settings) -> Pinned:
    """Make root key, key store, state file and, last of all, the pinned public file; goes on where it was cut off.

    Raises KeyFileRefused when the pinned file is there: then all of it is.
    """
    if settings.pinned_key_file.exists():
        raise KeyFileRefused(settings.pinned_key_file, "Deze installatie is er al.")
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.vault_dir.mkdir(mode=0o700, exist_ok=True)
    for half in settings.vault_dir.glob("*.half*"):
        half.unlink()  # of a time that was cut off
    keys = create_store(settings)
    if not keys.epochs("installatie", ""):
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        keys.add("", 1, {"installatie": private.private_bytes_raw(), "publiek": public, "keten": new_dek()})
    pinned = Pinned(installation=keys.installation, public=keys.get("publiek", "", 1).secret)
    keys.close()
    state = settings.vault_dir / "staat.db"
    if not state.exists():
        State.create(state)
    write_whole(settings.pinned_key_file, pinned.dump().encode())
    return pinned


def add_recipient(gate: Gate, *, kind: str, code: str, organisatie: str, gemeente: str | None = None) -> Recipient:
    """Make the keys of a "team" or "organisatie" and sign its line of the directory; once made, only the line."""
    name = owner(kind, code)
    if not gate.keys.epochs("prive", name):
        secrets = {"lijst": new_dek(), "index": new_dek(), "prive": generate_private()}
        gate.keys.add(name, 1, secrets | {"organisatie": organisatie.encode()})
    epoch, key = gate.keys.newest("prive", name)
    recipient = Recipient(kind=kind, id=code, key_id=key.id, epoch=epoch)

    def work(session: Session) -> Recipient:
        where = (SignedKey.recipient_kind == kind, SignedKey.recipient == code, SignedKey.epoch == epoch)
        if session.scalar(select(SignedKey.epoch).where(*where)) is None:
            line = sign_key(gate.signing, recipient, gemeente=gemeente, public=public_of(key.secret))
            session.add(
                SignedKey(
                    recipient_kind=kind,
                    recipient=code,
                    epoch=epoch,
                    key_id=key.id,
                    gemeente=gemeente or "",
                    public=line.public,
                    signature=line.signature,
                )
            )
        return recipient

    return gate.audited(Act("sleutel_maken", "kluis", name, objects={name: []}), work)


def bootstrap_person(
    gate: Gate,
    *,
    account: str,
    naam: str,
    email: str,
    organisatie: str,
    wachtwoord: str,
    lidmaatschappen: Sequence[Lidmaatschap],
    eenmalig: bool = False,
    totp: str | None = None,
) -> UUID:
    """Make a person with any memberships: the functioneel beheerders of a new installation, and a demo's accounts."""
    person = PersoonRecord(
        id=new_id(),
        account=account.strip().casefold(),
        naam=naam,
        email=email,
        organisatie=organisatie,
        actief=True,
        versie=0,
        lidmaatschappen=tuple(lidmaatschappen),
        verifiers="",
    )
    phc = gate.passwords.hash(wachtwoord)

    def work(session: Session) -> UUID:
        return create_person(gate, session, person, phc=phc, eenmalig=eenmalig, totp=totp).id

    gate.audited(Act("toelaten", "kluis", owner("organisatie", organisatie), objects={str(person.id): []}), work)
    if any(lid.rol == Rol.ORGANISATIEBEHEERDER for lid in lidmaatschappen):
        gate.state.manage(organisatie)
    return person.id


def reset_person(gate: Gate, account: str) -> str:
    """Give a one-time password to who has this account: the way back when no second beheerder is left; raises Refused."""
    one_time = new_one_time(gate)
    return _with_person(
        gate, "herstellen", account, lambda session, person: str(renew(gate, session, person, one_time)["wachtwoord"])
    )


def block_person(gate: Gate, account: str) -> None:
    """Block who has this account and end all his sessions, whoever he is; raises Refused."""
    _with_person(gate, "blokkeren", account, lambda session, person: close_person(gate, session, person))


def _with_person(gate: Gate, actie: str, account: str, work: Callable[[Session, PersoonRecord], T]) -> T:
    act = Act(actie, "kluis")

    def work_on(session: Session) -> T:
        persoon = session.scalar(select(Persoon.id).where(Persoon.account == account.strip().casefold()))
        if persoon is None:
            raise Refused("geen_record")
        person = gate.person(session, persoon)
        act.objects[str(person.id)] = []
        act.namens = owner("organisatie", person.organisatie)
        return work(session, person)

    with gate.records:
        return gate.audited(act, work_on)
