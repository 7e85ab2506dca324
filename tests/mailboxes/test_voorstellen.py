"""No invented terms: a duty stands in law or handbook, is set by the region, or is a day that somebody named."""

from dataclasses import replace

import pytest

from portal.domain.mailbox import FouteDeclaratie, Mailbox
from portal.domain.termijn import Karakter
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios

ALLE = {mailbox.code: mailbox for mailbox in laad_mailboxen(laad_regios()).alle()}


def voorgesteld(mailbox: Mailbox) -> set[tuple[str, str]]:
    return {(t.code, t.karakter.value) for t in mailbox.alle_termijnen() if t.is_eigen_voorstel}


def test_what_only_the_portal_proposes_is_an_expectation_and_never_late() -> None:
    assert {code: gevonden for code, mailbox in ALLE.items() if (gevonden := voorgesteld(mailbox))} == {
        "overdracht-wisseling": {("reactie", "verwachting")},
        "verzoek-overdracht-toewijzing": {("reactie-ontvangende", "verwachting")},
        "wijziging-indicatie": {("besluit", "verwachting")},
    }


@pytest.mark.parametrize("code", ["overdracht-wisseling", "verzoek-overdracht-toewijzing", "wijziging-indicatie"])
def test_the_page_says_that_the_handboek_names_no_term(code: str) -> None:
    assert ALLE[code].geen_termijn.startswith("Het handboek noemt ")
    assert "geen termijn" in ALLE[code].geen_termijn


def test_a_declaration_that_calls_its_own_proposal_a_duty_is_refused() -> None:
    wijziging = ALLE["wijziging-indicatie"]
    plicht = tuple(replace(termijn, karakter=Karakter.PLICHT) for termijn in wijziging.termijnen)
    with pytest.raises(FouteDeclaratie, match="alleen het portaal stelt die termijn voor"):
        replace(wijziging, termijnen=plicht, geen_termijn="")


def test_no_source_names_a_term_for_the_301_that_withdraws() -> None:
    """Werkproces MO stap 4b names five werkdagen for the first 301 alone, iWmo none for a toewijzing that ends."""
    met = {taak.code for m in ALLE.values() for taak in m.taken() if m.heeft_termijn(taak.code)}
    assert met == {
        "301-product",
        "301-toewijzing",
        "301-wijziging",
        "afspraken",
        "beschikking",
        "opvolging",
        "toewijzing-buiten-om",
        "verslag-ondertekend",
    }
