"""What can be wrong with a file before it means anything, by name and place, without any wording."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: lines and columns counted from 1, the end just after the last character."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class FaultKind(enum.Enum):
    """Every way in which a file can fail to be plain text, plain YAML or a record at all."""

    GONE = enum.auto()
    UNREADABLE = enum.auto()
    SYMLINK = enum.auto()
    NOT_A_FILE = enum.auto()
    TOO_LARGE = enum.auto()
    NOT_UTF8 = enum.auto()
    FORBIDDEN_CHARACTER = enum.auto()
    BYTE_ORDER_MARK = enum.auto()
    LINE_ENDINGS = enum.auto()
    DOUBLY_ENCODED = enum.auto()
    NOT_COMPOSED = enum.auto()
    CUT_OFF = enum.auto()
    CONFLICT_MARKER = enum.auto()
    UNMERGED = enum.auto()
    SYNTAX = enum.auto()
    TAB = enum.auto()
    NOT_A_MAPPING = enum.auto()
    BAD_KEY = enum.auto()
    KEY_TWICE = enum.auto()
    SECOND_DOCUMENT = enum.auto()
    TOO_DEEP = enum.auto()
    TOO_MANY_VALUES = enum.auto()
    ALIAS = enum.auto()
    TAG = enum.auto()
    DIRECTIVE = enum.auto()


UNOPENED = frozenset({FaultKind.UNREADABLE, FaultKind.SYMLINK, FaultKind.NOT_A_FILE})
"""What lies there is no file that can be opened: nothing more is to be said of it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file. `detail` is never the file's own text, only our words for what was met."""

    kind: FaultKind
    span: Span = Span()
    detail: str = ""
    first: Span | None = None


class Refused(Exception):  # noqa: N818 - not an error of the tool: a file that cannot be read on
    """Raised inside this room when a file cannot be read further; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind.name)
        self.fault = fault
