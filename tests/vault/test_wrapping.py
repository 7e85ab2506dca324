"""The root key stays in a file of the vault alone; every wrapped key stays with its owner and epoch."""

import os
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from portal.sealing.envelope import NotGenuine, new_dek
from portal.vault.wrapping import FileKeyWrapper, KeyFileRefused, KeyWrapper, row_key, unwrap, wrap

PLACE: dict[str, Any] = {"installation": "demo", "kind": "team", "owner": "toegang-groningen", "epoch": 1}
OTHER: dict[str, Any] = {"installation": "proef", "kind": "lijst", "owner": "toegang-eemsdelta", "epoch": 2}


def test_a_wrapped_root_key_comes_back(tmp_path: Path) -> None:
    wrapper: KeyWrapper = FileKeyWrapper.create(tmp_path / "wortel")
    root = new_dek()
    wrapped = wrapper.wrap(root)
    assert (root in wrapped, FileKeyWrapper(tmp_path / "wortel").unwrap(wrapped)) == (False, root)


def test_the_key_file_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        FileKeyWrapper.create(tmp_path / "wortel")
    finally:
        os.umask(previous)
    status = (tmp_path / "wortel").stat()
    assert (oct(status.st_mode), status.st_size) == (oct(0o100600), 32)


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "wortel"
    FileKeyWrapper.create(path)
    before = path.read_bytes()
    with pytest.raises(KeyFileRefused, match="nooit overschreven"):
        FileKeyWrapper.create(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o601, 0o777])
def test_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    wrapper = FileKeyWrapper.create(tmp_path / "wortel")
    wrapped = wrapper.wrap(new_dek())
    (tmp_path / "wortel").chmod(mode)
    with pytest.raises(KeyFileRefused, match="0600"):
        wrapper.unwrap(wrapped)
    with pytest.raises(KeyFileRefused, match="0600"):
        wrapper.wrap(new_dek())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_a_key_file_of_another_user_is_refused(tmp_path: Path) -> None:
    wrapper = FileKeyWrapper.create(tmp_path / "wortel")
    os.chown(tmp_path / "wortel", 65534, 65534)
    with pytest.raises(KeyFileRefused, match="eigenaar"):
        wrapper.wrap(new_dek())


def test_a_link_to_a_key_file_is_refused(tmp_path: Path) -> None:
    FileKeyWrapper.create(tmp_path / "wortel")
    (tmp_path / "link").symlink_to(tmp_path / "wortel")
    with pytest.raises(KeyFileRefused, match="niet te lezen"):
        FileKeyWrapper(tmp_path / "link").wrap(new_dek())


def test_a_missing_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyFileRefused, match="niet te lezen") as refused:
        FileKeyWrapper(tmp_path / "wortel").wrap(new_dek())
    assert refused.value.path == tmp_path / "wortel"


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_file_of_another_size_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "wortel"
    path.write_bytes(bytes(size))
    path.chmod(0o600)
    with pytest.raises(KeyFileRefused, match="32 bytes"):
        FileKeyWrapper(path).wrap(new_dek())


def test_a_root_key_of_another_installation_does_not_unwrap(tmp_path: Path) -> None:
    wrapped = FileKeyWrapper.create(tmp_path / "een").wrap(new_dek())
    with pytest.raises(NotGenuine):
        FileKeyWrapper.create(tmp_path / "twee").unwrap(wrapped)


def test_a_wrapped_key_comes_back() -> None:
    key, secret = row_key(new_dek()), os.urandom(96)
    assert unwrap(key, wrap(key, secret, **PLACE), **PLACE) == secret


@pytest.mark.parametrize("fields", [*combinations(PLACE, 1), *combinations(PLACE, 2)])
def test_a_wrapped_key_put_in_anothers_place_does_not_unwrap(fields: tuple[str, ...]) -> None:
    key = row_key(new_dek())
    with pytest.raises(NotGenuine):
        unwrap(key, wrap(key, new_dek(), **PLACE), **PLACE | {field: OTHER[field] for field in fields})


def test_no_byte_of_a_wrapped_key_can_be_changed() -> None:
    key = row_key(new_dek())
    wrapped = wrap(key, new_dek(), **PLACE)
    for place in range(len(wrapped)):
        with pytest.raises(NotGenuine):
            unwrap(key, wrapped[:place] + bytes([wrapped[place] ^ 1]) + wrapped[place + 1 :], **PLACE)


def test_the_row_key_is_not_the_root_itself() -> None:
    root = new_dek()
    assert (row_key(root), len(row_key(root)), row_key(root) == root) == (row_key(root), 32, False)
