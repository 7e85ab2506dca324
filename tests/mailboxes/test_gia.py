"""Geweld in afhankelijkheidsrelaties: to Veilig Thuis, hidden from all others, and from there to the gemeente van herkomst."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import Getekend
from portal.core.behandelen.stapwoorden import stapkader
from portal.core.bericht.zicht import kop
from portal.core.insturen.meenemen import follow_ups, start_from
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.worklist import werkvoorraad
from portal.core.opening import NietGevonden
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.domain.formulier import Fouten
from portal.mailboxes.limburg_mo.gia_besluit import MAILBOX, VEILIG_ADRES
from portal.mailboxes.opvang import Herkomst
from portal.models import Taak, Termijn
from portal.regios import laad_regio
from tests.installatie import VENRAY, Installatie
from tests.mailboxes.test_mo_melding import in_register
from tests.voorbeelden import BSN, BSNS, volledige_mo_melding

VERWIJZING = {
    "veilig": ["ja"],
    "bereikbaar": ["Op werkdagen voor twaalf uur, via haar zus."],
    "contactpersoon": ["B. Proef, consulent"],
    "telefoon": ["0475-000000"],
    "situatie": ["Bedreigd door haar partner."],
    "kinderen": ["nee"],
}
BESLUIT = {
    "bsn": [BSN],
    "voorletters": ["J."],
    "achternaam": ["Visser"],
    "geboortedatum": ["12-5-1987"],
    "gemeente_herkomst": ["0893"],
    "besloten_op": ["2-4-2026"],
    "opdrachtnemer": ["Moveoo"],
    "toelichting": ["Acute opvang is nodig."],
}


def test_only_veilig_thuis_and_the_sender_see_a_verwijzing(limburg: Installatie) -> None:
    roermond, veilig_thuis = limburg.gebruiker("roermond"), limburg.gebruiker("veilig-thuis")
    bericht = limburg.stuur(roermond, "gia-verwijzing", VERWIJZING)
    assert open_bericht(limburg.services, veilig_thuis, bericht, now=limburg.now).feiten["veilig"] == "ja"
    lijsten = {}
    for wie in ("venray", "mer", "veilig-thuis"):
        rijen = werkvoorraad(limburg.services, limburg.gebruiker(wie)).rijen
        lijsten[wie] = [rij.id for rij in rijen]
    assert lijsten == {"venray": [], "mer": [], "veilig-thuis": [bericht]}
    for wie in ("venray", "mer", "moveoo", "rendiz"):
        with pytest.raises(NietGevonden):
            kop(limburg.services, limburg.gebruiker(wie), bericht)
    screened(limburg, bericht)
    assert kop(limburg.services, roermond, bericht).toestand.titel == "Besloten"


def screened(limburg: Installatie, bericht: UUID) -> None:
    """Let Veilig Thuis find that acute opvang is needed."""
    for stap, tekst in (("oppakken", ""), ("gescreend", ""), ("acute-opvang", "Wij zijn het eens met Moveoo.")):
        limburg.doe(limburg.gebruiker("veilig-thuis"), bericht, stap, tekst=tekst)


def open_taken(limburg: Installatie, bericht: UUID) -> list[str]:
    """What the list of taken of Veilig Thuis asks for a bericht."""
    alle = takenlijst(limburg.services, limburg.gebruiker("veilig-thuis")).taken
    return [taak.code for taak in alle if taak.bericht == bericht]


def test_veilig_thuis_is_asked_to_tell_the_gemeente_van_herkomst_and_that_is_done_by_sending_the_besluit(
    limburg: Installatie,
) -> None:
    """Veilig Thuis tells the gemeente van herkomst (Werkproces MO, GIA stap 2)."""
    roermond, veilig_thuis, venray = (limburg.gebruiker(wie) for wie in ("roermond", "veilig-thuis", "venray"))
    verwijzing = limburg.stuur(roermond, "gia-verwijzing", VERWIJZING)
    screened(limburg, verwijzing)
    assert open_taken(limburg, verwijzing) == ["besluit-sturen"]
    zicht = open_bericht(limburg.services, veilig_thuis, verwijzing, now=limburg.now)
    assert [v.code for v in follow_ups(limburg.services, veilig_thuis, zicht.kop, zicht.feiten) if v.volgt] == [
        "gia-besluit"
    ]
    mailbox = limburg.services.mailboxen.met_code("gia-besluit")
    assert mailbox is not None
    begin = start_from(limburg.services, veilig_thuis, mailbox, verwijzing, now=limburg.now)
    besluit = limburg.stuur(veilig_thuis, "gia-besluit", BESLUIT | begin | {"geheim": ["ja"]})
    assert open_taken(limburg, verwijzing) == []
    assert kop(limburg.services, veilig_thuis, verwijzing).toestand.code == "afgehandeld"
    open_bericht(limburg.services, venray, besluit, now=limburg.now)
    for bericht, wie in ((verwijzing, venray), (besluit, roermond)):
        with pytest.raises(NietGevonden):
            kop(limburg.services, wie, bericht)


def test_post_to_who_fled_goes_to_an_address_that_is_safe() -> None:
    stappen = {stap.code: stap for stap in MAILBOX.levensloop.overgangen}
    brieven = {
        (code, taak.code) for code, stap in stappen.items() for taak in stap.taken({}) if VEILIG_ADRES in taak.uitleg
    }
    assert brieven == {
        ("toegekend", "beschikking"),
        ("afgewezen", "beschikking"),
        ("intrekking-akkoord", "brief-intrekking"),
        ("intrekking-toegang", "brief-intrekking"),
    }
    assert [code for code, stap in stappen.items() if VEILIG_ADRES in stap.uitleg] == ["verslag-verstuurd"]


@pytest.mark.parametrize(
    ("geheim", "taken"),
    [("nee", ["beschikking", "301-toewijzing"]), ("ja", ["beschikking", "toewijzing-buiten-om"])],
)
def test_the_gemeente_van_herkomst_goes_on_and_sends_no_301_when_that_is_a_danger(
    limburg: Installatie, geheim: str, taken: list[str]
) -> None:
    veilig_thuis, venray = limburg.gebruiker("veilig-thuis"), limburg.gebruiker("venray")
    bericht = limburg.stuur(veilig_thuis, "gia-besluit", BESLUIT | {"geheim": [geheim]})
    assert kop(limburg.services, venray, bericht).team == VENRAY
    vandaag = limburg.now.date()
    limburg.doe(venray, bericht, "oppakken")
    limburg.doe(venray, bericht, "onderzoek-begint")
    limburg.doe(venray, bericht, "verslag-verstuurd", dag=vandaag, tekst="Eigen bijdrage 150 euro.")
    limburg.doe(
        venray, bericht, "aanvraag-ontvangen", dag=vandaag, getekend=Getekend(op=vandaag, gezien_door="B. Proef")
    )
    limburg.doe(venray, bericht, "toegekend", tekst="Zij kan niet terug.", antwoorden={"gemeente_herkomst": ["0984"]})
    with limburg.services.database.lezen() as session:
        gevonden = session.scalars(select(Taak.code).where(Taak.bericht == bericht).order_by(Taak.volgnummer)).all()
        klokken = session.execute(select(Termijn.code, Termijn.status).where(Termijn.bericht == bericht)).all()
    assert (list(gevonden), {code: status for code, status in klokken if not code.startswith("taak")}) == (
        taken,
        {"persoonlijk-plan": "loopt", "onderzoek": "gehaald", "beschikking": "loopt", "301": "loopt"},
    )


def test_veilig_thuis_ends_no_term_of_the_inwoner_the_gemeente_decides(limburg: Installatie) -> None:
    veilig_thuis, venray = limburg.gebruiker("veilig-thuis"), limburg.gebruiker("venray")
    bericht = limburg.stuur(veilig_thuis, "gia-besluit", BESLUIT | {"geheim": ["nee"]})
    assert "intrekken" not in {actie.code for actie in kop(limburg.services, veilig_thuis, bericht).acties}
    limburg.doe(veilig_thuis, bericht, "intrekking-vragen", tekst="Toch niet nodig.")
    assert _onderzoek(limburg, bericht) == "loopt"
    limburg.doe(venray, bericht, "intrekking-akkoord", tekst="De inwoner gaat naar huis.")
    assert _onderzoek(limburg, bericht) == "vervallen"


def _onderzoek(limburg: Installatie, bericht: UUID) -> str:
    with limburg.services.database.lezen() as session:
        query = select(Termijn.status).where(Termijn.bericht == bericht, Termijn.code == "onderzoek")
        return session.scalars(query).one()


@pytest.mark.parametrize("herkomst", ["buiten-de-regio", "0907"])
def test_veilig_thuis_itself_tells_a_gemeente_outside_the_region_and_nobody_else_learns_of_it(
    limburg: Installatie, herkomst: str
) -> None:
    veilig_thuis = limburg.gebruiker("veilig-thuis")
    anders = {"geheim": ["ja"], "gemeente_herkomst": [herkomst], "gemeente_herkomst_naam": ["Nijmegen"]}
    bericht = limburg.stuur(veilig_thuis, "gia-besluit", BESLUIT | anders)
    zicht = open_bericht(limburg.services, veilig_thuis, bericht, now=limburg.now)
    assert {a.code for a in zicht.acties} >= {"herkomst-buiten"}
    assert ("onderzoek-begint" in {a.code for a in zicht.acties}, zicht.kop.termijnen) == (False, ())
    limburg.doe(veilig_thuis, bericht, "herkomst-buiten")
    (taak,) = (t for t in takenlijst(limburg.services, veilig_thuis).taken if t.bericht == bericht)
    assert taak.code == "herkomst-inlichten"
    taak_gedaan(limburg.services, veilig_thuis, taak=taak.id, verzonden=limburg.now.date(), now=limburg.now)
    assert kop(limburg.services, veilig_thuis, bericht).toestand.code == "afgehandeld"
    for wie in ("venray", "roermond", "moveoo"):
        with pytest.raises(NietGevonden):
            kop(limburg.services, limburg.gebruiker(wie), bericht)


def gewaarschuwd(limburg: Installatie, wie: str, bericht: UUID) -> list[tuple[str, list[UUID]]]:
    zicht = open_bericht(limburg.services, limburg.gebruiker(wie), bericht, now=limburg.now)
    gevonden = warnings_for(limburg.services, limburg.gebruiker(wie), zicht.kop, zicht.feiten)
    return [(w.titel, [a.id for a in w.andere]) for w in gevonden]


def test_a_melding_beside_a_besluit_acute_opvang_warns_the_team_of_both_and_at_its_301_and_nobody_else(
    limburg: Installatie,
) -> None:
    """No 301 goes where it must stay hidden (iWmo OP003), also for another bericht about the same inwoner."""
    veilig_thuis, venray, vandaag = limburg.gebruiker("veilig-thuis"), limburg.gebruiker("venray"), limburg.now.date()
    in_register(limburg)
    besluit = limburg.stuur(veilig_thuis, "gia-besluit", BESLUIT | {"geheim": ["ja"], "bsn": [BSNS[4]]})
    wie = {"bsn": BSNS[4], "gemeente_melding": "0984", "gemeente_herkomst": "0984"}
    melding = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", volledige_mo_melding(**wie))
    misschien = "Dit is er misschien al"
    assert gewaarschuwd(limburg, "venray", melding) == [(misschien, [besluit])]
    assert gewaarschuwd(limburg, "venray", besluit) == [(misschien, [melding])]
    for stap in ("oppakken", "eerste-opvang", "onderzoek-begint"):
        limburg.doe(venray, melding, stap)
    limburg.doe(venray, melding, "verslag-verstuurd", dag=vandaag, tekst="Eigen bijdrage 150 euro.")
    getekend = Getekend(op=vandaag, gezien_door="B. Proef")
    limburg.doe(venray, melding, "aanvraag-ontvangen", dag=vandaag, getekend=getekend)
    limburg.doe(venray, melding, "toegekend", tekst="Nodig.", antwoorden={"gemeente_herkomst": ["0984"]})
    eerst = "Kijk eerst daar: Stuur het iWmo 301-bericht (toewijzing) aan de opdrachtnemer"
    assert gewaarschuwd(limburg, "venray", melding) == [(eerst, [besluit])]
    limburg.doe(venray, besluit, "oppakken")
    limburg.doe(venray, besluit, "afsluiten", tekst="De inwoner is terug naar huis.")
    assert gewaarschuwd(limburg, "venray", melding) == [(eerst, [besluit])]
    assert [gewaarschuwd(limburg, w, b) for w, b in (("moveoo", melding), ("veilig-thuis", besluit))] == [[], []]


@pytest.mark.parametrize(
    ("team", "gemeente", "kan"),
    [
        ("toegang-0984", "0984", True),
        ("toegang-0984", "0893", True),
        ("toegang-0984", "0983", False),
        (":een-aanbieder", "0984", False),
        (":een-aanbieder", "", False),
    ],
)
def test_the_gemeente_of_herkomst_is_one_that_the_team_works_for(team: str, gemeente: str, *, kan: bool) -> None:
    kader = stapkader(laad_regio("noord-midden-limburg"), team, vandaag=date(2026, 4, 2))
    gelezen = Herkomst.lees({"gemeente_herkomst": [gemeente]}, kader)
    assert isinstance(gelezen, Fouten) is not kan
