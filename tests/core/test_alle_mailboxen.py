"""Every mailbox of an aanbieder before it is sent: what is missing is refused, and what is whole has its receiver and clocks."""

from dataclasses import replace

from portal.core.insturen.controle import controleer_ingevuld
from portal.core.insturen.kader import sendable
from portal.domain.mailbox import Mailbox
from portal.domain.routering import Delen
from tests.ingevuld import ingevuld, met_registers
from tests.installatie import Installatie


def mailboxen(huis: Installatie) -> list[Mailbox]:
    return [
        m
        for m in sendable(huis.services, huis.gebruiker("indiener"))
        if not any(veld.soort in {"verband", "register"} for veld in m.formulier.veldinfo())
    ]


def test_without_its_required_bijlagen_each_is_refused_and_with_them_not(huis: Installatie) -> None:
    indiener = huis.gebruiker("indiener")
    for mailbox in mailboxen(huis):
        ruw, weet = ingevuld(mailbox), replace(met_registers(), organisatie=indiener.organisatie)
        zonder = controleer_ingevuld(
            huis.services, indiener, mailbox, mailbox.formulier.vul(ruw, weet), weet, now=huis.now
        )
        assert zonder.antwoorden is not None
        nodig = {f"bijlage-{b.code}" for b in mailbox.bijlagen if b.is_verplicht(zonder.antwoorden.feiten())}
        assert {fout.veld for fout in zonder.fouten.fouten} == nodig, mailbox.code
        met = replace(weet, bijlagen=frozenset(b.code for b in mailbox.bijlagen))
        heel = controleer_ingevuld(huis.services, indiener, mailbox, mailbox.formulier.vul(ruw, met), met, now=huis.now)
        ontvangers = len(mailbox.routering.delen) if isinstance(mailbox.routering, Delen) else 1
        assert (heel.fouten.fouten, len(heel.bestemmingen)) == ((), ontvangers), mailbox.code
        altijd = {t.code for t in mailbox.termijnen if type(t.begint).__name__ == "BijAankomst" and t.als is None}
        assert {t.code for t in heel.termijnen} >= altijd, mailbox.code
