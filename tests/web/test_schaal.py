"""What people open all day reads no more of a large database than of a small one: no query walks all berichten of a team."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from portal.core.lezen.teamcijfers import keep_large
from tests.bezoeker import Portaal
from tests.web.verhalen import decided, submitted

# SQLite tells its plan and knows no numbers of rows, so a plan on a few berichten is the plan on a million.
ON_SQLITE = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
# All of a team or of a sender, every clock that runs, or everything: by an index of which no more than that is used.
ALL_OF_ONE = re.compile(
    r"(SCAN|SEARCH) (berichten|termijnen|taken|registerregels)(_\d+)?"
    r"( USING (COVERING )?INDEX \w+( \((team=\?|register=\?|afzender_soort=\? AND afzender=\?|status=\?|status=\? AND code=\?)\))?)?"
    r"( LEFT-JOIN)?$"
)


@contextmanager
def asked() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """Collect what is asked of a database meanwhile."""
    found: list[tuple[str, tuple[Any, ...]]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(("SELECT", "WITH")):
            found.append((statement, tuple(parameters)))

    event.listen(Engine, "before_cursor_execute", keep)
    yield found
    event.remove(Engine, "before_cursor_execute", keep)


def walked(portal: Portaal, statements: list[tuple[str, tuple[Any, ...]]]) -> list[str]:
    """Return the statements that walk all berichten of one, or of everybody."""
    return [plan for plan in plans(portal, statements) if ALL_OF_ONE.match(plan.partition(": ")[0])]


def plans(portal: Portaal, statements: list[tuple[str, tuple[Any, ...]]]) -> list[str]:
    """Return each step of what SQLite does for these statements, with the statement after it."""
    connection = sqlite3.connect(str(make_url(portal.huis.services.database.url).database))
    found = [
        f"{plan[3]}: {statement}"
        for statement, parameters in statements
        for plan in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    ]
    connection.close()
    return found


@ON_SQLITE
@pytest.mark.parametrize(
    ("wie", "pagina"),
    [
        ("consulent", "/berichten/{bericht}"),
        ("consulent", "/werkvoorraad"),
        ("consulent", "/werkvoorraad?keuze=zonder-behandelaar"),
        ("consulent", "/"),
        ("consulent", "/taken"),
        ("consulent", "/termijnen"),
        ("consulent", "/termijnen?keuze=van-mij"),
        ("backoffice", "/toewijzingen"),
        ("consulent", "/vergaderingen"),
        ("consulent", "/registers"),
        ("indiener", "/berichten/{bericht}"),
        ("indiener", "/onderweg"),
        ("indiener", "/"),
        ("indiener", "/termijnen"),
        ("indiener", "/concepten"),
        ("indiener", "/toewijzingen"),
        ("contractmanager", "/verplichtingen"),
    ],
)
def test_a_page_of_every_day_walks_not_all_berichten_of_a_team(portal: Portaal, wie: str, pagina: str) -> None:
    bericht = submitted(portal)
    submitted(portal)
    bezoeker = portal.bezoek(wie)
    with asked() as statements:
        antwoord = bezoeker.get(pagina.format(bericht=bericht))
    assert (antwoord.status_code in {200, 303}, len(statements) > 0) == (True, True)
    assert walked(portal, statements) == []


@ON_SQLITE
def test_the_list_of_taken_is_read_in_its_order_and_no_further_than_the_page(portal: Portaal) -> None:
    decided(portal)
    bezoeker = portal.bezoek("consulent")
    with asked() as statements:
        assert bezoeker.get("/taken").status_code == 200
        assert bezoeker.get("/termijnen").status_code == 200
    lijsten = [vraag for vraag in statements if "ORDER BY taken.uiterlijk" in vraag[0]]
    assert (len(lijsten), [plan for plan in plans(portal, lijsten) if "TEMP B-TREE" in plan]) == (
        4,
        [],
    )  # taken, those that are late, those of the week, and those without a day


@ON_SQLITE
def test_what_stands_still_and_mail_that_fails_are_read_in_their_order_and_no_further_than_the_page(
    portal: Portaal,
) -> None:
    submitted(portal)
    with asked() as statements:
        assert portal.bezoek("consulent").get("/termijnen").status_code == 200
        assert portal.bezoek("beheerder").get("/beheer/post").status_code == 200
    stil = [vraag for vraag in statements if "FROM termijnperioden" in vraag[0] and "LIMIT" in vraag[0]]
    post = [vraag for vraag in statements if "uitgaand.fout != ''" in vraag[0] and "GROUP BY" not in vraag[0]]
    stappen = plans(portal, [*stil, *post])
    assert (len(stil), len(post), [stap for stap in stappen if "TEMP B-TREE" in stap]) == (2, 2, [])
    index = {"ix_termijnperioden_open", "ix_uitgaand_faalt"}
    assert {naam for stap in stappen for naam in index if f"INDEX {naam}" in stap} == index


@ON_SQLITE
def test_the_numbers_of_a_team_with_very_many_berichten_are_read_and_not_counted(portal: Portaal) -> None:
    decided(portal)
    bezoeker = portal.bezoek("beleid")
    with asked() as statements:
        assert "telt het portaal op de achtergrond" not in bezoeker.get("/overzicht").text
    wat = {step.partition(" USING")[0].partition(" (")[0] for step in walked(portal, statements)}
    assert wat == {"SEARCH berichten"}  # all of the team, and no clock of another
    keep_large(portal.huis.services, now=portal.huis.now, vanaf=0)
    with asked() as statements:
        assert "telt het portaal op de achtergrond" in bezoeker.get("/overzicht").text
        assert bezoeker.get("/overzicht/termijnen.csv").status_code == 200
    assert [
        statement for statement, _ in statements if "FROM berichten" in statement or "FROM taken" in statement
    ] == []
