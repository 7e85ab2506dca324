"""A product that stands beside an indicatie, written down before it: the herindicatie is that of the indicatie once that is there."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.insturen.waarschuwen import warnings_for
from portal.core.lezen.reading import open_bericht
from portal.core.toewijzing.toewijzingenlijst import correct_end, end_by_hand
from portal.models import Toewijzing
from tests.core.test_beeindigen import herindicatie
from tests.core.test_begin_van_dag import verbeter
from tests.core.test_indicatie import EINDE, toegekend, wisseling
from tests.core.test_toewijzingen import BSN, CLIENT, by_hand, clocks, seen, take_in, tick
from tests.installatie import DIEP, Installatie


def test_a_product_that_was_written_down_first_follows_the_indicatie_once_that_is_there(huis: Installatie) -> None:
    naast: dict[str, Any] = {"producten": ("activering-participatie",), "einddatum": date(2026, 9, 30)}
    product = by_hand(huis, **naast)
    take_in(huis)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [("2026-08-05", "loopt")]
    indicatie = by_hand(huis, einddatum=date(2026, 9, 30), producten=("verblijf-nabij",))
    take_in(huis)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [
        ("2026-08-05", "loopt"),
        ("2026-08-05", "vervallen"),
    ]
    backoffice = huis.gebruiker("backoffice")
    correct_end(huis.services, backoffice, indicatie, einddatum=date(2026, 12, 31), now=huis.now)
    correct_end(huis.services, backoffice, product, einddatum=date(2026, 12, 31), now=huis.now)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [
        ("2026-08-05", "vervallen"),
        ("2026-11-05", "loopt"),
    ]
    # a product that goes on after the indicatie has to be asked for anew by itself
    correct_end(huis.services, backoffice, product, einddatum=date(2027, 1, 31), now=huis.now)
    assert [(datum, status) for datum, status, _ in clocks(huis) if status == "loopt"] == [
        ("2026-11-05", "loopt"),
        ("2026-12-06", "loopt"),
    ]
    correct_end(huis.services, backoffice, indicatie, einddatum=date(2027, 1, 31), now=huis.now)
    assert [(datum, status) for datum, status, _ in clocks(huis) if status == "loopt"] == [("2026-12-06", "loopt")]


def test_a_product_of_by_hand_follows_the_indicatie_that_a_301_gives_and_is_withdrawn_with_it(
    huis: Installatie,
) -> None:
    zaak = toegekend(huis)
    by_hand(huis, client=replace(CLIENT, bsn=BSN), producten=("activering-participatie",))
    by_hand(huis, client=replace(CLIENT, bsn="999990019"), producten=("activering-participatie",))
    take_in(huis)
    tick(zaak, "301-toewijzing", einddatum=EINDE)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [
        ("2026-11-05", "loopt"),  # of another client, who has no indicatie here
        ("2026-11-05", "vervallen"),
        ("2027-05-05", "loopt"),
    ]
    take_in(huis)
    zaak = wisseling(huis)
    tick(zaak, "formulier-wisseling")
    tick(zaak, "301-intrekking", tot=date(2026, 5, 31))
    assert sorted(dag for _, dag, _ in seen(huis, "backoffice")) == ["2026-05-31", "2026-05-31", "2026-12-31"]


def test_an_end_that_was_mistyped_at_one_of_two_301s_leaves_one_plan_once_it_is_corrected(huis: Installatie) -> None:
    zaak, fout = toegekend(huis), date(2028, 6, 30)
    tick(zaak, "301-toewijzing", einddatum=fout)
    take_in(huis)
    by_hand(huis, client=replace(CLIENT, bsn=BSN), einddatum=EINDE)
    take_in(huis)
    assert [datum for datum, status, _ in clocks(huis) if status == "loopt"] == ["2027-05-05", "2028-05-05"]
    backoffice = huis.gebruiker("backoffice")
    with huis.services.database.lezen() as session:
        verkeerd = session.scalars(select(Toewijzing.id).where(Toewijzing.einddatum == fout)).one()
    for einde, over in ((EINDE, ["2027-05-05"]), (fout, ["2027-05-05", "2028-05-05"]), (EINDE, ["2027-05-05"])):
        correct_end(huis.services, backoffice, verkeerd, einddatum=einde, now=huis.now)
        assert [datum for datum, status, _ in clocks(huis) if status == "loopt"] == over


def test_what_shared_the_plan_of_another_has_its_own_once_that_one_changes_or_ends(huis: Installatie) -> None:
    backoffice, einde, eerder = huis.gebruiker("backoffice"), date(2027, 1, 31), date(2026, 9, 30)
    later, op = date(2027, 6, 30), date(2026, 5, 31)
    product: dict[str, Any] = {"producten": ("activering-participatie",), "einddatum": einde}

    def loopt() -> list[str]:
        return [datum for datum, status, _ in clocks(huis) if status == "loopt"]

    def schrijf_op(**wat: Any) -> UUID:
        toewijzing: UUID = by_hand(huis, **wat)
        take_in(huis)
        return toewijzing

    een, ander = schrijf_op(einddatum=einde), schrijf_op(einddatum=einde)
    correct_end(huis.services, backoffice, een, einddatum=eerder, now=huis.now)
    assert loopt() == ["2026-08-05", "2026-12-06"]
    correct_end(huis.services, backoffice, een, einddatum=later, now=huis.now)
    assert loopt() == ["2026-12-06", "2027-05-05"]  # two indicaties: the one that ends first follows no other
    correct_end(huis.services, backoffice, een, einddatum=einde, now=huis.now)
    assert loopt() == ["2026-12-06"]
    end_by_hand(huis.services, backoffice, een, op=op, now=huis.now)
    assert loopt() == ["2026-12-06"]
    end_by_hand(huis.services, backoffice, ander, op=op, now=huis.now)
    assert loopt() == []
    schrijf_op(**product)
    verkeerd = schrijf_op(einddatum=later)
    assert loopt() == ["2027-05-05"]
    correct_end(huis.services, backoffice, verkeerd, einddatum=eerder, now=huis.now)
    assert loopt() == ["2026-08-05", "2026-12-06"]
    correct_end(huis.services, backoffice, verkeerd, einddatum=later, now=huis.now)
    assert loopt() == ["2027-05-05"]
    schrijf_op(**product)  # beside the indicatie, and never with a plan of its own
    end_by_hand(huis.services, backoffice, verkeerd, op=op, now=huis.now)
    assert loopt() == ["2026-12-06"]


def test_a_herindicatie_that_is_in_already_leaves_nothing_to_plan_for_what_is_written_down_after_it(
    huis: Installatie,
) -> None:
    zelfde: dict[str, Any] = {"client": replace(CLIENT, bsn=BSN), "einddatum": date(2026, 6, 30)}
    herindicatie(huis, einddatum="30-6-2026")
    by_hand(huis, **zelfde)
    by_hand(huis, **zelfde | {"einddatum": date(2026, 5, 31)}, producten=("activering-participatie",))
    assert clocks(huis) == []
    by_hand(huis, DIEP, **zelfde)  # of him none is in
    take_in(huis)
    herindicatie(huis, "ander", einddatum="29-6-2026")  # a day that was mistyped meets the only plan there is
    by_hand(huis, DIEP, **zelfde, producten=("activering-participatie",))
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [("2026-05-05", "gehaald")]


def test_the_consulent_reads_that_the_end_in_a_herindicatie_is_another_than_in_the_register(huis: Installatie) -> None:
    titel = "De einddatum van de indicatie staat anders in het register"
    bericht = herindicatie(huis, einddatum="30-6-2027")

    def gelezen(account: str) -> list[str]:
        wie = huis.gebruiker(account)
        geopend = open_bericht(huis.services, wie, bericht, now=huis.now)
        gevonden = warnings_for(huis.services, wie, geopend.kop, geopend.feiten)
        return [w.tekst for w in gevonden if w.titel == titel]

    assert gelezen("consulent") == []  # the register knows nothing of him
    toewijzing = by_hand(huis, client=replace(CLIENT, bsn=BSN), einddatum=date(2026, 6, 30))
    by_hand(huis, DIEP, client=replace(CLIENT, bsn=BSN), einddatum=date(2027, 6, 30))
    take_in(huis)
    (tekst,) = gelezen("consulent")
    assert (
        "De afzender vulde woensdag 30 juni 2027 in. In het register staat voor deze cliënt dinsdag 30 juni 2026."
        in tekst
    )
    assert gelezen("indiener") == []
    assert (
        "Kies bij dit bericht de stap 'Begindatum van een termijn verbeteren', of stel de afzender een vraag." in tekst
    )
    correct_end(huis.services, huis.gebruiker("backoffice"), toewijzing, einddatum=date(2027, 6, 30), now=huis.now)
    assert gelezen("consulent") == []
    correct_end(huis.services, huis.gebruiker("backoffice"), toewijzing, einddatum=date(2026, 6, 30), now=huis.now)
    assert len(gelezen("consulent")) == 1
    verbeter(huis, "consulent", bericht, "melden", date(2026, 6, 30))
    assert gelezen("consulent") == []
