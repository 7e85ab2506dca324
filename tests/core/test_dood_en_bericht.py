"""What may still be sent about a client after his death was recorded, and what is refused to who knows of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten, intake
from portal.core.insturen.intake import OngeldigeAntwoorden
from portal.core.opening import NietGevonden
from portal.core.taken.na_overlijden import lapse_of_no_use, of_no_use
from portal.core.taken.taken import taak_vervalt
from portal.domain.gevolg import Vanaf
from portal.domain.mailbox import Clientblok, Mailbox
from portal.domain.termijn import OpDatum
from portal.mailboxes import laad_mailboxen
from portal.mailboxes.taken import NA_DE_INDICATIE, NIET_BEGONNEN, OVERGANG, melding_cak
from portal.regios import laad_regios
from portal.sealing.envelope import new_id
from tests.core.test_beeindigen import ANDERE_CLIENT, herindicatie, leg_vast, overlijden
from tests.core.test_herleven import maak_ongedaan
from tests.core.test_indicatie import Zaak, toegekend, wisseling
from tests.core.test_onderbreking import verlengd
from tests.core.test_taak_van_afzender import lijst
from tests.core.test_toewijzingen import product
from tests.installatie import Installatie
from tests.overdrachten import stand
from tests.voorbeelden import volledig_overlijden, volledig_verzoek, volledige_herindicatie

NA_EEN_OVERLIJDEN = {
    "bijzondere-situatie",
    "calamiteit-geweld",
    "intrekken-melding",
    "mo-overlijden",
    "overlijden",
    "vraag-toegang",
    "zorgbeeindiging",
}


def test_the_declarations_say_what_may_come_after_a_death() -> None:
    alle = {m.code: m for m in laad_mailboxen(laad_regios()).alle()}
    assert {code for code, mailbox in alle.items() if mailbox.na_overlijden} == NA_EEN_OVERLIJDEN
    over_client = {code for code, m in alle.items() if m.clientblok in {Clientblok.VOLLEDIG, Clientblok.APART}}
    assert over_client > NA_EEN_OVERLIJDEN


def test_who_knows_of_the_death_is_refused_with_what_to_do_and_loses_nothing(huis: Installatie) -> None:
    bericht, indiener = overlijden(huis), huis.gebruiker("indiener")
    leg_vast(huis, bericht)
    nummer, concept = kop(huis.services, indiener, bericht).nummer, new_id()
    ruw = volledige_herindicatie()
    concepten.bewaar(huis.services, indiener, concept=concept, mailbox="herindicatie", ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(indiener, concept, "evaluatiedocument", mailbox="herindicatie")
    with pytest.raises(OngeldigeAntwoorden) as geweigerd:
        intake.submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    (fout,) = geweigerd.value.fouten.fouten
    assert (fout.veld, nummer in fout.tekst) == ("bsn", True)
    assert "ongedaan maken" in fout.tekst
    assert "'Overlijden melden, met of zonder nazorgdagen'" in fout.tekst or "'Overlijden melden'" in fout.tekst
    bewaard = concepten.open_concept(huis.services, indiener, concept)
    assert {naam: waarde for naam, waarde in bewaard.ruw.items() if any(waarde)} == ruw
    assert [b.eis for b in bewaard.bijlagen] == ["evaluatiedocument"]
    maak_ongedaan(huis, bericht)
    assert intake.submit_bericht(huis.services, indiener, concept=concept, now=huis.now) == concept


def test_who_does_not_know_and_who_is_about_another_client_goes_on(huis: Installatie) -> None:
    leg_vast(huis, overlijden(huis))
    herindicatie(huis, "ander")
    herindicatie(huis, **ANDERE_CLIENT)
    huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    with pytest.raises(OngeldigeAntwoorden):
        herindicatie(huis)


def test_each_taak_that_begins_on_an_answered_day_has_a_clock_that_counts_from_it() -> None:
    alle = [(m, t) for m in laad_mailboxen(laad_regios()).alle() for t in m.taken() if t.vanaf is not None]
    assert {(m.code, t.code) for m, t in alle if t.vanaf and t.vanaf.veld not in _van_klokken(m)} == set()
    assert {(m.code, t.vanaf.veld) for m, t in alle if t.vanaf} == {
        ("herindicatie", "einddatum"),
        ("overdracht-wisseling", "verhuisdatum"),
        ("verzoek-overdracht-toewijzing", "overgangsdatum"),
    }


def _van_klokken(mailbox: Mailbox) -> set[str]:
    return {t.begint.veld for t in mailbox.termijnen if isinstance(t.begint, OpDatum)}


@pytest.mark.parametrize(
    ("vanaf", "na"), [(OVERGANG, [False, False, True]), (NA_DE_INDICATIE, [False, True, True])], ids=["op", "erna"]
)
def test_what_begins_after_the_death_is_owed_no_more(vanaf: Vanaf, na: list[bool]) -> None:
    taak = replace(melding_cak(), vanaf=vanaf)
    dood, dagen = date(2026, 3, 30), [date(2026, 3, dag) for dag in (29, 30, 31)]
    assert [taak.begint_na(dood, {vanaf.veld: dag}) for dag in dagen] == na
    onbekend = [taak.begint_na(None, {vanaf.veld: dagen[2]}), taak.begint_na(dood, {})]
    assert (onbekend, replace(taak, vanaf=None).begint_na(dood, {vanaf.veld: dagen[2]})) == ([False, False], False)


ZAKEN: dict[str, tuple[Callable[..., Zaak], dict[str, str], list[str]]] = {
    "overgang erna": (wisseling, {}, []),
    "overgang die dag": (
        wisseling,
        {"overgangsdatum": "30-3-2026"},
        ["301-intrekking", "301-toewijzing", "melding-cak"],
    ),
    "verlenging erna": (toegekend, {"einddatum": "30-3-2026"}, []),
    "verlenging eerder": (toegekend, {"einddatum": "29-3-2026"}, ["301-toewijzing"]),
}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize("geval", ZAKEN)
def test_a_301_for_what_begins_after_the_death_lapses_with_the_rest(huis: Installatie, geval: str) -> None:
    besluit, anders, blijft = ZAKEN[geval]
    zaak = besluit(huis, **anders)
    bericht, consulent = overlijden(huis), huis.gebruiker("consulent")
    leg_vast(huis, bericht)
    (nog,) = of_no_use(huis.services, consulent, kop(huis.services, consulent, bericht))
    alle = kop(huis.services, consulent, zaak.bericht).taken
    assert nog.blijft == tuple(taak.titel for taak in alle if taak.code in blijft)
    assert len(nog.vervalt) + len(nog.blijft) == len(alle)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_the_aanbieder_still_had_to_do_for_a_client_who_died_lapses_too_and_comes_back(huis: Installatie) -> None:
    onderbroken = verlengd(huis, "1-7-2026")
    huis.moment[0] = datetime(2026, 4, 2, 8, tzinfo=UTC)
    verhuist = huis.stuur(
        huis.gebruiker("indiener"),
        "verzoek-overdracht-toewijzing",
        volledig_verzoek(nieuwe_aanbieder="eigen-organisatie", nieuwe_aanbieder_naam=None),
    )
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, verhuist, "oppakken")
    huis.doe(consulent, verhuist, "akkoord-andere-gemeente", tekst="Past bij de burger.")
    assert sorted(lijst(huis, "indiener")) == ["hervatting-305", "inschrijving"]
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    zicht = kop(huis.services, consulent, bericht)
    (inschrijving,) = (t for t in kop(huis.services, consulent, verhuist).taken if t.code == "inschrijving")
    # one by one each side sees to its own
    with pytest.raises(NietGevonden):
        taak_vervalt(huis.services, consulent, taak=inschrijving.id, now=huis.now)
    alles = [t.code for t in kop(huis.services, consulent, verhuist).taken]
    assert lapse_of_no_use(huis.services, consulent, zicht, [str(verhuist)], now=huis.now) == len(alles)
    huis.doe(consulent, onderbroken, "afsluiten")
    assert lijst(huis, "indiener") == []
    maak_ongedaan(huis, bericht)
    assert sorted(lijst(huis, "indiener")) == ["hervatting-305", "inschrijving"]


def test_each_301_of_which_the_begin_is_not_known_says_when_it_is_owed_no_more() -> None:
    alle = [(m.code, t) for m in laad_mailboxen(laad_regios()).alle() for t in m.taken()]
    geeft = {(code, t.code) for code, t in alle if t.plant is not None or t.code in {"301-wijziging", "301-toewijzing"}}
    # of a wisseling, an overdracht and a verlenging the first day is known; what is restored had begun
    bekend = {(code, t.code) for code, t in alle if t.vanaf} | {("verzoek-overdracht-toewijzing", "herstel-toewijzing")}
    assert {(code, t.code) for code, t in alle if t.vervalt_als} | bekend >= geeft
    assert {(code, t.code) for code, t in alle if t.vervalt_als} <= geeft
    assert [code for code, t in alle if t.vervalt_als and not t.na_overlijden] == []


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_301_for_care_that_perhaps_never_began_lapses_only_when_a_person_says_so(huis: Installatie) -> None:
    zaak = product(huis, "melding-activering-vervoer")
    voor = stand(huis, zaak.bericht)
    bericht, consulent = overlijden(huis), huis.gebruiker("consulent")
    leg_vast(huis, bericht)
    zicht = kop(huis.services, consulent, bericht)
    (nog,) = of_no_use(huis.services, consulent, zicht)
    ((taak, als),) = nog.misschien
    assert (taak.code, als, nog.blijft) == ("301-product", NIET_BEGONNEN, ())
    assert lapse_of_no_use(huis.services, consulent, zicht, [str(zaak.bericht)], now=huis.now) == 1
    assert stand(huis, zaak.bericht) == voor | {"beschikking": "vervallen"}
    beide = [str(taak.id), str(new_id())]
    assert lapse_of_no_use(huis.services, consulent, zicht, [], ook=beide, now=huis.now) == 1
    assert set(stand(huis, zaak.bericht).values()) == {"vervallen"}
    maak_ongedaan(huis, bericht)
    assert stand(huis, zaak.bericht) == voor
