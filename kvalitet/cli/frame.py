"""The tool as one command: the commands by name, and the options that hold for all of them.

A command is imported when it is named, by its words or by a shell that completes them. The frame itself is click's
alone: typer, which reads a command's function, costs as much again as click and is loaded with the first command.
So each command's first sentence stands here too; a test holds it to be the one in the command's own docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kvalitet.cli.completing import FOLDER

if TYPE_CHECKING:
    import datetime as dt

PROGRAM = "kvalitet"

VARIABLE = "_KVALITET_COMPLETE"
"""The environment variable in which a shell asks for completion."""

SUMMARIES = {
    "init": "Skapa en ny arbetsyta: git, krokar, inställningar, mappar, hjälp för editorn och en första enhet och "
    "roll.",
    "new": "Skapa en post.",
    "set": "Ändra fält i en post och visa vad som ändras.",
    "edit": "Öppna en post i textredigeraren (VISUAL eller EDITOR) och granska den när den sparas.",
    "step": "Flytta en post till nästa steg.",
    "rename": "Byt namn på en post.",
    "renumber": "Dra ett nytt id åt en händelse.",
    "approve": "Anteckna att ett dokument är fastställt: av vem, när och genom vilket beslut.",
    "show": "Visa en post: dess fält, vad den pekar på och vad som pekar på den.",
    "list": "Lista poster av ett slag.",
    "validate": "Granska alla poster och visa varje fel med fil, rad och kolumn.",
    "rule": "Visa vad en regel kräver, varför, och hur ett fel rättas.",
    "checklist": "Bocka av föreskriftens krav: vad som visar dem, vad som saknas och vad som har blivit inaktuellt.",
    "report": "Ta fram en rapport som Markdown, webbsida, Word-fil eller PDF.",
    "privacy": "Leta efter personnummer i filer och i git, och planera hur de tas bort.",
    "schema": "Spara scheman som låter en editor hjälpa till: fältens namn, val, hjälptext och lagrum.",
    "hook": "Låt git granska varje gång något sparas, skickas eller hämtas, eller ta bort den granskningen.",
    "doctor": "Undersök att allt som kvalitet behöver finns, och visa hur det som saknas rättas.",
    "completion": "Skriv ut det som låter Tab fylla i kommandon, slag, fält, val och id.",
}
"""Every command, in the order of the help page, with the first sentence of its own."""

_PYTHON_WORDS = ("set", "list")


class _Tool(click.Group):
    """The tool itself. Its `commands` are names and sentences; the one that is called is loaded."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page, which lists the commands."""
        from kvalitet.cli.help import help_page

        return help_page(self, ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help page."""
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options that hold everywhere, wherever on the line they were typed."""
        return super().parse_args(ctx, _frame_first(args))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Load the command that is named, or say in Swedish that there is none of that name."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(_no_command(args[0]), ctx)
        name, _, rest = super().resolve_command(ctx, args)
        return name, name and command(name), rest


def command(name: str) -> click.Command:
    """Return the command of a name in SUMMARIES, with its options and its page."""
    from importlib import import_module

    from kvalitet.cli.building import built

    function = f"{name}_" if name in _PYTHON_WORDS else name
    return built(name, getattr(import_module(f"kvalitet.cli.{function}"), function))


def _no_command(word: str) -> str:
    from kvalitet.privacy.redaction import redact
    from kvalitet.words import hint, visible

    return f"{visible(redact(word))} är inget kommando{hint(word, list(SUMMARIES))}"


def _day(text: str) -> dt.date:
    from kvalitet.cli.dates import read_date
    from kvalitet.cli.session import swedish_now

    return read_date(text, swedish_now().date())


def _frame_first(words: list[str]) -> list[str]:
    """Return the words with the options that hold everywhere moved first, wherever they were typed."""
    first, rest = [], []
    pending = iter(words)
    for word in pending:
        if word == "--":
            rest += [word, *pending]
        elif word in ("--quiet", "--no-color", "--debug"):
            first.append(word)
        elif word in ("-C", "--day"):
            first += [word, *[value for value in [next(pending, None)] if value is not None]]
        elif word.startswith("--day="):
            first.append(word)
        else:
            rest.append(word)
    return first + rest


@click.group(
    cls=_Tool,
    invoke_without_command=True,
    commands={name: click.Command(name, help=sentence) for name, sentence in SUMMARIES.items()},
)
@click.option("-C", "folder", metavar="MAPP", type=FOLDER, default="", help="Arbeta i den här mappen.")
@click.option("--day", metavar="DATUM", default="", help="Räkna som om det vore den här dagen.")
@click.option("--quiet", is_flag=True, help="Skriv bara det som behövs.")
@click.option("--no-color", is_flag=True, help="Skriv utan färger.")
@click.option("--debug", is_flag=True, help="Visa hela felet om verktyget går sönder.")
@click.option("--version", "show_version", is_flag=True, help="Visa versionen.")
@click.pass_context
def frame(
    ctx: click.Context, folder: str, day: str, *, quiet: bool, no_color: bool, debug: bool, show_version: bool
) -> None:
    """Kvalitetsarbetet enligt SOSFS 2011:9 som små poster i git: registrera, granska, redovisa."""
    if show_version:
        from kvalitet import __version__

        click.echo(f"{PROGRAM} {__version__}")
        ctx.exit()
    from kvalitet.cli.session import Session, found_folder
    from kvalitet.cli.stopping import Ending

    ctx.obj = Session(
        folder=found_folder(folder),
        given_day=_day(day) if day else None,
        quiet=quiet,
        colour=not no_color,
        ending=ctx.obj or Ending(),
    )
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
