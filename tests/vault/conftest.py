"""A fresh region with its vault, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.world import World, settings_for


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    world = World(settings_for(tmp_path, database_url))
    yield world
    world.vault.close()
