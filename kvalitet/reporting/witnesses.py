"""Counts that look the same in all that is published: moves of hidden counts that leave every published sum whole."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count as counter
from typing import TypeAlias

Moves: TypeAlias = "dict[int, int]"
_Unmet: TypeAlias = "tuple[tuple[int, int], ...]"
_Trail: TypeAlias = "tuple[int, int, _Trail] | None"


@dataclass(frozen=True, slots=True)
class Cell:
    """A count that may be hidden; `least` is what a reader must believe of it when it is small and hidden."""

    value: int
    least: int
    cost: int


@dataclass(slots=True)
class Table:
    """The cells and the equations between them; `terms` has for each cell its equations and coefficients."""

    cells: list[Cell]
    equations: list[list[tuple[int, int]]]
    threshold: int
    terms: list[list[tuple[int, int]]] = field(init=False)

    def __post_init__(self) -> None:
        self.terms = [[] for _ in self.cells]
        for row, members in enumerate(self.equations):
            for cell, sign in members:
                self.terms[cell].append((row, sign))

    def allows(self, cell: int, moved: int, told: bool) -> bool:
        """Return whether a reader, told or not which are small, could believe the cell's value moved so much."""
        one = self.cells[cell]
        low, high = (one.least, math.inf)
        if told:
            low, high = (one.least, self.threshold - 1) if one.value < self.threshold else (self.threshold, math.inf)
        return low <= one.value + moved <= high

    def tied(self, cell: int) -> set[int]:
        """Return every cell above zero that sums tie to this one, itself included."""
        found, todo = {cell}, [cell]
        while todo:
            near = {other for row, _ in self.terms[todo.pop()] for other, _ in self.equations[row]}
            todo.extend(near - found)
            found |= near
        return {cell for cell in found if self.cells[cell].value}


@dataclass(frozen=True, slots=True)
class Effort:
    """How a witness is searched: for a reader who is told which are small, how straight ahead, over how many states."""

    told: bool
    haste: int
    most: int


@dataclass(slots=True)
class Search:
    """Looks for the cheapest moves that change a cell and leave every sum whole.

    A state is what the sums still lack. One of them is mended next, by one cell, by one, and no cell goes both ways:
    every other witness is made of such chains.
    """

    table: Table
    hidden: set[int]
    usable: set[int]
    effort: Effort
    _least: list[int] = field(init=False)
    _queue: list[tuple[int, int, int, _Unmet, _Trail]] = field(default_factory=list)
    _seen: set[_Unmet] = field(default_factory=set)
    _turn: Iterator[int] = field(default_factory=counter)

    def __post_init__(self) -> None:
        rows = self.table.equations
        self._least = [min((self._price(cell) for cell, _ in row), default=0) for row in rows]

    def from_cell(self, start: int) -> Moves | None:
        """Return the moves, or None when none are found."""
        for step in (1, -1):
            self._push(0, (), None, start, step)
        while self._queue and len(self._seen) < self.effort.most:
            _, _, cost, unmet, trail = heapq.heappop(self._queue)
            if not unmet:
                return _walked(trail)
            if unmet not in self._seen:
                self._seen.add(unmet)
                self._go_on(cost, unmet, trail)
        return None

    def _go_on(self, cost: int, unmet: _Unmet, trail: _Trail) -> None:
        """Mend the sum that fewest cells can mend, in every way."""
        rows = self.table.equations
        row, lack = min(unmet, key=lambda one: (len(rows[one[0]]), one))
        for cell, sign in rows[row]:
            self._push(cost, unmet, trail, cell, -1 if lack * sign > 0 else 1)

    def _push(self, cost: int, unmet: _Unmet, trail: _Trail, cell: int, step: int) -> None:
        moved = sum(by for other, by in _steps(trail) if other == cell)
        if cell not in self.usable or moved * step < 0 or not self.table.allows(cell, moved + step, self.effort.told):
            return
        after = _mended(unmet, self.table.terms[cell], step)
        if after in self._seen:
            return
        spent = cost + (1 if moved else self._price(cell))
        ahead = sum(abs(lack) * self._least[row] for row, lack in after)
        heapq.heappush(
            self._queue, (spent + self.effort.haste * ahead, next(self._turn), spent, after, (cell, step, trail))
        )

    def _price(self, cell: int) -> int:
        return 1 if cell in self.hidden else self.table.cells[cell].cost


def _mended(unmet: _Unmet, terms: Sequence[tuple[int, int]], step: int) -> _Unmet:
    """Return what the sums lack after a step of one cell."""
    lacks = dict(unmet)
    for row, sign in terms:
        lacks[row] = lacks.get(row, 0) + sign * step
    return tuple(sorted((row, lack) for row, lack in lacks.items() if lack))


def _walked(trail: _Trail) -> Moves:
    moves: Moves = {}
    for cell, step in _steps(trail):
        moves[cell] = moves.get(cell, 0) + step
    return moves


def _steps(trail: _Trail) -> Iterator[tuple[int, int]]:
    while trail is not None:
        cell, step, trail = trail
        yield cell, step
