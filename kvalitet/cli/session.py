"""What every command is given: where it works, on which day, and how it may speak.

Command modules import the rooms below inside their functions, so that a help page loads none of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import typer

from kvalitet.diagnostics import UsageError

if TYPE_CHECKING:
    from kvalitet.catalogue import Catalogue
    from kvalitet.records.collection import Records
    from kvalitet.workspace import Workspace


REFUSED = 1
"""Exit code: something was found that stands in the way, and nothing was written."""

SWEDEN = ZoneInfo("Europe/Stockholm")


def swedish_now() -> dt.datetime:
    """Return the time in Sweden, wherever the tool runs: a night's report is not dated ahead for a server abroad."""
    return dt.datetime.now(SWEDEN)


@dataclass
class Session:
    """One run of the tool. The workspace and its records are found when a command asks for them."""

    folder: Path
    given_day: dt.date | None = None
    quiet: bool = False
    colour: bool = True
    found: Workspace | None = None

    @cached_property
    def day(self) -> dt.date:
        """The day on which everything is judged: the one given, an example's own last day, or today."""
        return self.given_day or self.workspace.example_day or swedish_now().date()

    @property
    def now(self) -> dt.datetime:
        """The time that a new record is stamped with: on the day that everything is judged on."""
        return dt.datetime.combine(self.day, swedish_now().timetz())

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace that the folder lies in. Raises ConfigurationError when there is none."""
        from kvalitet.workspace import find_workspace

        return self.found or find_workspace(self.folder)

    def of(self, workspace: Workspace) -> Session:
        """Return a session of the same day on another reading of the workspace, such as what git holds of it."""
        return replace(self, found=workspace, given_day=self.given_day or workspace.example_day or self.day)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The kinds, categories, scales and time limits of the workspace."""
        from kvalitet.catalogue import catalogue_of

        return catalogue_of(self.workspace)

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
