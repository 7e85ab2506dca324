"""Verzoek overdracht toewijzing: what is asked, who gets it, and what follows (Handboek §5.7 and §4 B)."""

from collections.abc import Sequence

import pytest

from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.levensloop import Actie
from portal.domain.partij import Partij
from portal.domain.routering import BUITEN_DE_REGIO, WEET_IK_NIET, bij_team, route
from portal.domain.telling import tel
from portal.domain.termijn import BijTaak, Karakter
from portal.domain.vinden import Vindbaar, vind
from portal.domain.vooruitblik import verstreken
from portal.domain.voorwaarde import Feiten
from portal.mailboxes.groningen_bw.verzoek_overdracht_toewijzing import MAILBOX
from portal.regios import laad_regio
from tests.voorbeelden import BSNS, VANDAAG, kader, verhuizing, volledig_verzoek

REGIO = laad_regio("groningen")
BUITEN = {"nieuwe_gemeente": BUITEN_DE_REGIO, "nieuwe_gemeente_naam": "Assen"}
INGESCHREVEN_ELDERS = {"gemeente_inschrijving": BUITEN_DE_REGIO, "gemeente_inschrijving_naam": "Assen"}


def feiten(ruw: dict[str, list[str]]) -> Feiten:
    gelezen = MAILBOX.formulier.lees(ruw, kader())
    assert isinstance(gelezen, Antwoorden), gelezen
    return gelezen.feiten()


def fouten(**anders: str | Sequence[str] | None) -> dict[str, str]:
    gelezen = MAILBOX.formulier.lees(volledig_verzoek(**anders), kader())
    assert isinstance(gelezen, Fouten)
    return {fout.veld: fout.tekst for fout in gelezen.fouten}


def besluiten(ruw: dict[str, list[str]]) -> list[str]:
    alle = feiten(ruw)
    (bestemming,) = route(MAILBOX.routering, alle, REGIO)
    bij_het_team = bij_team(alle, REGIO, bestemming.team)
    mogelijk = MAILBOX.levensloop.mogelijk("in_behandeling", Partij.BEHANDELEND_TEAM, bij_het_team)
    return [o.code for o in mogelijk if o.naar == "besloten"]


def taken(code: str) -> list[str]:
    overgang = MAILBOX.levensloop.overgang(code)
    assert overgang is not None
    return [taak.code for taak in overgang.taken({})]


@pytest.mark.parametrize("bsn", BSNS)
def test_a_whole_verzoek_passes(bsn: str) -> None:
    gelezen = MAILBOX.formulier.lees(volledig_verzoek(bsn=bsn), kader())
    assert isinstance(gelezen, Antwoorden)
    assert gelezen.client is not None
    assert (gelezen.client.bsn, gelezen.client.verkort, gelezen.client.kenmerk) == (bsn, "J.V. · 1987", "DS-0412")


@pytest.mark.parametrize(
    ("anders", "team", "regel"),
    [
        ({}, "toegang-1979", "latende-gemeente"),
        (
            {"gemeente_inschrijving": WEET_IK_NIET, "gemeente_verblijf": "0037"},
            "toegang-0037",
            "latende-gemeente-onbekend",
        ),
        ({**INGESCHREVEN_ELDERS, "gemeente_verblijf": "0047"}, "toegang-0047", "latende-gemeente-buiten"),
        ({**BUITEN}, "toegang-1979", "latende-gemeente"),
    ],
    ids=["ingeschreven", "weet ik niet", "buiten de regio ingeschreven", "verhuist naar buiten de regio"],
)
def test_the_toegang_of_the_latende_gemeente_gets_it(anders: dict[str, str], team: str, regel: str) -> None:
    (bestemming,) = route(MAILBOX.routering, feiten(volledig_verzoek(**anders)), REGIO)
    assert (bestemming.team, bestemming.regel) == (team, regel)


def test_weet_ik_niet_stands_with_that_mark() -> None:
    ruw = volledig_verzoek(gemeente_inschrijving=WEET_IK_NIET, gemeente_verblijf="0037")
    (bestemming,) = route(MAILBOX.routering, feiten(ruw), REGIO)
    assert bestemming.uitleg == (
        "De afzender weet niet welke gemeente de latende gemeente is. "
        "Toegang Stadskanaal behandelt berichten van de gemeente van verblijf: Stadskanaal."
    )


@pytest.mark.parametrize(
    ("anders", "akkoord"),
    [
        ({}, "akkoord-andere-gemeente"),
        ({"verhuist": "nee"}, "akkoord-zelfde-gemeente"),
        ({"nieuwe_gemeente": "1979"}, "akkoord-zelfde-gemeente"),
        (BUITEN, "akkoord-buiten-de-regio"),
        ({"gemeente_inschrijving": WEET_IK_NIET, "gemeente_verblijf": "0014"}, "akkoord-zelfde-gemeente"),
        ({"gemeente_inschrijving": WEET_IK_NIET, "gemeente_verblijf": "0037"}, "akkoord-andere-gemeente"),
        ({**INGESCHREVEN_ELDERS, "gemeente_verblijf": "0014"}, "akkoord-zelfde-gemeente"),
        ({**INGESCHREVEN_ELDERS, **BUITEN, "gemeente_verblijf": "0014"}, "akkoord-buiten-de-regio"),
    ],
)
def test_the_team_can_agree_in_the_one_way_that_fits_or_refuse(anders: dict[str, str], akkoord: str) -> None:
    assert besluiten(volledig_verzoek(**anders)) == [akkoord, "afgewezen"]


def test_a_verhuizing_needs_no_question_whether_the_burger_moves() -> None:
    assert besluiten(verhuizing()) == ["akkoord-andere-gemeente", "afgewezen"]
    assert "verhuist" not in feiten(verhuizing(verhuist="nee"))


def test_within_one_gemeente_the_backoffice_withdraws_assigns_and_tells_the_cak() -> None:
    assert taken("akkoord-zelfde-gemeente") == [
        "formulier-wisseling",
        "301-intrekking",
        "301-toewijzing",
        "melding-cak",
        "beschikking",
    ]


@pytest.mark.parametrize(
    ("code", "afstemming"),
    [("akkoord-andere-gemeente", "afstemming"), ("akkoord-buiten-de-regio", "afstemming-buiten")],
)
def test_to_another_gemeente_the_taken_follow_the_order_of_the_handboek(code: str, afstemming: str) -> None:
    assert taken(code) == [
        "formulier-wisseling",
        afstemming,
        "afspraken",
        "verkort-verslag",
        "verslag-ondertekend",
        "beschikking",
        "301-intrekking",
        "overdracht",
        "melding-cak",
    ]


def test_nothing_is_ended_before_the_burger_has_signed() -> None:
    overgang = MAILBOX.levensloop.overgang("akkoord-andere-gemeente")
    assert overgang is not None
    na = {taak.code: taak.na for taak in overgang.taken({})}
    assert (na["beschikking"], na["301-intrekking"]) == (("verslag-ondertekend",), ("verslag-ondertekend",))
    assert na["overdracht"] == ("beschikking", "301-intrekking")


def test_every_decision_ends_in_a_beschikking_on_paper() -> None:
    besloten = [o for o in MAILBOX.levensloop.overgangen if o.actie is Actie.BESLUITEN and "besloten" not in o.van]
    assert [o.code for o in besloten if "beschikking" not in {t.code for t in o.taken({})}] == []


@pytest.mark.parametrize(
    ("gedaan", "volgt"),
    [
        ((), ["brief-niet-door"]),
        (("beschikking",), ["herstel-toewijzing", "brief-niet-door"]),
        (("301-intrekking", "melding-cak"), ["herstel-toewijzing", "herstel-cak", "brief-niet-door"]),
        (
            ("301-intrekking", "301-toewijzing"),
            ["herstel-toewijzing", "intrekking-nieuwe", "brief-niet-door"],
        ),
    ],
)
def test_what_was_sent_before_the_wisseling_failed_is_repaired(gedaan: tuple[str, ...], volgt: list[str]) -> None:
    overgang = MAILBOX.levensloop.overgang("gaat-niet-door")
    assert overgang is not None
    assert [taak.code for taak in overgang.taken({f"taak.{code}": "gedaan" for code in gedaan})] == volgt


def test_a_wisseling_needs_the_signed_form_its_date_and_who_saw_it() -> None:
    formulier = MAILBOX.bijlage("toestemmingsformulier")
    assert formulier is not None
    assert formulier.is_verplicht(feiten(volledig_verzoek()))
    assert fouten(ondertekend_op=None, gezien_door=None) == {
        "ondertekend_op": "Vul in op welke dag de burger heeft getekend.",
        "gezien_door": "Vul in wie heeft gezien dat de burger tekende.",
    }


def test_a_verhuizing_may_go_without_the_signed_form_when_it_says_why() -> None:
    formulier = MAILBOX.bijlage("toestemmingsformulier")
    assert formulier is not None
    assert not formulier.is_verplicht(feiten(verhuizing()))
    zonder = MAILBOX.formulier.lees(verhuizing(geen_toestemming=None), kader())
    assert isinstance(zonder, Fouten)
    assert [fout.veld for fout in zonder.fouten] == ["geen_toestemming"]


def test_a_verhuizing_with_the_signed_form_asks_the_signature_as_well() -> None:
    getekend = verhuizing(toestemming="ja", geen_toestemming=None, ondertekend_op="31-3-2026", gezien_door="K. Wiersma")
    formulier = MAILBOX.bijlage("toestemmingsformulier")
    assert formulier is not None
    assert formulier.is_verplicht(feiten(getekend))


def test_the_onderbouwing_is_always_required() -> None:
    onderbouwing = MAILBOX.bijlage("onderbouwing")
    assert onderbouwing is not None
    assert onderbouwing.is_verplicht(feiten(verhuizing()))


def test_two_different_dates_are_both_kept_and_that_of_the_latende_leads() -> None:
    gegeven = feiten(volledig_verzoek(andere_datum="ja", overgangsdatum_nieuw="8-5-2026"))
    overgang = MAILBOX.termijn("overgang")
    assert overgang is not None
    assert (gegeven["overgangsdatum"], gegeven["overgangsdatum_nieuw"]) == ("2026-05-01", "2026-05-08")
    assert (overgang.karakter, overgang.kan_te_laat) == (Karakter.MIJLPAAL, False)


def test_the_second_date_says_that_it_does_not_lead_and_must_differ() -> None:
    gelezen = MAILBOX.formulier.lees(volledig_verzoek(andere_datum="ja", overgangsdatum_nieuw="8-5-2026"), kader())
    assert isinstance(gelezen, Antwoorden)
    labels = {a.veld: a.label for sectie in gelezen.secties for a in sectie.antwoorden}
    assert labels["overgangsdatum_nieuw"] == (
        "Overgangsdatum volgens de nieuwe aanbieder (de overgangsdatum hierboven is leidend)"
    )
    assert fouten(andere_datum="ja", overgangsdatum_nieuw="01/05/2026") == {
        "overgangsdatum_nieuw": "Dit is hetzelfde als bij 'Overgangsdatum'. Vul iets anders in, of wijzig het antwoord daarboven."
    }
    assert "overgangsdatum_nieuw" not in feiten(volledig_verzoek(andere_datum="nee", overgangsdatum_nieuw="1-5-2026"))


def test_the_ontvangende_gemeente_reacts_in_three_werkdagen_only_when_it_is_another_one() -> None:
    reactie = MAILBOX.termijn("reactie-ontvangende")
    assert reactie is not None
    assert tel(reactie, VANDAAG, REGIO.kalender).datum.isoformat() == "2026-04-10"
    assert reactie.begint == BijTaak("afstemming")
    met_afstemming = {o.code for o in MAILBOX.levensloop.overgangen if "afstemming" in {t.code for t in o.taken({})}}
    assert met_afstemming == {"akkoord-andere-gemeente"}


def test_the_handboek_names_no_term_for_the_decision() -> None:
    assert MAILBOX.geen_termijn == "Het handboek noemt geen termijn voor het besluit van de Toegang."


def test_an_aanbieder_may_withdraw_it_until_the_decision() -> None:
    acties = {
        s: MAILBOX.levensloop.mogelijk(s, Partij.AFZENDER, {}) for s in ("ingediend", "in_behandeling", "besloten")
    }
    assert {s: [o.code for o in overgangen] for s, overgangen in acties.items()} == {
        "ingediend": ["toevoegen", "intrekken"],
        "in_behandeling": ["toevoegen", "intrekken"],
        "besloten": ["toevoegen"],
    }


def test_another_location_of_the_same_aanbieder_in_the_same_gemeente_belongs_elsewhere() -> None:
    (verwijzing,) = MAILBOX.verwijzingen
    eigen = {"nieuwe_aanbieder": "eigen-organisatie"}
    assert verwijzing.als.geldt(feiten(volledig_verzoek(**eigen, verhuist="nee")))
    assert not verwijzing.als.geldt(feiten(volledig_verzoek(**eigen)))
    assert verwijzing.plek == "nieuwe_aanbieder"


@pytest.mark.parametrize("woord", ["verhuizing", "overstappen", "wisseling"])
def test_it_is_found_by_the_words_people_use(woord: str) -> None:
    zaak = Vindbaar(woorden=MAILBOX.zoekwoorden, tekst=MAILBOX.titel)
    assert vind(woord, [(MAILBOX.code, zaak)]) == (MAILBOX.code,)


@pytest.mark.parametrize(
    ("anders", "veld", "tekst"),
    [
        ({"bsn": "999900007"}, "bsn", "Dit nummer klopt niet. Controleer de cijfers."),
        ({"soort": "anders"}, "soort", "Deze keuze bestaat niet. Kies een van de mogelijkheden."),
        ({"gemeente_inschrijving": "9999"}, "gemeente_inschrijving", "Deze keuze bestaat niet. Kies een van de mogelijkheden."),
        ({"nieuwe_aanbieder": "de-schakel"}, "nieuwe_aanbieder", "Deze keuze bestaat niet. Kies een van de mogelijkheden."),
        ({"producten": None}, "producten", "Kies minstens één product."),
        ({"overgangsdatum": "31-2-2026"}, "overgangsdatum", "Deze datum bestaat niet. Controleer de dag en de maand."),
        ({"toewijzingnummer": "12a"}, "toewijzingnummer", "Dit nummer heeft hoogstens 9 cijfers. Controleer wat u heeft ingevuld."),
    ],
)  # fmt: skip
def test_a_wrong_answer_says_what_to_do(anders: dict[str, str | None], veld: str, tekst: str) -> None:
    assert fouten(**anders) == {veld: tekst}


@pytest.mark.parametrize(
    ("anders", "titels"),
    [
        ({"ondertekend_op": "1-4-1991"}, ["De burger tekende meer dan een jaar geleden"]),
        ({"ondertekend_op": "7-4-2025"}, []),
        ({"ondertekend_op": "6-4-2025"}, ["De burger tekende meer dan een jaar geleden"]),
        ({"overgangsdatum": "1-4-2020"}, ["De overgangsdatum is al geweest"]),
    ],
)
def test_a_consent_of_long_ago_and_an_overgangsdatum_that_passed_are_said_to_both_sides(
    anders: dict[str, str], titels: list[str]
) -> None:
    over = verstreken(MAILBOX.verstreken, feiten(volledig_verzoek(**anders)), op=VANDAAG)
    assert [v.titel for v, _ in over] == titels
    assert [v for v, _ in over if not (v.voor_afzender and v.voor_team)] == []
