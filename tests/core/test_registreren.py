"""What a burger brought by phone, desk or letter: his gemeente registers it, and clocks count from the day it came in."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.audit import Actor
from portal.core.bericht.zicht import kop
from portal.core.herinneren.afloop import aflopend
from portal.core.herinneren.stapmail import promise_mail
from portal.core.herinneren.stappen import take_steps
from portal.core.herinneren.verdeling import verdeel
from portal.core.herinneren.voorkeuren import kies_wijze
from portal.core.insturen import concepten
from portal.core.insturen.conceptenlijst import conceptenlijst
from portal.core.insturen.controle import ANDERE_GEMEENTE
from portal.core.insturen.intake import OngeldigeAntwoorden, submit_bericht
from portal.core.insturen.kader import mailbox_en_kader, sendable
from portal.core.insturen.voorinvullen import Voorstel, suggested
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.search import zoek
from portal.core.lezen.worklist import onderweg, werkvoorraad
from portal.core.opening import NietGevonden
from portal.domain.mailsoort import VRAAG
from portal.domain.mailwijze import Wijze
from portal.domain.rechten import NietToegestaan
from portal.domain.rollen import Rol
from portal.domain.routering import VastTeam
from portal.domain.teams import Teamsoort
from portal.models import Bericht, Overgang, Seal, Uitgaand
from portal.sealing.envelope import new_id
from portal.vault.inrichten import bootstrap_person
from tests.core.personen import lid
from tests.installatie import EEMSDELTA, GRONINGEN, WACHTWOORD, Installatie
from tests.voorbeelden import BSN, BSNS, volledig_overlijden, volledig_verzoek, volledige_herindicatie

HERINDICATIE = "herindicatie"


def registreer(huis: Installatie, wie: Gebruiker, **anders: str) -> UUID:
    ruw = volledige_herindicatie(binnengekomen_op="30-3-2026", binnengekomen_via="telefoon", **anders)
    return huis.stuur(wie, HERINDICATIE, ruw)


def mails(huis: Installatie) -> list[str]:
    with huis.services.database.lezen() as session:
        return list(session.scalars(select(Uitgaand.lading).where(Uitgaand.soort == "mail").order_by(Uitgaand.gemaakt)))


def test_the_frontoffice_and_the_consulent_may_register_what_an_aanbieder_may_send(huis: Installatie) -> None:
    codes = {
        account: {mailbox.code for mailbox in sendable(huis.services, huis.gebruiker(account))}
        for account in ("frontoffice", "consulent", "dubbel", "backoffice", "toezichthouder")
    }
    assert HERINDICATIE in codes["frontoffice"] & codes["consulent"] & codes["dubbel"]
    assert codes["backoffice"] == set()
    assert HERINDICATIE not in codes["toezichthouder"]


def test_a_burger_need_not_bring_what_an_aanbieder_must_add(huis: Installatie) -> None:
    ruw = volledige_herindicatie(binnengekomen_op="30-3-2026", binnengekomen_via="telefoon")
    uitkomsten: dict[str, str] = {}
    for account in ("frontoffice", "indiener"):
        wie, concept = huis.gebruiker(account), new_id()
        concepten.bewaar(huis.services, wie, concept=concept, mailbox=HERINDICATIE, ruw=ruw, versie=0, now=huis.now)
        try:
            submit_bericht(huis.services, wie, concept=concept, now=huis.now)
        except OngeldigeAntwoorden as ongeldig:
            uitkomsten[account] = ongeldig.fouten.fouten[0].tekst
        else:
            uitkomsten[account] = "verstuurd"
    assert uitkomsten == {"frontoffice": "verstuurd", "indiener": "Voeg toe: Evaluatiedocument."}


BINNEN = {"binnengekomen_op": "30-3-2026", "binnengekomen_via": "telefoon"}
AANBIEDER = (
    "kenmerk",
    "nieuwe_aanbieder",
    "nieuwe_aanbieder_naam",
    "afgesproken_met",
    "afgesproken_op",
    "overgangsdatum",
)
TOEWIJZING = ("toewijzingnummer", "producten", "einddatum")
TOESTEMMING = ("andere_datum", "ondertekend_op", "gezien_door")


def test_a_burger_who_moves_or_changes_says_only_what_he_knows(huis: Installatie) -> None:
    zonder = dict.fromkeys((*AANBIEDER, *TOEWIJZING, *TOESTEMMING))
    verhuizing = volledig_verzoek(**BINNEN, soort="verhuizing", **zonder)
    wisseling = volledig_verzoek(**BINNEN, bsn=BSNS[1], verhuist="nee", **zonder)
    for ruw in (verhuizing, wisseling):
        bericht = huis.stuur(huis.gebruiker("frontoffice"), "verzoek-overdracht-toewijzing", ruw)
        assert kop(huis.services, huis.gebruiker("consulent"), bericht).team == EEMSDELTA


def test_a_burger_who_goes_to_another_locatie_need_not_know_which(huis: Installatie) -> None:
    weg = dict.fromkeys(("verblijft_elders", *TOEWIJZING))
    ruw = volledige_herindicatie(**BINNEN, nieuwe_gemeente="1979", reden="Hij wil dichter bij zijn moeder.", **weg)
    bericht = huis.stuur(huis.gebruiker("frontoffice"), "wijziging-locatie", ruw)
    assert kop(huis.services, huis.gebruiker("consulent"), bericht).team == EEMSDELTA


VRAAGT: dict[str, dict[str, str | None]] = {
    "melding-activering-vervoer": {"gevraagd": "activering-participatie", "vanaf": "1-5-2026", "tot": "31-7-2026"},
    "melding-woonbegeleiding-complex": {"naast": "verblijf-nabij", "vanaf": "1-5-2026", "tot": "31-7-2026"},
    "overbrugging-ambulant": {"hulp": "Iemand die elke dag belt.", "producten": None, "einddatum": None},
    "wijziging-indicatie": {},
}


def test_a_burger_asks_for_more_care_or_other_by_phone_as_well(huis: Installatie) -> None:
    """He knows no toewijzingsnummer and has no meldingsformulier; a melding has no form (Wmo 2.3.2 lid 1)."""
    frontoffice = huis.gebruiker("frontoffice")
    assert VRAAGT.keys() - {mailbox.code for mailbox in sendable(huis.services, frontoffice)} == set()
    weg: dict[str, str | None] = dict.fromkeys(("verblijft_elders", "kenmerk", "toewijzingnummer"))
    zelf: dict[str, str | None] = {
        "gemeente_indicatie": "1979",
        "producten": "verblijf-nabij",
        "waarom": "Hij redt het zo niet.",
    }
    for nummer, (code, vraag) in enumerate(VRAAGT.items()):
        ruw = volledige_herindicatie(**BINNEN, **{**weg, **zelf, "bsn": BSNS[nummer], **vraag})
        bericht = huis.stuur(frontoffice, code, ruw)
        zicht = kop(huis.services, huis.gebruiker("consulent"), bericht)
        assert (code, zicht.team, zicht.voor_burger) == (code, EEMSDELTA, True)


def test_a_family_that_tells_of_a_death_is_not_asked_for_nazorgdagen(huis: Installatie) -> None:
    bericht = huis.stuur(
        huis.gebruiker("frontoffice"), "overlijden", volledig_overlijden(**BINNEN, nazorg="ja", dagen="3")
    )
    geopend = open_bericht(huis.services, huis.gebruiker("consulent"), bericht, now=huis.now)
    assert {"nazorg", "product", "dagen"} & geopend.feiten.keys() == set()
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    huis.doe(huis.gebruiker("consulent"), bericht, "overlijden-vastleggen")


def test_the_clocks_count_from_the_day_it_came_in(huis: Installatie) -> None:
    frontoffice = huis.gebruiker("frontoffice")
    bericht = registreer(huis, frontoffice)
    zicht = kop(huis.services, huis.gebruiker("consulent"), bericht)
    assert (zicht.aankomst, zicht.voor_burger, zicht.is_beide) == (date(2026, 3, 30), True, True)
    onderzoek = next(t for t in zicht.termijnen if t.code == "onderzoek")
    assert (onderzoek.vanaf, onderzoek.datum) == (date(2026, 3, 30), date(2026, 5, 11))


def test_what_came_in_time_is_not_late_because_it_was_typed_later(huis: Installatie) -> None:
    huis.later(days=40)
    op_tijd = registreer(huis, huis.gebruiker("frontoffice"), einddatum="25-5-2026")
    melden = next(t for t in kop(huis.services, huis.gebruiker("consulent"), op_tijd).termijnen if t.code == "melden")
    assert (melden.datum, melden.gehaald, melden.te_laat) == (date(2026, 3, 30), date(2026, 3, 30), False)


@pytest.mark.parametrize(
    ("dag", "tekst"),
    [
        ("3-4-2026", "Deze datum ligt in de toekomst. Vul de dag in waarop het is gebeurd, of vandaag."),
        ("31-3-2025", "Deze dag is meer dan een jaar geleden. Controleer het jaar. Klopt het toch? Bel dan de beheerder van het portaal."),
        ("", "Vul de dag in waarop het binnenkwam."),
    ],
)  # fmt: skip
def test_a_day_of_arrival_that_cannot_be_is_refused(huis: Installatie, dag: str, tekst: str) -> None:
    frontoffice, ruw = huis.gebruiker("frontoffice"), volledige_herindicatie(binnengekomen_op=dag)
    with pytest.raises(OngeldigeAntwoorden) as geweigerd:
        huis.stuur(frontoffice, HERINDICATIE, ruw | {"binnengekomen_via": ["brief"]})
    assert [(f.veld, f.tekst) for f in geweigerd.value.fouten.fouten] == [("binnengekomen_op", tekst)]


def test_an_aanbieder_is_not_asked_how_it_came_in(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("indiener"), HERINDICATIE, volledige_herindicatie(binnengekomen_op="30-3-2026"))
    zicht = kop(huis.services, huis.gebruiker("consulent"), bericht)
    assert (zicht.aankomst, zicht.voor_burger) == (date(2026, 4, 2), False)


def test_a_colleague_goes_on_with_the_concept_and_another_team_does_not_see_it(huis: Installatie) -> None:
    frontoffice, concept = huis.gebruiker("frontoffice"), new_id()
    ruw = volledige_herindicatie()
    concepten.bewaar(huis.services, frontoffice, concept=concept, mailbox=HERINDICATIE, ruw=ruw, versie=0, now=huis.now)
    assert concepten.open_concept(huis.services, huis.gebruiker("consulent"), concept).ruw == ruw
    with pytest.raises(NietGevonden):
        concepten.open_concept(huis.services, huis.gebruiker("groningen"), concept)
    assert conceptenlijst(huis.services, huis.gebruiker("groningen")).rijen == ()


def test_the_own_gemeente_stands_there_already(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    mailbox, kader = mailbox_en_kader(huis.services, consulent, HERINDICATIE, now=huis.now)
    assert suggested(huis.services, consulent, mailbox, kader) == Voorstel(
        veld="gemeente_inschrijving",
        waarde="1979",
        hint="Wij hebben Eemsdelta ingevuld, uw eigen gemeente. Klopt dat ook voor deze burger?",
    )


def test_the_own_team_has_it_as_any_other_and_answers_for_the_burger(huis: Installatie) -> None:
    frontoffice, consulent = huis.gebruiker("frontoffice"), huis.gebruiker("consulent")
    bericht = registreer(huis, frontoffice)
    assert [rij.id for rij in werkvoorraad(huis.services, consulent).rijen] == [bericht]
    assert [rij.id for rij in onderweg(huis.services, frontoffice).rijen] == [bericht]
    open_bericht(huis.services, frontoffice, bericht, now=huis.now)
    assert [r.code for r in kop(huis.services, frontoffice, bericht).verloop] == ["indienen"]
    voor = len(mails(huis))
    huis.doe(consulent, bericht, "vraag-stellen", tekst="Waar slaapt u nu?")
    assert {o.code for o in kop(huis.services, frontoffice, bericht).acties} >= {"beantwoorden", "hervatten"}
    huis.doe(frontoffice, bericht, "beantwoorden", tekst="Bij zijn zus, zei hij aan de telefoon.")
    zicht = open_bericht(huis.services, consulent, bericht, now=huis.now).kop
    assert [(r.code, r.wie, r.tekst) for r in zicht.verloop[1:]] == [
        ("vraag-stellen", "Consulent", "Waar slaapt u nu?"),
        ("beantwoorden", "Frontoffice", "Bij zijn zus, zei hij aan de telefoon."),
    ]
    assert len(mails(huis)) == voor, "nobody is mailed about what he wrote himself"
    assert {"bericht-sturen", "toevoegen"} & {o.code for o in zicht.acties} == set()


def test_who_belongs_to_another_gemeente_is_not_registered_here_but_pointed_there(huis: Installatie) -> None:
    """Whoever sends a bericht reads what is decided on it, so only the gemeente that gets it registers it."""
    frontoffice = huis.gebruiker("frontoffice")
    with pytest.raises(OngeldigeAntwoorden) as geweigerd:
        registreer(huis, frontoffice, gemeente_inschrijving="0014")
    groningen = huis.services.regio.team_met_code(GRONINGEN)
    assert groningen is not None
    assert [(f.veld, f.tekst) for f in geweigerd.value.fouten.fouten] == [
        ("gemeente_inschrijving", ANDERE_GEMEENTE.format(team="Toegang Groningen", contact=groningen.contact))
    ]
    niet_bekend = registreer(huis, frontoffice, gemeente_inschrijving="weet-ik-niet", gemeente_verblijf="1979")
    assert kop(huis.services, frontoffice, niet_bekend).is_beide
    bij_aanbieder = huis.stuur(
        huis.gebruiker("indiener"), HERINDICATIE, volledige_herindicatie(gemeente_inschrijving="0014")
    )
    assert kop(huis.services, huis.gebruiker("groningen"), bij_aanbieder).team == GRONINGEN


def test_who_registered_what_was_handed_on_answers_and_decides_nothing(huis: Installatie) -> None:
    frontoffice, groningen, bericht = doorgestuurd(huis)
    assert [rij.id for rij in werkvoorraad(huis.services, groningen).rijen] == [bericht]
    assert werkvoorraad(huis.services, huis.gebruiker("consulent")).rijen == ()
    geopend = open_bericht(huis.services, groningen, bericht, now=huis.now)
    assert geopend.antwoorden.secties[0].titel == "Hoe het binnenkwam"
    huis.doe(groningen, bericht, "vraag-stellen", tekst="Heeft hij een huisarts?")
    zicht = open_bericht(huis.services, huis.gebruiker("tweede"), bericht, now=huis.now).kop
    assert (zicht.is_afzender, zicht.team_naam) == (True, "Toegang Groningen")
    assert [r.wie for r in zicht.verloop] == ["Frontoffice", "Frontoffice", "Toegang Groningen", "Toegang Groningen"]
    huis.doe(frontoffice, bericht, "beantwoorden", tekst="Ja, in Delfzijl.")
    with pytest.raises(NietToegestaan):
        huis.doe(huis.gebruiker("backoffice"), bericht, "toevoegen", tekst="Hij belde weer.")
    with pytest.raises(NietToegestaan):
        huis.doe(frontoffice, bericht, "oppakken")
    assert [rij.id for rij in zoek(huis.services, frontoffice, soort="bsn", waarde=BSN, now=huis.now)] == [bericht]


def test_what_the_other_gemeente_decides_is_not_for_who_handed_it_on(huis: Installatie) -> None:
    frontoffice, groningen, bericht = doorgestuurd(huis)
    huis.doe(groningen, bericht, "oppakken")
    huis.doe(groningen, bericht, "intrekking-toegang", tekst="Hij wil toch niet, want zijn moeder is ziek.")
    laatste = open_bericht(huis.services, frontoffice, bericht, now=huis.now).kop.verloop[-1]
    assert (laatste.code, laatste.tekst, laatste.dicht) == ("intrekking-toegang", "", True)
    with huis.services.database.lezen() as session:
        query = select(Seal.recipient).join(Overgang, Overgang.item == Seal.item)
        voor = set(session.scalars(query.where(Overgang.bericht == bericht, Overgang.code == "intrekking-toegang")))
    assert voor == {GRONINGEN}


def doorgestuurd(huis: Installatie) -> tuple[Gebruiker, Gebruiker, UUID]:
    """What Eemsdelta registered and found to be of Groningen, with who registered it and who has it now."""
    frontoffice, groningen = huis.gebruiker("frontoffice"), huis.gebruiker("groningen")
    bericht = registreer(huis, frontoffice)
    huis.doe(frontoffice, bericht, "doorsturen", tekst="Hij woont in Groningen.", doel=GRONINGEN)
    huis.client.take_in(bericht)
    return frontoffice, groningen, bericht


def test_what_was_registered_and_handed_on_stays_readable_for_who_registered_it_and_may_come_back(
    huis: Installatie,
) -> None:
    frontoffice, groningen, bericht = doorgestuurd(huis)
    assert open_bericht(huis.services, groningen, bericht, now=huis.now).kop.team == GRONINGEN
    assert open_bericht(huis.services, frontoffice, bericht, now=huis.now).kop.is_afzender
    huis.doe(groningen, bericht, "doorsturen", tekst="Toch in Eemsdelta.", doel=EEMSDELTA)
    huis.client.take_in(bericht)
    assert open_bericht(huis.services, frontoffice, bericht, now=huis.now).kop.is_beide
    with pytest.raises(NietGevonden):
        kop(huis.services, groningen, bericht)


def test_a_clock_of_the_sender_stands_with_the_team_that_registered_it(huis: Installatie) -> None:
    frontoffice, groningen, bericht = doorgestuurd(huis)
    huis.doe(groningen, bericht, "oppakken")
    huis.doe(groningen, bericht, "geen-gesprek")
    huis.doe(groningen, bericht, "verslag-verstuurd", dag=huis.now.date())

    def van(wie: Gebruiker, keuze: str) -> list[str]:
        gevonden = aflopend(huis.services, wie, tot=date(2026, 4, 30), keuze=keuze, vandaag=huis.now.date())
        return [item.titel for item in gevonden]

    assert van(frontoffice, "alles") == van(frontoffice, "van-mij") == ["Ondertekende aanvraag terug"]
    assert van(huis.gebruiker("consulent"), "van-mij") == []


def test_a_duty_of_the_team_that_sent_is_for_who_sent_it(huis: Installatie) -> None:
    frontoffice, groningen, bericht = doorgestuurd(huis)
    consulent = huis.gebruiker("consulent")
    huis.doe(groningen, bericht, "oppakken")
    for wie in (frontoffice, consulent):
        kies_wijze(huis.services, wie, Wijze.GEEN, now=huis.now)
    lading = {"aan_soort": "team", "aan": EEMSDELTA, "sjabloon": VRAAG, "nummer": "", "pad": f"/berichten/{bericht}"}
    ontvangers = verdeel(huis.services, lading, now=huis.now).keys()
    assert (frontoffice.persoon in ontvangers, consulent.persoon in ontvangers) == (True, False)


def test_a_team_without_frontoffice_registers_by_its_consulent(huis: Installatie) -> None:
    bericht = registreer(huis, huis.gebruiker("dubbel"), gemeente_inschrijving="0047")
    assert kop(huis.services, huis.gebruiker("dubbel"), bericht).afzender_naam == "Toegang Veendam"


def test_who_may_only_send_for_his_team_registers_for_no_burger(huis: Installatie) -> None:
    bootstrap_person(
        huis.vault,
        account="gast",
        naam="Gast",
        email="gast@portaal.example",
        organisatie="gemeente-1979",
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[lid(EEMSDELTA, Rol.TEAMLEIDER)],
    )
    with pytest.raises(NietToegestaan):
        registreer(huis, huis.gebruiker("gast"))
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Bericht.id)).all() == []


def test_the_team_that_registered_is_warned_of_what_the_burger_must_send(huis: Installatie) -> None:
    _, groningen, bericht = doorgestuurd(huis)
    huis.doe(groningen, bericht, "oppakken")
    huis.doe(groningen, bericht, "geen-gesprek")
    huis.doe(groningen, bericht, "verslag-verstuurd", dag=huis.now.date())
    huis.later(days=15)  # a day after the two weken
    take_steps(huis.services, Actor(persoon="worker", namens="portaal", herkomst="worker"), now=huis.now)
    promise_mail(huis.services, now=huis.now)
    with huis.services.database.lezen() as session:
        ladingen = [json.loads(lading) for lading in session.scalars(select(Uitgaand.lading))]
    assert ("team", EEMSDELTA) in {(een["aan_soort"], een["aan"]) for een in ladingen if "termijnen" in een}


def test_no_gemeente_stands_there_where_the_form_asks_none(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    mailbox, kader = mailbox_en_kader(huis.services, consulent, HERINDICATIE, now=huis.now)
    vast = replace(mailbox, routering=VastTeam(regel="cmo", soort=Teamsoort.CMO))
    assert suggested(huis.services, consulent, vast, kader) is None
