"""The lifecycle of a bericht as data: who may do what next, and what follows from it.

A `Levensloop` checks itself when built: every toestand can be reached, every open one can be left,
every overgang names toestanden that exist. What all mailboxes share stands in `basisloop.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.bijlagen import BijlageEis
from portal.domain.formulier import Formulier
from portal.domain.gevolg import Gevolg, Taak, TakenVervallen
from portal.domain.partij import Partij
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
    HEROPENEN = "heropenen"
    AFSLUITEN = "afsluiten"
    OPSCHORTEN = "opschorten"
    DOORLOPEN = "doorlopen"
    VERLENGEN = "verlengen"
    UITSTEL_INTREKKEN = "uitstel-intrekken"
    VERBETEREN = "begin-verbeteren"
    DAG_VERBETEREN = "dag-verbeteren"
    INPLANNEN = "inplannen"
    OVERDRAGEN = "overdragen"
    TERUGHALEN = "terughalen"
    BEVESTIGEN = "bevestigen"
    VASTLEGGEN = "vastleggen"
    AANVULLEN = "aanvullen"
    SCHRIJVEN = "schrijven"
    TOEVOEGEN = "toevoegen"
    NOTEREN = "noteren"


class Tekst(StrEnum):
    """Whether an act asks a text: the question, the answer, the motivering."""

    GEEN = "geen"
    MAG = "mag"
    MOET = "moet"


@dataclass(frozen=True, slots=True)
class Toestand:
    """A status of a bericht; `code` is what the database holds.

    Without `voldoet` a bericht in it does not meet the verplichting to send it: it is withdrawn, or what was asked is not in it.
    """

    code: str
    titel: str
    fase: Fase
    voldoet: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Overgang:
    """One step: from these toestanden to that one, by this party, with what follows.

    `naar` None keeps the toestand. `titel` is the button, `uitleg` what it sets in motion. `soms` is the condition on the answers
    under which the act is offered. `formulier` asks what must be known at this moment and not before (the client, once a place
    was promised). `bij_verlopen` names the clock whose passing makes the portal take this step by itself: the next rung of a
    ladder. `dag` asks the day on which the thing was sent or received; clocks that begin here count from that day, not from the
    click. `getekend_na` asks on which day the burger signed and who saw it, and names the step that sent him what he signs.
    `terug` are the toestanden to which an answer leads back when the question was asked there, instead of to `naar`. `bijlagen`
    are the files that may go with the text. `intern` keeps it inside the team. `ook_samen` offers it over many berichten in one
    act. `tot_en_met` names the clock whose last day may not have passed (a meeting), `pas_na` the one whose last day must have
    (an aanvraag without verslag, Wmo 2.3.2 lid 9). `een_ontvanger` lets it stand with one receiver of a submission to several at a
    time, and names the steps that end that there. `mail` is the kind of mail that tells of a
    step which the portal takes by itself, `ook_aan` who hears of it besides the sender. `voor_afzender` is what a sender who may
    not know why reads in place of the title.
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
    dag: str = ""
    getekend_na: str = ""
    pas_na: str = ""
    tot_en_met: str = ""
    een_ontvanger: tuple[str, ...] = ()
    terug: tuple[str, ...] = ()
    soms: Voorwaarde | None = None
    formulier: type[Formulier] | None = None
    bij_verlopen: str = ""
    mail: str = ""
    ook_aan: tuple[Partij, ...] = ()
    bijlagen: tuple[BijlageEis, ...] = ()
    gevolgen: tuple[Gevolg, ...] = ()
    intern: bool = False
    ook_samen: bool = False
    voor_afzender: str = ""

    @property
    def grond(self) -> str:
        """The ground on which clocks and taken end by it, '' for none."""
        return next((g.grond for g in self.gevolgen if isinstance(g, TakenVervallen) and g.grond), "")

    def titel_voor(self, *, wie_weet: bool) -> str:
        """Return the title, for who may know why it was made or who may not."""
        return self.titel if wie_weet else self.voor_afzender or self.titel

    def vraagt_niets(self) -> bool:
        """Tell whether it can be made over many berichten in one act: nothing must be typed or known, and nothing new follows."""
        vraagt = self.tekst is Tekst.MOET or self.dag or self.getekend_na or self.soms or self.formulier
        return not vraagt and all(isinstance(g, TakenVervallen) and g.als is None for g in self.gevolgen)

    def taken(self, feiten: Feiten) -> tuple[Taak, ...]:
        """Return the taken that follow with these facts, in their declared order."""
        return tuple(g for g in self.gevolgen if isinstance(g, Taak) and (g.als is None or g.als.geldt(feiten)))


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

    def waarheen(self, overgang: Overgang, *, status: str, gevraagd_in: str = "") -> Toestand:
        """Return the toestand a step leads to from this status; `gevraagd_in` is where the last question was asked."""
        return self.toestand(gevraagd_in if gevraagd_in in overgang.terug else overgang.naar or status)

    def mogelijk(self, status: str, door: Partij, feiten: Feiten) -> tuple[Overgang, ...]:
        """Return what this party may do from this status with these facts, in declared order."""
        van_hem = (o for o in self.overgangen if status in o.van and o.door is door)
        return tuple(o for o in van_hem if o.soms is None or o.soms.geldt(feiten))

    def _check_names(self, codes: set[str]) -> None:
        if len(codes) != len(self.toestanden) or len({o.code for o in self.overgangen}) != len(self.overgangen):
            raise Doodlopend("een code komt twee keer voor")
        genoemd = {self.begin}.union(*({*o.van, *o.terug, o.naar or self.begin} for o in self.overgangen))
        if genoemd - codes:
            raise Doodlopend(f"onbekende toestand: {sorted(genoemd - codes)}")
        for overgang in self.overgangen:
            if overgang.bij_verlopen and overgang.door is not Partij.PORTAAL:
                raise Doodlopend(f"overgang '{overgang.code}' volgt vanzelf en is dus van het portaal")
            if overgang.ook_samen and not overgang.vraagt_niets():
                raise Doodlopend(f"overgang '{overgang.code}' vraagt iets en kan niet voor veel berichten tegelijk")
            stappen = {o.code for o in self.overgangen}
            if overgang.getekend_na not in {"", *stappen}:
                raise Doodlopend(f"overgang '{overgang.code}' vraagt een handtekening na een stap die er niet is")
            if not stappen.issuperset(overgang.een_ontvanger):
                raise Doodlopend(f"overgang '{overgang.code}' geldt voor één ontvanger tot een stap die er niet is")
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
