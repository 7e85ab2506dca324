"""Een aanvraag zonder verslag, als het onderzoek na zes weken niet klaar is: voor elke melding, waar zij ook staat.

Bronnen: Wmo 2.3.2 lid 9 (na zes weken zonder onderzoek mag de burger een aanvraag doen) en 2.3.5 lid 2 (beschikking in twee
weken). Voorstellen: wie de melding stuurde, mag de aanvraag namens de burger sturen, of de gemeente legt haar vast, ook als zij de
melding niet opende of nog op een antwoord wachtte.
"""

from dataclasses import replace
from typing import Final

from portal.domain.bijlagen import SCAN, BijlageEis
from portal.domain.bron import Bron
from portal.domain.levensloop import Actie, Overgang, Tekst
from portal.domain.partij import Partij
from portal.domain.termijn import BijOvergang, Termijn

BRON: Final = Bron(plaats="Wmo 2.3.2 lid 9")
GESTUURD: Final = "aanvraag-zonder-verslag"
EINDE_ONDERZOEK: Final = ("verslag-verstuurd", GESTUURD, "aanvraag-zonder-verslag-ontvangen")


def stappen(*, van: tuple[str, ...]) -> tuple[Overgang, Overgang]:
    """Na zes weken zonder verslag mag de burger een aanvraag doen (Wmo 2.3.2 lid 9): sturen, of vastleggen wat binnenkwam."""
    gestuurd = Overgang(
        code=GESTUURD,
        actie=Actie.AANVULLEN,
        van=van,
        naar="aanvraag",
        door=Partij.AFZENDER,
        titel="Aanvraag sturen: het verslag is er na zes weken niet",
        uitleg="Dit kan pas als de zes weken voor het onderzoek om zijn. De gemeente heeft de aanvraag dan vandaag ontvangen, en "
        "de termijn voor de beschikking begint.",
        tekst=Tekst.MOET,
        tekstlabel="Wat vraagt de burger aan?",
        pas_na="onderzoek",
        bijlagen=(BijlageEis(code="aanvraag", titel="Aanvraag, door de burger ondertekend", bron=BRON, soorten=SCAN),),
    )
    return (
        gestuurd,
        Overgang(
            code="aanvraag-zonder-verslag-ontvangen",
            actie=Actie.VASTLEGGEN,
            van=van,
            naar="aanvraag",
            door=Partij.BEHANDELEND_TEAM,
            titel="Aanvraag zonder verslag ontvangen",
            uitleg="Dit kan pas als de zes weken voor het onderzoek om zijn. Vanaf deze dag telt de termijn voor de beschikking.",
            tekst=Tekst.MAG,
            tekstlabel="Toelichting voor de afzender",
            dag="Op welke dag kwam de aanvraag binnen?",
            pas_na="onderzoek",
        ),
    )


def stappen_met_papier(*, van: tuple[str, ...]) -> tuple[Overgang, Overgang, Overgang]:
    """Dezelfde stappen, en een aanvraag die op papier onderweg is."""
    gestuurd, ontvangen = stappen(van=van)
    op_papier = replace(
        gestuurd,
        code="aanvraag-zonder-verslag-op-papier",
        naar="aanvraag_onderweg",
        titel="Aanvraag op papier: het verslag is er na zes weken niet",
        uitleg="Dit kan pas als de zes weken voor het onderzoek om zijn. De Toegang legt vast op welke dag de aanvraag "
        "binnenkwam. Vanaf die dag telt de termijn voor de beschikking.",
        bijlagen=(),
    )
    return gestuurd, op_papier, replace(ontvangen, van=(*van, "aanvraag_onderweg"))


def termijnen(klok: Termijn, *, namens_inwoner: bool = True) -> tuple[Termijn, ...]:
    """Deze termijn, geteld vanaf een aanvraag zonder verslag: een die is vastgelegd, en een die `namens_inwoner` is gestuurd."""
    vastgelegd = replace(
        klok, code=f"{klok.code}-zonder-verslag", begint=BijOvergang("aanvraag-zonder-verslag-ontvangen")
    )
    gestuurd = replace(klok, code=f"{klok.code}-zonder-verslag-gestuurd", begint=BijOvergang(GESTUURD))
    return (vastgelegd, gestuurd) if namens_inwoner else (vastgelegd,)
