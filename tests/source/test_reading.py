"""Reading: the two readers agree, and YAML never decides what a value means."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faulting.opinions import on_text
from faulting.written import written
from kvalitet.diagnostics import Place
from kvalitet.source import exact, plain
from kvalitet.source.document import document
from kvalitet.source.emitting import emit
from kvalitet.source.faults import FaultKind, Refused
from tests.conftest import ROOT

if TYPE_CHECKING:
    from kvalitet.source.exact import Value

EXAMPLE = sorted((ROOT / "records").rglob("*.yaml"))
PACKAGED = sorted((ROOT / "kvalitet/data").rglob("*.yaml"))


def assert_no_second_opinion(text: str) -> None:
    """The plain reader gives the values and places that the exact one gives, or nothing."""
    assert on_text(text) == ""


@pytest.mark.parametrize("file", [*EXAMPLE, *PACKAGED], ids=lambda file: file.stem)
def test_the_plain_reader_reads_what_records_are_written_in(file: Path) -> None:
    """Every record and data file of this repository is read by the plain reader, and rightly."""
    text = file.read_text(encoding="utf-8")
    assert plain.read(text) is not None
    assert_no_second_opinion(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("# k\n\na: b  \nc:\n  # k\n\nd: null\n", {"a": "b", "c": None, "d": None}),
        ("a:\n- b\n- c: d\n  e:\n  - f\ng: h\n", {"a": ["b", {"c": "d", "e": ["f"]}], "g": "h"}),
        ("a:\n  -   b:\n        c: d\n      e: f\n  - null\n", {"a": [{"b": {"c": "d"}, "e": "f"}, None]}),
        ("a: |\n  b\n    c: d \n  \n  # e\n\n   \n # k\nf: g\n", {"a": "b\n  c: d \n\n# e\n\n \n", "f": "g"}),
        ("a: >-\n    b\n    c\n\nd:\n  e: |  \n     f\n  g: h\n", {"a": "b c", "d": {"e": "f\n", "g": "h"}}),
        ("a:\n  - |\n    b\n  - >-\n   c\n   d\n", {"a": ["b\n", "c d"]}),
        ("a: ' b'  \nc: \"d\"\ne: ''\nf: https://g#h\n", {"a": " b", "c": "d", "e": "", "f": "https://g#h"}),
        (
            "a: [ b , 'c',\"d\"]\ne: []\nf: {g: h, i: [j, k] }\n",
            {"a": ["b", "c", "d"], "e": [], "f": {"g": "h", "i": ["j", "k"]}},
        ),
        ("a:\n  - [b]\n  - {c: d}\n  - 'e'\n", {"a": [["b"], {"c": "d"}, "e"]}),
    ],
)
def test_the_plain_reader_knows_every_form_of_a_record(text: str, values: dict[str, Value]) -> None:
    """Each way in which people write groups, lists and texts is read without the exact reader."""
    assert plain.read(text) == values
    assert_no_second_opinion(text)


@pytest.mark.parametrize(
    "text",
    [
        *("a:\n- b\nc: d\n- e\n", "a: b\n  c: d\n", "a: null\n  b: c\n", "a:\n  b:\n    c:\n  c: null\n    d: e\n"),
        *(
            "a: b\na: c\n",
            "a: {b: c, b: d}\n",
            "a:\n    b: c\n  d: e\n",
            "a:\n  - b\n c: d\n",
            "- a\n",
            " a: b\nc: d\n",
        ),
        *(
            "a: |\n b\nc\n",
            "a:\n  - b: |\n   c\n",
            "a: b\tc\n",
            "a: 'b' c\n",
            "a: [b]c\n",
            "a: b # c\n",
            "a: b\n--- \nc: d\n",
        ),
    ],
)
def test_the_plain_reader_leaves_what_is_wrong_or_unusual(text: str) -> None:
    """What is no record, and what only seems to be one, is the exact reader's to judge."""
    assert plain.read(text) is None


_PIECES = [
    *[
        "a: b",
        "a:",
        "- a",
        "- a: b",
        "  c: d",
        "    - e",
        "a: |",
        "  text",
        "a: >-",
        "",
        "# k",
        "a: 'q'",
        'a: "q"',
    ],
    *[
        "a: [b, c]",
        "a: {b: c}",
        "a: {b: [c, d]}",
        "a: b # k",
        "a: 2025-01-01",
        "a: 12:30",
        "a: ~",
        "a: null",
        "? a",
    ],
    *[
        "a: -1",
        "a: - b",
        "a: b: c",
        "a: *x",
        "a: &x y",
        "a: !t y",
        "--- ",
        "...",
        "%YAML 1.1",
        "a:b",
        "a : b",
        "\ta: b",
    ],
    *[
        "a: 'b",
        'a: "b\\n"',
        "a: [b",
        "a: b]",
        "  ",
        "-",
        "a: @b",
        "a: `b",
        "a: %b",
        "a: b:",
        "a: |+",
        "a: b  ",
        "a.b: c",
    ],
    *[
        "a: [b, ]",
        "a: [ ]",
        "a: [b:c]",
        "a: [b: c]",
        "a: [b:]",
        "a: {}",
        "a: {b: c\u00a0}",
        "a: {\u3000b: c}",
        "a: {b: [c]\u3000}",
        f"{'k' * 200}: v",
        "a: [b c, d]",
        "a: (x)",
        "a: §",
        "a: å",
        "å: a",
        "a: ?b",
        "a: :b",
        "a: #b",
        "- - a",
    ],
]


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(_PIECES)), min_size=1, max_size=8))
def test_the_plain_reader_accepts_nothing_that_the_exact_one_refuses(lines: list[tuple[int, str]]) -> None:
    """Over texts made of every kind of line in every order and depth, the readers never differ."""
    assert_no_second_opinion("".join(f"{'  ' * depth}{line}\n" for depth, line in lines))


def test_nearly_right_texts_get_one_reading() -> None:
    """Groups, lists, scalars and blocks in each other, with oddities among them, are read alike or refused."""
    texts = [written(20250316, number) for number in range(5000)]
    for text in texts:
        assert_no_second_opinion(text)
    assert sum(plain.read(text) is not None for text in texts) > len(texts) / 5


def test_mutated_records_get_one_reading() -> None:
    """Records with characters swapped, lost and doubled are read alike by both readers or refused."""
    chance = random.Random(20250314)
    texts = [file.read_text(encoding="utf-8") for file in EXAMPLE if "AVV-" in file.name or "RUT-" in file.name]
    for _ in range(1500):
        text = chance.choice(texts)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(text))
            text = (
                text[:at]
                + chance.choice(["", "\n", " ", ":", "- ", '"', "#", "[", "}", "|", "\t", "x\n  "])
                + text[at + chance.randint(0, 3) :]
            )
        assert_no_second_opinion(text if text.endswith("\n") else f"{text}\n")


@settings(max_examples=1500, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever the bytes, reading gives a document with values or with a fault."""
    found = document("x.yaml", data)
    assert found.values is not None or found.faults


_texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
)
_values = st.recursive(
    _texts,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=500, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), _values, min_size=1, max_size=5))
def test_what_is_written_reads_back(values: dict[str, Value]) -> None:
    """Values come back as they were written, or nothing is written."""
    try:
        text = emit(values)
    except ValueError:
        return
    assert exact.read(text).values == values


@pytest.mark.parametrize("written", ["0123", "no", "12:30", "1.10", "2025-02-30", "yes", "1e3", "0x1F", "1_000"])
def test_a_scalar_is_what_was_written(written: str) -> None:
    """YAML turns nothing into a number, a truth value or a time."""
    assert document("x.yaml", f"a: {written}\n".encode()).values == {"a": written}
    assert exact.read(f"a: {written}\n").values == {"a": written}


def test_one_file_cannot_change_how_the_next_is_read() -> None:
    """A YAML 1.1 directive in one file leaves `no` and `010` as they are in the next."""
    with pytest.raises(Refused):
        exact.read("%YAML 1.1\n---\na: no\n")
    assert exact.read("a: no\nb: 010\n").values == {"a": "no", "b": "010"}


@pytest.mark.parametrize("bomb", ["a: &a [*a]\n", "a: &a x\nb: [*a, *a]\n", "a: {<<: {b: c}}\n"])
def test_references_are_refused_at_once(bomb: str) -> None:
    """Anchors, aliases and merge keys never expand: they are refused where they stand."""
    with pytest.raises(Refused) as refused:
        exact.read(bomb)
    assert refused.value.fault.kind is FaultKind.ALIAS


def test_a_personnummer_never_stands_in_a_fault() -> None:
    """The parser's own words quote the file; ours do not."""
    number = "199705172394"
    found = document("x.yaml", f'a: "{number}\nb: {number}: {number}\n'.encode())
    assert found.faults
    assert number not in repr(found.faults)


def test_places_are_where_values_stand() -> None:
    """Line and column count from 1, for keys, values, list members and groups."""
    found = document("x.yaml", b"a: b\nlista: [x, yy]\ngrupp:\n  c: d\n")
    assert str(found.place(("a",))) == "x.yaml:1:4"
    assert str(found.place(("lista", 1))) == "x.yaml:2:12"
    assert str(found.key_place(("grupp", "c"))) == "x.yaml:4:3"
    assert str(found.place(("grupp", "saknas"))) == "x.yaml:3:1"


def test_what_was_taken_from_another_text_has_its_place_there() -> None:
    """A value that the other text holds alike is told where it stands there; all else in the file itself."""
    draft = document("utkast.yaml", b"# k\na: 1\nb: 3\ng: {x: 2}\n")
    made = replace(document("post.yaml", b"b: 2\na: 1\nc: 4\ng:\n  x: 2\n  y: 5\n"), origin=draft)
    assert made.place(("a",)) == draft.place(("a",)) == Place("utkast.yaml", 2, 4, 2, 5)
    assert made.key_place(("a",)) == Place("utkast.yaml", 2, 1, 2, 2)
    assert made.place(("g", "x")) == Place("utkast.yaml", 4, 8, 4, 9)
    for path, line in ((("b",), 1), (("c",), 3), (("g", "y"), 6), (("d",), 1), ((), 1)):
        assert (made.place(path).path, made.place(path).line) == ("post.yaml", line), path
    same = replace(document("post.yaml", b"a: 1\n"), origin=document("utkast.yaml", b"a: 1\n"))
    assert (same.place().path, same.place(("a",)).path) == ("post.yaml", "utkast.yaml")
