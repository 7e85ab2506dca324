"""What stands in clear on a page: as much as this person may see, and no vault needed."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.core.bericht.zicht import declaration, kop
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.core.taken.takenlijst import takenlijst
from portal.domain.rechten import NietToegestaan
from portal.mailboxes import laad_mailboxen
from portal.models import Bericht, Overgang, Seal, Termijn
from portal.regios import laad_regios
from portal.sealing.envelope import new_id
from tests.installatie import GRONINGEN, VERZOEK, Installatie


@pytest.fixture
def bericht(huis: Installatie) -> UUID:
    return huis.bericht(huis.gebruiker("indiener"))


def test_the_head_of_a_bericht_stands_without_the_vault(huis: Installatie, bericht: UUID) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    huis.client.down = True
    for wie, is_afzender in ((indiener, True), (consulent, False)):
        zicht = kop(huis.services, wie, bericht)
        assert (zicht.is_afzender, zicht.titel, zicht.is_open, zicht.toestand.code) == (
            is_afzender,
            "Verzoek overdracht toewijzing",
            True,
            "ingediend",
        )
        assert (zicht.afzender_naam, zicht.team_naam, zicht.ingediend_door) == (
            "Stichting De Schakel",
            "Toegang Eemsdelta",
            "Indiener",
        )
        assert (zicht.aankomst, zicht.behandelaar_naam) == (date(2026, 4, 2), "")
        assert zicht.opgenomen is not None
        assert zicht.kwitantie is not None
        assert [(k.code, k.datum, k.onverwijld) for k in zicht.termijnen] == [("overgang", date(2026, 5, 1), False)]


def test_the_sender_sees_the_team_and_the_team_sees_the_person(huis: Installatie, bericht: UUID) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "doorsturen", tekst="Daar.", doel=GRONINGEN)
    groningen = huis.gebruiker("groningen")
    voor_afzender, voor_team = (kop(huis.services, wie, bericht).verloop for wie in (indiener, groningen))
    assert [r.wie for r in voor_afzender] == ["Indiener", "Toegang Eemsdelta", "Toegang Eemsdelta"]
    assert [r.wie for r in voor_team] == ["Indiener", "Consulent", "Consulent"]
    assert [r.titel for r in voor_team] == ["Ingediend", "Oppakken", "Doorsturen naar ander team"]
    assert voor_team[-1].naar_team == "Toegang Groningen"


def test_the_buttons_are_those_of_this_role_in_this_state(huis: Installatie, bericht: UUID) -> None:
    def codes(wie: str) -> list[str]:
        return [regel.code for regel in kop(huis.services, huis.gebruiker(wie), bericht).acties]

    assert codes("indiener") == ["toevoegen", "intrekken"]
    assert codes("consulent") == ["oppakken", "vraag-stellen", "bericht-sturen", "notitie", "doorsturen", "afsluiten"]
    assert (codes("backoffice"), codes("beleid"), codes("organisatiebeheerder")) == (["notitie"], [], [])
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    assert "overnemen" not in codes("consulent")
    assert "overnemen" in codes("tweede")
    assert "afgewezen" in codes("consulent")
    assert "afgewezen" not in codes("frontoffice")


def test_only_the_outcomes_that_fit_the_answers_are_offered_with_what_follows(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    geopend = open_bericht(huis.services, consulent, bericht, now=huis.now)
    besluiten = {a.code: a for a in geopend.acties if a.code.startswith(("akkoord", "afgewezen"))}
    assert sorted(besluiten) == ["afgewezen", "akkoord-andere-gemeente"]
    assert [taak.code for taak in geopend.gevolgen(besluiten["afgewezen"])] == ["beschikking"]
    assert geopend.uitleg != ()


def test_the_taken_are_for_the_team_and_not_for_the_sender(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "afgewezen", tekst="Nee.")
    (taak,) = kop(huis.services, consulent, bericht).taken
    assert (taak.code, taak.open, taak.uiterlijk, taak.rol) == ("beschikking", True, None, "backoffice")
    assert takenlijst(huis.services, consulent).taken == (taak,)
    zicht = kop(huis.services, huis.gebruiker("indiener"), bericht)
    assert (zicht.taken, zicht.is_open) == ((), False)


def test_who_belongs_without_the_right_to_read_opens_nothing(huis: Installatie, bericht: UUID) -> None:
    for wie in ("beleid", "organisatiebeheerder"):
        with pytest.raises(NietToegestaan):
            open_bericht(huis.services, huis.gebruiker(wie), bericht, now=huis.now)


def test_an_unknown_bericht_and_one_of_others_are_the_same(huis: Installatie, bericht: UUID) -> None:
    for wie, welk in (("consulent", new_id()), ("groningen", bericht), ("ander", bericht)):
        with pytest.raises(NietGevonden):
            kop(huis.services, huis.gebruiker(wie), welk)


def test_without_a_seal_for_this_team_the_answers_are_not_found(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        session.query(Seal).filter(Seal.recipient_kind == "team").delete()
    with pytest.raises(NietGevonden):
        open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    with pytest.raises(NietGevonden):
        huis.doe(consulent, bericht, "akkoord-andere-gemeente", tekst="Akkoord.")


def test_a_bericht_of_a_team_names_the_team_as_its_sender(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(update(Bericht).values(afzender_soort="team", afzender=GRONINGEN))
    zicht = kop(huis.services, huis.gebruiker("groningen"), bericht)
    assert (zicht.afzender_naam, zicht.is_afzender) == ("Toegang Groningen", True)


def test_a_bericht_whose_mailbox_is_not_loaded_is_not_found(huis: Installatie, bericht: UUID) -> None:
    with pytest.raises(NietGevonden):
        declaration(huis.services, "bestaat-niet")
    assert declaration(huis.services, VERZOEK).code == VERZOEK
    assert replace(huis.services, mailboxen=laad_mailboxen(laad_regios())).mailboxen.met_code(VERZOEK) is not None


def test_a_step_or_clock_that_is_no_longer_declared_keeps_its_name(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(update(Overgang).values(code="van-vroeger", door=None, namens="opgeheven"))
        session.execute(update(Termijn).values(code="van-vroeger"))
        assert session.scalars(select(Termijn.titel)).all() == ["Overgangsdatum"]
    zicht = kop(huis.services, huis.gebruiker("consulent"), bericht)
    assert [(r.titel, r.wie) for r in zicht.verloop] == [("van-vroeger", "het portaal")]
    assert [(k.titel, k.onverwijld) for k in zicht.termijnen] == [("Overgangsdatum", False)]
