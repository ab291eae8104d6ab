"""Which other records a rule asks of while it judges one, so that it is known when its answer may have changed."""

from __future__ import annotations

from typing import Any

from kvalitet.records.collection import Records
from kvalitet.records.record import Link, Record

_SAY_NOTHING_OF_RECORDS = frozenset({"catalogue", "scale_of", "is_whole"})


class Asked(Records):
    """All records, and the ids that were asked for; `widely` where the answer may rest on any of them."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.ids: set[str] = set()
        self.widely = False

    def __getattribute__(self, name: str) -> Any:
        if name in _OWN:
            return object.__getattribute__(self, name)
        if name not in _SAY_NOTHING_OF_RECORDS:
            self.widely = True
        return getattr(self._records, name)

    def find(self, record_id: str) -> Record | None:
        """Return the record with an id, or None."""
        self.ids.add(record_id)
        return self._records.find(record_id)

    def knows(self, record_id: str) -> bool:
        """Return whether a file has this name."""
        self.ids.add(record_id)
        return self._records.knows(record_id)

    def links_to(self, record_id: str) -> list[Link]:
        """Return the links that other records hold to this one."""
        self.ids.add(record_id)
        return self._records.links_to(record_id)

    def named_in(self, record_id: str, field_path: str) -> list[str]:
        """Return the ids of the records that name this one in a field."""
        self.ids.add(record_id)
        return self._records.named_in(record_id, field_path)


_OWN = frozenset({"_records", "ids", "widely", "find", "knows", "links_to", "named_in", "__class__", "__dict__"})
