"""A fourth mailbox is one file: discovery is given a module that nobody has seen, and the whole site serves it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from portal.app import create_app
from portal.cli.tonen import mailboxen
from portal.core.bericht.zicht import kop
from portal.core.insturen.uitvoerbaar import check_uitvoerbaar
from portal.mailboxes import gemeenten, laad_mailboxen
from portal.regios import laad_regios
from portal.sealing.envelope import new_id
from portal.wiring import make_services
from tests.bezoeker import Bezoeker, Portaal, page_text
from tests.installatie import PERSONEN, Installatie, vervang
from tests.web.verhalen import open_form

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

CODE = "proef-tuinplan"
MODULE = '''
"""Proef tuinplan: een aanbieder vraagt de Toegang om een tuin. Bron: Handboek §4, verzonnen voor de test."""

from portal.domain.basisloop import basisloop, besluit
from portal.domain.bron import Bron
from portal.domain.gevolg import Taak
from portal.domain.mailbox import Afzender, Bewaring, Clientblok, Groep, Mailbox
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.routering import OpAntwoord
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import BijAankomst, Eenheid, Termijn
from portal.forms import BerichtFormulier, GemeenteVeld, LangeTekstVeld

BRON = Bron(plaats="Handboek §4")


class Formulier(BerichtFormulier):
    """De vragen."""

    secties = (("De tuin", ("gemeente", "wens")),)

    gemeente = GemeenteVeld("In welke gemeente komt de tuin?", leeg="Kies de gemeente van de tuin.")
    wens = LangeTekstVeld("Wat moet erin groeien?", leeg="Schrijf op wat er moet groeien.")


MAILBOX = Mailbox(
    code="proef-tuinplan",
    titel="Proef tuinplan",
    omschrijving="Een tuin bij de locatie.",
    zoekwoorden=("tuin", "kweepeer"),
    groep=Groep.VRAAG,
    regios=("groningen",),
    afzenders=(Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,)),),
    clientblok=Clientblok.GEEN,
    formulier=Formulier,
    routering=OpAntwoord(regel="tuin", veld="gemeente", rol="gemeente van de tuin"),
    levensloop=basisloop(
        besluit(
            code="planten",
            titel="Akkoord: planten",
            gevolgen=(Taak(code="spade", titel="Koop een spade", rol=Rol.BACKOFFICE, bron=BRON),),
        ),
        intrekbaar=True,
    ),
    termijnen=(
        Termijn(
            code="antwoord",
            titel="Antwoord over de tuin",
            aantal=4,
            eenheid=Eenheid.WERKDAG,
            begint=BijAankomst(),
            eigenaar=Partij.BEHANDELEND_TEAM,
            bron=BRON,
            eindigt=("planten",),
        ),
    ),
    bewaring=Bewaring(jaren=1, vanaf="ontvangst", bron=BRON),
    bronnen=(BRON,),
    bevestiging="De Toegang kijkt of er een tuin kan komen.",
)
'''


@pytest.fixture
def vierde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put one file where mailboxes are looked for; nothing else is told of it."""
    map_ = tmp_path / "mailboxen"
    map_.mkdir()
    (map_ / "tuinplan.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(gemeenten, "__path__", [*gemeenten.__path__, str(map_)])
    yield
    sys.modules.pop(f"{gemeenten.__name__}.tuinplan", None)


@pytest.fixture
def portal(huis: Installatie, vierde: None) -> Portaal:
    """The app as it starts with that file there."""
    gevonden = make_services(huis.services.settings).mailboxen
    check_uitvoerbaar(gevonden.alle())
    huis = vervang(huis, mailboxen=gevonden)
    app = create_app(huis.services.settings, huis.services, klok=lambda: huis.now)
    app.testing = False
    return Portaal(huis, app)


def send(bezoeker: Bezoeker) -> str:
    """Fill it in, check it and send it, as a person does; gives the path of the bericht."""
    pad = f"/concepten/{new_id()}"
    velden = {"gemeente": "1979", "wens": "Kweeperen & hop.", "versie": "0", "actie": "controleren"}
    assert bezoeker.post(f"{pad}?soort={CODE}", velden).location == f"{pad}/controleren"
    tekst = page_text(bezoeker.get(f"{pad}/controleren"))
    assert "Toegang Eemsdelta behandelt berichten van de gemeente van de tuin: Eemsdelta." in tekst
    assert "Antwoord over de tuin: vrijdag 10 april 2026" in tekst
    ontvangst = bezoeker.post(f"{pad}/indienen", {"versie": "1"}).location
    assert ontvangst == f"{pad.replace('concepten', 'berichten')}/ontvangst"
    assert "De Toegang kijkt of er een tuin kan komen." in page_text(bezoeker.get(ontvangst))
    return ontvangst.removesuffix("/ontvangst")


def test_one_file_brings_form_routing_clock_worklist_decision_and_permissions(portal: Portaal) -> None:
    indiener, consulent = portal.bezoek("indiener"), portal.bezoek("consulent")
    assert "Proef tuinplan" in page_text(indiener.post("/nieuw", {"zoek": "kweepeer"}))
    leeg = page_text(indiener.get(f"/nieuw/{CODE}"))
    assert ("Wat moet erin groeien?" in leeg, "Antwoord over de tuin: 4 werkdagen" in leeg) == (True, True)
    fout = indiener.post(f"/concepten/{new_id()}?soort={CODE}", {"wens": "Hop", "versie": "0", "actie": "controleren"})
    assert (fout.status_code, "Kies de gemeente van de tuin." in fout.text) == (422, True)
    pad = send(indiener)
    bericht = UUID(pad.rpartition("/")[2])
    assert "Proef tuinplan" in page_text(consulent.get("/werkvoorraad"))
    assert "Kweeperen & hop." in page_text(consulent.get(pad))
    for account in set(PERSONEN) - {"indiener", "collega", "consulent", "tweede", "frontoffice", "backoffice"}:
        if account != "dubbel":  # works for this team as well
            assert portal.bezoek(account).get(pad).status_code == 404, account
    portal.huis.client.take_in(bericht)
    assert open_form(consulent, bericht, "oppakken").verstuur().status_code == 303
    assert open_form(consulent, bericht, "planten").verstuur(tekst="Er is plek.").status_code == 303
    assert "Koop een spade" in page_text(portal.bezoek("backoffice").get("/taken"))
    zicht = kop(portal.huis.services, portal.huis.gebruiker("consulent"), bericht)
    assert (zicht.toestand.code, [t.status.value for t in zicht.termijnen]) == ("besloten", ["gehaald"])


def test_one_file_brings_its_own_documentation(portal: Portaal, vierde: None) -> None:
    beheer = page_text(portal.bezoek("beheerder").get(f"/beheer/mailboxen/{CODE}"))
    for woord in ("Proef tuinplan", "Antwoord over de tuin", "Akkoord: planten", "Wat moet erin groeien?"):
        assert woord in beheer
    assert f"{CODE:<40} Proef tuinplan" in CliRunner().invoke(mailboxen).output
    alles = json.loads(CliRunner().invoke(mailboxen, ["--json"]).output)
    (verklaring,) = (m for m in alles if m["code"] == CODE)
    assert verklaring["routering_in_woorden"] == "de Toegang van de gemeente van de tuin"
    assert [v["naam"] for v in verklaring["formulier"]["velden"]] == ["gemeente", "wens"]


def test_without_the_file_nobody_knows_of_it(huis: Installatie) -> None:
    assert laad_mailboxen(laad_regios()).met_code(CODE) is None
