"""A reader who tries to work out the counts that published tables hide.

The reader knows every shown count, every published sum, the threshold, and which of the hidden counts are small. He
works by elimination over the rationals and by integer bounds on each sum and on each row that elimination leaves; what
is still unknown he settles on small tables by going through every set of counts that fits. None of this is taken from
`kvalitet.reporting.suppression`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from itertools import product

from kvalitet.reporting.suppression import Sum
from tabling import Tables

_MOST_GONE_THROUGH = 40_000

Row = dict[str, Fraction]
"""An equation over hidden counts; the known side stands under the empty key."""

Range = tuple[int, int | None]


def recovered(tables: Tables, hidden: Collection[str], threshold: int, *, knows_small: bool = True) -> dict[str, int]:
    """Return the hidden counts that the reader pins to one value, with the value he finds."""
    below = _below_small(tables, threshold)
    ranges = {key: _first_range(tables.counts[key], threshold, knows_small, key in below) for key in sorted(hidden)}
    rows = [_row(one, tables.counts, ranges) for one in tables.sums]
    rows = [row for row in rows if set(row) - {""}]
    rows += _eliminated(rows)
    _narrow(rows, ranges)
    pinned = {key: low for key, (low, high) in ranges.items() if low == high}
    return pinned | _gone_through(rows, ranges)


def _below_small(tables: Tables, threshold: int) -> set[str]:
    """Return the counts that may be hidden zeros: those that a small total is made of, in one step or more."""
    found: set[str] = set()
    todo = [key for key, value in tables.counts.items() if 0 < value < threshold]
    while todo:
        total = todo.pop()
        new = {part for one in tables.sums if one.total == total for part in one.parts} - found
        found |= new
        todo.extend(new)
    return found


def _first_range(value: int, threshold: int, knows_small: bool, below: bool) -> Range:
    least = 0 if below else 1
    if not knows_small:
        return least, None
    return (least, threshold - 1) if value < threshold else (threshold, None)


def _row(one: Sum, counts: Mapping[str, int], ranges: Mapping[str, Range]) -> Row:
    row: Row = {"": Fraction(0)}
    for key, sign in [(one.total, -1), *((part, 1) for part in one.parts)]:
        if key in ranges:
            row[key] = row.get(key, Fraction(0)) + sign
        else:
            row[""] -= sign * counts[key]
    return {key: value for key, value in row.items() if value or not key}


def _eliminated(rows: list[Row]) -> list[Row]:
    """Return the reduced row echelon form."""
    done: list[tuple[str, Row]] = []
    for row in rows:
        left = dict(row)
        for pivot, other in done:
            _subtract(left, other, left.get(pivot, Fraction(0)))
        pivot = next((key for key in left if key and left[key]), "")
        if not pivot:
            continue
        left = {key: value / left[pivot] for key, value in left.items()}
        for _, other in done:
            _subtract(other, left, other.get(pivot, Fraction(0)))
        done.append((pivot, left))
    return [{key: value for key, value in row.items() if value or not key} for _, row in done]


def _subtract(row: Row, other: Row, times: Fraction) -> None:
    if times:
        for key, value in other.items():
            row[key] = row.get(key, Fraction(0)) - times * value


def _narrow(rows: list[Row], ranges: dict[str, Range]) -> None:
    """Tighten the ranges by every row, until nothing changes."""
    changed = True
    while changed:
        changed = False
        for row in rows:
            for key in row:
                if key:
                    found = _within(row, key, ranges)
                    changed = changed or found != ranges[key]
                    ranges[key] = found


def _within(row: Row, key: str, ranges: Mapping[str, Range]) -> Range:
    """Return the range that one row leaves a count, given the ranges of the others."""
    least: Fraction | None = row[""]
    most: Fraction | None = row[""]
    for other, times in row.items():
        if other and other != key:
            low, high = ranges[other]
            small, large = (low, high) if times > 0 else (high, low)
            most = None if most is None or small is None else most - times * small
            least = None if least is None or large is None else least - times * large
    if row[key] < 0:
        least, most = most, least
    low, high = ranges[key]
    if least is not None:
        low = max(low, -((-least / row[key]) // 1))
    if most is not None:
        top = (most / row[key]) // 1
        high = top if high is None else min(high, top)
    return low, high


def _gone_through(rows: list[Row], ranges: Mapping[str, Range]) -> dict[str, int]:
    """Return what is the same in every set of counts that fits, where there are few enough to go through."""
    free = [key for key, (low, high) in ranges.items() if low != high]
    spans = [range(low, high + 1) for low, high in (ranges[key] for key in free) if high is not None]
    size = 1
    for span in spans:
        size *= len(span)
    if not free or len(spans) < len(free) or size > _MOST_GONE_THROUGH:
        return {}
    fixed = {key: low for key, (low, high) in ranges.items() if low == high}
    seen: dict[str, set[int]] = {key: set() for key in free}
    for values in product(*spans):
        guess = fixed | dict(zip(free, values, strict=True))
        if all(sum(times * guess[key] for key, times in row.items() if key) == row[""] for row in rows):
            for key in free:
                seen[key].add(guess[key])
    return {key: next(iter(found)) for key, found in seen.items() if len(found) == 1}
