"""Changing records: only what is changed changes, and no change makes a new error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kvalitet.catalogue import standard_catalogue
from kvalitet.changing import Version
from kvalitet.kinds import Field, Kind
from kvalitet.records.loading import as_record
from kvalitet.records.record import Record, walk
from kvalitet.source import exact
from kvalitet.source.document import document
from kvalitet.source.exact import value_at
from kvalitet.source.text import decode
from tests.conftest import ROOT
from tests.styles import Writer, comments, group_for, scalar_for, value_for

if TYPE_CHECKING:
    from kvalitet.source.exact import Path, Value

KINDS = sorted(standard_catalogue().kinds)
EXAMPLE = sorted((ROOT / "records").rglob("*.yaml"))


def version(path: str, data: bytes) -> Version:
    record = as_record(document(path, data), standard_catalogue())
    assert record is not None, data.decode()
    return Version(data, record)


def drawn_record(kind: Kind, chance: Random) -> Version:
    values = {"id": f"{kind.prefix}-prov", **group_for({k: f for k, f in kind.fields.items() if k != "id"}, chance)}
    data = Writer(chance).bytes(values)
    made = version(f"records/{kind.name}/{kind.prefix}-prov.yaml", data)
    assert made.record.values == values, data.decode()
    return made


def decorated(file: FilePath, chance: Random) -> Version:
    """A file of the example with comments, other line ends and a byte order mark put in by chance."""
    lines, written = file.read_text(encoding="utf-8").split("\n"), []
    reading = exact.read("\n".join(lines))
    texts = [span for at, span in reading.extents.items() if isinstance(value_at(reading.values, at), str)]
    inside = {line for span in texts for line in range(span.line, span.end_line)}
    for number, line in enumerate(lines[:-1], 1):
        has_one = number not in inside and chance.random() < 0.3
        written.append(f"{line}  # kommentar {number}." if has_one else line)
    ending = chance.choice(["\n", "\r\n"])
    text = chance.choice(["", "\ufeff"]) + "".join(f"{line}{ending}" for line in written)
    return version(file.relative_to(ROOT).as_posix(), text.encode())


def a_change(record: Record, chance: Random) -> tuple[Path, Value]:
    """A place in a record, filled or not, and another value for it, or nothing."""
    there = [(field, path) for field, path, _ in walk(record) if field and path != ("id",)]
    lists = [(field, path[:-1]) for field, path in there if isinstance(path[-1], int)]
    field, path = chance.choice([*there, *lists, *_lacking(record)])
    is_there = value_at(dict(record.values), path) is not None
    if is_there and (field.fields or chance.random() < 0.2):
        return path, None
    return path, scalar_for(field, chance) if isinstance(path[-1], int) else value_for(field, chance)


def _lacking(record: Record) -> Iterator[tuple[Field, Path]]:
    """Places for fields that the record has not, also in parts that its lists have not."""
    for field in record.kind.walk():
        path: Path = tuple(field.path.split("."))
        holder = record.kind.fields[field.path.split(".")[0]]
        if holder.many and holder.fields and len(path) == 2:
            path = (path[0], len(record.entries(holder.name)), path[1])
        if value_at(dict(record.values), path) is None and not (holder.many and len(path) == 1 and holder.fields):
            yield field, path


def with_change(values: Value, path: Path, value: Value) -> Value:
    """The values with one set or taken away: groups are made on the way, and those left empty go too."""
    part, *rest = path
    if isinstance(part, int):
        items = list(values) if isinstance(values, list) else []
        inner = with_change(items[part] if part < len(items) else None, tuple(rest), value) if rest else value
        items[part : part + 1] = [inner] if inner else []
        return items
    group = dict(values) if isinstance(values, dict) else {}
    inner = with_change(group.get(part), tuple(rest), value) if rest else value
    if inner:
        return {**group, part: inner}
    group.pop(part, None)
    return group


def line_range(text: str, path: Path) -> tuple[int, int]:
    """The first and last line, from 1, of a value with its key, and of all that goes with it."""
    reading = exact.read(text)
    while len(path) > 1 and len(value_at(reading.values, path[:-1]) or ()) == 1:
        path = path[:-1]
    spans = [span for other, span in reading.extents.items() if other[: len(path)] == path]
    leaves = [span for span in spans if span.end_column > 1] or spans
    blocks = [span.end_line - 1 for span in spans if span.end_column == 1]
    first = reading.key_places.get(path, reading.places[path]).line
    return first, max([*(span.end_line for span in leaves if span.end_column > 1), *blocks])


def assert_only_that_changed(before: Version, path: Path, value: Value) -> None:
    after = before.with_value(path, value)
    wanted = with_change(dict(before.record.values), path, value)
    if isinstance(value, str) and after.value(path) == value.rstrip("\n"):
        wanted = with_change(dict(before.record.values), path, value.rstrip("\n"))
    assert after.record.values == wanted, (path, value)
    assert document("records/x/x.yaml", after.data).values == wanted
    _assert_bytes(before, after, path, value)
    if value is not None:
        assert after.with_value(path, value).data == after.data


def _assert_bytes(before: Version, after: Version, path: Path, value: Value) -> None:
    old, new = before.data, after.data
    if old == new:
        return
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    tail = next((i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), most)
    tail = min(tail, most)
    lost = sorted(set(comments(old.decode())) - set(comments(new.decode())))
    if not before.has(path):
        assert head + tail == len(old), (path, value, new.decode())
        assert not lost
        return
    text = decode(old).content
    first, last = line_range(text, path)
    changed = old[head : len(old) - tail]
    first -= value is None  # the comma before the last part in brackets may stand on the line above
    assert old[:head].count(b"\n") + 1 >= first, (path, value, new.decode())
    assert old[: head + len(changed)].rstrip(b"\r\n -").count(b"\n") + 1 <= last + 1, (path, value, new.decode())
    own = "\n".join(text.split("\n")[first - 1 : last])
    may_lose = value is None or isinstance(value, list)
    assert all(may_lose and mark in own for mark in lost), (path, value, lost, new.decode())


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 2**32))
def test_one_change_leaves_every_other_byte(kind: str, seed: int) -> None:
    """Whatever the kind, the style and the field: only the field's own lines change, comments stay, and it reads back."""
    chance = Random(seed)
    before = drawn_record(standard_catalogue().kinds[kind], chance)
    assert_only_that_changed(before, *a_change(before.record, chance))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(EXAMPLE), st.integers(0, 2**32))
def test_one_change_in_a_record_of_the_example(file: FilePath, seed: int) -> None:
    """The same in the records that people wrote, with comments and other line ends put in."""
    chance = Random(seed)
    before = decorated(file, chance)
    assert_only_that_changed(before, *a_change(before.record, chance))
