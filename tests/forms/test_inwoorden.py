"""The declaration of a mailbox in plain Dutch, for the oddest mailboxes that can be declared."""

import pytest

from portal.domain.mailbox import Clientblok, Mailbox
from portal.forms.inwoorden import InWoorden, Regel
from portal.forms.verklaring import Verklaring
from portal.mailboxes.groningen_bw.verzoek_overdracht_toewijzing import MAILBOX
from portal.mailboxes.limburg_mo.mo_melding import MAILBOX as MO_MELDING
from tests.forms.test_verklaring import KADER, REGIO, odd
from tests.mailboxes.vreemde_mailboxen import CALAMITEIT, SOCIALE_KAART, VREEMDSTE, ZORGBEEINDIGING
from tests.voorbeelden import VANDAAG

NIET_NA_OVERLIJDEN = "Niet meer als de afzender weet dat het overlijden van deze cliënt is vastgelegd"
# The questions of the odd mailboxes are stubs, so each is named by its code here.
VERKLARING = Verklaring(MAILBOX.formulier, KADER)


def in_words(mailbox: Mailbox) -> InWoorden:
    return InWoorden(mailbox, VERKLARING, REGIO, op=VANDAAG)


@pytest.mark.parametrize("mailbox", VREEMDSTE, ids=lambda m: m.code)
def test_the_oddest_mailbox_can_be_read_whole(mailbox: Mailbox) -> None:
    woorden = in_words(mailbox)
    # who may send, each on a line; then what holds for all of them
    per_afzender, voor_allen = (
        woorden.afzenders()[: len(mailbox.afzenders)],
        woorden.afzenders()[len(mailbox.afzenders) :],
    )
    assert [zin.startswith("Een ") for zin in per_afzender] == [True] * len(mailbox.afzenders)
    assert voor_allen == ([NIET_NA_OVERLIJDEN] if mailbox.clientblok is Clientblok.VOLLEDIG else [])
    assert woorden.routering()
    assert [regel.titel for regel in woorden.termijnen()] == [t.titel for t in mailbox.alle_termijnen()]
    assert [regel.titel for regel in woorden.bijlagen()] == [b.titel for b in mailbox.bijlagen]
    assert [titel for titel, _, _ in woorden.toestanden()] == [t.titel for t in mailbox.levensloop.toestanden]
    stappen = woorden.stappen()
    assert [stap.titel for stap, _ in stappen] == [o.titel for o in mailbox.levensloop.overgangen]
    assert [len(gevolgen) for _, gevolgen in stappen] == [len(o.gevolgen) for o in mailbox.levensloop.overgangen]
    assert len(woorden.delen()) == len(mailbox.delen) + len(mailbox.verbanden)
    assert len(woorden.verwijzingen()) == len(mailbox.verwijzingen)


def test_what_another_region_says_itself_is_left_open() -> None:
    hier = next(g for o in MO_MELDING.levensloop.overgangen for g in o.taken({}) if g.code == "301-toewijzing")
    stappen = InWoorden(MO_MELDING, Verklaring(MO_MELDING.formulier, KADER), REGIO, op=VANDAAG).stappen()
    gezegd = next(g for _, gevolgen in stappen for g in gevolgen if g.titel == hier.titel)
    assert gezegd.regels[1] == hier.uitleg.replace("{opvang_301}", "(zegt de regio)")


def test_parts_steps_by_themselves_and_effects_are_said() -> None:
    assert in_words(ZORGBEEINDIGING).routering()[0].startswith("Het deel '")
    vanzelf = [zin for stap, _ in in_words(SOCIALE_KAART).stappen() for zin in stap.regels if "Gaat vanzelf na" in zin]
    assert vanzelf
    gevolgen = {gevolg.titel for _, alle in in_words(SOCIALE_KAART).stappen() for gevolg in alle}
    assert "Schrijft in een register 'afgekoppeld'" in gevolgen
    nieuw = {gevolg.titel for _, alle in in_words(CALAMITEIT).stappen() for gevolg in alle}
    assert "Begint een nieuw bericht, met de antwoorden die al bekend zijn" in nieuw
    delen = in_words(CALAMITEIT).delen()
    assert isinstance(delen[0], Regel)
    assert "Openen vraagt een reden." in delen[0].regels


def test_an_odd_routing_reads_line_by_line() -> None:
    assert in_words(odd()).routering() == [
        "Naar de Toegang van de gemeente van toewijzing, gevonden in het register 'toewijzing'.",
        "Wordt daar niets gevonden: naar het team van het bericht waar dit bij hoort.",
        (
            "Wordt daar niets gevonden: hoort het nergens bij: als het antwoord op 'Wat wil de burger?' 'Wisselen van "
            "zorgaanbieder' is: naar de Toegang van de gemeente van inwoning: het antwoord op 'Waar staat de burger ingeschreven?'."
        ),
        "Wordt daar niets gevonden: hoort het nergens bij: anders: altijd naar de afdeling CMO van de centrumgemeente.",
    ]
