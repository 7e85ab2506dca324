"""Handling: one overgang at a time, one winner, nobody's text lost, keys that go along with a hand-on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.handling import doe, doelteams
from portal.core.behandelen.nogmaals import stored_key
from portal.core.behandelen.stapcontrole import TekstNodig
from portal.core.bericht.zicht import kop
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.worklist import werkvoorraad
from portal.core.opening import NietGevonden
from portal.core.taken import taken, takenlijst
from portal.core.weigeren import Ingehaald, NietMogelijk
from portal.domain.levensloop import Actie
from portal.domain.rechten import NietToegestaan
from portal.models import AuditRegel, Lijstregel, Overgang, Seal, Taak, Termijn, Uitgaand, Zoekterm
from portal.sealing.client import VaultDown
from portal.sealing.envelope import new_id
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, Installatie

AKKOORD = "akkoord-andere-gemeente"


@pytest.fixture
def bericht(huis: Installatie) -> UUID:
    return huis.bericht(huis.gebruiker("indiener"))


def _codes(huis: Installatie, bericht: UUID) -> list[str]:
    with huis.services.database.lezen() as session:
        return list(
            session.scalars(select(Overgang.code).where(Overgang.bericht == bericht).order_by(Overgang.volgnummer))
        )


def _in_handen(huis: Installatie, bericht: UUID) -> Gebruiker:
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    return consulent


def test_the_first_opening_by_the_team_is_a_step_the_sender_sees(huis: Installatie, bericht: UUID) -> None:
    indiener = huis.gebruiker("indiener")
    open_bericht(huis.services, indiener, bericht, now=huis.now)
    assert _codes(huis, bericht) == ["indienen"]
    for _ in range(2):
        open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now)
    assert _codes(huis, bericht) == ["indienen", "openen"]
    assert [r.wie for r in kop(huis.services, indiener, bericht).verloop] == ["Indiener", "Toegang Eemsdelta"]


def test_the_same_request_twice_is_one_overgang_and_one_mail(huis: Installatie, bericht: UUID) -> None:
    consulent, sleutel = _in_handen(huis, bericht), new_id()
    versie = kop(huis.services, consulent, bericht).versie

    def vraag(_: int) -> None:
        huis.doe(consulent, bericht, "vraag-stellen", sleutel=sleutel, versie=versie, tekst="Wanneer?")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(vraag, range(8)))  # nobody hears that he was overtaken by himself
    assert _codes(huis, bericht) == ["indienen", "oppakken", "vraag-stellen"]
    with huis.services.database.lezen() as session:
        vragen = session.scalars(select(Uitgaand.lading).where(Uitgaand.soort == "mail")).all()
    assert sum('"vraag"' in lading for lading in vragen) == 1


def test_of_two_people_who_decide_one_wins_and_the_other_is_told(huis: Installatie, bericht: UUID) -> None:
    _in_handen(huis, bericht)
    paar = [huis.gebruiker("consulent"), huis.gebruiker("tweede")]
    versie = kop(huis.services, paar[0], bericht).versie

    def besluit(wie: Gebruiker) -> str:
        try:
            doe(
                huis.services,
                wie,
                bericht=bericht,
                code="afgewezen",
                sleutel=new_id(),
                versie=versie,
                tekst=f"Motivering van {wie.naam}",
                now=huis.now,
            )
        except Ingehaald as ingehaald:
            return ingehaald.tekst
        return "gelukt"

    with ThreadPoolExecutor(2) as pool:
        uitkomsten = sorted(pool.map(besluit, paar))
    assert uitkomsten[1] == "gelukt"
    assert "Uw tekst staat er nog" in uitkomsten[0]
    assert _codes(huis, bericht).count("afgewezen") == 1


def test_an_act_from_an_old_page_is_refused_and_names_what_happened(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    oud = kop(huis.services, consulent, bericht).versie
    huis.doe(consulent, bericht, "oppakken")
    with pytest.raises(Ingehaald, match="Oppakken"):
        huis.doe(huis.gebruiker("tweede"), bericht, "oppakken", versie=oud)


def test_a_question_needs_a_text_and_a_text_has_a_limit(huis: Installatie, bericht: UUID) -> None:
    consulent = _in_handen(huis, bericht)
    for niets in ("   ", "\u200b \u2060\n\u00ad", "\x00\x07", "\u202e\u2800"):
        with pytest.raises(TekstNodig, match="wat wilt u weten"):
            huis.doe(consulent, bericht, "vraag-stellen", tekst=niets)
    with pytest.raises(TekstNodig, match="4001 tekens"):
        huis.doe(consulent, bericht, "vraag-stellen", tekst="x" * 4001)
    assert _codes(huis, bericht) == ["indienen", "oppakken"]


def test_the_texts_of_both_sides_open_for_both_sides_only(huis: Installatie, bericht: UUID) -> None:
    consulent, indiener = _in_handen(huis, bericht), huis.gebruiker("indiener")
    huis.doe(consulent, bericht, "vraag-stellen", tekst="Vra\x07ag\u202e ")
    huis.doe(indiener, bericht, "beantwoorden", tekst="Antwoord")
    for wie in (consulent, indiener):
        verloop = open_bericht(huis.services, wie, bericht, now=huis.now).kop.verloop
        assert [r.tekst for r in verloop if r.tekst] == ["Vraag", "Antwoord"]


def test_a_decision_sets_the_taken_of_its_outcome_and_ends_nothing_else(huis: Installatie, bericht: UUID) -> None:
    huis.doe(_in_handen(huis, bericht), bericht, AKKOORD, tekst="Akkoord.")
    with huis.services.database.lezen() as session:
        codes = list(session.scalars(select(Taak.code).where(Taak.bericht == bericht).order_by(Taak.volgnummer)))
        klokken = session.execute(select(Termijn.code, Termijn.status)).all()
    mailbox = huis.services.mailboxen.met_code("verzoek-overdracht-toewijzing")
    assert mailbox is not None
    regel = mailbox.levensloop.overgang(AKKOORD)
    assert regel is not None
    assert codes == [taak.code for taak in regel.taken({})]
    assert [tuple(k) for k in klokken] == [("overgang", "loopt")]


def test_an_outcome_that_does_not_fit_the_answers_is_refused(huis: Installatie, bericht: UUID) -> None:
    consulent = _in_handen(huis, bericht)
    with pytest.raises(NietMogelijk, match="past niet bij de antwoorden"):
        huis.doe(consulent, bericht, "akkoord-zelfde-gemeente", tekst="Akkoord.")


def test_the_clock_of_the_ontvangende_starts_with_the_taak_afstemming(huis: Installatie, bericht: UUID) -> None:
    consulent = _in_handen(huis, bericht)
    huis.doe(consulent, bericht, AKKOORD, tekst="Akkoord.")

    def done(code: str) -> None:
        taak = next(t for t in takenlijst.takenlijst(huis.services, consulent).taken if t.code == code)
        taken.taak_gedaan(huis.services, consulent, taak=taak.id, verzonden=date(2026, 4, 2), now=huis.now)

    done("formulier-wisseling")
    done("afstemming")
    klok = next(k for k in kop(huis.services, consulent, bericht).termijnen if k.code == "reactie-ontvangende")
    assert (klok.vanaf, klok.datum) == (date(2026, 4, 2), date(2026, 4, 9))
    assert "Goede Vrijdag (3 april)" in klok.uitleg


def test_handing_on_gives_the_other_team_everything_and_takes_it_from_this_one(
    huis: Installatie, bericht: UUID
) -> None:
    consulent, groningen = _in_handen(huis, bericht), huis.gebruiker("groningen")
    huis.doe(consulent, bericht, "vraag-stellen", tekst="Vraag")
    huis.doe(consulent, bericht, "doorsturen", tekst="Hij woont in Groningen.", doel=GRONINGEN)
    huis.client.take_in(bericht)
    with pytest.raises(NietGevonden):
        open_bericht(huis.services, consulent, bericht, now=huis.now)
    assert werkvoorraad(huis.services, consulent).rijen == ()
    geopend = open_bericht(huis.services, groningen, bericht, now=huis.now)
    assert [r.tekst for r in geopend.kop.verloop if r.tekst] == ["Vraag", "Hij woont in Groningen."]
    assert len(geopend.bijlagen) == 2
    assert [r.client for r in werkvoorraad(huis.services, groningen).rijen] == ["J.V. · 1987"]
    assert [k.datum for k in geopend.kop.termijnen] == [date(2026, 5, 1)]
    with huis.services.database.lezen() as session:
        for tabel in (Seal, Lijstregel, Zoekterm):
            ontvangers = session.execute(select(tabel.recipient_kind, tabel.recipient).distinct()).all()
            assert sorted(tuple(o) for o in ontvangers) == [("organisatie", SCHAKEL), ("team", GRONINGEN)]
    sender = kop(huis.services, huis.gebruiker("indiener"), bericht)
    assert (sender.team_naam, sender.verloop[-2].naar_team) == ("Toegang Groningen", "Toegang Groningen")


def test_a_bericht_goes_only_to_a_team_of_the_same_kind(huis: Installatie, bericht: UUID) -> None:
    consulent = _in_handen(huis, bericht)
    assert {team.soort for team in doelteams(huis.services, consulent, bericht)} == {"toegang"}
    for doel in ("toezicht", "cmo", EEMSDELTA, "", "bestaat-niet"):
        with pytest.raises(NietMogelijk, match="Kies een team"):
            huis.doe(consulent, bericht, "doorsturen", tekst="Waarom", doel=doel)


def test_only_doorsturen_hands_on_whatever_a_request_says(huis: Installatie, bericht: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken", doel=GRONINGEN)
    assert kop(huis.services, consulent, bericht).team == EEMSDELTA
    with huis.services.database.lezen() as session:
        aan = session.scalars(select(Seal.recipient).where(Seal.recipient_kind == "team").distinct()).all()
    assert aan == [EEMSDELTA]


def test_what_carries_a_text_waits_for_the_vault_and_changes_nothing_without_it(
    huis: Installatie, bericht: UUID
) -> None:
    consulent, tweede = _in_handen(huis, bericht), huis.gebruiker("tweede")
    huis.client.down = True
    for code, doel in (("doorsturen", GRONINGEN), ("vraag-stellen", "")):
        with pytest.raises(VaultDown):
            huis.doe(consulent, bericht, code, tekst="Waarom", doel=doel)
    huis.doe(tweede, bericht, "overnemen")
    assert _codes(huis, bericht) == ["indienen", "oppakken", "overnemen"]


def test_withdrawing_ends_the_clocks_and_leaves_the_sender_his_copy(huis: Installatie, bericht: UUID) -> None:
    indiener = huis.gebruiker("indiener")
    huis.doe(indiener, bericht, "intrekken", tekst="De burger blijft toch.")
    assert werkvoorraad(huis.services, huis.gebruiker("consulent")).rijen == ()
    geopend = open_bericht(huis.services, indiener, bericht, now=huis.now)
    assert geopend.kop.toestand.code == "ingetrokken"
    assert [k.status.value for k in geopend.kop.termijnen] == ["vervallen"]
    assert geopend.acties == ()


def test_what_the_lifecycle_does_not_offer_now_is_refused(huis: Installatie, bericht: UUID) -> None:
    consulent, indiener = huis.gebruiker("consulent"), huis.gebruiker("indiener")
    with pytest.raises(NietMogelijk, match="status 'ontvangen'"):
        huis.doe(consulent, bericht, "afgewezen", tekst="Nee")
    with pytest.raises(NietMogelijk):
        huis.doe(indiener, bericht, "beantwoorden", tekst="Op een vraag die er niet is")
    for code in ("openen", "afronden", "bestaat-niet"):
        with pytest.raises(NietGevonden):
            huis.doe(consulent, bericht, code)


@pytest.mark.parametrize(
    ("wie", "code"),
    [("backoffice", "oppakken"), ("frontoffice", "afgewezen"), ("beleid", "oppakken"), ("consulent", "intrekken")],
)
def test_a_role_does_only_what_the_table_gives_it(huis: Installatie, bericht: UUID, wie: str, code: str) -> None:
    _in_handen(huis, bericht)
    with pytest.raises(NietToegestaan):
        huis.doe(huis.gebruiker(wie), bericht, code, tekst="x")


@pytest.mark.parametrize("wie", ["ander", "groningen", "toezichthouder", "beheerder"])
def test_who_is_no_party_does_not_even_learn_that_it_exists(huis: Installatie, bericht: UUID, wie: str) -> None:
    gebruiker = huis.gebruiker(wie)
    for doel in (bericht, new_id()):
        with pytest.raises(NietGevonden):
            doe(huis.services, gebruiker, bericht=doel, code="oppakken", sleutel=new_id(), versie=1, now=huis.now)


def test_every_act_leaves_an_audit_line_with_its_person_and_result(huis: Installatie, bericht: UUID) -> None:
    consulent = _in_handen(huis, bericht)
    huis.doe(consulent, bericht, "vraag-stellen", tekst="Wanneer?")
    with huis.services.database.lezen() as session:
        regels = session.execute(
            select(AuditRegel.actie, AuditRegel.persoon, AuditRegel.namens, AuditRegel.uitkomst)
            .where(AuditRegel.onderwerp == str(bericht), AuditRegel.actie.in_(["oppakken", "vraag-stellen"]))
            .order_by(AuditRegel.moment, AuditRegel.actie)
        ).all()
    namens = f"team:{EEMSDELTA}"
    assert [tuple(r) for r in regels] == [
        ("oppakken", str(consulent.persoon), namens, "in_behandeling"),
        ("vraag-stellen", str(consulent.persoon), namens, "vraag_uit"),
    ]


def test_a_colleague_takes_over_and_becomes_the_behandelaar(huis: Installatie, bericht: UUID) -> None:
    _in_handen(huis, bericht)
    tweede = huis.gebruiker("tweede")
    huis.doe(tweede, bericht, "overnemen")
    zicht = kop(huis.services, tweede, bericht)
    assert (zicht.behandelaar_naam, zicht.toestand.code) == ("Tweede", "in_behandeling")
    assert "overnemen" not in [a.code for a in zicht.acties]


def test_the_key_of_a_request_cannot_be_used_on_another_bericht(huis: Installatie, bericht: UUID) -> None:
    consulent, sleutel = huis.gebruiker("consulent"), new_id()
    ander = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, bericht, "oppakken", sleutel=sleutel)
    huis.later(seconds=1)
    with pytest.raises(NietMogelijk):
        huis.doe(consulent, ander, "oppakken", sleutel=sleutel)
    with huis.services.database.lezen() as session:
        assert (
            session.scalar(select(func.count()).select_from(Overgang).where(Overgang.sleutel == stored_key(sleutel)))
            == 1
        )


def test_a_team_decides_by_its_own_gemeente_also_after_a_hand_on(huis: Installatie) -> None:
    antwoorden = {
        "gemeente_inschrijving": "weet-ik-niet",
        "gemeente_verblijf": "0047",
        "verhuist": "ja",
        "nieuwe_gemeente": "1979",
    }
    bericht = huis.bericht(huis.gebruiker("indiener"), **antwoorden)
    dubbel = huis.gebruiker("dubbel")
    assert kop(huis.services, dubbel, bericht).team == "toegang-0047"
    huis.doe(dubbel, bericht, "doorsturen", tekst="Hij staat al in Eemsdelta ingeschreven.", doel=EEMSDELTA)
    huis.client.take_in(bericht)
    consulent = _in_handen(huis, bericht)
    geopend = open_bericht(huis.services, consulent, bericht, now=huis.now)
    assert [a.code for a in geopend.acties if a.actie is Actie.BESLUITEN] == ["akkoord-zelfde-gemeente", "afgewezen"]
    assert geopend.uitleg[0].startswith("Doorgestuurd aan Toegang Eemsdelta op donderdag 2 april 2026.")
    huis.doe(consulent, bericht, "akkoord-zelfde-gemeente", tekst="Akkoord.")


def test_the_key_of_what_another_did_tells_nobody_that_a_bericht_is_there(huis: Installatie) -> None:
    indiener, ander = huis.gebruiker("indiener"), huis.gebruiker("ander")
    bericht = huis.bericht(indiener)
    with huis.services.database.lezen() as session:
        sleutels = session.scalars(select(Overgang.sleutel).where(Overgang.bericht == bericht)).all()
    for sleutel in (*sleutels, bericht, new_id()):
        for code in ("vraag-stellen", "indienen", "toevoegen"):
            with pytest.raises(NietGevonden):
                huis.doe(ander, bericht, code, tekst="x", sleutel=sleutel, versie=1)
    with pytest.raises(NietMogelijk):
        huis.doe(indiener, bericht, "beantwoorden", tekst="x", sleutel=bericht, versie=1)
