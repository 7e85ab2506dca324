"""Setting up on the vault's own machine, without a session: the installation, its recipients, its first persons."""

from collections.abc import Sequence
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
from portal.vault.admission import create_person, new_one_time
from portal.vault.gate import Act, Gate, owner
from portal.vault.keys import create_store
from portal.vault.reset import renew
from portal.vault.state import State


def init_installation(settings: Settings) -> Pinned:
    """Make root key, key store, state file and the pinned public file; raises KeyFileRefused when they are there."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.vault_dir.mkdir(mode=0o700, exist_ok=True)
    keys = create_store(settings)
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    for kind, secret in (("installatie", private.private_bytes_raw()), ("publiek", public), ("keten", new_dek())):
        keys.add(kind, "", 1, secret)
    State.create(settings.vault_dir / "staat.db")
    pinned = Pinned(installation=keys.installation, public=public)
    settings.pinned_key_file.touch(mode=0o600)
    settings.pinned_key_file.write_text(pinned.dump(), encoding="utf-8")
    keys.close()
    return pinned


def add_recipient(gate: Gate, *, kind: str, code: str, organisatie: str, gemeente: str | None = None) -> Recipient:
    """Make the keys of a "team" or "organisatie" and sign its line of the directory; once made, only the line."""
    name = owner(kind, code)
    if not gate.keys.epochs("prive", name):
        key_id = new_id()
        gate.keys.add("organisatie", name, 1, organisatie.encode())
        for what, secret in (("lijst", new_dek()), ("index", new_dek()), ("prive", generate_private())):
            gate.keys.add(what, name, 1, secret, key_id=key_id)
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
    act = Act("herstellen", "kluis")

    def work(session: Session) -> str:
        persoon = session.scalar(select(Persoon.id).where(Persoon.account == account.strip().casefold()))
        if persoon is None:
            raise Refused("geen_record")
        person = gate.person(session, persoon)
        act.objects[str(person.id)] = []
        act.namens = owner("organisatie", person.organisatie)
        return str(renew(gate, session, person, one_time)["wachtwoord"])

    with gate.records:
        return gate.audited(act, work)
