"""Wat er met een dossier gebeurt dat een gemeente overdraagt, tot de andere gemeente het heeft aanvaard.

Bronnen: Handboek §4 A.6 tot en met A.9 (het ondertekende verslag is de aanvraag; de ontvangende gemeente besluit) en Wmo 2.3.5
lid 2 (beschikking in twee weken). Voorstellen, die in geen bron staan: tot zij aanvaardt, blijft de aanvraag van de gemeente die
haar kreeg en loopt daar de termijn door; de twee weken voor het opnieuw ondertekende verslag (A.6) tellen vanaf het versturen;
aanvaarden sluit het dossier hier, met zijn termijnen; aanvaardt zij niet, of wordt het teruggehaald, dan kan het team weer
besluiten; ging het met een bericht van het portaal, dan legt alleen dat bericht vast wat de andere gemeente doet. Zo is een
ondertekende aanvraag nooit van niemand en nooit van twee gemeenten.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import VRAAG_UIT, stap
from portal.domain.bron import Bron
from portal.domain.gevolg import StapOpVerband, Taak, TakenVervallen
from portal.domain.levensloop import Actie, Fase, Overgang, Tekst, Toestand
from portal.domain.mailbox import Verwijzing
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import BijTaak, Eenheid, Termijn
from portal.domain.voorwaarde import En, Ingevuld, Is, Niet
from portal.mailboxes import waarschuwingen

VOORSTEL: Final = Bron(plaats="naar Handboek §4 A.6 en A.8", voorstel=True)
IN_OVERDRACHT: Final = Toestand("in_overdracht", "In overdracht aan een andere gemeente", Fase.BIJ_TEAM)
VERSTUURD: Final = Toestand("dossier_verstuurd", "Dossier verstuurd aan een andere gemeente", Fase.BIJ_TEAM)
TOESTANDEN: Final = (IN_OVERDRACHT, VERSTUURD)
MET_BERICHT: Final = "dossier-verstuurd"
AANVAARD: Final = "overdracht-aanvaard"
NIET_AANVAARD: Final = "overdracht-niet-aanvaard"
AFGEZIEN: Final = "overdracht-afgezien"
BUITEN_OM: Final = "overdracht-buiten-om-aanvaard"
# Hiermee is de aanvraag van de andere gemeente, en loopt hier geen termijn meer.
KLAAR: Final = (AANVAARD, BUITEN_OM)
# Draagt deze gemeente verder over, dan stemt de burger opnieuw in: met een handtekening voor die gemeente (Handboek §4 A.4 en A.6).
TEKENEN: Final = (
    Taak(
        code="verslag-opnieuw",
        titel="Stuur het onderzoeksverslag opnieuw ter ondertekening aan de burger",
        rol=Rol.CONSULENT,
        bron=Bron(plaats="Handboek §4 A.4"),
        uitleg="Noem de gemeente waar het dossier nu naartoe gaat. De vorige handtekening gold voor uw gemeente.",
    ),
    Taak(
        code="verslag-ondertekend",
        titel="Ontvang het ondertekende verslag van de burger",
        rol=Rol.CONSULENT,
        bron=Bron(plaats="Handboek §4 A.6"),
        uitleg="Het portaal bewaart in een notitie van uw team wanneer de burger tekende en wie dat zag. Vul ook in wanneer het terugkwam.",
        getekend=True,
        na=("verslag-opnieuw",),
        termijn=Termijn(
            code="verslag-terug",
            titel="Ondertekend verslag terug",
            aantal=2,
            eenheid=Eenheid.WEEK,
            begint=BijTaak("verslag-opnieuw"),
            eigenaar=Partij.BURGER,
            bron=Bron(plaats="Handboek §4 A.6"),
            vervalt=(AFGEZIEN, NIET_AANVAARD, *KLAAR),
            waarschuwingen=waarschuwingen.BEWAAKT_DOOR_HET_TEAM,
        ),
    ),
)
VERSTUREN: Final = Overgang(
    code=MET_BERICHT,
    actie=Actie.VASTLEGGEN,
    van=(IN_OVERDRACHT.code, VRAAG_UIT.code),
    naar=VERSTUURD.code,
    door=Partij.PORTAAL,
    titel="Dossier verstuurd met een bericht dat hierbij hoort",
    uitleg="Tot de andere gemeente het aanvaardt, loopt de termijn hier door. Toch niet overdragen? Haal dat bericht dan terug.",
)


def stappen(terug: str) -> tuple[Overgang, ...]:
    """De stappen bij een dossier dat onderweg is; gaat de overdracht niet door, dan staat het weer op `terug`."""
    # Ook terwijl er een vraag aan de afzender uit staat: die houdt een overdracht niet tegen.
    onderweg = (*(toestand.code for toestand in TOESTANDEN), VRAAG_UIT.code)
    return (
        VERSTUREN,
        Overgang(
            code=AANVAARD,
            actie=Actie.VASTLEGGEN,
            van=onderweg,
            naar="afgehandeld",
            door=Partij.PORTAAL,
            titel="De andere gemeente heeft het dossier aanvaard",
            uitleg="Zij besluit. Hier loopt geen termijn meer.",
        ),
        Overgang(
            code=NIET_AANVAARD,
            actie=Actie.VASTLEGGEN,
            van=onderweg,
            naar=terug,
            door=Partij.PORTAAL,
            titel="De overdracht is niet aanvaard, of teruggehaald",
            uitleg="Uw team besluit weer. De termijnen zijn doorgelopen.",
        ),
        Overgang(
            code=AFGEZIEN,
            actie=Actie.VASTLEGGEN,
            van=(IN_OVERDRACHT.code,),
            naar=terug,
            door=Partij.BEHANDELEND_TEAM,
            titel="Toch niet overdragen",
            uitleg="Uw team besluit weer. De taken van de overdracht vervallen, de termijnen zijn doorgelopen.",
            tekst=Tekst.MOET,
            tekstlabel="Waarom draagt u het dossier toch niet over?",
            gevolgen=(TakenVervallen(bron=VOORSTEL, termijnen=False),),
        ),
        _buiten_om(),
    )


def _buiten_om() -> Overgang:
    """Niemand aanvaardt wat niet is gestuurd: pas als het team de taak van het dossier zelf deed, buiten het portaal om."""
    return replace(
        stap(
            code=BUITEN_OM,
            titel="Buiten het portaal aanvaard",
            van=(IN_OVERDRACHT.code,),
            naar="afgehandeld",
            uitleg="Het dossier ging niet met een bericht van het portaal. De andere gemeente besluit dan, en hier loopt geen "
            "termijn meer.",
            tekst=Tekst.MOET,
            tekstlabel="Wie heeft aanvaard, en op welke dag?",
        ),
        soms=Is("taak.dossier", "gedaan"),
    )


def bij(verband: str, stap_daar: str) -> StapOpVerband:
    """Wat aanvaarden, niet aanvaarden of terughalen doet bij het dossier waar de overdracht bij hoort."""
    return StapOpVerband(verband=verband, stap=stap_daar, bron=VOORSTEL)


def niet_te_sturen(verband: str) -> tuple[Verwijzing, Verwijzing]:
    """Wanneer er bij het bericht van dit `verband` geen dossier te sturen is: nog niet, of niet nog eens naar een ander."""
    return (
        Verwijzing(
            als=En(Ingevuld(verband), Niet(Is(f"verband.{verband}.taak.dossier", "open"))),
            tekst="Bij dit bericht staat geen taak open om het dossier te sturen. Leg daar eerst vast dat u overdraagt. Ging er al een "
            "overdracht weg? Haal die dan eerst terug.",
            bron=VOORSTEL,
            veld=verband,
        ),
        Verwijzing(
            als=Is(f"verband.{verband}.taak.verslag-ondertekend", "open"),
            tekst="De burger tekende nog niet voor deze gemeente: die taak staat nog open. Doe die eerst.",
            bron=Bron(plaats="Handboek §4 A.6"),
            veld=verband,
        ),
    )
