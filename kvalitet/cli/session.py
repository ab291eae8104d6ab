"""What every command is given: where it works, on which day, and how it may speak.

Command modules import the rooms below inside their functions, so that a help page loads none of them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kvalitet.cli import output
from kvalitet.cli.keeping import store_of
from kvalitet.cli.stopping import Ending
from kvalitet.diagnostics import UsageError, WritingError

if TYPE_CHECKING:
    import click

    from kvalitet.catalogue import Catalogue
    from kvalitet.diagnostics import Diagnostic
    from kvalitet.records.collection import Records
    from kvalitet.register.verdict import Judging
    from kvalitet.source.document import Document
    from kvalitet.workspace import Workspace
    from kvalitet.writing.writer import Writer


REFUSED = 1
"""Exit code: something was found that stands in the way, and nothing was written."""


def sweden() -> dt.tzinfo:
    """Return the time zone in which every day and hour is told."""
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Stockholm")


def swedish_now() -> dt.datetime:
    """Return the time in Sweden, wherever the tool runs: a night's report is not dated ahead for a server abroad."""
    return dt.datetime.now(sweden())


@dataclass
class Session:
    """One run of the tool. The workspace and its records are found when a command asks for them."""

    folder: Path
    given_day: dt.date | None = None
    quiet: bool = False
    colour: bool = True
    ending: Ending = field(default_factory=Ending)
    found: Workspace | None = None
    _writer: Writer | None = field(default=None, init=False)

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
        """Return a session on another reading of the workspace, such as what git holds of it."""
        return replace(self, found=workspace)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The kinds, categories, scales and time limits of the workspace."""
        from kvalitet.catalogue import catalogue_of

        return catalogue_of(self.workspace)

    @cached_property
    def records(self) -> Records:
        """Every record of the workspace, with what git could not merge marked as such."""
        from kvalitet.records.loading import with_unmerged

        return with_unmerged(self._judging.records(), self._unmerged)

    @cached_property
    def findings(self) -> list[Diagnostic]:
        """Every finding in the workspace, in order."""
        from kvalitet.checking import check

        return check(self.records, self.day) if self._unmerged else self._judging.verdict.findings

    @property
    def files(self) -> Sequence[str]:
        """The paths of all files below `records`, sorted."""
        if self._unmerged:
            documents = (*self.records.unread, *(record.document for record in self.records))
            return sorted(found.path for found in documents)
        return self._judging.verdict.files

    def documents_of(self, findings: Iterable[Diagnostic]) -> dict[str, Document]:
        """Return the files that findings stand in, by path, to show their lines."""
        paths = dict.fromkeys(finding.place.path for finding in findings)
        self.workspace.held.expect(paths)
        return {path: self.workspace.document(path) for path in paths}

    @cached_property
    def _judging(self) -> Judging:
        from kvalitet.register.verdict import Judging

        return Judging(self.workspace, self.catalogue, self.day, store_of(self.workspace.root))

    @property
    def underway(self) -> str:
        """What git is in the middle of in the workspace: merge, rebase, cherry-pick, revert or nothing."""
        from kvalitet.history.merging import underway

        return underway(self.workspace.root)

    @cached_property
    def _unmerged(self) -> Mapping[str, bool]:
        from kvalitet.history.merging import unmerged
        from kvalitet.workspace import RECORDS

        if self.found is not None:  # what git holds of it tells of that itself
            return {}
        try:
            return unmerged(self.workspace.root, RECORDS)
        except WritingError as error:
            output.say_aside(f"en sammanslagning pågår, men git säger inte vilka filer som är kvar ({error})")
            return {}

    def changing(self, *, dry_run: bool) -> AbstractContextManager[object]:
        """Hold the workspace alone while a change is read, judged and written; a trial run holds nothing."""
        return contextlib.nullcontext() if dry_run else self.writing()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Writer]:
        """Be the only one who writes in the workspace; what was read before is read anew. Never while a person thinks.

        Inside itself it is the same writer. Raises WritingError.
        """
        if self._writer is not None:
            yield self._writer
            return
        with being_alone(self.workspace.root, self.ending) as writer:
            for read in ("records", "findings", "_judging"):
                self.__dict__.pop(read, None)
            self._writer = writer
            try:
                yield writer
            finally:
                self._writer = None


@contextlib.contextmanager
def being_alone(root: Path, ending: Ending) -> Iterator[Writer]:
    """Be the only one who writes below a folder; tell what another had left half done, and what is uncertain."""
    from kvalitet.writing.writer import alone

    with alone(root, _who()) as writer:
        ending.writer = writer
        if writer.undone.restored:
            files = ", ".join(writer.undone.restored)
            output.say_aside(f"En ändring som avbröts på vägen är ogjord; filerna är som före den: {files}")
        if writer.undone.left:
            files = ", ".join(writer.undone.left)
            output.say_aside(f"De här filerna har ändrats sedan dess och lämnades; se efter med git diff: {files}")
        try:
            yield writer
        finally:
            if writer.left:
                files = ", ".join(writer.left)
                output.say_aside(
                    f"De här filerna ändrades av någon annan just då och lämnades; se efter i dem: {files}"
                )
        if writer.has_written and not writer.is_certain:
            output.say_aside("Sparat, men disken bekräftar inte att det finns kvar efter ett strömavbrott.")


def tell_of_cut_short(run: Session) -> None:
    """Tell beside the data that files were left half changed by a run that was killed."""
    from kvalitet.writing.writer import was_cut_short

    if was_cut_short(run.workspace.root):
        output.say_aside(
            "En ändring i flera filer avbröts på vägen, så filerna stämmer inte överens. "
            "Kör om det kommando som avbröts: då ställs de först tillbaka."
        )


def _who() -> str:
    """Return who writes, for those who have to wait: the person, the computer and the process."""
    import getpass
    import platform

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "någon"
    return f"{name} på {platform.node()} (process {os.getpid()})"


def session(ctx: click.Context) -> Session:
    """Return the session of a running command."""
    return cast(Session, ctx.obj)


def found_folder(text: str) -> Path:
    """Return the folder that a person named, or the one they stand in. Raises UsageError."""
    try:
        folder = Path(text or ".").resolve(strict=True)
    except (OSError, RuntimeError):
        raise UsageError(f"mappen {text or '.'} finns inte") from None
    if not folder.is_dir():
        raise UsageError(f"{text} är ingen mapp")
    return folder


def one_of(word: str, known: tuple[str, ...], name: str) -> str:
    """Return a word of a fixed choice. Raises UsageError with the choices."""
    if word not in known:
        raise UsageError(f"{name} {word} finns inte; skriv {' eller '.join(known)}")
    return word
