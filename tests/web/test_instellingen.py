"""Mijn instellingen: for every role, and of nobody but oneself; a beheerder helps only who is of his organisation."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.models import Mailvoorkeur, Persoon, Waarneming
from tests.bezoeker import Portaal, page_text
from tests.installatie import EEMSDELTA, PERSONEN, SCHAKEL

# What the pages say does not depend on the database.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def persoon(portal: Portaal, account: str) -> UUID:
    with portal.huis.services.database.lezen() as session:
        return session.scalars(select(Persoon.id).where(Persoon.account == account)).one()


def afspraken(portal: Portaal) -> list[tuple[UUID, UUID, str]]:
    with portal.huis.services.database.lezen() as session:
        return [(rij.persoon, rij.waarnemer, f"{rij.van} {rij.tot}") for rij in session.scalars(select(Waarneming))]


def test_everybody_has_the_page_in_the_head_and_can_choose(portal: Portaal) -> None:
    for account in PERSONEN:
        bezoek = portal.bezoek(account)
        assert 'href="/instellingen"' in bezoek.get("/instellingen").text, account
        assert bezoek.post("/instellingen/mail", {"wijze": "dagelijks"}).status_code == 303
    with portal.huis.services.database.lezen() as session:
        gekozen = session.scalars(select(Mailvoorkeur.wijze)).all()
    assert gekozen == ["dagelijks"] * len(PERSONEN)


def test_what_was_chosen_stands_there_and_what_is_no_choice_is_refused(portal: Portaal) -> None:
    bezoek = portal.bezoek("consulent")
    before = re.findall(r'checked[^>]* value="(\w+)"', bezoek.get("/instellingen").text)
    refused = bezoek.post("/instellingen/mail", {"wijze": "nooit"})
    bezoek.post("/instellingen/mail", {"wijze": "geen"})
    after = re.findall(r'checked[^>]* value="(\w+)"', bezoek.get("/instellingen").text)
    assert (before, refused.status_code, after) == (["direct"], 422, ["geen"])


def test_one_agrees_who_stands_in_sees_it_and_ends_it(portal: Portaal) -> None:
    bezoek, ander = portal.bezoek("consulent"), portal.bezoek("tweede")
    wie = {"waarnemer": f"team:{EEMSDELTA}:{persoon(portal, 'tweede')}", "van": "2-4-2026", "tot": "10-4-2026"}
    assert "Consulent" not in page_text(bezoek.get("/instellingen/waarneming")).partition("Kies een collega")[2]
    assert bezoek.post("/instellingen/waarneming", wie).status_code == 303
    assert afspraken(portal) == [(persoon(portal, "consulent"), persoon(portal, "tweede"), "2026-04-02 2026-04-10")]
    mijn, zijn = page_text(bezoek.get("/instellingen")), page_text(ander.get("/instellingen"))
    assert ("Tweede neemt voor u waar" in mijn, "U neemt waar voor Consulent" in zijn) == (True, True)
    assert "U neemt waar voor Consulent" in page_text(ander.get("/werkvoorraad"))
    ander.post("/instellingen/waarneming/beeindigen", {"plek": f"team:{EEMSDELTA}"})
    still = len(afspraken(portal))
    bezoek.post("/instellingen/waarneming/beeindigen", {"plek": f"team:{EEMSDELTA}"})
    assert (still, afspraken(portal)) == (1, [])


@pytest.mark.parametrize(
    ("waarnemer", "tot", "fout"),
    [
        ("", "10-4-2026", "Kies wie waarneemt."),
        ("frontoffice", "10-4-2026", "Deze keuze bestaat niet."),
        ("groningen", "10-4-2026", "Deze keuze bestaat niet."),
        ("tweede", "1-4-2026", "De laatste dag ligt voor de eerste dag of is al voorbij."),
    ],
)
def test_nobody_stands_in_who_may_not_or_on_days_that_are_over(
    portal: Portaal, waarnemer: str, tot: str, fout: str
) -> None:
    sleutel = f"team:{EEMSDELTA}:{persoon(portal, waarnemer)}" if waarnemer else ""
    antwoord = portal.bezoek("consulent").post(
        "/instellingen/waarneming", {"waarnemer": sleutel, "van": "2-4-2026", "tot": tot}
    )
    assert (antwoord.status_code, fout in page_text(antwoord), afspraken(portal)) == (422, True, [])


def test_who_has_no_colleague_or_no_berichten_reads_why_nobody_can_stand_in(portal: Portaal) -> None:
    for account in ("toezichthouder", "beheerder"):
        assert "Er is niemand die kan waarnemen" in page_text(portal.bezoek(account).get("/instellingen/waarneming"))


def test_an_organisatiebeheerder_sets_and_ends_it_for_who_is_ill_and_for_nobody_else(portal: Portaal) -> None:
    baas, wie = portal.bezoek("organisatiebeheerder"), persoon(portal, "indiener")
    pad = f"/organisatie/collegas/{wie}/waarneming"
    velden = {
        "waarnemer": f"organisatie:{SCHAKEL}:{persoon(portal, 'collega')}",
        "van": "2-4-2026",
        "tot": "9-4-2026",
    }
    leeg = baas.post(pad, {})
    gezet, scherm = baas.post(pad, velden), page_text(baas.get(f"/organisatie/collegas/{wie}"))
    ziek = page_text(portal.bezoek("indiener").get("/instellingen"))
    ended = baas.post(f"{pad}/beeindigen", {"plek": f"organisatie:{SCHAKEL}"}).status_code
    baas.post(f"{pad}/beeindigen", {"plek": f"team:{EEMSDELTA}"})
    vreemd = [baas.get(pad.replace(str(wie), str(persoon(portal, a)))).status_code for a in ("ander", "consulent")]
    assert (leeg.status_code, gezet.status_code, ended, vreemd, afspraken(portal)) == (422, 303, 303, [404, 404], [])
    assert ("Collega neemt waar bij Stichting De Schakel" in scherm, "Collega neemt voor u waar" in ziek) == (
        True,
        True,
    )
