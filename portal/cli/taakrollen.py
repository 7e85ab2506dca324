"""`portal taakrollen`: which role does which taak in a Toegang, by the rules in force."""

from datetime import UTC, datetime

import click

from portal.cli import Geweigerd
from portal.cli.kalender import in_force
from portal.cli.taal import Opdracht
from portal.core.regels.taakrollen import kinds, toegangen
from portal.domain.datums import datum_in_nederland, voluit
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios


@click.command(cls=Opdracht)
@click.option("--team", default=None, help="Code van een Toegang, zoals toegang-0014. Anders alle.")
@click.option("--regio", default=None, help="Code van de regio. Anders PORTAL_REGIO.")
def taakrollen(team: str | None, regio: str | None) -> None:
    """Toon welke rol bij een Toegang welke taak krijgt."""
    geldend = in_force(regio)
    vandaag = datum_in_nederland(datetime.now(UTC))
    teams = [toegang for toegang in toegangen(geldend) if team in {None, toegang.code}]
    if not teams:
        raise Geweigerd(f"De Toegang '{team}' is er niet. Kies uit: {', '.join(t.code for t in toegangen(geldend))}.")
    soorten = kinds(laad_mailboxen(laad_regios()), geldend)
    for toegang in teams:
        click.echo(f"{toegang.naam} ({toegang.code})")
        for soort in soorten:
            rol = geldend.taakrol(toegang.code, soort.code, soort.voorstel, op=vandaag)
            anders = "" if rol is soort.voorstel else f", voorstel {soort.voorstel.titel}"
            click.echo(f"  {soort.code}: {rol.titel}{anders}")
        for vanaf, waar, taak, straks in geldend.taakrollen:
            if waar == toegang.code and vanaf > vandaag:
                click.echo(f"  Vanaf {voluit(vanaf)} {taak}: {straks.titel}")
