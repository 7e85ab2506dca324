"""Admission: who lets whom in, changes memberships and blocks; the only writer of person records beside login."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
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
from portal.vault.passwords import one_time_password

Answer = dict[str, Any]
Change = Callable[[PersoonRecord, Asker], PersoonRecord]


def admit(gate: Gate, *, token: str, herkomst: str, lidmaatschappen: Sequence[Answer], **who: str) -> Answer:
    """Let a person in; who names account, naam, email and organisatie."""
    person = _new_person(lidmaatschappen, **who)
    act = Act("toelaten", herkomst, owner("organisatie", person.organisatie), objects={str(person.id): []})
    phc, wachtwoord = _one_time(gate)

    def work(session: Session) -> Answer:
        asker = gate.enter(session, act, token)
        _refuse_taken(session, person.account)
        if asker.may(Recht.COLLEGA_TOELATEN, ("organisatie", person.organisatie)):
            _refuse_beyond(gate, person.organisatie, person.lidmaatschappen)
            return _let_in(gate, session, person, phc, wachtwoord)
        _refuse_unless_first_beheerder(gate, asker, person)
        waiting = who | {"lidmaatschappen": list(lidmaatschappen), "door": asker.person.id.hex}
        return {"persoon": None, "wachtwoord": "", "wacht_op": gate.state.wait(waiting)}

    with gate.records:
        return gate.audited(act, work)


def pending(gate: Gate, *, token: str) -> list[Answer]:
    """List what waits for a second functioneel beheerder."""
    with gate.database.lezen() as session:
        _refuse_unless_functioneel(gate.asker(session, gate.token(token)))
    return [
        data | {"wacht_op": wacht_op, "door": UUID(data["door"])} for wacht_op, data in gate.state.waiting().items()
    ]


def confirm(gate: Gate, *, token: str, wacht_op: UUID, herkomst: str) -> Answer:
    """Let in the first beheerder of an organisation, on the word of a second functioneel beheerder."""
    act = Act("toelaten_bevestigen", herkomst, objects={str(wacht_op): []})
    phc, wachtwoord = _one_time(gate)

    def work(session: Session) -> tuple[str, Answer]:
        asker = gate.enter(session, act, token)
        _refuse_unless_functioneel(asker)
        data = gate.state.waiting().get(wacht_op)
        if data is None:
            raise Refused("onbekend")
        if data.pop("door") == asker.person.id.hex:
            raise Refused("tweede_beheerder_nodig")
        person = _new_person(data.pop("lidmaatschappen"), **data)
        act.objects[str(person.id)] = []
        _refuse_taken(session, person.account)
        _refuse_unless_first_beheerder(gate, asker, person)
        act.namens = owner("organisatie", person.organisatie)
        return person.organisatie, _let_in(gate, session, person, phc, wachtwoord)

    with gate.records:
        organisatie, answer = gate.audited(act, work)
        gate.state.manage(organisatie)
        gate.state.stop_waiting(wacht_op)
    return answer


def add_membership(gate: Gate, *, token: str, persoon: UUID, lid: Answer, herkomst: str) -> None:
    """Add a membership within the own organisation."""
    (new,) = memberships_from([lid])

    def change(person: PersoonRecord, _asker: Asker) -> PersoonRecord:
        _refuse_beyond(gate, person.organisatie, [new])
        return replace(person, lidmaatschappen=(*person.lidmaatschappen, new))

    _change(gate, Act("lidmaatschap_toevoegen", herkomst), token, persoon, change)


def end_membership(gate: Gate, *, token: str, persoon: UUID, lid: Answer, herkomst: str) -> None:
    """End a membership: yesterday was its last day, so that it ends now."""
    (ended,) = memberships_from([lid])

    def change(person: PersoonRecord, asker: Asker) -> PersoonRecord:
        if ended not in person.lidmaatschappen:
            raise Refused("onbekend")
        over = replace(ended, tot=asker.vandaag - timedelta(days=1))
        leden = tuple(over if other == ended else other for other in person.lidmaatschappen)
        return replace(person, lidmaatschappen=leden)

    _change(gate, Act("lidmaatschap_beeindigen", herkomst), token, persoon, change)


def block(gate: Gate, *, token: str, persoon: UUID, herkomst: str) -> None:
    """Block a person and end all sessions."""

    def change(person: PersoonRecord, _asker: Asker) -> PersoonRecord:
        return replace(person, actief=False)

    _change(gate, Act("blokkeren", herkomst), token, persoon, change)


def create_person(
    gate: Gate, session: Session, person: PersoonRecord, *, phc: str, eenmalig: bool, totp: str | None = None
) -> PersoonRecord:
    """Write the first record of a person."""
    return write_record(gate, session, person, {"wachtwoord": phc, "totp": totp, "eenmalig": eenmalig})


def _change(gate: Gate, act: Act, token: str, persoon: UUID, change: Change) -> None:
    """Write the next record of a person of an organisation that the asker manages."""
    act.objects[str(persoon)] = []

    def work(session: Session) -> None:
        asker = gate.enter(session, act, token)
        person = gate.person(session, persoon)
        asker.must(Recht.COLLEGA_TOELATEN, ("organisatie", person.organisatie))
        act.namens = owner("organisatie", person.organisatie)
        changed = write_record(gate, session, change(person, asker), open_verifiers(gate, person))
        if not changed.actief:
            end_sessions(gate, session, persoon)

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


def _one_time(gate: Gate) -> tuple[str, str]:
    wachtwoord = one_time_password()
    return gate.passwords.hash(wachtwoord), wachtwoord


def _let_in(gate: Gate, session: Session, person: PersoonRecord, phc: str, wachtwoord: str) -> Answer:
    create_person(gate, session, person, phc=phc, eenmalig=True)
    return {"persoon": person.id, "wachtwoord": wachtwoord, "wacht_op": None}


def _refuse_taken(session: Session, account: str) -> None:
    if not account or session.scalar(select(func.count()).where(Persoon.account == account)):
        raise Refused("account_bestaat")


def _refuse_beyond(gate: Gate, organisatie: str, leden: Sequence[Lidmaatschap]) -> None:
    """Refuse memberships outside the organisation; which team is whose stands in the key store, not in a row."""
    for lid in leden:
        try:
            of = gate.keys.get("organisatie", owner(lid.soort, lid.code), 1).secret.decode()
        except NoKey:
            raise Refused("niet_toegestaan") from None
        if of != organisatie or lid.rol == Rol.FUNCTIONEEL_BEHEERDER:
            raise Refused("niet_toegestaan")


def _refuse_unless_functioneel(asker: Asker) -> None:
    roles = WIE_MAG[Recht.EERSTE_BEHEERDER_TOELATEN]
    if not any(lid.rol in roles and lid.loopt(asker.vandaag) for lid in asker.person.lidmaatschappen):
        raise Refused("niet_toegestaan")


def _refuse_unless_first_beheerder(gate: Gate, asker: Asker, person: PersoonRecord) -> None:
    _refuse_unless_functioneel(asker)
    _refuse_beyond(gate, person.organisatie, person.lidmaatschappen)
    roles = [(lid.soort, lid.rol) for lid in person.lidmaatschappen]
    if roles != [("organisatie", Rol.ORGANISATIEBEHEERDER)] or gate.state.is_managed(person.organisatie):
        raise Refused("niet_toegestaan")
