"""Random texts of mappings, lists, scalars and blocks that are nearly right YAML, with every oddity now and then.

Six in ten are right to the exact reader and three to the plain one, where mutations of records seldom are. The same
from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_USUAL = ("b", "ENH-x", "12:30", "2025-01-01", "a:b", "a#b", "å ä – ö", "(x)", "[a, b]")
_ODD = (
    *(
        "x  ",
        "null",
        "Null",
        "NULL ",
        "null x",
        "~",
        "-1",
        "- 1",
        "§ 3",
        "…x",
        "+1",
        "=x",
        ".x",
        "/x",
        "<x",
        ">x",
        "|x",
    ),
    *("'q'", '"q"', "'a''b'", '"a\\n"', "'x", '"x', "'x' y", '"x" ', "''", '""', "' x '"),
    *(
        "[]",
        "[ ]",
        "[a, 'b', null]",
        "[a,]",
        "[a b , c ] ",
        "[,]",
        "[a: b]",
        "[[a]]",
        "[a",
        "a]",
        "[-1, - 1]",
        "['a,b']",
    ),
    *("{a: b}", "{a: [b, c], d: 'e'}", "{}", "{a: }", "{a: null , b: 1}", "{a: b, a: c}", "{a}", "{a: {b: c}}", "{x"),
    *(
        "x # c",
        "# c",
        "x: y",
        "x:",
        ":x",
        "::",
        "a::b",
        "a :b",
        "yes",
        "0123",
        "*a",
        "&a b",
        "!t b",
        "@x",
        "%x",
        "`x",
        "? x",
    ),
    *("e\u0301", "\u0301x", "x\u00a0", "\u00a0x", "x\u3000", "x\u3000# y", "---", "...", "a\\b", "x\ty", ""),
)
_KEYS = ("a", "b", "c", "d_e", "f.g", "h-i", "j", "k", "l", "m")
_ODD_KEYS = ("Å", "_x", "null", "k" * 121, "k" * 122, "k" * 130, "1a", "a b", "'a'", '"a"', "<<", "?", "-a", "a:b", "å")
_COMMENTS = ("# c", "#", "   # c", " #c", "", "  ", "    ", "# a: b")
_LINES = ("text och mer", "# x", "a: b", "- c", "[x", "'y", "\u0301z", "å – §", "---")
_SIGNS = ("|", "|", "|", ">-", ">-", "| ", "|-", ">", "|2", "| # c", "|+")


def written(seed: int, number: int) -> str:
    """Return the text with a seed and a number."""
    return "\n".join(_Writer(random.Random(f"{seed}/{number}")).document()) + "\n"


class _Writer:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def document(self) -> list[str]:
        return [*self._between(), *self._mapping(0, 0)]

    def _happens(self, likely: float) -> bool:
        return self._chance.random() < likely

    def _between(self) -> Iterator[str]:
        while self._happens(0.08):
            yield " " * self._chance.choice((0, 0, 2, 4)) + self._chance.choice(_COMMENTS)

    def _scalar(self) -> str:
        return self._chance.choice(_USUAL if self._happens(0.6) else _ODD)

    def _mapping(self, indent: int, depth: int, dash: str = "") -> Iterator[str]:
        for number in range(self._chance.randint(1, 3)):
            head = dash if dash and number == 0 else " " * self._about(indent)
            key = self._chance.choice(_KEYS if self._happens(0.93) else _ODD_KEYS)
            colon = ":" if self._happens(0.99) else self._chance.choice((" :", ""))
            yield from self._value(f"{head}{key}{colon}", indent, depth)
            yield from self._between()

    def _value(self, head: str, indent: int, depth: int) -> Iterator[str]:
        way = self._chance.random()
        if way < 0.55 or depth > 3:
            yield f"{head}{self._chance.choice((' ', ' ', ' ', '  '))}{self._scalar()}"
        elif way < 0.70:
            yield f"{head} {self._chance.choice(_SIGNS)}"
            yield from self._block(indent)
        else:
            yield head + self._chance.choice(("", "", "", "", " ", "  ", " # c"))
            yield from self._between()
            if way > 0.88:
                yield from self._mapping(indent + self._chance.choice((2, 2, 2, 2, 1, 4, 0)), depth + 1)
            elif way > 0.76:
                yield from self._sequence(indent + self._chance.choice((2, 2, 2, 0, 0, 1, 4)), depth + 1)

    def _sequence(self, indent: int, depth: int) -> Iterator[str]:
        for _ in range(self._chance.randint(1, 3)):
            column, way = self._about(indent), self._chance.random()
            dash = " " * column + "-" + " " * self._chance.choice((1, 1, 1, 1, 1, 2, 3, 0))
            if way < 0.4:
                yield dash + self._scalar()
            elif way < 0.5:
                yield dash + self._chance.choice(_SIGNS)
                yield from self._block(column)
            elif way < 0.55:
                yield dash + self._chance.choice(("", "- a", "? a"))
            else:
                yield from self._mapping(len(dash), depth + 1, dash)
            yield from self._between()

    def _block(self, indent: int) -> Iterator[str]:
        width = indent + self._chance.choice((1, 2, 2, 2, 3, 4, 0))
        for _ in range(self._chance.randint(1, 4)):
            likely = ((10, width), (1, width + 1), (1, self._chance.randint(0, width)))
            column = self._chance.choices([one for _, one in likely], [many for many, _ in likely])[0]
            text = self._chance.choice(_LINES) + " " * self._happens(0.06)
            yield " " * column + text if self._happens(0.85) else " " * self._chance.choice((0, 0, column, column + 2))

    def _about(self, indent: int) -> int:
        """Return an indentation, which is a slip now and then."""
        return indent if self._happens(0.985) else max(0, indent + self._chance.choice((-1, 1, 2, -2)))
