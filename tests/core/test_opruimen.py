"""The sweep: what was over or abandoned goes, what somebody may still need stays."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.core.beheer.opruimen import Opgeruimd, sweep
from portal.core.bericht.bijlagen import begin_upload
from portal.core.insturen.concepten import open_concept
from portal.core.services import Services
from portal.models import Seal, SealedItem, Sessie
from portal.sealing.envelope import new_id
from tests.installatie import SCHAKEL, VERZOEK, Installatie

NIETS = Opgeruimd(sessies=0, uploads=0, delen=0)


def recipients(services: Services, concept: UUID) -> set[tuple[str, str]]:
    with services.database.lezen() as session:
        items = select(SealedItem.id).where(SealedItem.subject == concept)
        return {
            (seal.recipient_kind, seal.recipient) for seal in session.scalars(select(Seal).where(Seal.item.in_(items)))
        }


def test_the_seals_of_a_live_session_stay(huis: Installatie) -> None:
    wie = huis.gebruiker("indiener")
    concept = huis.concept(wie)
    assert sweep(huis.services, now=huis.now) == NIETS
    assert recipients(huis.services, concept) == {("organisatie", SCHAKEL), ("sessie", str(wie.sessie))}


@pytest.mark.parametrize("end", ["uitloggen", "inactief", "voorbij"])
def test_the_seals_of_a_session_that_is_over_go_and_the_organisation_can_still_open(
    huis: Installatie, end: str
) -> None:
    wie = huis.gebruiker("indiener")
    concept = huis.concept(wie)
    match end:
        case "uitloggen":
            huis.client.logout(wie.token, herkomst="127.0.0.1")
        case "inactief":
            huis.later(minutes=33)
        case "voorbij":
            with huis.services.database.schrijven() as session:
                session.execute(update(Sessie).values(eindigt=huis.now - timedelta(hours=1)))
    assert sweep(huis.services, now=huis.now) == Opgeruimd(sessies=1, uploads=0, delen=0)
    assert recipients(huis.services, concept) == {("organisatie", SCHAKEL)}
    assert open_concept(huis.services, huis.gebruiker("collega"), concept).ruw["achternaam"] == ["Visser"]


def test_a_file_that_a_bericht_has_stays_however_old_and_one_that_nobody_knows_goes(huis: Installatie) -> None:
    huis.bericht(huis.gebruiker("indiener"))
    known = parts(huis)
    writer = huis.services.store.create(new_id().hex)
    writer.write(b"sealed")
    writer.commit()
    age(huis, days=2)
    assert sweep(huis.services, now=datetime.now(UTC)).delen == 1
    assert parts(huis) == known


def test_an_upload_that_was_cut_off_goes_after_a_day(huis: Installatie) -> None:
    mailbox = huis.services.mailboxen.met_code(VERZOEK)
    assert mailbox is not None
    upload = begin_upload(huis.services, concept=new_id(), eis=mailbox.bijlagen[0])
    upload.write(b"%PDF-1.7 half")
    fresh = sweep(huis.services, now=datetime.now(UTC)).uploads
    (part,) = (huis.services.settings.files_dir / "incoming").iterdir()
    copy = part.with_name(f"{part.name}-afgebroken")  # what a process that was killed leaves: a part without its lock
    copy.write_bytes(part.read_bytes())
    upload.discard()
    age(huis, days=2)
    assert (fresh, sweep(huis.services, now=datetime.now(UTC)).uploads, copy.exists()) == (0, 1, False)


def parts(huis: Installatie) -> set[str]:
    return set(huis.services.store.keys(datetime.now(UTC) + timedelta(days=1)))


def age(huis: Installatie, *, days: int) -> None:
    """Make every stored file this much older."""
    moment = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    for path in Path(huis.services.settings.files_dir).rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))
