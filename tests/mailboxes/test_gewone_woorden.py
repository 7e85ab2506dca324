"""Plain words that people at work typed and that led elsewhere, or nowhere: what must come first for each."""

import pytest

from portal.domain.mailbox import Mailbox
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from portal.web.nieuw import found, in_words

REGISTER = laad_mailboxen(laad_regios())
AANBIEDER = (Organisatiesoort.AANBIEDER, Rol.INDIENER)
CONSULENT = (Organisatiesoort.GEMEENTE, Rol.CONSULENT)
CMO = (Organisatiesoort.CENTRUMGEMEENTE, Rol.CONTRACTMANAGER)
ONDERBREKING = "> Tijdelijke onderbreking: ziekenhuis, kliniek of detentie"
WIJZIGEN = "> Een toewijzing wijzigen of verlengen"
TOEWIJZING = "> De toewijzing (301-bericht) en het antwoord daarop"
WOORDEN = {
    CONSULENT: {
        "burger meldt zich aan balie": "melding-beschermd-wonen",
        "meldt zich aan het loket": "melding-beschermd-wonen",
        "telefonische melding": "melding-beschermd-wonen",
        "verslag sturen": "verslag-ter-ondertekening",
        "verslag terugsturen": "aanvraag-retour",
        "brief aan aanbieder": "bericht-aan-aanbieder",
        "overleden": "overlijden",
        "dagbesteding": "melding-activering-vervoer",
        "vervoer": "melding-activering-vervoer",
        "opschalen": "wijziging-indicatie",
        "extra begeleiding": "melding-woonbegeleiding-complex",
        "overbrugging": "overbrugging-ambulant",
        "klacht": "> Klacht over de zorg van een aanbieder, of over de gemeente",
        "klacht over de gemeente": "> Klacht over de zorg van een aanbieder, of over de gemeente",
        "huiselijk geweld": "> Huiselijk geweld of kindermishandeling",
        "veilig thuis": "> Huiselijk geweld of kindermishandeling",
        "ziet af van melding": "intrekken-melding",
    },
    CMO: {
        "brief aan alle aanbieders": "bericht-aan-aanbieders",
        "rondschrijven": "bericht-aan-aanbieders",
        "nieuwsbrief": "bericht-aan-aanbieders",
        "brief aan een aanbieder": "bericht-aan-aanbieder",
    },
    AANBIEDER: {
        "301 niet ontvangen": "vraag-toegang",
        "waar blijft het besluit": "vraag-toegang",
        "wanneer krijg ik de beschikking": "vraag-toegang",
        "toewijzing klopt niet": "vraag-toegang",
        "foute toewijzing": "vraag-toegang",
        "naamswijziging": "contractvraag",
        "naamswijziging stichting": "contractvraag",
        "fusie": "contractvraag",
        "overname organisatie": "contractvraag",
        "adreswijziging": "wijziging-locatie",
        "nieuwe vestiging": "opgave-locaties",
        "op schalen": "wijziging-indicatie",
        "af schalen": "wijziging-indicatie",
        "client weigert te tekenen": "aanvraag-retour",
        "cliënt tekent niet": "aanvraag-retour",
        "emigratie": "bijzondere-situatie",
        "klagt": "klacht",
        "klacht": "klacht",
        "logeerplek": "tijdelijke-plek",
        "mail werkt niet": "> Het portaal of de e-mail werkt niet",
        "portaal stuk": "> Het portaal of de e-mail werkt niet",
        "inzage dossier": "> Inzage in een dossier",
        "diefstal": "> Een incident zonder ernstig gevolg",
        "bezwaar": "> Bezwaar tegen een besluit",
        "datalek": "> Datalek",
        # Handbook 5.4: a 307 with code 20 'per ommegaande'; only what lasts longer than three maanden is asked here.
        "client gaat naar detentie": ONDERBREKING,
        "gevangenis": ONDERBREKING,
        "cel": ONDERBREKING,
        "opname": ONDERBREKING,
        "ziekenhuis": ONDERBREKING,
        "arrestatie": ONDERBREKING,
        "detentie langer dan drie maanden": "verlenging-onderbreking",
        "huisregels overtreden": "zorgbeeindiging",
        "13 dagen": "overlijden",
        "dertien dagen": "overlijden",
        "client ziet er van af": "intrekken-melding",
        "ziet af van melding": "intrekken-melding",
        "client wil niet meer": "intrekken-melding",
        "wil geen zorg meer": "intrekken-melding",
        "client is verdwenen": "bijzondere-situatie",
        "briefadres": "> Briefadres of inschrijving bij de gemeente",
    },
}
IN_DE_OPVANG = {
    "317": WIJZIGEN,
    "wijziging": WIJZIGEN,
    "verlengen": WIJZIGEN,
    "opschalen": WIJZIGEN,
    "301": TOEWIJZING,
    "301 niet ontvangen": TOEWIJZING,
    "getekend verslag": "> Het getekende onderzoeksverslag",
    "intrekken": "> Een melding intrekken",
    "uithuisgezet": "mo-melding",
    "ontruimd": "mo-melding",
    "briefadres": "> Briefadres of inschrijving bij de gemeente",
    "verdwenen": "> Vertrek van een inwoner uit de opvang",
    "datalek": "> Datalek",
}


@pytest.mark.parametrize(
    ("wie", "zoek", "eerste"),
    [(wie, *paar) for wie, paren in WOORDEN.items() for paar in paren.items()],
    ids=lambda waarde: waarde[1].value if isinstance(waarde, tuple) else str(waarde),
)
def test_what_is_meant_comes_first(wie: tuple[Organisatiesoort, Rol], zoek: str, eerste: str) -> None:
    assert _found("groningen", wie, zoek)[:1] == [eerste]


@pytest.mark.parametrize("wie", [AANBIEDER, CONSULENT], ids=["aanbieder", "consulent"])
@pytest.mark.parametrize(("zoek", "eerste"), IN_DE_OPVANG.items())
def test_what_is_meant_in_the_opvang_comes_first(wie: tuple[Organisatiesoort, Rol], zoek: str, eerste: str) -> None:
    assert _found("noord-midden-limburg", wie, zoek)[:1] == [eerste]


def test_the_code_of_a_product_finds_where_one_asks_for_it_or_for_more_or_less_of_it() -> None:
    assert _found("groningen", AANBIEDER, "15A77") == ["melding-beschermd-wonen", "wijziging-indicatie"]


def _found(regio: str, wie: tuple[Organisatiesoort, Rol], zoek: str) -> list[str]:
    soort, rol = wie
    hier = next(r for r in laad_regios() if r.code == regio)
    gevonden = found(in_words(zoek, hier), REGISTER.voor(hier, soort, {rol}), REGISTER.buiten(hier))
    return [zaak.code if isinstance(zaak, Mailbox) else f"> {zaak.titel}" for zaak in gevonden]
