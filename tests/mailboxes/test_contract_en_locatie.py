"""Locations and onderaannemers: what they carry and promise, and a burger who moves to another location (Handboek §2.2, §2.3, §4 C)."""

import pytest

from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.gevolg import LeegRegister, VulRegister
from portal.domain.mailbox import Mailbox
from portal.domain.routering import bij_team
from portal.domain.termijn import Karakter
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios
from tests.ingevuld import ingevuld, met_registers

REGIO = laad_regio("groningen")


def mailbox(code: str) -> Mailbox:
    gevonden = laad_mailboxen(laad_regios()).met_code(code)
    assert gevonden is not None
    return gevonden


def lees(code: str, **anders: str) -> Antwoorden | Fouten:
    return mailbox(code).formulier.lees(ingevuld(mailbox(code), **anders), met_registers())


def fouten(code: str, **anders: str) -> list[str]:
    gelezen = lees(code, **anders)
    return [fout.veld for fout in gelezen.fouten] if isinstance(gelezen, Fouten) else []


@pytest.mark.parametrize(("onderaannemer", "nodig"), [("staat-er-niet-bij", {13, None}), (".vier", set())])
def test_a_new_onderaannemer_needs_its_bijlagen_and_a_known_one_none(
    onderaannemer: str, nodig: set[int | None]
) -> None:
    gelezen = lees("onderaannemer-melding", onderaannemer=onderaannemer)
    assert isinstance(gelezen, Antwoorden)
    bijlagen = mailbox("onderaannemer-melding").bijlagen
    assert {b.nummer for b in bijlagen if b.is_verplicht(gelezen.feiten())} == nodig
    assert ("kvk" in gelezen.feiten()) == bool(nodig)


def test_the_hoofdaanbieder_declares_that_it_is_liable_and_reads_so_again() -> None:
    assert fouten("onderaannemer-melding", aansprakelijk="") == ["aansprakelijk"]
    assert "hoofdelijk aansprakelijk" in mailbox("onderaannemer-melding").bevestiging


def test_two_to_four_weken_is_an_expectation() -> None:
    (termijn,) = mailbox("onderaannemer-melding").termijnen
    assert (termijn.karakter, termijn.kan_te_laat, termijn.waarschuwingen) == (Karakter.VERWACHTING, False, ())


@pytest.mark.parametrize(
    ("code", "register"), [("onderaannemer-melding", "onderaannemers"), ("opgave-locaties", "locaties")]
)
def test_what_goes_into_a_register_can_come_out_again(code: str, register: str) -> None:
    gevolgen = [g for o in mailbox(code).levensloop.overgangen for g in o.gevolgen]
    assert {g.register for g in gevolgen if isinstance(g, VulRegister)} == {register}
    assert {g.register for g in gevolgen if isinstance(g, LeegRegister)} == {register}


def test_a_location_has_at_least_one_place() -> None:
    assert [fouten("opgave-locaties", capaciteit=aantal) for aantal in ("0", "00", "1")] == [
        ["capaciteit"],
        ["capaciteit"],
        [],
    ]


def test_a_location_is_accepted_only_after_a_schouw() -> None:
    stap = mailbox("opgave-locaties").levensloop.overgang("geaccepteerd")
    assert stap is not None
    assert (stap.van, bool(stap.dag)) == (("schouw",), True)


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({}, []),
        ({"nieuwe_locatie": "1979.een"}, ["nieuwe_locatie"]),
        ({"nieuwe_locatie": "0014.drie"}, ["nieuwe_locatie"]),
        ({"nieuwe_locatie": "1979.nooit-geaccepteerd"}, ["nieuwe_locatie"]),
        ({"nieuwe_locatie": "staat-er-niet-bij"}, ["nieuwe_locatie"]),
    ],
    ids=["een andere", "dezelfde", "in een andere gemeente", "niet geaccepteerd", "niet in de lijst"],
)
def test_the_new_location_is_another_that_was_accepted_in_that_gemeente(
    anders: dict[str, str], fout: list[str]
) -> None:
    assert fouten("wijziging-locatie", **{"huidige_locatie": "1979.een"} | anders) == fout


@pytest.mark.parametrize(("gemeente", "naar"), [("1979", []), ("0014", ["verzoek-overdracht-toewijzing"])])
def test_a_location_in_another_gemeente_is_a_verzoek_overdracht(gemeente: str, naar: list[str]) -> None:
    gelezen = lees("wijziging-locatie", nieuwe_gemeente=gemeente)
    assert isinstance(gelezen, Antwoorden)
    feiten = bij_team(gelezen.feiten(), REGIO, "toegang-1979")
    assert [v.mailbox for v in mailbox("wijziging-locatie").verwijzingen if v.als.geldt(feiten)] == naar
    verzoek = {veld.naam for veld in mailbox("verzoek-overdracht-toewijzing").formulier.veldinfo()}
    assert {"bsn", "gemeente_inschrijving", "nieuwe_gemeente", "overgangsdatum", "reden", "producten"} <= verzoek


def test_a_wijziging_of_location_is_signed_before_the_letter_goes() -> None:
    stap = mailbox("wijziging-locatie").levensloop.overgang("akkoord")
    assert stap is not None
    assert [(t.code, t.na, t.bron.plaats) for t in stap.taken({})] == [
        ("verkort-verslag", (), "Handboek §4 C.5"),
        ("verslag-ondertekend", ("verkort-verslag",), "Handboek §4 C.6"),
        ("brief-locatie", ("verslag-ondertekend",), "Handboek §4 C.7 en C.8"),
    ]
