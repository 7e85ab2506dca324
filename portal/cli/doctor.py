"""`portal doctor`: look at the machine and the installation, and say what is not in order."""

import click

from portal.cli import Geweigerd
from portal.cli.keuring import Ernst, examine
from portal.cli.taal import Opdracht
from portal.config import Settings

WOORD = {Ernst.GOED: "goed  ", Ernst.LET_OP: "let op", Ernst.FOUT: "FOUT  "}


@click.command(cls=Opdracht)
def doctor() -> None:
    """Controleer machine en inrichting. Exitcode 1 bij een fout."""
    bevindingen = examine(Settings.from_env())
    for bevinding in bevindingen:
        click.echo(f"{WOORD[bevinding.ernst]}  {bevinding.wat}: {bevinding.tekst}")
    fouten = sum(bevinding.ernst is Ernst.FOUT for bevinding in bevindingen)
    if fouten:
        raise Geweigerd(f"{fouten} {'fout' if fouten == 1 else 'fouten'} gevonden.")
