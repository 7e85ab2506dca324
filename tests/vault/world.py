"""A small region with its own vault, its clock in hand: two teams, one aanbieder, and people in every role we need."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, delete, insert, select, text

from portal.config import Settings
from portal.core.audit import Actor, record
from portal.db import is_writing
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Bericht, Organisatie, Seal, SealedItem, SignedKey, Team
from portal.sealing.client import LocalClient, LoggedIn, OpenRequest
from portal.sealing.envelope import Context, digest, new_dek, new_id, seal_content
from portal.sealing.seal import Recipient, TeamKey, seal_dek, verify_key
from portal.vault.door import Vault
from portal.vault.inrichten import add_recipient, bootstrap_person, init_installation
from portal.vault.verify import Report, verify

HIER = "127.0.0.1"
WACHTWOORD = "vier gekke woorden achter elkaar"
BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ASSEN = ("team", "toegang-assen")
ZUID = ("team", "toegang-zuid")
TOEZICHT = ("team", "toezicht")
ZORG = ("organisatie", "zorg-a")
BLOK = {
    "bsn": "999900006",
    "geboortedatum": "1980-01-31",
    "voorletters": "j.a.",
    "achternaam": "Voorbeeld",
    "kenmerk": " Dossier 12 ",
    "verkort": "J.A. Voorbeeld, 1980",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it was sealed."""

    context: Context
    dek: bytes
    seals: dict[tuple[str, str], OpenRequest]


def settings_for(tmp_path: Path, database_url: str, **changes: object) -> Settings:
    data = tmp_path / "data"
    defaults: dict[str, Any] = {
        "data": data,
        "database_url": database_url,
        "sleutels_url": f"sqlite:///{data / 'kluis' / 'sleutels.db'}",
        "vault_socket": tmp_path / "s" / "vault.sock",
        "tweede_factor": False,
    }
    return Settings(**(defaults | changes))


def lid(place: tuple[str, str], rol: Rol) -> Lidmaatschap:
    return Lidmaatschap(soort=place[0], code=place[1], rol=rol, vanaf=date(2026, 1, 1))


class World:
    """The region, its vault in process, and the database as its owner or a thief would write it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.moment = BEGIN
        self.pinned = init_installation(settings)
        self.tokens: dict[str, LoggedIn] = {}
        self.people: dict[str, UUID] = {}
        self.start()
        with self.vault.database.schrijven() as session:
            for code, soort in (
                ("zorg-a", "aanbieder"),
                ("assen", "gemeente"),
                ("zuid", "gemeente"),
                ("beheer", "beheer"),
            ):
                session.add(Organisatie(code=code, naam=code, soort=soort, actief=True))
            session.flush()
            for code, org in (("toegang-assen", "assen"), ("toegang-zuid", "zuid"), ("toezicht", "assen")):
                team = {"soort": "toegang", "naam": code, "regio": "groningen", "gemeenten": "", "contact": ""}
                session.add(Team(code=code, organisatie=org, **team))
        for (kind, code), org in ((ASSEN, "assen"), (ZUID, "zuid"), (TOEZICHT, "assen"), (ZORG, "zorg-a")):
            gemeente = "0106" if kind == "team" else None
            add_recipient(self.vault, kind=kind, code=code, organisatie=org, gemeente=gemeente)
        add_recipient(self.vault, kind="organisatie", code="assen", organisatie="assen")

    def start(self) -> None:
        self.vault = Vault(self.settings, klok=lambda: self.moment)
        self.client = LocalClient(self.vault, is_writing)

    def restart(self) -> None:
        self.vault.close()
        self.start()

    def later(self, **time: int) -> None:
        self.moment += timedelta(**time)

    @property
    def engine(self) -> Engine:
        return self.vault.database.engine

    def sql(self, statement: str, **values: object) -> None:
        """Write in the database as a thief would."""
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def person(self, account: str, *leden: Lidmaatschap, organisatie: str = "assen", eenmalig: bool = False) -> UUID:
        self.people[account] = bootstrap_person(
            self.vault,
            account=account,
            naam=account.title(),
            email=f"{account}@assen.example",
            organisatie=organisatie,
            wachtwoord=WACHTWOORD,
            lidmaatschappen=leden,
            eenmalig=eenmalig,
        )
        return self.people[account]

    def login(self, account: str, code: str = "", wachtwoord: str = WACHTWOORD) -> str:
        return self.client.login(account, wachtwoord, code, adres=HIER).token

    @cached_property
    def consulent(self) -> str:
        self.person("consulent", lid(ASSEN, Rol.CONSULENT))
        return self.login("consulent")

    @cached_property
    def consulent_zuid(self) -> str:
        self.person("zuid", lid(ZUID, Rol.CONSULENT), organisatie="zuid")
        return self.login("zuid")

    @cached_property
    def indiener(self) -> str:
        self.person("indiener", lid(ZORG, Rol.INDIENER), organisatie="zorg-a")
        return self.login("indiener")

    def key(self, place: tuple[str, str]) -> TeamKey:
        """The newest signed key, verified with the pinned public key, as web and worker do."""
        with self.vault.database.lezen() as session:
            query = select(SignedKey).where(SignedKey.recipient_kind == place[0], SignedKey.recipient == place[1])
            row = session.scalars(query.order_by(SignedKey.epoch.desc())).first()
        assert row is not None
        recipient = Recipient(kind=place[0], id=place[1], key_id=row.key_id, epoch=row.epoch)
        gemeente = row.gemeente or None
        key = TeamKey(recipient=recipient, gemeente=gemeente, public=row.public, signature=row.signature)
        verify_key(self.pinned.public, key)
        return key

    def seal(self, bericht: UUID, purpose: str, content: bytes, places: Iterable[tuple[str, str]]) -> Item:
        """Seal an item and store it with its audit line, as a submission does."""
        context = Context(
            installation=self.pinned.installation, purpose=purpose, subject=bericht, item=new_id(), form_version=1
        )
        dek = new_dek()
        sealed = seal_content(dek, content, context)
        seals = {}
        for to in places:
            key = self.key(to)
            seal = seal_dek(dek, key.public, context, key.recipient)
            seals[to] = OpenRequest(context=context, recipient=key.recipient, sealed=seal)
        row = {"id": context.item, "subject": bericht, "purpose": purpose, "form_version": 1, "made_at": self.moment}
        with self.vault.database.schrijven() as session:
            item = SealedItem(**row, content=sealed, digest=digest(sealed))
            session.add(item)
            session.flush()
            for request in seals.values():
                session.execute(insert(Seal), seal_row(request))
            actor = Actor(persoon="test", namens="organisatie:zorg-a", herkomst=HIER)
            record(session, actor, actie="indienen", onderwerp=str(bericht), now=self.moment, items=[item])
        return Item(context, dek, seals)

    def bericht(self, place: tuple[str, str] = ASSEN, **blok: str) -> tuple[UUID, Item, Item]:
        """Submit a bericht: its id, its answers and its search block."""
        assert self.indiener
        bericht = new_id()
        row: dict[str, Any] = {
            "id": bericht,
            "nummer": f"B-{bericht.hex[:8]}",
            "mailbox": "verzoek-overdracht-toewijzing",
            "regio": "groningen",
            "formulierversie": 1,
            "afzender_soort": "organisatie",
            "afzender": "zorg-a",
            "ingediend_door": self.people["indiener"],
            "ingediend": self.moment,
            "aankomst": self.moment.date(),
            "team": place[1],
            "routeregel": "latende-gemeente",
            "status": "ontvangen",
            "fase": "nieuw",
            "urgent": date(9999, 12, 31),
            "versie": 1,
        }
        with self.vault.database.schrijven() as session:
            session.execute(insert(Bericht), row)
        answers = self.seal(bericht, "bericht.antwoorden", b"de antwoorden", [place, ZORG])
        block = self.seal(bericht, "bericht.zoekblok", json.dumps(BLOK | blok).encode(), [place, ZORG])
        return bericht, answers, block

    def open(self, token: str, place: tuple[str, str], *items: Item, reden: str = "") -> list[bytes]:
        requests = [item.seals.get(place) or next(iter(item.seals.values())) for item in items]
        return self.client.open(token, place, requests, reden=reden, herkomst=HIER)

    def move_seals(self, item: Item, old: tuple[str, str], new: OpenRequest) -> None:
        """Store a new seal and drop the old one, as an overgang does."""
        with self.vault.database.schrijven() as session:
            gone = (Seal.item == item.context.item, Seal.recipient_kind == old[0], Seal.recipient == old[1])
            session.execute(delete(Seal).where(*gone))
            session.execute(insert(Seal), seal_row(new))

    def chain(self) -> None:
        while self.vault.chain.step():
            pass

    def verify(self) -> Report:
        return verify(self.vault)

    def lines(self, actie: str) -> list[tuple[str, str]]:
        """Onderwerp and uitkomst of the audit lines of an act."""
        with self.engine.connect() as connection:
            query = text("SELECT onderwerp, uitkomst FROM audit WHERE actie = :actie ORDER BY moment, nummer")
            return [(row[0], row[1]) for row in connection.execute(query, {"actie": actie})]


def seal_row(request: OpenRequest) -> dict[str, Any]:
    to = request.recipient
    place = {"item": request.context.item, "recipient_kind": to.kind, "recipient": to.id}
    return place | {"epoch": to.epoch, "key_id": to.key_id, "sealed": request.sealed}
