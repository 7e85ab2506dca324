"""Kill -9 of the vault at every step of what it is asked: the web says so, nothing is half, and asking again works."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.core.insturen.intake import submit_bericht
from portal.db import is_writing
from portal.sealing.client import LocalClient, VaultClient, VaultDown
from portal.sealing.verbs import Verbs
from portal.vault.verify import verify
from tests.bezoeker import Portaal, form_token, page_text, send_form
from tests.faults.acts import TEKST, Toneel
from tests.faults.steps import MANY, killed_at_every_step, vault_process
from tests.faults.toestand import chain_is_whole, shape
from tests.installatie import WACHTWOORD, Installatie
from tests.web.verhalen import open_form, typed

DOWN = re.compile(r"kluis is (even )?niet bereikbaar|nu even niet worden geopend", re.IGNORECASE)


class Switch(Verbs):
    """The vault in process while the scene is set, and over its socket while it is killed."""

    def __init__(self, local: LocalClient) -> None:
        self.local = local
        self.socket: VaultClient | None = None

    def _call(self, verb: str, **arguments: Any) -> Any:
        return (self.socket or self.local)._call(verb, **arguments)


@dataclass(frozen=True)
class Answer:
    """What somebody got: the status, what he read, and what stood in the text field."""

    status: int
    tekst: str = ""
    getypt: str = ""


@dataclass(frozen=True)
class Asked:
    """What somebody does that needs the vault, to which bericht, and the answer he gets when all is well."""

    do: Callable[[], Answer]
    subject: UUID = field(default_factory=lambda: UUID(int=0))


class Vragen(Toneel):
    """The acts that ask the vault."""

    def inloggen(self) -> Asked:
        """Log in with a new browser."""
        fresh = self.portal.app.test_client()
        data = {"account": "tweede", "wachtwoord": WACHTWOORD, "csrf_token": form_token(fresh)}
        return Asked(lambda: answer(send_form(fresh, "/inloggen", data)))

    def openen(self) -> Asked:
        """Look at a bericht for the first time, which is a step of its own."""
        bericht = self.huis.bericht(self.afzender)
        return Asked(lambda: answer(self.consulent.get(f"/berichten/{bericht}")), bericht)

    def beslissen(self) -> Asked:
        """Decide: the answers are opened."""
        return self._asked(self._opgepakt(), "akkoord-andere-gemeente", tekst=TEKST)

    def sturen(self) -> Asked:
        """Hand on: everything is sealed anew."""
        return self._asked(self._opgepakt(), "doorsturen", reden=TEKST, team="toegang-0014")

    def opnemen(self) -> Asked:
        """Take in what was just submitted, as the worker asks."""
        concept = self.huis.concept(self.afzender)
        bericht = submit_bericht(self.huis.services, self.afzender, concept=concept, now=self.huis.now)
        vault = self.portal.app.extensions["portal"].vault

        def take_in() -> Answer:
            try:
                vault.take_in(bericht)
            except VaultDown as down:
                return Answer(503, down.tekst)
            return Answer(303)

        return Asked(take_in, bericht)

    def _asked(self, bericht: UUID, code: str, **velden: str) -> Asked:
        formulier = open_form(self.consulent, bericht, code)
        data = {**formulier.velden, **velden, "csrf_token": form_token(self.consulent.client)}
        return Asked(lambda: answer(send_form(self.consulent.client, formulier.pad, data)), bericht)


@pytest.fixture
def portal(huis: Installatie) -> Portaal:
    """The app with a vault that can be one in a process of its own."""
    services = replace(huis.services, vault=Switch(huis.client))
    app = create_app(services.settings, services, klok=lambda: huis.now)
    app.testing = False
    return Portaal(huis, app)


# The least number of steps, and the status that says that all went well.
ASKED = {"inloggen": (9, 303), "openen": (6, 200), "beslissen": (6, 303), "sturen": (8, 303), "opnemen": (8, 303)}


def test_a_vault_that_is_killed_at_any_step_leaves_nothing_half_and_does_it_when_it_is_back(portal: Portaal) -> None:
    vragen = Vragen(portal)
    killed = {wat: killed_everywhere(vragen, wat) for wat in ASKED}
    assert {wat: steps for wat, steps in killed.items() if steps < ASKED[wat][0]} == {}
    assert chain_is_whole(portal.huis)


def killed_everywhere(vragen: Vragen, wat: str) -> int:
    """Kill the vault at each of its steps while it is asked this; gives how many there were."""
    huis, begin, good = vragen.huis, getattr(vragen, wat), ASKED[wat][1]
    asked = begin()
    voor = shape(huis, asked.subject)
    assert asked.do().status == good
    na, asked = shape(huis, asked.subject), begin()
    for fatal in range(1, MANY):
        killed_at, got = ask(vragen.portal, asked, fatal)
        nu, where = shape(huis, asked.subject), (wat, killed_at, got)
        assert nu in (voor, na), where
        if not killed_at:
            assert (got.status, bool(DOWN.search(got.tekst)), nu) == (good, False, na), where
            return fatal - 1
        assert (got.status in {200, 503}, bool(DOWN.search(got.tekst))) == (True, True), where
        assert got.getypt == (TEKST if wat in {"beslissen", "sturen"} else ""), where
        if nu == na or wat == "inloggen":
            assert (asked.do().status, shape(huis, asked.subject)) == (good, na), where
            asked = begin()
    raise AssertionError(wat)


def ask(portal: Portaal, asked: Asked, fatal: int) -> tuple[str, Answer]:
    """Do what is asked with a vault of its own; gives where that was killed, '' when it was not."""
    switch: Switch = portal.app.extensions["portal"].vault
    with vault_process(portal.huis, fatal=fatal) as kluis:
        switch.socket = VaultClient(portal.huis.services.settings.vault_socket, is_writing)
        got = asked.do()
        switch.socket.close()
        switch.socket = None
    return kluis.killed_at, got


def answer(response: TestResponse) -> Answer:
    return Answer(response.status_code, page_text(response), typed(response))


def test_a_vault_that_is_killed_while_it_chains_or_anchors_goes_on_with_a_whole_chain(huis: Installatie) -> None:
    """Numbers are in the database before the head is in the state file: the vault takes over its own lines."""
    indiener = huis.gebruiker("indiener")

    def chain() -> int:
        steps = huis.vault.chain.step()
        huis.vault.chain.anchor()
        return steps

    places = []
    for outcome in killed_at_every_step(huis, chain):
        places.append(outcome.killed_at)
        assert verify(huis.vault).ok, outcome
        huis.bericht(indiener)
    assert (len(places) > 6, chain_is_whole(huis)) == (True, True), places
