"""De waarschuwingen bij een termijn, gelijk voor elke mailbox: een voorstel, want geen bron noemt ze.

Wie iets moet doen, hoort het vooraf. Is een plicht van het team te laat, dan hoort het team dat de dag erna (dat doet
het portaal vanzelf) en de teamleider een paar werkdagen later.
"""

from portal.domain.bron import Bron
from portal.domain.partij import Partij
from portal.domain.termijn import Eenheid, Waarschuwing

VOORSTEL = Bron(plaats="voorstel van het portaal", voorstel=True)


def vooraf(aantal: int, eenheid: Eenheid, aan: Partij) -> Waarschuwing:
    """Een herinnering zo lang voor de laatste dag."""
    return Waarschuwing(aantal=-aantal, eenheid=eenheid, aan=aan, tekst="Deze termijn loopt bijna af.", bron=VOORSTEL)


def op_de_dag(aan: Partij) -> Waarschuwing:
    """Een herinnering op de laatste dag zelf."""
    return Waarschuwing(
        aantal=0, eenheid=Eenheid.KALENDERDAG, aan=aan, tekst="Deze termijn loopt vandaag af.", bron=VOORSTEL
    )


def na_begin(aantal: int, eenheid: Eenheid, aan: Partij, *, bron: Bron = VOORSTEL) -> Waarschuwing:
    """Een herinnering zo lang na de begindag van de termijn; voor een termijn die terugtelt: ervoor, met een min."""
    return Waarschuwing(
        aantal=aantal, eenheid=eenheid, aan=aan, tekst="Deze termijn loopt.", bron=bron, vanaf_begin=True
    )


def escalatie(aantal: int, eenheid: Eenheid, aan: Partij = Partij.TEAMLEIDER) -> Waarschuwing:
    """Een melding zo lang na de laatste dag, aan wie moet ingrijpen."""
    return Waarschuwing(aantal=aantal, eenheid=eenheid, aan=aan, tekst="Deze termijn is verlopen.", bron=VOORSTEL)


VAN_HET_TEAM = (vooraf(1, Eenheid.WEEK, Partij.BEHANDELEND_TEAM), escalatie(3, Eenheid.WERKDAG))
KORT_VAN_HET_TEAM = (vooraf(1, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM), escalatie(3, Eenheid.WERKDAG))
# Wat alleen het portaal voorstelt, is een verwachting: het team hoort het vooraf, en niemand is te laat.
BIJ_EEN_VOORSTEL = (vooraf(1, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM),)
VAN_DE_AANBIEDER = (vooraf(3, Eenheid.WERKDAG, Partij.AANBIEDER),)
# Wie het bericht stuurde en op het antwoord wacht, hoort op de eerste werkdag erna dat het er niet is.
DE_AFZENDER_WACHT = (escalatie(1, Eenheid.KALENDERDAG, Partij.AFZENDER),)
# De gemeente die onderzoekt, houdt in de gaten of het ondertekende verslag op tijd terug is (Handboek §4 A.6).
BEWAAKT_DOOR_HET_TEAM = (escalatie(1, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM),)
# De laatste dag is acht weken voor het einde van de indicatie (Handboek §4); wanneer het portaal herinnert is een voorstel.
# De Toegang die de indicatie gaf, hoort de dag erna dat de melding er niet is, en de teamleider drie werkdagen later.
HERINDICATIE = (
    na_begin(-12, Eenheid.WEEK, Partij.AANBIEDER),
    na_begin(-10, Eenheid.WEEK, Partij.AANBIEDER),
    op_de_dag(Partij.AANBIEDER),
    escalatie(3, Eenheid.WERKDAG),
)
