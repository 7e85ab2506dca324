"""Nazorgdagen are for a product that ran (Handboek §5.8): what the register of toewijzingen knows of it is said to both sides."""

from datetime import date

import pytest

from portal.core.insturen.controle import controleer_ingevuld
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.insturen.waarschuwen import before_submitting, warnings_for
from portal.core.lezen.reading import open_bericht
from portal.domain.formulier import Client
from tests.core.test_opzoeken import given
from tests.installatie import EEMSDELTA, Installatie
from tests.voorbeelden import volledig_overlijden

NAZORG = {"nazorg": "ja", "product": "verblijf-24-uur", "dagen": "5"}
CLIENT = Client(bsn="999900006", geboortedatum="1987-05-12", voorletters="J", achternaam="Visser")
ONBEKEND = "Of dit product liep op maandag 30 maart 2026, weet het register niet"
LIEP_NIET = "Dit product liep niet op maandag 30 maart 2026"


def toegewezen(huis: Installatie, *producten: str, tot: date = date(2026, 12, 31)) -> None:
    given(huis, team=EEMSDELTA, client=CLIENT, producten=producten, einddatum=tot)


def vooraf(huis: Installatie, product: str) -> tuple[list[str], list[str]]:
    """Return at which fields it is refused, and what is warned of before it is sent."""
    wie = huis.gebruiker("indiener")
    mailbox, kader = mailbox_en_kader(huis.services, wie, "overlijden", now=huis.now, bijlagen=frozenset())
    gevuld = mailbox.formulier.vul(volledig_overlijden(**(NAZORG | {"product": product})), kader)
    controle = controleer_ingevuld(huis.services, wie, mailbox, gevuld, kader, now=huis.now)
    assert controle.antwoorden is not None
    gewaarschuwd = before_submitting(huis.services, wie, mailbox, controle.antwoorden, vandaag=huis.now.date())
    return [fout.veld for fout in controle.fouten.fouten], [w.titel for w in gewaarschuwd]


def test_a_product_that_did_not_run_on_the_day_of_death_is_refused_and_one_that_ran_is_not(huis: Installatie) -> None:
    toegewezen(huis, "thuis-plus-4-6", "activering-participatie")
    assert vooraf(huis, "verblijf-24-uur") == (["product"], [LIEP_NIET])
    assert vooraf(huis, "thuis-plus") == ([], [])


def test_where_the_register_knows_nothing_both_sides_are_told(huis: Installatie) -> None:
    toegewezen(huis, "verblijf-24-uur", tot=date(2026, 3, 29))
    assert vooraf(huis, "verblijf-24-uur") == ([], [ONBEKEND])
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden(**NAZORG))

    def gelezen(account: str) -> list[str]:
        wie = huis.gebruiker(account)
        geopend = open_bericht(huis.services, wie, bericht, now=huis.now)
        return [w.titel for w in warnings_for(huis.services, wie, geopend.kop, geopend.feiten)]

    assert gelezen("consulent") == [ONBEKEND]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_team_reads_that_a_product_did_not_run_by_its_own_register(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden(**NAZORG))
    toegewezen(huis, "thuis-plus-4-6")
    geopend = open_bericht(huis.services, consulent, bericht, now=huis.now)
    titels = [w.titel for w in warnings_for(huis.services, consulent, geopend.kop, geopend.feiten)]
    assert titels == [LIEP_NIET]
    zonder = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    geopend = open_bericht(huis.services, consulent, zonder, now=huis.now)
    titels = [w.titel for w in warnings_for(huis.services, consulent, geopend.kop, geopend.feiten)]
    assert LIEP_NIET not in titels
