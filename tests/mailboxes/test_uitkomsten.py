"""Every mailbox is walked through to each of its outcomes, by who sends it and who has it; a new file brings its own walk."""

import pytest
from sqlalchemy import select

from portal.core.bericht.zicht import kop
from portal.domain.gevolg import Taak as Gevolgtaak
from portal.domain.levensloop import Fase
from portal.mailboxes import laad_mailboxen
from portal.models import Taak
from portal.regios import laad_regios
from tests.installatie import Installatie
from tests.mailboxes.doorlopen import afzender_van, behandelaar, doe, is_offered, maak, uitkomsten, weg_naar

PAREN = [(code, m.code) for m in laad_mailboxen(laad_regios()).alle() for code in m.regios]
# The engine knows no mailboxes; of the two this is the strict one, which measures the length of all that it stores.
pytestmark = pytest.mark.parametrize("huizen", ["postgresql"], indirect=True)


@pytest.mark.parametrize(("regio", "code"), PAREN, ids=[f"{code}-{regio}" for regio, code in PAREN])
def test_each_outcome_can_be_reached_and_sets_its_taken(huizen: dict[str, Installatie], regio: str, code: str) -> None:
    huis = huizen[regio]
    mailbox = huis.services.mailboxen.met_code(code)
    assert mailbox is not None
    afzender, gehaald = afzender_van(huis, mailbox), []
    for uitkomst in uitkomsten(mailbox):
        weg = weg_naar(mailbox, uitkomst)
        if weg is None:
            continue  # a condition stands in its way, which has a test of its own
        bericht = maak(huis, mailbox)
        for stap in weg[:-1]:
            doe(huis, bericht, stap, afzender)
        if uitkomst.soms is not None and not is_offered(huis, bericht, uitkomst, afzender):
            continue
        doe(huis, bericht, uitkomst, afzender)
        zicht = kop(huis.services, behandelaar(huis, bericht), bericht)
        with huis.services.database.lezen() as session:
            taken = set(session.scalars(select(Taak.code).where(Taak.bericht == bericht)))
        zonder_voorwaarde = {g.code for g in uitkomst.gevolgen if isinstance(g, Gevolgtaak) and g.als is None}
        assert (zicht.toestand.fase, zonder_voorwaarde <= taken) == (Fase.KLAAR, True), uitkomst.code
        gehaald.append(uitkomst.code)
    assert gehaald or not uitkomsten(mailbox), "no outcome can be reached with the first answers"
