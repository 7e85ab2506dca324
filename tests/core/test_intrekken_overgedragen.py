"""A request to withdraw what went on to another gemeente: who has the dossier decides, and there it closes."""

from uuid import UUID

import pytest

from portal.core.bericht.zicht import kop
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.klokken.klokken import Klokstatus
from portal.core.lezen.reading import open_bericht
from portal.core.weigeren import NietMogelijk
from tests.installatie import GRONINGEN, Installatie
from tests.overdrachten import DOSSIER, gedaan, getypt, overgedragen
from tests.voorbeelden import volledige_intrekking

INTREKKEN, AKKOORD, NIET = "intrekken-melding", "melding-intrekken", "niet-intrekken"


def gevraagd(huis: Installatie, melding: UUID) -> UUID:
    """The aanbieder asks to withdraw the melding, and Eemsdelta takes it up."""
    wie = huis.gebruiker("indiener")
    bericht = huis.stuur(wie, INTREKKEN, volledige_intrekking(kop(huis.services, wie, melding).nummer))
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def gestuurd(huis: Installatie, melding: UUID) -> UUID:
    """Eemsdelta sends the dossier to Groningen, which has not accepted it yet."""
    gedaan(huis, melding, tot="dossier")
    return huis.stuur(huis.gebruiker("consulent"), DOSSIER, getypt(huis, melding))


def toestand(huis: Installatie, wie: str, bericht: UUID) -> str:
    return kop(huis.services, huis.gebruiker(wie), bericht).toestand.code


def besluiten(huis: Installatie, wie: str, bericht: UUID) -> list[str]:
    acties = open_bericht(huis.services, huis.gebruiker(wie), bericht, now=huis.now).acties
    return [o.code for o in acties if o.naar == "besloten"]


def gewaarschuwd(huis: Installatie, account: str, bericht: UUID) -> list[tuple[str, list[UUID]]]:
    wie = huis.gebruiker(account)
    geopend = open_bericht(huis.services, wie, bericht, now=huis.now)
    gevonden = warnings_for(huis.services, wie, geopend.kop, geopend.feiten)
    return [(w.titel, [a.id for a in w.andere]) for w in gevonden]


@pytest.mark.parametrize("wanneer", ["voor het aanvaarden", "erna"])
def test_the_gemeente_that_took_it_over_decides_and_its_dossier_closes(huis: Installatie, wanneer: str) -> None:
    melding = overgedragen(huis)
    dossier = gestuurd(huis, melding)
    vooraf = gevraagd(huis, melding) if wanneer != "erna" else None
    if vooraf is not None:
        with pytest.raises(NietMogelijk, match="onderweg naar een andere gemeente"):
            huis.doe(huis.gebruiker("consulent"), vooraf, "aanvraag-intrekken", tekst="Dat kan.")
    huis.doe(huis.gebruiker("groningen"), dossier, "aanvaarden")
    bericht = vooraf or gevraagd(huis, melding)
    over = [("Het dossier is overgedragen aan Toegang Groningen", [dossier])]
    assert (besluiten(huis, "consulent", bericht), gewaarschuwd(huis, "consulent", bericht)) == ([], over)
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="U heeft het dossier.", doel=GRONINGEN)
    huis.client.take_in(bericht)
    groningen = huis.gebruiker("groningen")
    huis.doe(groningen, bericht, "oppakken")
    assert (besluiten(huis, "groningen", bericht), gewaarschuwd(huis, "groningen", bericht)) == ([AKKOORD, NIET], over)
    huis.doe(groningen, bericht, AKKOORD, tekst="De burger wil het ook.")
    zicht = kop(huis.services, groningen, dossier)
    assert (zicht.toestand.code, toestand(huis, "consulent", melding)) == ("ingetrokken", "afgehandeld")
    assert Klokstatus.LOOPT not in {t.status for t in zicht.termijnen}
    assert [taak.code for taak in kop(huis.services, groningen, bericht).taken] == ["brief-intrekking"]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_was_refused_there_is_withdrawn_here(huis: Installatie) -> None:
    melding = overgedragen(huis)
    dossier, bericht = gestuurd(huis, melding), gevraagd(huis, melding)
    huis.doe(huis.gebruiker("groningen"), dossier, "niet-aanvaarden", tekst="De groep is vol.")
    assert besluiten(huis, "consulent", bericht) == ["aanvraag-intrekken", NIET]
    huis.doe(huis.gebruiker("consulent"), bericht, "aanvraag-intrekken", tekst="Dat kan.")
    assert toestand(huis, "consulent", melding) == "ingetrokken"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_went_outside_the_portal_is_passed_on_with_a_taak(huis: Installatie) -> None:
    melding = overgedragen(huis)
    bericht, consulent = gevraagd(huis, melding), huis.gebruiker("consulent")
    gedaan(huis, melding)
    huis.doe(consulent, melding, "overdracht-buiten-om-aanvaard", tekst="Mevrouw De Vries, op 7 april.")
    assert (besluiten(huis, "consulent", bericht), gewaarschuwd(huis, "consulent", bericht)) == (
        ["doorgegeven-buiten"],
        [],
    )
    huis.doe(consulent, bericht, "doorgegeven-buiten", tekst="Groningen besluit.")
    assert [taak.code for taak in kop(huis.services, consulent, bericht).taken] == ["intrekking-doorgeven"]
