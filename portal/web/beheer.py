"""The state of the portal for its functioneel beheerder: vault, mail, region and mailboxes; never a bericht."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.opening import NietGevonden
from portal.core.outbox import stand
from portal.domain.gemeenten import Gemeente
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.domain.routeregel import beschrijf
from portal.domain.teams import Team
from portal.domain.termijn import (
    BijAankomst,
    BijOvergang,
    BijTaak,
    NaTermijn,
    OpDatum,
    Soort,
    Termijn,
)
from portal.domain.uitleg import in_het_kort
from portal.domain.voorwaarde import in_woorden
from portal.sealing.client import VaultDown
from portal.web.guard import page
from portal.web.kader import services

bp = Blueprint("beheer", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Klokregel:
    """A declared clock in words."""

    titel: str
    duur: str
    begint: str
    soort: str
    bron: str


@page(bp, "/beheer", recht=Recht.PORTAAL_BEHEREN)
def tonen() -> ResponseReturnValue:
    """Show how vault, mail and region are."""
    return render_template(
        "beheer/beheer.html",
        kluis=_vault(),
        post=stand(services().database),
        regio=services().regio,
        gemeenten=[(gemeente, _teams_of(gemeente)) for gemeente in services().regio.gemeenten],
        regioteams=[team for team in services().regio.teams if len(team.gemeenten) != 1],
        mailboxen=[
            (mailbox, url_for(".mailbox", code=mailbox.code), beschrijf(mailbox.routering))
            for mailbox in services().mailboxen.alle()
        ],
    )


@page(bp, "/beheer/mailboxen/<code>", recht=Recht.PORTAAL_BEHEREN)
def mailbox(code: str) -> ResponseReturnValue:
    """Show a mailbox as it is declared: senders, receiver, clocks, bijlagen, outcomes and sources."""
    verklaring = services().mailboxen.met_code(code)
    if verklaring is None:
        raise NietGevonden
    return render_template(
        "beheer/mailbox.html",
        mailbox=verklaring,
        ontvanger=beschrijf(verklaring.routering),
        afzenders=[_sender(verklaring, nummer) for nummer in range(len(verklaring.afzenders))],
        klokken=[_clock(termijn) for termijn in verklaring.alle_termijnen()],
        in_woorden=in_woorden,
        velden=verklaring.formulier.veldinfo(),
    )


def _vault() -> Mapping[str, Any] | None:
    """Return what the vault says of itself; None while it is away."""
    try:
        return services().vault.status()
    except VaultDown:
        return None


def _teams_of(gemeente: Gemeente) -> list[Team]:
    return [team for team in services().regio.teams if team.gemeenten == (gemeente.cbs,)]


def _sender(verklaring: Mailbox, nummer: int) -> str:
    afzender = verklaring.afzenders[nummer]
    rollen = ", ".join(rol.titel for rol in afzender.rollen)
    deel = f"{afzender.soort.value.replace('_', ' ')} ({rollen})"
    return f"{deel}, voor een burger die zich meldt" if afzender.voor_burger else deel


def _clock(termijn: Termijn) -> Klokregel:
    return Klokregel(
        titel=termijn.titel,
        duur=in_het_kort(termijn),
        begint=_begin(termijn),
        soort="wettelijk" if termijn.soort is Soort.WETTELIJK else "afspraak",
        bron=str(termijn.bron),
    )


def _begin(termijn: Termijn) -> str:
    match termijn.begint:
        case BijAankomst():
            return "bij ontvangst"
        case OpDatum(veld=veld):
            return f"op de datum bij '{veld}'"
        case BijOvergang(overgang=overgang):
            return f"bij '{overgang}'"
        case BijTaak(taak=taak):
            return f"als de taak '{taak}' is gedaan"
        case NaTermijn(termijn=vorige):
            return f"na de termijn '{vorige}'"
        case _:
            return "op een vaste datum"
