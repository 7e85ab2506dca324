"""A signed aanvraag comes back with a bericht of its own: the beschikking counts from that day, at the melding or here."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest

from portal.core.bericht.verwant import related
from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten
from portal.core.insturen.controle import controleer
from portal.core.insturen.meenemen import follow_ups, start_from
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.klokken.klokken import Klokstatus
from portal.core.lezen.reading import open_bericht
from portal.core.weigeren import NietMogelijk
from portal.sealing.envelope import new_id
from tests.ingevuld import ingevuld
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, Installatie
from tests.voorbeelden import volledige_aanvraag, volledige_herindicatie

RETOUR, VERSLAG = "aanvraag-retour", "verslag-ter-ondertekening"
PAPIER = {"via": "papier", "gemeente_verslag": "0014", "verslag_op": "30-3-2026"}


def melding(huis: Installatie, *, verslag: bool = True) -> tuple[UUID, str]:
    """A herindicatie at Eemsdelta of which the verslag was sent on 2 April; gives its number too."""
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    if verslag:
        huis.doe(consulent, bericht, "geen-gesprek")
        huis.doe(consulent, bericht, "verslag-verstuurd", dag=date(2026, 4, 2))
    return bericht, kop(huis.services, consulent, bericht).nummer


def retour(huis: Installatie, ruw: Mapping[str, list[str]], *, door: str = "consulent") -> UUID:
    bericht = huis.stuur(huis.gebruiker("indiener"), RETOUR, ruw)
    huis.doe(huis.gebruiker(door), bericht, "oppakken")
    return bericht


def klokken(huis: Installatie, bericht: UUID, account: str = "indiener") -> dict[str, tuple[str, str]]:
    zicht = kop(huis.services, huis.gebruiker(account), bericht)
    return {t.code: (t.status.value, t.datum.isoformat()) for t in zicht.termijnen}


def toestand(huis: Installatie, bericht: UUID) -> str:
    return kop(huis.services, huis.gebruiker("indiener"), bericht).toestand.code


def besluiten(huis: Installatie, bericht: UUID, door: str = "consulent") -> list[str]:
    acties = open_bericht(huis.services, huis.gebruiker(door), bericht, now=huis.now).acties
    return [o.code for o in acties if o.naar in {"besloten", "afgehandeld"}]


def test_from_the_day_it_comes_the_melding_counts_the_beschikking(huis: Installatie) -> None:
    naar, nummer = melding(huis)
    huis.later(days=5)
    bericht = retour(huis, volledige_aanvraag(nummer))
    assert (kop(huis.services, huis.gebruiker("consulent"), bericht).team, toestand(huis, naar)) == (
        EEMSDELTA,
        "aanvraag_binnen",
    )
    termijnen = klokken(huis, naar)
    assert (termijnen["aanvraag"][0], termijnen["beschikking-met-bericht"]) == ("gehaald", ("loopt", "2026-04-21"))
    assert klokken(huis, bericht) == {"terug": ("gehaald", "2026-04-16")}
    huis.later(days=2)
    assert besluiten(huis, bericht) == ["in-orde", "niet-in-orde", "niet-meer-nodig"]
    huis.doe(huis.gebruiker("consulent"), bericht, "in-orde", tekst="De handtekening klopt.")
    assert (toestand(huis, bericht), toestand(huis, naar)) == ("afgehandeld", "aanvraag")
    huis.doe(huis.gebruiker("consulent"), naar, "toegekend", tekst="De ondersteuning blijft nodig.")
    assert klokken(huis, naar)["beschikking-met-bericht"][0] == "loopt"  # until it is sent


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_comes_back_counts_from_the_day_of_the_verslag_as_it_was_corrected(huis: Installatie) -> None:
    naar, nummer = melding(huis)
    huis.later(days=7)
    consulent = huis.gebruiker("consulent")
    wacht = next(t.id for t in kop(huis.services, consulent, naar).termijnen if t.code == "aanvraag")
    for dag in (date(2026, 4, 7), date(2026, 4, 8)):  # what was said last holds
        klok = Wijziging(termijn=wacht)
        huis.doe(consulent, naar, "termijn-begin-verbeteren", tekst="De brief ging pas later weg.", dag=dag, klok=klok)
    huis.later(days=11)
    bericht = huis.stuur(huis.gebruiker("indiener"), RETOUR, volledige_aanvraag(nummer, ondertekend_op="9-4-2026"))
    assert klokken(huis, bericht) == {"terug": ("gehaald", "2026-04-22")} == {"terug": klokken(huis, naar)["aanvraag"]}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_signature_that_is_wrong_lets_the_melding_wait_again(huis: Installatie) -> None:
    naar, nummer = melding(huis)
    bericht = retour(huis, volledige_aanvraag(nummer))
    huis.doe(huis.gebruiker("consulent"), bericht, "niet-in-orde", tekst="De tweede bladzijde mist.")
    stand = klokken(huis, naar)
    assert (toestand(huis, naar), stand["beschikking-met-bericht"][0], stand["aanvraag-opnieuw-bericht"]) == (
        "verslag_uit",
        "vervallen",
        ("loopt", "2026-04-16"),
    )
    taken = kop(huis.services, huis.gebruiker("consulent"), bericht).taken
    assert [taak.code for taak in taken] == ["contact-burger"]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize("uitkomst", ["niet-akkoord", "niet-terug"])
def test_without_a_signature_nothing_counts_and_the_burger_is_called(huis: Installatie, uitkomst: str) -> None:
    naar, nummer = melding(huis)
    geen = {"uitkomst": uitkomst, "ondertekend_op": None, "gezien_door": None, "waarom": "Hij wil een ander product."}
    wie, concept = huis.gebruiker("indiener"), new_id()
    ruw = volledige_aanvraag(nummer, **geen)
    concepten.bewaar(huis.services, wie, concept=concept, mailbox=RETOUR, ruw=ruw, versie=0, now=huis.now)
    geopend = concepten.open_concept(huis.services, wie, concept)
    assert controleer(huis.services, wie, geopend, now=huis.now).fouten.fouten == ()  # no bijlage is asked
    bericht = retour(huis, ruw)
    assert (toestand(huis, naar), "beschikking-met-bericht" in klokken(huis, naar)) == ("verslag_uit", False)
    assert besluiten(huis, bericht) == ["geen-aanvraag"]
    huis.doe(huis.gebruiker("consulent"), bericht, "geen-aanvraag", tekst="Wij bellen de burger.")
    taken = kop(huis.services, huis.gebruiker("consulent"), bericht).taken
    assert [taak.code for taak in taken] == ["contact-burger"]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("uitkomst", "taken"), [("toegekend", ["beschikking", "301-toewijzing"]), ("afgewezen", ["beschikking"])]
)
def test_what_came_on_paper_goes_to_the_gemeente_that_was_named_and_is_decided_here(
    huis: Installatie, uitkomst: str, taken: list[str]
) -> None:
    bericht = retour(huis, volledige_aanvraag("", **PAPIER), door="groningen")
    groningen = huis.gebruiker("groningen")
    assert kop(huis.services, groningen, bericht).team == GRONINGEN
    assert klokken(huis, bericht) == {
        "terug-papier": ("gehaald", "2026-04-13"),
        "beschikking": ("loopt", "2026-04-16"),
    }
    assert besluiten(huis, bericht, "groningen") == ["toegekend", "afgewezen", "niet-in-orde"]
    huis.doe(groningen, bericht, uitkomst, tekst="Zie het verslag.")
    zicht = kop(huis.services, groningen, bericht)
    assert [taak.code for taak in zicht.taken] == taken
    assert {t.code: t.status for t in zicht.termijnen}["beschikking"] is Klokstatus.LOOPT  # until it is sent


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_does_not_fit_the_verslag_is_refused_and_says_why(huis: Installatie) -> None:
    _, zonder_verslag = melding(huis, verslag=False)
    _, nummer = melding(huis)

    def fouten(ruw: Mapping[str, list[str]]) -> list[tuple[str, str]]:
        wie, concept = huis.gebruiker("indiener"), new_id()
        concepten.bewaar(huis.services, wie, concept=concept, mailbox=RETOUR, ruw=ruw, versie=0, now=huis.now)
        geopend = concepten.open_concept(huis.services, wie, concept)
        return [(f.veld, f.tekst[:45]) for f in controleer(huis.services, wie, geopend, now=huis.now).fouten.fouten]

    scan = ("bijlage-verslag", "Voeg toe: Ondertekend verslag.")
    te_vroeg = "Deze dag ligt voor de dag waarop het verslag "
    assert fouten(volledige_aanvraag(zonder_verslag)) == [
        scan,
        ("verslag", "Bij deze melding is nog geen verslag verstuur"),
    ]
    assert fouten(volledige_aanvraag(nummer, ondertekend_op="1-4-2026")) == [scan, ("ondertekend_op", te_vroeg)]
    papier = volledige_aanvraag("", **PAPIER, ondertekend_op="29-3-2026")
    assert fouten(papier) == [("ondertekend_op", te_vroeg), scan]
    assert fouten(volledige_aanvraag("")) == [
        ("verslag", "Kies de melding waarbij het verslag is gemaak"),
        scan,
    ]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_the_burger_brought_himself_counts_from_the_day_he_brought_it(huis: Installatie) -> None:
    naar, nummer = melding(huis)
    huis.later(days=7)
    binnen = {"binnengekomen_op": "7-4-2026", "binnengekomen_via": "balie"}
    bericht = huis.stuur(huis.gebruiker("frontoffice"), RETOUR, volledige_aanvraag(nummer, **binnen))
    assert kop(huis.services, huis.gebruiker("consulent"), bericht).team == EEMSDELTA
    assert klokken(huis, naar)["beschikking-met-bericht"] == ("loopt", "2026-04-21")
    stap = kop(huis.services, huis.gebruiker("consulent"), naar).verloop[-1]
    assert (stap.code, stap.dag) == ("aanvraag-met-bericht", date(2026, 4, 7))


def toegestuurd(huis: Installatie, bij: UUID | None) -> UUID:
    """The verslag, sent by the consulent to De Schakel; made from the page of the melding, or on its own."""
    consulent, mailbox = huis.gebruiker("consulent"), huis.services.mailboxen.met_code(VERSLAG)
    assert mailbox is not None
    begin = start_from(huis.services, consulent, mailbox, bij, now=huis.now) if bij is not None else {}
    return huis.stuur(consulent, VERSLAG, ingevuld(mailbox, ontvanger=[SCHAKEL], **begin))


def antwoord_op(huis: Installatie, verslag: UUID) -> dict[str, list[str]]:
    """What the aanbieder sends when he starts from the verslag that he got."""
    indiener, mailbox = huis.gebruiker("indiener"), huis.services.mailboxen.met_code(RETOUR)
    assert mailbox is not None
    begin = start_from(huis.services, indiener, mailbox, verslag, now=huis.now)
    assert begin["via"] == ["bericht"]
    return volledige_aanvraag("", via=None) | begin


def test_the_chain_from_melding_to_verslag_to_aanvraag_comes_together_at_the_melding(huis: Installatie) -> None:
    naar, _ = melding(huis)
    consulent = huis.gebruiker("consulent")
    geopend = open_bericht(huis.services, consulent, naar, now=huis.now)
    assert (VERSLAG, True) in [(v.code, v.volgt) for v in follow_ups(huis.services, consulent, geopend.kop, {})]
    verslag = toegestuurd(huis, naar)
    huis.later(days=5)
    bericht, consulent = retour(huis, antwoord_op(huis, verslag)), huis.gebruiker("consulent")
    assert (kop(huis.services, consulent, bericht).team, klokken(huis, bericht)) == (
        EEMSDELTA,
        {"terug-bericht": ("gehaald", "2026-04-16")},
    )
    assert (toestand(huis, verslag), klokken(huis, verslag)["aanvraag"][0]) == ("afgehandeld", "gehaald")
    assert (toestand(huis, naar), klokken(huis, naar)["beschikking-met-bericht"]) == (
        "aanvraag_binnen",
        ("loopt", "2026-04-21"),
    )
    assert besluiten(huis, bericht) == ["in-orde", "niet-in-orde", "niet-meer-nodig"]
    huis.doe(consulent, bericht, "in-orde", tekst="De handtekening klopt.")
    assert toestand(huis, naar) == "aanvraag"
    dossier = {v.id for v in related(huis.services, consulent, kop(huis.services, consulent, naar))}
    assert dossier == {verslag, bericht}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_verslag_that_belongs_to_no_melding_is_answered_and_decided_here(huis: Installatie) -> None:
    verslag = toegestuurd(huis, None)
    bericht = retour(huis, antwoord_op(huis, verslag))
    assert klokken(huis, bericht)["beschikking"] == ("loopt", "2026-04-16")
    assert besluiten(huis, bericht) == ["toegekend", "afgewezen", "niet-in-orde"]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_melding_that_went_to_another_team_is_not_decided_on_from_here(huis: Installatie) -> None:
    naar, nummer = melding(huis)
    bericht = retour(huis, volledige_aanvraag(nummer))
    huis.doe(huis.gebruiker("consulent"), naar, "doorsturen", tekst="Hoort in de stad.", doel=GRONINGEN)
    for stap in ("in-orde", "niet-in-orde"):
        with pytest.raises(NietMogelijk, match="is niet meer bij uw team"):
            huis.doe(huis.gebruiker("consulent"), bericht, stap, tekst="De tweede bladzijde mist.")
    assert (toestand(huis, naar), toestand(huis, bericht)) == ("ingediend", "in_behandeling")


def twee(huis: Installatie) -> tuple[UUID, UUID, UUID]:
    """A melding whose aanvraag came on 2 April and once more on 7 April; gives the three berichten."""
    naar, nummer = melding(huis)
    eerste = retour(huis, volledige_aanvraag(nummer))
    huis.later(days=5)
    return naar, eerste, retour(huis, volledige_aanvraag(nummer))


@pytest.mark.parametrize(("verbeterd", "laatste"), [(None, "2026-04-21"), (date(2026, 4, 3), "2026-04-17")])
def test_a_good_aanvraag_after_a_bad_one_counts_from_the_day_on_which_it_came(
    huis: Installatie, verbeterd: date | None, laatste: str
) -> None:
    naar, eerste, tweede = twee(huis)
    eigen = ("beschikking-tweede" in klokken(huis, eerste), klokken(huis, tweede)["beschikking-tweede"])
    assert eigen == (False, ("loopt", "2026-04-21"))
    huis.later(days=1)
    consulent = huis.gebruiker("consulent")
    if verbeterd is not None:
        klok = Wijziging(
            termijn=next(
                t.id for t in kop(huis.services, consulent, tweede).termijnen if t.code == "beschikking-tweede"
            )
        )
        huis.doe(consulent, tweede, "termijn-begin-verbeteren", tekst="Hij lag er al.", dag=verbeterd, klok=klok)
    huis.doe(consulent, eerste, "niet-in-orde", tekst="De foto is onleesbaar.")
    assert (toestand(huis, naar), klokken(huis, naar)["beschikking-met-bericht"][0]) == ("verslag_uit", "vervallen")
    huis.doe(huis.gebruiker("consulent"), tweede, "in-orde", tekst="Deze is goed.")
    stand = klokken(huis, naar)
    assert (toestand(huis, naar), toestand(huis, tweede)) == ("aanvraag", "afgehandeld")
    assert klokken(huis, tweede)["beschikking-tweede"][0] == "vervallen"
    assert (stand["beschikking-met-bericht"], stand["aanvraag-opnieuw-bericht"][0]) == (
        ("loopt", laatste),
        "gehaald",
    )


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_second_first_leaves_the_melding_with_the_aanvraag_and_the_other_is_not_needed(huis: Installatie) -> None:
    naar, eerste, tweede = twee(huis)
    huis.doe(huis.gebruiker("consulent"), tweede, "in-orde", tekst="Deze is goed.")
    with pytest.raises(NietMogelijk, match="het staat op 'aanvraag ontvangen'"):
        huis.doe(huis.gebruiker("consulent"), eerste, "niet-in-orde", tekst="De foto is onleesbaar.")
    huis.doe(huis.gebruiker("consulent"), eerste, "niet-meer-nodig", tekst="De tweede is goed.")
    assert (toestand(huis, naar), toestand(huis, eerste)) == ("aanvraag", "afgehandeld")
    assert klokken(huis, naar)["beschikking-met-bericht"] == ("loopt", "2026-04-16")  # who waits longest counts


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_same_aanvraag_twice_is_in_order_twice(huis: Installatie) -> None:
    naar, eerste, tweede = twee(huis)
    for bericht in (eerste, tweede):
        huis.doe(huis.gebruiker("consulent"), bericht, "in-orde", tekst="De handtekening klopt.")
    assert [toestand(huis, b) for b in (naar, eerste, tweede)] == ["aanvraag", "afgehandeld", "afgehandeld"]
    assert klokken(huis, naar)["beschikking-met-bericht"] == ("loopt", "2026-04-16")


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_bad_second_takes_nothing_from_a_good_first(huis: Installatie) -> None:
    naar, eerste, tweede = twee(huis)
    huis.doe(huis.gebruiker("consulent"), tweede, "niet-in-orde", tekst="De tweede bladzijde mist.")
    huis.doe(huis.gebruiker("consulent"), eerste, "in-orde", tekst="Deze is wel goed.")
    assert (toestand(huis, naar), klokken(huis, naar)["beschikking-met-bericht"]) == (
        "aanvraag",
        ("loopt", "2026-04-16"),
    )
