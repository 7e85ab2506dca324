"""Logging in: the vault checks password and second factor itself, and mints the session token."""

import base64
import json
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.domain.datums import datum_in_nederland
from portal.models import Persoon, Sessie
from portal.sealing.envelope import new_id
from portal.sealing.sessie import VOLLEDIG, PersoonRecord, Token, make_token, sign_record
from portal.sealing.verbs import CodeNodig, LoginRefused, Refused, Throttled, VaultRefusal
from portal.vault.gate import Act, Asker, Gate, token_hash
from portal.vault.passwords import SHORTEST, totp_counter, totp_secret

PER_ACCOUNT = 5
PER_ADDRESS = 20
NOBODY = UUID(int=0)
Verifiers = dict[str, Any]
Answer = dict[str, Any]


def login(gate: Gate, *, account: str, wachtwoord: str, code: str, adres: str) -> Answer:
    """Check account, password and code, at the same cost for every account."""
    account, act = account.strip().casefold(), Act("inloggen", adres)
    _attempt(gate, act, account, adres)
    person, verifiers = _find(gate, account)
    right = gate.passwords.check(verifiers["wachtwoord"], wachtwoord) and person is not None

    def work(session: Session) -> Answer:
        if person is None or not right or not person.actief:
            raise LoginRefused
        act.persoon = str(person.id)
        if gate.settings.tweede_factor and verifiers["totp"]:
            _check_code(gate, person.id, verifiers["totp"], code)
        return _mint(gate, session, person, verifiers)

    try:
        answer = gate.audited(act, work)
    except CodeNodig:
        _forgive(gate, account, adres, all_of_them=False)
        raise
    _forgive(gate, account, adres, all_of_them=True)
    return answer


def logout(gate: Gate, *, token: str, herkomst: str) -> None:
    """End a session, also one that is idle."""
    act = Act("uitloggen", herkomst)

    def work(session: Session) -> None:
        found = gate.token(token)
        act.persoon = str(found.persoon)
        gate.state.revoke(found.id)
        end = update(Sessie).where(Sessie.id == found.id, Sessie.ingetrokken.is_(None))
        session.execute(end.values(ingetrokken=gate.now()))

    gate.audited(act, work)


def password(gate: Gate, *, token: str, oud: str, nieuw: str, herkomst: str) -> Answer:
    """Change the password; every session of the person ends and a new one begins."""
    act, refusal, phc = Act("wachtwoord", herkomst), None, ""
    try:
        # Before the transaction: Argon2id takes its time, and nobody should wait for the lock meanwhile.
        phc = _change(gate, token, oud, nieuw)
    except VaultRefusal as refused:
        refusal = refused

    def work(session: Session) -> Answer:
        asker = gate.enter(session, act, token, niveau=1)
        if refusal is not None:
            raise refusal
        gate.state.forgive(f"account:{asker.person.account}", all_of_them=True)
        return _renew(gate, session, asker, {"wachtwoord": phc, "eenmalig": False})

    with gate.records:
        return gate.audited(act, work)


def totp_begin(gate: Gate, *, token: str) -> str:
    """Give a secret to enrol; it is kept in memory until it is confirmed."""
    with gate.database.lezen() as session:
        asker = gate.asker(session, gate.token(token), niveau=1)
        if open_verifiers(gate, asker.person)["totp"]:
            raise Refused("heeft_al_tweede_factor")
    return gate.enrolments.setdefault(asker.person.id, totp_secret())


def totp_confirm(gate: Gate, *, token: str, code: str, herkomst: str) -> Answer:
    """Set the second factor with a first code from it."""
    act = Act("tweede_factor", herkomst)

    def work(session: Session) -> Answer:
        asker = gate.enter(session, act, token, niveau=1)
        secret = gate.enrolments.get(asker.person.id)
        if secret is None:
            raise Refused("begin_opnieuw")
        gate.state.attempt(f"account:{asker.person.account}", limit=PER_ACCOUNT, now=asker.now)
        _check_code(gate, asker.person.id, secret, code)
        gate.state.forgive(f"account:{asker.person.account}", all_of_them=True)
        del gate.enrolments[asker.person.id]
        return _renew(gate, session, asker, {"totp": secret})

    with gate.records:
        return gate.audited(act, work)


def write_record(gate: Gate, session: Session, person: PersoonRecord, verifiers: Verifiers) -> PersoonRecord:
    """Sign the next version of a record and put it in the row of the person; the state follows the commit."""
    versie = person.versie + 1
    wrapped = gate.keys.wrap(json.dumps(verifiers).encode(), "verifiers", str(person.id), versie)
    new = replace(person, versie=versie, verifiers=base64.b64encode(wrapped).decode())
    record, signature = sign_record(gate.signing, new)
    row = {"account": new.account, "email": new.email, "record": record, "signature": signature, "versie": versie}
    if versie == 1:
        session.execute(insert(Persoon), row | {"id": new.id})
    else:
        session.execute(update(Persoon).where(Persoon.id == new.id).values(**row))
    session.info.setdefault("records", []).append((new.id, versie))
    return new


def open_verifiers(gate: Gate, person: PersoonRecord) -> Verifiers:
    """Unwrap what a person is checked against."""
    wrapped = base64.b64decode(person.verifiers)
    found: Verifiers = json.loads(gate.keys.unwrap(wrapped, "verifiers", str(person.id), person.versie))
    return found


def _attempt(gate: Gate, act: Act, account: str, adres: str) -> None:
    """Count an attempt for account and address; a refusal is written too."""
    now = gate.now()
    try:
        gate.state.attempt(f"account:{account}", limit=PER_ACCOUNT, now=now)
        gate.state.attempt(f"adres:{adres}", limit=PER_ADDRESS, now=now)
    except Throttled as throttled:
        gate.refuse(act, throttled)


def _find(gate: Gate, account: str) -> tuple[PersoonRecord | None, Verifiers]:
    unknown = {"wachtwoord": gate.passwords.unknown, "totp": None}
    with gate.database.lezen() as session:
        persoon = session.scalar(select(Persoon.id).where(Persoon.account == account))
        try:
            # Asked for an account that is not there as well, which then costs what a wrong password costs.
            person = gate.person(session, persoon or NOBODY)
        except Refused:
            person = None
    if person is None or person.account != account:
        return None, unknown
    return person, open_verifiers(gate, person)


def _forgive(gate: Gate, account: str, adres: str, *, all_of_them: bool) -> None:
    gate.state.forgive(f"account:{account}", all_of_them=all_of_them)
    gate.state.forgive(f"adres:{adres}")


def _check_code(gate: Gate, persoon: UUID, secret: str, code: str) -> None:
    if not code:
        raise CodeNodig
    counter = totp_counter(secret, code, gate.now())
    if counter is None or not gate.state.use_totp(persoon, counter):
        raise LoginRefused


def _change(gate: Gate, token: str, oud: str, nieuw: str) -> str:
    with gate.database.lezen() as session:
        person = gate.asker(session, gate.token(token), niveau=1).person
    gate.state.attempt(f"account:{person.account}", limit=PER_ACCOUNT, now=gate.now())
    if not gate.passwords.check(open_verifiers(gate, person)["wachtwoord"], oud):
        raise LoginRefused
    if len(nieuw) < SHORTEST:
        raise Refused("wachtwoord_te_kort")
    if nieuw.casefold() in {person.account, oud.casefold()}:
        raise Refused("wachtwoord_niet_nieuw")
    return gate.passwords.hash(nieuw)


def _renew(gate: Gate, session: Session, asker: Asker, changes: Verifiers) -> Answer:
    """Write the record with other verifiers, end every session of the person, and begin a new one."""
    verifiers = open_verifiers(gate, asker.person) | changes
    _first_membership(asker.person, asker.now)  # without one there is no new session, so nothing is written either
    person = write_record(gate, session, asker.person, verifiers)
    end_sessions(gate, session, person.id)
    return _mint(gate, session, person, verifiers)


def end_sessions(gate: Gate, session: Session, persoon: UUID) -> None:
    """End all sessions of a person; those of which the row was hidden too."""
    now = gate.now()
    gate.state.void_sessions(persoon, now)
    running = update(Sessie).where(Sessie.persoon == persoon, Sessie.ingetrokken.is_(None))
    session.execute(running.values(ingetrokken=now))


def _mint(gate: Gate, session: Session, person: PersoonRecord, verifiers: Verifiers) -> Answer:
    now = gate.now()
    namens = _first_membership(person, now)
    factor = gate.settings.tweede_factor and not verifiers["totp"]
    nodig = [*(["wachtwoord"] if verifiers["eenmalig"] else []), *(["totp"] if factor else [])]
    token = Token(
        id=new_id(),
        persoon=person.id,
        niveau=1 if nodig else VOLLEDIG,
        begonnen=now,
        eindigt=now + timedelta(seconds=gate.settings.sessieduur),
    )
    text = make_token(gate.signing, token, geheim=secrets.token_bytes(32))
    row = {"token_hash": token_hash(text), "id": token.id, "persoon": person.id, "begonnen": now, "last_seen": now}
    place = {"namens_soort": namens[0], "namens_code": namens[1], "eindigt": token.eindigt}
    session.execute(insert(Sessie), row | place)
    return {"token": text, "niveau": token.niveau, "nodig": nodig}


def _first_membership(person: PersoonRecord, now: datetime) -> tuple[str, str]:
    vandaag = datum_in_nederland(now)
    running = ((lid.soort, lid.code) for lid in person.lidmaatschappen if lid.loopt(vandaag))
    found = next(running, None)
    if found is None:
        raise LoginRefused
    return found
