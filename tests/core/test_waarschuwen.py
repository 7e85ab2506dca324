"""Warnings that go with a herindicatie, and the steps and days that its clocks follow."""

from datetime import date
from uuid import UUID

import pytest

from portal.core.accounts import Gebruiker
from portal.core.behandelen.stapcontrole import DagNodig, Getekend
from portal.core.bericht.zicht import BerichtKop, kop
from portal.core.insturen.waarschuwen import before_submitting, warnings_for
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.klokken.klokken import Klokstatus
from portal.core.lezen.reading import GeopendBericht, open_bericht
from portal.domain.formulier import Antwoorden, Client
from portal.domain.grond import AANVULLING, TOEREKENBAAR
from tests.core.test_klokwijziging import aanvraag, wijzig
from tests.installatie import Installatie
from tests.voorbeelden import BSN, BSNS, kader, volledig_verzoek, volledige_herindicatie, volledige_melding

HERINDICATIE = "herindicatie"
ANTWOORDEN = Antwoorden(formulierversie=1, secties=(), client=Client(bsn=BSN))


def melding(huis: Installatie, account: str = "indiener", **anders: str | None) -> UUID:
    return huis.stuur(huis.gebruiker(account), HERINDICATIE, volledige_herindicatie(**anders))


def geopend(huis: Installatie, wie: Gebruiker, bericht: UUID) -> GeopendBericht:
    return open_bericht(huis.services, wie, bericht, now=huis.now)


def waarschuwingen(huis: Installatie, wie: Gebruiker, bericht: UUID) -> tuple[Waarschuwing, ...]:
    zicht = geopend(huis, wie, bericht)
    return warnings_for(huis.services, wie, zicht.kop, zicht.feiten)


def klokken(zicht: BerichtKop) -> dict[str, tuple[Klokstatus, str]]:
    return {t.code: (t.status, t.datum.isoformat()) for t in zicht.termijnen}


def test_from_melding_to_besluit_every_clock_follows_its_day(huis: Installatie) -> None:
    consulent, indiener = huis.gebruiker("consulent"), huis.gebruiker("indiener")
    bericht = melding(huis)
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "gesprek-nodig")
    huis.doe(consulent, bericht, "vraag-stellen", tekst="Wanneer kan de burger?")
    huis.doe(indiener, bericht, "beantwoorden", tekst="Elke ochtend.")
    assert kop(huis.services, consulent, bericht).toestand.code == "gesprek"
    huis.later(days=5)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "gesprek-gevoerd", dag=date(2026, 4, 3))
    for dag in (None, date(2026, 4, 1), date(2026, 4, 8)):
        with pytest.raises(DagNodig):
            huis.doe(consulent, bericht, "verslag-verstuurd", dag=dag)
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=date(2026, 4, 6))
    zicht = kop(huis.services, consulent, bericht)
    assert klokken(zicht) == {
        "melden": (Klokstatus.GEHAALD, "2026-05-05"),
        "persoonlijk-plan": (Klokstatus.LOOPT, "2026-04-09"),
        "onderzoek": (Klokstatus.GEHAALD, "2026-05-18"),
        "aanvraag": (Klokstatus.LOOPT, "2026-04-20"),
    }
    assert [r.dag for r in zicht.verloop if r.dag] == [date(2026, 4, 3), date(2026, 4, 6)]
    huis.later(days=2)
    consulent, indiener = huis.gebruiker("consulent"), huis.gebruiker("indiener")
    getekend = Getekend(date(2026, 4, 8), "K. Wiersma, begeleider")
    huis.doe(indiener, bericht, "aanvraag-op-papier", getekend=getekend)
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=date(2026, 4, 9), getekend=getekend, tekst="Op papier.")
    teksten = [
        r.tekst for r in open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now).kop.verloop
    ]
    gezien = "De burger tekende op woensdag 8 april 2026. Dat heeft gezien: K. Wiersma, begeleider."
    assert [t for t in teksten if "tekende" in t] == [gezien, f"{gezien}\n\nOp papier."]
    assert klokken(kop(huis.services, consulent, bericht))["beschikking"] == (Klokstatus.LOOPT, "2026-04-23")
    huis.doe(consulent, bericht, "toegekend", tekst="De burger heeft nog ondersteuning nodig.")
    zicht = kop(huis.services, consulent, bericht)
    assert (zicht.toestand.code, [t.code for t in zicht.taken]) == ("besloten", ["beschikking", "301-toewijzing"])
    assert klokken(zicht)["beschikking"][0] is Klokstatus.LOOPT  # until it is sent
    assert waarschuwingen(huis, huis.gebruiker("consulent"), bericht) == ()


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("einddatum", "te_laat", "gewaarschuwd"),
    [("31-7-2026", False, False), ("28-5-2026", False, True), ("27-5-2026", True, True), ("2-4-2026", True, True)],
)
def test_a_late_melding_is_accepted_and_marked_and_the_toegang_sees_what_is_left(
    huis: Installatie, einddatum: str, *, te_laat: bool, gewaarschuwd: bool
) -> None:
    bericht, consulent = melding(huis, einddatum=einddatum), huis.gebruiker("consulent")
    (melden,) = (t for t in kop(huis.services, consulent, bericht).termijnen if t.code == "melden")
    assert (melden.te_laat, melden.status) == (te_laat, Klokstatus.GEHAALD)
    gevonden = waarschuwingen(huis, consulent, bericht)
    assert [w.titel.startswith("Beschikking kan na ") for w in gevonden] == [True] * gewaarschuwd
    assert waarschuwingen(huis, huis.gebruiker("indiener"), bericht) == ()


def test_a_beschikking_that_stands_still_is_foreseen_from_the_day_it_may_run_again_and_without_one_not_at_all(
    huis: Installatie,
) -> None:
    bericht = aanvraag(huis, einddatum="30-4-2026")  # due on 16 April
    huis.later(days=1)
    consulent = huis.gebruiker("consulent")
    assert waarschuwingen(huis, consulent, bericht) == ()
    wijzig(huis, bericht, "opschorten", date(2026, 4, 2), grond=AANVULLING.code, uiterlijk=date(2026, 5, 29))
    (gevonden,) = waarschuwingen(huis, consulent, bericht)
    assert gevonden.titel == "Beschikking kan na donderdag 30 april 2026 komen"
    # 3 April to 29 May stood still: 57 days after 16 April
    assert gevonden.tekst.startswith(
        "Er staat een termijn stil. Loopt die weer na de gegeven tijd, en gebruikt iedereen de hele termijn, dan komt dit "
        "uiterlijk vrijdag 12 juni 2026. Dan is er een tijd geen geldige indicatie."
    )
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 3), tekst="")
    assert waarschuwingen(huis, consulent, bericht) == ()
    wijzig(huis, bericht, "opschorten", date(2026, 4, 3), grond=TOEREKENBAAR.code, uiterlijk=None)
    (zonder,) = waarschuwingen(huis, consulent, bericht)
    assert (zonder.titel, zonder.tekst.partition(" Dan ")[0]) == (
        "Beschikking heeft nu geen laatste dag",
        "Er staat een termijn stil, en er is geen dag bekend waarop die weer loopt. Dit kan dus na donderdag 30 april 2026 komen.",
    )


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_an_indicatie_that_ended_long_ago_is_accepted_and_both_sides_read_what_it_may_mean(huis: Installatie) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    bericht = melding(huis, einddatum="31-1-2026")
    (gevonden,) = waarschuwingen(huis, consulent, bericht)
    assert gevonden.titel == "De indicatie is al afgelopen: zaterdag 31 januari 2026"
    assert "of dat een nieuwe melding nodig is" in gevonden.tekst
    assert waarschuwingen(huis, indiener, bericht) == ()
    mailbox, vandaag = kop(huis.services, indiener, bericht).mailbox, date(2026, 2, 1)
    antwoorden = geopend(huis, indiener, bericht).antwoorden

    def vooraf(dag: date) -> list[str]:
        gevraagd = before_submitting(huis.services, indiener, mailbox, antwoorden, vandaag=dag)
        return [w.tekst.partition(",")[0] for w in gevraagd if not w.andere]

    assert (vooraf(vandaag), vooraf(date(2026, 1, 31))) == (["U kunt dit versturen"], [])
    huis.doe(consulent, bericht, "oppakken")
    huis.later(days=90)  # a clock that ends later still says nothing beside it
    assert [w.titel for w in waarschuwingen(huis, huis.gebruiker("consulent"), bericht)] == [gevonden.titel]


def test_a_second_melding_for_the_same_client_warns_and_tells_nothing_of_another_organisation(
    huis: Installatie,
) -> None:
    eerste, tweede = melding(huis, einddatum="31-7-2026"), melding(huis, account="ander", einddatum="31-7-2026")
    anders = melding(huis, bsn=BSNS[1], geboortedatum="1-1-1990", einddatum="31-7-2026")
    consulent, indiener, ander = (huis.gebruiker(naam) for naam in ("consulent", "indiener", "ander"))

    def andere(wie: Gebruiker, bericht: UUID) -> list[UUID]:
        return [a.id for w in waarschuwingen(huis, wie, bericht) for a in w.andere]

    assert andere(consulent, eerste) == [tweede]
    assert andere(consulent, tweede) == [eerste]
    assert [andere(wie, b) for wie, b in ((consulent, anders), (indiener, eerste), (ander, tweede))] == [[], [], []]
    mailbox = kop(huis.services, indiener, eerste).mailbox

    def vooraf(wie: Gebruiker) -> list[UUID]:
        gevonden = before_submitting(huis.services, wie, mailbox, ANTWOORDEN, vandaag=date(2026, 4, 2))
        return [a.id for w in gevonden for a in w.andere]

    assert (vooraf(indiener), vooraf(ander)) == ([eerste], [tweede])
    huis.doe(consulent, eerste, "oppakken")
    huis.doe(consulent, eerste, "intrekking-toegang", tekst="Dubbel verstuurd.")
    assert (vooraf(indiener), andere(consulent, tweede)) == ([], [])
    huis.client.down = True
    assert before_submitting(huis.services, ander, mailbox, ANTWOORDEN, vandaag=date(2026, 4, 2)) == ()


def test_a_second_verzoek_warns_also_when_the_first_was_decided_and_not_yet_done(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    eerste, tweede = (huis.bericht(huis.gebruiker("indiener")) for _ in range(2))
    huis.doe(consulent, eerste, "oppakken")
    huis.doe(consulent, eerste, "akkoord-andere-gemeente", tekst="Akkoord.")
    gevonden = [a.id for w in waarschuwingen(huis, consulent, tweede) for a in w.andere]
    assert gevonden == [eerste]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_an_indicatie_that_ends_before_the_overgangsdatum_is_said_to_both_sides_of_a_verzoek(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"), einddatum="1-3-2026")
    titels = [w.titel for w in waarschuwingen(huis, huis.gebruiker("consulent"), bericht)]
    assert titels == [
        "De indicatie is al afgelopen: zondag 1 maart 2026",
        "De indicatie eindigt voor de overgangsdatum: zondag 1 maart 2026",
    ]
    mailbox = kop(huis.services, huis.gebruiker("consulent"), bericht).mailbox
    for einddatum, aantal in (("1-3-2026", 2), ("30-4-2026", 1), ("1-5-2026", 0)):
        gelezen = mailbox.formulier.lees(volledig_verzoek(einddatum=einddatum), kader())
        assert isinstance(gelezen, Antwoorden)
        vooraf = before_submitting(
            huis.services, huis.gebruiker("indiener"), mailbox, gelezen, vandaag=date(2026, 4, 2)
        )
        assert len([w for w in vooraf if not w.andere]) == aantal


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("anders", "bij"),
    [
        ({}, []),
        ({"beschrijving": f"Cliënt {BSNS[0]} viel."}, ["Wat is er gebeurd?"]),
        ({"kenmerk": BSNS[1]}, ["Uw kenmerk"]),
        ({"anderen": f"P. Purmer, {BSNS[2]}."}, []),
    ],
)
def test_a_burgerservicenummer_outside_the_part_that_is_sealed_apart_is_warned_of(
    huis: Installatie, anders: dict[str, str], bij: list[str]
) -> None:
    mailbox = huis.services.mailboxen.met_code("calamiteit-geweld")
    assert mailbox is not None
    gelezen = mailbox.formulier.lees(volledige_melding(**anders), kader())
    assert isinstance(gelezen, Antwoorden)
    vooraf = before_submitting(huis.services, huis.gebruiker("indiener"), mailbox, gelezen, vandaag=date(2026, 4, 7))
    assert [w.titel for w in vooraf] == [f"Bij '{label}' staat misschien een burgerservicenummer" for label in bij]
    assert [w.tekst for w in vooraf if "Om wie het gaat" not in w.tekst] == []
