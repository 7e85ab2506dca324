"""A melding is withdrawn with a bericht of its own: its clocks run on until the team decides, and then it closes too."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from portal.core.behandelen.stapcontrole import Getekend
from portal.core.bericht.kwitantie import KloptNiet
from portal.core.bericht.zicht import kop
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.lezen.reading import open_bericht
from portal.core.toewijzing.toewijzingenlijst import correct_end
from portal.core.weigeren import NietMogelijk
from portal.domain.formulier import Client
from portal.models import AuditRegel, Bericht, Taak, Uitgaand, Verband
from tests.core.tegelijk import after, at_once, slow_at
from tests.core.test_indicatie import plans
from tests.core.test_toewijzingen import by_hand, take_in
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, Installatie
from tests.voorbeelden import BSN, volledige_herindicatie, volledige_intrekking


@pytest.fixture
def melding(huis: Installatie) -> UUID:
    """A herindicatie at Eemsdelta that was taken up."""
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def intrekking(huis: Installatie, melding: UUID) -> UUID:
    """A request to withdraw it, in the hands of the consulent of Eemsdelta."""
    wie = huis.gebruiker("indiener")
    ruw = volledige_intrekking(kop(huis.services, wie, melding).nummer)
    bericht = huis.stuur(wie, "intrekken-melding", ruw)
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def onderteken(huis: Installatie, melding: UUID) -> None:
    """Let the burger sign, and the aanvraag be received."""
    consulent, dag = huis.gebruiker("consulent"), date(2026, 4, 2)
    huis.doe(consulent, melding, "geen-gesprek")
    huis.doe(consulent, melding, "verslag-verstuurd", dag=dag)
    huis.doe(consulent, melding, "aanvraag-ontvangen", dag=dag, getekend=Getekend(op=dag, gezien_door="K. Wiersma"))


def besluiten(huis: Installatie, bericht: UUID) -> list[str]:
    geopend = open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now)
    return [o.titel for o in geopend.acties if o.naar == "besloten"]


def test_it_goes_to_the_team_of_the_melding_and_stops_none_of_its_clocks(huis: Installatie, melding: UUID) -> None:
    bericht = intrekking(huis, melding)
    zicht = kop(huis.services, huis.gebruiker("consulent"), melding)
    assert [t.code for t in zicht.termijnen if t.status is Klokstatus.LOOPT] == ["persoonlijk-plan", "onderzoek"]
    assert [regel.code for regel in zicht.verloop] == ["indienen", "oppakken"]
    assert besluiten(huis, bericht) == ["Akkoord: intrekken melding", "Niet akkoord: de melding loopt door"]
    assert gewaarschuwd(huis, "consulent", melding) == ["Hierbij hoort: Intrekken melding of aanvraag"]
    assert gewaarschuwd(huis, "indiener", melding) == []
    huis.doe(huis.gebruiker("consulent"), bericht, "niet-intrekken", tekst="De burger wil wel verder.")
    assert gewaarschuwd(huis, "consulent", melding) == []


def gewaarschuwd(huis: Installatie, account: str, bericht: UUID) -> list[str]:
    wie = huis.gebruiker(account)
    geopend = open_bericht(huis.services, wie, bericht, now=huis.now)
    return [w.titel for w in warnings_for(huis.services, wie, geopend.kop, geopend.feiten)]


def test_akkoord_closes_the_melding_with_its_clocks_and_taken_and_a_letter_follows(
    huis: Installatie, melding: UUID
) -> None:
    bericht, consulent = intrekking(huis, melding), huis.gebruiker("consulent")
    _taak(huis, melding)
    huis.doe(consulent, bericht, "melding-intrekken", tekst="Dat kan.")
    zicht = kop(huis.services, consulent, melding)
    assert (zicht.toestand.code, zicht.verloop[-1].titel) == (
        "ingetrokken",
        "Ingetrokken met een bericht dat hierbij hoort",
    )
    assert {t.code: t.status for t in zicht.termijnen}["onderzoek"] is Klokstatus.VERVALLEN
    assert [(taak.open, taak.vervallen, taak.overleden) for taak in zicht.taken] == [(False, True, "")]
    assert [taak.code for taak in kop(huis.services, consulent, bericht).taken] == ["brief-intrekking"]
    open_bericht(huis.services, huis.gebruiker("indiener"), melding, now=huis.now)  # nothing in it is called forged
    with huis.services.database.lezen() as session:
        assert session.get_one(Bericht, melding).urgent == NOOIT
        audit = session.scalars(select(AuditRegel.onderwerp).where(AuditRegel.actie == "intrekking-met-bericht")).all()
        assert audit == [str(melding)]


def _taak(huis: Installatie, melding: UUID) -> None:
    """Let a taak be open at the melding."""
    overgang = kop(huis.services, huis.gebruiker("consulent"), melding).verloop[-1].overgang
    with huis.services.database.schrijven() as session:
        rij = session.get_one(Bericht, melding)
        waarden = {"id": overgang, "bericht": rij.id, "overgang": overgang, "volgnummer": 1, "team": rij.team}
        leeg = dict.fromkeys(("verzonden", "gedaan", "gedaan_door"))
        woorden = {"rol": "consulent", "code": "t", "titel": "T", "uitleg": "", "bron": "", "na": "", "status": "open"}
        session.add(Taak(**waarden, **woorden, **leeg, uiterlijk=NOOIT))


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_after_the_signature_it_is_called_withdrawing_the_aanvraag(huis: Installatie, melding: UUID) -> None:
    onderteken(huis, melding)
    bericht = intrekking(huis, melding)
    assert besluiten(huis, bericht) == ["Akkoord: intrekken aanvraag", "Niet akkoord: de melding loopt door"]
    with pytest.raises(NietMogelijk):
        huis.doe(huis.gebruiker("consulent"), bericht, "melding-intrekken", tekst="Dat kan.")
    huis.doe(huis.gebruiker("consulent"), bericht, "aanvraag-intrekken", tekst="Dat kan.")
    assert kop(huis.services, huis.gebruiker("indiener"), melding).toestand.code == "ingetrokken"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_refusal_leaves_the_melding_as_it_was_and_asks_to_call_the_burger(huis: Installatie, melding: UUID) -> None:
    bericht, consulent = intrekking(huis, melding), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "niet-intrekken", tekst="De burger zegt iets anders.")
    assert [taak.code for taak in kop(huis.services, consulent, bericht).taken] == ["contact-burger"]
    zicht = kop(huis.services, consulent, melding)
    assert (zicht.toestand.code, len(zicht.verloop)) == ("in_behandeling", 2)


@pytest.mark.parametrize("wat", ["doorgestuurd", "besloten"])
def test_a_melding_that_is_no_longer_there_is_not_closed_and_nothing_is_decided(
    huis: Installatie, melding: UUID, wat: str
) -> None:
    bericht, consulent = intrekking(huis, melding), huis.gebruiker("consulent")
    if wat == "doorgestuurd":
        huis.doe(consulent, melding, "doorsturen", tekst="Hoort in de stad.", doel=GRONINGEN)
    else:
        huis.doe(consulent, melding, "intrekking-toegang", tekst="De burger is verhuisd.")
    with pytest.raises(NietMogelijk, match="kan nu niet worden gesloten"):
        huis.doe(consulent, bericht, "melding-intrekken", tekst="Dat kan.")
    zicht = kop(huis.services, consulent, bericht)
    assert (zicht.toestand.code, zicht.taken) == ("in_behandeling", ())


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_link_that_somebody_led_elsewhere_in_the_database_closes_nothing(huis: Installatie, melding: UUID) -> None:
    bericht = intrekking(huis, melding)
    ander = huis.stuur(huis.gebruiker("ander"), "herindicatie", volledige_herindicatie(bsn="999900018"))
    with huis.services.database.schrijven() as session:
        session.execute(update(Verband).where(Verband.bericht == bericht).values(naar=ander))
    consulent = huis.gebruiker("consulent")
    with pytest.raises(KloptNiet):
        huis.doe(consulent, bericht, "melding-intrekken", tekst="Dat kan.")
    with pytest.raises(KloptNiet):
        open_bericht(huis.services, consulent, bericht, now=huis.now)
    with huis.services.database.schrijven() as session:
        session.execute(delete(Verband).where(Verband.bericht == bericht))
    with pytest.raises(KloptNiet):
        open_bericht(huis.services, consulent, bericht, now=huis.now)
    assert kop(huis.services, huis.gebruiker("ander"), ander).toestand.code == "ingediend"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_sender_hears_it_once(huis: Installatie, melding: UUID) -> None:
    bericht = intrekking(huis, melding)
    with huis.services.database.lezen() as session:
        voor = set(session.scalars(select(Uitgaand.id)))
    huis.doe(huis.gebruiker("consulent"), bericht, "melding-intrekken", tekst="Dat kan.")
    with huis.services.database.lezen() as session:
        mail = [rij.lading for rij in session.scalars(select(Uitgaand)) if rij.id not in voor]
    assert [SCHAKEL in lading for lading in mail] == [True]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_the_burger_asked_at_the_desk_stays_with_the_team_and_the_aanbieder_hears_the_outcome(
    huis: Installatie, melding: UUID
) -> None:
    frontoffice, consulent = huis.gebruiker("frontoffice"), huis.gebruiker("consulent")
    ruw = volledige_intrekking(kop(huis.services, frontoffice, melding).nummer)
    ruw |= {"binnengekomen_op": ["1-4-2026"], "binnengekomen_via": ["telefoon"]}
    bericht = huis.stuur(frontoffice, "intrekken-melding", ruw)
    assert kop(huis.services, consulent, bericht).team == EEMSDELTA
    huis.doe(consulent, bericht, "oppakken")
    with huis.services.database.lezen() as session:
        voor = set(session.scalars(select(Uitgaand.id)))
    huis.doe(consulent, bericht, "melding-intrekken", tekst="Dat kan.")
    with huis.services.database.lezen() as session:
        mail = [rij.lading for rij in session.scalars(select(Uitgaand)) if rij.id not in voor]
    assert [str(melding) in lading for lading in mail if SCHAKEL in lading] == [True]


def test_two_who_end_the_melding_at_once_end_it_once_and_the_other_hears_that_he_is_late(
    huis: Installatie, melding: UUID
) -> None:
    bericht, consulent, tweede = intrekking(huis, melding), huis.gebruiker("consulent"), huis.gebruiker("tweede")
    gaf = at_once(
        lambda: huis.doe(consulent, bericht, "melding-intrekken", tekst="Dat kan."),
        lambda: huis.doe(tweede, melding, "intrekking-toegang", tekst="De burger is verhuisd."),
    )
    assert [isinstance(uitkomst, NietMogelijk) for uitkomst in gaf].count(True) == 1, gaf
    einde = [regel.code for regel in kop(huis.services, consulent, melding).verloop if regel.rij.naar == "ingetrokken"]
    besloten = kop(huis.services, consulent, bericht).toestand.code == "besloten"
    assert einde == ["intrekking-met-bericht" if besloten else "intrekking-toegang"]


def test_one_that_is_withdrawn_while_its_toewijzing_gets_another_end_is_due_again_by_that_end(
    huis: Installatie,
) -> None:
    consulent, backoffice = huis.gebruiker("consulent"), huis.gebruiker("backoffice")
    toewijzing = by_hand(huis, client=Client(bsn=BSN))
    take_in(huis)
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(einddatum="31-12-2026"))
    huis.doe(consulent, bericht, "oppakken")
    assert plans(huis) == {SCHAKEL: ("2026-11-05", "gehaald")}
    einde = date(2027, 6, 30)
    with slow_at(huis, "DELETE FROM termijnstappen") as begun:
        gedaan = at_once(
            lambda: huis.doe(consulent, bericht, "intrekking-toegang", tekst="Verkeerd ingevuld."),
            after(begun, lambda: correct_end(huis.services, backoffice, toewijzing, einddatum=einde, now=huis.now)),
        )
    assert (gedaan, plans(huis)) == ([None, None], {SCHAKEL: ("2027-05-05", "open")})
