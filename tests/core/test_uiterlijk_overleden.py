"""The indicatie ends on the day of death (Handboek §5.8): no care, toewijzing or end of care lies after it without a word."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from portal.core.behandelen.nog_open import still_open
from portal.core.bericht.zicht import kop
from portal.core.insturen.waarschuwen import before_submitting, warnings_for
from portal.core.lezen.reading import open_bericht
from portal.core.toewijzing.toewijzingenlijst import end_by_hand
from portal.core.weigeren import NietMogelijk
from portal.domain.formulier import Client
from portal.models import Toewijzing
from tests.core.test_beeindigen import herindicatie, leg_vast, overlijden
from tests.core.test_herleven import maak_ongedaan
from tests.core.test_indicatie import EINDE, toegekend, wisseling
from tests.core.test_per_ontvanger import beeindiging, verstuur
from tests.core.test_toewijzingen import BSN, by_hand, take_in, tick
from tests.core.test_twee_doden import overleden
from tests.installatie import DIEP, Installatie
from tests.voorbeelden import volledig_verzoek

DOOD = date(2026, 3, 30)


def test_a_toewijzing_runs_until_the_day_of_death_whoever_writes_down_or_ends_it_afterwards(huis: Installatie) -> None:
    zelfde: dict[str, Any] = {"client": Client(bsn=BSN)}
    ids: list[UUID] = [by_hand(huis, **zelfde), by_hand(huis, **zelfde, einddatum=date(2027, 12, 31))]
    take_in(huis)
    zaak, verlengd = wisseling(huis, overgangsdatum="1-4-2026"), toegekend(huis, einddatum="29-3-2026")
    bericht = overleden(huis, "ander", DOOD)  # another aanbieder tells it: what De Schakel has runs on
    leg_vast(huis, bericht)
    backoffice = huis.gebruiker("backoffice")
    with pytest.raises(NietMogelijk) as geweigerd:
        end_by_hand(huis.services, backoffice, ids[1], op=date(2026, 3, 31), now=huis.now)
    assert "op maandag 30 maart 2026 is overleden" in geweigerd.value.tekst
    end_by_hand(huis.services, backoffice, ids[1], op=DOOD, now=huis.now)
    tick(zaak, "formulier-wisseling")
    with pytest.raises(NietMogelijk) as geweigerd:
        tick(zaak, "301-intrekking", tot=date(2026, 3, 31))
    assert "uiterlijk op die dag" in geweigerd.value.tekst
    tick(zaak, "301-intrekking")  # until the day before the overgangsdatum, but for the death
    tick(verlengd, "301-toewijzing", vanaf=DOOD, einddatum=EINDE)
    ids.append(by_hand(huis, DIEP, **zelfde))
    nazorg: UUID = by_hand(huis, DIEP, **zelfde, vanaf=date(2026, 3, 31), einddatum=date(2026, 4, 12))
    take_in(huis)
    end_by_hand(huis.services, backoffice, nazorg, op=date(2026, 4, 8), now=huis.now)

    def laatste() -> list[date | None]:
        with huis.services.database.lezen() as session:
            rijen = [*(session.get_one(Toewijzing, id_) for id_ in (*ids, nazorg))]
            gegeven = session.query(Toewijzing).filter(Toewijzing.bericht == verlengd.bericht).one()
            return [rij.beeindigd for rij in (*rijen, gegeven)]

    assert laatste() == [DOOD, DOOD, DOOD, date(2026, 4, 8), DOOD]
    maak_ongedaan(huis, bericht)
    assert laatste() == [DOOD, DOOD, None, date(2026, 4, 8), None]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_an_end_of_care_after_the_death_is_warned_of_on_both_sides_and_one_before_it_is_not(huis: Installatie) -> None:
    titel = "De cliënt overleed eerder dan de zorg hier zou eindigen: maandag 30 maart 2026"
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    leg_vast(huis, overlijden(huis))

    def gelezen(einddatum: str) -> list[list[str]]:
        ruw = beeindiging() | {"einddatum": [einddatum], "onmiddellijk": ["ja"], "dringend": ["Agressie."]}
        heel = next(
            b for b in verstuur(huis, indiener, "zorgbeeindiging", ruw, "motivatie", "procedure") if _van(huis, b)
        )
        geopend = open_bericht(huis.services, consulent, heel, now=huis.now)
        mailbox, antwoorden = geopend.kop.mailbox, geopend.antwoorden
        vooraf = before_submitting(huis.services, indiener, mailbox, antwoorden, vandaag=huis.now.date())
        team = warnings_for(huis.services, consulent, geopend.kop, geopend.feiten)
        return [[w.titel for w in lijst if w.titel == titel] for lijst in (vooraf, team)]

    assert [gelezen(dag) for dag in ("30-3-2026", "31-3-2026")] == [[[], []], [[titel], [titel]]]


def _van(huis: Installatie, bericht: UUID) -> bool:
    return kop(huis.services, huis.gebruiker("indiener"), bericht).team == "toegang-1979"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_would_begin_by_the_day_of_death_is_not_closed_with_the_rest_unless_a_person_says_so(
    huis: Installatie,
) -> None:
    op = {
        dag: huis.stuur(
            huis.gebruiker("indiener"),
            "verzoek-overdracht-toewijzing",
            volledig_verzoek(verhuist="nee", nieuwe_gemeente=None, overgangsdatum=dag),
        )
        for dag in ("30-3-2026", "31-3-2026")
    }
    eerder, later = herindicatie(huis, einddatum="29-3-2026"), herindicatie(huis, einddatum="30-6-2026")
    bericht, consulent = overlijden(huis), huis.gebruiker("consulent")
    leg_vast(huis, bericht)
    begon = {nog.id: nog.begon for nog in still_open(huis.services, consulent, kop(huis.services, consulent, bericht))}
    assert begon == {op["30-3-2026"]: True, op["31-3-2026"]: False, eerder: True, later: False}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_death_in_another_year_or_before_the_toewijzing_began_is_asked_to_be_looked_at(huis: Installatie) -> None:
    lang, begon = (
        "Het overlijden is meer dan drie maanden geleden",
        "De toewijzing begon pas na deze dag van overlijden",
    )
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    by_hand(huis, client=Client(bsn=BSN), vanaf=date(2026, 1, 3))
    by_hand(huis, DIEP, client=Client(bsn=BSN), vanaf=date(2015, 1, 1))  # of another aanbieder
    take_in(huis)

    def gelezen(dag: str) -> tuple[list[str], list[str]]:
        bericht = overlijden(huis, overlijdensdatum=dag)
        geopend = open_bericht(huis.services, consulent, bericht, now=huis.now)
        vandaag, mailbox = huis.now.date(), geopend.kop.mailbox
        vooraf = before_submitting(huis.services, indiener, mailbox, geopend.antwoorden, vandaag=vandaag)
        team = warnings_for(huis.services, consulent, geopend.kop, geopend.feiten)
        titels = [[w.titel.partition(":")[0] for w in lijst] for lijst in (vooraf, team)]
        return [t for t in titels[0] if t in {lang, begon}], [t for t in titels[1] if t in {lang, begon}]

    gevallen = {dag: gelezen(dag) for dag in ("30-3-2016", "1-1-2026", "2-1-2026", "2-4-2026")}
    assert gevallen == {
        "30-3-2016": ([lang], [begon, lang]),
        "1-1-2026": ([lang], [begon, lang]),
        "2-1-2026": ([], []),  # as for nazorgdagen; exactly three maanden ago
        "2-4-2026": ([], []),
    }
