"""The story of a first melding: onderzoek, verslag, aanvraag and besluit, and an aanvraag when the six weken have passed."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.stapcontrole import Getekend, TeVroeg
from portal.core.zicht import kop
from portal.models import Taak, Termijn
from tests.ingevuld import ingevuld
from tests.installatie import Installatie

MELDING = "melding-beschermd-wonen"


def gestuurd(huis: Installatie) -> UUID:
    mailbox = huis.services.mailboxen.met_code(MELDING)
    assert mailbox is not None
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, ingevuld(mailbox))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def klokken(huis: Installatie, bericht: UUID) -> dict[str, tuple[str, str]]:
    with huis.services.database.lezen() as session:
        rijen = session.scalars(select(Termijn).where(Termijn.bericht == bericht)).all()
    return {rij.code: (rij.datum.isoformat(), rij.status) for rij in rijen}


def test_from_melding_by_verslag_and_aanvraag_to_besluit_with_its_taken(huis: Installatie) -> None:
    bericht = gestuurd(huis)
    assert klokken(huis, bericht) == {
        "persoonlijk-plan": ("2026-04-09", "loopt"),
        "onderzoek": ("2026-05-18", "loopt"),
    }
    huis.moment[0] = datetime(2026, 4, 28, 8, tzinfo=UTC)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "plan-ontvangen", dag=date(2026, 4, 20))
    huis.doe(consulent, bericht, "gesprek-gevoerd", dag=date(2026, 4, 21))
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=date(2026, 4, 22))
    getekend = Getekend(op=date(2026, 4, 24), gezien_door="K. Wiersma")
    huis.doe(huis.gebruiker("indiener"), bericht, "aanvraag-teruggestuurd", getekend=getekend)
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=date(2026, 4, 28), getekend=getekend)
    huis.doe(consulent, bericht, "toegekend", tekst="Beschermd wonen is nodig.")
    assert klokken(huis, bericht) == {
        "persoonlijk-plan": ("2026-04-09", "gehaald"),
        "onderzoek": ("2026-05-18", "gehaald"),
        "aanvraag": ("2026-05-06", "gehaald"),
        "beschikking": ("2026-05-12", "gehaald"),
        "toewijzing": ("2026-05-06", "loopt"),
    }
    with huis.services.database.lezen() as session:
        taken = session.scalars(select(Taak).where(Taak.bericht == bericht).order_by(Taak.volgnummer)).all()
    # five werkdagen after 28 April: 4 May is one, 5 May is Bevrijdingsdag
    assert [(t.code, t.uiterlijk.isoformat()) for t in taken] == [
        ("beschikking", "9999-12-31"),
        ("301-toewijzing", "2026-05-06"),
    ]


@pytest.mark.parametrize(("dag", "gaat"), [(date(2026, 5, 18), False), (date(2026, 5, 19), True)])
def test_an_aanvraag_without_verslag_is_accepted_after_six_weken_and_not_before(
    huis: Installatie, dag: date, *, gaat: bool
) -> None:
    bericht = gestuurd(huis)
    huis.moment[0] = datetime(2026, 5, 19, 8, tzinfo=UTC)
    consulent = huis.gebruiker("consulent")
    if not gaat:
        with pytest.raises(TeVroeg, match="maandag 18 mei 2026"):
            huis.doe(consulent, bericht, "aanvraag-zonder-verslag-ontvangen", dag=dag)
        return
    huis.doe(huis.gebruiker("indiener"), bericht, "aanvraag-zonder-verslag", tekst="Verblijf met toezicht.")
    huis.doe(consulent, bericht, "aanvraag-zonder-verslag-ontvangen", dag=dag)
    assert kop(huis.services, consulent, bericht).toestand.code == "aanvraag"
    assert klokken(huis, bericht)["beschikking-zonder-verslag"] == ("2026-06-02", "loopt")
    assert klokken(huis, bericht)["onderzoek"] == ("2026-05-18", "loopt")


def test_on_the_last_day_the_sender_still_waits(huis: Installatie) -> None:
    bericht = gestuurd(huis)
    huis.moment[0] = datetime(2026, 5, 18, 20, tzinfo=UTC)
    with pytest.raises(TeVroeg):
        huis.doe(huis.gebruiker("indiener"), bericht, "aanvraag-zonder-verslag", tekst="Verblijf met toezicht.")
