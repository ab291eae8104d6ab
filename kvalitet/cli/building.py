"""A command's function made into click's command: typer reads its words and options from its signature."""

from __future__ import annotations

from collections.abc import Callable

import click
import typer
from typer.core import TyperCommand


class SwedishCommand(TyperCommand):
    """A command whose help page is Swedish."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; while one is being completed, an option that waits for it hides no other."""
        is_waiting = ctx.resilient_parsing and args and args[-1].startswith("-")
        return super().parse_args(ctx, args[:-1] if is_waiting else args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        from kvalitet.cli.help import help_page

        return help_page(self, ctx)


def built(name: str, function: Callable[..., object]) -> click.Command:
    """Return the command that a function is, under the name that is typed."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(name, cls=SwedishCommand)(function)
    return typer.main.get_command(app)
