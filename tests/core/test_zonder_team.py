"""Beheer and doctor hear which mailboxes go to a team that stands in, as the region has none of the kind they are for."""

from dataclasses import replace

from portal.core.beheer.zonder_team import without_team
from portal.domain.teams import Team, Teamsoort
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios

ALLE = laad_mailboxen(laad_regios()).alle()
NERGENS = (
    "In geen enkele gemeente is er een klachtteam ingesteld. 'Klacht over de gemeente' gaat daar naar de Toegang. Vraag de gemeente "
    "wie dit behandelt, en laat dat team in het bestand van de regio zetten."
)


def klachtteam(*gemeenten: str) -> Team:
    return Team(code="klachten", soort=Teamsoort.KLACHTTEAM, naam="Klachten", gemeenten=gemeenten, contact="x")


def test_without_a_klachtteam_a_klacht_goes_to_the_toegang_and_that_is_said() -> None:
    regio = laad_regio("groningen")
    allemaal = [gemeente.cbs for gemeente in regio.gemeenten]
    op_een_na = replace(regio, teams=(*regio.teams, klachtteam(*allemaal[1:])))
    heel = replace(regio, teams=(*regio.teams, klachtteam(*allemaal)))
    gesloten = replace(regio, gesloten_mailboxen=("klacht",))
    assert [[geen.zin for geen in without_team(r, ALLE)] for r in (regio, op_een_na, heel, gesloten)] == [
        [NERGENS],
        [NERGENS.replace("geen enkele gemeente is er een klachtteam", "Eemsdelta is er geen klachtteam")],
        [],
        [],
    ]
    assert without_team(laad_regio("noord-midden-limburg"), ALLE) == ()
