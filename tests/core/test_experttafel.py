"""The story of a casus for the experttafel: a week ahead, without anybody's number, completed, discussed."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import TeLaat
from portal.core.bericht.zicht import kop
from portal.core.herinneren.vergaderingen import agenda, meets, remind_senders
from portal.core.insturen import concepten
from portal.core.insturen.waarschuwen import before_submitting, warnings_for
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.worklist import werkvoorraad
from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.mailbox import FouteDeclaratie
from portal.domain.rechten import NietToegestaan
from portal.mailboxes.groningen_bw.experttafel_casus import MAILBOX
from portal.models import Bericht, Termijn
from portal.sealing.envelope import new_id
from tests.core.tegelijk import at_once, slow_at
from tests.core.test_sociale_kaart import told
from tests.installatie import DIEP, SCHAKEL, Installatie
from tests.voorbeelden import BSN, kader, volledige_casus


def klok(huis: Installatie, bericht: UUID, code: str) -> Termijn:
    with huis.services.database.lezen() as session:
        query = select(Termijn).where(Termijn.bericht == bericht, Termijn.code == code)
        return session.scalars(query).one()


@pytest.mark.parametrize(("later", "te_laat"), [(21, False), (22, True)], ids=["a week ahead", "six days ahead"])
def test_a_casus_must_be_in_a_week_before_the_meeting_and_a_later_one_is_marked(
    huis: Installatie, later: int, te_laat: bool
) -> None:
    huis.later(days=later)
    bericht = huis.stuur(huis.gebruiker("indiener"), "experttafel-casus", volledige_casus())
    gehaald = klok(huis, bericht, "insturen")
    assert (gehaald.datum.isoformat(), gehaald.status) == ("2026-04-23", "gehaald")
    (rij,) = werkvoorraad(huis.services, huis.gebruiker("regioadviseur")).rijen
    assert (rij.id, rij.kwam_te_laat, rij.client) == (bericht, te_laat, "donderdag 30 april 2026")


@pytest.mark.parametrize("getypt", [BSN, f"{BSN[:4]}.{BSN[4:6]}.{BSN[6:]}", f"nummer {BSN[:3]} {BSN[3:6]} {BSN[6:]}."])
def test_a_burgerservicenummer_in_any_text_is_refused(getypt: str) -> None:
    gelezen = MAILBOX.formulier.lees(volledige_casus(casus=f"Het gaat om {getypt}"), kader())
    assert isinstance(gelezen, Fouten)
    assert [fout.veld for fout in gelezen.fouten] == ["casus"]
    assert not isinstance(
        MAILBOX.formulier.lees(volledige_casus(casus="Bel 050 123 45 67 of 123456789"), kader()), Fouten
    )


@pytest.mark.parametrize(("dag", "kan"), [("2026-04-30", True), ("2026-04-02", False), ("2026-04-23", False)])
def test_only_a_day_on_which_the_experttafel_still_meets_can_be_chosen(dag: str, kan: bool) -> None:
    gelezen = MAILBOX.formulier.lees(volledige_casus(vergadering=dag), kader())
    assert isinstance(gelezen, Fouten) is not kan


def test_the_regioadviseur_asks_what_is_missing_puts_it_on_the_agenda_and_writes_the_outcome(huis: Installatie) -> None:
    indiener, adviseur = huis.gebruiker("indiener"), huis.gebruiker("regioadviseur")
    bericht = huis.stuur(indiener, "experttafel-casus", volledige_casus())
    huis.doe(adviseur, bericht, "onvolledig", tekst="Welke stappen?")
    huis.doe(indiener, bericht, "aanvullen", tekst="Ook de crisisdienst.")
    huis.doe(adviseur, bericht, "volledig")
    assert kop(huis.services, indiener, bericht).toestand.titel == "Op de agenda"
    huis.doe(adviseur, bericht, "besproken", tekst="Een aanbieder neemt het op zich.")
    with huis.services.database.lezen() as session:
        assert session.get_one(Bericht, bericht).status == "afgehandeld"
    assert klok(huis, bericht, "vergadering").status == "gehaald"


def test_a_casus_that_is_not_ready_moves_to_a_later_meeting_with_a_new_invitation(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), "experttafel-casus", volledige_casus())
    huis.doe(huis.gebruiker("regioadviseur"), bericht, "onvolledig", tekst="Welke stappen?")
    huis.later(days=29)  # the day after the meeting of 30 april
    huis.doe(huis.gebruiker("indiener"), bericht, "aanvullen", tekst="Ook de crisisdienst.")
    adviseur = huis.gebruiker("regioadviseur")
    with pytest.raises(TeLaat, match=r"was donderdag 30 april 2026\. Kies een latere"):
        huis.doe(adviseur, bericht, "volledig")
    for naar in ("2026-05-28", "2026-06-25"):
        huis.doe(adviseur, bericht, "later", tekst="Nog niet klaar.", antwoorden={"vergadering": [naar]})
    dagen = {
        dag.datum.isoformat(): [rij.id for rij in dag.rijen]
        for dag in agenda(huis.services, adviseur, vandaag=huis.now.date())
    }
    assert [dag for dag, rijen in dagen.items() if bericht in rijen] == ["2026-06-25"]
    taken = [(taak.code, taak.open) for taak in kop(huis.services, adviseur, bericht).taken]
    assert taken == [("uitnodigen-later", False), ("uitnodigen-later", True)]
    huis.doe(adviseur, bericht, "besproken", tekst="Een aanbieder neemt het op zich.")
    assert klok(huis, bericht, "vergadering").status == "vervallen"


def test_a_name_or_birth_date_in_a_casus_is_warned_of_before_it_is_sent(huis: Installatie) -> None:
    for wie, casus, titels in (
        ("indiener", "Jan, geboren 12-5-1987, loopt vast.", ["Bij 'Wat is de casus?' staat misschien wie het is"]),
        ("consulent", "De burger zit vast tussen twee aanbieders.", []),
    ):
        gelezen = MAILBOX.formulier.lees(volledige_casus(casus=casus), kader())
        assert isinstance(gelezen, Antwoorden)
        vooraf = before_submitting(huis.services, huis.gebruiker(wie), MAILBOX, gelezen, vandaag=huis.now.date())
        assert [w.titel for w in vooraf] == titels
        bericht = huis.stuur(huis.gebruiker(wie), "experttafel-casus", volledige_casus(casus=casus))
        adviseur = huis.gebruiker("regioadviseur")
        geopend = open_bericht(huis.services, adviseur, bericht, now=huis.now)
        assert [w.titel for w in warnings_for(huis.services, adviseur, geopend.kop, geopend.feiten)] == titels


def test_a_gemeente_brings_a_casus_in_and_the_regioadviseur_invites(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("consulent"), "experttafel-casus", volledige_casus())
    adviseur = huis.gebruiker("regioadviseur")
    huis.doe(adviseur, bericht, "oppakken")
    huis.doe(adviseur, bericht, "volledig")
    zicht = kop(huis.services, adviseur, bericht)
    assert [(taak.titel, taak.rol) for taak in zicht.taken] == [
        ("Nodig de betrokken partijen uit voor de vergadering", "regioadviseur")
    ]


def dagen(huis: Installatie) -> list[tuple[str, str, list[UUID]]]:
    """Return of each meeting its day, the last day to send in, and the berichten for it."""
    gevonden = agenda(huis.services, huis.gebruiker("regioadviseur"), vandaag=huis.now.date())
    return [(dag.datum.isoformat(), dag.insturen.isoformat(), [rij.id for rij in dag.rijen]) for dag in gevonden]


def test_the_agenda_names_the_last_meeting_and_the_next_ones_each_with_its_casussen(huis: Installatie) -> None:
    indiener, ander = huis.gebruiker("indiener"), huis.gebruiker("ander")
    een = huis.stuur(indiener, "experttafel-casus", volledige_casus())
    later = huis.stuur(ander, "experttafel-casus", volledige_casus(vergadering="2026-05-28"))
    weg = huis.stuur(ander, "experttafel-casus", volledige_casus())
    huis.doe(ander, weg, "intrekken", tekst="Toch niet nodig.")
    assert dagen(huis)[:4] == [
        ("2026-03-05", "2026-02-26", []),
        ("2026-04-02", "2026-03-26", []),
        ("2026-04-30", "2026-04-23", [een]),
        ("2026-05-28", "2026-05-21", [later]),
    ]
    huis.later(days=29)  # the day after the meeting
    assert dagen(huis)[0] == ("2026-04-30", "2026-04-23", [een])


@pytest.mark.parametrize("wie", ["consulent", "indiener", "contractmanager"])
def test_who_prepares_no_meeting_sees_none(huis: Installatie, wie: str) -> None:
    huis.stuur(huis.gebruiker("indiener"), "experttafel-casus", volledige_casus())
    gebruiker = huis.gebruiker(wie)
    assert meets(huis.services, gebruiker) is False
    assert agenda(huis.services, gebruiker, vandaag=huis.now.date()) == ()


def test_who_reads_no_berichten_reads_no_agenda(huis: Installatie) -> None:
    with pytest.raises(NietToegestaan):
        agenda(huis.services, huis.gebruiker("beheerder"), vandaag=huis.now.date())


def test_who_has_a_casus_in_concept_is_reminded_once_before_the_last_day_to_send_it_in(huis: Installatie) -> None:
    indiener, ander = huis.gebruiker("indiener"), huis.gebruiker("ander")
    for wie in (indiener, indiener, ander):
        concepten.bewaar(
            huis.services, wie, concept=new_id(), mailbox="experttafel-casus", ruw={}, versie=0, now=huis.now
        )
    huis.stuur(ander, "experttafel-casus", volledige_casus())
    told(huis)
    found = []
    for dag in range(15, 29):
        huis.moment[0] = huis.now.replace(day=dag)
        remind_senders(huis.services, now=huis.now)
        found += [(dag, *mail) for mail in told(huis)]
    # the meeting is on 30 april, the last day on the 23rd, and three werkdagen before that is the 20th
    assert found == [(20, SCHAKEL, "concept"), (20, DIEP, "concept")]


def test_workers_that_remind_at_once_remind_each_once(huis: Installatie) -> None:
    for wie in (huis.gebruiker("indiener"), huis.gebruiker("ander")):
        concepten.bewaar(
            huis.services, wie, concept=new_id(), mailbox="experttafel-casus", ruw={}, versie=0, now=huis.now
        )
    now = huis.now.replace(day=20)
    with slow_at(huis, "INSERT INTO uitgaand"):
        made = at_once(*[lambda: remind_senders(huis.services, now=now)] * 3)
    assert sorted(map(str, made)) == ["0", "0", "2"]


def test_who_sent_his_casus_in_is_reminded_of_nothing(huis: Installatie) -> None:
    huis.stuur(huis.gebruiker("indiener"), "experttafel-casus", volledige_casus())
    assert remind_senders(huis.services, now=huis.now.replace(day=21)) == 0


def test_a_mailbox_with_a_meeting_says_by_when_one_must_send_in() -> None:
    assert MAILBOX.vergadering is not None
    with pytest.raises(FouteDeclaratie, match="heeft een vergadering zonder de datum zelf"):
        replace(MAILBOX, termijnen=MAILBOX.termijnen[:1])
    with pytest.raises(FouteDeclaratie, match="heeft een vergadering zonder de datum zelf"):
        replace(MAILBOX, vergadering=replace(MAILBOX.vergadering, later="insturen"))
    overgangen = tuple(replace(o, tot_en_met="weg") if o.tot_en_met else o for o in MAILBOX.levensloop.overgangen)
    with pytest.raises(FouteDeclaratie, match="kan tot en met een termijn die er niet is"):
        replace(MAILBOX, levensloop=replace(MAILBOX.levensloop, overgangen=overgangen))
    with pytest.raises(FouteDeclaratie, match="zonder termijn om in te sturen"):
        replace(MAILBOX, termijnen=(replace(MAILBOX.termijnen[0], eindigt=()), MAILBOX.termijnen[1]))
