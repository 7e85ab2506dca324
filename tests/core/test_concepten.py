"""Concepten: what is typed is kept for the whole organisation, and opens without the vault in the session that typed it."""

from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from portal.core.accounts import Gebruiker, SessieVerlopen, load_gebruiker
from portal.core.behandelen.nogmaals import fingerprint_of
from portal.core.beheer.afmelden import log_out
from portal.core.insturen import concepten
from portal.core.insturen.concepten import AlIngediend, Bewaard, open_concept
from portal.core.insturen.conceptenlijst import concept_in_lijst, conceptenlijst, teksten_bij
from portal.core.insturen.eerder import earlier
from portal.core.insturen.intake import submit_bericht
from portal.core.opening import NietGevonden
from portal.models import AuditRegel, Bijlage, Concept, Seal, SealedItem, Sessie
from portal.sealing.client import VaultDown
from portal.sealing.envelope import new_id
from tests.installatie import HIER, SCHAKEL, VERZOEK, Installatie


def _save(
    huis: Installatie,
    wie: Gebruiker,
    concept: UUID,
    reden: str,
    *,
    versie: int,
    levend: bool = True,
    bericht: UUID | None = None,
    actie: str = "",
) -> Bewaard:
    return concepten.bewaar(
        huis.services,
        wie,
        concept=concept,
        mailbox=VERZOEK,
        ruw={"tekst" if actie else "reden": [reden]},
        versie=versie,
        now=huis.now,
        levend=levend,
        bericht=bericht,
        actie=actie,
    )


def _seals(huis: Installatie) -> list[tuple[str, str]]:
    with huis.services.database.lezen() as session:
        rijen = session.execute(select(Seal.recipient_kind, Seal.recipient)).all()
    return sorted((soort, wie) for soort, wie in rijen)


def _expired(huis: Installatie, account: str) -> Gebruiker:
    token = huis.token(account)
    huis.later(hours=1)
    with pytest.raises(SessieVerlopen) as over:
        load_gebruiker(huis.services, token, herkomst=HIER, now=huis.now)
    return over.value.gebruiker


def test_a_concept_comes_back_as_it_was_typed(huis: Installatie) -> None:
    indiener, concept = huis.gebruiker("indiener"), new_id()
    ruw = {"reden": [" Zo, 'getypt' <b>&amp; \r\n é "], "producten": ["a", "b"], "leeg": [""], "niets": []}
    concepten.bewaar(huis.services, indiener, concept=concept, mailbox=VERZOEK, ruw=ruw, versie=0, now=huis.now)
    geopend = open_concept(huis.services, indiener, concept)
    assert (geopend.ruw, geopend.versie, geopend.mailbox, geopend.bijlagen) == (ruw, 1, VERZOEK, ())


def test_each_save_replaces_the_item_before_it_and_leaves_an_audit_line(huis: Installatie) -> None:
    indiener, concept = huis.gebruiker("indiener"), new_id()
    assert [_save(huis, indiener, concept, f"{n}", versie=n).versie for n in range(3)] == [1, 2, 3]
    with huis.services.database.lezen() as session:
        assert session.scalar(select(func.count()).select_from(SealedItem)) == 1
        lijnen = session.scalars(select(AuditRegel.onderwerp).where(AuditRegel.actie == "concept bewaren")).all()
    assert lijnen == [str(concept)] * 3


def test_a_concept_is_sealed_to_the_organisation_and_the_session_and_to_nobody_else(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    _save(huis, indiener, new_id(), "x", versie=0)
    assert _seals(huis) == [("organisatie", SCHAKEL), ("sessie", str(indiener.sessie))]


def test_the_session_that_typed_needs_no_vault_and_every_other_does(huis: Installatie) -> None:
    indiener, collega, later = huis.gebruiker("indiener"), huis.gebruiker("collega"), huis.gebruiker("indiener")
    concept = new_id()
    _save(huis, indiener, concept, "x", versie=0)
    huis.client.down = True
    assert open_concept(huis.services, indiener, concept).ruw == {"reden": ["x"]}
    for wie in (collega, later):
        with pytest.raises(VaultDown):
            open_concept(huis.services, wie, concept)
    huis.client.down = False
    for wie in (collega, later):
        assert open_concept(huis.services, wie, concept).ruw == {"reden": ["x"]}


def test_logging_out_drops_what_the_session_could_open_and_the_vault_still_opens_it(huis: Installatie) -> None:
    indiener, concept = huis.gebruiker("indiener"), new_id()
    _save(huis, indiener, concept, "x", versie=0)
    log_out(huis.services, indiener, now=huis.now)
    assert _seals(huis) == [("organisatie", SCHAKEL)]
    assert open_concept(huis.services, huis.gebruiker("indiener"), concept).ruw == {"reden": ["x"]}


def test_logging_out_with_the_vault_down_ends_the_session_all_the_same(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    huis.client.down = True
    for _ in range(2):
        log_out(huis.services, indiener, now=huis.now)
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Sessie.ingetrokken).where(Sessie.id == indiener.sessie)).all() == [huis.now]
        assert session.scalars(select(AuditRegel.persoon).where(AuditRegel.actie == "uitloggen")).all() == [
            str(indiener.persoon)
        ]


def test_a_save_after_the_session_ended_opens_through_the_vault_only(huis: Installatie) -> None:
    verlopen, concept = _expired(huis, "indiener"), new_id()
    bewaard = _save(huis, verlopen, concept, "net te laat", versie=0, levend=False)
    assert (bewaard.concept, _seals(huis)) == (concept, [("organisatie", SCHAKEL)])
    weer_in = huis.gebruiker("indiener")
    huis.client.down = True
    with pytest.raises(VaultDown):
        open_concept(huis.services, weer_in, concept)
    huis.client.down = False
    assert open_concept(huis.services, weer_in, concept).ruw == {"reden": ["net te laat"]}


def test_a_late_save_from_an_old_page_is_a_copy(huis: Installatie) -> None:
    concept = new_id()
    _save(huis, huis.gebruiker("collega"), concept, "van de collega", versie=0)
    bewaard = _save(huis, _expired(huis, "indiener"), concept, "van mij", versie=0, levend=False)
    assert bewaard.kopie is True
    weer_in = huis.gebruiker("indiener")
    assert [open_concept(huis.services, weer_in, c).ruw["reden"] for c in (concept, bewaard.concept)] == [
        ["van de collega"],
        ["van mij"],
    ]


def test_what_cannot_be_compared_because_the_vault_is_down_becomes_a_copy(huis: Installatie) -> None:
    indiener, concept = huis.gebruiker("indiener"), new_id()
    _save(huis, huis.gebruiker("collega"), concept, "van de collega", versie=0)
    huis.client.down = True
    bewaard = _save(huis, indiener, concept, "van mij", versie=0)
    assert (bewaard.kopie, open_concept(huis.services, indiener, bewaard.concept).ruw) == (True, {"reden": ["van mij"]})


def test_a_save_of_a_concept_that_was_thrown_away_makes_it_anew(huis: Installatie) -> None:
    indiener, concept = huis.gebruiker("indiener"), new_id()
    _save(huis, indiener, concept, "eerst", versie=0)
    concepten.verwijder(huis.services, huis.gebruiker("collega"), concept, now=huis.now)
    anew = Bewaard(concept=concept, versie=1, kopie=False, verdwenen=True)
    assert _save(huis, indiener, concept, "toch", versie=1) == anew
    assert open_concept(huis.services, indiener, concept).ruw == {"reden": ["toch"]}
    assert _save(huis, indiener, concept, "en verder", versie=1) == Bewaard(concept=concept, versie=2, kopie=False)


def test_the_same_answers_of_an_old_page_posted_again_find_the_copy_that_is_there(huis: Installatie) -> None:
    indiener, concept = huis.gebruiker("indiener"), new_id()
    _save(huis, indiener, concept, "eerst", versie=0)
    _save(huis, huis.gebruiker("collega"), concept, "van de collega", versie=1)
    een = _save(huis, indiener, concept, "van mij", versie=1)
    assert (een.kopie, een.concept != concept, een.versie) == (True, True, 1)
    assert _save(huis, indiener, concept, "van mij", versie=1) == een
    ander = _save(huis, indiener, concept, "iets anders", versie=1)
    assert len({concept, een.concept, ander.concept}) == 3
    _save(huis, indiener, een.concept, "van mij, en verder", versie=1)
    derde = _save(huis, indiener, concept, "van mij", versie=1)
    assert (derde.kopie, _save(huis, indiener, concept, "van mij", versie=1)) == (True, derde)
    assert open_concept(huis.services, indiener, een.concept).ruw == {"reden": ["van mij, en verder"]}
    assert len(conceptenlijst(huis.services, indiener).rijen) == 4
    vreemd = _save(huis, huis.gebruiker("indiener"), concept, "van mij", versie=1)
    assert vreemd.concept not in {een.concept, derde.concept}  # only the session that made it knows it again


def test_the_same_answers_posted_again_after_the_session_ended_find_the_copy(huis: Installatie) -> None:
    concept = new_id()
    _save(huis, huis.gebruiker("collega"), concept, "van de collega", versie=0)
    verlopen = _expired(huis, "indiener")
    een, twee = (_save(huis, verlopen, concept, "van mij", versie=0, levend=False) for _ in range(2))
    assert (een, een.kopie, een.concept != concept) == (twee, True, True)


def test_throwing_a_concept_away_takes_its_items_files_and_seals_along(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    concepten.verwijder(huis.services, indiener, concept, now=huis.now)
    with huis.services.database.lezen() as session:
        tabellen = (Concept, Bijlage, SealedItem, Seal)
        assert [session.scalar(select(func.count()).select_from(tabel)) for tabel in tabellen] == [0, 0, 0, 0]
    assert [path for path in huis.services.settings.files_dir.rglob("*") if path.is_file()] == []
    with pytest.raises(NietGevonden):
        open_concept(huis.services, indiener, concept)
    with pytest.raises(NietGevonden):
        concepten.verwijder(huis.services, indiener, concept, now=huis.now)


def test_a_submitted_concept_is_neither_saved_opened_nor_thrown_away(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    bericht = submit_bericht(huis.services, indiener, concept=huis.concept(indiener), now=huis.now)
    for act in (
        lambda: _save(huis, indiener, bericht, "x", versie=1),
        lambda: open_concept(huis.services, indiener, bericht),
        lambda: concepten.verwijder(huis.services, indiener, bericht, now=huis.now),
        lambda: concepten.stand(huis.services, indiener, bericht),
    ):
        with pytest.raises(AlIngediend) as al:
            act()
        assert al.value.bericht == bericht
    with pytest.raises(NietGevonden):
        concepten.stand(huis.services, huis.gebruiker("ander"), bericht)


def test_the_stand_says_what_a_concept_is_for_without_opening_it(huis: Installatie) -> None:
    consulent, bericht, concept = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener")), new_id()
    assert concepten.stand(huis.services, consulent, concept) is None
    _save(huis, consulent, concept, "Een vraag", versie=0, bericht=bericht, actie="vraag-stellen")
    huis.client.down = True
    stand = concepten.stand(huis.services, consulent, concept)
    assert stand == concepten.Stand(mailbox=VERZOEK, versie=1, actie="vraag-stellen", bericht=bericht)


def test_the_list_shows_the_concepten_of_the_own_organisation_newest_first_without_the_vault(huis: Installatie) -> None:
    indiener, collega = huis.gebruiker("indiener"), huis.gebruiker("collega")
    oud = huis.concept(indiener, met_bijlagen=False)
    huis.later(minutes=1)
    nieuw = huis.concept(collega, met_bijlagen=False)
    huis.client.down = True
    rijen = conceptenlijst(huis.services, indiener).rijen
    assert [(rij.id, rij.door_naam, rij.titel) for rij in rijen] == [
        (nieuw, "Collega", "Verzoek overdracht toewijzing"),
        (oud, "Indiener", "Verzoek overdracht toewijzing"),
    ]
    huis.client.down = False
    assert conceptenlijst(huis.services, huis.gebruiker("ander")).rijen == ()


def test_every_concept_is_on_a_page_and_can_be_thrown_away_however_many_came_after_it(huis: Installatie) -> None:
    indiener, bericht = huis.gebruiker("indiener"), huis.bericht(huis.gebruiker("indiener"))
    tekst = new_id()
    _save(huis, indiener, tekst, "Antwoord.", versie=0, bericht=bericht, actie="beantwoorden")
    for _ in range(4):
        _save(huis, indiener, new_id(), "x", versie=0)  # all in one moment
    paginas, na = [], ""
    while True:
        pagina = conceptenlijst(huis.services, indiener, na=na, hoogstens=2)
        paginas.append([rij.id for rij in pagina.rijen])
        if not (na := pagina.volgende):
            break
    assert [len(pagina) for pagina in paginas] == [2, 2, 1]
    assert len({concept for pagina in paginas for concept in pagina}) == 5
    assert concept_in_lijst(huis.services, indiener, tekst).actie == "beantwoorden"
    assert [rij.id for rij in teksten_bij(huis.services, indiener, bericht, "beantwoorden")] == [tekst]
    assert teksten_bij(huis.services, indiener, bericht, "intrekken") == ()
    assert teksten_bij(huis.services, huis.gebruiker("consulent"), bericht, "beantwoorden") == ()
    for vreemd in (new_id(), bericht):
        with pytest.raises(NietGevonden):
            concept_in_lijst(huis.services, huis.gebruiker("ander"), vreemd)
    with pytest.raises(AlIngediend):
        concept_in_lijst(huis.services, indiener, bericht)


def test_an_empty_form_offers_the_newest_concepten_of_its_own_kind_and_side(huis: Installatie) -> None:
    indiener, namen = huis.gebruiker("indiener"), [new_id() for _ in range(4)]
    for concept in namen:
        huis.later(minutes=1)
        _save(huis, indiener, concept, "x", versie=0)
    gevonden = earlier(huis.services, huis.gebruiker("collega"), VERZOEK)
    assert [(rij.id, rij.door_naam) for rij in gevonden] == [(concept, "Indiener") for concept in namen[:0:-1]]
    assert earlier(huis.services, indiener, "een-andere") == ()
    assert earlier(huis.services, huis.gebruiker("ander"), VERZOEK) == ()
    _save(huis, huis.gebruiker("consulent"), new_id(), "Wanneer?", versie=0, actie="vraag-stellen")
    assert earlier(huis.services, huis.gebruiker("consulent"), VERZOEK) == ()


def test_the_text_of_an_act_is_gone_when_the_act_is_done(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    _save(huis, consulent, new_id(), "Wanneer verhuist hij?", versie=0, bericht=bericht, actie="vraag-stellen")
    assert [(rij.actie, rij.bericht) for rij in conceptenlijst(huis.services, consulent).rijen] == [
        ("vraag-stellen", bericht)
    ]
    huis.doe(consulent, bericht, "oppakken")
    sleutel, tekst = new_id(), "Wanneer verhuist hij?"
    afdruk = fingerprint_of(sleutel, {"tekst": [tekst]})
    huis.doe(consulent, bericht, "vraag-stellen", tekst=tekst, sleutel=sleutel, afdruk=afdruk)
    assert conceptenlijst(huis.services, consulent).rijen == ()
    with huis.services.database.lezen() as session:
        assert session.scalars(select(SealedItem.id).where(SealedItem.purpose == concepten.ANTWOORDEN)).all() == []


def test_a_concept_whose_item_is_gone_is_not_found(huis: Installatie) -> None:
    indiener, concept = huis.gebruiker("indiener"), new_id()
    _save(huis, indiener, concept, "x", versie=0)
    with huis.services.database.schrijven() as session:
        session.execute(delete(SealedItem))
    with pytest.raises(NietGevonden):
        open_concept(huis.services, indiener, concept)
