"""Editing: one value changes, and every other byte is as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from kvalitet.source import exact
from kvalitet.source.editing import edit
from kvalitet.source.emitting import emit
from kvalitet.source.faults import Refused
from kvalitet.source.layout import NotInPlaceError

if TYPE_CHECKING:
    from kvalitet.source.exact import Path, Value

TEXT = """\
# överst
id: X
status: ny   # var: ny
tid: "07:30"
citat: 'det''är'
prosa: |  # huvud
  rad ett

  rad två

# efter prosan
lagrum: [hsl, sol]  # lag
enheter:
  # först
  - ENH-a   # a
  - ENH-b
  # slut

risk: {s: 1, k: 2}
grupp:
  # inne
  x: 1   # xx
  y: |-
    hej
    då

ansvar:
  - roll: A  # rollen
    # om uppgiften
    uppgift: |
      gör

  # mellan
  - roll: B
    uppgift: gå
lang: ett
  två
spridd: [a, # om a
   b] # om listan
tom:
tilde: ~ # t
sist: 1
"""
ORDER = {
    (): [
        "id",
        "status",
        "tid",
        "citat",
        "prosa",
        "ny",
        "lagrum",
        "enheter",
        "risk",
        "grupp",
        "ansvar",
        "lang",
        "spridd",
        "tom",
        "tilde",
        "nylista",
        "sist",
    ],
    ("risk",): ["a", "s", "m", "k", "z"],
    ("grupp",): ["w", "x", "xx", "y", "z"],
    ("ansvar",): ["forst", "roll", "mitt", "uppgift", "slut"],
}


def order(group: Path) -> Sequence[str]:
    return ORDER.get(tuple(part for part in group if isinstance(part, str)), ["a", "b"])


def changed(path: Path, value: Value, text: str = TEXT) -> str:
    return edit(text.encode(), path, value, order).decode()


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("status",), "klar", "status: ny   # var: ny\n", "status: klar   # var: ny\n"),
        (("status",), "a: b", "status: ny ", 'status: "a: b" '),
        (("tid",), "08:15", '"07:30"', '"08:15"'),
        (("citat",), "inte'än", "'det''är'", "'inte''än'"),
        (("citat",), "två\nrader\n", "citat: 'det''är'\n", "citat: |\n  två\n  rader\n"),
        (("status",), "två\nrader\n", "ny   # var: ny\n", "|   # var: ny\n  två\n  rader\n"),
        (("prosa",), "ny\ntext\n", "  rad ett\n\n  rad två\n", "  ny\n  text\n"),
        (("prosa",), " ledande\n", "|  # huvud\n  rad ett\n\n  rad två\n", '" ledande\\n"  # huvud\n'),
        (("grupp", "y"), "kort", "    hej\n    då\n", "    kort\n"),
        (("grupp", "y"), "kort\n", "|-\n    hej\n    då\n", "|\n    kort\n"),
        (("lang",), "tre", "ett\n  två\n", "tre\n"),
        (("risk", "s"), "3", "{s: 1", "{s: 3"),
        (("tom",), "v", "tom:\n", "tom: v\n"),
        (("tom",), ["a", "b"], "tom:\n", "tom: [a, b]\n"),
        (("tom", "a"), "b", "tom:\n", "tom:\n  a: b\n"),
        (("tilde",), "b", "~ # t", "b # t"),
        (("tilde",), "b\n", "~ # t\n", "| # t\n  b\n"),
    ],
)
def test_a_value_is_written_as_the_old_one_was(path: Path, value: Value, old: str, new: str) -> None:
    """Quotes, blocks, comments and blank lines stay as they stood; only the value's own characters change."""
    assert TEXT.count(old) == 1
    assert changed(path, value) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("lagrum",), ["sol", "lss"], "[hsl, sol]", "[sol, lss]"),
        (("lagrum",), ["hsl", "sol", "lss"], "[hsl, sol]", "[hsl, sol, lss]"),
        (("lagrum",), ["lss", "hsl", "sol"], "[hsl, sol]", "[lss, hsl, sol]"),
        (("lagrum",), ["a", "b", "c"], "[hsl, sol]", "[a, b, c]"),
        (("lagrum", 1), None, "[hsl, sol]", "[hsl]"),
        (("enheter",), ["ENH-b"], "  - ENH-a   # a\n", ""),
        (("enheter",), ["ENH-a"], "  - ENH-b\n", ""),
        (("enheter",), ["ENH-0", "ENH-a", "ENH-b"], "  - ENH-a   # a\n", "  - ENH-0\n  - ENH-a   # a\n"),
        (("enheter",), ["ENH-a", "ENH-b", "ENH-c"], "  - ENH-b\n", "  - ENH-b\n  - ENH-c\n"),
        (("ansvar", 2, "roll"), "C", "uppgift: gå\n", "uppgift: gå\n  - roll: C\n"),
        (("ansvar", 1), None, "  - roll: B\n    uppgift: gå\n", ""),
        (("spridd",), ["b"], "[a, # om a\n", "[ # om a\n"),
        (("spridd",), ["a"], "   b]", "   ]"),
        (("spridd",), ["a", "b", "c"], "   b]", "   b, c]"),
        (("nylista", 0, "a"), "b", "tilde: ~ # t\n", "tilde: ~ # t\nnylista:\n  - a: b\n"),
    ],
)
def test_a_list_changes_member_by_member(path: Path, value: Value, old: str, new: str) -> None:
    """Members that stay keep their places and comments."""
    assert TEXT.count(old) == 1
    assert changed(path, value) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("ny",), "v", "  rad två\n", "  rad två\nny: v\n"),
        (("ny", "under"), "v", "  rad två\n", "  rad två\nny:\n  under: v\n"),
        (("risk", "a"), "0", "{s: 1", "{a: 0, s: 1"),
        (("risk", "m"), "b, c", "s: 1,", 's: 1, m: "b, c",'),
        (("risk", "z"), "9", "k: 2}", "k: 2, z: 9}"),
        (("grupp", "w"), "1", "  # inne\n", "  # inne\n  w: 1\n"),
        (("grupp", "z"), "hej\n", "    då\n", "    då\n  z: |\n    hej\n"),
        (("ansvar", 0, "forst"), "m", "  - roll: A", "  - forst: m\n    roll: A"),
        (("ansvar", 0, "mitt"), "m", "# rollen\n", "# rollen\n    mitt: m\n"),
        (("ansvar", 1, "slut"), "m", "uppgift: gå\n", "uppgift: gå\n    slut: m\n"),
    ],
)
def test_a_new_field_stands_in_the_kinds_order(path: Path, value: Value, old: str, new: str) -> None:
    """It comes right after the field that it follows, before the comments of the next one."""
    assert TEXT.count(old) == 1
    assert changed(path, value) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("status",), "status: ny   # var: ny\n", ""),
        (("prosa",), "prosa: |  # huvud\n  rad ett\n\n  rad två\n", ""),
        (("lagrum",), "lagrum: [hsl, sol]  # lag\n", ""),
        (("risk", "s"), "s: 1, ", ""),
        (("risk", "k"), ", k: 2", ""),
        (("risk",), "risk: {s: 1, k: 2}\n", ""),
        (("grupp", "x"), "  x: 1   # xx\n", ""),
        (("ansvar", 0, "roll"), "roll: A  # rollen\n    #", "#"),
        (("ansvar", 0, "uppgift"), "    uppgift: |\n      gör\n", ""),
        (("tom",), "tom:\n", ""),
    ],
)
def test_a_field_is_taken_away_with_its_own_lines(path: Path, old: str, new: str) -> None:
    """What stands around it, blank lines and comments too, is as it was."""
    assert TEXT.count(old) == 1
    assert changed(path, None) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("text", "path", "value", "expected"),
    [
        ("a: {s: , k: 2}\n", ("a", "s"), "3", "a: {s: 3 , k: 2}\n"),
        ("a: {s: ~, k: 2}\n", ("a", "s"), "3", "a: {s: 3, k: 2}\n"),
        ("a: {s: p, k: 2}\n", ("a", "s"), ["b", "c, d"], 'a: {s: [b, "c, d"], k: 2}\n'),
        ("a: {s: [x, y], k: 2}\n", ("a", "s"), "z", "a: {s: z, k: 2}\n"),
        ("a: {s: p}\n", ("a", "s"), {"b": "c", "d": ["q"]}, "a: {s: {b: c, d: [q]}}\n"),
        ("a: {s: p}\n", ("a", "b"), "", 'a: {s: p, b: ""}\n'),
        ("a: [b, c]\n", ("a", 0), {"d": "q"}, "a: [{d: q}, c]\n"),
        ("a:\n  -\n  - b\n", ("a", 0), "p", "a:\n  - p\n  - b\n"),
        ("a:\n  - ~\n  - b\n", ("a", 0), "p", "a:\n  - p\n  - b\n"),
        ("a:\n  - b\n  - c # om c\n", ("a", 1), ["d", "q"], "a:\n  - b\n  - [d, q] # om c\n"),
        ("a:\n  - b: 1\n    c: 2\n  - d\n", ("a", 0), "p", "a:\n  - p\n  - d\n"),
        ("a:\n  - 'b # c'\n  - 'd # q'\nb: 2\n", ("a",), "p", "a: p\nb: 2\n"),
        ("a: 1 # om a\nb: 2\n", ("a",), ["c", "d"], "a: [c, d] # om a\nb: 2\n"),
        ("a: 1\nb: 2\n", ("a",), {"c": "d"}, "a:\n  c: d\nb: 2\n"),
        ("a: 1\nb: 2\n", ("a",), "X\nX\n", "a: |\n  X\n  X\nb: 2\n"),
        ("g:\n  a: 1\n", ("g", "a"), {"c": "d"}, "g:\n  a:\n    c: d\n"),
    ],
)
def test_a_value_of_another_shape_is_written_where_the_old_one_stood(
    text: str, path: Path, value: Value, expected: str
) -> None:
    """A text becomes a list or a group, or the other way round, on its line where brackets or a dash hold it there."""
    assert changed(path, value, text) == expected


@pytest.mark.parametrize(
    ("text", "path", "value", "expected"),
    [
        ("g:\n  a:\n    - b\n", ("g", "a"), ["p", "b"], "g:\n  a:\n    - p\n    - b\n"),
        ("a:\n  -\n    b: 1\n  - c\n", ("a",), ["p", {"b": "1"}, "c"], "a:\n  - p\n  -\n    b: 1\n  - c\n"),
        ("a:\n  - b: 1\n", ("a", 1), {"c": "2", "d": "3"}, "a:\n  - b: 1\n  - c: 2\n    d: 3\n"),
        ("g: {a: [x, y, z]}\n", ("g", "a"), ["y", "z"], "g: {a: [y, z]}\n"),
        ("g: {a: [x, y, z]}\n", ("g", "a"), ["x", "y"], "g: {a: [x, y]}\n"),
        ("g: {h: {k: 1, l: 2, m: 3}}\n", ("g", "h", "l"), None, "g: {h: {k: 1, m: 3}}\n"),
        ("a:\n  - ett\n    två\n  - b\n", ("a",), ["ett två", "c"], "a:\n  - ett\n    två\n  - c\n"),
        ("a: [k, a, z]\n", ("a",), ["k", "c", "d", "z"], "a: [k, c, d, z]\n"),
        ("a: [z]\n", ("a",), ["p", "q", "r", "z"], "a: [p, q, r, z]\n"),
        ("a:\n  - 'b # c'\n  - d # e\n", ("a",), ["b # c"], "a:\n  - 'b # c'\n"),
        ("a: [b, # om b\n  c, d]\n", ("a",), ["c", "d"], "a: [ # om b\n  c, d]\n"),
    ],
)
def test_members_deep_in_lists_and_groups_change_alone(text: str, path: Path, value: Value, expected: str) -> None:
    """However deep a list lies and wherever its dashes stand, only the member itself comes or goes."""
    assert changed(path, value, text) == expected


def test_a_block_stays_as_far_in_as_it_was() -> None:
    """New lines stand under the old ones' margin, not under the tool's own."""
    assert changed(("a",), "ny\n", "a: |\n     fem in\n") == "a: |\n     ny\n"
    assert changed(("a",), "ny\n", "a: >2\n    fyra in\n  två in\n") == "a: |\n  ny\n"


def test_blank_lines_that_belong_to_a_text_go_with_it() -> None:
    """Under `|+` the blank lines are text: a new field comes after them, and a new text takes their place."""
    text = "status: |+\n  x\n\nsist: 1\n"
    assert changed(("tid",), "y", text) == 'status: |+\n  x\n\ntid: "y"\nsist: 1\n'
    assert changed(("status",), "ny\n", text) == "status: |\n  ny\nsist: 1\n"


def test_the_last_members_between_comments_leave_one_comma() -> None:
    """Two members that go from the end of a list with comments between leave a list that can be read."""
    text = "a: [b, # om b\n  c, # om c\n  d # om d\n  ]\n"
    assert changed(("a",), ["b"], text) == "a: [b, # om b\n   # om c\n   # om d\n  ]\n"


def test_a_group_is_taken_away_with_its_last_field() -> None:
    """No empty group is left behind, however deep the last field stood."""
    text = "a: 1\nb:\n  c:\n    - d: x\n"
    assert changed(("b", "c", 0, "d"), None, text) == "a: 1\n"


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_and_byte_order_mark_stay(ending: str) -> None:
    """A file from Windows keeps its mark and its line ends, and new lines get the same."""
    data = b"\xef\xbb\xbf" + TEXT.replace("\n", ending).encode()
    new = "en\ntvå\n"
    expected = b"\xef\xbb\xbf" + changed(("prosa",), new).replace("\n", ending).encode()
    assert edit(data, ("prosa",), new, order) == expected


def test_a_file_with_both_line_endings_keeps_each() -> None:
    """A line keeps its own ending, and a new one gets that of the line that it follows."""
    assert edit(b"a: 1\r\nb: 2\nc: 3\n", ("b",), "x\ny\n", order) == b"a: 1\r\nb: |\n  x\n  y\nc: 3\n"
    assert edit(b"a: 1\r\nb: 2\nc: 3\n", ("a",), "x\ny\n", order) == b"a: |\r\n  x\r\n  y\r\nb: 2\nc: 3\n"


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a: {b, c: 1}\n", ("a", "b"), "x"),
        ("a: text\n", ("a", "b"), "x"),
        ("a:\n  # sagt\n  - b\n", ("a",), "x"),
        ("a: 1\na: 2\n", ("a",), None),
        ("a: 1\n", ("a",), None),
    ],
    ids=["no colon", "text for a group", "comment inside", "twice", "the last of all"],
)
def test_what_cannot_be_changed_in_place_is_refused(text: str, path: Path, value: Value) -> None:
    """Where a change would lose something else, nothing is changed."""
    with pytest.raises(NotInPlaceError):
        changed(path, value, text)


def test_a_file_that_cannot_be_read_is_refused() -> None:
    """Nothing is written in what nobody understands."""
    with pytest.raises(Refused):
        changed(("a",), "x", 'a: "b\n')


def test_a_mark_that_follows_an_escape_is_written_as_one() -> None:
    """An accent that belongs to no letter does not join the last letter of an escape before it."""
    assert emit({"a": "x\n\u0300y"}) == 'a: "x\\n\\u0300y"\n'
    assert emit({"a": "\u0300y"}) == 'a: "\\u0300y"\n'
    assert emit({"a": "! x\u0323"}) == 'a: "! x\u0323"\n'


def test_what_cannot_be_written_is_not() -> None:
    """Values that no text reads back as are refused, and nothing is written."""
    cases: list[dict[str, Value]] = [{"a": {}}, {"a: b": "x"}, {"a": "e\u0323"}]
    for values in cases:
        with pytest.raises(ValueError, match="cannot be written"):
            emit(values)


def test_extents_hold_what_is_written() -> None:
    """A scalar's and a bracket's extent run from first to last character."""
    found = exact.read("a: 'b c'\nd: [e,\n  f]\n").extents
    assert (found["a",].column, found["a",].end_column) == (4, 9)
    assert (found["d",].line, found["d",].end_line, found["d",].end_column) == (2, 3, 5)
