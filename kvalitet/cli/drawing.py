"""Which ids are in use when one is drawn: in the workspace, and on every branch that git knows here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.cli.session import Session
from kvalitet.diagnostics import WritingError

if TYPE_CHECKING:
    from kvalitet.kinds import Kind
    from kvalitet.records.collection import Records


@dataclass
class InUse:
    """Tells whether an id is in use. Where git does not answer, that is told once and the workspace alone is asked."""

    run: Session
    kind: Kind
    records: Records
    has_git: bool = True

    def __call__(self, record_id: str) -> bool:
        """Return whether a record has an id, here or on a branch."""
        return self.records.knows(record_id) or (self.kind.drawn and self._is_on_a_branch(record_id))

    def _is_on_a_branch(self, record_id: str) -> bool:
        from kvalitet.history.presence import is_known, lies_in_git
        from kvalitet.records.ids import path_of

        root = self.run.workspace.root
        if not self.has_git or not lies_in_git(root):
            return False
        try:
            return is_known(root, path_of(record_id, self.kind))
        except WritingError as error:
            self.has_git = False
            output.say_aside(f"id:t är inte jämfört med andra grenar ({error})")
            return False
