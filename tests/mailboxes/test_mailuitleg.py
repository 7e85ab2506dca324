"""A mail tells no answer: of every clock of every mailbox that counts from one it says its last day at most."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.datums import voluit
from portal.domain.mailuitleg import verraadt_een_antwoord, zonder_antwoord
from portal.domain.termijn import Karakter, NaTermijn
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios

DAG = date(2026, 5, 4)
MAILBOXEN = laad_mailboxen(laad_regios()).alle()
KLOKKEN = [(mailbox, termijn) for mailbox in MAILBOXEN for termijn in mailbox.alle_termijnen()]


def test_what_counts_from_an_answer_or_from_another_bericht_is_told_from_what_counts_from_an_event() -> None:
    assert {(type(termijn.begint).__name__, verraadt_een_antwoord(m, termijn)) for m, termijn in KLOKKEN} == {
        *((soort, True) for soort in ("OpDatum", "BijAntwoord", "VanVerband")),
        *((s, False) for s in ("BijAankomst", "BijOvergang", "BijTaak", "Jaarlijks", "BijDeelname", "NaTermijn")),
    }


def test_a_rung_tells_what_the_clock_before_it_tells() -> None:
    (mailbox,) = (m for m in MAILBOXEN if m.code == "herindicatie")
    rungs = [replace(mailbox.termijnen[0], begint=NaTermijn(code)) for code in ("melden", "onderzoek", "is-er-niet")]
    assert [verraadt_een_antwoord(mailbox, rung) for rung in rungs] == [True, False, False]


def test_no_word_of_where_it_counts_from_of_its_length_or_its_source_is_said() -> None:
    for mailbox, termijn in KLOKKEN:
        for staat_stil in (False, True):
            tekst = zonder_antwoord(termijn, DAG, staat_stil=staat_stil)
            woorden = [termijn.begin_in_woorden, str(termijn.bron), *([voluit(DAG)] if termijn.aantal == 0 else [])]
            assert [woord for woord in woorden if woord and woord in tekst] == [], (mailbox.code, termijn.code)
            assert tekst.endswith("leest u in het portaal.")


@pytest.mark.parametrize(
    ("karakter", "begin"),
    [
        (Karakter.PLICHT, "Uiterlijk maandag 4 mei 2026. "),
        (Karakter.AANSPRAAK, "Tot en met maandag 4 mei 2026. "),
        (Karakter.KANS, "Tot en met maandag 4 mei 2026. "),
        (Karakter.VERWACHTING, "Naar verwachting uiterlijk maandag 4 mei 2026. "),
    ],
)
def test_the_last_day_is_said_as_what_it_is(karakter: Karakter, begin: str) -> None:
    (termijn,) = (t for m, t in KLOKKEN if (m.code, t.code) == ("verlenging-onderbreking", "onderbreking"))
    gezegd = zonder_antwoord(replace(termijn, karakter=karakter, waarschuwingen=()), DAG)
    assert gezegd == f"{begin}Hoe die dag is gerekend, leest u in het portaal."
