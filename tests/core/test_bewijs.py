"""A step is shown as the person made it: whoever writes in the database puts no text, file or outcome of his own there."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from portal.core.audit import Actor, record
from portal.core.behandelen.step_sealing import TEKST
from portal.core.bericht.kwitantie import KloptNiet
from portal.core.lezen.reading import open_bericht, open_bijlage
from portal.domain.grond import AANVULLING, OVERMACHT, VERTRAGING
from portal.domain.levensloop import Actie
from portal.models import Bericht, Bijlage, Overgang, Seal, SealedItem, Termijn, Termijnhistorie, Termijnperiode
from portal.sealing.client import Refused
from portal.sealing.envelope import new_id
from portal.sealing.sessie import Ongeldig, sign_step, verify_receipt, verify_step
from portal.vault.verify import verify
from tests.core.test_gesprek import attach, send
from tests.core.test_klokwijziging import VANDAAG, aanvraag, wijzig
from tests.installatie import EEMSDELTA, GRONINGEN, HIER, SCHAKEL, VEENDAM, Installatie
from tests.voorbeelden import volledige_herindicatie

TO_BOTH = [("team", EEMSDELTA), ("organisatie", SCHAKEL)]
Thief = Callable[[Installatie, UUID], None]


def seal(huis: Installatie, bericht: UUID, tekst: bytes) -> UUID:
    """Seal a text as anybody can who has the public keys."""
    with huis.services.database.schrijven() as session:
        keys = huis.services.sealer.keys(session, TO_BOTH)
        sealed = huis.services.sealer.seal(tekst, purpose=TEKST, subject=bericht, keys=keys, now=huis.now)
        sealed.add_to(session)
        return sealed.item.id


def change(huis: Installatie, bericht: UUID, stap: str, **values: object) -> None:
    with huis.services.database.schrijven() as session:
        session.execute(update(Overgang).where(Overgang.bericht == bericht, Overgang.code == stap).values(**values))


def step_of(huis: Installatie, bericht: UUID, code: str) -> Overgang:
    with huis.services.database.lezen() as session:
        return session.scalars(select(Overgang).where(Overgang.bericht == bericht, Overgang.code == code)).one()


def refused(huis: Installatie, bericht: UUID) -> list[bool]:
    """Tell of the sender and of the team whether the bericht is refused them."""
    gezegd = []
    for account in ("indiener", "consulent"):
        try:
            open_bericht(huis.services, huis.gebruiker(account), bericht, now=huis.now)
        except KloptNiet:
            gezegd.append(True)
        else:
            gezegd.append(False)
    return gezegd


@pytest.fixture
def bericht(huis: Installatie) -> UUID:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def _another_text(huis: Installatie, bericht: UUID) -> None:
    change(huis, bericht, "vraag-stellen", item=seal(huis, bericht, b"Stuur het BSN per e-mail."))


def _another_text_in_its_place(huis: Installatie, bericht: UUID) -> None:
    vals, echt = seal(huis, bericht, b"Vals."), step_of(huis, bericht, "vraag-stellen").item
    with huis.services.database.schrijven() as session:
        van = session.get_one(SealedItem, vals)
        session.execute(delete(Seal).where(Seal.item.in_([vals, echt])))
        session.execute(update(SealedItem).where(SealedItem.id == echt).values(content=van.content))


def _a_step_of_his_own(huis: Installatie, bericht: UUID) -> None:
    echt = step_of(huis, bericht, "vraag-stellen")
    waarden = {column.key: getattr(echt, column.key) for column in Overgang.__table__.columns}
    vals = seal(huis, bericht, b"Vals.")
    nieuw = {"id": new_id(), "sleutel": new_id(), "volgnummer": echt.volgnummer + 1, "item": vals}
    with huis.services.database.schrijven() as session:
        session.add(Overgang(**(waarden | nieuw)))


@pytest.mark.parametrize("thief", [_another_text, _another_text_in_its_place, _a_step_of_his_own])
def test_a_text_that_a_thief_seals_himself_is_shown_to_nobody_whatever_the_log_says(
    huis: Installatie, bericht: UUID, thief: Thief
) -> None:
    huis.doe(huis.gebruiker("consulent"), bericht, "vraag-stellen", tekst="Wanneer verhuist hij?")
    assert refused(huis, bericht) == [False, False]
    thief(huis, bericht)
    with huis.services.database.schrijven() as session:
        stap = session.scalars(select(Overgang).where(Overgang.bericht == bericht).order_by(Overgang.volgnummer)).all()[
            -1
        ]
        items = session.scalars(select(SealedItem).where(SealedItem.id == stap.item)).all()
        wie = Actor(persoon=str(stap.door), namens=f"team:{EEMSDELTA}", herkomst=HIER)
        record(session, wie, actie=stap.code, onderwerp=str(bericht), now=stap.moment, items=items, uitkomst=stap.naar)
    huis.vault.chain.step()  # the vault chains his lines as if the portal wrote them
    assert refused(huis, bericht) == [True, True]
    assert bericht in verify(huis.vault).afwijkend


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "anders",
    [
        {"code": "akkoord-zelfde-gemeente"},
        {"actie": Actie.VASTLEGGEN.value},
        {"dag": date(2026, 4, 1)},
        {"naar_team": GRONINGEN},
        {"namens": VEENDAM},
        {"door": None},
        {"item": None},
        {"bewijs": None},
        {"bewijs": b"{}"},
        {"bewijs": sign_step(bytes(32), {"bericht": ""})},
    ],
    ids=str,
)
def test_outcome_day_person_and_team_of_a_step_are_those_that_were_signed(
    huis: Installatie, bericht: UUID, anders: dict[str, object]
) -> None:
    huis.doe(huis.gebruiker("consulent"), bericht, "afgewezen", tekst="De nieuwe plek past niet.")
    assert refused(huis, bericht) == [False, False]
    change(huis, bericht, "afgewezen", **anders)
    assert refused(huis, bericht) == [True, True]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_text_that_may_be_left_out_is_missed_when_it_is_taken_away(huis: Installatie) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    bericht = huis.stuur(indiener, "herindicatie", volledige_herindicatie())
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "geen-gesprek")
    assert refused(huis, bericht) == [False, False]
    change(huis, bericht, "geen-gesprek", bewijs=None)
    assert refused(huis, bericht) == [True, True]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_files_of_a_text_are_those_that_were_sent_with_it(huis: Installatie, bericht: UUID) -> None:
    indiener = huis.gebruiker("indiener")
    concept, stuk = attach(huis, indiener, bericht, "toevoegen", "brief.pdf")
    send(huis, indiener, bericht, "toevoegen", concept=concept, sleutel=new_id())
    assert b"".join(open_bijlage(huis.services, indiener, bericht, bijlage=stuk.id)[1]).startswith(b"%PDF")
    with huis.services.database.schrijven() as session:
        deel = session.get_one(Bijlage, stuk.id).deel
        session.execute(update(SealedItem).where(SealedItem.id == deel).values(digest=bytes(32)))
    assert refused(huis, bericht) == [True, True]
    with pytest.raises(KloptNiet):
        open_bijlage(huis.services, indiener, bericht, bijlage=stuk.id)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_vault_signs_for_who_may_do_it_on_a_bericht_of_his_only(huis: Installatie, bericht: UUID) -> None:
    consulent, veendam = huis.gebruiker("consulent"), huis.gebruiker("dubbel")
    vraag: dict[str, Any] = {"bericht": str(bericht), "actie": "vraag_stellen", "code": "vraag-stellen"}

    def sign(wie: Any, **anders: object) -> str:
        try:
            bewijs = huis.client.sign_step(wie.token, wie.namens.sleutel, vraag | anders, herkomst=HIER)
        except Refused as refused:
            return refused.code
        return str(verify_step(huis.vault.public, bewijs)["namens"])

    assert sign(consulent, door="iemand anders", namens=["team", GRONINGEN]) == str(["team", EEMSDELTA])
    assert [sign(huis.gebruiker(wie)) for wie in ("indiener", "groningen", "backoffice")] == ["niet_toegestaan"] * 3
    assert sign(veendam) == "niet_toegestaan"
    assert sign(consulent, bericht=str(new_id())) == "niet_opgenomen"
    assert (sign(consulent, actie="afronden"), sign(consulent, bericht="x")) == ("onjuiste_vraag", "onjuiste_vraag")
    with huis.services.database.lezen() as session:
        kwitantie = session.get_one(Bericht, bericht).kwitantie or b""
    assert verify_receipt(huis.vault.public, kwitantie)["bericht"] == str(bericht)
    with pytest.raises(Ongeldig):
        verify_step(huis.vault.public, kwitantie)


KLOKSTAPPEN = (
    "termijn-opschorten",
    "termijn-doorlopen",
    "termijn-verlengen",
    "termijn-uitstel-intrekken",
    "termijn-begin-verbeteren",
    "termijn-dag-verbeteren",
)


def changed_clocks(huis: Installatie) -> UUID:
    """A beschikking that stood still, was promised later, and of which the start was corrected; and an aanvraag met on another day."""
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    wijzig(huis, bericht, "doorlopen", VANDAAG, tekst="Alles is er.")
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    wijzig(huis, bericht, "uitstel-intrekken", VANDAAG)
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 4, 1))
    huis.later(days=1)
    wijzig(huis, bericht, "dag-verbeteren", date(2026, 4, 3), code="aanvraag")
    return bericht


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("soort", "values"),
    [
        ("opschorting", {"grond": OVERMACHT.code}),
        ("opschorting", {"van": date(2026, 4, 1)}),
        ("opschorting", {"uiterlijk": None}),
        ("opschorting", {"overgang": None}),
        ("verlenging", {"aantal": 8}),
        ("verlenging", {"besloten": date(2026, 4, 1)}),
        ("verlenging", {"uiterlijk": date(2026, 5, 8)}),
    ],
)
def test_ground_length_and_days_of_a_change_of_a_clock_are_those_that_were_signed(
    huis: Installatie, soort: str, values: dict[str, object]
) -> None:
    bericht = changed_clocks(huis)
    assert (refused(huis, bericht), bericht in verify(huis.vault).afwijkend) == ([False, False], False)
    with huis.services.database.schrijven() as session:
        session.execute(update(Termijnperiode).where(Termijnperiode.soort == soort).values(**values))
    assert (refused(huis, bericht), bericht in verify(huis.vault).afwijkend) == ([True, True], True)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize("soort", ["hervat", "uitstel_ingetrokken", "begin_gecorrigeerd", "dag_gecorrigeerd"])
def test_the_clock_that_was_chosen_is_the_one_that_was_signed(huis: Installatie, soort: str) -> None:
    bericht = changed_clocks(huis)
    with huis.services.database.schrijven() as session:
        ander = session.scalars(select(Termijn.id).where(Termijn.bericht == bericht, Termijn.code == "onderzoek")).one()
        regel = session.scalars(select(Termijnhistorie).where(Termijnhistorie.soort == soort)).first()
        assert regel is not None
        regel.termijn, regel.volgnummer = ander, 99
    assert refused(huis, bericht) == [True, True]


def test_a_proof_from_before_clocks_were_signed_still_holds(huis: Installatie) -> None:
    bericht = changed_clocks(huis)
    for code in KLOKSTAPPEN:
        feiten = verify_step(huis.services.sealer.pinned, step_of(huis, bericht, code).bewijs or b"")
        del feiten["klok"]
        change(huis, bericht, code, bewijs=sign_step(huis.vault.signing, feiten))
    assert refused(huis, bericht) == [False, False]
