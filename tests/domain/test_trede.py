"""A rung of the ladder of a duty without a bericht: what its clock does, and which declarations are refused."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.kalender import Kalender
from portal.domain.kortweg import trede_in_het_kort
from portal.domain.mailbox import FouteDeclaratie
from portal.domain.partij import Partij
from portal.domain.routering import VastTeam
from portal.domain.stappen import stappen_van
from portal.domain.teams import Teamsoort
from portal.domain.termijn import BijAankomst, BijDeelname, Jaarlijks, Karakter, NaTermijn, Termijn
from portal.domain.trede import Trede
from tests.domain.test_mailbox import BASIS, BRON, KLOK

TREDE = Trede(code="aanmanen", titel="Aanmaning", gezet="aangemaand", mail="aanmaning", bron=BRON)
VAN_MENS = replace(TREDE, code="afkoppelen", titel="Afkoppelen", door=Partij.CONTRACTMANAGER)
EERSTE = replace(KLOK, begint=BijDeelname(), trede=TREDE)
TWEEDE = replace(KLOK, code="tweede", begint=NaTermijn("klok"), trede=VAN_MENS)
BIJ_CMO = replace(BASIS, geen_termijn="", routering=VastTeam(regel="cmo", soort=Teamsoort.CMO), termijnen=(KLOK,))


@pytest.mark.parametrize(
    ("trede", "stappen"),
    [
        (TREDE, [("trede:aanmanen", Partij.AANBIEDER, True)]),
        (VAN_MENS, [("trede-aan-u:afkoppelen", Partij.CONTRACTMANAGER, False)]),
    ],
)
def test_a_rung_comes_the_day_after_instead_of_te_laat(trede: Trede, stappen: list[tuple[str, Partij, bool]]) -> None:
    gevonden = stappen_van(replace(EERSTE, trede=trede), date(2026, 4, 2), date(2026, 4, 16), kalender=Kalender())
    assert {stap.op for stap in gevonden} == {date(2026, 4, 17)}
    assert [(stap.code, stap.aan, stap.is_doen) for stap in gevonden] == stappen


def test_a_ladder_may_end_with_a_rung_of_a_person() -> None:
    mailbox = replace(BIJ_CMO, termijnen=(EERSTE, TWEEDE))
    assert [klok.trede for klok in mailbox.termijnen] == [TREDE, VAN_MENS]
    assert [trede_in_het_kort(trede) for trede in (TREDE, VAN_MENS)] == [
        "'Aanmaning', vanzelf",
        "'Afkoppelen', als de contractmanager dat beslist",
    ]


NIET_ZONDER_BERICHT = "heeft een trede, en is geen plicht die zonder bericht begint"


@pytest.mark.parametrize(
    ("termijnen", "waarom"),
    [
        ((replace(EERSTE, begint=BijAankomst()),), NIET_ZONDER_BERICHT),
        ((KLOK, replace(EERSTE, code="rond", begint=NaTermijn("rond"))), NIET_ZONDER_BERICHT),
        ((KLOK, replace(EERSTE, code="los", begint=NaTermijn("weg"))), "volgt op een termijn die er niet is: weg"),
        ((KLOK, replace(EERSTE, code="kans", karakter=Karakter.KANS)), NIET_ZONDER_BERICHT),
        ((replace(EERSTE, trede=replace(TREDE, mail="weg")),), "trede 'aanmanen' noemt een e-mail die er niet is"),
        ((replace(EERSTE, trede=replace(TREDE, door=Partij.TOEZICHT)),), "is aan toezicht, die hem nergens kan zetten"),
        ((replace(EERSTE, trede=VAN_MENS), TWEEDE), "is aan een mens, en de volgende zou niet op hem wachten"),
    ],
)
def test_a_rung_that_cannot_be_taken_is_refused(termijnen: tuple[Termijn, ...], waarom: str) -> None:
    with pytest.raises(FouteDeclaratie, match=waarom):
        replace(BIJ_CMO, termijnen=termijnen)


def test_a_rung_of_the_contractmanager_needs_a_bericht_that_goes_to_him() -> None:
    jaarlijks = replace(EERSTE, begint=Jaarlijks(maand=3, dag=1, over=1, veld="datum"), trede=VAN_MENS)
    assert replace(BIJ_CMO, termijnen=(jaarlijks,)).termijnen[0].trede == VAN_MENS
    with pytest.raises(FouteDeclaratie, match="is aan contractmanager, die hem nergens kan zetten"):
        replace(BASIS, geen_termijn="", termijnen=(jaarlijks,))
