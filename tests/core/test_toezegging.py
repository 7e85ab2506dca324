"""A later day that was promised beside the term (Awb 4:14): guarded by warnings and on the list, while the term stays."""

from datetime import date, timedelta

from portal.core.herinneren.afloop import aflopend
from portal.core.klokken.kloktelling import explained
from portal.domain.grond import VERTRAGING
from tests.core.test_klokwijziging import VANDAAG, _rij, aanvraag, klok, wijzig
from tests.core.test_tijdom import on, told
from tests.installatie import EEMSDELTA, Installatie

BELOOFD = date(2026, 5, 7)


def test_a_promised_day_is_warned_of_and_missed_like_a_last_day(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    told(huis)
    assert (klok(huis, bericht).datum, klok(huis, bericht).toegezegd) == (date(2026, 4, 16), BELOOFD)
    dagen = [VANDAAG + timedelta(days=n) for n in range(45)]
    verloop = [(dag, *mail) for dag in dagen for mail in on(huis, dag)]
    assert [regel for regel in verloop if regel[0] >= date(2026, 4, 22)] == [
        (date(2026, 5, 6), EEMSDELTA, "toegezegd"),
        (date(2026, 5, 8), EEMSDELTA, "toegezegd"),
        (date(2026, 5, 12), EEMSDELTA, "escalatie"),
    ]
    assert [regel[1:] for regel in verloop if regel[0] < date(2026, 4, 22)] == [
        (EEMSDELTA, "herinnering"),
        (EEMSDELTA, "te-laat"),
        (EEMSDELTA, "escalatie"),
    ]


def test_a_promised_day_stands_on_the_list_of_its_week_and_moves_with_the_clock(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    consulent = huis.gebruiker("consulent")
    items = aflopend(huis.services, consulent, tot=BELOOFD, keuze="alles", vandaag=VANDAAG)
    dagen = [(item.titel, item.datum) for item in items if item.bericht == bericht]
    assert len({item.bron for item in items}) == len(items)
    assert dagen == [("Beschikking", date(2026, 4, 16)), ("Beschikking, toegezegde dag", BELOOFD)]
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 4, 1))
    assert klok(huis, bericht).toegezegd == date(2026, 5, 6)
    uitleg = explained(huis.services, *_rij(huis, bericht))
    assert (uitleg == klok(huis, bericht).uitleg, "woensdag 6 mei 2026" in uitleg) == (True, True)
