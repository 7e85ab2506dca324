"""A region as a value: its gemeenten, teams, contact lines and settings."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from portal.domain.bron import Bron
from portal.domain.buiten import Buitenzaak
from portal.domain.kalender import BESLUITEN, Besluit, Kalender, Sluitingsdag, Werkdagregels
from portal.domain.rollen import Rol
from portal.domain.teams import Team, Teamsoort
from portal.domain.termijn import Eenheid, Termijn, Waarschuwing

# What counts as werkdag in agreed terms: each is 'ja' (free, as in the Atw) or 'nee'.
WERKDAGINSTELLINGEN = ("goede_vrijdag_vrij", "vijf_mei_vrij", "gelijkgestelde_dagen_vrij")
# Whether an agreed term that ends on no werkdag moves on to the next one: 'ja' or 'nee'. The Atw does not say so of what
# was agreed, so without it none does.
AFSPRAAK_SCHUIFT = "afspraak_schuift"
# Whether who must do something is reminded on the last day itself, beside what a mailbox declares: 'ja' or 'nee'.
HERINNER_OP_DE_DAG = "herinnering_laatste_dag"
JA_NEE_INSTELLINGEN = (*WERKDAGINSTELLINGEN, AFSPRAAK_SCHUIFT, HERINNER_OP_DE_DAG)
_OP_VERZOEK_VAN_DE_REGIO = Bron(plaats="instelling van de regio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemeente:
    """A gemeente with its CBS code and its contact lines, verbatim from the handbook.

    `vlaggen` says what looks odd in the source (a telephone number one digit short); the line itself
    is never mended silently. `taakrollen` overrides which role does a taak in this gemeente
    (Handboek §4 leaves the division to each); `zonder_rollen` names roles that nobody holds here.
    """

    cbs: str
    naam: str
    email: str = ""
    telefoon: str = ""
    vlaggen: tuple[str, ...] = ()
    taakrollen: tuple[tuple[str, Rol], ...] = ()
    zonder_rollen: tuple[Rol, ...] = ()

    @property
    def contact(self) -> str:
        """The contact line as the handbook prints it, or that it prints none."""
        return ", ".join(filter(None, (self.email, self.telefoon))) or "nog niet bekend, vraag het beheer"

    def taakrol(self, taak: str, voorstel: Rol) -> Rol:
        """Return who does this taak here; a role that nobody holds falls to the consulenten."""
        rol = dict(self.taakrollen).get(taak, voorstel)
        return Rol.CONSULENT if rol in self.zonder_rollen else rol


@dataclass(frozen=True, slots=True, kw_only=True)
class Buitengemeente:
    """A gemeente near the region that has no team here, with where its matters belong.

    `zaak` is what those who look for it in the portal call such a matter, `zoekwoorden` how they find it; without a `bron` where it
    belongs is a proposal.
    """

    cbs: str
    naam: str
    verwijzing: str
    zaak: str = ""
    zoekwoorden: tuple[str, ...] = ()
    bron: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product by name; `code` only where the source has one (Handboek §3), else empty for CMO to fill.

    A burger has one `arrangement` at a time; the other products stand beside it (Handboek §3).
    """

    sleutel: str
    naam: str
    code: str = ""
    arrangement: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Regio:
    """One region: the only place where regions differ; code never asks which region it is in.

    `registers` are the registers (code, title) in which beheer puts aanbieders here: they alone may send to a mailbox that
    asks it. `woorden` are what its declarations leave to it (`regiowoorden.py`), `buitenzaken` what is not for the portal here alone.
    `mapjes_van` is the region of which it uses the mailboxes, '' for its own.
    `later` holds settings that another value replaces from a day on, in order of day, and `taakrollen` (day, team,
    taak, role) who does a taak from a day on; `nummer` counts the changes of rules that it was made from (`regels.py`).
    """

    code: str
    naam: str
    centrumgemeente: str
    bron: Bron
    gemeenten: tuple[Gemeente, ...]
    teams: tuple[Team, ...]
    producten: tuple[Product, ...] = ()
    buiten: tuple[Buitengemeente, ...] = ()
    gesloten_mailboxen: tuple[str, ...] = ()
    registers: tuple[tuple[str, str], ...] = ()
    woorden: tuple[tuple[str, str], ...] = ()
    buitenzaken: tuple[Buitenzaak, ...] = ()
    mapjes_van: str = ""
    instellingen: tuple[tuple[str, str], ...] = field(default=())
    later: tuple[tuple[date, str, str], ...] = ()
    taakrollen: tuple[tuple[date, str, str, Rol], ...] = ()
    besluiten: tuple[Besluit, ...] = BESLUITEN
    sluitingsdagen: tuple[Sluitingsdag, ...] = ()
    nummer: int = 0

    def gemeente(self, cbs: str) -> Gemeente | None:
        """Return the gemeente with this CBS code, if it is in the region."""
        return next((g for g in self.gemeenten if g.cbs == cbs), None)

    def elders(self, cbs: str) -> str:
        """Say where the matters of a gemeente that is not of the region belong."""
        zelf = "Neem contact op met de gemeente zelf."
        return next((b.verwijzing for b in self.buiten if b.cbs == cbs), zelf)

    def team(self, soort: Teamsoort, cbs: str | None = None) -> Team | None:
        """Return the team of this kind, for this gemeente when the kind has one per gemeente."""
        return next((t for t in self.teams if t.soort is soort and (cbs is None or cbs in t.gemeenten)), None)

    def team_met_code(self, code: str) -> Team | None:
        """Return the team with this code."""
        return next((t for t in self.teams if t.code == code), None)

    def gemeenten_van(self, team: str) -> tuple[tuple[str, str], ...]:
        """Return CBS code and name of the gemeenten a team works for; empty for one of no gemeente."""
        gevonden = self.team_met_code(team)
        codes = gevonden.gemeenten if gevonden is not None else ()
        return tuple((g.cbs, g.naam) for g in self.gemeenten if g.cbs in codes)

    def naast(self, producten: Collection[str]) -> bool:
        """Tell whether these products (keys) stand beside an arrangement: there are some, and none of them is one."""
        arrangementen = {product.sleutel for product in self.producten if product.arrangement}
        return bool(producten) and arrangementen.isdisjoint(producten)

    def instelling(self, naam: str, anders: str = "", *, op: date) -> str:
        """Return a setting of the region as it holds on a day, or `anders` when it has none."""
        later = [waarde for vanaf, anders_vanaf, waarde in self.later if anders_vanaf == naam and vanaf <= op]
        return later[-1] if later else dict(self.instellingen).get(naam, anders)

    def taakrol(self, team: str, taak: str, voorstel: Rol, *, op: date) -> Rol:
        """Return who does a taak in a team on a day: as was decided for this Toegang, or as its gemeente has it in the file."""
        hier = [rol for vanaf, waar, wat, rol in self.taakrollen if (waar, wat) == (team, taak) and vanaf <= op]
        gevonden = self.team_met_code(team)
        if hier or gevonden is None or gevonden.soort is not Teamsoort.TOEGANG:
            return hier[-1] if hier else voorstel
        gemeente = self.gemeente(gevonden.gemeenten[0])
        return gemeente.taakrol(taak, voorstel) if gemeente is not None else voorstel

    def ingesteld(self, termijn: Termijn, *, op: date) -> Termijn:
        """Return a clock as this region has set it on the day it starts; raises OnmogelijkeTermijn."""
        gezet = termijn.in_regio(self.instelling(termijn.instelling, op=op)) if termijn.instelling else termijn
        if gezet.volgt_regio and self.instelling(AFSPRAAK_SCHUIFT, op=op) == "ja":
            gezet = replace(gezet, schuift=True)
        if self.instelling(HERINNER_OP_DE_DAG, op=op) == "ja" and gezet.kan_te_laat and not _herinnert_op_de_dag(gezet):
            gezet = replace(gezet, waarschuwingen=(*gezet.waarschuwingen, _op_de_dag(gezet)))
        return gezet

    @property
    def kalender(self) -> Kalender:
        """The calendar by which terms count here, with the closing days of the whole region."""
        return self.kalender_van(())

    def kalender_van(self, gemeenten: tuple[str, ...]) -> Kalender:
        """Give the calendar with the closing days of these gemeenten (CBS codes) too."""
        dagen = sorted({vanaf for vanaf, naam, _ in self.later if naam in WERKDAGINSTELLINGEN})
        return Kalender(
            werkdagregels=self._werkdagregels(date.min),
            besluiten=self.besluiten,
            sluitingsdagen=tuple(dag for dag in self.sluitingsdagen if dag.gemeente in {"", *gemeenten}),
            latere_regels=tuple((dag, self._werkdagregels(dag)) for dag in dagen),
            nummer=self.nummer,
        )

    def kalender_voor(self, team: str) -> Kalender:
        """Give the calendar with the closing days of the gemeenten a team works for; of one that works for all, none."""
        gevonden = self.team_met_code(team)
        eigen = gevonden.gemeenten if gevonden is not None and len(gevonden.gemeenten) < len(self.gemeenten) else ()
        return self.kalender_van(eigen)

    def _werkdagregels(self, op: date) -> Werkdagregels:
        return Werkdagregels(**{naam: self.instelling(naam, "ja", op=op) == "ja" for naam in WERKDAGINSTELLINGEN})


def _herinnert_op_de_dag(termijn: Termijn) -> bool:
    """Tell whether its owner is reminded on the last day as it was declared."""
    return any(w.aantal == 0 and not w.vanaf_begin and w.aan is termijn.eigenaar for w in termijn.waarschuwingen)


def _op_de_dag(termijn: Termijn) -> Waarschuwing:
    return Waarschuwing(
        aantal=0,
        eenheid=Eenheid.KALENDERDAG,
        aan=termijn.eigenaar,
        tekst="Deze termijn loopt vandaag af.",
        bron=_OP_VERZOEK_VAN_DE_REGIO,
    )
