"""The ground the matrix is played on: one installation with everyone and everything in it, and a meter on its work."""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import event, update

from portal.app import create_app
from portal.db import is_writing
from portal.models import Bericht
from tests.bezoeker import Bezoeker, Portaal
from tests.installatie import BreakableClient, Installatie, open_installatie
from tests.refusals.dingen import Ding, alle_dingen
from tests.refusals.mensen import Mens, laat_een_toe, laat_toe, log_iedereen_in


class Meter(BreakableClient):
    """The vault with a counter on it, and on what web and vault ask of the database: the work of a request."""

    def __init__(self, huis: Installatie) -> None:
        super().__init__(huis.vault, is_writing)
        self.gevraagd: list[str] = []
        for engine in (huis.services.database.engine, huis.vault.database.engine):
            event.listen(engine, "before_cursor_execute", self._statement)

    def begin(self) -> None:
        """Count from here."""
        self.gevraagd = []

    def werk(self) -> tuple[str, ...]:
        """Return what was asked since, in order."""
        return tuple(self.gevraagd)

    def _call(self, verb: str, **arguments: Any) -> Any:
        self.gevraagd.append(f"kluis: {verb}")
        return super()._call(verb, **arguments)

    def _statement(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.gevraagd.append(statement)


@dataclass
class Terrein:
    """The installation, its app, who come to it and what lies in it."""

    huis: Installatie
    app: Flask
    meter: Meter
    personen: dict[str, UUID]
    tokens: dict[str, str]
    dingen: list[Ding]
    _wegwerp: dict[str, UUID] = field(default_factory=dict)

    def bezoek(self, mens: Mens) -> Bezoeker:
        """Come in with a browser that holds the session of this person."""
        bezoeker = Portaal(self.huis, self.app).bezoek()
        if mens.naam in self.tokens:
            bezoeker.client.set_cookie("sessie", self.tokens[mens.naam])
        return bezoeker

    def wegwerp(self, organisatie: str) -> UUID:
        """Return a person of this organisation whom nobody will miss."""
        if organisatie not in self._wegwerp:
            self._wegwerp[organisatie] = laat_een_toe(self.huis, organisatie)
        return self._wegwerp[organisatie]

    def over(self, soort: str) -> list[Ding]:
        """Return what there is of a kind."""
        return [ding for ding in self.dingen if ding.soort == soort]

    def herstel(self) -> None:
        """Put every bericht in its toestand: the first reader of a new one opens it."""
        with self.huis.services.database.schrijven() as session:
            for ding in self.over("bericht"):
                if ding.status:
                    session.execute(update(Bericht).where(Bericht.id == ding.ids["bericht"]).values(status=ding.status))


def open_terrein(gemaakt: tuple[Path, Path], folder: Path) -> Terrein:
    """Open a copy of the installation that was made once, and fill it."""
    data, database = gemaakt
    shutil.copytree(data, folder / "data")
    huis = open_installatie(folder / "data", f"sqlite:///{shutil.copyfile(database, folder / 'portal.db')}")
    meter = Meter(huis)
    huis.client, huis.services = meter, replace(huis.services, vault=meter)
    app = create_app(huis.services.settings, huis.services, klok=lambda: huis.now)
    app.testing = False  # an error is answered with its page, as it is for people
    personen = laat_toe(huis)
    dingen = alle_dingen(huis, personen)
    return Terrein(huis, app, meter, personen, log_iedereen_in(huis, personen), dingen)
