"""The days of nazorg count from the death, whoever told it, and a recorded death does not end them (Handboek §5.8)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.bericht.zicht import kop
from portal.core.toewijzing.toewijzingenlijst import correct_end
from portal.domain.formulier import Client
from portal.models import Termijn
from tests.core.test_beeindigen import leg_vast, lopend, overlijden
from tests.core.test_herleven import maak_ongedaan
from tests.core.test_toewijzingen import by_hand, clocks, take_in
from tests.installatie import DIEP, Installatie
from tests.voorbeelden import volledig_overlijden

BINNEN = {"binnengekomen_op": "31-3-2026", "binnengekomen_via": "telefoon"}


def zelf_vastgelegd(huis: Installatie) -> UUID:
    """A death of which Eemsdelta heard by phone, recorded by her."""
    bericht = huis.stuur(huis.gebruiker("frontoffice"), "overlijden", volledig_overlijden(**BINNEN))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    leg_vast(huis, bericht)
    return bericht


def dagen(huis: Installatie, bericht: UUID) -> dict[str, date]:
    with huis.services.database.lezen() as session:
        rijen = session.execute(select(Termijn.code, Termijn.datum).where(Termijn.bericht == bericht))
        return {code: datum for code, datum in rijen}  # noqa: C416 - a Row is no pair to mypy


def test_they_run_as_well_when_the_gemeente_heard_of_the_death_herself(huis: Installatie) -> None:
    bericht = zelf_vastgelegd(huis)
    assert dagen(huis, bericht) == {"nazorg-aanspraak": date(2026, 4, 30), "nazorgdagen": date(2026, 4, 12)}
    assert lopend(huis, bericht) == ["nazorg-aanspraak", "nazorgdagen"]
    klok = next(
        k for k in kop(huis.services, huis.gebruiker("consulent"), bericht).termijnen if k.code == "nazorgdagen"
    )
    assert "13 dagen na maandag 30 maart 2026 is zondag 12 april 2026" in klok.uitleg


def test_another_report_of_the_same_death_does_not_end_them_and_neither_does_its_undoing(huis: Installatie) -> None:
    eerst, nazorg = zelf_vastgelegd(huis), {"nazorg": "ja", "product": "thuis-plus", "dagen": "5"}
    dan = overlijden(huis, **nazorg)
    huis.doe(huis.gebruiker("consulent"), dan, "nazorg-toekennen", tekst="Vijf dagen.")
    assert [lopend(huis, b) for b in (eerst, dan)] == [["nazorg-aanspraak", "nazorgdagen"], ["nazorgdagen"]]
    maak_ongedaan(huis, dan)
    assert [lopend(huis, b) for b in (eerst, dan)] == [["nazorg-aanspraak", "nazorgdagen"], []]


def test_a_toewijzing_for_them_asks_no_herindicatie_unless_the_death_is_undone(huis: Installatie) -> None:
    bericht = zelf_vastgelegd(huis)
    wie: dict[str, Any] = {"client": Client(bsn="999900006"), "vanaf": date(2026, 3, 31)}
    by_hand(huis, **wie, einddatum=date(2026, 4, 12))
    ander = by_hand(huis, DIEP, **wie, einddatum=date(2026, 12, 31))
    take_in(huis)
    correct_end(huis.services, huis.gebruiker("backoffice"), ander, einddatum=date(2027, 1, 31), now=huis.now)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [
        ("2026-02-15", "vervallen"),
        ("2026-11-05", "vervallen"),
    ]
    maak_ongedaan(huis, bericht)
    assert [(datum, status) for datum, status, _ in clocks(huis)] == [("2026-02-15", "loopt"), ("2026-12-06", "loopt")]
