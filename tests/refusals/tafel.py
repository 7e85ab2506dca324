"""Who may do what, in words: the statement that real requests and calls are compared with.

Written from the permission table of the handbooks (portal/domain/rechten.py) and two rules of ownership: a team
has the berichten that lie with it now, and an organisation what it typed or sent itself. Nothing here asks the
guard, the core or the vault, so a check that is taken out there is missed here.
"""

from dataclasses import dataclass
from typing import Final

from portal.domain.levensloop import Actie
from portal.domain.rollen import Rol

Rollen = frozenset[Rol]
NIEMAND: Final[Rollen] = frozenset()

INDIENER: Final = frozenset({Rol.INDIENER})
LEEST: Final = frozenset(
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
REGISTREERT: Final = frozenset({Rol.FRONTOFFICE, Rol.CONSULENT})
TAKEN: Final = LEEST - {Rol.TEAMLEIDER}
BEHANDELT: Final = TAKEN - {Rol.BACKOFFICE}
BESLIST: Final = BEHANDELT - {Rol.FRONTOFFICE}
TELT: Final = LEEST | {Rol.BELEID}
# A team sends and is asked as a sender in the roles that do its work.
ZENDT: Final = BEHANDELT | INDIENER
VOLGT: Final = LEEST | INDIENER
TOEGANG: Final = frozenset({Rol.FRONTOFFICE, Rol.CONSULENT, Rol.BACKOFFICE, Rol.TEAMLEIDER})
WIJST_TOE: Final = frozenset({Rol.CONSULENT, Rol.BACKOFFICE})
CONTRACT: Final = frozenset({Rol.CONTRACTMANAGER})
BEHEERT_ORGANISATIE: Final = frozenset({Rol.ORGANISATIEBEHEERDER})
BEHEERT_PORTAAL: Final = frozenset({Rol.FUNCTIONEEL_BEHEERDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kant:
    """Which roles may, in the team that has it and in the organisation that sent or types it."""

    team: Rollen = NIEMAND
    organisatie: Rollen = NIEMAND
    afzender: Rollen = NIEMAND
    ontvanger: Rollen = NIEMAND


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagina(Kant):
    """Who may come in.

    `over` is what the address names (see `dingen` in terrein.py); then `team` and `organisatie` count only for whom
    it belongs to. `overal` are roles that may whatever it is about. `elke_rol` is everyone with a full session,
    `halverwege` also who has yet to set a password or second factor, `publiek` everyone. `alleen_vreemden`: here only
    the others are sent to it, because what it does for who may stands in a test of its own. `gaf_door` are roles in a
    team that handed it on: they are told so, that a text typed for it is not lost. `bij_toegang`: of the teams only at a Toegang.
    """

    over: str = ""
    overal: Rollen = NIEMAND
    elke_rol: bool = False
    halverwege: bool = False
    publiek: bool = False
    alleen_vreemden: bool = False
    gaf_door: Rollen = NIEMAND
    bij_toegang: bool = False


# A new page: one line here.
PAGINAS: Final[dict[str, Pagina]] = {
    "algemeen.healthz": Pagina(publiek=True),
    "algemeen.privacy": Pagina(publiek=True),
    "algemeen.toegankelijkheid": Pagina(publiek=True),
    "inloggen.inloggen": Pagina(publiek=True),
    "inloggen.tweede_factor": Pagina(halverwege=True),
    "inloggen.wachtwoord": Pagina(halverwege=True),
    "inloggen.uitloggen": Pagina(halverwege=True),
    "inloggen.wissel": Pagina(elke_rol=True),
    "algemeen.start": Pagina(elke_rol=True),
    "instellingen.tonen": Pagina(elke_rol=True),
    "watkan.tonen": Pagina(elke_rol=True),
    "instellingen.mail": Pagina(elke_rol=True),
    "instellingen.waarneming": Pagina(elke_rol=True),
    "instellingen.beeindigen": Pagina(elke_rol=True),
    "nieuw.nieuw": Pagina(overal=ZENDT),
    "nieuw.registreren": Pagina(overal=REGISTREERT),
    "nieuw.begin": Pagina(over="mailbox", overal=INDIENER | REGISTREERT, afzender=ZENDT),
    "onderweg.onderweg_lijst": Pagina(overal=VOLGT),
    "onderweg.concepten_lijst": Pagina(overal=ZENDT),
    "onderweg.concept_verwijderen": Pagina(over="concept", team=ZENDT, organisatie=INDIENER),
    "vergaderingen.tonen": Pagina(overal=VOLGT),
    "verplichtingen.tonen": Pagina(overal=CONTRACT),
    "verplichtingen.lijst_csv": Pagina(overal=CONTRACT),
    "verplichtingen.wijzigen": Pagina(overal=CONTRACT),
    "verplichtingen.trede": Pagina(over="trede", team=CONTRACT, alleen_vreemden=True),
    "verplichtingen.trede_zetten": Pagina(over="trede", team=CONTRACT, alleen_vreemden=True),
    "verplichtingen.beginnen": Pagina(over="verplichting", organisatie=INDIENER, afzender=ZENDT),
    "verplichtingen.direct": Pagina(over="mailbox", overal=ZENDT, alleen_vreemden=True),
    # The concept of a team here is one that is registered for a burger: its mailbox takes it from these roles only.
    "invullen.openen": Pagina(over="concept", team=REGISTREERT, organisatie=INDIENER, afzender=ZENDT),
    "invullen.invullen": Pagina(over="concept", team=REGISTREERT, organisatie=INDIENER, afzender=ZENDT),
    "invullen.bewaren": Pagina(over="concept", team=REGISTREERT, organisatie=INDIENER, afzender=ZENDT),
    "invullen.bijlage_verwijderen": Pagina(over="concept", team=REGISTREERT, organisatie=INDIENER, afzender=ZENDT),
    "indienen.controleren": Pagina(over="concept", team=REGISTREERT, organisatie=INDIENER, afzender=ZENDT),
    "indienen.indienen": Pagina(over="concept", team=ZENDT, organisatie=INDIENER),
    "indienen.ontvangst": Pagina(over="bericht", organisatie=INDIENER, afzender=LEEST),
    "berichten.tonen": Pagina(over="bericht", team=LEEST, organisatie=INDIENER, afzender=LEEST, ontvanger=INDIENER),
    "berichten.downloaden": Pagina(
        over="bericht", team=LEEST, organisatie=INDIENER, afzender=LEEST, ontvanger=INDIENER
    ),
    "berichten.bekijken": Pagina(over="bericht", team=LEEST, organisatie=INDIENER, afzender=LEEST, ontvanger=INDIENER),
    # Which of these may do which act stands in ACTIES.
    "doen.doen": Pagina(
        over="bericht", team=LEEST, organisatie=INDIENER, afzender=ZENDT, ontvanger=INDIENER, gaf_door=LEEST
    ),
    "doen.bewaren": Pagina(
        over="bericht", team=LEEST, organisatie=INDIENER, afzender=ZENDT, ontvanger=INDIENER, gaf_door=LEEST
    ),
    "afsluiten.alle": Pagina(over="bericht", team=BESLIST, ontvanger=INDIENER),
    "doen.verder": Pagina(over="tekst", team=LEEST, organisatie=INDIENER),
    "doen.stuk_verwijderen": Pagina(over="tekst", team=LEEST, organisatie=INDIENER, alleen_vreemden=True),
    "teksten.weggooien": Pagina(over="tekst", team=LEEST, organisatie=INDIENER, alleen_vreemden=True),
    "werkvoorraad.tonen": Pagina(overal=VOLGT),
    "toewijzingen.tonen": Pagina(overal=TOEGANG | INDIENER, bij_toegang=True),
    "toewijzingen.lijst_csv": Pagina(overal=TOEGANG | INDIENER, bij_toegang=True),
    "toewijzingen.vastleggen": Pagina(overal=WIJST_TOE, bij_toegang=True),
    "toewijzingen.openen": Pagina(over="toewijzing", team=TOEGANG, organisatie=INDIENER, bij_toegang=True),
    "toewijzingen.beeindigen": Pagina(over="toewijzing", team=WIJST_TOE, bij_toegang=True),
    "toewijzingen.verbeteren": Pagina(over="toewijzing", team=WIJST_TOE, bij_toegang=True),
    "taken.tonen": Pagina(overal=TAKEN | INDIENER),
    "taken.gedaan": Pagina(over="taak", team=TAKEN, organisatie=INDIENER),
    "zoeken.zoeken": Pagina(overal=LEEST | INDIENER),
    "termijnen.tonen": Pagina(overal=LEEST | INDIENER),
    "termijnen.agenda": Pagina(overal=LEEST | INDIENER),
    "termijnen.intrekken": Pagina(overal=LEEST | INDIENER),
    "termijnen.lezen": Pagina(over="agenda", publiek=True),
    "registers.tonen": Pagina(overal=TELT | INDIENER),
    "registers.bestand": Pagina(overal=TELT | INDIENER),
    "overzicht.tonen": Pagina(overal=TELT),
    "overzicht.termijnen_csv": Pagina(overal=TELT),
    "organisatie.tonen": Pagina(overal=BEHEERT_ORGANISATIE),
    "organisatie.toelaten": Pagina(overal=BEHEERT_ORGANISATIE),
    "organisatie_collega.tonen": Pagina(over="persoon", organisatie=BEHEERT_ORGANISATIE),
    "organisatie_collega.rol": Pagina(over="persoon", organisatie=BEHEERT_ORGANISATIE),
    "organisatie_collega.beeindigen": Pagina(over="persoon", organisatie=BEHEERT_ORGANISATIE),
    "organisatie_collega.blokkeren": Pagina(over="persoon", organisatie=BEHEERT_ORGANISATIE),
    "organisatie_collega.wachtwoord": Pagina(over="persoon", organisatie=BEHEERT_ORGANISATIE),
    "organisatie_waarneming.zetten": Pagina(over="persoon", organisatie=BEHEERT_ORGANISATIE),
    "organisatie_waarneming.beeindigen": Pagina(over="persoon", organisatie=BEHEERT_ORGANISATIE),
    "identiteit.openen": Pagina(
        over="melding", team=frozenset({Rol.TOEZICHTHOUDER}), organisatie=INDIENER, afzender=LEEST
    ),
    "beheer.tonen": Pagina(overal=BEHEERT_PORTAAL),
    "beheer.regio": Pagina(overal=BEHEERT_PORTAAL),
    "beheer.kluis": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_kalender.tonen": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_taakrollen.tonen": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_regels.voorstellen": Pagina(over="regelsoort", overal=BEHEERT_PORTAAL),
    "beheer_regels.tonen": Pagina(over="wijziging", overal=BEHEERT_PORTAAL),
    "beheer_regels.besluiten": Pagina(over="wijziging", overal=BEHEERT_PORTAAL),
    "beheer_regels.intrekken": Pagina(over="wijziging", overal=BEHEERT_PORTAAL, alleen_vreemden=True),
    "beheer_logboek.tonen": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_logboek.nakijken": Pagina(overal=BEHEERT_PORTAAL, alleen_vreemden=True),
    "beheer_mailboxen.lijst": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_mailboxen.tonen": Pagina(over="mailbox", overal=BEHEERT_PORTAAL),
    "beheer_mailboxen.route": Pagina(over="mailbox", overal=BEHEERT_PORTAAL),
    "beheer_organisaties.lijst": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_organisaties.tonen": Pagina(over="organisatie", overal=BEHEERT_PORTAAL),
    "beheer_organisaties.beheerder": Pagina(over="organisatie", overal=BEHEERT_PORTAAL),
    "beheer_organisaties.blokkeren": Pagina(over="persoon", overal=BEHEERT_PORTAAL),
    "beheer_organisaties.wachtwoord": Pagina(over="persoon", overal=BEHEERT_PORTAAL),
    "beheer_aanbieders.toevoegen": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_aanbieders.naam": Pagina(over="organisatie", overal=BEHEERT_PORTAAL),
    "beheer_aanbieders.registers": Pagina(over="organisatie", overal=BEHEERT_PORTAAL),
    "beheer_aanbieders.actief": Pagina(over="organisatie", overal=BEHEERT_PORTAAL),
    "beheer_post.tonen": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_post.opnieuw": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_post.loslaten": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_wachtend.lijst": Pagina(overal=BEHEERT_PORTAAL),
    "beheer_wachtend.bevestigen": Pagina(over="wachtend", overal=BEHEERT_PORTAAL, alleen_vreemden=True),
    "beheer_wachtend.afwijzen": Pagina(over="wachtend", overal=BEHEERT_PORTAAL, alleen_vreemden=True),
}

# A new kind of act: one line here. What no person may do by hand has an empty line.
ACTIES: Final[dict[str, Kant]] = {
    "indienen": Kant(),
    "openen": Kant(),
    "afronden": Kant(),
    "heropenen": Kant(team=BESLIST),
    "afsluiten": Kant(team=BESLIST),
    "oppakken": Kant(team=BEHANDELT, ontvanger=INDIENER),
    "vraag_stellen": Kant(team=BEHANDELT, ontvanger=INDIENER),
    "schrijven": Kant(team=BEHANDELT, ontvanger=INDIENER),
    "noteren": Kant(team=LEEST, ontvanger=INDIENER),
    "hervatten": Kant(team=BEHANDELT, ontvanger=INDIENER),
    "doorsturen": Kant(team=BEHANDELT),
    "inplannen": Kant(team=BEHANDELT, ontvanger=INDIENER),
    "bevestigen": Kant(team=BEHANDELT, ontvanger=INDIENER),
    "besluiten": Kant(team=BESLIST, ontvanger=INDIENER),
    "opschorten": Kant(team=BESLIST),
    "doorlopen": Kant(team=BESLIST),
    "verlengen": Kant(team=BESLIST),
    "uitstel-intrekken": Kant(team=BESLIST),
    "begin-verbeteren": Kant(team=BESLIST),
    "dag-verbeteren": Kant(team=BESLIST),
    "overdragen": Kant(team=BESLIST),
    "terughalen": Kant(team=BESLIST),
    "vastleggen": Kant(team=BESLIST, ontvanger=INDIENER),
    "beantwoorden": Kant(organisatie=INDIENER, afzender=ZENDT),
    "aanvullen": Kant(organisatie=INDIENER, afzender=ZENDT),
    "toevoegen": Kant(organisatie=INDIENER, afzender=ZENDT),
    "intrekken": Kant(organisatie=INDIENER, afzender=ZENDT),
}


class GeenRegelInDeMatrix(AssertionError):
    """Something can be asked of the portal that this statement does not speak of."""


def pagina_van(endpoint: str) -> Pagina:
    """Return the line of an endpoint; raises GeenRegelInDeMatrix."""
    if endpoint not in PAGINAS:
        raise GeenRegelInDeMatrix(
            f"no rule in the matrix for endpoint {endpoint}: say who may come in, "
            f'with a line "{endpoint}": Pagina(...) in PAGINAS of tests/refusals/tafel.py'
        )
    return PAGINAS[endpoint]


def kant_van(actie: Actie) -> Kant:
    """Return the line of an act; raises GeenRegelInDeMatrix."""
    if actie.value not in ACTIES:
        raise GeenRegelInDeMatrix(
            f"no rule in the matrix for act {actie.value}: say who may do it, "
            f'with a line "{actie.value}": Kant(...) in ACTIES of tests/refusals/tafel.py'
        )
    return ACTIES[actie.value]
