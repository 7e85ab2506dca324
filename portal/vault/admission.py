"""Admission: who lets whom in, changes memberships and blocks; with `reset` the only writer of person records beside login."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.rechten import WIE_MAG, Lidmaatschap, Recht
from portal.domain.rollen import Rol
from portal.models import Persoon
from portal.sealing.envelope import new_id
from portal.sealing.sessie import PersoonRecord, memberships_from
from portal.sealing.verbs import Refused
from portal.vault.gate import Act, Asker, Gate, owner
from portal.vault.keys import NoKey
from portal.vault.login import end_sessions, open_verifiers, write_record
from portal.vault.once import once
from portal.vault.passwords import one_time_password

Answer = dict[str, Any]
Change = Callable[[Session, PersoonRecord, Asker], PersoonRecord]

# An organisation itself holds these roles, its teams all others; which one fits which team is for the page to say.
OF_ORGANISATION: Final = frozenset({Rol.INDIENER, Rol.ORGANISATIEBEHEERDER})
FUNCTIONEEL: Final = frozenset({Rol.FUNCTIONEEL_BEHEERDER})
# What is confirmed by a second one needs two who can come in.
NEEDED: Final = 2


def admit(
    gate: Gate,
    *,
    token: str,
    herkomst: str,
    lidmaatschappen: Sequence[Answer],
    sleutel: UUID | None = None,
    **who: str,
) -> Answer:
    """Let a person in; who names account, naam, email and organisatie. The same `sleutel` twice is one admission."""
    person = _new_person(lidmaatschappen, **who)
    act = Act("toelaten", herkomst, owner("organisatie", person.organisatie), objects={str(person.id): []})
    one_time = new_one_time(gate)

    def work(session: Session, asker: Asker) -> Answer:
        refuse_taken(session, person.account)
        if asker.may(Recht.COLLEGA_TOELATEN, ("organisatie", person.organisatie)):
            _refuse_beyond(gate, person.organisatie, person.lidmaatschappen)
            return let_in(gate, session, person, one_time)
        refuse_unless_first_beheerder(gate, session, asker, person)
        waiting = who | {"lidmaatschappen": list(lidmaatschappen), "door": asker.person.id.hex}
        return {"persoon": None, "wachtwoord": "", "wacht_op": gate.state.wait(waiting)}

    asked = json.dumps([who, list(lidmaatschappen)], sort_keys=True)
    return once(gate, act, token, sleutel, work, over=asked)


def add_membership(gate: Gate, *, token: str, persoon: UUID, lid: Answer, herkomst: str) -> None:
    """Add a membership within the own organisation; one that runs already is left as it is."""
    (new,) = memberships_from([lid])

    def change(_session: Session, person: PersoonRecord, asker: Asker) -> PersoonRecord:
        _refuse_beyond(gate, person.organisatie, [new])
        same = (other for other in person.lidmaatschappen if _place(other) == _place(new))
        if any(other.loopt(asker.vandaag) for other in same):
            return person
        return replace(person, lidmaatschappen=(*person.lidmaatschappen, new))

    _change(gate, Act("lidmaatschap_toevoegen", herkomst), token, persoon, change)


def end_membership(gate: Gate, *, token: str, persoon: UUID, lid: Answer, herkomst: str) -> None:
    """End a membership: yesterday was its last day, so that it ends now. The last beheerder stays."""
    (ended,) = memberships_from([lid])

    def change(session: Session, person: PersoonRecord, asker: Asker) -> PersoonRecord:
        if ended not in person.lidmaatschappen:
            raise Refused("onbekend")
        if ended.rol is Rol.ORGANISATIEBEHEERDER:
            others = beheerders(gate, session, person.organisatie, vandaag=asker.vandaag) - {person.id}
            if not others:
                raise Refused("laatste_beheerder")
        if ended.rol is Rol.FUNCTIONEEL_BEHEERDER and _is_needed(gate, session, person, asker):
            raise Refused("beheerder_nodig")
        over = replace(ended, tot=asker.vandaag - timedelta(days=1))
        leden = tuple(over if other == ended else other for other in person.lidmaatschappen)
        return replace(person, lidmaatschappen=leden)

    _change(gate, Act("lidmaatschap_beeindigen", herkomst), token, persoon, change)


def block(gate: Gate, *, token: str, persoon: UUID, herkomst: str, samen: bool = False) -> None:
    """Block a person and end all sessions; a functioneel beheerder may do so for anyone, since it only closes.

    Of the last two functioneel beheerders the one takes the other along (`samen`): one of them must be stopped at once, and
    nobody can tell which; so neither goes on alone.
    """
    act = Act("blokkeren", herkomst)

    def change(session: Session, person: PersoonRecord, asker: Asker) -> PersoonRecord:
        if person.id == asker.person.id:
            raise Refused("uzelf")
        if _is_needed(gate, session, person, asker):
            _refuse_unless_together(asker, samen=samen)
            act.objects[str(asker.person.id)] = []
            close_person(gate, session, asker.person)
        return replace(person, actief=False)

    _change(gate, act, token, persoon, change, anyone=True)


def close_person(gate: Gate, session: Session, person: PersoonRecord) -> None:
    """Block a person and end all his sessions."""
    _write(gate, session, person, replace(person, actief=False))


def create_person(
    gate: Gate, session: Session, person: PersoonRecord, *, phc: str, eenmalig: bool, totp: str | None = None
) -> PersoonRecord:
    """Write the first record of a person."""
    return write_record(gate, session, person, {"wachtwoord": phc, "totp": totp, "eenmalig": eenmalig})


def let_in(gate: Gate, session: Session, person: PersoonRecord, one_time: tuple[str, str]) -> Answer:
    """Write the first record of a person with a one-time password, and answer with it."""
    phc, wachtwoord = one_time
    create_person(gate, session, person, phc=phc, eenmalig=True)
    return {"persoon": person.id, "wachtwoord": wachtwoord, "wacht_op": None}


def asked_person(waiting: Answer) -> PersoonRecord:
    """Give the person of an admission that waited."""
    who = {name: waiting[name] for name in ("account", "naam", "email", "organisatie")}
    return _new_person(waiting["lidmaatschappen"], **who)


def new_one_time(gate: Gate) -> tuple[str, str]:
    """Make a one-time password with its verifier; before a transaction, because Argon2id takes its time."""
    wachtwoord = one_time_password()
    return gate.passwords.hash(wachtwoord), wachtwoord


def refuse_taken(session: Session, account: str) -> None:
    """Refuse an account that somebody has, and an empty one."""
    if not account or session.scalar(select(func.count()).where(Persoon.account == account)):
        raise Refused("account_bestaat")


def refuse_unless_functioneel(asker: Asker, recht: Recht = Recht.EERSTE_BEHEERDER_TOELATEN) -> None:
    """Refuse who holds no running role with this right, wherever he holds it."""
    if not holds(asker.person, WIE_MAG[recht], asker.vandaag):
        raise Refused("niet_toegestaan")


def refuse_unless_first_beheerder(gate: Gate, session: Session, asker: Asker, person: PersoonRecord) -> None:
    """Refuse anyone but the beheerder of an organisation that has none who can still come in."""
    refuse_unless_functioneel(asker)
    _refuse_beyond(gate, person.organisatie, person.lidmaatschappen)
    roles = [(lid.soort, lid.rol) for lid in person.lidmaatschappen]
    has_one = gate.state.is_managed(person.organisatie) and beheerders(
        gate, session, person.organisatie, vandaag=asker.vandaag
    )
    if roles != [("organisatie", Rol.ORGANISATIEBEHEERDER)] or has_one:
        raise Refused("niet_toegestaan")


def holds(person: PersoonRecord, rollen: frozenset[Rol], vandaag: date) -> bool:
    """Tell whether a person holds one of these roles today, anywhere."""
    return any(lid.rol in rollen and lid.loopt(vandaag) for lid in person.lidmaatschappen)


def beheerders(gate: Gate, session: Session, organisatie: str, *, vandaag: date) -> frozenset[UUID]:
    """Give who is not blocked and beheerder of this organisation today, as their last records say."""
    place = ("organisatie", organisatie, Rol.ORGANISATIEBEHEERDER)
    return _able(gate, session, f'"{organisatie}"', lambda lid: _place(lid) == place and lid.loopt(vandaag))


def _is_needed(gate: Gate, session: Session, person: PersoonRecord, asker: Asker) -> bool:
    """Tell whether without this person fewer than two functioneel beheerders could come in."""
    if not person.actief or not holds(person, FUNCTIONEEL, asker.vandaag):
        return False
    able = _able(
        gate, session, f'"{Rol.FUNCTIONEEL_BEHEERDER}"', lambda lid: lid.rol in FUNCTIONEEL and lid.loopt(asker.vandaag)
    )
    return len(able - {person.id}) < NEEDED


def _refuse_unless_together(asker: Asker, *, samen: bool) -> None:
    if not holds(asker.person, FUNCTIONEEL, asker.vandaag):
        raise Refused("beheerder_nodig")
    if not samen:
        raise Refused("laatste_twee")


def _able(gate: Gate, session: Session, text: str, fits: Callable[[Lidmaatschap], bool]) -> frozenset[UUID]:
    """Give who is not blocked and has such a membership; the text only narrows where to look."""
    found = set()
    for persoon in session.scalars(select(Persoon.id).where(Persoon.record.contains(text, autoescape=True))).all():
        try:
            person = gate.person(session, persoon)
        except Refused:
            continue  # a row that was forged or put back is nobody
        if person.actief and any(fits(lid) for lid in person.lidmaatschappen):
            found.add(persoon)
    return frozenset(found)


def _write(gate: Gate, session: Session, person: PersoonRecord, changed: PersoonRecord) -> None:
    write_record(gate, session, changed, open_verifiers(gate, person))
    if not changed.actief:
        end_sessions(gate, session, person.id)


def _change(gate: Gate, act: Act, token: str, persoon: UUID, change: Change, *, anyone: bool = False) -> None:
    """Write the next record of a person of an organisation that the asker manages, or of `anyone` for a beheerder."""
    act.objects[str(persoon)] = []

    def work(session: Session) -> None:
        asker = gate.enter(session, act, token)
        person = gate.person(session, persoon)
        if not (anyone and holds(asker.person, WIE_MAG[Recht.PORTAAL_BEHEREN], asker.vandaag)):
            asker.must(Recht.COLLEGA_TOELATEN, ("organisatie", person.organisatie))
        act.namens = owner("organisatie", person.organisatie)
        changed = change(session, person, asker)
        if changed == person:
            return
        _write(gate, session, person, changed)

    with gate.records:
        gate.audited(act, work)


def _new_person(leden: Sequence[Answer], *, account: str, naam: str, email: str, organisatie: str) -> PersoonRecord:
    return PersoonRecord(
        id=new_id(),
        account=account.strip().casefold(),
        naam=naam,
        email=email,
        organisatie=organisatie,
        actief=True,
        versie=0,
        lidmaatschappen=memberships_from(leden),
        verifiers="",
    )


def _refuse_beyond(gate: Gate, organisatie: str, leden: Sequence[Lidmaatschap]) -> None:
    """Refuse memberships outside the organisation; which team is whose stands in the key store, not in a row."""
    for lid in leden:
        try:
            of = gate.keys.get("organisatie", owner(lid.soort, lid.code), 1).secret.decode()
        except NoKey:
            raise Refused("niet_toegestaan") from None
        fits = (lid.soort == "organisatie") == (lid.rol in OF_ORGANISATION)
        if of != organisatie or lid.rol is Rol.FUNCTIONEEL_BEHEERDER or not fits:
            raise Refused("niet_toegestaan")


def _place(lid: Lidmaatschap) -> tuple[str, str, Rol]:
    return lid.soort, lid.code, lid.rol
