"""Aanbieders in beheer: one that is new gets its keys, another name, and may stop taking part; nobody is let in by it."""

import pytest
from sqlalchemy import select

from portal.domain.rollen import Rol
from portal.models import AuditRegel, Organisatie, SignedKey
from portal.sealing.client import Refused
from portal.vault.inrichten import bootstrap_person
from tests.bezoeker import Portaal, page_text
from tests.installatie import HIER, SCHAKEL, WACHTWOORD
from tests.vault.world import lid

NIEUW = "/beheer/nieuwe-aanbieder"
ON_SQLITE = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def keys_of(portal: Portaal, code: str) -> int:
    with portal.huis.services.database.lezen() as session:
        return len(session.scalars(select(SignedKey).where(SignedKey.recipient == code)).all())


def acts(portal: Portaal, code: str) -> list[str]:
    with portal.huis.services.database.lezen() as session:
        query = select(AuditRegel.actie).where(
            AuditRegel.onderwerp == f"organisatie:{code}", AuditRegel.actie.startswith("organisatie_")
        )
        return list(session.scalars(query.order_by(AuditRegel.moment, AuditRegel.id)))


def test_a_new_aanbieder_gets_keys_and_then_a_first_beheerder_and_takes_part(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    assert "Aanbieder toevoegen" in page_text(beheerder.get("/beheer/organisaties"))
    assert "kan nooit meer veranderen" in page_text(beheerder.get(NIEUW))
    velden = {"naam": "Zorg Noord", "code": "zorg-noord"}
    for _ in range(2):  # a double click
        assert beheerder.post(NIEUW, velden).location == "/beheer/organisaties/zorg-noord"
    pagina = page_text(beheerder.get("/beheer/organisaties/zorg-noord"))
    assert "Zorg Noord doet mee en heeft eigen sleutels." in pagina
    assert "Deze organisatie heeft geen beheerder die kan inloggen" in pagina
    assert keys_of(portal, "zorg-noord") == 1
    bootstrap_person(
        portal.huis.vault,
        account="noord",
        naam="Nora Noord",
        email="nora@noord.example",
        organisatie="zorg-noord",
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[lid(("organisatie", "zorg-noord"), Rol.INDIENER)],
    )
    bericht = portal.huis.bericht(portal.huis.gebruiker("noord"))
    assert "Zorg Noord" in page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))


@ON_SQLITE
@pytest.mark.parametrize(
    ("naam", "code", "status", "gezegd"),
    [
        ("", "zorg-noord", 422, "Vul de naam in."),
        ("Zorg", "Zorg Noord", 422, "Gebruik 2 tot 63 kleine letters"),
        ("Zorg", "gemeente-9999", 422, "Begin niet met gemeente-"),
        ("Zorg", "beheer", 422, "Gebruik 2 tot 63 kleine letters"),
        ("Een andere naam", SCHAKEL, 422, "Deze code is al in gebruik."),
    ],
)
def test_a_code_that_cannot_be_or_is_taken_is_refused_and_what_was_typed_stays(
    portal: Portaal, naam: str, code: str, status: int, gezegd: str
) -> None:
    beheerder = portal.bezoek("beheerder")
    antwoord = beheerder.post(NIEUW, {"naam": naam, "code": code})
    assert (antwoord.status_code, gezegd in page_text(antwoord)) == (status, True)
    assert f'value="{code}"' in antwoord.text
    portal.huis.client.down = True
    antwoord = beheerder.post(NIEUW, {"naam": "Zorg", "code": "zorg-noord"})
    assert (antwoord.status_code, "Er is niets veranderd." in page_text(antwoord)) == (503, True)


@ON_SQLITE
def test_since_when_an_aanbieder_takes_part_is_written_down_shown_and_changed(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    beheerder.post(NIEUW, {"naam": "Zorg Noord", "code": "zorg-noord"})
    pad = "/beheer/organisaties/zorg-noord"
    assert "Doet mee sinds donderdag 2 april 2026." in page_text(beheerder.get(pad))
    assert "is niet vastgelegd" in page_text(beheerder.get(f"/beheer/organisaties/{SCHAKEL}"))
    assert 'value="2-4-2026"' in beheerder.get(f"{pad}/naam").text
    fout = beheerder.post(f"{pad}/naam", {"naam": "Zorg Noord", "deelname": "30-2-2025"})
    assert (fout.status_code, "Deze datum bestaat niet." in page_text(fout)) == (422, True)
    assert beheerder.post(f"{pad}/naam", {"naam": "Zorg Noord", "deelname": "1-3-2025"}).status_code == 303
    assert "Doet mee sinds zaterdag 1 maart 2025." in page_text(beheerder.get(pad))
    assert acts(portal, "zorg-noord") == ["organisatie_deelname"]


@ON_SQLITE
def test_the_last_day_of_a_contract_is_written_down_shown_and_taken_back(portal: Portaal) -> None:
    beheerder, pad = portal.bezoek("beheerder"), f"/beheer/organisaties/{SCHAKEL}"
    assert "contract loopt" not in page_text(beheerder.get(pad))
    naam = {"naam": "Stichting De Schakel"}
    assert beheerder.post(f"{pad}/naam", {**naam, "einde": "31-12-2026"}).status_code == 303
    assert "Het contract loopt tot en met donderdag 31 december 2026." in page_text(beheerder.get(pad))
    assert 'value="31-12-2026"' in beheerder.get(f"{pad}/naam").text
    beheerder.post(f"{pad}/naam", naam)
    assert "contract loopt" not in page_text(beheerder.get(pad))
    assert acts(portal, SCHAKEL) == ["organisatie_einde", "organisatie_einde"]


@ON_SQLITE
def test_an_aanbieder_gets_another_name_and_keeps_its_code(portal: Portaal) -> None:
    beheerder, pad = portal.bezoek("beheerder"), f"/beheer/organisaties/{SCHAKEL}/naam"
    assert 'value="Stichting De Schakel"' in beheerder.get(pad).text
    leeg = beheerder.post(pad, {"naam": " "})
    assert (leeg.status_code, "Vul de naam in." in page_text(leeg)) == (422, True)
    for _ in range(2):
        assert beheerder.post(pad, {"naam": "De Schakel BV"}).location == f"/beheer/organisaties/{SCHAKEL}"
    assert "De Schakel BV" in page_text(portal.bezoek("indiener").get("/"))
    assert acts(portal, SCHAKEL) == ["organisatie_hernoemen"]
    assert beheerder.get("/beheer/organisaties/gemeente-0014/naam").status_code == 404


@ON_SQLITE
def test_who_is_not_active_sends_nothing_new_reads_what_runs_and_comes_back(portal: Portaal) -> None:
    huis, beheerder = portal.huis, portal.bezoek("beheerder")
    bericht = huis.bericht(huis.gebruiker("indiener"))
    pad = f"/beheer/organisaties/{SCHAKEL}/actief"
    vraag = beheerder.get(pad)
    assert "Stichting De Schakel niet meer actief maken?" in page_text(vraag)
    for _ in range(2):
        assert beheerder.post(pad, {"wordt": "niet_actief"}).location == f"/beheer/organisaties/{SCHAKEL}"
    indiener = portal.bezoek("indiener")
    assert indiener.get("/nieuw/herindicatie").status_code == 404
    assert indiener.get(f"/berichten/{bericht}").status_code == 200
    assert "Stichting De Schakel weer actief maken?" in page_text(beheerder.get(pad))
    huis.later(minutes=1)
    beheerder.post(pad, {"wordt": "actief"})
    assert indiener.get("/nieuw/herindicatie").status_code == 200
    assert acts(portal, SCHAKEL) == ["organisatie_niet_actief", "organisatie_actief"]
    huis.vault.chain.step()
    assert "Aanbieder niet meer actief maken" in page_text(beheerder.get("/beheer/logboek"))
    with huis.services.database.lezen() as session:
        gemeente = session.get_one(Organisatie, "gemeente-0014")
    assert (beheerder.post("/beheer/organisaties/gemeente-0014/actief").status_code, gemeente.actief) == (404, True)


@ON_SQLITE
def test_the_vault_makes_keys_for_a_beheerder_only_and_finishes_what_was_left_half_done(portal: Portaal) -> None:
    huis = portal.huis

    def add(account: str, code: str, naam: str) -> str:
        try:
            huis.client.add_aanbieder(huis.token(account), code=code, naam=naam, herkomst=HIER)
        except Refused as refused:
            return refused.code
        return "gedaan"

    assert add("organisatiebeheerder", "zorg-noord", "Zorg Noord") == "niet_toegestaan"
    assert (add("beheerder", "Zorg", "Zorg"), add("beheerder", "zorg", "")) == ("code_onjuist", "code_onjuist")
    assert add("beheerder", "gemeente-0014", "Zorg") == "code_onjuist"
    with huis.services.database.schrijven() as session:  # a row without keys, as kill -9 leaves it
        session.add(Organisatie(code="zorg-noord", naam="Zorg Noord", soort="aanbieder", actief=True))
    assert (add("beheerder", "zorg-noord", "Anders"), keys_of(portal, "zorg-noord")) == ("organisatie_bestaat", 0)
    assert (add("beheerder", "zorg-noord", "Zorg Noord"), keys_of(portal, "zorg-noord")) == ("gedaan", 1)


@ON_SQLITE
def test_a_region_without_registers_has_no_form_to_put_an_aanbieder_in_one(portal: Portaal) -> None:
    beheerder, pagina = portal.bezoek("beheerder"), f"/beheer/organisaties/{SCHAKEL}"
    assert beheerder.get(f"{pagina}/registers").location == pagina
    assert "Deze regio houdt geen registers bij" in page_text(beheerder.get(pagina))
