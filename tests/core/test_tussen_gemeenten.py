"""A running indicatie goes to another gemeente, and who flows out returns to where he came from: each step asked of the right one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from portal.core.bericht.kanten import sender_fact
from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten
from portal.core.insturen.controle import controleer
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.insturen.meenemen import follow_ups, start_from
from portal.core.lezen.dossier import dossier_of
from portal.core.lezen.reading import open_bericht
from portal.core.weigeren import NietMogelijk
from portal.domain.mailbox import Mailbox
from portal.domain.routeregel import beschrijf
from portal.models import Taak, Verband
from portal.sealing.envelope import new_id
from tests.core.test_gesprek import attach, send
from tests.ingevuld import ingevuld, ingevuld_met
from tests.installatie import GRONINGEN, Installatie
from tests.overdrachten import DOSSIER, gedaan, getypt, overgedragen, stand
from tests.voorbeelden import volledige_aanvraag

WISSELING = "overdracht-wisseling"
TERUGKEER = "uitstroom-terugkeer"


def mailbox(huis: Installatie, code: str) -> Mailbox:
    gevonden = huis.services.mailboxen.met_code(code)
    assert gevonden is not None
    return gevonden


def typ(
    huis: Installatie, code: str, account: str, bij: UUID | None, **anders: str | Sequence[str]
) -> dict[str, list[str]]:
    begin: dict[str, str | Sequence[str]] = {}
    if bij is not None:
        begin |= start_from(huis.services, huis.gebruiker(account), mailbox(huis, code), bij, now=huis.now)
    verklaring, weet = mailbox_en_kader(huis.services, huis.gebruiker(account), code, now=huis.now)
    return ingevuld_met(verklaring, weet, begin | anders)


def fouten(huis: Installatie, code: str, account: str, ruw: dict[str, list[str]]) -> set[str]:
    wie, concept = huis.gebruiker(account), new_id()
    concepten.bewaar(huis.services, wie, concept=concept, mailbox=code, ruw=ruw, versie=0, now=huis.now)
    geopend = concepten.open_concept(huis.services, wie, concept)
    return {fout.veld for fout in controleer(huis.services, wie, geopend, now=huis.now).fouten.fouten}


def volgt(huis: Installatie, account: str, bericht: UUID) -> list[str]:
    wie = huis.gebruiker(account)
    gelezen = open_bericht(huis.services, wie, bericht, now=huis.now)
    return [v.code for v in follow_ups(huis.services, wie, gelezen.kop, gelezen.feiten) if v.volgt]


def test_the_decision_on_a_wisseling_leads_to_the_other_gemeente_and_its_taken_come_in_order(huis: Installatie) -> None:
    verzoek = huis.bericht(huis.gebruiker("indiener"))
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    huis.doe(consulent, verzoek, "oppakken")
    huis.doe(consulent, verzoek, "akkoord-andere-gemeente", tekst="Past bij de burger.")
    assert "verzoek" in fouten(huis, WISSELING, "consulent", typ(huis, WISSELING, "consulent", verzoek))
    gedaan(huis, verzoek, tot="overdracht")
    assert volgt(huis, "consulent", verzoek) == [WISSELING]
    ruw = typ(huis, WISSELING, "consulent", verzoek, handtekening="ja")
    assert (ruw["gemeente"], ruw["verhuisdatum"], ruw["bsn"]) == (["0014"], ["1-5-2026"], ["999900006"])
    assert "handtekening" in fouten(huis, WISSELING, "consulent", ruw | {"handtekening": ["nee"]})
    assert fouten(huis, WISSELING, "consulent", ruw | {"ondertekend_op": [""]}) == {
        "ondertekend_op",
        "bijlage-wijzigingsformulier",
        "bijlage-toekenningsbeschikking",
        "bijlage-onderzoeksverslag",
    }
    bericht = huis.stuur(consulent, WISSELING, ruw)
    assert stand(huis, verzoek)["overdracht"] == "gedaan"
    klokken = {t.code: t.datum for t in kop(huis.services, groningen, bericht).termijnen}
    assert klokken == {"reactie": date(2026, 4, 9), "verhuisdatum": date(2026, 5, 1)}
    huis.doe(groningen, bericht, "aanvaarden")
    huis.doe(groningen, bericht, "overgenomen", tekst="Naar de backoffice.")
    with huis.services.database.lezen() as session:
        taken = session.execute(
            select(Taak.code, Taak.na).where(Taak.bericht == bericht).order_by(Taak.volgnummer)
        ).all()
    assert [tuple(taak) for taak in taken] == [
        ("beeindiging", ""),
        ("backoffice", "beeindiging"),
        ("beschikking", "backoffice"),
        ("301-toewijzing", "beschikking"),
        ("melding-cak", "301-toewijzing"),
        ("archief", "melding-cak"),
        ("inschrijving", ""),
    ]
    eigen = open_bericht(huis.services, consulent, bericht, now=huis.now).kop
    assert (eigen.toestand.code, [t.code for t in eigen.termijnen], eigen.verloop[-1].tekst) == (
        "besloten",
        ["reactie", "verhuisdatum"],
        "",
    )


def test_who_does_not_take_it_over_says_why_and_the_first_reads_it(huis: Installatie) -> None:
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    ruw = typ(huis, WISSELING, "consulent", None, handtekening="ja", gemeente="0014")
    bericht = huis.stuur(consulent, WISSELING, ruw)
    huis.doe(groningen, bericht, "niet-aanvaarden", tekst="De aanbieder heeft geen plek.")
    eigen = open_bericht(huis.services, consulent, bericht, now=huis.now).kop
    assert (eigen.toestand.code, eigen.verloop[-1].tekst) == ("afgehandeld", "De aanbieder heeft geen plek.")
    assert ([taak.code for taak in eigen.taken], stand(huis, bericht)) == (["weer-bij-ons"], {"weer-bij-ons": "open"})
    gedaan(huis, bericht)
    assert kop(huis.services, groningen, bericht).taken[0].van_ons is False


def test_a_wisseling_that_is_refused_when_all_was_done_is_undone_once(huis: Installatie) -> None:
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    verzoek = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, verzoek, "oppakken")
    huis.doe(consulent, verzoek, "akkoord-andere-gemeente", tekst="Past bij de burger.")
    gedaan(huis, verzoek, tot="overdracht")
    bericht = huis.stuur(consulent, WISSELING, typ(huis, WISSELING, "consulent", verzoek, handtekening="ja"))
    gedaan(huis, verzoek)
    assert kop(huis.services, consulent, verzoek).toestand.code == "afgehandeld"
    huis.doe(groningen, bericht, "niet-aanvaarden", tekst="De aanbieder heeft geen plek.")
    assert {code for code, staat in stand(huis, verzoek).items() if staat == "open"} == {
        "herstel-toewijzing",
        "herstel-cak",
    }
    assert stand(huis, verzoek)["overdracht"] == "vervallen"
    huis.doe(consulent, verzoek, "afgewezen", tekst="De andere gemeente heeft geen plek.")
    with pytest.raises(NietMogelijk):
        huis.doe(consulent, verzoek, "gaat-niet-door", tekst="Nog eens.")


def test_a_wisseling_that_is_refused_on_its_way_is_mended_at_the_verzoek_and_decided_anew(huis: Installatie) -> None:
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    verzoek, bericht = overgedragen_wisseling(huis)
    huis.doe(groningen, bericht, "niet-aanvaarden", tekst="De aanbieder heeft geen plek.")
    staat = stand(huis, verzoek)
    assert {code: staat[code] for code in ("overdracht", "melding-cak", "301-intrekking", "herstel-toewijzing")} == {
        "overdracht": "vervallen",
        "melding-cak": "vervallen",
        "301-intrekking": "gedaan",
        "herstel-toewijzing": "open",
    }
    assert "herstel-cak" not in staat  # the CAK heard nothing yet
    assert kop(huis.services, consulent, verzoek).toestand.code == "in_behandeling"
    ruw = typ(huis, WISSELING, "consulent", verzoek, handtekening="ja")
    assert fouten(huis, WISSELING, "consulent", ruw) >= {"verzoek"}
    huis.doe(consulent, verzoek, "akkoord-andere-gemeente", tekst="Nu naar Veendam.")
    assert {code for code, hoe in stand(huis, verzoek).items() if hoe == "open"} >= {
        "overdracht",
        "301-intrekking",
        "melding-cak",
    }


def test_a_wisseling_that_is_taken_back_can_be_handed_over_again_or_not_go_on(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    verzoek, bericht = overgedragen_wisseling(huis)
    huis.doe(consulent, bericht, "terughalen", tekst="Het verkeerde verslag.")
    staat = stand(huis, verzoek)
    assert (staat["overdracht"], staat["melding-cak"], "herstel-toewijzing" in staat) == ("open", "open", False)
    ruw = typ(huis, WISSELING, "consulent", verzoek, handtekening="ja")
    tweede = huis.stuur(consulent, WISSELING, ruw)
    assert stand(huis, verzoek)["overdracht"] == "gedaan"
    huis.doe(consulent, tweede, "terughalen", tekst="De burger blijft toch.")
    huis.doe(consulent, verzoek, "gaat-niet-door", tekst="De burger blijft toch.")
    assert {code for code, hoe in stand(huis, verzoek).items() if hoe == "open"} == {
        "herstel-toewijzing",
        "brief-niet-door",
    }


def test_who_hands_a_wisseling_on_lets_the_burger_sign_again_and_has_it_back_when_that_is_refused(
    huis: Installatie,
) -> None:
    groningen = huis.gebruiker("groningen")
    _, eerste = overgedragen_wisseling(huis)
    huis.doe(groningen, eerste, "aanvaarden")
    huis.later(days=3)
    groningen = huis.gebruiker("groningen")
    huis.doe(groningen, eerste, "verder-overgedragen", tekst="De plek is in Veendam.")
    assert list(stand(huis, eerste)) == ["afspraken", "verkort-verslag", "verslag-ondertekend", "overdracht"]
    anders = {"handtekening": "ja", "gemeente": "0047", "afgestemd_op": "2-4-2026", "beeindigd_op": "5-4-2026"}
    nieuw = typ(huis, WISSELING, "groningen", eerste, **anders, ondertekend_op="5-4-2026")
    assert "verzoek" in fouten(huis, WISSELING, "groningen", nieuw)
    gedaan(huis, eerste, account="groningen", tot="overdracht")
    oud = nieuw | {"ondertekend_op": ["3-4-2026"]}
    assert "ondertekend_op" in fouten(huis, WISSELING, "groningen", oud)
    assert not {"verzoek", "ondertekend_op"} & fouten(huis, WISSELING, "groningen", nieuw)
    tweede = huis.stuur(groningen, WISSELING, nieuw)
    huis.doe(huis.gebruiker("dubbel"), tweede, "niet-aanvaarden", tekst="Geen plek.")
    assert kop(huis.services, groningen, eerste).toestand.code == "aanvaard"
    assert stand(huis, eerste)["overdracht"] == "vervallen"


def overgedragen_wisseling(huis: Installatie) -> tuple[UUID, UUID]:
    """A verzoek to which Eemsdelta agreed, with the indicatie ended, and the hand-over that it sent to Groningen."""
    consulent = huis.gebruiker("consulent")
    verzoek = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, verzoek, "oppakken")
    huis.doe(consulent, verzoek, "akkoord-andere-gemeente", tekst="Past bij de burger.")
    gedaan(huis, verzoek, tot="overdracht")
    return verzoek, huis.stuur(consulent, WISSELING, typ(huis, WISSELING, "consulent", verzoek, handtekening="ja"))


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_wisseling_that_stops_after_the_acceptance_is_undone_at_both_gemeenten(huis: Installatie) -> None:
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    verzoek = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(consulent, verzoek, "oppakken")
    huis.doe(consulent, verzoek, "akkoord-andere-gemeente", tekst="Past bij de burger.")
    gedaan(huis, verzoek, tot="overdracht")
    bericht = huis.stuur(consulent, WISSELING, typ(huis, WISSELING, "consulent", verzoek, handtekening="ja"))
    huis.doe(groningen, bericht, "aanvaarden")
    huis.doe(groningen, bericht, "overgenomen", tekst="Naar de backoffice.")
    gedaan(huis, bericht, account="groningen", tot="melding-cak")
    huis.doe(consulent, verzoek, "gaat-niet-door", tekst="De burger wil toch blijven.")
    assert stand(huis, verzoek)["inlichten-ontvangende"] == "open"
    huis.doe(groningen, bericht, "toch-niet", tekst="De burger blijft in Eemsdelta.")
    assert {code for code, staat in stand(huis, bericht).items() if staat == "open"} == {
        "intrekking-nieuwe",
        "intrekkingsbeschikking",
        "brief-niet-door",
    }
    with pytest.raises(NietMogelijk):
        huis.doe(groningen, bericht, "toch-niet", tekst="Nog eens.")


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_wisseling_is_agreed_before_it_is_signed_and_signed_before_the_indicatie_ends(huis: Installatie) -> None:
    dagen = {"afgestemd_op": "30-3-2026", "ondertekend_op": "1-1-1991", "beeindigd_op": "1-4-2026"}
    ruw = typ(huis, WISSELING, "consulent", None, handtekening="ja", gemeente="0014", **dagen)
    assert "ondertekend_op" in fouten(huis, WISSELING, "consulent", ruw)
    laat = ruw | {"ondertekend_op": ["2-4-2026"]}
    assert "beeindigd_op" in fouten(huis, WISSELING, "consulent", laat)
    goed = ruw | {"ondertekend_op": ["31-3-2026"]}
    assert not {"ondertekend_op", "beeindigd_op"} & fouten(huis, WISSELING, "consulent", goed)


def test_an_aanbieder_starts_the_return_and_the_gemeente_van_verblijf_puts_it_to_that_of_herkomst(
    huis: Installatie,
) -> None:
    begin = {"toestemming": "ja", "gemeente_verblijf": "1979", "gemeente_herkomst": "0014"}
    ruw = typ(huis, TERUGKEER, "indiener", None, **begin)
    assert fouten(huis, TERUGKEER, "indiener", ruw) == set()
    assert fouten(huis, TERUGKEER, "indiener", ruw | {"toestemming": ["nee"]}) == {"toestemming"}
    assert fouten(huis, TERUGKEER, "indiener", ruw | {"gemeente_herkomst": ["1979"]}) == {"gemeente_herkomst"}
    eerste = huis.stuur(huis.gebruiker("indiener"), TERUGKEER, ruw)
    consulent, groningen = huis.gebruiker("consulent"), huis.gebruiker("groningen")
    huis.doe(consulent, eerste, "oppakken")
    with pytest.raises(NietMogelijk):
        huis.doe(consulent, eerste, "overnemen-burger", tekst="Kan niet.")
    huis.doe(consulent, eerste, "voorleggen", tekst="Wij leggen het voor.")
    assert volgt(huis, "consulent", eerste) == [TERUGKEER]
    tweede = huis.stuur(consulent, TERUGKEER, typ(huis, TERUGKEER, "consulent", eerste))
    zicht = open_bericht(huis.services, groningen, tweede, now=huis.now)
    assert (zicht.kop.team, zicht.feiten["wensen"], sorted(b.eis for b in zicht.bijlagen)) == (
        GRONINGEN,
        ruw["wensen"][0],
        ["dossier", "gesprek"],
    )
    acties = {actie.code for actie in zicht.acties}
    assert ("overnemen-burger" in acties, "voorleggen" in acties) == (True, False)
    huis.doe(groningen, tweede, "overleg", tekst="Maandag om tien uur.")
    huis.doe(groningen, tweede, "overnemen-burger", tekst="Hij komt op 1 juni terug.")
    eigen = open_bericht(huis.services, consulent, tweede, now=huis.now).kop
    assert (eigen.toestand.code, eigen.verloop[-1].tekst) == ("besloten", "Hij komt op 1 juni terug.")


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_from_outside_the_region_the_gemeente_van_verblijf_goes_itself(huis: Installatie) -> None:
    begin = {"toestemming": "ja", "gemeente_verblijf": "1979", "gemeente_herkomst": "buiten-de-regio"}
    bericht = huis.stuur(huis.gebruiker("indiener"), TERUGKEER, typ(huis, TERUGKEER, "indiener", None, **begin))
    consulent = huis.gebruiker("consulent")
    acties = {a.code for a in open_bericht(huis.services, consulent, bericht, now=huis.now).acties}
    assert ("voorleggen" in acties, "voorleggen-buiten" in acties) == (False, True)
    ruw = typ(huis, TERUGKEER, "consulent", None, **(begin | {"gemeente_herkomst": "0014"}))
    assert fouten(huis, TERUGKEER, "consulent", ruw) == set()
    assert fouten(huis, TERUGKEER, "consulent", ruw | {"gemeente_verblijf": ["0047"]}) == {"gemeente_verblijf"}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_belongs_to_the_melding_goes_along_and_what_was_tied_to_it_does_not(huis: Installatie) -> None:
    """Whoever writes in the database can tie another bericht to a melding: its answers do not say so."""
    melding = overgedragen(huis)
    ander = huis.bericht(huis.gebruiker("indiener"))
    with huis.services.database.schrijven() as session:
        session.execute(insert(Verband).values(bericht=ander, code="melding", naar=melding))
    consulent = huis.gebruiker("consulent")
    nummer = kop(huis.services, consulent, melding).nummer
    stukken = dossier_of(huis.services, consulent, mailbox(huis, DOSSIER), {"melding": nummer}, now=huis.now)
    assert {stuk.bericht for stuk in stukken} == {melding}
    assert dossier_of(huis.services, consulent, mailbox(huis, DOSSIER), {"melding": "BP-0000-0000"}, now=huis.now) == ()
    assert dossier_of(huis.services, consulent, mailbox(huis, "vooroverleg-gemeente"), {}, now=huis.now) == ()
    vreemd = huis.gebruiker("groningen")
    assert dossier_of(huis.services, vreemd, mailbox(huis, DOSSIER), {"melding": nummer}, now=huis.now) == ()


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_files_of_texts_and_of_the_signed_aanvraag_go_along_as_well(huis: Installatie) -> None:
    melding = huis.stuur(
        huis.gebruiker("indiener"), "melding-beschermd-wonen", ingevuld(mailbox(huis, "melding-beschermd-wonen"))
    )
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, melding, "oppakken")
    huis.doe(consulent, melding, "gesprek-gevoerd", dag=huis.now.date())
    huis.doe(consulent, melding, "verslag-verstuurd", dag=huis.now.date())
    nummer = kop(huis.services, consulent, melding).nummer
    concept, _ = attach(huis, consulent, melding, "bericht-sturen", "brief.pdf")
    send(huis, consulent, melding, "bericht-sturen", concept=concept, sleutel=new_id())
    retour = huis.stuur(
        huis.gebruiker("indiener"), "aanvraag-retour", volledige_aanvraag(nummer, ondertekend_op="2-4-2026")
    )
    stukken = dossier_of(huis.services, consulent, mailbox(huis, DOSSIER), {"melding": nummer}, now=huis.now)
    dag = "donderdag 2 april 2026"
    assert [(stuk.bericht, stuk.titel) for stuk in stukken if stuk.bijlage is None] == [
        (melding, f"Formulier Melding Beschermd Wonen ({nummer})"),
        (melding, f"Schrijven aan de afzender, {dag} ({nummer})"),
        (retour, f"Formulier Ondertekende aanvraag terugsturen ({kop(huis.services, consulent, retour).nummer})"),
    ]
    assert [stuk.bericht for stuk in stukken if stuk.bijlage is not None] == [melding, melding, retour]
    assert stukken[3].titel == "Schrijven aan de afzender: brief.pdf"
    huis.doe(consulent, retour, "oppakken")
    huis.doe(consulent, retour, "in-orde", tekst="Getekend en compleet.")
    huis.doe(consulent, melding, "overgedragen", tekst="De burger gaat in Groningen wonen.")
    ruw = getypt(huis, melding, ondertekend_op="2-4-2026", verslag_op="2-4-2026", gemeente="0014")
    bericht = huis.stuur(consulent, DOSSIER, ruw)
    gekregen = open_bericht(huis.services, huis.gebruiker("groningen"), bericht, now=huis.now)
    assert [b.eis for b in gekregen.bijlagen].count("dossier") == 3
    assert f"{kop(huis.services, consulent, retour).nummer}.ondertekend_op" in gekregen.antwoorden.feiten()


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_each_sender_of_a_return_reads_who_gets_it_from_him(huis: Installatie) -> None:
    regel = mailbox(huis, TERUGKEER).routering
    assert [beschrijf(regel, sender_fact(soort)) for soort in ("organisatie", "team")] == [
        "de Toegang van de gemeente van verblijf",
        "de Toegang van de gemeente van herkomst",
    ]
