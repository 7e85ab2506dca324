"""A team that changes a clock on the pages: what is asked and offered, what is refused, and what both sides read."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import Getekend
from portal.domain.grond import AANVULLING
from portal.models import Termijn
from tests.bezoeker import Portaal, page_text
from tests.core.test_aanvraag_retour import RETOUR, melding
from tests.core.test_klokwijziging import VANDAAG, aanvraag, wijzig
from tests.core.test_melding import gestuurd
from tests.core.test_taakklokken import done
from tests.voorbeelden import volledige_aanvraag
from tests.web.verhalen import Formulier, hidden, open_form, view

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


@pytest.fixture
def bericht(portal: Portaal) -> UUID:
    """A herindicatie of which the beschikking is due on 16 April."""
    return aanvraag(portal.huis)


def test_a_consulent_stops_a_clock_with_a_ground_and_both_sides_read_why(portal: Portaal, bericht: UUID) -> None:
    consulent = portal.bezoek("consulent")
    formulier = open_form(consulent, bericht, "termijn-opschorten")
    zonder = formulier.verstuur(tekst="", dag="2-4-2026", grond="")
    assert (zonder.status_code, "Kies de grond." in zonder.text) == (422, True)
    gegevens = {"dag": "2-4-2026", "grond": AANVULLING.code, "tekst": "Het zorgplan mist."}
    zonder = formulier.verstuur(**gegevens)
    assert (zonder.status_code, "Vul in tot en met welke dag de ander de tijd krijgt." in zonder.text) == (422, True)
    gegevens |= {"uiterlijk": "30-4-2026"}
    assert formulier.verstuur(**gegevens).status_code == 303
    tekst = page_text(consulent.get(f"/berichten/{bericht}"))
    assert "De termijn staat stil." in tekst
    assert (
        "Beschikking: staat stil De tijd om te antwoorden loopt tot en met donderdag 30 april 2026. Zolang hij stilstaat, is er geen laatste dag."
        in tekst
    )
    assert "Stilgezet, want de aanvrager is gevraagd de aanvraag aan te vullen (Awb 4:15 lid 1 onder a)." in tekst
    afzender = page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert "Het zorgplan mist." in afzender
    assert "Toegang Eemsdelta" in afzender


def test_the_form_names_each_clock_with_its_day_and_what_the_team_must_see_to(portal: Portaal, bericht: UUID) -> None:
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}/doen/termijn-opschorten"))
    assert "Beschikking: telt vanaf donderdag 2 april 2026, laatste dag donderdag 16 april 2026" in tekst
    assert "Noem in uw brief tot wanneer de aanvrager de tijd heeft." in tekst
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}/doen/termijn-verlengen"))
    assert "Er is een bericht van vertraging gestuurd (Awb 4:14 lid 1, nog te controleren), hoogstens 8 weken" in tekst


def test_what_cannot_be_is_said_at_its_field_and_keeps_the_text(portal: Portaal, bericht: UUID) -> None:
    formulier = open_form(portal.bezoek("consulent"), bericht, "termijn-verlengen")
    for aantal, reden in (("9", "Het kan hoogstens 8 weken zijn."), ("twee", "hoogstens 3 cijfers")):
        fout = formulier.verstuur(dag="2-4-2026", aantal=aantal, tekst="Er is ziekte.")
        assert (fout.status_code, reden in fout.text, "Er is ziekte." in fout.text) == (422, True, True)


def test_who_comes_later_reads_that_a_colleague_was_first_and_keeps_his_text(portal: Portaal, bericht: UUID) -> None:
    formulier = open_form(portal.bezoek("tweede"), bericht, "termijn-opschorten")
    wijzig(portal.huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    te_laat = formulier.verstuur(dag="2-4-2026", grond=AANVULLING.code, tekst="Ik was later.")
    assert (te_laat.status_code, "Iemand was u voor" in te_laat.text, "Ik was later." in te_laat.text) == (
        409,
        True,
        True,
    )


def test_a_clock_that_runs_again_says_its_new_day_and_its_history(portal: Portaal, bericht: UUID) -> None:
    wijzig(portal.huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    portal.huis.later(days=6)
    formulier = open_form(portal.bezoek("consulent"), bericht, "termijn-doorlopen")
    assert formulier.verstuur(dag="8-4-2026", tekst="").status_code == 303
    wijzig(portal.huis, bericht, "begin-verbeteren", date(2026, 4, 1), tekst="De aanvraag lag er een dag eerder.")
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    assert "Loopt weer, laatste dag dinsdag 21 april 2026, want de aanvrager" in tekst
    assert "Begindatum verbeterd, laatste dag maandag 20 april 2026 (was dinsdag 21 april 2026)." in tekst
    assert "De aanvraag lag er een dag eerder." in tekst


def test_a_promised_day_stands_in_the_history_and_beside_the_term_while_it_stands_still(
    portal: Portaal, bericht: UUID
) -> None:
    formulier = open_form(portal.bezoek("consulent"), bericht, "termijn-verlengen")
    assert formulier.verstuur(dag="2-4-2026", aantal="2", tekst="Er is ziekte.").status_code == 303
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    assert "Uiterlijk donderdag 16 april 2026. Toegezegd: uiterlijk donderdag 30 april 2026. Aan zet:" in tekst
    assert "Toegezegd: uiterlijk donderdag 30 april 2026, want er is een bericht van vertraging gestuurd" in tekst
    wijzig(portal.huis, bericht, "opschorten", VANDAAG, grond=AANVULLING.code)
    tekst = page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert "is er geen laatste dag. Toegezegd: uiterlijk donderdag 30 april 2026." in tekst
    assert "Op donderdag 2 april 2026 is toegezegd: uiterlijk donderdag 30 april 2026" in tekst
    intrekken = open_form(portal.bezoek("consulent"), bericht, "termijn-uitstel-intrekken")
    vraag = page_text(portal.bezoek("consulent").get(intrekken.pad))
    assert "Beschikking: op donderdag 2 april 2026 toegezegd, tot en met donderdag 30 april 2026" in vraag
    assert intrekken.verstuur(dag="2-4-2026", tekst="Dat was een ander bericht.").status_code == 303
    tekst = page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert ("is er geen laatste dag. Toegezegd" in tekst, "Dat was een ander bericht." in tekst) == (False, True)
    assert "Verlenging of uitstel ingetrokken." in tekst


def test_a_clock_that_has_ended_keeps_its_history_on_the_page(portal: Portaal, bericht: UUID) -> None:
    wijzig(portal.huis, bericht, "begin-verbeteren", date(2026, 3, 30), tekst="Hij lag al maandag aan de balie.")
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "toegekend", tekst="Nodig.")
    done(portal.huis, bericht, "beschikking", portal.huis.now.date())
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    afgelopen = tekst[tekst.index("Termijnen die zijn afgelopen") :]
    assert "Beschikking: gedaan op donderdag 2 april 2026 Moest uiterlijk maandag 13 april 2026." in afgelopen
    assert "Begindatum verbeterd, laatste dag maandag 13 april 2026 (was donderdag 16 april 2026)." in afgelopen
    assert "Hij lag al maandag aan de balie." in afgelopen
    assert "Onderzoek en onderzoeksverslag: gedaan op" in page_text(
        portal.bezoek("indiener").get(f"/berichten/{bericht}")
    )


def test_a_wrong_day_is_corrected_on_the_page_and_a_clock_that_lapsed_says_so_to_the_team_alone(
    portal: Portaal,
) -> None:
    bericht = gestuurd(portal.huis)
    for code in ("gesprek-gevoerd", "verslag-verstuurd"):
        portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, code, dag=VANDAAG)
    getekend = Getekend(op=VANDAAG, gezien_door="K. Wiersma")
    indiener = portal.huis.gebruiker("indiener")
    portal.huis.doe(indiener, bericht, "aanvraag-teruggestuurd", getekend=getekend, bestand="aanvraag")
    portal.huis.later(days=1)
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "aanvraag-afgekeurd", tekst="Niet getekend.")
    formulier = open_form(portal.bezoek("consulent"), bericht, "termijn-dag-verbeteren")
    with portal.huis.services.database.lezen() as session:
        onderzoek = session.scalars(select(Termijn.id).where(Termijn.bericht == bericht, Termijn.code == "onderzoek"))
        gegevens = {"termijn": str(onderzoek.one()), "dag": "3-4-2026", "tekst": "Hij ging een dag later weg."}
    assert formulier.verstuur(**gegevens).status_code == 303
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    assert "Dag verbeterd, gehaald op vrijdag 3 april 2026 (was donderdag 2 april 2026)." in tekst
    assert "Hij ging een dag later weg." in tekst
    assert "Beschikking: vervallen Moest uiterlijk donderdag 16 april 2026." in tekst
    afzender = page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert "gedaan op vrijdag 3 april 2026" in afzender
    assert "Beschikking: vervallen" not in afzender


def test_the_end_from_which_a_term_is_counted_back_may_lie_ahead(portal: Portaal, bericht: UUID) -> None:
    formulier = open_form(portal.bezoek("consulent"), bericht, "termijn-begin-verbeteren")
    pagina = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}/doen/termijn-begin-verbeteren"))
    assert "Melding herindicatie: telt terug van de einddatum van de indicatie, " in pagina
    klok = {t.code: str(t.id) for t in view(portal, "consulent", bericht).termijnen}
    gegevens = {"dag": "15-7-2026", "tekst": "Dat staat in de beschikking."}
    fout = formulier.verstuur(**gegevens, termijn=klok["beschikking"])
    assert (fout.status_code, "Deze dag ligt na vandaag." in fout.text) == (422, True)
    assert formulier.verstuur(**gegevens, termijn=klok["melden"]).status_code == 303


def test_who_corrects_a_begin_first_sees_which_clocks_of_linked_berichten_move(portal: Portaal) -> None:
    naar, nummer = melding(portal.huis)
    geen = {"uitkomst": "niet-terug", "ondertekend_op": None, "gezien_door": None, "waarom": "Hij is er niet."}
    bericht = portal.huis.stuur(portal.huis.gebruiker("indiener"), RETOUR, volledige_aanvraag(nummer, **geen))
    consulent = portal.bezoek("consulent")
    formulier = open_form(consulent, naar, "termijn-begin-verbeteren")
    klok = next(t.id for t in view(portal, "consulent", naar).termijnen if t.code == "aanvraag")
    gegevens = {"termijn": str(klok), "dag": "30-3-2026", "tekst": "De brief ging eerder weg."}
    eerst = formulier.verstuur(**gegevens)
    anders = view(portal, "consulent", bericht).nummer
    regel = f"{anders}, Ondertekende aanvraag terug: de laatste dag was donderdag 16 april 2026 en wordt maandag 13 april 2026."
    assert (eerst.status_code, "Kijk eerst wat er meeschuift" in eerst.text, regel in page_text(eerst)) == (
        422,
        True,
        True,
    )
    assert view(portal, "consulent", bericht).termijnen[0].datum == date(2026, 4, 16)
    nog = Formulier(consulent, formulier.pad, hidden(eerst))
    ander = nog.verstuur(**{**gegevens, "dag": "31-3-2026"})  # another day moves them elsewhere: shown again
    assert (ander.status_code, "wordt dinsdag 14 april 2026" in page_text(ander)) == (422, True)
    assert nog.verstuur(**gegevens).status_code == 303
    assert view(portal, "consulent", bericht).termijnen[0].datum == date(2026, 4, 13)
    tekst = page_text(consulent.get(f"/berichten/{bericht}"))
    assert "Ondertekende aanvraag terug" in tekst
