"""Pending: what one functioneel beheerder asked and a second one must confirm, or either may drop."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.sealing.verbs import Refused
from portal.vault.admission import (
    asked_person,
    let_in,
    new_one_time,
    refuse_taken,
    refuse_unless_first_beheerder,
    refuse_unless_functioneel,
)
from portal.vault.gate import Act, Asker, Gate, owner
from portal.vault.once import once
from portal.vault.reset import HERSTEL, refuse_unless_beheerder, renew

Answer = dict[str, Any]


def pending(gate: Gate, *, token: str) -> list[Answer]:
    """List what waits for a second functioneel beheerder; `soort` is "toelating" or "herstel"."""
    with gate.database.lezen() as session:
        refuse_unless_functioneel(gate.asker(session, gate.token(token)))
    return [
        {"soort": "toelating"} | data | {"wacht_op": wacht_op, "door": UUID(data["door"])}
        for wacht_op, data in gate.state.waiting().items()
    ]


def confirm(gate: Gate, *, token: str, wacht_op: UUID, herkomst: str) -> Answer:
    """Let in the first beheerder of an organisation, or reset a beheerder, on the word of a second one."""
    act = Act("toelaten_bevestigen", herkomst, objects={str(wacht_op): []})
    one_time = new_one_time(gate)
    done: list[str] = []

    def work(session: Session, asker: Asker) -> Answer:
        refuse_unless_functioneel(asker)
        data = _waiting(gate, wacht_op)
        if UUID(data["door"]) == asker.person.id:
            raise Refused("tweede_beheerder_nodig")
        if data.get("soort") == HERSTEL:
            act.actie = "herstellen_bevestigen"
            person = gate.person(session, UUID(data["persoon"]))
            refuse_unless_beheerder(person, asker)
            answer = renew(gate, session, person, one_time)
        else:
            person = asked_person(data)
            refuse_taken(session, person.account)
            refuse_unless_first_beheerder(gate, session, asker, person)
            answer = let_in(gate, session, person, one_time)
            done.append(person.organisatie)
        act.objects[str(person.id)] = []
        act.namens = owner("organisatie", person.organisatie)
        return answer

    def committed() -> None:
        # Only now: a request that is dropped before its commit would be lost if the process ends between.
        for organisatie in done:
            gate.state.manage(organisatie)
        gate.state.stop_waiting(wacht_op)

    return once(gate, act, token, wacht_op, work, committed=committed)


def decline(gate: Gate, *, token: str, wacht_op: UUID, herkomst: str) -> None:
    """Drop what waits: withdrawn by who asked it, or refused by another functioneel beheerder."""
    act = Act("toelaten_afwijzen", herkomst, objects={str(wacht_op): []})

    def work(session: Session) -> None:
        refuse_unless_functioneel(gate.enter(session, act, token))
        act.namens = owner("organisatie", _waiting(gate, wacht_op)["organisatie"])

    with gate.records:
        gate.audited(act, work)
        gate.state.stop_waiting(wacht_op)


def _waiting(gate: Gate, wacht_op: UUID) -> Answer:
    found = gate.state.waiting().get(wacht_op)
    if found is None:
        raise Refused("onbekend")
    return found
