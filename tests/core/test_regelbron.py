"""The rules in force are those of the file with what was decided since, and every process reads them without a restart."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.regelbron import KEPT, Regelbron, Regelsoort, read_wijziging, write_wijziging
from portal.domain.regels import (
    DagVervalt,
    NieuwBesluit,
    NieuweInstelling,
    NieuweSluitingsdag,
    SluitingsdagVervalt,
    Wijziging,
    bron_van,
    geldt_vanaf,
)
from portal.domain.rollen import Rol
from portal.models import Persoon
from portal.models import Regelwijziging as Rij
from portal.regios import laad_regio
from portal.sealing.envelope import new_id
from tests.domain.test_regels import BESLUIT, DICHT, HERZIEN, taakrol, vrij
from tests.installatie import Installatie

GEEN_PAASVRIJ = vrij("nee", date(2026, 1, 1))


def rij_van(wijziging: Wijziging, huis: Installatie, *, nummer: int | None, door: UUID) -> Rij:
    soort, waarde = write_wijziging(wijziging)
    return Rij(
        id=new_id(),
        regio="groningen",
        nummer=nummer,
        soort=soort.value,
        waarde=waarde,
        bron=bron_van(wijziging),
        geldt_vanaf=geldt_vanaf(wijziging),
        status="voorgesteld" if nummer is None else "toegepast",
        ook_lopende=False,
        moment=huis.now,
        door=door,
        besloten=None if nummer is None else huis.now,
        besloten_door=None if nummer is None else door,
        tot_klok=None,
        verschoven=0,
        klaar=None,
    )


def besluit(huis: Installatie, wijziging: Wijziging, *, nummer: int | None) -> None:
    """Write a change as if it was decided; `nummer` None: as if it was only proposed."""
    with huis.services.database.schrijven() as session:
        door = session.scalars(select(Persoon.id).limit(1)).one()
        session.add(rij_van(wijziging, huis, nummer=nummer, door=door))


@pytest.mark.parametrize(
    "wijziging",
    [
        NieuwBesluit(besluit=BESLUIT),
        DagVervalt(datum=date(2026, 5, 15), bron="Stb."),
        HERZIEN,
        replace(HERZIEN, jaren=None),
        NieuweSluitingsdag(dag=DICHT),
        SluitingsdagVervalt(datum=DICHT.datum, gemeente="0014", bron="college"),
        NieuweInstelling(naam="toezicht_oordeel", waarde="7", vanaf=date(2027, 1, 1), bron="é"),
        taakrol(Rol.FRONTOFFICE, date(2027, 1, 1)),
    ],
)
def test_a_change_is_read_as_it_was_written(huis: Installatie, wijziging: Wijziging) -> None:
    rij = rij_van(wijziging, huis, nummer=1, door=new_id())
    assert read_wijziging(rij) == wijziging


def test_every_kind_of_change_has_a_code_that_fits_its_column() -> None:
    assert [soort for soort in Regelsoort if len(soort.value) > 24] == []


def test_a_change_that_was_decided_holds_after_the_next_look_and_a_proposal_does_not(huis: Installatie) -> None:
    vrijdag = date(2026, 4, 3)
    besluit(huis, GEEN_PAASVRIJ, nummer=None)
    huis.services.regels.ververs()
    assert (huis.services.regels.boek.nummer, huis.services.kalender.is_werkdag(vrijdag, wettelijk=False)) == (0, False)
    besluit(huis, GEEN_PAASVRIJ, nummer=1)
    assert huis.services.kalender.is_werkdag(vrijdag, wettelijk=False) is False
    huis.services.regels.ververs()
    assert (huis.services.regio.nummer, huis.services.kalender.is_werkdag(vrijdag, wettelijk=False)) == (1, True)


def test_another_process_reads_the_same_and_another_region_does_not(huis: Installatie) -> None:
    besluit(huis, GEEN_PAASVRIJ, nummer=1)
    elders = Regelbron(huis.services.database, laad_regio("groningen"))
    elders.ververs()
    huis.services.regels.ververs()
    assert elders.boek == huis.services.regels.boek


def test_what_the_rules_say_is_worked_out_once_and_anew_when_they_change(huis: Installatie) -> None:
    gevraagd: list[int] = []

    def antwoord() -> int:
        gevraagd.append(len(gevraagd) + 1)
        return gevraagd[-1]

    regels = huis.services.regels
    assert [regels.eens("vraag", antwoord), regels.eens("vraag", antwoord)] == [1, 1]
    for vraag in range(KEPT):
        regels.eens(vraag, lambda: True)
    assert regels.eens("vraag", antwoord) == 2
    besluit(huis, GEEN_PAASVRIJ, nummer=1)
    regels.ververs()
    assert regels.eens("vraag", antwoord) == 3


def test_nothing_is_read_anew_as_long_as_nothing_changed(huis: Installatie) -> None:
    besluit(huis, GEEN_PAASVRIJ, nummer=1)
    huis.services.regels.ververs()
    boek = huis.services.regels.boek
    huis.services.regels.ververs()
    assert huis.services.regels.boek is boek
