"""What every mailbox promises; a new file in portal/mailboxes brings its own cases."""

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from portal.domain.berekening import bereken
from portal.domain.bron import Bron
from portal.domain.gemeenten import Regio
from portal.domain.kalender import Kalender
from portal.domain.levensloop import Fase, Overgang
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import RECHT_VOOR, Recht
from portal.domain.routeregel import beschrijf, delen_van
from portal.domain.routering import BUITEN_DE_REGIO, HEEL, WEET_IK_NIET, GeenBestemming, OpAntwoord, route
from portal.domain.termijn import BijAntwoord
from portal.domain.voorwaarde import Feiten
from portal.forms import BerichtFormulier, Veld
from portal.forms.registratie import Registratie
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios
from tests.voorbeelden import VANDAAG, kader

MAILBOXEN = laad_mailboxen(laad_regios()).alle()
PER_REGIO = [pytest.param(m, laad_regio(code), id=f"{m.code}-{code}") for m in MAILBOXEN for code in m.regios]
KALENDER = Kalender()
LONGEST_SENTENCE = 25  # words; about the measure of plain Dutch

each_mailbox = pytest.mark.parametrize("mailbox", MAILBOXEN, ids=lambda m: m.code)
each_region = pytest.mark.parametrize(("mailbox", "regio"), PER_REGIO)


def form_of(mailbox: Mailbox) -> BerichtFormulier:
    assert issubclass(mailbox.formulier, BerichtFormulier)
    return mailbox.formulier()


def velden(mailbox: Mailbox) -> list[Veld]:
    return form_of(mailbox).velden()


def uitkomsten(mailbox: Mailbox) -> list[Overgang]:
    return [
        o
        for o in mailbox.levensloop.overgangen
        if o.naar in {"besloten", "afgehandeld"} and o.door is not Partij.PORTAAL
    ]


def teksten(mailbox: Mailbox) -> Iterator[str]:
    yield from (mailbox.titel, mailbox.omschrijving, mailbox.geen_termijn, mailbox.bevestiging)
    for veld in velden(mailbox):
        yield from (veld.label.text, veld.hint, veld.alleen_als, veld.leeg)
    yield from (tekst for b in mailbox.bijlagen for tekst in (b.titel, b.hint))
    yield from (t.titel for t in mailbox.alle_termijnen())
    yield from (tekst for o in mailbox.levensloop.overgangen for tekst in (o.titel, o.uitleg, o.tekstlabel))
    yield from (tekst for taak in mailbox.taken() for tekst in (taak.titel, taak.uitleg))
    yield from (v.tekst for v in mailbox.verwijzingen)


@each_mailbox
def test_every_rule_names_its_source(mailbox: Mailbox) -> None:
    bronnen: list[Bron] = [
        *mailbox.bronnen,
        mailbox.bewaring.bron,
        *(b.bron for b in mailbox.bijlagen),
        *(t.bron for t in mailbox.alle_termijnen()),
        *(t.bron for t in mailbox.taken()),
        *(v.bron for v in mailbox.verwijzingen),
    ]
    assert [str(bron) for bron in bronnen if not bron.plaats and not bron.voorstel] == []


@each_mailbox
def test_its_module_says_in_dutch_what_it_is_and_where_it_comes_from(mailbox: Mailbox) -> None:
    docstring = inspect.getdoc(sys.modules[mailbox.formulier.__module__]) or ""
    assert docstring.startswith(mailbox.titel)
    assert re.search(r"Handboek §|Werkproces MO|Wmo \d", docstring)
    assert "[I]" not in docstring


@each_mailbox
def test_a_proposal_of_our_own_is_said_in_its_docstring(mailbox: Mailbox) -> None:
    bronnen = [*(t.bron for t in mailbox.alle_termijnen()), *(t.bron for t in mailbox.taken())]
    voorstellen = [bron for bron in bronnen if bron.voorstel]
    docstring = inspect.getdoc(sys.modules[mailbox.formulier.__module__]) or ""
    assert not voorstellen or "voorstel" in docstring.lower()


@each_mailbox
def test_every_step_by_a_person_asks_a_right(mailbox: Mailbox) -> None:
    zonder = [
        o.code for o in mailbox.levensloop.overgangen if o.door is not Partij.PORTAAL and o.actie not in RECHT_VOOR
    ]
    assert zonder == []


@each_mailbox
def test_what_is_asked_of_the_sender_asks_the_right_of_a_sender_and_nothing_else_does(mailbox: Mailbox) -> None:
    stappen = [o for o in mailbox.levensloop.overgangen if o.door in {Partij.AFZENDER, Partij.BEHANDELEND_TEAM}]
    verward = [
        o.code for o in stappen if (RECHT_VOOR[o.actie] is Recht.BERICHT_INDIENEN) != (o.door is Partij.AFZENDER)
    ]
    assert verward == []


@each_mailbox
def test_who_registers_it_for_a_burger_is_asked_how_it_came_in_and_what_a_burger_can_know(mailbox: Mailbox) -> None:
    formulier = mailbox.formulier
    assert issubclass(formulier, BerichtFormulier)
    voor_burger = formulier.vul({}, replace(kader(), voor_burger=True))
    velden = [veld.short_name for veld in formulier().velden() if veld.short_name not in formulier.burger_niet]
    assert [veld.short_name for veld in voor_burger.velden()] == [*Registratie.SECTIE[1], *velden]
    assert [v.short_name for v in voor_burger.velden() if v.verplicht and v.short_name in formulier.burger_mag] == []
    wacht_op_niets = [v.short_name for v in voor_burger.velden() if v.kijkt_naar & {*formulier.burger_niet}]
    assert wacht_op_niets == []


@each_mailbox
def test_only_where_a_burger_is_registered_is_said_what_he_need_not_bring(mailbox: Mailbox) -> None:
    formulier = mailbox.formulier
    assert issubclass(formulier, BerichtFormulier)
    zonder = bool(formulier.burger_mag or formulier.burger_niet or any(b.burger_mag for b in mailbox.bijlagen))
    assert zonder <= any(afzender.voor_burger for afzender in mailbox.afzenders)


@each_mailbox
def test_it_can_always_be_brought_to_an_end(mailbox: Mailbox) -> None:
    loop = mailbox.levensloop
    klaar = {t.code for t in loop.toestanden if t.fase is Fase.KLAAR}
    while True:
        verder = klaar | {van for o in loop.overgangen if o.naar in klaar for van in o.van}
        if verder == klaar:
            break
        klaar = verder
    assert {t.code for t in loop.toestanden} - klaar == set()


@each_mailbox
def test_every_taak_has_a_role_a_title_and_a_source(mailbox: Mailbox) -> None:
    assert [t.code for t in mailbox.taken() if not (t.rol and t.titel and str(t.bron))] == []


@each_mailbox
def test_a_taak_waits_only_for_taken_that_stand_before_it(mailbox: Mailbox) -> None:
    for overgang in mailbox.levensloop.overgangen:
        eerder: set[str] = set()
        for taak in overgang.taken({}):
            assert set(taak.na) <= eerder, taak.code
            eerder.add(taak.code)


@each_mailbox
def test_there_is_an_outcome(mailbox: Mailbox) -> None:
    loop = mailbox.levensloop
    vraagt_niets = loop.toestand(loop.begin).fase is Fase.KLAAR  # it is sent to be known, and nobody decides on it
    assert bool(uitkomsten(mailbox)) is not vraagt_niets


@each_mailbox
def test_every_field_has_a_label_a_hint_or_choices_and_a_message(mailbox: Mailbox) -> None:
    for veld in velden(mailbox):
        assert veld.label.text
        assert veld.leeg
        assert veld.hint or hasattr(veld, "choices") or veld.leeg == f"Vul de {veld.label.text.lower()} in.", veld.name


@each_mailbox
def test_a_field_that_is_asked_sometimes_says_when_without_a_script(mailbox: Mailbox) -> None:
    zwijgt = [v.name for v in velden(mailbox) if v.toon_als and not v.alleen_als and v.name != "bsn"]
    assert zwijgt == []


@each_mailbox
def test_conditions_of_fields_never_wait_for_each_other(mailbox: Mailbox) -> None:
    formulier = mailbox.formulier
    assert issubclass(formulier, BerichtFormulier)
    gevuld = formulier.vul({}, kader())
    assert [v.name for v in gevuld.velden() if gevuld.wordt_gevraagd(v.short_name)] != []


@each_mailbox
def test_an_empty_form_says_for_each_field_what_to_do(mailbox: Mailbox) -> None:
    formulier = mailbox.formulier
    assert issubclass(formulier, BerichtFormulier)
    gevuld = formulier.vul({}, kader())
    gevraagd = [v.short_name for v in gevuld.velden() if gevuld.wordt_gevraagd(v.short_name) and v.verplicht]
    assert [f.veld for f in gevuld.fouten()] == gevraagd


@each_mailbox
def test_a_list_says_what_it_is_about_where_that_is_no_client(mailbox: Mailbox) -> None:
    formulier = mailbox.formulier
    assert issubclass(formulier, BerichtFormulier)
    kiest_zelf = formulier.client_uit is not BerichtFormulier.client_uit
    assert bool(formulier.in_lijst) is not kiest_zelf


@each_mailbox
def test_its_sentences_are_short(mailbox: Mailbox) -> None:
    zinnen = [zin for tekst in teksten(mailbox) for zin in re.split(r"(?<=[.?!:])\s", tekst)]
    assert [zin for zin in zinnen if len(zin.split()) > LONGEST_SENTENCE] == []


@each_mailbox
def test_it_says_what_comes_back_and_which_words_find_it(mailbox: Mailbox) -> None:
    assert mailbox.bevestiging
    assert mailbox.zoekwoorden
    assert [w for w in mailbox.zoekwoorden if w != w.lower()] == []


@each_region
def test_every_gemeente_leads_to_exactly_one_team_or_a_named_refusal(mailbox: Mailbox, regio: Regio) -> None:
    regel = mailbox.routering
    if not isinstance(regel, OpAntwoord):
        return
    for gemeente in regio.gemeenten:
        (bestemming,) = route(regel, {regel.veld: gemeente.cbs}, regio)
        team = regio.team(regel.soort, gemeente.cbs) or regio.team(regel.anders_soort or regel.soort, gemeente.cbs)
        assert team is not None
        assert bestemming.team == team.code
        assert gemeente.naam in bestemming.uitleg
    antwoorden: list[Feiten] = [{}, *({regel.veld: w} for w in ("", WEET_IK_NIET, BUITEN_DE_REGIO, "9999"))]
    for feiten in antwoorden:
        with pytest.raises(GeenBestemming) as geen:
            route(regel, feiten, regio)
        assert geen.value.veld in {v.naam for v in mailbox.formulier.veldinfo()}
        assert geen.value.tekst.startswith(("Kies", "Deze gemeente"))


@each_region
def test_every_clock_can_be_counted_in_its_region(mailbox: Mailbox, regio: Regio) -> None:
    from portal.domain.berekening import bereken

    for termijn in mailbox.alle_termijnen():
        assert bereken(termijn, VANDAAG, regio.kalender).uitleg


@each_region
def test_every_setting_of_a_clock_is_in_its_region(mailbox: Mailbox, regio: Regio) -> None:
    ingesteld = [t.instelling for t in mailbox.alle_termijnen() if t.instelling]
    assert [naam for naam in ingesteld if not regio.instelling(naam, op=VANDAAG).isdigit()] == []


@each_mailbox
def test_its_rule_can_be_told(mailbox: Mailbox) -> None:
    assert re.match(r"(de|het|Toezicht|Veilig) ", beschrijf(mailbox.routering))


@each_mailbox
def test_it_uses_only_what_the_core_carries_out(mailbox: Mailbox) -> None:
    """The values of ADR 0002 that are declared ahead of their first mailbox: take a line away when the core does it."""
    assert HEEL in delen_van(mailbox.routering)


@each_mailbox
def test_every_last_day_says_from_which_event_it_counts(mailbox: Mailbox) -> None:
    vanaf = date(2026, 11, 10)
    for termijn in mailbox.alle_termijnen():
        if isinstance(termijn.begint, BijAntwoord):
            continue  # its explanation says that the day was set by a decision
        heet = termijn.begin_in_woorden
        assert heet.startswith("de "), termijn.code
        uitleg = bereken(termijn, vanaf, KALENDER).uitleg
        assert any(f" {woorden} {heet}." in uitleg for woorden in ("Geteld vanaf", "Het gaat om")), uitleg


def test_the_event_is_named_in_the_words_of_who_knows_it() -> None:
    heet = {(m.code, t.code): t.begin_in_woorden for m in MAILBOXEN for t in m.alle_termijnen()}
    assert heet["herindicatie", "melden"] == "de einddatum van de indicatie"
    assert heet["herindicatie", "onderzoek"] == "de ontvangst van dit bericht"
    assert heet["herindicatie", "aanvraag"] == "de stap 'Verslag ter ondertekening verstuurd'"
    assert heet["mo-melding", "onderzoek"] == "de melding van de inwoner"
    assert heet["overlijden", "nazorg"] == "de dag van overlijden"
    assert heet["sociale-kaart", "na-herinnering"] == (
        "de laatste dag van 'Sociale kaart bijwerken', of de dag voordat het portaal zag dat die voorbij was, als dat later was"
    )
