"""The published lists of hard input: nothing raises, and what is taken is taken as the YAML library reads it."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from faulting.opinions import on_bytes, on_text
from kvalitet.source.document import document
from kvalitet.source.exact import Value
from tests.suites import YamlCase, naughty_strings, yaml_cases

CASES = yaml_cases()
NAUGHTY = naughty_strings()


def _as_text(node: Any) -> Value:
    """Return a node of ruamel.yaml's own composer as plain values, every scalar as text."""
    if node.id == "mapping":
        return {str(key.value): _as_text(value) for key, value in node.value}
    if node.id == "sequence":
        return [_as_text(item) for item in node.value]
    is_nothing = node.style is None and node.value in ("", "~", "null", "Null", "NULL")
    return None if is_nothing else str(node.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_taken_of_the_yaml_suite_is_taken_as_it_is_meant(case: YamlCase) -> None:
    """Every case gives a document; one that is read has the values of the library's composer, all others a fault."""
    assert on_bytes(case.yaml.encode("utf-8", "surrogatepass")) == ""
    found = document("x.yaml", case.yaml.encode("utf-8", "surrogatepass"))
    if found.values is None:
        assert found.faults
    else:
        assert found.values == _as_text(YAML(typ="safe", pure=True).compose(found.text))


def test_what_the_yaml_suite_forbids_is_refused() -> None:
    """Of the cases that are no YAML four are read: slips in which ruamel.yaml sees none, and which lose nothing."""
    taken = {case.id for case in CASES if case.fails and document("x.yaml", case.yaml.encode()).values is not None}
    assert taken == {"9C9N", "DK95-2", "QB6E", "SU5Z"}


def test_naughty_strings_typed_by_hand_are_read_or_told() -> None:
    """As a text, in quotes of both kinds, in brackets, as a name and as a comment: a document, and one reading."""
    assert len(NAUGHTY) == 485
    for text in NAUGHTY:
        for line in _spellings(text):
            found = document("x.yaml", f"id: x\n{line}\nslut: y\n".encode("utf-8", "surrogatepass"))
            assert found.values is not None or found.faults, line
            assert found.values is None or on_text(found.text) == "", line


def _spellings(text: str) -> tuple[str, ...]:
    """Return the lines in which a string can be typed into a record."""
    double = text.replace("\\", "\\\\").replace('"', '\\"')
    single = text.replace("'", "''")
    return (
        *(f"rubrik: {text}", f'rubrik: "{double}"', f"rubrik: '{single}'", f"rubrik: [{text}]", f"{text}: x"),
        *(f"# {text}", f"rubrik: |\n  {text}", f'"{double}": x', f"- {text}"),
    )


def test_a_naughty_string_in_quotes_is_itself_or_is_told() -> None:
    """In double quotes a string arrives as it is, but for composed letters, or it is told."""
    for text in NAUGHTY:
        line = _spellings(text)[1]
        found = document("x.yaml", f"{line}\n".encode("utf-8", "surrogatepass"))
        if not found.faults:
            assert found.values == {"rubrik": text}, line
