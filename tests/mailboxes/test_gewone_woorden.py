"""Plain words that people at work typed and that led elsewhere, or nowhere: what must come first for each."""

import pytest

from portal.domain.mailbox import Mailbox
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from portal.web.nieuw import found

REGISTER = laad_mailboxen(laad_regios())
AANBIEDER = (Organisatiesoort.AANBIEDER, Rol.INDIENER)
CONSULENT = (Organisatiesoort.GEMEENTE, Rol.CONSULENT)
CMO = (Organisatiesoort.CENTRUMGEMEENTE, Rol.CONTRACTMANAGER)
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
    },
}


@pytest.mark.parametrize(
    ("wie", "zoek", "eerste"),
    [(wie, *paar) for wie, paren in WOORDEN.items() for paar in paren.items()],
    ids=lambda waarde: waarde[1].value if isinstance(waarde, tuple) else str(waarde),
)
def test_what_is_meant_comes_first(wie: tuple[Organisatiesoort, Rol], zoek: str, eerste: str) -> None:
    soort, rol = wie
    hier = next(r for r in laad_regios() if r.code == "groningen")
    te_sturen = [
        m
        for m in REGISTER.alle()
        if hier.code in m.regios and any(a.soort is soort and rol in a.rollen for a in m.afzenders)
    ]
    gevonden = found(zoek, te_sturen, REGISTER.buiten(hier))
    namen = [zaak.code if isinstance(zaak, Mailbox) else f"> {zaak.titel}" for zaak in gevonden]
    assert namen[:1] == [eerste], namen
