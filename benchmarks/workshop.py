"""The workshop: one process that seals, stores and takes in berichten, with a notebook in the place of the database."""

import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, cast
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.installation import SENDERS, Place
from benchmarks.notebook import Notebook, Rows
from benchmarks.numbers import bsn_of, nummer_of
from portal.config import Settings
from portal.core.accounts import Gebruiker, load_gebruiker
from portal.core.bericht.inhoud import ZOEKBLOK, seal_inhoud
from portal.core.insturen import intake
from portal.core.insturen.concepten import OpenConcept
from portal.core.insturen.controle import Controle, controleer
from portal.core.insturen.inzending import Inzending, new_bericht
from portal.core.insturen.per_ontvanger import Ontvangst
from portal.core.insturen.vervullen import NIETS
from portal.core.post.outbox import GEDAAN
from portal.core.services import Services
from portal.core.verzegelen import Aan, Sealer
from portal.db import is_writing
from portal.demo.voorbeeld import Voorbeeld
from portal.demo.voorbeelden import MAILBOX, antwoorden, testnummers
from portal.domain.datums import datum_in_nederland
from portal.domain.formulier import Antwoorden, Client
from portal.models import Bericht, Lijstregel, Seal, SealedItem, Termijn, Uitgaand, Zoekterm
from portal.sealing.client import LocalClient
from portal.sealing.seal import TeamKey
from portal.vault.door import Vault
from portal.vault.gate import Act
from portal.vault.keys import Key
from portal.vault.taking_in import taken_in
from portal.vault.witness import Rows as WitnessRows
from portal.wiring import make_services

DAYS: Final = 200


@dataclass(frozen=True, slots=True)
class Shard:
    """Some berichten as rows per table, and what the vault remembers of them in its state file."""

    ids: tuple[UUID, ...]
    rows: Rows
    seen: tuple[tuple[str, str, str], ...]
    targets: tuple[tuple[str, str, int], ...]


class Workshop:
    """Makes shards: what `intake` and `take_in` do, with a notebook in the place of the database."""

    def __init__(self, place: Place) -> None:
        """Log the sender in and let the form check an example, once."""
        self._place = place
        self._vault = _SteadyVault(place.settings)
        services = make_services(place.settings)
        steady = _SteadySealer(services.sealer.installation, services.sealer.pinned)
        self._services = replace(services, sealer=steady, vault=LocalClient(self._vault, is_writing))
        self._now = datetime.now(UTC)
        token = self._services.vault.login(SENDERS[0], place.password, "", adres="127.0.0.1").token
        self._sender = load_gebruiker(self._services, token, herkomst="127.0.0.1", now=self._now)
        self._concept, self._controle, self._answers = _checked(self._services, self._sender, self._now)

    def shard(self, first: int, count: int) -> Shard:
        """Seal, store and take in berichten of the last months, each with answers and client of its own."""
        notebook = Notebook()
        ids = tuple(self._made(notebook, index) for index in range(first, first + count))
        with sqlite3.connect(self._place.settings.vault_dir / "staat.db") as state:
            seen = tuple(state.execute("SELECT bericht, feiten, team FROM gezien").fetchall())
            targets = tuple(state.execute("SELECT bericht, team, wacht FROM doelen").fetchall())
            state.execute("DELETE FROM gezien")
            state.execute("DELETE FROM doelen")
        state.close()
        return Shard(ids, notebook.rows, seen, targets)

    def _made(self, notebook: Notebook, index: int) -> UUID:
        moment = self._now - timedelta(seconds=1 + (index * 7919) % (DAYS * 86400))
        inzending = self._sealed(uuid.uuid4(), replace(self._answers, client=_client(index)), moment)
        inzending.bericht.nummer = nummer_of(
            index
        )  # a submission that draws a taken one draws again: here nobody looks
        session = cast("Session", notebook)
        intake._store(session, self._services, self._sender, inzending)  # noqa: SLF001 - the very step of a submission
        for promise in (one for one in notebook.objects if isinstance(one, Uitgaand)):
            promise.status, promise.gedaan = GEDAAN, self._now
        bericht = next(one for one in notebook.objects if isinstance(one, Bericht))
        self._take_in(session, bericht, notebook.objects)
        notebook.write_down()
        return inzending.bericht.id

    def _sealed(self, bericht: UUID, antwoorden: Antwoorden, moment: datetime) -> Inzending:
        mailbox, controle = self._controle.mailbox, self._controle
        teams: list[Aan] = [("team", bestemming.team) for bestemming in controle.bestemmingen]
        ontvangst = Ontvangst(bericht=bericht, bundel=None, controle=controle, antwoorden=antwoorden)
        return Inzending(
            mailbox=mailbox,
            controle=controle,
            bericht=new_bericht(self._sender, ontvangst, regio=self._services.regio.code, now=moment),
            sealed=seal_inhoud(
                self._services,
                mailbox,
                [*teams, self._sender.namens.sleutel],
                bericht=bericht,
                antwoorden=antwoorden,
                bestemmingen=controle.bestemmingen,
                now=moment,
            ),
            bijlagen=(),
            seals=(),
            kopieen=(),
            wat=NIETS,
            now=moment,
        )

    def _take_in(self, session: Session, bericht: Bericht, made: Sequence[object]) -> None:
        """Let the vault open the search block, witness the bericht and sign its receipt; write what it found."""
        items = [one for one in made if isinstance(one, SealedItem)]
        terms, lines = taken_in(
            self._vault,
            WitnessRows(
                bericht=bericht,
                items=items,
                seals=[one for one in made if isinstance(one, Seal)],
                termijnen=[one for one in made if isinstance(one, Termijn)],
            ),
        )
        session.execute(insert(Zoekterm), terms)
        session.execute(insert(Lijstregel), lines)
        act = Act("opnemen", "kluis", namens="worker")
        act.objects[str(bericht.id)] = [item.id for item in items if item.purpose == ZOEKBLOK]
        self._vault._write_lines(session, act, "gelukt")  # noqa: SLF001 - the very line of a taking in


def _checked(services: Services, sender: Gebruiker, now: datetime) -> tuple[OpenConcept, Controle, Antwoorden]:
    """Let the form check an example once."""
    example = Voorbeeld(account="", dagen=0, client=("G.", "Gezaaid", "1-2-1990"))
    ruw = antwoorden(example, next(testnummers()), vandaag=datum_in_nederland(now))
    concept = OpenConcept(
        id=uuid.uuid4(), mailbox=MAILBOX, ruw=ruw, versie=1, gewijzigd=now, bijlagen=(), actie="", bericht=None
    )
    controle = controleer(services, sender, concept, now=now)
    if controle.antwoorden is None:
        raise ValueError(controle.fouten)
    return concept, controle, controle.antwoorden


def _client(index: int) -> Client:
    letters = "ABCDEFGHJKLMNPRSTVWZ"
    return Client(
        bsn=bsn_of(index),
        geboortedatum=f"{1940 + index % 65}-{1 + index % 12:02}-{1 + index % 28:02}",
        voorletters=letters[index % 20] + letters[index // 20 % 20],
        achternaam=f"Verzonnen{index}",
        kenmerk=f"METING-{index}",
    )


class _SteadySealer(Sealer):
    """The sealer with its keys looked up once: they do not change while we seed."""

    def __init__(self, installation: str, pinned: bytes) -> None:
        super().__init__(installation, pinned)
        self._steady: dict[Aan, TeamKey] = {}

    def _newest(self, session: Session, kind: str, code: str) -> TeamKey:
        if (kind, code) not in self._steady:
            self._steady[kind, code] = super()._newest(session, kind, code)
        return self._steady[kind, code]


class _SteadyVault(Vault):
    """The vault with its newest keys looked up once: they do not change while we seed."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        newest = self.keys.newest
        found: dict[tuple[str, str], tuple[int, Key]] = {}

        def steady(kind: str, owner: str) -> tuple[int, Key]:
            if (kind, owner) not in found:
                found[kind, owner] = newest(kind, owner)
            return found[kind, owner]

        self.keys.newest = steady  # type: ignore[method-assign]  # one process, and no key is renewed in it
