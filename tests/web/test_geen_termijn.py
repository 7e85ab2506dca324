"""Where a bericht starts no clock, the page before sending and the receipt say so, once and in words."""

import pytest

from portal.core.insturen.concepten import bewaar
from portal.sealing.envelope import new_id
from tests.bezoeker import Portaal, page_text
from tests.voorbeelden import volledig_verzoek, volledige_kaart, volledige_verantwoording

GEEN = "Bij dit bericht begint geen termijn."
BRON_NOEMT_GEEN = "Het handboek noemt geen termijn voor het besluit van de Toegang."
# What is owed each year starts its clock without a bericht; a sociale kaart starts one; of the verzoek the source names none.
GEVALLEN = [
    ("verantwoording", volledige_verantwoording(stuk="jaarrekening", omzet="nee"), (1, 0)),
    ("sociale-kaart", volledige_kaart(), (0, 0)),
    ("verzoek-overdracht-toewijzing", volledig_verzoek(), (0, 1)),
]


def said(tekst: str) -> tuple[int, int]:
    """Count both ways to say that there is no term."""
    return tekst.count(GEEN), tekst.count(BRON_NOEMT_GEEN)


@pytest.mark.parametrize(("mailbox", "ruw", "gezegd"), GEVALLEN)
def test_the_receipt_says_that_no_term_begins_only_where_none_does(
    portal: Portaal, mailbox: str, ruw: dict[str, list[str]], gezegd: tuple[int, int]
) -> None:
    bericht = portal.huis.stuur(portal.huis.gebruiker("indiener"), mailbox, ruw)
    assert said(page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}/ontvangst"))) == gezegd


@pytest.mark.parametrize(("mailbox", "ruw", "gezegd"), GEVALLEN)
def test_the_page_before_sending_says_it_just_so(
    portal: Portaal, mailbox: str, ruw: dict[str, list[str]], gezegd: tuple[int, int]
) -> None:
    huis, concept, indiener = portal.huis, new_id(), portal.huis.gebruiker("indiener")
    bewaar(huis.services, indiener, concept=concept, mailbox=mailbox, ruw=ruw, versie=0, now=huis.now)
    verklaring = huis.services.mailboxen.met_code(mailbox)
    for eis in verklaring.bijlagen if verklaring else ():
        huis.bijlage(indiener, concept, eis.code, mailbox=mailbox)
    pagina = portal.bezoek("indiener").get(f"/concepten/{concept}/controleren")
    assert (pagina.status_code, said(page_text(pagina))) == (200, gezegd)
