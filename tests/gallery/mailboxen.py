"""Every mailbox of a region: its form empty, wrong and full, and a bericht of it as its sender and its receiver see it."""

from collections.abc import Iterator
from uuid import UUID

from portal.demo.antwoorden import ANTWOORDEN
from portal.demo.personen import Demopersoon, demopersonen
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import LEZERS
from portal.domain.rollen import Rol
from portal.domain.teams import plek_van
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios
from tests.gallery.galerij import Galerij
from tests.gallery.zaken import CLIENT, LANG, velden, zet_klaar

LANGE_NAAM = "Stichting Beschermd Wonen en Maatschappelijke Opvang Verzonnen-Voorbeelddorp e.o."


def formulieren(g: Galerij) -> None:
    """The form as it is first seen, sent without an answer, and with long answers to all that is asked."""
    for mailbox, account in _van_de_regio(g):
        bezoek = g.portaal.bezoek(account)
        g.neem(bezoek, f"Invullen {mailbox.code}, leeg", f"/nieuw/{mailbox.code}")
        bezoek.page.get_by_role("button", name="Controleren", exact=True).click()
        bezoek.page.wait_for_load_state()
        g.neem(bezoek, f"Invullen {mailbox.code}, niets ingevuld en toch controleren")
        adres = zet_klaar(bezoek, mailbox.code, _lang(mailbox), met=False)
        g.neem(bezoek, f"Invullen {mailbox.code}, vol en lang", adres)
        g.portaal.sluit()


def berichten(g: Galerij) -> None:
    """A bericht of the demo of each mailbox: the newest, for who sent it and who has it."""
    # of several people at one place the first, who may do most
    wie = {plek: persoon.account for persoon in reversed(demopersonen(g.regio)) for plek in _leest_voor(persoon)}
    for mailbox, _ in _van_de_regio(g):
        rijen = g.portaal.vraag(
            "select id, team, afzender from berichten where mailbox = ? order by ingediend desc limit 1", mailbox.code
        )
        for kaal, team, afzender in rijen:
            _, ontvanger = plek_van(team)
            for rol, plek in (("afzender", afzender), ("team", ontvanger)):
                g.neem(g.portaal.bezoek(wie[plek]), f"Bericht {mailbox.code}: {rol}", f"/berichten/{UUID(kaal)}")
        g.portaal.sluit()


def _van_de_regio(g: Galerij) -> Iterator[tuple[Mailbox, str]]:
    """Yield the mailboxes of the region, each with an account that sends to it."""
    for mailbox in laad_mailboxen(laad_regios()).alle():
        if g.regio.code in mailbox.regios:
            yield mailbox, _afzender(g, mailbox)


def _afzender(g: Galerij, mailbox: Mailbox) -> str:
    """Return the first account of the demo that has a role which sends to this mailbox."""
    rollen = {rol for afzender in mailbox.afzenders[:1] for rol in afzender.rollen}
    return next(p.account for p in demopersonen(g.regio) if {lid.rol for lid in p.lidmaatschappen} & rollen)


def _leest_voor(persoon: Demopersoon) -> Iterator[str]:
    """Yield the teams and organisations that somebody of the demo can open berichten for."""
    for lid in persoon.lidmaatschappen:
        if lid.rol in LEZERS | {Rol.INDIENER} and persoon.account not in {"consulent.tweeteams", "frontoffice"}:
            yield lid.code


def _lang(mailbox: Mailbox) -> dict[str, str]:
    """Return answers to all questions, in every free text as long as people write."""
    teksten = {v.naam: LANG for v in mailbox.formulier.veldinfo() if v.soort == "lange_tekst"}
    namen = {v.naam: LANGE_NAAM for v in mailbox.formulier.veldinfo() if v.soort == "tekst"}
    getypt = velden(mailbox.code) if mailbox.code in ANTWOORDEN else {}
    client = dict(zip(("voorletters", "achternaam"), CLIENT, strict=False))
    return {naam: w for naam, w in getypt.items() if w[:1] != "~"} | namen | teksten | client


SCENES = (formulieren, berichten)
