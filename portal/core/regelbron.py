"""Where the rules of the region come from: its file, and what was decided since, read anew only when that changed."""

import json
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from portal.db import Base, Database
from portal.domain.gemeenten import Regio
from portal.domain.kalender import Besluit, Kalender, Sluitingsdag
from portal.domain.regels import (
    BesluitHerzien,
    DagVervalt,
    NieuwBesluit,
    NieuweInstelling,
    NieuweSluitingsdag,
    NieuweTaakrol,
    Regelboek,
    Regelwijziging,
    SluitingsdagVervalt,
    Wijziging,
)
from portal.domain.rollen import Rol
from portal.models import Regelwijziging as Rij
from portal.prepared import Prepared

# Asked at every request, so made once and run below the ORM.
_RIJ: Final = Base.metadata.tables["regelwijzigingen"].c
LATEST: Final = Prepared(select(func.max(_RIJ.nummer)).where(_RIJ.regio == bindparam("regio")))

# Answers that are kept at most, under one set of rules: a few days of every clock.
KEPT: Final = 4096
T = TypeVar("T")


class Regelsoort(StrEnum):
    """What kind of change a row holds."""

    BESLUIT = "besluit"
    DAG_VERVALT = "dag_vervalt"
    BESLUIT_HERZIEN = "besluit_herzien"
    SLUITINGSDAG = "sluitingsdag"
    SLUITINGSDAG_VERVALT = "sluitingsdag_vervalt"
    INSTELLING = "instelling"
    TAAKROL = "taakrol"


class Regelbron:
    """The rules in force of one region, for one process: `ververs` costs one small query as long as nothing changed."""

    def __init__(self, database: Database, basis: Regio) -> None:
        """Begin with the file alone; the database is asked by `ververs`."""
        self._database = database
        self._take(Regelboek(basis))

    @property
    def boek(self) -> Regelboek:
        """The rules with their history, as last read."""
        return self._nu[0]

    @property
    def regio(self) -> Regio:
        """The region in force, as last read."""
        return self._nu[1]

    @property
    def kalender(self) -> Kalender:
        """The calendar in force, as last read."""
        return self._nu[2]

    def eens(self, vraag: Hashable, antwoord: Callable[[], T]) -> T:
        """Return what these rules say to a question, worked out once for all who ask it while they are in force."""
        bekend = self._bekend  # of the rules that were in force when it was made, or of older ones: never of newer
        gevonden: T | None = bekend.get(vraag)
        if gevonden is None:
            gevonden = antwoord()
            if len(bekend) >= KEPT:
                bekend.clear()
            bekend[vraag] = gevonden
        return gevonden

    def ververs(self) -> None:
        """Look whether a change was decided since, and read it; done at the start of every request, pass and command."""
        boek = self.boek
        with self._database.lezen() as session:
            if latest(session, boek.basis.code) != boek.nummer:
                self._take(read_rules(session, boek.basis))

    def _take(self, boek: Regelboek) -> None:
        # One assignment: a request in another thread sees the old rules or the new ones, never some of each.
        regio = boek.regio
        self._nu = (boek, regio, regio.kalender)
        self._bekend: dict[Hashable, Any] = {}


def latest(session: Session, regio: str) -> int:
    """Return the number of the last change that was decided; 0 when there is none."""
    return LATEST.values(session, regio=regio)[0] or 0


def read_rules(session: Session, basis: Regio) -> Regelboek:
    """Read all that was decided for a region, in order."""
    rijen = session.scalars(select(Rij).where(Rij.regio == basis.code, Rij.nummer.is_not(None)).order_by(Rij.nummer))
    return Regelboek(
        basis,
        tuple(
            Regelwijziging(nummer=rij.nummer or 0, wijziging=read_wijziging(rij), ook_lopende=rij.ook_lopende)
            for rij in rijen
        ),
    )


def write_wijziging(wijziging: Wijziging) -> tuple[Regelsoort, str]:
    """Give the kind and the text by which a change is kept; `read_wijziging` gives it back."""
    match wijziging:
        case NieuwBesluit(besluit=besluit):
            return Regelsoort.BESLUIT, _text(
                naam=besluit.naam,
                van=besluit.van,
                tot_en_met=besluit.tot_en_met,
                dagen=[dag.isoformat() for dag in besluit.dagen],
            )
        case BesluitHerzien(naam=naam, van=van, tot_en_met=tot, jaren=jaren):
            return Regelsoort.BESLUIT_HERZIEN, _text(naam=naam, van=van, tot_en_met=tot, jaren=jaren)
        case DagVervalt(datum=datum):
            return Regelsoort.DAG_VERVALT, _text(datum=datum.isoformat())
        case NieuweSluitingsdag(dag=dag):
            return Regelsoort.SLUITINGSDAG, _text(datum=dag.datum.isoformat(), gemeente=dag.gemeente, reden=dag.reden)
        case SluitingsdagVervalt(datum=datum, gemeente=gemeente):
            return Regelsoort.SLUITINGSDAG_VERVALT, _text(datum=datum.isoformat(), gemeente=gemeente)
        case NieuweTaakrol(team=team, taak=taak, titel=titel, rol=rol, vanaf=dag):
            return Regelsoort.TAAKROL, _text(team=team, taak=taak, titel=titel, rol=rol.value, vanaf=dag.isoformat())
        case _:
            vanaf = wijziging.vanaf.isoformat()
            return Regelsoort.INSTELLING, _text(naam=wijziging.naam, waarde=wijziging.waarde, vanaf=vanaf)


def read_wijziging(rij: Rij) -> Wijziging:
    """Read the change that a row holds; raises ValueError or KeyError for one that no portal wrote."""
    waarde: Mapping[str, Any] = json.loads(rij.waarde)
    match Regelsoort(rij.soort):
        case Regelsoort.BESLUIT:
            dagen = tuple(date.fromisoformat(dag) for dag in waarde["dagen"])
            return NieuwBesluit(besluit=Besluit(**{**waarde, "dagen": dagen, "bron": rij.bron}))
        case Regelsoort.BESLUIT_HERZIEN:
            jaren = tuple(waarde["jaren"]) if waarde["jaren"] else None
            return BesluitHerzien(**{**waarde, "jaren": jaren, "bron": rij.bron})
        case Regelsoort.DAG_VERVALT:
            return DagVervalt(datum=date.fromisoformat(waarde["datum"]), bron=rij.bron)
        case Regelsoort.SLUITINGSDAG:
            datum = date.fromisoformat(waarde["datum"])
            return NieuweSluitingsdag(dag=Sluitingsdag(**{**waarde, "datum": datum, "bron": rij.bron}))
        case Regelsoort.SLUITINGSDAG_VERVALT:
            datum = date.fromisoformat(waarde["datum"])
            return SluitingsdagVervalt(datum=datum, gemeente=waarde["gemeente"], bron=rij.bron)
        case Regelsoort.TAAKROL:
            vanaf, rol = date.fromisoformat(waarde["vanaf"]), Rol(waarde["rol"])
            return NieuweTaakrol(**{**waarde, "rol": rol, "vanaf": vanaf, "bron": rij.bron})
        case _:
            vanaf = date.fromisoformat(waarde["vanaf"])
            return NieuweInstelling(**{**waarde, "vanaf": vanaf, "bron": rij.bron})


def _text(**waarde: object) -> str:
    return json.dumps(waarde, ensure_ascii=False, sort_keys=True)
