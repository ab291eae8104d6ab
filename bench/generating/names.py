"""Ids that the seed draws, and the mark by which a generated record is known from a written one."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

from generating.chance import Chance
from kvalitet.kinds import Kind
from kvalitet.records.ids import ALPHABET
from kvalitet.records.record import Record

_LENGTH = 6


class Names:
    """Draws ids that nothing else has."""

    def __init__(self, chance: Chance, kinds: Mapping[str, Kind], taken: set[str]) -> None:
        self._chance = chance
        self._kinds = kinds
        self._taken = taken

    def draw(self, kind: str, year: int, *key: object) -> str:
        """Return the id of the record that a key stands for."""
        chance = self._chance.branch(kind, year, *key)
        while True:
            drawn = "".join(chance.one(ALPHABET) for _ in range(_LENGTH))
            record_id = f"{self._kinds[kind].prefix}-{year}-{drawn}"
            if record_id not in self._taken:
                self._taken.add(record_id)
                return record_id

    def keep(self, record_id: str) -> str:
        """Take an id that is given. Raises ValueError when something has it already."""
        if record_id in self._taken:
            raise ValueError(f"{record_id} is taken")
        self._taken.add(record_id)
        return record_id


def mark(record_id: str) -> int:
    """Return the microsecond in which a generated record was made: a checksum of its id.

    It makes such records known without a list. One that a person made has the same by chance once
    in a million.
    """
    return crc32(record_id.encode()) % 1_000_000


def is_generated(record: Record) -> bool:
    """Return whether a record bears the mark."""
    stamp = str(record.value("skapad") or "")
    return stamp[20:26] == f"{mark(record.id):06}"
