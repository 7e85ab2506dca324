"""One submission to several receivers: each has a bericht of its own, answers for itself and knows of no other."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.core import intake
from portal.core.accounts import Gebruiker
from portal.core.bijlagen import lees_inhoud
from portal.core.bundels import others
from portal.core.concepten import bewaar
from portal.core.opening import NietGevonden
from portal.core.reading import open_bericht
from portal.core.worklist import onderweg, werkvoorraad
from portal.core.zicht import kop
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Bericht
from portal.sealing.envelope import new_id
from portal.vault.inrichten import bootstrap_person
from tests.installatie import DIEP, SCHAKEL, WACHTWOORD, Installatie
from tests.voorbeelden import pdf

RAPPORT = "toezicht-rapport"
RONDSTUREN = "bericht-aan-aanbieders"


def rapport(gemeente: str) -> dict[str, list[str]]:
    velden = {
        "gemeente_voorval": gemeente,
        "aanbieder": "Stichting De Schakel, De Vuurtoren",
        "bevindingen": "Er was geen nachtdienst.",
        "conclusies": "De maatregelen volstaan nu.",
        "voorstel": "nee",
    }
    return {naam: [waarde] for naam, waarde in velden.items()}


def rondsturen(*aanbieders: str) -> dict[str, list[str]]:
    tekst = {"soort": ["handboek"], "onderwerp": ["Nieuw handboek"], "tekst": ["Het nieuwe handboek is er."]}
    return {"ontvangers": list(aanbieders), **tekst}


def verstuur(huis: Installatie, wie: Gebruiker, mailbox: str, ruw: dict[str, list[str]], eis: str) -> list[UUID]:
    """Submit it with one bijlage, let the vault take all of it in, and return the berichten that came of it."""
    concept = new_id()
    bewaar(huis.services, wie, concept=concept, mailbox=mailbox, ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(wie, concept, eis, mailbox=mailbox)
    for _ in range(2):  # a second click finds the first
        assert intake.submit_bericht(huis.services, wie, concept=concept, now=huis.now) == concept
    with huis.services.database.lezen() as session:
        gemaakt = list(session.scalars(select(Bericht.id).where((Bericht.id == concept) | (Bericht.bundel == concept))))
    for bericht in gemaakt:
        huis.client.take_in(bericht)
    return gemaakt


@pytest.fixture
def college(huis: Installatie) -> Callable[[str], Gebruiker]:
    def lid(cbs: str) -> Gebruiker:
        rol = Lidmaatschap(soort="team", code=f"college-{cbs}", rol=Rol.COLLEGE, vanaf=date(2026, 1, 1))
        bootstrap_person(
            huis.vault,
            account=f"college-{cbs}",
            naam=f"College {cbs}",
            email=f"college-{cbs}@portaal.example",
            organisatie=f"gemeente-{cbs}",
            wachtwoord=WACHTWOORD,
            lidmaatschappen=[rol],
        )
        return huis.gebruiker(f"college-{cbs}")

    return lid


def test_a_report_goes_to_two_colleges_that_decide_each_for_itself(
    huis: Installatie, college: Callable[[str], Gebruiker]
) -> None:
    toezicht, groningen, eemsdelta = huis.gebruiker("toezichthouder"), college("0014"), college("1979")
    assert len(verstuur(huis, toezicht, RAPPORT, rapport("1979"), "rapport")) == 2
    (een,), (ander,) = (werkvoorraad(huis.services, wie).rijen for wie in (groningen, eemsdelta))
    assert een.nummer != ander.nummer
    for wie, rij, vreemd in ((groningen, een, ander), (eemsdelta, ander, een)):
        geopend = open_bericht(huis.services, wie, rij.id, now=huis.now)
        (bijlage,) = geopend.bijlagen
        _, stukken = lees_inhoud(huis.services, wie, subject=rij.id, bijlage=bijlage.id)
        assert b"".join(stukken) == pdf()
        assert others(huis.services, wie, geopend.kop) == ()
        with pytest.raises(NietGevonden):
            kop(huis.services, wie, vreemd.id)
    huis.doe(eemsdelta, ander.id, "oppakken")
    huis.doe(eemsdelta, ander.id, "geen-handhaving", tekst="Het is nu op orde.")
    stand = {rij.team_naam.split()[-1]: rij.status_titel for rij in onderweg(huis.services, toezicht).rijen}
    assert stand == {"Groningen": "Geopend"}
    (mede,) = others(huis.services, toezicht, kop(huis.services, toezicht, een.id))
    assert (mede.id, mede.naam, mede.status_titel, mede.geopend) == (
        ander.id,
        "College van burgemeester en wethouders van Eemsdelta",
        "Afgehandeld",
        huis.now,
    )


def test_the_same_college_gets_it_once(huis: Installatie, college: Callable[[str], Gebruiker]) -> None:
    toezicht, groningen = huis.gebruiker("toezichthouder"), college("0014")
    (bericht,) = verstuur(huis, toezicht, RAPPORT, rapport("0014"), "rapport")
    assert [rij.id for rij in werkvoorraad(huis.services, groningen).rijen] == [bericht]
    assert others(huis.services, toezicht, kop(huis.services, toezicht, bericht)) == ()


@pytest.mark.parametrize("gekozen", [("alle-aanbieders",), (SCHAKEL, DIEP)], ids=["alle", "gekozen"])
def test_all_aanbieders_get_it_and_the_sender_sees_who_read_it(huis: Installatie, gekozen: tuple[str, ...]) -> None:
    manager, indiener, ander = (huis.gebruiker(naam) for naam in ("contractmanager", "indiener", "ander"))
    assert len(verstuur(huis, manager, RONDSTUREN, rondsturen(*gekozen), "stukken")) == 2
    (eigen,) = werkvoorraad(huis.services, indiener).rijen
    (vreemd,) = werkvoorraad(huis.services, ander).rijen
    geopend = open_bericht(huis.services, indiener, eigen.id, now=huis.now)
    huis.doe(indiener, eigen.id, "gelezen")
    assert [b.eis for b in geopend.bijlagen] == ["stukken"]
    (mede,) = others(huis.services, manager, kop(huis.services, manager, vreemd.id))
    assert (mede.naam, mede.status_titel, mede.geopend) == ("Stichting De Schakel", "Afgehandeld", huis.now)
    assert kop(huis.services, ander, vreemd.id).toestand.code == "ingediend"
    with pytest.raises(NietGevonden):
        kop(huis.services, indiener, vreemd.id)


def test_one_chosen_aanbieder_is_one_bericht(huis: Installatie) -> None:
    manager = huis.gebruiker("contractmanager")
    (bericht,) = verstuur(huis, manager, RONDSTUREN, rondsturen(DIEP), "stukken")
    with huis.services.database.lezen() as session:
        assert session.scalar(select(Bericht.bundel).where(Bericht.id == bericht)) is None
        assert session.scalar(select(func.count()).select_from(Bericht)) == 1
