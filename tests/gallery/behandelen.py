"""A bericht on both sides in every state, with every act that can be done on it."""

import re

from portal.demo.voorbeelden import HERINDICATIE, MAILBOX, MELDING, OVERLIJDEN, pdf
from tests.e2e.bezoek import Bezoek
from tests.e2e.verzoek import doe_snel, over
from tests.gallery.galerij import Galerij
from tests.gallery.zaken import LANG, dien_in

AFZENDER, TEAM, TOEZICHT = "indiener.schakel", "consulent", "toezicht"
STUK = {"name": "Plattegrond van de nieuwe kamer.pdf", "mimeType": "application/pdf", "buffer": pdf("Plattegrond")}


def verzoek(g: Galerij) -> None:
    """From received to handled, with a conversation, files, notes and other berichten about the same client."""
    afzender, team = g.portaal.bezoek(AFZENDER), g.portaal.bezoek(TEAM)
    hier = dien_in(afzender, MAILBOX, reden=LANG, bsn="999994268")
    _beide(g, hier, "verzoek, verstuurd", afzender, team)
    g.druk_af(team, "Bericht op papier")
    _acts(g, team, hier, "verzoek verstuurd")
    doe_snel(team, hier, "oppakken")
    _met_stuk(
        team,
        hier,
        "bericht-sturen",
        "Wij hebben het verzoek gelezen. U hoort uiterlijk vrijdag van ons.\n\nDe plattegrond zit erbij.",
    )
    doe_snel(
        team,
        hier,
        "notitie",
        tekst="Gebeld met de mentor: die is het ermee eens. Let op de einddatum van de indicatie.",
    )
    _met_stuk(afzender, hier, "toevoegen", "Hier is de brief van de mentor. " + LANG)
    dien_in(afzender, HERINDICATIE, bsn="999994268")
    dien_in(afzender, MAILBOX, bsn="999994268")
    _beide(g, hier, "verzoek, in behandeling met gesprek en bestanden", afzender, team)
    _acts(g, team, hier, "verzoek in behandeling")
    _acts(g, afzender, hier, "verzoek bij de afzender")
    doe_snel(team, hier, "vraag-stellen", tekst="Op welke dag kan de burger bij u terecht?")
    _beide(g, hier, "verzoek, vraag gesteld", afzender, team)
    _acts(g, afzender, hier, "verzoek met vraag")
    _acts(g, team, hier, "verzoek met vraag uit")
    doe_snel(afzender, hier, "beantwoorden", tekst="Vanaf de eerste van de maand.")
    _beide(g, hier, "verzoek, antwoord gegeven", afzender, team)
    doe_snel(team, hier, "akkoord-zelfde-gemeente", tekst="De burger kiest zelf voor deze aanbieder. Wij gaan akkoord.")
    _beide(g, hier, "verzoek, besloten", afzender, team)
    g.neem(g.portaal.bezoek("backoffice"), "Bericht met taken, backoffice", hier)


def elders(g: Galerij) -> None:
    """Handed on, withdrawn, and finished."""
    afzender, team, ander = (g.portaal.bezoek(wie) for wie in (AFZENDER, TEAM, "consulent.eemsdelta"))
    weg = dien_in(afzender, MAILBOX)
    laat = g.portaal.bezoek("consulent2")
    page = laat.naar(f"{weg}/doen/vraag-stellen")
    page.get_by_label("Wat wilt u weten?").fill("Op welke dag kan de burger bij u terecht?")
    doe_snel(
        team,
        weg,
        "doorsturen",
        tekst="De burger staat ingeschreven in Eemsdelta.",
        team="toegang-1979",
        reden="De burger staat ingeschreven in Eemsdelta.",
    )
    _beide(g, weg, "verzoek, doorgestuurd", afzender, ander)
    laat.doe("Vraag stellen")
    g.neem(laat, "Actie, doorgestuurd terwijl iemand typte (409)")
    terug = dien_in(afzender, MAILBOX)
    doe_snel(afzender, terug, "intrekken", tekst="De burger wil toch niet overstappen.")
    _beide(g, terug, "verzoek, ingetrokken", afzender, team)


def overgenomen(g: Galerij) -> None:
    """Two at once: the second keeps his text and reads what happened."""
    team, collega = g.portaal.bezoek(TEAM), g.portaal.bezoek("consulent2")
    hier = dien_in(g.portaal.bezoek(AFZENDER), MAILBOX)
    page = team.naar(f"{hier}/doen/vraag-stellen")
    page.get_by_label("Wat wilt u weten?").fill("Op welke dag kan de burger bij u terecht?")
    doe_snel(collega, hier, "oppakken")
    team.doe("Vraag stellen")
    g.neem(team, "Actie, een collega was eerder (409)")
    doe_snel(collega, hier, "afgewezen", tekst="De burger heeft zijn handtekening ingetrokken.")
    g.neem(team, "Actie die niet meer kan", f"{hier}/doen/vraag-stellen")


def nog_een_keer(g: Galerij) -> None:
    """One form sent twice with another text, as when no answer came: the first stands, the second is given back."""
    team = g.portaal.bezoek(TEAM)
    pad = dien_in(g.portaal.bezoek(AFZENDER), MAILBOX) + "/doen/bericht-sturen"
    page = team.naar(pad)
    sleutel = page.locator('main input[name="sleutel"]').input_value()
    page.locator("main textarea").first.fill("Wij hebben het verzoek gelezen.")
    page.locator("main form .bp-verzenden button").first.click()
    page.wait_for_url(lambda url: re.search(r"/doen/", url) is None)
    page = team.naar(pad)
    page.locator("main textarea").first.fill("Wij hebben het verzoek gelezen. U hoort vrijdag van ons.")
    page.locator('main input[name="sleutel"]').evaluate("(veld, sleutel) => { veld.value = sleutel }", sleutel)
    page.locator("main form .bp-verzenden button").first.click()
    page.wait_for_load_state()
    g.neem(team, "Actie, nog een keer verstuurd met een andere tekst (409)")


def herindicatie(g: Galerij) -> None:
    afzender, team = g.portaal.bezoek(AFZENDER), g.portaal.bezoek(TEAM)
    hier = dien_in(
        afzender, HERINDICATIE, verblijft_elders="ja", gemeente_verblijf="1966", einddatum="+40", toelichting=LANG
    )
    _beide(g, hier, "herindicatie, te laat verstuurd", afzender, team)
    voorbij = dien_in(afzender, HERINDICATIE, einddatum="-60")
    g.neem(team, "Bericht herindicatie, indicatie al afgelopen: team", voorbij)
    doe_snel(team, hier, "oppakken")
    _acts(g, team, hier, "herindicatie in behandeling")
    doe_snel(team, hier, "geen-gesprek")
    _beide(g, hier, "herindicatie, in onderzoek", afzender, team)
    doe_snel(team, hier, "verslag-verstuurd", dag=over(0))
    _beide(g, hier, "herindicatie, verslag ter ondertekening", afzender, team)
    _acts(g, afzender, hier, "herindicatie bij de afzender")
    nieuw = f"/nieuw/intrekken-melding?bij={hier.rpartition('/')[2]}"
    g.neem(afzender, "Formulier intrekken, met de melding ingevuld", nieuw)
    afzender.naar(nieuw).locator("#melding-nummer").fill("BP-0000-0000")
    afzender.doe("Controleren")
    g.neem(afzender, "Formulier intrekken, een ander nummer dan gekozen")
    doe_snel(team, hier, "aanvraag-ontvangen", dag=over(0), getekend_op=over(0), gezien_door="B. Bedacht, begeleider")
    _beide(g, hier, "herindicatie, aanvraag ontvangen", afzender, team)
    _acts(g, team, hier, "herindicatie met aanvraag")
    _klok(g, hier, afzender, team)
    doe_snel(team, hier, "toegekend", tekst="De burger heeft de ondersteuning nog nodig.")
    _beide(g, hier, "herindicatie, besloten", afzender, team)


def _klok(g: Galerij, hier: str, afzender: Bezoek, team: Bezoek) -> None:
    """A clock that stands still, runs again from a corrected start, and of which a later day was promised."""
    doe_snel(
        team,
        hier,
        "termijn-opschorten",
        grond="awb-4-15-1-a",
        dag=over(0),
        uiterlijk=over(14),
        tekst="Het zorgplan mist nog. " + LANG,
    )
    g.neem(team, "Termijnen, een termijn staat stil", "/termijnen")
    _beide(g, hier, "herindicatie, termijn staat stil", afzender, team)
    g.neem(team, "Actie, termijn weer laten lopen", f"{hier}/doen/termijn-doorlopen")
    doe_snel(team, hier, "termijn-doorlopen", dag=over(0), tekst="")
    page = team.naar(f"{hier}/doen/termijn-begin-verbeteren")
    page.get_by_label("Beschikking: telt vanaf").check()
    page.get_by_label("Op welke dag begon de termijn echt?").fill(over(-1))
    page.get_by_label("Motivering voor de afzender").fill("De aanvraag lag er een dag eerder.")
    team.doe("Begindatum van een termijn verbeteren")
    g.neem(team, "Actie, dag verbeteren waarop een termijn is gehaald", f"{hier}/doen/termijn-dag-verbeteren")
    doe_snel(team, hier, "termijn-verlengen", grond="awb-4-14", aantal="3", dag=over(0), tekst="Er is ziekte.")
    team.naar(hier).locator(".bp-termijn", has_text="Beschikking").get_by_text("Hoe is dit berekend?").first.click()
    g.neem(team, "Bericht herindicatie, uitleg en historie van de termijn open: team")


def overlijden(g: Galerij) -> None:
    """Somebody died: the form, what the team decides, and what ends with it."""
    afzender, team = g.portaal.bezoek(AFZENDER), g.portaal.bezoek(TEAM)
    loopt = dien_in(afzender, HERINDICATIE, bsn="999991747")
    hier = dien_in(afzender, OVERLIJDEN, bsn="999991747")
    _beide(g, hier, "overlijden, verstuurd", afzender, team)
    doe_snel(team, hier, "oppakken")
    g.neem(team, "Actie, nazorgdagen toekennen", f"{hier}/doen/nazorg-toekennen")
    doe_snel(team, hier, "nazorg-toekennen", tekst="De burger woonde op een plek met 24 uren toezicht.")
    _beide(g, hier, "overlijden, besloten", afzender, team)
    g.neem(team, "Bericht herindicatie, beëindigd door een overlijden: team", loopt)


def melding(g: Galerij) -> None:
    afzender, toezicht = g.portaal.bezoek(AFZENDER), g.portaal.bezoek(TOEZICHT)
    g.neem(toezicht, "Toezicht, lijst", "/werkvoorraad")
    hier = dien_in(afzender, MELDING, beschrijving=LANG, gebeurd_op="-9")
    _beide(g, hier, "melding, te laat verstuurd", afzender, toezicht)
    doe_snel(toezicht, hier, "ontvangst-bevestigen", tekst="Wij hebben uw melding gelezen.")
    _beide(g, hier, "melding, ontvangst bevestigd", afzender, toezicht)
    _acts(g, toezicht, hier, "melding bij toezicht")
    doe_snel(toezicht, hier, "eigen-onderzoek-vragen", tekst="Onderzoek hoe de overdracht die avond liep.")
    _beide(g, hier, "melding, eigen onderzoek gevraagd", afzender, toezicht)
    _acts(g, afzender, hier, "melding bij de aanbieder")
    _met_stuk(afzender, hier, "uitkomst-sturen", LANG, eis="rapport")
    _beide(g, hier, "melding, uitkomst ontvangen", afzender, toezicht)
    doe_snel(toezicht, hier, "conclusies", tekst="De overdracht was niet goed geregeld. Leg dit vast in uw werkwijze.")
    _beide(g, hier, "melding, conclusies", afzender, toezicht)
    _identiteit(g, hier, afzender, toezicht)


def _identiteit(g: Galerij, hier: str, afzender: Bezoek, toezicht: Bezoek) -> None:
    g.neem(toezicht, "Identiteit openen, reden kiezen", f"{hier}/identiteit")
    toezicht.doe("Openen")
    g.neem(toezicht, "Identiteit openen, geen reden gekozen")
    toezicht.page.get_by_label("Onderzoek naar deze melding").check()
    toezicht.doe("Openen")
    g.neem(toezicht, "Identiteit, geopend")
    g.neem(afzender, "Identiteit openen, bij de aanbieder zelf", f"{hier}/identiteit")
    afzender.page.get_by_label("Nakijken wat wij hebben gemeld").check()
    afzender.doe("Openen")
    g.neem(afzender, "Identiteit, van de aanbieder zelf geopend")


def _beide(g: Galerij, path: str, naam: str, afzender: Bezoek, team: Bezoek) -> None:
    g.neem(afzender, f"Bericht {naam}: afzender", path)
    g.neem(team, f"Bericht {naam}: team", path)


def _acts(g: Galerij, bezoek: Bezoek, path: str, bij: str) -> None:
    """Take the page of every act that the page of a bericht offers; the first with a text also as it is when left empty."""
    page = bezoek.naar(path)
    links = page.locator('a[href*="/doen/"]').evaluate_all("all => all.map(a => a.getAttribute('href'))")
    for code in dict.fromkeys(link.rpartition("/")[2] for link in links):
        g.neem(bezoek, f"Actie {code}, {bij}", f"{path}/doen/{code}")
    for code in ("vraag-stellen", "beantwoorden", "verslag-verstuurd", "aanvraag-teruggestuurd", "doorsturen"):
        if f"{path}/doen/{code}" in links:
            bezoek.naar(f"{path}/doen/{code}").locator("main form .bp-verzenden button").first.click()
            bezoek.page.wait_for_load_state()
            g.neem(bezoek, f"Actie {code}, {bij}, leeg verstuurd")


def _met_stuk(bezoek: Bezoek, path: str, code: str, tekst: str, *, eis: str = "stuk") -> None:
    """Write with a file."""
    page = bezoek.naar(f"{path}/doen/{code}")
    page.locator("main textarea").first.fill(tekst)
    page.locator("input[type=file]").first.set_input_files(STUK)  # type: ignore[arg-type]  # a payload
    page.locator("main form .bp-verzenden button").first.click()
    page.wait_for_url(lambda url: re.search(r"/doen/", url) is None)


SCENES = (verzoek, elders, overgenomen, nog_een_keer, herindicatie, overlijden, melding)
