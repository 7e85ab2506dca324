"""Organisatiebeheer: who works here, letting in, roles, a block, a new password; and nobody of another organisation."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import Persoon, Uitgaand
from portal.sealing.client import LoginRefused
from portal.vault.inrichten import bootstrap_person
from portal.web.kader import EXTENSION
from tests.bezoeker import OWN_PAGE, TOKEN, Bezoeker, Portaal, form_token, log_in, page_text
from tests.installatie import DIEP, EEMSDELTA, HIER, SCHAKEL, WACHTWOORD, Installatie

NIEUW = "een heel ander wachtwoord"
SLEUTEL = re.compile(r'name="sleutel" value="([^"]+)"')
EENMALIG = re.compile(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){4})</code>")
# What the pages say does not depend on the database; the first two tests below run on both.
SECOND_FACTOR = "Dan volgt de tweede factor"
ON_SQLITE = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


@dataclass
class Beheerder:
    """The organisatiebeheerder with his browser."""

    portal: Portaal
    bezoeker: Bezoeker

    def persoon(self, account: str) -> UUID:
        with self.portal.huis.services.database.lezen() as session:
            return session.scalars(select(Persoon.id).where(Persoon.account == account)).one()

    def op(self, account: str, deel: str = "") -> str:
        return f"/organisatie/collegas/{self.persoon(account)}{deel}"

    def laat_toe(self, sleutel: str = "", **anders: Any) -> TestResponse:
        velden = {
            "naam": "Nina Nieuw",
            "email": "nina@schakel.example",
            "account": "nina",
            "rollen": f"organisatie:{SCHAKEL}:indiener",
        }
        return self.bezoeker.post("/organisatie/toelaten", {**velden, "sleutel": sleutel or str(uuid4()), **anders})


@pytest.fixture
def beheerder(portal: Portaal) -> Beheerder:
    return Beheerder(portal, portal.bezoek("organisatiebeheerder"))


def beheerder_of_a_gemeente(huis: Installatie) -> None:
    lid = Lidmaatschap(soort="organisatie", code="gemeente-1979", rol=Rol.ORGANISATIEBEHEERDER, vanaf=date(2026, 1, 1))
    bootstrap_person(
        huis.vault,
        account="beheerder.eemsdelta",
        naam="Beheerder van Eemsdelta",
        email="beheerder@eemsdelta.example",
        organisatie="gemeente-1979",
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[lid],
    )


def shown(response: TestResponse) -> str:
    """Return the one-time password on a page."""
    found = EENMALIG.search(response.text)
    assert response.status_code == 200, page_text(response)
    assert found, page_text(response)
    return found[1]


def test_a_colleague_comes_in_with_a_password_that_is_shown_once_and_kept_nowhere(beheerder: Beheerder) -> None:
    response = beheerder.laat_toe()
    wachtwoord = shown(response)
    assert response.headers["Cache-Control"] == "no-store"
    tekst = page_text(beheerder.bezoeker.get("/organisatie"))
    assert "4 collega's in het portaal" in tekst
    assert "Nina Nieuw nina@schakel.example Indiener Stichting De Schakel kan inloggen nina" in tekst
    assert wachtwoord not in tekst
    huis = beheerder.portal.huis
    with huis.services.database.lezen() as session:
        assert session.scalars(select(Uitgaand)).all() == []
        assert wachtwoord not in " ".join(session.scalars(select(Persoon.record)))
    first = huis.client.login("nina", wachtwoord, "", adres=HIER)
    assert first.nodig == ("wachtwoord",)
    huis.client.password(first.token, oud=wachtwoord, nieuw=NIEUW, herkomst=HIER)
    bezoeker = Bezoeker(beheerder.portal.app.test_client())
    bezoeker.post("/inloggen", {"account": "nina", "wachtwoord": NIEUW})
    assert bezoeker.get("/onderweg").status_code == 200
    assert bezoeker.get("/organisatie").status_code == 404


def test_a_role_is_given_and_ended_and_a_block_ends_the_session(portal: Portaal, beheerder: Beheerder) -> None:
    collega = portal.bezoek("collega")
    assert collega.get("/onderweg").status_code == 200
    gegeven = beheerder.bezoeker.post(
        beheerder.op("collega", "/rol"), {"rol": f"organisatie:{SCHAKEL}:organisatiebeheerder"}
    )
    assert gegeven.status_code == 303
    assert collega.get("/organisatie").status_code == 200
    for _ in range(2):
        assert beheerder.bezoeker.post(beheerder.op("collega", "/rollen/1/beeindigen")).status_code == 303
    assert collega.get("/organisatie").status_code == 404
    eerder = "Organisatiebeheerder bij Stichting De Schakel vanaf donderdag 2 april 2026, beëindigd op donderdag 2 april 2026"
    assert f"Eerdere rollen (1) {eerder}" in page_text(beheerder.bezoeker.get(beheerder.op("collega")))
    for _ in range(2):
        assert beheerder.bezoeker.post(beheerder.op("collega", "/blokkeren")).status_code == 303
    assert collega.get("/onderweg").location.startswith("/inloggen")
    tekst = page_text(beheerder.bezoeker.get(beheerder.op("collega")))
    assert "geblokkeerd" in tekst
    assert "Weer toelaten" in tekst
    with pytest.raises(LoginRefused):
        portal.huis.client.login("collega", WACHTWOORD, "", adres=HIER)


@ON_SQLITE
def test_who_ends_a_role_or_blocks_reads_what_waits_for_a_new_behandelaar(portal: Portaal) -> None:
    huis = portal.huis
    beheerder_of_a_gemeente(huis)
    baas, consulent = Beheerder(portal, portal.bezoek("beheerder.eemsdelta")), huis.gebruiker("consulent")
    vragen = [baas.op("consulent", "/blokkeren"), baas.op("consulent", "/rollen/0/beeindigen")]
    assert ["behandelt nu" in page_text(baas.bezoeker.get(vraag)) for vraag in vragen] == [False, False]
    for _ in range(2):
        huis.doe(consulent, huis.bericht(huis.gebruiker("indiener")), "oppakken")
    gezegd = "Consulent behandelt nu 2 open berichten. Die staan daarna bij 'Zonder behandelaar', zodat een collega ze overneemt."
    assert [gezegd in page_text(baas.bezoeker.get(vraag)) for vraag in vragen] == [True, True]
    baas.bezoeker.post(baas.op("consulent", "/rol"), {"rol": f"team:{EEMSDELTA}:frontoffice"})
    assert [gezegd in page_text(baas.bezoeker.get(vraag)) for vraag in vragen] == [True, False]
    for nummer in (0, 1):
        assert baas.bezoeker.post(baas.op("consulent", f"/rollen/{nummer}/beeindigen")).status_code == 303
    lijst = page_text(portal.bezoek("tweede").get("/werkvoorraad?keuze=zonder-behandelaar"))
    assert lijst.count("Consulent (heeft geen toegang meer)") == 2


@ON_SQLITE
def test_a_form_that_was_filled_in_when_the_session_ended_is_back_for_its_writer_only(beheerder: Beheerder) -> None:
    huis, client = beheerder.portal.huis, beheerder.bezoeker.client
    beheerder_of_a_gemeente(huis)
    for account, status in (("organisatiebeheerder", True), ("beheerder.eemsdelta", False)):
        token = form_token(client)
        huis.later(minutes=45)
        response = beheerder.laat_toe(csrf_token=token, rollen=f"organisatie:{SCHAKEL}:organisatiebeheerder")
        assert response.location == "/inloggen?terug=/organisatie/toelaten"
        assert "Uw tekst is bewaard." in page_text(client.get(response.location))
        log_in(client, account)
        pagina = client.get("/organisatie/toelaten").text
        assert ('value="nina@schakel.example"' in pagina, 'value="Nina Nieuw"' in pagina) == (status, status)
        assert (
            re.search(r'checked[^>]*value="organisatie:de-schakel:organisatiebeheerder"', pagina) is not None
        ) == status
        if not status:
            client.post("/uitloggen", data={"csrf_token": form_token(client)}, headers=OWN_PAGE)
        log_in(client, "organisatiebeheerder")
        assert "nina@schakel.example" not in client.get("/organisatie/toelaten").text


@ON_SQLITE
@pytest.mark.parametrize(
    ("anders", "gezegd"),
    [
        ({"naam": " ", "email": "", "account": "", "rollen": ""}, "Log in. Daarna gaat u verder"),
        ({"naam": "x" * 2000}, "Wat u net verstuurde, is niet bewaard."),
    ],
)
def test_what_cannot_be_kept_is_not_said_to_be(beheerder: Beheerder, anders: dict[str, str], gezegd: str) -> None:
    token = form_token(beheerder.bezoeker.client)
    beheerder.portal.huis.later(minutes=45)
    inloggen = page_text(beheerder.bezoeker.get(beheerder.laat_toe(csrf_token=token, **anders).location))
    assert (gezegd in inloggen, "Uw tekst is bewaard" in inloggen) == (True, False)


@ON_SQLITE
def test_who_could_send_to_no_mailbox_is_not_made_indiener(portal: Portaal) -> None:
    huis = portal.huis
    beheerder_of_a_gemeente(huis)
    gemeente = page_text(portal.bezoek("beheerder.eemsdelta").get("/organisatie/toelaten"))
    aanbieder = page_text(portal.bezoek("organisatiebeheerder").get("/organisatie/toelaten"))
    assert ("Consulent bij Toegang Eemsdelta" in gemeente, "Indiener bij" in gemeente) == (True, False)
    assert "Indiener bij Stichting De Schakel" in aanbieder


@ON_SQLITE
def test_a_second_click_shows_the_same_password(beheerder: Beheerder) -> None:
    sleutel = SLEUTEL.search(beheerder.bezoeker.get("/organisatie/toelaten").text)
    assert sleutel
    eerste = beheerder.laat_toe(sleutel[1])
    tweede = beheerder.laat_toe(sleutel[1])
    assert shown(eerste) == shown(tweede)
    later = beheerder.laat_toe()
    assert later.status_code == 422
    assert "Dit account bestaat al. Kies een andere accountnaam." in page_text(later)
    assert beheerder.bezoeker.post("/organisatie/toelaten", {"naam": "N", "email": "n@x.nl", "account": "nn2",
                                                              "rollen": f"organisatie:{SCHAKEL}:indiener"}).status_code == 400  # fmt: skip


@ON_SQLITE
def test_where_a_second_factor_is_asked_the_page_of_the_password_says_that_it_follows(
    portal: Portaal, beheerder: Beheerder
) -> None:
    services = portal.huis.services
    portal.app.extensions[EXTENSION] = replace(services, settings=replace(services.settings, tweede_factor=True))
    eenmalig = beheerder.bezoeker.post(beheerder.op("collega", "/wachtwoord"), {"sleutel": str(uuid4())})
    assert SECOND_FACTOR in page_text(eenmalig)


@ON_SQLITE
def test_a_new_password_brings_somebody_back_who_lost_everything(portal: Portaal, beheerder: Beheerder) -> None:
    collega, pad = portal.bezoek("collega"), beheerder.op("collega", "/wachtwoord")
    assert "De blokkade gaat eraf" not in page_text(beheerder.bezoeker.get(pad))
    beheerder.bezoeker.post(beheerder.op("collega", "/blokkeren"))
    assert "De blokkade gaat eraf" in page_text(beheerder.bezoeker.get(pad))
    eenmalig = beheerder.bezoeker.post(pad, {"sleutel": str(uuid4())})
    wachtwoord = shown(eenmalig)
    assert SECOND_FACTOR not in page_text(eenmalig)  # it is switched off here
    assert collega.get("/onderweg").location.startswith("/inloggen")
    with pytest.raises(LoginRefused):
        portal.huis.client.login("collega", WACHTWOORD, "", adres=HIER)
    assert portal.huis.client.login("collega", wachtwoord, "", adres=HIER).nodig == ("wachtwoord",)
    assert beheerder.bezoeker.post(pad).status_code == 400


@ON_SQLITE
@pytest.mark.parametrize(
    ("anders", "tekst"),
    [
        ({"naam": ""}, "Vul de naam in."),
        ({"email": "nina"}, "Dit e-mailadres klopt niet."),
        ({"email": "a@b.nl,c@d.nl"}, "Dit e-mailadres klopt niet."),
        ({"account": "Nina Nieuw"}, "Gebruik 3 tot 64 letters"),
        ({"rollen": []}, "Kies minstens één rol."),
        ({"rollen": f"organisatie:{SCHAKEL}:consulent"}, "Deze keuze bestaat niet."),
        ({"rollen": f"organisatie:{DIEP}:indiener"}, "Deze keuze bestaat niet."),
        ({"rollen": f"team:{EEMSDELTA}:consulent"}, "Deze keuze bestaat niet."),
        ({"rollen": "organisatie:beheer:functioneel_beheerder"}, "Deze keuze bestaat niet."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_lets_nobody_in(
    beheerder: Beheerder, anders: dict[str, Any], tekst: str
) -> None:
    response = beheerder.laat_toe(**anders)
    assert response.status_code == 422
    assert tekst in page_text(response)
    assert "3 collega's" in page_text(beheerder.bezoeker.get("/organisatie"))


@ON_SQLITE
def test_somebody_of_another_organisation_reads_as_nobody(beheerder: Beheerder) -> None:
    niemand = "/organisatie/collegas/00000000-0000-4000-8000-000000000000"
    for deel in ("", "/rol", "/rollen/0/beeindigen", "/blokkeren", "/wachtwoord"):
        for lees in (beheerder.bezoeker.get, beheerder.bezoeker.post):
            if deel or lees == beheerder.bezoeker.get:
                van_ander, van_niemand = lees(beheerder.op("ander", deel)), lees(f"{niemand}{deel}")
                assert (van_ander.status_code, van_niemand.status_code) == (404, 404), deel
                assert TOKEN.sub("", van_ander.text) == TOKEN.sub("", van_niemand.text), deel
    velden = {"rol": f"organisatie:{SCHAKEL}:indiener", "sleutel": str(uuid4())}
    assert beheerder.bezoeker.post(beheerder.op("ander", "/rol"), velden).status_code == 404
    assert beheerder.bezoeker.get(beheerder.op("collega", "/rollen/7/beeindigen")).status_code == 404
    assert beheerder.portal.bezoek("ander").get("/onderweg").status_code == 200


@ON_SQLITE
def test_a_beheerder_cannot_lock_himself_or_his_organisation_out(beheerder: Beheerder) -> None:
    zelf = "organisatiebeheerder"
    pagina = page_text(beheerder.bezoeker.get(beheerder.op(zelf)))
    assert "Uzelf blokkeren of een nieuw wachtwoord geven kan niet." in pagina
    for deel in ("/blokkeren", "/wachtwoord"):
        response = beheerder.bezoeker.post(beheerder.op(zelf, deel), {"sleutel": str(uuid4())})
        assert response.status_code == 409
        assert "Dit kan niet met uw eigen account." in page_text(response)
    response = beheerder.bezoeker.post(beheerder.op(zelf, "/rollen/0/beeindigen"))
    assert response.status_code == 409
    assert "Geef eerst een collega deze rol" in page_text(response)
    beheerder.bezoeker.post(beheerder.op("collega", "/rol"), {"rol": f"organisatie:{SCHAKEL}:organisatiebeheerder"})
    assert beheerder.bezoeker.post(beheerder.op(zelf, "/rollen/0/beeindigen")).location == "/"
    assert beheerder.bezoeker.get("/organisatie").status_code in {303, 404}


@ON_SQLITE
def test_with_the_vault_away_nothing_typed_is_lost(beheerder: Beheerder) -> None:
    client = beheerder.portal.huis.client
    pad = beheerder.op("collega")
    client.down = True
    response = beheerder.laat_toe()
    assert response.status_code == 503
    assert "Er is niets veranderd." in page_text(response)
    assert 'value="Nina Nieuw"' in response.text
    velden = {"rol": f"organisatie:{SCHAKEL}:organisatiebeheerder", "sleutel": str(uuid4())}
    for deel in ("/rol", "/rollen/0/beeindigen", "/blokkeren", "/wachtwoord"):
        assert beheerder.bezoeker.post(f"{pad}{deel}", velden).status_code == 503, deel
    client.down = False
    assert shown(beheerder.laat_toe())


@ON_SQLITE
def test_a_gemeente_gives_the_roles_of_its_own_team(portal: Portaal) -> None:
    from portal.vault.inrichten import bootstrap_person

    gemeente = "gemeente-1979"
    lid = Lidmaatschap(soort="organisatie", code=gemeente, rol=Rol.ORGANISATIEBEHEERDER, vanaf=date(2026, 1, 1))
    bootstrap_person(
        portal.huis.vault,
        account="baas",
        naam="Baas",
        email="baas@portaal.example",
        organisatie=gemeente,
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[lid],
    )
    bezoeker = portal.bezoek("baas")
    tekst = page_text(bezoeker.get("/organisatie/toelaten"))
    assert "Consulent bij Toegang Eemsdelta leest, behandelt en besluit over berichten aan dit team" in tekst
    assert "Toegang Groningen" not in tekst
    assert "Toezichthouder" not in tekst
    velden = {"naam": "C", "email": "c@e.example", "account": "nieuwe.consulent", "sleutel": str(uuid4())}
    shown(bezoeker.post("/organisatie/toelaten", {**velden, "rollen": f"team:{EEMSDELTA}:consulent"}))


@ON_SQLITE
def test_an_organisation_sees_its_own_colleagues_only(portal: Portaal) -> None:
    tekst = page_text(portal.bezoek("organisatiebeheerder").get("/organisatie"))
    assert "3 collega's in het portaal" in tekst
    assert "Organisatiebeheerder (uzelf)" in tekst
    assert "ander@portaal.example" not in tekst
    assert portal.bezoek("indiener").get("/organisatie").status_code == 404


@ON_SQLITE
def test_a_record_that_was_changed_in_the_database_is_not_shown(beheerder: Beheerder) -> None:
    pad = beheerder.op("collega")
    with beheerder.portal.huis.services.database.schrijven() as session:
        rij = session.query(Persoon).filter(Persoon.account == "collega").one()
        rij.record = rij.record.replace("indiener", "consulent")
    tekst = page_text(beheerder.bezoeker.get("/organisatie"))
    assert "2 collega's in het portaal" in tekst
    assert "collega@portaal.example" not in tekst
    assert beheerder.bezoeker.get(pad).status_code == 404
