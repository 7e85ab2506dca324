"""A region as a value: its gemeenten, teams, contact lines and settings."""

from dataclasses import dataclass, field

from portal.domain.bron import Bron
from portal.domain.kalender import Kalender, Werkdagregels
from portal.domain.rollen import Rol
from portal.domain.teams import Team, Teamsoort


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemeente:
    """A gemeente with its CBS code and its contact lines, verbatim from the handbook.

    `vlaggen` says what looks odd in the source (a telephone number one digit short); the line itself
    is never mended silently. `taakrollen` overrides which role does a taak in this gemeente
    (Handboek §4 leaves the division to each); `zonder_rollen` names roles that nobody holds here.
    """

    cbs: str
    naam: str
    email: str
    telefoon: str
    vlaggen: tuple[str, ...] = ()
    taakrollen: tuple[tuple[str, Rol], ...] = ()
    zonder_rollen: tuple[Rol, ...] = ()

    @property
    def contact(self) -> str:
        """The contact line as the handbook prints it."""
        return f"{self.email}, {self.telefoon}"

    def taakrol(self, taak: str, voorstel: Rol) -> Rol:
        """Return who does this taak here; a role that nobody holds falls to the consulenten."""
        rol = dict(self.taakrollen).get(taak, voorstel)
        return Rol.CONSULENT if rol in self.zonder_rollen else rol


@dataclass(frozen=True, slots=True, kw_only=True)
class Buitengemeente:
    """A gemeente near the region that has no team here, with where its matters belong."""

    cbs: str
    naam: str
    verwijzing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product by name; `code` only where the source has one (Handboek §3), else empty for CMO to fill."""

    sleutel: str
    naam: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regio:
    """One region: the only place where regions differ; code never asks which region it is in."""

    code: str
    naam: str
    centrumgemeente: str
    bron: Bron
    gemeenten: tuple[Gemeente, ...]
    teams: tuple[Team, ...]
    producten: tuple[Product, ...] = ()
    buiten: tuple[Buitengemeente, ...] = ()
    gesloten_mailboxen: tuple[str, ...] = ()
    instellingen: tuple[tuple[str, str], ...] = field(default=())

    def gemeente(self, cbs: str) -> Gemeente | None:
        """Return the gemeente with this CBS code, if it is in the region."""
        return next((g for g in self.gemeenten if g.cbs == cbs), None)

    def team(self, soort: Teamsoort, cbs: str | None = None) -> Team | None:
        """Return the team of this kind, for this gemeente when the kind has one per gemeente."""
        return next((t for t in self.teams if t.soort is soort and (cbs is None or cbs in t.gemeenten)), None)

    def team_met_code(self, code: str) -> Team | None:
        """Return the team with this code."""
        return next((t for t in self.teams if t.code == code), None)

    def instelling(self, naam: str, anders: str = "") -> str:
        """Return a setting of the region, or `anders` when it has none."""
        return dict(self.instellingen).get(naam, anders)

    @property
    def kalender(self) -> Kalender:
        """The calendar by which agreed terms count here."""
        return Kalender(
            Werkdagregels(
                goede_vrijdag_vrij=self.instelling("goede_vrijdag_vrij", "ja") == "ja",
                vijf_mei_vrij=self.instelling("vijf_mei_vrij", "ja") == "ja",
                gelijkgestelde_dagen_vrij=self.instelling("gelijkgestelde_dagen_vrij", "ja") == "ja",
            )
        )
