"""One receiver at a time: the client of a time-out is named to one aanbieder, and to the next only once that one is out of it."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from portal.core.accounts import Gebruiker
from portal.core.behandelen.handling import doe
from portal.core.beheer import aanbieders
from portal.core.bericht.zicht import kop
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.lezen.reading import open_bericht
from portal.core.services import Services
from portal.core.weigeren import NietMogelijk
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Bericht
from portal.sealing.envelope import new_id
from portal.vault.inrichten import bootstrap_person
from tests.core.tegelijk import at_once, slow_at, with_meanwhile
from tests.core.test_per_ontvanger import plek, verstuur
from tests.installatie import DIEP, WACHTWOORD, Installatie
from tests.voorbeelden import BSN

LINDE = "de-linde"
CLIENT = {"bsn": [BSN], "voorletters": ["J."], "achternaam": ["Visser"], "geboortedatum": ["12-5-1987"]}
STUREN = "client-sturen"
AL_BIJ = "U stuurde dit al aan {}. Het kan pas hier als die alsnog nee zegt, of als u uw vraag daar intrekt. Uw tekst staat er nog."


@pytest.fixture
def linde(huis: Installatie) -> Gebruiker:
    """Somebody of a second aanbieder that can be asked."""
    aanbieders.voeg_toe(huis.services, huis.gebruiker("beheerder"), code=LINDE, naam="De Linde")
    rol = Lidmaatschap(soort="organisatie", code=LINDE, rol=Rol.INDIENER, vanaf=huis.now.date())
    bootstrap_person(
        huis.vault,
        account="linde",
        naam="Persoon van De Linde",
        email="linde@portaal.example",
        organisatie=LINDE,
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[rol],
    )
    return huis.gebruiker("linde")


@pytest.fixture
def beide(huis: Installatie, linde: Gebruiker) -> tuple[UUID, UUID]:
    """One question of a time-out to two aanbieders that both promised a place: that of Huis aan het Diep, and of De Linde."""
    gestuurd = verstuur(huis, huis.gebruiker("indiener"), "tijdelijke-plek", plek(DIEP, LINDE))
    with huis.services.database.lezen() as session:
        per = {session.get_one(Bericht, bericht).team: bericht for bericht in gestuurd}
    diep, bij_linde = per[f":{DIEP}"], per[f":{LINDE}"]
    huis.doe(
        huis.gebruiker("ander"), diep, "toezeggen", tekst="Een kamer vanaf 10 april.", antwoorden={"verklaring": ["ja"]}
    )
    huis.doe(linde, bij_linde, "toezeggen", tekst="Een bed vanaf 11 april.", antwoorden={"verklaring": ["ja"]})
    return diep, bij_linde


def stuur(huis: Installatie, bericht: UUID) -> None:
    huis.doe(huis.gebruiker("indiener"), bericht, STUREN, tekst="Rookt.", antwoorden=CLIENT)


def codes(huis: Installatie, bericht: UUID) -> set[str]:
    return {o.code for o in kop(huis.services, huis.gebruiker("indiener"), bericht).acties}


def test_the_client_goes_to_one_of_those_that_promised_and_the_sender_reads_why(
    huis: Installatie, beide: tuple[UUID, UUID], linde: Gebruiker
) -> None:
    diep, bij_linde = beide
    assert STUREN in codes(huis, diep) & codes(huis, bij_linde)
    stuur(huis, diep)
    with pytest.raises(NietMogelijk) as geweigerd:
        stuur(huis, bij_linde)
    assert geweigerd.value.tekst == AL_BIJ.format("Huis aan het Diep")
    assert STUREN not in codes(huis, bij_linde)
    geopend = open_bericht(huis.services, huis.gebruiker("indiener"), bij_linde, now=huis.now)
    (waarschuwing,) = warnings_for(huis.services, huis.gebruiker("indiener"), geopend.kop, geopend.feiten)
    assert waarschuwing.titel == "U ging al verder met Huis aan het Diep"
    gelezen = open_bericht(huis.services, linde, bij_linde, now=huis.now)
    assert [regel.tekst for regel in gelezen.kop.verloop if regel.code == STUREN] == []
    assert warnings_for(huis.services, linde, gelezen.kop, gelezen.feiten) == ()


def _says_no(huis: Installatie, bericht: UUID) -> None:
    huis.doe(huis.gebruiker("ander"), bericht, "niet-mogelijk", tekst="Er is toch geen nachtdienst.")


def _withdrawn(huis: Installatie, bericht: UUID) -> None:
    huis.doe(huis.gebruiker("indiener"), bericht, "intrekken", tekst="De cliënt wil daar niet heen.")


@pytest.mark.parametrize("einde", [_says_no, _withdrawn])
def test_it_goes_to_the_next_once_the_first_says_no_or_is_asked_no_more(
    huis: Installatie, beide: tuple[UUID, UUID], linde: Gebruiker, einde: Callable[[Installatie, UUID], None]
) -> None:
    diep, bij_linde = beide
    stuur(huis, diep)
    einde(huis, diep)
    stuur(huis, bij_linde)
    assert kop(huis.services, linde, bij_linde).toestand.code == "client_bekend"


def test_who_got_it_and_places_the_client_keeps_it_from_the_others(huis: Installatie, beide: tuple[UUID, UUID]) -> None:
    diep, bij_linde = beide
    stuur(huis, diep)
    huis.doe(huis.gebruiker("ander"), diep, "geplaatst")
    with pytest.raises(NietMogelijk) as geweigerd:
        stuur(huis, bij_linde)
    assert geweigerd.value.tekst == AL_BIJ.format("Huis aan het Diep")


def test_of_two_colleagues_who_each_send_it_to_another_one_is_first(
    huis: Installatie, beide: tuple[UUID, UUID]
) -> None:
    diep, bij_linde = beide
    indiener, collega = huis.gebruiker("indiener"), huis.gebruiker("collega")

    def act(services: Services, wie: Gebruiker, bericht: UUID) -> None:
        versie = kop(services, wie, bericht).versie
        doe(
            services,
            wie,
            bericht=bericht,
            code=STUREN,
            sleutel=new_id(),
            versie=versie,
            now=huis.now,
            tekst="Rookt.",
            antwoorden=CLIENT,
        )

    services = with_meanwhile(huis, partial(act, huis.services, collega, bij_linde))
    with pytest.raises(NietMogelijk) as geweigerd:
        act(services, indiener, diep)
    assert geweigerd.value.tekst == AL_BIJ.format("De Linde")
    _withdrawn(huis, bij_linde)
    assert kop(huis.services, indiener, diep).toestand.code == "toegezegd"


def test_at_the_same_moment_one_of_the_two_gets_it(huis: Installatie, beide: tuple[UUID, UUID]) -> None:
    with slow_at(huis, "INSERT INTO overgangen"):
        uitkomst = at_once(*(partial(stuur, huis, bericht) for bericht in beide))
    assert sorted(type(u).__name__ for u in uitkomst) == ["NietMogelijk", "NoneType"]
    indiener = huis.gebruiker("indiener")
    assert sorted(kop(huis.services, indiener, bericht).toestand.code for bericht in beide) == [
        "client_bekend",
        "toegezegd",
    ]
