"""The day of a death as it was told, held against the register: a toewijzing does not begin after its client has died."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import BerichtKop
from portal.core.client.zelfde_client import same_person
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.services import Services
from portal.domain.datums import voluit
from portal.domain.gevolg import BeeindigClient
from portal.domain.rechten import Recht
from portal.domain.teams import plek_van
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Toewijzing

TEKST: Final = (
    "Volgens dit bericht overleed de cliënt op {dood}. In het register begint de eerste toewijzing van deze cliënt pas op {begin}. Controleer "
    "de dag en het jaar voordat u het overlijden vastlegt: de toewijzing eindigt dan op die dag."
)
# For the days of nazorg a toewijzing begins on the day after the death (Handboek §5.8).
NAZORG: Final = timedelta(days=1)


def before_it_began(
    services: Services, gebruiker: Gebruiker, zicht: BerichtKop, feiten: Feiten
) -> tuple[Waarschuwing, ...]:
    """Warn the team of a death before the first toewijzing to this sender, or of any when a team told it, began."""
    gevolgen = (g for o in zicht.mailbox.levensloop.overgangen for g in o.gevolgen)
    dag = next((str(feiten[g.dag]) for g in gevolgen if isinstance(g, BeeindigClient) and feiten.get(g.dag)), "")
    if zicht.is_afzender or not dag or not gebruiker.mag(Recht.TOEWIJZING_LEZEN):
        return ()
    dood = date.fromisoformat(dag)
    query = select(Toewijzing).where(
        Toewijzing.team == zicht.team, Toewijzing.id.in_(same_person(plek_van(zicht.team), zicht.id))
    )
    with services.database.lezen() as session:
        rij = session.get_one(Bericht, zicht.id)
        van_hem = [t for t in session.scalars(query) if rij.afzender_soort == "team" or t.organisatie == rij.afzender]
    begin = min((t.vanaf for t in van_hem), default=dood)
    tekst = TEKST.format(dood=voluit(dood), begin=voluit(begin))
    return (
        (Waarschuwing(titel="De toewijzing begon pas na deze dag van overlijden", tekst=tekst),)
        if begin > dood + NAZORG
        else ()
    )
