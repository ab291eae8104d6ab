"""What a check found, as every format is given it: with nothing in it that must not be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.formats.characters import one_line, without_old_commands
from kvalitet.privacy.redaction import redact
from kvalitet.rules.rule import Rule
from kvalitet.words import plural


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records come from in git: the commit, whether files differ from it, and the folder in the repository.

    Without git nothing is known of it. `prefix` is empty, or ends with a slash.
    """

    commit: str | None = None
    dirty: bool | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of one check, sorted, of the files that were looked at on a day."""

    workspace: str
    day: dt.date
    tool: str
    files: Sequence[str]
    findings: Sequence[Diagnostic]
    rules: Mapping[str, Rule]
    strict: bool = False
    source: Source = Source()

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def summary(self) -> str:
        """What was found, as one sentence."""
        checked = plural(len(self.files), "post granskad", "poster granskade")
        if not self.findings:
            return f"{checked}, inga fel."
        return f"{checked}: {plural(self.errors, 'fel', 'fel')}, {plural(self.warnings, 'varning', 'varningar')}."

    def fails(self, finding: Diagnostic) -> bool:
        """Return whether a finding makes the check end with 1."""
        return self.strict or finding.severity is Severity.ERROR

    def in_repository(self, path: str) -> str:
        """Return a path from the root of the repository, as CI servers name files."""
        return f"{self.source.prefix}{path}"


def masked(finding: Diagnostic) -> Diagnostic:
    """Return a finding without what may lead to a person, in its message or in the name of a file, record or field."""
    return replace(
        finding,
        place=_masked(finding.place),
        message=redact(finding.message),
        record=redact(finding.record),
        field=redact(finding.field),
        related=tuple(
            replace(other, place=_masked(other.place), message=redact(other.message)) for other in finding.related
        ),
    )


def _masked(place: Place) -> Place:
    return replace(place, path=redact(place.path))


def line_of(finding: Diagnostic) -> str:
    """Return a finding as one line, as editors and grep like it: path:line:column: CODE severity: message."""
    code = f"{finding.code} " if finding.code else ""
    return shown(f"{finding.place}: {code}{finding.severity.value}: {finding.message}")


def shown(text: str) -> str:
    """Return text as a line of a log or of XML may hold it; a line that begins with it is another matter."""
    return without_old_commands(one_line(text))
