"""Warnings that the client has died, or may have: what that means for this bericht."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.bericht.overlijden import recorded
from portal.core.bericht.overlijdensdag import FEIT, day_of_death
from portal.core.bericht.zicht import BerichtKop
from portal.core.insturen.waarschuwing import Ander, Waarschuwing
from portal.core.services import Services
from portal.domain.mailbox import Mailbox
from portal.domain.voorwaarde import Feiten

NIETS_MEER: Final = "Bij dit bericht gaan geen nieuwe termijnen lopen."
KUNT_NOG: Final = (
    "Een taak die niet meer nodig is, kunt u laten vervallen. Een bericht dat nog open is, kunt u afsluiten."
)


def deaths(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> Mapping[UUID, str]:
    """Return the other berichten, by id and number, that recorded the death of this client and that the asker may read."""
    with services.database.lezen() as session:
        return recorded(session, services, gebruiker, van=zicht.id)


def died(
    services: Services, gebruiker: Gebruiker, zicht: BerichtKop, doden: Mapping[UUID, str]
) -> tuple[Waarschuwing, ...]:
    """Warn that the client has died, as `doden` recorded, or may have, as another bericht that the asker may read did."""
    marked = (NIETS_MEER if zicht.is_afzender else f"{NIETS_MEER} {KUNT_NOG}") if zicht.overleden else ""
    if doden:
        return dead(zicht.mailbox, doden, marked)
    with services.database.lezen() as session:
        misschien = recorded(session, services, gebruiker, van=zicht.id, misschien=True)
    return _perhaps_dead(zicht.mailbox, misschien)


def with_death(services: Services, mailbox: Mailbox, feiten: Feiten, doden: Collection[UUID]) -> Feiten:
    """Return the facts with the day of death, where this mailbox compares an answered day with it and these berichten tell it."""
    if not doden or not any(FEIT in {v.veld, v.voor} for v in mailbox.verstreken):
        return feiten
    with services.database.lezen() as session:
        dag = day_of_death(session, services.mailboxen, doden)
    return feiten if dag is None else {**feiten, FEIT: dag.isoformat()}


def _perhaps_dead(mailbox: Mailbox, andere: Mapping[UUID, str]) -> tuple[Waarschuwing, ...]:
    """Warn of a recorded death of who may be this client: nothing ended by it here, so a person must look."""
    gevolg = mailbox.na_overlijden or "Is hij het, dan is hier niets meer toe te kennen: rond dit bericht af."
    tekst = (
        "Bij een ander bericht is een overlijden vastgelegd van iemand die op deze cliënt lijkt. Het burgerservicenummer zegt niet "
        f"zeker of het dezelfde is. Kijk het na. {gevolg}"
    )
    nummers = tuple(Ander(id=id_, nummer=nummer) for id_, nummer in andere.items())
    return (Waarschuwing(titel="Deze cliënt is misschien overleden", tekst=tekst, andere=nummers),) if andere else ()


def dead(mailbox: Mailbox, andere: Mapping[UUID, str], marked: str = "") -> tuple[Waarschuwing, ...]:
    """Say that he has died and what that means here: what may come after a death is not called of no use.

    `marked` is what ended of this bericht itself, so that the page says all of one death in one place.
    """
    gevolg = mailbox.na_overlijden or "Er is dan niets meer toe te kennen. Klopt het burgerservicenummer?"
    mag = " Dit bericht mag daarna nog komen." if mailbox.na_overlijden else ""
    return (
        (
            Waarschuwing(
                titel="Deze cliënt is overleden",
                tekst=f"Dat is vastgelegd bij een ander bericht.{mag} {gevolg} {marked}".rstrip(),
                dood=True,
                andere=tuple(Ander(id=id_, nummer=nummer) for id_, nummer in andere.items()),
            ),
        )
        if andere
        else ()
    )
