"""The store of sealed parts: written once, durable, out of sight until complete, and clear about a full disk."""

import os
import resource
import shutil
import stat
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.core.files import AlreadyStored, LocalStore, NotStored, OpslagStuk, OpslagVol, Writer

KEY = "ab" * 16
OTHER = "cd" * 16
LATER = datetime.now(UTC) + timedelta(hours=1)
EARLIER = LATER - timedelta(hours=2)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "bijlagen")


def put(store: LocalStore, key: str = KEY, content: bytes = b"sealed") -> None:
    writer = store.create(key)
    writer.write(content)
    writer.commit()


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_is_committed_is_read_back_from_any_place(store: LocalStore) -> None:
    put(store, content=b"0123456789")
    with store.open(KEY) as file:
        file.seek(4)
        assert (file.read(3), store.size(KEY)) == (b"456", 10)


def test_a_part_is_spread_by_its_first_two_digits_and_only_its_owner_may_look(
    store: LocalStore, tmp_path: Path
) -> None:
    put(store)
    root = tmp_path / "bijlagen"
    modes = {str(path.relative_to(tmp_path)): stat.S_IMODE(path.stat().st_mode) for path in [root, *root.rglob("*")]}
    assert modes == {
        "bijlagen": 0o700,
        "bijlagen/incoming": 0o700,
        "bijlagen/ab": 0o700,
        f"bijlagen/ab/{KEY}": 0o600,
    }


def test_a_store_opens_again_on_what_is_there(store: LocalStore, tmp_path: Path) -> None:
    put(store)
    assert LocalStore(tmp_path / "bijlagen").size(KEY) == 6


def test_a_part_is_out_of_sight_until_it_is_committed(store: LocalStore) -> None:
    writer = store.create(KEY)
    writer.write(b"sealed")
    with pytest.raises(NotStored):
        store.open(KEY)
    writer.commit()
    assert store.size(KEY) == 6


def test_an_aborted_part_leaves_nothing(store: LocalStore, tmp_path: Path) -> None:
    writer = store.create(KEY)
    writer.write(b"sealed")
    writer.abort()
    writer.abort()
    assert files_below(tmp_path) == []


def test_an_abort_after_the_commit_changes_nothing(store: LocalStore) -> None:
    writer = store.create(KEY)
    writer.commit()
    writer.abort()
    assert store.size(KEY) == 0


def test_a_key_is_never_written_again(store: LocalStore) -> None:
    put(store, content=b"first")
    with pytest.raises(AlreadyStored):
        store.create(KEY)
    with store.open(KEY) as file:
        assert file.read() == b"first"


def test_of_two_who_write_one_key_the_first_to_commit_wins(store: LocalStore, tmp_path: Path) -> None:
    one, two = store.create(KEY), store.create(KEY)
    one.write(b"one")
    two.write(b"two")
    two.commit()
    with pytest.raises(AlreadyStored):
        one.commit()
    with store.open(KEY) as file:
        assert file.read() == b"two"
    assert files_below(tmp_path) == [f"bijlagen/ab/{KEY}"]


def test_a_part_is_on_the_disk_before_it_has_its_name(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    acts: list[str] = []
    sync, link = os.fsync, os.link

    def note_sync(fd: int) -> None:
        acts.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file")
        sync(fd)

    def note_link(source: Path, target: Path) -> None:
        acts.append("name")
        link(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "link", note_link)
    put(store)
    put(store, KEY[:-1] + "0")
    store.delete(KEY)
    first, second, removal = ["file", "folder", "name", "folder"], ["file", "name", "folder"], ["folder"]
    assert acts == first + second + removal


def test_a_removed_part_is_gone_and_may_be_removed_again(store: LocalStore, tmp_path: Path) -> None:
    put(store)
    store.delete(KEY)
    store.delete(KEY)
    assert files_below(tmp_path) == []


def test_a_part_that_is_not_there_has_no_size_and_does_not_open(store: LocalStore) -> None:
    with pytest.raises(NotStored):
        store.open(KEY)
    with pytest.raises(NotStored):
        store.size(KEY)


@pytest.mark.parametrize(
    "key", ["", "ab", "../../etc/passwd", "AB" * 16, "ab" * 33, "zz" * 16, "ab" * 16 + "\n", "a/" * 16, "." * 32]
)
def test_nothing_but_a_random_id_is_a_key(store: LocalStore, key: str) -> None:
    for act in (store.create, store.open, store.size, store.delete):
        with pytest.raises(ValueError, match="hex digits"):
            act(key)


def test_the_store_tells_how_much_still_fits(store: LocalStore, tmp_path: Path) -> None:
    assert abs(store.free_bytes() - shutil.disk_usage(tmp_path).free) < 1024**3


def test_the_store_names_its_parts_by_age(store: LocalStore) -> None:
    put(store, OTHER)
    put(store, KEY)
    store.create("ef" * 16)
    assert (list(store.keys(LATER)), list(store.keys(EARLIER))) == ([KEY, OTHER], [])


class TestSweep:
    def test_a_part_whose_writer_died_is_removed(self, store: LocalStore, tmp_path: Path) -> None:
        abandoned = tmp_path / "bijlagen" / "incoming" / f"{KEY}.0123"
        abandoned.write_bytes(b"sealed")
        assert (store.sweep(LATER), files_below(tmp_path)) == (1, [])

    def test_a_part_that_is_still_young_is_left_alone(self, store: LocalStore, tmp_path: Path) -> None:
        (tmp_path / "bijlagen" / "incoming" / f"{KEY}.0123").write_bytes(b"sealed")
        assert (store.sweep(EARLIER), len(files_below(tmp_path))) == (0, 1)

    def test_a_part_that_is_being_written_is_left_alone_however_old(self, store: LocalStore) -> None:
        writer = store.create(KEY)
        writer.write(b"sealed")
        assert store.sweep(LATER) == 0
        writer.commit()
        assert store.size(KEY) == 6

    def test_what_is_committed_is_never_swept(self, store: LocalStore) -> None:
        put(store)
        assert (store.sweep(LATER), store.size(KEY)) == (0, 6)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte; where the tests may not mount one, a limit on the size of files does the same."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "portal-test", str(folder)]
    if os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0:
        yield folder
        subprocess.run(["umount", "-l", str(folder)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, before[1]))
    yield folder
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill(writer: Writer) -> None:
    for _ in range(40):
        writer.write(os.urandom(64 * 1024))


def test_a_full_disk_is_told_in_plain_words_and_leaves_nothing(small_disk: Path) -> None:
    store = LocalStore(small_disk / "bijlagen")
    writer = store.create(KEY)
    with pytest.raises(OpslagVol) as full:
        fill(writer)
    writer.abort()
    assert files_below(small_disk) == []
    assert full.value.tekst.startswith("Uw bestand is niet opgeslagen: er is op dit moment te weinig ruimte.")


def test_after_a_full_disk_a_smaller_part_still_fits(small_disk: Path) -> None:
    store = LocalStore(small_disk / "bijlagen")
    large = store.create(KEY)
    with pytest.raises(OpslagVol):
        large.write(bytes(2 * 1024 * 1024))
    large.abort()
    put(store, OTHER)
    assert store.size(OTHER) == 6


def test_a_limit_on_the_size_of_a_file_counts_as_full(store: LocalStore) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    writer = store.create(KEY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(OpslagVol):
            writer.write(bytes(8192))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_store_that_is_gone_is_told_in_plain_words(store: LocalStore, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "bijlagen")
    with pytest.raises(OpslagStuk) as broken:
        store.create(KEY)
    assert broken.value.tekst.startswith(
        "Uw bestand is niet opgeslagen: het portaal kan op dit moment geen bestanden bewaren. Dit ligt niet aan uw bestand."
    )


def test_a_store_that_goes_away_under_a_part_is_told_as_well_and_the_part_can_be_forgotten(
    store: LocalStore, tmp_path: Path
) -> None:
    writer = store.create(KEY)
    writer.write(b"sealed")
    (tmp_path / "bijlagen").rename(tmp_path / "weg")
    (tmp_path / "bijlagen").touch()
    with pytest.raises(OpslagStuk):
        writer.commit()
    writer.abort()
    assert [name.split(".")[0] for name in files_below(tmp_path / "weg")] == [f"incoming/{KEY}"]
