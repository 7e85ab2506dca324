"""Sealing for the use cases: only to signed keys, each item under a key of its own, bound to its place."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from portal.core.verzegelen import NO_KEY, SESSIE, Sealed, Sealer, SessionKey
from portal.models import Seal, SealedItem, SignedKey
from portal.sealing.envelope import NotGenuine, new_id
from portal.sealing.seal import UnsignedKey
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, Installatie

TEAM = ("team", EEMSDELTA)
TOKEN = SessionKey(id=UUID(int=1), token="geheim" * 8)


def _fresh(huis: Installatie) -> Sealer:
    return Sealer(huis.services.sealer.installation, huis.services.sealer.pinned)


def _sealed(huis: Installatie, *, sessie: SessionKey | None = TOKEN) -> Sealed:
    sealer = huis.services.sealer
    with huis.services.database.lezen() as session:
        keys = sealer.keys(session, [TEAM, ("organisatie", SCHAKEL), TEAM])
    return sealer.seal(b"inhoud", purpose="proef", subject=new_id(), keys=keys, now=huis.now, sessie=sessie)


def test_each_recipient_gets_one_seal_and_the_session_one_of_its_own(huis: Installatie) -> None:
    sealed = _sealed(huis)
    assert [(s.recipient_kind, s.recipient) for s in sealed.seals] == [
        TEAM,
        ("organisatie", SCHAKEL),
        (SESSIE, str(TOKEN.id)),
    ]
    assert (sealed.seals[-1].epoch, sealed.seals[-1].key_id) == (0, NO_KEY)
    assert [s.recipient_kind for s in _sealed(huis, sessie=None).seals] == ["team", "organisatie"]


def test_the_session_opens_what_it_sealed_in_its_own_place_only(huis: Installatie) -> None:
    sealer, sealed = huis.services.sealer, _sealed(huis)
    dek = sealer.session_dek(sealed.item, sealed.seals[-1], TOKEN)
    assert sealer.open_with(dek, sealed.item) == b"inhoud"
    with pytest.raises(NotGenuine):
        sealer.session_dek(sealed.item, sealed.seals[-1], SessionKey(id=TOKEN.id, token="ander" * 8))
    for kolom, waarde in (("subject", new_id()), ("purpose", "ander"), ("form_version", 9), ("id", new_id())):
        waarden = {column.key: getattr(sealed.item, column.key) for column in SealedItem.__table__.columns}
        with pytest.raises(NotGenuine):
            sealer.open_with(dek, SealedItem(**(waarden | {kolom: waarde})))


def test_two_items_of_the_same_text_share_nothing(huis: Installatie) -> None:
    een, ander = _sealed(huis), _sealed(huis)
    assert een.item.content != ander.item.content
    assert not {s.sealed for s in een.seals} & {s.sealed for s in ander.seals}


def test_a_recipient_without_a_key_is_refused(huis: Installatie) -> None:
    with huis.services.database.lezen() as session, pytest.raises(UnsignedKey):
        huis.services.sealer.keys(session, [("team", "bestaat-niet")])


@pytest.mark.parametrize("kolom", ["public", "signature", "gemeente", "key_id"])
def test_a_key_that_is_not_as_it_was_signed_is_refused(huis: Installatie, kolom: str) -> None:
    with huis.services.database.schrijven() as session:
        ander = session.scalars(select(SignedKey).where(SignedKey.recipient == GRONINGEN)).one()
        eigen = SignedKey.recipient == EEMSDELTA
        session.execute(update(SignedKey).where(eigen).values({kolom: getattr(ander, kolom)}))
    with huis.services.database.lezen() as session, pytest.raises(UnsignedKey):
        _fresh(huis).keys(session, [TEAM])


def test_a_key_of_another_team_under_this_name_is_refused(huis: Installatie) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(delete(SignedKey).where(SignedKey.recipient == EEMSDELTA))
        session.execute(update(SignedKey).where(SignedKey.recipient == GRONINGEN).values(recipient=EEMSDELTA))
    with huis.services.database.lezen() as session, pytest.raises(UnsignedKey):
        _fresh(huis).keys(session, [TEAM])


def test_a_key_is_checked_once_and_a_changed_one_again(huis: Installatie) -> None:
    sealer = _fresh(huis)
    with huis.services.database.lezen() as session:
        assert sealer.keys(session, [TEAM]) == sealer.keys(session, [TEAM])
    with huis.services.database.schrijven() as session:
        session.execute(update(SignedKey).where(SignedKey.recipient == EEMSDELTA).values(signature=bytes(64)))
    with huis.services.database.lezen() as session, pytest.raises(UnsignedKey):
        sealer.keys(session, [TEAM])


def test_an_item_and_its_seals_are_stored_together(huis: Installatie) -> None:
    sealed = _sealed(huis)
    with huis.services.database.schrijven() as session:
        sealed.add_to(session)
    with huis.services.database.lezen() as session:
        assert len(session.scalars(select(Seal).where(Seal.item == sealed.item.id)).all()) == 3
