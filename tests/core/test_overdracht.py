"""A dossier goes from gemeente to gemeente: what goes along, what is refused, what can be taken back, and what the first still sees."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.overgang import AANVAARD
from portal.core.behandelen.stapcontrole import AntwoordNodig
from portal.core.bericht.verbanden import NIET_BIJ_U, keuzes
from portal.core.bericht.zicht import VerloopRegel, kop
from portal.core.insturen import concepten, intake
from portal.core.insturen.controle import EIGEN_TEAM, controleer
from portal.core.insturen.meenemen import follow_ups
from portal.core.lezen.ontvangstbewijs import receipt
from portal.core.lezen.reading import Teruggehaald, open_bericht, open_bijlage
from portal.core.lezen.worklist import onderweg
from portal.core.opening import NietGevonden
from portal.core.weigeren import NietMogelijk
from portal.models import AuditRegel, Bijlage, Overgang, Seal, SealedItem, Taak, Termijn
from portal.sealing.envelope import new_id
from tests.core.test_waarschuwen import waarschuwingen
from tests.ingevuld import ingevuld
from tests.installatie import Installatie
from tests.overdrachten import DOSSIER, NOTITIE, VIER, gedaan, getypt, overgedragen, stand
from tests.voorbeelden import pdf

# On which day a melding that was handed over stands in these tests.
VANDAAG = "7-4-2026"
# For whom each step is written: what is said to the other gemeente, and what the one adds that took it over.
BEIDEN = ("aanvaarden", "vraag-stellen", "beantwoorden", "bericht-sturen")
ALLEEN = ("vergewischeck", "aanvraag-geregistreerd", "toegekend")
CHECK = [
    "De hulpvraag van de burger: Ja",
    "Of beschermd wonen nodig is, en waarom: Ja",
    "Welke ondersteuning nodig is: Ja",
    "Voor hoe lang: Ja",
]
GROND = [
    "De beschikking verwijst naar het onderzoeksverslag van de andere gemeente: Ja",
    "Op welke grondslag besluit u?: Wmo 2.3.5",
]


@pytest.fixture
def melding(huis: Installatie) -> UUID:
    """A melding that Eemsdelta investigated and hands over."""
    return overgedragen(huis)


def gestuurd(huis: Installatie, melding: UUID, **anders: str | Sequence[str]) -> UUID:
    return huis.stuur(huis.gebruiker("consulent"), DOSSIER, getypt(huis, melding, **anders))


def fouten(
    huis: Installatie, ruw: dict[str, list[str]], *, verslag: bool = True, account: str = "consulent"
) -> dict[str, str]:
    wie, concept = huis.gebruiker(account), new_id()
    concepten.bewaar(huis.services, wie, concept=concept, mailbox=DOSSIER, ruw=ruw, versie=0, now=huis.now)
    if verslag:
        huis.bijlage(wie, concept, "verslag", mailbox=DOSSIER)
    geopend = concepten.open_concept(huis.services, wie, concept)
    return {f.veld: f.tekst for f in controleer(huis.services, wie, geopend, now=huis.now).fouten.fouten}


def stukken_van(huis: Installatie, bericht: UUID) -> list[Bijlage]:
    with huis.services.database.lezen() as session:
        return list(session.scalars(select(Bijlage).where(Bijlage.bij == bericht).order_by(Bijlage.gemaakt)))


def _asked(stap: VerloopRegel) -> list[str]:
    return [f"{antwoord.label}: {antwoord.tekst}" for sectie in stap.secties for antwoord in sectie.antwoorden]


def gelezen(huis: Installatie, account: str, bericht: UUID) -> dict[str, str]:
    antwoorden = open_bericht(huis.services, huis.gebruiker(account), bericht, now=huis.now).antwoorden
    return {f"{s.titel}/{a.label}": a.tekst for s in antwoorden.secties for a in s.antwoorden}


def test_the_decision_leads_to_it_with_nothing_typed_twice_and_the_whole_dossier_goes_along(
    huis: Installatie, melding: UUID
) -> None:
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    zicht = open_bericht(huis.services, consulent, melding, now=huis.now)
    vervolg = follow_ups(huis.services, consulent, zicht.kop, zicht.feiten)
    assert [v.code for v in vervolg if v.volgt] == [DOSSIER]
    bericht = gestuurd(huis, melding)
    ontvangen = open_bericht(huis.services, groningen, bericht, now=huis.now)
    assert (ontvangen.kop.afzender_naam, ontvangen.kop.team_naam) == ("Toegang Eemsdelta", "Toegang Groningen")
    oud, nieuw = stukken_van(huis, melding), [b for b in stukken_van(huis, bericht) if b.eis == "dossier"]
    assert len(nieuw) == len(oud) > 0
    (levensloop,) = (b for b in ontvangen.bijlagen if b.eis == "dossier")
    zien, stukjes = open_bijlage(huis.services, groningen, bericht, bijlage=levensloop.id)
    assert (zien.naam, b"".join(stukjes)) == ("stuk.pdf", pdf())
    # what the one has opens nothing of the other: data key, subject and item are its own
    with huis.services.database.lezen() as session:
        onderwerpen = set(session.scalars(select(SealedItem.subject).where(SealedItem.id == nieuw[0].deel)))
        voor = set(session.scalars(select(Seal.recipient).where(Seal.item.in_([oud[0].deel, oud[0].item]))))
    assert (onderwerpen, "toegang-0014" in voor) == ({bericht}, False)
    paren, nummer = gelezen(huis, "groningen", bericht), zicht.kop.nummer
    assert paren[f"Stukken uit het dossier/Formulier Melding Beschermd Wonen ({nummer})"] == "Gaat mee"
    eigen = {
        f"Melding Beschermd Wonen {nummer}: {naam}": tekst
        for naam, tekst in gelezen(huis, "consulent", melding).items()
    }
    assert eigen.items() <= paren.items()
    assert not any(NOTITIE in tekst for tekst in paren.values())
    with pytest.raises(NietGevonden):
        kop(huis.services, groningen, melding)


def test_what_was_decided_and_answered_goes_along_and_sending_it_does_the_taken_of_the_melding(
    huis: Installatie, melding: UUID
) -> None:
    assert stand(huis, melding) == {"afspraken": "open", "dossier": "open"}
    bericht = gestuurd(huis, melding)
    assert stand(huis, melding) == {"afspraken": "gedaan", "dossier": "gedaan"}
    assert bij_eemsdelta(huis, melding) == ("dossier_verstuurd", "loopt")
    paren = gelezen(huis, "groningen", bericht)
    besluit = [(naam, tekst) for naam, tekst in paren.items() if "De burger gaat in Groningen wonen." in tekst]
    assert [naam.partition(": ")[2] for naam, _ in besluit] == [
        "Overdragen: de burger gaat in een andere gemeente wonen/dinsdag 7 april 2026"
    ]
    assert not any(NOTITIE in tekst for tekst in paren.values())


def test_a_burger_who_moves_twice_is_handed_on_by_the_gemeente_that_took_him_over(
    huis: Installatie, melding: UUID
) -> None:
    eerste, groningen = gestuurd(huis, melding), huis.gebruiker("groningen")
    huis.doe(groningen, eerste, "aanvaarden", tekst="Wij nemen het over.")
    huis.doe(groningen, eerste, "verder-overgedragen", tekst="De burger vond een plek in Veendam.")
    gedaan(huis, eerste, account="groningen", tot="dossier")
    ruw = getypt(huis, eerste, "groningen", gemeente="0047", verslag_in_dossier="ja", ondertekend_op=VANDAAG)
    tweede = huis.stuur(groningen, DOSSIER, ruw)
    assert _bij_groningen(huis, eerste) == ("dossier_verstuurd", ["loopt", "loopt"])
    assert set(stand(huis, eerste).values()) == {"gedaan"}
    veendam = open_bericht(huis.services, huis.gebruiker("dubbel"), tweede, now=huis.now)
    assert [b.eis for b in veendam.bijlagen if b.eis == "dossier"] == ["dossier"] * len(stukken_van(huis, eerste))
    hulpvraag = next(tekst for naam, tekst in gelezen(huis, "groningen", eerste).items() if "Welke hulp" in naam)
    assert hulpvraag in gelezen(huis, "dubbel", tweede).values()
    with pytest.raises(NietGevonden):
        kop(huis.services, huis.gebruiker("dubbel"), eerste)
    huis.doe(huis.gebruiker("dubbel"), tweede, "aanvaarden", tekst="Wij nemen het over.")
    assert _bij_groningen(huis, eerste) == ("afgehandeld", ["vervallen", "vervallen"])
    # the first gemeente sees that it was closed and no more; its own melding it keeps
    van_hen = open_bericht(huis.services, huis.gebruiker("consulent"), eerste, now=huis.now).kop
    assert (van_hen.toestand.code, van_hen.verloop[-2].tekst) == ("afgehandeld", "")
    with pytest.raises(NietGevonden):
        kop(huis.services, huis.gebruiker("consulent"), tweede)


def test_what_the_burger_signed_for_one_gemeente_is_no_consent_for_the_next(huis: Installatie, melding: UUID) -> None:
    """He agrees to share with the ontvangende gemeente (Handboek §4 A.6); a taak asks the new signature."""
    eerste, groningen = gestuurd(huis, melding), huis.gebruiker("groningen")
    huis.doe(groningen, eerste, "aanvaarden", tekst="Wij nemen het over.")
    huis.later(days=3)
    groningen = huis.gebruiker("groningen")
    huis.doe(groningen, eerste, "verder-overgedragen", tekst="De burger vond een plek in Veendam.")
    assert list(stand(huis, eerste)) == ["afspraken", "verslag-opnieuw", "verslag-ondertekend", "dossier"]

    def fout(**anders: str) -> dict[str, str]:
        ruw = getypt(huis, eerste, "groningen", gemeente="0047", verslag_in_dossier="ja", **anders)
        return fouten(huis, ruw, verslag=False, account="groningen")

    assert set(fout(ondertekend_op="10-4-2026")) == {"melding"}
    gedaan(huis, eerste, account="groningen", tot="verslag-ondertekend")
    terug = next(
        t for t in kop(huis.services, huis.gebruiker("groningen"), eerste).termijnen if t.code == "verslag-terug"
    )
    assert (terug.datum - terug.vanaf, terug.bron) == (timedelta(weeks=2), "Handboek §4 A.6")
    gedaan(huis, eerste, account="groningen", tot="dossier")
    assert fout(ondertekend_op="6-4-2026")["ondertekend_op"].startswith("De burger tekende voordat uw gemeente")
    assert fout(ondertekend_op="10-4-2026") == {}


def test_a_dossier_that_is_on_its_way_is_closed_only_by_who_accepts_it(huis: Installatie, melding: UUID) -> None:
    bericht, groningen, consulent = gestuurd(huis, melding), huis.gebruiker("groningen"), huis.gebruiker("consulent")
    eindes = ("overdracht-buiten-om-aanvaard", "overdracht-afgezien", "intrekking-toegang")
    for einde in eindes:
        with pytest.raises(NietMogelijk):
            huis.doe(consulent, melding, einde, tekst="Zij belde.")
    assert set(fouten(huis, getypt(huis, melding, gemeente="0047"))) == {"melding"}  # never at two gemeenten
    huis.doe(groningen, bericht, "niet-aanvaarden", tekst="De groep is vol.")
    assert bij_eemsdelta(huis, melding) == ("aanvraag", "loopt")


def test_a_question_to_the_sender_keeps_no_dossier_on_its_way(huis: Installatie, melding: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, melding, "vraag-stellen", tekst="Wie is zijn huisarts?")
    bericht = gestuurd(huis, melding)
    assert bij_eemsdelta(huis, melding) == ("dossier_verstuurd", "loopt")
    huis.doe(consulent, melding, "vraag-stellen", tekst="En zijn tandarts?")
    huis.doe(huis.gebruiker("groningen"), bericht, "aanvaarden", tekst="Wij nemen het over.")
    assert bij_eemsdelta(huis, melding) == ("afgehandeld", "vervallen")


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_went_outside_the_portal_is_recorded_as_accepted_or_goes_on_here(huis: Installatie, melding: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    gedaan(huis, melding)
    huis.doe(consulent, melding, "overdracht-afgezien", tekst="Zij nam het niet over.")
    assert bij_eemsdelta(huis, melding) == ("aanvraag", "loopt")
    huis.doe(consulent, melding, "overgedragen", tekst="Naar Veendam.")
    gedaan(huis, melding)
    huis.doe(consulent, melding, "overdracht-buiten-om-aanvaard", tekst="Zij belde vandaag.")
    assert bij_eemsdelta(huis, melding) == ("afgehandeld", "vervallen")


def test_who_handed_a_dossier_over_cannot_hand_it_over_again(huis: Installatie, melding: UUID) -> None:
    bericht, consulent, groningen = gestuurd(huis, melding), huis.gebruiker("consulent"), huis.gebruiker("groningen")
    huis.doe(groningen, bericht, "aanvaarden", tekst="Wij nemen het over.")
    huis.doe(groningen, bericht, "verder-overgedragen", tekst="De burger wil naar Veendam.")
    aangeboden = {}
    for wie in (consulent, groningen):
        gelezen = open_bericht(huis.services, wie, bericht, now=huis.now)
        aangeboden[wie.naam] = DOSSIER in {v.code for v in follow_ups(huis.services, wie, gelezen.kop, gelezen.feiten)}
    assert aangeboden == {consulent.naam: False, groningen.naam: True}
    assert fouten(huis, getypt(huis, bericht, gemeente="0047"))["melding"] == NIET_BIJ_U
    mailbox = huis.services.mailboxen.met_code(DOSSIER)
    assert mailbox is not None
    nummer = kop(huis.services, consulent, bericht).nummer
    te_kiezen = {
        wie.naam: {k.nummer for k in keuzes(huis.services, wie, mailbox)["melding"]} for wie in (consulent, groningen)
    }
    assert (nummer in te_kiezen[consulent.naam], te_kiezen[groningen.naam]) == (False, {nummer})


def _bij_groningen(huis: Installatie, dossier: UUID) -> tuple[str, list[str]]:
    zicht = kop(huis.services, huis.gebruiker("groningen"), dossier)
    return zicht.toestand.code, [
        t.status.value for t in zicht.termijnen if t.code not in {"ingangsdatum", "verslag-terug"}
    ]


def test_until_the_other_accepts_the_aanvraag_stays_here_and_its_term_runs(huis: Installatie, melding: UUID) -> None:
    """Never of nobody and never of two gemeenten (Handboek §4 A.6 and A.8, Wmo 2.3.5 lid 2)."""
    bericht, groningen, consulent = gestuurd(huis, melding), huis.gebruiker("groningen"), huis.gebruiker("consulent")
    huis.doe(groningen, bericht, "niet-aanvaarden", tekst="De groep is vol.")
    assert bij_eemsdelta(huis, melding) == ("aanvraag", "loopt")
    huis.doe(consulent, melding, "overgedragen", tekst="Dan naar Veendam.")
    assert stand(huis, melding) == {"afspraken": "open", "dossier": "open"}
    tweede = gestuurd(huis, melding, gemeente="0047", ondertekend_op=VANDAAG)
    huis.doe(consulent, tweede, "terughalen", tekst="De burger wil het toch niet.")
    assert bij_eemsdelta(huis, melding) == ("aanvraag", "loopt")
    huis.doe(consulent, melding, "overgedragen", tekst="Toch naar Groningen.")
    derde = gestuurd(huis, melding, ondertekend_op=VANDAAG)
    huis.doe(groningen, derde, "aanvaarden", tekst="Wij nemen het over.")
    assert bij_eemsdelta(huis, melding) == ("afgehandeld", "vervallen")


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_who_does_not_hand_over_after_all_decides_himself(huis: Installatie, melding: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    with pytest.raises(NietMogelijk):  # nothing was sent yet, so nobody accepted it
        huis.doe(consulent, melding, "overdracht-buiten-om-aanvaard", tekst="Zij belde.")
    huis.doe(consulent, melding, "overdracht-afgezien", tekst="De burger blijft hier.")
    assert (bij_eemsdelta(huis, melding), stand(huis, melding)) == (
        ("aanvraag", "loopt"),
        {"afspraken": "vervallen", "dossier": "vervallen"},
    )
    huis.doe(consulent, melding, "toegekend", tekst="Een jaar verblijf.")
    assert bij_eemsdelta(huis, melding)[0] == "besloten"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_after_the_acceptance_the_burger_can_still_withdraw(huis: Installatie, melding: UUID) -> None:
    bericht, groningen = gestuurd(huis, melding), huis.gebruiker("groningen")
    huis.doe(groningen, bericht, "aanvaarden", tekst="Wij nemen het over.")
    huis.doe(groningen, bericht, "zelf-onderzoeken", tekst="De duur ontbreekt.")
    assert "zonder-aanvraag" in {actie.code for actie in kop(huis.services, groningen, bericht).acties}
    huis.doe(groningen, bericht, "intrekking-toegang", tekst="De burger wil niet meer.")
    zicht = kop(huis.services, groningen, bericht)
    assert (zicht.toestand.code, {t.status.value for t in zicht.termijnen if t.code != "ingangsdatum"}) == (
        "ingetrokken",
        {"gehaald", "vervallen"},
    )
    assert stand(huis, bericht) == {"brief-intrekking": "open"}


def bij_eemsdelta(huis: Installatie, melding: UUID) -> tuple[str, str]:
    """Where the melding stands at who hands it over, and the term of its beschikking."""
    zicht = kop(huis.services, huis.gebruiker("consulent"), melding)
    (beschikking,) = (t for t in zicht.termijnen if t.code == "beschikking")
    return zicht.toestand.code, beschikking.status.value


def test_what_is_left_out_needs_a_reason_that_goes_along(huis: Installatie, melding: UUID) -> None:
    stuk, vorm = stukken_van(huis, melding)[0].id.hex, melding.hex
    zonder = [f"stuk:{vorm}", f"mee:{vorm}", "", f"stuk:{stuk}", ""]
    assert fouten(huis, getypt(huis, melding, stukken=zonder)) == {
        "stukken": "Schrijf bij elk stuk dat niet meegaat waarom niet, of vink het weer aan."
    }
    lang = [f"stuk:{stuk}", "x" * 201]
    assert fouten(huis, getypt(huis, melding, stukken=lang)) == {
        "stukken": "Maak de reden korter: hoogstens 200 tekens."
    }
    bericht = gestuurd(huis, melding, stukken=[f"stuk:{vorm}", "Staat in het verslag.", f"stuk:{stuk}", "Verouderd."])
    assert [b.eis for b in stukken_van(huis, bericht) if b.eis == "dossier"] == []
    weg = [tekst for tekst in gelezen(huis, "groningen", bericht).values() if tekst.startswith("Gaat niet mee")]
    assert weg == ["Gaat niet mee: Staat in het verslag.", "Gaat niet mee: Verouderd."]
    with huis.services.database.lezen() as session:
        regels = session.execute(
            select(AuditRegel.actie, AuditRegel.uitkomst).where(
                AuditRegel.onderwerp == str(bericht), AuditRegel.actie == "niet meesturen"
            )
        ).all()
    assert {tuple(regel) for regel in regels} == {
        ("niet meesturen", str(melding)),
        ("niet meesturen", str(UUID(hex=stuk))),
    }


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_without_consent_or_to_the_own_gemeente_it_is_refused(huis: Installatie, melding: UUID) -> None:
    def fout(**anders: str) -> dict[str, str]:
        return fouten(huis, getypt(huis, melding, **anders))

    assert fout() == {}
    assert fout(handtekening="nee")["handtekening"].startswith("Zonder handtekening van de burger")
    assert set(fout(ondertekend_op="")) == {"ondertekend_op"}
    assert set(fout(gezien_door="")) == {"gezien_door"}
    assert set(fout(geen_artikel="")) == {"geen_artikel"}
    assert fout(ondertekend_op="3-4-2026") == {
        "ondertekend_op": "Deze dag ligt voor de dag waarop het verslag is verstuurd. Controleer beide datums."
    }
    assert fout(gemeente="1979") == {"gemeente": EIGEN_TEAM}
    assert fouten(huis, getypt(huis, melding), verslag=False) == {
        "bijlage-verslag": "Voeg toe: Ondertekend onderzoeksverslag."
    }
    assert fouten(huis, getypt(huis, melding, verslag_in_dossier="ja"), verslag=False) == {}
    stuk = stukken_van(huis, melding)[0].id.hex
    leeg = getypt(huis, melding, verslag_in_dossier="ja", stukken=[f"stuk:{stuk}", "Verouderd."])
    assert fouten(huis, leeg, verslag=False)["verslag_in_dossier"].startswith("Er gaat geen bestand")
    assert set(fouten(huis, getypt(huis, None))) == {"bijlage-meldformulier"}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_while_the_vault_is_away_nobody_can_say_what_goes_along(huis: Installatie, melding: UUID) -> None:
    wie, concept, ruw = huis.gebruiker("consulent"), new_id(), getypt(huis, melding, verslag_in_dossier="ja")
    concepten.bewaar(huis.services, wie, concept=concept, mailbox=DOSSIER, ruw=ruw, versie=0, now=huis.now)
    huis.client.down = True
    with pytest.raises(intake.OngeldigeAntwoorden) as geweigerd:
        intake.submit_bericht(huis.services, wie, concept=concept, now=huis.now)
    assert "stukken" in {fout.veld for fout in geweigerd.value.fouten.fouten}


def test_after_the_acceptance_the_first_sees_the_status_and_what_was_agreed_and_no_more(
    huis: Installatie, melding: UUID
) -> None:
    bericht = gestuurd(huis, melding, ingangsdatum="1-6-2026")
    groningen, consulent = huis.gebruiker("groningen"), huis.gebruiker("consulent")
    huis.doe(groningen, bericht, "aanvaarden", tekst="Wij nemen het over.")
    with pytest.raises(NietMogelijk):
        huis.doe(consulent, bericht, "terughalen", tekst="Toch niet.")
    huis.doe(groningen, bericht, "vraag-stellen", tekst="Waar staat voor hoe lang?")
    assert "terughalen" not in {actie.code for actie in kop(huis.services, consulent, bericht).acties}
    with pytest.raises(NietMogelijk, match=AANVAARD):
        huis.doe(consulent, bericht, "terughalen", tekst="Toch niet.")
    huis.doe(consulent, bericht, "beantwoorden", tekst="Op bladzijde drie.")
    with pytest.raises(AntwoordNodig):
        huis.doe(groningen, bericht, "vergewischeck", antwoorden={**VIER, "duur": []})
    huis.doe(groningen, bericht, "vergewischeck", antwoorden=VIER, tekst="Alles staat erin.")
    huis.doe(groningen, bericht, "aanvraag-geregistreerd", tekst="Zaak 12.")
    grond = {"verwijst": ["ja"], "grondslag": ["Wmo 2.3.5"]}
    huis.doe(groningen, bericht, "toegekend", antwoorden=grond, tekst="Een jaar verblijf.")
    van_ons = open_bericht(huis.services, groningen, bericht, now=huis.now).kop
    assert [(r.tekst, _asked(r)) for r in van_ons.verloop if r.code in {"vergewischeck", "toegekend"}] == [
        ("Alles staat erin.", CHECK),
        ("Een jaar verblijf.", GROND),
    ]
    huis.doe(groningen, bericht, "bericht-sturen", tekst="Dank voor het dossier.")
    van_hen = open_bericht(huis.services, consulent, bericht, now=huis.now).kop
    assert [r.secties for r in van_hen.verloop if r.secties] == []
    assert [(r.code, r.tekst) for r in van_hen.verloop if r.code != "openen"] == [
        ("indienen", ""),
        ("aanvaarden", "Wij nemen het over."),
        ("vraag-stellen", "Waar staat voor hoe lang?"),
        ("beantwoorden", "Op bladzijde drie."),
        ("vergewischeck", ""),
        ("aanvraag-geregistreerd", ""),
        ("toegekend", ""),
        ("bericht-sturen", "Dank voor het dossier."),
    ]
    samen = ["vergewischeck", "ingangsdatum"]
    assert ([t.code for t in van_hen.termijnen], van_hen.taken, van_hen.behandelaar_naam) == (samen, (), "")
    assert [t.code for t in receipt(huis.services, consulent, bericht).termijnen] == samen
    assert [rij.termijn for rij in onderweg(huis.services, consulent, keuze="klaar").rijen] == [None]
    _clocks_and_taken(huis, bericht)
    voor_beiden = {code: {"toegang-0014", "toegang-1979"} for code in BEIDEN}
    assert _sealed_to(huis, bericht) == voor_beiden | {code: {"toegang-0014"} for code in ALLEEN}


def _sealed_to(huis: Installatie, bericht: UUID) -> dict[str, set[str]]:
    """For whom the text of each step was sealed."""
    voor: dict[str, set[str]] = {}
    with huis.services.database.lezen() as session:
        query = select(Overgang.code, Seal.recipient).join(Seal, Seal.item == Overgang.item)
        for code, team in session.execute(query.where(Overgang.bericht == bericht)):
            voor.setdefault(code, set()).add(team)
    return voor


def _clocks_and_taken(huis: Installatie, bericht: UUID) -> None:
    with huis.services.database.lezen() as session:
        klokken = {t.code: t.datum for t in session.scalars(select(Termijn).where(Termijn.bericht == bericht))}
        taken = session.scalars(select(Taak.code).where(Taak.bericht == bericht).order_by(Taak.volgnummer)).all()
    # seven werkdagen and two weken from 7 April, the day it came in
    assert (klokken["vergewischeck"], klokken["beschikking"]) == (date(2026, 4, 16), date(2026, 4, 21))
    assert taken == ["beschikking", "301-toewijzing", "inschrijving"]


def test_before_the_acceptance_it_can_be_taken_back_and_then_opens_for_nobody_else(
    huis: Installatie, melding: UUID
) -> None:
    bericht = gestuurd(huis, melding)
    groningen, consulent = huis.gebruiker("groningen"), huis.gebruiker("consulent")
    open_bericht(huis.services, groningen, bericht, now=huis.now)
    with pytest.raises(NietMogelijk):
        huis.doe(consulent, bericht, "terughalen")
    huis.doe(consulent, bericht, "terughalen", tekst="De burger wil toch hier blijven.")
    with pytest.raises(Teruggehaald):
        open_bericht(huis.services, groningen, bericht, now=huis.now)
    eigen = open_bericht(huis.services, consulent, bericht, now=huis.now).kop
    assert (eigen.toestand.code, eigen.verloop[-1].tekst) == ("teruggehaald", "De burger wil toch hier blijven.")
    assert [(taak.code, taak.van_ons) for taak in eigen.taken] == [("weer-bij-ons", True)]
    assert {t.status.value for t in eigen.termijnen} == {"vervallen"}
    with huis.services.database.lezen() as session:
        voor = select(Seal.recipient).join(SealedItem, SealedItem.id == Seal.item).where(SealedItem.subject == bericht)
        assert set(session.scalars(voor)) == {"toegang-1979"}
    with pytest.raises(NietMogelijk):
        huis.doe(groningen, bericht, "aanvaarden")


def test_own_onderzoek_of_the_ontvangende_lets_the_beschikking_wait_for_the_aanvraag_after_it(
    huis: Installatie, melding: UUID
) -> None:
    bericht, groningen = gestuurd(huis, melding), huis.gebruiker("groningen")
    huis.doe(groningen, bericht, "aanvaarden")
    huis.doe(groningen, bericht, "zelf-onderzoeken", tekst="De duur ontbreekt.")
    assert _running(huis, bericht) == {"onderzoek": date(2026, 5, 19)}
    huis.later(weeks=5)
    huis.doe(huis.gebruiker("groningen"), bericht, "aanvraag-na-onderzoek", dag=date(2026, 5, 11))
    assert _running(huis, bericht) == {"beschikking-na-onderzoek": date(2026, 5, 26)}  # after Pentecost


def _running(huis: Installatie, bericht: UUID) -> dict[str, date]:
    with huis.services.database.lezen() as session:
        lopend = select(Termijn).where(Termijn.bericht == bericht, Termijn.status == "loopt")
        return {t.code: t.datum for t in session.scalars(lopend)}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_second_melding_at_the_ontvangende_gemeente_is_warned_of_there_and_nowhere_else(
    huis: Installatie, melding: UUID
) -> None:
    overdracht = gestuurd(huis, melding)
    mailbox = huis.services.mailboxen.met_code("melding-beschermd-wonen")
    assert mailbox is not None
    tweede = huis.stuur(huis.gebruiker("ander"), mailbox.code, ingevuld(mailbox, gemeente_inschrijving="0014"))

    def gewaarschuwd(wie: str, bericht: UUID) -> list[tuple[str, UUID]]:
        gevonden = waarschuwingen(huis, huis.gebruiker(wie), bericht)
        return [(w.tekst, a.id) for w in gevonden if w.titel == "Dit is er misschien al" for a in w.andere]

    zin = "Over deze cliënt loopt al '{}'. Kijk of dit daarbij hoort, voor u iets besluit."
    assert gewaarschuwd("groningen", tweede) == [(zin.format("Overdracht dossier"), overdracht)]
    assert gewaarschuwd("groningen", overdracht) == [(zin.format(mailbox.titel), tweede)]
    # the latende gemeente has nothing of that melding, and its own belongs to the hand-over; who sent it learns of no hand-over
    assert [gewaarschuwd(*wat) for wat in (("consulent", overdracht), ("consulent", melding), ("ander", tweede))] == [
        []
    ] * 3
