"""The guide's tables, as the registries give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from kvalitet.catalogue import Catalogue
from kvalitet.cli.frame import SUMMARIES, command, frame

COMMANDS = {name: command(name) for name in SUMMARIES}
FRAME = frame.params


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\.)\s", " ".join(text.split()), maxsplit=1)[0]


def command_table() -> str:
    """Return each command with its words and what it does."""
    return _table(
        ("kommando", "vad det gör"),
        (
            (f"`kvalitet {' '.join([name, *_words(command)])}`", _first_sentence(command.help or ""))
            for name, command in COMMANDS.items()
        ),
    )


def _words(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            word = parameter.metavar or parameter.name or ""
            yield f"{word if parameter.required else f'[{word}]'}{' …' if parameter.nargs == -1 else ''}"
        elif parameter.required:
            yield f"{parameter.opts[0]} {parameter.metavar}"


def kind_table(catalogue: Catalogue) -> str:
    """Return each kind with the letters of its ids, what it is for and the law it answers."""
    return _table(
        ("slag", "id", "vad det är", "lagrum"),
        (
            (f"{kind.label} (`{kind.name}`)", kind.prefix, _first_sentence(kind.help), kind.law or "–")
            for kind in catalogue.kinds.values()
        ),
    )


def with_tables(text: str, catalogue: Catalogue) -> str:
    """Return a page with each table that it has a head of as it should be."""
    for made in (command_table(), kind_table(catalogue)):
        head = made.partition("\n")[0]
        old = re.search(rf"^{re.escape(head)}\n(?:\|.*\n)*", text, re.MULTILINE)
        text = text.replace(old[0], f"{made}\n") if old else text
    return text
