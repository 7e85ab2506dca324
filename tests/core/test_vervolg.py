"""What is offered on the page of a bericht goes along with how it stands: nothing that was done already, or cannot be done yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from portal.core.insturen.meenemen import follow_ups
from portal.core.insturen.uitvoerbaar import check_uitvoerbaar
from portal.core.lezen.reading import open_bericht
from portal.domain.mailbox import FouteDeclaratie
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from tests.core.test_aanvraag_retour import RETOUR, VERSLAG, antwoord_op, melding, toegestuurd
from tests.installatie import Installatie
from tests.overdrachten import DOSSIER, getypt, overgedragen
from tests.voorbeelden import volledige_aanvraag

INTREKKEN = "intrekken-melding"


def aanbod(huis: Installatie, account: str, bericht: UUID) -> Sequence[tuple[str, bool]]:
    """What this person can make from here, and whether the page says that it follows."""
    wie = huis.gebruiker(account)
    geopend = open_bericht(huis.services, wie, bericht, now=huis.now)
    return sorted((v.code, v.volgt) for v in follow_ups(huis.services, wie, geopend.kop, geopend.feiten))


def test_the_verslag_is_offered_once_it_is_out_and_not_after_the_aanvraag_came(huis: Installatie) -> None:
    naar, nummer = melding(huis, verslag=False)
    assert aanbod(huis, "consulent", naar) == [(INTREKKEN, False)]
    assert aanbod(huis, "indiener", naar) == [(INTREKKEN, False)]
    huis.doe(huis.gebruiker("consulent"), naar, "geen-gesprek")
    huis.doe(huis.gebruiker("consulent"), naar, "verslag-verstuurd", dag=date(2026, 4, 2))
    assert (VERSLAG, True) in aanbod(huis, "consulent", naar)
    assert aanbod(huis, "indiener", naar) == [(RETOUR, False), (INTREKKEN, False)]
    huis.stuur(huis.gebruiker("indiener"), RETOUR, volledige_aanvraag(nummer))
    assert aanbod(huis, "consulent", naar) == [(INTREKKEN, False)]
    assert aanbod(huis, "indiener", naar) == [(INTREKKEN, False)]


def test_what_was_made_does_not_follow_any_more_and_can_be_made_again_once_it_was_withdrawn(huis: Installatie) -> None:
    naar, _ = melding(huis)
    verslag = toegestuurd(huis, naar)
    assert (VERSLAG, False) in aanbod(huis, "consulent", naar)
    huis.doe(huis.gebruiker("consulent"), verslag, "intrekken", tekst="Het verkeerde bestand.")
    assert (VERSLAG, True) in aanbod(huis, "consulent", naar)


def test_a_verslag_that_was_answered_asks_no_second_aanvraag(huis: Installatie) -> None:
    verslag = toegestuurd(huis, melding(huis)[0])
    assert aanbod(huis, "indiener", verslag) == [(RETOUR, False)]
    huis.stuur(huis.gebruiker("indiener"), RETOUR, antwoord_op(huis, verslag))
    assert aanbod(huis, "indiener", verslag) == []


def test_the_dossier_is_handed_over_while_the_melding_waits_for_that(huis: Installatie) -> None:
    naar = overgedragen(huis)
    assert (DOSSIER, True) in aanbod(huis, "consulent", naar)
    bericht = huis.stuur(huis.gebruiker("consulent"), DOSSIER, getypt(huis, naar))
    assert DOSSIER not in {code for code, _ in aanbod(huis, "consulent", naar)}  # it is on its way, to one gemeente
    huis.doe(huis.gebruiker("groningen"), bericht, "aanvaarden", tekst="Wij nemen het over.")
    assert aanbod(huis, "consulent", naar) == []


def test_a_wisseling_that_was_refused_is_handed_over_to_nobody(huis: Installatie) -> None:
    verzoek = huis.bericht(huis.gebruiker("indiener"))
    huis.doe(huis.gebruiker("consulent"), verzoek, "oppakken")
    assert aanbod(huis, "consulent", verzoek) == []
    huis.doe(huis.gebruiker("consulent"), verzoek, "afgewezen", tekst="Er is geen plek.")
    assert aanbod(huis, "consulent", verzoek) == []


@pytest.mark.parametrize(
    ("bij", "fout"),
    [
        (("verslag_uit", "onbekend"), "wordt aangeboden bij de toestand 'onbekend', en die is er niet"),
        (
            ("onderzoek",),
            "leidt naar 'verslag-ter-ondertekening', dat na de stap 'verslag-verstuurd' niet wordt aangeboden",
        ),
    ],
)
def test_a_declaration_cannot_offer_what_is_never_there(bij: tuple[str, ...], fout: str) -> None:
    alle = laad_mailboxen(laad_regios()).alle()
    verslag = next(m for m in alle if m.code == VERSLAG)
    anders = replace(verslag, verbanden=(replace(verslag.verbanden[0], bij=bij),))
    with pytest.raises(FouteDeclaratie, match=fout):
        check_uitvoerbaar([*(m for m in alle if m.code != VERSLAG), anders])
