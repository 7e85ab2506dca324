"""What a rehearsal shows is what applying does: dates, explanation, history, urgency; and nothing of toezicht is seen."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.core.klokken import klokken
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import explained
from portal.core.regels.herrekenen import RUST, herreken
from portal.core.regels.regelvoorstel import Regelstatus, voorstel
from portal.domain.grond import OVERMACHT
from portal.domain.kalender import Besluit, Sluitingsdag
from portal.domain.rechten import NietToegestaan
from portal.domain.regels import NieuwBesluit, NieuweInstelling, NieuweSluitingsdag
from portal.models import Bericht, Regelwijziging, Termijn, Termijnhistorie, Termijnperiode, Termijnstap
from portal.sealing.envelope import new_id
from tests.core.regels import WERKER, beslis, datums, klok, oefen, pas_toe, stel, twee_beheerders
from tests.core.tegelijk import at_once
from tests.core.test_tijdom import stil
from tests.domain.test_regels import DICHT, vrij
from tests.installatie import VERZOEK, Installatie
from tests.voorbeelden import volledige_herindicatie, volledige_melding

REACTIE = "reactie-ontvangende"
GOEDE_VRIJDAG = vrij("nee", date(2026, 1, 1))
VIJF_MEI = NieuweInstelling(naam="vijf_mei_vrij", waarde="nee", vanaf=date(2026, 1, 1), bron="overleg")
# Worked examples of law-and-norms 3.7, with three werkdagen.
PASEN, PINKSTEREN, MEI_2027 = date(2026, 4, 2), date(2026, 5, 22), date(2027, 5, 4)


@pytest.fixture
def bericht(huis: Installatie) -> UUID:
    return huis.bericht(huis.gebruiker("indiener"))


def test_goede_vrijdag_as_a_werkdag_brings_the_last_day_after_easter_one_forward(
    huis: Installatie, bericht: UUID
) -> None:
    een, twee = twee_beheerders(huis)
    pasen, _ = klok(huis, bericht, REACTIE, PASEN), klok(huis, bericht, REACTIE, PINKSTEREN)
    gezien = oefen(huis, een, GOEDE_VRIJDAG)
    (regel,) = gezien.klokken
    assert (regel.datum, regel.verschuiving.nieuw.datum) == (date(2026, 4, 9), date(2026, 4, 8))
    assert (regel.verschuiving.mailbox, regel.van, bool(regel.nummer)) == (
        "Verzoek overdracht toewijzing",
        "Toegang Eemsdelta",
        True,
    )
    assert "Goede Vrijdag (3 april), het weekend" in regel.verschuiving.oud.uitleg
    assert "Goede Vrijdag" not in regel.verschuiving.nieuw.uitleg
    assert (gezien.aantal, gezien.dan_voorbij, gezien.volgende) == (1, 0, "")
    beslis(huis, twee, stel(huis, een, GOEDE_VRIJDAG), ook_lopende=True)
    pas_toe(huis)
    assert datums(huis)[pasen] == date(2026, 4, 8)


def test_5_mei_as_a_werkdag_does_the_same_for_the_first_days_of_mei(huis: Installatie, bericht: UUID) -> None:
    een, twee = twee_beheerders(huis)
    mei = klok(huis, bericht, REACTIE, MEI_2027)
    assert datums(huis)[mei] == date(2027, 5, 12)
    beslis(huis, twee, stel(huis, een, VIJF_MEI), ook_lopende=True)
    pas_toe(huis)
    assert datums(huis)[mei] == date(2027, 5, 11)  # 5, 10 and 11 mei: Hemelvaart, 7 mei and the weekend stay free


def test_that_agreed_terms_move_on_is_rehearsed_and_moves_those_that_end_in_a_weekend(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    herindicatie = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    aanvraag = klok(huis, herindicatie, "aanvraag", date(2026, 4, 4), mailbox="herindicatie")
    schuift = NieuweInstelling(naam="afspraak_schuift", waarde="ja", vanaf=date(2026, 4, 1), bron="overleg")
    (regel,) = oefen(huis, een, schuift).klokken
    assert (regel.datum, regel.verschuiving.nieuw.datum) == (date(2026, 4, 18), date(2026, 4, 20))
    later = replace(schuift, vanaf=date(2026, 4, 5))
    assert oefen(huis, een, later).klokken == ()
    beslis(huis, twee, stel(huis, een, schuift), ook_lopende=True)
    pas_toe(huis)
    assert datums(huis)[aanvraag] == date(2026, 4, 20)


def test_for_new_clocks_only_a_running_one_stays_and_a_new_one_counts_anew(huis: Installatie, bericht: UUID) -> None:
    een, twee = twee_beheerders(huis)
    oud = klok(huis, bericht, REACTIE, PASEN)
    beslis(huis, twee, stel(huis, een, GOEDE_VRIJDAG), ook_lopende=False)
    pas_toe(huis)
    nieuw = klok(huis, bericht, REACTIE, PASEN)
    assert (datums(huis)[oud], datums(huis)[nieuw]) == (date(2026, 4, 9), date(2026, 4, 8))
    # A later change moves each by its own rules: the old one keeps Goede Vrijdag free.
    dinsdag = NieuwBesluit(besluit=Besluit(naam="Besluit", van=2026, tot_en_met=2026, dagen=(date(2026, 4, 7),)))
    assert {(k.datum, k.verschuiving.nieuw.datum) for k in oefen(huis, een, dinsdag).klokken} == {
        (date(2026, 4, 9), date(2026, 4, 10)),
        (date(2026, 4, 8), date(2026, 4, 9)),
    }


def test_applying_does_for_every_clock_what_the_rehearsal_said_page_after_page(
    huis: Installatie, bericht: UUID
) -> None:
    een, twee = twee_beheerders(huis)
    for dag in range(60):
        klok(huis, bericht, REACTIE, PASEN - timedelta(days=dag % 4))
    voor, gezien, na = datums(huis), [], ""
    while True:
        bladzijde = oefen(huis, een, GOEDE_VRIJDAG, na=na)
        gezien += [(k.datum, k.verschuiving.nieuw.datum) for k in bladzijde.klokken]
        if not (na := bladzijde.volgende):
            break
    beslis(huis, twee, stel(huis, een, GOEDE_VRIJDAG), ook_lopende=True)
    pas_toe(huis, batch=7)
    gedaan = [(voor[k], datum) for k, datum in datums(huis).items() if voor[k] != datum]
    assert (sorted(gezien), len(gezien)) == (sorted(gedaan), bladzijde.aantal)
    assert 0 < len(gezien) < 60


def test_a_clock_that_moves_has_its_history_its_explanation_and_its_bericht_its_urgency(
    huis: Installatie, bericht: UUID
) -> None:
    een, twee = twee_beheerders(huis)
    welke = klok(huis, bericht, REACTIE, PASEN)
    welk = stel(huis, een, GOEDE_VRIJDAG)
    (regel,) = oefen(huis, een, GOEDE_VRIJDAG).klokken
    beslis(huis, twee, welk, ook_lopende=True)
    pas_toe(huis)
    with huis.services.database.lezen() as session:
        rij = session.get_one(Termijn, welke)
        laatste = session.scalars(
            select(Termijnhistorie).where(Termijnhistorie.termijn == welke).order_by(Termijnhistorie.volgnummer.desc())
        ).first()
        wijziging, van_bericht = session.get_one(Regelwijziging, welk), session.get_one(Bericht, bericht)
    assert laatste is not None
    assert (laatste.soort, laatste.van_datum, laatste.naar_datum, laatste.grond, laatste.door) == (
        "herrekend",
        date(2026, 4, 9),
        date(2026, 4, 8),
        "regel-1",
        None,
    )
    assert (rij.uitleg, rij.volgende_stap) == (regel.verschuiving.nieuw.uitleg, date(2026, 4, 2))
    assert (wijziging.status, wijziging.verschoven) == ("toegepast", 1)
    assert van_bericht.urgent == date(2026, 4, 8)


def test_what_was_told_about_the_old_day_is_told_again_when_the_new_day_has_still_to_come(
    huis: Installatie, bericht: UUID
) -> None:
    een, twee = twee_beheerders(huis)
    huis.later(days=8)  # vrijdag 10 april: the clock is late
    welke = klok(huis, bericht, REACTIE, PASEN)
    with huis.services.database.schrijven() as session:
        for stap, dag in (("te-laat", date(2026, 4, 10)), ("eerder", date(2026, 4, 7))):
            session.add(Termijnstap(termijn=welke, stap=stap, aan="", gepland=dag, gedaan=huis.now, uitkomst="gedaan"))
    dagen = (date(2026, 4, 7), date(2026, 4, 8))
    nieuw = NieuwBesluit(besluit=Besluit(naam="Besluit", van=2026, tot_en_met=2026, dagen=dagen))
    beslis(huis, twee, stel(huis, een, nieuw), ook_lopende=True)
    pas_toe(huis)
    with huis.services.database.lezen() as session:
        stappen = session.scalars(select(Termijnstap.stap).where(Termijnstap.termijn == welke)).all()
    assert (datums(huis)[welke], list(stappen)) == (date(2026, 4, 13), ["eerder"])


def test_a_clock_whose_new_day_has_passed_is_counted_as_such(huis: Installatie, bericht: UUID) -> None:
    een, _ = twee_beheerders(huis)
    klok(huis, bericht, REACTIE, PASEN)
    huis.later(days=7)  # donderdag 9 april: the last day itself
    assert (oefen(huis, een, GOEDE_VRIJDAG).aantal, oefen(huis, een, GOEDE_VRIJDAG).dan_voorbij) == (1, 1)


def test_a_melding_to_toezicht_is_neither_shown_nor_counted_and_moves_all_the_same(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    melding = huis.stuur(huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding())
    with huis.services.database.lezen() as session:
        query = select(Termijn).where(Termijn.bericht == melding, Termijn.status == "loopt")
        voor = {rij.code: rij.datum for rij in session.scalars(query)}
    bevestigen = NieuweInstelling(naam="toezicht_bevestigen", waarde="4", vanaf=date(2026, 1, 1), bron="toezicht")
    for wijziging in (bevestigen, GOEDE_VRIJDAG):
        gezien = oefen(huis, een, wijziging)
        assert (gezien.soorten, gezien.klokken) == ((), ())
    beslis(huis, twee, stel(huis, een, bevestigen), ook_lopende=True)
    pas_toe(huis)
    with huis.services.database.lezen() as session:
        na = {rij.code: rij.datum for rij in session.scalars(query)}
    assert na["bevestigen"] == date(2026, 4, 10)
    assert {code: datum for code, datum in na.items() if code != "bevestigen"} == {
        code: datum for code, datum in voor.items() if code != "bevestigen"
    }


def test_what_toezicht_sent_is_neither_shown_nor_counted(huis: Installatie, bericht: UUID) -> None:
    een, _ = twee_beheerders(huis)
    klok(huis, bericht, REACTIE, PASEN)
    assert oefen(huis, een, GOEDE_VRIJDAG).aantal == 1
    van = huis.gebruiker("toezichthouder").namens
    with huis.services.database.schrijven() as session:
        session.execute(
            update(Bericht).where(Bericht.id == bericht).values(afzender_soort=van.soort, afzender=van.code)
        )
    assert oefen(huis, een, GOEDE_VRIJDAG).soorten == ()


def test_a_closing_day_moves_nothing_and_only_a_beheerder_rehearses(huis: Installatie, bericht: UUID) -> None:
    een, _ = twee_beheerders(huis)
    klok(huis, bericht, REACTIE, date(2026, 12, 24))
    assert oefen(huis, een, NieuweSluitingsdag(dag=DICHT)).aantal == 0
    with pytest.raises(NietToegestaan):
        oefen(huis, huis.gebruiker("consulent"), GOEDE_VRIJDAG)


def test_clocks_move_only_when_what_began_before_the_decision_has_been_written(
    huis: Installatie, bericht: UUID
) -> None:
    een, twee = twee_beheerders(huis)
    welke, welk = klok(huis, bericht, REACTIE, PASEN), stel(huis, een, GOEDE_VRIJDAG)
    beslis(huis, twee, welk, ook_lopende=True)
    assert herreken(huis.services, WERKER, now=huis.now + RUST - timedelta(seconds=1)) is False
    assert (datums(huis)[welke], voorstel(huis.services, een, welk).status) == (date(2026, 4, 9), Regelstatus.BESLOTEN)


def test_two_workers_at_once_move_every_clock_once(huis: Installatie, bericht: UUID) -> None:
    een, twee = twee_beheerders(huis)
    klokken = [klok(huis, bericht, REACTIE, PASEN) for _ in range(6)]
    welk = stel(huis, een, GOEDE_VRIJDAG)
    beslis(huis, twee, welk, ook_lopende=True)
    huis.later(minutes=2)

    def work() -> None:
        # Who finds that another holds the change has nothing to do for now, and comes back.
        while voorstel(huis.services, een, welk).status is Regelstatus.BESLOTEN:
            herreken(huis.services, WERKER, now=huis.now, batch=2)

    assert at_once(work, work) == [None, None]
    with huis.services.database.lezen() as session:
        lijnen = session.scalars(select(Termijnhistorie.termijn).where(Termijnhistorie.soort == "herrekend")).all()
    assert sorted(lijnen) == sorted(klokken)


def test_undoing_moves_them_back_by_a_new_change(huis: Installatie, bericht: UUID) -> None:
    een, twee = twee_beheerders(huis)
    welke = klok(huis, bericht, REACTIE, PASEN)
    beslis(huis, twee, stel(huis, een, GOEDE_VRIJDAG), ook_lopende=True)
    pas_toe(huis)
    beslis(huis, twee, stel(huis, een, vrij("ja", date(2026, 1, 1))), ook_lopende=True)
    pas_toe(huis)
    with huis.services.database.lezen() as session:
        query = (
            select(Termijnhistorie.grond)
            .where(Termijnhistorie.soort == "herrekend")
            .order_by(Termijnhistorie.volgnummer)
        )
        gronden = session.scalars(query).all()
    assert (datums(huis)[welke], list(gronden)) == (date(2026, 4, 9), ["regel-1", "regel-2"])


def test_the_closing_day_of_a_gemeente_is_named_by_the_clocks_of_its_own_team_only(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    dicht = Sluitingsdag(datum=date(2026, 4, 7), gemeente="1979", reden="verhuizing")
    beslis(huis, twee, stel(huis, een, NieuweSluitingsdag(dag=dicht)), ook_lopende=False)
    mailbox = huis.services.mailboxen.met_code(VERZOEK)
    assert mailbox is not None
    termijn = mailbox.termijn(REACTIE)
    assert termijn is not None
    eigen, ander, regio = (
        klokken.counted(huis.services, termijn, PASEN, team=team) for team in ("toegang-1979", "toegang-0014", "cmo")
    )
    assert "De gemeente is dicht op 7 april; die dag telt gewoon mee." in eigen.uitleg
    assert {eigen.datum, ander.datum} == {date(2026, 4, 9)}
    assert [("is dicht" in klok.uitleg) for klok in (ander, regio)] == [False, False]


def test_a_clock_of_a_mailbox_that_is_declared_no_more_is_left_alone(huis: Installatie, bericht: UUID) -> None:
    een, twee = twee_beheerders(huis)
    van_weg, blijft = huis.bericht(huis.gebruiker("indiener")), klok(huis, bericht, REACTIE, PASEN)
    weg = klok(huis, van_weg, REACTIE, PASEN)
    with huis.services.database.schrijven() as session:
        session.get_one(Bericht, van_weg).mailbox = "weg"
    gezien = oefen(huis, een, GOEDE_VRIJDAG)
    assert (gezien.aantal, len(gezien.klokken)) == (1, 1)
    beslis(huis, twee, stel(huis, een, GOEDE_VRIJDAG), ook_lopende=True)
    pas_toe(huis)
    assert (datums(huis)[weg], datums(huis)[blijft]) == (date(2026, 4, 9), date(2026, 4, 8))


def test_a_clock_that_becomes_late_by_it_keeps_what_was_told(huis: Installatie, bericht: UUID) -> None:
    een, twee = twee_beheerders(huis)
    welke = klok(huis, bericht, REACTIE, PASEN)
    huis.later(days=7)  # donderdag 9 april: the last day, that becomes the day before
    beslis(huis, twee, stel(huis, een, GOEDE_VRIJDAG), ook_lopende=True)
    pas_toe(huis)
    with huis.services.database.lezen() as session:
        rij = session.get_one(Termijn, welke)
    assert (rij.datum, rij.volgende_stap) == (date(2026, 4, 8), date(2026, 4, 9))


def test_what_stands_still_is_counted_apart_and_moves_once_it_runs_again(huis: Installatie) -> None:
    een, _ = twee_beheerders(huis)
    stil(huis, OVERMACHT.code, None)
    dagen = {"vroeg": date(2026, 3, 2), "laat": date(2026, 5, 7)}
    gezien = {
        naam: oefen(huis, een, NieuwBesluit(besluit=Besluit(naam="B", van=2026, tot_en_met=2026, dagen=(dag,))))
        for naam, dag in dagen.items()
    }
    assert {naam: (proef.aantal, proef.staat_stil) for naam, proef in gezien.items()} == {
        "vroeg": (0, 0),
        "laat": (0, 1),
    }
    schuift = NieuweInstelling(naam="afspraak_schuift", waarde="ja", vanaf=date(2026, 4, 1), bron="overleg")
    assert oefen(huis, een, schuift).staat_stil == 0  # a term by law is not one of the region


def test_a_clock_whose_last_day_stays_reads_as_its_mails_do_and_is_not_rehearsed(huis: Installatie) -> None:
    """An agreed term that ends on a new decree day stays there; so does one that stands still and counts that day."""
    een, twee = twee_beheerders(huis)
    indiener = huis.gebruiker("indiener")
    herindicatie = huis.stuur(indiener, "herindicatie", volledige_herindicatie())
    blijft = klok(huis, herindicatie, "aanvraag", date(2026, 4, 2), mailbox="herindicatie")
    staat = klok(huis, huis.bericht(indiener), REACTIE, date(2026, 4, 13))
    stilte = Termijnperiode(
        id=new_id(),
        termijn=staat,
        soort="opschorting",
        van=date(2026, 4, 14),
        aantal=0,
        eenheid="",
        grond=OVERMACHT.code,
        besloten=date(2026, 4, 14),
    )
    vrij = NieuwBesluit(besluit=Besluit(naam="B", van=2026, tot_en_met=2026, dagen=(date(2026, 4, 16),)))
    assert oefen(huis, een, vrij).aantal == 1
    with huis.services.database.schrijven() as session:
        session.add(stilte)
        session.get_one(Termijn, staat).status = Klokstatus.OPGESCHORT.value
    assert oefen(huis, een, vrij).aantal == 0
    beslis(huis, twee, stel(huis, een, vrij), ook_lopende=True)
    pas_toe(huis)
    with huis.services.database.lezen() as session:
        rijen = {welke: session.get_one(Termijn, welke) for welke in (blijft, staat)}
        assert session.scalars(select(Termijnhistorie.soort).where(Termijnhistorie.termijn.in_(rijen))).all() == [
            "gestart",
            "gestart",
        ]
    assert rijen[blijft].datum == date(2026, 4, 16)
    assert "Dat is een gelijkgestelde dag uit het besluit voor 2026. Deze afgesproken termijn" in rijen[blijft].uitleg
    assert "gelijkgestelde dag uit het besluit voor 2026 (16 april) telt niet mee" in rijen[staat].uitleg
    mailboxen = {blijft: "herindicatie", staat: VERZOEK}
    for welke, rij in rijen.items():
        mailbox = huis.services.mailboxen.met_code(mailboxen[welke])
        assert mailbox is not None
        assert explained(huis.services, mailbox, rij) == rij.uitleg
