"""When a client has died everything that still runs about him ends together, and nobody else learns of it."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.stapcontrole import Getekend, TekstNodig
from portal.core.bericht.zicht import BerichtKop, kop
from portal.core.client.overleden import mark
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.insturen.waarschuwen import before_submitting, warnings_for
from portal.core.klokken.klokken import NOOIT
from portal.core.klokken.verplichtingen import Plichtstatus
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.core.registers.toewijzingen import Toegewezen
from portal.core.taken.taken import taak_vervalt
from portal.core.taken.takenlijst import takenlijst
from portal.core.toewijzing.toewijzingenlijst import enter_by_hand
from portal.core.weigeren import NietMogelijk
from portal.domain.formulier import Antwoorden, Client
from portal.domain.rollen import Rol
from portal.domain.termijn import Karakter
from portal.models import AuditRegel, Bericht, Overleden, Termijn, Termijnhistorie, Toewijzing, Uitgaand, Verplichting
from portal.sealing.envelope import new_id
from portal.worker.effects import drain
from tests.core.tegelijk import with_meanwhile
from tests.core.test_indicatie import toegekend, wisseling
from tests.installatie import DIEP, EEMSDELTA, SCHAKEL, Installatie, vervang
from tests.voorbeelden import volledig_overlijden, volledige_herindicatie

HERINDICATIE = "herindicatie"
ANDERE_CLIENT = {"bsn": "999990019", "geboortedatum": "3-3-1970"}


def overlijden(huis: Installatie, **anders: str | None) -> UUID:
    """An overlijden of De Schakel at Eemsdelta, in the hands of its consulent."""
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden(**anders))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def herindicatie(huis: Installatie, account: str = "indiener", **anders: str | None) -> UUID:
    return huis.stuur(huis.gebruiker(account), HERINDICATIE, volledige_herindicatie(**anders))


def lopend(huis: Installatie, bericht: UUID) -> list[str]:
    """The clocks that run, but for the chance of the burger to give a persoonlijk plan."""
    query = select(Termijn.code).where(
        Termijn.bericht == bericht, Termijn.status == "loopt", Termijn.karakter != Karakter.KANS.value
    )
    query = query.order_by(Termijn.code)
    with huis.services.database.lezen() as session:
        return list(session.scalars(query))


def leg_vast(huis: Installatie, bericht: UUID) -> None:
    huis.doe(huis.gebruiker("consulent"), bericht, "overlijden-vastleggen")


def test_every_clock_of_this_client_at_this_team_ends_with_its_ground_and_its_line(huis: Installatie) -> None:
    eigen, ander = herindicatie(huis), herindicatie(huis, "ander")
    iemand_anders = herindicatie(huis, **ANDERE_CLIENT)
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    assert [lopend(huis, b) for b in (eigen, ander, iemand_anders)] == [[], [], ["onderzoek"]]
    with huis.services.database.lezen() as session:
        assert [session.get_one(Bericht, b).urgent for b in (eigen, ander)] == [NOOIT, NOOIT]
        einde = select(Termijnhistorie.grond, Termijnhistorie.overgang).where(Termijnhistorie.soort == "vervallen")
        assert {tuple(rij) for rij in session.execute(einde)} == {("overlijden", None)}
        audit = select(AuditRegel.onderwerp).where(AuditRegel.actie == "termijnen beëindigd")
        assert set(session.scalars(audit)) == {str(eigen), str(ander)}


def test_what_comes_after_a_recorded_death_is_warned_of_for_who_may_know(huis: Installatie) -> None:
    bericht = overlijden(huis)
    na, indiener, ander = herindicatie(huis), huis.gebruiker("indiener"), huis.gebruiker("ander")
    mailbox = kop(huis.services, indiener, na).mailbox
    antwoorden = open_bericht(huis.services, indiener, na, now=huis.now).antwoorden

    def dood(wie: Gebruiker, welk: UUID) -> list[UUID]:
        zicht = kop(huis.services, wie, welk)
        geopend = open_bericht(huis.services, wie, welk, now=huis.now)
        gevonden = warnings_for(huis.services, wie, zicht, geopend.feiten)
        return [a.id for w in gevonden if w.titel == "Deze cliënt is overleden" for a in w.andere]

    def vooraf(wie: Gebruiker) -> list[str]:
        gevonden = before_submitting(huis.services, wie, mailbox, antwoorden, vandaag=huis.now.date())
        return [w.titel for w in gevonden if "overleden" in w.titel]

    assert (dood(huis.gebruiker("consulent"), na), vooraf(indiener)) == ([], [])
    leg_vast(huis, bericht)
    later = herindicatie(huis, "ander")
    consulent = huis.gebruiker("consulent")
    assert [dood(consulent, welk) for welk in (na, later)] == [[bericht], [bericht]]
    assert (dood(indiener, na), dood(ander, later)) == ([bericht], [])
    assert (vooraf(indiener), vooraf(ander)) == (["Deze cliënt is overleden"], [])


def test_a_death_that_the_gemeente_hears_of_itself_is_recorded_by_her_without_nazorg(huis: Installatie) -> None:
    loopt, consulent = herindicatie(huis), huis.gebruiker("consulent")
    binnen = {"binnengekomen_op": "31-3-2026", "binnengekomen_via": "telefoon"}
    bericht = huis.stuur(huis.gebruiker("frontoffice"), "overlijden", volledig_overlijden(**binnen))
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "overlijden-vastleggen")
    assert lopend(huis, loopt) == []
    assert [taak.code for taak in kop(huis.services, consulent, bericht).taken] == [
        "301-intrekking",
        "anderen-inlichten",
    ]
    met = volledig_overlijden(**binnen, nazorg="ja", product="thuis-plus", dagen="5")
    mailbox, weet = mailbox_en_kader(huis.services, consulent, "overlijden", now=huis.now)
    gelezen = mailbox.formulier.lees(met, weet)
    assert isinstance(gelezen, Antwoorden)
    assert {"nazorg", "product", "dagen"} & gelezen.feiten().keys() == set()  # not asked, so what is sent is not read


def test_nazorgdagen_that_came_too_late_give_no_right_and_are_granted_only_with_a_reason(huis: Installatie) -> None:
    laat = {"nazorg": "ja", "product": "thuis-plus", "dagen": "5", "overlijdensdatum": "28-2-2026"}
    bericht, consulent = overlijden(huis, **laat), huis.gebruiker("consulent")
    acties = open_bericht(huis.services, consulent, bericht, now=huis.now).acties
    assert [o.code for o in acties if o.naar == "besloten"] == ["nazorg-te-laat", "nazorg-te-laat-toekennen"]
    with pytest.raises(NietMogelijk, match="past niet bij de antwoorden"):
        huis.doe(consulent, bericht, "nazorg-toekennen", tekst="Op tijd.")
    with pytest.raises(TekstNodig):
        huis.doe(consulent, bericht, "nazorg-te-laat-toekennen")
    huis.doe(consulent, bericht, "nazorg-te-laat-toekennen", tekst="De aanbieder kon het niet eerder weten.")
    assert "301-nazorg" in [taak.code for taak in kop(huis.services, consulent, bericht).taken]


def test_another_team_keeps_its_own_clocks_and_nobody_else_is_mailed(huis: Installatie) -> None:
    elders = herindicatie(huis, gemeente_inschrijving="0014")
    bericht = overlijden(huis)
    with huis.services.database.schrijven() as session:
        onderzoek = session.scalars(select(Termijn).where(Termijn.bericht == elders, Termijn.code == "onderzoek")).one()
        waarden = {kolom.key: getattr(onderzoek, kolom.key) for kolom in Termijn.__table__.columns}
        session.add(Termijn(**waarden | {"id": new_id(), "code": "aanvraag", "eigenaar": "aanbieder"}))
        voor = set(session.scalars(select(Uitgaand.id)))
    leg_vast(huis, bericht)
    assert lopend(huis, elders) == ["onderzoek"]
    groningen = kop(huis.services, huis.gebruiker("groningen"), elders)
    assert [regel.code for regel in groningen.verloop] == ["indienen"]
    with huis.services.database.lezen() as session:
        mail = [rij.lading for rij in session.scalars(select(Uitgaand)) if rij.id not in voor]
        assert [SCHAKEL in lading for lading in mail] == [True]


def work(huis: Installatie) -> None:
    """Let the worker do what waits and needs no mail server, as a process of its own."""
    huis.later(minutes=1)
    while drain(huis.services, holder=uuid4(), clock=lambda: huis.now, stopping=lambda: False):
        pass


def test_a_bericht_that_was_sent_before_and_taken_in_after_the_death_is_found_by_it(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    hier = huis.stuur(indiener, HERINDICATIE, volledige_herindicatie(), opgenomen=False)
    elders = huis.stuur(indiener, HERINDICATIE, volledige_herindicatie(gemeente_inschrijving="0014"), opgenomen=False)
    ander = huis.stuur(indiener, HERINDICATIE, volledige_herindicatie(**ANDERE_CLIENT), opgenomen=False)
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    assert [lopend(huis, b) for b in (hier, elders)] == [["onderzoek"], ["onderzoek"]]
    for _ in range(2):
        work(huis)
    na = huis.stuur(huis.gebruiker("ander"), HERINDICATIE, volledige_herindicatie(), opgenomen=False)
    work(huis)
    assert [lopend(huis, b) for b in (hier, elders, ander, na)] == [[], ["onderzoek"], ["onderzoek"], ["onderzoek"]]
    with huis.services.database.lezen() as session:
        assert {rij.bericht: (rij.gemeld_in, rij.team) for rij in session.scalars(select(Overleden))} == {
            hier: (bericht, EEMSDELTA),
            elders: (bericht, ""),
        }
    nummer = kop(huis.services, huis.gebruiker("consulent"), bericht).nummer
    assert [zicht(huis, wie, b).overleden for wie, b in (("consulent", hier), ("groningen", elders))] == [nummer, ""]


def test_who_recorded_a_death_alone_has_the_taak_to_tell_others_and_finds_the_day_in_the_bericht(
    huis: Installatie,
) -> None:
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    consulent = huis.gebruiker("consulent")
    (taak,) = [t for t in takenlijst(huis.services, consulent).taken if t.code == "anderen-inlichten"]
    assert (taak.rol, taak.bericht) == (Rol.CONSULENT, bericht)
    assert volledig_overlijden()["achternaam"][0] not in f"{taak.titel} {taak.uitleg}"
    geopend = open_bericht(huis.services, consulent, bericht, now=huis.now)
    assert geopend.antwoorden.feiten()["overlijdensdatum"] == "2026-03-30"
    groningen = huis.gebruiker("groningen")
    assert takenlijst(huis.services, groningen).taken == ()
    with pytest.raises(NietGevonden):
        open_bericht(huis.services, groningen, bericht, now=huis.now)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_verplichting_about_this_client_ends_as_well(huis: Installatie) -> None:
    eigen, bericht = herindicatie(huis), overlijden(huis)
    plichten = [_plicht(huis, bron) for bron in (eigen, herindicatie(huis, **ANDERE_CLIENT))]
    leg_vast(huis, bericht)
    with huis.services.database.lezen() as session:
        assert [session.get_one(Verplichting, plicht).status for plicht in plichten] == [
            Plichtstatus.VERVALLEN.value,
            Plichtstatus.OPEN.value,
        ]
        klokken = select(Termijn.status).where(Termijn.verplichting == plichten[0])
        assert session.scalars(klokken).all() == ["vervallen"]


def zicht(huis: Installatie, account: str, bericht: UUID) -> BerichtKop:
    return kop(huis.services, huis.gebruiker(account), bericht)


def test_a_later_step_on_another_bericht_starts_no_clock_and_only_who_may_know_reads_why(huis: Installatie) -> None:
    eigen, ander, elders = (
        herindicatie(huis),
        herindicatie(huis, "ander"),
        herindicatie(huis, gemeente_inschrijving="0014"),
    )
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    nummer = zicht(huis, "consulent", bericht).nummer
    for team, hier in (("consulent", eigen), ("consulent", ander), ("groningen", elders)):
        for stap in ("oppakken", "geen-gesprek"):
            huis.doe(huis.gebruiker(team), hier, stap)
        huis.doe(huis.gebruiker(team), hier, "verslag-verstuurd", dag=huis.now.date())
    # the other team goes on, as it does not know; what the aanbieder would have to send there is asked no more
    assert [lopend(huis, b) for b in (eigen, ander, elders)] == [[], [], []]
    getekend = Getekend(huis.now.date(), "de begeleider")
    huis.doe(huis.gebruiker("groningen"), elders, "aanvraag-ontvangen", dag=huis.now.date(), getekend=getekend)
    assert lopend(huis, elders) == ["beschikking"]
    weten = {("consulent", eigen), ("consulent", ander), ("indiener", eigen), ("indiener", elders)}
    anderen = {("ander", ander), ("groningen", elders)}
    assert {zicht(huis, *wie).overleden for wie in weten} == {nummer}
    assert {zicht(huis, *wie).overleden for wie in anderen} == {""}
    assert zicht(huis, "consulent", bericht).overleden == ""


def test_open_taken_may_lapse_and_no_herindicatie_is_planned(huis: Installatie) -> None:
    zaak, elders = toegekend(huis), wisseling(huis, **ANDERE_CLIENT)
    backoffice = huis.gebruiker("backoffice")
    with pytest.raises(NietMogelijk):
        taak_vervalt(huis.services, backoffice, taak=zaak.taak("301-toewijzing"), now=huis.now)
    bericht = overlijden(huis)
    leg_vast(huis, bericht)
    (een, *_) = taken = [t for t in takenlijst(huis.services, backoffice).taken if t.bericht == zaak.bericht]
    assert {t.uiterlijk for t in taken} == {None}
    assert {t.overleden for t in taken} == {zicht(huis, "consulent", bericht).nummer}
    zaak.vink_af("301-toewijzing", None)
    for taak in taken:
        for _ in range(2):
            taak_vervalt(huis.services, backoffice, taak=taak.id, now=huis.now)
    assert [t for t in takenlijst(huis.services, backoffice).taken if t.bericht == zaak.bericht] == []
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Verplichting)).all() == []
        assert session.get_one(Bericht, zaak.bericht).status == "afgehandeld"
    with pytest.raises(NietGevonden):
        taak_vervalt(huis.services, huis.gebruiker("groningen"), taak=een.id, now=huis.now)
    assert zicht(huis, "consulent", elders.bericht).overleden == ""


def test_a_bericht_that_comes_in_while_it_is_recorded_is_not_missed(huis: Installatie) -> None:
    bericht, net = overlijden(huis), list[UUID]()
    services = huis.services
    huis.services = with_meanwhile(huis, lambda: net.append(herindicatie(vervang(huis, sealer=services.sealer))))
    with pytest.raises(NietMogelijk, match="Er kwam net een ander bericht over deze cliënt bij"):
        huis.doe(huis.gebruiker("consulent"), bericht, "overlijden-vastleggen", tekst="Sterkte.")
    huis.doe(huis.gebruiker("consulent"), bericht, "overlijden-vastleggen", tekst="Sterkte.")
    assert [lopend(huis, b) for b in net] == [[]]


def _plicht(huis: Installatie, bron: UUID) -> UUID:
    """A duty to send a herindicatie, planned from the bericht `bron`, with its clock."""
    plicht = new_id()
    with huis.services.database.schrijven() as session:
        session.add(
            Verplichting(
                id=plicht,
                mailbox=HERINDICATIE,
                code="melden",
                organisatie=SCHAKEL,
                regio="groningen",
                kenmerk=str(bron)[:32],
                vanaf=date(2026, 6, 30),
                bron_bericht=bron,
                status=Plichtstatus.OPEN.value,
                bericht=None,
                gemaakt=huis.now,
                geeindigd=None,
            )
        )
        session.flush()
        model = session.scalars(select(Termijn).where(Termijn.bericht == bron, Termijn.code == "onderzoek")).one()
        waarden = {kolom.key: getattr(model, kolom.key) for kolom in Termijn.__table__.columns}
        session.add(Termijn(**waarden | {"id": new_id(), "bericht": None, "verplichting": plicht}))
    return plicht


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_same_birth_date_and_initials_end_nothing(huis: Installatie) -> None:
    tweeling = herindicatie(huis, bsn="999990019")
    leg_vast(huis, overlijden(huis))
    assert lopend(huis, tweeling) == ["onderzoek"]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_one_side_knew_of_another_team_may_come_to_know_itself(huis: Installatie) -> None:
    hier, een, twee = herindicatie(huis), overlijden(huis), overlijden(huis)
    for team, gemeld_in in (("", een), ("toegang-1979", twee), ("", een), ("elders", een)):
        with huis.services.database.schrijven() as session:
            mark(session, [hier], gemeld_in=gemeld_in, team=team)
    with huis.services.database.lezen() as session:
        rij = session.get_one(Overleden, hier)
        assert (rij.gemeld_in, rij.team) == (twee, "toegang-1979")


def test_a_death_ends_the_toewijzing_of_who_told_it_on_that_day_and_no_other(huis: Installatie) -> None:
    bericht, backoffice = overlijden(huis), huis.gebruiker("backoffice")
    client, eerste, laatste = Client(bsn="999900006"), date(2026, 1, 1), date(2027, 1, 1)
    wat = Toegewezen(client=client, gemeente="1979", vanaf=eerste, einddatum=laatste)
    ids = [enter_by_hand(huis.services, backoffice, wat, organisatie=wie, now=huis.now) for wie in (SCHAKEL, DIEP)]
    for toewijzing in ids:
        huis.client.take_in(toewijzing)
    leg_vast(huis, bericht)
    with huis.services.database.lezen() as session:
        rijen = [session.get_one(Toewijzing, toewijzing) for toewijzing in ids]
    assert [rij.beeindigd for rij in rijen] == [date(2026, 3, 30), None]
