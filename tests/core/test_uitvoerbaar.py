"""A declaration that asks more than the core carries out refuses to start."""

from dataclasses import replace

import pytest

from portal.core.uitvoerbaar import check_uitvoerbaar
from portal.domain.mailbox import Clientblok, Deel, FouteDeclaratie, Mailbox
from portal.domain.routering import Delen, Keuze, OpVerband, VastTeam
from portal.domain.teams import Teamsoort
from portal.domain.voorwaarde import Ingevuld
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from tests.mailboxes.vreemde_mailboxen import VREEMDSTE

VAST = VastTeam(regel="vast", soort=Teamsoort.CMO)


@pytest.fixture
def mailbox() -> Mailbox:
    gevonden = laad_mailboxen(laad_regios()).met_code("herindicatie")
    assert gevonden is not None
    return gevonden


def test_all_mailboxes_that_are_found_are_carried_out() -> None:
    check_uitvoerbaar(laad_mailboxen(laad_regios()).alle())


@pytest.mark.parametrize(
    ("routering", "wat"),
    [
        (Delen(delen=(("heel", VAST),)), "Delen"),
        (OpVerband(regel="r", verband="melding", anders=Delen(delen=(("heel", VAST),))), "Delen"),
        (Keuze(als=Ingevuld("reden"), dan=VAST, anders=Delen(delen=(("heel", VAST),))), "Delen"),
    ],
)
def test_a_rule_that_is_not_carried_out_is_named(
    mailbox: Mailbox, routering: Delen | OpVerband | Keuze, wat: str
) -> None:
    object.__setattr__(ander := replace(mailbox), "routering", routering)
    with pytest.raises(FouteDeclaratie, match=wat):
        check_uitvoerbaar([ander])


@pytest.mark.parametrize(("reden", "aantal", "wat"), [(False, 1, "Deel zonder reden"), (True, 2, "meer dan een Deel")])
def test_a_part_that_opens_without_a_reason_or_a_second_one_is_named(
    mailbox: Mailbox, wat: str, *, reden: bool, aantal: int
) -> None:
    delen = tuple(Deel(code=f"d{n}", titel="Deel", velden=("toelichting",), reden_nodig=reden) for n in range(aantal))
    apart = replace(mailbox, clientblok=Clientblok.APART, delen=delen)
    with pytest.raises(FouteDeclaratie, match=wat):
        check_uitvoerbaar([apart])


@pytest.mark.parametrize("vreemd", VREEMDSTE, ids=lambda mailbox: mailbox.code)
def test_the_oddest_mailboxes_wait_for_their_issue(vreemd: Mailbox) -> None:
    with pytest.raises(FouteDeclaratie, match=vreemd.code):
        check_uitvoerbaar([vreemd])
