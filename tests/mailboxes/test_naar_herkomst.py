"""A melding on its way to the gemeente van herkomst is never of two gemeenten, and its aanvraag never of nobody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.bericht.verbanden import find, hold
from portal.core.bericht.zicht import kop
from portal.core.insturen.inzending import OngeldigeAntwoorden
from portal.core.insturen.meenemen import start_from
from portal.core.weigeren import NietMogelijk
from portal.models import Bericht, Uitgaand
from tests.installatie import VENRAY, Installatie
from tests.mailboxes.test_mo_melding import BERGEN, dates, handed_over, stand

REST = {"screening": ["eerste-opvang"], "gegevens": ["Slaapt buiten."], "waaruit": ["Zijn netwerk."]}
NA_ZES_WEKEN = date(2026, 5, 19)


@pytest.fixture
def later(limburg: Installatie) -> Iterator[None]:
    """After the hand-over was sent the six weken of the onderzoek go by; the clock goes back for the next test."""
    begin = limburg.moment[0]
    yield
    limburg.moment[0] = begin


def acties(limburg: Installatie, wie: str, bericht: UUID) -> set[str]:
    return {actie.code for actie in kop(limburg.services, limburg.gebruiker(wie), bericht).acties}


def again(limburg: Installatie, melding: UUID, naar: str) -> UUID:
    """Send an overdracht of this melding to another gemeente."""
    roermond = limburg.gebruiker("roermond")
    overdracht = limburg.services.mailboxen.met_code("mo-screening-overdracht")
    assert overdracht is not None
    begin = start_from(limburg.services, roermond, overdracht, melding, now=limburg.now)
    return limburg.stuur(roermond, "mo-screening-overdracht", begin | REST | {"gemeente_herkomst": [naar]})


def after_six_weken(limburg: Installatie) -> None:
    limburg.moment[0] = datetime(2026, 5, 19, 8, tzinfo=UTC)


def aanvraag(limburg: Installatie, melding: UUID) -> None:
    """The opdrachtnemer sends the aanvraag of the inwoner, as the verslag did not come in six weken."""
    after_six_weken(limburg)
    limburg.doe(limburg.gebruiker("moveoo"), melding, "aanvraag-zonder-verslag", tekst="Opvang.", bestand="aanvraag")


def test_who_goes_on_with_the_melding_himself_calls_the_overdracht_back(limburg: Installatie) -> None:
    melding, bericht = handed_over(limburg)
    limburg.doe(limburg.gebruiker("roermond"), melding, "overdracht-gestopt")
    assert (stand(limburg, "roermond", melding), stand(limburg, "venray", bericht)) == (
        ("screening_klaar", "loopt"),
        ("ingetrokken", "vervallen"),
    )
    assert acties(limburg, "venray", bericht) == {"bericht-sturen"}
    with limburg.services.database.lezen() as session:
        lading = session.scalars(select(Uitgaand.lading).where(Uitgaand.lading.contains(str(bericht)))).all()
    assert any(VENRAY in deel and '"gewijzigd"' in deel for deel in lading)


def test_one_overdracht_goes_out_at_a_time(limburg: Installatie) -> None:
    melding, bericht = handed_over(limburg)
    with pytest.raises(OngeldigeAntwoorden) as ongeldig:
        again(limburg, melding, "0988")
    (fout,) = ongeldig.value.fouten.fouten
    assert (fout.veld, fout.tekst[:40]) == ("melding", "Deze melding is nu niet over te dragen. ")
    limburg.doe(limburg.gebruiker("venray"), bericht, "niet-overgenomen", tekst="Zijn netwerk woont in Weert.")
    again(limburg, melding, "0988")
    assert stand(limburg, "roermond", melding) == ("overdracht_uit", "loopt")


@pytest.mark.parametrize("status", ["afgehandeld", "intrekking_gevraagd", "screening_klaar", "onderzoek"])
@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_a_melding_that_is_not_to_be_had_any_more_is_not_taken_over(limburg: Installatie, status: str) -> None:
    """Also of one that two gemeenten were sent before one at a time was the rule: the second cannot take it over."""
    melding, bericht = handed_over(limburg)
    with limburg.services.database.schrijven() as session:
        rij = session.get_one(Bericht, melding)
        rij.status, nummer = status, rij.nummer
    venray = limburg.gebruiker("venray")
    with pytest.raises(
        NietMogelijk, match=f"De melding {nummer} is niet meer over te nemen: zij staat bij Toegang Roermond"
    ):
        limburg.doe(venray, bericht, "overgenomen", tekst="Wij nemen over.")
    limburg.doe(venray, bericht, "niet-overgenomen", tekst="Dan niet.")
    assert kop(limburg.services, venray, bericht).toestand.code == "afgehandeld"


@pytest.mark.parametrize("code", ["overgenomen", "niet-overgenomen"])
def test_what_the_herkomst_decides_counts_also_while_a_question_is_out(limburg: Installatie, code: str) -> None:
    melding, bericht = handed_over(limburg)
    limburg.doe(limburg.gebruiker("roermond"), melding, "vraag-stellen", tekst="Waar slaapt hij?")
    limburg.doe(limburg.gebruiker("venray"), bericht, code, tekst="Zijn netwerk.")
    verwacht = {"overgenomen": ("afgehandeld", "vervallen"), "niet-overgenomen": ("screening_klaar", "loopt")}
    assert stand(limburg, "roermond", melding) == verwacht[code]


def test_an_opdrachtnemer_can_ask_to_withdraw_while_it_is_handed_over(limburg: Installatie) -> None:
    melding, bericht = handed_over(limburg)
    limburg.doe(limburg.gebruiker("moveoo"), melding, "intrekking-vragen", tekst="De inwoner is terug bij zijn moeder.")
    with pytest.raises(NietMogelijk, match="intrekken gevraagd"):
        limburg.doe(limburg.gebruiker("venray"), bericht, "overgenomen", tekst="Wij nemen over.")
    limburg.doe(limburg.gebruiker("roermond"), melding, "intrekking-akkoord", tekst="De inwoner wil het ook.")
    assert (stand(limburg, "roermond", melding), stand(limburg, "venray", bericht)) == (
        ("ingetrokken", "vervallen"),
        ("ingetrokken", "vervallen"),
    )


@pytest.mark.usefixtures("later")
def test_an_aanvraag_goes_along_when_the_melding_is_taken_over(limburg: Installatie) -> None:
    melding, bericht = handed_over(limburg)
    aanvraag(limburg, melding)
    zicht = kop(limburg.services, limburg.gebruiker("moveoo"), melding)
    assert zicht.toestand.titel == "Aanvraag ontvangen"  # and no verslag, signed or not
    assert dates(limburg, melding)["beschikking-zonder-verslag-gestuurd"] == ("2026-06-02", "loopt")
    venray = limburg.gebruiker("venray")
    assert "aanvraag-zonder-verslag-ontvangen" not in acties(limburg, "venray", bericht)
    limburg.doe(venray, bericht, "overgenomen", tekst="Wij nemen de regie over.")
    assert {status for _, status in dates(limburg, melding).values()} == {"gehaald", "vervallen"}
    zicht = kop(limburg.services, limburg.gebruiker("roermond"), melding)
    assert (zicht.toestand.code, [taak.code for taak in zicht.taken]) == ("afgehandeld", ["aanvraag-doorsturen"])
    limburg.doe(venray, bericht, "aanvraag-zonder-verslag-ontvangen", dag=NA_ZES_WEKEN)
    assert dates(limburg, bericht)["beschikking-zonder-verslag"] == ("2026-06-02", "loopt")
    limburg.doe(venray, bericht, "toegekend", tekst="Hij kan nergens terecht.", antwoorden=BERGEN)


@pytest.mark.usefixtures("later")
def test_an_aanvraag_that_is_not_taken_over_is_decided_where_it_came_in(limburg: Installatie) -> None:
    melding, bericht = handed_over(limburg)
    roermond = limburg.gebruiker("roermond")
    after_six_weken(limburg)
    limburg.doe(roermond, melding, "aanvraag-zonder-verslag-ontvangen", dag=NA_ZES_WEKEN)
    limburg.doe(roermond, melding, "toegekend", tekst="Hij kan nergens terecht.")
    assert (kop(limburg.services, roermond, melding).toestand.code, stand(limburg, "venray", bericht)) == (
        "besloten",
        ("ingetrokken", "vervallen"),
    )


@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_of_two_overdrachten_at_the_same_moment_one_goes_out(limburg: Installatie) -> None:
    melding, bericht = handed_over(limburg)
    limburg.doe(limburg.gebruiker("venray"), bericht, "niet-overgenomen", tekst="Zijn netwerk woont in Weert.")
    roermond, overdracht = limburg.gebruiker("roermond"), limburg.services.mailboxen.met_code("mo-screening-overdracht")
    assert overdracht is not None
    nummer = kop(limburg.services, roermond, melding).nummer
    gevonden, _ = find(limburg.services, roermond, overdracht, {"melding": nummer})
    again(limburg, melding, "0988")
    with limburg.services.database.schrijven() as session:
        assert hold(session, gevonden) is False


@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_a_request_to_withdraw_that_is_refused_leaves_the_melding_where_it_was(limburg: Installatie) -> None:
    """In overdracht, in onderzoek, and while a question is out: the answer leads back to where that was asked."""
    melding, _ = handed_over(limburg)
    moveoo, roermond, waar = limburg.gebruiker("moveoo"), limburg.gebruiker("roermond"), []
    for stappen in ((), ("overdracht-gestopt", "onderzoek-begint"), ("vraag-stellen",)):
        for stap in stappen:
            limburg.doe(roermond, melding, stap, tekst="Waar slaapt hij?")
        limburg.doe(moveoo, melding, "intrekking-vragen", tekst="Hij is terug bij zijn moeder.")
        limburg.doe(roermond, melding, "intrekking-niet", tekst="De inwoner wil het niet.")
        waar.append(kop(limburg.services, roermond, melding).toestand.code)
    limburg.doe(moveoo, melding, "beantwoorden", tekst="Bij een vriend.")
    waar.append(kop(limburg.services, roermond, melding).toestand.code)
    assert waar == ["overdracht_uit", "onderzoek", "vraag_uit", "onderzoek"]
