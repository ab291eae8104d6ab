"""Help pages and usage errors in Swedish; click has only English ones."""

from __future__ import annotations

import shutil
import textwrap

import click
from click.exceptions import (
    BadArgumentUsage,
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)

_WIDEST = 100
_NARROWEST = 40
_GLOBAL_NOTE = "kvalitet --help visar alla kommandon och de val som gäller överallt."


def usage_message(error: UsageError) -> str:
    """Return what is wrong with a command line, and what to write instead."""
    from kvalitet.words import hint

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


def help_page(command: click.Command, ctx: click.Context) -> str:
    """Return the help page of a command, or of the tool with its commands."""
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
