"""What is wrong with a command that running text names. Words in capitals stand for what the reader fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

import click

from kvalitet.catalogue import Catalogue
from kvalitet.cli.completing import REPORT_ACTIONS
from kvalitet.diagnostics import KvalitetError
from kvalitet.reporting.reports import REPORTS
from kvalitet.rules import ALL_RULES
from tests.docs.tables import COMMANDS, FRAME

_SHELL = ("|", ">", ">>", "&&")
"""Words with which a command ends and the shell's own begin."""


def mistake_in(words: Sequence[str], catalogue: Catalogue) -> str:
    """Return what is wrong with a command's words, or nothing."""
    name, *rest = [*_without_frame(takewhile(lambda word: word not in _SHELL, words)), ""]
    if not name or _is_blank(name):
        return ""
    if name not in COMMANDS:
        return f"{name} är inget kommando"
    context = click.Context(COMMANDS[name], info_name=name)
    try:
        values, *_ = COMMANDS[name].make_parser(context).parse_args([word for word in rest if word])
    except (click.UsageError, KvalitetError) as error:
        return str(error)
    named = {key: value for key, value in values.items() if isinstance(value, str | list)}
    wrong = [value for value, known in _values(name, named, catalogue) if not _is_blank(value) and not known(value)]
    return f"{', '.join(wrong)} finns inte" if wrong else ""


def _values(
    name: str, values: Mapping[str, Any], catalogue: Catalogue
) -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield the words that name something, each with what says whether it is known."""
    if name in ("new", "list") and "word" in values:
        yield values["word"], catalogue.named
        found = catalogue.named(values["word"])
        for field in values.get("given", ()):
            yield field.partition("=")[0], found[0].find if found else bool
    elif name == "rule" and "code" in values:
        yield values["code"], {rule.code for rule in ALL_RULES}.__contains__
    elif name == "report" and "name" in values:
        yield values["name"], {*REPORTS, *REPORT_ACTIONS}.__contains__
    elif name == "checklist":
        if "requirement" in values:
            yield values["requirement"], catalogue.requirements.__contains__
        yield from ((pack, catalogue.packs.__contains__) for pack in values.get("packs", ()))


def _without_frame(words: Iterable[str]) -> list[str]:
    """Return a command's words without the options that hold everywhere."""
    flags = {name: bool(getattr(option, "is_flag", False)) for option in FRAME for name in option.opts}
    kept, skip = [], False
    for word in words:
        if skip or word in flags:
            skip = not skip and not flags.get(word, True)
        else:
            kept.append(word)
    return kept


def _is_blank(word: str) -> bool:
    return (bare := word.strip("[]")).isalpha() and bare.isupper()
