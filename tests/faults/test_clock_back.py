"""A clock that is set back an hour: the verloop and the log go on, sessions hold, and no clock or mail is lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from portal.app import create_app
from portal.core.beheer.logboek import logboek
from portal.core.bericht.zicht import kop
from portal.core.post import outbox
from portal.core.post.outbox import Stand
from portal.models import AuditRegel
from portal.vault.door import Vault
from tests.bezoeker import Portaal
from tests.faults.acts import Act, Toneel
from tests.faults.toestand import chain_is_whole, shape
from tests.installatie import Installatie
from tests.rondes import werk_alles_af


def test_a_clock_that_is_set_back_an_hour_turns_nothing_around(huis: Installatie, tmp_path: Path) -> None:
    first = Toneel(portal_of(huis))
    vraag = first.vraag()
    huis.later(minutes=10)
    assert vraag.send()[0] == 303
    termijnen = shape(huis, vraag.subject)["termijnen"]
    huis.later(hours=-1)
    set_back_and_restarted(huis)
    toneel = Toneel(portal_of(huis))  # everybody can log in, also those who did an hour from now
    assert first.indiener.get("/onderweg").status_code == 200
    answered(toneel, vraag)
    huis.later(minutes=1)
    verloop = kop(huis.services, toneel.behandelaar, vraag.subject).verloop
    assert [regel.code for regel in verloop] == ["indienen", "oppakken", "vraag-stellen", "beantwoorden"]
    assert [regel.moment for regel in verloop] == sorted(regel.moment for regel in verloop)
    assert shape(huis, vraag.subject)["termijnen"] == termijnen
    assert (chain_is_whole(huis), in_order(huis, vraag)) == (True, ["vraag-stellen", "beantwoorden"])
    assert [wat for wat in in_the_log(huis) if "terug" in wat[0]] == [
        ("De klok van de server ging terug", "van donderdag 2 april 2026, 10:22 naar donderdag 2 april 2026, 09:22")
    ]
    assert mail_is_sent_within_the_hour(huis, tmp_path)


def portal_of(huis: Installatie) -> Portaal:
    return Portaal(huis, create_app(huis.services.settings, huis.services, klok=lambda: huis.now))


def set_back_and_restarted(huis: Installatie) -> None:
    """Stop the vault and start another one, that knows nothing of the hour before."""
    chain_is_whole(huis)
    huis.vault.close()
    huis.vault = huis.client._vault = Vault(huis.services.settings, klok=lambda: huis.now)


def answered(toneel: Toneel, vraag: Act) -> None:
    formulier = toneel._doen(toneel.indiener, vraag.subject, "beantwoorden", tekst="Morgen.")
    assert formulier.send()[0] == 303


def in_order(huis: Installatie, vraag: Act) -> list[str]:
    """Give the acts of before and after as the log numbered them."""
    with huis.services.database.lezen() as session:
        lines = select(AuditRegel.actie).where(
            AuditRegel.onderwerp == str(vraag.subject),
            AuditRegel.actie.in_(["vraag-stellen", "beantwoorden"]),
        )
        return list(session.scalars(lines.order_by(AuditRegel.nummer)))


def in_the_log(huis: Installatie) -> list[tuple[str, str]]:
    """Give what a functioneel beheerder reads in the log: what was done, and to what."""
    return [(regel.wat, regel.over) for regel in logboek(huis.services, huis.gebruiker("beheerder")).regels]


def mail_is_sent_within_the_hour(huis: Installatie, folder: Path) -> bool:
    """Mail that was promised at a moment that is yet to come again waits for it, and no longer."""
    services = replace(huis.services, settings=replace(huis.services.settings, mail_map=folder / "mail"))
    for wait in (timedelta(0), timedelta(minutes=71)):
        huis.moment[0] += wait
        werk_alles_af(services, lambda: huis.now)
    return outbox.stand(services.database) == Stand(wacht=0, dood=0) and any((folder / "mail").iterdir())
