"""Wat er met een dossier gebeurt dat een gemeente overdraagt, tot de andere gemeente het heeft aanvaard.

Bronnen: Handboek §4 A.6 tot en met A.9 (het ondertekende verslag is de aanvraag; de ontvangende gemeente besluit) en Wmo 2.3.5
lid 2 (beschikking in twee weken). Voorstellen, die in geen bron staan: tot zij aanvaardt, blijft de aanvraag van de gemeente die
haar kreeg en loopt daar de termijn door; aanvaarden sluit het dossier hier, met zijn termijnen; aanvaardt zij niet, of wordt
het teruggehaald, dan kan het team weer besluiten. Zo is een ondertekende aanvraag nooit van niemand en nooit van twee gemeenten.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import stap
from portal.domain.bron import Bron
from portal.domain.gevolg import StapOpVerband, TakenVervallen
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.domain.voorwaarde import Is

VOORSTEL: Final = Bron(plaats="naar Handboek §4 A.6 en A.8", voorstel=True)
IN_OVERDRACHT: Final = Toestand("in_overdracht", "In overdracht aan een andere gemeente", Fase.BIJ_TEAM)
AANVAARD: Final = "overdracht-aanvaard"
NIET_AANVAARD: Final = "overdracht-niet-aanvaard"
BUITEN_OM: Final = "overdracht-buiten-om-aanvaard"
# Hiermee is de aanvraag van de andere gemeente, en loopt hier geen termijn meer.
KLAAR: Final = (AANVAARD, BUITEN_OM)


def stappen(terug: str) -> tuple[Overgang, ...]:
    """De stappen bij een dossier dat onderweg is; gaat de overdracht niet door, dan staat het weer op `terug`."""
    return (
        Overgang(
            code=AANVAARD,
            actie=Actie.VASTLEGGEN,
            van=(IN_OVERDRACHT.code,),
            naar="afgehandeld",
            door=Partij.PORTAAL,
            titel="De andere gemeente heeft het dossier aanvaard",
            uitleg="Zij besluit. Hier loopt geen termijn meer.",
        ),
        Overgang(
            code=NIET_AANVAARD,
            actie=Actie.VASTLEGGEN,
            van=(IN_OVERDRACHT.code,),
            naar=terug,
            door=Partij.PORTAAL,
            titel="De overdracht is niet aanvaard, of teruggehaald",
            uitleg="Uw team besluit weer. De termijnen zijn doorgelopen.",
        ),
        Overgang(
            code="overdracht-afgezien",
            actie=Actie.VASTLEGGEN,
            van=(IN_OVERDRACHT.code,),
            naar=terug,
            door=Partij.BEHANDELEND_TEAM,
            titel="Toch niet overdragen",
            uitleg="Uw team besluit weer. De taken van de overdracht vervallen, de termijnen zijn doorgelopen.",
            tekst=Tekst.MOET,
            tekstlabel="Waarom draagt u het dossier toch niet over?",
            soms=Is("taak.dossier", "open"),
            gevolgen=(TakenVervallen(bron=VOORSTEL, termijnen=False),),
        ),
        _buiten_om(),
    )


def _buiten_om() -> Overgang:
    """Niemand aanvaardt wat niet is gestuurd: pas als de taak van het dossier is gedaan, zodat er geen taak open blijft."""
    return replace(
        stap(
            code=BUITEN_OM,
            titel="Buiten het portaal aanvaard",
            van=(IN_OVERDRACHT.code,),
            naar="afgehandeld",
            uitleg="Alleen als het dossier niet met een bericht van het portaal ging: anders legt het portaal dit zelf vast. De "
            "andere gemeente besluit dan, en hier loopt geen termijn meer.",
            tekst=Tekst.MOET,
            tekstlabel="Wie heeft aanvaard, en op welke dag?",
        ),
        soms=Is("taak.dossier", "gedaan"),
    )


def bij(verband: str, stap_daar: str) -> StapOpVerband:
    """Wat aanvaarden, niet aanvaarden of terughalen doet bij het dossier waar de overdracht bij hoort."""
    return StapOpVerband(verband=verband, stap=stap_daar, bron=VOORSTEL)
