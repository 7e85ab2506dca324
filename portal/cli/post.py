"""`portal post proef`: send one mail through the settings as they are, and say in words what came of it."""

import uuid
from datetime import UTC, datetime

import click

from portal.cli import Geweigerd
from portal.cli.taal import Groep, Opdracht
from portal.config import Settings
from portal.core.post.notifications import Mail, MailNietVerzonden, Onderwerp
from portal.core.post.postbode import GeenPostbus, Postbode
from portal.core.post.postkamer import reason
from portal.domain.mailsoort import PROEF
from portal.forms.personen import EMAIL


@click.group(cls=Groep)
def post() -> None:
    """E-mail van het portaal."""


@post.command(cls=Opdracht)
@click.option("--aan", required=True, help="Het adres dat de proefmail krijgt.")
def proef(aan: str) -> None:
    """Verstuur één proefmail, met de instellingen zoals ze nu zijn."""
    if not EMAIL.fullmatch(aan):
        raise Geweigerd("Dit e-mailadres klopt niet. Vul één adres in, zoals naam@organisatie.example.")
    settings = Settings.from_env()
    waarover = Onderwerp(sjabloon=PROEF, nummer="", pad="/")
    mail = Mail(id=uuid.uuid4(), aan=aan, moment=datetime.now(UTC), onderwerpen=(waarover,))
    try:
        with Postbode(settings) as postbode:
            postbode.deliver(mail)
    except GeenPostbus:
        raise Geweigerd("Er is geen mailserver ingesteld. Stel PORTAL_SMTP_HOST in.") from None
    except MailNietVerzonden as niet:
        _, titel, raad = reason(niet.reden)
        raise Geweigerd(f"{titel} ({niet.reden}). {raad}") from None
    if settings.mail_map is not None:
        click.echo(f"De proefmail staat in {settings.mail_map}.")
    else:
        click.echo("De mailserver nam de proefmail aan. Kijk of hij ook aankomt.")
