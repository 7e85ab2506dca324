"""De weg van melding naar besluit, voor elke melding dezelfde: onderzoek, verslag, ondertekende aanvraag, beschikking.

Bronnen: Handboek §4 (de burger ondertekent het onderzoeksverslag en dan is er een aanvraag; daarna een besluit, met een
papieren beschikking); Wmo 2.3.2 lid 1 (onderzoek in zes weken), lid 2 (persoonlijk plan in zeven dagen) en lid 9 (na zes
weken zonder onderzoek mag de burger een aanvraag doen); Wmo 2.3.5 lid 2 (beschikking in twee weken).

Voorstellen: de twee weken voor de ondertekende aanvraag tellen vanaf het versturen van het verslag; stuurt de aanbieder de
aanvraag met het bestand, dan heeft de Toegang haar die dag ontvangen en telt de beschikking vanaf die dag, wanneer zij ook
kijkt; zegt hij dat zij op papier komt, dan telt de dag die de consulent vastlegt; een aanvraag zonder verslag mag de
aanbieder namens de burger sturen, of de Toegang legt haar vast, ook als niemand de melding opende; komt er geen aanvraag, dan
sluit de consulent af en neemt contact op met de burger; is de aanvraag niet ondertekend, dan vervalt de termijn
voor de beschikking en heeft de aanbieder vanaf die dag opnieuw twee weken.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import IN_HANDEN, OPEN, basisloop, besluit, stap
from portal.domain.bijlagen import SCAN, BijlageEis
from portal.domain.bron import Bron
from portal.domain.gevolg import Gevolg, NieuwBericht
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.domain.termijn import BijAankomst, BijOvergang, Eenheid, NietNa, Termijn
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.mailboxes import intrekken, met_bericht, persoonlijk_plan, taken, waarschuwingen, wmo, zonder_verslag

PARAGRAAF_4: Final = Bron(plaats="Handboek §4")
AANPASSING: Final = Bron(plaats="Handboek §4, proces voor aanpassing indicatie")
BEVESTIGING: Final = (
    "De gemeente behandelt dit als een nieuwe melding en heeft zes weken voor het onderzoek. Vertel de burger dat hij gratis "
    "cliëntondersteuning kan krijgen: de gemeente zegt waar. Hij kan in de eerste zeven dagen een persoonlijk plan geven. "
    "De burger tekent het onderzoeksverslag. Daarna besluit de gemeente binnen twee weken."
)
# Het handboek noemt de twee weken bij de verlenging; dat zij ook bij een andere melding en na een afkeuring gelden, is een voorstel.
TWEE_WEKEN: Final = Bron(plaats="Handboek §4, proces voor verlenging indicatie")
OPNIEUW: Final = Bron(plaats="naar Handboek §4", voorstel=True)

ONDERZOEK: Final = Toestand("onderzoek", "In onderzoek", Fase.BIJ_TEAM)
VERSLAG_UIT: Final = Toestand("verslag_uit", "Verslag ter ondertekening", Fase.BIJ_AFZENDER)
AANVRAAG_ONDERWEG: Final = Toestand("aanvraag_onderweg", "Aanvraag komt op papier", Fase.BIJ_TEAM)
AANVRAAG: Final = Toestand("aanvraag", "Aanvraag ontvangen", Fase.BIJ_TEAM)
TOESTANDEN: Final = (ONDERZOEK, VERSLAG_UIT, AANVRAAG_ONDERWEG, met_bericht.AANVRAAG_BINNEN, AANVRAAG)
# Na de ondertekening heet intrekken het intrekken van de aanvraag.
NA_ONDERTEKENING: Final = (AANVRAAG_ONDERWEG, met_bericht.AANVRAAG_BINNEN, AANVRAAG)

GESPREK_GEVOERD: Final = stap(
    code="gesprek-gevoerd",
    van=IN_HANDEN,
    naar="onderzoek",
    titel="Gesprek met de burger gevoerd",
    uitleg="U maakt nu het onderzoeksverslag.",
    dag="Op welke dag was het gesprek?",
)
VERSLAG_VERSTUURD: Final = replace(
    stap(
        code="verslag-verstuurd",
        van=("onderzoek",),
        naar="verslag_uit",
        titel="Verslag ter ondertekening verstuurd",
        uitleg="De burger ondertekent het verslag. De aanbieder stuurt de aanvraag binnen twee weken terug.",
        dag="Op welke dag is het verslag verstuurd?",
    ),
    gevolgen=(NieuwBericht(mailbox="verslag-ter-ondertekening", velden=(), bron=PARAGRAAF_4),),
)
TERUGGESTUURD: Final = Overgang(
    code="aanvraag-teruggestuurd",
    actie=Actie.AANVULLEN,
    van=("verslag_uit",),
    naar=met_bericht.AANVRAAG_BINNEN.code,
    door=Partij.AFZENDER,
    titel="Ondertekende aanvraag terugsturen",
    uitleg="Voeg het ondertekende verslag toe. De Toegang heeft de aanvraag dan vandaag ontvangen, en de termijn voor de "
    "beschikking begint. Kreeg u het verslag op papier of met een ander bericht, of tekende de burger niet? Maak dan het bericht "
    "'Ondertekende aanvraag terugsturen'.",
    tekst=Tekst.MAG,
    tekstlabel="Toelichting voor de Toegang",
    getekend_na="verslag-verstuurd",
    bijlagen=(BijlageEis(code="aanvraag", titel="Ondertekend verslag", bron=PARAGRAAF_4, soorten=SCAN),),
)
OP_PAPIER: Final = replace(
    TERUGGESTUURD,
    code="aanvraag-op-papier",
    naar="aanvraag_onderweg",
    titel="Melden dat de ondertekende aanvraag op papier komt",
    uitleg="De Toegang legt vast op welke dag de aanvraag binnenkwam. Vanaf die dag telt de termijn voor de beschikking.",
    bijlagen=(),
)
AANVRAAG_ONTVANGEN: Final = stap(
    code="aanvraag-ontvangen",
    van=("verslag_uit", "aanvraag_onderweg"),
    naar="aanvraag",
    titel="Ondertekende aanvraag ontvangen",
    uitleg="Vanaf deze dag telt de termijn voor de beschikking.",
    getekend_na="verslag-verstuurd",
    dag="Op welke dag kwam de ondertekende aanvraag binnen?",
)


GEZIEN: Final = stap(
    code="aanvraag-gezien",
    van=(met_bericht.AANVRAAG_BINNEN.code,),
    naar="aanvraag",
    titel="Ondertekende aanvraag in orde",
    uitleg="De termijn voor de beschikking telt al vanaf de dag waarop de aanvraag in het portaal binnenkwam.",
)
AFGEKEURD: Final = stap(
    code="aanvraag-afgekeurd",
    van=(met_bericht.AANVRAAG_BINNEN.code,),
    naar="verslag_uit",
    titel="Ondertekende aanvraag niet in orde",
    uitleg="De burger tekende niet. Er is dan nog geen aanvraag: de melding wacht er weer op, de termijn voor de beschikking "
    "vervalt, en de aanbieder heeft opnieuw twee weken. Tekende de burger wel, maar mist er iets? Dan is er een aanvraag: stel een "
    "vraag en zet de termijn stil (Awb 4:5 en 4:15).",
    tekst=Tekst.MOET,
    tekstlabel="Wat is er niet in orde?",
)
AANVRAAGSTAPPEN: Final = (TERUGGESTUURD, OP_PAPIER, AANVRAAG_ONTVANGEN, GEZIEN, AFGEKEURD)


def zonder_aanvraag(gevolg: str) -> Overgang:
    """Er komt geen ondertekende aanvraag, dus ook geen beschikking: een voorstel; `gevolg` zegt wat dat voor de burger betekent."""
    return besluit(
        code="zonder-aanvraag",
        titel="Afsluiten: er komt geen ondertekende aanvraag",
        van=("verslag_uit", "aanvraag_onderweg"),
        uitleg=f"Er volgt geen beschikking. {gevolg}",
        gevolgen=(taken.contact_burger("Vraag waarom er geen aanvraag komt, en zeg wat het gevolg is."),),
    )


def toegekend(*, titel: str, uitleg: str, taak_301: Gevolg) -> Overgang:
    """Het besluit om toe te kennen, na de aanvraag."""
    return besluit(
        code="toegekend",
        titel=titel,
        van=("aanvraag",),
        uitleg=uitleg,
        gevolgen=(taken.papieren_beschikking("Stuur de beschikking aan de burger"), taak_301),
    )


def afgewezen(*, titel: str, uitleg: str) -> Overgang:
    """Het besluit om af te wijzen, na de aanvraag."""
    return besluit(
        code="afgewezen",
        titel=titel,
        van=("aanvraag",),
        uitleg=uitleg,
        gevolgen=(taken.papieren_beschikking("Stuur de afwijzende beschikking aan de burger"),),
    )


def loop(
    *uitkomsten: Overgang, zonder: str, toestanden: tuple[Toestand, ...] = (), onderweg: tuple[Toestand, ...] = ()
) -> Levensloop:
    """De levensloop van een melding, met haar uitkomsten en eigen `toestanden` na de aanvraag.

    `zonder` zegt wat het gevolg is als er geen aanvraag komt. Wat `onderweg` is naar een ander, haalt het team eerst terug voor het
    kan worden ingetrokken.
    """
    return basisloop(
        GESPREK_GEVOERD,
        persoonlijk_plan.ontvangen(ONDERZOEK.code),
        VERSLAG_VERSTUURD,
        *AANVRAAGSTAPPEN,
        *met_bericht.STAPPEN,
        *zonder_verslag.stappen_met_papier(van=(*OPEN, "onderzoek")),
        *uitkomsten,
        zonder_aanvraag(zonder),
        *intrekken.stappen(*OPEN, ONDERZOEK, VERSLAG_UIT, *NA_ONDERTEKENING, *toestanden),
        intrekbaar=False,
        termijnstappen=TERMIJNSTAPPEN,
        toestanden=(*TOESTANDEN, *toestanden, *onderweg),
    )


def termijnen(*, bron: Bron, niet_na: NietNa | None = None, ook_klaar: tuple[str, ...] = ()) -> tuple[Termijn, ...]:
    """Het onderzoek, de ondertekende aanvraag terug (`bron`), en de beschikking na een aanvraag, met of zonder verslag.

    Na een uitkomst in `ook_klaar` volgt hier geen beschikking.
    """
    opnieuw = (*ook_klaar, "aanvraag-afgekeurd")
    return (
        wmo.onderzoek(
            titel="Onderzoek en onderzoeksverslag",
            bron=Bron(plaats="Wmo 2.3.2 lid 1 en Handboek §4"),
            eindigt=zonder_verslag.EINDE_ONDERZOEK,
        ),
        _aanvraag("aanvraag", na="verslag-verstuurd", bron=bron),
        _aanvraag("aanvraag-opnieuw", na="aanvraag-afgekeurd", bron=OPNIEUW),
        _aanvraag("aanvraag-opnieuw-bericht", na=met_bericht.NIET_IN_ORDE.code, bron=OPNIEUW),
        wmo.beschikking(begint=BijOvergang("aanvraag-ontvangen"), vervalt=ook_klaar, niet_na=niet_na),
        _beschikking("teruggestuurd", na="aanvraag-teruggestuurd", vervalt=opnieuw),
        *zonder_verslag.termijnen(wmo.beschikking(begint=BijAankomst(), vervalt=ook_klaar)),
        met_bericht.beschikking(vervalt=opnieuw),
    )


def _aanvraag(code: str, *, na: str, bron: Bron) -> Termijn:
    """De twee weken waarin de ondertekende aanvraag terugkomt; na een afkeuring opnieuw."""
    return Termijn(
        code=code,
        titel="Ondertekende aanvraag terug",
        aantal=2,
        eenheid=Eenheid.WEEK,
        begint=BijOvergang(na),
        eigenaar=Partij.AANBIEDER,
        bron=bron,
        lengte=TWEE_WEKEN,
        eindigt=("aanvraag-teruggestuurd", "aanvraag-op-papier", met_bericht.BINNEN.code, "aanvraag-ontvangen"),
        vervalt=("zonder-aanvraag",),
        waarschuwingen=(*waarschuwingen.VAN_DE_AANBIEDER, *waarschuwingen.BEWAAKT_DOOR_HET_TEAM),
    )


def _beschikking(code: str, *, na: str, vervalt: tuple[str, ...]) -> Termijn:
    """De beschikking na een aanvraag die anders kwam dan de Toegang haar vastlegt; er loopt er nooit meer dan een."""
    klok = wmo.beschikking(begint=BijOvergang(na), vervalt=vervalt)
    return replace(klok, code=f"beschikking-{code}")
