"""`portal iwmo`: the terms of the iWmo standard, and the last day of one with its working."""

from datetime import UTC, datetime

import click

from portal.cli import Geweigerd
from portal.cli.kalender import in_force
from portal.cli.taal import Opdracht
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.iwmotermijnen import IWMO_TERMIJNEN, iwmo_termijn, reken
from portal.domain.kalender import DatumBuitenKalender


@click.command(cls=Opdracht)
@click.argument("code", required=False)
@click.option("--vanaf", type=click.DateTime(["%Y-%m-%d"]), help="Begindatum, zoals 2026-04-02. Anders vandaag.")
@click.option("--regio", default=None, help="Code van de regio. Anders PORTAL_REGIO.")
def iwmo(code: str | None, *, vanaf: datetime | None, regio: str | None) -> None:
    """Toon de termijnen van iWmo, of reken termijn CODE uit vanaf een datum, met uitleg."""
    if code is None:
        for termijn in IWMO_TERMIJNEN:
            click.echo(f"{termijn.code:<17} {termijn.termijn.titel}, vanaf {termijn.vanaf}")
        return
    regel = iwmo_termijn(code)
    if regel is None:
        raise Geweigerd(f"iWmo heeft geen termijn '{code}'. `portal iwmo` toont ze alle.")
    begin = vanaf.date() if vanaf is not None else datum_in_nederland(datetime.now(UTC))
    try:
        gevonden = reken(regel, begin, in_force(regio))
    except DatumBuitenKalender as error:
        raise Geweigerd(str(error)) from None
    click.echo(f"{regel.termijn.titel}: {voluit(gevonden.datum)}")
    click.echo(f"Telt vanaf {regel.vanaf}. {gevonden.uitleg}")
    for let_op in (regel.anders, gevonden.waarschuwing):
        if let_op:
            click.echo(f"Let op: {let_op}")
