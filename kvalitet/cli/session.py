"""What every command is given: where it works, on which day, and how it may speak."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

import typer

from kvalitet.catalogue import Catalogue, standard_catalogue
from kvalitet.diagnostics import UsageError
from kvalitet.records.collection import Records
from kvalitet.workspace import Workspace, find_workspace


@dataclass
class Session:
    """One run of the tool. The workspace and its records are found when a command asks for them."""

    folder: Path
    day: dt.date
    day_is_given: bool = False
    quiet: bool = False
    colour: bool = True

    @property
    def now(self) -> dt.datetime:
        """The time that a new record is stamped with: on the day that was given, if one was."""
        now = dt.datetime.now().astimezone()
        return dt.datetime.combine(self.day, now.timetz()) if self.day_is_given else now

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace that the folder lies in. Raises ConfigurationError when there is none."""
        return find_workspace(self.folder)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The kinds, categories and scales of the workspace."""
        return standard_catalogue()

    @cached_property
    def records(self) -> Records:
        """Every record of the workspace, read once."""
        from kvalitet.records.loading import load

        return load(self.workspace, self.catalogue)


def session(ctx: typer.Context) -> Session:
    """Return the session of a running command."""
    return cast(Session, ctx.obj)


def one_of(word: str, known: tuple[str, ...], name: str) -> str:
    """Return a word of a fixed choice. Raises UsageError with the choices."""
    if word not in known:
        raise UsageError(f"{name} {word} finns inte; skriv {' eller '.join(known)}")
    return word
