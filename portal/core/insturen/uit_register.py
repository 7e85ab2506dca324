"""What a register says now to an answer: a location that was closed, who was cut off or not admitted, more free places than there are."""

from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import BerichtKop
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.registers.registerregels import PLAATSING, capacities, cut_off, register_choices, stands_in
from portal.core.services import Services
from portal.domain.formulier import Fout
from portal.domain.gevolg import VulRegister
from portal.domain.mailbox import Mailbox
from portal.domain.registers import REGISTERS, VRIJE_PLEKKEN
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht


def closed(services: Services, gebruiker: Gebruiker, zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn of what was chosen from a register and does not stand in it any more: a location that was closed (Handboek §2.3)."""
    velden = [
        v for v in zicht.mailbox.formulier.veldinfo() if v.soort == "register" and "." in str(feiten.get(v.naam, ""))
    ]
    if not velden:
        return ()
    er_nog = {
        sleutel for keuzes in register_choices(services, None, op=gebruiker.vandaag).values() for sleutel, _ in keuzes
    }
    return tuple(
        Waarschuwing(
            titel=f"Staat niet meer in het register: {veld.label}",
            tekst="Wat de afzender hier koos, is sindsdien gesloten of beëindigd, en mag niet meer worden gebruikt. Stel een vraag, "
            "of besluit niet akkoord.",
        )
        for veld in velden
        if feiten[veld.naam] not in er_nog
    )


def too_many_free(services: Services, mailbox: Mailbox, feiten: Feiten, *, organisatie: str) -> tuple[Fout, ...]:
    """Return what is wrong with free places that are said for the register: more than its accepted locations have."""
    gevolg = next(
        (g for g in mailbox.bij_indienen if isinstance(g, VulRegister) and g.register == VRIJE_PLEKKEN.code), None
    )
    plekken = capacities(services, organisatie) if gevolg is not None else {}
    if gevolg is None or not plekken or (gevolg.als is not None and not gevolg.als.geldt(feiten)):
        return ()
    velden = dict(gevolg.velden)
    delen = (str(deel).rpartition(" ") for deel in feiten.get(velden["per_locatie"], ()))
    gezegd = [
        (velden["per_locatie"], *plekken[sleutel], int(getal)) for sleutel, _, getal in delen if sleutel in plekken
    ]
    if not gezegd:
        alle = sum(aantal for _, aantal in plekken.values())
        gezegd = [(velden["vrij"], "uw locaties samen", alle, int(str(feiten[velden["vrij"]])))]
    return tuple(
        Fout(
            veld=veld,
            tekst=f"Er kunnen niet meer plekken vrij zijn ({vrij}) dan er zijn: {naam}, met {aantal} volgens het register. Verbeter het "
            "aantal. Klopt de capaciteit niet meer? Geef die dan eerst door, met een opgave van de locatie.",
        )
        for veld, naam, aantal, vrij in gezegd
        if vrij > aantal
    )


def not_admitted(
    services: Services, mailbox: Mailbox, feiten: Feiten, *, organisatie: str = "", bericht: UUID | None = None
) -> tuple[Waarschuwing, ...]:
    """Warn of an onderaannemer that is named for a location and is not admitted (Handboek §2.2: 'alleen na schriftelijke toestemming').

    It must be one of `organisatie`, who fills in the form, or of who sent `bericht`.
    """
    gevolgen = (g for o in mailbox.levensloop.overgangen for g in o.gevolgen)
    velden = {
        antwoord: veld.uit
        for gevolg in gevolgen
        if isinstance(gevolg, VulRegister) and gevolg.register in REGISTERS
        for code, antwoord in gevolg.velden
        if (veld := REGISTERS[gevolg.register].veld(code)) is not None and veld.uit and feiten.get(antwoord)
    }
    if not velden:
        return ()
    if bericht is not None:
        with services.database.lezen() as session:
            organisatie = session.get_one(Bericht, bericht).afzender
    return tuple(
        Waarschuwing(
            titel=f"'{feiten[antwoord]}' is niet toegelaten als onderaannemer",
            tekst="Bij deze aanbieder staat geen onderaannemer met deze naam in het register. Inzetten mag alleen na schriftelijke toestemming "
            "van de afdeling CMO (Handboek §2.2), met 'Beroep op een derde'. Accepteer de locatie niet voordat die er is.",
        )
        for antwoord, uit in velden.items()
        if not stands_in(services, uit, organisatie, str(feiten[antwoord]))
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
