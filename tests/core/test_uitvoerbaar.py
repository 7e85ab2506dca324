"""A declaration that asks more than the core carries out refuses to start."""

from dataclasses import replace
from typing import Any

import pytest

from portal.core.insturen.uitvoerbaar import check_uitvoerbaar
from portal.domain.basisloop import basisloop, besluit
from portal.domain.bron import Bron
from portal.domain.gevolg import (
    BeeindigClient,
    NieuwBericht,
    SluitVerband,
    StapBijClient,
    StapBijVolgers,
    TaakGedaan,
    TakenVervallen,
    VulRegister,
)
from portal.domain.levensloop import Actie, Overgang, Tekst
from portal.domain.mailbox import Clientblok, Deel, FouteDeclaratie, Mailbox
from portal.domain.overdracht import Meesturen, Overdracht
from portal.domain.partij import Partij
from portal.domain.routering import Delen, Keuze, OpAfzender, OpAntwoord, OpRegister, OpVerband, VastTeam
from portal.domain.teams import Teamsoort
from portal.domain.termijn import BijAankomst
from portal.domain.voorwaarde import Ingevuld, Is
from portal.forms import BerichtFormulier, TekstVeld, VerbandVeld
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from tests.mailboxes.vreemde_mailboxen import VREEMDSTE, ZORGBEEINDIGING

VAST = VastTeam(regel="vast", soort=Teamsoort.CMO)
INWONING = OpAntwoord(regel="inwoning", veld="gemeente_inschrijving", rol="x")
HEEL = Delen(delen=(("heel", VAST),))


@pytest.fixture
def mailbox() -> Mailbox:
    gevonden = laad_mailboxen(laad_regios()).met_code("herindicatie")
    assert gevonden is not None
    return gevonden


def test_all_mailboxes_that_are_found_are_carried_out() -> None:
    check_uitvoerbaar(laad_mailboxen(laad_regios()).alle())


@pytest.mark.parametrize(
    ("routering", "wat"),
    [
        (HEEL, "meer ontvangers zonder per_ontvanger"),
        (OpVerband(regel="r", verband="melding", anders=HEEL), "meer ontvangers zonder per_ontvanger"),
        (Keuze(als=Ingevuld("reden"), dan=VAST, anders=HEEL), "meer ontvangers zonder per_ontvanger"),
        (Delen(delen=(("romp", VAST),)), "Delen zonder ontvanger van het geheel"),
        (OpRegister(regel="r", register="locaties", rol="x", anders=INWONING), "OpRegister"),
        (OpRegister(regel="r", register="toewijzing", rol="x", anders=VAST), "OpRegister"),
        # the form asks this answer, so it would never be looked up
        (OpRegister(regel="r", register="toewijzing", rol="x", anders=INWONING), "OpRegister"),
        (Delen(delen=(("heel", OpRegister(regel="r", register="locaties", rol="x", anders=VAST)),)), "OpRegister"),
    ],
)
def test_a_rule_that_is_not_carried_out_is_named(
    mailbox: Mailbox, routering: Delen | OpRegister | OpVerband | Keuze, wat: str
) -> None:
    object.__setattr__(ander := replace(mailbox), "routering", routering)
    with pytest.raises(FouteDeclaratie, match=wat):
        check_uitvoerbaar([ander])


def test_a_second_part_that_opens_with_a_reason_is_named(mailbox: Mailbox) -> None:
    delen = tuple(Deel(code=f"d{n}", titel="Deel", velden=("toelichting",), reden_nodig=True) for n in range(2))
    apart = replace(mailbox, clientblok=Clientblok.APART, delen=delen)
    with pytest.raises(FouteDeclaratie, match="meer dan een Deel"):
        check_uitvoerbaar([apart])


def test_an_aanbieder_that_receives_is_given_no_taak(mailbox: Mailbox) -> None:
    object.__setattr__(ander := replace(mailbox), "routering", OpAfzender(regel="r", veld="reden"))
    with pytest.raises(FouteDeclaratie, match="de taak '"):
        check_uitvoerbaar([ander])


def test_who_sent_it_is_given_no_taak_that_asks_more_than_a_day(mailbox: Mailbox) -> None:
    (eerste, *_) = mailbox.taken()
    for wie in (replace(eerste, team=Partij.AFZENDER, getekend=True), replace(eerste, team=Partij.TOEZICHT)):
        overgang = replace(mailbox.levensloop.overgangen[-1], gevolgen=(wie,))
        loop = replace(mailbox.levensloop, overgangen=(*mailbox.levensloop.overgangen[:-1], overgang))
        with pytest.raises(FouteDeclaratie, match=f"de taak '{eerste.code}'"):
            check_uitvoerbaar([replace(mailbox, levensloop=loop, termijnen=mailbox.termijnen)])


def test_a_taak_that_sending_does_is_set_there_and_asks_no_more_than_a_day() -> None:
    """The taken of the latende that a hand-over does: another code is not there, a signature is more than a day."""
    alle = {m.code: m for m in laad_mailboxen(laad_regios()).alle()}
    check_uitvoerbaar(alle.values())
    wisseling = alle["overdracht-wisseling"]
    for taak, fout in (("bestaat-niet", "die is er niet"), ("verslag-ondertekend", "die vraagt meer dan een dag")):
        (gedaan,) = (g for g in wisseling.bij_indienen if isinstance(g, TaakGedaan))
        ander = replace(wisseling, bij_indienen=(replace(gedaan, taken=(taak,)),))
        with pytest.raises(FouteDeclaratie, match=fout):
            check_uitvoerbaar((alle | {ander.code: ander}).values())


def test_several_receivers_for_parts_are_carried_out() -> None:
    check_uitvoerbaar([ZORGBEEINDIGING])


@pytest.mark.parametrize("vreemd", [m for m in VREEMDSTE if m is not ZORGBEEINDIGING], ids=lambda mailbox: mailbox.code)
def test_the_oddest_mailboxes_wait_for_their_issue(vreemd: Mailbox) -> None:
    with pytest.raises(FouteDeclaratie, match=vreemd.code):
        check_uitvoerbaar([vreemd])


def _step(stap: str, *, door: Partij = Partij.BEHANDELEND_TEAM) -> Overgang:
    return replace(
        besluit(
            code="proef",
            titel="Proef",
            gevolgen=(SluitVerband(verband="melding", stap=stap, bron=Bron(plaats="Handboek §4")),),
        ),
        door=door,
    )


def _at_client(mailbox: str) -> Overgang:
    gevolg = StapBijClient(mailbox=mailbox, stap="toegekend", bron=Bron(plaats="Handboek §4"))
    return besluit(code="proef", titel="Proef", gevolgen=(gevolg,))


def _called_back(stap: str) -> Overgang:
    gevolg = StapBijVolgers(mailbox="herindicatie", verband="melding", stap=stap, bron=Bron(plaats="Handboek §4"))
    return besluit(code="proef", titel="Proef", gevolgen=(gevolg,))


def _linked(mailbox: Mailbox, *overgangen: Overgang, mailboxen: tuple[str, ...] = ("herindicatie",)) -> Mailbox:
    """The intrekking with these outcomes, of a melding of these mailboxen."""
    return replace(
        mailbox,
        verbanden=(replace(mailbox.verbanden[0], mailboxen=mailboxen),),
        levensloop=basisloop(*overgangen, intrekbaar=True),
    )


@pytest.mark.parametrize(
    ("overgangen", "mailboxen", "wat"),
    [
        ((_step("intrekking-met-bericht"),), ("weg",), "noemt een mailbox die er niet is: 'weg'"),
        ((_step("bestaat-niet"),), ("herindicatie",), "de stap 'bestaat-niet', en die is daar niet van het portaal"),
        ((_step("intrekking-toegang"),), ("herindicatie",), "de stap 'intrekking-toegang', en die is daar niet"),
        (
            (_step("intrekking-met-bericht", door=Partij.PORTAAL), besluit(code="gezien", titel="Gezien")),
            ("herindicatie",),
            "een verband bij een stap van het portaal",
        ),
        (
            (
                besluit(
                    code="verder",
                    titel="Verder",
                    gevolgen=(NieuwBericht(mailbox="herindicatie", velden=(), bron=Bron(plaats="Handboek §4")),),
                ),
            ),
            ("herindicatie",),
            "leidt naar 'herindicatie', dat er niet bij kan horen",
        ),
        ((_at_client("herindicatie"),), ("herindicatie",), "zet op 'herindicatie' de stap 'toegekend', en die is daar"),
        ((_at_client("weg"),), ("herindicatie",), "zet op 'weg' de stap 'toegekend', en die is daar niet"),
        ((_called_back("oppakken"),), ("herindicatie",), "zet op 'herindicatie' de stap 'oppakken', en die is daar"),
    ],
    ids=[
        "geen mailbox",
        "geen stap",
        "stap van een mens",
        "vanzelf",
        "nieuw bericht zonder verband",
        "client",
        "weg",
        "terug",
    ],
)
def test_what_it_expects_of_another_mailbox_must_be_there(
    overgangen: tuple[Overgang, ...], mailboxen: tuple[str, ...], wat: str
) -> None:
    alle = laad_mailboxen(laad_regios())
    intrekken = alle.met_code("intrekken-melding")
    assert intrekken is not None
    ander = _linked(intrekken, *overgangen, mailboxen=mailboxen)
    with pytest.raises(FouteDeclaratie, match=wat):
        check_uitvoerbaar([ander, *(m for m in alle.alle() if m.code != ander.code)])


@pytest.mark.parametrize(
    ("register", "veld", "antwoord"),
    [("bestaat-niet", "naam", "naam"), ("locaties", "geen-veld", "naam"), ("locaties", "naam", "geen_vraag")],
)
def test_a_register_takes_in_only_what_it_has_a_field_for_and_the_form_asks(
    register: str, veld: str, antwoord: str
) -> None:
    vult = VulRegister(register=register, velden=((veld, antwoord),), bron=Bron(plaats="", voorstel=True))
    with pytest.raises(FouteDeclaratie, match="VulRegister"):
        check_uitvoerbaar([_that_fills("opgave-locaties", vult)])


def test_nothing_about_a_client_goes_into_a_register() -> None:
    vult = VulRegister(register="locaties", velden=(("naam", "achternaam"),), bron=Bron(plaats="", voorstel=True))
    with pytest.raises(FouteDeclaratie, match="VulRegister"):
        check_uitvoerbaar([_that_fills("vraag-toegang", vult)])


def _that_fills(code: str, vult: VulRegister) -> Mailbox:
    gevonden = laad_mailboxen(laad_regios()).met_code(code)
    assert gevonden is not None
    loop = gevonden.levensloop
    overgangen = tuple(
        replace(o, gevolgen=(vult,)) if o.code == "afronden" or o.naar == "afgehandeld" else o for o in loop.overgangen
    )
    return replace(gevonden, levensloop=replace(loop, overgangen=overgangen))


def test_a_link_to_what_its_sender_may_not_follow_refuses_to_start() -> None:
    alle = laad_mailboxen(laad_regios()).alle()
    stil = [replace(m, stil=True) if m.code == "calamiteit-geweld" else m for m in alle]
    with pytest.raises(FouteDeclaratie, match="hoort bij 'calamiteit-geweld', en daar weet de afzender niets van"):
        check_uitvoerbaar(stil)


class _Vragen(BerichtFormulier):
    """One question of a step."""

    secties = (("", ("grond",)),)

    grond = TekstVeld("Op welke grond?")


class _Bezet(BerichtFormulier):
    """A question under a name that the page of an act has itself."""

    secties = (("", ("tekst",)),)

    tekst = TekstVeld("Wat?")


class _Verbonden(BerichtFormulier):
    """A question that only the sender can answer from his own berichten."""

    secties = (("", ("melding",)),)

    melding = VerbandVeld("Bij welke melding?")


@pytest.mark.parametrize(
    ("anders", "is_goed"),
    [
        ({"formulier": _Vragen}, True),
        ({"formulier": _Bezet}, False),
        ({"formulier": _Verbonden}, False),
        ({"formulier": _Vragen, "tekst": Tekst.GEEN}, False),
        ({"formulier": _Vragen, "door": Partij.PORTAAL}, False),
        ({"formulier": _Vragen, "actie": Actie.VERLENGEN}, False),
    ],
    ids=["asked", "name-taken", "a-link", "no-text", "of-the-portal", "of-a-clock"],
)
def test_a_step_may_ask_what_a_person_can_answer_beside_his_text(
    mailbox: Mailbox, anders: dict[str, Any], *, is_goed: bool
) -> None:
    stap = replace(besluit(code="proef", titel="Proef"), **anders)
    met = replace(mailbox, levensloop=replace(mailbox.levensloop, overgangen=(*mailbox.levensloop.overgangen, stap)))
    alle = [m for m in laad_mailboxen(laad_regios()).alle() if m.code != met.code]
    if is_goed:
        check_uitvoerbaar([*alle, met])
    else:
        with pytest.raises(FouteDeclaratie, match="het formulier van 'proef'"):
            check_uitvoerbaar([*alle, met])


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({"meesturen": Meesturen(verband="melding", veld="reden", bron=Bron(plaats="x"))}, "laat stukken meegaan"),
        ({"meesturen": Meesturen(verband="anders", veld="stukken", bron=Bron(plaats="x"))}, "volgt een verband"),
        ({"overdracht": Overdracht(aanvaard="niets")}, "noemt bij de overdracht"),
        ({"overdracht": Overdracht(aanvaard="aanvaarden", termijnen=("niets",))}, "noemt bij de overdracht"),
    ],
    ids=["no-documents", "no-link", "no-step", "no-clock"],
)
def test_a_hand_over_names_what_is_there(anders: dict[str, Any], fout: str) -> None:
    dossier = laad_mailboxen(laad_regios()).met_code("overdracht-dossier")
    assert dossier is not None
    with pytest.raises(FouteDeclaratie, match=fout):
        replace(dossier, **anders)


def test_no_taak_lapses_with_nobody_who_decides_it(mailbox: Mailbox) -> None:
    vanzelf = replace(
        besluit(code="proef", titel="Proef", gevolgen=(TakenVervallen(bron=Bron(plaats="Handboek §4")),)),
        door=Partij.PORTAAL,
        tekst=Tekst.GEEN,
        bij_verlopen="proef",
    )
    klok = replace(mailbox.termijnen[0], code="proef", begint=BijAankomst(), eindigt=("proef",), vervalt=(), als=None)
    loop = basisloop(vanzelf, intrekbaar=True)
    with pytest.raises(FouteDeclaratie, match="taken die vanzelf vervallen"):
        check_uitvoerbaar([replace(mailbox, dubbel_klok="", termijnen=(klok,), geen_termijn="", levensloop=loop)])


def test_a_step_of_the_portal_depends_on_nothing_that_is_sealed(mailbox: Mailbox) -> None:
    zelf = replace(
        besluit(code="proef", titel="Proef", soms=Is("gemeente_inschrijving", "0014")),
        door=Partij.PORTAAL,
        tekst=Tekst.GEEN,
    )

    def controleer(stap: Overgang) -> None:
        loop = basisloop(stap, intrekbaar=True)
        check_uitvoerbaar(
            [replace(mailbox, dubbel_klok="", termijnen=(), geen_termijn="Proef.", verwijzingen=(), levensloop=loop)]
        )

    controleer(replace(zelf, soms=Is("taak.overdracht", "gedaan")))
    with pytest.raises(FouteDeclaratie, match="een antwoord bij de stap 'proef' van het portaal"):
        controleer(zelf)


def test_a_client_never_ends_under_a_condition(mailbox: Mailbox) -> None:
    einde = BeeindigClient(bron=Bron(plaats="Handboek §5.8"), als=Is("gemeente_inschrijving", "0014"))
    loop = basisloop(besluit(code="proef", titel="Proef", gevolgen=(einde,)), intrekbaar=True)
    with pytest.raises(FouteDeclaratie, match="een cliënt die onder een voorwaarde eindigt"):
        check_uitvoerbaar([replace(mailbox, dubbel_klok="", termijnen=(), geen_termijn="Proef.", levensloop=loop)])


def test_what_must_be_equal_is_asked_on_both_sides() -> None:
    alle = {mailbox.code: mailbox for mailbox in laad_mailboxen(laad_regios()).alle()}
    rapport = alle["toezicht-rapport"]
    verband = replace(rapport.verbanden[0], gelijk=(("gemeente_voorval", "bestaat-niet"),))
    alle[rapport.code] = replace(rapport, verbanden=(verband, *rapport.verbanden[1:]))
    with pytest.raises(FouteDeclaratie, match="vergelijkt met 'bestaat-niet' van 'calamiteit-geweld'"):
        check_uitvoerbaar(alle.values())
