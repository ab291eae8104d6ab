"""What is known where a record is judged by itself, in whatever process: the workspace's words, and no other record."""

from __future__ import annotations

from typing import Any, NoReturn

from kvalitet.catalogue import Catalogue
from kvalitet.records.collection import Records


class AsksForOthers(Exception):  # noqa: N818 - not an error: the rule is run again when all records are known
    """Raised when more than the catalogue is asked for."""


class Alone(Records):
    """The records around one that is judged alone: their catalogue, what follows from it, and how units are called.

    Everything else a `Records` answers from something that it holds and this does not, so that also a look-up that
    is added later asks for others, and never answers as if there were none.
    """

    def __init__(self, catalogue: Catalogue, unit_words: frozenset[str] | None = None) -> None:
        self.catalogue = catalogue
        if unit_words is not None:
            self.__dict__["unit_words"] = unit_words

    def __getattr__(self, name: str) -> Any:
        raise AsksForOthers(name)

    def find(self, record_id: str) -> NoReturn:
        """Raise AsksForOthers."""
        raise AsksForOthers(record_id)
