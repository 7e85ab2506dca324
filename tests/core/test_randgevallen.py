"""The edges of the use cases: what happens seldom, and must be right all the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, repeat
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from portal.core import accounts
from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten
from portal.core.insturen.intake import OngeldigeAntwoorden, submit_bericht
from portal.core.lezen.inzien import mark_opened
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.domain.buiten import Buitenzaak
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Mailbox
from portal.domain.routering import OpAntwoord
from portal.models import Bericht, Bijlage, Ontvanger, Organisatie, Overgang, Seal, Sessie
from portal.sealing.envelope import new_id
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, VERZOEK, Installatie


@dataclass(frozen=True)
class EenMailbox:
    """A register with one mailbox."""

    mailbox: Mailbox

    def alle(self) -> Sequence[Mailbox]:
        return (self.mailbox,)

    def met_code(self, code: str) -> Mailbox | None:
        return self.mailbox if code == self.mailbox.code else None

    def buiten(self, regio: Regio) -> Sequence[Buitenzaak]:
        return ()


def _berichten(huis: Installatie) -> int:
    with huis.services.database.lezen() as session:
        return session.scalar(select(func.count()).select_from(Bericht)) or 0


def test_a_number_that_was_given_out_before_is_drawn_again(huis: Installatie, monkeypatch: pytest.MonkeyPatch) -> None:
    indiener = huis.gebruiker("indiener")
    drawn = chain("A" * 16, repeat("B"))
    monkeypatch.setattr("portal.core.insturen.inzending.secrets.choice", lambda _letters: next(drawn))
    berichten = [
        submit_bericht(huis.services, indiener, concept=huis.concept(indiener), now=huis.now) for _ in range(2)
    ]
    assert [kop(huis.services, indiener, b).nummer for b in berichten] == ["BP-AAAA-AAAA", "BP-BBBB-BBBB"]
    concept = huis.concept(indiener)
    with pytest.raises(RuntimeError, match="no free number"):
        submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    assert (_berichten(huis), concepten.open_concept(huis.services, indiener, concept).versie) == (2, 1)


def test_a_file_whose_key_cannot_be_opened_stops_the_submission(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    with huis.services.database.schrijven() as session:
        deel = session.scalars(select(Bijlage.deel).limit(1)).one()
        session.execute(delete(Seal).where(Seal.item == deel))
    with pytest.raises(OngeldigeAntwoorden):
        submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    assert _berichten(huis) == 0


def test_an_organisation_that_is_no_longer_active_sends_nothing(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    with huis.services.database.schrijven() as session:
        session.execute(update(Organisatie).where(Organisatie.code == SCHAKEL).values(actief=False))
    with pytest.raises(NietGevonden):
        submit_bericht(huis.services, indiener, concept=concept, now=huis.now)


def test_a_gemeente_without_a_desk_here_is_said_before_anything_is_stored(huis: Installatie) -> None:
    verzoek, indiener = huis.services.mailboxen.met_code(VERZOEK), huis.gebruiker("indiener")
    assert verzoek is not None
    elders = OpAntwoord(regel="nieuwe-gemeente", veld="nieuwe_gemeente", rol="nieuwe gemeente")
    services = replace(huis.services, mailboxen=EenMailbox(replace(verzoek, routering=elders)))
    concept = huis.concept(indiener, nieuwe_gemeente="buiten", nieuwe_gemeente_naam="Zwolle")
    with pytest.raises(OngeldigeAntwoorden) as refused:
        submit_bericht(services, indiener, concept=concept, now=huis.now)
    assert [fout.veld for fout in refused.value.fouten.fouten] == ["nieuwe_gemeente"]
    assert _berichten(huis) == 0


def test_a_save_that_can_never_succeed_says_so_instead_of_trying_for_ever(huis: Installatie) -> None:
    nobody = replace(huis.gebruiker("indiener"), persoon=new_id())
    with pytest.raises(RuntimeError, match="could not be saved"):
        concepten.bewaar(huis.services, nobody, concept=new_id(), mailbox=VERZOEK, ruw={}, versie=0, now=huis.now)


def test_of_two_who_open_at_once_one_leaves_the_step(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    zicht = kop(huis.services, huis.gebruiker("consulent"), bericht)
    assert mark_opened(huis.services, huis.gebruiker("consulent"), zicht, now=huis.now) is True
    assert mark_opened(huis.services, huis.gebruiker("tweede"), zicht, now=huis.now) is False
    assert [r.code for r in kop(huis.services, huis.gebruiker("consulent"), bericht).verloop] == ["indienen", "openen"]


def _desks(huis: Installatie, bericht: UUID) -> dict[str, bool]:
    with huis.services.database.lezen() as session:
        rijen = session.scalars(select(Ontvanger).where(Ontvanger.bericht == bericht)).all()
        return {rij.team: rij.tot is None for rij in rijen}


def test_a_bericht_that_is_handed_on_and_back_opens_at_the_first_desk_again(huis: Installatie) -> None:
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    bericht = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, bericht, "doorsturen", tekst="Hij woont daar.", doel=GRONINGEN)
    assert _desks(huis, bericht) == {EEMSDELTA: False, GRONINGEN: True}
    huis.doe(groningen, bericht, "doorsturen", tekst="Toch niet.", doel=EEMSDELTA)
    assert _desks(huis, bericht) == {EEMSDELTA: True, GRONINGEN: False}
    verloop = open_bericht(huis.services, consulent, bericht, now=huis.now).kop.verloop
    assert [r.tekst for r in verloop if r.tekst] == ["Hij woont daar.", "Toch niet."]
    with pytest.raises(NietGevonden):
        open_bericht(huis.services, groningen, bericht, now=huis.now)


def test_a_desk_that_was_not_noted_hands_on_the_whole(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.schrijven() as session:
        session.execute(delete(Ontvanger))
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Daar.", doel=GRONINGEN)
    assert _desks(huis, bericht) == {GRONINGEN: True}


def test_a_taak_of_an_outcome_that_is_no_longer_declared_is_still_done(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "akkoord-andere-gemeente", tekst="Akkoord.")
    with huis.services.database.schrijven() as session:
        session.execute(update(Overgang).where(Overgang.code == "akkoord-andere-gemeente").values(code="van-vroeger"))
    taak = next(t for t in takenlijst(huis.services, consulent).taken if not t.wacht_op)
    assert taak_gedaan(huis.services, consulent, taak=taak.id, verzonden=date(2026, 4, 2), now=huis.now) == bericht


def test_the_last_click_of_another_request_is_not_set_back(huis: Installatie) -> None:
    token = huis.token("indiener")
    accounts._touch(huis.services, token, huis.now - timedelta(minutes=5))
    accounts._touch(huis.services, "weg", huis.now)
    with huis.services.database.lezen() as session:
        seen = session.scalars(select(Sessie.last_seen).where(Sessie.token_hash == accounts.token_hash(token))).one()
    assert seen == huis.now
