"""What is not for the portal: every matter says where it belongs, by what source, in regions that are there."""

from portal.domain.vinden import Vindbaar, vind
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios, regiocodes

REGISTER = laad_mailboxen(laad_regios())


def test_each_says_where_it_belongs_and_where_that_stands() -> None:
    for zaak in REGISTER.buiten():
        assert (bool(zaak.waar.endswith(".")), bool(zaak.zoekwoorden), bool(str(zaak.bron))) == (True, True, True), zaak
        assert set(zaak.regios) <= set(regiocodes())


def test_each_region_shows_its_own() -> None:
    for regio in laad_regios():
        assert [z for z in REGISTER.buiten(regio) if regio.code not in z.regios] == []
        assert REGISTER.buiten(regio)


def test_every_word_for_it_leads_to_it_first() -> None:
    zaken = [(zaak, Vindbaar(woorden=zaak.zoekwoorden, tekst=zaak.titel)) for zaak in REGISTER.buiten()]
    naast = [
        (woord, zaak.titel) for zaak, _ in zaken for woord in zaak.zoekwoorden if vind(woord, zaken)[:1] != (zaak,)
    ]
    assert naast == []


def test_every_word_of_a_mailbox_leads_to_it() -> None:
    zaken = [(m.code, Vindbaar(woorden=m.zoekwoorden, tekst=f"{m.titel} {m.omschrijving}")) for m in REGISTER.alle()]
    naast = [(woord, m.code) for m in REGISTER.alle() for woord in m.zoekwoorden if m.code not in vind(woord, zaken)]
    assert naast == []
