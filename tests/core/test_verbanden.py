"""A bericht belongs to another: only one's own can be chosen, it routes and dates, and both show each other to who may see both."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.meeschuiven import rehearse
from portal.core.bericht import verbanden
from portal.core.bericht.klokzicht import TermijnZicht
from portal.core.bericht.verwant import HOORT_BIJ, IS_BIJ, related
from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten, intake
from portal.core.insturen.controle import controleer
from portal.core.insturen.intake import OngeldigeAntwoorden
from portal.core.insturen.meenemen import follow_ups, start_from
from portal.core.insturen.uitvoerbaar import check_uitvoerbaar
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.domain.basisloop import basisloop, besluit
from portal.domain.bron import Bron
from portal.domain.gevolg import NieuwBericht
from portal.domain.grond import BIJ_VERBAND
from portal.domain.mailbox import (
    Afzender,
    Bewaring,
    Clientblok,
    FouteDeclaratie,
    Groep,
    Mailbox,
    Verband,
    Verbandsoort,
)
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpVerband
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import Eenheid, Termijn, VanVerband
from portal.domain.termijnstappen import VERBETERINGEN
from portal.domain.voorwaarde import Feiten, Is
from portal.forms import BerichtFormulier, TekstVeld, VerbandVeld
from portal.mailboxes import Register
from portal.models import Bericht
from portal.models import Termijn as TermijnRij
from portal.models import Verband as VerbandRij
from portal.sealing.envelope import new_id
from tests.core.tegelijk import with_meanwhile
from tests.core.test_herleven import gemaild
from tests.installatie import GRONINGEN, SCHAKEL, Installatie, vervang
from tests.voorbeelden import volledige_herindicatie, volledige_onderbreking

BRON = Bron(plaats="Handboek §4")


class Formulier(BerichtFormulier):
    """Ask to what it belongs, and the kenmerk."""

    secties = (("Vervolg", ("melding", "kenmerk")),)

    melding = VerbandVeld("Bij welke melding hoort dit?")
    kenmerk = TekstVeld("Uw kenmerk", verplicht=False)


PROEF = Mailbox(
    code="proef",
    titel="Vervolg op een melding",
    omschrijving="Dit hoort bij een melding.",
    zoekwoorden=("vervolg",),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=OpVerband(regel="melding", verband="melding"),
    verbanden=(
        Verband(
            code="melding",
            titel="De melding",
            mailboxen=("herindicatie",),
            soort=Verbandsoort.MOET,
            open=True,
            meenemen=("kenmerk",),
        ),
    ),
    termijnen=(
        Termijn(
            code="na-melding",
            titel="Na de melding",
            aantal=2,
            eenheid=Eenheid.WEEK,
            begint=VanVerband("melding", "aankomst"),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=BRON,
        ),
    ),
    levensloop=basisloop(besluit(code="gezien", titel="Gezien"), intrekbaar=True, termijnstappen=VERBETERINGEN),
    bewaring=Bewaring(jaren=15, vanaf="ontvangst", bron=BRON),
    bronnen=(BRON,),
)


@pytest.fixture
def keten(huis: Installatie) -> Installatie:
    """The installation with the mailbox of this test."""
    return vervang(huis, mailboxen=Register((*huis.services.mailboxen.alle(), PROEF)))


def herindicatie(huis: Installatie, account: str = "indiener", **anders: str) -> UUID:
    return huis.stuur(huis.gebruiker(account), "herindicatie", volledige_herindicatie(**anders))


def nummer(huis: Installatie, account: str, bericht: UUID) -> str:
    return kop(huis.services, huis.gebruiker(account), bericht).nummer


def fouten(huis: Installatie, account: str, *getypt: str) -> list[tuple[str, str]]:
    wie, concept = huis.gebruiker(account), new_id()
    ruw = {"melding": list(getypt)}
    concepten.bewaar(huis.services, wie, concept=concept, mailbox="proef", ruw=ruw, versie=0, now=huis.now)
    geopend = concepten.open_concept(huis.services, wie, concept)
    return [(f.veld, f.tekst) for f in controleer(huis.services, wie, geopend, now=huis.now).fouten.fouten]


def test_it_goes_to_the_team_that_has_the_melding_and_counts_from_its_day(keten: Installatie) -> None:
    melding = herindicatie(keten)
    welk = nummer(keten, "indiener", melding)
    keten.doe(keten.gebruiker("consulent"), melding, "doorsturen", tekst="Hoort in de stad.", doel=GRONINGEN)
    keten.later(days=3)
    vervolg = keten.stuur(keten.gebruiker("indiener"), "proef", {"melding": [welk.lower().replace("-", " ")]})
    assert kop(keten.services, keten.gebruiker("groningen"), vervolg).team == GRONINGEN
    with keten.services.database.lezen() as session:
        klok = session.scalars(select(TermijnRij).where(TermijnRij.bericht == vervolg)).one()
        rij = session.scalars(select(VerbandRij)).one()
    assert (klok.vanaf, klok.datum) == (date(2026, 4, 2), date(2026, 4, 16))
    assert (rij.bericht, rij.code, rij.naar) == (vervolg, "melding", melding)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_number_of_another_is_answered_as_one_of_nothing(keten: Installatie) -> None:
    van_ander = nummer(keten, "ander", herindicatie(keten, "ander"))
    onbekend = [("melding", verbanden.ONBEKEND)]
    assert [fouten(keten, "indiener", welk) for welk in (van_ander, "BP-0000-0000")] == [onbekend, onbekend]
    assert verbanden.keuzes(keten.services, keten.gebruiker("indiener"), PROEF) == {"melding": ()}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_cannot_be_chosen_says_why(keten: Installatie) -> None:
    wie = keten.gebruiker("indiener")
    klaar, loopt = herindicatie(keten), herindicatie(keten)
    keten.doe(keten.gebruiker("consulent"), klaar, "oppakken")
    keten.doe(keten.gebruiker("consulent"), klaar, "intrekking-toegang", tekst="De burger wil niet meer.")
    onderbreking = keten.stuur(wie, "verlenging-onderbreking", volledige_onderbreking(tot="1-9-2026"))
    eerste, tweede = nummer(keten, "indiener", klaar), nummer(keten, "indiener", loopt)
    assert fouten(keten, "indiener", eerste) == [("melding", verbanden.AL_KLAAR)]
    assert fouten(keten, "indiener", nummer(keten, "indiener", onderbreking)) == [("melding", verbanden.ANDERE_SOORT)]
    assert fouten(keten, "indiener", "") == [("melding", "Kies het bericht waar dit bij hoort, of vul het nummer in.")]
    assert fouten(keten, "indiener", tweede, eerste)[0][1].startswith("U koos een bericht en vulde een ander nummer in")
    assert fouten(keten, "indiener", "dat van gisteren")[0][1].startswith("Dit is geen nummer van een bericht")
    assert fouten(keten, "indiener", tweede, tweede) == []
    keuzes = verbanden.keuzes(keten.services, wie, PROEF)["melding"]
    assert [(k.nummer, k.titel, k.client) for k in keuzes] == [
        (tweede, "Melding herindicatie (verlenging)", "J.V. · 1987")
    ]


def test_it_is_refused_when_the_melding_was_handed_on_after_the_check(keten: Installatie) -> None:
    melding, wie, concept = herindicatie(keten), keten.gebruiker("indiener"), new_id()
    ruw = {"melding": [nummer(keten, "indiener", melding)]}
    concepten.bewaar(keten.services, wie, concept=concept, mailbox="proef", ruw=ruw, versie=0, now=keten.now)
    consulent, reden = keten.gebruiker("consulent"), "Hoort in de stad."
    services = with_meanwhile(keten, lambda: keten.doe(consulent, melding, "doorsturen", tekst=reden, doel=GRONINGEN))
    with pytest.raises(OngeldigeAntwoorden) as ongeldig:
        intake.submit_bericht(services, wie, concept=concept, now=keten.now)
    assert [f.tekst for f in ongeldig.value.fouten.fouten] == [verbanden.VERANDERD]
    assert intake.submit_bericht(services, wie, concept=concept, now=keten.now) == concept


def test_both_pages_show_the_link_to_who_may_see_both_and_to_nobody_else(keten: Installatie) -> None:
    melding = herindicatie(keten)
    ruw = {"melding": [nummer(keten, "indiener", melding)]}
    eerste, tweede = (keten.stuur(keten.gebruiker("indiener"), "proef", ruw) for _ in range(2))
    keten.doe(keten.gebruiker("consulent"), tweede, "doorsturen", tekst="Hoort in de stad.", doel=GRONINGEN)

    def gezien(account: str, bericht: UUID) -> set[tuple[UUID, str]]:
        wie = keten.gebruiker(account)
        return {(v.id, v.verband) for v in related(keten.services, wie, kop(keten.services, wie, bericht))}

    assert gezien("indiener", melding) == {(eerste, HOORT_BIJ), (tweede, HOORT_BIJ)}
    assert gezien("indiener", eerste) == {(melding, IS_BIJ), (tweede, "")}
    assert gezien("consulent", melding) == {(eerste, HOORT_BIJ)}
    assert gezien("consulent", eerste) == {(melding, IS_BIJ)}
    assert gezien("groningen", tweede) == set()


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_from_the_page_of_the_melding_it_starts_with_the_link_and_the_kenmerk(keten: Installatie) -> None:
    melding, wie = herindicatie(keten, kenmerk="DS-0412"), keten.gebruiker("indiener")
    zicht = kop(keten.services, wie, melding)
    vervolg = {v.code: v.volgt for v in follow_ups(keten.services, wie, zicht, {})}
    assert (vervolg["proef"], "herindicatie" in vervolg) == (False, False)
    registreert = {v.code for v in follow_ups(keten.services, keten.gebruiker("consulent"), zicht, {})}
    assert ("intrekken-melding" in registreert, "proef" in registreert) == (True, False)
    assert follow_ups(keten.services, keten.gebruiker("backoffice"), zicht, {}) == ()
    assert start_from(keten.services, wie, PROEF, melding, now=keten.now) == {
        "melding": [zicht.nummer],
        "kenmerk": ["DS-0412"],
    }
    zonder = replace(PROEF, verbanden=(replace(PROEF.verbanden[0], meenemen=()),))
    assert start_from(keten.services, wie, zonder, melding, now=keten.now) == {"melding": [zicht.nummer]}
    assert start_from(keten.services, keten.gebruiker("ander"), PROEF, melding, now=keten.now) == {}
    onderbreking = keten.stuur(wie, "verlenging-onderbreking", volledige_onderbreking())
    assert start_from(keten.services, wie, PROEF, onderbreking, now=keten.now) == {}
    assert follow_ups(keten.services, wie, kop(keten.services, wie, onderbreking), {}) == ()
    keten.client.down = True
    assert start_from(keten.services, wie, PROEF, melding, now=keten.now) == {"melding": [zicht.nummer]}


def test_a_link_that_no_field_asks_refuses_to_start() -> None:
    los = PROEF.verbanden[0]
    for verband in (
        Verband(code="kenmerk", titel="", mailboxen=los.mailboxen),
        Verband(code="x", titel="", mailboxen=()),
    ):
        ander = type(PROEF)(**{n: getattr(PROEF, n) for n in PROEF.__slots__} | {"verbanden": (los, verband)})
        with pytest.raises(FouteDeclaratie, match=f"het verband '{verband.code}'"):
            check_uitvoerbaar([ander])


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_step_that_leads_to_a_new_bericht_offers_it_with_its_answers(huis: Installatie) -> None:
    """Once the step was made, and with the condition only when the answers can be seen."""
    gevolgen = (
        NieuwBericht(mailbox="proef", velden=(("achternaam", "kenmerk"),), bron=BRON),
        NieuwBericht(mailbox="elders", velden=(("bsn", "kenmerk"),), bron=BRON, als=Is("verblijft_elders", "nee")),
    )
    anders = [_leading(m, gevolgen) if m.code == "herindicatie" else m for m in huis.services.mailboxen.alle()]
    keten = vervang(huis, mailboxen=Register((*anders, PROEF, replace(PROEF, code="elders"))))
    melding, wie = herindicatie(keten), keten.gebruiker("indiener")
    keten.doe(keten.gebruiker("consulent"), melding, "oppakken")

    def volgt(feiten: Feiten | None) -> set[str]:
        vervolg = follow_ups(keten.services, wie, kop(keten.services, wie, melding), feiten)
        return {v.code for v in vervolg if v.volgt}

    assert volgt({"verblijft_elders": "nee"}) == set()
    keten.doe(keten.gebruiker("consulent"), melding, "gesprek-nodig")
    assert (volgt(None), volgt({"verblijft_elders": "nee"})) == ({"proef"}, {"proef", "elders"})
    begin = start_from(keten.services, wie, PROEF, melding, now=keten.now)
    assert begin["kenmerk"] == ["Visser"]


def _leading(mailbox: Mailbox, gevolgen: tuple[NieuwBericht, ...]) -> Mailbox:
    """Let one of its steps lead to these."""
    stappen = (replace(o, gevolgen=gevolgen) if o.code == "gesprek-nodig" else o for o in mailbox.levensloop.overgangen)
    return replace(mailbox, levensloop=replace(mailbox.levensloop, overgangen=tuple(stappen)))


def test_a_running_clock_moves_along_when_the_day_it_counts_from_is_corrected_there(keten: Installatie) -> None:
    melding = herindicatie(keten)
    keten.later(days=3)
    consulent = keten.gebruiker("consulent")
    vervolg = keten.stuur(keten.gebruiker("indiener"), "proef", {"melding": [nummer(keten, "indiener", melding)]})
    eigen = keten.stuur(keten.gebruiker("indiener"), "proef", {"melding": [nummer(keten, "indiener", melding)]})

    def klok(bericht: UUID, code: str = "na-melding") -> TermijnZicht:
        return next(t for t in kop(keten.services, consulent, bericht).termijnen if t.code == code)

    def verbeter(bericht: UUID, code: str, dag: date) -> None:
        stap, welke = "termijn-begin-verbeteren", Wijziging(termijn=klok(bericht, code).id)
        keten.doe(consulent, bericht, stap, tekst="Het lag al aan de balie.", dag=dag, klok=welke)

    verbeter(eigen, "na-melding", date(2026, 4, 3))
    keten.doe(consulent, vervolg, "doorsturen", tekst="Hoort in de stad.", doel=GRONINGEN)
    met = Wijziging(termijn=klok(melding, "onderzoek").id)
    # the team of Eemsdelta has the vervolg no more, and is not told what happens there; who sent it would see it
    assert rehearse(keten.services, consulent, melding, met, op=date(2026, 3, 30)) == ()
    (mee,) = rehearse(keten.services, keten.gebruiker("indiener"), melding, met, op=date(2026, 3, 30))
    assert (mee.titel, mee.van, mee.naar) == ("Na de melding", date(2026, 4, 16), date(2026, 4, 13))
    verbeter(melding, "onderzoek", date(2026, 3, 30))
    zicht = kop(keten.services, keten.gebruiker("groningen"), vervolg)
    (nu,) = zicht.termijnen
    assert (nu.vanaf, nu.datum, "maandag 30 maart 2026" in nu.uitleg) == (date(2026, 3, 30), date(2026, 4, 13), True)
    laatste = nu.historie[-1]
    assert (laatste.soort, laatste.wie, laatste.van, laatste.naar, laatste.grond) == (
        Gebeurtenis.BEGIN_GECORRIGEERD,
        "het portaal",
        date(2026, 4, 16),
        date(2026, 4, 13),
        BIJ_VERBAND.titel,
    )
    assert (klok(eigen).vanaf, klok(melding, "onderzoek").vanaf) == (date(2026, 4, 3), date(2026, 3, 30))
    with keten.services.database.lezen() as session:
        urgent = session.get_one(Bericht, vervolg).urgent
    assert (urgent, gemaild(keten, vervolg)) == (date(2026, 4, 13), {GRONINGEN, SCHAKEL})
