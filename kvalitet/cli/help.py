"""Help pages and usage errors in Swedish; click and typer have only English ones."""

from __future__ import annotations

import shutil
import textwrap
from typing import Any

import click
from click.exceptions import (
    BadArgumentUsage,
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperCommand, TyperGroup

from kvalitet.privacy.redaction import redact
from kvalitet.words import hint, visible

_WIDEST = 100
_NARROWEST = 40
_GLOBAL_NOTE = "kvalitet --help visar alla kommandon och de val som gäller överallt."


class SwedishCommand(TyperCommand):
    """A command whose help page is Swedish."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; while one is being completed, an option that waits for it hides no other."""
        is_waiting = ctx.resilient_parsing and args and args[-1].startswith("-")
        return super().parse_args(ctx, args[:-1] if is_waiting else args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return _page(self, ctx)


class SwedishGroup(TyperGroup):
    """The tool itself: its help page lists the commands."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return _page(self, ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options that hold everywhere, wherever on the line they were typed."""
        return super().parse_args(ctx, _frame_first(args))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find a command, or say in Swedish that there is none of that name."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            word = visible(redact(args[0]))
            raise UsageError(f"{word} är inget kommando{hint(args[0], list(self.commands))}", ctx)
        return super().resolve_command(ctx, args)


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


def usage_message(error: UsageError) -> str:
    """Return what is wrong with a command line, and what to write instead."""
    match error:
        case NoSuchOption(option_name=name, possibilities=near):
            known = near or [option for param in _options_of(error) for option in param.opts]
            return f"{name} finns inte{hint(name, list(known))}"
        case MissingParameter(param=click.Argument() as param):
            return f"{param.human_readable_name} saknas; skriv {_usage(error)}"
        case MissingParameter(param=param):
            return f"{param.opts[0] if param else 'ett val'} saknas; skriv {_usage(error)}"
        case BadOptionUsage(option_name=name):
            return f"{name} ska följas av ett värde"
        case BadParameter(param=param) if param is not None:
            return f"{param.opts[0]} har fel sorts värde; skriv {_kind_of(param)}"
        case BadArgumentUsage():
            return f"orden går inte att tolka; skriv {_usage(error)}"
    if "extra argument" in error.message:
        usage = _usage(error)
        return f"orden är fler än kommandot tar emot; skriv {usage}. Sätt citattecken om ett värde med mellanslag"
    return error.message


def _options_of(error: UsageError) -> list[click.Option]:
    params = error.ctx.command.params if error.ctx else []
    return [param for param in params if isinstance(param, click.Option)]


def _usage(error: UsageError) -> str:
    return _usage_line(error.ctx.command, error.ctx) if error.ctx else "kvalitet --help"


def _kind_of(param: click.Parameter) -> str:
    return "ett heltal" if isinstance(param.type, click.types.IntParamType) else "ett annat värde"


def _usage_line(command: click.Command, ctx: click.Context) -> str:
    words = [ctx.command_path]
    for param in command.params:
        if isinstance(param, click.Argument):
            name = f"{param.human_readable_name}{' ...' if param.nargs == -1 else ''}"
            words.append(name if param.required else f"[{name}]")
    if any(isinstance(param, click.Option) and not param.hidden for param in command.params):
        words.append("[VAL]")
    if isinstance(command, click.Group):
        words += ["KOMMANDO", "[ORD ...]"]
    return " ".join(words)


def _page(command: click.Command, ctx: click.Context) -> str:
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns)) - 2
    parts = [f"Användning: {_usage_line(command, ctx)}", _wrapped(command.help or "", width)]
    parts.append(_table("Ord", _arguments(command), width))
    parts.append(_table("Val", _options(command), width))
    if isinstance(command, click.Group):
        rows = [(name, found.get_short_help_str(200)) for name, found in command.commands.items()]
        parts.append(_table("Kommandon", rows, width))
    else:
        parts.append(_GLOBAL_NOTE)
    return "\n\n".join(part for part in parts if part)


def _wrapped(text: str, width: int) -> str:
    paragraphs = textwrap.dedent(text).strip().split("\n\n")
    return "\n\n".join(
        part if part.startswith("  ") else textwrap.fill(" ".join(part.split()), width) for part in paragraphs
    )


def _arguments(command: click.Command) -> list[tuple[str, str]]:
    return [
        (param.human_readable_name, getattr(param, "help", None) or "")
        for param in command.params
        if isinstance(param, click.Argument)
    ]


def _options(command: click.Command) -> list[tuple[str, str]]:
    rows = []
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            names = ", ".join([*param.opts, *param.secondary_opts])
            metavar = "" if param.is_flag else f" {param.metavar or 'VÄRDE'}"
            rows.append((f"{names}{metavar}", param.help or ""))
    return [*rows, ("--help", "Visa den här hjälpen.")]


def _table(heading: str, rows: list[tuple[str, str]], width: int) -> str:
    if not rows:
        return ""
    left = min(max(len(name) for name, _ in rows), 30) + 4
    lines = [f"{heading}:"]
    for name, text in rows:
        wrapped = textwrap.wrap(text, max(width - left, 20)) or [""]
        first = f"  {name}".ljust(left)
        if len(first) > left:
            lines.append(first)
            first = " " * left
        lines.append(f"{first}{wrapped[0]}".rstrip())
        lines += [" " * left + line for line in wrapped[1:]]
    return "\n".join(lines)
