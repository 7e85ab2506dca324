"""One sentence: what the mail says of a clock is what its page says, whatever became of the rules since it began."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from portal.core.bericht.zicht import kop
from portal.core.klokken.kloktelling import explained
from portal.core.regelbron import Regelbron
from portal.domain.kalender import Sluitingsdag
from portal.domain.regels import NieuweSluitingsdag
from portal.models import Termijn
from tests.core.regels import beslis, stel, twee_beheerders
from tests.core.test_beeindigen import herindicatie
from tests.installatie import Installatie


def dicht(dag: date, gemeente: str = "1979") -> Sluitingsdag:
    return Sluitingsdag(datum=dag, gemeente=gemeente, reden="collectief vrij", bron="college")


def zinnen(huis: Installatie, bericht: UUID, account: str = "consulent") -> tuple[str, str]:
    """Return what the page of a bericht says of its onderzoek, and what a mail would."""
    zicht = kop(huis.services, huis.gebruiker(account), bericht)
    klok = next(k for k in zicht.termijnen if k.code == "onderzoek")
    with huis.services.database.lezen() as session:
        rij = session.get_one(Termijn, klok.id)
    return klok.uitleg, explained(huis.services, zicht.mailbox, rij)


@pytest.mark.parametrize("ook_lopende", [False, True])
def test_a_closing_day_that_is_decided_later_changes_the_sentence_of_neither(
    huis: Installatie, *, ook_lopende: bool
) -> None:
    een, twee = twee_beheerders(huis)
    beslis(huis, twee, stel(huis, een, NieuweSluitingsdag(dag=dicht(date(2026, 4, 28)))), ook_lopende=False)
    voor = herindicatie(huis)
    beslis(huis, twee, stel(huis, een, NieuweSluitingsdag(dag=dicht(date(2026, 4, 29)))), ook_lopende=ook_lopende)
    na = herindicatie(huis)
    for bericht, aantal in ((voor, 1), (na, 2)):
        pagina, mail = zinnen(huis, bericht)
        assert pagina == mail
        assert sum(f"{dag} april" in pagina for dag in (28, 29)) == aantal


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_was_handed_on_to_another_gemeente_keeps_its_sentence(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    beslis(huis, twee, stel(huis, een, NieuweSluitingsdag(dag=dicht(date(2026, 4, 28)))), ook_lopende=False)
    bericht = herindicatie(huis)
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Hij woont daar.", doel="toegang-0014")
    huis.client.take_in(bericht)
    pagina, mail = zinnen(huis, bericht, "groningen")
    assert ("28 april" in pagina, pagina == mail) == (True, True)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_closing_day_in_the_file_of_the_region_changes_it_neither(huis: Installatie) -> None:
    bericht = herindicatie(huis)
    basis = huis.services.regels.boek.basis
    anders = Regelbron(huis.services.database, replace(basis, sluitingsdagen=(dicht(date(2026, 4, 28)),)))
    huis.services = replace(huis.services, regels=anders)
    pagina, mail = zinnen(huis, bericht)
    assert ("28 april" in pagina, pagina == mail) == (False, True)
