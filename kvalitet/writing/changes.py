"""What is to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kvalitet.source.document import Document


@dataclass(frozen=True, slots=True)
class Change:
    """One file: its path from the root, what it held and what it should hold. None is no file.

    `origin` is the text that the values of a new file were taken from, if any: there a finding on them points.
    """

    path: str
    before: bytes | None
    after: bytes | None
    origin: Document | None = None
