"""The declaration of a mailbox in words, and the rehearsal of its routing: on the strangest rules that can be declared."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.domain.bron import Bron
from portal.domain.formulier import Kader
from portal.domain.mailbox import Mailbox, Verband
from portal.domain.routering import Keuze, OpAntwoord, OpRegister, OpVerband, VastTeam, route
from portal.domain.teams import Teamsoort
from portal.domain.voorwaarde import En, Gelijk, Ingevuld, Is, Niet, Of, Voorwaarde
from portal.forms.personen import BeheerderFormulier, RolFormulier, ToelaatFormulier
from portal.forms.routeproef import Routeproef
from portal.forms.verklaring import Verklaring, namen
from portal.mailboxes.groningen_bw.verzoek_overdracht_toewijzing import MAILBOX
from portal.regios import laad_regio

REGIO = laad_regio("groningen")
TEAMS = tuple((team.code, team.naam) for team in REGIO.teams)
KADER = Kader(vandaag=date(2026, 4, 2), regio=REGIO, teams=TEAMS)
WIL = "'Wat wil de burger?'"
WISSEL = Is("soort", "wisseling")


@pytest.fixture(scope="module")
def verklaring() -> Verklaring:
    return Verklaring(MAILBOX.formulier, KADER)


@pytest.mark.parametrize(
    ("voorwaarde", "zin"),
    [
        (WISSEL, f"het antwoord op {WIL} 'Wisselen van zorgaanbieder' is"),
        (Niet(WISSEL), f"het antwoord op {WIL} niet 'Wisselen van zorgaanbieder' is"),
        (Niet(Niet(WISSEL)), f"het antwoord op {WIL} 'Wisselen van zorgaanbieder' is"),
        (Is("geen_bsn", "ja"), "'De burger heeft geen burgerservicenummer' is aangekruist"),
        (Is("gemeente_inschrijving", "0014"), "het antwoord op 'Waar staat de burger ingeschreven?' 'Groningen' is"),
        (Ingevuld("reden"), "'Waarom wil de burger overstappen?' is ingevuld"),
        (Niet(Ingevuld("reden")), "'Waarom wil de burger overstappen?' niet is ingevuld"),
        (
            Gelijk("gemeente_verblijf", "gemeente_inschrijving"),
            "de antwoorden op 'In welke gemeente verblijft de burger nu?' en 'Waar staat de burger ingeschreven?' gelijk zijn",
        ),
        (
            Niet(Gelijk("nieuwe_gemeente", "team.gemeente")),
            (
                "het antwoord op 'Naar welke gemeente verhuist de burger?' niet gelijk is aan de gemeente van het team dat "
                "het bericht heeft"
            ),
        ),
        (Is("register.locatie", "x"), "wat er staat in het register 'locatie' 'x' is"),
        (
            En(Ingevuld("reden"), Of(Ingevuld("bsn"), Ingevuld("kenmerk"))),
            "'Waarom wil de burger overstappen?' is ingevuld en ('Burgerservicenummer' is ingevuld of 'Uw kenmerk' is ingevuld)",
        ),
        (
            Of(Ingevuld("reden"), En(Ingevuld("bsn"), Ingevuld("kenmerk"))),
            "'Waarom wil de burger overstappen?' is ingevuld of ('Burgerservicenummer' is ingevuld en 'Uw kenmerk' is ingevuld)",
        ),
        (
            Niet(En(Ingevuld("bsn"), Ingevuld("kenmerk"))),
            "'Burgerservicenummer' niet is ingevuld of 'Uw kenmerk' niet is ingevuld",
        ),
        (
            Niet(Of(Ingevuld("bsn"), Ingevuld("kenmerk"))),
            "'Burgerservicenummer' niet is ingevuld en 'Uw kenmerk' niet is ingevuld",
        ),
        (Ingevuld("onbekend"), "'onbekend' is ingevuld"),
    ],
)
def test_a_condition_reads_in_the_words_of_the_form(verklaring: Verklaring, voorwaarde: Voorwaarde, zin: str) -> None:
    assert verklaring.als(voorwaarde) == zin


def test_a_question_says_what_can_be_answered_and_a_long_list_is_cut_short(verklaring: Verklaring) -> None:
    vragen = {vraag.naam: vraag for _, sectie in verklaring.secties() for vraag in sectie}
    assert vragen["soort"].keuzes[0] == "Wisselen van zorgaanbieder"
    assert vragen["gemeente_inschrijving"].keuzes[-1].startswith("en ")
    assert vragen["voornamen"].gevraagd_als == "'De burger heeft geen burgerservicenummer' is aangekruist"
    assert (vragen["kenmerk"].verplicht, vragen["kenmerk"].gevraagd_als) == (False, "")
    assert namen(verklaring, ("bsn", "kenmerk")) == "'Burgerservicenummer' en 'Uw kenmerk'"


def odd() -> Mailbox:
    """A mailbox whose routing looks in a register, then at a link, then at an answer, and else at a fixed desk."""
    answer = OpAntwoord(regel="antwoord", veld="gemeente_inschrijving", rol="gemeente van inwoning")
    keuze = Keuze(als=WISSEL, dan=answer, anders=VastTeam(regel="vast", soort=Teamsoort.CMO))
    verband = OpVerband(regel="verband", verband="melding", anders=keuze)
    return replace(
        MAILBOX,
        routering=OpRegister(regel="register", register="toewijzing", rol="gemeente van toewijzing", anders=verband),
        verbanden=(Verband(code="melding", titel="De melding", mailboxen=(MAILBOX.code,)),),
        verwijzingen=(),
        bronnen=(Bron(plaats="", voorstel=True),),
    )


@pytest.mark.parametrize(
    ("ruw", "team"),
    [
        ({"register_toewijzing": ["1966"], "soort": ["wisseling"]}, "toegang-1966"),
        ({"verband_melding": ["toegang-0047"]}, "toegang-0047"),
        ({"soort": ["wisseling"], "gemeente_inschrijving": ["1979"]}, "toegang-1979"),
        ({}, "cmo"),
    ],
)
def test_a_rehearsal_asks_what_a_register_or_link_would_give(ruw: dict[str, list[str]], team: str) -> None:
    proef = Routeproef(odd(), ruw, KADER)
    velden = {veld.short_name for veld in proef.velden}
    assert velden == {"soort", "gemeente_inschrijving", "register_toewijzing", "verband_melding"}
    assert proef.fouten() == []
    assert [b.team for b in route(odd().routering, proef.feiten(), REGIO)] == [team]
    assert proef.anker("verband.melding") == "verband_melding"
    assert proef.anker("bsn") == ""


def test_a_rehearsal_refuses_only_what_cannot_be_an_answer() -> None:
    proef = Routeproef(odd(), {"register_toewijzing": ["9999"], "soort": ["x"]}, KADER)
    assert [anker for anker, _ in proef.fouten()] == ["soort-0", "register_toewijzing"]


def test_a_mailbox_that_asks_nothing_for_its_routing_rehearses_without_questions() -> None:
    vast = replace(MAILBOX, routering=VastTeam(regel="vast", soort=Teamsoort.CMO), verwijzingen=())
    assert Routeproef(vast, {}, KADER).velden == []


@pytest.mark.parametrize(
    ("account", "goed"),
    [("J.deVries", True), ("ab", False), ("a b c", False), ("-abc", False), ("x" * 65, False), ("o'brien", False)],
)
def test_an_account_name_can_be_typed_on_any_keyboard(account: str, goed: bool) -> None:
    ruw = {"naam": ["N"], "email": ["n@x.nl"], "account": [account]}
    assert (BeheerderFormulier.vul(ruw, KADER).fouten() == ()) is goed


def test_roles_are_chosen_from_those_that_can_be_given() -> None:
    ruw: dict[str, Any] = {"naam": ["N"], "email": ["n@x.nl"], "account": ["nnn"], "rollen": ["cmo", "toezicht"]}
    formulier = ToelaatFormulier.vul(ruw, KADER)
    assert formulier.fouten() == ()
    assert formulier.feiten()["rollen"] == ("cmo", "toezicht")
    assert RolFormulier.vul({"rol": ["cmo"]}, KADER).feiten() == {"rol": "cmo"}
    assert [f.tekst for f in RolFormulier.vul({}, KADER).fouten()] == ["Kies de rol die erbij komt."]
