"""What the form, the bijlagen and the steps of every mailbox promise; a new file in portal/mailboxes brings its own cases."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from portal.domain.bijlagen import Eis
from portal.domain.formulier import Antwoorden, Client, Fouten
from portal.domain.gevolg import Taak
from portal.domain.levensloop import Overgang
from portal.domain.mailbox import Clientblok, Mailbox
from portal.domain.routering import REGIO_GEMEENTEN
from portal.domain.voorwaarde import Feiten
from portal.forms import BerichtFormulier, DatumVeld
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from tests.ingevuld import ingevuld, ingevuld_met, met_registers
from tests.voorbeelden import VANDAAG

MAILBOXEN = laad_mailboxen(laad_regios()).alle()
each_mailbox = pytest.mark.parametrize("mailbox", MAILBOXEN, ids=lambda m: m.code)


def feiten(mailbox: Mailbox) -> Feiten:
    gelezen = mailbox.formulier.lees(ingevuld(mailbox), met_registers())
    assert isinstance(gelezen, Antwoorden), gelezen
    return gelezen.feiten()


@each_mailbox
def test_it_can_be_filled_in(mailbox: Mailbox) -> None:
    assert feiten(mailbox)


@each_mailbox
def test_every_bijlage_says_what_it_is_and_which_files_it_takes(mailbox: Mailbox) -> None:
    assert [b.code for b in mailbox.bijlagen if not (b.titel and b.soorten and b.aantal and str(b.bron))] == []


@each_mailbox
def test_a_bijlage_with_a_number_names_it_in_its_hint(mailbox: Mailbox) -> None:
    genummerd = [b for b in mailbox.bijlagen if b.nummer]
    assert [b.hint for b in genummerd if f"Bijlage {b.nummer} van het handboek." not in b.hint] == []


@each_mailbox
def test_a_bijlage_that_is_required_always_is_refused_when_it_is_missing(mailbox: Mailbox) -> None:
    van_feiten = feiten(mailbox)
    altijd = {b.code for b in mailbox.bijlagen if b.eis is Eis.VERPLICHT and b.als is None}
    assert {b.code for b in mailbox.bijlagen if b.is_verplicht(van_feiten)} >= altijd
    assert {b.code for b in mailbox.bijlagen if b.is_verplicht({})} >= altijd


@each_mailbox
def test_a_client_is_named_when_the_mailbox_says_so_and_only_then(mailbox: Mailbox) -> None:
    gelezen = mailbox.formulier.lees(ingevuld(mailbox), met_registers())
    assert isinstance(gelezen, Antwoorden)
    client = gelezen.client or Client()
    genoemd = any((client.bsn, client.geboortedatum, client.voorletters, client.achternaam, client.kenmerk))
    assert genoemd == (mailbox.clientblok is Clientblok.VOLLEDIG)
    # Only where he is sealed apart, or where it is about nobody, lists say what it is about.
    assert "" in (client.aanduiding, client.persoon)


@each_mailbox
def test_every_clock_says_who_owes_it_and_by_what_right(mailbox: Mailbox) -> None:
    assert [t.code for t in mailbox.alle_termijnen() if not (t.titel and t.eigenaar and str(t.bron))] == []


@each_mailbox
def test_every_step_says_what_it_does_and_asks_its_text_by_name(mailbox: Mailbox) -> None:
    stappen = [o for o in mailbox.levensloop.overgangen if o.code != "openen"]
    assert [o.code for o in stappen if not (o.titel and o.uitleg)] == []
    assert [o.code for o in stappen if o.tekst.value != "geen" and not o.tekstlabel] == []


@each_mailbox
def test_a_taak_says_where_its_rule_stands(mailbox: Mailbox) -> None:
    taken = [g for o in mailbox.levensloop.overgangen for g in o.gevolgen if isinstance(g, Taak)]
    assert [t.code for t in taken if not str(t.bron)] == []


@pytest.mark.parametrize(
    "mailbox", [m for m in MAILBOXEN if m.is_registratie("team") and "groningen" in m.regios], ids=lambda m: m.code
)
def test_what_a_burger_brought_tells_of_no_day_after_it_came_in(mailbox: Mailbox) -> None:
    weet = replace(met_registers(), voor_burger=True)
    gisteren, eerder = (f"{VANDAAG - timedelta(days=n):%d-%m-%Y}" for n in (1, 5))
    ruw = ingevuld_met(mailbox, weet, {"binnengekomen_op": gisteren, "binnengekomen_via": "brief"})
    assert isinstance(mailbox.formulier.lees(ruw, weet), Antwoorden)
    gelezen = mailbox.formulier.lees({**ruw, "binnengekomen_op": [eerder]}, weet)
    assert issubclass(mailbox.formulier, BerichtFormulier)
    later = [
        veld.short_name
        for veld in mailbox.formulier.vul(ruw, weet).velden()
        if isinstance(veld, DatumVeld) and veld.verleden and veld.short_name in ruw
    ]
    verwacht = sorted({*later} - {"binnengekomen_op", "geboortedatum"})
    assert (sorted(f.veld for f in gelezen.fouten) if isinstance(gelezen, Fouten) else []) == verwacht


def test_no_two_mailboxes_have_the_same_title() -> None:
    assert len({m.titel for m in MAILBOXEN}) == len(MAILBOXEN)


@each_mailbox
def test_every_step_that_is_offered_sometimes_is_offered_with_some_answers(mailbox: Mailbox) -> None:
    """What hangs on a linked bericht, on taken that are done, or on which team has it, has tests of its own."""
    elders = ("verband.", "taak.", "team.soort")
    alle = mailbox.levensloop.overgangen
    soms = [o for o in alle if o.soms and not any(v.startswith(elders) for v in o.soms.velden())]
    antwoorden = combinaties(mailbox, {v for o in soms for v in velden_in(o)})
    gevuld = [
        {**feiten_met(mailbox, **anders), "bericht.aankomst": dag, "afzender.soort": soort}
        for anders in antwoorden
        for dag, soort in product(("2026-03-30", "2026-12-31"), ("organisatie", "team"))
    ]
    nooit = [o.code for o in soms if not any(o.soms is not None and o.soms.geldt(f) for f in gevuld)]
    assert nooit == []


def velden_in(overgang: Overgang) -> set[str]:
    return {veld for veld in overgang.soms.velden() if "." not in veld} if overgang.soms is not None else set()


def combinaties(mailbox: Mailbox, velden: set[str]) -> list[dict[str, str]]:
    """Return every way to answer these questions, of those with a few choices."""
    formulier = mailbox.formulier
    assert issubclass(formulier, BerichtFormulier)
    gevuld = formulier.vul({}, met_registers())
    keuzes = {
        veld: [keuze.value for keuze in getattr(gevuld[veld], "choices", None) or () if keuze.value] or ["2026-03-30"]
        for veld in sorted(velden)
    }
    return [dict(zip(keuzes, waarden, strict=True)) for waarden in product(*keuzes.values())]


def feiten_met(mailbox: Mailbox, **anders: str) -> Feiten:
    """Return the facts of a form with these answers, at the Toegang of Eemsdelta; what does not pass counts as typed."""
    gelezen = mailbox.formulier.lees(ingevuld(mailbox, **anders), met_registers())
    gevonden = gelezen.feiten() if isinstance(gelezen, Antwoorden) else anders
    return {**gevonden, "team.gemeente": ("1979",), REGIO_GEMEENTEN: ("1979",)}
