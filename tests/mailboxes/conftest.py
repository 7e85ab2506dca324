"""Installations for the whole of a module: one region, or every region there is."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from portal.regios import laad_regios
from tests.installatie import Installatie, installeer, open_installatie, sluit
from tests.postgres import create_database, drop_database

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="module", params=ENGINES)
def limburg(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installatie]:
    """The region where maatschappelijke opvang is done."""
    with _installed("noord-midden-limburg", request, tmp_path_factory) as huis:
        yield huis


@pytest.fixture(scope="module")
def huizen(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Installatie]]:
    """An installation of every region, by its code, on the engine that the module names; each test has berichten of its own."""
    with ExitStack() as stack:
        yield {
            regio.code: stack.enter_context(_installed(regio.code, request, tmp_path_factory))
            for regio in laad_regios()
        }


@contextmanager
def _installed(
    regio: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installatie]:
    folder = tmp_path_factory.mktemp(regio)
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copyfile(request.getfixturevalue('sqlite_template'), folder / 'portal.db')}"
    else:
        template: str = request.getfixturevalue("postgresql_template")
        url = create_database(request.getfixturevalue("postgresql_server"), template=template)
    installeer(folder / "data", url, regio)
    huis = open_installatie(folder / "data", url, regio=regio)
    yield huis
    sluit(huis)
    if request.param != "sqlite":
        drop_database(request.getfixturevalue("postgresql_server"), url)
