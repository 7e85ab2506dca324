"""New aanbieders: their keys are made by the vault, for a functioneel beheerder; letting people in is another act."""

from sqlalchemy.orm import Session

from portal.core.beheer.inrichting import put_organisatie
from portal.domain.datums import datum_in_nederland
from portal.domain.rechten import Recht
from portal.domain.teams import ORGANISATIECODE, Organisatiesoort
from portal.models import Organisatie
from portal.sealing.verbs import Refused
from portal.vault.admission import refuse_unless_functioneel
from portal.vault.gate import Act, Gate, owner
from portal.vault.inrichten import add_recipient


def add_aanbieder(gate: Gate, *, token: str, code: str, naam: str, herkomst: str) -> None:
    """Write a new aanbieder and make its keys; the same again finishes what was left half done.

    One beheerder may: it opens nothing, since nobody is of the organisation yet, and who comes in needs the word of two.
    """
    act = Act("organisatie_toevoegen", herkomst, owner("organisatie", code))

    def work(session: Session) -> None:
        refuse_unless_functioneel(gate.enter(session, act, token), Recht.PORTAAL_BEHEREN)
        if not ORGANISATIECODE.fullmatch(code) or not naam:
            raise Refused("code_onjuist")
        there = session.get(Organisatie, code)
        if there is not None and (there.soort, there.naam) != (Organisatiesoort.AANBIEDER, naam):
            raise Refused("organisatie_bestaat")
        vandaag = datum_in_nederland(gate.now())
        put_organisatie(session, code, naam=naam, soort=Organisatiesoort.AANBIEDER, deelname=vandaag)

    with gate.records:
        gate.audited(act, work)
        add_recipient(gate, kind="organisatie", code=code, organisatie=code)
