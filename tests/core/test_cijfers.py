"""Numbers of a team and of a gemeente: counts only, each under its mapje."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from portal.core.accounts import Gebruiker, Namens
from portal.core.beheer.collegas import collegas
from portal.core.lezen.cijfers import Aantallen, MapjeTelling, cijfers, open_per_mailbox
from portal.domain.rechten import Lidmaatschap, NietToegestaan
from portal.domain.rollen import Rol
from portal.models import Bericht
from tests.installatie import EEMSDELTA, VERZOEK, Installatie

VANDAAG = date(2026, 4, 2)


def of_gemeente(beleid: Gebruiker, code: str) -> Gebruiker:
    """Let a beleidsmedewerker act for a gemeente instead of a team."""
    lid = Lidmaatschap(soort="organisatie", code=code, rol=Rol.BELEID, vanaf=date(2026, 1, 1))
    return replace(beleid, namens=Namens(soort="organisatie", code=code, naam=code), lidmaatschappen=(lid,))


def test_a_gemeente_sees_the_numbers_of_its_own_teams(huis: Installatie) -> None:
    indiener, beleid = huis.gebruiker("indiener"), huis.gebruiker("beleid")
    huis.bericht(indiener)
    huis.bericht(indiener, gemeente_inschrijving="0047")
    open_en_vrij = Aantallen(open=1, zonder_behandelaar=1)
    for wie in (beleid, of_gemeente(beleid, "gemeente-1979"), of_gemeente(beleid, "gemeente-0047")):
        assert cijfers(huis.services, wie, vandaag=VANDAAG).totaal == open_en_vrij
    assert cijfers(huis.services, of_gemeente(beleid, "gemeente-0014"), vandaag=VANDAAG).mapjes == ()


def test_a_mailbox_that_is_gone_is_counted_under_its_code(huis: Installatie) -> None:
    huis.bericht(huis.gebruiker("indiener"))
    consulent = huis.gebruiker("consulent")
    with huis.services.database.schrijven() as session:
        session.execute(update(Bericht).values(mailbox="oud-mapje"))
    assert [m.titel for m in cijfers(huis.services, consulent, vandaag=VANDAAG).mapjes] == ["oud-mapje"]
    with huis.services.database.schrijven() as session:
        session.execute(update(Bericht).values(mailbox=VERZOEK))
    assert open_per_mailbox(huis.services, consulent) == (
        MapjeTelling(code=VERZOEK, titel="Verzoek overdracht toewijzing", aantal=1),
    )


def test_open_taken_are_counted_and_none_is_late_without_a_term(huis: Installatie) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    bericht = huis.bericht(indiener)
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "afgewezen", tekst="Er is geen plek.")
    uitkomst = cijfers(huis.services, consulent, vandaag=date(2027, 1, 1))
    assert (uitkomst.taken, uitkomst.taken_te_laat, uitkomst.totaal) == (1, 0, Aantallen(klaar=1))


@pytest.mark.parametrize("account", ["indiener", "beheerder", "organisatiebeheerder"])
def test_who_may_not_see_numbers_is_refused(huis: Installatie, account: str) -> None:
    with pytest.raises(NietToegestaan):
        cijfers(huis.services, huis.gebruiker(account), vandaag=VANDAAG)


def test_beleid_may_count_but_not_per_open_bericht(huis: Installatie) -> None:
    beleid = huis.gebruiker("beleid")
    assert beleid.namens.code == EEMSDELTA
    with pytest.raises(NietToegestaan):
        open_per_mailbox(huis.services, beleid)


def test_colleagues_stand_by_name_with_the_roles_that_run(huis: Installatie) -> None:
    beheerder = huis.gebruiker("organisatiebeheerder")
    gevonden = collegas(huis.services, beheerder, vandaag=date(2025, 12, 31))
    assert [(c.naam, [r.rol for r in c.rollen], [r.loopt for r in c.rollen]) for c in gevonden] == [
        ("Collega", [Rol.INDIENER], [False]),
        ("Indiener", [Rol.INDIENER], [False]),
        ("Organisatiebeheerder", [Rol.ORGANISATIEBEHEERDER], [False]),
    ]
    with pytest.raises(NietToegestaan):
        collegas(huis.services, huis.gebruiker("indiener"), vandaag=VANDAAG)
