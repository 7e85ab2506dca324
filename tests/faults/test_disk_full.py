"""A disk that is full at any point: a Dutch page with the right status, nothing half, and it works again with room."""

import io
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from portal.app import create_app
from portal.core.insturen import concepten
from portal.sealing.envelope import new_id
from portal.vault.state import State
from portal.vault.verify import verify, written_anchors
from tests.bezoeker import Portaal, page_text
from tests.core.test_per_ontvanger import RAPPORT, rapport
from tests.faults.acts import TEKST, Act, Toneel, form_of
from tests.faults.disk import PAGE, Disk
from tests.faults.steps import in_child
from tests.faults.toestand import chain_is_whole, shape
from tests.installatie import Installatie, open_installatie, sluit
from tests.voorbeelden import pdf
from tests.web.verhalen import hidden, open_form, typed

FREE = [0, PAGE, 3 * PAGE, 8 * PAGE, 16 * PAGE, 512 * PAGE]
PAGES = {
    503: ("niet bij zijn gegevens", "kluis is even niet bereikbaar"),
    507: ("geen ruimte om iets op te slaan", "geen ruimte voor dit bestand"),
    422: ("te weinig ruimte",),  # the form with what was typed, and the file refused at its field
}


@contextmanager
def on_small_disk(huis: Installatie, tmp_path: Path) -> Iterator[tuple[Disk, Installatie]]:
    """Move the installation onto a small disk: its files, the vault's state, and the database when that is a file."""
    disk = Disk(tmp_path / "klein", size=12 * 1024 * 1024)
    shutil.copytree(tmp_path / "data", disk.root / "data")
    url = huis.services.database.url
    if huis.services.database.is_sqlite:
        shutil.copyfile(str(make_url(url).database), disk.root / "portal.db")
        url = f"sqlite:///{disk.root / 'portal.db'}"
    small = open_installatie(disk.root / "data", url)
    yield disk, small
    sluit(small)


def portal_of(huis: Installatie) -> Portaal:
    app = create_app(huis.services.settings, huis.services, klok=lambda: huis.now)
    app.testing = False
    return Portaal(huis, app)


@pytest.mark.parametrize("wat", ["bewaren", "indienen", "besluit"])
def test_an_act_on_a_full_disk_is_refused_in_plain_dutch_and_can_be_sent_again(
    huis: Installatie, tmp_path: Path, wat: str
) -> None:
    def fill_and_try() -> list[Any]:
        with on_small_disk(huis, tmp_path) as (disk, small):
            toneel = Toneel(portal_of(small))
            return [tried(disk, small, getattr(toneel, wat)(), free) for free in FREE]

    found = in_child(huis, fill_and_try).answer
    assert [wrong for _, wrong in found if wrong] == []
    statuses = [status for status, _ in found]
    assert (statuses[0] != 303, statuses[-1]) == (True, 303), statuses


def tried(disk: Disk, huis: Installatie, act: Act, free: int) -> tuple[int, str]:
    """Do the act with this much room, then with all room; gives the status, and what was wrong."""
    voor = shape(huis, act.subject)
    disk.fill(free)
    response = act.post()
    disk.relieve()
    said = any(words in response.text for words in PAGES.get(response.status_code, ()))
    nu = shape(huis, act.subject)
    again = act.send()[0]
    na = shape(huis, act.subject)
    if response.status_code != 303 and not said:
        return response.status_code, f"no word of it: {response.status_code} with {free} bytes free"
    if again != 303 or na == voor or nu not in (voor, na, na | TEXT_ALONE):
        return response.status_code, f"half or lost: {again} with {free} bytes free: {nu}"
    if not chain_is_whole(huis):
        return response.status_code, f"the chain is not whole after {free} bytes"
    return response.status_code, ""


@contextmanager
def unwritable(huis: Installatie) -> Iterator[None]:
    """Have no folder where the files go, so that whoever runs this cannot write there, root neither."""
    folder = huis.services.settings.data / "bestanden"
    folder.rename(folder.with_name("weg"))
    folder.touch()
    yield
    folder.unlink()
    folder.with_name("weg").rename(folder)


def test_where_no_file_can_be_written_the_text_of_its_form_is_kept_and_the_file_can_be_sent_again(
    portal: Portaal,
) -> None:
    act = Toneel(portal).bewaren()
    with unwritable(portal.huis):
        response = act.post()
    assert (response.status_code, NOT_NOW in page_text(response)) == (422, True)
    stands = shape(portal.huis, act.subject)
    assert (len(stands["concept"]), {part: stands[part] for part in TEXT_ALONE}) == (1, TEXT_ALONE)
    assert act.send()[0] == 303
    assert len(shape(portal.huis, act.subject)["bijlagen"]) == 1


def test_where_no_file_can_be_written_the_text_of_an_act_is_kept_and_nothing_is_sent(portal: Portaal) -> None:
    toneel = Toneel(portal)
    formulier = open_form(toneel.consulent, toneel.vraag().subject, "vraag-stellen")
    with unwritable(portal.huis):
        response = formulier.verstuur(tekst=TEKST, **{"bijlage-stukken": (io.BytesIO(pdf()), "brief.pdf")})
    assert (response.status_code, NOT_NOW in page_text(response), typed(response)) == (422, True, TEKST)
    kept = toneel.consulent.get(f"{formulier.pad}/{hidden(response)['stukken']}")
    assert (kept.status_code, typed(kept)) == (200, TEKST)


def test_where_no_file_can_be_written_what_goes_to_two_with_a_file_is_not_sent_and_the_page_says_why(
    portal: Portaal,
) -> None:
    huis, concept = portal.huis, new_id()
    toezicht = huis.gebruiker("toezichthouder")
    concepten.bewaar(
        huis.services, toezicht, concept=concept, mailbox=RAPPORT, ruw=rapport("1979"), versie=0, now=huis.now
    )
    huis.bijlage(toezicht, concept, "rapport", mailbox=RAPPORT)
    act = form_of(portal.bezoek("toezichthouder"), concept, f"/concepten/{concept}/indienen", {"versie": "1"})
    incoming = huis.services.settings.data / "bestanden" / "incoming"
    incoming.rename(incoming.with_name("weg"))  # what is there can still be read, as on a disk that is read-only
    incoming.touch()
    response = act.post()
    incoming.unlink()
    incoming.with_name("weg").rename(incoming)
    assert (response.status_code, "Het portaal kan nu geen bestanden bewaren" in response.text) == (503, True)
    assert act.send()[0] == 303


NOT_NOW = "Uw bestand is niet opgeslagen: het portaal kan op dit moment geen bestanden bewaren."
TEXT_ALONE = {
    "bijlagen": [],
    "seals": [("concept.antwoorden", "organisatie", "de-schakel")],
    "logboek": [("concept bewaren", "gelukt")],
}


def test_the_chain_outlives_a_full_disk_and_an_anchor_torn_in_its_line(huis: Installatie, tmp_path: Path) -> None:
    def fill_and_chain() -> list[Any]:
        with on_small_disk(huis, tmp_path) as (disk, small):
            chain = small.vault.chain
            chain.step()
            path = small.services.settings.vault_dir / "ankers.log"
            while not path.exists() or PAGE - path.stat().st_size % PAGE > 90:
                chain.anchor()  # until the next one does not fit in the last page
            room = PAGE - path.stat().st_size % PAGE
            whole = len(written_anchors(small.vault))
            small.gebruiker("indiener")  # a line that is not chained yet
            disk.fill(0 if disk.is_real else room)
            chain._chain_or_wait()
            torn = (chain._anchored(), path.read_bytes().endswith(b"\n"), len(written_anchors(small.vault)) - whole)
            disk.relieve()
            chain._chain_or_wait()
            after = (chain._anchored(), len(written_anchors(small.vault)) - whole, chain.broken)
            return [torn, after, verify(small.vault).ok, chain.step()]

    torn, after, ok, left = in_child(huis, fill_and_chain).answer
    assert (torn, after, ok, left) == ([False, False, 0], [True, 1, False], True, 0)


def test_what_guards_access_is_refused_on_a_full_disk_and_kept_when_there_is_room(
    huis: Installatie, tmp_path: Path
) -> None:
    def fill_and_revoke() -> list[Any]:
        with on_small_disk(huis, tmp_path) as (disk, small):
            state, sessies = small.vault.state, [uuid4() for _ in range(200)]
            disk.fill(0)
            refused = [is_refused(state, sessie) for sessie in sessies]
            disk.relieve()
            kept = [not is_refused(state, sessie) and state.is_revoked(sessie) for sessie in sessies]
            return [any(refused), all(kept)]

    assert in_child(huis, fill_and_revoke).answer == [True, True]


def is_refused(state: State, sessie: UUID) -> bool:
    try:
        state.revoke(sessie)
    except sqlite3.OperationalError:
        return True
    return False


def test_a_postgresql_without_room_gives_the_same_page(portal: Portaal) -> None:
    """Its disk is another machine's: the error is made by the server itself, with the code of a full disk."""
    database = portal.huis.services.database
    if database.is_sqlite:
        return
    act = Toneel(portal).vraag()
    with database.schrijven() as session:
        session.execute(text(FULL))
        session.execute(text("CREATE TRIGGER vol BEFORE INSERT ON overgangen EXECUTE FUNCTION vol()"))
    voor, response = shape(portal.huis, act.subject), act.post()
    nu = shape(portal.huis, act.subject)
    with database.schrijven() as session:
        session.execute(text("DROP TRIGGER vol ON overgangen"))
    assert (response.status_code, PAGES[507][0] in response.text, nu == voor) == (507, True, True)
    assert act.send()[0] == 303


FULL = """CREATE FUNCTION vol() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"""
