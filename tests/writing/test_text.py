"""What people write reads back as they meant it, whatever characters it has, and changes nothing else.

`pytest -n0 tests/writing/test_text.py --generated 20000` is the long run; it also puts every published naughty
string in every text field of every kind.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kvalitet import drafting
from kvalitet.catalogue import standard_catalogue
from kvalitet.changing import Version
from kvalitet.diagnostics import UsageError
from kvalitet.kinds import Field, Kind
from kvalitet.records.answers import fit_to_write, read_value
from kvalitet.records.ids import example
from kvalitet.records.loading import as_record, load, load_on_demand
from kvalitet.records.record import Record
from kvalitet.source.document import document
from kvalitet.source.exact import Value
from kvalitet.source.faults import FaultKind
from kvalitet.source.layout import Layout
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT
from tests.suites import naughty_strings

CATALOGUE = standard_catalogue()
KINDS = sorted(CATALOGUE.kinds.values(), key=lambda kind: kind.name)
NOW = dt.datetime(2025, 3, 15, 13, 5, 11, 482913, dt.UTC)
WORKSPACE = find_workspace(ROOT / "tests/workspaces/komplett")
EMPTY = load_on_demand(WORKSPACE, CATALOGUE)
KOMPLETT = list(load(WORKSPACE, CATALOGUE))
FORGING = (
    "oskyldig\rgodkänd_av: Chef\rrisk: 1",
    "rad\r\nsist: 1",
    "a\x85b: c",
    "a\u2028b: c\u2029d: e",
    "a\x0bb: c\x0cd: e",
    "<<<<<<< HEAD\n=======\n>>>>>>> x",
    "=======",
    "---\nid: x",
    "...\n",
    "# ingen kommentar",
    "a # b",
    "- a\n- b",
    "\u00a0fast blank\n\u00a0först",
    "  två blanka\nförst",
    "slut  \n\n\n",
    "\tflik",
    "%YAML 1.1",
    "!!python/object:os.system x",
    "*a &b <<: c",
    "'\"",
    "null",
    "2025-02-30",
    "12E34",
    "\\u202e \\x00",
    "å a\u030a",
    "rad\r\u0300",
)
REFUSED = ("\x00", "\x1b[31m", "\ufeffx", "a\u202eb", "a\u200bb", "a\u2066b", "\udcff", "\ufffe", "a\x9bb")
_ODD = "ab \n\r\t:#-|>'\"{}[]&*!%@`,?\\=<\x85\u2028\u00a0åÅ\u0301\U0001f600\u3000\u202f1.0e"
TEXTS = st.one_of(
    st.text(max_size=40), st.text(alphabet=_ODD, max_size=60), st.sampled_from([*FORGING, *naughty_strings()])
)


def text_fields(kind: Kind) -> list[Field]:
    return [field for field in kind.walk() if field.type in ("text", "prose") and field.path != "id"]


def meant(field: Field, typed: str) -> Value:
    """What is stored of what was typed: by the way in that a question, --set and `set` share. Raises UsageError."""
    return read_value(field, typed, EMPTY, _no_date)


def _no_date(_: str) -> dt.date:
    raise AssertionError("no field here is a date")


def drafted(kind: Kind, typed: dict[str, str]) -> tuple[drafting.Values, drafting.Draft]:
    """A new record with a typed text in each field that takes it, and what it was to hold."""
    values: drafting.Values = {}
    for field in text_fields(kind):
        if field.path in typed:
            drafting.put(kind, values, field.path, meant(field, typed[field.path]))
    return values, drafting.named_draft(kind, example(kind), values, NOW)


def expect_read_back(values: drafting.Values, draft: drafting.Draft) -> None:
    found = document(draft.path, draft.text.encode())
    assert found.values is not None
    assert {fault.kind for fault in found.faults} <= {FaultKind.DOUBLY_ENCODED}  # a doubt that a rule tells of
    kept = {name: value for name, value in found.values.items() if name in values}
    assert kept == values
    assert set(found.values) - set(values) <= {"id", "skapad"}


def _examples(request: pytest.FixtureRequest, few: int) -> int:
    return int(request.config.getoption("--generated") or few)


def test_generated_records_read_back_as_meant(request: pytest.FixtureRequest) -> None:
    """Any text in any fields of any kind: the file says exactly what was meant, in no more and no fewer fields."""

    @settings(max_examples=_examples(request, 300), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(KINDS))
        fields = [field.path for field in text_fields(kind)]
        typed = data.draw(st.dictionaries(st.sampled_from(fields), TEXTS, max_size=6))
        try:
            values, draft = drafted(kind, typed)
        except UsageError:
            return
        expect_read_back(values, draft)

    holds()


@pytest.mark.parametrize("turn", range(len(KINDS)))
def test_naughty_strings_read_back_in_every_text_field(request: pytest.FixtureRequest, turn: int) -> None:
    """Each published string, and each that would forge a field, in every text field of a kind at once.

    The ordinary run shares the strings out among the kinds; the long one gives every kind all of them.
    """
    kind, strings = KINDS[turn], [*FORGING, *naughty_strings()]
    for string in strings if request.config.getoption("--generated") else strings[turn :: len(KINDS)]:
        try:
            values, draft = drafted(kind, {field.path: string for field in text_fields(kind)})
        except UsageError:
            assert not _is_plain(string), string
            continue
        expect_read_back(values, draft)


def _is_plain(string: str) -> bool:
    return string.isascii() and string.strip().isprintable() and bool(string.strip())


@pytest.mark.parametrize("record", KOMPLETT, ids=lambda record: record.id)
def test_setting_a_text_in_a_written_record_changes_nothing_else(record: Record) -> None:
    """In records as people write them: the value changes, every byte before and after it stays, twice is as once."""
    turn, strings = KOMPLETT.index(record), [*FORGING, *naughty_strings()]
    for at, field in enumerate(text_fields(record.kind)):
        _set_each(record, field, strings[(turn * 7 + at * 13) % 250 :: 250])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_naughty_strings_are_set_in_every_text_field(request: pytest.FixtureRequest, kind: Kind) -> None:
    """The same for every text field of every kind, between comments; in the long run with every string."""
    strings = [*FORGING, *naughty_strings()]
    for at, field in enumerate(text_fields(kind)):
        is_long = request.config.getoption("--generated")
        _set_each(_commented(kind, field), field, strings if is_long else strings[at * 31 % 170 :: 170])


def _commented(kind: Kind, field: Field) -> Record:
    """A record with a text in one field, and a comment above and beside every line that can have one."""
    _, draft = drafted(kind, {field.path: "gammalt ord"})
    lines = [
        f"# om {line.split(':')[0]}\n{line}  # vid" if re.match(r"\w+: [^|]", line) else line
        for line in draft.text.splitlines()
    ]
    record = as_record(document(draft.path, ("\n".join(lines) + "\n").encode()), CATALOGUE)
    assert record is not None
    return record


def _set_each(record: Record, field: Field, strings: Iterable[str]) -> None:
    for string in strings:
        try:
            value = meant(field, string)
        except UsageError:
            continue
        if value:
            _expect_only(record, field, value)


def _expect_only(record: Record, field: Field, value: Value) -> None:
    path = tuple(_steps(record, field))
    before = Version(record.document.text.encode(), record)
    if path[:-1] and isinstance(before.value(path[:1]), str):
        return  # a part of a group that this record says in one word
    after = before.with_value(path, value)
    found = document(record.document.path, after.data).values
    assert after.record.values == found
    wanted = copy.deepcopy(dict(record.values))
    _put(wanted, path, before._as_written(path, value))  # one line stays one line
    assert found == wanted
    assert after.with_value(path, value).data == after.data
    for comment in set(re.findall(r"(?m)(?:^|\s)(# \w[^\n]*)", record.document.text)):
        assert after.data.decode().count(comment) >= record.document.text.count(comment)
    if before.has(path):
        layout = Layout(record.document.text)
        start, end = layout.start(path), layout.line_end(layout.end(path))
        assert after.data.decode().startswith(layout.content[:start].rstrip(" "))
        assert after.data.decode().endswith(layout.content[end:])
    else:
        kept = Counter(record.document.text.splitlines())
        assert not kept - Counter(after.data.decode().splitlines())


def _steps(record: Record, field: Field) -> Iterator[str | int]:
    """Where a field stands in a record: in the first member of a list of groups."""
    names = field.path.split(".")
    for depth, name in enumerate(names, 1):
        yield name
        holder = record.kind.find(".".join(names[:depth]))
        if holder is not None and holder.many and depth < len(names):
            yield 0


def _put(values: Value, path: tuple[str | int, ...], value: Value) -> None:
    for at, step in enumerate(path[:-1]):
        empty: Value = [] if isinstance(path[at + 1], int) else {}
        if isinstance(values, dict):
            if not values.get(str(step)):
                values[str(step)] = empty
            values = values[str(step)]
        elif isinstance(values, list):
            if not values:
                values.append(empty)
            values = values[int(step)]
    assert isinstance(values, dict)
    values[str(path[-1])] = value


@pytest.mark.parametrize("text", REFUSED)
def test_what_no_record_may_hold_is_refused_by_name(text: str) -> None:
    """Unseen characters that reorder, join or hide text are not let in; the message names field and character."""
    with pytest.raises(UsageError, match=r"^rubrik har ett osynligt tecken som inte får sparas \(U\+[0-9A-F]{4}\)"):
        fit_to_write(text, "rubrik")


@pytest.mark.parametrize("ending", ["\r", "\r\n", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_becomes_one_kind(ending: str) -> None:
    """What Excel, Word and mail programs break lines with is a line break and nothing more."""
    assert fit_to_write(f"a{ending}b:\tc", "x") == "a\nb: c"
