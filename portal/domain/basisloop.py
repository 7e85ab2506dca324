"""The steps that all mailboxes share; a mailbox adds its own outcomes to them, and toestanden where the handbook asks it."""

from collections.abc import Collection
from dataclasses import replace

from portal.domain.bijlagen import BijlageEis, Eis
from portal.domain.bron import Bron
from portal.domain.gevolg import Gevolg
from portal.domain.levensloop import Actie, Fase, Levensloop, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.domain.termijnstappen import TERMIJNSTAPPEN
from portal.domain.voorwaarde import Voorwaarde

INGEDIEND = Toestand("ingediend", "Ontvangen", Fase.BIJ_TEAM)
GEOPEND = Toestand("geopend", "Geopend", Fase.BIJ_TEAM)
IN_BEHANDELING = Toestand("in_behandeling", "In behandeling", Fase.BIJ_TEAM)
VRAAG_UIT = Toestand("vraag_uit", "Wacht op antwoord", Fase.BIJ_AFZENDER)
AANGEVULD = Toestand("aangevuld", "Aangevuld", Fase.BIJ_TEAM)
BESLOTEN = Toestand("besloten", "Besloten", Fase.KLAAR)
AFGEHANDELD = Toestand("afgehandeld", "Afgehandeld", Fase.KLAAR)
INGETROKKEN = Toestand("ingetrokken", "Ingetrokken", Fase.KLAAR, voldoet=False)

OPEN = ("ingediend", "geopend", "in_behandeling", "vraag_uit", "aangevuld")
BIJ_TEAM = ("ingediend", "geopend", "in_behandeling", "aangevuld")
IN_HANDEN = ("in_behandeling", "aangevuld")

# Also after the decision there may be something to say; when all is done, a new bericht says it.
_AAN_HET_WOORD = (*OPEN, "besloten")
STUKKEN = (
    BijlageEis(
        code="stukken",
        titel="Bestanden bij uw tekst",
        bron=Bron(plaats="", voorstel=True),
        eis=Eis.MAG,
        aantal=5,
    ),
)

_OPEN_FASES = frozenset({Fase.BIJ_TEAM, Fase.BIJ_AFZENDER})
_OOK_VAN = {
    "overnemen": _OPEN_FASES,
    "vraag-stellen": frozenset({Fase.BIJ_TEAM}),
    "doorsturen": _OPEN_FASES,
    "intrekken": _OPEN_FASES,
    "bericht-sturen": _OPEN_FASES,
    "toevoegen": frozenset({Fase.BIJ_TEAM}),
    "notitie": _OPEN_FASES,
    **{stap.code: _OPEN_FASES for stap in TERMIJNSTAPPEN},
}

_NA_DE_VRAAG = frozenset({"beantwoorden", "hervatten"})
_GESPREK = frozenset({"bericht-sturen", "toevoegen"})

BASIS_TOESTANDEN = (INGEDIEND, GEOPEND, IN_BEHANDELING, VRAAG_UIT, AANGEVULD, BESLOTEN, AFGEHANDELD)

BASIS_OVERGANGEN = (
    Overgang(
        code="openen",
        actie=Actie.OPENEN,
        van=("ingediend",),
        naar="geopend",
        door=Partij.BEHANDELEND_TEAM,
        titel="Geopend",
    ),
    Overgang(
        code="oppakken",
        actie=Actie.OPPAKKEN,
        van=("ingediend", "geopend"),
        naar="in_behandeling",
        door=Partij.BEHANDELEND_TEAM,
        titel="Oppakken",
        uitleg="U wordt de behandelaar. De afzender ziet dat het bericht in behandeling is.",
        ook_samen=True,
    ),
    Overgang(
        code="overnemen",
        actie=Actie.OPPAKKEN,
        van=("in_behandeling", "vraag_uit", "aangevuld"),
        naar=None,
        door=Partij.BEHANDELEND_TEAM,
        titel="Overnemen",
        uitleg="U wordt de behandelaar in plaats van uw collega.",
    ),
    Overgang(
        code="vraag-stellen",
        actie=Actie.VRAAG_STELLEN,
        van=BIJ_TEAM,
        naar="vraag_uit",
        door=Partij.BEHANDELEND_TEAM,
        titel="Vraag stellen",
        uitleg="De afzender krijgt een e-mail dat er een vraag klaarstaat. U wordt de behandelaar als niemand dat is.",
        tekst=Tekst.MOET,
        tekstlabel="Wat wilt u weten?",
        bijlagen=STUKKEN,
    ),
    Overgang(
        code="beantwoorden",
        actie=Actie.BEANTWOORDEN,
        van=("vraag_uit",),
        naar="aangevuld",
        door=Partij.AFZENDER,
        titel="Antwoord geven",
        uitleg="Het team ziet uw antwoord meteen.",
        tekst=Tekst.MOET,
        tekstlabel="Uw antwoord",
        bijlagen=STUKKEN,
    ),
    Overgang(
        code="bericht-sturen",
        actie=Actie.SCHRIJVEN,
        van=_AAN_HET_WOORD,
        naar=None,
        door=Partij.BEHANDELEND_TEAM,
        titel="Schrijven aan de afzender",
        uitleg="De afzender krijgt een e-mail dat er iets klaarstaat. De status blijft zoals hij is.",
        tekst=Tekst.MOET,
        tekstlabel="Wat wilt u laten weten?",
        bijlagen=STUKKEN,
    ),
    Overgang(
        code="toevoegen",
        actie=Actie.TOEVOEGEN,
        van=tuple(van for van in _AAN_HET_WOORD if van != "vraag_uit"),
        naar=None,
        door=Partij.AFZENDER,
        titel="Iets toevoegen",
        uitleg="Het team krijgt een e-mail dat er iets klaarstaat. De status blijft zoals hij is.",
        tekst=Tekst.MOET,
        tekstlabel="Wat wilt u toevoegen?",
        bijlagen=STUKKEN,
    ),
    Overgang(
        code="notitie",
        actie=Actie.NOTEREN,
        van=(*_AAN_HET_WOORD, "afgehandeld"),
        naar=None,
        door=Partij.BEHANDELEND_TEAM,
        titel="Interne notitie",
        uitleg="Alleen uw team leest dit. Het gaat niet mee als u het bericht doorstuurt.",
        tekst=Tekst.MOET,
        tekstlabel="Uw notitie",
        intern=True,
    ),
    Overgang(
        code="hervatten",
        actie=Actie.HERVATTEN,
        van=("vraag_uit",),
        naar="in_behandeling",
        door=Partij.BEHANDELEND_TEAM,
        titel="Verder zonder antwoord",
        uitleg="De vraag vervalt. De afzender ziet dat u verdergaat.",
        tekst=Tekst.MAG,
        tekstlabel="Toelichting voor de afzender",
    ),
    Overgang(
        code="doorsturen",
        actie=Actie.DOORSTUREN,
        van=OPEN,
        naar="ingediend",
        door=Partij.BEHANDELEND_TEAM,
        titel="Doorsturen naar ander team",
        uitleg="Uw team kan het bericht daarna niet meer openen. Termijnen en verloop gaan mee. De afzender ziet waarheen en waarom.",
        tekst=Tekst.MOET,
        tekstlabel="Waarom hoort dit bij een ander team?",
    ),
    Overgang(
        code="afronden",
        actie=Actie.AFRONDEN,
        van=("besloten",),
        naar="afgehandeld",
        door=Partij.PORTAAL,
        titel="Afgehandeld",
        uitleg="Alle taken zijn gedaan.",
    ),
    Overgang(
        code="heropenen",
        actie=Actie.HEROPENEN,
        van=("afgehandeld",),
        naar="besloten",
        door=Partij.PORTAAL,
        titel="Weer open",
        uitleg="Een taak die verviel omdat de cliënt zou zijn overleden, staat weer open.",
    ),
)

INTREKKEN = Overgang(
    code="intrekken",
    actie=Actie.INTREKKEN,
    van=OPEN,
    naar="ingetrokken",
    door=Partij.AFZENDER,
    titel="Intrekken",
    uitleg="Het team stopt met dit bericht. Uw eigen kopie blijft leesbaar. Dit kunt u niet terugdraaien.",
    tekst=Tekst.MOET,
    tekstlabel="Waarom trekt u het bericht in?",
)


def stap(
    *,
    code: str,
    titel: str,
    van: tuple[str, ...],
    naar: str,
    uitleg: str,
    dag: str = "",
    getekend_na: str = "",
    tekst: Tekst = Tekst.MAG,
    tekstlabel: str = "Toelichting voor de afzender",
) -> Overgang:
    """Declare a step that the team records on the way to its decision; `dag` and `getekend_na` as for an Overgang."""
    return Overgang(
        code=code,
        actie=Actie.VASTLEGGEN,
        van=van,
        naar=naar,
        door=Partij.BEHANDELEND_TEAM,
        titel=titel,
        uitleg=uitleg,
        tekst=tekst,
        tekstlabel=tekstlabel,
        dag=dag,
        getekend_na=getekend_na,
    )


def besluit(
    *,
    code: str,
    titel: str,
    uitleg: str = "",
    van: tuple[str, ...] = IN_HANDEN,
    soms: Voorwaarde | None = None,
    gevolgen: tuple[Gevolg, ...] = (),
) -> Overgang:
    """Declare an outcome of the team's decision; its motivering is required (Awb 3:46)."""
    return Overgang(
        code=code,
        actie=Actie.BESLUITEN,
        van=van,
        naar="besloten",
        door=Partij.BEHANDELEND_TEAM,
        titel=titel,
        uitleg=uitleg,
        tekst=Tekst.MOET,
        tekstlabel="Motivering",
        soms=soms,
        gevolgen=gevolgen,
    )


def basisloop(
    *uitkomsten: Overgang,
    intrekbaar: bool,
    toestanden: tuple[Toestand, ...] = (),
    zonder: Collection[str] = (),
    termijnstappen: tuple[Overgang, ...] = (),
    gesprek_blijft: bool = False,
) -> Levensloop:
    """Build the shared lifecycle with the steps and outcomes of one mailbox.

    From its own `toestanden` the shared steps can be made as well: a question only while the team has it, and its
    answer leads back there. `zonder` names shared steps that this mailbox has not, `termijnstappen`
    those by which its team may change a clock. `intrekbaar` lets the sender withdraw
    by himself; where the team decides on it, its outcomes lead to 'ingetrokken'. Without a besluit there is no 'besloten'.
    With `gesprek_blijft` both sides write to each other also when all is done, where no new bericht could say it.
    """
    basis = (*BASIS_OVERGANGEN, *((INTREKKEN,) if intrekbaar else ()), *termijnstappen)
    eindigt_zo = intrekbaar or any(uitkomst.naar == INGETROKKEN.code for uitkomst in uitkomsten)
    weg = set() if any(uitkomst.naar == BESLOTEN.code for uitkomst in uitkomsten) else {BESLOTEN.code}
    zonder = {*zonder, *(["heropenen"] if weg else [])}
    na_afloop = (AFGEHANDELD.code, *((INGETROKKEN.code,) if eindigt_zo else ())) if gesprek_blijft else ()
    stappen = (_ook_van(o, toestanden, na_afloop) for o in basis if o.code not in zonder)
    return Levensloop(
        toestanden=(
            *(toestand for toestand in BASIS_TOESTANDEN if toestand.code not in weg),
            *toestanden,
            *((INGETROKKEN,) if eindigt_zo else ()),
        ),
        overgangen=(*(o for stap in stappen if (o := _zonder_van(stap, weg)).van), *uitkomsten),
    )


def _zonder_van(overgang: Overgang, weg: Collection[str]) -> Overgang:
    """Let a shared step not be made from toestanden that this mailbox has not."""
    return replace(overgang, van=tuple(code for code in overgang.van if code not in weg)) if weg else overgang


def _ook_van(overgang: Overgang, toestanden: tuple[Toestand, ...], na_afloop: tuple[str, ...]) -> Overgang:
    """Let a shared step be made from the toestanden of one mailbox too; what is said, also from `na_afloop`."""
    fases = _OOK_VAN.get(overgang.code, frozenset())
    van = (*overgang.van, *(t.code for t in toestanden if t.fase in fases))
    van = (*van, *na_afloop) if overgang.code in _GESPREK else van
    terug = tuple(t.code for t in toestanden if t.fase is Fase.BIJ_TEAM) if overgang.code in _NA_DE_VRAAG else ()
    return replace(overgang, van=van, terug=terug)
