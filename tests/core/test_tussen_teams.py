"""A team sends to a team: a gemeente to another one, and a signaal of which its sender learns no more than that it came in."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.bericht.verwant import related
from portal.core.bericht.zicht import kop
from portal.core.insturen.controle import EIGEN_TEAM
from portal.core.insturen.intake import OngeldigeAntwoorden
from portal.core.insturen.kader import sendable
from portal.core.lezen.ontvangstbewijs import receipt
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.search import zoek
from portal.core.lezen.worklist import onderweg, werkvoorraad
from portal.core.opening import NietGevonden
from portal.domain.rechten import NietToegestaan
from portal.models import Seal, Uitgaand
from tests.installatie import Installatie
from tests.voorbeelden import BSN

VOOROVERLEG = "vooroverleg-gemeente"
SIGNAAL = "signaal-toezicht"


def vooroverleg(**anders: str) -> dict[str, list[str]]:
    basis = {
        "gemeente": "0014",
        "vraag": "plek",
        "producten": "verblijf-nabij",
        "groep": "Volwassene met een psychische aandoening.",
        "behoefte": "Toezicht in de buurt en hulp bij het plannen van de dag.",
        "periode": "Vanaf 1 juni, een jaar.",
    }
    return {naam: [waarde] for naam, waarde in (basis | anders).items()}


def signaal(**anders: str) -> dict[str, list[str]]:
    basis = {
        "soort": "kwaliteit",
        "over_wie": "Locatie De Vuurtoren",
        "wat": "Er is 's nachts geen toezicht.",
        "hoe_bekend": "Zelf gezien op 30 maart.",
        "contactpersoon": "K. Wiersma, consulent",
        "telefoon": "050 123 45 67",
    }
    return {naam: [waarde] for naam, waarde in (basis | anders).items()}


def mails_aan(huis: Installatie, soort: str, code: str) -> int:
    with huis.services.database.lezen() as session:
        ladingen = session.scalars(select(Uitgaand.lading).where(Uitgaand.soort == "mail")).all()
    return sum(f'"aan": "{code}"' in lading and f'"aan_soort": "{soort}"' in lading for lading in ladingen)


def test_a_gemeente_asks_another_and_confirms_what_they_agreed(huis: Installatie) -> None:
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    bericht = huis.stuur(consulent, VOOROVERLEG, vooroverleg())
    assert [rij.id for rij in werkvoorraad(huis.services, groningen).rijen] == [bericht]
    zicht = open_bericht(huis.services, groningen, bericht, now=huis.now).kop
    assert (zicht.afzender_naam, zicht.voor_burger) == ("Toegang Eemsdelta", False)
    assert [(t.code, t.datum) for t in zicht.termijnen] == [("reactie", date(2026, 4, 9))]
    huis.doe(groningen, bericht, "overleggen", tekst="Maandag om tien uur.")
    assert [t.status.value for t in kop(huis.services, consulent, bericht).termijnen] == ["gehaald"]
    huis.doe(groningen, bericht, "passend", tekst="Er komt in juni een plek vrij.")
    assert [rij.id for rij in onderweg(huis.services, huis.gebruiker("tweede"), keuze="vragen").rijen] == [bericht]
    huis.doe(consulent, bericht, "afspraken-bevestigen", tekst="Plek per 1 juni, u belt de aanbieder.")
    gelezen = open_bericht(huis.services, groningen, bericht, now=huis.now).kop
    assert (gelezen.toestand.code, gelezen.verloop[-1].tekst) == (
        "afgehandeld",
        "Plek per 1 juni, u belt de aanbieder.",
    )
    for wie in ("dubbel", "indiener", "toezichthouder"):
        with pytest.raises(NietGevonden):
            kop(huis.services, huis.gebruiker(wie), bericht)


def test_identity_and_the_own_gemeente_are_refused(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    for anders, fout in (
        ({"gemeente": "1979"}, ("gemeente", EIGEN_TEAM)),
        ({"behoefte": f"Zijn nummer is {BSN}."}, None),
    ):
        with pytest.raises(OngeldigeAntwoorden) as geweigerd:
            huis.stuur(consulent, VOOROVERLEG, vooroverleg(**anders))
        gevonden = [(f.veld, f.tekst) for f in geweigerd.value.fouten.fouten]
        assert [veld for veld, _ in gevonden] == [next(iter(anders))]
        assert fout is None or gevonden == [fout]


def test_a_frontoffice_registers_but_does_not_consult_another_gemeente(huis: Installatie) -> None:
    frontoffice = huis.gebruiker("frontoffice")
    assert VOOROVERLEG not in {mailbox.code for mailbox in sendable(huis.services, frontoffice)}
    with pytest.raises(NietGevonden):
        huis.stuur(frontoffice, VOOROVERLEG, vooroverleg())
    with pytest.raises(NietToegestaan):
        huis.stuur(huis.gebruiker("backoffice"), VOOROVERLEG, vooroverleg())


@pytest.mark.parametrize("wie", ["indiener", "frontoffice", "contractmanager"])
def test_who_sends_a_signaal_learns_no_more_than_that_it_was_received(huis: Installatie, wie: str) -> None:
    afzender, toezicht = huis.gebruiker(wie), huis.gebruiker("toezichthouder")
    bericht = huis.stuur(afzender, SIGNAAL, signaal())
    open_bericht(huis.services, toezicht, bericht, now=huis.now)
    voor = zichtbaar(huis, afzender, bericht)
    mails = mails_aan(huis, *afzender.namens.sleutel)
    for code, tekst in (("oppakken", ""), ("notitie", "Eerst bellen."), ("onderzoeken", "Bezoek vrijdag."), ("onderzocht", "Klopt.")):  # fmt: skip
        huis.doe(toezicht, bericht, code, tekst=tekst)
        assert zichtbaar(huis, afzender, bericht) == voor
    assert mails_aan(huis, *afzender.namens.sleutel) == mails == 0
    assert kop(huis.services, toezicht, bericht).toestand.code == "afgehandeld"
    geopend = open_bericht(huis.services, afzender, bericht, now=huis.now)
    assert [s.titel for s in geopend.antwoorden.secties] == ["Het signaal", "Wie toezicht kan bellen"]
    with huis.services.database.lezen() as session:
        items = [r.item for r in kop(huis.services, toezicht, bericht).verloop if r.item]
        voor_wie = session.execute(select(Seal.recipient_kind, Seal.recipient).where(Seal.item.in_(items))).all()
    assert {tuple(rij) for rij in voor_wie} == {("team", "toezicht")}


def zichtbaar(huis: Installatie, wie: Gebruiker, bericht: UUID) -> object:
    """Return all that the sender can see of it, in its page, its lists, its search and beside another bericht."""
    zicht = kop(huis.services, wie, bericht)
    (rij,) = zoek(huis.services, wie, soort="nummer", waarde=zicht.nummer, now=huis.now)
    lijsten = {
        keuze: [
            (r.id, r.status_titel, r.fase, r.behandelaar_naam, r.termijn)
            for r in onderweg(huis.services, wie, keuze=keuze).rijen
        ]
        for keuze in ("open", "vragen", "klaar")
    }
    tellingen = [(t.keuze, t.aantal) for t in onderweg(huis.services, wie).tellingen]
    verwant = related(huis.services, wie, zicht)
    assert receipt(huis.services, wie, bericht).termijnen == ()
    assert lijsten["klaar"] == [(bericht, "Ontvangen", rij.fase, "", None)]
    assert (lijsten["open"], zicht.acties, zicht.behandelaar_naam) == ([], (), "")
    return zicht.toestand, zicht.versie, zicht.verloop[1:], zicht.termijnen, rij, lijsten, tellingen, verwant
