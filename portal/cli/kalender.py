"""`portal kalender`: the free days of a year with their source, and what a werkdag is; by the rules in force."""

from datetime import UTC, datetime

import click

from portal.cli import Geweigerd
from portal.cli.installation import region
from portal.cli.taal import Opdracht
from portal.config import Settings
from portal.core.regelbron import Regelbron
from portal.db import Database, DatabaseBezet
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.gemeenten import JA_NEE_INSTELLINGEN, WERKDAGINSTELLINGEN, Regio
from portal.domain.kalender import DatumBuitenKalender
from portal.domain.regelcontrole import IN_WOORDEN, waar


@click.command(cls=Opdracht)
@click.option("--jaar", type=int, default=None, help="Het jaar, zoals 2027. Anders dit jaar.")
@click.option("--regio", default=None, help="Code van de regio. Anders PORTAL_REGIO.")
def kalender(jaar: int | None, regio: str | None) -> None:
    """Toon de vrije dagen van een jaar met hun bron, en wat een werkdag is."""
    settings, geldend = Settings.from_env(), in_force(regio)
    vandaag = datum_in_nederland(datetime.now(UTC))
    jaar = jaar if jaar is not None else vandaag.year
    hier = geldend.kalender
    try:
        dagen = hier.vrije_dagen(jaar)
    except DatumBuitenKalender as error:
        raise Geweigerd(str(error)) from None
    click.echo(f"Kalender {jaar}, regio {geldend.naam}{_by(geldend, settings)}")
    for dag in dagen:
        afspraak = "" if dag.vrij_in_afspraken else " In afgesproken termijnen een werkdag."
        click.echo(f"  {voluit(dag.datum)}: {dag.naam}. Bron: {dag.bron}.{afspraak}")
    for dicht in geldend.sluitingsdagen:
        if dicht.datum.year == jaar:
            click.echo(f"  {voluit(dicht.datum)}: {waar(geldend, dicht.gemeente)} is dicht ({dicht.reden}). Telt mee.")
    for naam in JA_NEE_INSTELLINGEN:
        click.echo(
            f"{IN_WOORDEN[naam]}: {geldend.instelling(naam, 'ja' if naam in WERKDAGINSTELLINGEN else 'nee', op=vandaag)}."
        )
    click.echo(f"Het portaal kent de gelijkgestelde dagen {hier.bekende_jaren}.")
    if not hier.is_bekend(jaar):
        click.echo(f"Let op: voor {jaar} is geen besluit bekend. Er kunnen dagen ontbreken.")


def in_force(code: str | None) -> Regio:
    """Return the region as it counts now: with what was decided, where this is the region of an installation."""
    settings = Settings.from_env()
    regio = region(code or settings.regio)
    if regio.code != settings.regio or not settings.pinned_key_file.exists():
        return regio
    database = Database(settings.database_url)
    try:
        bron = Regelbron(database, regio)
        bron.ververs()
    except DatabaseBezet:
        raise Geweigerd("De database is niet bereikbaar, of mist tabellen. Kijk met `portal doctor`.") from None
    finally:
        database.close()
    return bron.regio


def _by(geldend: Regio, settings: Settings) -> str:
    if geldend.code != settings.regio or not settings.pinned_key_file.exists():
        return " (zoals in het bestand van de regio)"
    wijziging = "wijziging" if geldend.nummer == 1 else "wijzigingen"
    return f" ({geldend.nummer} {wijziging} vastgesteld in het portaal)" if geldend.nummer else ""
