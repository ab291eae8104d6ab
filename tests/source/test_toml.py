"""The places in a TOML file: every key and value that tomllib reads has one, and it is where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvalitet.source.exact import Path
from kvalitet.source.toml import find_places
from tests.conftest import ROOT

TRICKY = '''
# [tool.kvalitet] is only a comment here
title = "skala = [" # skala
"quoted key" = 'c:\\path'
day = 1979-05-27 07:32:00.5
many = """
skala = "fel"
[tool.kvalitet]
"""""
raw = \'\'\'
namn = \'\'\'
[build]
skala = "en annan"
list = [ "a", # ]
  { x = 1, y.z = [2, 3.5] },
]
[ tool . kvalitet ]
namn = "Rätt"
skala="här"
[[tool.kvalitet.more]]
skala = 1
[[tool.kvalitet.more]]
skala = 2
  [tool.kvalitet.more.deeper]
  a.b."c d" = true
[tool.kvalitet.roller]
"områdeschef" = "ROL-x"
'''


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value that is no table, with the path to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))
    else:
        yield path, value


def assert_every_value_has_its_place(text: str) -> None:
    places, lines = find_places(text), text.split("\n")
    for path, value in paths(tomllib.loads(text)):
        span = places.values[path]
        rest = lines[span.line - 1][span.column - 1 :]
        shown = rest.lstrip("\"'")[:3] if isinstance(value, str) else rest[:3]
        expected = value if isinstance(value, str) else str(value).lower()
        if "\n" not in str(expected) and "\\" not in str(expected):
            assert str(expected).startswith(shown.rstrip("\"', ]}")), path


def test_every_value_of_a_tricky_file_has_its_place() -> None:
    """Comments, strings of many lines, quoted and dotted keys and lists of tables lead no place astray."""
    assert_every_value_has_its_place(TRICKY)
    places, ours = find_places(TRICKY), ("tool", "kvalitet")
    assert places.nearest((*ours, "skala")).line == TRICKY[: TRICKY.index('"här"')].count("\n") + 1
    first, second = (places.nearest((*ours, "more", index, "skala")).line for index in (0, 1))
    assert second == first + 2
    assert places.nearest((*ours, "roller", "områdeschef"), key=True).column == 1


def test_keys_and_values_have_places_of_their_own() -> None:
    """What is asked for is the value unless the key is meant, and what lies in a value leads to its key."""
    text = 'l = [{ x = 1 }]\nnamn = "Rätt" # n\n[t]\nm.n = { o = [2, 3], p = 4 }\nsist = 5\n'
    places = find_places(text)
    where = {
        (("namn",), False): (2, 8, 14),
        (("namn",), True): (2, 1, 5),
        (("namn", "x"), False): (2, 1, 5),
        (("namn", "x", "y"), True): (2, 1, 5),
        (("l", 0, "x"), False): (1, 12, 13),
        (("l", 0, "x"), True): (1, 8, 9),
        (("l", 1), False): (1, 1, 2),
        (("t",), True): (3, 2, 3),
        (("t", "m"), True): (4, 1, 2),
        (("t", "m", "n"), True): (4, 3, 4),
        (("t", "m", "n", "o", 1), False): (4, 17, 18),
        (("t", "m", "n", "p"), False): (4, 25, 26),
        (("t", "sist"), False): (5, 8, 9),
    }
    for (path, key), expected in where.items():
        span = places.nearest(path, key=key)
        assert (span.line, span.column, span.end_column) == expected, path


def test_a_path_that_is_not_there_leads_to_what_would_hold_it() -> None:
    """A missing key is told at its table, and at the first line where there is no table either."""
    places = find_places(TRICKY)
    here = places.nearest(("tool", "kvalitet", "finns", "inte"))
    assert TRICKY.split("\n")[here.line - 1] == "[ tool . kvalitet ]"
    assert find_places("").nearest(("finns", "inte")).line == 1


@pytest.mark.parametrize("file", [ROOT / "pyproject.toml", ROOT / "tests/workspaces/privat-omsorg/kvalitet.toml"])
def test_every_value_of_real_files_has_its_place(file: Any) -> None:
    """The repository's own files: each value that tomllib reads stands where its place says."""
    assert_every_value_has_its_place(file.read_text(encoding="utf-8"))


_words = st.text(st.sampled_from("abc åÅ#[]{}=,.'\"\\"), max_size=6)
_scalars = st.booleans() | st.integers(-99, 99) | _words
_values = st.recursive(_scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=5)


def written(value: Any) -> str:
    """A value as TOML, strings in whichever quotation marks hold them."""
    if isinstance(value, list):
        return "[" + ",\n ".join(written(item) for item in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f"'{value}'" if "'" not in value else f'"{escaped}"'
    return str(value).lower()


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,4}", fullmatch=True), st.dictionaries(_words, _values, max_size=4)))
def test_generated_files_have_a_place_for_every_value(tables: dict[str, dict[str, Any]]) -> None:
    """Whatever the keys and values, tomllib and the walk know the same paths."""
    lines = []
    for name, table in tables.items():
        lines.append(f"[{name}] # {name} = 1")
        lines += [f"{written(str(key))} = {written(value)}" for key, value in table.items()]
    text = "\n".join(lines)
    known = {path for path, _ in paths(tomllib.loads(text))}
    assert known <= set(find_places(text).values)
