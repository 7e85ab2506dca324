"""An anonymous mailbox is so in all of it: no burgerservicenummer in any field, in a step, in what is written, or in the name of a file."""

from typing import Final

import pytest

from portal.core.behandelen.stapcontrole import AntwoordNodig, TekstNodig, check_anonymous
from portal.core.bericht.zicht import kop
from portal.core.files.refusal import Bestandsfout, Reden
from portal.core.insturen import concepten
from portal.core.insturen.controle import controleer
from portal.core.insturen.intake import OngeldigeAntwoorden, submit_bericht
from portal.domain.anoniem import BSN_IN_TEKST, is_anoniem, nummers_in
from portal.domain.formulier import Fouten
from portal.domain.levensloop import Tekst
from portal.domain.mailbox import Mailbox
from portal.forms import ANDERE_AANBIEDER
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from portal.sealing.envelope import new_id
from tests.core.test_per_ontvanger import RAPPORT, plek, rapport
from tests.ingevuld import ingevuld, ingevuld_formulier, met_registers
from tests.installatie import DIEP, Installatie
from tests.voorbeelden import BSN, volledige_casus

ALLE: Final = laad_mailboxen(laad_regios()).alle()
ANONIEM: Final = tuple(mailbox for mailbox in ALLE if is_anoniem(mailbox))
VRIJ: Final = frozenset({"tekst", "lange_tekst", "anonieme_tekst"})


def test_which_mailboxes_may_name_no_client_follows_from_their_declarations() -> None:
    assert {mailbox.code for mailbox in ANONIEM} == {
        "bericht-aan-aanbieders",
        "experttafel-casus",
        "gia-verwijzing",
        "signaal-toezicht",
        "tijdelijke-plek",
        "toezicht-rapport",
        "vooroverleg-gemeente",
    }


def velden(mailbox: Mailbox) -> list[str]:
    return [veld.naam for veld in mailbox.formulier.veldinfo() if veld.soort in VRIJ]


@pytest.mark.parametrize(("code", "veld"), [(mailbox.code, veld) for mailbox in ANONIEM for veld in velden(mailbox)])
def test_no_free_field_of_the_first_form_takes_one(code: str, veld: str) -> None:
    (mailbox,) = [mailbox for mailbox in ANONIEM if mailbox.code == code]
    # with these every question is asked
    gevraagd = {"aanbieder": [ANDERE_AANBIEDER], "voorstel": ["ja"]}
    bekend = {info.naam for info in mailbox.formulier.veldinfo()}
    anders = {naam: waarde for naam, waarde in gevraagd.items() if naam in bekend}
    gelezen = mailbox.formulier.lees(ingevuld(mailbox, **anders, **{veld: [BSN]}), met_registers())
    fouten = gelezen.fouten if isinstance(gelezen, Fouten) else nummers_in(mailbox.formulier, gelezen)
    assert (veld, BSN_IN_TEKST) in {(fout.veld, fout.tekst) for fout in fouten}


@pytest.mark.parametrize("code", [mailbox.code for mailbox in ANONIEM])
def test_no_step_takes_one_in_its_text_whoever_writes_it(code: str) -> None:
    (mailbox,) = [mailbox for mailbox in ANONIEM if mailbox.code == code]
    stappen = [stap for stap in mailbox.levensloop.overgangen if stap.tekst is not Tekst.GEEN]
    assert {"vraag-stellen", "bericht-sturen", "notitie"} & {stap.code for stap in stappen}
    for stap in stappen:
        with pytest.raises(TekstNodig, match="staat een burgerservicenummer"):
            check_anonymous(mailbox, stap, f"Het gaat om {BSN}.", None)
        check_anonymous(mailbox, stap, "Bel +31 6 " + BSN[:8] + ", of 050 123 45 67.", None)


def test_the_form_of_a_step_takes_one_only_where_it_asks_for_one() -> None:
    gezien = []
    for mailbox in ANONIEM:
        for stap in mailbox.levensloop.overgangen:
            if stap.formulier is None:
                continue
            vrij = [veld.naam for veld in stap.formulier.veldinfo() if veld.soort in VRIJ]
            for veld in ("", *vrij):
                ruw = ingevuld_formulier(stap.formulier, met_registers(), {veld: [BSN]} if veld else {})
                antwoorden = stap.formulier.lees(ruw, met_registers())
                if isinstance(antwoorden, Fouten) or veld not in {"", *antwoorden.feiten()}:
                    continue  # a field that takes no number at all, or is not asked
                gezien.append((stap.code, veld))
                if not veld:
                    check_anonymous(mailbox, stap, "", antwoorden)
                    continue
                with pytest.raises(AntwoordNodig) as nodig:
                    check_anonymous(mailbox, stap, "", antwoorden)
                assert [fout.veld for fout in nodig.value.fouten] == [veld]
    assert {("client-sturen", ""), ("client-sturen", "kenmerk")} <= {*gezien}


def test_a_mailbox_about_a_client_takes_it_in_a_text() -> None:
    (mailbox,) = [mailbox for mailbox in ALLE if mailbox.code == "herindicatie"]
    stap = mailbox.levensloop.overgang("vraag-stellen")
    assert stap is not None
    check_anonymous(mailbox, stap, f"Het gaat om {BSN}.", None)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_is_sent_written_and_attached_is_refused_and_what_was_typed_stays(huis: Installatie) -> None:
    indiener, adviseur = huis.gebruiker("indiener"), huis.gebruiker("regioadviseur")
    concept = new_id()
    ruw = plek(DIEP, groep=f"Volwassene, {BSN}")
    concepten.bewaar(
        huis.services, indiener, concept=concept, mailbox="tijdelijke-plek", ruw=ruw, versie=0, now=huis.now
    )
    controle = controleer(
        huis.services, indiener, concepten.open_concept(huis.services, indiener, concept), now=huis.now
    )
    assert [(fout.veld, fout.tekst) for fout in controle.fouten.fouten] == [("groep", BSN_IN_TEKST)]
    assert controle.formulier.getypt()["groep"] == ruw["groep"]
    with pytest.raises(OngeldigeAntwoorden):
        submit_bericht(huis.services, indiener, concept=concept, now=huis.now)

    toezicht, verslag = huis.gebruiker("toezichthouder"), new_id()
    concepten.bewaar(
        huis.services, toezicht, concept=verslag, mailbox=RAPPORT, ruw=rapport("1979"), versie=0, now=huis.now
    )
    with pytest.raises(Bestandsfout) as geweigerd:
        huis.bijlage(toezicht, verslag, "rapport", naam=f"rapport {BSN}.pdf", mailbox=RAPPORT)
    assert geweigerd.value.reden is Reden.NAAM_BSN
    huis.bijlage(toezicht, verslag, "rapport", naam="rapport.pdf", mailbox=RAPPORT)

    bericht = huis.stuur(indiener, "experttafel-casus", volledige_casus())
    huis.doe(adviseur, bericht, "onvolledig", tekst="Welke stappen?")
    with pytest.raises(TekstNodig):
        huis.doe(indiener, bericht, "aanvullen", tekst=f"Cliënt {BSN}.")
    assert kop(huis.services, indiener, bericht).toestand.code == "onvolledig"
    huis.doe(indiener, bericht, "aanvullen", tekst="Ook de crisisdienst.")
