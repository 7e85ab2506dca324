"""One act over many berichten: only what one has, may and is offered; each by itself."""

from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.in_een_keer import TE_VEEL, Uitkomst, doe_in_een_keer
from portal.mailboxes import Register
from portal.models import Bericht
from portal.sealing.envelope import new_id
from tests.installatie import Installatie, vervang

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def berichten(huis: Installatie) -> dict[UUID, int]:
    for _ in range(2):
        huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.lezen() as session:
        return {rij.id: rij.versie for rij in session.scalars(select(Bericht).order_by(Bericht.id))}


def act(huis: Installatie, wie: str, welke: dict[UUID, int], code: str = "oppakken", hoogstens: int = 9) -> Uitkomst:
    return doe_in_een_keer(
        huis.services,
        huis.gebruiker(wie),
        welke.items(),
        code,
        sleutel=new_id(),
        now=huis.now,
        hoogstens=hoogstens,
    )


def test_what_is_too_many_at_once_is_left_and_named(huis: Installatie) -> None:
    welke = berichten(huis)
    uitkomst = act(huis, "consulent", welke, hoogstens=1)
    assert (uitkomst.gedaan, [mislukt.reden for mislukt in uitkomst.mislukt]) == (1, [TE_VEEL])


@pytest.mark.parametrize(("wie", "redenen"), [("backoffice", 2), ("groningen", 0), ("indiener", 0), ("dubbel", 0)])
def test_who_may_not_does_nothing_and_of_what_is_not_his_nothing_is_said(
    huis: Installatie, wie: str, redenen: int
) -> None:
    uitkomst = act(huis, wie, berichten(huis))
    assert (uitkomst.gedaan, len(uitkomst.mislukt)) == (0, redenen)


@pytest.mark.parametrize("code", ["vraag-stellen", "openen", "weg"])
def test_only_a_step_that_its_mailbox_offers_over_many_is_made(huis: Installatie, code: str) -> None:
    assert act(huis, "consulent", berichten(huis), code) == Uitkomst(gedaan=0, mislukt=())


def test_of_a_mailbox_that_is_gone_nothing_is_done(huis: Installatie) -> None:
    welke = berichten(huis)
    assert act(vervang(huis, mailboxen=Register(())), "consulent", welke) == Uitkomst(gedaan=0, mislukt=())
