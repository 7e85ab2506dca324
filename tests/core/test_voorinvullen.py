"""A new form starts with what stands in clear, when there is one gemeente that can be meant."""

from dataclasses import replace

from sqlalchemy import update

from portal.core.insturen.voorinvullen import Voorstel, last_gemeente
from portal.domain.routering import VastTeam
from portal.domain.teams import Teamsoort
from portal.models import Team
from tests.installatie import EEMSDELTA, VERZOEK, Installatie


def test_one_gemeente_is_proposed_and_never_one_of_several(huis: Installatie) -> None:
    indiener, mailbox = huis.gebruiker("indiener"), huis.services.mailboxen.met_code(VERZOEK)
    assert mailbox is not None
    assert last_gemeente(huis.services, indiener, mailbox) is None
    huis.bericht(indiener)
    assert last_gemeente(huis.services, indiener, mailbox) == Voorstel(
        veld="gemeente_inschrijving",
        waarde="1979",
        hint="Wij hebben Eemsdelta ingevuld, zoals in uw vorige bericht. Klopt dat ook voor deze burger?",
    )
    naar_een_team = replace(mailbox, routering=VastTeam(regel="toezicht", soort=Teamsoort.TOEZICHT))
    assert last_gemeente(huis.services, indiener, naar_een_team) is None
    with huis.services.database.schrijven() as session:
        session.execute(update(Team).where(Team.code == EEMSDELTA).values(gemeenten="1979,0014"))
    assert last_gemeente(huis.services, indiener, mailbox) is None
