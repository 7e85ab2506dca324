"""Lists: most urgent first, page by page without gaps or doubles, counted, and readable while the vault is down."""

import base64
import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import kop
from portal.core.cursor import moment, read_cursor, write_cursor
from portal.core.herinneren.afloop import aflopend
from portal.core.klokken.klokken import NOOIT
from portal.core.klokken.urgentie import presses
from portal.core.lezen.cijfers import cijfers
from portal.core.lezen.houders import gone
from portal.core.lezen.tellingen import COUNT_TO
from portal.core.lezen.worklist import PAGE, Lijst, onderweg, werkvoorraad
from portal.domain.rechten import NietToegestaan
from portal.domain.termijn import Karakter
from portal.models import Bericht, Lijstregel, Persoon, Termijn
from portal.sealing.envelope import new_id
from tests.core.test_beeindigen import overlijden
from tests.ingevuld import ingevuld
from tests.installatie import EEMSDELTA, GRONINGEN, HIER, Installatie


def _many(huis: Installatie, count: int) -> list[UUID]:
    """Copy one bericht many times: urgent dates with ties, moments with ties."""
    model = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.schrijven() as session:
        rij = session.get_one(Bericht, model)
        waarden = {column.key: getattr(rij, column.key) for column in Bericht.__table__.columns}
        rijen = [
            waarden
            | {
                "id": new_id(),
                "nummer": f"BP-{n:04}-TEST",
                "urgent": date(2026, 5, 1) + timedelta(days=n % 7),
                "ingediend": huis.now + timedelta(seconds=n % 3),
            }
            for n in range(count - 1)
        ]
        session.execute(insert(Bericht), rijen)
    return [model, *(rij["id"] for rij in rijen)]


def _pages(read: Callable[[str], Lijst]) -> list[Lijst]:
    pages = [read("")]
    while pages[-1].volgende:
        pages.append(read(pages[-1].volgende))
    return pages


def test_120_berichten_come_in_pages_without_gaps_or_doubles_most_urgent_first(huis: Installatie) -> None:
    consulent, alle = huis.gebruiker("consulent"), _many(huis, 120)
    pages = _pages(lambda na: werkvoorraad(huis.services, consulent, na=na))
    assert [len(page.rijen) for page in pages] == [50, 50, 20]
    gezien = [rij.id for page in pages for rij in page.rijen]
    assert sorted(gezien) == sorted(alle)
    with huis.services.database.lezen() as session:
        volgorde = {b.id: (b.urgent, b.ingediend, b.id.hex) for b in session.scalars(select(Bericht)).all()}
    assert [volgorde[bericht] for bericht in gezien] == sorted(volgorde.values())


def test_120_berichten_under_way_come_newest_first(huis: Installatie) -> None:
    indiener, alle = huis.gebruiker("indiener"), _many(huis, 120)
    pages = _pages(lambda na: onderweg(huis.services, indiener, na=na))
    gezien = [rij for page in pages for rij in page.rijen]
    assert sorted(rij.id for rij in gezien) == sorted(alle)
    assert [(r.ingediend, r.id.hex) for r in gezien] == sorted(((r.ingediend, r.id.hex) for r in gezien), reverse=True)


def test_a_bericht_that_leaves_between_two_pages_makes_none_disappear(huis: Installatie) -> None:
    consulent, alle = huis.gebruiker("consulent"), _many(huis, 60)
    eerste = werkvoorraad(huis.services, consulent)
    with huis.services.database.schrijven() as session:
        weg = [rij.id for rij in eerste.rijen[:10]]
        session.execute(update(Bericht).where(Bericht.id.in_(weg)).values(fase="klaar"))
    tweede = werkvoorraad(huis.services, consulent, na=eerste.volgende)
    assert sorted(rij.id for rij in (*eerste.rijen, *tweede.rijen)) == sorted(alle)


def _cursor(*waarden: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(waarden).encode()).decode()


@pytest.mark.parametrize(
    "na",
    [
        "onzin",
        "é",
        "====",
        _cursor(),
        _cursor(1, 2, 3),
        _cursor("2026-05-01", "2026-05-01T00:00:00", str(UUID(int=1))),
        _cursor("2026-05-01", "0001-01-01T00:00:00+14:00", str(UUID(int=1))),
        _cursor("2026-05-01", "2026-05-01T00:00:00+00:00", "geen id"),
        _cursor("2026-05-01", "2026-05-01T00:00:00+00:00", str(UUID(int=1)), "meer"),
        base64.urlsafe_b64encode(b'{"0": 1, "1": 2, "2": 3}').decode(),
        base64.urlsafe_b64encode(b"null").decode(),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_a_cursor_that_was_tampered_with_starts_at_the_first_page(huis: Installatie, na: str) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    assert [rij.id for rij in werkvoorraad(huis.services, huis.gebruiker("consulent"), na=na).rijen] == [bericht]
    assert [rij.id for rij in onderweg(huis.services, huis.gebruiker("indiener"), na=na).rijen] == [bericht]


def test_a_cursor_is_read_as_it_was_written(huis: Installatie) -> None:
    waarden = (date(2026, 5, 1), huis.now, UUID(int=5))
    geschreven = write_cursor(waarden[0], waarden[1].isoformat(), waarden[2])
    assert read_cursor(geschreven, date.fromisoformat, moment, UUID) == waarden


def test_the_counts_say_what_each_filter_holds(huis: Installatie) -> None:
    consulent, tweede, indiener = (huis.gebruiker(naam) for naam in ("consulent", "tweede", "indiener"))
    een, ander, klaar, _vrij = (huis.bericht(indiener) for _ in range(4))
    huis.doe(consulent, een, "oppakken")
    huis.doe(tweede, ander, "oppakken")
    huis.doe(tweede, ander, "vraag-stellen", tekst="Wanneer?")
    huis.doe(indiener, klaar, "intrekken", tekst="Niet meer nodig.")
    lijst = werkvoorraad(huis.services, consulent, keuze="van-mij")
    assert {t.keuze: t.aantal for t in lijst.tellingen} == {
        "alles": 3,
        "van-mij": 1,
        "zonder-behandelaar": 1,
        "wacht": 1,
    }
    assert [(rij.id, rij.behandelaar_naam) for rij in lijst.rijen] == [(een, "Consulent")]
    assert {t.keuze: t.aantal for t in onderweg(huis.services, indiener).tellingen} == {
        "open": 3,
        "vragen": 1,
        "klaar": 1,
    }
    assert [rij.id for rij in onderweg(huis.services, indiener, keuze="klaar").rijen] == [klaar]
    assert [rij.id for rij in onderweg(huis.services, indiener, keuze="vragen").rijen] == [ander]
    assert len(werkvoorraad(huis.services, consulent, keuze="bestaat-niet").rijen) == 3
    assert len(onderweg(huis.services, indiener, keuze="bestaat-niet").rijen) == 3


def test_what_somebody_held_who_was_blocked_waits_for_anybody(huis: Installatie) -> None:
    indiener, beleid = huis.gebruiker("indiener"), huis.gebruiker("beleid")
    vrij, *van_weg, van_tweede = (huis.bericht(indiener) for _ in range(4))
    for wie, bericht in (("consulent", van_weg[0]), ("consulent", van_weg[1]), ("tweede", van_tweede)):
        huis.doe(huis.gebruiker(wie), bericht, "oppakken")
    huis.later(days=1)

    def waiting() -> tuple[int, set[UUID], dict[str, int], int]:
        lijst = werkvoorraad(huis.services, huis.gebruiker("tweede"), keuze="zonder-behandelaar")
        namen = Counter(rij.behandelaar_naam for rij in lijst.rijen)
        telling = next(t.aantal for t in lijst.tellingen if t.keuze == "zonder-behandelaar")
        totaal = cijfers(huis.services, beleid, vandaag=beleid.vandaag).totaal
        return telling, {rij.id for rij in lijst.rijen}, namen, totaal.zonder_behandelaar

    assert waiting() == (1, {vrij}, {"": 1}, 1)
    weg = huis.gebruiker("consulent").persoon
    huis.client.block(huis.token("beheerder"), weg, herkomst=HIER)
    assert waiting() == (3, {vrij, *van_weg}, {"": 1, "Consulent (heeft geen toegang meer)": 2}, 3)
    with huis.services.database.schrijven() as session:
        vals = update(Persoon).where(Persoon.account == "consulent").values(signature=b"x" * 64)
        session.execute(vals.execution_options(synchronize_session=False))
        assert gone(session, huis.services, EEMSDELTA, vandaag=beleid.vandaag) == [
            weg
        ]  # nor is who is not genuine here
        session.rollback()
    huis.doe(huis.gebruiker("tweede"), van_weg[0], "overnemen")
    assert waiting() == (2, {vrij, van_weg[1]}, {"": 1, "Consulent (heeft geen toegang meer)": 1}, 2)


def test_counting_stops_at_a_bound_and_says_so(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    _many(huis, COUNT_TO + 1)
    alles = werkvoorraad(huis.services, consulent).tellingen[0]
    assert (alles.aantal, alles.meer) == (COUNT_TO, True)


def test_a_mapje_narrows_the_list(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    assert [r.id for r in werkvoorraad(huis.services, consulent, mapje="verzoek-overdracht-toewijzing").rijen] == [
        bericht
    ]
    assert werkvoorraad(huis.services, consulent, mapje="ander").rijen == ()


def test_with_the_vault_down_the_list_stands_without_its_clients(huis: Installatie) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    huis.bericht(indiener)
    huis.client.down = True
    for lijst in (werkvoorraad(huis.services, consulent), onderweg(huis.services, indiener)):
        assert ([rij.client for rij in lijst.rijen], lijst.kluis_dicht) == ([""], True)
    huis.client.down = False
    for lijst in (werkvoorraad(huis.services, consulent), onderweg(huis.services, indiener)):
        assert ([rij.client for rij in lijst.rijen], lijst.kluis_dicht) == (["J.V. · 1987"], False)


def test_a_shorthand_that_is_not_genuine_is_said_to_be_unreadable(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.schrijven() as session:
        regel = session.scalars(select(Lijstregel).where(Lijstregel.recipient_kind == "team")).one()
        regel.sealed = bytes(len(regel.sealed))
    lijst = werkvoorraad(huis.services, consulent)
    assert [(rij.id, rij.client) for rij in lijst.rijen] == [(bericht, "niet leesbaar")]


def test_the_row_shows_the_earliest_clock_and_whether_it_is_new(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    (rij,) = werkvoorraad(huis.services, consulent).rijen
    assert rij.termijn is not None
    assert (rij.id, rij.termijn.datum, rij.nieuw, rij.team_naam) == (
        bericht,
        date(2026, 5, 1),
        True,
        "Toegang Eemsdelta",
    )
    huis.doe(consulent, bericht, "oppakken")
    assert [r.nieuw for r in werkvoorraad(huis.services, consulent).rijen] == [False]


def test_the_chance_of_a_burger_comes_before_no_duty_of_the_team(huis: Installatie) -> None:
    mailbox = huis.services.mailboxen.met_code("melding-beschermd-wonen")
    assert mailbox is not None
    consulent, bericht = (
        huis.gebruiker("consulent"),
        huis.stuur(huis.gebruiker("indiener"), mailbox.code, ingevuld(mailbox)),
    )
    eerst = [(r.termijn.titel, r.termijn.datum) for r in werkvoorraad(huis.services, consulent).rijen if r.termijn]
    with huis.services.database.lezen() as session:
        urgent = [session.get_one(Bericht, bericht).urgent]
    huis.doe(consulent, bericht, "oppakken")
    with huis.services.database.lezen() as session:
        urgent += [session.get_one(Bericht, bericht).urgent]
    tot = date(2026, 5, 18)
    loopt_af = [a.datum for a in aflopend(huis.services, consulent, tot=tot, keuze="alles", vandaag=date(2026, 4, 2))]
    op_de_pagina = [t.datum for t in kop(huis.services, consulent, bericht).termijnen]
    assert (eerst, urgent, loopt_af) == ([("Onderzoek en onderzoeksverslag", tot)], [tot, tot], [tot])
    assert op_de_pagina == [date(2026, 4, 9), tot]
    with huis.services.database.schrijven() as session:  # weighed before a chance pressed on nobody
        session.execute(update(Bericht).where(Bericht.id == bericht).values(urgent=date(2026, 4, 9)))
    assert [r.termijn.datum for r in werkvoorraad(huis.services, consulent).rijen if r.termijn] == [tot]


def test_the_claim_of_an_aanbieder_orders_no_list_of_a_team_and_stands_on_his_own(huis: Installatie) -> None:
    """Nazorgdagen he may still report until 30 april (Handboek §5.8): the team has nothing to do about that."""
    vraag = huis.bericht(huis.gebruiker("indiener"))  # a duty of 1 mei
    bericht = overlijden(huis)
    consulent, indiener = huis.gebruiker("consulent"), huis.gebruiker("indiener")
    with huis.services.database.lezen() as session:
        klokken = session.scalars(select(Termijn).where(Termijn.bericht == bericht)).all()
        urgent = session.get_one(Bericht, bericht).urgent
    assert {(k.karakter, k.datum < date(2026, 5, 1)) for k in klokken} == {("aanspraak", True)}
    assert (urgent, [rij.id for rij in werkvoorraad(huis.services, consulent).rijen]) == (NOOIT, [vraag, bericht])

    def op_de_lijst(wie: Gebruiker) -> set[date]:
        gevonden = aflopend(huis.services, wie, tot=date(2026, 4, 30), keuze="alles", vandaag=date(2026, 4, 2))
        return {item.datum for item in gevonden if item.bericht == bericht}

    assert (op_de_lijst(consulent), op_de_lijst(indiener)) == (set(), {k.datum for k in klokken})


@pytest.mark.parametrize(
    ("karakter", "drukt"),
    [
        (Karakter.PLICHT, (True, True)),
        (Karakter.AANSPRAAK, (False, False)),
        (Karakter.VERWACHTING, (True, False)),
        (Karakter.MIJLPAAL, (True, False)),
        (Karakter.KANS, (False, False)),
    ],
)
def test_a_duty_presses_until_it_is_met_a_chance_or_claim_never_and_the_rest_until_its_day(
    karakter: Karakter, drukt: tuple[bool, bool]
) -> None:
    vandaag = date(2026, 4, 9)
    dagen = (vandaag, vandaag - timedelta(days=1))
    assert tuple(presses(karakter, dag, vandaag=vandaag) for dag in dagen) == drukt


def test_each_team_and_organisation_sees_its_own_list(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    assert werkvoorraad(huis.services, huis.gebruiker("groningen")).rijen == ()
    assert onderweg(huis.services, huis.gebruiker("ander")).rijen == ()
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Daar.", doel=GRONINGEN)
    assert [rij.id for rij in werkvoorraad(huis.services, huis.gebruiker("groningen")).rijen] == [bericht]
    assert werkvoorraad(huis.services, huis.gebruiker("consulent")).rijen == ()


def test_an_aanbieder_reads_what_it_received_and_nothing_of_what_it_sent(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    huis.bericht(indiener)
    assert werkvoorraad(huis.services, indiener).rijen == ()


@pytest.mark.parametrize("wie", ["beleid", "beheerder", "organisatiebeheerder"])
def test_who_may_not_read_gets_no_werkvoorraad(huis: Installatie, wie: str) -> None:
    with pytest.raises(NietToegestaan):
        werkvoorraad(huis.services, huis.gebruiker(wie))


@pytest.mark.parametrize("wie", ["beleid", "organisatiebeheerder", "beheerder"])
def test_who_may_not_follow_gets_no_list_of_what_is_under_way(huis: Installatie, wie: str) -> None:
    with pytest.raises(NietToegestaan):
        onderweg(huis.services, huis.gebruiker(wie))


def test_a_page_is_as_long_as_asked(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    _many(huis, 6)
    assert [len(p.rijen) for p in _pages(lambda na: onderweg(huis.services, indiener, na=na, hoogstens=5))] == [5, 1]
    assert PAGE == 50


@pytest.mark.parametrize("veld", ["mailbox", "status"])
def test_a_row_of_a_mailbox_or_status_that_is_gone_stands_in_the_list_as_unknown(huis: Installatie, veld: str) -> None:
    eerste, tweede = _many(huis, 2)
    with huis.services.database.schrijven() as session:
        session.execute(update(Bericht).where(Bericht.id == eerste).values({veld: "weg"}))
    rijen = {rij.id: rij for rij in werkvoorraad(huis.services, huis.gebruiker("consulent")).rijen}
    assert (rijen[eerste].status_titel, rijen[tweede].status_titel, bool(rijen[eerste].nummer)) == (
        "Onbekend",
        "Ontvangen",
        True,
    )
    assert len(onderweg(huis.services, huis.gebruiker("indiener")).rijen) == 2


def test_a_clock_of_an_unknown_kind_is_left_out_of_the_list(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.schrijven() as session:
        session.execute(update(Termijn).values(karakter="weg"))
    (rij,) = werkvoorraad(huis.services, huis.gebruiker("consulent")).rijen
    assert (rij.id, rij.termijn) == (bericht, None)
