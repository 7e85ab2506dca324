"""Who writes in the database leads no text to another team or sender, and is named."""

from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from portal.core.bericht.kwitantie import KloptNiet
from portal.core.bericht.submitted import ANTWOORDEN
from portal.models import AuditRegel, Bericht, Overgang, Seal, SealedItem
from portal.sealing.client import Refused
from portal.sealing.envelope import new_id
from portal.vault.verify import verify
from tests.installatie import DIEP, EEMSDELTA, GRONINGEN, Installatie

ELDERS = "toegang-1950"


def _asked(huis: Installatie) -> UUID:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    huis.doe(huis.gebruiker("consulent"), bericht, "vraag-stellen", tekst="Wanneer?")
    return bericht


def _put(huis: Installatie, bericht: UUID, **values: object) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(update(Bericht).where(Bericht.id == bericht).values(**values))


def _sealed_to(huis: Installatie, code: str) -> int:
    with huis.services.database.lezen() as session:
        return len(session.scalars(select(Seal).where(Seal.recipient == code)).all())


@pytest.mark.parametrize(
    ("wie", "code", "values"),
    [("indiener", "beantwoorden", {"team": ELDERS}), ("consulent", "vraag-stellen", {"afzender": DIEP})],
)
def test_a_text_is_not_sealed_to_who_was_put_in_the_row(
    huis: Installatie, wie: str, code: str, values: dict[str, str]
) -> None:
    bericht = _asked(huis)
    if code == "vraag-stellen":
        huis.doe(huis.gebruiker("indiener"), bericht, "beantwoorden", tekst="Morgen.")
    assert verify(huis.vault).afwijkend == ()
    _put(huis, bericht, **values)
    with pytest.raises(KloptNiet):
        huis.doe(huis.gebruiker(wie), bericht, code, tekst="Geheim")
    assert _sealed_to(huis, next(iter(values.values()))) == 0
    assert verify(huis.vault).afwijkend == (bericht,)


def test_answers_replaced_with_lines_of_their_own_are_named(huis: Installatie) -> None:
    bericht, services = _asked(huis), huis.services
    with services.database.schrijven() as session:
        session.execute(
            update(SealedItem)
            .where(SealedItem.subject == bericht, SealedItem.purpose == ANTWOORDEN)
            .values(purpose="weg")
        )
        keys = services.sealer.keys(session, [("team", ELDERS)])
        vals = services.sealer.seal(b"{}", purpose=ANTWOORDEN, subject=bericht, keys=keys, now=huis.now)
        vals.add_to(session)
        stap = session.scalars(select(Overgang).where(Overgang.bericht == bericht).order_by(Overgang.volgnummer)).all()[
            -1
        ]
        waarden = {column.key: getattr(stap, column.key) for column in Overgang.__table__.columns}
        nieuw = {"id": new_id(), "sleutel": new_id(), "volgnummer": stap.volgnummer + 1, "code": "doorsturen"}
        session.execute(
            insert(Overgang).values(waarden | nieuw | {"van": stap.naar, "naar_team": ELDERS, "item": None})
        )
        regel = session.scalars(select(AuditRegel).where(AuditRegel.actie == stap.code)).one()
        waarden = {column.key: getattr(regel, column.key) for column in AuditRegel.__table__.columns}
        nieuw = {"id": new_id(), "actie": "doorsturen", "uitkomst": ELDERS, "nummer": None, "keten": None}
        session.execute(insert(AuditRegel).values(waarden | nieuw))
    _put(huis, bericht, team=ELDERS)
    huis.vault.chain.step()
    assert verify(huis.vault).afwijkend == (bericht,)
    with pytest.raises(Refused):
        huis.client.take_in(bericht)


def test_handing_on_twice_and_back_goes_on_and_the_vault_remembers(huis: Installatie) -> None:
    bericht = _asked(huis)
    huis.doe(huis.gebruiker("indiener"), bericht, "beantwoorden", tekst="Morgen.")
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Daar.", doel=GRONINGEN)
    assert verify(huis.vault).afwijkend == ()
    huis.doe(huis.gebruiker("groningen"), bericht, "oppakken")
    huis.doe(huis.gebruiker("groningen"), bericht, "doorsturen", tekst="Toch niet.", doel=EEMSDELTA)
    huis.client.take_in(bericht)
    assert verify(huis.vault).afwijkend == ()
    _put(huis, bericht, team=GRONINGEN)
    with pytest.raises(Refused, match="verplaatst"):
        huis.client.take_in(bericht)


def test_a_bericht_that_was_taken_in_and_has_no_receipt_is_named(huis: Installatie) -> None:
    bericht = _asked(huis)
    _put(huis, bericht, kwitantie=None)
    assert verify(huis.vault).afwijkend == (bericht,)
