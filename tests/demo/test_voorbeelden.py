"""What the examples of the demo say fits what they are about, and shows every mailbox to people that are there."""

from datetime import date
from itertools import islice

import pytest

from portal.demo.antwoorden import ANTWOORDEN
from portal.demo.personen import demopersonen
from portal.demo.voorbeeld import Voorbeeld
from portal.demo.voorbeelden import MELDING, VOORBEELDEN, antwoorden
from portal.demo.voorbeelden import testnummers as numbers
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios

REGIOS = tuple(VOORBEELDEN)
BERICHTEN = {code: [v for v in alle if isinstance(v, Voorbeeld)] for code, alle in VOORBEELDEN.items()}


def test_what_happened_fits_the_kind_of_melding() -> None:
    meldingen = [
        antwoorden(v, "999900006", vandaag=date(2026, 4, 7)) for v in BERICHTEN["groningen"] if v.mailbox == MELDING
    ]
    assert {ruw["soort"][0]: "sloeg" in ruw["beschrijving"][0] for ruw in meldingen} == {
        "geweld": True,
        "calamiteit": False,
    }


@pytest.mark.parametrize("regio", REGIOS)
def test_every_mailbox_of_a_region_has_an_example(regio: str) -> None:
    mailboxen = {m.code for m in laad_mailboxen(laad_regios()).alle() if regio in m.regios}
    assert {v.mailbox for v in BERICHTEN[regio]} == mailboxen


@pytest.mark.parametrize("regio", REGIOS)
def test_everything_is_done_by_somebody_of_the_demo(regio: str) -> None:
    er_zijn = {persoon.account for persoon in demopersonen(laad_regio(regio))}
    doen = {v.account for v in VOORBEELDEN[regio]} | {s.account for v in BERICHTEN[regio] for s in v.stappen}
    assert doen - er_zijn == set()


@pytest.mark.parametrize("regio", REGIOS)
def test_no_step_lies_in_the_future(regio: str) -> None:
    assert [v for v in BERICHTEN[regio] if sum(s.na for s in v.stappen) > v.dagen] == []


def test_every_answer_is_of_a_question_that_is_there() -> None:
    vragen = {
        m.code: {veld.naam for veld in m.formulier.veldinfo()} | {"binnengekomen_op", "binnengekomen_via"}
        for m in laad_mailboxen(laad_regios()).alle()
    }
    gegeven = [(v.mailbox, {*v.antwoorden}) for alle in BERICHTEN.values() for v in alle]
    gegeven += [(code, {*antwoord}) for code, antwoord in ANTWOORDEN.items()]
    assert [(code, namen - vragen[code]) for code, namen in gegeven if namen - vragen[code]] == []


def test_the_numbers_of_clients_are_of_the_test_range() -> None:
    nummers = [int(nummer) for nummer in islice(numbers(), sum(map(len, VOORBEELDEN.values())))]
    assert (min(nummers), max(nummers) <= 999_999_990) == (999_900_006, True)
