"""Intake: exactly one bericht per concept, sealed to the right team and nobody else, or nothing at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten
from portal.core.insturen.concepten import AlIngediend, open_concept
from portal.core.insturen.controle import controleer
from portal.core.insturen.intake import OngeldigeAntwoorden, submit_bericht
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.db import Base
from portal.domain.rechten import NietToegestaan
from portal.models import AuditRegel, Bericht, Concept, Ontvanger, Seal, SealedItem, SignedKey, Termijn, Uitgaand
from portal.sealing.client import VaultDown
from portal.sealing.seal import UnsignedKey
from tests.installatie import EEMSDELTA, SCHAKEL, Installatie


def _count(huis: Installatie, table: type[Base]) -> int:
    with huis.services.database.lezen() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _fouten(huis: Installatie, wie: Gebruiker, **anders: Any) -> dict[str, str]:
    concept = huis.concept(wie, **anders)
    with pytest.raises(OngeldigeAntwoorden) as refused:
        submit_bericht(huis.services, wie, concept=concept, now=huis.now)
    assert _count(huis, Bericht) == 0
    assert open_concept(huis.services, wie, concept).ruw != {}
    return {fout.veld: fout.tekst for fout in refused.value.fouten.fouten}


def test_a_bericht_is_sealed_to_the_latende_gemeente_and_the_sender_and_to_nobody_else(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
        aan = session.execute(select(Seal.recipient_kind, Seal.recipient).distinct()).all()
        ontvangers = session.scalars(select(Ontvanger)).all()
    assert sorted(tuple(paar) for paar in aan) == [("organisatie", SCHAKEL), ("team", EEMSDELTA)]
    assert (rij.team, rij.routeregel, rij.status) == (EEMSDELTA, "latende-gemeente", "ingediend")
    assert [(o.team, o.regel, o.deel) for o in ontvangers] == [(EEMSDELTA, "latende-gemeente", "heel")]


def test_one_commit_holds_the_bericht_its_clock_its_audit_line_and_its_mail(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    bericht = submit_bericht(huis.services, indiener, concept=huis.concept(indiener), now=huis.now)
    with huis.services.database.lezen() as session:
        klokken = session.scalars(select(Termijn)).all()
        regels = session.scalars(select(AuditRegel).where(AuditRegel.actie == "indienen")).all()
        soorten = sorted(session.scalars(select(Uitgaand.soort)).all())
    assert [(k.code, k.datum, k.status) for k in klokken] == [("overgang", date(2026, 5, 1), "loopt")]
    assert [(r.onderwerp, r.uitkomst) for r in regels] == [(str(bericht), EEMSDELTA)]
    assert soorten == ["mail", "opnemen"]


def test_the_concept_and_every_seal_of_the_session_are_gone_after_submitting(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Seal.recipient_kind).where(Seal.recipient_kind == "sessie")).all() == []
        assert session.scalars(select(SealedItem.purpose).where(SealedItem.purpose == "concept.antwoorden")).all() == []
    assert _count(huis, Concept) == 0
    with pytest.raises(AlIngediend) as al:
        open_concept(huis.services, indiener, concept)
    assert al.value.bericht == concept


def test_sixteen_clicks_at_once_make_one_bericht(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    with ThreadPoolExecutor(16) as pool:
        gemaakt = list(
            pool.map(lambda _: submit_bericht(huis.services, indiener, concept=concept, now=huis.now), range(16))
        )
    assert set(gemaakt) == {concept}
    assert (_count(huis, Bericht), _count(huis, Termijn), _count(huis, Uitgaand)) == (1, 1, 2)


def test_submitting_works_while_the_vault_is_down(huis: Installatie) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    huis.client.down = True
    bericht = submit_bericht(huis.services, indiener, concept=huis.concept(indiener), now=huis.now)
    with pytest.raises(VaultDown):
        open_bericht(huis.services, consulent, bericht, now=huis.now)
    assert kop(huis.services, consulent, bericht).toestand.code == "ingediend"
    huis.client.down = False
    assert (
        open_bericht(huis.services, consulent, bericht, now=huis.now).antwoorden.feiten()["gemeente_inschrijving"]
        == "1979"
    )


def test_a_colleague_takes_a_concept_over_and_submits_it_with_its_bijlagen(huis: Installatie) -> None:
    concept = huis.concept(huis.gebruiker("indiener"))
    collega = huis.gebruiker("collega")
    bericht = submit_bericht(huis.services, collega, concept=concept, now=huis.now)
    geopend = open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now)
    assert sorted(b.naam for b in geopend.bijlagen) == ["stuk.pdf", "stuk.pdf"]


def test_a_missing_bijlage_is_named_and_nothing_is_lost(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener, met_bijlagen=False)
    with pytest.raises(OngeldigeAntwoorden) as refused:
        submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    assert [fout.veld for fout in refused.value.fouten.fouten] == [
        "bijlage-toestemmingsformulier",
        "bijlage-onderbouwing",
    ]
    assert open_concept(huis.services, indiener, concept).ruw["reden"] != []


def test_a_wrong_bsn_is_refused_with_what_to_do(huis: Installatie) -> None:
    fouten = _fouten(huis, huis.gebruiker("indiener"), bsn="999900007")
    assert list(fouten) == ["bsn"]
    assert fouten["bsn"].endswith(".")


def test_a_gemeente_outside_the_list_is_refused_before_anything_is_stored(huis: Installatie) -> None:
    assert list(_fouten(huis, huis.gebruiker("indiener"), gemeente_inschrijving="9999")) == ["gemeente_inschrijving"]


@pytest.mark.parametrize("wie", ["consulent", "toezichthouder", "beheerder", "organisatiebeheerder"])
def test_only_an_indiener_submits(huis: Installatie, wie: str) -> None:
    concept = huis.concept(huis.gebruiker("indiener"))
    with pytest.raises((NietToegestaan, NietGevonden)):
        submit_bericht(huis.services, huis.gebruiker(wie), concept=concept, now=huis.now)
    assert _count(huis, Bericht) == 0


def test_another_organisation_cannot_submit_save_or_see_the_concept(huis: Installatie) -> None:
    concept, ander = huis.concept(huis.gebruiker("indiener")), huis.gebruiker("ander")
    with pytest.raises(NietGevonden):
        submit_bericht(huis.services, ander, concept=concept, now=huis.now)
    with pytest.raises(NietGevonden):
        open_concept(huis.services, ander, concept)
    with pytest.raises(NietGevonden):
        concepten.bewaar(huis.services, ander, concept=concept, mailbox="x", ruw={}, versie=1, now=huis.now)
    with pytest.raises(NietGevonden):
        concepten.verwijder(huis.services, ander, concept, now=huis.now)
    assert _count(huis, Concept) == 1


def test_nothing_is_sealed_to_a_key_that_the_installation_did_not_sign(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    with huis.services.database.schrijven() as session:
        key = session.get_one(SignedKey, ("team", EEMSDELTA, 1))
        ander = session.get_one(SignedKey, ("team", "toegang-0014", 1))
        key.public = ander.public
    with pytest.raises(UnsignedKey):
        submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    assert _count(huis, Bericht) == 0


def test_a_concept_that_a_colleague_changed_meanwhile_is_checked_again(huis: Installatie) -> None:
    indiener, collega = huis.gebruiker("indiener"), huis.gebruiker("collega")
    concept = huis.concept(indiener)
    geopend = open_concept(huis.services, collega, concept)
    ruw = {**geopend.ruw, "reden": ["De reden van de collega."]}
    bewaard = concepten.bewaar(
        huis.services, collega, concept=concept, mailbox=geopend.mailbox, ruw=ruw, versie=geopend.versie, now=huis.now
    )
    assert (bewaard.concept, bewaard.kopie) == (concept, False)
    bericht = submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    assert (
        open_bericht(huis.services, indiener, bericht, now=huis.now).antwoorden.feiten()["reden"]
        == "De reden van de collega."
    )


def test_a_save_from_an_old_page_becomes_a_copy_and_overwrites_nothing(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener, met_bijlagen=False)
    oud = open_concept(huis.services, indiener, concept)

    def save(reden: str) -> concepten.Bewaard:
        ruw = {**oud.ruw, "reden": [reden]}
        return concepten.bewaar(
            huis.services, indiener, concept=concept, mailbox=oud.mailbox, ruw=ruw, versie=oud.versie, now=huis.now
        )

    assert save("eerste").kopie is False
    again = save("eerste")
    assert (again.concept, again.kopie) == (concept, False)
    tweede = save("tweede")
    assert tweede.kopie is True
    redenen = {open_concept(huis.services, indiener, c).ruw["reden"][0] for c in (concept, tweede.concept)}
    assert redenen == {"eerste", "tweede"}


def test_the_check_shows_who_gets_it_and_which_dates_run(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    controle = controleer(
        huis.services, indiener, open_concept(huis.services, indiener, huis.concept(indiener)), now=huis.now
    )
    assert [b.team for b in controle.bestemmingen] == [EEMSDELTA]
    assert [(t.code, t.datum) for t in controle.termijnen] == [("overgang", date(2026, 5, 1))]
    assert controle.fouten.fouten == ()


def test_numbers_are_random_and_readable(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    nummers = []
    for _ in range(3):
        with huis.services.database.lezen() as session:
            nummers.append(session.get_one(Bericht, huis.bericht(indiener)).nummer)
    assert len(set(nummers)) == 3
    assert all(len(n) == 12 and n.startswith("BP-") and not set(n[3:]) & set("ILOU") for n in nummers)


def test_an_unknown_concept_is_not_found(huis: Installatie) -> None:
    with pytest.raises(NietGevonden):
        submit_bericht(huis.services, huis.gebruiker("indiener"), concept=UUID(int=1), now=huis.now)
