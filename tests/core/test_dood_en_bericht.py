"""What may still be sent about a client after his death was recorded, and what is refused to who knows of it."""

import pytest

from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten, intake
from portal.core.insturen.intake import OngeldigeAntwoorden
from portal.domain.mailbox import Clientblok
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from portal.sealing.envelope import new_id
from tests.core.test_beeindigen import ANDERE_CLIENT, herindicatie, leg_vast, overlijden
from tests.core.test_herleven import maak_ongedaan
from tests.installatie import Installatie
from tests.voorbeelden import volledig_overlijden, volledige_herindicatie

NA_EEN_OVERLIJDEN = {
    "bijzondere-situatie",
    "calamiteit-geweld",
    "intrekken-melding",
    "mo-overlijden",
    "overlijden",
    "vraag-toegang",
    "zorgbeeindiging",
}


def test_the_declarations_say_what_may_come_after_a_death() -> None:
    alle = {m.code: m for m in laad_mailboxen(laad_regios()).alle()}
    assert {code for code, mailbox in alle.items() if mailbox.na_overlijden} == NA_EEN_OVERLIJDEN
    over_client = {code for code, m in alle.items() if m.clientblok in {Clientblok.VOLLEDIG, Clientblok.APART}}
    assert over_client > NA_EEN_OVERLIJDEN


def test_who_knows_of_the_death_is_refused_with_what_to_do_and_loses_nothing(huis: Installatie) -> None:
    bericht, indiener = overlijden(huis), huis.gebruiker("indiener")
    leg_vast(huis, bericht)
    nummer, concept = kop(huis.services, indiener, bericht).nummer, new_id()
    ruw = volledige_herindicatie()
    concepten.bewaar(huis.services, indiener, concept=concept, mailbox="herindicatie", ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(indiener, concept, "evaluatiedocument", mailbox="herindicatie")
    with pytest.raises(OngeldigeAntwoorden) as geweigerd:
        intake.submit_bericht(huis.services, indiener, concept=concept, now=huis.now)
    (fout,) = geweigerd.value.fouten.fouten
    assert (fout.veld, nummer in fout.tekst) == ("bsn", True)
    assert "ongedaan maken" in fout.tekst
    assert "'Overlijden melden, met of zonder nazorgdagen'" in fout.tekst or "'Overlijden melden'" in fout.tekst
    bewaard = concepten.open_concept(huis.services, indiener, concept)
    assert {naam: waarde for naam, waarde in bewaard.ruw.items() if any(waarde)} == ruw
    assert [b.eis for b in bewaard.bijlagen] == ["evaluatiedocument"]
    maak_ongedaan(huis, bericht)
    assert intake.submit_bericht(huis.services, indiener, concept=concept, now=huis.now) == concept


def test_who_does_not_know_and_who_is_about_another_client_goes_on(huis: Installatie) -> None:
    leg_vast(huis, overlijden(huis))
    herindicatie(huis, "ander")
    herindicatie(huis, **ANDERE_CLIENT)
    huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    with pytest.raises(OngeldigeAntwoorden):
        herindicatie(huis)
