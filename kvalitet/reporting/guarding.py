"""What a public report may not show: small counts of what happened to people, and the numbers that would tell them."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet.reporting.suppression import Sum, hidden
from kvalitet.reporting.tally import Entry, Tally

REST = "ovriga"


def hidden_keys(tally: Tally, threshold: int) -> frozenset[str]:
    """Return the keys of the counts that a public report hides.

    The reader is taken to see every count of the tally, that the same records under two keys are the same count, and
    what is left of a total beside each of its parts.
    """
    guarded = {key: entry for key, entry in tally.entries.items() if entry.guarded}
    counts = {key: int(entry.value) for key, entry in guarded.items()}
    sums = [one for one in tally.sums if {one.total, *one.parts} <= counts.keys()]
    sums += _same(guarded)
    for one, rest in _rests(guarded, {(s.total, part) for s in sums for part in s.parts}):
        counts[one.parts[1]] = rest
        sums.append(one)
    return hidden(counts, sums, threshold)


def _same(guarded: dict[str, Entry]) -> Iterator[Sum]:
    """Yield that counts of just the same records are one."""
    first: dict[frozenset[str], str] = {}
    for key, entry in guarded.items():
        other = first.setdefault(frozenset(entry.ids), key)
        if other != key and entry.ids:
            yield Sum(other, (key,))


def _rests(guarded: dict[str, Entry], told: set[tuple[str, str]]) -> Iterator[tuple[Sum, int]]:
    """Yield what is left of each total of a topic and period beside a part of it that stands alone."""
    totals = {key.removesuffix(".antal"): key for key in guarded if key.endswith(".antal")}
    for key, entry in guarded.items():
        of = ".".join(key.split(".")[:2])
        total = totals.get(of)
        if total in (None, key) or (total, key) in told or not set(entry.ids) < set(guarded[total].ids):
            continue
        yield Sum(total, (key, f"{key}.{REST}")), int(guarded[total].value - entry.value)
