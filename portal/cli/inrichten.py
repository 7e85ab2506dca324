"""`portal init`, `portal migreren` and `portal team`: set up an installation, move its tables, show its teams."""

from dataclasses import replace

import click

from portal import migreren as migraties
from portal.cli import Geweigerd
from portal.cli.installation import add_missing_teams, add_organisatie, install, open_gate, region
from portal.cli.lifeline import harden
from portal.cli.taal import Groep, Opdracht
from portal.config import Settings
from portal.core.beheer.inrichting import all_organisaties, all_personen, all_teams
from portal.db import Database
from portal.domain.teams import ORGANISATIECODE, Organisatiesoort


@click.command(cls=Opdracht)
@click.option("--regio", default=None, help="Code van de regio, bijvoorbeeld groningen. Anders PORTAL_REGIO.")
def init(regio: str | None) -> None:
    """Richt een portaal in: tabellen, sleutels, organisaties en teams van een regio.

    Nog een keer draaien voegt toe wat nieuw is en laat de rest zoals het is; een afgebroken init gaat verder.
    """
    harden()
    settings = Settings.from_env()
    chosen = region(regio or settings.regio)
    nieuw = install(replace(settings, regio=chosen.code), chosen)
    click.echo(f"Regio {chosen.naam}: {len(chosen.gemeenten)} gemeenten, {len(chosen.teams)} teams.")
    if nieuw:
        click.echo(f"Sleutels gemaakt in {settings.vault_dir}. Maak daar nu een kopie van en bewaar die apart.")
    if nieuw and _nobody_is_in(settings):
        click.echo("Laat nu twee functioneel beheerders toe: portal gebruiker toevoegen --help")
    if chosen.code != settings.regio:
        click.echo(f"Zet ook PORTAL_REGIO={chosen.code} voor de processen.")


@click.command(cls=Opdracht)
@click.option("--naar", default="head", show_default=True, help="Versie: head, base, of een nummer zoals 0001.")
@click.option("--terug", is_flag=True, help="Ga terug naar een oudere versie. Gegevens van later gaan verloren.")
def migreren(naar: str, *, terug: bool) -> None:
    """Breng de tabellen naar de nieuwste versie, of naar een andere."""
    url = Settings.from_env().database_url
    if not migraties.known(naar):
        raise Geweigerd(f"Versie {naar} bestaat niet. Kies head, base of een nummer uit migrations/versions.")
    if naar not in migraties.revisions(url):
        migraties.upgrade(url, naar)
    elif naar != migraties.revisions(url)[0]:
        if not terug:
            raise Geweigerd(
                f"Versie {naar} is ouder dan de tabellen. Teruggaan gooit gegevens weg; doe dat met --terug."
            )
        migraties.downgrade(url, naar)
    click.echo(f"De tabellen staan op versie {migraties.revisions(url)[0]}.")


@click.group(cls=Groep, invoke_without_command=True)
@click.pass_context
def team(ctx: click.Context) -> None:
    """Toon de teams en organisaties, voeg een aanbieder toe, of de teams die de regio er nu bij heeft."""
    if ctx.invoked_subcommand is None:
        _list()


@team.command("toevoegen")
@click.argument("code")
@click.option("--naam", required=True, help="Naam van de aanbieder.")
def toevoegen(code: str, naam: str) -> None:
    """Voeg een aanbieder toe met eigen sleutels. CODE staat later in elke verzegeling en verandert nooit."""
    if not ORGANISATIECODE.fullmatch(code):
        raise Geweigerd("Een code heeft kleine letters, cijfers en streepjes, bijvoorbeeld zorg-noord.")
    with open_gate(Settings.from_env()) as gate:
        add_organisatie(gate, code, naam=naam, soort=Organisatiesoort.AANBIEDER)
    click.echo(f"{naam} kan nu meedoen. Laat een organisatiebeheerder toe: portal gebruiker toevoegen --help")


@team.command("bijwerken")
def bijwerken() -> None:
    """Voeg de teams toe die de regio er nu bij heeft, met eigen sleutels. Wat er al is, blijft. Mag vaker."""
    harden()
    settings = Settings.from_env()
    nieuw = add_missing_teams(settings, region(settings.regio))
    for wie in nieuw:
        click.echo(f"Toegevoegd: {wie}.")
    if nieuw:
        click.echo(f"Maak een nieuwe kopie van {settings.vault_dir}. Herstart daarna web en worker.")
        click.echo("Laat bij elk nieuw team iemand toe: portal gebruiker toevoegen --help")
    else:
        click.echo("Alle teams van de regio zijn er al.")


def _nobody_is_in(settings: Settings) -> bool:
    database = Database(settings.database_url, pool_size=1)
    with database.lezen() as session:
        personen = all_personen(session)
    database.close()
    return not personen


def _list() -> None:
    database = Database(Settings.from_env().database_url, pool_size=1)
    with database.lezen() as session:
        for row in all_teams(session):
            click.echo(f"team         {row.code:<24} {row.naam} ({row.contact})")
        for organisatie in all_organisaties(session):
            actief = "" if organisatie.actief else ", niet actief"
            click.echo(f"organisatie  {organisatie.code:<24} {organisatie.naam} ({organisatie.soort}{actief})")
    database.close()
