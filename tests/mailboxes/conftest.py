"""An installation of the other region, Noord- en Midden-Limburg."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installatie import Installatie, installeer, open_installatie, sluit
from tests.postgres import create_database, drop_database

ENGINES = ("sqlite", "postgresql")
REGIO = "noord-midden-limburg"


@pytest.fixture(scope="module", params=ENGINES)
def limburg(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installatie]:
    """The region where maatschappelijke opvang is done: one installation for all tests of a module, once per engine."""
    folder = tmp_path_factory.mktemp("limburg")
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copyfile(request.getfixturevalue('sqlite_template'), folder / 'portal.db')}"
    else:
        template: str = request.getfixturevalue("postgresql_template")
        url = create_database(request.getfixturevalue("postgresql_server"), template=template)
    installeer(Path(folder / "data"), url, REGIO)
    installatie = open_installatie(folder / "data", url, regio=REGIO)
    yield installatie
    sluit(installatie)
    if request.param != "sqlite":
        drop_database(request.getfixturevalue("postgresql_server"), url)
