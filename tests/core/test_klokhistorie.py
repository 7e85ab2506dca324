"""The history of a clock: a line for each thing that happened to it."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.models import Overgang, Termijn, Termijnhistorie
from tests.installatie import Installatie

Regel = tuple[str, int, str, bool, date | None, date | None, str]


def _history(huis: Installatie, bericht: UUID) -> list[Regel]:
    """Give clock, number, what happened, whether a person did it, both last days and the step that did it."""
    query = (
        select(Termijnhistorie, Termijn.code, Overgang.code)
        .join(Termijn, Termijn.id == Termijnhistorie.termijn)
        .outerjoin(Overgang, Overgang.id == Termijnhistorie.overgang)
        .where(Termijn.bericht == bericht)
        .order_by(Termijn.vanaf, Termijn.code, Termijnhistorie.volgnummer)
    )
    with huis.services.database.lezen() as session:
        return [
            (code, rij.volgnummer, rij.soort, rij.door is not None, rij.van_datum, rij.naar_datum, stap or "")
            for rij, code, stap in session.execute(query).all()
        ]


def test_a_clock_is_started_by_the_submission_and_lapses_with_the_withdrawal(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    bericht = huis.bericht(indiener)
    with huis.services.database.lezen() as session:
        datum = session.scalars(select(Termijn.datum).where(Termijn.bericht == bericht)).one()
    huis.doe(indiener, bericht, "intrekken", tekst="Niet meer nodig.")
    assert _history(huis, bericht) == [
        ("overgang", 1, "gestart", True, None, datum, "indienen"),
        ("overgang", 2, "vervallen", True, datum, None, "intrekken"),
    ]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_taak_starts_its_clock_by_the_person_who_did_it(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    bericht = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "akkoord-andere-gemeente", tekst="Akkoord.")
    (taak,) = (t.id for t in takenlijst(huis.services, consulent).taken if t.code == "afstemming")
    taak_gedaan(huis.services, consulent, taak=taak, verzonden=huis.now.date(), now=huis.now)
    met_klok = [regel for regel in _history(huis, bericht) if regel[0] == "reactie-ontvangende"]
    assert met_klok == [("reactie-ontvangende", 1, "gestart", True, None, date(2026, 4, 9), "")]
