"""Who a melding is about: an item of its own, opened apart with a reason, each time on record, and by nobody else."""

import pytest
from sqlalchemy import delete, select

from portal.core.bericht.inhoud import IDENTITEIT
from portal.core.bericht.kwitantie import KloptNiet
from portal.core.bericht.zicht import kop
from portal.core.klokken.klokken import Klokstatus
from portal.core.lezen.identiteit import RedenNodig, open_identiteit
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.search import zoek
from portal.core.lezen.worklist import onderweg, werkvoorraad
from portal.core.opening import NietGevonden, open_deks
from portal.domain.openingsreden import Openingsreden
from portal.domain.rechten import NietToegestaan
from portal.models import AuditRegel, Seal, SealedItem
from portal.sealing.client import Refused
from tests.installatie import PERSONEN, Installatie
from tests.voorbeelden import BSN, volledige_melding

MELDING = "calamiteit-geweld"
NAMEN = ("Visser", BSN, "1987", "Purmer", "Langhout")


def test_identities_are_opened_apart_with_a_reason_that_stands_in_the_log(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding())
    toezicht = huis.gebruiker("toezichthouder")
    geopend = open_bericht(huis.services, toezicht, bericht, now=huis.now)
    assert [naam for naam in NAMEN if naam in str(geopend)] == []
    assert [deel.titel for deel in geopend.apart] == ["Om wie het gaat"]
    with pytest.raises(RedenNodig):
        open_identiteit(huis.services, toezicht, bericht)
    deel = open_identiteit(huis.services, toezicht, bericht, reden=Openingsreden.VEILIGHEID)
    assert [naam for naam in NAMEN if naam not in str(deel.antwoorden)] == []
    with huis.services.database.lezen() as session:
        item = session.scalars(select(SealedItem.id).where(SealedItem.purpose == IDENTITEIT)).one()
        regels = session.scalars(
            select(AuditRegel).where(AuditRegel.actie == "openen", AuditRegel.onderwerp == str(bericht))
        ).all()
    met = [(regel.persoon, regel.uitkomst) for regel in regels if str(item) in regel.items]
    assert met == [(str(toezicht.persoon), "gelukt; veiligheid")]


def test_the_sender_reads_back_his_own_with_a_reason_of_his_own_list(huis: Installatie) -> None:
    indiener, collega = huis.gebruiker("indiener"), huis.gebruiker("collega")
    bericht = huis.stuur(indiener, MELDING, volledige_melding())
    assert "Visser" not in str(open_bericht(huis.services, indiener, bericht, now=huis.now))
    for reden in (None, Openingsreden.SIGNAAL):
        with pytest.raises(RedenNodig):
            open_identiteit(huis.services, collega, bericht, reden=reden)
    deel = open_identiteit(huis.services, collega, bericht, reden=Openingsreden.NAKIJKEN)
    assert "Visser" in str(deel.antwoorden)
    with huis.services.database.lezen() as session:
        regels = session.scalars(select(AuditRegel).where(AuditRegel.persoon == str(collega.persoon))).all()
    assert [regel.uitkomst for regel in regels if regel.actie == "openen"] == ["gelukt; nakijken"]


def test_lists_and_search_know_the_melding_and_nobody_in_it(huis: Installatie) -> None:
    indiener, toezicht = huis.gebruiker("indiener"), huis.gebruiker("toezichthouder")
    bericht = huis.stuur(indiener, MELDING, volledige_melding())
    (rij,) = werkvoorraad(huis.services, toezicht).rijen
    (eigen,) = onderweg(huis.services, indiener).rijen
    assert {rij.client, eigen.client} == {"Geweld · Eemsdelta · 31 maart"}
    for wie in (indiener, toezicht):
        for soort, waarde, gevonden in (
            ("bsn", BSN, []),
            ("geboren", "1987-05-12|J", []),
            ("kenmerk", "VIM-88", [bericht]),
        ):
            assert [r.id for r in zoek(huis.services, wie, soort=soort, waarde=waarde, now=huis.now)] == gevonden


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_nobody_else_learns_of_it_nor_gets_a_key(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding())
    for account in set(PERSONEN) - {"indiener", "collega", "toezichthouder"}:
        wie = huis.gebruiker(account)
        with pytest.raises((NietGevonden, NietToegestaan)):
            open_bericht(huis.services, wie, bericht, now=huis.now)
        with pytest.raises((NietGevonden, NietToegestaan)):
            open_identiteit(huis.services, wie, bericht, reden=Openingsreden.ONDERZOEK)
        try:
            assert werkvoorraad(huis.services, wie).rijen == ()
        except NietToegestaan:
            continue
    with huis.services.database.lezen() as session:
        ontvangers = set(
            session.execute(
                select(Seal.recipient_kind, Seal.recipient).join(SealedItem).where(SealedItem.subject == bericht)
            )
        )
    assert {tuple(rij) for rij in ontvangers} == {("team", "toezicht"), ("organisatie", "de-schakel")}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_vault_gives_no_identities_without_a_reason_from_the_list(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding())
    with huis.services.database.lezen() as session:
        item = session.scalars(
            select(SealedItem.id).where(SealedItem.subject == bericht, SealedItem.purpose == IDENTITEIT)
        ).one()
    with pytest.raises(Refused, match="reden_nodig"):
        open_deks(huis.services, huis.gebruiker("toezichthouder"), [item])


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_other_identities_put_beside_the_answers_are_refused(huis: Installatie) -> None:
    indiener, toezicht = huis.gebruiker("indiener"), huis.gebruiker("toezichthouder")
    bericht = huis.stuur(indiener, MELDING, volledige_melding())
    with huis.services.database.lezen() as session:
        keys = huis.services.sealer.keys(session, [("team", "toezicht")])
    vals = huis.services.sealer.seal(
        b'{"versie":1,"secties":[],"client":null,"uitleg":[]}',
        purpose=IDENTITEIT,
        subject=bericht,
        keys=keys,
        now=huis.now,
    )
    with huis.services.database.schrijven() as session:
        echt = session.scalars(
            select(SealedItem).where(SealedItem.subject == bericht, SealedItem.purpose == IDENTITEIT)
        ).one()
        session.delete(echt)
        session.flush()
        vals.add_to(session)
    with pytest.raises(KloptNiet):
        open_identiteit(huis.services, toezicht, bericht, reden=Openingsreden.ONDERZOEK)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_identities_without_a_seal_for_the_team_are_not_there(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding())
    with huis.services.database.schrijven() as session:
        item = session.scalars(select(SealedItem.id).where(SealedItem.purpose == IDENTITEIT)).one()
        session.execute(delete(Seal).where(Seal.item == item, Seal.recipient == "toezicht"))
    with pytest.raises(NietGevonden):
        open_identiteit(huis.services, huis.gebruiker("toezichthouder"), bericht, reden=Openingsreden.ONDERZOEK)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_bericht_without_such_a_part_has_nothing_to_open(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    with pytest.raises(NietGevonden):
        open_identiteit(huis.services, indiener, huis.bericht(indiener))


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("gebeurd", "te_laat"), [("30-3-2026", False), ("27-3-2026", True)])
def test_a_melding_that_comes_late_is_accepted_and_marked(huis: Installatie, gebeurd: str, *, te_laat: bool) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding(gebeurd_op=gebeurd))
    klokken = {t.code: t for t in kop(huis.services, huis.gebruiker("toezichthouder"), bericht).termijnen}
    assert (klokken["melden"].te_laat, klokken["melden"].status) == (te_laat, Klokstatus.GEHAALD)
    assert (klokken["bevestigen"].datum.isoformat(), klokken["bevestigen"].status) == ("2026-04-07", Klokstatus.LOOPT)


def test_toezicht_confirms_asks_and_concludes_with_questions_both_ways(huis: Installatie) -> None:
    indiener, toezicht = huis.gebruiker("indiener"), huis.gebruiker("toezichthouder")
    bericht = huis.stuur(indiener, MELDING, volledige_melding())
    huis.doe(toezicht, bericht, "ontvangst-bevestigen", tekst="Dank voor de melding.")
    huis.doe(toezicht, bericht, "vraag-stellen", tekst="Was de nachtdienst er?")
    huis.doe(indiener, bericht, "beantwoorden", tekst="Ja, met twee mensen.")
    assert kop(huis.services, toezicht, bericht).toestand.code == "bevestigd"
    huis.doe(toezicht, bericht, "eigen-onderzoek-vragen", tekst="Onderzoek de nachtdienst.")
    klokken = {t.code: (t.status, t.datum.isoformat()) for t in kop(huis.services, indiener, bericht).termijnen}
    assert klokken["eigen-onderzoek"] == (Klokstatus.LOOPT, "2026-05-14")
    huis.doe(indiener, bericht, "uitkomst-sturen", tekst="De overdracht ging mis.")
    huis.doe(toezicht, bericht, "conclusies", tekst="De maatregelen zijn voldoende.")
    zicht = kop(huis.services, toezicht, bericht)
    # conclusions ask the aanbieder for its opvolging, and toezicht for the report; no day was named, so no clock runs
    assert (zicht.toestand.code, [(t.code, t.van_ons) for t in zicht.taken]) == (
        "besloten",
        [("opvolging", False), ("rapport-colleges", True)],
    )
    assert [t.code for t in zicht.termijnen if t.status is Klokstatus.LOOPT] == []
