"""`portal audit verify`: recompute the audit log and name what is wrong."""

import click

from portal.cli import Geweigerd
from portal.cli.installation import open_gate
from portal.cli.taal import Groep
from portal.config import Settings
from portal.vault.verify import Report
from portal.vault.verify import verify as verify_log

WRONG = {
    "gewijzigd": "is veranderd",
    "verplaatst": "staat op een andere plaats",
    "ontbreekt": "ontbreekt",
    "staart": "en wat erna kwam ontbreekt: de staart is afgeknipt",
    "anker": "past niet bij het anker dat de kluis apart bewaart",
}


@click.group(cls=Groep)
def audit() -> None:
    """Kijk het logboek na."""


@audit.command("verify")
def verify() -> None:
    """Reken de keten van het logboek na. Exitcode 0 als alles klopt, 1 met wat er mis is."""
    with open_gate(Settings.from_env()) as gate:
        report = verify_log(gate)
    click.echo(f"{report.lines} regels in de keten, {report.unchained} nog niet, {report.anchors} ankers.")
    faults = list(_faults(report))
    if faults:
        raise Geweigerd("\n".join(["Het logboek klopt NIET:", *faults]))
    click.echo("Het logboek klopt.")


def _faults(report: Report) -> list[str]:
    chain = [f"- regel {report.regel} {WRONG.get(report.soort, report.soort)}"] if report.soort else []
    forged = [f"- onderdeel {item} is vervalst of veranderd" for item in report.forged]
    missing = [f"- onderdeel {item} ontbreekt" for item in report.missing]
    rows = [f"- bericht {bericht} staat er anders dan het logboek zegt" for bericht in report.afwijkend]
    return [*chain, *forged, *missing, *rows]
