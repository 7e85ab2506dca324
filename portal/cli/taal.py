"""Click in Dutch: help texts with Dutch headings, and what is wrong with a command in a plain sentence."""

from typing import Final

import click

WORDS: Final = (
    ("[required]", "[verplicht]"),
    ("default: ", "standaard: "),
    ("Show the version and exit.", "Toon de versie."),
    ("Show this message and exit.", "Toon deze uitleg."),
)


class Opdracht(click.Command):
    """A command whose help is Dutch throughout."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that says how the command is typed."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces.replace("[OPTIONS]", "[OPTIES]"), prefix="Gebruik: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        records = [
            record
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx))
        ]
        with formatter.section("Opties"):
            formatter.write_dl([(name, _dutch(text)) for name, text in records])


class Groep(Opdracht, click.Group):
    """A group of commands whose help is Dutch throughout."""

    command_class = Opdracht

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands with the first sentence of each."""
        Opdracht.format_options(self, ctx, formatter)
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in found if command])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name the place of the command in Dutch."""
        return ["OPDRACHT ..." if "COMMAND" in piece else piece for piece in super().collect_usage_pieces(ctx)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; refuses an unknown one with those that there are."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(
                f"De opdracht '{args[0]}' bestaat niet. Kies uit: {', '.join(self.list_commands(ctx))}.", ctx
            )
        return super().resolve_command(ctx, args)


def explain(error: click.UsageError) -> str:
    """Say what is wrong with a command as it was typed, and where its help is."""
    path = error.ctx.command_path if error.ctx else "portal"
    return f"{_what(error)}\nUitleg: {path} --help"


def _what(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"De optie {error.option_name} bestaat niet."
        case click.MissingParameter():
            return f"Vul ook {_name(error)} in."
        case click.BadParameter():
            vorm = " Schrijf een datum als jaar-maand-dag, zoals 2026-12-24." if _is_date(error) else ""
            return f"De waarde voor {_name(error)} klopt niet.{vorm}"
        case click.BadOptionUsage():
            return f"De optie {error.option_name} is niet goed gebruikt."
        case _:
            return error.format_message()


def _is_date(error: click.BadParameter) -> bool:
    return error.param is not None and isinstance(error.param.type, click.DateTime)


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "deze optie")
    return (
        error.param.opts[0]
        if isinstance(error.param, click.Option)
        else error.param.make_metavar(error.ctx or _NOWHERE)
    )


def _dutch(text: str) -> str:
    for english, dutch in WORDS:
        text = text.replace(english, dutch)
    return text


_NOWHERE: Final = click.Context(click.Command("portal"))
