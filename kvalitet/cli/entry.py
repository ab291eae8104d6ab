"""A new record on its way to its file: judged as it would be, then written with the link back to it, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.cli.conclusion import Telling, conclude
from kvalitet.cli.session import REFUSED, Session
from kvalitet.diagnostics import TakenError, UsageError, WritingError

if TYPE_CHECKING:
    from kvalitet.changing import Verdict
    from kvalitet.diagnostics import Diagnostic
    from kvalitet.drafting import Draft, Values
    from kvalitet.kinds import Kind
    from kvalitet.records.collection import Records
    from kvalitet.source.document import Document
    from kvalitet.writing.changes import Change

_DRAWS = 10
"""How often a name is drawn before something else than chance must be at work."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A new record on its way to its file: its values, where they came from, and the other end of its link.

    `asks` is whether a person is asked, and `answered` the fields that they have answered: these must not be
    lost. `command` makes such a record.
    """

    run: Session
    kind: Kind
    values: Values
    origin: Document | None
    other: str
    in_editor: bool
    dry_run: bool
    asks: bool
    command: str
    answered: list[str] = field(default_factory=list)


def save(entry: Entry) -> int:
    """Name the record and save it, or let the person change it in their editor until it can be saved."""
    if entry.in_editor:
        return _edited(entry)
    with entry.run.changing(dry_run=entry.dry_run):
        code = _named_and_taken(entry)
    if code == REFUSED:
        keep_answers(entry)
    return code


def _named_and_taken(entry: Entry, draws: int = _DRAWS) -> int:
    """Name the record and save it. A drawn name that another program takes at that moment is drawn again."""
    draft = _draft(entry)
    try:
        return _taken(entry, draft, draft.text.encode())
    except TakenError:
        if not entry.kind.drawn or draws == 1:
            raise
    return _named_and_taken(entry, draws - 1)


def keep_answers(entry: Entry) -> None:
    """Keep what a person has answered, if anything, as a file from which the record can be made later."""
    from kvalitet.cli.drafts import keep
    from kvalitet.source.emitting import emit

    if entry.answered:
        name = entry.kind.name
        keep(entry.run, f"records/{name}/{name}.yaml", emit(entry.values), entry.command)


def _draft(entry: Entry) -> Draft:
    from kvalitet import drafting
    from kvalitet.cli.drawing import InUse

    run = entry.run
    is_taken = InUse(run, entry.kind, _known(run))
    return drafting.draft(entry.kind, entry.values, is_taken, run.now, run.day.year)


def _known(run: Session) -> Records:
    from kvalitet.records.loading import load_on_demand

    return load_on_demand(run.workspace, run.catalogue)


def _edited(entry: Entry) -> int:
    from kvalitet.cli.editor import edit_until_taken

    draft = _draft(entry)
    start = draft.text.encode()
    return edit_until_taken(
        entry.run, draft.path, start, lambda data: _taken(entry, draft, data) == 0, f"{entry.command} --edit"
    )


def _taken(entry: Entry, draft: Draft, data: bytes) -> int:
    """Judge the record as it would be, with the link back to it, and write both or none."""
    from kvalitet.writing.changes import Change

    run, origin = entry.run, None if entry.in_editor else entry.origin
    with run.changing(dry_run=entry.dry_run):
        known = _known(run)
        changes = [Change(draft.path, None, data, origin), *_link_back(entry, draft, known)]
        return conclude(run, changes, dry_run=entry.dry_run, among=known, telling=_OfNew(entry, draft))


def _link_back(entry: Entry, draft: Draft, known: Records) -> list[Change]:
    """Return the change that links the other record to the new one, where it has a field for that."""
    from kvalitet import drafting
    from kvalitet.changing import open_version

    if not entry.other:
        return []
    found = known.find(entry.other)
    if found is None:
        raise UsageError(f"{entry.other} går inte att läsa; kör kvalitet validate för att se varför")
    name = drafting.link_back(entry.kind, found)
    if name is None:
        return []
    other = open_version(entry.run.workspace.root, found)
    links = other.value((name,))
    if links is not None and not isinstance(links, list):
        raise WritingError(f"{name} i {found.id} är ingen lista; rätta det först. Ingenting skrevs")
    return [other.change_to(other.with_value((name,), [*(links or []), draft.id]))]


class _OfNew(Telling):
    """A new record is told of by its path, and what is wrong with it by the way that it was given."""

    def __init__(self, entry: Entry, draft: Draft) -> None:
        super().__init__(entry.run)
        self._entry, self._draft = entry, draft

    def refused(self, findings: Sequence[Diagnostic], changes: Sequence[Change]) -> None:
        self._tell(findings, changes)
        output.say_aside(f"Posten sparades inte.{self._where_to_mend()}")

    def judged(self, verdict: Verdict, changes: Sequence[Change], *, dry_run: bool) -> None:
        self._tell(verdict.made, changes)
        if dry_run:
            output.say((changes[0].after or b"").decode().rstrip("\n"))

    def saved(self, changes: Sequence[Change]) -> None:
        from kvalitet.cli.drafts import drop_used

        output.say("\n".join(change.path for change in changes))
        if self._entry.origin is not None:
            drop_used(self.run, self.run.folder / self._entry.origin.path)

    def _tell(self, findings: Sequence[Diagnostic], changes: Sequence[Change]) -> None:
        """Tell findings by line in the editor, else by field, or by line in the file that the fields came from."""
        from kvalitet.source.document import document

        if self._entry.in_editor:
            texts = {change.path: document(change.path, change.after or b"") for change in changes}
            output.print_findings(findings, texts, colour=self.run.colour, aside=True)
            return
        for finding in findings:
            output.say_finding(finding, with_place=finding.place.path != self._draft.path)

    def _where_to_mend(self) -> str:
        if self._entry.in_editor:
            return ""
        origin = self._entry.origin
        where = f"i {origin.path}, eller med --set fält=värde," if origin else "med --set fält=värde"
        return f" Rätta {where} och försök igen."
