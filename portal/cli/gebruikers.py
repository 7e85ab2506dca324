"""`portal gebruiker`: show persons, and let the first ones in on the vault's own machine."""

from datetime import UTC, datetime, timedelta

import click

from portal.cli import Geweigerd
from portal.cli.installation import open_gate
from portal.cli.taal import Groep
from portal.config import Settings
from portal.core.beheer.inrichting import all_organisaties, all_personen, all_teams
from portal.domain.datums import datum_in_nederland
from portal.domain.passend import passende_rollen
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.forms.personen import EMAIL
from portal.sealing.sessie import Ongeldig, verify_record
from portal.sealing.verbs import Refused
from portal.vault.gate import Gate
from portal.vault.inrichten import block_person, bootstrap_person, reset_person
from portal.vault.passwords import one_time_password

ROLLEN = ", ".join(rol.value for rol in Rol)


@click.group(cls=Groep, invoke_without_command=True)
@click.pass_context
def gebruiker(ctx: click.Context) -> None:
    """Toon de personen met hun rollen, of laat iemand toe."""
    if ctx.invoked_subcommand is None:
        with open_gate(Settings.from_env()) as gate:
            _list(gate)


@gebruiker.command("toevoegen")
@click.argument("account")
@click.option("--naam", required=True, help="Naam zoals collega's die zien.")
@click.option("--email", required=True, help="Adres voor e-mail zonder inhoud.")
@click.option("--organisatie", required=True, help="Code van de eigen organisatie; `portal team` toont ze.")
@click.option(
    "--rol",
    "rollen",
    multiple=True,
    required=True,
    metavar="SOORT:CODE:ROL",
    help=f"Bijvoorbeeld team:toegang-0014:consulent of organisatie:beheer:functioneel_beheerder. Rollen: {ROLLEN}.",
)
def toevoegen(account: str, naam: str, email: str, organisatie: str, rollen: tuple[str, ...]) -> None:
    """Laat een persoon toe en toon eenmalig zijn eerste wachtwoord. Alleen op de machine van de kluis.

    Bedoeld voor de eerste twee functioneel beheerders. Daarna gaat toelaten op de pagina's Beheer en Organisatie.
    """
    settings = Settings.from_env()
    vandaag = datum_in_nederland(datetime.now(UTC) + timedelta(seconds=settings.klok))
    with open_gate(settings) as gate:
        leden = tuple(_membership(gate, text, vanaf=vandaag.isoformat()) for text in rollen)
        _check(gate, account.strip().casefold(), organisatie)
        _check_email(email)
        wachtwoord = one_time_password()
        bootstrap_person(
            gate,
            account=account,
            naam=naam,
            email=email,
            organisatie=organisatie,
            wachtwoord=wachtwoord,
            lidmaatschappen=leden,
            eenmalig=True,
        )
    click.echo(f"{naam} kan inloggen met account {account.strip().casefold()}.")
    click.echo(f"Eenmalig wachtwoord: {wachtwoord}")
    click.echo("Geef het persoonlijk door. Bij de eerste keer inloggen moet het worden veranderd.")


@gebruiker.command("herstellen")
@click.argument("account")
def herstellen(account: str) -> None:
    """Geef iemand een nieuw eenmalig wachtwoord en wis zijn tweede factor. Alleen op de machine van de kluis.

    Bedoeld voor een functioneel beheerder die niet meer kan inloggen als er geen twee anderen zijn.
    """
    with open_gate(Settings.from_env()) as gate:
        try:
            wachtwoord = reset_person(gate, account)
        except Refused:
            raise Geweigerd(f"Account {account} is er niet. `portal gebruiker` toont ze.") from None
    click.echo(f"Eenmalig wachtwoord: {wachtwoord}")
    click.echo(
        "Geef het persoonlijk door. Bij de eerste keer inloggen worden wachtwoord en tweede factor opnieuw ingesteld."
    )


@gebruiker.command("blokkeren")
@click.argument("account")
def blokkeren(account: str) -> None:
    """Sluit iemand buiten en beeindig al zijn sessies. Alleen op de machine van de kluis.

    Bedoeld voor als een functioneel beheerder moet worden gestopt en geen ander dat kan.
    """
    with open_gate(Settings.from_env()) as gate:
        try:
            block_person(gate, account)
        except Refused:
            raise Geweigerd(f"Account {account} is er niet. `portal gebruiker` toont ze.") from None
    click.echo(f"Account {account} is geblokkeerd. `portal gebruiker herstellen` maakt dat ongedaan.")


def _list(gate: Gate) -> None:
    with gate.database.lezen() as session:
        rows = all_personen(session)
    for row in rows:
        try:
            record = verify_record(gate.public, persoon=row.id, record=row.record, signature=row.signature)
        except Ongeldig:
            click.echo(f"{row.account:<28} NIET DOOR DE KLUIS ONDERTEKEND")
            continue
        leden = "; ".join(f"{lid.rol.titel} bij {lid.code}" for lid in record.lidmaatschappen)
        click.echo(f"{record.account:<28} {record.naam} ({leden}{'' if record.actief else '; geblokkeerd'})")


def _membership(gate: Gate, text: str, *, vanaf: str) -> Lidmaatschap:
    soort, _, rest = text.partition(":")
    code, _, rol = rest.partition(":")
    with gate.database.lezen() as session:
        soorten = {
            "team": {row.code: row.soort for row in all_teams(session)},
            "organisatie": {row.code: row.soort for row in all_organisaties(session)},
        }
    if code not in soorten.get(soort, {}):
        raise Geweigerd(f"'{text}': dit team of deze organisatie is er niet. `portal team` toont ze.")
    if rol not in {known.value for known in Rol}:
        raise Geweigerd(f"'{text}': de rol '{rol}' bestaat niet. Kies uit: {ROLLEN}.")
    passend = passende_rollen(soort, soorten[soort][code])
    if Rol(rol) not in passend:
        raise Geweigerd(f"'{text}': de rol '{rol}' past niet bij {code}. Wel: {', '.join(sorted(passend)) or 'geen'}.")
    return Lidmaatschap(soort=soort, code=code, rol=Rol(rol), vanaf=datetime.fromisoformat(vanaf).date())


def _check_email(email: str) -> None:
    if not EMAIL.fullmatch(email):
        raise Geweigerd("Dit e-mailadres klopt niet. Vul een adres in zoals naam@organisatie.example, op een regel.")


def _check(gate: Gate, account: str, organisatie: str) -> None:
    with gate.database.lezen() as session:
        if any(row.account == account for row in all_personen(session)):
            raise Geweigerd(f"Account {account} bestaat al.")
        if organisatie not in {row.code for row in all_organisaties(session)}:
            raise Geweigerd(f"Organisatie '{organisatie}' is er niet. `portal team` toont ze.")
