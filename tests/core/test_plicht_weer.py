"""What was met by a bericht is due again once that is withdrawn: an indicatie does not end in silence (Handboek §4)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.insturen.openstaand import begin_duty, openstaand
from portal.core.toewijzing.toewijzingenlijst import end_by_hand
from portal.domain.formulier import Client
from portal.models import Bericht, Verplichting
from portal.worker.loop import work_clocks
from tests.core.test_beeindigen import leg_vast, overlijden
from tests.core.test_herleven import maak_ongedaan
from tests.core.test_indicatie import Zaak, plans, toegekend
from tests.core.test_intrekken_melding import intrekking
from tests.core.test_sociale_kaart import day_by_day, told
from tests.core.test_toewijzingen import by_hand, take_in
from tests.installatie import EEMSDELTA, SCHAKEL, Installatie
from tests.voorbeelden import BSN, volledige_herindicatie

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

EINDE = "30-6-2027"


def verzoek(huis: Installatie, **anders: str | None) -> UUID:
    """A herindicatie for the indicatie that ends on 30 juni 2027, taken up."""
    antwoorden = volledige_herindicatie(**({"einddatum": EINDE} | anders))
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", antwoorden)
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def ingetrokken(huis: Installatie, bericht: UUID) -> None:
    huis.doe(huis.gebruiker("consulent"), bericht, "intrekking-toegang", tekst="Verkeerd ingevuld, stuur opnieuw.")


def met_bericht(huis: Installatie, bericht: UUID) -> None:
    gevraagd = intrekking(huis, bericht)
    huis.doe(huis.gebruiker("consulent"), gevraagd, "melding-intrekken", tekst="Dat kan.")


@pytest.fixture
def gepland(huis: Installatie) -> Zaak:
    """An indicatie until 30 juni 2027, on 1 maart 2027: the herindicatie must be there on 5 mei."""
    zaak = toegekend(huis)
    for taak in ("301-toewijzing", "beschikking"):
        zaak.vink_af(taak)
    take_in(huis)
    huis.moment[0] = datetime(2027, 3, 1, 8, tzinfo=UTC)
    work_clocks(huis.services, now=huis.now)
    return zaak


@pytest.mark.parametrize("trek_in", [met_bericht, ingetrokken])
def test_a_herindicatie_that_is_withdrawn_is_due_again_on_the_same_day_with_its_reminders(
    gepland: Zaak, trek_in: Callable[[Installatie, UUID], None]
) -> None:
    huis = gepland.huis
    bericht = verzoek(huis)
    assert plans(huis) == {SCHAKEL: ("2027-05-05", "gehaald")}
    with huis.services.database.schrijven() as session:  # as it was begun from the start page
        session.scalars(select(Verplichting).where(Verplichting.bericht == bericht)).one().concept = bericht
    trek_in(huis, bericht)
    assert plans(huis) == {SCHAKEL: ("2027-05-05", "open")}
    (wat,) = [
        w for w in openstaand(huis.services, huis.gebruiker("indiener"), vandaag=date(2027, 4, 1)) if w.verplichting
    ]
    with huis.services.database.lezen() as session:
        nummer = session.get_one(Bericht, bericht).nummer
    assert wat.waarom_laat == f"Uw bericht {nummer} hierover is ingetrokken. Daarom vraagt het portaal dit weer."
    told(huis)
    mails = [mail for mail in day_by_day(huis, 70) if mail[2] in {"herinnering", "te-laat"}]
    assert mails == [
        ("2027-04-07", SCHAKEL, "herinnering"),
        ("2027-04-21", SCHAKEL, "herinnering"),
        ("2027-05-04", SCHAKEL, "herinnering"),  # nobody works on 5 mei
        ("2027-05-10", SCHAKEL, "te-laat"),
        ("2027-05-10", EEMSDELTA, "te-laat"),
    ]
    assert wat.verplichting is not None
    assert begin_duty(huis.services, huis.gebruiker("indiener"), wat.verplichting, now=huis.now) != bericht
    verzoek(huis)
    assert plans(huis) == {SCHAKEL: ("2027-05-05", "gehaald")}


def statuses(huis: Installatie) -> list[tuple[str, str, bool]]:
    """Return of each plan of a herindicatie the end of its indicatie, how it stands, and whether a bericht met it."""
    with huis.services.database.lezen() as session:
        query = select(Verplichting).where(Verplichting.mailbox == "herindicatie").order_by(Verplichting.vanaf)
        return [
            (plicht.vanaf.isoformat(), plicht.status, plicht.bericht is not None) for plicht in session.scalars(query)
        ]


def test_another_herindicatie_for_the_same_indicatie_meets_it_until_that_is_withdrawn_too(gepland: Zaak) -> None:
    huis = gepland.huis
    eerste, tweede = verzoek(huis), verzoek(huis)
    ingetrokken(huis, eerste)
    with huis.services.database.lezen() as session:
        plicht = session.scalars(select(Verplichting).where(Verplichting.mailbox == "herindicatie")).one()
        assert (plicht.status, plicht.bericht) == ("gehaald", tweede)
    ingetrokken(huis, tweede)
    assert plans(huis) == {SCHAKEL: ("2027-05-05", "open")}


def test_a_toewijzing_for_which_a_herindicatie_was_under_way_plans_one_once_that_is_withdrawn(
    huis: Installatie,
) -> None:
    bericht = verzoek(huis, einddatum="31-12-2026")
    toewijzing = by_hand(huis, client=Client(bsn=BSN))
    take_in(huis)
    assert statuses(huis) == []
    ingetrokken(huis, bericht)
    assert statuses(huis) == [("2026-12-31", "open", False)]
    end_by_hand(huis.services, huis.gebruiker("backoffice"), toewijzing, op=date(2026, 6, 1), now=huis.now)
    assert statuses(huis) == [("2026-12-31", "vervallen", False)]


def test_nothing_is_asked_again_of_a_toewijzing_that_was_ended_meanwhile(huis: Installatie) -> None:
    toewijzing = by_hand(huis, client=Client(bsn=BSN))
    take_in(huis)
    bericht = verzoek(huis, einddatum="31-12-2026")
    end_by_hand(huis.services, huis.gebruiker("backoffice"), toewijzing, op=date(2026, 6, 1), now=huis.now)
    assert statuses(huis) == [("2026-12-31", "gehaald", True)]
    ingetrokken(huis, bericht)
    assert statuses(huis) == [("2026-12-31", "vervallen", True)]


def test_nothing_is_asked_again_of_a_client_who_has_died_until_that_is_undone(huis: Installatie) -> None:
    by_hand(huis, client=Client(bsn=BSN))
    take_in(huis)
    bericht = verzoek(huis, einddatum="31-12-2026")
    dood = overlijden(huis)
    leg_vast(huis, dood)
    ingetrokken(huis, bericht)
    assert statuses(huis) == [("2026-12-31", "vervallen", True)]
    maak_ongedaan(huis, dood)
    assert statuses(huis) == [("2026-12-31", "open", True)]
