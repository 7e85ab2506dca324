"""`portal vault` and `portal worker`: one process each, until TERM, INT or the end of its lifeline."""

import logging
import threading

import click

from portal.cli import Geweigerd
from portal.cli.lifeline import follow, harden, stop_on_signals
from portal.cli.taal import Opdracht
from portal.config import Settings

lifeline_option = click.option(
    "--levenslijn", type=int, envvar="PORTAL_LEVENSLIJN", hidden=True, help="Einde van de pijp naar de starter."
)


@click.command(cls=Opdracht)
@lifeline_option
@click.option("--gebruiker", "gebruikers", type=int, multiple=True, help="Nummer van een OS-gebruiker die mag vragen.")
def vault(levenslijn: int | None, gebruikers: tuple[int, ...]) -> None:
    """Start de kluis: het enige proces dat berichten kan openen."""
    from portal.vault.server import CannotServe, serve  # noqa: PLC0415 - web and worker never load the vault
    from portal.vault.wrapping import KeyFileRefused  # noqa: PLC0415 - as above

    settings = begin(levenslijn)
    stop = threading.Event()
    stop_on_signals(stop)
    try:
        serve(settings, stop, users=gebruikers)
    except (CannotServe, KeyFileRefused) as error:
        raise Geweigerd(str(error)) from None


@click.command(cls=Opdracht)
@lifeline_option
def worker(levenslijn: int | None) -> None:
    """Start de werker: mail, opnemen in de kluis, termijnen en opruimen."""
    from portal.wiring import make_services  # noqa: PLC0415 - the vault never loads the app
    from portal.worker.loop import run  # noqa: PLC0415 - as above

    settings = begin(levenslijn)
    stop = threading.Event()
    stop_on_signals(stop)
    services = make_services(settings)
    try:
        run(services, stop)
    finally:
        services.database.close()


def begin(levenslijn: int | None) -> Settings:
    """Read the settings and prepare this process to end well."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    harden()
    follow(levenslijn)
    settings = Settings.from_env()
    if not settings.pinned_key_file.exists():
        raise Geweigerd(f"In {settings.data} is nog geen portaal ingericht. Doe eerst: portal init --regio groningen")
    return settings
