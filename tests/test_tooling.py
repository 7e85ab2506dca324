"""The ground the other tests stand on: fresh databases, a real browser and no network."""

import socket
import sqlite3

import psycopg
import pytest
from playwright.sync_api import Page

from tests.browser import axe
from tests.conftest import NoNetwork
from tests.postgres import postgres_server

LIBPQ = "postgresql:"


def test_a_test_cannot_reach_another_machine() -> None:
    with socket.socket() as connection, pytest.raises(NoNetwork):
        connection.connect(("192.0.2.1", 80))


def test_a_test_can_reach_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize("attempt", [1, 2])
def test_every_test_starts_with_an_empty_database(attempt: int, empty_database_url: str) -> None:
    assert count_tables(empty_database_url) == 0
    execute(empty_database_url, f"CREATE TABLE leftover_{attempt} (id INTEGER)")
    assert count_tables(empty_database_url) == 1


@pytest.mark.parametrize("attempt", [1, 2])
def test_every_test_starts_with_a_fresh_migrated_database(attempt: int, database_url: str) -> None:
    before = count_tables(database_url)
    execute(database_url, f"CREATE TABLE leftover_{attempt} (id INTEGER)")
    assert (before > 1, count_tables(database_url)) == (True, before + 1)


def test_what_measures_commits_writes_as_safely_as_in_production() -> None:
    with postgres_server(durable=True) as url, psycopg.connect(libpq(url)) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


@pytest.mark.browser
def test_axe_accepts_an_accessible_page(page: Page) -> None:
    page.set_content("<html lang='nl'><title>Start</title><main><h1>Start</h1><p>Welkom</p></main></html>")
    axe(page)


@pytest.mark.browser
def test_axe_names_a_field_without_a_label(page: Page) -> None:
    page.set_content("<html lang='nl'><title>Start</title><main><h1>Start</h1><input></main></html>")
    with pytest.raises(AssertionError, match="label"):
        axe(page)


@pytest.mark.browser
def test_the_browser_of_the_tests_finds_no_other_host(page: Page) -> None:
    page.set_content("<html lang='nl'><title>Start</title><img src='http://voorbeeld.example/x.png'></html>")
    assert page.evaluate("fetch('http://voorbeeld.example/').then(() => 'reached', () => 'refused')") == "refused"


def count_tables(url: str) -> int:
    if url.startswith("sqlite"):
        rows = execute(url, "SELECT count(*) FROM sqlite_master WHERE type = 'table'")
    else:
        rows = execute(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    return int(str(rows[0][0]))


def execute(url: str, sql: str) -> list[tuple[object, ...]]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        rows = connection.execute(sql).fetchall()
        connection.close()
        return rows
    with psycopg.connect(libpq(url), autocommit=True) as postgres:
        cursor = postgres.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def libpq(url: str) -> str:
    return f"{LIBPQ}{url.partition(':')[2]}"
