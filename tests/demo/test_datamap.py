"""Where a demo may put its data: only in a place of its own."""

import stat
from pathlib import Path

import pytest

from portal.demo.datamap import DataGeweigerd, claim
from tests.demo.running import run_demo


def test_a_new_directory_is_for_this_user_alone(tmp_path: Path) -> None:
    datamap = claim(tmp_path / "een" / "twee")
    datamap.release()
    assert stat.S_IMODE((tmp_path / "een" / "twee").stat().st_mode) == 0o700


def test_an_empty_directory_can_be_taken(tmp_path: Path) -> None:
    claim(tmp_path).release()
    assert (tmp_path / "demo.json").exists()


def test_a_directory_with_something_else_in_it_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("van mij", encoding="utf-8")
    mode = tmp_path.stat().st_mode
    with pytest.raises(DataGeweigerd, match="niet door deze demo gemaakt"):
        claim(tmp_path)
    assert ([p.name for p in tmp_path.iterdir()], tmp_path.stat().st_mode) == (["brief.txt"], mode)


@pytest.mark.parametrize("text", ["{}", "", '{"programma": "iets anders"}'])
def test_a_marker_of_another_program_is_not_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / "demo.json").write_text(text, encoding="utf-8")
    (tmp_path / "brief.txt").touch()
    with pytest.raises(DataGeweigerd):
        claim(tmp_path)


def test_a_marker_that_was_cut_off_while_it_was_written_is_ours(tmp_path: Path) -> None:
    (tmp_path / "demo.json").touch()
    claim(tmp_path).release()


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(DataGeweigerd, match="is een bestand"):
        claim(tmp_path / "var")


def test_two_cannot_have_the_same_directory(tmp_path: Path) -> None:
    first = claim(tmp_path)
    with pytest.raises(DataGeweigerd, match="Er draait al een portaal"):
        claim(tmp_path)
    first.release()
    claim(tmp_path).release()


def test_starting_over_removes_what_a_set_up_made_and_nothing_else(tmp_path: Path) -> None:
    datamap = claim(tmp_path)
    (tmp_path / "kluis").mkdir()
    (tmp_path / "portaal.db-wal").touch()
    (tmp_path / "aantekening.txt").touch()
    datamap.start_over()
    datamap.release()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["aantekening.txt", "demo.json"]


def test_a_set_up_is_ready_only_when_it_is_said(tmp_path: Path) -> None:
    datamap = claim(tmp_path)
    before = datamap.is_ready
    datamap.mark_ready("noord-midden-limburg")
    datamap.release()
    assert (before, datamap.is_ready, datamap.regio) == (False, True, "noord-midden-limburg")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - the point is that it is refused
def test_the_demo_refuses_an_address_that_others_can_reach(tmp_path: Path, host: str) -> None:
    code, said = run_demo("--data", str(tmp_path / "d"), "--host", host)
    assert (code, "luistert alleen op deze machine" in said, (tmp_path / "d").exists()) == (1, True, False)


def test_the_demo_refuses_a_directory_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").touch()
    code, said = run_demo("--data", str(tmp_path), "--port", "18999")
    assert (code, "Traceback" in said, "Er is niets veranderd" in said) == (1, False, True)
