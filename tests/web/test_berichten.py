"""The page of a bericht: what its team and its sender see, what others do not, and its bijlagen."""

import re

from sqlalchemy import select

from portal.core.bericht.bijlagen import manifests_of
from portal.core.insturen import intake
from portal.models import Overgang
from tests.bezoeker import TOKEN, Portaal, page_text
from tests.voorbeelden import BSN, pdf
from tests.web.verhalen import decided, nowhere, submitted, view


def test_the_team_sees_the_answers_with_clock_and_what_it_can_do(portal: Portaal) -> None:
    bericht = submitted(portal)
    response = portal.bezoek("consulent").get(f"/berichten/{bericht}")
    tekst = page_text(response)
    assert response.status_code == 200
    assert "van Stichting De Schakel · ontvangen donderdag 2 april 2026, 10:12" in tekst
    assert "Overgangsdatum: vrijdag 1 mei 2026, over 29 dagen" in tekst
    assert "Het handboek noemt geen termijn voor het besluit van de Toegang." in tekst
    assert "Achternaam Visser" in tekst
    assert "Toegang Eemsdelta behandelt berichten van de latende gemeente: Eemsdelta." in tekst
    assert re.findall(r"primary-action[^>]*>([^<]+)<", response.text) == ["Oppakken"]


def test_a_bsn_is_hidden_until_it_is_asked_for(portal: Portaal) -> None:
    response = portal.bezoek("consulent").get(f"/berichten/{submitted(portal)}")
    assert re.findall(r"<summary>BSN tonen</summary>(\d+)</details>", response.text) == [BSN]
    assert response.text.count(BSN) == 1


def test_the_sender_sees_how_far_it_is_and_the_team_that_opened_it(portal: Portaal) -> None:
    bericht = submitted(portal)
    indiener = portal.bezoek("indiener")
    before = page_text(indiener.get(f"/berichten/{bericht}"))
    portal.bezoek("consulent").get(f"/berichten/{bericht}")
    after = page_text(indiener.get(f"/berichten/{bericht}"))
    assert "Nog niet: Geopend nog niet geopend" in before
    assert "Nu: Geopend do 2 april 10:12, Toegang Eemsdelta" in after
    assert "Nog niet: Besluit" in after
    assert "Taken na het besluit" not in after


def test_opening_twice_is_one_step(portal: Portaal) -> None:
    bericht = submitted(portal)
    for account in ("consulent", "tweede", "consulent"):
        portal.bezoek(account).get(f"/berichten/{bericht}")
    assert [regel.code for regel in view(portal, "consulent", bericht).verloop] == ["indienen", "openen"]


def test_the_conversation_stands_on_the_page_of_both_sides(portal: Portaal) -> None:
    bericht = submitted(portal)
    huis = portal.huis
    huis.doe(huis.gebruiker("consulent"), bericht, "vraag-stellen", tekst="Op welk adres?\n\nEn <b>wanneer</b>?")
    huis.doe(huis.gebruiker("indiener"), bericht, "beantwoorden", tekst="Diep 1, Groningen.")
    for account in ("consulent", "indiener"):
        response = portal.bezoek(account).get(f"/berichten/{bericht}")
        assert "Diep 1, Groningen." in page_text(response)
        assert "<p>Op welk adres?</p><p>En &lt;b&gt;wanneer&lt;/b&gt;?</p>" in response.text
    assert "Vraag gesteld Toegang Eemsdelta, do 2 april 10:12" in page_text(
        portal.bezoek("indiener").get(f"/berichten/{bericht}")
    )


def test_taken_stand_on_the_page_with_what_they_wait_for(portal: Portaal) -> None:
    bericht, _ = decided(portal)
    tekst = page_text(portal.bezoek("backoffice").get(f"/berichten/{bericht}"))
    assert "Taken na het besluit" in tekst
    assert "Geef de wijziging door aan het CAK" in tekst
    assert "Doe eerst: Leg de wisseling voor aan de ontvangende gemeente." in tekst


def test_what_is_not_yours_looks_just_like_what_is_not_there(portal: Portaal) -> None:
    bericht = submitted(portal)
    for account in ("ander", "groningen", "beleid", "beheerder", "organisatiebeheerder", "toezichthouder"):
        bezoeker = portal.bezoek(account)
        echt, verzonnen = (bezoeker.get(f"/berichten/{id_}") for id_ in (bericht, nowhere()))
        assert (echt.status_code, verzonnen.status_code) == (404, 404), account
        assert TOKEN.sub("", echt.text) == TOKEN.sub("", verzonnen.text), account


def test_refused_looking_leaves_no_step_behind(portal: Portaal) -> None:
    bericht = submitted(portal)
    portal.bezoek("groningen").get(f"/berichten/{bericht}")
    with portal.huis.services.database.lezen() as session:
        assert session.scalars(select(Overgang.code).where(Overgang.bericht == bericht)).all() == ["indienen"]


def test_while_the_vault_is_away_the_page_shows_what_stands_in_clear(portal: Portaal) -> None:
    bericht = submitted(portal)
    bezoekers = {account: portal.bezoek(account) for account in ("consulent", "indiener", "groningen")}
    portal.huis.client.down = True
    for account in ("consulent", "indiener"):
        response = bezoekers[account].get(f"/berichten/{bericht}")
        tekst = page_text(response)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "120")
        assert "De inhoud kan nu even niet worden geopend" in tekst
        assert "Overgangsdatum: vrijdag 1 mei 2026" in tekst
        assert "Visser" not in tekst
    assert bezoekers["groningen"].get(f"/berichten/{bericht}").status_code == 404


def test_picking_up_works_while_the_vault_is_away(portal: Portaal) -> None:
    bericht = submitted(portal)
    consulent = portal.bezoek("consulent")
    portal.huis.client.down = True
    velden = dict(re.findall(r'name="(sleutel|versie)" value="([^"]+)"', consulent.get(f"/berichten/{bericht}").text))
    response = consulent.post(f"/berichten/{bericht}/doen/oppakken", velden)
    portal.huis.client.down = False
    assert response.status_code == 303
    assert view(portal, "consulent", bericht).behandelaar_naam == "Consulent"


def test_a_bijlage_can_be_downloaded_and_viewed_in_a_sandbox(portal: Portaal) -> None:
    bericht = submitted(portal)
    consulent = portal.bezoek("consulent")
    bijlage = manifests_of(portal.huis.services, portal.huis.gebruiker("consulent"), bericht)[0]
    pad = f"/berichten/{bericht}/bijlagen/{bijlage.id}"
    download, bekeken = consulent.get(pad), consulent.get(f"{pad}/bekijken")
    assert (download.data, bekeken.data) == (pdf(), pdf())
    assert download.headers["Content-Disposition"] == "attachment; filename=stuk.pdf"
    assert bekeken.headers["Content-Disposition"] == "inline; filename=stuk.pdf"
    for response in (download, bekeken):
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"].endswith("sandbox")
        assert response.headers["Content-Length"] == str(len(pdf()))
        assert response.headers["Cache-Control"] == "no-store"


NAMEN = {
    "Verslag – “Šárka” € 5.pdf": 'filename="Verslag Sarka 5.pdf"; '
    "filename*=UTF-8''Verslag%20%E2%80%93%20%E2%80%9C%C5%A0%C3%A1rka%E2%80%9D%20%E2%82%AC%205.pdf",
    "تقرير.pdf": "filename=bijlage.pdf; filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.pdf",
}


def test_a_bijlage_keeps_its_name_in_whatever_letters(portal: Portaal) -> None:
    indiener = portal.huis.gebruiker("indiener")
    concept = portal.huis.concept(indiener, met_bijlagen=False)
    eisen = ("toestemmingsformulier", "onderbouwing")
    ids = [portal.huis.bijlage(indiener, concept, e, naam=n) for e, n in zip(eisen, NAMEN, strict=True)]
    intake.submit_bericht(portal.huis.services, indiener, concept=concept, now=portal.huis.now)
    portal.huis.client.take_in(concept)
    consulent = portal.bezoek("consulent")
    for bijlage, namen in zip(ids, NAMEN.values(), strict=True):
        pad = f"/berichten/{concept}/bijlagen/{bijlage}"
        for response, soort in ((consulent.get(pad), "attachment"), (consulent.get(f"{pad}/bekijken"), "inline")):
            assert (response.status_code, response.data) == (200, pdf())
            assert response.headers["Content-Disposition"] == f"{soort}; {namen}"


def test_a_bijlage_of_another_is_not_there(portal: Portaal) -> None:
    bericht, ander = submitted(portal), submitted(portal)
    bijlage = manifests_of(portal.huis.services, portal.huis.gebruiker("consulent"), bericht)[0]
    consulent = portal.bezoek("consulent")
    assert consulent.get(f"/berichten/{ander}/bijlagen/{bijlage.id}").status_code == 404
    assert consulent.get(f"/berichten/{bericht}/bijlagen/{nowhere()}").status_code == 404
    assert portal.bezoek("ander").get(f"/berichten/{bericht}/bijlagen/{bijlage.id}").status_code == 404


def test_a_bijlage_cannot_be_opened_while_the_vault_is_away(portal: Portaal) -> None:
    bericht = submitted(portal)
    bijlage = manifests_of(portal.huis.services, portal.huis.gebruiker("consulent"), bericht)[0]
    consulent = portal.bezoek("consulent")
    portal.huis.client.down = True
    response = consulent.get(f"/berichten/{bericht}/bijlagen/{bijlage.id}")
    assert response.status_code == 503
    assert "De kluis is even niet bereikbaar" in page_text(response)


def test_after_doorsturen_the_new_team_sees_where_it_came_from(portal: Portaal) -> None:
    bericht = submitted(portal)
    huis = portal.huis
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="De burger woont daar.", doel="toegang-0047")
    huis.client.take_in(bericht)
    assert portal.bezoek("consulent").get(f"/berichten/{bericht}").status_code == 404
    tekst = page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert "Doorgestuurd naar Toegang Veendam" in tekst
    assert "Ontvangen door Toegang Eemsdelta" in tekst
    assert "De burger woont daar." in tekst


def test_a_file_that_is_gone_from_the_store_is_said_so(portal: Portaal) -> None:
    bericht = submitted(portal)
    consulent = portal.bezoek("consulent")
    link = re.search(r'href="(/berichten/[^"]+/bijlagen/[^"/]+)"', consulent.get(f"/berichten/{bericht}").text)
    assert link is not None
    for deel in portal.huis.services.settings.files_dir.rglob("*"):
        if deel.is_file():
            deel.unlink()
    weg = consulent.get(link[1])
    assert (weg.status_code, "Dit bestand is er niet meer" in page_text(weg)) == (500, True)
    assert consulent.get(f"/berichten/{bericht}").status_code == 200
