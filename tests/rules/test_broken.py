"""One workspace breaks every rule once, at the line marked there: with these files all ways of checking are compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check
from kvalitet.diagnostics import Diagnostic
from kvalitet.privacy.contacts import Contact, find_contact
from kvalitet.privacy.numbers import find
from kvalitet.records.loading import load
from kvalitet.rules import ALL_RULES
from kvalitet.workspace import find_workspace
from tests.conftest import DAY, ROOT, Run
from tests.marked import BROKEN, Found, findings, lay_out_broken

_COMMENT = re.compile(r"  #.*$", re.MULTILINE)
_ROW = re.compile(r"^\| ([A-Z]{3}\d{3}) \| (\w+) \|", re.MULTILINE)
_SHORT = re.compile(r"^(.+?):(\d+):\d+: ([A-Z]{3}\d{3}) \w+: ", re.MULTILINE)
_TEXT = re.compile(r"^(records/.+)$|^ +(\d+):\d+  (?:fel|varning)  ([A-Z]{3}\d{3})  ", re.MULTILINE)


@pytest.fixture
def expected(folder: Path, ordinary_user: None) -> Found:
    """What is to be found in the broken workspace, which lies in the folder."""
    return lay_out_broken(folder)


def test_what_is_found_is_what_is_marked(expected: Found, folder: Path, catalogue: Catalogue) -> None:
    """File, line and code of every finding stand in the files, and nothing else is found."""
    assert findings(folder, catalogue) == expected


def test_every_rule_fires_once(expected: Found) -> None:
    """No rule is left out, and none is broken twice."""
    assert Counter(code for code, _, _ in expected) == Counter(rule.code for rule in ALL_RULES)


def test_what_is_found_is_the_table_of_the_documentation(expected: Found, folder: Path, catalogue: Catalogue) -> None:
    """docs/regler.md tells the same codes in the same order with the same severities: it is the golden list."""
    found = sorted((one.code, one.severity.value) for one in _all(folder, catalogue))
    assert _ROW.findall((ROOT / "docs/regler.md").read_text(encoding="utf-8")) == found


def test_comments_change_nothing(expected: Found, folder: Path, catalogue: Catalogue) -> None:
    """Without marks and other comments, read by the plain reader, the files give the same findings word for word."""
    told = [(one.code, str(one.place), one.message) for one in _all(folder, catalogue)]
    for file in (BROKEN / "records").rglob("*.yaml"):
        text = _COMMENT.sub("", file.read_text(encoding="utf-8"))
        assert "#" not in text
        (folder / file.relative_to(BROKEN)).write_text(text, encoding="utf-8")
    assert [(one.code, str(one.place), one.message) for one in _all(folder, catalogue)] == told


def _all(folder: Path, catalogue: Catalogue) -> list[Diagnostic]:
    return check(load(find_workspace(folder), catalogue), DAY)


def _in_json(out: str) -> Found:
    return [(one["code"], one["file"], one["line"]) for one in json.loads(out)["findings"]]


def _in_short(out: str) -> Found:
    return [(code, path, int(line)) for path, line, code in _SHORT.findall(out)]


def _in_text(out: str) -> Found:
    found, path = [], ""
    for heading, line, code in _TEXT.findall(out):
        path = heading or path
        found += [(code, path, int(line))] if code else []
    return found


@pytest.mark.parametrize(("format_", "read"), [("json", _in_json), ("short", _in_short), ("text", _in_text)])
def test_validate_tells_all_of_it_in_every_format(
    format_: str, read: Callable[[str], Found], expected: Found, folder: Path, kvalitet: Callable[..., Run]
) -> None:
    """`kvalitet validate` ends with 1, shows every finding where it stands, and never what points at a person."""
    run = kvalitet("-C", folder, "validate", "--format", format_)
    assert (run.code, sorted(read(run.out))) == (1, expected)
    assert "Traceback" not in run.out + run.err
    assert not list(find(run.out + run.err))
    assert not [contact for contact in Contact if list(find_contact(run.out + run.err, contact))]
