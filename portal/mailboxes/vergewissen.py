"""Wat de ontvangende gemeente met een aanvaard dossier doet: zich vergewissen, de aanvraag registreren en besluiten.

Bronnen: Handboek §4 A.10 (de vier punten die in het onderzoeksverslag staan), A.11 (de aanvraag registreren, de melding sluiten,
in de beschikking het verslag en de grondslag noemen) en A.12 (bezwaar). Voorstel: is het onderzoek niet compleet, dan onderzoekt
de gemeente zelf, en telt de beschikking vanaf de aanvraag die op dat onderzoek volgt (Wmo 2.3.2 lid 9 en 2.3.5 lid 2).
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import besluit, stap
from portal.domain.levensloop import Fase, Tekst, Toestand
from portal.forms import BerichtFormulier, TekstVeld, VinkVeld
from portal.mailboxes import overdracht, taken

COMPLEET: Final = Toestand("compleet", "Onderzoek compleet", Fase.BIJ_TEAM)
EIGEN_ONDERZOEK: Final = Toestand("eigen_onderzoek", "Eigen onderzoek", Fase.BIJ_TEAM)
AANVRAAG: Final = Toestand("aanvraag", "Aanvraag geregistreerd", Fase.BIJ_TEAM)
TOESTANDEN: Final = (COMPLEET, EIGEN_ONDERZOEK, AANVRAAG)


class Vergewissing(BerichtFormulier):
    """De vier punten waarvan de ontvangende gemeente zich vergewist (Handboek §4 A.10)."""

    secties = (("Wat staat er in het onderzoeksverslag?", ("hulpvraag", "bw_nodig", "ondersteuning", "duur")),)

    hulpvraag = VinkVeld("De hulpvraag van de burger", leeg="Kijk of de hulpvraag in het verslag staat.")
    bw_nodig = VinkVeld(
        "Of beschermd wonen nodig is, en waarom", leeg="Kijk of in het verslag staat waarom beschermd wonen nodig is."
    )
    ondersteuning = VinkVeld("Welke ondersteuning nodig is", leeg="Kijk of in het verslag staat wat nodig is.")
    duur = VinkVeld("Voor hoe lang", leeg="Kijk of in het verslag staat voor hoe lang.")


class Beschikking(BerichtFormulier):
    """Wat er in de beschikking staat (Handboek §4 A.11)."""

    secties = (("De beschikking", ("verwijst", "grondslag")),)

    verwijst = VinkVeld(
        "De beschikking verwijst naar het onderzoeksverslag van de andere gemeente",
        leeg="Verwijs in de beschikking naar het onderzoeksverslag en vink dit aan.",
    )
    grondslag = TekstVeld(
        "Op welke grondslag besluit u?",
        hint="Het wetsartikel en het artikel van uw verordening.",
        leeg="Vul de grondslag van het besluit in.",
    )


VERGEWISCHECK = replace(
    stap(
        code="vergewischeck",
        titel="Vergewischeck gedaan: het onderzoek is compleet",
        van=("aanvaard",),
        naar="compleet",
        uitleg="Mist er iets? Stel dan eerst een vraag aan de andere gemeente, of onderzoek het zelf.",
        tekstlabel="Toelichting voor uw team",
    ),
    formulier=Vergewissing,
)
ZELF_ONDERZOEKEN = stap(
    code="zelf-onderzoeken",
    titel="Onderzoek niet compleet: zelf onderzoeken",
    van=("aanvaard",),
    naar="eigen_onderzoek",
    uitleg="De zes weken voor het onderzoek gaan dan bij uw gemeente lopen. De beschikking volgt op de aanvraag na dat onderzoek.",
    tekst=Tekst.MOET,
    tekstlabel="Wat mist er in het onderzoek?",
)
GEREGISTREERD = stap(
    code="aanvraag-geregistreerd",
    titel="Aanvraag geregistreerd en melding gesloten",
    van=("compleet",),
    naar="aanvraag",
    uitleg="Het ondertekende verslag is de aanvraag. Sluit in uw eigen systeem het meldingsproces af.",
    tekstlabel="Toelichting voor uw team",
)
NA_EIGEN_ONDERZOEK = stap(
    code="aanvraag-na-onderzoek",
    titel="Aanvraag na eigen onderzoek ontvangen",
    van=("eigen_onderzoek",),
    naar="aanvraag",
    uitleg="De twee weken voor de beschikking tellen vanaf de dag waarop deze aanvraag binnenkwam.",
    dag="Op welke dag kwam de aanvraag binnen?",
    tekstlabel="Toelichting voor uw team",
)
ZONDER_AANVRAAG = besluit(
    code="zonder-aanvraag",
    titel="Afsluiten: er komt geen ondertekende aanvraag",
    van=("eigen_onderzoek",),
    uitleg="De burger tekende het verslag van uw eigen onderzoek niet. Er volgt geen beschikking.",
    gevolgen=(taken.contact_burger("Vraag waarom er geen aanvraag komt, en zeg wat het gevolg is."),),
)
TOEGEKEND = replace(
    besluit(
        code="toegekend",
        titel="Toekennen: de burger krijgt een indicatie",
        van=("aanvraag",),
        uitleg="De beschikking noemt het onderzoeksverslag en de grondslag. Een bezwaar loopt via uw gemeente.",
        gevolgen=(
            taken.papieren_beschikking("Stuur de toekenningsbeschikking aan de burger"),
            taken.eerste_301(),
            overdracht.inschrijving("beschikking"),
        ),
    ),
    formulier=Beschikking,
)
AFGEWEZEN = replace(
    besluit(
        code="afgewezen",
        titel="Afwijzen: geen indicatie",
        van=("aanvraag",),
        uitleg="De burger krijgt de beschikking op papier. Een bezwaar loopt via uw gemeente.",
        gevolgen=(taken.papieren_beschikking("Stuur de afwijzende beschikking aan de burger"),),
    ),
    formulier=Beschikking,
)
STAPPEN: Final = (
    VERGEWISCHECK,
    ZELF_ONDERZOEKEN,
    GEREGISTREERD,
    NA_EIGEN_ONDERZOEK,
    ZONDER_AANVRAAG,
    TOEGEKEND,
    AFGEWEZEN,
)
