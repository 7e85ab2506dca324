"""Reset: a new one-time password for who lost his password or second factor, given by his organisatiebeheerder.

A beheerder has nobody above him: for him a functioneel beheerder asks and a second one confirms.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.rechten import Recht
from portal.domain.rollen import Rol
from portal.sealing.sessie import PersoonRecord
from portal.sealing.verbs import Refused
from portal.vault.admission import FUNCTIONEEL, holds, new_one_time, refuse_unless_functioneel
from portal.vault.gate import Act, Asker, Gate, owner
from portal.vault.login import end_sessions, write_record
from portal.vault.once import once

Answer = dict[str, Any]
HERSTEL: Final = "herstel"
BEHEERDERS: Final = FUNCTIONEEL | {Rol.ORGANISATIEBEHEERDER}


def reset(gate: Gate, *, token: str, persoon: UUID, herkomst: str, sleutel: UUID | None = None) -> Answer:
    """Give a new one-time password, clear the second factor, end all sessions and lift a block; or wait for a second."""
    act = Act("herstellen", herkomst, objects={str(persoon): []})
    one_time = new_one_time(gate)

    def work(session: Session, asker: Asker) -> Answer:
        person = gate.person(session, persoon)
        is_own = asker.may(Recht.COLLEGA_TOELATEN, ("organisatie", person.organisatie))
        if not is_own:
            refuse_unless_functioneel(asker)
        act.namens = owner("organisatie", person.organisatie)
        if person.id == asker.person.id:
            raise Refused("uzelf")
        if is_own and not holds(person, FUNCTIONEEL, asker.vandaag):
            return renew(gate, session, person, one_time)
        if is_own:
            raise Refused("niet_toegestaan")
        refuse_unless_beheerder(person, asker)
        return {"persoon": None, "wachtwoord": "", "wacht_op": _wait(gate, asker, person)}

    return once(gate, act, token, sleutel, work, over=str(persoon))


def renew(gate: Gate, session: Session, person: PersoonRecord, one_time: Sequence[str]) -> Answer:
    """Write the record with a one-time password and no second factor, and answer with the password."""
    phc, wachtwoord = one_time
    write_record(gate, session, replace(person, actief=True), {"wachtwoord": phc, "totp": None, "eenmalig": True})
    end_sessions(gate, session, person.id)
    gate.enrolments.pop(person.id, None)
    gate.state.forgive(f"account:{person.account}", all_of_them=True)
    return {"persoon": person.id, "wachtwoord": wachtwoord, "wacht_op": None}


def refuse_unless_beheerder(person: PersoonRecord, asker: Asker) -> None:
    """Refuse for anyone who has an organisatiebeheerder above him: that one gives him a new password."""
    if not holds(person, BEHEERDERS, asker.vandaag):
        raise Refused("eigen_beheerder")


def _wait(gate: Gate, asker: Asker, person: PersoonRecord) -> UUID:
    who = {"account": person.account, "naam": person.naam, "email": person.email, "organisatie": person.organisatie}
    what = {"soort": HERSTEL, "persoon": person.id.hex, "door": asker.person.id.hex, "lidmaatschappen": []}
    return gate.state.wait(who | what)
