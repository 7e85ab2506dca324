"""The database locked by somebody who does not let go, or gone and back: the page says so, and nothing typed is lost."""

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from uuid import uuid4

import pytest

from portal.app import create_app
from portal.core.audit import Actor, record
from portal.db import Database, DatabaseBezet, is_full
from portal.worker.loop import run
from tests.bezoeker import Portaal, page_text, send_form
from tests.faults.acts import TEKST, Toneel
from tests.faults.away import PATIENCE, away, gone, impatient, locked
from tests.faults.toestand import chain_is_whole, counts, read, shape
from tests.installatie import Installatie

FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TEXT = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)
AWAY = "niet bij zijn gegevens"
ACTS = ("bewaren", "indienen", "vraag", "antwoord", "besluit", "doorsturen")


def own_form(page: str) -> tuple[dict[str, str], list[str]]:
    """Return the fields of the form on a page of refusal as its button would send them, and the texts one sees."""
    texts = [(naam, tekst.removeprefix("\r\n")) for naam, tekst in TEXT.findall(page)]  # as a browser reads a textarea
    fields = [*FIELD.findall(page), *texts]
    return {naam: unescape(waarde) for naam, waarde in fields}, [unescape(tekst) for _, tekst in texts]


def form_path(page: str) -> str:
    found = re.search(r'<form class="bp-formulier" method="post" action="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def opened(huis: Installatie) -> Portaal:
    app = create_app(huis.services.settings, huis.services, klok=lambda: huis.now)
    app.testing = False
    return Portaal(huis, app)


@pytest.fixture
def portal(huis: Installatie) -> Portaal:
    """The app with a database that is waited for only shortly."""
    return opened(impatient(huis))


def test_an_act_while_the_database_is_locked_says_so_and_the_same_form_does_it_afterwards(portal: Portaal) -> None:
    toneel, said = Toneel(portal), set[tuple[int, bool]]()
    for wat in ACTS:
        act = getattr(toneel, wat)()
        voor, telling = shape(portal.huis, act.subject), counts(portal.huis)
        with locked(portal.huis):
            response = act.post()
        tekst = page_text(response)
        said.add((response.status_code, AWAY in tekst or "kluis is even niet bereikbaar" in tekst))
        assert (shape(portal.huis, act.subject), counts(portal.huis)) == (voor, telling), wat
        assert (act.send()[0], shape(portal.huis, act.subject) != voor) == (303, True), wat
    assert said == {(503, True)}
    assert chain_is_whole(portal.huis)


def test_the_page_that_says_so_holds_what_was_typed_and_its_own_button_does_the_act_afterwards(portal: Portaal) -> None:
    toneel = Toneel(portal)
    for wat in ACTS:
        act = getattr(toneel, wat)()
        voor = shape(portal.huis, act.subject)
        with away(portal.huis):
            response = act.post()
        velden, teksten = own_form(response.text)
        assert (response.status_code, shape(portal.huis, act.subject)) == (503, voor), wat
        if wat in {"vraag", "antwoord", "besluit", "doorsturen"}:
            assert teksten == [TEKST], wat
        if "Nog een keer versturen" not in response.text:
            continue  # the vault was away too, and the page of the act itself holds the text
        wie = toneel.indiener if wat in {"bewaren", "indienen", "antwoord"} else toneel.consulent
        assert send_form(wie.client, form_path(response.text), velden).status_code in {303, 422}, wat
        assert shape(portal.huis, act.subject) != voor, wat
    assert chain_is_whole(portal.huis)


def test_the_page_that_says_so_names_the_file_that_cannot_go_along_with_the_second_try(portal: Portaal) -> None:
    act = Toneel(portal).bewaren()
    with away(portal.huis):
        response = act.post()
    assert response.status_code == 503
    assert "Het bestand bijlage-onderbouwing.pdf gaat niet mee. Voeg het daarna opnieuw toe." in page_text(response)


def test_a_page_of_another_site_gets_nothing_back_while_the_database_is_away(portal: Portaal) -> None:
    act = Toneel(portal).vraag()
    with away(portal.huis):
        bezoek = portal.bezoek()
        answer = bezoek.client.post(
            f"/berichten/{act.subject}/doen/vraag-stellen",
            data={"tekst": TEKST, "csrf_token": "geraden"},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
    assert (TEKST in answer.text, "<form" in answer.text) == (False, False)


def test_a_page_that_only_reads_is_there_while_the_database_is_locked(portal: Portaal) -> None:
    toneel = Toneel(portal)
    bericht = toneel.vraag().subject
    portal.huis.later(minutes=5)  # long enough that their visit would be noted
    with locked(portal.huis):
        pages = [
            toneel.consulent.get("/werkvoorraad"),
            toneel.consulent.get(f"/berichten/{bericht}"),
            toneel.indiener.get("/onderweg"),
            toneel.indiener.get("/concepten"),
        ]
    # The bericht itself cannot be opened without a line in the log; all that stands in clear is shown.
    assert [page.status_code for page in pages] == [200, 503, 200, 200]
    assert "Verstuurd door Indiener, Stichting De Schakel" in page_text(pages[1])
    assert ["niet bereikbaar" in page_text(page) for page in pages] == [True, True, True, False]


def test_writers_that_wait_behind_each_other_are_all_answered_when_patience_ends_and_not_one_after_another(
    huis: Installatie,
) -> None:
    impatient(huis)
    database, waiting = huis.services.database, 24

    def write(_: int) -> bool:
        try:
            with database.schrijven() as session:
                record(
                    session,
                    Actor(persoon="x", namens="x", herkomst="x"),
                    actie="x",
                    onderwerp=str(uuid4()),
                    now=huis.now,
                )
        except DatabaseBezet as bezet:
            return is_full(bezet)
        return True

    with locked(huis), ThreadPoolExecutor(waiting) as pool:
        begun = time.monotonic()
        answers = list(pool.map(write, range(waiting)))
        took = time.monotonic() - begun
    assert (answers, took < PATIENCE * waiting) == ([False] * waiting, True), took
    assert [write(0), write(0)] == [True, True], "who waited in vain leaves no short patience behind"


def test_a_database_that_is_gone_and_comes_back_costs_no_restart(portal: Portaal) -> None:
    huis = portal.huis
    if huis.services.database.is_sqlite:
        return  # a file does not go away; locked is what happens to it
    toneel = Toneel(portal)
    act, vraag = toneel.indienen(), toneel.vraag()
    with gone(huis):
        pages = [act.post(), vraag.post(), toneel.consulent.get("/werkvoorraad"), portal.bezoek().get("/inloggen")]
        huis.vault.chain._chain_or_wait()
    assert [page.status_code for page in pages] == [503, 503, 503, 200]
    assert [AWAY in page_text(page) for page in pages] == [True, True, True, False]
    assert [act.send()[0], vraag.send()[0]] == [303, 303]
    assert (read(huis, toneel.afzender, vraag.subject)[1], chain_is_whole(huis)) == (2, True)
    assert toneel.consulent.get("/werkvoorraad").status_code == 200


def test_the_worker_outlives_a_database_that_is_away(huis: Installatie, caplog: pytest.LogCaptureFixture) -> None:
    impatient(huis, patience=2)  # the worker's own threads may wait for each other
    stop, act = threading.Event(), Toneel(opened(huis)).indienen()
    assert act.send()[0] == 303
    thread = threading.Thread(target=run, args=(huis.services, stop))
    with away(huis):
        thread.start()
        assert happens(lambda: "Ronde mislukt" in caplog.text)
    done = happens(
        lambda: [row[2] for row in shape(huis, act.subject)["postkamer"] if row[0] == "opnemen"] == ["gedaan"]
    )
    alive = thread.is_alive()
    stop.set()
    thread.join()
    assert (done, alive) == (True, True)


def happens(what: Callable[[], bool]) -> bool:
    """Wait until it is so; False when it is not after two minutes."""
    deadline = time.monotonic() + 120
    while not (so := what()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return so


def test_a_database_waits_for_postgresql_no_longer_than_for_its_own_file() -> None:
    database = Database("postgresql+psycopg://portal@127.0.0.1:1/portal?options=-c%20search_path%3Dx", patience=3)
    assert database.engine.url.query["options"] == "-c search_path=x"
    with pytest.raises(DatabaseBezet), database.lezen() as session:
        session.connection()
