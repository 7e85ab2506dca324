"""Een ondertekende aanvraag die met een eigen bericht bij de melding komt: wat het portaal dan op die melding zet.

Bronnen: Handboek §4 (de ondertekende aanvraag komt via het BZG terug) en Wmo 2.3.5 lid 2 (beschikking in twee weken na de
aanvraag). Voorstellen: de termijn telt vanaf de dag waarop het bericht binnenkwam, ook als de Toegang het later bekijkt; is de
aanvraag niet goed ondertekend, dan wacht de melding weer op de aanvraag en vervalt die termijn; kwam er intussen een andere, die wel in
orde is, dan telt de dag waarop die binnenkwam.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import BIJ_TEAM
from portal.domain.bron import Bron
from portal.domain.gevolg import StapOpVerband
from portal.domain.levensloop import Actie, Fase, Overgang, Toestand
from portal.domain.partij import Partij
from portal.domain.termijn import INDIENEN, Begin, BijAankomst, BijOvergang, Eenheid, Termijn
from portal.domain.voorwaarde import En, Ingevuld, Niet, Voorwaarde
from portal.mailboxes import wmo

TERUG: Final = Bron(plaats="Handboek §4, proces voor verlenging indicatie")
VOORSTEL: Final = Bron(plaats="naar Handboek §4", voorstel=True)
AANVRAAG_BINNEN: Final = Toestand("aanvraag_binnen", "Aanvraag binnen, nog te bekijken", Fase.BIJ_TEAM)
BINNEN: Final = Overgang(
    code="aanvraag-met-bericht",
    actie=Actie.AANVULLEN,
    van=("verslag_uit",),
    naar=AANVRAAG_BINNEN.code,
    door=Partij.PORTAAL,
    titel="Aanvraag teruggestuurd met een bericht dat hierbij hoort",
    uitleg="Vanaf deze dag telt de termijn voor de beschikking.",
    getekend_na="verslag-verstuurd",
)
IN_ORDE: Final = Overgang(
    code="aanvraag-in-orde",
    actie=Actie.VASTLEGGEN,
    van=(AANVRAAG_BINNEN.code,),
    naar="aanvraag",
    door=Partij.PORTAAL,
    titel="Teruggestuurde aanvraag in orde",
    uitleg="De Toegang kan nu besluiten.",
)
NIET_IN_ORDE: Final = Overgang(
    code="aanvraag-niet-in-orde",
    actie=Actie.VASTLEGGEN,
    van=(AANVRAAG_BINNEN.code,),
    naar="verslag_uit",
    door=Partij.PORTAAL,
    titel="Teruggestuurde aanvraag niet in orde",
    uitleg="Er is nog geen aanvraag. De termijn voor de beschikking vervalt.",
)
# Op het bericht waarmee de Toegang het verslag stuurde: het antwoord is er.
BEANTWOORD: Final = replace(
    BINNEN,
    van=BIJ_TEAM,
    naar="afgehandeld",
    getekend_na="",
    uitleg="De Toegang heeft de aanvraag. Hier is niets meer te doen.",
)
# De meldingen die bij een verslag en een aanvraag uitkomen.
MELDINGEN: Final = (
    "herindicatie",
    "melding-beschermd-wonen",
    "melding-activering-vervoer",
    "melding-woonbegeleiding-complex",
    "overbrugging-ambulant",
)
STAPPEN: Final = (BINNEN, IN_ORDE, NIET_IN_ORDE)


def terug(code: str, begint: Begin, vanaf: str = "de dag waarop het verslag is verstuurd") -> Termijn:
    """De twee weken voor de aanvraag, vanaf de dag waarop het verslag is verstuurd."""
    return Termijn(
        code=code,
        titel="Ondertekende aanvraag terug",
        aantal=2,
        eenheid=Eenheid.WEEK,
        begint=begint,
        begin_in_woorden=vanaf,
        eigenaar=Partij.AANBIEDER,
        bron=TERUG,
        eindigt=(INDIENEN,),
    )


def bij_een_tweede(getekend: Voorwaarde, *, vervalt: tuple[str, ...]) -> Termijn:
    """De beschikking op een aanvraag die kwam toen een eerdere nog bekeken moest worden, tot ook deze is bekeken.

    De termijn bij de melding telt vanaf de eerste, en vervalt met haar: deze blijft dan lopen.
    """
    eerder, beoordeeld = (Ingevuld(f"verband.verslag.{stap.code}") for stap in (BINNEN, NIET_IN_ORDE))
    klok = wmo.beschikking(begint=BijAankomst(), vervalt=vervalt)
    return replace(klok, code="beschikking-tweede", als=En(getekend, eerder, Niet(beoordeeld)))


def beschikking(*, vervalt: tuple[str, ...]) -> Termijn:
    """De beschikking, geteld vanaf de dag waarop de aanvraag met een eigen bericht binnenkwam."""
    klok = wmo.beschikking(begint=BijOvergang(BINNEN.code), vervalt=(*vervalt, NIET_IN_ORDE.code))
    return replace(klok, code="beschikking-met-bericht")


def bij_de_melding(
    stap: Overgang, *, als: Voorwaarde | None = None, moet: bool = False, op_aankomst: bool = False
) -> tuple[StapOpVerband, StapOpVerband]:
    """De stap van het portaal op de melding zelf, of op de melding van het verslag dat werd toegestuurd."""
    daar = StapOpVerband(verband="verslag", stap=stap.code, bron=VOORSTEL, als=als, moet=moet, op_aankomst=op_aankomst)
    return daar, replace(daar, verband="toegestuurd", door="melding")
