"""The command line: one group whose commands are loaded when they are asked for."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final, NoReturn

import click

from portal import VERSION
from portal.cli.taal import Groep, explain
from portal.config import OnjuisteInstelling

# Command to the module that holds it: `portal web` never loads the vault, nor `portal vault` the web.
COMMANDS: Final = {
    "demo": "demo",
    "web": "website",
    "vault": "processen",
    "worker": "processen",
    "init": "inrichten",
    "migreren": "inrichten",
    "team": "inrichten",
    "gebruiker": "gebruikers",
    "mailboxen": "tonen",
    "route": "tonen",
    "termijn": "tonen",
    "iwmo": "iwmo",
    "kalender": "kalender",
    "taakrollen": "taakrollen",
    "audit": "nakijken",
    "post": "post",
    "doctor": "doctor",
}


class Geweigerd(click.ClickException):
    """What the user asked cannot be done; the text says why and what to do. Exit code 1."""


class Commands(Groep):
    """The group that loads a command's module on demand and answers a wrong setting in plain Dutch."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Name the commands in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own signature
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"portal.cli.{COMMANDS[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run a command."""
        try:
            return super().invoke(ctx)
        except OnjuisteInstelling as error:
            raise Geweigerd(str(error)) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(VERSION, message="%(version)s")
def group() -> None:
    """Berichtenportaal Zorgorganisaties: verzegelde berichten tussen zorgaanbieders en gemeenten.

    Instellingen komen uit PORTAL_*-variabelen; zie docs/operations.md. Begin met `portal demo`.
    """


def main(args: Sequence[str] | None = None, prog_name: str = "portal") -> NoReturn:
    """Run the command line; exit code 0 is done, 1 is refused or not in order, 2 is a wrong command."""
    try:
        code = group.main(args=args, prog_name=prog_name, standalone_mode=False)
    except click.UsageError as error:
        click.echo(explain(error), err=True)
        sys.exit(2)
    except Geweigerd as error:
        click.echo(error.message, err=True)
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:  # who read our output has gone: `portal mailboxen | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
