"""The one permission table: which role may do what. Web and vault both ask here; what is not listed is refused.

A right is held within a membership: a role in one team or organisation; some only in one kind of team. Reading content also needs a
seal to that team or organisation, which the vault checks; this table never widens that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from portal.domain.levensloop import Actie
from portal.domain.rollen import Rol
from portal.domain.teams import Teamsoort


class Recht(StrEnum):
    """Something a person may be allowed to do."""

    BERICHT_INDIENEN = "bericht_indienen"
    BERICHT_VOLGEN = "bericht_volgen"
    BERICHT_REGISTREREN = "bericht_registreren"
    BERICHT_LEZEN = "bericht_lezen"
    IDENTITEIT_LEZEN = "identiteit_lezen"
    LIJST_LEZEN = "lijst_lezen"
    ZOEKEN = "zoeken"
    BERICHT_OPPAKKEN = "bericht_oppakken"
    VRAAG_STELLEN = "vraag_stellen"
    NOTEREN = "noteren"
    BESLUITEN = "besluiten"
    DOORSTUREN = "doorsturen"
    TAAK_AFHANDELEN = "taak_afhandelen"
    TOEWIJZING_LEZEN = "toewijzing_lezen"
    TOEWIJZING_VASTLEGGEN = "toewijzing_vastleggen"
    CIJFERS_LEZEN = "cijfers_lezen"
    REGISTERS_LEZEN = "registers_lezen"
    VERPLICHTINGEN_BEHEREN = "verplichtingen_beheren"
    COLLEGA_TOELATEN = "collega_toelaten"
    EERSTE_BEHEERDER_TOELATEN = "eerste_beheerder_toelaten"
    PORTAAL_BEHEREN = "portaal_beheren"
    AUDIT_LEZEN = "audit_lezen"


LEZERS: Final = frozenset(
    {
        Rol.FRONTOFFICE,
        Rol.CONSULENT,
        Rol.BACKOFFICE,
        Rol.TEAMLEIDER,
        Rol.TOEZICHTHOUDER,
        Rol.CONTRACTMANAGER,
        Rol.REGIOADVISEUR,
        Rol.COLLEGE,
        Rol.VEILIG_THUIS,
    }
)
# voorstel: a teamleider reads and hears what goes wrong with clocks; what is done about a bericht is not his.
DOENERS: Final = LEZERS - {Rol.TEAMLEIDER}
BEHANDELAARS: Final = DOENERS - {Rol.FRONTOFFICE, Rol.BACKOFFICE}
# Who may send for his organisation or team, and do what is asked of a sender; each mailbox names which of them it takes.
AFZENDERS: Final = (DOENERS - {Rol.BACKOFFICE}) | {Rol.INDIENER}
# An aanbieder that gets a bericht does with it what its mailbox gives who receives; it hands nothing on. Taken it
# has of what it sent.
ONTVANGER: Final = frozenset({Rol.INDIENER})
# Who works with toewijzingen at a gemeente.
TOEGANG: Final = frozenset({Rol.FRONTOFFICE, Rol.CONSULENT, Rol.BACKOFFICE, Rol.TEAMLEIDER})

WIE_MAG: Final[dict[Recht, frozenset[Rol]]] = {
    Recht.BERICHT_INDIENEN: AFZENDERS,
    Recht.BERICHT_VOLGEN: LEZERS | {Rol.INDIENER},
    Recht.BERICHT_REGISTREREN: frozenset({Rol.FRONTOFFICE, Rol.CONSULENT}),
    Recht.BERICHT_LEZEN: LEZERS | ONTVANGER,
    Recht.IDENTITEIT_LEZEN: frozenset({Rol.TOEZICHTHOUDER}),
    Recht.LIJST_LEZEN: LEZERS | {Rol.INDIENER},
    Recht.ZOEKEN: LEZERS | {Rol.INDIENER},
    Recht.BERICHT_OPPAKKEN: (DOENERS - {Rol.BACKOFFICE}) | ONTVANGER,
    Recht.VRAAG_STELLEN: (DOENERS - {Rol.BACKOFFICE}) | ONTVANGER,
    Recht.NOTEREN: LEZERS | ONTVANGER,
    Recht.BESLUITEN: BEHANDELAARS | ONTVANGER,
    Recht.DOORSTUREN: DOENERS - {Rol.BACKOFFICE},
    Recht.TAAK_AFHANDELEN: DOENERS | ONTVANGER,
    Recht.TOEWIJZING_LEZEN: TOEGANG | {Rol.INDIENER},
    # voorstel: who sends a 301 writes down what it says.
    Recht.TOEWIJZING_VASTLEGGEN: frozenset({Rol.CONSULENT, Rol.BACKOFFICE}),
    Recht.CIJFERS_LEZEN: LEZERS | {Rol.BELEID},
    Recht.REGISTERS_LEZEN: LEZERS | {Rol.BELEID, Rol.INDIENER},
    Recht.VERPLICHTINGEN_BEHEREN: frozenset({Rol.CONTRACTMANAGER}),
    Recht.COLLEGA_TOELATEN: frozenset({Rol.ORGANISATIEBEHEERDER}),
    Recht.EERSTE_BEHEERDER_TOELATEN: frozenset({Rol.FUNCTIONEEL_BEHEERDER}),
    Recht.PORTAAL_BEHEREN: frozenset({Rol.FUNCTIONEEL_BEHEERDER}),
    Recht.AUDIT_LEZEN: frozenset({Rol.FUNCTIONEEL_BEHEERDER}),
}

# Where a right is held that is not held everywhere: in these kinds of team, and as ORGANISATIE for an organisation. Who is not
# listed has it not, whatever his role (Handboek §4: the gemeente indicates; a 301 comes from its Toegang).
ORGANISATIE: Final = "organisatie"
WAAR: Final[Mapping[Recht, frozenset[str]]] = {
    Recht.TOEWIJZING_LEZEN: frozenset({Teamsoort.TOEGANG, ORGANISATIE}),
    Recht.TOEWIJZING_VASTLEGGEN: frozenset({Teamsoort.TOEGANG}),
}

RECHT_VOOR: Final[dict[Actie, Recht]] = {
    Actie.INDIENEN: Recht.BERICHT_INDIENEN,
    Actie.OPENEN: Recht.BERICHT_LEZEN,
    Actie.OPPAKKEN: Recht.BERICHT_OPPAKKEN,
    Actie.VRAAG_STELLEN: Recht.VRAAG_STELLEN,
    Actie.BEANTWOORDEN: Recht.BERICHT_INDIENEN,
    Actie.HERVATTEN: Recht.VRAAG_STELLEN,
    Actie.BESLUITEN: Recht.BESLUITEN,
    Actie.DOORSTUREN: Recht.DOORSTUREN,
    Actie.INTREKKEN: Recht.BERICHT_INDIENEN,
    Actie.OPSCHORTEN: Recht.BESLUITEN,
    Actie.DOORLOPEN: Recht.BESLUITEN,
    Actie.VERLENGEN: Recht.BESLUITEN,
    Actie.UITSTEL_INTREKKEN: Recht.BESLUITEN,
    Actie.VERBETEREN: Recht.BESLUITEN,
    Actie.DAG_VERBETEREN: Recht.BESLUITEN,
    Actie.INPLANNEN: Recht.BERICHT_OPPAKKEN,
    Actie.OVERDRAGEN: Recht.BESLUITEN,
    Actie.TERUGHALEN: Recht.BERICHT_INDIENEN,
    Actie.AFSLUITEN: Recht.BESLUITEN,
    Actie.HEROPENEN: Recht.BESLUITEN,
    Actie.BEVESTIGEN: Recht.BERICHT_OPPAKKEN,
    Actie.VASTLEGGEN: Recht.BESLUITEN,
    Actie.AANVULLEN: Recht.BERICHT_INDIENEN,
    Actie.SCHRIJVEN: Recht.VRAAG_STELLEN,
    Actie.TOEVOEGEN: Recht.BERICHT_INDIENEN,
    Actie.NOTEREN: Recht.NOTEREN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lidmaatschap:
    """A role of a person in one team ('team') or organisation ('organisatie'), from and until these days."""

    soort: str
    code: str
    rol: Rol
    vanaf: date
    tot: date | None = None

    def loopt(self, vandaag: date) -> bool:
        """Tell whether the membership is running today; the last day still counts."""
        return self.vanaf <= vandaag and (self.tot is None or vandaag <= self.tot)


class NietToegestaan(Exception):
    """The person has no role here that may do this; the page says 'not found', never why."""


def geldt_bij(recht: Recht, *, soort: str, teamsoort: str) -> bool:
    """Tell whether a right can be held in a "team" of this kind, or an "organisatie"; in a team of no known kind only what all have."""
    waar = WAAR.get(recht)
    return waar is None or (ORGANISATIE if soort == ORGANISATIE else teamsoort) in waar


def mag(
    lidmaatschappen: Iterable[Lidmaatschap], recht: Recht, *, soort: str, code: str, vandaag: date, teamsoort: str = ""
) -> bool:
    """Tell whether a running membership of this team or organisation gives the right; `teamsoort` is the kind of the team."""
    return geldt_bij(recht, soort=soort, teamsoort=teamsoort) and any(
        lid.soort == soort and lid.code == code and lid.rol in WIE_MAG[recht] and lid.loopt(vandaag)
        for lid in lidmaatschappen
    )


def eis(
    lidmaatschappen: Iterable[Lidmaatschap], recht: Recht, *, soort: str, code: str, vandaag: date, teamsoort: str = ""
) -> None:
    """Refuse with NietToegestaan unless `mag`."""
    if not mag(lidmaatschappen, recht, soort=soort, code=code, vandaag=vandaag, teamsoort=teamsoort):
        raise NietToegestaan(recht.value)
