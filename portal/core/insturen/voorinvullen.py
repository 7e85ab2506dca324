"""What a new form may start with: the gemeente of the last bericht, taken from what stands in clear and from nothing sealed."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.domain.formulier import Kader
from portal.domain.mailbox import Mailbox
from portal.domain.regiowoorden import burger_in
from portal.domain.routering import OpAntwoord
from portal.models import Bericht, Overgang, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorstel:
    """An answer to start with: the field, its value, and what to say beside it."""

    veld: str
    waarde: str
    hint: str


def suggested(services: Services, gebruiker: Gebruiker, mailbox: Mailbox, kader: Kader) -> Voorstel | None:
    """Propose the gemeente of the own team to who registers for a burger, else that of the last bericht."""
    if not kader.voor_burger:
        return last_gemeente(services, gebruiker, mailbox)
    team = services.regio.team_met_code(gebruiker.namens.code)
    if team is None or len(team.gemeenten) != 1 or not isinstance(mailbox.routering, OpAntwoord):
        return None
    gemeente = services.regio.gemeente(team.gemeenten[0])
    naam = gemeente.naam if gemeente is not None else ""
    hint = f"Wij hebben {naam} ingevuld, uw eigen gemeente. Klopt dat ook voor deze {burger_in(services.regio)}?"
    return Voorstel(veld=mailbox.routering.veld, waarde=team.gemeenten[0], hint=hint)


def last_gemeente(services: Services, gebruiker: Gebruiker, mailbox: Mailbox) -> Voorstel | None:
    """Propose the gemeente whose team got the last bericht of this kind from this organisation or team.

    Only when that team has one gemeente and was chosen by the answer itself, not by a fallback; where the bericht was
    handed on to since says nothing about the answer.
    """
    routering = mailbox.routering
    if not (isinstance(routering, OpAntwoord) and routering.voorstellen):
        return None
    soort, code = gebruiker.namens.sleutel
    with services.database.lezen() as session:
        gemeenten = session.scalar(
            select(Team.gemeenten)
            .join(Overgang, Overgang.naar_team == Team.code)
            .join(Bericht, Bericht.id == Overgang.bericht)
            .where(
                Bericht.mailbox == mailbox.code,
                Bericht.afzender_soort == soort,
                Bericht.afzender == code,
                Bericht.routeregel == routering.regel,
                Overgang.volgnummer == 1,
            )
            .order_by(Bericht.ingediend.desc())
            .limit(1)
        )
    gemeente = services.regio.gemeente(gemeenten) if gemeenten else None
    if gemeente is None:
        return None
    return Voorstel(
        veld=routering.veld,
        waarde=gemeente.cbs,
        hint=f"Wij hebben {gemeente.naam} ingevuld, zoals in uw vorige bericht. Klopt dat ook voor deze {burger_in(services.regio)}?",
    )
