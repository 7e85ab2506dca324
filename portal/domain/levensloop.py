"""The lifecycle of a bericht as data: who may do what next, and what follows from it.

A `Levensloop` checks itself when built: every toestand can be reached, every open one can be left,
every overgang names toestanden that exist. `BASIS` holds the steps that all mailboxes share; a
mailbox adds its own outcomes (and, where the handbook asks it, toestanden) to them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import Termijn
from portal.domain.voorwaarde import Feiten, Voorwaarde


class Fase(StrEnum):
    """Who is waited for: decides in which list a bericht stands."""

    BIJ_TEAM = "bij_team"
    BIJ_AFZENDER = "bij_afzender"
    KLAAR = "klaar"


class Actie(StrEnum):
    """An act on a bericht; the permission table says which role may do it."""

    INDIENEN = "indienen"
    OPENEN = "openen"
    OPPAKKEN = "oppakken"
    VRAAG_STELLEN = "vraag_stellen"
    BEANTWOORDEN = "beantwoorden"
    HERVATTEN = "hervatten"
    BESLUITEN = "besluiten"
    DOORSTUREN = "doorsturen"
    INTREKKEN = "intrekken"
    AFRONDEN = "afronden"
    VERLENGEN = "verlengen"
    INPLANNEN = "inplannen"
    OVERDRAGEN = "overdragen"
    TERUGHALEN = "terughalen"


class Tekst(StrEnum):
    """Whether an act asks a text: the question, the answer, the motivering."""

    GEEN = "geen"
    MAG = "mag"
    MOET = "moet"


@dataclass(frozen=True, slots=True)
class Toestand:
    """A status of a bericht; `code` is what the database holds."""

    code: str
    titel: str
    fase: Fase


@dataclass(frozen=True, slots=True, kw_only=True)
class Taak:
    """What a decision obliges someone to do next, outside the portal or in it.

    `rol` is the proposal of the declaration; a gemeente may give the taak to another role.
    `team` is whose taak it is. `na` names the taken that must be done first. `termijn` counts from
    the overgang, or from the taak in its `begint`. Done means: on the day the thing was sent.
    """

    code: str
    titel: str
    rol: Rol
    bron: Bron
    uitleg: str = ""
    team: Partij = Partij.BEHANDELEND_TEAM
    na: tuple[str, ...] = ()
    als: Voorwaarde | None = None
    termijn: Termijn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NieuwBericht:
    """The outcome starts a bericht in another mailbox, with these answers taken along: nothing typed twice."""

    mailbox: str
    velden: tuple[tuple[str, str], ...]
    bron: Bron
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SluitVerband:
    """The outcome closes the bericht it is linked to, with its clocks and taken (intrekken melding)."""

    verband: str
    bron: Bron
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeeindigClient:
    """The outcome ends every other clock, reminder and herindicatie of this client (overlijden)."""

    bron: Bron
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VulRegister:
    """The outcome writes an entry in a register (locatie accepted, onderaannemer admitted)."""

    register: str
    velden: tuple[tuple[str, str], ...]
    bron: Bron
    als: Voorwaarde | None = None


Gevolg: TypeAlias = Taak | NieuwBericht | SluitVerband | BeeindigClient | VulRegister


@dataclass(frozen=True, slots=True, kw_only=True)
class Overgang:
    """One step: from these toestanden to that one, by this party, with what follows.

    `naar` None keeps the toestand. `titel` is the button, `uitleg` what it sets in motion.
    `soms` is the condition on the answers under which the act is offered.
    """

    code: str
    actie: Actie
    van: tuple[str, ...]
    naar: str | None
    door: Partij
    titel: str
    uitleg: str = ""
    tekst: Tekst = Tekst.GEEN
    tekstlabel: str = ""
    soms: Voorwaarde | None = None
    bijlagen: tuple[BijlageEis, ...] = ()
    gevolgen: tuple[Gevolg, ...] = ()

    def taken(self, feiten: Feiten) -> tuple[Taak, ...]:
        """Return the taken that follow with these facts, in their declared order."""
        return tuple(
            g for g in self.gevolgen if isinstance(g, Taak) and (g.als is None or g.als.geldt(feiten))
        )


class Doodlopend(ValueError):
    """A declared lifecycle has a toestand that cannot be reached or left, or names one that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levensloop:
    """All toestanden and overgangen of a mailbox; `begin` is where submitting leads."""

    toestanden: tuple[Toestand, ...]
    overgangen: tuple[Overgang, ...]
    begin: str = "ingediend"

    def __post_init__(self) -> None:
        """Refuse dead ends and names that lead nowhere."""
        codes = {t.code for t in self.toestanden}
        self._check_names(codes)
        bereikt = self._reachable()
        if bereikt != codes:
            raise Doodlopend(f"niet bereikbaar: {sorted(codes - bereikt)}")
        for toestand in self.toestanden:
            verder = any(toestand.code in o.van and o.naar not in {None, toestand.code} for o in self.overgangen)
            if toestand.fase is not Fase.KLAAR and not verder:
                raise Doodlopend(f"'{toestand.code}' kan niet worden verlaten")

    def toestand(self, code: str) -> Toestand:
        """Return the toestand with this code."""
        return next(t for t in self.toestanden if t.code == code)

    def overgang(self, code: str) -> Overgang | None:
        """Return the overgang with this code, if it is declared."""
        return next((o for o in self.overgangen if o.code == code), None)

    def mogelijk(self, status: str, door: Partij, feiten: Feiten) -> tuple[Overgang, ...]:
        """Return what this party may do from this status with these facts, in declared order."""
        return tuple(
            o
            for o in self.overgangen
            if status in o.van and o.door is door and (o.soms is None or o.soms.geldt(feiten))
        )

    def _check_names(self, codes: set[str]) -> None:
        if len(codes) != len(self.toestanden) or len({o.code for o in self.overgangen}) != len(self.overgangen):
            raise Doodlopend("een code komt twee keer voor")
        genoemd = {self.begin}.union(*({*o.van, o.naar or self.begin} for o in self.overgangen))
        if genoemd - codes:
            raise Doodlopend(f"onbekende toestand: {sorted(genoemd - codes)}")
        for overgang in self.overgangen:
            taken = {g.code for g in overgang.gevolgen if isinstance(g, Taak)}
            for gevolg in overgang.gevolgen:
                if isinstance(gevolg, Taak) and set(gevolg.na) - taken:
                    raise Doodlopend(f"taak '{gevolg.code}' wacht op een taak die niet volgt")

    def _reachable(self) -> set[str]:
        bereikt = {self.begin}
        while True:
            verder = {o.naar for o in self.overgangen if o.naar and bereikt & set(o.van)} | bereikt
            if verder == bereikt:
                return bereikt
            bereikt = verder


INGEDIEND = Toestand("ingediend", "Ontvangen", Fase.BIJ_TEAM)
GEOPEND = Toestand("geopend", "Geopend", Fase.BIJ_TEAM)
IN_BEHANDELING = Toestand("in_behandeling", "In behandeling", Fase.BIJ_TEAM)
VRAAG_UIT = Toestand("vraag_uit", "Wacht op antwoord", Fase.BIJ_AFZENDER)
AANGEVULD = Toestand("aangevuld", "Aangevuld", Fase.BIJ_TEAM)
BESLOTEN = Toestand("besloten", "Besloten", Fase.KLAAR)
AFGEHANDELD = Toestand("afgehandeld", "Afgehandeld", Fase.KLAAR)
INGETROKKEN = Toestand("ingetrokken", "Ingetrokken", Fase.KLAAR)

OPEN = ("ingediend", "geopend", "in_behandeling", "vraag_uit", "aangevuld")
BIJ_TEAM = ("ingediend", "geopend", "in_behandeling", "aangevuld")
IN_HANDEN = ("in_behandeling", "aangevuld")

BASIS_TOESTANDEN = (INGEDIEND, GEOPEND, IN_BEHANDELING, VRAAG_UIT, AANGEVULD, BESLOTEN, AFGEHANDELD)

BASIS_OVERGANGEN = (
    Overgang(
        code="openen", actie=Actie.OPENEN, van=("ingediend",), naar="geopend", door=Partij.BEHANDELEND_TEAM, titel="Geopend"
    ),
    Overgang(
        code="oppakken",
        actie=Actie.OPPAKKEN,
        van=("ingediend", "geopend"),
        naar="in_behandeling",
        door=Partij.BEHANDELEND_TEAM,
        titel="Oppakken",
        uitleg="U wordt de behandelaar. De afzender ziet dat het bericht in behandeling is.",
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


def besluit(
    *, code: str, titel: str, uitleg: str = "", soms: Voorwaarde | None = None, gevolgen: tuple[Gevolg, ...] = ()
) -> Overgang:
    """Declare an outcome of the team's decision; its motivering is required (Awb 3:46)."""
    return Overgang(
        code=code,
        actie=Actie.BESLUITEN,
        van=IN_HANDEN,
        naar="besloten",
        door=Partij.BEHANDELEND_TEAM,
        titel=titel,
        uitleg=uitleg,
        tekst=Tekst.MOET,
        tekstlabel="Motivering",
        soms=soms,
        gevolgen=gevolgen,
    )


def basisloop(*uitkomsten: Overgang, intrekbaar: bool) -> Levensloop:
    """Build the shared lifecycle with the outcomes of one mailbox."""
    return Levensloop(
        toestanden=(*BASIS_TOESTANDEN, INGETROKKEN) if intrekbaar else BASIS_TOESTANDEN,
        overgangen=(*BASIS_OVERGANGEN, *uitkomsten, *((INTREKKEN,) if intrekbaar else ())),
    )
