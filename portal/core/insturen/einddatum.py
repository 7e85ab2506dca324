"""The end of an indicatie as a sender filled it in, held against the register of toewijzingen of the team that decides."""

from datetime import date
from typing import Final

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import BerichtKop
from portal.core.client.zelfde_client import same_person
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.services import Services
from portal.domain.datums import opsomming, voluit
from portal.domain.rechten import Recht
from portal.domain.teams import plek_van
from portal.domain.termijn import OpDatum
from portal.domain.termijnstappen import VERBETEREN
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Toewijzing

# So many ends are named at most, the latest.
GENOEMD: Final = 3
TEKST: Final = (
    "De afzender vulde {dag} in. In het register staat voor deze cliënt {register}. De termijnen van dit bericht tellen vanaf wat de "
    "afzender invulde, de herinneringen aan de aanbieder vanaf het register. Klopt het register niet? Verbeter daar de einddatum: de "
    "geplande herindicatie gaat mee. Klopt het bericht niet? Kies bij dit bericht de stap '{stap}', of stel de afzender een vraag."
)


def other_end(services: Services, gebruiker: Gebruiker, zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn the team of an end of the indicatie that none of its toewijzingen to this sender has; not while it knows of none.

    Only in a mailbox that a taak about a 301 plans, where that end is what its clock counts from.
    """
    gepland = services.regels.eens(
        "gepland",
        lambda: {(t.plant.mailbox, t.plant.termijn) for m in services.mailboxen.alle() for t in m.taken() if t.plant},
    )
    klokken = (t for t in zicht.mailbox.termijnen if (zicht.mailbox.code, t.code) in gepland)
    dag = next((str(feiten.get(t.begint.veld, "")) for t in klokken if isinstance(t.begint, OpDatum)), "")
    if zicht.is_afzender or not dag or not gebruiker.mag(Recht.TOEWIJZING_LEZEN):
        return ()
    query = select(Toewijzing).where(
        Toewijzing.team == zicht.team,
        Toewijzing.beeindigd.is_(None),
        Toewijzing.id.in_(same_person(plek_van(zicht.team), zicht.id)),
    )
    with services.database.lezen() as session:
        rij = session.get_one(Bericht, zicht.id)
        van = session.scalars(query.order_by(Toewijzing.einddatum.desc())).all()
    einden = [t.einddatum for t in van if rij.afzender_soort == "team" or t.organisatie == rij.afzender]
    if not einden or dag in {einde.isoformat() for einde in einden}:
        return ()
    register = opsomming([voluit(einde) for einde in list(dict.fromkeys(einden))[:GENOEMD]])
    return (
        Waarschuwing(
            titel="De einddatum van de indicatie staat anders in het register",
            tekst=TEKST.format(dag=voluit(date.fromisoformat(dag)), register=register, stap=VERBETEREN.titel),
        ),
    )
