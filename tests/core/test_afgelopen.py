"""What has ended is judged by the law as it is known now: a decree day that is entered afterwards, or taken back."""

from datetime import date, timedelta
from uuid import UUID

from portal.core.bericht.klokzicht import TermijnZicht
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import explained
from portal.core.regels.afgelopen import Oordeel
from portal.domain.grond import OVERMACHT
from portal.domain.kalender import Besluit
from portal.domain.regels import DagVervalt, NieuwBesluit
from portal.models import Termijn
from tests.core.regels import beslis, oefen, pas_toe, stel, twee_beheerders
from tests.core.test_klokwijziging import klok
from tests.core.test_op_tijd import numbers, onderzocht
from tests.core.test_regelproef import GOEDE_VRIJDAG
from tests.core.test_taakklokken import done
from tests.core.test_tijdom import stil
from tests.installatie import Installatie

# Six weken after 2 April: 14 May is Hemelvaartsdag and 15 May gelijkgesteld, so it is due on maandag 18 May.
LAATSTE, DINSDAG = date(2026, 5, 18), date(2026, 5, 19)
BESLUIT = NieuwBesluit(besluit=Besluit(naam="18 mei vrij", van=2026, tot_en_met=2026, dagen=(LAATSTE,)))


def te_laat(huis: Installatie) -> UUID:
    """A verslag that was sent on dinsdag 19 May."""
    bericht = onderzocht(huis)
    huis.later(days=(DINSDAG - huis.now.date()).days)
    huis.doe(huis.gebruiker("consulent"), bericht, "verslag-verstuurd", dag=DINSDAG)
    return bericht


def onderzoek(huis: Installatie, bericht: UUID) -> TermijnZicht:
    return klok(huis, bericht, "onderzoek")


def test_what_was_met_on_the_day_after_is_late_no_more_once_that_day_was_free_and_late_again_when_it_was_not(
    huis: Installatie,
) -> None:
    bericht = te_laat(huis)
    een, twee = twee_beheerders(huis)
    assert (onderzoek(huis, bericht).te_laat, numbers(huis)) == (True, [("herindicatie", 0, 1, 0, 0)])
    assert oefen(huis, een, BESLUIT).afgelopen == Oordeel(niet_meer_te_laat=1)
    beslis(huis, twee, stel(huis, een, BESLUIT), ook_lopende=True)
    pas_toe(huis)
    zicht = onderzoek(huis, bericht)
    assert (zicht.status, zicht.datum, zicht.te_laat) == (Klokstatus.GEHAALD, DINSDAG, False)
    assert numbers(huis) == [("herindicatie", 1, 0, 0, 0)]
    laatste = zicht.historie[-1]
    assert (laatste.soort, laatste.van, laatste.naar) == (Gebeurtenis.HERREKEND, LAATSTE, DINSDAG)
    with huis.services.database.lezen() as session:
        rij, mailbox = session.get_one(Termijn, zicht.id), huis.services.mailboxen.met_code("herindicatie")
    assert mailbox is not None
    assert explained(huis.services, mailbox, rij) == zicht.uitleg
    terug = DagVervalt(datum=LAATSTE, bron="Staatscourant")
    assert oefen(huis, een, terug).afgelopen == Oordeel(alsnog_te_laat=1)
    beslis(huis, twee, stel(huis, een, terug), ook_lopende=True)
    pas_toe(huis)
    assert (onderzoek(huis, bericht).te_laat, numbers(huis)) == (True, [("herindicatie", 0, 1, 0, 0)])


def test_what_the_region_chose_itself_leaves_what_has_ended(huis: Installatie) -> None:
    bericht = te_laat(huis)
    een, twee = twee_beheerders(huis)
    voor = onderzoek(huis, bericht)
    assert oefen(huis, een, GOEDE_VRIJDAG).afgelopen == Oordeel()
    beslis(huis, twee, stel(huis, een, GOEDE_VRIJDAG), ook_lopende=True)
    pas_toe(huis)
    assert onderzoek(huis, bericht) == voor


def test_what_was_met_while_it_stood_still_is_judged_by_the_same_days(huis: Installatie) -> None:
    bericht, op = stil(huis, OVERMACHT.code), date(2026, 4, 24)
    huis.doe(huis.gebruiker("consulent"), bericht, "toegekend", tekst="De ondersteuning blijft nodig.")
    huis.later(days=22)
    done(huis, bericht, "beschikking", op)
    een, twee = twee_beheerders(huis)
    assert klok(huis, bericht).datum == date(2026, 5, 7)
    vrij = NieuwBesluit(besluit=Besluit(naam="7 mei vrij", van=2026, tot_en_met=2026, dagen=(date(2026, 5, 7),)))
    assert oefen(huis, een, vrij).afgelopen == Oordeel()
    beslis(huis, twee, stel(huis, een, vrij), ook_lopende=True)
    pas_toe(huis)
    zicht = klok(huis, bericht)
    assert (zicht.datum, zicht.gehaald, zicht.te_laat) == (date(2026, 5, 7) + timedelta(days=1), op, False)
