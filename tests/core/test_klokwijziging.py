"""Clocks that a team changes: standing still, running again, lengthened, counted from another day; and who may."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.stapcontrole import Getekend
from portal.core.bericht.klokzicht import TermijnZicht
from portal.core.bericht.kwitantie import KloptNiet
from portal.core.bericht.zicht import kop
from portal.core.klokken import kloktelling
from portal.core.klokken.klokcontrole import KlokNodig, Wijziging
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.core.weigeren import Ingehaald, NietMogelijk
from portal.domain.grond import AANVULLING, AFSPRAAK, VERTRAGING
from portal.domain.kalender import Besluit
from portal.domain.levensloop import Actie
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import NietToegestaan
from portal.domain.regels import NieuwBesluit
from portal.domain.termijn import Eenheid, Verlengbaar
from portal.mailboxes import Register
from portal.models import AuditRegel, Bericht, Termijn, Termijnperiode, Termijnstap
from portal.sealing.envelope import new_id
from tests.core.regels import beslis, oefen, pas_toe, stel, twee_beheerders
from tests.installatie import Installatie
from tests.voorbeelden import volledige_herindicatie

BESCHIKKING = "beschikking"
ANDERE = "Nog niet alle stukken zijn er."
VANDAAG = date(2026, 4, 2)
# The last day of the time that somebody gets to complete his aanvraag.
TIJD = date(2026, 5, 29)


def aanvraag(huis: Installatie, *, einddatum: str = "30-6-2026") -> UUID:
    """A herindicatie of which the persoonlijk plan and the signed aanvraag came in today: the beschikking is due on 16 April."""
    consulent = huis.gebruiker("consulent")
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(einddatum=einddatum))
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "geen-gesprek")
    huis.doe(consulent, bericht, "plan-ontvangen", dag=VANDAAG)
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=VANDAAG)
    getekend = Getekend(VANDAAG, "de begeleider")
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=VANDAAG, getekend=getekend)
    return bericht


def klok(huis: Installatie, bericht: UUID, code: str = BESCHIKKING, account: str = "consulent") -> TermijnZicht:
    return next(k for k in kop(huis.services, huis.gebruiker(account), bericht).termijnen if k.code == code)


def wijzig(
    huis: Installatie,
    bericht: UUID,
    stap: str,
    dag: date,
    *,
    wie: Gebruiker | None = None,
    code: str = BESCHIKKING,
    tekst: str = ANDERE,
    grond: str = "",
    aantal: int = 0,
    uiterlijk: date | None = TIJD,
    **anders: Any,
) -> None:
    tot = uiterlijk if stap == "opschorten" else None
    wijziging = Wijziging(termijn=klok(huis, bericht, code).id, grond=grond, aantal=aantal, uiterlijk=tot)
    consulent = wie or huis.gebruiker("consulent")
    huis.doe(consulent, bericht, f"termijn-{stap}", tekst=tekst, dag=dag, klok=wijziging, **anders)


def urgent(huis: Installatie, bericht: UUID) -> date:
    with huis.services.database.lezen() as session:
        return session.get_one(Bericht, bericht).urgent


def voorvallen(zicht: TermijnZicht) -> list[tuple[Gebeurtenis, date | None, date | None]]:
    return [(regel.soort, regel.van, regel.naar) for regel in zicht.historie]


def test_a_beschikking_stands_still_until_the_answer_and_its_last_day_comes_later(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    assert (klok(huis, bericht).datum, urgent(huis, bericht)) == (date(2026, 4, 16), date(2026, 4, 16))
    huis.later(days=4)
    wijzig(huis, bericht, "opschorten", date(2026, 4, 6), grond=AANVULLING.code)
    staat = klok(huis, bericht)
    assert (staat.status, urgent(huis, bericht)) == (Klokstatus.OPGESCHORT, NOOIT)
    vanaf = "Geteld vanaf de stap 'Ondertekende aanvraag ontvangen'."
    assert staat.uitleg.endswith(f"Daarna zijn er nog 10 dagen over. {vanaf} Bron: Wmo 2.3.5 lid 2.")
    huis.later(days=10)
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 16), tekst="")
    weer = klok(huis, bericht)
    # 7 to 15 April stood still: za 25 April, which the law moves over Koningsdag
    assert (weer.status, weer.datum, urgent(huis, bericht)) == (Klokstatus.LOOPT, date(2026, 4, 28), date(2026, 4, 28))
    assert voorvallen(weer) == [
        (Gebeurtenis.GESTART, None, date(2026, 4, 16)),
        (Gebeurtenis.OPGESCHORT, date(2026, 4, 16), None),
        (Gebeurtenis.HERVAT, None, date(2026, 4, 28)),
    ]
    assert weer.historie[1].grond == AANVULLING.met_bron
    assert kloktelling.explained(huis.services, *_rij(huis, bericht)) == klok(huis, bericht).uitleg


def _rij(huis: Installatie, bericht: UUID) -> tuple[Mailbox, Termijn]:
    mailbox = huis.services.mailboxen.met_code("herindicatie")
    assert mailbox is not None
    with huis.services.database.lezen() as session:
        return mailbox, session.get_one(Termijn, klok(huis, bericht).id)


def test_the_team_reads_who_did_it_and_the_sender_which_team(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    wie = [klok(huis, bericht, account=account).historie[1].wie for account in ("consulent", "indiener")]
    assert wie == [huis.gebruiker("consulent").naam, "Toegang Eemsdelta"]
    with huis.services.database.lezen() as session:
        audit = select(AuditRegel.uitkomst).where(AuditRegel.actie == "termijn-opschorten")
        assert session.scalars(audit).all() == [AANVULLING.code]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_bericht_van_vertraging_leaves_the_day(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    zicht = klok(huis, bericht)
    assert zicht.datum == date(2026, 4, 16)
    assert "is donderdag 7 mei 2026, dus toegezegd is uiterlijk donderdag 7 mei 2026" in zicht.uitleg


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_clock_that_may_be_lengthened_ends_later_and_what_was_done_at_its_old_day_is_due_again(
    huis: Installatie,
) -> None:
    services = _with(huis, verlengen=(Verlengbaar(grond=AFSPRAAK, aantal=2, eenheid=Eenheid.WEEK),))
    bericht = aanvraag(huis)
    hier = klok(huis, bericht).id
    with huis.services.database.schrijven() as session:
        for stap, dag in (("vroeg", date(2026, 3, 1)), ("nu", VANDAAG)):
            session.add(Termijnstap(termijn=hier, stap=stap, gepland=dag, gedaan=huis.now, uitkomst="gedaan", aan=""))
    huis.services = services
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=AFSPRAAK.code, aantal=2)
    assert klok(huis, bericht).datum == date(2026, 4, 30)
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Termijnstap.stap)).all() == ["vroeg"]


def _with(huis: Installatie, **anders: Any) -> Services:
    """The services with another declaration of the beschikking."""
    herindicatie = huis.services.mailboxen.met_code("herindicatie")
    assert herindicatie is not None
    klokken_ = tuple(replace(t, **anders) if t.code == BESCHIKKING else t for t in herindicatie.termijnen)
    nieuw = replace(herindicatie, termijnen=klokken_)
    alle = tuple(nieuw if m.code == nieuw.code else m for m in huis.services.mailboxen.alle())
    return replace(huis.services, mailboxen=Register(alle))


def test_a_start_that_was_wrong_is_corrected_for_every_clock_that_began_with_it(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 3, 30), tekst="Hij lag al maandag aan de balie.")
    zicht = klok(huis, bericht)
    assert (zicht.vanaf, zicht.datum, urgent(huis, bericht)) == (
        date(2026, 3, 30),
        date(2026, 4, 13),
        date(2026, 4, 13),
    )
    assert voorvallen(zicht)[-1] == (Gebeurtenis.BEGIN_GECORRIGEERD, date(2026, 4, 16), date(2026, 4, 13))


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_start_is_corrected_while_it_stands_still(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 3, 30))
    zicht = klok(huis, bericht)
    assert (zicht.status, zicht.vanaf) == (Klokstatus.OPGESCHORT, date(2026, 3, 30))
    assert voorvallen(zicht)[-1] == (Gebeurtenis.BEGIN_GECORRIGEERD, date(2026, 4, 16), None)
    assert kloktelling.explained(huis.services, *_rij(huis, bericht)) == klok(huis, bericht).uitleg


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("stap", "dag", "anders", "veld"),
    [
        ("opschorten", VANDAAG, {"grond": "zomaar"}, "grond"),
        ("opschorten", date(2026, 4, 16), {"grond": AANVULLING.code}, "dag"),
        ("verlengen", VANDAAG, {"grond": VERTRAGING.code, "aantal": 9}, "aantal"),
        ("begin-verbeteren", VANDAAG, {}, "dag"),
        ("begin-verbeteren", VANDAAG, {"code": "onderzoek"}, "termijn"),
    ],
)
def test_what_the_declaration_does_not_allow_is_refused_at_its_field(
    huis: Installatie, stap: str, dag: date, anders: dict[str, Any], veld: str
) -> None:
    bericht = aanvraag(huis)
    huis.later(days=20)
    with pytest.raises(KlokNodig) as nodig:
        wijzig(huis, bericht, stap, dag, **anders)
    assert (nodig.value.veld, klok(huis, bericht).datum) == (veld, date(2026, 4, 16))


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_clock_is_not_stopped_before_it_began_nor_twice_over_the_same_days(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    huis.later(days=10)
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 4, 6))
    with pytest.raises(KlokNodig, match="begon pas op maandag 6 april 2026"):
        wijzig(huis, bericht, "opschorten", date(2026, 4, 4), grond=AANVULLING.code)
    wijzig(huis, bericht, "opschorten", date(2026, 4, 8), grond=AANVULLING.code)
    with pytest.raises(KlokNodig, match="staat stil sinds woensdag 8 april 2026"):
        wijzig(huis, bericht, "doorlopen", date(2026, 4, 7))
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 10))
    with pytest.raises(KlokNodig, match="stond al stil, tot vrijdag 10 april 2026"):
        wijzig(huis, bericht, "opschorten", date(2026, 4, 9), grond=AANVULLING.code)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_clock_that_is_over_is_no_longer_lengthened(huis: Installatie) -> None:
    huis.services = _with(huis, verlengen=(Verlengbaar(grond=AFSPRAAK, aantal=2, eenheid=Eenheid.WEEK),))
    bericht = aanvraag(huis)
    huis.later(days=20)
    with pytest.raises(KlokNodig, match="De laatste dag was donderdag 16 april 2026"):
        wijzig(huis, bericht, "verlengen", date(2026, 4, 17), grond=AFSPRAAK.code, aantal=1)


def test_nobody_else_changes_a_clock(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijziging = Wijziging(termijn=klok(huis, bericht).id, grond=AANVULLING.code)
    for account, weigering in (
        ("indiener", NietToegestaan),
        ("frontoffice", NietToegestaan),
        ("ander", NietGevonden),
        ("groningen", NietGevonden),
    ):
        with pytest.raises(weigering):
            huis.doe(
                huis.gebruiker(account),
                bericht,
                "termijn-opschorten",
                versie=1,
                tekst=ANDERE,
                dag=VANDAAG,
                klok=wijziging,
            )
    assert klok(huis, bericht).status is Klokstatus.LOOPT
    assert kop(huis.services, huis.gebruiker("indiener"), bericht).klokkeuzes == {}


def test_of_two_at_once_one_wins_and_a_double_click_is_one_step(huis: Installatie) -> None:
    bericht, sleutel = aanvraag(huis), new_id()
    versie = kop(huis.services, huis.gebruiker("consulent"), bericht).versie
    for _ in range(2):
        wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code, versie=versie, sleutel=sleutel)
    with pytest.raises(Ingehaald):
        wijzig(huis, bericht, "opschorten", VANDAAG, wie=huis.gebruiker("tweede"), grond=AANVULLING.code, versie=versie)
    with huis.services.database.lezen() as session:
        assert len(session.scalars(select(Termijnperiode)).all()) == 1


def test_only_what_may_be_done_now_is_offered(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), aanvraag(huis)

    def offered() -> set[str]:
        codes = {o.code for o in kop(huis.services, consulent, bericht).acties}
        return {code.removeprefix("termijn-") for code in codes if code.startswith("termijn-")}

    assert offered() == {"opschorten", "verlengen", "begin-verbeteren", "dag-verbeteren"}
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    assert offered() == {"doorlopen", "begin-verbeteren", "dag-verbeteren"}
    keuze = kop(huis.services, consulent, bericht).klokkeuzes[Actie.DOORLOPEN][0]
    assert (keuze.titel, keuze.stil_vanaf) == ("Beschikking", VANDAAG)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_clock_that_the_declaration_no_longer_knows_is_not_changed(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    mailbox, rij = _rij(huis, bericht)
    zonder = replace(mailbox, termijnen=tuple(t for t in mailbox.termijnen if t.code != BESCHIKKING))
    assert kloktelling.explained(huis.services, zonder, rij) == ""


def test_a_taak_of_another_day_starts_its_clock_from_that_day(huis: Installatie) -> None:
    consulent, bericht = huis.gebruiker("consulent"), huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "akkoord-andere-gemeente", tekst="Akkoord.")
    (taak,) = (t.id for t in takenlijst(huis.services, consulent).taken if t.code == "afstemming")
    taak_gedaan(huis.services, consulent, taak=taak, verzonden=VANDAAG, now=huis.now)
    huis.later(days=1)
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 4, 1), code="reactie-ontvangende")
    assert klok(huis, bericht, "reactie-ontvangende").datum == date(2026, 4, 8)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_can_no_longer_be_done_to_a_clock_is_refused_for_that_reason(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    huis.services = _with(huis, verlengen=(Verlengbaar(grond=AFSPRAAK, aantal=2, eenheid=Eenheid.WEEK),))
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=AFSPRAAK.code, aantal=1)
    with pytest.raises(NietMogelijk, match="'Beschikking' is al verlengd, en nog een keer kan hier niet"):
        wijzig(huis, bericht, "verlengen", VANDAAG, grond=AFSPRAAK.code, aantal=1)
    with pytest.raises(NietMogelijk, match="Er staat nu geen termijn stil"):
        wijzig(huis, bericht, "doorlopen", VANDAAG)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_ground_that_no_declaration_has_was_put_in_the_database(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    with huis.services.database.schrijven() as session:
        session.scalars(select(Termijnperiode)).one().grond = "zomaar"
    with pytest.raises(KloptNiet):
        kop(huis.services, huis.gebruiker("consulent"), bericht)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_change_of_rules_counts_with_what_changed_the_clock(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    huis.later(days=20)
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 14))
    assert klok(huis, bericht).datum == date(2026, 4, 28)  # 11 days later is Koningsdag
    een, twee = twee_beheerders(huis)
    vrij = NieuwBesluit(besluit=Besluit(naam="28 april vrij", van=2026, tot_en_met=2026, dagen=(date(2026, 4, 28),)))
    assert [regel.verschuiving.nieuw.datum for regel in oefen(huis, een, vrij).klokken] == [date(2026, 4, 29)]
    assert oefen(huis, een, vrij).aantal == 1
    beslis(huis, twee, stel(huis, een, vrij), ook_lopende=True)
    pas_toe(huis)
    zicht = klok(huis, bericht)
    assert (zicht.datum, zicht.historie[-1].grond) == (
        date(2026, 4, 29),
        "een regel van het portaal veranderde: Dinsdag 28 april 2026 wordt een gelijkgestelde dag (28 april vrij)",
    )
    assert "stond stil van vrijdag 3 april tot en met maandag 13 april 2026" in zicht.uitleg
