"""The story of a first melding: onderzoek, verslag, aanvraag and besluit, and an aanvraag when the six weken have passed."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import Getekend, StukNodig, TeVroeg
from portal.core.bericht.zicht import kop
from portal.core.weigeren import NietMogelijk
from portal.models import Taak, Termijn
from tests.ingevuld import ingevuld
from tests.installatie import Installatie

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

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
    huis.doe(huis.gebruiker("indiener"), bericht, "aanvraag-op-papier", getekend=getekend)
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=date(2026, 4, 28), getekend=getekend)
    huis.doe(consulent, bericht, "toegekend", tekst="Beschermd wonen is nodig.")
    assert klokken(huis, bericht) == {
        "persoonlijk-plan": ("2026-04-09", "gehaald"),
        "onderzoek": ("2026-05-18", "gehaald"),
        "aanvraag": ("2026-05-06", "gehaald"),
        "beschikking": ("2026-05-12", "loopt"),
        "toewijzing": ("2026-05-06", "loopt"),
    }
    with huis.services.database.lezen() as session:
        taken = session.scalars(select(Taak).where(Taak.bericht == bericht).order_by(Taak.volgnummer)).all()
    # five werkdagen after 28 April: 4 May is one, 5 May is Bevrijdingsdag
    assert [(t.code, t.uiterlijk.isoformat()) for t in taken] == [
        ("beschikking", "2026-05-12"),
        ("301-toewijzing", "2026-05-06"),
    ]


@pytest.mark.parametrize("stil", ["ingediend", "vraag_uit"])
def test_an_aanvraag_without_verslag_is_accepted_where_the_gemeente_stayed_silent(huis: Installatie, stil: str) -> None:
    mailbox = huis.services.mailboxen.met_code(MELDING)
    assert mailbox is not None
    bericht, consulent = huis.stuur(huis.gebruiker("indiener"), MELDING, ingevuld(mailbox)), huis.gebruiker("consulent")
    if stil == "vraag_uit":
        huis.doe(consulent, bericht, "vraag-stellen", tekst="Waar verblijft hij nu?")
    assert kop(huis.services, consulent, bericht).toestand.code == stil
    huis.moment[0] = datetime(2026, 5, 19, 8, tzinfo=UTC)
    if stil == "ingediend":
        huis.doe(
            huis.gebruiker("indiener"), bericht, "aanvraag-zonder-verslag", tekst="Toezicht nabij.", bestand="aanvraag"
        )
    else:
        huis.doe(huis.gebruiker("consulent"), bericht, "aanvraag-zonder-verslag-ontvangen", dag=date(2026, 5, 19))
    assert kop(huis.services, huis.gebruiker("consulent"), bericht).toestand.code == "aanvraag"


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
    huis.doe(huis.gebruiker("indiener"), bericht, "aanvraag-zonder-verslag-op-papier", tekst="Verblijf met toezicht.")
    assert "beschikking-zonder-verslag-gestuurd" not in klokken(huis, bericht)
    huis.doe(consulent, bericht, "aanvraag-zonder-verslag-ontvangen", dag=dag)
    assert kop(huis.services, consulent, bericht).toestand.code == "aanvraag"
    assert klokken(huis, bericht)["beschikking-zonder-verslag"] == ("2026-06-02", "loopt")
    assert klokken(huis, bericht)["onderzoek"] == ("2026-05-18", "gehaald")


def test_a_signed_aanvraag_that_comes_through_the_portal_starts_the_beschikking_that_day_and_nothing_moves_it(
    huis: Installatie,
) -> None:
    bericht, consulent = gestuurd(huis), huis.gebruiker("consulent")
    for code in ("gesprek-gevoerd", "verslag-verstuurd"):
        huis.doe(consulent, bericht, code, dag=date(2026, 4, 2))
    huis.moment[0] = datetime(2026, 4, 6, 8, tzinfo=UTC)
    getekend, indiener = Getekend(op=date(2026, 4, 3), gezien_door="K. Wiersma"), huis.gebruiker("indiener")
    with pytest.raises(StukNodig, match="Voeg toe: Ondertekend verslag"):
        huis.doe(indiener, bericht, "aanvraag-teruggestuurd", getekend=getekend)
    huis.doe(indiener, bericht, "aanvraag-teruggestuurd", getekend=getekend, bestand="aanvraag")
    assert klokken(huis, bericht)["beschikking-teruggestuurd"] == ("2026-04-20", "loopt")
    huis.moment[0] = datetime(2026, 4, 15, 8, tzinfo=UTC)
    consulent = huis.gebruiker("consulent")
    with pytest.raises(NietMogelijk, match="Dit kan nu niet"):
        huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=date(2026, 4, 15), getekend=getekend)
    huis.doe(consulent, bericht, "aanvraag-gezien")
    assert {c: k for c, k in klokken(huis, bericht).items() if c.startswith("beschikking")} == {
        "beschikking-teruggestuurd": ("2026-04-20", "loopt")
    }
    huis.doe(consulent, bericht, "toegekend", tekst="Beschermd wonen is nodig.")
    assert klokken(huis, bericht)["beschikking-teruggestuurd"] == ("2026-04-20", "loopt")  # until it is sent


def test_what_is_no_aanvraag_lets_the_beschikking_lapse_and_the_aanbieder_has_two_weken_again(
    huis: Installatie,
) -> None:
    bericht, consulent = gestuurd(huis), huis.gebruiker("consulent")
    for code in ("gesprek-gevoerd", "verslag-verstuurd"):
        huis.doe(consulent, bericht, code, dag=date(2026, 4, 2))
    getekend = Getekend(op=date(2026, 4, 2), gezien_door="K. Wiersma")
    huis.doe(huis.gebruiker("indiener"), bericht, "aanvraag-teruggestuurd", getekend=getekend, bestand="aanvraag")
    huis.later(days=1)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "aanvraag-afgekeurd", tekst="Dit is een ander stuk.")
    assert kop(huis.services, consulent, bericht).toestand.code == "verslag_uit"
    stand = klokken(huis, bericht)
    assert (stand["aanvraag"], stand["aanvraag-opnieuw"], stand["beschikking-teruggestuurd"]) == (
        ("2026-04-16", "gehaald"),
        ("2026-04-17", "loopt"),
        ("2026-04-16", "vervallen"),
    )
    huis.later(days=4)
    huis.doe(huis.gebruiker("indiener"), bericht, "aanvraag-teruggestuurd", getekend=getekend, bestand="aanvraag")
    opnieuw = [
        k
        for k in kop(huis.services, huis.gebruiker("consulent"), bericht).termijnen
        if k.code.startswith("beschikking")
    ]
    assert [(k.datum, k.status.value) for k in opnieuw] == [
        (date(2026, 4, 16), "vervallen"),
        (date(2026, 4, 21), "loopt"),
    ]
    assert klokken(huis, bericht)["aanvraag-opnieuw"] == ("2026-04-17", "gehaald")


def test_an_aanvraag_without_verslag_that_comes_through_the_portal_starts_the_beschikking_and_ends_the_onderzoek(
    huis: Installatie,
) -> None:
    bericht = gestuurd(huis)
    huis.moment[0] = datetime(2026, 5, 20, 8, tzinfo=UTC)
    indiener, tekst = huis.gebruiker("indiener"), "Verblijf met toezicht."
    with pytest.raises(StukNodig):
        huis.doe(indiener, bericht, "aanvraag-zonder-verslag", tekst=tekst)
    huis.doe(indiener, bericht, "aanvraag-zonder-verslag", tekst=tekst, bestand="aanvraag")
    assert kop(huis.services, indiener, bericht).toestand.code == "aanvraag"
    assert klokken(huis, bericht)["beschikking-zonder-verslag-gestuurd"] == ("2026-06-03", "loopt")
    with huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn).where(Termijn.bericht == bericht, Termijn.code == "onderzoek")).one()
    # met, but two days after its last day: the verdict stays that it was late
    assert (klok.status, klok.datum, klok.geeindigd_op) == ("gehaald", date(2026, 5, 18), date(2026, 5, 20))


def test_on_the_last_day_the_sender_still_waits(huis: Installatie) -> None:
    bericht = gestuurd(huis)
    huis.moment[0] = datetime(2026, 5, 18, 20, tzinfo=UTC)
    with pytest.raises(TeVroeg):
        huis.doe(huis.gebruiker("indiener"), bericht, "aanvraag-zonder-verslag", tekst="Verblijf met toezicht.")
