"""Who takes part in the demo: fictional aanbieders, and a person for every role that the region has a place for."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.core.beheer.inrichting import BEHEER, gemeente_code, organisatie_of
from portal.domain.gemeenten import Regio
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.domain.teams import Teamsoort

AANBIEDERS: Final = (
    ("de-schakel", "Stichting De Schakel (fictief)"),
    ("huis-aan-het-diep", "Huis aan het Diep (fictief)"),
    ("zorggroep-noorderlicht", "Zorggroep Noorderlicht (fictief)"),
)
VANAF: Final = date(2026, 1, 1)

# Roles in a team of the region, by kind of team: left out where the region has no such team.
PER_TEAMSOORT: Final = (
    ("toezicht", "Tamar Toezicht", Teamsoort.TOEZICHT, Rol.TOEZICHTHOUDER),
    ("cmo", "Cor Contract", Teamsoort.CMO, Rol.CONTRACTMANAGER),
    ("regioadviseur", "Rian Regio", Teamsoort.REGIOADVISEUR, Rol.REGIOADVISEUR),
    ("college", "Cato College", Teamsoort.COLLEGE, Rol.COLLEGE),
    ("veiligthuis", "Vera Veilig", Teamsoort.VEILIG_THUIS, Rol.VEILIG_THUIS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demopersoon:
    """An account of the demo; `waarvoor` says in a few words what one can do with it."""

    account: str
    naam: str
    organisatie: str
    lidmaatschappen: tuple[Lidmaatschap, ...]
    waarvoor: str

    @property
    def email(self) -> str:
        """An address that can never arrive."""
        return f"{self.account}@demo.example"


def demopersonen(regio: Regio) -> tuple[Demopersoon, ...]:
    """Return the accounts of the demo for this region, in the order they are shown."""
    return (*_senders(), *_centrum(regio), *_other_gemeenten(regio), *_two_teams(regio), *_region(regio), *_beheer())


def _senders() -> tuple[Demopersoon, ...]:
    indiener, beheerder = Rol.INDIENER, Rol.ORGANISATIEBEHEERDER
    return (
        _sender("indiener.schakel", "Iris Indiener", "de-schakel", "dient berichten in", indiener),
        _sender("collega.schakel", "Carlo Collega", "de-schakel", "ziet dezelfde berichten en concepten", indiener),
        _sender("beheerder.schakel", "Olga Organisatie", "de-schakel", "laat collega's toe en geeft rollen", beheerder),
        _sender(
            "indiener.diep",
            "Dirk van het Diep",
            "huis-aan-het-diep",
            "dient in en laat collega's toe",
            indiener,
            beheerder,
        ),
        _sender("indiener.noorderlicht", "Nora Noord", "zorggroep-noorderlicht", "dient berichten in", indiener),
        _sender(
            "beheerder.noorderlicht",
            "Bram Noord",
            "zorggroep-noorderlicht",
            "laat collega's toe en geeft rollen",
            beheerder,
        ),
    )


def _centrum(regio: Regio) -> tuple[Demopersoon, ...]:
    """Every role that a gemeente has, in the centrumgemeente."""
    cbs = regio.centrumgemeente
    return (
        _medewerker(
            regio, "frontoffice", "Fleur Front", cbs=cbs, waarvoor="pakt op en stelt vragen", rol=Rol.FRONTOFFICE
        ),
        _medewerker(regio, "consulent", "Koen Consulent", cbs=cbs, waarvoor="behandelt en besluit", rol=Rol.CONSULENT),
        _medewerker(regio, "consulent2", "Karin Consulent", cbs=cbs, waarvoor="collega van Koen", rol=Rol.CONSULENT),
        _medewerker(regio, "backoffice", "Bas Backoffice", cbs=cbs, waarvoor="handelt taken af", rol=Rol.BACKOFFICE),
        _medewerker(regio, "beleid", "Bea Beleid", cbs=cbs, waarvoor="ziet alleen cijfers", rol=Rol.BELEID),
        Demopersoon(
            account="beheerder.gemeente",
            naam="Gijs Gemeente",
            organisatie=gemeente_code(cbs),
            lidmaatschappen=(_lid("organisatie", gemeente_code(cbs), Rol.ORGANISATIEBEHEERDER),),
            waarvoor="laat collega's bij de gemeente toe",
        ),
    )


def _other_gemeenten(regio: Regio) -> tuple[Demopersoon, ...]:
    """A consulent in every other gemeente, so that wherever a bericht lands somebody can open it."""
    return tuple(
        _medewerker(
            regio,
            f"consulent.{gemeente.naam.lower().replace(' ', '-')}",
            f"Consulent {gemeente.naam}",
            cbs=gemeente.cbs,
            waarvoor=f"behandelt voor {gemeente.naam}",
            rol=Rol.CONSULENT,
        )
        for gemeente in regio.gemeenten
        if gemeente.cbs != regio.centrumgemeente
    )


def _two_teams(regio: Regio) -> tuple[Demopersoon, ...]:
    een, twee = [team for team in regio.teams if team.soort is Teamsoort.TOEGANG and len(team.gemeenten) == 1][:2]
    return (
        Demopersoon(
            account="consulent.tweeteams",
            naam="Tess Tweeteams",
            organisatie=organisatie_of(regio, een),
            lidmaatschappen=tuple(_lid("team", team.code, Rol.CONSULENT) for team in (een, twee)),
            waarvoor="werkt in twee teams en wisselt daartussen",
        ),
    )


def _region(regio: Regio) -> tuple[Demopersoon, ...]:
    found = (
        (account, naam, regio.team(soort, regio.centrumgemeente) or regio.team(soort), rol)
        for account, naam, soort, rol in PER_TEAMSOORT
    )
    return tuple(
        Demopersoon(
            account=account,
            naam=naam,
            organisatie=organisatie_of(regio, team),
            lidmaatschappen=(_lid("team", team.code, rol),),
            waarvoor=f"{rol.titel} van de regio",
        )
        for account, naam, team, rol in found
        if team is not None
    )


def _beheer() -> tuple[Demopersoon, ...]:
    """Two, because one functioneel beheerder confirms what the other asks."""
    return tuple(
        Demopersoon(
            account=account,
            naam=naam,
            organisatie=BEHEER,
            lidmaatschappen=(_lid("organisatie", BEHEER, Rol.FUNCTIONEEL_BEHEERDER),),
            waarvoor="beheert het portaal, kan geen bericht lezen",
        )
        for account, naam in (("beheer.een", "Fenna Beheer"), ("beheer.twee", "Frits Beheer"))
    )


def _sender(account: str, naam: str, organisatie: str, waarvoor: str, *rollen: Rol) -> Demopersoon:
    return Demopersoon(
        account=account,
        naam=naam,
        organisatie=organisatie,
        lidmaatschappen=tuple(_lid("organisatie", organisatie, rol) for rol in rollen),
        waarvoor=waarvoor,
    )


def _medewerker(regio: Regio, account: str, naam: str, *, cbs: str, waarvoor: str, rol: Rol) -> Demopersoon:
    """Somebody of the Toegang that works for this gemeente, which it may share with others."""
    team = regio.team(Teamsoort.TOEGANG, cbs)
    if team is None:
        raise LookupError(cbs)
    return Demopersoon(
        account=account,
        naam=naam,
        organisatie=organisatie_of(regio, team),
        lidmaatschappen=(_lid("team", team.code, rol),),
        waarvoor=waarvoor,
    )


def _lid(soort: str, code: str, rol: Rol) -> Lidmaatschap:
    return Lidmaatschap(soort=soort, code=code, rol=rol, vanaf=VANAF)
