"""What is wrong and where: places, severities, findings, and the one exception of the tool."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a file: path as written from the root, lines and columns counted from 1."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(enum.StrEnum):
    """How much a finding weighs: an error is what the law or the form demands, a warning is advice."""

    ERROR = "fel"
    WARNING = "varning"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding speaks of, such as the first of two equal ids."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: which rule, how grave, where, and a Swedish message that says what to write."""

    place: Place
    code: str
    severity: Severity
    message: str
    record: str = ""
    field: str = ""
    law: str = ""
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    """A mark that stays the same when lines move, stamped when the findings of a check are in order."""

    @property
    def sort_key(self) -> tuple[Place, str, str, str, str]:
        """File, then place, then code: the order in which findings are always printed."""
        return (self.place, self.code, self.message, self.field, self.record)


class KvalitetError(Exception):
    """The tool cannot do what was asked. The message is Swedish and says what to do instead."""

    exit_code = 3

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class UsageError(KvalitetError):
    """A command was given words that it cannot use."""

    exit_code = 2


class ConfigurationError(KvalitetError):
    """The workspace, its configuration or a data file is missing or broken."""

    exit_code = 3


class WritingError(KvalitetError):
    """A file could not be written, or git refused."""

    exit_code = 6


class TakenError(WritingError):
    """A new file has the name of one that is there."""
