"""Taken: done on the day the thing was sent, each in its turn, by the own team, once."""

from datetime import date
from uuid import UUID, uuid5

import pytest
from sqlalchemy import event, insert, select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.nogmaals import stored_key
from portal.core.behandelen.stapcontrole import Getekend, HandtekeningNodig
from portal.core.bericht.taakzicht import TaakZicht
from portal.core.bericht.zicht import kop
from portal.core.cursor import write_cursor
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.core.taken.indicatie import Indicatie
from portal.core.taken.taken import taak_gedaan, taak_vervalt
from portal.core.taken.takenlijst import PAGE, Takenlijst, takenlijst
from portal.core.weigeren import NietMogelijk
from portal.domain.rechten import NietToegestaan
from portal.models import AuditRegel, Overgang, Taak, Termijn
from portal.sealing.envelope import new_id
from tests.installatie import GRONINGEN, Installatie

VANDAAG = date(2026, 4, 2)
GETEKEND = Getekend(VANDAAG, "M. de Boer, consulent")
AKKOORD = "akkoord-andere-gemeente"
ZELFDE_GEMEENTE = ("formulier-wisseling", "301-intrekking", "301-toewijzing", "melding-cak", "beschikking")


@pytest.fixture
def bericht(huis: Installatie) -> UUID:
    bericht, consulent = huis.bericht(huis.gebruiker("indiener")), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, AKKOORD, tekst="Akkoord.")
    return bericht


def _taak(huis: Installatie, wie: Gebruiker, code: str) -> TaakZicht:
    return next(taak for taak in takenlijst(huis.services, wie).taken if taak.code == code)


def _done(huis: Installatie, wie: Gebruiker, code: str, op: date = VANDAAG) -> UUID:
    return taak_gedaan(huis.services, wie, taak=_taak(huis, wie, code).id, verzonden=op, now=huis.now)


def _steps(huis: Installatie, bericht: UUID) -> list[str]:
    with huis.services.database.lezen() as session:
        return list(
            session.scalars(select(Overgang.code).where(Overgang.bericht == bericht).order_by(Overgang.volgnummer))
        )


def test_a_taak_is_done_on_the_day_it_was_sent(huis: Installatie, bericht: UUID) -> None:
    backoffice = huis.gebruiker("backoffice")
    huis.later(days=3)
    assert _done(huis, backoffice, "formulier-wisseling", date(2026, 4, 3)) == bericht
    with huis.services.database.lezen() as session:
        rij = session.scalars(select(Taak).where(Taak.code == "formulier-wisseling")).one()
        regels = session.execute(
            select(AuditRegel.uitkomst, AuditRegel.persoon).where(AuditRegel.actie == "taak gedaan")
        ).all()
    assert (rij.status, rij.verzonden, rij.gedaan, rij.gedaan_door) == (
        "gedaan",
        date(2026, 4, 3),
        huis.now,
        backoffice.persoon,
    )
    assert [tuple(regel) for regel in regels] == [("formulier-wisseling", str(backoffice.persoon))]


def test_a_day_that_lies_ahead_or_before_the_decision_is_refused_with_the_days(
    huis: Installatie, bericht: UUID
) -> None:
    consulent = huis.gebruiker("consulent")
    with pytest.raises(NietMogelijk, match="na vandaag"):
        _done(huis, consulent, "formulier-wisseling", date(2026, 4, 3))
    with pytest.raises(NietMogelijk, match="voor het besluit van"):
        _done(huis, consulent, "formulier-wisseling", date(2026, 4, 1))
    assert _taak(huis, consulent, "formulier-wisseling").open is True


def test_just_after_midnight_here_it_is_tomorrow(huis: Installatie, bericht: UUID) -> None:
    huis.later(hours=14)  # 22:12 UTC on 2 April is 00:12 on 3 April in the Netherlands
    _done(huis, huis.gebruiker("consulent"), "formulier-wisseling", date(2026, 4, 3))


def test_a_taak_whose_turn_it_is_not_names_what_comes_first(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    assert _taak(huis, consulent, "afspraken").wacht_op == ("Leg de wisseling voor aan de ontvangende gemeente",)
    with pytest.raises(NietMogelijk, match="Doe eerst: Leg de wisseling voor"):
        _done(huis, consulent, "afspraken")
    _done(huis, consulent, "afstemming")
    assert _taak(huis, consulent, "afspraken").wacht_op == ()
    _done(huis, consulent, "afspraken")


def test_a_taak_done_twice_keeps_its_first_day(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    taak = _taak(huis, consulent, "formulier-wisseling")
    huis.later(days=1)
    for dag in (date(2026, 4, 2), date(2026, 4, 3)):
        assert taak_gedaan(huis.services, consulent, taak=taak.id, verzonden=dag, now=huis.now) == bericht
    with huis.services.database.lezen() as session:
        assert session.get_one(Taak, taak.id).verzonden == date(2026, 4, 2)
        assert len(session.scalars(select(AuditRegel.id).where(AuditRegel.actie == "taak gedaan")).all()) == 1


def test_another_team_the_sender_and_unknown_ids_find_no_taak(huis: Installatie, bericht: UUID) -> None:
    taak = _taak(huis, huis.gebruiker("consulent"), "formulier-wisseling").id
    groningen = huis.gebruiker("groningen")
    assert takenlijst(huis.services, groningen).taken == ()
    for wie, welke in ((groningen, taak), (huis.gebruiker("consulent"), new_id())):
        with pytest.raises(NietGevonden):
            taak_gedaan(huis.services, wie, taak=welke, verzonden=VANDAAG, now=huis.now)
    assert kop(huis.services, huis.gebruiker("indiener"), bericht).taken == ()


def test_a_taak_of_another_team_costs_what_one_that_is_not_there_costs(huis: Installatie, bericht: UUID) -> None:
    taak, vreemde = _taak(huis, huis.gebruiker("consulent"), "301-intrekking").id, huis.gebruiker("groningen")
    gevraagd: list[str] = []
    event.listen(
        huis.services.database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: gevraagd.append(statement),
    )
    werk = []
    for id_ in (taak, new_id()):
        gevraagd.clear()
        with pytest.raises(NietGevonden):
            taak_vervalt(huis.services, vreemde, taak=id_, now=huis.now)
        werk.append(tuple(gevraagd))
    assert (werk[0], len(werk[0]) > 0) == (werk[1], True)


@pytest.mark.parametrize("wie", ["beleid", "beheerder", "organisatiebeheerder"])
def test_who_has_no_taken_is_refused(huis: Installatie, bericht: UUID, wie: str) -> None:
    gebruiker = huis.gebruiker(wie)
    with pytest.raises(NietToegestaan):
        takenlijst(huis.services, gebruiker)
    with pytest.raises(NietToegestaan):
        taak_gedaan(huis.services, gebruiker, taak=new_id(), verzonden=VANDAAG, now=huis.now)


@pytest.mark.parametrize("wie", ["backoffice", "frontoffice", "tweede"])
def test_every_colleague_who_reads_the_team_s_berichten_can_tick_a_taak(
    huis: Installatie, bericht: UUID, wie: str
) -> None:
    assert _done(huis, huis.gebruiker(wie), "formulier-wisseling") == bericht


def test_each_taak_says_whose_it_is(huis: Installatie, bericht: UUID) -> None:
    rollen = {taak.code: taak.rol for taak in takenlijst(huis.services, huis.gebruiker("consulent")).taken}
    assert (rollen["301-intrekking"], rollen["afstemming"]) == ("backoffice", "consulent")


def test_the_last_taak_ends_the_bericht_in_the_name_of_the_portal(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    while vrij := [taak for taak in takenlijst(huis.services, consulent).taken if not taak.wacht_op]:
        assert kop(huis.services, consulent, bericht).toestand.code == "besloten"
        taak_gedaan(huis.services, consulent, taak=vrij[0].id, verzonden=VANDAAG, getekend=GETEKEND, now=huis.now)
    zicht = kop(huis.services, consulent, bericht)
    assert (zicht.toestand.code, _steps(huis, bericht)) == (
        "afgehandeld",
        ["indienen", "oppakken", AKKOORD, "notitie", "afronden"],
    )
    assert {klok.code: klok.status.value for klok in zicht.termijnen} == {
        "overgang": "vervallen",
        "reactie-ontvangende": "gehaald",
    }


def test_the_clock_ends_on_the_taak_that_answers_it(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")

    def clock() -> str:
        klokken = {k.code: k.status.value for k in kop(huis.services, consulent, bericht).termijnen}
        return klokken.get("reactie-ontvangende", "nog niet")

    stappen = [clock()]
    for code in ("afstemming", "afspraken"):
        _done(huis, consulent, code)
        stappen.append(clock())
    assert stappen == ["nog niet", "loopt", "gehaald"]


def test_a_long_list_comes_in_pages_without_gaps_and_a_broken_cursor_is_the_first(
    huis: Installatie, bericht: UUID
) -> None:
    consulent = huis.gebruiker("consulent")
    with huis.services.database.schrijven() as session:
        model = session.scalars(select(Taak).limit(1)).one()
        waarden = {column.key: getattr(model, column.key) for column in Taak.__table__.columns}
        session.execute(insert(Taak), [waarden | {"id": new_id()} for _ in range(PAGE * 2)])
        alle = set(session.scalars(select(Taak.id)).all())
    pages = [takenlijst(huis.services, consulent)]
    while pages[-1].volgende:
        pages.append(takenlijst(huis.services, consulent, na=pages[-1].volgende))
    gezien = [taak.id for page in pages for taak in page.taken]
    assert (len(gezien), set(gezien)) == (len(alle), alle)
    for na in (
        "onzin",
        "²",
        "9" * 5000,
        write_cursor("geen datum", new_id(), 1, new_id()),
        write_cursor(VANDAAG, new_id(), 10**30, new_id()),
    ):
        assert takenlijst(huis.services, consulent, na=na) == pages[0]


def test_without_taken_the_list_is_empty(huis: Installatie) -> None:
    assert takenlijst(huis.services, huis.gebruiker("consulent")) == Takenlijst(taken=(), volgende="", clienten={})


def test_the_taken_stay_with_the_team_that_decided(huis: Installatie, bericht: UUID) -> None:
    with pytest.raises(NietMogelijk):
        huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Toch daar.", doel=GRONINGEN)


@pytest.mark.parametrize("eerst", [(), ("formulier-wisseling", "301-intrekking")], ids=["nothing sent", "301 sent"])
def test_a_wisseling_that_does_not_go_on_lapses_its_taken_and_repairs_what_was_sent(
    huis: Installatie, eerst: tuple[str, ...]
) -> None:
    consulent, backoffice = huis.gebruiker("consulent"), huis.gebruiker("backoffice")
    bericht = huis.bericht(huis.gebruiker("indiener"), verhuist="nee")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "akkoord-zelfde-gemeente", tekst="Akkoord.")
    for code in eerst:
        _done(huis, backoffice, code)
    huis.doe(consulent, bericht, "gaat-niet-door", tekst="De burger wil toch blijven.")
    herstel = ["herstel-toewijzing"] if eerst else []
    assert [taak.code for taak in takenlijst(huis.services, consulent).taken] == [*herstel, "brief-niet-door"]
    zicht = kop(huis.services, consulent, bericht)
    assert [t.code for t in zicht.taken if t.vervallen] == [code for code in ZELFDE_GEMEENTE if code not in eerst]
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Termijn.status).where(Termijn.bericht == bericht)).all() == [
            "vervallen",
            "vervallen",
        ]
    assert "gaat-niet-door" not in [
        o.code for o in open_bericht(huis.services, consulent, bericht, now=huis.now).acties
    ]
    if eerst:
        taak_gedaan(
            huis.services,
            backoffice,
            taak=_taak(huis, backoffice, "herstel-toewijzing").id,
            verzonden=VANDAAG,
            indicatie=Indicatie(einddatum=date(2027, 4, 1)),
            now=huis.now,
        )
    _done(huis, consulent, "brief-niet-door")
    assert _steps(huis, bericht)[-2:] == ["gaat-niet-door", "afronden"]


def test_only_an_akkoord_that_is_not_carried_out_yet_can_fail(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    bericht = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "afgewezen", tekst="Niet passend.")
    with pytest.raises(NietMogelijk, match="past niet bij de antwoorden"):
        huis.doe(consulent, bericht, "gaat-niet-door", tekst="De burger wil toch blijven.")


def test_a_verslag_comes_back_signed_with_the_day_and_who_saw_it(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    for code in ("afstemming", "afspraken"):
        _done(huis, consulent, code)
    terug = _taak(huis, consulent, "verslag-ondertekend").id

    def tick(getekend: Getekend | None) -> None:
        taak_gedaan(huis.services, consulent, taak=terug, verzonden=VANDAAG, getekend=getekend, now=huis.now)

    with pytest.raises(NietMogelijk, match="Doe eerst: Stuur het verkort verslag"):
        tick(GETEKEND)
    _done(huis, consulent, "verkort-verslag")
    for verkeerd in (None, Getekend(VANDAAG, " "), Getekend(date(2026, 4, 1), "M. de Boer")):
        with pytest.raises(HandtekeningNodig):
            tick(verkeerd)
    tick(GETEKEND)
    tick(GETEKEND)
    verloop = open_bericht(huis.services, consulent, bericht, now=huis.now).kop.verloop
    tekst = "Ontvang het ondertekende verkort verslag van de burger. De burger tekende op donderdag 2 april 2026. Dat heeft gezien: M. de Boer, consulent."
    assert [r.tekst for r in verloop if r.code == "notitie"] == [tekst]
    with huis.services.database.lezen() as session:
        keys = session.scalars(select(Overgang.sleutel).where(Overgang.code == "notitie")).all()
    # the key of the note says nothing to who guesses its sealed text
    assert (len(keys), stored_key(uuid5(terug, f"getekend:{consulent.persoon}:{tekst}")) in keys) == (1, False)
    aanbieder = open_bericht(huis.services, huis.gebruiker("indiener"), bericht, now=huis.now).kop
    assert "notitie" not in [r.code for r in aanbieder.verloop]
