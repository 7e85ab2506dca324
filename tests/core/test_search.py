"""Search: exact, within the own team or organisation, and by values that are never kept."""

from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.lezen.search import MOST, zoek
from portal.domain.rechten import NietToegestaan
from portal.forms.acties import ZoekFormulier
from portal.models import AuditRegel, Bericht, Zoekterm
from portal.sealing.client import Refused, TeVeel, VaultDown
from tests.installatie import GRONINGEN, Installatie, open_installatie, sluit
from tests.voorbeelden import BSN, BSNS, kader

GEBOREN = "1987-05-12|J."


def _found(huis: Installatie, wie: Gebruiker, soort: str, waarde: str) -> list[UUID]:
    return [rij.id for rij in zoek(huis.services, wie, soort=soort, waarde=waarde, now=huis.now)]


def _typed(**velden: str) -> tuple[str, str]:
    """Return what the search form makes of what was typed."""
    formulier = ZoekFormulier.vul({naam: [waarde] for naam, waarde in velden.items()}, kader())
    assert formulier.fouten() == ()
    return formulier.zoekopdracht()


@pytest.mark.parametrize(
    "velden",
    [
        {"soort": "bsn", "bsn": BSN},
        {"soort": "bsn", "bsn": "9999.00.006"},
        {"soort": "bsn", "bsn": " 9999 00 006 "},
        {"soort": "geboren", "geboortedatum": "12-5-1987", "voorletters": "j"},
        {"soort": "geboren", "geboortedatum": "12-05-1987", "voorletters": "J."},
        {"soort": "geboren", "geboortedatum": "12-5-1987 ", "voorletters": " J "},
        {"soort": "kenmerk", "kenmerk": "DS-0412"},
        {"soort": "kenmerk", "kenmerk": "  ds-0412 "},
    ],
)
def test_what_the_search_form_sends_finds_what_the_intake_form_gave(huis: Installatie, velden: dict[str, str]) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    soort, waarde = _typed(**velden)
    for wie in ("consulent", "indiener"):
        assert _found(huis, huis.gebruiker(wie), soort, waarde) == [bericht]


def test_initials_are_found_with_and_without_dots_and_accents_alike(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"), voorletters="É.j.P.")
    consulent = huis.gebruiker("consulent")
    for voorletters in ("ÉJP", "E\u0301.J.P.", "éjp"):
        soort, waarde = _typed(soort="geboren", geboortedatum="12-5-1987", voorletters=voorletters)
        assert _found(huis, consulent, soort, waarde) == [bericht]


@pytest.mark.parametrize(
    ("soort", "waarde"),
    [
        ("bsn", BSNS[1]),
        ("geboren", "1987-05-13|J."),
        ("geboren", "1987-05-12|K"),
        ("kenmerk", "DS-041"),
        ("nummer", "x"),
    ],
)
def test_what_differs_is_not_found(huis: Installatie, soort: str, waarde: str) -> None:
    huis.bericht(huis.gebruiker("indiener"))
    assert _found(huis, huis.gebruiker("consulent"), soort, waarde) == []


@pytest.mark.parametrize(("soort", "waarde"), [("bsn", "12"), ("geboren", "1987-05-12|"), ("kenmerk", " "), ("x", "y")])
def test_a_value_that_means_nothing_is_refused(huis: Installatie, soort: str, waarde: str) -> None:
    with pytest.raises(Refused):
        _found(huis, huis.gebruiker("consulent"), soort, waarde)


def test_the_number_is_found_however_it_is_written_and_without_the_vault(huis: Installatie) -> None:
    bericht, consulent = huis.bericht(huis.gebruiker("indiener")), huis.gebruiker("consulent")
    with huis.services.database.lezen() as session:
        nummer = session.get_one(Bericht, bericht).nummer
    huis.client.down = True
    for geschreven in (nummer, nummer.lower(), nummer[3:], nummer.replace("-", " "), f" {nummer.replace('-', '')} "):
        assert _found(huis, consulent, "nummer", geschreven) == [bericht]
    with pytest.raises(VaultDown):
        _found(huis, consulent, "bsn", BSN)


def test_nobody_finds_what_another_team_or_organisation_has(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.lezen() as session:
        nummer = session.get_one(Bericht, bericht).nummer
    waarden = (("bsn", BSN), ("geboren", GEBOREN), ("kenmerk", "DS-0412"), ("nummer", nummer))
    for wie in ("ander", "groningen", "dubbel", "toezichthouder", "contractmanager"):
        gebruiker = huis.gebruiker(wie)
        assert [_found(huis, gebruiker, soort, waarde) for soort, waarde in waarden] == [[], [], [], []]


def test_after_a_hand_on_the_new_team_finds_it_and_the_old_does_not(huis: Installatie) -> None:
    indiener, consulent, groningen = (huis.gebruiker(naam) for naam in ("indiener", "consulent", "groningen"))
    bericht = huis.bericht(indiener)
    with huis.services.database.lezen() as session:
        nummer = session.get_one(Bericht, bericht).nummer
    huis.doe(consulent, bericht, "doorsturen", tekst="Daar.", doel=GRONINGEN)
    huis.client.take_in(bericht)
    for soort, waarde in (("bsn", BSN), ("geboren", GEBOREN), ("kenmerk", "DS-0412"), ("nummer", nummer)):
        assert [_found(huis, wie, soort, waarde) for wie in (consulent, groningen, indiener)] == [
            [],
            [bericht],
            [bericht],
        ]


def test_a_term_moved_to_another_bericht_shows_nothing_that_is_not_ones_own(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    ander = huis.bericht(huis.gebruiker("ander"), gemeente_inschrijving="0014", bsn=BSNS[2], nieuwe_gemeente="1979")
    with huis.services.database.schrijven() as session:
        term = session.scalars(
            select(Zoekterm).where(
                Zoekterm.bericht == bericht, Zoekterm.soort == "bsn", Zoekterm.recipient_kind == "team"
            )
        ).one()
        waarden = {column.key: getattr(term, column.key) for column in Zoekterm.__table__.columns}
        session.add(Zoekterm(**(waarden | {"bericht": ander})))
    assert _found(huis, huis.gebruiker("consulent"), "bsn", BSN) == [bericht]


def test_newest_first_and_only_the_first_so_many(huis: Installatie) -> None:
    indiener, consulent, berichten = huis.gebruiker("indiener"), huis.gebruiker("consulent"), []
    for _ in range(3):
        berichten.append(huis.bericht(indiener))
        huis.later(minutes=1)
    assert _found(huis, consulent, "bsn", BSN) == berichten[::-1]
    assert MOST == 50


@pytest.mark.parametrize("wie", ["beleid", "beheerder", "organisatiebeheerder"])
def test_who_may_not_search_is_refused(huis: Installatie, wie: str) -> None:
    for soort in ("bsn", "nummer"):
        with pytest.raises(NietToegestaan):
            _found(huis, huis.gebruiker(wie), soort, BSN)


def test_every_search_leaves_a_line_without_its_value(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    _found(huis, consulent, "bsn", BSN)
    _found(huis, consulent, "nummer", "BP-1234-5678")
    with huis.services.database.lezen() as session:
        regels = session.execute(
            select(AuditRegel.onderwerp, AuditRegel.items, AuditRegel.persoon).where(AuditRegel.actie == "zoeken")
        ).all()
    assert sorted(tuple(regel) for regel in regels) == [
        ("nummer", "", str(consulent.persoon)),
        ("zoeken bsn", str(bericht), str(consulent.persoon)),
    ]


def test_sixty_searches_fill_an_hour(huis: Installatie) -> None:
    database = huis.services.database.url
    sluit(huis)
    strikt = open_installatie(huis.services.settings.data, database, limieten=1)
    consulent = strikt.gebruiker("consulent")
    for _ in range(60):
        _found(strikt, consulent, "bsn", BSN)
    with pytest.raises(TeVeel):
        _found(strikt, consulent, "bsn", BSN)
    sluit(strikt)
