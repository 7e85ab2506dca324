"""Everybody tries every address of a bericht that is not his: he learns not even whether it exists."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest

from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import Verzoek, dien_snel_in, doe_snel

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LINK = re.compile(r'(?:href|action|formaction|data-bewaar-url)="(/[^"#?]*)')
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
# One of each kind, over the real server; tests/refusals asks everybody, everything.
VREEMDEN = ("indiener.diep", "consulent.eemsdelta", "toezicht", "beheer.een")
CODES = (
    "openen",
    "oppakken",
    "overnemen",
    "vraag-stellen",
    "beantwoorden",
    "hervatten",
    "doorsturen",
    "afronden",
    "akkoord-zelfde-gemeente",
    "afgewezen",
    "intrekken",
)


@pytest.fixture(scope="session")
def adressen(open_portaal: Portaal) -> list[str]:
    """Every address with an id that the people of a story meet, and those that they could think of."""
    indiener, consulent = open_portaal.bezoek("indiener.schakel"), open_portaal.bezoek("consulent")
    bericht = dien_snel_in(indiener, Verzoek())
    seen = set(links(indiener, bericht, f"{bericht}/ontvangst", f"{bericht}/doen/intrekken"))
    doe_snel(consulent, bericht, "vraag-stellen", tekst="Vraag?")
    seen |= set(links(indiener, bericht, f"{bericht}/doen/beantwoorden"))
    doe_snel(indiener, bericht, "beantwoorden", tekst="Antwoord.")
    seen |= set(links(consulent, bericht))
    doe_snel(consulent, bericht, "akkoord-zelfde-gemeente", tekst="Motivering.")
    seen |= set(links(consulent, bericht, "/taken"))
    seen |= {f"{bericht}/doen/{code}" for code in CODES} | {f"{bericht}/doen/beantwoorden/{uuid4()}"}
    concept = f"/concepten/{uuid4()}"
    assert indiener.stuur(f"{concept}?soort=verzoek-overdracht-toewijzing", {"versie": "0", "reden": "x"})[0] == 422
    seen |= {concept, *(f"{concept}/{deel}" for deel in ("bewaren", "controleren", "indienen", "verwijderen"))}
    bijlage = next(path for path in seen if "/bijlagen/" in path and not path.endswith("/bekijken"))
    seen |= {f"{concept}/bijlagen/{uuid4()}/verwijderen", bijlage, f"{bijlage}/bekijken"}
    open_portaal.sluit()
    # the list of taken names other berichten too, which some here may see
    return sorted(path for path in seen if ID.search(path) and path.startswith((bericht, "/concepten/", "/taken/")))


def links(bezoek: Bezoek, *paths: str) -> Iterator[str]:
    """Give every address that these pages lead or send to, and their own."""
    for path in paths:
        status, text = bezoek.haal(path)
        assert status == 200, path
        yield path
        yield from LINK.findall(text)


def test_the_story_has_addresses_of_every_kind(adressen: list[str]) -> None:
    kinds = {ID.sub("*", path) for path in adressen}
    assert kinds >= {
        "/berichten/*",
        "/berichten/*/ontvangst",
        "/berichten/*/bijlagen/*",
        "/berichten/*/bijlagen/*/bekijken",
        "/berichten/*/doen/oppakken",
        "/berichten/*/doen/beantwoorden/*",
        "/concepten/*",
        "/concepten/*/controleren",
        "/concepten/*/indienen",
        "/concepten/*/bijlagen/*/verwijderen",
        "/taken/*/gedaan",
    }


@pytest.mark.parametrize("account", VREEMDEN)
def test_what_is_not_yours_answers_as_what_is_not_there(portaal: Portaal, adressen: list[str], account: str) -> None:
    bezoek = portaal.bezoek(account)
    different, post = {}, sent(bezoek)
    for path in adressen:
        elsewhere = ID.sub(lambda _: str(uuid4()), path)
        for how, ask in (("GET", bezoek.haal), ("POST", post)):
            here, there = answer(ask(path), path), answer(ask(elsewhere), elsewhere)
            if here != there or here[0] not in {404, 405}:
                different[f"{how} {path}"] = (here[0], there[0])
    assert different == {}


def sent(bezoek: Bezoek) -> Callable[[str], tuple[int, str]]:
    """Send every field that any of the forms knows, under one token."""
    token = bezoek.token()
    velden = {"csrf_token": token, "sleutel": str(uuid4()), "versie": "1", "tekst": "x", "verzonden_op": "1-1-2026"}

    def post(path: str) -> tuple[int, str]:
        return bezoek.stuur(path, velden)

    return post


def answer(found: tuple[int, str], path: str) -> tuple[int, str]:
    """An answer without the token, which is fresh each time, and the address that he asked for himself."""
    return found[0], TOKEN.sub("", found[1].replace(path, ""))


def test_the_same_organisation_without_the_role_sees_nothing_either(portaal: Portaal, adressen: list[str]) -> None:
    beheerder = portaal.bezoek("beheerder.schakel")
    assert {beheerder.haal(path)[0] for path in adressen} <= {404, 405}


def test_a_colleague_does_see_it(portaal: Portaal, adressen: list[str]) -> None:
    bericht = next(path for path in adressen if ID.sub("*", path) == "/berichten/*")
    seen = {
        account: portaal.bezoek(account).haal(bericht)[0] for account in ("collega.schakel", "consulent2", "backoffice")
    }
    assert set(seen.values()) == {200}


def test_who_is_not_logged_in_is_asked_to_log_in_whatever_the_address(portaal: Portaal, adressen: list[str]) -> None:
    niemand = portaal.bezoek()
    answers = set()
    for path in adressen:
        for found in (path, ID.sub(lambda _: str(uuid4()), path)):
            answer = niemand.context.request.get(f"{portaal.basis}{found}", max_redirects=0)
            location = answer.headers.get("location", "")
            answers.add((answer.status, ID.sub("*", location).startswith("/inloggen") or answer.status == 405))
            answers.add((niemand.stuur(found)[0], True))
    assert answers <= {(303, True), (405, True)}


@pytest.mark.parametrize("account", ["indiener.schakel", "consulent", "toezicht", "beheer.een"])
def test_an_address_that_makes_no_sense_is_not_found(portaal: Portaal, account: str) -> None:
    bezoek = portaal.bezoek(account)
    paths = ("/berichten/1", "/berichten/' OR 1=1", f"/berichten/{UUID(int=0)}", "/static/app.py")
    assert {path: bezoek.haal(path)[0] for path in paths} == dict.fromkeys(paths, 404)
