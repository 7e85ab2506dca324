"""What two gemeenten can still say to each other after a hand-over, and what the burger signs when it goes to another one."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten
from portal.core.insturen.controle import controleer
from portal.core.insturen.meenemen import follow_ups
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.core.weigeren import NietMogelijk
from portal.models import Uitgaand
from portal.sealing.envelope import new_id
from tests.core.test_tussen_gemeenten import TERUGKEER, WISSELING, fouten, overgedragen_wisseling, typ
from tests.installatie import Installatie
from tests.overdrachten import DOSSIER, VIER, gedaan, getypt, overgedragen

DATUM = "%-d-%-m-%Y"
GROND = {"verwijst": ["ja"], "grondslag": ["Wmo 2.3.5"]}


@pytest.fixture
def melding(huis: Installatie) -> UUID:
    """A melding that Eemsdelta investigated and hands over."""
    return overgedragen(huis)


def gestuurd(huis: Installatie, melding: UUID, **anders: str | Sequence[str]) -> UUID:
    return huis.stuur(huis.gebruiker("consulent"), DOSSIER, getypt(huis, melding, **anders))


def fout(huis: Installatie, melding: UUID, **anders: str) -> dict[str, str]:
    wie, concept, ruw = huis.gebruiker("consulent"), new_id(), getypt(huis, melding, **anders)
    concepten.bewaar(huis.services, wie, concept=concept, mailbox=DOSSIER, ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(wie, concept, "verslag", mailbox=DOSSIER)
    geopend = concepten.open_concept(huis.services, wie, concept)
    return {f.veld: f.tekst for f in controleer(huis.services, wie, geopend, now=huis.now).fouten.fouten}


def besloten(huis: Installatie, bericht: UUID) -> None:
    """Groningen takes it over, decides, and does all that follows."""
    groningen = huis.gebruiker("groningen")
    huis.doe(groningen, bericht, "aanvaarden", tekst="Wij nemen het over.")
    huis.doe(groningen, bericht, "vergewischeck", antwoorden=VIER, tekst="Alles staat erin.")
    huis.doe(groningen, bericht, "aanvraag-geregistreerd", tekst="Zaak 12.")
    huis.doe(groningen, bericht, "toegekend", antwoorden=GROND, tekst="Een jaar verblijf.")
    gedaan(huis, bericht, account="groningen")


def mails(huis: Installatie) -> int:
    with huis.services.database.lezen() as session:
        return session.scalar(select(func.count()).select_from(Uitgaand)) or 0


def test_when_all_is_done_the_two_gemeenten_still_ask_and_answer_and_no_more_is_seen(
    huis: Installatie, melding: UUID
) -> None:
    """A bezwaar against the beschikking runs at the ontvangende, about a verslag of the latende (Handboek §4 A.12)."""
    bericht = gestuurd(huis, melding)
    besloten(huis, bericht)
    groningen, consulent = huis.gebruiker("groningen"), huis.gebruiker("consulent")
    assert kop(huis.services, groningen, bericht).toestand.code == "afgehandeld"
    ervoor = mails(huis)
    huis.doe(groningen, bericht, "bericht-sturen", tekst="Er is bezwaar. Wie sprak met de huisarts?")
    huis.doe(consulent, bericht, "toevoegen", tekst="Dat was J. Bos.")
    assert (mails(huis) - ervoor, kop(huis.services, groningen, bericht).toestand.code) == (2, "afgehandeld")
    van_hen = open_bericht(huis.services, consulent, bericht, now=huis.now).kop
    assert [(r.code, r.tekst) for r in van_hen.verloop if r.tekst] == [
        ("aanvaarden", "Wij nemen het over."),
        ("bericht-sturen", "Er is bezwaar. Wie sprak met de huisarts?"),
        ("toevoegen", "Dat was J. Bos."),
    ]
    assert ({t.code for t in van_hen.termijnen} <= {"vergewischeck", "ingangsdatum"}, van_hen.taken) == (True, ())
    assert [actie.code for actie in van_hen.acties] == ["toevoegen"]
    with pytest.raises(NietGevonden):
        kop(huis.services, huis.gebruiker("dubbel"), bericht)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_was_taken_back_is_talked_about_no_more(huis: Installatie, melding: UUID) -> None:
    bericht = gestuurd(huis, melding)
    huis.doe(huis.gebruiker("consulent"), bericht, "terughalen", tekst="De burger blijft.")
    for wie, stap in (("groningen", "bericht-sturen"), ("consulent", "toevoegen")):
        with pytest.raises(NietMogelijk):
            huis.doe(huis.gebruiker(wie), bericht, stap, tekst="Nog iets.")


@pytest.mark.parametrize("einde", ["niet-aanvaarden", "terughalen"])
def test_after_a_refusal_another_gemeente_needs_a_new_signature_and_the_same_one_does_not(
    huis: Installatie, melding: UUID, einde: str
) -> None:
    """By signing he agrees to share with the ontvangende gemeente, and with no other (Handboek §4 A.4 and A.6)."""
    eerste = gestuurd(huis, melding)
    huis.later(days=3)
    wie = huis.gebruiker("groningen" if einde == "niet-aanvaarden" else "consulent")
    huis.doe(wie, eerste, einde, tekst="De groep is vol.")
    huis.doe(huis.gebruiker("consulent"), melding, "overgedragen", tekst="Dan naar een ander.")
    vandaag, gisteren = huis.now.strftime(DATUM), (huis.now - timedelta(days=1)).strftime(DATUM)
    assert set(fout(huis, melding, gemeente="0047")) == {"ondertekend_op"}
    assert set(fout(huis, melding, gemeente="0047", ondertekend_op=gisteren)) == {"ondertekend_op"}
    assert fout(huis, melding, gemeente="0047", ondertekend_op=vandaag) == {}
    assert fout(huis, melding, gemeente="0014") == {}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_signature_for_the_second_holds_for_the_second_and_not_for_the_first_again(
    huis: Installatie, melding: UUID
) -> None:
    eerste, consulent = gestuurd(huis, melding), huis.gebruiker("consulent")
    huis.doe(huis.gebruiker("groningen"), eerste, "niet-aanvaarden", tekst="De groep is vol.")
    huis.later(days=2)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, melding, "overgedragen", tekst="Dan naar Veendam.")
    voor_veendam = huis.now.strftime(DATUM)
    tweede = gestuurd(huis, melding, gemeente="0047", ondertekend_op=voor_veendam)
    huis.later(days=2)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, tweede, "terughalen", tekst="Toch niet.")
    huis.doe(consulent, melding, "overgedragen", tekst="Toch naar Groningen.")
    assert set(fout(huis, melding, gemeente="0014", ondertekend_op=voor_veendam)) == {"ondertekend_op"}
    assert fout(huis, melding, gemeente="0047", ondertekend_op=voor_veendam) == {}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_wisseling_that_was_taken_back_goes_to_another_gemeente_with_a_new_signature(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    verzoek, eerste = overgedragen_wisseling(huis)
    huis.later(days=3)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, eerste, "terughalen", tekst="De plek in Groningen ging niet door.")
    ruw = typ(huis, WISSELING, "consulent", verzoek, handtekening="ja", ondertekend_op="2-4-2026")
    ander = ruw | {"gemeente": ["0047"]}
    assert "ondertekend_op" not in fouten(huis, WISSELING, "consulent", ruw)
    assert "ondertekend_op" in fouten(huis, WISSELING, "consulent", ander)
    nieuw = ander | {"ondertekend_op": [huis.now.strftime(DATUM)]}
    assert "ondertekend_op" not in fouten(huis, WISSELING, "consulent", nieuw)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_consent_for_the_one_gemeente_van_herkomst_is_none_for_another(huis: Installatie) -> None:
    begin = {
        "toestemming": "ja",
        "gemeente_verblijf": "1979",
        "gemeente_herkomst": "0014",
        "toestemming_op": "1-4-2026",
    }
    eerste = huis.stuur(huis.gebruiker("indiener"), TERUGKEER, typ(huis, TERUGKEER, "indiener", None, **begin))
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, eerste, "oppakken")
    huis.doe(consulent, eerste, "voorleggen", tekst="Wij leggen het voor.")
    tweede = huis.stuur(consulent, TERUGKEER, typ(huis, TERUGKEER, "consulent", eerste))
    huis.later(days=2)
    huis.doe(huis.gebruiker("groningen"), tweede, "niet-overnemen", tekst="Hij kwam uit Veendam.")
    ruw = typ(huis, TERUGKEER, "consulent", eerste)
    assert "toestemming_op" not in fouten(huis, TERUGKEER, "consulent", ruw)
    ander = ruw | {"gemeente_herkomst": ["0047"]}
    assert "toestemming_op" in fouten(huis, TERUGKEER, "consulent", ander)
    nieuw = ander | {"toestemming_op": [huis.now.strftime(DATUM)]}
    assert "toestemming_op" not in fouten(huis, TERUGKEER, "consulent", nieuw)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_dossier_that_was_sent_leads_to_no_second_overdracht(huis: Installatie, melding: UUID) -> None:
    consulent = huis.gebruiker("consulent")

    def leidt_naar(wie: str, bericht: UUID) -> dict[str, bool]:
        zicht = open_bericht(huis.services, huis.gebruiker(wie), bericht, now=huis.now)
        return {
            v.code: v.volgt
            for v in follow_ups(huis.services, huis.gebruiker(wie), zicht.kop, zicht.feiten)
            if v.code == DOSSIER
        }

    assert leidt_naar("consulent", melding) == {DOSSIER: True}
    eerste = gestuurd(huis, melding)
    assert kop(huis.services, consulent, melding).toestand.code == "dossier_verstuurd"
    assert leidt_naar("consulent", melding) == {}
    huis.doe(consulent, melding, "vraag-stellen", tekst="Wie is zijn huisarts?")
    assert leidt_naar("consulent", melding) == {}
    groningen = huis.gebruiker("groningen")
    huis.doe(groningen, eerste, "niet-aanvaarden", tekst="De groep is vol.")
    assert leidt_naar("consulent", melding) == {}
    huis.doe(consulent, melding, "overgedragen", tekst="Dan naar Veendam.")
    assert leidt_naar("consulent", melding) == {DOSSIER: True}
