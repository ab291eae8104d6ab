"""Records as different people would write them by hand: random values, and the same values in random styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from random import Random
from typing import TYPE_CHECKING

from kvalitet.kinds import Field
from kvalitet.source.emitting import fits_block, quoted, scalar

if TYPE_CHECKING:
    from kvalitet.source.exact import Value

_WORDS = (
    *("larm", "å", "Ä-ö", "nej", "null", "07:30", "a: b", "#7", "x # y", "[b]", "{c}", "- d", "it's", '"q"', "1,5"),
    *("R-4-2", "100 %", "§ 12", "AVV-2025-K7Q4XM", "ja?", "*", "&a", "!t", "@", "`", "|", ">", "c\\d", "~"),
)
_ONE_WORD = {
    "date": ("2025-03-07", "2024-02-29"),
    "time": ("07:30", "23:59"),
    "integer": ("2025", "0", "-3"),
    "number": ("12.5", "100", "-0.1"),
    "yes_no": ("ja", "nej"),
    "period": ("2025", "2025-H1", "2025-03"),
    "interval": ("P1Y", "P3M"),
    "url": ("https://example.se/a#b", "https://example.se"),
    "scale": ("1", "4"),
    "link": ("ENH-norr", "RUT-omsorg"),
    "role": ("ROL-chef", "ROL-usk"),
    "category": ("hsl/lakemedel", "sol-lss/utforande"),
    "requirement": ("R-4-2", "G-5-2"),
    "seal": ("f1f381e735db289785", "f10a1bb571346e7038"),
    "stamp": ("2025-03-14T13:05:11.482913+01:00", "2025-03-15T13:05:11.482913+01:00"),
}


def scalar_for(field: Field, chance: Random) -> str:
    """A value that a field can hold."""
    if field.choices:
        return chance.choice(list(field.choices))
    if field.type in _ONE_WORD:
        return chance.choice(_ONE_WORD[field.type])
    words = " ".join(chance.choice(_WORDS) for _ in range(chance.randint(1, 6)))
    if field.type == "text":
        return words
    lines = [
        words,
        *(chance.choice(["", "nästa rad", "  indragen", "# ej kommentar"]) for _ in range(chance.randint(0, 3))),
    ]
    return "\n".join(lines).strip() + chance.choice(["\n", "\n", ""])


def value_for(field: Field, chance: Random) -> Value:
    """A value for a field of any shape: one, a list without doubles, a group, or a list of groups."""
    if field.fields and field.many:
        return [group_for(field.fields, chance) for _ in range(chance.randint(1, 3))]
    if field.fields:
        return group_for(field.fields, chance)
    if field.many:
        return list(dict.fromkeys(scalar_for(field, chance) for _ in range(chance.randint(1, 4))))
    return scalar_for(field, chance)


def group_for(fields: Mapping[str, Field], chance: Random) -> dict[str, Value]:
    """A group with some of its fields, in the kind's order, or now and then in another."""
    chosen = [field for field in fields.values() if chance.random() < 0.6] or [next(iter(fields.values()))]
    if chance.random() < 0.1:
        chance.shuffle(chosen)
    return {field.name: value_for(field, chance) for field in chosen}


class Writer:
    """Writes values as YAML in styles drawn by chance, with a numbered comment wherever one may stand."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._count = 0

    def text(self, values: Mapping[str, Value]) -> str:
        """The values as a whole file with LF between lines."""
        return "".join(f"{line}\n" for line in [*self._mapping(values, 0), *self._above(0)])

    def bytes(self, values: Mapping[str, Value]) -> bytes:
        """The values as a file with line ends and perhaps a byte order mark."""
        text = self.text(values).replace("\n", self._chance.choice(["\n", "\n", "\r\n"]))
        return (self._chance.choice(["", "", "\ufeff"]) + text).encode()

    def _mapping(self, values: Mapping[str, Value], indent: int) -> Iterable[str]:
        for key, value in values.items():
            yield from self._above(indent)
            yield from self._entry(f"{' ' * indent}{key}:", value, indent)

    def _above(self, indent: int) -> Iterable[str]:
        if self._chance.random() < 0.15:
            yield ""
        if self._chance.random() < 0.2:
            yield f"{' ' * indent}{self._comment()}"

    def _entry(self, head: str, value: Value, indent: int) -> Iterable[str]:
        if isinstance(value, str):
            yield from self._scalar(head, value, indent)
        elif self._chance.random() < 0.4 and "\n" not in str(value).replace("\\n", "\n"):
            yield f"{head} {self._flow(value, indent)}{self._beside()}"
        elif isinstance(value, dict):
            yield f"{head}{self._beside()}"
            yield from self._mapping(value, indent + self._chance.choice([2, 4]))
        else:
            yield f"{head}{self._beside()}"
            yield from self._sequence(value or [], indent + self._chance.choice([0, 2]))

    def _sequence(self, values: list[Value], indent: int) -> Iterable[str]:
        for value in values:
            yield from self._above(indent)
            if isinstance(value, dict):
                first, *rest = list(self._mapping(value, indent + 2))
                while not first.strip() or first.lstrip().startswith("#"):
                    yield first
                    first, *rest = rest
                yield f"{' ' * indent}- {first[indent + 2 :]}"
                yield from rest
            else:
                yield f"{' ' * indent}- {self._one_line(str(value))}{self._beside()}"

    def _scalar(self, head: str, value: str, indent: int) -> Iterable[str]:
        text = value if value.endswith("\n") else f"{value}\n"
        if fits_block(text) and (value.endswith("\n") or self._chance.random() < 0.2):
            mark = "|" if value.endswith("\n") else "|-"
            yield f"{head} {mark}{self._beside()}"
            width = indent + self._chance.choice([2, 2, 3, 4])
            yield from (f"{' ' * width}{line}" if line else "" for line in text[:-1].split("\n"))
        else:
            yield f"{head}{self._chance.choice([' ', ' ', '   '])}{self._one_line(value)}{self._beside()}"

    def _one_line(self, value: str, *, flow: bool = False) -> str:
        style = self._chance.random()
        if style < 0.2 and value.isprintable():
            return "'{}'".format(value.replace("'", "''"))
        return quoted(value) if style < 0.4 else scalar(value, flow=flow)

    def _flow(self, value: Value, indent: int) -> str:
        """A list or a group in brackets, on one line or, with comments, on several."""
        if isinstance(value, str):
            return self._one_line(value, flow=True)
        is_split = self._chance.random() < 0.3
        gap = f"\n{' ' * (indent + 4)}" if is_split else " "
        if isinstance(value, dict):
            parts = [f"{key}: {self._flow(inner, indent)}" for key, inner in value.items()]
        else:
            parts = [self._flow(inner, indent) for inner in value or []]
        inner = "".join(
            f"{part}{',' if number < len(parts) else ''}{(self._beside() if is_split else '')}"
            f"{gap if number < len(parts) else ''}"
            for number, part in enumerate(parts, 1)
        )
        inner = f"{inner}{gap}" if is_split else inner
        return f"{{{inner}}}" if isinstance(value, dict) else f"[{inner}]"

    def _beside(self) -> str:
        return f"{self._chance.choice([' ', '  '])}{self._comment()}" if self._chance.random() < 0.25 else ""

    def _comment(self) -> str:
        self._count += 1
        return f"# kommentar {self._count}."


def comments(text: str) -> list[str]:
    """The numbered comments of a text, in order."""
    return re.findall(r"# kommentar \d+\.", text)
