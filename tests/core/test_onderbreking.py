"""The story of an onderbreking that takes too long: warned at 8, 10 and 12 weken, and a decision with what it sets."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import AntwoordNodig, TeVroeg
from portal.core.bericht.zicht import kop
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.lezen.reading import open_bericht
from portal.core.taken.taken import taak_gedaan
from portal.models import Termijn
from portal.worker.loop import work_clocks
from tests.core.test_sociale_kaart import told
from tests.installatie import EEMSDELTA, SCHAKEL, Installatie
from tests.voorbeelden import volledige_onderbreking

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def gestuurd(huis: Installatie, **anders: str) -> UUID:
    huis.moment[0] = datetime(2026, 2, 20, 8, tzinfo=UTC)
    bericht = huis.stuur(huis.gebruiker("indiener"), "verlenging-onderbreking", volledige_onderbreking(**anders))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def test_the_three_maanden_are_counted_from_the_stop_date_and_not_moved(huis: Installatie) -> None:
    bericht = gestuurd(huis)
    with huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn).where(Termijn.bericht == bericht)).one()
    assert (klok.datum.isoformat(), "zaterdag 2 mei 2026" in klok.uitleg) == ("2026-05-02", True)


def test_team_and_aanbieder_are_warned_at_eight_ten_and_twelve_weken_and_the_teamleider_when_it_is_late(
    huis: Installatie,
) -> None:
    gestuurd(huis)
    told(huis)
    verloop = []
    for maand, dag in ((3, 29), (3, 30), (4, 13), (4, 27), (5, 2), (5, 3), (5, 4), (5, 7), (5, 8)):
        huis.moment[0] = datetime(2026, maand, dag, 8, tzinfo=UTC)
        work_clocks(huis.services, now=huis.now)
        verloop += [(f"{dag}-{maand}", *mail) for mail in told(huis)]
    beide = [(dag, aan, "herinnering") for dag in ("30-3", "13-4", "27-4") for aan in (SCHAKEL, EEMSDELTA)]
    assert verloop == [*beide, ("4-5", EEMSDELTA, "te-laat"), ("7-5", EEMSDELTA, "escalatie")]


@pytest.mark.parametrize(
    ("einddatum", "taken"),
    [
        ("31-12-2026", ["301-intrekking", "intrekkingsbeschikking"]),
        ("4-5-2026", ["301-intrekking", "intrekkingsbeschikking"]),
        ("3-5-2026", ["301-intrekking"]),
        ("2-5-2026", ["301-intrekking"]),
        ("30-4-2026", ["301-intrekking"]),
    ],
)
def test_without_verlenging_the_burger_gets_a_beschikking_only_before_the_end_of_the_indicatie(
    huis: Installatie, einddatum: str, taken: list[str]
) -> None:
    bericht = gestuurd(huis, einddatum=einddatum)
    huis.doe(huis.gebruiker("consulent"), bericht, "niet-verlengd", tekst="Geen hoge uitzondering.")
    assert open_taken(huis, bericht) == ["hervatting-305"]
    trek_in(huis, bericht, "2026-05-03")
    assert open_taken(huis, bericht) == taken


def open_taken(huis: Installatie, bericht: UUID) -> list[str]:
    return [taak.code for taak in kop(huis.services, huis.gebruiker("consulent"), bericht).taken if taak.open]


def trek_in(huis: Installatie, bericht: UUID, dag: str) -> None:
    huis.moment[0] = datetime.fromisoformat(f"{dag}T08:00+00:00")
    huis.doe(huis.gebruiker("consulent"), bericht, "indicatie-ingetrokken", tekst="De zorg is niet hervat.")


def test_who_does_not_extend_withdraws_the_indicatie_only_after_the_three_maanden_and_until_then_the_zorg_may_return(
    huis: Installatie,
) -> None:
    bericht, consulent = gestuurd(huis), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "niet-verlengd", tekst="Geen hoge uitzondering.")
    assert klokken(huis, bericht) == {"onderbreking": [("2026-05-02", "loopt")]}
    for dag in ("2026-02-20", "2026-05-02"):
        with pytest.raises(TeVroeg, match="zaterdag 2 mei 2026"):
            trek_in(huis, bericht, dag)
    huis.doe(huis.gebruiker("consulent"), bericht, "hervat", tekst="De 305 is er.")
    zicht = kop(huis.services, huis.gebruiker("consulent"), bericht)
    assert (zicht.toestand.code, open_taken(huis, bericht)) == ("afgehandeld", [])
    assert klokken(huis, bericht) == {"onderbreking": [("2026-05-02", "gehaald")]}


@pytest.mark.parametrize("besluit", ["verlengd", "niet-verlengd"])
def test_a_305_that_the_aanbieder_ticks_ends_the_onderbreking_and_tells_the_team(
    huis: Installatie, besluit: str
) -> None:
    bericht = verlengd(huis, "1-7-2026") if besluit == "verlengd" else gestuurd(huis)
    if besluit == "niet-verlengd":
        huis.doe(huis.gebruiker("consulent"), bericht, besluit, tekst="Geen hoge uitzondering.")
    # also while the team waits for an answer
    huis.doe(huis.gebruiker("consulent"), bericht, "vraag-stellen", tekst="Is er al een dag?")
    told(huis)
    indiener = huis.gebruiker("indiener")
    (taak,) = kop(huis.services, indiener, bericht).taken
    taak_gedaan(huis.services, indiener, taak=taak.id, verzonden=huis.now.date(), now=huis.now)
    assert (told(huis), open_taken(huis, bericht)) == ([(EEMSDELTA, "gewijzigd")], [])
    zicht = kop(huis.services, huis.gebruiker("consulent"), bericht)
    assert (zicht.toestand.code, zicht.verloop[-1].code) == ("afgehandeld", "hervat-gemeld")
    assert {stand for rijen in klokken(huis, bericht).values() for _, stand in rijen} == {"gehaald"}
    huis.moment[0] = datetime(2026, 7, 8, 8, tzinfo=UTC)
    work_clocks(huis.services, now=huis.now)
    assert told(huis) == []


def verlengd(huis: Installatie, tot: str) -> UUID:
    bericht = gestuurd(huis)
    verleng(huis, bericht, tot)
    return bericht


def verleng(huis: Installatie, bericht: UUID, tot: str) -> None:
    huis.doe(
        huis.gebruiker("consulent"), bericht, "verlengd", tekst="Bij hoge uitzondering.", antwoorden={"tot": [tot]}
    )


def klokken(huis: Installatie, bericht: UUID) -> dict[str, list[tuple[str, str]]]:
    query = select(Termijn).where(Termijn.bericht == bericht).order_by(Termijn.datum)
    gevonden: dict[str, list[tuple[str, str]]] = {}
    with huis.services.database.lezen() as session:
        for rij in session.scalars(query):
            gevonden.setdefault(rij.code, []).append((rij.datum.isoformat(), rij.status))
    return gevonden


def test_an_extension_runs_to_the_day_that_was_promised_and_both_are_warned_before_it(huis: Installatie) -> None:
    bericht = verlengd(huis, "1-7-2026")
    assert kop(huis.services, huis.gebruiker("consulent"), bericht).toestand.code == "verlengd"
    assert klokken(huis, bericht) == {
        "onderbreking": [("2026-05-02", "gehaald")],
        "verlengd-tot": [("2026-07-01", "loopt")],
    }
    told(huis)
    verloop = []
    for maand, dag in ((5, 3), (6, 2), (6, 3), (6, 17), (7, 1), (7, 2), (7, 6)):
        huis.moment[0] = datetime(2026, maand, dag, 8, tzinfo=UTC)
        work_clocks(huis.services, now=huis.now)
        verloop += [(f"{dag}-{maand}", *mail) for mail in told(huis)]
    beide = [(dag, aan, "herinnering") for dag in ("3-6", "17-6") for aan in (SCHAKEL, EEMSDELTA)]
    voorbij = [("2-7", aan, "te-laat") for aan in (SCHAKEL, EEMSDELTA)]
    assert verloop == [*beide, *voorbij, ("6-7", EEMSDELTA, "escalatie")]


@pytest.mark.parametrize(
    ("tot", "tekst"),
    [
        ("19-2-2026", "Deze dag is al geweest. Vul een latere dag in."),
        (
            "2-5-2026",
            "Deze dag valt nog binnen 'Drie maanden onderbreking', tot en met zaterdag 2 mei 2026. Vul een latere dag in.",
        ),
        ("", "Vul in tot en met welke dag de onderbreking mag duren."),
    ],
    ids=["geweest", "binnen drie maanden", "leeg"],
)
def test_an_extension_to_a_day_that_cannot_be_is_refused(huis: Installatie, tot: str, tekst: str) -> None:
    bericht = gestuurd(huis)
    with pytest.raises(AntwoordNodig) as nodig:
        verleng(huis, bericht, tot)
    assert [(fout.veld, fout.tekst) for fout in nodig.value.fouten] == [("tot", tekst)]
    assert klokken(huis, bericht) == {"onderbreking": [("2026-05-02", "loopt")]}


def test_after_an_extension_it_can_be_extended_again_and_ended_by_a_return(huis: Installatie) -> None:
    bericht = verlengd(huis, "3-5-2026")
    verleng(huis, bericht, "1-9-2026")
    assert klokken(huis, bericht)["verlengd-tot"] == [("2026-05-03", "gehaald"), ("2026-09-01", "loopt")]
    huis.doe(huis.gebruiker("consulent"), bericht, "hervat", tekst="De 305 is er.")
    assert klokken(huis, bericht)["verlengd-tot"][1] == ("2026-09-01", "gehaald")


def test_an_extension_that_a_corrected_stop_date_has_overtaken_stays_and_the_team_is_warned(huis: Installatie) -> None:
    bericht, drie_maanden = gestuurd(huis), "onderbreking"
    huis.moment[0] = datetime(2026, 3, 31, 8, tzinfo=UTC)
    verleng(huis, bericht, "31-5-2026")

    def gewaarschuwd(account: str) -> list[str]:
        wie = huis.gebruiker(account)
        zicht = open_bericht(huis.services, wie, bericht, now=huis.now)
        return [w.tekst for w in warnings_for(huis.services, wie, zicht.kop, zicht.feiten)]

    def gestopt(dag: date) -> None:
        klok = next(
            k for k in kop(huis.services, huis.gebruiker("consulent"), bericht).termijnen if k.code == drie_maanden
        )
        wijziging = Wijziging(termijn=klok.id)
        consulent = huis.gebruiker("consulent")
        huis.doe(consulent, bericht, "termijn-begin-verbeteren", tekst="Volgens de 307.", dag=dag, klok=wijziging)

    gestopt(date(2026, 2, 28))
    assert (klokken(huis, bericht)[drie_maanden], gewaarschuwd("consulent")) == ([("2026-05-28", "gehaald")], [])
    gestopt(date(2026, 3, 30))
    assert klokken(huis, bericht) == {
        drie_maanden: [("2026-06-30", "gehaald")],
        "verlengd-tot": [("2026-05-31", "loopt")],
    }
    tekst = (
        "De laatste dag daarvan is nu dinsdag 30 juni 2026. Bij de beslissing is zondag 31 mei 2026 vastgelegd, en die dag "
        "verandert niet mee. Moet het een latere dag zijn? Kies dan nog eens 'Verlengen, bij hoge uitzondering'."
    )
    assert (gewaarschuwd("consulent"), gewaarschuwd("indiener")) == ([tekst], [])
    verleng(huis, bericht, "1-8-2026")
    assert gewaarschuwd("consulent") == []


def test_after_an_extension_the_indicatie_may_still_be_withdrawn_and_the_sender_cannot_end_it(
    huis: Installatie,
) -> None:
    bericht = verlengd(huis, "1-7-2026")
    acties = [o.code for o in kop(huis.services, huis.gebruiker("indiener"), bericht).acties]
    assert "intrekken" not in acties
    huis.doe(huis.gebruiker("consulent"), bericht, "niet-verlengd", tekst="Niet nog langer.")
    with pytest.raises(TeVroeg, match="woensdag 1 juli 2026"):
        trek_in(huis, bericht, "2026-07-01")
    trek_in(huis, bericht, "2026-07-02")
    assert open_taken(huis, bericht) == ["301-intrekking", "intrekkingsbeschikking"]


def test_an_extension_past_the_end_of_the_indicatie_warns_and_then_a_301_follows_and_no_beschikking(
    huis: Installatie,
) -> None:
    bericht = gestuurd(huis, einddatum="30-6-2026")
    verleng(huis, bericht, "31-8-2026")
    consulent = huis.gebruiker("consulent")
    zicht = kop(huis.services, consulent, bericht)
    feiten = open_bericht(huis.services, consulent, bericht, now=huis.now).feiten
    titels = [w.titel for w in warnings_for(huis.services, consulent, zicht, feiten)]
    assert titels == [
        "De indicatie eindigt voor de dag tot wanneer verlenging wordt gevraagd: dinsdag 30 juni 2026",
        "Einde van de verlengde onderbreking kan na dinsdag 30 juni 2026 komen",
    ]
    trek_in(huis, bericht, "2026-09-01")
    assert open_taken(huis, bericht) == ["301-intrekking"]


def test_a_return_ends_the_matter_and_its_clock(huis: Installatie) -> None:
    bericht, consulent = gestuurd(huis), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "hervat", tekst="Bij hoge uitzondering.")
    zicht = kop(huis.services, consulent, bericht)
    assert (zicht.toestand.code, zicht.taken) == ("afgehandeld", ())
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Termijn.status).where(Termijn.bericht == bericht)).all() == ["gehaald"]
