"""Warnings of what a register says now: a location that was closed, an aanbieder who was cut off from the sociale kaart."""

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import BerichtKop
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.registers.registerregels import PLAATSING, cut_off, register_choices
from portal.core.services import Services
from portal.domain.mailbox import Mailbox
from portal.domain.voorwaarde import Feiten


def closed(services: Services, zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn of what was chosen from a register and does not stand in it any more: a location that was closed (Handboek §2.3)."""
    velden = [
        v for v in zicht.mailbox.formulier.veldinfo() if v.soort == "register" and "." in str(feiten.get(v.naam, ""))
    ]
    if not velden:
        return ()
    er_nog = {sleutel for keuzes in register_choices(services, None).values() for sleutel, _ in keuzes}
    return tuple(
        Waarschuwing(
            titel=f"Staat niet meer in het register: {veld.label}",
            tekst="Wat de afzender hier koos, is sindsdien gesloten of beëindigd, en mag niet meer worden gebruikt. Stel een vraag, "
            "of besluit niet akkoord.",
        )
        for veld in velden
        if feiten[veld.naam] not in er_nog
    )


def cut_off_since(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten
) -> tuple[Waarschuwing, ...]:
    """Warn a team of an aanbieder that was chosen and that is cut off from the sociale kaart; what CMO did is no news for others."""
    velden = [v for v in mailbox.formulier.veldinfo() if v.soort == PLAATSING and feiten.get(v.naam)]
    if gebruiker.namens.soort != "team" or not velden:
        return ()
    dicht = cut_off(services)
    return tuple(
        Waarschuwing(
            titel="Deze aanbieder is afgekoppeld van de sociale kaart",
            tekst="Er kunnen daar geen burgers worden geplaatst tot hij de sociale kaart bijwerkt (Handboek §2.4). Voor een burger "
            "die er al woont, verandert er niets. Bel de aanbieder of de afdeling CMO.",
        )
        for veld in velden
        if feiten[veld.naam] in dicht
    )
