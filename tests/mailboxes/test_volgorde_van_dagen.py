"""Days that can only follow one another: what was signed was sent before, and nothing ends that has ended."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.domain.formulier import Fouten
from portal.domain.mailbox import FouteDeclaratie
from portal.domain.vooruitblik import verstreken
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from tests.ingevuld import ingevuld, met_registers

MAILBOXEN = laad_mailboxen(laad_regios())
EERDER, LATER = "19-3-2026", "20-3-2026"


def fouten(code: str, antwoorden: Mapping[str, str]) -> list[str]:
    """Return at which fields a form is refused that is filled in rightly but for these answers."""
    mailbox = MAILBOXEN.met_code(code)
    assert mailbox is not None
    ruw = ingevuld(mailbox, **{naam: [waarde] for naam, waarde in antwoorden.items()})
    gelezen = mailbox.formulier.lees(ruw, met_registers())
    return [fout.veld for fout in gelezen.fouten] if isinstance(gelezen, Fouten) else []


@pytest.mark.parametrize(
    ("code", "eerst", "daarna", "verder"),
    [
        ("overdracht-dossier", "verslag_op", "ondertekend_op", {"handtekening": "ja"}),
        ("aanvraag-retour", "verslag_op", "ondertekend_op", {"uitkomst": "getekend", "via": "papier"}),
        ("overdracht-wisseling", "afgestemd_op", "ondertekend_op", {"handtekening": "ja", "beeindigd_op": LATER}),
        ("overdracht-wisseling", "ondertekend_op", "beeindigd_op", {"handtekening": "ja", "afgestemd_op": EERDER}),
        ("zorgbeeindiging", "burger_op", "einddatum", {}),
    ],
)
def test_a_day_before_the_one_it_follows_is_refused_at_that_day(
    code: str, eerst: str, daarna: str, verder: Mapping[str, str]
) -> None:
    assert fouten(code, {**verder, eerst: EERDER, daarna: LATER}) == []
    assert fouten(code, {**verder, eerst: LATER, daarna: EERDER}) == [daarna]


def test_care_that_stopped_at_once_may_have_ended_before_the_letter_and_is_marked() -> None:
    """Handboek §8: with immediate effect for very urgent reasons; what comes late is never refused for that."""
    al_voorbij = {"burger_op": LATER, "einddatum": EERDER, "onmiddellijk": "ja", "dringend": "Hij viel iemand aan."}
    assert fouten("zorgbeeindiging", al_voorbij) == []
    mailbox = MAILBOXEN.met_code("zorgbeeindiging")
    assert mailbox is not None
    feiten = {"einddatum": "2026-03-19", "burger_op": "2026-03-20"}
    titels = [[v.titel for v, _ in verstreken(mailbox.verstreken, feiten, op=date(2026, 3, dag))] for dag in (19, 20)]
    assert titels == [[], ["De zorg is al beëindigd"]]


@pytest.mark.parametrize(
    ("code", "veld"), [("overdracht-wisseling", "verhuisdatum"), ("overdracht-dossier", "ingangsdatum")]
)
@pytest.mark.parametrize(
    ("dag", "getekend", "gezegd"),
    [
        ("2026-04-02", "2025-04-02", []),
        ("2026-04-01", "2026-03-20", ["al geweest"]),
        ("2026-03-19", "2026-03-20", ["al geweest", "voor de dag waarop de burger tekende"]),
        ("2029-01-01", "2026-03-20", ["meer dan een jaar nadat de burger tekende"]),
        ("2026-04-02", "2025-04-01", ["meer dan een jaar nadat de burger tekende", "meer dan een jaar geleden"]),
    ],
)
def test_a_hand_over_of_long_ago_or_far_ahead_is_accepted_and_said_on_both_sides(
    code: str, veld: str, dag: str, getekend: str, gezegd: list[str]
) -> None:
    mailbox = MAILBOXEN.met_code(code)
    assert mailbox is not None
    over = verstreken(mailbox.verstreken, {veld: dag, "ondertekend_op": getekend}, op=date(2026, 4, 2))
    assert [woorden in v.titel for (v, _), woorden in zip(over, gezegd, strict=True)] == [True] * len(gezegd)
    assert all(v.voor_afzender and v.voor_team for v, _ in over)


@pytest.mark.parametrize(("code", "veld"), [("wijziging-locatie", "overgangsdatum"), ("wijziging-indicatie", "vanaf")])
def test_a_change_of_long_ago_or_of_an_indicatie_that_ended_is_accepted_and_said(code: str, veld: str) -> None:
    mailbox = MAILBOXEN.met_code(code)
    assert mailbox is not None
    dagen = [("2026-12-31", "2026-04-02"), ("2026-12-31", "2020-04-02"), ("2026-04-01", "2026-04-01")]
    gezegd = [verstreken(mailbox.verstreken, {"einddatum": a, veld: b}, op=date(2026, 4, 2)) for a, b in dagen]
    assert [[v.veld for v, _ in over] for over in gezegd] == [[], [veld], ["einddatum", veld]]


def test_a_return_of_long_ago_or_with_an_old_consent_is_accepted_and_said() -> None:
    mailbox = MAILBOXEN.met_code("uitstroom-terugkeer")
    assert mailbox is not None
    dagen = [("2026-04-02", "2025-04-02"), ("2026-04-01", "2025-04-02"), ("2026-04-02", "2025-04-01")]
    velden = ("uitstroomdatum", "toestemming_op")
    gezegd = [verstreken(mailbox.verstreken, dict(zip(velden, d, strict=True)), op=date(2026, 4, 2)) for d in dagen]
    assert [[v.veld for v, _ in over] for over in gezegd] == [[], ["uitstroomdatum"], ["toestemming_op"]]


@pytest.mark.parametrize(
    ("code", "veld", "dag"),
    [
        ("overlijden", "overlijdensdatum", "2026-01-01"),
        ("mo-overlijden", "overlijdensdatum", "2026-01-01"),
        ("verlenging-onderbreking", "stopdatum", "2026-01-01"),
        ("verlenging-onderbreking", "einddatum", "2026-04-01"),
        ("overbrugging-ambulant", "einddatum", "2026-04-01"),
    ],
)
def test_a_day_that_is_over_is_accepted_and_said_from_the_day_after_its_time(code: str, veld: str, dag: str) -> None:
    mailbox, over = MAILBOXEN.met_code(code), date.fromisoformat(dag)
    assert mailbox is not None
    net_op_tijd = (over + timedelta(days=1)).isoformat()
    gezegd = [verstreken(mailbox.verstreken, {veld: d}, op=date(2026, 4, 2)) for d in (dag, net_op_tijd)]
    assert [[v.veld for v, _ in elk] for elk in gezegd] == [[veld], []]


def test_a_mailbox_for_who_stands_in_a_register_that_the_region_has_not_is_refused() -> None:
    zonder = [replace(regio, registers=()) for regio in laad_regios()]
    with pytest.raises(FouteDeclaratie, match="register"):
        laad_mailboxen(zonder)
