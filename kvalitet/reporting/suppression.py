"""Which counts a report for everyone may not show, so that nobody works out a small one.

A count below the threshold is small and is hidden. Then others are hidden with it, until each hidden count has a
witness: another set of counts, equal in all that is shown and in every published sum, in which this count is another.
While there is one, neither subtraction nor bounds can pin the count, however the reader combines the sums. A witness is
the cheapest chain found of steps of one that leaves every sum whole; what it passes that is shown is hidden too. On
two-way tables this is the shortest-path method for cell suppression (J. Castro, A shortest-paths heuristic for
statistical data protection in positive tables, INFORMS Journal on Computing 19(4), 2007).

The reader is taken to know the threshold, this rule, and which of the hidden counts are small: those are 1 to
threshold - 1, the others threshold or more. Where no witness is found for that reader, one is given for a reader who is
not told which are small. So let every hidden count bear the same sign.

Not promised: anything against one who knows some counts from elsewhere (a unit knows its own), or who reruns this rule
on guesses; a wide range (two values left are enough); and words: a free text that tells the number tells it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kvalitet.reporting.witnesses import Cell, Effort, Search, Table

LEAST_SMALL = 1
"""Zero is shown: it tells that nothing happened, and so of no person. So do Washington's Department of Health, which
suppresses counts below ten that are not zero (Standards for Reporting Data with Small Numbers, 2018), and SCB, whose
protection since 2025 changes only what is above zero (cell key method). The exception is below a total that is itself
small: shown zeros would there tell that each of the others is at least one, and a total of four in four parts be known.
"""

_PER_COUNT = 10
"""What it costs to hide a count at all, beside its size: two small ones rather than a large, but not any number."""

_KEPT = 10**9


@dataclass(frozen=True, slots=True)
class Sum:
    """One published equation, the total being the sum of its parts; all are keys of counts.

    A part that is a remainder and printed nowhere belongs here too, with its count.
    """

    total: str
    parts: tuple[str, ...]


def hidden(
    counts: Mapping[str, int], sums: Sequence[Sum], threshold: int = 5, *, keep: Collection[str] = ()
) -> frozenset[str]:
    """Return the keys of the counts that must not be shown.

    Those are the small counts, and the others that protect them: as few and as small as a greedy choice finds, of
    `keep` only where no other way is found. The same counts and sums give the same keys, in whatever order they come.
    Raises KeyError for a sum of unknown counts, ValueError for a negative count and for a sum that does not add up.
    """
    _demand_whole(counts, sums)
    covered = _below_small_totals(counts, sums, threshold)
    names = sorted(name for name, value in counts.items() if value >= LEAST_SMALL or name in covered)
    cells = [Cell(counts[name], int(name not in covered), _cost(counts[name], name in keep)) for name in names]
    table = Table(cells, _equations(sums, {name: cell for cell, name in enumerate(names)}), threshold)
    choice = _Choice(table, {number for number, cell in enumerate(cells) if cell.value < threshold})
    choice.protect()
    choice.spare()
    return frozenset(names[cell] for cell in choice.hidden)


def _demand_whole(counts: Mapping[str, int], sums: Sequence[Sum]) -> None:
    for name, value in counts.items():
        if value < 0:
            raise ValueError(f"{name} is {value}; a count is 0 or more")
    for one in sums:
        if counts[one.total] != sum(counts[part] for part in one.parts):
            raise ValueError(f"the parts of {one.total} do not add up to it")


def _below_small_totals(counts: Mapping[str, int], sums: Sequence[Sum], threshold: int) -> frozenset[str]:
    """Return what small totals are made of, in one step or more."""
    found, todo = set[str](), [name for name, value in counts.items() if LEAST_SMALL <= value < threshold]
    parts: dict[str, set[str]] = {}
    for one in sums:
        parts.setdefault(one.total, set()).update(one.parts)
    while todo:
        new = parts.get(todo.pop(), set()) - found
        found |= new
        todo.extend(new)
    return frozenset(found)


def _cost(value: int, kept: bool) -> int:
    return _PER_COUNT + value + _KEPT * kept


def _equations(sums: Sequence[Sum], cells: Mapping[str, int]) -> list[list[tuple[int, int]]]:
    """Return for each sum the coefficients of its cells; what is no cell is zero and shown, and says nothing."""
    found = []
    for total, parts in sorted({(one.total, tuple(sorted(one.parts))) for one in sums}):
        signs = {name: parts.count(name) - (name == total) for name in (total, *parts)}
        found.append(sorted((cells[name], sign) for name, sign in signs.items() if name in cells and sign))
    return found


_EFFORTS = (Effort(True, 1, 1000), Effort(True, 8, 4000), Effort(False, 2, 20_000))
_TO_SPARE = Effort(True, 8, 200)
_MOST_TO_SPARE = 500
"""So many new witnesses are searched at most; a report has needed fewer, and what is left hidden is safe."""


@dataclass(slots=True)
class _Choice:
    """The cells chosen to be hidden, and for each a witness: the cells that move in it."""

    table: Table
    small: set[int]
    hidden: set[int] = field(init=False)
    usable: set[int] = field(init=False)
    witnesses: dict[int, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hidden = set(self.small)
        self.usable = set(range(len(self.table.cells)))

    def protect(self) -> None:
        """Give every small cell a witness, and hide what that takes; a zero that anyone can tell is shown after all."""
        cells = self.table.cells
        for cell in sorted(self.small, key=lambda cell: (cells[cell].value > 0, cell)):
            if cell in self.witnesses:
                continue
            moved = self._witness(cell)
            self.hidden |= moved
            self.witnesses = dict.fromkeys(moved, frozenset(moved)) | self.witnesses
            if not moved:
                self.hidden.remove(cell)
                self.usable.remove(cell)

    def _witness(self, cell: int) -> set[int]:
        """Return the cells of a witness.

        Where no chain is found all that is tied to the cell is hidden: every count doubled is then a witness, for a
        reader who is not told which are small. A zero has none.
        """
        value = self.table.cells[cell].value
        for effort in _EFFORTS:
            moves = Search(self.table, self.hidden, self.usable, effort).from_cell(cell)
            if moves is not None:
                return set(moves)
        return self.table.tied(cell) if value else set()

    def spare(self) -> None:
        """Show again what later choices made needless, the dearest first."""
        cells, searches = self.table.cells, 0
        for cell in sorted(self.hidden - self.small, key=lambda cell: (-cells[cell].cost, cell)):
            if searches < _MOST_TO_SPARE:
                searches += self._spare(cell)

    def _spare(self, spared: int) -> int:
        """Show the cell if each that it protects has a witness without it; return how many were searched."""
        left, searches = self.hidden - {spared}, 0
        found: dict[int, frozenset[int]] = {}
        for cell in sorted(left):
            if spared in self.witnesses[cell] and cell not in found:
                searches += 1
                moves = Search(self.table, left, left, _TO_SPARE).from_cell(cell)
                if moves is None:
                    return searches
                found |= dict.fromkeys(moves, frozenset(moves))
        self.hidden = left
        self.witnesses |= found
        return searches
