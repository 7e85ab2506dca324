"""Setting up an installation from the command line: init, migrations, teams, persons, audit and doctor."""

import re
import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from portal.regios import laad_regio
from tests.cli.running import Uitkomst, portal

BEHEERDER = ("--naam", "Fenna Beheer", "--email", "fenna@beheer.example", "--organisatie", "beheer")
ROL = ("--rol", "organisatie:beheer:functioneel_beheerder")


@pytest.fixture(scope="module")
def ingericht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation of region Groningen, to be copied."""
    folder = tmp_path_factory.mktemp("ingericht") / "portaal"
    made = portal("init", "--regio", "groningen", data=str(folder))
    assert made.code == 0, made.err
    return folder


@pytest.fixture
def data(ingericht: Path, tmp_path: Path) -> Path:
    """An installation of region Groningen of one's own."""
    return shutil.copytree(ingericht, tmp_path / "portaal")


def test_init_says_what_it_made_and_what_to_do_next(tmp_path: Path) -> None:
    made = portal("init", "--regio", "groningen", data=str(tmp_path / "p"))
    assert (made.code, made.out.splitlines()) == (
        0,
        [
            "Regio Groningen: 10 gemeenten, 23 teams.",
            f"Sleutels gemaakt in {tmp_path / 'p' / 'kluis'}. Maak daar nu een kopie van en bewaar die apart.",
            "Laat nu twee functioneel beheerders toe: portal gebruiker toevoegen --help",
        ],
    )


def test_init_again_keeps_the_keys(data: Path) -> None:
    before = keys(data)
    again = portal("init", "--regio", "groningen", data=str(data))
    assert (again.code, keys(data) == before, "Sleutels gemaakt" in again.out) == (0, True, False)


def test_init_of_a_region_that_is_not_there_makes_nothing(tmp_path: Path) -> None:
    made = portal("init", "--regio", "zeeland", data=str(tmp_path / "p"))
    assert (made.code, "Kies uit:" in made.err, (tmp_path / "p").exists()) == (1, True, False)


def test_the_first_person_is_let_in_with_a_password_that_is_shown_once(data: Path) -> None:
    added = toevoegen(data, "Fenna", *BEHEERDER, *ROL)
    listed = portal("gebruiker", data=str(data))
    assert added.code == 0, added.err
    assert re.search(r"^Eenmalig wachtwoord: ([a-z2-9]{4}-){4}[a-z2-9]{4}$", added.out, re.MULTILINE)
    assert listed.out == "fenna                        Fenna Beheer (functioneel beheerder bij beheer)\n"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--rol", "team:toegang-9999:consulent"), "dit team of deze organisatie is er niet"),
        (("--rol", "team:toegang-0014:koning"), "de rol 'koning' bestaat niet"),
        (("--rol", "onzin"), "dit team of deze organisatie is er niet"),
        (("--rol", "team:toegang-0014:toezichthouder"), "de rol 'toezichthouder' past niet bij toegang-0014. Wel: "),
        (("--rol", "organisatie:beheer:consulent"), "past niet bij beheer. Wel: functioneel_beheerder."),
        ((*ROL, "--email", "fenna@beheer.example\nBcc: ander@kwaad.example"), "Dit e-mailadres klopt niet."),
        ((*ROL, "--email", "fenna@beheer.example\n"), "Dit e-mailadres klopt niet."),
        ((*ROL, "--email", "fenna"), "Dit e-mailadres klopt niet."),
        ((*ROL, "--email", "a@b.example, c@d.example"), "Dit e-mailadres klopt niet."),
        ((*ROL, "--organisatie", "weg"), "Organisatie 'weg' is er niet"),
    ],
)
def test_a_person_with_a_role_that_cannot_be_is_refused(data: Path, changed: tuple[str, ...], said: str) -> None:
    refused = toevoegen(data, "iemand", *BEHEERDER, *changed)
    assert (refused.code, said in refused.err, portal("gebruiker", data=str(data)).out) == (1, True, "")


def test_who_cannot_come_in_any_more_gets_a_new_password_on_the_machine_of_the_vault(data: Path) -> None:
    first = toevoegen(data, "fenna", *BEHEERDER, *ROL).out
    again, unknown = (portal("gebruiker", "herstellen", account, data=str(data)) for account in (" Fenna ", "niemand"))
    given = re.search(r"^Eenmalig wachtwoord: (([a-z2-9]{4}-){4}[a-z2-9]{4})$", again.out, re.MULTILINE)
    assert given, again.err
    assert given[1] not in first
    assert (unknown.code, "Account niemand is er niet." in unknown.err) == (1, True)


def test_an_account_is_let_in_once(data: Path) -> None:
    codes = [toevoegen(data, account, *BEHEERDER, *ROL).code for account in ("fenna", " FENNA ")]
    assert codes == [0, 1]


def test_an_aanbieder_gets_keys_of_its_own(data: Path) -> None:
    added = portal("team", "toevoegen", "zorg-noord", "--naam", "Zorg Noord", data=str(data))
    listed = portal("team", data=str(data)).out
    assert (added.code, "organisatie  zorg-noord               Zorg Noord (aanbieder)" in listed) == (0, True)
    assert ("organisatie", "zorg-noord") in {(kind, code) for kind, code, _ in keys(data)}


def test_a_code_that_cannot_stand_in_a_seal_is_refused(data: Path) -> None:
    assert portal("team", "toevoegen", "Zorg Noord", "--naam", "x", data=str(data)).code == 1


def test_the_audit_log_of_a_new_installation_holds_and_its_counts_are_shown(data: Path) -> None:
    shown = portal("audit", "verify", data=str(data))
    assert shown.code == 0, shown.err
    assert re.fullmatch(r"\d+ regels in de keten, \d+ nog niet, \d+ ankers\.\nHet logboek klopt\.\n", shown.out)


def test_without_an_installation_the_commands_say_what_to_do_first(tmp_path: Path) -> None:
    for command in (("audit", "verify"), ("gebruiker",), ("vault",), ("worker",), ("web",)):
        shown = portal(*command, data=str(tmp_path / "leeg"), port=str(free_port()))
        assert (command, shown.code, "portal init" in shown.err, "Traceback" in shown.err) == (command, 1, True, False)


def test_migreren_moves_up_and_back_and_refuses_to_lose_data_unasked(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    data = str(tmp_path / "p")
    up, down = portal("migreren", data=data), portal("migreren", "--naar", "base", data=data)
    unknown, back = (
        portal("migreren", "--naar", "9999", data=data),
        portal("migreren", "--naar", "base", "--terug", data=data),
    )
    assert [up.code, down.code, unknown.code, back.code] == [0, 1, 1, 0]
    assert ("--terug" in down.err, "bestaat niet" in unknown.err, back.out) == (
        True,
        True,
        "De tabellen staan op versie base.\n",
    )


def test_anyone_is_blocked_on_the_machine_of_the_vault(data: Path) -> None:
    rol = (
        "--email",
        "g@beheer.example",
        "--organisatie",
        "beheer",
        "--rol",
        "organisatie:beheer:functioneel_beheerder",
    )
    toevoegen(data, "gerda", "--naam", "Gerda Beheer", *rol)
    done, unknown = (portal("gebruiker", "blokkeren", account, data=str(data)) for account in ("gerda", "niemand"))
    assert (done.code, unknown.code, "Account niemand is er niet." in unknown.err) == (0, 1, True)
    assert "geblokkeerd" in portal("gebruiker", data=str(data)).out


def test_doctor_names_what_is_wrong_and_then_fails(data: Path) -> None:
    data.chmod(0o755)
    (data / "installatie.pub").unlink()
    shown = portal("doctor", data=str(data))
    wrong = set(re.findall(r"^FOUT +(\w+):", shown.out, re.MULTILINE))
    assert (shown.code, {"datamap", "sleutels", "mail"} <= wrong) == (1, True)


def test_doctor_has_no_fault_to_name_where_all_is_well(data: Path) -> None:
    shown = portal("doctor", data=str(data), demo="ja", mail_map=str(data / "mail"))
    assert (shown.code, [line for line in shown.out.splitlines() if line.startswith("FOUT")]) == (0, [])
    assert "let op  teams die er niet zijn: In geen enkele gemeente is er een klachtteam ingesteld." in shown.out


def test_teams_that_the_region_has_since_are_added_with_keys_and_doctor_says_so_until_then(data: Path) -> None:
    _older_than_the_region(data)
    assert "FOUT    teams: deze teams van regio Groningen ontbreken: regioadviseur." in doctor(data)
    added, again = (portal("team", "bijwerken", data=str(data)) for _ in range(2))
    assert (added.code, added.out.splitlines()[0]) == (0, "Toegevoegd: Regioadviseur (regioadviseur)."), added.err
    assert (again.code, again.out) == (0, "Alle teams van de regio zijn er al.\n")
    shown = doctor(data)
    aantal = len(laad_regio("groningen").teams)
    assert f"goed    teams: alle {aantal} teams van regio Groningen zijn er." in shown
    assert f"goed    sleutels: {aantal} teams met een ondertekende sleutel." in shown


def test_teams_are_not_added_before_the_tables_are_up_to_date_nor_from_another_region(data: Path) -> None:
    ander = portal("team", "bijwerken", data=str(data), regio="noord-midden-limburg")
    assert (ander.code, "Dit portaal is van een andere regio" in ander.err) == (1, True)
    portal("migreren", "--naar", "0011", "--terug", data=str(data))
    oud = portal("team", "bijwerken", data=str(data))
    assert (oud.code, "Doe eerst: portal migreren" in oud.err) == (1, True)


def doctor(data: Path) -> str:
    return portal("doctor", data=str(data)).out


def _older_than_the_region(data: Path) -> None:
    """Make it the installation of a region that had no regioadviseur yet."""
    with closing(sqlite3.connect(data / "portaal.db")) as database:
        database.execute("DELETE FROM signed_keys WHERE recipient = 'regioadviseur'")
        database.execute("DELETE FROM teams WHERE code = 'regioadviseur'")
        database.commit()


@pytest.mark.parametrize(
    ("mark", "ernst"), [('{"programma": "berichtenportaal", "soort": "demo"}', "let op"), ("x", "FOUT")]
)
def test_doctor_knows_where_the_mail_of_a_demo_goes(data: Path, mark: str, ernst: str) -> None:
    (data / "demo.json").write_text(mark, encoding="utf-8")
    shown = portal("doctor", data=str(data))
    assert re.findall(r"^(let op|FOUT) +mail: ", shown.out, re.MULTILINE) == [ernst]


def test_the_help_promises_no_page_that_is_not_there() -> None:
    assert "toe in het portaal" not in portal("gebruiker", "toevoegen", "--help").out


def test_the_web_refuses_a_port_that_another_program_has(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        shown = portal("web", data=str(data), port=str(port))
    assert (shown.code, f"Poort {port} op 127.0.0.1 is al in gebruik." in shown.err) == (1, True)


def toevoegen(data: Path, *args: str) -> Uitkomst:
    return portal("gebruiker", "toevoegen", *args, data=str(data))


def keys(data: Path) -> list[tuple[str, str, bytes]]:
    connection = sqlite3.connect(data / "portaal.db")
    rows = connection.execute("SELECT recipient_kind, recipient, public FROM signed_keys ORDER BY 1, 2").fetchall()
    connection.close()
    return rows


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
