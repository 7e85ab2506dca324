"""One installation for the whole matrix: refusals change nothing, and what is allowed is put back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installatie import sluit
from tests.refusals.terrein import Terrein, open_terrein


@pytest.fixture(scope="session")
def terrein(sqlite_huis: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terrein]:
    """The ground, on SQLite only: a right is decided in Python, from rows that both engines give alike."""
    terrein = open_terrein(sqlite_huis, tmp_path_factory.mktemp("terrein"))
    yield terrein
    sluit(terrein.huis)
