"""`portal doctor`: look at the machine and the installation, and say what is not in order."""

from dataclasses import replace

import click

from portal.cli import Geweigerd
from portal.cli.keuring import Ernst, examine
from portal.cli.taal import Opdracht
from portal.config import Settings
from portal.demo.datamap import made_by_demo, mail_of

WOORD = {Ernst.GOED: "goed  ", Ernst.LET_OP: "let op", Ernst.FOUT: "FOUT  "}


@click.command(cls=Opdracht)
def doctor() -> None:
    """Controleer machine en inrichting. Exitcode 1 bij een fout."""
    bevindingen = examine(_settings())
    for bevinding in bevindingen:
        click.echo(f"{WOORD[bevinding.ernst]}  {bevinding.wat}: {bevinding.tekst}")
    fouten = sum(bevinding.ernst is Ernst.FOUT for bevinding in bevindingen)
    if fouten:
        raise Geweigerd(f"{fouten} {'fout' if fouten == 1 else 'fouten'} gevonden.")


def _settings() -> Settings:
    """Read the settings; those that `portal demo` gives its own processes are known by the mark in its data."""
    settings = Settings.from_env()
    if not made_by_demo(settings.data):
        return settings
    return replace(settings, demo=True, mail_map=settings.mail_map or mail_of(settings.data))
