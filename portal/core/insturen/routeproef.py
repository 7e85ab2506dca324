"""A rehearsal of the routing: where a bericht with these facts would go and why, by the same function; nothing is kept."""

from dataclasses import dataclass, replace

from portal.core.accounts import Gebruiker
from portal.core.insturen.controle import where_to
from portal.core.services import Services
from portal.domain.mailbox import Mailbox, Verwijzing
from portal.domain.rechten import Recht
from portal.domain.routering import HEEL, ROMP, GeenBestemming, route, van_regio
from portal.domain.voorwaarde import Feiten
from portal.models import Organisatie


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontvanger:
    """One receiver: who, why, by which rule, for which part, and how to reach the team."""

    naam: str
    code: str
    uitleg: str
    regel: str
    deel: str
    contact: str = ""
    vlaggen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitkomst:
    """Where it would go; or that it belongs elsewhere; or that no team was found, with the answer to change."""

    ontvangers: tuple[Ontvanger, ...] = ()
    verwijzing: Verwijzing | None = None
    geen: str = ""
    veld: str = ""


def probeer(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, feiten: Feiten) -> Uitkomst:
    """Say where a bericht would go; raises NietToegestaan. Reads only names, writes nothing."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    feiten = {**feiten, **van_regio(services.regio)}
    verwijzing = next((v for v in mailbox.verwijzingen if v.als.geldt(feiten)), None)
    if verwijzing is not None:
        tekst = where_to(verwijzing, feiten, services.regio, contact="")
        return Uitkomst(verwijzing=replace(verwijzing, tekst=tekst), veld=verwijzing.plek)
    try:
        bestemmingen = route(mailbox.routering, feiten, services.regio)
    except GeenBestemming as geen:
        return Uitkomst(geen=geen.tekst, veld=geen.veld)
    delen = {deel.code: deel.titel for deel in mailbox.delen}
    return Uitkomst(
        ontvangers=tuple(
            _receiver(
                services,
                Ontvanger(naam=b.team, code=b.team, uitleg=b.uitleg, regel=b.regel, deel=_part(b.deel, delen)),
            )
            for b in bestemmingen
        )
    )


def _receiver(services: Services, ontvanger: Ontvanger) -> Ontvanger:
    """Add name, contact line and what is odd about it; a receiver may be an organisation that was chosen."""
    team = services.regio.team_met_code(ontvanger.code)
    if team is not None:
        naam, contact, vlaggen = team.naam, team.contact, team.vlaggen
    else:
        with services.database.lezen() as session:
            organisatie = session.get(Organisatie, ontvanger.code)
        naam, contact, vlaggen = (organisatie.naam if organisatie is not None else ontvanger.code), "", ()
    return Ontvanger(
        naam=naam,
        code=ontvanger.code,
        uitleg=ontvanger.uitleg,
        regel=ontvanger.regel,
        deel=ontvanger.deel,
        contact=contact,
        vlaggen=vlaggen,
    )


def _part(deel: str, delen: dict[str, str]) -> str:
    return {HEEL: "", ROMP: "zonder de apart verzegelde delen"}.get(deel, delen.get(deel, deel))
