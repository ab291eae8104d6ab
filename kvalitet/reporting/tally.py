"""The numbers of a report: each under a key, with the records behind it and what it is worked out from.

A key is `område.period.mått`, with the part it counts last where there is one: `avvikelser.2025.antal`,
`avvikelser.2025-03.antal`, `avvikelser.2025.grupp.hsl/fall`. The same key means the same number wherever it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from kvalitet.rendering.values import Decimaltal, Dolt, Number, Tal
from kvalitet.words import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """One number: its value, the ids of the records behind it, and the keys that it is worked out from."""

    key: str
    value: float
    ids: tuple[str, ...]
    of: tuple[str, ...] = ()
    guarded: bool = False
    """A count of what happened to people, which a public report may have to hide."""


@dataclass(frozen=True, slots=True)
class Sum:
    """An equation between printed counts: the total is its parts together."""

    total: str
    parts: tuple[str, ...]


@dataclass
class Tally:
    """Collects the numbers of one report. Those in `hidden` are given out without their value."""

    hidden: Collection[str] = ()
    entries: dict[str, Entry] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)

    def count(self, key: str, ids: Iterable[str], *, guarded: bool = True) -> Tal | Dolt:
        """Return how many records there are. `guarded` is False for counts of what concerns no single person."""
        found = tuple(ids)
        self._keep(Entry(key, len(found), found, guarded=guarded))
        return Dolt(key) if key in self.hidden else Tal(len(found), key)

    def split(self, total: str, groups: Mapping[str, Iterable[str]], *, guarded: bool = True) -> dict[str, Tal | Dolt]:
        """Return the count of each group of records, by the group's key; where they make up the total, that is noted.

        The total is a key that `count` has been given. Records in no group leave a rest that is not printed.
        """
        counts = {key: self.count(key, ids, guarded=guarded) for key, ids in groups.items()}
        if counts and sum(self.entries[key].value for key in counts) == self.entries[total].value:
            self.sums.append(Sum(total, tuple(counts)))
        return counts

    def figure(
        self,
        key: str,
        value: float | None,
        ids: Iterable[str] = (),
        *,
        of: Iterable[Number | str] = (),
        decimals: int | None = None,
    ) -> Number | None:
        """Return a measured or derived number, or None where there is none; it is hidden with what it is worked out of.

        `of` names the numbers, or their keys, that would tell it or be told by it.
        """
        if value is None:
            return None
        keys = tuple(one if isinstance(one, str) else one.key for one in of)
        entry = Entry(key, value, tuple(ids), keys)
        self._keep(entry)
        if self.hides(entry):
            return Dolt(key)
        is_whole = decimals is None and float(value).is_integer()
        return Tal(int(value), key) if is_whole else Decimaltal(value, key, decimals)

    def hides(self, entry: Entry) -> bool:
        """Tell whether a number, or what it is worked out from, may not be shown."""
        return any(key in self.hidden for key in (entry.key, *entry.of))

    def _keep(self, entry: Entry) -> None:
        known = self.entries.setdefault(entry.key, entry)
        if known.value != entry.value:
            raise ValueError(f"{entry.key} is both {known.value} and {entry.value}")


def key_of(*parts: object) -> str:
    """Return a key of its parts: folded, without spaces."""
    return ".".join("-".join(fold(str(part)).split()) for part in parts)


def shown(number: Number | float | None) -> float | None:
    """Return a number's value for a chart, or None where it may not be shown."""
    return None if isinstance(number, Dolt) or number is None else number
